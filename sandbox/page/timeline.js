// A list of messages that is brought up to date in place: only what changed is drawn again.

import { h } from "./element.js";
import { messageItem, sentAt } from "./message.js";
import { isBot, state } from "./state.js";

const NEAR = 80; // pixels from the end within which the reader is taken to follow along
const AT_FIRST = 200; // messages drawn before the reader asks for earlier ones

function day(message) {
  return sentAt(message).toLocaleDateString("en-GB", { weekday: "long", day: "numeric", month: "long" });
}

/** Keeps `list` (an <ol> inside `scroller`) equal to the messages given to `show`. */
export class Timeline {
  constructor(list, scroller, on) {
    Object.assign(this, { list, scroller, on, drawn: new Map(), most: AT_FIRST, following: true, tall: null, top: 0, size: "" });
    scroller.addEventListener("scroll", () => {
      // A pane that opens beside this one, or a picture that arrives, moves the end away: nobody has scrolled.
      if (this.following && (this.size !== this.measure() || Math.abs(scroller.scrollTop - this.top) < 2)) return;
      this.following = scroller.scrollHeight - scroller.scrollTop - scroller.clientHeight < NEAR;
      if (this.following) this.tall = null;
    });
    const watcher = new ResizeObserver(() => this.following && this.stay());
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
    const shown = messages.slice(-this.most);
    const pressed = this.list.contains(document.activeElement);
    // Whoever has just spoken here, or pressed a button here, waits for what comes of it, also where both come at once.
    const awaited = shown.some(({ ts, user }) => !this.drawn.has(ts) && (user === state.me || (pressed && isBot(user))));
    const follow = (this.following && !this.tall) || !this.drawn.size || awaited;
    const next = new Map();
    const items = [];
    let shownDay = null;
    if (messages.length > this.most) items.push(this.earlier(messages, after));
    for (const message of shown) {
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
    const last = this.list.lastElementChild;
    this.tall = last && last.offsetHeight > this.scroller.clientHeight ? last : null;
    this.stay();
  }

  /** Keep showing what `toEnd` chose, wherever it is by now. */
  stay() {
    const { scroller, tall } = this;
    scroller.scrollTop = tall?.isConnected ? tall.offsetTop - 8 : scroller.scrollHeight;
    this.top = scroller.scrollTop;
    this.size = this.measure();
    this.following = true;
  }

  measure() {
    const { clientWidth, clientHeight, scrollHeight } = this.scroller;
    return `${clientWidth} ${clientHeight} ${scrollHeight}`;
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
