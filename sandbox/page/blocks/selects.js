// Elements to choose with: selects of every source, radio buttons, checkboxes.

import { combobox } from "../combobox.js";
import { freshId, h } from "../element.js";
import { plain, textObject } from "./text.js";

const asOption = (value, text) => ({ text: { type: "plain_text", text, emoji: false }, value });

function groupsOf(element) {
  return element.option_groups || [{ options: element.options || [] }];
}

function filtered(groups, words) {
  const wanted = words.trim().toLowerCase();
  const fits = (option) => plain(option.text).toLowerCase().includes(wanted);
  return groups.map((group) => ({ ...group, options: group.options.filter(fits) })).filter((group) => group.options.length);
}

/** One choice from a list that is at hand: the browser's own select. */
function nativeSelect(element, block, ctx, groups, initial, asValue) {
  const options = groups.flatMap((group) => group.options);
  const entry = (option) => h("option", { value: option.value, selected: option.value === initial }, plain(option.text));
  const control = h(
    "select",
    { "aria-label": ctx.labelled ? null : plain(element.placeholder) || "Choose an option" },
    h("option", { value: "" }, plain(element.placeholder) || "Choose an option"),
    groups.map((group) => (group.label ? h("optgroup", { label: plain(group.label) }, group.options.map(entry)) : group.options.map(entry))),
  );
  const value = () => asValue(options.find((option) => option.value === control.value) || null);
  ctx.form.enter(block, element, value, control);
  control.addEventListener("change", () => control.value && ctx.act(block, element, value()));
  return control;
}

function search(element, block, ctx, { groups, several, initial, asValue }) {
  const box = combobox({
    label: ctx.labelled ? null : plain(element.placeholder) || "Choose",
    placeholder: plain(element.placeholder),
    several,
    most: element.max_selected_items,
    least: groups ? 0 : (element.min_query_length ?? 0),
    initial,
    search: (words) => (groups ? filtered(groups, words) : ctx.suggest(block, element, words)),
    onChange: (chosen) => ctx.act(block, element, asValue(chosen)),
  });
  ctx.form.enter(block, element, () => asValue(box.chosen()), box.control);
  return box.node;
}

/** A select by where its options come from: `at` names the key of its state value. */
function oneOf(source, at) {
  return (element, block, ctx) => {
    const before = ctx.form.before(block, element);
    if (at === "selected_option") {
      const initial = before ? before.selected_option : element.initial_option;
      const asValue = (option) => ({ selected_option: option });
      if (source) return nativeSelect(element, block, ctx, source(element, ctx), initial?.value, asValue);
      return search(element, block, ctx, { groups: null, several: false, initial: initial ? [initial] : [], asValue: ([option]) => asValue(option || null) });
    }
    const initial = before ? before[at] : element[at.replace("selected", "initial")];
    return nativeSelect(element, block, ctx, source(element, ctx), initial, (option) => ({ [at]: option?.value ?? null }));
  };
}

function manyOf(source, at) {
  return (element, block, ctx) => {
    const before = ctx.form.before(block, element);
    const groups = source && source(element, ctx);
    const given = (before ? before[at] : element[at.replace("selected", "initial")]) || [];
    if (at === "selected_options") {
      return search(element, block, ctx, { groups, several: true, initial: given, asValue: (chosen) => ({ selected_options: chosen }) });
    }
    const initial = groups.flatMap((group) => group.options).filter((option) => given.includes(option.value));
    return search(element, block, ctx, { groups, several: true, initial, asValue: (chosen) => ({ [at]: chosen.map((option) => option.value) }) });
  };
}

const people = (_, ctx) => [{ options: ctx.workspace.people.filter((one) => !one.deleted).map((one) => asOption(one.id, one.name)) }];
const channels = (_, ctx) => [{ options: ctx.workspace.channels.filter((one) => !one.is_im).map((one) => asOption(one.id, `#${one.name}`)) }];

/** Radio buttons and checkboxes. */
function ticked(kind, several) {
  return (element, block, ctx) => {
    const before = ctx.form.before(block, element);
    const initial = several
      ? (before ? before.selected_options : element.initial_options) || []
      : [before ? before.selected_option : element.initial_option].filter(Boolean);
    const name = freshId(kind);
    const inputs = element.options.map((option) => {
      const selected = initial.some((other) => other.value === option.value);
      return h("input", { type: kind, name, value: option.value, checked: selected, "aria-describedby": option.description ? `${name}-${option.value}` : null });
    });
    const value = () => {
      const chosen = element.options.filter((_, at) => inputs[at].checked);
      return several ? { selected_options: chosen } : { selected_option: chosen[0] || null };
    };
    ctx.form.enter(block, element, value, inputs[0]);
    return h(
      "div",
      { class: "ticks", role: several ? "group" : "radiogroup", "aria-labelledby": ctx.labelled, "aria-label": ctx.labelled ? null : "Options", onchange: () => ctx.act(block, element, value()) },
      element.options.map((option, at) =>
        h(
          "label",
          { class: "tick" },
          inputs[at],
          h("span", {}, textObject(option.text, ctx), option.description && h("small", { id: `${name}-${option.value}` }, textObject(option.description, ctx))),
        ),
      ),
    );
  };
}

export const selectElements = {
  static_select: oneOf(groupsOf, "selected_option"),
  external_select: oneOf(null, "selected_option"),
  users_select: oneOf(people, "selected_user"),
  channels_select: oneOf(channels, "selected_channel"),
  conversations_select: oneOf(channels, "selected_conversation"),
  multi_static_select: manyOf(groupsOf, "selected_options"),
  multi_external_select: manyOf(null, "selected_options"),
  multi_users_select: manyOf(people, "selected_users"),
  multi_channels_select: manyOf(channels, "selected_channels"),
  multi_conversations_select: manyOf(channels, "selected_conversations"),
  radio_buttons: ticked("radio", false),
  checkboxes: ticked("checkbox", true),
};
