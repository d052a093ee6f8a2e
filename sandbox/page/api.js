// The control API, as CONTROL.md gives it. One function for reading, one for acting, one for the event stream.

/** A refusal that can be shown to the person as it stands. */
export class Refused extends Error {
  constructor(code, problem) {
    super(problem);
    this.code = code;
  }
}

const SENTENCES = {
  operation_timeout: "The app did not answer within three seconds. Slack would show the same.",
  unknown_command: "No app here knows that command. Type / to see those that work.",
  no_such_action: "That control is no longer part of the message.",
};

async function answer(path, request) {
  let response;
  try {
    response = await fetch(`/control/${path}`, request);
  } catch {
    throw new Refused("unreachable", "The sandbox cannot be reached. Is it still running?");
  }
  const body = await response.json().catch(() => ({}));
  if (!response.ok) {
    const code = body.error || `http_${response.status}`;
    throw new Refused(code, SENTENCES[code] || body.problem || `The sandbox refused this: ${code}.`);
  }
  return body;
}

/** GET. Parameters that are null or undefined are left out. Raises Refused. */
export function read(path, parameters = {}) {
  const given = Object.entries(parameters).filter(([, value]) => value !== null && value !== undefined);
  const query = new URLSearchParams(given).toString();
  return answer(query ? `${path}?${query}` : path);
}

/** POST (or another method) with a JSON body. Raises Refused. */
export function act(path, body = {}, method = "POST") {
  return answer(path, { method, headers: { "Content-Type": "application/json" }, body: JSON.stringify(body) });
}

/** POST of a form with files. Raises Refused. */
export function send(path, form) {
  return answer(path, { method: "POST", body: form });
}

/**
 * Follows one person's events until the returned function is called. After a break it asks again
 * from the last event heard; `onBreak(true)` tells of a break and `onBreak(false)` of its end.
 */
export function follow(user, onEvent, onBreak) {
  let source;
  let after = null;
  let timer;
  let broken = false;
  function open() {
    const query = new URLSearchParams(after === null ? { user } : { user, after });
    source = new EventSource(`/control/events?${query}`);
    source.onopen = () => {
      if (broken) onBreak(false);
      broken = false;
    };
    source.onmessage = (message) => {
      const event = JSON.parse(message.data);
      after = event.n;
      onEvent(event);
    };
    source.onerror = () => {
      source.close();
      if (!broken) onBreak(true);
      broken = true;
      timer = setTimeout(open, 1000);
    };
  }
  open();
  return () => {
    clearTimeout(timer);
    source.close();
  };
}
