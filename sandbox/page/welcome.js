// What somebody sees who comes for the first time: what this is, and things to try with one press.

import { h, icon } from "./element.js";
import { channelById, channelName, state } from "./state.js";

const QUESTIONS = ["How is recycling doing?", "What is off target?", "Help"];

/** What can be tried in a channel: {label, text} where `text` is what will be said. */
function suggestions(channel, prompts) {
  const { app, commands } = state.workspace;
  if (channelById(channel)?.is_im) {
    const given = prompts.map((prompt) => ({ label: prompt.title, text: prompt.message }));
    return given.length ? given : QUESTIONS.map((text) => ({ label: text, text }));
  }
  return [
    ...QUESTIONS.map((text) => ({ label: `Ask @${app.name} ${text[0].toLowerCase()}${text.slice(1)}`, text: `@${app.name} ${text[0].toLowerCase()}${text.slice(1)}` })),
    ...commands.filter((one) => one.command === "/nominate").map((one) => ({ label: `${one.command} recycling`, text: `${one.command} recycling` })),
  ];
}

/** Buttons that say something for the person. */
export function suggestionButtons(channel, prompts, say) {
  return h(
    "div",
    { class: "suggestions", "data-testid": "suggestions" },
    suggestions(channel, prompts).map(({ label, text }) => h("button", { type: "button", class: "suggestion", onclick: () => say(text) }, label)),
  );
}

/** The empty state of a channel. */
export function welcome(channel, prompts, say) {
  const { app } = state.workspace;
  const direct = channelById(channel)?.is_im;
  const place = direct ? `your own conversation with ${app.name}: nobody else sees it` : `the channel #${channelName(channel)}: its members see what is said here`;
  return h(
    "section",
    { class: "welcome", "aria-label": "Welcome", "data-testid": "welcome" },
    h("span", { class: "welcome-sign", "aria-hidden": "true" }, icon("lens")),
    h("h2", {}, "Ask about the council’s performance"),
    h("p", {}, `This is ${place}. ${direct ? "Write a question as you would say it." : `Begin with @${app.name} to ask it something.`} Or press one of these:`),
    suggestionButtons(channel, prompts, say),
    h("p", { class: "soft" }, "Nothing here reaches the real Slack. The figures are those that were loaded into the app."),
  );
}
