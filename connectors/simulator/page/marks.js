// WhatsApp's marks drawn as elements: *gras*, _italique_, ~barré~, `code`, addresses, bullets.
//
//   paragraph.append(...marked("Messe à *10 h* : https://example.org"))

import { element } from "./element.js";

const EDGE = "(?<![\\p{L}\\p{N}])";
const AFTER = "(?![\\p{L}\\p{N}])";
const pair = (mark) => `${EDGE}${mark}(?=\\S)([^${mark}\\n]*[^\\s${mark}])${mark}${AFTER}`;

// One expression, so that the leftmost mark wins. Groups: block, code, address, bold, italic, strike.
const SPAN = new RegExp(
  "```([\\s\\S]+?)```|`([^`\\n]+)`" +
    "|(https?:\\/\\/[^\\s<>\"]*[^\\s<>\".,;:!?)\\]}'’*_~])" +
    `|${pair("\\*")}|${pair("_")}|${pair("~")}`,
  "gu",
);
const BULLET = /^[-*] (?=\S)/gmu;

/** Return the nodes that draw `text`. */
export function marked(text) {
  return spans(text.replace(BULLET, "• "));
}

function spans(text) {
  const nodes = [];
  let end = 0;
  for (const found of text.matchAll(SPAN)) {
    if (found.index > end) nodes.push(document.createTextNode(text.slice(end, found.index)));
    nodes.push(drawn(found));
    end = found.index + found[0].length;
  }
  if (end < text.length) nodes.push(document.createTextNode(text.slice(end)));
  return nodes;
}

function drawn([, block, code, address, bold, italic, strike]) {
  if (block !== undefined || code !== undefined) return element("code", {}, block ?? code);
  if (address !== undefined) {
    return element("a", { href: address, target: "_blank", rel: "noopener noreferrer" }, address);
  }
  if (bold !== undefined) return element("strong", {}, spans(bold));
  if (italic !== undefined) return element("em", {}, spans(italic));
  return element("s", {}, spans(strike));
}
