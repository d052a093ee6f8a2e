// Blocks that frame others: card, carousel, container, alert; and task cards and plans.

import { h } from "../element.js";
import { picture, textObject } from "./text.js";

const LEVELS = { info: "Information", warning: "Warning", error: "Error", success: "Done", default: "Note" };

function heading(block, ctx) {
  const title = block.rich_text_title ? ctx.block(block.rich_text_title) : block.title && textObject(block.title, ctx);
  return h(
    "div",
    { class: "card-head" },
    block.icon && picture(block.icon, "tiny"),
    h("div", {}, title && h("div", { class: "card-title" }, title), block.subtitle && h("div", { class: "card-subtitle" }, textObject(block.subtitle, ctx))),
  );
}

function card(block, ctx) {
  return h(
    "div",
    { class: "card" },
    block.hero_image && picture(block.hero_image, "hero"),
    (block.title || block.subtitle || block.icon) && heading(block, ctx),
    block.body && h("div", { class: "text" }, textObject(block.body, ctx)),
    block.subtext && h("div", { class: "context" }, textObject(block.subtext, ctx)),
    block.actions?.length && h("div", { class: "actions" }, block.actions.map((action) => ctx.element(action, block))),
  );
}

function carousel(block, ctx) {
  return h("div", { class: "carousel", tabindex: "0", role: "group", "aria-label": "Cards" }, block.elements.map((inner) => card(inner, ctx)));
}

function container(block, ctx) {
  const inner = h("div", { class: "container-body" }, (block.child_blocks || []).map((child) => ctx.block(child)));
  if (!block.is_collapsible) return h("div", { class: "container" }, heading(block, ctx), inner);
  return h("details", { class: "container", open: !block.default_collapsed }, h("summary", {}, heading(block, ctx)), inner);
}

function alert(block, ctx) {
  const level = block.level in LEVELS ? block.level : "default";
  return h("div", { class: `alert ${level}`, role: "note" }, h("strong", {}, `${LEVELS[level]}: `), textObject(block.text, ctx));
}

const TASK_STATES = { pending: "To do", in_progress: "Under way", complete: "Done", error: "Failed" };

function taskCard(block, ctx) {
  return h(
    "div",
    { class: "card" },
    h("div", { class: "card-title" }, typeof block.title === "string" ? block.title : textObject(block.title, ctx)),
    h("div", { class: "card-subtitle" }, TASK_STATES[block.status] || block.status),
    block.details && ctx.block(block.details),
    block.output && ctx.block(block.output),
  );
}

function plan(block, ctx) {
  return h("div", { class: "container" }, h("div", { class: "card-title" }, block.title), (block.tasks || []).map((task) => taskCard(task, ctx)));
}

export const cardBlocks = { card, carousel, container, alert, task_card: taskCard, plan };
