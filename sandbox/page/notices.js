// Two voices of the page itself: notices that one sees, and words for screen readers only.

import { h, icon } from "./element.js";

const STAYS = 12000; // milliseconds

/** Show a sentence until it is dismissed, or for twelve seconds. */
export function notice(sentence) {
  const node = h("div", { class: "notice", "data-testid": "notice" }, h("span", {}, sentence));
  node.append(h("button", { type: "button", class: "quiet", "aria-label": "Dismiss", onclick: () => node.remove() }, icon("close")));
  document.getElementById("notices").append(node);
  setTimeout(() => node.remove(), STAYS);
}

/** Have a screen reader say something when it is next idle. */
export function announce(words) {
  document.getElementById("announcer").append(h("p", {}, words));
  const said = document.getElementById("announcer").children;
  while (said.length > 5) said[0].remove();
}
