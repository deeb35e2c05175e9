// Words for what the server tells by codes: kinds, states, moments.

const clock = new Intl.DateTimeFormat("fr-FR", { hour: "2-digit", minute: "2-digit" });
const full = new Intl.DateTimeFormat("fr-FR", {
  weekday: "short", day: "numeric", month: "short", hour: "2-digit", minute: "2-digit",
});
const day = new Intl.DateTimeFormat("fr-FR", { weekday: "long", day: "numeric", month: "long" });

/** Kinds of messages that are more, or less, than their text: [sign, name]. */
export const KINDS = {
  image: ["📷", "Photo"],
  audio: ["🎤", "Note vocale"],
  video: ["🎬", "Vidéo"],
  document: ["📄", "Document"],
  sticker: ["🙂", "Autocollant"],
  location: ["📍", "Position"],
  contacts: ["👤", "Contact partagé"],
  reaction: ["❤", "Réaction"],
  order: ["🛒", "Commande"],
  choice: ["👆", "A touché un bouton"],
  system: ["ℹ", "Changement de numéro"],
  unsupported: ["❔", "Message que WhatsApp ne transmet pas"],
};

/** How far a message of ours came. */
export const STATES = {
  pending: "part…", sending: "part…", sent: "envoyé", delivered: "remis", read: "lu",
  failed: "non remis", dead: "non remis", unknown: "remis ?", withheld: "retenu",
};

export const PRIORITIES = { urgent: "Urgent", high: "Réclamation", normal: "" };

export const ENDS = {
  agent: "terminée", person: "retirée par la personne", silence: "restée sans réponse",
};

/** Return "à l’instant", "3 min", "2 h", "4 j": how long ago. */
export function age(moment, now = Date.now()) {
  const minutes = Math.floor((now - Date.parse(moment)) / 60_000);
  if (minutes < 1) return "à l’instant";
  if (minutes < 60) return `${minutes} min`;
  return minutes < 2880 ? `${Math.floor(minutes / 60)} h` : `${Math.floor(minutes / 1440)} j`;
}

export const hour = (moment) => clock.format(new Date(moment));
export const dated = (moment) => full.format(new Date(moment));
export const wholeDay = (moment) => day.format(new Date(moment));

/** Return what the person goes by. */
export function named({ name, phone }) {
  return name || (phone ? `+${phone}` : "Une personne");
}
