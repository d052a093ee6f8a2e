// The markdown block: standard Markdown, as far as Slack takes it (no raw HTML, no pictures).

import { withEmoji } from "../emoji.js";
import { h } from "../element.js";
import { link } from "../mrkdwn.js";

const INLINE =
  /\\(?<plain>[\\`*_{}[\]()#+\-.!~|>])|`(?<code>[^`\n]+)`|\*\*(?<bold>[^\n]+?)\*\*|__(?<bold2>[^\n]+?)__|~~(?<strike>[^\n]+?)~~|(?<![\p{L}\p{N}*])\*(?<italic>[^*\s](?:[^*\n]*[^*\s])?)\*|(?<![\p{L}\p{N}_])_(?<italic2>[^_\s](?:[^_\n]*[^_\s])?)_(?![\p{L}\p{N}])|!?\[(?<label>[^\]\n]*)\]\((?<url>[^)\s]+)\)|(?<bare>https?:\/\/[^\s<>|]*[^\s<>|.,;:!?)])/gu;

function inline(text) {
  const nodes = [];
  let at = 0;
  for (const match of text.matchAll(INLINE)) {
    const found = match.groups;
    nodes.push(withEmoji(text.slice(at, match.index)));
    at = match.index + match[0].length;
    const bold = found.bold || found.bold2;
    const italic = found.italic || found.italic2;
    if (found.plain) nodes.push(found.plain);
    else if (found.code) nodes.push(h("code", {}, found.code));
    else if (bold) nodes.push(h("strong", {}, inline(bold)));
    else if (found.strike) nodes.push(h("s", {}, inline(found.strike)));
    else if (italic) nodes.push(h("em", {}, inline(italic)));
    else nodes.push(link(found.url || found.bare, found.label));
  }
  nodes.push(withEmoji(text.slice(at)));
  return nodes;
}

function cells(line) {
  return line.trim().replace(/^\||\|$/g, "").split("|").map((cell) => cell.trim());
}

function table(rows) {
  const [head, , ...body] = rows.map(cells);
  return h(
    "div",
    { class: "table-frame", tabindex: "0", role: "group", "aria-label": "Table" },
    h(
      "table",
      {},
      h("thead", {}, h("tr", {}, head.map((cell) => h("th", { scope: "col" }, inline(cell))))),
      h("tbody", {}, body.map((row) => h("tr", {}, row.map((cell) => h("td", {}, inline(cell)))))),
    ),
  );
}

const NEVER = /(?!)/;

// Each kind of paragraph: the lines that belong to it, and what becomes of them.
const KINDS = [
  { begins: /^```/, goesOn: null, make: (rows) => h("pre", { tabindex: "0" }, rows.slice(1).join("\n")) },
  { begins: /^#{1,6} /, goesOn: NEVER, make: ([row]) => h("h3", { class: "header" }, inline(row.replace(/^#+ /, ""))) },
  { begins: /^(-{3,}|\*{3,})$/, goesOn: NEVER, make: () => h("hr") },
  { begins: /^> ?/, goesOn: /^> ?/, make: (rows) => h("blockquote", {}, broken(rows.map((row) => row.replace(/^> ?/, "")))) },
  { begins: /^\s*[-*+] /, goesOn: /^\s*[-*+] /, make: (rows) => h("ul", {}, items(rows)) },
  { begins: /^\s*\d+[.)] /, goesOn: /^\s*\d+[.)] /, make: (rows) => h("ol", { start: parseInt(rows[0], 10) }, items(rows)) },
];

function items(rows) {
  return rows.map((row) => h("li", {}, inline(row.replace(/^\s*([-*+]|\d+[.)]) /, ""))));
}

function broken(rows) {
  return rows.flatMap((row, index) => (index ? [h("br"), inline(row)] : [inline(row)]));
}

function markdown(block) {
  const out = h("div", { class: "markdown text" });
  const rows = block.text.split("\n");
  let at = 0;
  while (at < rows.length) {
    const first = at;
    const kind = KINDS.find(({ begins }) => begins.test(rows[at]));
    if (!rows[at].trim()) {
      at += 1;
    } else if (kind && kind.goesOn === null) {
      at += 1;
      while (at < rows.length && !/^```/.test(rows[at])) at += 1;
      out.append(kind.make(rows.slice(first, at)));
      at += 1;
    } else if (kind) {
      at += 1;
      while (at < rows.length && kind.goesOn.test(rows[at])) at += 1;
      out.append(kind.make(rows.slice(first, at)));
    } else if (rows[at].includes("|") && /^[\s|:-]+$/.test(rows[at + 1] || "") && rows[at + 1].includes("-")) {
      while (at < rows.length && rows[at].includes("|")) at += 1;
      out.append(table(rows.slice(first, at)));
    } else {
      while (at < rows.length && rows[at].trim() && !KINDS.some(({ begins }) => begins.test(rows[at]))) at += 1;
      out.append(h("p", {}, broken(rows.slice(first, at))));
    }
  }
  return out;
}

export const markdownBlocks = { markdown };
