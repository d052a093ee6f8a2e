"""Watches: what somebody follows, what a board follows and why, and the private message that something has changed."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date
from itertools import count
from typing import Any

from handlers.ids import Action, BlockId, Callback, numbered
from handlers.references import MeasureRef
from handlers.views.facts import evidence_words, name_words
from handlers.views.forms import day_picker, field, text_box
from handlers.views.message import Block, Message, Part, message
from handlers.views.parts import (
    Bold,
    button,
    buttons,
    divider,
    heading,
    modal,
    note,
    paragraph,
    quotation,
)
from perfdata.asking.amounts import day_words
from perfdata.asking.wording import STATUS_WORDS
from perfdata.board_watches import LONGEST_REASON, BoardWatch, BoardWatchTold
from perfdata.boards import Board
from perfdata.measures import Measure
from perfdata.rounds import london_date
from perfdata.watch_news import Changed, WatchNews
from perfdata.watches import Outcome, Watch, Watched

PROMISE = (
    "When its status changes, or there is a real change, I tell you in a direct message, at most one a day for all "
    "that you watch. Nobody else sees what you watch."
)


def owed_news(payload: Mapping[str, Any]) -> Message:
    """What a watcher is told."""
    news = WatchNews.from_payload(dict(payload))
    parts = [paragraph("Something that you watch has changed.")]
    for number, one in enumerate(news.changes):
        parts.append(paragraph(Bold(name_words(one.facts)), f": {_change(one)}"))
        parts.append(
            buttons(
                *_own_buttons(one.facts.code, one.facts.title, number, muted=False),
            )
        )
    return message([*parts, note("To see all that you watch, type /watch.")])


def owed_board_watch(payload: Mapping[str, Any]) -> Message:
    """What a board's channel is told of its watch list."""
    told = BoardWatchTold.from_payload(dict(payload))
    watch = told.watch
    if told.ended_by:
        return message(
            [
                paragraph(
                    f"{told.ended_by} has taken “{watch.facts.title}” off the watch list of the {watch.board_name}."
                )
            ]
        )
    return message(
        [
            paragraph(Bold("On the board’s watch list: "), name_words(watch.facts)),
            paragraph(evidence_words(watch.facts)),
            quotation(watch.reason, _said_by(watch)),
            note("The board’s chair and vice chair keep this list. To see it, type /watch in this channel."),
        ]
    )


def watching(done: Watched, boards: Sequence[Board]) -> Message:
    """What somebody is told who began to watch; `boards` are those on whose list they may put it too."""
    title = done.measure.title
    first = (
        f"You now watch “{title}”. {PROMISE}" if done.outcome is Outcome.WATCHING else f"You watch “{title}” already."
    )
    pressed = _own_buttons(done.measure.code, title, 0, muted=False)
    pressed += [
        button(
            f"For the {board.name}…",
            numbered(Action.BOARD_WATCH, number),
            MeasureRef(done.measure.code, board.code),
            spoken=f"Put it on the watch list of the {board.name}",
        )
        for number, board in enumerate(boards)
    ]
    return message([paragraph(first), buttons(*pressed)])


def which(measures: Sequence[Measure]) -> Message:
    """Several measures fit the words: which one to watch."""
    pressed = [
        button(one.title, numbered(Action.WATCH, number), MeasureRef(one.code), spoken=f"Watch: {one.title}")
        for number, one in enumerate(measures)
    ]
    return message([paragraph("Which of these do you want to watch?"), buttons(*pressed)])


def listed(mine: Sequence[Watch], of_boards: Sequence[tuple[Board, Sequence[BoardWatch], bool]]) -> Message:
    """What somebody watches, and what their boards do; True for a board whose list the person keeps."""
    return message(_list(mine, of_boards))


def listed_view(mine: Sequence[Watch], of_boards: Sequence[tuple[Board, Sequence[BoardWatch], bool]]) -> Block:
    """The same as a modal."""
    return modal("What you watch", [part.block for part in _list(mine, of_boards)])


def mine(watches: Sequence[Watch], numbers: Iterator[int]) -> Iterator[Part]:
    """A person's own watches, each with what can be done about it; `numbers` tell the buttons apart."""
    if not watches:
        yield paragraph("You watch nothing. To begin, press Watch under an answer, or type /watch and the measure.")
    for one in watches:
        silent = f" Muted until {day_words(one.muted_until)}." if one.muted_until is not None else ""
        yield paragraph(Bold(name_words(one.facts)), f". {evidence_words(one.facts)}{silent}")
        yield buttons(*_own_buttons(one.facts.code, one.facts.title, next(numbers), muted=one.muted_until is not None))


def mute_form(measure: Measure, today: date) -> Block:
    """The form that asks until when nothing is to be told."""
    block = field(
        BlockId.UNTIL,
        "Tell me nothing until the end of",
        day_picker(Action.UNTIL, today),
        hint="What has changed by then, you are told afterwards.",
    )
    return modal(
        "Mute a watch",
        [paragraph(Bold(measure.title)).block, block],
        close="Cancel",
        submit="Mute",
        callback=Callback.MUTE,
        reference=MeasureRef(measure.code),
    )


def muted_view(title: str, until: date) -> Block:
    """What the form turns into."""
    return modal("Mute a watch", [paragraph(f"“{title}” is muted until the end of {day_words(until)}.").block])


def board_form(measure: Measure, board: Board) -> Block:
    """The form in which a chair says why the board should watch a measure."""
    block = field(
        BlockId.REASON,
        "Why should the board watch it?",
        text_box(Action.REASON, LONGEST_REASON),
        hint="The board’s channel is told, with this reason.",
    )
    return modal(
        "The board’s watch list",
        [paragraph(Bold(measure.title), f", for the {board.name}.").block, block],
        close="Cancel",
        submit="Put on the list",
        callback=Callback.BOARD_WATCH,
        reference=MeasureRef(measure.code, board.code),
    )


def board_outcome(watch: BoardWatch) -> Block:
    """What that form turns into."""
    words = f"“{watch.facts.title}” is on the watch list of the {watch.board_name}. The board’s channel is being told."
    return modal("The board’s watch list", [paragraph(words).block])


def said(sentence: str) -> Message:
    """One sentence to the person who pressed."""
    return message([paragraph(sentence)])


def board_list(watches: Sequence[BoardWatch]) -> Iterator[Part]:
    """A board's watch list as its members read it."""
    for one in watches:
        yield paragraph(Bold(name_words(one.facts)), f". {evidence_words(one.facts)}")
        yield quotation(one.reason, _said_by(one))


def _list(own: Sequence[Watch], of_boards: Sequence[tuple[Board, Sequence[BoardWatch], bool]]) -> Iterable[Part]:
    numbers = count()
    yield heading("What you watch")
    yield from mine(own, numbers)
    for board, watches, keeps in of_boards:
        yield divider()
        yield heading(f"What the {board.name} watches")
        if not watches:
            yield paragraph("Nothing yet. The board’s chair and vice chair keep this list.")
        for one in watches:
            yield from board_list([one])
            if keeps:
                yield buttons(
                    button(
                        "Take off the list",
                        numbered(Action.BOARD_UNWATCH, next(numbers)),
                        MeasureRef(one.facts.code, board.code),
                        spoken=f"Take off the board’s watch list: {one.facts.title}",
                    )
                )


def _own_buttons(code: str, title: str, number: int, *, muted: bool) -> list[Block]:
    about = MeasureRef(code)
    silence = (
        button("Unmute", numbered(Action.UNMUTE, number), about, spoken=f"Unmute: {title}")
        if muted
        else button("Mute until…", numbered(Action.MUTE, number), about, spoken=f"Mute until a date: {title}")
    )
    return [
        button("Stop watching", numbered(Action.UNWATCH, number), about, spoken=f"Stop watching: {title}"),
        silence,
    ]


def _change(one: Changed) -> str:
    now = STATUS_WORDS[one.status]
    if one.status is not one.status_before:
        words = f"it was {STATUS_WORDS[one.status_before]} and is {now} now."
    else:
        words = f"still {now}."
    latest = f" The latest figure is {one.latest_words}, for {one.latest_period}." if one.latest_words else ""
    return f"{words}{latest}{f' {one.why}' if one.why else ''}"


def _said_by(watch: BoardWatch) -> str:
    return f"{watch.title}, {day_words(london_date(watch.since))}"
