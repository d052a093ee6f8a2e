// One message as it stands in a channel or thread.

import { renderBlocks } from "./blocks/index.js";
import { emoji } from "./emoji.js";
import { h, icon } from "./element.js";
import { menuButton } from "./menu.js";
import { mrkdwn, unescape } from "./mrkdwn.js";
import { runShortcut } from "./speaking.js";
import { isBot, state, userName } from "./state.js";
import { surfaceFor } from "./surface.js";

const TONES = 6;

/** When a message was sent, as a date. */
export function sentAt(message) {
  return new Date(Number(message.ts) * 1000);
}

/** A person's picture: initials on one of a few colours; the app has its own sign. */
export function avatar(id) {
  if (isBot(id)) return h("span", { class: "avatar app", "aria-hidden": "true" }, icon("lens"));
  const tone = [...String(id)].reduce((sum, letter) => sum + letter.charCodeAt(0), 0) % TONES;
  const words = userName(id).replace(/[^\p{L}\p{N} ]/gu, " ").split(/\s+/).filter(Boolean);
  return h("span", { class: `avatar tone${tone}`, "aria-hidden": "true" }, words.slice(0, 2).map((word) => word[0].toUpperCase()).join(""));
}

/** The `text` of a message in plain words: what a screen reader says of it. */
export function spokenText(message) {
  const said = unescape(
    (message.text || "")
      .replace(/<@([^>|]+)(\|[^>]*)?>/g, (_, id) => `@${userName(id)}`)
      .replace(/<(?:#|!subteam\^)[^>|]*\|([^>]*)>/g, "#$1")
      .replace(/<!(channel|here|everyone)>/g, "@$1")
      .replace(/<[^>|]*\|([^>]*)>/g, "$1")
      .replace(/<([^>]*)>/g, "$1"),
  );
  if (said) return said;
  return message.files?.length ? `File: ${message.files.map((file) => file.title || file.name).join(", ")}` : "";
}

function attachments(files) {
  return h(
    "ul",
    { class: "files" },
    files.map((file) => {
      const shown = (file.mimetype || "").startsWith("image/") && h("img", { src: file.url_private, alt: file.alt_txt || file.title || file.name, loading: "lazy" });
      const size = `${Math.max(1, Math.round(file.size / 1024)).toLocaleString("en-GB")} kB`;
      return h("li", {}, shown, h("a", { href: file.url_private, download: file.name }, icon("file"), `${file.title || file.name} `, h("small", {}, size)));
    }),
  );
}

function tools(message, on) {
  const reply = !message.is_ephemeral && on.reply;
  const choices = () => [
    ...(reply ? [{ label: "Reply in thread", choose: () => reply(message) }] : []),
    ...(message.is_ephemeral ? [] : state.workspace.shortcuts)
      .filter((shortcut) => shortcut.type === "message")
      .map((shortcut) => ({ label: shortcut.name, hint: state.workspace.app.name, choose: () => runShortcut(shortcut.callback_id, { channel: message.channel, ts: message.ts }) })),
    { label: "Inspect the payload", hint: "JSON and limits", choose: () => on.inspect(message) },
  ];
  return h(
    "div",
    { class: "message-tools" },
    reply &&
      h("button", { type: "button", class: "quiet", "aria-label": `Reply in thread to ${userName(message.user)}`, title: "Reply in thread", "data-testid": "reply", onclick: () => reply(message) }, icon("thread")),
    menuButton({ label: `More actions for this message by ${userName(message.user)}`, content: icon("more"), choices, testid: "message-menu" }),
  );
}

function replies(message, on) {
  if (!on.reply || !message.reply_count) return null;
  const count = message.reply_count === 1 ? "1 reply" : `${message.reply_count} replies`;
  return h(
    "button",
    { type: "button", class: "replies", "data-testid": "replies", onclick: () => on.reply(message) },
    [...new Set(message.reply_users || [])].slice(0, 4).map(avatar),
    h("span", {}, count),
  );
}

/**
 * A list item for a message. `on.reply(message)` opens its thread (absent inside a thread),
 * `on.inspect(message)` shows its payload; `kept` are field values from before a redraw.
 */
export function messageItem(message, on, kept) {
  const surface = surfaceFor({ channel: message.channel, ts: message.ts }, kept);
  const when = sentAt(message);
  const author = userName(message.user || message.bot_id);
  const spoken = spokenText(message);
  const body = message.blocks?.length ? renderBlocks(message.blocks, surface) : h("div", { class: "text" }, mrkdwn(message.text || "", surface.names));
  const item = h(
    "li",
    { class: message.is_ephemeral ? "message ephemeral" : "message", "data-testid": "message", "data-ts": message.ts, "data-author": isBot(message.user) ? "app" : "person" },
    message.is_ephemeral && h("p", { class: "only-you", "data-testid": "only-you" }, icon("eye"), "Only visible to you"),
    avatar(message.user),
    h(
      "div",
      { class: "message-main" },
      h(
        "p",
        { class: "message-head" },
        h("strong", { class: "author" }, author),
        isBot(message.user) && h("span", { class: "app-tag" }, "APP"),
        h("time", { datetime: when.toISOString(), title: when.toLocaleString("en-GB") }, when.toLocaleTimeString("en-GB", { hour: "2-digit", minute: "2-digit" })),
        message.edited && h("span", { class: "soft" }, "(edited)"),
        message.subtype === "thread_broadcast" && h("span", { class: "soft" }, "replied to a thread"),
      ),
      h(
        "div",
        { class: "spoken", "data-testid": "spoken" },
        h("strong", {}, icon("speaker"), "A screen reader hears: "),
        spoken || h("em", {}, "nothing – this message has blocks but no text."),
      ),
      h("div", { class: "message-body" }, body),
      message.files?.length ? attachments(message.files) : null,
      message.reactions?.length
        ? h("p", { class: "reactions" }, message.reactions.map((one) => h("span", { class: "reaction" }, `${emoji(one.name) || `:${one.name}:`} ${one.count}`)))
        : null,
      replies(message, on),
    ),
    tools(message, on),
  );
  item.form = surface.form;
  return item;
}
