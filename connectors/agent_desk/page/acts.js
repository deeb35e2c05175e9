// What the office does, posted; and the stream of what changes, which comes back by itself.

const FIRST_WAIT = 500; // milliseconds before the stream is opened anew
const LONGEST_WAIT = 8000;

const REASONS = {
  closed: "Cette demande est déjà terminée.",
  unknown_ticket: "Cette demande n’existe plus.",
  unknown_contact: "Cette personne n’est plus connue.",
  unreachable: "Cette personne ne peut pas être jointe : son numéro n’est relié à aucun compte ouvert.",
  failed: "Rien n’a pu être enregistré. Réessayez dans un moment.",
  starting: "Le serveur démarre. Réessayez dans un moment.",
};

/** Post an act; return the server's answer, or throw an Error with a sentence to show. */
export async function post(act, body) {
  let answer;
  try {
    answer = await fetch(act, {
      method: "POST",
      headers: { "Content-Type": "application/json" },
      body: JSON.stringify(body),
    });
  } catch {
    throw new Error("Le serveur ne répond pas. Rien n’est perdu : réessayez.");
  }
  if (answer.status === 403) throw new Error("La clé n’est plus valable : rechargez la page.");
  const told = await answer.json().catch(() => ({}));
  if (answer.ok) return told;
  throw new Error(REASONS[told.code] ?? `Le serveur a refusé (${answer.status}).`);
}

/** Return an id for an answer: the same answer sent twice keeps it and counts once. */
export function freshId() {
  // Not randomUUID: browsers offer it on secure addresses only.
  const bytes = crypto.getRandomValues(new Uint8Array(12));
  return Array.from(bytes, (byte) => byte.toString(16).padStart(2, "0")).join("");
}

/** What changes. `onNews(name, data)` gets each event, `onState("live" | "lost")`. */
export class Stream {
  constructor({ onNews, onState }) {
    Object.assign(this, { onNews, onState, source: null, timer: 0, wait: FIRST_WAIT });
  }

  /** Watch the board and `ticket`, which may be null. */
  open(ticket) {
    clearTimeout(this.timer);
    this.source?.close();
    this.address = ticket === null ? "events" : `events?ticket=${ticket}`;
    this.wait = FIRST_WAIT;
    this.#connect();
  }

  #connect() {
    const source = new EventSource(this.address);
    this.source = source;
    for (const name of ["board", "ticket", "said", "gone"]) {
      source.addEventListener(name, (event) => {
        if (source !== this.source) return; // news of a ticket that was left meanwhile
        this.wait = FIRST_WAIT;
        this.onState("live");
        this.onNews(name, JSON.parse(event.data));
      });
    }
    source.addEventListener("error", () => {
      // A browser gives up after an answer that is an error, so the waiting is done here.
      source.close();
      if (source !== this.source) return;
      this.onState("lost");
      this.timer = setTimeout(() => this.#connect(), this.wait);
      this.wait = Math.min(this.wait * 2, LONGEST_WAIT);
    });
  }
}
