// Modals: the top view of the person's stack, its fields, and what the app says of them.

import { act, read } from "./api.js";
import { renderBlocks } from "./blocks/index.js";
import { fieldFault, showFieldFault } from "./blocks/inputs.js";
import { plain } from "./blocks/text.js";
import { dialogFrame } from "./confirm.js";
import { h, icon } from "./element.js";
import { announce, notice } from "./notices.js";
import { state } from "./state.js";
import { surfaceFor } from "./surface.js";

let open = null; // {view, dialog, form, key}
let turn = 0;

function takeDown() {
  open?.dialog.close();
  open?.dialog.remove();
  open = null;
}

async function dismiss(view, clear) {
  try {
    await act("close", { user: state.me, view_id: view.id, ...(clear && { clear: true }) });
  } catch (refusal) {
    notice(refusal.message);
  }
  await refreshModal();
}

function showFaults(faults) {
  const { dialog, form } = open;
  for (const id of form.fields.keys()) showFieldFault(dialog, form, id, faults[id] ?? null);
  const told = Object.entries(faults);
  const first = told.find(([id]) => form.field(id));
  form.field(first?.[0])?.control.focus();
  for (const [id, sentence] of told) if (!form.field(id)) notice(`${sentence} (no field has the block id “${id}”)`);
  announce(told.length === 1 ? "One answer needs your attention." : `${told.length} answers need your attention.`);
}

async function submit(button) {
  const { view, form } = open;
  const faults = {};
  for (const [id, fields] of form.fields) {
    if (!view.blocks.some((block) => block.type === "input" && block.block_id === id)) continue;
    for (const field of Object.values(fields)) {
      const fault = fieldFault(field);
      if (fault) faults[id] = fault;
    }
  }
  if (Object.keys(faults).length) return showFaults(faults);
  button.disabled = true;
  try {
    const answer = await act("submit", { user: state.me, view_id: view.id, values: form.values() });
    if (answer.errors) return showFaults(answer.errors);
    await refreshModal();
  } catch (refusal) {
    notice(refusal.message);
  } finally {
    button.disabled = false;
  }
  return undefined;
}

function draw(view, depth, kept) {
  const surface = surfaceFor({ view_id: view.id }, kept);
  const close = () => dismiss(view, false);
  const frame = dialogFrame({ title: plain(view.title), className: "modal", testid: "modal", close: () => dismiss(view, true) });
  if (depth > 1) frame.head.prepend(h("button", { type: "button", class: "quiet", "aria-label": "Back", onclick: close }, icon("left")));
  const send = view.submit && h("button", { type: "submit", class: "primary", "data-testid": "modal-submit" }, plain(view.submit));
  const form = h(
    "form",
    { novalidate: true, onsubmit: (event) => event.preventDefault() },
    h("div", { class: "dialog-body" }, renderBlocks(view.blocks, surface)),
    h("footer", {}, h("button", { type: "button", onclick: close }, plain(view.close) || (send ? "Cancel" : "Close")), send),
  );
  form.addEventListener("submit", () => send && submit(send));
  frame.dialog.append(form);
  return { dialog: frame.dialog, form: surface.form };
}

/** Read the person's views and show the top one. Fields that the app left alone keep what was typed. */
export async function refreshModal() {
  turn += 1;
  const mine = turn;
  const { views } = await read("views", { user: state.me });
  if (mine !== turn) return;
  const view = views.at(-1);
  const key = view && JSON.stringify([view.id, view.hash, view.blocks, views.length]);
  if (open?.key === key) return;
  const same = open && view && open.view.id === view.id;
  const kept = same ? open.form.values() : view?.state?.values;
  const focused = same && document.activeElement?.closest("[data-block]")?.dataset.block;
  const scrolled = same && open.dialog.querySelector(".dialog-body").scrollTop;
  takeDown();
  if (!view) return;
  const made = draw(view, views.length, kept);
  open = { view, key, ...made };
  document.body.append(made.dialog);
  made.dialog.showModal();
  if (same) made.dialog.querySelector(".dialog-body").scrollTop = scrolled;
  const field = made.form.field(focused) || [...made.form.fields.keys()].map((id) => made.form.field(id))[0];
  field?.control.focus();
}
