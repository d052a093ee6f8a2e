// The main pane: a channel, or the conversation with the app with its Messages and Home tabs.

import { act, read } from "./api.js";
import { composer } from "./composer.js";
import { h, icon } from "./element.js";
import { drawHome } from "./home.js";
import { notice } from "./notices.js";
import { speak, upload } from "./speaking.js";
import { channelById, channelName, keepSeen, state } from "./state.js";
import { Timeline } from "./timeline.js";
import { suggestionButtons, welcome } from "./welcome.js";

/** `on` has back(), tab(name), reply(message), inspect(payload, kind) and said(ts). */
export function conversation(root, on) {
  const title = h("h2", { tabindex: "-1", "data-testid": "channel-title" });
  const topic = h("p", { class: "soft topic" });
  const tabs = h("div", { class: "tabs", role: "tablist", "aria-label": "The app" });
  const list = h("ol", { class: "messages", "aria-label": "Messages", "data-testid": "messages" });
  const empty = h("div", {});
  const prompts = h("div", {});
  const status = h("p", { class: "status", role: "status", "data-testid": "status" });
  const scroller = h("div", { class: "scroller", tabindex: "0", role: "region", "aria-label": "Messages of the conversation" }, empty, list);
  const home = h("div", { class: "scroller home", hidden: true, tabindex: "0", role: "region", "aria-label": "Home tab", "data-testid": "home" });
  const timeline = new Timeline(list, scroller, { reply: on.reply, inspect: (message) => on.inspect(message, "message") });
  const say = async (text) => {
    const ts = await speak(text, state.place.channel);
    if (ts) on.said(ts);
    return ts;
  };
  const writer = composer({ label: "Message", testid: "composer", send: say, attach: (files) => upload(files, state.place.channel) });
  const messagesTab = h("div", { class: "tab-panel" }, scroller, prompts, status, writer.node);
  let shown = null;
  let turn = 0;

  root.replaceChildren(
    h("header", { class: "pane-head" }, h("button", { type: "button", class: "quiet back", "aria-label": "Back to the channels", onclick: on.back }, icon("left")), h("div", { class: "pane-title" }, title, topic), tabs),
    messagesTab,
    home,
  );

  function drawHead(channel) {
    const direct = channel.is_im;
    title.replaceChildren(direct || channel.is_private ? "" : "#", channelName(channel.id));
    document.title = `${direct ? "" : "#"}${channelName(channel.id)} – Scrutineer sandbox – a stand-in for Slack`;
    topic.textContent = direct ? "App – your own conversation" : channel.topic;
    tabs.hidden = !direct;
    tabs.replaceChildren(
      ...["messages", "home"].map((name) =>
        h(
          "button",
          { type: "button", role: "tab", "aria-selected": String(state.place.tab === name), "data-testid": `tab-${name}`, onclick: () => on.tab(name) },
          name === "home" ? "Home" : "Messages",
        ),
      ),
    );
    const atHome = direct && state.place.tab === "home";
    home.hidden = !atHome;
    messagesTab.hidden = atHome;
    writer.invite(direct ? `Message ${state.workspace.app.name}` : `Message the channel, or ask @${state.workspace.app.name}`);
  }

  async function assistant(channel) {
    if (!channel.is_im) return { prompts: [], words: "" };
    const found = await read("assistant", { user: state.me });
    return { prompts: found.prompts || [], words: found.status || "" };
  }

  /** Read the place again and show it. */
  async function refresh() {
    const { channel: id, tab } = state.place;
    const channel = channelById(id);
    if (!channel) return;
    turn += 1;
    const mine = turn;
    drawHead(channel);
    if (channel.is_im && tab === "home") {
      await drawHome(home, (view) => on.inspect(view, "view"));
      return;
    }
    const [{ messages }, pane] = await Promise.all([read("messages", { user: state.me, channel: id }), assistant(channel)]);
    if (mine !== turn) return;
    const place = `${state.me} ${id}`;
    if (shown !== place) timeline.clear();
    shown = place;
    const own = messages.filter((message) => !message.thread_ts || message.thread_ts === message.ts || message.subtype === "thread_broadcast" || message.is_ephemeral);
    timeline.show(own.filter((message) => !(message.is_ephemeral && message.thread_ts)));
    empty.replaceChildren(...(own.length ? [] : [welcome(id, pane.prompts, say)]));
    const newcomer = !messages.some((message) => message.user === state.me);
    const suggested = own.length && (channel.is_im ? pane.prompts.length : newcomer);
    prompts.replaceChildren(...(suggested ? [suggestionButtons(id, pane.prompts, say)] : []));
    status.textContent = pane.words ? `${state.workspace.app.name} ${pane.words}` : "";
    if (messages.length && !document.hidden) keepSeen(id, messages.reduce((latest, one) => (one.ts > latest ? one.ts : latest), "0"));
  }

  /** Tell the app that its conversation or Home tab has been opened. */
  async function opened() {
    if (!channelById(state.place.channel)?.is_im) return;
    try {
      await act("home", { user: state.me, tab: state.place.tab });
    } catch (refusal) {
      notice(refusal.message);
    }
  }

  return { refresh, opened, focus: () => writer.focus(), title };
}
