"""`bot.py ask`: the answer that Slack would get, to read or as JSON for other programs."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from time import perf_counter
from typing import Any

from handlers.views import answers as views
from perfdata.asking import Asking
from perfdata.asking.answers import Answer, Figure
from perfdata.asking.explaining import explained
from perfdata.asking.queries import Choice, Context, Query, Refusal, Span
from perfdata.asking.replies import Reply, reading_of
from perfdata.errors import BadInput, NotFound, ScrutineerError
from perfdata.people import Person, Role
from perfdata.permissions import TERMINAL, Place, PlaceKind
from perfdata.snapshot import Snapshot

DIRECT = "dm"


@dataclass(frozen=True, slots=True)
class Asked:
    """One question with its answer, as told, and how long both took, in milliseconds."""

    reply: Reply
    elapsed_ms: float


def ask(asking: Asking, snapshot: Snapshot, text: str, context: Context) -> Asked:
    """Put one question."""
    began = perf_counter()
    reply = asking.reply(text, snapshot, context)
    return Asked(reply, (perf_counter() - began) * 1000)


def somebody(snapshot: Snapshot, named: str | None) -> Person:
    """The person with that user id or role title; without a name, some board member. Raises NotFound."""
    if named is None:
        return Person(snapshot.council.team_id, "", "a board member", frozenset({Role.MEMBER}))
    wanted = named.strip().casefold()
    found = [one for one in snapshot.people.values() if wanted in (one.user_id.casefold(), one.title.casefold())]
    if not found:
        raise NotFound(f"Nobody here has the user id or the role title “{named}”. people.csv lists both.")
    return found[0]


def somewhere(snapshot: Snapshot, named: str | None, *, alone: bool) -> Place:
    """The channel with that name or id, or a direct message; without a name, the terminal or an open channel.

    `alone` says that a person was named: then they are asking at the terminal, where nobody else reads.
    Raises NotFound for a channel that the council's data do not name.
    """
    if named is None:
        return TERMINAL if alone else Place(PlaceKind.CHANNEL)
    if named.strip().casefold() == DIRECT:
        return Place(PlaceKind.DIRECT)
    wanted = named.strip().lstrip("#").casefold()
    for board in snapshot.boards.values():
        if wanted in (board.channel_id.casefold(), board.channel_name.casefold()):
            return snapshot.place(board.channel_id)
    for channel_id in (snapshot.council.performance_channel, snapshot.council.chief_officers_channel):
        if wanted == channel_id.casefold():
            return snapshot.place(channel_id)
    raise NotFound(f"No board's channel is called “{named}”. Give its name, its id, or {DIRECT}.")


def as_json(asked: Asked) -> dict[str, Any]:
    """The answer, its figures and the message as other programs read them."""
    reply, message = asked.reply, views.reply(asked.reply)
    about = reply.query if isinstance(reply, Answer) else reply if isinstance(reply, Refusal) else Query(reply.kind)
    query = about if isinstance(about, Query) else Query(reply.kind)
    return {
        "kind": str(reply.kind),
        "measures": list(about.measures),
        "filter": dict(query.filter.terms) if query.filter is not None else {},
        "period": _period(about.stretch if isinstance(about, Query) else about.span),
        "candidates": list(reply.candidates) if isinstance(reply, Choice) else [],
        "figures": [_figure(one) for one in reply.figures] if isinstance(reply, Answer) else [],
        "text": message["text"],
        "blocks": message["blocks"],
        "elapsed_ms": round(asked.elapsed_ms, 3),
    }


def as_text(asked: Asked, *, explain: bool = False) -> str:
    """The message's own words, which a screen reader hears; with `explain`, then why the question was read so."""
    text: str = views.reply(asked.reply)["text"]
    return "\n".join((text, "", *explained(reading_of(asked.reply)))) if explain else text


def answer_batch(
    asking: Asking, snapshot: Snapshot, path: Path, context: Context, named_place: str | None
) -> Iterator[dict[str, Any]]:
    """An answer for each line of a file of questions, in their order, each with its `id`.

    Raises BadInput, naming the line, for one that is not a JSON object with `id` and `text`.
    """
    for number, line in enumerate(_lines(path), start=1):
        if not line.strip():
            continue
        question = _question(path, number, line)
        try:
            own = context
            if question.get("as"):
                person = somebody(snapshot, str(question["as"]))
                own = replace(own, person=person, place=somewhere(snapshot, named_place, alone=True))
            own = asking.after(map(str, question.get("thread_prior") or ()), snapshot, own)
            yield {"id": question["id"], **as_json(ask(asking, snapshot, str(question["text"]), own))}
        except ScrutineerError as error:
            raise BadInput(f"{path}, line {number}: {error.sentence}") from None


def _lines(path: Path) -> list[str]:
    try:
        return path.read_text(encoding="utf-8").splitlines()
    except (OSError, UnicodeDecodeError):
        raise BadInput(f"{path} cannot be read. It must be a text file in UTF-8 with one JSON object a line.") from None


def _question(path: Path, number: int, line: str) -> Mapping[str, Any]:
    try:
        question = json.loads(line)
    except json.JSONDecodeError:
        question = None
    if not isinstance(question, dict) or not {"id", "text"} <= question.keys():
        raise BadInput(f"{path}, line {number}: this is not a JSON object with “id” and “text”.")
    return question


def _period(span: Span | None) -> dict[str, str] | None:
    if span is None:
        return None
    return {"start": "{}-{:02d}".format(*span.start), "end": "{}-{:02d}".format(*span.end)}


def _figure(figure: Figure) -> dict[str, Any]:
    return {
        "measure": figure.code,
        "period": figure.period,
        "value": None if figure.value is None else format(figure.value, "f"),
        "unit": figure.unit,
        "target": None if figure.target is None else format(figure.target, "f"),
        "status": str(figure.status),
        "provisional": figure.provisional,
        "revision": figure.revision,
        "source": f"{figure.source_file}, row {figure.source_row}" if figure.source_file else None,
    }
