// The input block, and the elements that one types or picks a date in.

import { freshId, h } from "../element.js";
import { plain, textObject } from "./text.js";

/** An element that is one HTML control; `kind` gives its attributes, `at` the key of its state value. */
function typed(kind, at = "value") {
  return (element, block, ctx) => {
    const before = ctx.form.before(block, element);
    const initial = (before ? before[at] : element[at === "value" ? "initial_value" : at.replace("selected", "initial")]) ?? "";
    const common = {
      placeholder: plain(element.placeholder) || null,
      maxlength: element.max_length,
      min: element.min_value,
      max: element.max_value,
      "aria-label": ctx.labelled ? null : plain(element.placeholder) || kind.label || "Text",
    };
    const control = element.multiline
      ? h("textarea", { ...common, rows: 4 }, String(initial))
      : h("input", { ...common, ...kind, label: null, autocomplete: "off", value: String(initial) });
    const value = () => ({ [at]: control.value === "" ? null : control.value });
    ctx.form.enter(block, element, value, control);
    const whens = element.dispatch_action_config?.trigger_actions_on || ["on_enter_pressed"];
    if (at !== "value") control.addEventListener("change", () => ctx.act(block, element, value()));
    else if (block.dispatch_action && whens.includes("on_character_entered")) control.addEventListener("input", () => ctx.act(block, element, value()));
    else if (block.dispatch_action) {
      control.addEventListener("keydown", (event) => {
        if (event.key !== "Enter") return;
        event.preventDefault();
        ctx.act(block, element, value());
      });
    }
    return control;
  };
}

function dateTime(element, block, ctx) {
  const before = ctx.form.before(block, element);
  const initial = before ? before.selected_date_time : element.initial_date_time;
  const shown = initial ? new Date(initial * 1000 - new Date().getTimezoneOffset() * 60000).toISOString().slice(0, 16) : "";
  const control = h("input", { type: "datetime-local", value: shown, "aria-label": ctx.labelled ? null : "Date and time" });
  const value = () => ({ selected_date_time: control.value ? new Date(control.value).getTime() / 1000 : null });
  ctx.form.enter(block, element, value, control);
  control.addEventListener("change", () => ctx.act(block, element, value()));
  return control;
}

/** What is wrong with one field before it is sent, as Slack's own form says it; null when nothing is. */
export function fieldFault({ block, element, value }) {
  const held = Object.values(value())[0];
  const empty = held === null || held === undefined || held === "" || (Array.isArray(held) && !held.length);
  if (empty) return block.optional ? null : "Please complete this required field.";
  if (element.min_length && held.length < element.min_length) return `Please write at least ${element.min_length} characters.`;
  if (element.max_length && held.length > element.max_length) return `Please write at most ${element.max_length} characters.`;
  if (element.type !== "number_input") return null;
  if (!(element.is_decimal_allowed ? /^-?\d+(\.\d+)?$/ : /^-?\d+$/).test(held)) return element.is_decimal_allowed ? "Please write a number." : "Please write a whole number.";
  if (element.min_value && Number(held) < Number(element.min_value)) return `Please write ${element.min_value} or more.`;
  if (element.max_value && Number(held) > Number(element.max_value)) return `Please write ${element.max_value} or less.`;
  return null;
}

function input(block, ctx) {
  const id = freshId("field");
  const label = h("label", { id: `${id}-label`, for: id }, plain(block.label), block.optional && h("span", { class: "soft" }, " (optional)"));
  const hint = block.hint && h("div", { class: "hint", id: `${id}-hint` }, textObject(block.hint, ctx));
  const error = h("div", { class: "field-error", id: `${id}-error`, hidden: true });
  const inner = { ...ctx, labelled: `${id}-label`, act: block.dispatch_action ? ctx.act : () => {} };
  const node = inner.element(block.element, block, inner);
  const control = ctx.form.field(block.block_id)?.control;
  if (control) {
    if (!["radio", "checkbox"].includes(control.type)) control.id = id;
    const spoken = [hint && hint.id, control.getAttribute("aria-describedby")].filter(Boolean).join(" ");
    if (spoken) control.setAttribute("aria-describedby", spoken);
    if (!block.optional) control.setAttribute("aria-required", "true");
    if (["radio", "checkbox"].includes(control.type)) control.removeAttribute("aria-required");
  }
  return h("div", { class: "input", "data-block": block.block_id, "data-testid": "input" }, label, node, hint, error);
}

/** Show what is wrong with a block's field, or take it away with null. */
export function showFieldFault(root, form, blockId, sentence) {
  const frame = [...root.querySelectorAll("[data-block]")].find((node) => node.dataset.block === blockId);
  const error = frame?.querySelector(".field-error");
  const control = form.field(blockId)?.control;
  if (!error || !control) return false;
  error.hidden = sentence === null;
  error.textContent = sentence ?? "";
  const others = (control.getAttribute("aria-describedby") || "").split(" ").filter((id) => id && id !== error.id);
  const described = sentence === null ? others : [error.id, ...others];
  if (described.length) control.setAttribute("aria-describedby", described.join(" "));
  else control.removeAttribute("aria-describedby");
  if (sentence === null) control.removeAttribute("aria-invalid");
  else control.setAttribute("aria-invalid", "true");
  return true;
}

export const inputBlocks = { input };

export const inputElements = {
  plain_text_input: typed({ type: "text", label: "Text" }),
  number_input: typed({ type: "text", inputmode: "decimal", label: "Number" }),
  email_text_input: typed({ type: "email", label: "E-mail address" }),
  url_text_input: typed({ type: "url", label: "Web address" }),
  datepicker: typed({ type: "date", label: "Date" }, "selected_date"),
  timepicker: typed({ type: "time", label: "Time" }, "selected_time"),
  datetimepicker: dateTime,
};
