// Where one writes: Enter sends, Shift+Enter begins a line; "/" offers commands, "@" people, "#" channels.

import { freshId, h, icon } from "./element.js";
import { menuButton } from "./menu.js";
import { runShortcut } from "./speaking.js";
import { state } from "./state.js";

const MOST_OFFERED = 6; // as many as stand there without scrolling

/** What may complete the word before the caret: {from, entries:[{text, shown, hint}]}. */
function completions(text, caret) {
  const before = text.slice(0, caret);
  const { commands, app, people, channels } = state.workspace;
  const command = /^\/\S*$/.exec(before);
  if (command) {
    const fits = commands.filter((one) => one.command.startsWith(command[0]));
    return { from: 0, entries: fits.map((one) => ({ text: one.command, shown: `${one.command} ${one.usage_hint || ""}`, hint: one.description })) };
  }
  const word = /(^|\s)([@#])([^@#\n]{0,40})$/.exec(before);
  if (!word) return { from: 0, entries: [] };
  const typed = word[3].toLowerCase();
  const from = caret - word[3].length - 1;
  const named =
    word[2] === "@"
      ? [{ name: app.name, hint: "App – mention it to ask" }, ...people.filter((one) => !one.deleted).map((one) => ({ name: one.name, hint: one.title }))]
      : channels.filter((one) => !one.is_im).map((one) => ({ name: one.name, hint: one.topic }));
  const fits = named.filter((one) => one.name.toLowerCase().includes(typed) && one.name.toLowerCase() !== typed);
  return { from, entries: fits.map((one) => ({ text: `${word[2]}${one.name}`, shown: `${word[2]}${one.name}`, hint: one.hint })) };
}

/** A composer; `send(text)` and `attach(files)` are asked to act, `send` may refuse by returning false. */
export function composer({ label, testid, send, attach }) {
  const listId = freshId("complete");
  let offer = { from: 0, entries: [] };
  let marked = 0;

  const list = h("ul", { id: listId, class: "completions", role: "listbox", "aria-label": "Completions", hidden: true });
  const box = h("textarea", {
    rows: 1,
    "aria-label": label,
    "aria-autocomplete": "list",
    "aria-haspopup": "listbox",
    "aria-controls": listId,
    "data-testid": testid,
    enterkeyhint: "send",
  });
  const picker = h("input", { type: "file", multiple: true, hidden: true, "aria-label": "Files to upload" });
  const clip = h("button", { type: "button", class: "quiet", "aria-label": "Attach a file", title: "Attach a file", onclick: () => picker.click() }, icon("clip"));
  const shortcuts = menuButton({
    label: "Shortcuts",
    content: icon("bolt"),
    testid: `${testid}-shortcuts`,
    choices: () =>
      state.workspace.shortcuts
        .filter((one) => one.type === "global")
        .map((one) => ({ label: one.name, hint: one.description, choose: () => runShortcut(one.callback_id) })),
  });
  const go = h("button", { type: "submit", class: "primary send", "aria-label": "Send", title: "Send (Enter)" }, icon("send"));
  const form = h("form", { class: "composer", autocomplete: "off" }, list, box, h("div", { class: "composer-tools" }, clip, picker, shortcuts, h("span", { class: "soft keys" }, "Enter sends · Shift+Enter new line"), go));

  function grow() {
    box.style.height = "auto";
    box.style.height = `${Math.min(box.scrollHeight, 180)}px`;
  }
  function close() {
    list.hidden = true;
    box.removeAttribute("aria-activedescendant");
  }
  function choose(entry) {
    const caret = box.selectionStart;
    const written = `${box.value.slice(0, offer.from)}${entry.text} `;
    box.value = written + box.value.slice(caret).replace(/^ /, "");
    box.setSelectionRange(written.length, written.length);
    close();
    box.focus();
    grow();
  }
  function mark(at) {
    marked = (at + list.children.length) % list.children.length;
    [...list.children].forEach((node, index) => node.setAttribute("aria-selected", String(index === marked)));
    list.children[marked].scrollIntoView({ block: "nearest" });
    box.setAttribute("aria-activedescendant", list.children[marked].id);
  }
  function suggest() {
    offer = completions(box.value, box.selectionStart);
    const entries = offer.entries.slice(0, MOST_OFFERED);
    if (!entries.length) return close();
    list.replaceChildren(
      ...entries.map((entry) =>
        h(
          "li",
          { id: freshId("entry"), role: "option", "aria-selected": "false", onmousedown: (event) => event.preventDefault(), onclick: () => choose(entry) },
          entry.shown,
          entry.hint && h("small", {}, entry.hint),
        ),
      ),
    );
    list.hidden = false;
    return mark(0);
  }
  async function submit() {
    const text = box.value.trim();
    if (!text) return;
    close();
    box.value = "";
    grow();
    if ((await send(text)) === false && !box.value) box.value = text;
    grow();
  }
  async function upload(files) {
    if (files.length) await attach(files);
    picker.value = "";
  }

  box.addEventListener("input", () => {
    grow();
    suggest();
  });
  box.addEventListener("blur", close);
  box.addEventListener("keydown", (event) => {
    const offering = !list.hidden;
    const whole = offering && offer.entries[marked].text === box.value.trim();
    if (offering && (event.key === "ArrowDown" || event.key === "ArrowUp")) mark(marked + (event.key === "ArrowDown" ? 1 : -1));
    else if (offering && (event.key === "Tab" || (event.key === "Enter" && !whole))) choose(offer.entries[marked]);
    else if (offering && event.key === "Escape") close();
    else if (event.key === "Enter" && !event.shiftKey && !event.isComposing) submit();
    else return;
    event.preventDefault();
    event.stopPropagation();
  });
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    submit();
    box.focus();
  });
  picker.addEventListener("change", () => upload([...picker.files]));
  form.addEventListener("dragover", (event) => event.preventDefault());
  form.addEventListener("drop", (event) => {
    event.preventDefault();
    upload([...event.dataTransfer.files]);
  });

  return {
    node: form,
    focus: () => box.focus(),
    invite: (placeholder) => box.setAttribute("placeholder", placeholder),
  };
}
