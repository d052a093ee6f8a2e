// Asking before acting: the confirm object of Block Kit, and the frame that all dialogs share.

import { freshId, h, icon } from "./element.js";
import { plain, textObject } from "./blocks/text.js";

/** A modal dialog with a title; `close()` is called for Escape, the cross and a cancel button. */
export function dialogFrame({ title, className, testid, close }) {
  const id = freshId("dialog");
  const heading = h("h2", { id }, title);
  const cross = h("button", { type: "button", class: "quiet", "aria-label": "Close", onclick: close }, icon("close"));
  const head = h("header", {}, heading, cross);
  const dialog = h("dialog", { class: className, "aria-labelledby": id, "data-testid": testid }, head);
  dialog.addEventListener("cancel", (event) => {
    event.preventDefault();
    close();
  });
  return { dialog, head, heading };
}

/** Ask what a confirm object asks. Resolves to true or false. */
export function confirmed(object, ctx) {
  return new Promise((resolve) => {
    const settle = (answer) => {
      dialog.close();
      dialog.remove();
      resolve(answer);
    };
    const { dialog } = dialogFrame({ title: plain(object.title), className: "confirm", testid: "confirm", close: () => settle(false) });
    const style = object.style === "danger" ? "danger" : "primary";
    dialog.append(
      h("div", { class: "dialog-body text" }, textObject(object.text, ctx)),
      h(
        "footer",
        {},
        h("button", { type: "button", onclick: () => settle(false) }, plain(object.deny) || "Cancel"),
        h("button", { type: "button", class: style, onclick: () => settle(true) }, plain(object.confirm) || "Yes"),
      ),
    );
    document.body.append(dialog);
    dialog.showModal();
  });
}
