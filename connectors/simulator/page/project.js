// What became of the project's files: a banner while something is to be mended or learnt, a short
// word when a change is in service.

import { byId, element } from "./element.js";

const SHOWN = 5; // faults in the banner; the log has them all
const SECONDS = 4; // that a good word stays

/** Shows the state of the files. Each state replaces the one before. */
export class Project {
  constructor() {
    this.last = null;
    this.timer = 0;
  }

  /** The stream begins (anew): without a word from the server there is nothing to say. */
  begin() {
    byId("project").hidden = true;
  }

  show(state) {
    const { last } = this;
    this.last = state;
    const lines = [...faults(state), ...learning(state), ...doors(state)];
    byId("project").replaceChildren(...lines);
    byId("project").dataset.state = state.in_service && state.learning !== "failed" ? "notice" : "errors";
    byId("project").hidden = lines.length === 0;
    if (state.in_service && state.edition > (last?.edition ?? 0)) this.#say("Modifications en service.");
    if (last?.learning === "at_work" && state.learning === "done") this.#say("Nouveaux exemples appris.");
  }

  #say(sentence) {
    clearTimeout(this.timer);
    byId("notice").textContent = sentence;
    byId("notice").hidden = false;
    this.timer = setTimeout(() => { byId("notice").hidden = true; }, SECONDS * 1000);
  }
}

function faults({ in_service: inService, problems }) {
  if (inService) return [];
  const more = problems.length - SHOWN;
  return [
    element("p", {}, "Ces modifications attendent une correction. La version d’avant reste en service."),
    element("ul", {}, problems.slice(0, SHOWN).map(({ file, line, column, message, proposal }) =>
      element("li", {}, element("code", { class: "address" }, `${file}:${line}:${column}`), " ",
        [message, proposal].filter(Boolean).join(" ; ")))),
    more > 0 ? element("p", {}, `… et ${more} de plus, dans le journal du serveur.`) : null,
  ].filter(Boolean);
}

function learning({ learning: state, failure }) {
  if (state === "at_work") {
    return [element("p", {}, "Apprentissage en cours : les nouveaux exemples seront compris dans un instant.")];
  }
  if (state !== "failed") return [];
  return [element("p", {}, "L’apprentissage a échoué, l’ancien modèle reste en service. ",
    element("code", {}, failure))];
}

function doors({ doors: tenants }) {
  if (!tenants.length) return [];
  return [element("p", {}, `Les comptes WhatsApp de ${tenants.join(", ")} seront lus au prochain démarrage.`)];
}
