// From a block's `type` to what draws it. A type that is not here is shown as an error, never passed over.

import { chartBlocks } from "../charts.js";
import { confirmed } from "../confirm.js";
import { fragment, h } from "../element.js";
import { buttonBlocks, buttonElements } from "./buttons.js";
import { cardBlocks } from "./cards.js";
import { inputBlocks, inputElements } from "./inputs.js";
import { markdownBlocks } from "./markdown.js";
import { richTextBlocks } from "./richtext.js";
import { selectElements } from "./selects.js";
import { tableBlocks } from "./tables.js";
import { textBlocks } from "./text.js";

const BLOCKS = { ...textBlocks, ...richTextBlocks, ...markdownBlocks, ...tableBlocks, ...cardBlocks, ...chartBlocks, ...buttonBlocks, ...inputBlocks };
const ELEMENTS = { ...buttonElements, ...selectElements, ...inputElements };

function unknown(what, type) {
  return h("div", { class: "unknown", role: "note", "data-testid": "unknown-block" }, `This sandbox cannot draw the ${what} “${type}”. Look at the payload.`);
}

function failed(what, type, error) {
  return h("div", { class: "unknown", role: "note" }, `The ${what} “${type}” does not have the shape that Slack documents (${error.message}).`);
}

function drawn(table, what, piece, ...rest) {
  const draw = table[piece.type];
  if (!draw) return unknown(what, piece.type);
  try {
    return draw(piece, ...rest);
  } catch (error) {
    return failed(what, piece.type, error);
  }
}

/**
 * Nodes for a list of blocks. `surface` gives `names` (user(id), channel(id), me), `workspace`, `form`,
 * `press(block, element, value)` and `suggest(block, element, words)`.
 */
export function renderBlocks(blocks, surface) {
  const ctx = {
    ...surface,
    unknown,
    block: (block) => drawn(BLOCKS, "block", block, ctx),
    element: (element, block, inner = ctx) => drawn(ELEMENTS, "element", element, block, inner),
    act: async (block, element, value) => {
      const asked = value.selected_option?.confirm || element.confirm;
      if (asked && !(await confirmed(asked, ctx))) return;
      await surface.press(block, element, value);
    },
  };
  return fragment(blocks.map((block) => h("div", { class: `block ${block.type}-block` }, ctx.block(block))));
}
