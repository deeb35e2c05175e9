// Binds list, conversation and server: who I am, which request is open, what I do about it.

import { Stream, freshId, post } from "./acts.js";
import { Board } from "./board.js";
import { byId, element } from "./element.js";
import { Thread } from "./thread.js";

const setup = JSON.parse(document.querySelector('meta[name="setup"]').content);
const drafts = new Map(); // ticket -> answer that was not sent yet
let agent = recall("agent");
let opened = null; // number of the request that is open
let sending = null; // {ticket, text, id} of an answer whose fate is not known

const thread = new Thread();
const board = new Board((ticket) => open(ticket));
const stream = new Stream({ onNews: news, onState: connection });

// -- what comes ------------------------------------------------------------------------------

function news(name, data) {
  if (name === "board") board.show(data);
  else if (name === "ticket") thread.tell(data);
  else if (name === "said") thread.say(data);
  else leave("Cette demande n’existe pas.");
}

function connection(state) {
  const lost = state === "lost";
  byId("link").dataset.state = state;
  byId("link").querySelector(".link-text").textContent = lost ? "Hors ligne" : "En direct";
  if (lost) warn("Le serveur ne répond pas. La page se reconnecte dès qu’il revient.");
  else if (byId("banner").dataset.of === "connection") warn("");
  byId("banner").dataset.of = lost ? "connection" : "";
}

function warn(sentence) {
  byId("banner").textContent = sentence;
  byId("banner").hidden = !sentence;
}

// -- which request ---------------------------------------------------------------------------

function open(ticket) {
  if (opened !== null) drafts.set(opened, byId("text").value);
  opened = ticket;
  thread.clear();
  board.mark(ticket);
  warn("");
  byId("text").value = drafts.get(ticket) ?? "";
  byId("note").value = "";
  byId("case").hidden = false;
  byId("choose").hidden = true;
  document.body.dataset.view = "case";
  history.replaceState(null, "", `${location.pathname}#${ticket}`);
  stream.open(ticket);
  byId("text").focus();
}

function leave(why = "") {
  const from = opened;
  if (opened !== null) drafts.set(opened, byId("text").value);
  opened = null;
  thread.clear();
  board.mark(null);
  byId("case").hidden = true;
  byId("choose").hidden = false;
  document.body.dataset.view = "board";
  history.replaceState(null, "", location.pathname);
  stream.open(null);
  warn(why);
  byId("cards").querySelector(`[data-ticket="${from}"]`)?.focus();
}

// -- what I do -------------------------------------------------------------------------------

/** Do `name` about the open request; return what the server told, or null when it refused. */
async function act(name, more = {}) {
  const ticket = opened;
  if (!agent && !(await introduce())) return null;
  try {
    const told = await post(name, { ticket, agent, ...more });
    warn("");
    return told;
  } catch (error) {
    warn(error.message);
    return null;
  }
}

async function writeAgain() {
  const told = await act("again");
  if (told) open(told.ticket);
}

async function answer(event) {
  event.preventDefault();
  const text = byId("text").value.trim();
  if (!text) return;
  // The same words to the same person after a failure are the same answer.
  const again = sending !== null && sending.ticket === opened && sending.text === text;
  if (!again) sending = { ticket: opened, text, id: freshId() };
  const mine = sending;
  byId("send").disabled = true;
  const sent = await act("answer", { text, id: mine.id });
  byId("send").disabled = false;
  byId("text").focus();
  if (!sent) return;
  sending = null;
  drafts.delete(mine.ticket);
  if (opened === mine.ticket && byId("text").value.trim() === text) byId("text").value = "";
}

async function noteDown(event) {
  event.preventDefault();
  const text = byId("note").value.trim();
  if (text && (await act("note", { text }))) byId("note").value = "";
}

function setUpActs() {
  byId("take").addEventListener("click", () => act("take"));
  byId("close").addEventListener("click", () => act("close"));
  byId("again").addEventListener("click", writeAgain);
  byId("back").addEventListener("click", () => leave());
  byId("composer").addEventListener("submit", answer);
  byId("noting").addEventListener("submit", noteDown);
  for (const id of ["text", "note"]) {
    byId(id).addEventListener("keydown", (event) => {
      // While an accent or emoji is being composed, Enter belongs to the keyboard.
      if (event.key !== "Enter" || event.shiftKey || event.isComposing) return;
      event.preventDefault();
      byId(id).form.requestSubmit();
    });
  }
  document.addEventListener("keydown", (event) => {
    if (event.key === "Escape" && opened !== null && !document.querySelector("dialog[open]")) leave();
  });
}

// -- who I am --------------------------------------------------------------------------------

/** Ask for the name; resolve to whether one was given. */
function introduce() {
  const dialog = byId("naming");
  byId("name").value = agent;
  dialog.returnValue = "";
  dialog.showModal();
  return new Promise((resolve) => {
    dialog.addEventListener("close", () => {
      const given = byId("name").value.trim();
      if (dialog.returnValue === "ok" && given) call(given);
      resolve(Boolean(agent));
    }, { once: true });
  });
}

function call(name) {
  agent = name;
  thread.me = name;
  if (thread.ticket) thread.tell(thread.ticket);
  remember("agent", name);
  byId("agent-name").textContent = name || "Votre nom";
}

// -- writing first ---------------------------------------------------------------------------

function setUpBeginning() {
  const accounts = setup.tenants.flatMap((tenant) =>
    tenant.accounts.map((account) => ({ tenant: tenant.id, account })));
  byId("begin").hidden = accounts.length === 0;
  byId("begin-account").replaceChildren(...accounts.map(({ account }, place) =>
    element("option", { value: place }, account)));
  byId("begin").addEventListener("click", () => {
    byId("begin-failure").hidden = true;
    byId("beginning").showModal();
  });
  byId("begin-cancel").addEventListener("click", () => byId("beginning").close());
  byId("begin-form").addEventListener("submit", async (event) => {
    event.preventDefault();
    if (!agent && !(await introduce())) return;
    const whom = {
      ...accounts[Number(byId("begin-account").value)],
      phone: byId("begin-phone").value, name: byId("begin-name").value, agent,
    };
    try {
      const told = await post("begin", whom);
      byId("beginning").close();
      byId("begin-form").reset();
      open(told.ticket);
    } catch (error) {
      const malformed = error.message.includes("(400)");
      byId("begin-failure").textContent = malformed ? "Ce numéro n’est pas complet : commencez par l’indicatif, +221 par exemple." : error.message;
      byId("begin-failure").hidden = false;
    }
  });
}

function setUpTenants() {
  const all = [{ id: "", name: "Toutes" }, ...setup.tenants];
  byId("tenant-field").hidden = setup.tenants.length < 2;
  byId("tenant").replaceChildren(...all.map(({ id, name }) => element("option", { value: id }, name)));
  byId("tenant").addEventListener("change", (event) => board.limit(event.target.value));
}

// A browser may refuse to remember; the page then asks each time.
function remember(key, value) {
  try {
    localStorage.setItem(`accueil.desk.${key}`, value);
  } catch { /* nothing is lost but comfort */ }
}

function recall(key) {
  try {
    return localStorage.getItem(`accueil.desk.${key}`) ?? "";
  } catch {
    return "";
  }
}

// -- start -----------------------------------------------------------------------------------

// The key has done its work; it must not stay in the address, the history or a bookmark.
if (location.search) history.replaceState(null, "", location.pathname + location.hash);
setUpActs();
setUpBeginning();
setUpTenants();
call(agent);
byId("rename").addEventListener("click", introduce);
const asked = Number(location.hash.slice(1));
if (Number.isSafeInteger(asked) && asked > 0) open(asked);
else stream.open(null);
if (!agent) introduce();
