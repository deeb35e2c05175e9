// The server's side: posts that may be repeated, and a stream that comes back by itself.

const FIRST_WAIT = 500; // milliseconds before the stream is opened anew
const LONGEST_WAIT = 8000;

/** Post `body` as JSON; return nothing, or throw an Error with a sentence to show. */
export async function post(address, body) {
  let answer;
  try {
    answer = await fetch(address, {
      method: "POST",
      headers: { "Content-Type": "application/json" },
      body: JSON.stringify(body),
    });
  } catch {
    throw new Error("Le serveur ne répond pas.");
  }
  if (answer.ok) return;
  if (answer.status === 403) throw new Error("La clé n’est plus valable : rechargez la page.");
  if (answer.status === 503) throw new Error("Le serveur n’est pas prêt, réessayez.");
  throw new Error(`Le serveur a refusé ce message (${answer.status}).`);
}

/** Return an id for a message: the same message sent twice keeps it and counts once. */
export function freshId() {
  // Not randomUUID: browsers offer it on secure addresses only.
  const bytes = crypto.getRandomValues(new Uint8Array(12));
  return Array.from(bytes, (byte) => byte.toString(16).padStart(2, "0")).join("");
}

/** The items of one phone, live. `onItem(item)` gets each once, `onState("live" | "lost")`,
 *  `onProject(state)` what became of the project's files. */
export class Stream {
  constructor({ onItem, onState, onProject }) {
    this.onItem = onItem;
    this.onState = onState;
    this.onProject = onProject;
    this.source = null;
    this.timer = 0;
  }

  /** Leave the current phone and watch that of `line` ({tenant, contact}). */
  open(line) {
    this.close();
    this.seen = new Set();
    this.wait = FIRST_WAIT;
    this.address = `events?${new URLSearchParams(line)}`;
    this.connect();
  }

  close() {
    clearTimeout(this.timer);
    this.source?.close();
    this.source = null;
  }

  connect() {
    const source = new EventSource(this.address);
    this.source = source;
    source.addEventListener("history", (event) => {
      this.wait = FIRST_WAIT;
      this.onState("live");
      for (const item of JSON.parse(event.data)) this.take(item);
    });
    source.addEventListener("item", (event) => this.take(JSON.parse(event.data)));
    source.addEventListener("project", (event) => this.onProject(JSON.parse(event.data)));
    source.addEventListener("error", () => {
      // A browser gives up after an answer that is an error, so the waiting is done here.
      source.close();
      this.onState("lost");
      this.timer = setTimeout(() => this.connect(), this.wait);
      this.wait = Math.min(this.wait * 2, LONGEST_WAIT);
    });
  }

  // A stream that comes back begins with the history: what is shown already is skipped.
  take(item) {
    if (this.seen.has(item.id)) return;
    this.seen.add(item.id);
    this.onItem(item);
  }
}
