// A list of messages that is brought up to date in place: only what changed is drawn again.

import { h } from "./element.js";
import { messageItem, sentAt } from "./message.js";
import { state } from "./state.js";

const NEAR = 80; // pixels from the end within which the reader is taken to follow along
const AT_FIRST = 200; // messages drawn before the reader asks for earlier ones

function day(message) {
  return sentAt(message).toLocaleDateString("en-GB", { weekday: "long", day: "numeric", month: "long" });
}

/** Keeps `list` (an <ol> inside `scroller`) equal to the messages given to `show`. */
export class Timeline {
  constructor(list, scroller, on) {
    Object.assign(this, { list, scroller, on, drawn: new Map(), most: AT_FIRST, following: true });
    scroller.addEventListener("scroll", () => {
      this.following = scroller.scrollHeight - scroller.scrollTop - scroller.clientHeight < NEAR;
    });
    // A pane that opens beside this one, or a picture that arrives, changes where the end is.
    const watcher = new ResizeObserver(() => this.following && this.toEnd());
    watcher.observe(scroller);
    watcher.observe(list);
  }

  /** Forget what is drawn: the next `show` begins at its end. */
  clear() {
    this.drawn.clear();
    this.most = AT_FIRST;
    this.list.replaceChildren();
  }

  /** Bring the list up to date; `after` gives an item to put after a message, or null. */
  show(messages, after = () => null) {
    const last = messages.at(-1);
    const follow = this.following || !this.drawn.size || (last?.user === state.me && !this.drawn.has(last.ts));
    const next = new Map();
    const items = [];
    let shownDay = null;
    if (messages.length > this.most) items.push(this.earlier(messages, after));
    for (const message of messages.slice(-this.most)) {
      if (day(message) !== shownDay) {
        shownDay = day(message);
        items.push(this.separator(shownDay));
      }
      const key = JSON.stringify(message);
      const old = this.drawn.get(message.ts);
      const entry = old?.key === key ? old : { key, item: messageItem(message, this.on, old?.item.form.values()) };
      next.set(message.ts, entry);
      items.push(entry.item);
      const extra = after(message);
      if (extra) items.push(extra);
    }
    this.drawn = next;
    this.place(items);
    if (follow) this.toEnd();
  }

  /** Show the end, but never past the first line of a last message that is taller than the pane. */
  toEnd() {
    const { list, scroller } = this;
    const last = list.lastElementChild;
    const tall = last && last.offsetHeight > scroller.clientHeight;
    scroller.scrollTop = tall ? last.offsetTop - 8 : scroller.scrollHeight;
    this.following = true;
  }

  earlier(messages, after) {
    const more = () => {
      this.most += AT_FIRST;
      this.show(messages, after);
    };
    return h("li", { class: "day" }, h("button", { type: "button", onclick: more }, "Show earlier messages"));
  }

  separator(words) {
    const old = [...this.list.querySelectorAll(".day")].find((node) => node.textContent === words);
    return old || h("li", { class: "day" }, h("span", {}, words));
  }

  /** Put items in order without moving those that already stand right, so that focus stays. */
  place(items) {
    const wanted = new Set(items);
    for (const child of [...this.list.children]) if (!wanted.has(child)) child.remove();
    items.forEach((item, at) => {
      if (this.list.children[at] !== item) this.list.insertBefore(item, this.list.children[at] || null);
    });
  }
}
