// The panels beside the phone: what one turn understood, did and left behind.
//
// A trace may lack any of its parts: a panel then says so instead of failing.

import { byId, element } from "./element.js";

const number = new Intl.NumberFormat("fr-FR", { maximumFractionDigits: 1 });
const percent = new Intl.NumberFormat("fr-FR", { style: "percent", maximumFractionDigits: 1 });
const RANKED = 5; // intents shown under the first one

const EVENTS = {
  flow_started: "parcours commencé",
  flow_completed: "parcours terminé",
  flow_cancelled: "parcours abandonné",
  flow_resumed: "parcours repris",
  flow_refused: "parcours refusé",
  frame_dropped: "étape disparue",
  step_entered: "étape",
  branch_taken: "branche",
  slot_changed: "slot",
  value_rejected: "valeur refusée",
  action_failed: "action échouée",
  budget_exceeded: "boucle arrêtée",
};

const milliseconds = (ms) => (Number.isFinite(ms) ? `${number.format(ms)} ms` : "");
const written = (value) => (typeof value === "string" ? value : JSON.stringify(value));
// The engine's own flows, which ask, correct and resume for the designer's.
const isPattern = (flow) => String(flow ?? "").startsWith("pattern_");
const nothing = (sentence) => element("p", { class: "nothing" }, sentence);

/** Show one turn; `place` and `count` say which of how many. */
export function showTurn(item, place, count) {
  const trace = item.trace ?? {};
  byId("welcome").hidden = true;
  byId("panel-grid").hidden = byId("turn-bar").hidden = false;
  byId("turn-place").textContent = `Tour ${place} sur ${count}`;
  byId("turn-text").textContent = trace.text ? `« ${trace.text} »` : "(message sans texte)";
  byId("turn-ms").textContent = milliseconds(trace.ms);
  byId("previous").disabled = place <= 1;
  byId("next").disabled = place >= count;
  fill("understanding", understanding(trace));
  fill("stack", stack(trace.stack ?? []));
  fill("slots", slots(trace.slots ?? {}, new Set(trace.changed ?? []), trace.said ?? {}));
  fill("actions", actions(trace.actions ?? []));
  fill("events", events(trace.events ?? []));
  fill("raw", [element("pre", { tabindex: "0" }, JSON.stringify(trace, null, 2))]);
  byId("events").querySelector(".count").textContent = String((trace.events ?? []).length);
}

/** Show that nothing was said yet. */
export function showNoTurn() {
  byId("welcome").hidden = false;
  byId("panel-grid").hidden = byId("turn-bar").hidden = true;
}

function fill(id, nodes) {
  byId(id).querySelector(".panel-body").replaceChildren(...nodes);
}

// -- understanding ---------------------------------------------------------------------------

function understanding({ intent, ranking = [], entities = [], commands = [] }) {
  const nodes = [];
  if (intent?.name) nodes.push(element("div", { class: "first-intent" }, scored(intent.name, intent.confidence)));
  else nodes.push(nothing("Aucune intention : un bouton, ou la réponse attendue."));
  const others = ranking.filter(([name]) => name !== intent?.name).slice(0, RANKED);
  if (others.length) {
    nodes.push(element("ul", { class: "ranking" }, others.map(([name, confidence]) =>
      element("li", {}, scored(name, confidence)))));
  }
  if (entities.length) nodes.push(element("h3", {}, "Entités"), element("ul", { class: "chips" },
    entities.map((entity) => element("li", {}, element("b", {}, String(entity.entity ?? "?")),
      " ", entity.said ?? written(entity.value ?? null),
      entity.said ? element("code", { class: "notation" }, written(entity.value)) : null))));
  if (commands.length) nodes.push(element("h3", {}, "Commandes"), element("ul", { class: "chips" },
    commands.map((command) => element("li", { class: "command" }, commandText(command)))));
  return nodes;
}

function scored(name, confidence) {
  const known = Number.isFinite(confidence);
  const bar = element("span", {
    class: "bar-track", role: "meter", "aria-label": name,
    "aria-valuemin": "0", "aria-valuemax": "1", "aria-valuenow": known ? confidence : 0,
  }, element("span", { class: "bar-fill" }));
  // Set as a property: the page's policy allows no style attribute.
  bar.firstChild.style.width = `${100 * Math.min(1, Math.max(0, known ? confidence : 0))}%`;
  return [element("span", { class: "intent-name" }, name), bar,
    element("span", { class: "intent-score" }, known ? percent.format(confidence) : "")];
}

function commandText(command) {
  if (typeof command !== "object" || command === null) return String(command);
  const { command: name = "", ...rest } = command;
  const details = Object.entries(rest)
    .filter(([, value]) => value !== false && value !== "")
    .map(([key, value]) => `${key}=${written(value)}`);
  return name ? `${name}(${details.join(", ")})` : details.join(", ");
}

// -- stack, slots, actions -------------------------------------------------------------------

function stack(frames) {
  if (!frames.length) return [nothing("Aucun parcours en cours.")];
  // On the page the top of the stack is on top. The current step is the designer's, not that of the
  // pattern which asks its question.
  const shown = [...frames].reverse();
  const current = shown.find((frame) => !isPattern(frame.flow)) ?? shown[0];
  return [element("ol", { class: "frames" }, shown.map((frame) =>
    element("li", {
      class: isPattern(frame.flow) ? "frame pattern" : "frame",
      "aria-current": frame === current ? "step" : false,
    },
      element("p", { class: "frame-flow" }, frame.name || frame.flow,
        frame.name && frame.name !== frame.flow ? element("code", {}, frame.flow) : null),
      element("p", { class: "frame-step" }, frame.step || "–"),
      frame.file ? element("code", { class: "address" }, `${frame.file}:${frame.line}`) : null)))];
}

function slots(values, changed, said) {
  const names = [...new Set([...Object.keys(values), ...changed])].sort();
  if (!names.length) return [nothing("Rien de retenu pour l’instant.")];
  return [element("dl", { class: "slots" }, names.map((name) =>
    element("div", { class: changed.has(name) ? "slot changed" : "slot" },
      element("dt", {}, name, changed.has(name) ? element("span", { class: "visually-hidden" }, " (changé)") : null),
      element("dd", {}, name in values ? said[name] ?? written(values[name]) : "vidé",
        name in said ? element("code", { class: "notation" }, written(values[name])) : null))))];
}

function actions(done) {
  if (!done.length) return [nothing("Aucune action pendant ce tour.")];
  const slowest = Math.max(...done.map(({ ms }) => ms || 0), 1);
  return [element("ol", { class: "actions" }, done.map(({ name, ms, ok }) => {
    const bar = element("span", { class: "bar-track", "aria-hidden": "true" }, element("span", { class: "bar-fill" }));
    bar.firstChild.style.width = `${(100 * (ms || 0)) / slowest}%`;
    return element("li", { class: ok === false ? "action broken" : "action" },
      element("span", { class: "action-name" }, name), bar,
      element("span", { class: "action-ms" }, ok === false ? "échec" : milliseconds(ms)));
  }))];
}

// -- events ----------------------------------------------------------------------------------

function events(happened) {
  if (!happened.length) return [nothing("Aucun événement.")];
  return [element("ol", { class: "events" }, happened.map(({ event = "", ...rest }) =>
    element("li", { "data-event": event, class: isPattern(rest.flow) ? "pattern" : false },
      element("span", { class: "event-name" }, EVENTS[event] ?? event),
      element("span", { class: "event-detail" }, eventDetail(rest)))))];
}

function eventDetail({ flow, step, condition, target, slot, value, file, line, ...rest }) {
  const place = [flow, step].filter(Boolean).join(" · ");
  const parts = place ? [element("code", {}, place)] : [];
  if (condition) parts.push(element("span", { class: "condition" }, condition));
  if (target) parts.push(`→ ${target}`);
  if (slot) parts.push(`${slot} = ${written(value ?? null)}`);
  for (const [key, more] of Object.entries(rest)) parts.push(`${key} : ${written(more)}`);
  if (file) parts.push(element("code", { class: "address" }, `${file}:${line}`));
  return parts.flatMap((part, index) => (index ? [" ", part] : [part]));
}
