// Slack's own markup ("mrkdwn") to DOM nodes, as Slack shows it.

import { emoji } from "./emoji.js";
import { fragment, h } from "./element.js";

/** What Slack escapes, the right way round. */
export function unescape(text) {
  return text.replaceAll("&lt;", "<").replaceAll("&gt;", ">").replaceAll("&amp;", "&");
}

/** A link that may be followed; anything but http(s) and mailto stays text. */
export function link(url, label) {
  if (!/^(https?:\/\/|mailto:)/i.test(url)) return document.createTextNode(label || url);
  return h("a", { href: url, target: "_blank", rel: "noopener noreferrer" }, label || url.replace(/^mailto:/, ""));
}

/** A mention of a person; one's own is marked. */
export function mention(id, names) {
  const mine = id === names.me;
  return h("span", { class: mine ? "mention mine" : "mention", "data-user": id }, `@${names.user(id)}`);
}

export function channelLink(id, names, label) {
  return h("span", { class: "mention", "data-channel": id }, `#${label || names.channel(id)}`);
}

/** A mention that rings for many people: shown so that nobody can overlook it. */
export function ping(range) {
  return h("span", { class: "ping", "data-testid": "ping" }, `@${range}`, h("small", {}, " notifies everyone"));
}

function entity(body, names) {
  const [target, label] = body.split(/\|(.*)/s);
  const shown = label && unescape(label);
  if (target.startsWith("@")) return mention(target.slice(1), names);
  if (target.startsWith("#")) return channelLink(target.slice(1), names, shown);
  if (/^!(channel|here|everyone)$/.test(target)) return ping(target.slice(1));
  if (target.startsWith("!subteam^")) return h("span", { class: "ping" }, shown || `@${target.slice(9)}`);
  if (target.startsWith("!date^")) return document.createTextNode(shown || target);
  if (target.startsWith("!")) return document.createTextNode(shown || target);
  return link(unescape(target), shown);
}

const MARKS = { bold: "\\*", italic: "_", strike: "~" };
const TAGS = { bold: "strong", italic: "em", strike: "s" };

/** Slack formats only what stands between word boundaries, and within one line. */
function marked([name, sign]) {
  const edge = `[\\p{L}\\p{N}${sign}]`;
  return `(?<!${edge})${sign}(?=[^\\s${sign}])(?<${name}>[^\\n]*?[^\\s])${sign}(?!${edge})`;
}

const INLINE = new RegExp(
  [
    "<(?<entity>[^<>\\n]+)>",
    "`(?<code>[^`\\n]+)`",
    ...Object.entries(MARKS).map(marked),
    ":(?<emoji>[a-z0-9_+-]+):",
    "(?<url>https?://[^\\s<>|]*[^\\s<>|.,;:!?)'\"])",
    "(?<end>\\n)",
  ].join("|"),
  "gu",
);

function inline(text, names, verbatim) {
  const nodes = [];
  let at = 0;
  for (const match of text.matchAll(INLINE)) {
    const found = match.groups;
    if (match.index > at) nodes.push(unescape(text.slice(at, match.index)));
    at = match.index + match[0].length;
    const mark = Object.keys(TAGS).find((name) => found[name]);
    if (found.entity) nodes.push(entity(found.entity, names));
    else if (found.code) nodes.push(h("code", {}, unescape(found.code)));
    else if (mark) nodes.push(h(TAGS[mark], {}, inline(found[mark], names, verbatim)));
    else if (found.emoji) nodes.push(emoji(found.emoji) || match[0]);
    else if (found.url) nodes.push(verbatim ? unescape(found.url) : link(unescape(found.url)));
    else nodes.push(h("br"));
  }
  nodes.push(unescape(text.slice(at)));
  return nodes;
}

function lines(text, names, verbatim) {
  const nodes = [];
  let plain = [];
  let quoted = [];
  const close = () => {
    if (plain.length) nodes.push(inline(plain.join("\n"), names, verbatim));
    if (quoted.length) nodes.push(h("blockquote", {}, inline(quoted.join("\n"), names, verbatim)));
    plain = [];
    quoted = [];
  };
  for (const line of text.split("\n")) {
    const quote = /^(?:&gt;|>) ?(.*)$/.exec(line);
    if (quote ? plain.length : quoted.length) close();
    if (quote) quoted.push(quote[1]);
    else plain.push(line);
  }
  close();
  return nodes;
}

/** Nodes for a mrkdwn text. `names` gives user(id), channel(id) and me; `verbatim` leaves bare addresses alone. */
export function mrkdwn(text, names, verbatim = false) {
  const parts = text.split(/```\n?([\s\S]+?)\n?```/);
  return fragment(
    parts.map((part, index) => {
      if (index % 2) return h("pre", { tabindex: "0" }, unescape(part));
      const trimmed = part.replace(index ? /^\n/ : "", "").replace(index < parts.length - 1 ? /\n$/ : "", "");
      return trimmed ? lines(trimmed, names, verbatim) : null;
    }),
  );
}
