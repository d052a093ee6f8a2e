// The payload of a message or view, and how near it is to Slack's limits.

import { h } from "./element.js";

const LIMITS = { message: { blocks: 50, characters: 13000 }, view: { blocks: 100, characters: 250000 } };
const TEXT = 4000; // Slack's advice for the top-level `text`

/** Size as compact JSON, which is how the sandbox itself measures. */
function characters(piece) {
  return JSON.stringify(piece).length;
}

function gauge(label, used, most) {
  const over = used > most;
  return h(
    "div",
    { class: over ? "gauge over" : "gauge" },
    h("span", {}, label),
    h("span", {}, `${used.toLocaleString("en-GB")} of ${most.toLocaleString("en-GB")}${over ? " – too much" : ""}`),
    h("progress", { value: Math.min(used, most), max: most, "aria-label": label }),
  );
}

/** Nodes that show a payload; `kind` is "message" or "view". */
export function inspection(payload, kind) {
  const json = JSON.stringify(payload, null, 2);
  const blocks = payload.blocks || [];
  const limit = LIMITS[kind];
  const copy = h("button", { type: "button" }, "Copy the JSON");
  copy.addEventListener("click", async () => {
    await navigator.clipboard.writeText(json);
    copy.textContent = "Copied";
  });
  return h(
    "div",
    { class: "inspection", "data-testid": "inspection" },
    gauge("Blocks", blocks.length, limit.blocks),
    gauge(kind === "view" ? "Characters of the view" : "Characters over all blocks", characters(kind === "view" ? payload : blocks), limit.characters),
    kind === "message" && gauge("Characters of text (advised)", (payload.text || "").length, TEXT),
    copy,
    h("pre", { class: "json", tabindex: "0", "aria-label": "Payload as JSON" }, json),
  );
}
