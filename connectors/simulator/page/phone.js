// The phone: bubbles, buttons, lists, ticks and the dots of somebody who types.

import { byId, element } from "./element.js";
import { marked } from "./marks.js";
import { Sheet } from "./sheet.js";

const MADE_UP = {
  image: ["📷", "Photo"],
  audio: ["🎤", "Note vocale · 0:07"],
  location: ["📍", "Position"],
};
// Milliseconds after which the dots stop promising an answer.
const PATIENCE = 60_000;

const clock = new Intl.DateTimeFormat("fr-FR", { hour: "2-digit", minute: "2-digit" });
const day = new Intl.DateTimeFormat("fr-FR", { weekday: "long", day: "numeric", month: "long" });

/** Shows one conversation. `onChoice({payload, title})`, `onRetry(messageId)`, `onPick(messageId)`. */
export class Phone {
  constructor({ onChoice, onRetry, onPick }) {
    Object.assign(this, { onChoice, onRetry, onPick });
    this.chat = byId("chat");
    this.sheet = new Sheet(onChoice);
    this.dots = element("div", { class: "dots", role: "status", "aria-label": "écrit…" },
      element("i"), element("i"), element("i"));
    // A keyboard that opens, or a window that shrinks, must not hide the last words.
    new ResizeObserver(() => this.#toEnd()).observe(this.chat);
    this.clear();
  }

  clear() {
    this.chat.replaceChildren();
    this.bubbles = new Map();
    this.waiting = new Set();
    this.owed = 0;
    this.lastDay = "";
    byId("tries").toggleAttribute("data-fresh", true);
    this.sheet.close();
    this.#typing();
  }

  /** Draw one item of the stream. */
  show(item) {
    const draw = { said: this.#said, reply: this.#reply, turn: this.#turn, restarted: this.#restarted };
    draw[item.kind]?.call(this, item);
    this.#typing();
  }

  /** Draw a message that is on its way; the server's own item of that id only moves its ticks. */
  sending(item) {
    this.#said(item, "sending");
    this.#typing();
  }

  /** Mark a message that did not get through, with a way to try again. */
  failed(messageId, reason) {
    this.waiting.delete(messageId);
    const bubble = this.bubbles.get(messageId);
    bubble?.setAttribute("data-state", "failed");
    bubble?.append(element("p", { class: "failure" }, `${reason} `,
      element("button", { type: "button", onclick: () => this.onRetry(messageId) }, "Réessayer")));
    this.#typing();
  }

  /** Mark a message that is tried again. */
  retrying(messageId) {
    const bubble = this.bubbles.get(messageId);
    bubble?.querySelector(".failure")?.remove();
    bubble?.setAttribute("data-state", "sending");
  }

  /** Mark the message whose turn the panels show; none when it is the last one. */
  pick(messageId) {
    for (const [id, bubble] of this.bubbles) bubble.toggleAttribute("data-picked", id === messageId);
  }

  #said(item, state = "stored") {
    this.#wait(item);
    const known = this.bubbles.get(item.message_id);
    if (known) {
      known.querySelector(".failure")?.remove();
      if (known.dataset.state !== "answered") known.dataset.state = state;
      return;
    }
    const pick = element("button", {
      type: "button", class: "meta", title: "Voir ce tour",
      onclick: () => this.onPick(item.message_id),
    }, time(item.at), element("span", { class: "ticks", "aria-hidden": "true" }));
    const bubble = element("div", { class: "bubble mine", "data-state": state }, content(item), pick);
    this.bubbles.set(item.message_id, bubble);
    this.#add(item.at, bubble);
  }

  #restarted(item) {
    this.#wait(item);
    this.#add(item.at, element("p", { class: "divider" }, "Conversation recommencée"));
  }

  #turn(item) {
    this.waiting.delete(item.message_id);
    this.owed += item.replies;
    const bubble = this.bubbles.get(item.message_id);
    if (!bubble) return;
    bubble.dataset.state = "answered";
    if (item.masked) bubble.querySelector(".text").replaceChildren(item.masked);
  }

  #reply(item) {
    // An answer that no turn announced is an apology: the message was given up.
    if (this.owed === 0) this.waiting.clear();
    this.owed = Math.max(0, this.owed - 1);
    this.#add(item.at, this.#received(item));
  }

  #received(item) {
    const { type, text, interactive } = item.body;
    const bubble = element("div", { class: "bubble theirs" },
      item.voice === "agent" ? element("p", { class: "voice" }, "Secrétariat") : null);
    const meta = element("span", { class: "meta" }, time(item.at));
    if (type === "text") {
      bubble.append(element("div", { class: "text" }, marked(text.body)), meta);
      return bubble;
    }
    if (type === "document") {
      bubble.append(file(item.body.document), meta);
      return bubble;
    }
    if (type === "location") {
      bubble.append(place(item.body.location), meta);
      return bubble;
    }
    if (type !== "interactive") {
      bubble.append(element("pre", {}, JSON.stringify(item.body, null, 2)), meta);
      return bubble;
    }
    bubble.append(element("div", { class: "text" }, marked(interactive.body.text)), meta);
    const { buttons = [], sections = [], button } = interactive.action;
    const choices = buttons.map(({ reply }) => this.#choice(reply.title, () =>
      this.onChoice({ payload: reply.id, title: reply.title })));
    if (sections.length) {
      const open = this.#choice(button, () => this.sheet.open(button, sections, open), "list");
      open.setAttribute("aria-haspopup", "dialog");
      choices.push(open);
    }
    return element("div", { class: "offer" }, bubble, element("div", { class: "choices" }, choices));
  }

  #choice(title, onclick, sort = "reply") {
    return element("button", { type: "button", class: `choice ${sort}`, onclick }, title);
  }

  #wait({ message_id: id, at }) {
    // Old messages of the history were answered, or never will be.
    const left = Date.parse(at) + PATIENCE - Date.now();
    const known = this.bubbles.get(id)?.dataset.state === "answered";
    if (left <= 0 || known) return;
    const waiting = this.waiting; // another phone may be open when the time is over
    waiting.add(id);
    setTimeout(() => waiting.delete(id) && this.#typing(), left);
  }

  #add(at, node) {
    const today = day.format(new Date(at));
    if (today !== this.lastDay) {
      this.lastDay = today;
      this.chat.append(element("p", { class: "divider" }, today));
    }
    this.chat.append(node);
    byId("tries").toggleAttribute("data-fresh", false);
    this.#toEnd();
  }

  #typing() {
    const typing = this.waiting.size > 0 || this.owed > 0;
    byId("who-state").textContent = typing ? "écrit…" : "en ligne";
    if (!typing) return void this.dots.remove();
    this.chat.append(this.dots);
    this.#toEnd();
  }

  #toEnd() {
    this.chat.scrollTop = this.chat.scrollHeight;
  }
}

function content(item) {
  if (!(item.said in MADE_UP)) return element("div", { class: "text" }, marked(item.text));
  const [sign, name] = MADE_UP[item.said];
  return element("div", { class: `text made-up ${item.said}` },
    element("span", { class: "sign", "aria-hidden": "true" }, sign),
    element("span", {}, name, item.text ? element("small", {}, item.text) : null));
}

/** A file under its name; its text below, as WhatsApp shows it. */
function file({ link, filename, caption }) {
  const opens = /^https?:\/\//.test(link);
  const name = element("span", {}, filename, element("small", {}, "Ouvrir le document"));
  const sign = element("span", { class: "sign", "aria-hidden": "true" }, "📄");
  const head = opens
    ? element("a", { class: "attached", href: link, target: "_blank", rel: "noopener" }, sign, name)
    : element("span", { class: "attached" }, sign, name);
  return element("div", { class: "text" }, head, caption ? element("div", {}, marked(caption)) : null);
}

/** A place, as a link to a map. */
function place({ latitude, longitude, name, address }) {
  const href = `https://www.openstreetmap.org/?mlat=${Number(latitude)}&mlon=${Number(longitude)}#map=17/${Number(latitude)}/${Number(longitude)}`;
  return element("div", { class: "text" },
    element("a", { class: "attached", href, target: "_blank", rel: "noopener" },
      element("span", { class: "sign", "aria-hidden": "true" }, "📍"),
      element("span", {}, name || "Position", element("small", {}, address || "Voir sur le plan"))));
}

function time(at) {
  return element("time", { datetime: at }, clock.format(new Date(at)));
}
