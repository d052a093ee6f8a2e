"""The Home tab: boards or services this month in words and numbers, what to press, and what can be asked."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date
from itertools import count

from handlers.ids import Action, numbered
from handlers.references import MeasureRef
from handlers.views import backlog, watches
from handlers.views.answers import query_ref
from handlers.views.facts import evidence_words, name_words
from handlers.views.message import Block, Part
from handlers.views.parts import (
    Bold,
    Channel,
    beside,
    bullets,
    button,
    buttons,
    divider,
    heading,
    home_tab,
    note,
    paragraph,
)
from perfdata.asking.amounts import counted, day_words
from perfdata.asking.queries import Kind, Query
from perfdata.facts import Facts
from perfdata.home import BoardMonth, Counts, Home, ServicesMonth, Shown, Watchkeeping
from perfdata.measures import Tier
from perfdata.rounds import london_date
from perfdata.surgeries.nomination import Nomination
from perfdata.verdicts.status import Status

NOMINATIONS_SHOWN = 10
BOARD_WATCHES_SHOWN = 5
QUESTIONS_SHOWN = 5

_STATUSES: Mapping[Status, str] = {
    Status.OFF_TARGET: "off target",
    Status.MISSING: "not reported",
    Status.SLIGHTLY_OFF: "slightly off target",
    Status.SUPPRESSED: "withheld",
    Status.ON_TARGET: "on target",
    Status.NO_TARGET: "without a target",
}
"""In the order of what deserves attention."""

_TIERS: Mapping[Tier, str] = {Tier.SCORECARD: "Scorecard", Tier.BUSINESS_PLAN: "Business plans"}


def home_view(home: Home) -> Block:
    """What `views.publish` takes."""
    return home_tab(tuple(_parts(home, count())))


def problem(sentence: str) -> Block:
    """A Home that says what went wrong."""
    return home_tab([paragraph(sentence)])


def _parts(home: Home, numbers: Iterator[int]) -> Iterator[Part]:
    if home.refusal:
        yield paragraph(home.refusal)
        return
    if home.note:
        yield note(home.note)
    if home.boards:
        yield heading("My boards this month" if len(home.boards) > 1 else "My board this month")
    for month in home.boards:
        yield from _board(month, numbers)
        yield divider()
    if home.services is not None:
        yield from _services(home.services, numbers)
        yield divider()
    if home.watchkeeping is not None:
        yield from _watchkeeping(home.watchkeeping, numbers, home.today)
        yield divider()
    yield heading("What I watch")
    yield from watches.mine(home.watches, numbers)
    yield divider()
    yield heading("What I can ask")
    yield paragraph("Write to me under Messages, or mention me in a channel. For example:")
    yield bullets(f"“{example}”" for example in home.examples)
    yield note(f"From the figures held on {day_words(home.today)}.")


def _board(month: BoardMonth, numbers: Iterator[int]) -> Iterator[Part]:
    board = month.board
    yield paragraph(Bold(board.name))
    if board.next_meeting is not None:
        yield paragraph(f"Next meeting: {day_words(board.next_meeting)}.")
    yield _counts(month.counts)
    yield from _measures(
        "Newly off target", month.newly_off, f": what is newly off target for the {board.name}?", numbers
    )
    yield from _nominations(month)
    if month.watches:
        yield paragraph(Bold(f"On the board’s watch list ({len(month.watches)})"))
        yield from watches.board_list(month.watches[:BOARD_WATCHES_SHOWN])
    if (more := len(month.watches) - BOARD_WATCHES_SHOWN) > 0:
        yield note(f"{more} more. To see all, use /watch in the board’s channel.")
    if month.may_nominate:
        yield buttons(
            button(
                "Nominate an indicator",
                numbered(Action.NOMINATE, next(numbers)),
                MeasureRef("", board.code),
                spoken=f"Nominate an indicator for surgery: {board.name}",
            )
        )


def _services(month: ServicesMonth, numbers: Iterator[int]) -> Iterator[Part]:
    yield heading("My services this month" if len(month.names) > 1 else "My service this month")
    yield paragraph(Bold(", ".join(month.names)))
    yield _counts(month.counts)
    each = " for each service, as in" if len(month.names) > 1 else ""
    yield from _measures("Off target", month.off_target, f"{each}: what is off target in {month.names[0]}?", numbers)


def _watchkeeping(month: Watchkeeping, numbers: Iterator[int], today: date) -> Iterator[Part]:
    yield heading("For the Performance Team")
    yield from _measures("Not reported", month.missing, ": what is missing?", numbers)
    if month.troubled:
        yield paragraph(
            f"{counted(month.troubled, 'message')} could not be posted, or may not have been. "
            "Each was reported in your channel when it happened, with what to do."
        )
    else:
        yield paragraph("No message has failed.")
    if not month.questions:
        yield paragraph("No question waits for your reply.")
        return
    yield paragraph(Bold(f"Questions that wait for your reply ({len(month.questions)})"))
    yield from backlog.open_list(month.questions[:QUESTIONS_SHOWN], today)
    if (more := len(month.questions) - QUESTIONS_SHOWN) > 0:
        yield note(f"{more} more, with a later date. They stand in your channel.")


def _counts(counts: Counts) -> Part:
    return bullets(
        (Bold(_TIERS[tier]), f", {counted(sum(counts[tier].values()), 'measure')}{_by_status(counts[tier])}.")
        for tier in Tier
    )


def _by_status(counts: Mapping[Status, int]) -> str:
    words = [f"{counts[status]} {said}" for status, said in _STATUSES.items() if status in counts]
    return f": {', '.join(words)}" if words else ""


def _measures(title: str, shown: Shown, how: str, numbers: Iterator[int]) -> Iterator[Part]:
    """The measures with a button each for the whole answer, and how to ask for those that are left out."""
    if not shown.facts:
        yield paragraph(f"{title}: none.")
        return
    yield paragraph(Bold(f"{title} ({len(shown.facts) + shown.more})"))
    for facts in shown.facts:
        yield beside(f"{name_words(facts)}. {evidence_words(facts)}", _show(facts, next(numbers)))
    if shown.more:
        yield note(f"{shown.more} more. To see all, ask me{how}")


def _show(facts: Facts, number: int) -> Block:
    query = Query(Kind.STATUS, (facts.code,))
    return button("Show", numbered(Action.SHOW, number), query_ref(query), spoken=f"Show: {facts.title}")


def _nominations(month: BoardMonth) -> Iterator[Part]:
    if not month.nominations:
        yield paragraph("Nominated for surgery: nothing yet.")
        return
    yield paragraph(
        Bold(f"Nominated for surgery ({len(month.nominations)})"),
        ", to be seconded in ",
        Channel(month.board.channel_id),
    )
    yield bullets(map(_nomination, month.nominations[:NOMINATIONS_SHOWN]))
    if (more := len(month.nominations) - NOMINATIONS_SHOWN) > 0:
        yield note(f"{more} more. To see all, use /surgery in the board’s channel.")


def _nomination(nomination: Nomination) -> tuple[Bold | str, ...]:
    when = day_words(london_date(nomination.nominated_at))
    seconds = (
        f"seconded by {'; '.join(one.title for one in nomination.seconds)}"
        if nomination.seconds
        else "not seconded yet"
    )
    return Bold(nomination.facts.title), f": nominated by {nomination.title} on {when}, {seconds}."
