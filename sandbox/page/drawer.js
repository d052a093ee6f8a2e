// The developers' drawer: faults to arm, what the app called, what went over its socket, what rang.

import { act, read } from "./api.js";
import { h } from "./element.js";
import { notice } from "./notices.js";

const EVERY = 1500; // milliseconds between looks while the drawer is open
const MOST_ROWS = 200;

let timer = null;
let tab = "faults";

function clock(at) {
  const when = typeof at === "number" ? new Date(at * 1000) : new Date(at);
  return Number.isNaN(when.getTime()) ? String(at ?? "") : when.toLocaleTimeString("en-GB");
}

function details(summary, payload) {
  return h("details", {}, h("summary", {}, summary), h("pre", { class: "json", tabindex: "0" }, JSON.stringify(payload, null, 2)));
}

/** A list that only grows, read from where the last reading ended. */
function growing(path, name, row) {
  const list = h("ol", { class: "log", "data-testid": `log-${name}` });
  let after = 0;
  return {
    node: list,
    async refresh() {
      const found = (await read(path, { after }))[name];
      for (const one of found.filter((entry) => entry.n > after)) {
        after = one.n;
        list.prepend(h("li", {}, row(one)));
      }
      while (list.childElementCount > MOST_ROWS) list.lastElementChild.remove();
      if (!list.childElementCount) list.replaceChildren(h("li", { class: "soft" }, "Nothing yet."));
      else if (list.childElementCount > 1) list.querySelector(":scope > .soft")?.remove();
    },
  };
}

function pings() {
  const list = h("ol", { class: "log" });
  return {
    node: list,
    async refresh() {
      const found = (await read("pings")).pings;
      const rows = found.map((ping) => h("li", {}, `@${ping.target || ping.kind} in ${ping.channel} (${ping.kind})`));
      list.replaceChildren(...(rows.length ? rows.reverse() : [h("li", { class: "soft" }, "No message of the app has notified anybody.")]));
    },
  };
}

function faults() {
  const armed = h("ul", { class: "log", "data-testid": "armed-faults" });
  const kind = h("select", { "aria-label": "Kind of fault", "data-testid": "fault-kind" });
  const about = h("p", { class: "soft" });
  const count = h("input", { type: "number", min: 1, value: "1", "aria-label": "How many times" });
  const match = h("input", { type: "text", placeholder: '{"method": "chat.postMessage"}', "aria-label": "Only for, as JSON" });
  const settings = h("input", { type: "text", placeholder: '{"seconds": 2}', "aria-label": "Settings, as JSON" });
  let kinds = {};
  const describe = () => (about.textContent = kinds[kind.value] || "");
  kind.addEventListener("change", describe);

  async function refresh() {
    const found = await read("faults");
    if (!kind.options.length) {
      kinds = found.kinds;
      kind.append(...Object.keys(kinds).map((name) => h("option", { value: name }, name.replaceAll("_", " "))));
      describe();
    }
    const rows = found.faults.map(({ kind: name, count: left, ...rest }) => h("li", {}, h("strong", {}, name), ` × ${left} `, h("code", {}, JSON.stringify(rest))));
    armed.replaceChildren(...(rows.length ? rows : [h("li", { class: "soft" }, "None armed: all goes well.")]));
  }
  async function arm(event) {
    event.preventDefault();
    let extra;
    try {
      extra = { ...JSON.parse(settings.value || "{}"), match: JSON.parse(match.value || "{}") };
    } catch {
      return notice("“Only for” and “Settings” have to be JSON, such as {\"seconds\": 2}.");
    }
    try {
      await act("faults", { kind: kind.value, count: Number(count.value), ...extra });
    } catch (refusal) {
      notice(refusal.message);
    }
    return refresh();
  }
  async function disarm() {
    await act("faults", {}, "DELETE");
    await refresh();
  }
  const node = h(
    "div",
    { class: "faults" },
    h(
      "form",
      { onsubmit: arm },
      h("label", {}, "Fault ", kind),
      h("label", {}, "Times ", count),
      h("label", {}, "Only for ", match),
      h("label", {}, "Settings ", settings),
      h("button", { type: "submit", class: "primary" }, "Arm"),
      h("button", { type: "button", onclick: disarm }, "Disarm all"),
    ),
    about,
    h("h3", {}, "Armed now"),
    armed,
  );
  return { node, refresh };
}

const TABS = {
  faults: { label: "Faults", make: faults },
  calls: {
    label: "API calls",
    make: () =>
      growing("calls", "calls", (call) =>
        details([h("code", {}, clock(call.at)), ` ${call.method} `, h("span", { class: call.ok ? "good" : "bad" }, call.ok ? "ok" : call.error || `HTTP ${call.status}`)], call.args),
      ),
  },
  envelopes: {
    label: "Socket frames",
    make: () =>
      growing("envelopes", "envelopes", (one) =>
        details([h("code", {}, clock(one.at)), ` ${one.direction === "out" ? "to the app" : "from the app"}: ${one.envelope.type || "acknowledgement"}`], one.envelope),
      ),
  },
  pings: { label: "Notifications", make: pings },
};

/** Make the drawer in `root`; returns the function that opens or closes it. */
export function drawer(root) {
  const panels = new Map();
  const tabs = h("div", { class: "tabs", role: "tablist", "aria-label": "Drawer" });
  const panel = h("div", { class: "drawer-panel", role: "tabpanel", id: "drawer-panel", tabindex: "0", "aria-label": "Drawer contents" });

  async function look() {
    const shown = panels.get(tab);
    try {
      await shown.refresh();
    } catch (refusal) {
      shown.node.replaceChildren(h("p", { class: "soft" }, refusal.message));
    }
  }
  function choose(name) {
    tab = name;
    if (!panels.has(name)) panels.set(name, TABS[name].make());
    panel.replaceChildren(panels.get(name).node);
    for (const button of tabs.children) {
      const here = button.dataset.tab === name;
      button.setAttribute("aria-selected", String(here));
      button.tabIndex = here ? 0 : -1;
    }
    return look();
  }
  tabs.append(
    ...Object.entries(TABS).map(([name, { label }]) => h("button", { type: "button", role: "tab", "data-tab": name, "aria-controls": "drawer-panel", onclick: () => choose(name) }, label)),
  );
  tabs.addEventListener("keydown", (event) => {
    const step = { ArrowRight: 1, ArrowLeft: -1 }[event.key];
    if (!step) return;
    const all = [...tabs.children];
    const next = all[(all.indexOf(document.activeElement) + step + all.length) % all.length];
    next.focus();
    choose(next.dataset.tab);
  });
  root.append(h("header", {}, h("h2", {}, "For developers"), tabs), panel);

  return (open) => {
    root.hidden = !open;
    clearInterval(timer);
    if (!open) return;
    choose(tab);
    timer = setInterval(look, EVERY);
  };
}
