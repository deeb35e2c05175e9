// Binds phone, panels and server: which contact speaks, what they say, which turn is looked at.

import { byId, element } from "./element.js";
import { Phone } from "./phone.js";
import { showNoTurn, showTurn } from "./panels.js";
import { Project } from "./project.js";
import { Stream, freshId, post } from "./server.js";

const setup = JSON.parse(document.querySelector('meta[name="setup"]').content);
const tenants = setup.tenants;
const kept = recall("contacts", []);
const contacts = () => [...setup.contacts, ...kept];
const outbox = new Map(); // message id -> what was posted, while it may fail

let line = null; // {tenant, contact}
let turns = []; // the "turn" items of this line
let looked = -1; // index of the turn that the panels show
let following = true; // the panels move on to the newest turn

const phone = new Phone({
  onChoice: ({ payload, title }) => say({ kind: "choice", payload, title }, title),
  onRetry: (messageId) => {
    phone.retrying(messageId);
    deliver(messageId);
  },
  onPick: (messageId) => look(turns.findIndex((turn) => turn.message_id === messageId)),
});
const project = new Project();
const stream = new Stream({ onItem: take, onState: connection, onProject: (state) => project.show(state) });

// -- the line --------------------------------------------------------------------------------

function openLine(next) {
  line = next;
  remember("line", line);
  turns = [];
  looked = -1;
  following = true;
  outbox.clear();
  phone.clear();
  showNoTurn();
  byId("tenant").value = line.tenant;
  byId("contact").value = line.contact;
  const { name } = tenants.find((tenant) => tenant.id === line.tenant);
  byId("who-name").textContent = name;
  byId("avatar").textContent = initials(name);
  stream.open(line);
}

function take(item) {
  outbox.delete(item.message_id);
  phone.show(item);
  if (item.kind !== "turn") return;
  turns.push(item);
  look(following ? turns.length - 1 : looked);
}

function look(index) {
  if (index < 0 || index >= turns.length) return;
  looked = index;
  following = index === turns.length - 1;
  phone.pick(following ? null : turns[index].message_id);
  showTurn(turns[index], index + 1, turns.length);
}

function connection(state) {
  const lost = state === "lost";
  if (!lost) project.begin();
  byId("link").dataset.state = state;
  byId("link").querySelector(".link-text").textContent = lost ? "Hors ligne" : "En direct";
  warn(lost ? "Le serveur ne répond pas. La page se reconnecte dès qu’il revient." : "");
}

function warn(sentence) {
  byId("banner").textContent = sentence;
  byId("banner").hidden = !sentence;
}

// -- what the person does --------------------------------------------------------------------

function say(message, shown) {
  const id = freshId();
  const { name } = contacts().find((contact) => contact.id === line.contact);
  outbox.set(id, { ...line, id, name, ...message });
  phone.sending({ message_id: id, at: new Date().toISOString(), said: message.kind, text: shown });
  deliver(id);
}

async function deliver(id) {
  const message = outbox.get(id);
  if (!message) return;
  try {
    await post("messages", message);
  } catch (error) {
    if (outbox.has(id)) phone.failed(id, error.message);
  }
}

async function restart() {
  try {
    await post("restart", { ...line, id: freshId() });
    warn("");
  } catch (error) {
    warn(error.message);
  }
  byId("text").focus();
}

function setUpComposer() {
  const text = byId("text");
  const grow = () => {
    text.style.height = "auto";
    text.style.height = `${text.scrollHeight}px`;
  };
  byId("composer").addEventListener("submit", (event) => {
    event.preventDefault();
    const typed = text.value.trim();
    text.value = "";
    grow();
    text.focus();
    if (typed) say({ kind: "text", text: typed }, typed);
  });
  text.addEventListener("input", grow);
  text.addEventListener("keydown", (event) => {
    // While an accent or emoji is being composed, Enter belongs to the keyboard.
    if (event.key !== "Enter" || event.shiftKey || event.isComposing) return;
    event.preventDefault();
    byId("composer").requestSubmit();
  });
  const saying = (words) => ({ type: "button", onclick: () => say({ kind: "text", text: words }, words) });
  byId("tries").replaceChildren(
    ...setup.services.map(({ name, says, hint }) => element("button", { ...saying(says), class: "service" },
      element("span", { class: "service-name" }, name), element("span", { class: "service-says" }, says),
      hint ? element("span", { class: "service-hint" }, hint) : null)),
    ...setup.tries.map((words) => element("button", saying(words), words)));
  byId("tries").addEventListener("wheel", (event) => {
    byId("tries").scrollLeft += event.deltaY;
  }, { passive: true });
}

function setUpAttachments() {
  const [button, menu] = [byId("attach"), byId("attach-menu")];
  const show = (visible) => {
    menu.hidden = !visible;
    button.setAttribute("aria-expanded", String(visible));
    (visible ? menu.querySelector("button") : button).focus();
  };
  button.addEventListener("click", () => show(menu.hidden));
  menu.addEventListener("click", (event) => {
    const kind = event.target.closest("[data-kind]")?.dataset.kind;
    if (!kind) return;
    show(false);
    say({ kind }, "");
  });
  menu.addEventListener("keydown", (event) => {
    const items = [...menu.children];
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (event.key === "Escape") show(false);
    if (step) items[(items.indexOf(document.activeElement) + step + items.length) % items.length].focus();
  });
  document.addEventListener("click", (event) => {
    if (!menu.hidden && !event.target.closest(".attach")) show(false);
  });
}

// -- who speaks ------------------------------------------------------------------------------

function setUpLines() {
  byId("tenant-field").hidden = tenants.length < 2;
  byId("tenant").replaceChildren(...tenants.map(option));
  listContacts();
  byId("tenant").addEventListener("change", (event) => openLine({ ...line, tenant: event.target.value }));
  byId("contact").addEventListener("change", (event) => openLine({ ...line, contact: event.target.value }));
  byId("restart").addEventListener("click", restart);
  byId("add-contact").addEventListener("click", () => {
    byId("new-name").value = "";
    byId("new-contact").returnValue = "";
    byId("new-contact").showModal();
  });
  byId("new-cancel").addEventListener("click", () => byId("new-contact").close());
  byId("new-contact").addEventListener("close", () => {
    const name = byId("new-name").value.trim();
    if (byId("new-contact").returnValue === "add" && name) addContact(name);
  });
}

function addContact(name) {
  const plain = name.normalize("NFKD").toLowerCase().replace(/[^a-z0-9]+/g, "-").slice(0, 24);
  const id = `${plain}-${freshId().slice(0, 6)}`.replace(/^-+/, "");
  kept.push({ id, name });
  remember("contacts", kept);
  listContacts();
  openLine({ ...line, contact: id });
}

const option = ({ id, name }) => element("option", { value: id }, name);
const listContacts = () => byId("contact").replaceChildren(...contacts().map(option));

function firstLine() {
  const last = recall("line", {});
  const known = (list, id) => (list.some((one) => one.id === id) ? id : list[0].id);
  return { tenant: known(tenants, last.tenant), contact: known(contacts(), last.contact) };
}

function initials(name) {
  return name.split(/[\s-]+/).filter((word) => /^\p{Lu}/u.test(word)).slice(0, 2).map((word) => word[0]).join("");
}

// A browser may refuse to remember; the page works without.
function remember(key, value) {
  try {
    localStorage.setItem(`accueil.simulator.${key}`, JSON.stringify(value));
  } catch { /* nothing is lost but comfort */ }
}

function recall(key, otherwise) {
  try {
    return JSON.parse(localStorage.getItem(`accueil.simulator.${key}`)) ?? otherwise;
  } catch {
    return otherwise;
  }
}

// -- start -----------------------------------------------------------------------------------

// The key has done its work; it must not stay in the address, the history or a bookmark.
if (location.search) history.replaceState(null, "", location.pathname);
byId("previous").addEventListener("click", () => look(looked - 1));
byId("next").addEventListener("click", () => look(looked + 1));
byId("desk").hidden = !setup.desk;
setUpComposer();
setUpAttachments();
setUpLines();
if (tenants.length) openLine(firstLine());
else warn("Aucune structure n’est configurée : ajoutez une fiche dans config/tenants.");
