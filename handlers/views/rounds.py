"""A month's round as the Performance Team reads it: what is open, the preview, what was decided, how far it is."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from handlers.ids import Action, BlockId, Callback, numbered
from handlers.references import RoundRef
from handlers.views.forms import field, text_box
from handlers.views.guarding import guarded_alert
from handlers.views.message import Block, Message, Part, message
from handlers.views.parts import Bold, bullets, button, buttons, heading, modal, note, paragraph
from perfdata.alerts import Alert, AlertItem
from perfdata.alerts.cycle import RoundMove
from perfdata.alerts.round_news import Happened, PostLine, ReaderLine, RoundNews
from perfdata.alerts.steps import LONGEST_REASON
from perfdata.asking.amounts import counted, day_words, joined
from perfdata.asking.wording import ended
from perfdata.care import WHAT_IS_HELD
from perfdata.periods import Period

LABELS = {
    RoundMove.RELEASE: "Release",
    RoundMove.HOLD: "Hold",
    RoundMove.ACCEPT: "Accept as it is",
    RoundMove.CHECK: "Check again",
    RoundMove.RESUME: "Resume",
}
ASKED = {
    RoundMove.RELEASE: "Each reader gets its message as it was previewed.",
    RoundMove.HOLD: "Nobody is told until the round is resumed. What has not been posted yet is taken back.",
    RoundMove.ACCEPT: "The figures stay as they are. Your reason is kept with the round.",
    RoundMove.CHECK: "The figures are looked at anew. If nothing is open, each message is previewed.",
    RoundMove.RESUME: "The round is checked again.",
}


def owed_news(payload: Mapping[str, Any]) -> Message:
    """What is posted in the team's channel about a round."""
    news = RoundNews.from_payload(dict(payload))
    return message(_TELL[news.what](news))


def owed_why(payload: Mapping[str, Any]) -> Message:
    """Above a preview: why each item is in its message."""
    alert = Alert.from_payload(dict(payload))
    parts = [paragraph(Bold(f"{alert.reader_name}: why each item is in the message below"))]
    lines = [_why(alert, item) for item in alert.listed]
    parts.append(bullets(lines) if lines else paragraph("No item is named: there is nothing to raise."))
    return guarded_alert(alert, message(parts))


def form(month: Period, move: RoundMove) -> Block:
    """What is asked before a step is taken: why, which only a release may leave out."""
    optional = move in (RoundMove.RELEASE, RoundMove.CHECK)
    return modal(
        f"{LABELS[move]}: {month.label}",
        [
            paragraph(ASKED[move]).block,
            field(BlockId.REASON, "Why?", text_box(Action.REASON, LONGEST_REASON), optional=optional),
        ],
        close="Cancel",
        submit=LABELS[move],
        callback=Callback.ROUND,
        reference=RoundRef(month.start.isoformat(), move.name),
    )


def done_view(move: RoundMove, sentence: str) -> Block:
    """What that form turns into."""
    return modal(LABELS[move], [paragraph(sentence).block])


def _presses(news: RoundNews, *moves: RoundMove) -> Part:
    month = news.period.start.isoformat()
    return buttons(
        *(
            button(
                LABELS[move],
                numbered(Action.ROUND, number),
                RoundRef(month, move.name),
                spoken=f"{LABELS[move]}: {news.period.words}",
                primary=move is RoundMove.RELEASE,
            )
            for number, move in enumerate(moves)
        )
    )


def _questions(news: RoundNews) -> Sequence[Part]:
    parts = [
        heading(f"{news.period.words}: not checked yet"),
        paragraph(
            f"{_until(news)} please mend each of these at its source and load it again, or accept it with a reason."
        ),
    ]
    if news.questions:
        parts.append(bullets(news.questions))
    if news.hidden:
        parts.append(note(f"{news.hidden} more: see them all with bot.py round show."))
    return [*parts, _presses(news, RoundMove.ACCEPT, RoundMove.CHECK, RoundMove.HOLD)]


def _until(news: RoundNews) -> str:
    """By when what is open should be mended."""
    if news.released_on is None:
        return "Before this round can be released,"
    return f"The calendar releases this round on {day_words(news.released_on)}, unless it is held. Until then,"


def _previewed(news: RoundNews) -> Sequence[Part]:
    until = (
        f"The calendar releases it on {day_words(news.released_on)}, unless it is held."
        if news.released_on is not None
        else "Nobody is told until somebody releases it."
    )
    return [
        heading(f"{news.period.words}: ready to be released"),
        paragraph(
            f"The figures entered up to {day_words(news.closed_on)} have been checked. Below, in this thread, is "
            f"each message exactly as it will be posted, and why each item is in it. {until}"
        ),
        bullets(map(_reader, news.readers)),
        _presses(news, RoundMove.RELEASE, RoundMove.HOLD),
    ]


def _reader(line: ReaderLine) -> Sequence[str | Bold]:
    new = f"{line.new} new or changed since {line.since.words}" if line.new else "nothing new"
    return Bold(line.name), f": {new}, of {counted(line.measures, 'measure')}"


def _why(alert: Alert, item: AlertItem) -> Sequence[str | Bold]:
    before = f" (in {alert.since.words}: {item.before})" if item.before not in (None, item.state) else ""
    return Bold(item.facts.title), f": {item.state}{before}.{f' {item.remark}' if item.remark else ''}"


def _held(news: RoundNews) -> Sequence[Part]:
    taken = f" Taken back before they were posted: the messages to {joined(news.names)}." if news.names else ""
    return [
        paragraph(Bold(f"The round of {news.period.words} is held"), f" by {news.by}: {ended(news.reason)}{taken}"),
        _presses(news, RoundMove.RESUME),
    ]


def _resumed(news: RoundNews) -> Sequence[Part]:
    return [paragraph(Bold(f"The round of {news.period.words} is resumed"), f" by {news.by}: {ended(news.reason)}")]


def _released(news: RoundNews) -> Sequence[Part]:
    why = f" {ended(news.reason)}" if news.reason else ""
    later = f" On the day that they have chosen: {joined(news.names)}." if news.names else ""
    return [
        paragraph(
            Bold(f"Released by {news.by}."), f"{why} {counted(news.all, 'reader')} will be told now.{later}"
        )
    ]  # fmt: skip


def _under_way(news: RoundNews) -> Sequence[Part]:
    if news.done == news.all:
        return [paragraph(f"{news.period.words}: all {counted(news.all, 'message')} posted, private ones included.")]
    return [paragraph(f"{news.period.words}: {news.done} of {counted(news.all, 'message')} posted so far.")]


def _posted(news: RoundNews) -> Sequence[Part]:
    told = "the one reader has" if news.all == 1 else f"all {news.all} readers have"
    return [paragraph(f"{news.period.words}: {told} been told.")]


def _stopped(news: RoundNews) -> Sequence[Part]:
    return [
        paragraph(
            f"{news.period.words}: {news.done} of {counted(news.all, 'reader')} told. The rest could not be: what to "
            "do is said in this channel. When it is put right, bot.py round release-again tells them."
        )
    ]


def _unheld_posts(news: RoundNews) -> Sequence[Part]:
    one = len(news.posts) == 1
    return [
        paragraph(
            Bold(f"{news.period.words}: {counted(len(news.posts), 'reader')} cannot be told"),
            ", as it is not one person who holds the post:",
        ),
        bullets([(Bold(line.name), f": {_who_holds(line)}.") for line in news.posts]),
        paragraph(
            "Please correct the title in the file of people and load it, or the post in readers.toml and start the bot "
            f"again. Then {'this reader is' if one else 'they are'} told by the bot, late."
        ),
    ]


def _who_holds(line: PostLine) -> str:
    held = f"{line.holders} people hold" if line.holders else "nobody holds"
    return f"{held} the post “{line.post}”"


def _pre_election(news: RoundNews) -> Sequence[Part]:
    return [
        heading(f"Pre-election period until {day_words(news.closed_on)}"),
        paragraph(f"It is for {news.reason}. {WHAT_IS_HELD}"),
        note("The dates are in calendar.toml."),
    ]


_TELL: Mapping[Happened, Callable[[RoundNews], Sequence[Part]]] = {
    Happened.QUESTIONS: _questions,
    Happened.PREVIEWED: _previewed,
    Happened.HELD: _held,
    Happened.RESUMED: _resumed,
    Happened.RELEASED: _released,
    Happened.UNDER_WAY: _under_way,
    Happened.POSTED: _posted,
    Happened.STOPPED: _stopped,
    Happened.UNHELD_POSTS: _unheld_posts,
    Happened.PRE_ELECTION: _pre_election,
}
