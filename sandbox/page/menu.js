// A button that opens a menu: overflow elements, what can be done with a message.

import { freshId, h } from "./element.js";

let closeOpen = null;

/**
 * `choices` are {label, hint?, danger?, choose()}, or a function that gives them when the menu opens.
 * `label` names the menu, and the button unless `name` is null because its `content` has words.
 * Arrow keys, Home, End and Escape work as in a desktop menu.
 */
export function menuButton({ label, name = label, content, className = "quiet", choices, testid }) {
  const id = freshId("menu");
  const list = h("div", { id, class: "menu", role: "menu", "aria-label": label, hidden: true });
  const button = h(
    "button",
    { type: "button", class: className, "aria-haspopup": "menu", "aria-expanded": "false", "aria-controls": id, "aria-label": name, title: label, "data-testid": testid },
    content,
  );

  function close(refocus) {
    if (list.hidden) return;
    list.hidden = true;
    closeOpen = null;
    button.setAttribute("aria-expanded", "false");
    document.removeEventListener("pointerdown", outside);
    if (refocus) button.focus();
  }
  function outside(event) {
    if (!list.contains(event.target) && !button.contains(event.target)) close(false);
  }
  function open() {
    closeOpen?.();
    const given = typeof choices === "function" ? choices() : choices;
    list.replaceChildren(
      ...(given.length ? given : [{ label: "None", choose: () => {} }]).map(({ label: text, hint, danger, choose }) => {
        const pick = () => {
          close(true);
          choose();
        };
        return h("button", { type: "button", role: "menuitem", tabindex: "-1", class: danger ? "danger" : "", onclick: pick }, text, hint && h("small", {}, hint));
      }),
    );
    list.hidden = false;
    const place = button.getBoundingClientRect();
    list.classList.toggle("upward", place.bottom > window.innerHeight - 220);
    list.classList.toggle("rightward", place.right < 240);
    button.setAttribute("aria-expanded", "true");
    document.addEventListener("pointerdown", outside);
    closeOpen = () => close(false);
    list.firstElementChild?.focus();
  }

  button.addEventListener("click", () => (list.hidden ? open() : close(true)));
  list.addEventListener("keydown", (event) => {
    const items = [...list.children];
    const at = items.indexOf(document.activeElement);
    const next = { ArrowDown: at + 1, ArrowUp: at - 1 + items.length, Home: 0, End: items.length - 1 }[event.key];
    if (next !== undefined) items[next % items.length].focus();
    else if (event.key === "Escape") close(true);
    else if (event.key === "Tab") return close(false);
    else return undefined;
    event.preventDefault();
    return event.stopPropagation();
  });
  return h("div", { class: "menu-frame" }, button, list);
}
