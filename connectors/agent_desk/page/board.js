// The list of requests: what presses most first, one button each.

import { byId, element } from "./element.js";
import { KINDS, PRIORITIES, age, dated, named } from "./words.js";

/** Draws the cards. `onOpen(ticket)` gets the number of the one that is chosen. */
export class Board {
  constructor(onOpen) {
    this.onOpen = onOpen;
    this.cards = [];
    this.tenant = "";
    this.opened = null;
    this.known = null; // numbers that were shown before; null until the first look
    byId("cards").addEventListener("keydown", (event) => this.#key(event));
    setInterval(() => this.#draw(), 30_000); // the ages move on
  }

  /** Show the requests of every tenant, or of one. */
  show(cards) {
    const waiting = cards.filter((card) => card.status === "waiting");
    const fresh = this.known === null ? [] : waiting.filter((card) => !this.known.has(card.id));
    this.known = new Set(cards.map((card) => card.id));
    this.cards = cards;
    document.title = waiting.length ? `(${waiting.length}) Accueil · relais` : "Accueil · relais";
    if (fresh.length) byId("told").textContent = `Nouvelle demande : ${named(fresh[0])}`;
    this.#draw();
  }

  /** Show only the requests of `tenant`; of all when it is empty. */
  limit(tenant) {
    this.tenant = tenant;
    this.#draw();
  }

  /** Mark the request that is open. */
  mark(ticket) {
    this.opened = ticket;
    this.#draw();
  }

  #draw() {
    const shown = this.cards.filter((card) => !this.tenant || card.tenant === this.tenant);
    const focused = document.activeElement?.dataset?.ticket;
    byId("cards").replaceChildren(...shown.map((card) => this.#card(card)));
    byId("no-cards").hidden = shown.length > 0;
    byId("count").textContent = shown.length ? String(shown.length) : "";
    if (focused) byId("cards").querySelector(`[data-ticket="${focused}"]`)?.focus();
  }

  #card(card) {
    const priority = PRIORITIES[card.priority];
    return element("li", {}, element("button", {
      type: "button", class: "ticket", "data-ticket": card.id, "data-status": card.status,
      "data-priority": card.priority, "aria-current": card.id === this.opened ? "true" : false,
      onclick: () => this.onOpen(card.id),
    },
    element("span", { class: "ticket-top" },
      element("b", {}, named(card)),
      priority ? element("span", { class: "mark" }, priority) : null,
      element("span", { class: "ticket-age" }, age(card.opened_at))),
    element("span", { class: "ticket-reason" }, card.reason || "Sans précision"),
    element("span", { class: "ticket-state" }, state(card)),
    element("span", { class: "ticket-last" }, glimpse(card.last))));
  }

  #key(event) {
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (!step) return;
    const all = [...byId("cards").querySelectorAll("button")];
    all[(all.indexOf(document.activeElement) + step + all.length) % all.length]?.focus();
    event.preventDefault();
  }
}

function state(card) {
  if (card.status === "taken") return `Avec ${card.agent}`;
  if (card.status === "closed") return "Restée sans réponse";
  const when = Date.parse(card.due_at) <= Date.now() ? "Attend une réponse" : `À répondre ${dated(card.due_at)}`;
  return card.agent ? `${when} · pour ${card.agent}` : when;
}

function glimpse(last) {
  if (!last) return "";
  const sign = KINDS[last.kind]?.join(" ") ?? "";
  return `${last.direction === "in" ? "" : "↩ "}${last.text || sign}`;
}
