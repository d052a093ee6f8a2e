"""A board's alert: what is new first, then what persists, what turned, what is missing, and totals that add up."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from handlers.ids import Action, MeasureRef, numbered
from handlers.views import limits
from handlers.views.days import day_in_words
from handlers.views.facts import earlier_words, figure_words, missing_words, name_words, run_words, withheld_words
from handlers.views.guarding import guarded_alert
from handlers.views.message import Message, Part, fits, message
from handlers.views.parts import Bold, button, heading, note, paragraph, plain, quotation
from perfdata.alerts import Alert, AlertItem, Section, Standing
from perfdata.asking.amounts import counted
from perfdata.facts import Facts

HEADINGS = {
    Section.NEWLY_OFF: "Newly off target",
    Section.STILL_OFF: "Still off target",
    Section.EARLY_WARNING: "Getting worse, though not off target",
    Section.BY_CHANCE: "Off target, but within usual variation: nothing has changed",
    Section.BACK_ON: "Back on target",
    Section.EASED: "Eased: off target before, slightly off now",
    Section.NOT_REPORTED: "Not reported",
    Section.WITHHELD: "Withheld",
}
COUNTED = {
    Standing.SLIGHTLY_OFF: "slightly off target",
    Standing.NO_TARGET: "without a target",
    Standing.NOT_DUE: "without a figure due this month",
}
"""How totals say a class, where they do not use its own words."""

QUOTED = (
    frozenset({Standing.NEWLY_OFF, Standing.STILL_OFF, Standing.NOT_REPORTED}),
    frozenset({Standing.NEWLY_OFF, Standing.NOT_REPORTED}),
    frozenset({Standing.NEWLY_OFF}),
    frozenset[Standing](),
)
"""In which classes the services' own words are quoted: in as many as there is room for."""


def owed_alert(payload: Mapping[str, Any]) -> Message:
    """What is posted for an owed alert."""
    return alert_message(Alert.from_payload(dict(payload)))


def alert_message(alert: Alert) -> Message:
    """The month's message to a board. Where not all fits, the most important is there, and it says what is left out.

    Raises NotInTheRecord when it would say a numeral that the alert does not hold.
    """
    return guarded_alert(alert, _message(alert))


def _message(alert: Alert) -> Message:
    for quoted in QUOTED:
        parts = _parts(alert, alert.listed, quoted)
        if fits(parts):
            return message(parts)
    shown = len(alert.listed)
    while not fits(parts) and shown:
        shown -= 1
        parts = _parts(alert, alert.listed[:shown], QUOTED[-1])
    return message(parts)


def _parts(alert: Alert, shown: Sequence[AlertItem], quoted: frozenset[Standing]) -> list[Part]:
    parts = [heading(f"{alert.period.words}: {alert.board_name}")]
    if alert.late_since is not None:
        parts.append(paragraph(f"This message is late: it was due on {day_in_words(alert.late_since)}."))
    if not alert.items:
        return [*parts, paragraph("No measures are held for this board, so there is nothing to tell.")]
    parts.append(paragraph(_opening(alert)))
    number = 0
    for section, all_items in alert.sections.items():
        items = [item for item in shown if item.section is section]
        if items:
            parts.append(paragraph(Bold(f"{HEADINGS[section]} ({len(all_items)})")))
        for item in items:
            parts.extend(_item(alert, item, number, section is not Section.BY_CHANCE and item.standing in quoted))
            number += 1
    if left_out := len(alert.listed) - len(shown):
        parts.append(
            paragraph(
                f"{left_out} more did not fit into this message. "
                f"To see all that are off target, ask me: what is red for the {alert.board_name}?"
            )
        )
    return [*parts, note(_totals(alert)), note(_basis(alert))]


def _opening(alert: Alert) -> str:
    told = [f"{len(items)} {section}" for section, items in alert.sections.items()]
    if not told:
        return (
            f"Nothing to raise this month: of {counted(len(alert.items), 'measure')} checked, none is newly or still "
            "off target, and none that was due is missing."
        )
    return f"Of {counted(len(alert.items), 'measure')} checked: {_listed(told)}."


def _item(alert: Alert, item: AlertItem, number: int, quoted: bool) -> Iterable[Part]:
    facts = item.facts
    words = f"{name_words(facts)}: {_SENTENCES[item.standing](facts)}{f' {item.remark}' if item.remark else ''}"
    block: dict[str, Any] = {"type": "section", "text": plain(words, limits.RICH_TEXT)}
    if item.standing.deserves_challenge:
        block["accessory"] = button(
            "Nominate",
            numbered(Action.NOMINATE, number),
            MeasureRef(facts.code, alert.board),
            spoken=f"Nominate for surgery: {facts.title}",
        )
    yield Part(block, words)
    if quoted and facts.note and facts.noted_on is not None:
        # In a channel the service is named, not the officer.
        yield quotation(facts.note, f"{facts.service}, {day_in_words(facts.noted_on)}")


def _turned(facts: Facts) -> str:
    before = f"It was {earlier_words(facts.previous)}" if facts.previous is not None else "It is the first figure."
    return f"{figure_words(facts)} {before}{_provisional(facts)}"


def _still_off(facts: Facts) -> str:
    return f"{figure_words(facts)} {run_words(facts)}{_provisional(facts)}"


_SENTENCES = {
    Standing.NEWLY_OFF: _turned,
    Standing.STILL_OFF: _still_off,
    Standing.BACK_ON: _turned,
    Standing.EASED: _turned,
    Standing.SLIGHTLY_OFF: _turned,
    Standing.ON_TARGET: _turned,
    Standing.NOT_REPORTED: missing_words,
    Standing.WITHHELD: withheld_words,
}


def _provisional(facts: Facts) -> str:
    return " Provisional." if facts.provisional else ""


def _totals(alert: Alert) -> str:
    counts = {standing: count for standing, count in alert.counts.items() if count}
    words = [f"{count} {COUNTED.get(standing, str(standing))}" for standing, count in counts.items()]
    total = f"All {counted(len(alert.items), 'measure')} of this board: {_listed(words)}."
    if Standing.NOT_DUE in counts:
        off = alert.not_due_off_target
        was = "was" if off == 1 else "were"
        total += f" Of those without a figure due this month, {off or 'none'} {was} off target when last reported."
    return total


def _basis(alert: Alert) -> str:
    plans = alert.from_business_plans
    scorecard = len(alert.items) - plans
    return (
        f"{scorecard} from the scorecard, {plans} from business plans. "
        f"Judged on figures entered up to {day_in_words(alert.closed_on)}."
    )


def _listed(words: Sequence[str]) -> str:
    return words[0] if len(words) == 1 else f"{', '.join(words[:-1])} and {words[-1]}"
