// The app's Home tab, as the app last published it for this person.

import { read } from "./api.js";
import { renderBlocks } from "./blocks/index.js";
import { h, icon } from "./element.js";
import { state } from "./state.js";
import { surfaceFor } from "./surface.js";

let shown = null; // {key, form}

/** Read the Home view and draw it into `root`; `inspect(view)` shows its payload. */
export async function drawHome(root, inspect) {
  const { view } = await read("home", { user: state.me });
  const key = JSON.stringify([state.me, view]);
  if (shown?.key === key && root.childElementCount) return;
  if (!view) {
    shown = null;
    root.replaceChildren(h("p", { class: "soft padded" }, `${state.workspace.app.name} has not made a Home tab for this person.`));
    return;
  }
  const surface = surfaceFor({ view_id: view.id }, shown?.form.values());
  root.replaceChildren(
    h("div", { class: "home-body" }, renderBlocks(view.blocks || [], surface)),
    h("p", { class: "padded" }, h("button", { type: "button", class: "quiet soft", onclick: () => inspect(view) }, icon("tools"), "Inspect the payload")),
  );
  shown = { key, form: surface.form };
}
