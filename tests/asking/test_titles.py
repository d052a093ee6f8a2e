"""Every measure is found by its own title, in a sentence, without its capitals, and by its code."""

from __future__ import annotations

from perfdata.asking import Asking, Context
from perfdata.asking.answers import Answer
from perfdata.asking.queries import Query
from perfdata.snapshot import Snapshot


def found(asking: Asking, snapshot: Snapshot, context: Context, text: str) -> tuple[str, ...]:
    reading = asking.understand(text, snapshot, context)
    return reading.measures if isinstance(reading, Query) else ()


def test_by_title(asking: Asking, snapshot: Snapshot, insider: Context) -> None:
    missed = [
        (code, text)
        for code, one in snapshot.measures.items()
        for text in (one.title, one.title.lower(), f"how is {one.title} doing?")
        if found(asking, snapshot, insider, text) != (code,)
    ]
    assert missed == []


def test_by_code(asking: Asking, snapshot: Snapshot, insider: Context) -> None:
    missed = [
        (code, text)
        for code in snapshot.measures
        for text in (code, code.lower(), code.replace("-", ""), f"what is {code} at")
        if found(asking, snapshot, insider, text) != (code,)
    ]
    assert missed == []


def test_definitions_by_title(asking: Asking, snapshot: Snapshot, insider: Context) -> None:
    for code, one in snapshot.measures.items():
        reply = asking.reply(f"definition of {one.title}", snapshot, insider)
        assert isinstance(reply, Answer), (one.title, reply)
        assert code in reply.query.measures or snapshot.measures[reply.query.measures[0]].description == one.description
