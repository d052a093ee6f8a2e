// What stands in the fields of one message, modal or Home tab at this moment.

/** The fields of one surface; `kept` are values to begin with instead of the payload's own. */
export class Form {
  constructor(kept = {}) {
    this.kept = kept;
    this.fields = new Map();
  }

  /** Enter a field: `value` gives Slack's state value for it, `control` is what takes the focus. */
  enter(block, element, value, control) {
    this.fields.set(block.block_id, { ...this.fields.get(block.block_id), [element.action_id]: { block, element, value, control } });
  }

  /** What the field held before, or undefined. */
  before(block, element) {
    return this.kept[block.block_id]?.[element.action_id];
  }

  /** Slack's `state.values`. */
  values() {
    const all = [...this.fields].map(([block, fields]) => [
      block,
      Object.fromEntries(Object.entries(fields).map(([action, field]) => [action, { type: field.element.type, ...field.value() }])),
    ]);
    return Object.fromEntries(all);
  }

  /** The first field of a block, for its error message and the focus. */
  field(blockId) {
    return Object.values(this.fields.get(blockId) || {})[0];
  }
}
