// The side pane: a thread, or over it the payload of a message or view.

import { read } from "./api.js";
import { composer } from "./composer.js";
import { h, icon } from "./element.js";
import { inspection } from "./inspector.js";
import { speak, upload } from "./speaking.js";
import { channelById, channelName, keepSeen, state } from "./state.js";
import { Timeline } from "./timeline.js";

/** `on` has closed() for a closed thread and changed() for a pane that opened or shut. */
export function sidePane(root, on) {
  const title = h("h2", { tabindex: "-1", "data-testid": "side-title" });
  const place = h("p", { class: "soft topic" });
  const list = h("ol", { class: "messages", "aria-label": "Thread", "data-testid": "thread-messages" });
  const status = h("p", { class: "status", role: "status" });
  const scroller = h("div", { class: "scroller", tabindex: "0", role: "region", "aria-label": "Messages of the thread" }, list);
  const inspector = h("div", { class: "scroller", tabindex: "0", role: "region", "aria-label": "Payload", hidden: true });
  const timeline = new Timeline(list, scroller, { inspect: (message) => inspect(message, "message") });
  const writer = composer({
    label: "Reply in thread",
    testid: "thread-composer",
    send: (text) => speak(text, state.place.channel, state.place.thread),
    attach: (files) => upload(files, state.place.channel, state.place.thread),
  });
  const thread = h("div", { class: "tab-panel" }, scroller, status, writer.node);
  let inspecting = false;
  let shown = null;
  let turn = 0;

  root.replaceChildren(
    h("header", { class: "pane-head" }, h("div", { class: "pane-title" }, title, place), h("button", { type: "button", class: "quiet", "aria-label": "Close this pane", "data-testid": "close-side", onclick: close }, icon("close"))),
    thread,
    inspector,
  );
  root.addEventListener("keydown", (event) => event.key === "Escape" && close());

  function draw() {
    root.hidden = !inspecting && !state.place.thread;
    thread.hidden = inspecting;
    inspector.hidden = !inspecting;
    title.textContent = inspecting ? "Payload" : "Thread";
    const channel = channelById(state.place.channel);
    writer.invite(channel?.is_im ? "Reply in this thread" : `Reply in this thread, or ask @${state.workspace.app.name}`);
    place.textContent = inspecting || !channel ? "" : `${channel.is_im ? "" : "#"}${channelName(channel.id)}`;
    on.changed(!root.hidden);
  }
  function close() {
    if (inspecting) {
      inspecting = false;
      inspector.replaceChildren();
    } else {
      on.closed();
    }
    draw();
  }
  function inspect(payload, kind) {
    inspecting = true;
    inspector.replaceChildren(inspection(payload, kind));
    draw();
    title.focus();
  }

  /** Read the thread on screen again and show it. */
  async function refresh() {
    const { channel, thread: ts } = state.place;
    draw();
    if (!ts) {
      timeline.clear();
      shown = null;
      return;
    }
    turn += 1;
    const mine = turn;
    const [{ messages }, assistant] = await Promise.all([read("messages", { user: state.me, channel, thread_ts: ts }), read("assistant", { user: state.me })]);
    if (mine !== turn) return;
    if (shown !== `${channel} ${ts}`) timeline.clear();
    shown = `${channel} ${ts}`;
    const count = messages.length - 1;
    timeline.show(messages, (message) => (message.ts === ts && count ? divider(count) : null));
    const words = assistant.statuses?.[`${channel}:${ts}`];
    status.textContent = words ? `${state.workspace.app.name} ${words}` : "";
    keepSeen(channel, messages.at(-1)?.ts || "0");
  }
  function divider(count) {
    return h("li", { class: "day" }, h("span", {}, count === 1 ? "1 reply" : `${count} replies`));
  }

  /** Show the thread now in `state.place`, leaving any payload. */
  function open() {
    inspecting = false;
    return refresh();
  }

  return { refresh, open, inspect, focus: () => writer.focus(), title };
}
