// Who is here, what is on screen, and what is remembered between visits. Everything else asks this.

import { read } from "./api.js";

const MEMORY = "scrutineer-sandbox";

/** What the page knows now. `place` is what is on screen. */
export const state = {
  workspace: null,
  me: null,
  place: { channel: null, tab: "messages", thread: null },
  unread: new Map(),
  spoken: false,
};

function remembered() {
  try {
    return JSON.parse(localStorage.getItem(MEMORY)) || {};
  } catch {
    return {};
  }
}

/** Something kept from earlier visits in this browser, or undefined. */
export function recall(name) {
  return remembered()[name];
}

/** Keep something for later visits; a browser that refuses storage only forgets. */
export function remember(name, value) {
  try {
    localStorage.setItem(MEMORY, JSON.stringify({ ...remembered(), [name]: value }));
  } catch {
    /* Private windows may refuse. */
  }
}

/** Read the workspace again. */
export async function readWorkspace() {
  state.workspace = await read("workspace");
}

/** The display name of a user id; the id itself when nobody has it. */
export function userName(id) {
  const { app, people } = state.workspace;
  if (id === app.bot_user_id || id === app.bot_id) return app.name;
  return people.find((person) => person.id === id)?.name || id;
}

export function isBot(id) {
  return id === state.workspace.app.bot_user_id;
}

export function channelById(id) {
  return state.workspace.channels.find((channel) => channel.id === id);
}

/** What a channel is called on screen: the app's own conversation bears the app's name. */
export function channelName(id) {
  const channel = channelById(id);
  if (!channel) return id;
  return channel.is_im ? state.workspace.app.name : channel.name;
}

/** The channels that this person is in, open ones before private ones. */
export function myChannels() {
  return state.workspace.channels
    .filter((channel) => !channel.is_im && !channel.is_archived && channel.members.includes(state.me))
    .sort((a, b) => a.is_private - b.is_private || a.name.localeCompare(b.name));
}

/** The address that shows this place to this person, so that it can be sent to somebody. */
export function address() {
  const { channel, tab, thread } = state.place;
  const query = new URLSearchParams({ as: state.me });
  if (channel) query.set("channel", channel);
  if (tab !== "messages") query.set("tab", tab);
  if (thread) query.set("thread", thread);
  return `?${query}`;
}

/** Put the place on screen into the address bar and the memory. */
export function keepPlace() {
  history.replaceState(null, "", address());
  remember("me", state.me);
  remember(`channel-${state.me}`, state.place.channel);
}

/** The last message of a channel that this person has seen. */
export function lastSeen(channel) {
  return recall(`seen-${state.me}-${channel}`) || "0";
}

export function keepSeen(channel, ts) {
  if (ts > lastSeen(channel)) remember(`seen-${state.me}-${channel}`, ts);
}
