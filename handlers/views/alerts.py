"""An alert: what is missing, what is new or has changed, what is only chance, and totals that add up."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from handlers.alert_menu import AlertItemRef, ItemMove
from handlers.ids import Action, numbered
from handlers.views import limits
from handlers.views.alert_items import folded_words, item_words, stated_words
from handlers.views.alert_objectives import counted_milestones, named_milestones
from handlers.views.guarding import guarded_alert, guarded_facts
from handlers.views.message import Message, Part, message
from handlers.views.parts import Bold, bullets, heading, menu, note, paragraph, plain, quotation
from perfdata.alerts import Alert, AlertItem, AlertRest, Shown
from perfdata.alerts.dividing import names_as_before
from perfdata.alerts.following import Became
from perfdata.alerts.record import quoted_in, record_of_rest
from perfdata.asking.amounts import counted, day_words, joined
from perfdata.verdicts.precedence import State
from perfdata.verdicts.status import Status

STATED = {
    State.WITHHELD: "Withheld",
    State.MISSING: "Missing or late",
    State.NO_COMPARISON: "Cannot be compared",
}
"""Headings of what is said in a line each, every month."""

FOLDED = {
    (State.OFF_BY_CHANCE, False): "Off target in {month} within usual variation, so nothing has changed",
    (State.OFF_BY_CHANCE, True): "Off target in {month}, though there is a real change for the better",
    (State.ON_BY_CHANCE, False): "On target in {month}, but beyond their usual range, so it may not last",
    (State.ON_BY_CHANCE, True): (
        "On target in {month} after a real change for the better, though their usual range does not reach the target"
    ),
    (State.STEADY, False): "Slightly off target in {month}",
    (State.STEADY, True): "Slightly off target in {month}, though there is a real change for the better",
}
"""Headings of what is folded into one line, by whether there is a real change for the better; for figures of the
round's month unless another period is said."""

UNCHANGED = {
    State.NEWLY_OFF_CHANGED: "Newly off target",
    State.NEWLY_OFF_BELOW_REACH: "Newly off target, and the usual range does not reach the target",
    State.STILL_OFF_WORSENING: "Still off target and getting worse",
    State.STILL_OFF_BELOW_REACH: "Still off target, and the usual range does not reach the target",
    State.STILL_OFF_IMPROVING: "Still off target, but improving",
    State.STILL_OFF_PERSISTENT: "Still off target, without a real change",
    State.EARLY_WARNING: "Getting worse, though not off target",
    State.OFF_NO_CHART: "Off target, and change cannot be told from chance",
    State.RECOVERED: "Back from off target",
}
"""What is said of measures together that stand as they did."""

FILES_NAMED = 120
"""How many characters the names of the files may take from which the figures are."""

MENU = "The menu beside an item: show it, ask the service, nominate it, watch it, or why it is here."
MENU_ELSEWHERE = "The menu beside an item: show it, watch it, or why it is here."
"""To ask the service and to nominate is a board's."""


def owed_alert(payload: Mapping[str, Any]) -> Message:
    """What is posted for an owed alert."""
    return alert_message(Alert.from_payload(dict(payload)))


def owed_rest(payload: Mapping[str, Any]) -> Message:
    """What is posted in the thread of an alert for more of its items."""
    return rest_message(AlertRest.from_payload(dict(payload)))


def alert_message(alert: Alert) -> Message:
    """The message to a reader. Raises NotInTheRecord when it would say what the alert does not hold."""
    return guarded_alert(alert, message(_parts(alert)))


def rest_message(rest: AlertRest) -> Message:
    """A message in its thread, with the items that follow. Raises as `alert_message`."""
    alert = rest.alert
    of = f", part {rest.place} of {rest.of}" if rest.of > 1 else ""
    parts = [paragraph(Bold(f"{alert.period.words}, {alert.reader_name}: the rest{of}"))]
    parts.extend(_told(alert, rest.after, first=False))
    parts.extend(named_milestones(alert))
    return guarded_facts(message(parts), record_of_rest(rest), quoted_in(alert))


def _parts(alert: Alert) -> Iterator[Part]:
    yield heading(f"{alert.period.words}: {alert.reader_name}")
    if alert.held_for:
        yield paragraph(f"This message was held back {alert.held_for}.")
    if alert.late_since is not None:
        yield paragraph(f"This message is late: it was due on {day_words(alert.late_since)}.")
    if not alert.items:
        yield paragraph(
            f"No measures are held for this {'board' if alert.is_board else 'reader'}, so there is nothing to tell."
        )
        return
    yield paragraph(_opening(alert))
    yield from _told(alert, 0, first=True)
    if others := sum(item.shown is not Shown.NAMED for item in alert.rest):
        yield paragraph(f"{others} more of these lists are in the thread below.")
    yield from _unchanged(alert)
    yield from _followed(alert)
    yield note(_totals(alert))
    yield from counted_milestones(alert)
    if alert.has_pack:
        yield paragraph("The pack for the challenge session, a Word document, is in the thread below.")
    yield note(_basis(alert))


def _told(alert: Alert, after: int, *, first: bool) -> Iterator[Part]:
    """The items that one message tells; `after` is how many have been named before them."""
    told = alert.told
    for state, title in STATED.items():
        found = [item for item in told if item.shown is Shown.STATED and item.state is state]
        if found:
            of_all = sum(item.state is state for item in alert.shown(Shown.STATED))
            yield paragraph(Bold(_title(title, of_all, first)))
        for item in found:
            yield paragraph(stated_words(alert, item))
            yield from _quotation(item)
    named = [item for item in told if item.shown is Shown.NAMED]
    if named and first:
        title = "New, changed or always named" if alert.news < len(alert.named) else "New or changed"
        yield paragraph(Bold(f"{title} ({len(alert.named)})"))
    for number, item in enumerate(named, start=after + 1):
        yield from _item(alert, item, number)
    if first and len(named) < len(alert.named):
        left = f"{len(named) + 1} to {len(alert.named)}" if len(named) + 1 < len(alert.named) else f"{len(alert.named)}"
        yield paragraph(f"{'Numbers' if ' ' in left else 'Number'} {left}: in the thread below.")
    for way, title in FOLDED.items():
        found = [item for item in told if item.shown is Shown.FOLDED and _folded_as(item) == way]
        if found:
            names = "; ".join(folded_words(alert, item) for item in found)
            of_all = sum(_folded_as(item) == way for item in alert.shown(Shown.FOLDED))
            yield paragraph(Bold(f"{_title(title.format(month=alert.period.words), of_all, first)}: "), f"{names}.")


def _folded_as(item: AlertItem) -> tuple[State, bool]:
    return item.state, item.improving


def _title(title: str, of_all: int, first: bool) -> str:
    """A heading with how many measures it is about, whether they all stand below it or not."""
    return f"{title} ({of_all})" if first else f"{title}, continued"


def _opening(alert: Alert) -> str:
    checked = counted(len(alert.items), "measure")
    missing, new = len(alert.of(State.MISSING)), alert.news
    always = len(alert.named) - new
    named = f" {always} {_is(always)} named whenever off target." if always else ""
    late = (
        f" {counted(missing, 'figure')} that {'was' if missing == 1 else 'were'} due did not come." if missing else ""
    )
    if new:
        return f"Of {checked} checked, {new} {_is(new)} new or changed since {alert.since.words}.{late}{named}"
    if missing:
        return f"Of {checked} checked, none has turned since {alert.since.words}.{late}{named}"
    return (
        f"Nothing to raise this {alert.span}: of {checked} checked, none has turned, and none that was due is missing."
        f"{named}"
    )


def _is(number: int) -> str:
    return "is" if number == 1 else "are"


def _item(alert: Alert, item: AlertItem, number: int) -> Iterator[Part]:
    words = f"{number}. {item_words(alert, item)}"
    yield Part(
        {
            "type": "section",
            "text": plain(words, limits.RICH_TEXT),
            "accessory": menu(numbered(Action.ALERT_ITEM, number), _choices(alert, item)),
        },
        words,
    )
    yield from _quotation(item)


def _choices(alert: Alert, item: AlertItem) -> Iterator[tuple[str, AlertItemRef]]:
    code = item.facts.code
    yield "Show me", AlertItemRef(ItemMove.SHOW, code)
    if alert.is_board:
        yield "Ask the service", AlertItemRef(ItemMove.ASK, code)
    if alert.is_board and item.deserves_challenge:
        yield "Nominate for surgery", AlertItemRef(ItemMove.NOMINATE, code)
    yield "Watch", AlertItemRef(ItemMove.WATCH, code)
    yield "Why is this here?", AlertItemRef(ItemMove.WHY, code)


def _quotation(item: AlertItem) -> Iterator[Part]:
    if item.quoted and item.facts.noted_on is not None:
        # In a channel the service is named, not the officer.
        yield quotation(item.quoted, f"{item.facts.service}, {day_words(item.facts.noted_on)}")


def _unchanged(alert: Alert) -> Iterator[Part]:
    states: dict[str, list[str]] = {}
    for item in alert.as_before:
        states.setdefault(UNCHANGED[item.state], []).append(item.facts.title)
    if states:
        yield paragraph(Bold(f"As in {alert.since.words} ({len(alert.as_before)})"))
        yield bullets(
            f"{words} ({len(found)}){': ' + '; '.join(found) if names_as_before(alert) else ''}."
            for words, found in states.items()
        )
        if alert.is_board and not names_as_before(alert):
            yield paragraph("For the names of those that are off target, ask me “what is off target for us?”.")


def _followed(alert: Alert) -> Iterator[Part]:
    """One line on what was named last time, and one on what is in hand."""
    if alert.followed:
        told = {item.facts.code for item in (*alert.listed, *(alert.as_before if names_as_before(alert) else ()))}
        titles: dict[Became, list[str]] = {}
        for one in alert.followed:
            if one.code not in told or one.became is Became.WITHDRAWN:
                titles.setdefault(one.became, []).append(one.title)
        words = [f"{len(found)} {became} ({'; '.join(found)})" for became, found in sorted(titles.items(), key=_first)]
        if above := len(alert.followed) - sum(map(len, titles.values())):
            words.insert(0, f"{above} told above")
        title = f"Of what was named in {alert.since.words} ({len(alert.followed)}): "
        yield paragraph(Bold(title), f"{joined(words)}.")
    hand = alert.in_hand
    words = [
        counted(count, noun, plural)
        for count, noun, plural in (
            (hand.actions, "action under way", "actions under way"),
            (hand.nominations, "open nomination", "open nominations"),
            (hand.surgeries, "surgery not yet closed", "surgeries not yet closed"),
        )
        if count
    ]
    if words:
        overdue = (
            f" Of the actions, {hand.overdue} {'is' if hand.overdue == 1 else 'are'} overdue." if hand.overdue else ""
        )
        yield paragraph(Bold("In hand: "), f"{joined(words)}.{overdue}")


def _first(found: tuple[Became, list[str]]) -> int:
    return list(Became).index(found[0])


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
    said = f"All {counted(len(alert.items), 'measure')}: {joined(parts)}."
    if reported:
        said += f" Of those reported: {joined(reported)}."
    if old := alert.without_new_figure:
        said += f" For {old} of the {len(alert.items)}, no new figure was due this {alert.span}."
    return said


def _off(alert: Alert) -> str:
    """Where the measures that are off target stand in the message."""
    ways = ((Shown.NAMED, "named"), (Shown.FOLDED, "no worse than usual"), (Shown.UNCHANGED, "as before"))
    counts = [(sum(item.state.off for item in alert.shown(shown)), words) for shown, words in ways]
    return f" ({', '.join(f'{count} {words}' for count, words in counts if count)})" if any(counts) else ""


def _basis(alert: Alert) -> str:
    plans = alert.from_business_plans
    words = f"{len(alert.items) - plans} from the scorecard"
    if not alert.unlisted:
        words += f", {plans} from business plans."
    else:
        watched = f", {plans} from business plans, which the board watches" if plans else ""
        verb = "is" if alert.unlisted_off == 1 else "are"
        unwatched = " that the board does not watch" if alert.watches else ""
        words += (
            f"{watched}. Not listed: {counted(alert.unlisted, 'business-plan measure')}{unwatched}, of which "
            f"{alert.unlisted_off or 'none'} {verb} off target."
        )
    words += f" Judged on figures entered up to {day_words(alert.closed_on)}{_files(alert)}."
    return f"{words} {MENU if alert.is_board else MENU_ELSEWHERE}" if alert.named else words


def _files(alert: Alert) -> str:
    """Which files the figures are from, by name where that takes little room."""
    if not alert.files:
        return ""
    names = joined(alert.files)
    return f", from {names if len(names) <= FILES_NAMED else counted(len(alert.files), 'file')}"
