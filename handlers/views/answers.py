"""Answers, questions put back, refusals: from what the domain replied to what people read."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace
from typing import Any

from handlers.ids import Action, numbered
from handlers.references import AskTeamRef, FeedbackRef, FigureRef, FiguresRef, MeasureRef, QueryRef
from handlers.views.charts import chart_buttons, native_charts
from handlers.views.explanations import explanation, first_time
from handlers.views.guarding import guarded
from handlers.views.message import Block, Message, Part, message
from handlers.views.owners_words import comment_button
from handlers.views.parts import Bold, bullets, button, buttons, divider, modal, note, opinion, paragraph, quotation
from perfdata.asking.amounts import day_words
from perfdata.asking.answers import Answer, Item, Quotation, Receipt
from perfdata.asking.queries import Choice, Facet, Kind, Option, Query, Refusal
from perfdata.asking.replies import Reply, thaw

RECEIPTS = 20
"""How many figures one button stands for: what fits into its value, with room to spare."""


def owed_reply(payload: Mapping[str, Any]) -> Message:
    """What is posted for an owed reply, by whichever process posts it."""
    noted = payload.get("noted")
    return reply(
        thaw(payload),
        team=AskTeamRef(noted=noted) if noted else None,
        feedback=True,
        explains=bool(payload.get("explains")),
    )


def reply(
    said: Reply,
    *,
    share: bool = False,
    team: AskTeamRef | None = None,
    feedback: bool = False,
    explains: bool = False,
) -> Message:
    """A reply as a message.

    With `share`, an answer can be shown to the channel by pressing a button; with `team`, a question that was not
    answered can be put to the Performance Team; with `feedback`, an answer can be said to be right or not; with
    `explains`, an answer offers how a real change is told from chance.
    Raises NotInTheRecord when it would say a numeral that the reply does not hold.
    """
    if isinstance(said, Answer):
        return guarded(said, _answer(said, share, feedback, explains))
    return guarded(said, _message(said, team))


def _message(said: Choice | Refusal, team: AskTeamRef | None) -> Message:
    if isinstance(said, Choice):
        return message([paragraph(said.sentence), *_options(said.options)])
    asking = [buttons(button("Ask the Performance Team", Action.ASK_TEAM, team))] if team is not None else []
    return message([*map(paragraph, said.sentences), *_options(said.nearest), *asking])


def answer_view(said: Reply, *, explains: bool = False) -> Block:
    """A reply as a modal, to be read and closed: all that its message says, without what there is to press.

    With `explains`, it ends with how a real change is told from chance.
    """
    if isinstance(said, Answer):
        # Slack's charts stand in messages only.
        parts = _answer_parts(replace(said, charts=()), whole=True)
        if explains:
            parts += [divider(), *explanation()]
        return modal("The figures", [part.block for part in parts])
    sentences = (said.sentence,) if isinstance(said, Choice) else said.sentences
    return modal("The figures", [paragraph(sentence).block for sentence in sentences])


def receipt_view(receipts: Iterable[tuple[Receipt | Refusal, int]], more: int = 0) -> Block:
    """The modal that says where figures came from. Each receipt comes with the revision that the message stated."""
    parts: list[Part] = []
    for one, stated in receipts:
        if isinstance(one, Refusal):
            parts += map(paragraph, one.sentences)
            continue
        parts += [paragraph(Bold(one.figure.title)), bullets(one.lines)]
        if one.figure.revision != stated:
            parts.append(note(f"The message states revision {stated}; the figure has been revised since."))
    if more:
        parts.append(note(f"{more} more figures of this message are not shown here. Ask for one of them by name."))
    return modal("Where this is from", [part.block for part in parts])


def query_ref(query: Query) -> QueryRef:
    """A query for a button to carry, without the evidence, which is for people to read."""
    return QueryRef(replace(query, evidence=()).to_payload())


def _answer(answer: Answer, share: bool, feedback: bool, explains: bool) -> Message:
    parts = [*_answer_parts(answer), *([first_time()] if explains else []), *_options(answer.options)]
    if pressed := _answer_buttons(answer, share):
        parts.append(buttons(*pressed))
    if feedback and answer.figures:
        codes = {one.code for one in answer.figures}
        about = codes.pop() if len(codes) == 1 else ""
        parts.append(opinion(Action.FEEDBACK, FeedbackRef(right=True), FeedbackRef(about=about)))
    return message(parts)


def _answer_parts(answer: Answer, *, whole: bool = False) -> list[Part]:
    """What an answer says; of a list as far as a message should go, or all of it."""
    parts = [_spoken(words, answer) for words in answer.paragraphs]
    parts += [quotation(one.words, _said_by(one)) for one in answer.quotations]
    parts += native_charts(answer.charts)
    shown = answer.items if whole or not answer.shown else answer.items[: answer.shown]
    if shown:
        parts.append(bullets(_item(item) for item in shown))
    if more := len(answer.items) - len(shown):
        parts.append(note(f"{more} more of {len(answer.items)}: press “Show all”."))
    return [*parts, *(note(words) for words in answer.notes)]


def _said_by(one: Quotation) -> str:
    about = f" on {one.about}" if one.about else ""
    return f"{one.role}{about}, {day_words(one.entered_on)}"


def _spoken(words: str, answer: Answer) -> Part:
    """A paragraph, with the title that it begins with set in bold: what a reader's eye looks for."""
    known = [*(one.title for one in answer.figures), *(one.title for one in answer.definitions)]
    titles = [title for title in known if words.startswith(f"{title}: ")]
    if not titles:
        return paragraph(words)
    title = max(titles, key=len)
    return paragraph(Bold(title), words[len(title) :])


def _item(item: Item) -> tuple[Bold | str, ...]:
    facts = ", ".join(fact for fact in (item.status, item.value, item.period, item.detail) if fact)
    return Bold(item.title), f": {facts}"


def _answer_buttons(answer: Answer, share: bool) -> list[Block]:
    if answer.kind is Kind.WATCH:
        return _watch_buttons(answer)
    pressed: list[Block] = []
    if share:
        pressed.append(button("Share in this channel", Action.SHARE, query_ref(answer.query), primary=True))
    codes = {one.code for one in answer.figures}
    if len(codes) == 1:
        about = max(answer.figures, key=lambda one: one.due_on)
        pressed += chart_buttons(about.code, about.period)
    if stated := [FigureRef(one.code, one.period, one.revision) for one in answer.figures]:
        shown, more = tuple(stated[:RECEIPTS]), max(len(stated) - RECEIPTS, 0)
        pressed.append(button("Where is this from?", Action.RECEIPT, FiguresRef(shown, more)))
    if answer.shown and len(answer.items) > answer.shown:
        pressed.append(button(f"Show all {len(answer.items)}", Action.SHOW, query_ref(answer.query)))
    if answer.may_comment and len(codes) == 1:
        pressed.append(comment_button(about.code, about.title, Action.COMMENT))
    if len(codes) == 1:
        pressed.append(
            button("Nominate", Action.NOMINATE, MeasureRef(about.code), spoken=f"Nominate for surgery: {about.title}")
        )
        pressed.append(
            button(
                "Ask the service",
                Action.ASK_SERVICE,
                MeasureRef(about.code),
                spoken=f"Ask the service: {about.title}",
            )
        )
        pressed.append(button("Watch", Action.WATCH, MeasureRef(about.code), spoken=f"Watch: {about.title}"))
    return pressed


def _watch_buttons(answer: Answer) -> list[Block]:
    """For each measure that somebody wants to be told of, or no more, the press that does it; and what they watch."""
    words, act = ("Stop watching", Action.UNWATCH) if Facet.STOP in answer.query.facets else ("Watch", Action.WATCH)
    pressed = [
        button(f"{words} {one.title}", numbered(act, number), MeasureRef(one.code))
        for number, one in enumerate(answer.items)
    ]
    return [*pressed, button("What I watch", Action.WATCHES)]


def _options(options: Iterable[Option]) -> list[Part]:
    offered = list(options)
    if not offered:
        return []
    lines = [(Bold(one.label), f": {one.detail}" if one.detail else "") for one in offered]
    pressed = [
        button(one.label, numbered(Action.CHOOSE, number), query_ref(one.query)) for number, one in enumerate(offered)
    ]
    return [bullets(lines), buttons(*pressed)]
