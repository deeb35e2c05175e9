// One request: its conversation, what is known, the notes. Texts are never markup.

import { byId, element } from "./element.js";
import { marked } from "./marks.js";
import { ENDS, KINDS, PRIORITIES, STATES, dated, hour, named, wholeDay } from "./words.js";

const AUTHORS = { person: "La personne", assistant: "Assistant" };
const MAP = "https://www.openstreetmap.org/";
const DAY = 24 * 3600 * 1000;

/** Draws the request that is open. */
export class Thread {
  constructor() {
    this.messages = byId("messages");
    this.me = ""; // my name, as colleagues see it
    new ResizeObserver(() => this.#toEnd()).observe(this.messages);
    this.clear();
  }

  clear() {
    this.messages.replaceChildren();
    this.bubbles = new Map();
    this.lastDay = "";
    this.lastHeard = 0;
    this.ticket = null;
  }

  /** Show the facts of the request. */
  tell(ticket) {
    this.ticket = ticket;
    byId("case-name").textContent = named(ticket);
    byId("case-state").textContent = state(ticket);
    const open = ticket.status !== "closed";
    byId("take").hidden = !open || (ticket.status === "taken" && ticket.agent === this.me);
    byId("take").textContent = ticket.status === "taken" ? "Reprendre" : "Prendre";
    byId("close").hidden = !open;
    byId("again").hidden = open;
    byId("composer").hidden = !open;
    byId("noting").hidden = !open;
    byId("opted-out").hidden = !ticket.opted_out;
    byId("summary").textContent = ticket.summary || ticket.reason || "Sans précision";
    list("dates", [
      ["Priorité", PRIORITIES[ticket.priority] || "Normale"],
      ["Téléphone", ticket.phone ? `+${ticket.phone}` : ""],
      ["Demandé", dated(ticket.opened_at)],
      ["À répondre", dated(ticket.due_at)],
      ["Pris", ticket.taken_at ? `${dated(ticket.taken_at)}, ${ticket.agent}` : ""],
      ["Terminé", ticket.closed_at ? `${dated(ticket.closed_at)}, ${ENDS[ticket.closed_by]}` : ""],
    ]);
    const slots = Object.entries(ticket.slots ?? {});
    byId("slots-box").hidden = slots.length === 0;
    list("slots", slots.map(([name, value]) => [name, written(value)]));
    byId("notes").replaceChildren(...ticket.notes.map(note));
    this.#window();
  }

  /** Show messages that are new or have changed. */
  say(items) {
    for (const item of items) this.#one(item);
    this.#window();
    this.#toEnd();
  }

  #one(item) {
    const bubble = this.#bubble(item);
    const known = this.bubbles.get(item.id);
    this.bubbles.set(item.id, bubble);
    if (item.author === "person") this.lastHeard = Math.max(this.lastHeard, Date.parse(item.at));
    if (known) return void known.replaceWith(bubble);
    const today = wholeDay(item.at);
    if (today !== this.lastDay) {
      this.lastDay = today;
      this.messages.append(element("p", { class: "divider" }, today));
    }
    this.messages.append(bubble);
  }

  #bubble(item) {
    const withheld = item.kind === "withheld" || item.state === "withheld";
    const author = item.author === "agent" ? item.agent : AUTHORS[item.author];
    const told = withheld ? STATES.withheld : STATES[item.state] ?? "";
    return element("article", {
      class: `bubble ${item.author}`, "data-state": withheld ? "withheld" : item.state,
    },
    element("p", { class: "author" }, author),
    content(item),
    element("p", { class: "meta" },
      element("time", { datetime: item.at }, hour(item.at)), told ? ` · ${told}` : ""));
  }

  #window() {
    const late = this.lastHeard > 0 && Date.now() - this.lastHeard > DAY;
    byId("window").hidden = !late || this.ticket === null || this.ticket.status === "closed";
  }

  #toEnd() {
    this.messages.scrollTop = this.messages.scrollHeight;
  }
}

function content(item) {
  const kind = KINDS[item.kind];
  const parts = [];
  if (kind) {
    parts.push(element("p", { class: "kind" },
      element("span", { "aria-hidden": "true" }, `${kind[0]} `), kind[1]));
  }
  for (const name of item.files ?? []) if (name) parts.push(element("p", { class: "file" }, name));
  if (item.place) parts.push(place(item.place));
  if (item.text) parts.push(element("p", { class: "text" }, marked(item.text)));
  return parts;
}

function place({ latitude, longitude, name, address }) {
  const words = [name, address].filter(Boolean).join(", ") || `${latitude}, ${longitude}`;
  const at = `mlat=${encodeURIComponent(latitude)}&mlon=${encodeURIComponent(longitude)}`;
  return element("p", { class: "file" }, element("a", {
    href: `${MAP}?${at}#map=17/${encodeURIComponent(latitude)}/${encodeURIComponent(longitude)}`,
    target: "_blank", rel: "noopener noreferrer",
  }, words));
}

function note({ author, text, at }) {
  return element("li", {},
    element("p", { class: "text" }, text),
    element("p", { class: "meta" }, `${author === "assistant" ? "Assistant" : author} · ${dated(at)}`));
}

function list(id, pairs) {
  byId(id).replaceChildren(...pairs.filter(([, value]) => value).flatMap(([name, value]) =>
    [element("dt", {}, name), element("dd", {}, value)]));
}

function state(ticket) {
  if (ticket.status === "taken") return `Avec ${ticket.agent}`;
  if (ticket.status === "closed") return `Demande ${ENDS[ticket.closed_by]}`;
  const when = Date.parse(ticket.due_at) <= Date.now() ? "Attend une réponse" : `À répondre ${dated(ticket.due_at)}`;
  return ticket.agent ? `${when} · pour ${ticket.agent}` : when;
}

const written = (value) => (typeof value === "string" ? value : JSON.stringify(value));
