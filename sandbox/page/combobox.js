// A field in which one types to find options and chooses one or several: external and multi selects.

import { freshId, h, icon } from "./element.js";
import { plain } from "./blocks/text.js";

const PAUSE = 200; // milliseconds of quiet before the app is asked again

const same = (a, b) => a.value === b.value;

/**
 * `search(text)` gives groups [{label?, options}], at once or as a promise; `onChange(options)` hears each change.
 * Returns {node, control, chosen()}.
 */
export function combobox({ label, placeholder, several, most, initial = [], least = 0, search, onChange }) {
  const id = freshId("options");
  let chosen = [...initial];
  let shown = [];
  let marked = -1;
  let timer;
  let asked = 0;

  const list = h("div", { id, class: "options", role: "listbox", "aria-label": label || placeholder || "Options", hidden: true });
  const told = h("span", { class: "unseen", role: "status" });
  const chips = h("span", { class: "chips" });
  const control = h("input", {
    type: "text",
    role: "combobox",
    autocomplete: "off",
    "aria-autocomplete": "list",
    "aria-expanded": "false",
    "aria-controls": id,
    "aria-label": label,
    placeholder: placeholder || (several ? "Choose options" : "Choose an option"),
  });
  const frame = h("div", { class: "combobox" }, chips, control, list, told);

  function text() {
    return several ? "" : plain(chosen[0]?.text);
  }
  function close() {
    clearTimeout(timer);
    asked += 1;
    list.hidden = true;
    marked = -1;
    control.setAttribute("aria-expanded", "false");
    control.removeAttribute("aria-activedescendant");
    control.value = text();
  }
  function draw() {
    control.value = text();
    if (!several) return;
    chips.replaceChildren(
      ...chosen.map((option) =>
        h(
          "button",
          { type: "button", class: "chip", "aria-label": `Remove ${plain(option.text)}`, onclick: () => change(chosen.filter((other) => !same(other, option))) },
          plain(option.text),
          icon("close"),
        ),
      ),
    );
  }
  function change(next) {
    chosen = next;
    draw();
    onChange(chosen);
  }
  function pick(option) {
    const had = chosen.some((other) => same(other, option));
    if (!several) change([option]);
    else if (had) change(chosen.filter((other) => !same(other, option)));
    else if (!most || chosen.length < most) change([...chosen, option]);
    close();
    control.focus();
  }
  function say(words) {
    list.replaceChildren(h("div", { class: "nothing" }, words));
    told.textContent = words;
  }
  function mark(at) {
    const nodes = [...list.querySelectorAll("[role=option]")];
    if (!nodes.length) return;
    nodes[marked]?.classList.remove("marked");
    marked = (at + nodes.length) % nodes.length;
    nodes[marked].classList.add("marked");
    nodes[marked].scrollIntoView({ block: "nearest" });
    control.setAttribute("aria-activedescendant", nodes[marked].id);
  }
  async function find(words) {
    asked += 1;
    const turn = asked;
    list.hidden = false;
    marked = -1;
    control.setAttribute("aria-expanded", "true");
    if (words.length < least) return say(`Type at least ${least} letters.`);
    let groups;
    try {
      groups = await search(words);
    } catch (refusal) {
      if (turn === asked) say(refusal.message);
      return undefined;
    }
    if (turn !== asked) return undefined;
    shown = groups.flatMap((group) => group.options);
    if (!shown.length) return say("Nothing fits.");
    list.replaceChildren(
      ...groups.map((group) =>
        h(
          "div",
          { role: "group", "aria-label": group.label ? plain(group.label) : null },
          group.label && h("div", { class: "group-label", "aria-hidden": "true" }, plain(group.label)),
          group.options.map((option) =>
            h(
              "div",
              {
                id: freshId("option"),
                role: "option",
                "aria-selected": String(chosen.some((other) => same(other, option))),
                onmousedown: (event) => event.preventDefault(),
                onclick: () => pick(option),
              },
              plain(option.text),
              option.description && h("small", {}, plain(option.description)),
            ),
          ),
        ),
      ),
    );
    told.textContent = `${shown.length} ${shown.length === 1 ? "option" : "options"}.`;
    return undefined;
  }

  control.addEventListener("input", () => {
    clearTimeout(timer);
    timer = setTimeout(() => find(control.value), PAUSE);
  });
  control.addEventListener("click", () => list.hidden && find(""));
  control.addEventListener("focus", () => control.select());
  control.addEventListener("blur", close);
  control.addEventListener("keydown", (event) => {
    if (event.key === "ArrowDown" || event.key === "ArrowUp") {
      event.preventDefault();
      if (list.hidden) find("");
      else mark(marked + (event.key === "ArrowDown" ? 1 : -1));
    } else if (event.key === "Enter" && !list.hidden) {
      event.preventDefault();
      if (marked >= 0) pick(shown[marked]);
    } else if (event.key === "Escape" && !list.hidden) {
      event.preventDefault();
      event.stopPropagation();
      close();
    } else if (event.key === "Backspace" && several && !control.value && chosen.length) {
      change(chosen.slice(0, -1));
    }
  });
  draw();
  return { node: frame, control, chosen: () => chosen };
}
