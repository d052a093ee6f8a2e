// What blocks need to know of the place they stand in: whose eyes, which message or view, where presses go.

import { act } from "./api.js";
import { Form } from "./form.js";
import { notice } from "./notices.js";
import { channelName, state, userName } from "./state.js";

function names() {
  return { me: state.me, user: userName, channel: channelName };
}

/** `place` is {channel, ts} or {view_id}; `kept` the values that the fields held before a redraw. */
export function surfaceFor(place, kept) {
  const form = new Form(kept);
  const common = (block, element) => ({ user: state.me, ...place, action_id: element.action_id, block_id: block.block_id });
  return {
    names: names(),
    workspace: state.workspace,
    form,
    async press(block, element, value) {
      try {
        await act("press", { ...common(block, element), ...value, values: form.values() });
      } catch (refusal) {
        notice(refusal.message);
      }
    },
    async suggest(block, element, words) {
      const found = await act("suggest", { ...common(block, element), value: words });
      return found.option_groups || [{ options: found.options || [] }];
    },
  };
}
