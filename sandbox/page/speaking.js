// What a person can do: say something, run a command or shortcut, upload.

import { act, send } from "./api.js";
import { notice } from "./notices.js";
import { state } from "./state.js";

async function attempt(work) {
  try {
    return await work();
  } catch (refusal) {
    notice(refusal.message);
    return false;
  }
}

/**
 * Say or run what was written in a channel. Resolves to the new message's ts, to null for a command,
 * and to false when it was refused (the person has been told).
 */
export function speak(text, channel, thread) {
  const command = /^(\/\S+)\s*([\s\S]*)$/.exec(text);
  return attempt(async () => {
    if (!command) return (await act("say", { user: state.me, channel, text, ...(thread && { thread_ts: thread }) })).ts;
    if (thread) {
      notice("Slack does not run commands inside a thread. Write it in the channel.");
      return false;
    }
    await act("command", { user: state.me, channel, command: command[1], text: command[2] });
    return null;
  });
}

/** Upload files to a channel or thread. */
export function upload(files, channel, thread) {
  const form = new FormData();
  form.set("user", state.me);
  form.set("channel", channel);
  if (thread) form.set("thread_ts", thread);
  for (const file of files) form.append("file", file);
  return attempt(() => send("upload", form));
}

/** Run a shortcut; `about` is the {channel, ts} of a message shortcut. */
export function runShortcut(callbackId, about = {}) {
  return attempt(() => act("shortcut", { user: state.me, callback_id: callbackId, ...about }));
}
