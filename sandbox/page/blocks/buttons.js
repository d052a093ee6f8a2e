// Elements that are pressed, and the blocks that hold them: actions, context_actions.

import { h, icon } from "../element.js";
import { menuButton } from "../menu.js";
import { picture, plain } from "./text.js";

function button(element, block, ctx) {
  const props = {
    class: element.style || "",
    "aria-label": element.accessibility_label,
    "data-action": element.action_id,
    "data-testid": "block-button",
  };
  const press = () => ctx.act(block, element, { value: element.value });
  if (element.url) return h("a", { ...props, class: `button ${props.class}`, href: element.url, target: "_blank", rel: "noopener noreferrer", onclick: press }, plain(element.text));
  return h("button", { ...props, type: "button", onclick: press }, plain(element.text));
}

function overflow(element, block, ctx) {
  return menuButton({
    label: "More choices",
    content: icon("more"),
    className: "",
    testid: "overflow",
    choices: element.options.map((option) => ({
      label: plain(option.text),
      hint: option.description && plain(option.description),
      choose: () => {
        if (option.url) window.open(option.url, "_blank", "noopener");
        ctx.act(block, element, { selected_option: option });
      },
    })),
  });
}

function feedback(element, block, ctx) {
  const one = (choice, name) =>
    h(
      "button",
      { type: "button", class: "quiet", "aria-label": choice.accessibility_label, onclick: () => ctx.act(block, element, { value: choice.value }) },
      icon(name),
      plain(choice.text),
    );
  return h("span", { class: "feedback" }, one(element.positive_button, "up"), one(element.negative_button, "down"));
}

function iconButton(element, block, ctx) {
  const press = () => ctx.act(block, element, { value: element.value });
  return h("button", { type: "button", class: "quiet", "aria-label": element.accessibility_label, onclick: press }, icon(element.icon === "trash" ? "trash" : "more"), plain(element.text));
}

function actions(block, ctx) {
  return h("div", { class: "actions" }, block.elements.map((element) => ctx.element(element, block)));
}

export const buttonBlocks = { actions, context_actions: actions };

export const buttonElements = {
  button,
  workflow_button: button,
  overflow,
  feedback_buttons: feedback,
  icon_button: iconButton,
  image: (element) => picture(element, "thumb"),
};
