// Who am I, and where can I go: the chooser of persons, the channels with what is unread, the app.

import { h, icon } from "./element.js";
import { myChannels, state, userName } from "./state.js";

/** What somebody belongs to: their title without what stands in brackets, such as "(chair)". */
function belonging(person) {
  return person.title.split(" (")[0];
}

/** People in groups: those who belong to the same thing stand together, then everybody else, guests last. */
export function groupedPeople(people) {
  const present = people.filter((one) => !one.deleted);
  const count = (name) => present.filter((one) => belonging(one) === name).length;
  const groups = new Map();
  for (const person of present) {
    const own = belonging(person);
    const group = person.is_guest ? "Guests" : own && count(own) > 1 ? own : "Others";
    groups.set(group, [...(groups.get(group) || []), person]);
  }
  const last = ["Others", "Guests"];
  return [...groups].sort(([a], [b]) => last.indexOf(a) - last.indexOf(b));
}

/** Where somebody begins: the channel whose topic names what they belong to, else the first of theirs. */
export function firstChannel() {
  const person = state.workspace.people.find((one) => one.id === state.me);
  const own = belonging(person);
  const channels = myChannels();
  return (channels.find((channel) => own && channel.topic.startsWith(own)) || channels[0])?.id;
}

/** Fill the chooser of persons, and say in `standing` what the chosen one is. */
export function drawPeople(select, standing) {
  select.title = userName(state.me);
  standing.textContent = state.workspace.people.find((one) => one.id === state.me).title;
  const groups = groupedPeople(state.workspace.people);
  const entry = (person) => h("option", { value: person.id, selected: person.id === state.me }, person.name);
  select.replaceChildren(
    ...(groups.length === 1 ? groups[0][1].map(entry) : groups.map(([label, people]) => h("optgroup", { label }, people.map(entry)))),
  );
}

function entry({ id, name, sign, here, go, testid }) {
  const unread = state.unread.get(id) || 0;
  const count = unread > 99 ? "99+" : String(unread);
  return h(
    "li",
    {},
    h(
      "button",
      { type: "button", class: unread ? "place unread" : "place", "aria-current": here ? "page" : null, "data-testid": testid, "data-channel": id, onclick: () => go(id) },
      sign,
      h("span", { class: "place-name" }, name),
      unread > 0 && h("span", { class: "badge" }, count, h("span", { class: "unseen" }, " unread")),
    ),
  );
}

/** Draw the list of places; `go(channel)` and `goApp()` take the person there. */
export function drawPlaces(channelList, appList, go, goApp) {
  const here = state.place.channel;
  const channels = myChannels();
  channelList.replaceChildren(
    ...channels.map((channel) =>
      entry({ id: channel.id, name: channel.name, sign: channel.is_private ? icon("lock") : h("span", { class: "hash", "aria-hidden": "true" }, "#"), here: here === channel.id, go, testid: "channel" }),
    ),
  );
  if (!channels.length) channelList.append(h("li", { class: "soft" }, "This person is in no channel."));
  const own = state.workspace.channels.find((channel) => channel.is_im && channel.user === state.me);
  appList.replaceChildren(
    entry({
      id: own?.id || "app",
      name: state.workspace.app.name,
      sign: h("span", { class: "avatar small app", "aria-hidden": "true" }, icon("lens")),
      here: Boolean(own) && here === own.id,
      go: goApp,
      testid: "app-dm",
    }),
  );
}
