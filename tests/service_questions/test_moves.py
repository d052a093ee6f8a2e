"""Every move of a question by every part in every state: what the tables do not allow is refused, with a reason."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from enum import StrEnum
from typing import Any

import pytest
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from perfdata.errors import IllegalMove, NotAllowed
from perfdata.lifecycle import Lifecycle
from perfdata.people import outsider
from perfdata.service_questions.answering import answer, merge, name_day
from perfdata.service_questions.asking import ask
from perfdata.service_questions.lifecycle import OPEN_QUESTION, QUESTION, QuestionMove, QuestionState
from perfdata.store.tables import AuditRow, OutboxRow, ServiceAskerRow, ServiceQuestionRow
from tests.nominating.conftest import Scene, scene
from tests.service_questions.asking import BOARD, CLERK, CODE, DIRECTOR, FORM, MEMBER, NOW, OWNER, asking

__all__ = ["scene"]

PEOPLE = {
    "a member of the board": "Councillor 3",
    "the chair": "Chair, Housing and Communities Board",
    "a member of another board": "Councillor 1",
    "the cabinet member": "Cabinet Member, Housing",
    "the leader": "Leader of the Council",
    "the owner": OWNER,
    "the director": DIRECTOR,
    "an owner of another measure": "Head of Highways",
    "the clerk": CLERK,
    "the Performance Team": "Performance Analyst",
    "the chief executive": "Chief Executive",
    "an outsider": "",
}
MAY = {
    QuestionMove.JOIN: {"a member of the board", "the chair"},
    QuestionMove.NAME_DAY: {"the owner", "the director"},
    QuestionMove.ANSWER: {"the owner", "the director", "the clerk"},
    QuestionMove.MERGE: {"the clerk"},
}


def made(session: Session, scene: Scene, who: str, move: QuestionMove, question: int, other: int) -> None:
    """Try the move as somebody."""
    title = PEOPLE[who]
    person = scene.person(title) if title else outsider("T0NORBRIDGE", "U0STRANGER")
    given: dict[str, Any] = {"person": person, "place": FORM, "now": NOW}
    if move is QuestionMove.JOIN:
        ask(session, scene.snapshot, code=CODE, board=BOARD, words="", thread_ts=None, **given)
    elif move is QuestionMove.ANSWER:
        answer(session, scene.snapshot, question_id=question, words="It is better now.", **given)
    elif move is QuestionMove.NAME_DAY:
        given |= {"day": date(2026, 12, 18), "reason": "The contractor reports then."}
        name_day(session, scene.snapshot, question_id=question, **given)
    else:
        merge(session, scene.snapshot, question_id=question, into=other, **given)


def counted(session: Session) -> list[int | None]:
    """How many rows there are that a move may write."""
    session.flush()
    return [
        session.scalar(select(func.count()).select_from(table))
        for table in (ServiceQuestionRow, ServiceAskerRow, OutboxRow, AuditRow)
    ]


def test_each_move_by_each_part_in_each_state(scene: Scene) -> None:
    question, other = asking(scene).question.id, asking(scene, code="HSG-001").question.id
    tried = refused = 0
    for state in QuestionState:
        for move in QuestionMove:
            for who in PEOPLE:
                if move is QuestionMove.JOIN and state not in OPEN_QUESTION:
                    # Nothing is there to be joined: whoever asks then asks anew.
                    continue
                allowed = who in MAY[move] and QUESTION.allows(state, move)
                with scene.database.transaction() as session, session.begin_nested() as attempt:
                    session.get_one(ServiceQuestionRow, question).state = str(state)
                    before = counted(session)
                    tried += 1
                    if allowed:
                        made(session, scene, who, move, question, other)
                        assert counted(session)[-1] == (before[-1] or 0) + 1, "what was done is on the record"
                    else:
                        with pytest.raises((NotAllowed, IllegalMove)) as error:
                            made(session, scene, who, move, question, other)
                        assert len(error.value.sentence) > 20
                        assert error.value.sentence.endswith(".")
                        assert counted(session) == before
                        refused += 1
                    attempt.rollback()
    assert tried - refused == 2 * (2 + 2 + 3 + 1)


@pytest.mark.parametrize("state", QuestionState)
@pytest.mark.parametrize("move", QuestionMove)
def test_what_the_table_does_not_name_is_refused_in_words(state: QuestionState, move: QuestionMove) -> None:
    table: Lifecycle[QuestionState, QuestionMove] = QUESTION
    named: dict[tuple[StrEnum, StrEnum], QuestionState] = {
        (source, one.name): one.target for one in table.moves for source in one.sources
    }
    after: Callable[[], QuestionState] = lambda: table.after(state, move)  # noqa: E731
    if (state, move) in named:
        assert after() is named[state, move]
        return
    with pytest.raises(IllegalMove, match=f"This question is {state.value}, so it cannot be {move.value} now."):
        after()


def test_an_open_question_is_the_only_one_that_can_move() -> None:
    assert QUESTION.ends == {QuestionState.ANSWERED, QuestionState.MERGED}
    assert {one.name for one in QUESTION.moves} == set(QuestionMove)
    assert MEMBER not in PEOPLE.values(), "whoever asked would not be joining"
