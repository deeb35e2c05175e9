// The list that slides over the phone. While it is open, the phone behind it is out of reach.

import { byId, element } from "./element.js";

/** One list at a time. `onChoice({payload, title})` gets the row that was taken. */
export class Sheet {
  constructor(onChoice) {
    this.onChoice = onChoice;
    this.sheet = byId("sheet");
    this.shade = byId("shade");
    this.opener = null;
    byId("sheet-close").addEventListener("click", () => this.close());
    this.shade.addEventListener("click", () => this.close());
    this.sheet.addEventListener("keydown", (event) => this.#key(event));
  }

  /** Show the rows of `sections` under `title`; the focus returns to `opener` afterwards. */
  open(title, sections, opener) {
    this.opener = opener;
    byId("sheet-title").textContent = title;
    byId("sheet-rows").replaceChildren(...sections.flatMap((section) => [
      section.title ? element("h3", {}, section.title) : null,
      ...section.rows.map((row) => this.#row(row)),
    ]).filter(Boolean));
    this.#visible(true);
    byId("sheet-rows").querySelector("button")?.focus();
  }

  close() {
    if (this.sheet.hidden) return;
    this.#visible(false);
    this.opener?.focus();
  }

  #row(row) {
    const take = () => {
      this.close();
      this.onChoice({ payload: row.id, title: row.title });
    };
    return element("button", { type: "button", class: "row", onclick: take },
      element("span", { class: "row-title" }, row.title),
      row.description ? element("span", { class: "row-description" }, row.description) : null);
  }

  #visible(visible) {
    this.sheet.hidden = this.shade.hidden = !visible;
    byId("screen-main").inert = visible;
  }

  #key(event) {
    const rows = [...this.sheet.querySelectorAll("button")];
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (event.key === "Escape") this.close();
    else if (step) {
      const place = rows.indexOf(document.activeElement) + step;
      rows[(place + rows.length) % rows.length].focus();
      event.preventDefault();
    }
  }
}
