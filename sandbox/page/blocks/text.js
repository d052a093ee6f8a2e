// Blocks that hold text and pictures: section, header, divider, context, image; and Slack's text objects.

import { withEmoji } from "../emoji.js";
import { fragment, h } from "../element.js";
import { mrkdwn } from "../mrkdwn.js";

/** A text object (plain_text or mrkdwn) as nodes. */
export function textObject(object, ctx) {
  if (!object) return fragment();
  if (typeof object === "string") return fragment(object);
  if (object.type === "mrkdwn") return mrkdwn(object.text, ctx.names, object.verbatim);
  return fragment(plain(object));
}

/** A plain_text object as a string. */
export function plain(object) {
  if (!object) return "";
  return object.emoji === false ? object.text : withEmoji(object.text);
}

/** The picture of an image block or element, with its alternative text. */
export function picture(block, className) {
  const source = block.image_url || block.slack_file?.url || (block.slack_file?.id && `/files/${block.slack_file.id}/image`);
  return h("img", { class: className, src: source, alt: block.alt_text || "", loading: "lazy" });
}

function section(block, ctx) {
  const accessory = block.accessory && h("div", { class: "accessory" }, ctx.element(block.accessory, block));
  return h(
    "div",
    { class: "section" },
    h(
      "div",
      { class: "section-body" },
      block.text && h("div", { class: "text" }, textObject(block.text, ctx)),
      block.fields && h("div", { class: "fields" }, block.fields.map((field) => h("div", { class: "text" }, textObject(field, ctx)))),
    ),
    accessory,
  );
}

function context(block, ctx) {
  const parts = block.elements.map((element) =>
    element.type === "image" ? picture(element, "tiny") : h("span", { class: "text" }, textObject(element, ctx)),
  );
  return h("div", { class: "context" }, parts);
}

function image(block, ctx) {
  const title = block.title && h("figcaption", {}, textObject(block.title, ctx));
  return h("figure", { class: "picture" }, title, picture(block, "large"));
}

export const textBlocks = {
  section,
  context,
  image,
  header: (block) => h("h3", { class: "header" }, plain(block.text)),
  divider: () => h("hr"),
};
