"""Asking, and dealing with what was asked, as somebody of the sample council: each in a transaction of its own."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime
from typing import Any

from sqlalchemy import select

from perfdata.permissions import Place, PlaceKind
from perfdata.service_questions.asking import Asked, ask
from perfdata.store.tables import OutboxRow
from tests.nominating.conftest import Scene

NOW = datetime(2026, 11, 24, 10, tzinfo=UTC)
FORM = Place(PlaceKind.EPHEMERAL)
MEMBER, JOINER, CHAIR = "Councillor 8", "Councillor 3", "Chair, Housing and Communities Board"
OWNER, DIRECTOR, CLERK = "Head of Council Housing", "Strategic Director, Homes", "Scrutiny Officer 2"
CODE, BOARD = "HSG-004", "HCB"
WORDS = "Why does it take so long?"


def asking(scene: Scene, title: str = MEMBER, *, code: str = CODE, board: str = BOARD, **given: Any) -> Asked:
    """Ask, and commit: in a thread of the board's channel where nothing else is given."""
    place = scene.channel(board) if board in scene.snapshot.boards else FORM
    wanted: dict[str, Any] = {"place": place, "thread_ts": "1.5", "words": WORDS, "now": NOW} | given
    with scene.database.transaction() as session:
        return ask(session, scene.snapshot, person=scene.person(title), code=code, board=board, **wanted)


def doing(scene: Scene, act: Any, title: str, question: int, **given: Any) -> Any:
    """Do something with a question, and commit."""
    with scene.database.transaction() as session:
        return act(
            session, scene.snapshot, person=scene.person(title), place=FORM, question_id=question, now=NOW, **given
        )


def told(scene: Scene, event: str = "") -> list[OutboxRow]:
    """What is owed of questions, oldest first; with `event`, of that alone."""
    with scene.database.reading() as session:
        rows = session.scalars(select(OutboxRow).where(OutboxRow.kind == "service question").order_by(OutboxRow.id))
        found = [row for row in rows if event in ("", row.payload["event"])]
        session.expunge_all()
        return found


def on(scene: Scene, day: date) -> Scene:
    """The same scene on another day."""
    return replace(scene, snapshot=replace(scene.snapshot, today=day))
