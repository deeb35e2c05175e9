// Builds elements. Whatever people or files say goes in as text nodes, never as markup.
//
//   element("p", { class: "note", hidden: false }, "Bonjour ", element("b", {}, "Awa"))

/** Return an element with attributes, `on…` listeners, and children (nodes or texts). */
export function element(tag, attributes = {}, ...children) {
  const made = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) {
    if (name.startsWith("on")) made.addEventListener(name.slice(2), value);
    else if (value === true) made.setAttribute(name, "");
    else if (value !== false && value !== null && value !== undefined) made.setAttribute(name, value);
  }
  made.append(...children.flat().filter((child) => child !== null && child !== undefined));
  return made;
}

/** Return the element of that id. */
export const byId = (id) => document.getElementById(id);
