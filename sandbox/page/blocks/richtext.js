// rich_text: sections, lists, quotes and preformatted text. Its text is never parsed as markup.

import { emoji } from "../emoji.js";
import { h } from "../element.js";
import { channelLink, link, mention, ping } from "../mrkdwn.js";

const STYLES = { bold: "strong", italic: "em", strike: "s", underline: "u", code: "code" };

function styled(node, style) {
  return Object.entries(STYLES).reduce((inner, [name, tag]) => (style?.[name] ? h(tag, {}, inner) : inner), node);
}

function broken(text) {
  return text.split("\n").flatMap((line, index) => (index ? [h("br"), line] : [line]));
}

function inline(element, ctx) {
  const { names } = ctx;
  const make = {
    text: () => h("span", {}, broken(element.text)),
    link: () => link(element.url, element.text),
    user: () => mention(element.user_id, names),
    channel: () => channelLink(element.channel_id, names),
    usergroup: () => h("span", { class: "ping" }, `@${element.usergroup_id}`),
    broadcast: () => ping(element.range),
    emoji: () => h("span", {}, emoji(element.name) || `:${element.name}:`),
    date: () => h("time", {}, element.fallback || new Date(element.timestamp * 1000).toLocaleString("en-GB")),
    color: () => h("span", {}, element.value),
  }[element.type];
  if (!make) return ctx.unknown("rich text element", element.type);
  return styled(make(), element.style);
}

function list(elements, ctx, first) {
  // Consecutive lists with a deeper indent stand inside the item before them.
  const top = elements[first];
  const indent = top.indent || 0;
  const node = h(top.style === "ordered" ? "ol" : "ul", { start: top.offset ? top.offset + 1 : null });
  let at = first;
  while (at < elements.length && elements[at].type === "rich_text_list" && (elements[at].indent || 0) >= indent) {
    const here = elements[at];
    if ((here.indent || 0) > indent) {
      const [inner, next] = list(elements, ctx, at);
      (node.lastElementChild || node.appendChild(h("li"))).append(inner);
      at = next;
      continue;
    }
    if (here.style !== top.style) break;
    node.append(...here.elements.map((item) => h("li", {}, item.elements.map((part) => inline(part, ctx)))));
    at += 1;
  }
  return [node, at];
}

function richText(block, ctx) {
  const out = h("div", { class: "rich-text text" });
  let at = 0;
  while (at < block.elements.length) {
    const element = block.elements[at];
    if (element.type === "rich_text_list") {
      const [node, next] = list(block.elements, ctx, at);
      out.append(node);
      at = next;
      continue;
    }
    const parts = (element.elements || []).map((part) => inline(part, ctx));
    if (element.type === "rich_text_section") out.append(h("div", {}, parts));
    else if (element.type === "rich_text_quote") out.append(h("blockquote", {}, parts));
    else if (element.type === "rich_text_preformatted") out.append(h("pre", { tabindex: "0" }, parts));
    else out.append(ctx.unknown("rich text element", element.type));
    at += 1;
  }
  return out;
}

export const richTextBlocks = { rich_text: richText };
