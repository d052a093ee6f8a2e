// The bar at the top: is the app there, the date, the theme, what a screen reader hears, the drawer.

import { act, read } from "./api.js";
import { h, icon } from "./element.js";
import { menuButton } from "./menu.js";
import { announce, notice } from "./notices.js";
import { recall, remember, state } from "./state.js";

const pad = (number) => String(number).padStart(2, "0");
const isoDate = (day) => `${day.getFullYear()}-${pad(day.getMonth() + 1)}-${pad(day.getDate())}`;

/** The next day that is not a Saturday or Sunday (bank holidays are the app's business). */
export function nextWorkingDay(iso) {
  const day = new Date(`${iso}T12:00`);
  do day.setDate(day.getDate() + 1);
  while ([0, 6].includes(day.getDay()));
  return isoDate(day);
}

export function firstOfNextMonth(iso) {
  const day = new Date(`${iso}T12:00`);
  return isoDate(new Date(day.getFullYear(), day.getMonth() + 1, 1));
}

function toggle(label, content, testid, pressed, change) {
  const button = h("button", { type: "button", class: "quiet toggle", "aria-pressed": String(pressed), "aria-label": label, title: label, "data-testid": testid }, content);
  button.addEventListener("click", () => {
    const now = button.getAttribute("aria-pressed") !== "true";
    button.setAttribute("aria-pressed", String(now));
    change(now);
  });
  return button;
}

/** Say whether the app is connected to the sandbox. */
export function drawConnection() {
  const { app } = state.workspace;
  const node = document.getElementById("connection");
  node.className = app.connected ? "connection on" : "connection off";
  node.replaceChildren(h("span", {}, `${app.name} is ${app.connected ? "connected" : "not connected"}`));
  node.title = node.textContent;
}

async function dateControl() {
  let found;
  try {
    found = await read("clock");
  } catch {
    return null; // The app reads the real clock: there is nothing to move.
  }
  if (!found.date) return null;
  let date = found.date;
  const words = h("span", { class: "date" });
  const draw = () => (words.textContent = new Date(`${date}T12:00`).toLocaleDateString("en-GB", { weekday: "short", day: "numeric", month: "short", year: "numeric" }));
  const move = async (to) => {
    try {
      date = (await act("clock", { date: to })).date || to;
      draw();
      announce(`The date is now ${words.textContent}.`);
    } catch (refusal) {
      notice(refusal.message);
    }
  };
  const picker = h("input", { type: "date", class: "date-picker", tabindex: "-1", "aria-hidden": "true" });
  picker.addEventListener("change", () => picker.value && move(picker.value));
  draw();
  return [
    menuButton({
      label: "Move the date",
      name: null,
      content: [icon("calendar"), h("span", { class: "unseen" }, "Move the date, now "), words],
      testid: "clock",
      choices: () => [
        { label: "Next working day", hint: nextWorkingDay(date), choose: () => move(nextWorkingDay(date)) },
        { label: "First of next month", hint: firstOfNextMonth(date), choose: () => move(firstOfNextMonth(date)) },
        {
          label: "Choose a date",
          choose: () => {
            picker.value = date;
            picker.showPicker();
          },
        },
      ],
    }),
    picker,
  ];
}

/** Fill the bar; `openDrawer(open)` shows the drawer. */
export async function drawToolbar(root, openDrawer) {
  const dark = recall("theme") ? recall("theme") === "dark" : matchMedia("(prefers-color-scheme: dark)").matches;
  const paint = (on) => (document.documentElement.dataset.theme = on ? "dark" : "light");
  paint(dark);
  const parts = [
    toggle("What a screen reader hears", [icon("speaker"), h("span", { class: "wide" }, "What a screen reader hears")], "spoken-switch", false, (on) => {
      document.body.classList.toggle("show-spoken", on);
    }),
    toggle("Dark theme", icon("moon"), "theme-switch", dark, (on) => {
      paint(on);
      remember("theme", on ? "dark" : "light");
    }),
    toggle("Developers’ drawer: faults and logs", icon("tools"), "drawer-switch", false, openDrawer),
  ];
  root.replaceChildren(...parts);
  const date = await dateControl();
  if (date) root.prepend(...date);
}
