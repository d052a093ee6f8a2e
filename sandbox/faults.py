"""Things that go wrong with Slack and networks, armed on demand and used up as they happen."""

from dataclasses import dataclass, field

from sandbox.feed import Json

KINDS = {
    "duplicate_event": "the next event is delivered again: `same_envelope` true repeats the frame, else a retry",
    "two_kinds": "the next mention also arrives as a plain `message` event, subscribed to or not",
    "delay_event": "the next event waits `seconds` before it is sent",
    "lose_ack": "the acknowledgement of the next event is not heard, so it is sent again",
    "kill_on_event": "the socket dies without a close when the next event has been sent",
    "disconnect_on_event": "a disconnect frame (`reason`, default warning) follows the next event",
    "kill_socket": "now: every socket dies without a close",
    "disconnect": "now: a disconnect frame (`reason`, default refresh_requested) on every socket",
    "drop": "the connection is cut after a call was carried out, before it is answered",
    "drop_before": "the connection is cut instead of carrying a call out",
    "rate_limited": "a call is answered 429 with Retry-After: `retry_after` seconds (default 1)",
    "server_error": "a call is answered `status` (default 500) without JSON",
    "refuse": "a call is refused with Slack's code `error`",
    "slow": "a call is carried out, and answered `seconds` later",
    "refuse_charts": "messages with a data_visualization block are refused with invalid_blocks",
}
AT_ONCE = {"kill_socket", "disconnect"}


@dataclass
class Fault:
    """One armed fault. `match` names facts that must be equal: `method` and any argument for a call;
    `type`, `channel`, `user` for an event."""

    kind: str
    count: int = 1
    match: Json = field(default_factory=dict)
    settings: Json = field(default_factory=dict)

    def shown(self) -> Json:
        return {"kind": self.kind, "count": self.count, "match": self.match, **self.settings}


class Faults:
    """The armed faults. `take` uses one up."""

    def __init__(self) -> None:
        self.armed: list[Fault] = []

    def arm(self, kind: str, count: int = 1, match: Json | None = None, **settings: object) -> Fault:
        """Raises KeyError for a kind that does not exist."""
        KINDS[kind]
        fault = Fault(kind, count, match or {}, settings)
        self.armed.append(fault)
        return fault

    def take(self, kind: str, facts: Json) -> Fault | None:
        """The first armed fault of that kind whose match holds for the facts, one use of it spent."""
        for fault in self.armed:
            if fault.kind == kind and all(facts.get(name) == value for name, value in fault.match.items()):
                fault.count -= 1
                if fault.count <= 0:
                    self.armed.remove(fault)
                return fault
        return None

    def clear(self) -> None:
        self.armed.clear()
