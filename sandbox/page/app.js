// The page as a whole: starts it, moves between places, and brings up to date what an event touched.

import { act, follow, read } from "./api.js";
import { conversation } from "./conversation.js";
import { drawer } from "./drawer.js";
import { spokenText } from "./message.js";
import { refreshModal } from "./modal.js";
import { announce, notice } from "./notices.js";
import { drawPeople, drawPlaces, firstChannel } from "./sidebar.js";
import { sidePane } from "./side.js";
import { channelById, isBot, keepPlace, keepSeen, lastSeen, myChannels, readWorkspace, recall, state, userName } from "./state.js";
import { drawConnection, drawToolbar } from "./toolbar.js";

const part = (id) => document.getElementById(id);
const asked = new Set(); // messages said in this visit: the thread of the first answer opens by itself
const phone = matchMedia("(max-width: 760px)");
let unfollow = null;

/** Calls that come while `work` is under way are answered by one more run: a busy channel is read once, not fifty times. */
function gathered(work) {
  let running = null;
  let again = false;
  return () => {
    again = true;
    running ??= (async () => {
      while (again) {
        again = false;
        await work();
      }
    })().finally(() => (running = null));
    return running;
  };
}

const main = conversation(part("conversation"), {
  back: () => pane("places"),
  tab: (tab) => go({ ...state.place, tab, thread: null }),
  reply: (message) => openThread(message.thread_ts || message.ts, true),
  inspect: (payload, kind) => side.inspect(payload, kind),
  said: (ts) => asked.add(ts),
});
const side = sidePane(part("side"), {
  closed: () => {
    state.place.thread = null;
    keepPlace();
    main.focus();
  },
  changed: (open) => {
    document.body.classList.toggle("with-side", open);
    pane(open ? "side" : "main");
  },
});

const refreshMain = gathered(main.refresh);
const refreshSide = gathered(side.refresh);

/** On a phone one pane is seen at a time: "places", "main" or "side". The list of places is then all there is. */
function pane(name) {
  document.body.dataset.pane = name;
  part("places").setAttribute("role", phone.matches && name === "places" ? "main" : "navigation");
}
phone.addEventListener("change", () => pane(document.body.dataset.pane));

async function guarded(work) {
  try {
    return await work();
  } catch (error) {
    notice(error.message);
    return undefined;
  }
}

function redrawPlaces() {
  drawPlaces(part("channels"), part("apps"), (channel) => go({ channel, tab: "messages", thread: null }, true), goApp);
}

/** Show a place. `focus` moves the keyboard to the composer, as after a press on a channel. */
async function go(place, focus = false) {
  state.place = place;
  state.unread.delete(place.channel);
  keepPlace();
  redrawPlaces();
  await guarded(async () => {
    await Promise.all([main.refresh(), side.open()]);
    pane(place.thread ? "side" : "main");
    await main.opened();
  });
  if (focus && place.tab === "messages") main.focus();
}

async function goApp() {
  await guarded(async () => {
    const { channel } = await act("dm", { user: state.me });
    if (!channelById(channel)) await readWorkspace();
    await go({ channel, tab: "messages", thread: null }, true);
  });
}

async function openThread(ts, focus) {
  state.place.thread = ts;
  keepPlace();
  await guarded(() => side.open());
  if (focus) side.focus();
  else if (phone.matches) side.title.focus();
}

/** Count what was said in each channel since this person last looked. */
async function countUnread() {
  state.unread.clear();
  const own = state.workspace.channels.filter((channel) => channel.is_im && channel.user === state.me);
  await Promise.all(
    [...myChannels(), ...own].map(async (channel) => {
      const { messages } = await read("messages", { user: state.me, channel: channel.id });
      const since = lastSeen(channel.id);
      const fresh = messages.filter((message) => message.user !== state.me && (message.latest_reply || message.ts) > since);
      if (fresh.length && channel.id !== state.place.channel) state.unread.set(channel.id, fresh.length);
    }),
  );
  redrawPlaces();
}

async function announceNew(event) {
  const { messages } = await read("messages", { user: state.me, channel: event.channel, thread_ts: event.thread_ts });
  const message = messages.find((one) => one.ts === event.ts);
  if (!message || message.user === state.me) return;
  announce(`${message.is_ephemeral ? "Only visible to you. " : ""}${userName(message.user)}: ${spokenText(message)}`);
  const answers = event.thread_ts && isBot(message.user) && asked.delete(event.thread_ts);
  if (answers && state.place.thread !== event.thread_ts) await openThread(event.thread_ts, false);
}

async function heardMessage(event) {
  const here = event.channel === state.place.channel;
  if (!channelById(event.channel)) await readWorkspace();
  const isNew = event.kind === "message" || event.kind === "ephemeral";
  if (!here) {
    if (isNew) state.unread.set(event.channel, (state.unread.get(event.channel) || 0) + 1);
    return redrawPlaces();
  }
  if (isNew) await announceNew(event);
  const threadOnScreen = state.place.thread && [event.thread_ts, event.ts].includes(state.place.thread);
  await Promise.all([refreshMain(), threadOnScreen ? refreshSide() : null]);
  if (isNew) keepSeen(event.channel, event.ts);
  return undefined;
}

async function heard(event) {
  if (/^(message|ephemeral)/.test(event.kind) || event.kind === "reaction") return heardMessage(event);
  if (event.kind === "view") return refreshModal();
  if (event.kind === "clock") return drawToolbar(part("toolbar"), openDrawer);
  if (event.kind === "connected" || event.kind === "channel") {
    await readWorkspace();
    drawConnection();
    return redrawPlaces();
  }
  return Promise.all([refreshMain(), refreshSide()]); // home, status, prompts, title
}

/** Become somebody: their channels, their place, their events. */
async function become(user) {
  state.me = user;
  unfollow?.();
  asked.clear();
  drawPeople(part("people"), part("standing"));
  const kept = channelById(recall(`channel-${user}`));
  const first = kept?.members.includes(user) ? kept.id : firstChannel();
  unfollow = follow(
    user,
    (event) => guarded(() => heard(event)),
    (broken) => part("connection").classList.toggle("broken", broken),
  );
  return first;
}

let openDrawer = () => {};

async function start() {
  await readWorkspace();
  const query = new URLSearchParams(location.search);
  const known = (id) => state.workspace.people.some((person) => person.id === id);
  const me = [query.get("as"), recall("me")].find(known) || state.workspace.people[0].id;
  drawConnection();
  openDrawer = drawer(part("drawer"));
  await drawToolbar(part("toolbar"), openDrawer);
  const first = await become(me);
  const wanted = channelById(query.get("channel"))?.members.includes(me) ? query.get("channel") : null;
  if (wanted || first) await go({ channel: wanted || first, tab: query.get("tab") || "messages", thread: wanted && query.get("thread") });
  else await goApp();
  if (!wanted) pane("main");
  await countUnread();
  await refreshModal();
  part("people").addEventListener("change", (event) =>
    guarded(async () => {
      const channel = await become(event.target.value);
      announce(`You are now ${userName(state.me)}.`);
      if (channel) await go({ channel, tab: "messages", thread: null });
      else await goApp();
      await countUnread();
      await refreshModal();
    }),
  );
  document.body.dataset.ready = "yes";
}

guarded(start);
