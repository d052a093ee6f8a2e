"""A board's alert: what is missing, what is new or has changed, what is only chance, and totals that add up."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from handlers.ids import Action, MeasureRef, numbered
from handlers.views import limits
from handlers.views.alert_items import folded_words, item_words, stated_words
from handlers.views.days import day_in_words
from handlers.views.guarding import guarded_alert
from handlers.views.message import Block, Message, Part, fits, message
from handlers.views.parts import Bold, button, heading, note, paragraph, plain, quotation
from perfdata.alerts import Alert, AlertItem, Shown
from perfdata.asking.amounts import counted
from perfdata.asking.wording import listed
from perfdata.verdicts.precedence import State
from perfdata.verdicts.status import Status

STATED = {
    State.WITHHELD: "Withheld",
    State.MISSING: "Missing or late",
    State.NO_COMPARISON: "Cannot be compared",
}
"""Headings of what is said in a line each, every month."""

FOLDED = {
    State.OFF_BY_CHANCE: "Off target within usual variation, so nothing has changed",
    State.ON_BY_CHANCE: "On target, but beyond their usual range, so it may not last",
    State.STEADY: "Slightly off target",
}
"""Headings of what is folded into one line."""

UNCHANGED = {
    State.NO_COMPARISON: "without a target",
    State.NEWLY_OFF_CHANGED: "newly off target",
    State.NEWLY_OFF_BELOW_REACH: "newly off target",
    State.STILL_OFF_WORSENING: "still off target and getting worse",
    State.STILL_OFF_BELOW_REACH: "still off target, with a usual range that does not reach the target",
    State.STILL_OFF_IMPROVING: "still off target but improving",
    State.STILL_OFF_PERSISTENT: "still off target without a real change",
    State.EARLY_WARNING: "getting worse, though not off target",
    State.OFF_NO_CHART: "off target, where change cannot be told from chance",
    State.RECOVERED: "back from off target",
}
"""How a state is counted in which nothing is new."""


def owed_alert(payload: Mapping[str, Any]) -> Message:
    """What is posted for an owed alert."""
    return alert_message(Alert.from_payload(dict(payload)))


def alert_message(alert: Alert) -> Message:
    """The month's message to a board. Where not all fits, the most important is there, and it says what is left out.

    Raises NotInTheRecord when it would say a numeral that the alert does not hold.
    """
    return guarded_alert(alert, _message(alert))


def _message(alert: Alert) -> Message:
    for quoted in (True, False):
        parts = _parts(alert, alert.named, quoted)
        if fits(parts):
            return message(parts)
    shown = len(alert.named)
    while not fits(parts) and shown:
        shown -= 1
        parts = _parts(alert, alert.named[:shown], quoted=False)
    return message(parts)


def _parts(alert: Alert, shown: Sequence[AlertItem], quoted: bool) -> list[Part]:
    parts = [heading(f"{alert.period.words}: {alert.board_name}")]
    if alert.late_since is not None:
        parts.append(paragraph(f"This message is late: it was due on {day_in_words(alert.late_since)}."))
    if not alert.items:
        return [*parts, paragraph("No measures are held for this board, so there is nothing to tell.")]
    parts.append(paragraph(_opening(alert)))
    parts.extend(_stated(alert, quoted))
    if shown:
        parts.append(paragraph(Bold(f"New or changed since {alert.since.words} ({len(alert.named)})")))
    for number, item in enumerate(shown):
        parts.extend(_item(alert, item, number, quoted))
    if left_out := len(alert.named) - len(shown):
        parts.append(
            paragraph(
                f"{left_out} more did not fit into this message. "
                f"To see all that are off target, ask me: what is red for the {alert.board_name}?"
            )
        )
    return [*parts, *_folded(alert), *_unchanged(alert), note(_totals(alert)), note(_basis(alert))]


def _opening(alert: Alert) -> str:
    checked = counted(len(alert.items), "measure")
    missing, new = alert.of(State.MISSING), len(alert.named)
    if not new and not missing:
        return f"Nothing to raise this month: of {checked} checked, none has turned, and none that was due is missing."
    late = f" {counted(len(missing), 'figure')} that {'was' if len(missing) == 1 else 'were'} due did not come."
    if not new:
        return f"Of {checked} checked, none has turned since {alert.since.words}.{late}"
    verb = "is" if new == 1 else "are"
    return f"Of {checked} checked, {new} {verb} new or changed since {alert.since.words}.{late if missing else ''}"


def _stated(alert: Alert, quoted: bool) -> Iterable[Part]:
    items = alert.shown(Shown.STATED)
    for state, title in STATED.items():
        found = [item for item in items if item.state is state]
        if found:
            yield paragraph(Bold(f"{title} ({len(found)})"))
        for item in found:
            yield paragraph(stated_words(alert, item))
            if quoted:
                yield from _quotation(item)


def _item(alert: Alert, item: AlertItem, number: int, quoted: bool) -> Iterable[Part]:
    facts = item.facts
    words = f"{number + 1}. {item_words(alert, item)}"
    block: Block = {"type": "section", "text": plain(words, limits.RICH_TEXT)}
    if item.deserves_challenge:
        block["accessory"] = button(
            "Nominate",
            numbered(Action.NOMINATE, number),
            MeasureRef(facts.code, alert.board),
            spoken=f"Nominate for surgery: {facts.title}",
        )
    yield Part(block, words)
    if quoted and item.state is not State.RECOVERED:
        yield from _quotation(item)


def _quotation(item: AlertItem) -> Iterable[Part]:
    facts = item.facts
    if facts.note and facts.noted_on is not None:
        # In a channel the service is named, not the officer.
        yield quotation(facts.note, f"{facts.service}, {day_in_words(facts.noted_on)}")


def _folded(alert: Alert) -> Iterable[Part]:
    items = alert.shown(Shown.FOLDED)
    for state, title in FOLDED.items():
        found = [item for item in items if item.state is state]
        if found:
            named = "; ".join(folded_words(alert, item) for item in found)
            yield paragraph(Bold(f"{title} ({len(found)}): "), f"{named}.")


def _unchanged(alert: Alert) -> Iterable[Part]:
    states = Counter(UNCHANGED[item.state] for item in alert.shown(Shown.UNCHANGED))
    if states:
        counts = [f"{count} {words}" for words, count in states.items()]
        yield paragraph(Bold(f"As in {alert.since.words} ({states.total()}): "), f"{'; '.join(counts)}.")


def _totals(alert: Alert) -> str:
    counts = alert.counts
    reported = [
        f"{counts[status]} {words}"
        for status, words in (
            (Status.ON_TARGET, "on target"),
            (Status.SLIGHTLY_OFF, "slightly off"),
            (Status.OFF_TARGET, f"off target{_off(alert)}"),
            (Status.NO_TARGET, "without a target"),
        )
        if counts[status]
    ]
    parts = [f"{alert.reported} reported"]
    parts += [f"{counts[Status.MISSING]} missing"] if counts[Status.MISSING] else []
    parts += [f"{counts[Status.SUPPRESSED]} withheld"] if counts[Status.SUPPRESSED] else []
    said = f"All {counted(len(alert.items), 'measure')}: {listed(parts)}."
    if reported:
        said += f" Of those reported: {listed(reported)}."
    if old := alert.without_new_figure:
        said += f" {old} of them had no new figure this month."
    return said


def _off(alert: Alert) -> str:
    """Where the measures that are off target stand in the message."""
    ways = ((Shown.NAMED, "named"), (Shown.FOLDED, "within usual variation"), (Shown.UNCHANGED, "as before"))
    counts = [(sum(item.state.off for item in alert.shown(shown)), words) for shown, words in ways]
    return f" ({', '.join(f'{count} {words}' for count, words in counts if count)})" if any(counts) else ""


def _basis(alert: Alert) -> str:
    plans = alert.from_business_plans
    scorecard = len(alert.items) - plans
    return (
        f"{scorecard} from the scorecard, {plans} from business plans. "
        f"Judged on figures entered up to {day_in_words(alert.closed_on)}."
    )
