"""Asking the service: one open question a board and measure, whoever was first; who is told what, where, and when."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import date
from threading import Barrier

import pytest
from sqlalchemy import select

from handlers.views.service_questions import owed_question
from perfdata import audit
from perfdata.asking.service_words import asked_of_service
from perfdata.errors import BadInput, IllegalMove, NotAllowed, NotFound, Refused
from perfdata.reminders import send_waiting
from perfdata.service_questions.answering import answer, merge, name_day
from perfdata.service_questions.asking import Outcome
from perfdata.service_questions.chasing import Stage, chase, stage_on
from perfdata.service_questions.forgetting import forget
from perfdata.service_questions.lifecycle import QuestionState
from perfdata.service_questions.listing import asked_until, waiting
from perfdata.store.tables import AuditRow, OutboxRow, ReminderRow, ServiceAskerRow, ServiceQuestionRow
from tests.nominating.conftest import Scene, scene
from tests.service_questions.asking import (
    BOARD,
    CHAIR,
    CLERK,
    CODE,
    DIRECTOR,
    FORM,
    JOINER,
    MEMBER,
    NOW,
    OWNER,
    WORDS,
    asking,
    doing,
    on,
    told,
)  # fmt: skip

__all__ = ["scene"]

DAY = date(2026, 12, 1)
REASON = "The contractor reports on that day."


def test_the_owner_is_asked_with_the_figure_and_a_day(scene: Scene) -> None:
    done = asking(scene)
    assert (done.outcome, done.question.reply_by, done.question.state) == (Outcome.ASKED, DAY, QuestionState.ASKED)
    to_owner, in_thread = told(scene)
    assert (to_owner.channel_id, to_owner.thread_ts) == (scene.person(OWNER).user_id, None)
    assert (in_thread.channel_id, in_thread.thread_ts) == (scene.snapshot.boards[BOARD].channel_id, "1.5")
    text = owed_question(to_owner.payload)["text"]
    assert WORDS in text
    assert "Slightly off target: 30.5 days for October 2026, against a target of 28.0 days." in text
    assert "Source: observations.csv, row 3741" in text
    assert MEMBER not in text
    with scene.database.reading() as session:
        entries = session.scalars(select(AuditRow).where(AuditRow.act == "asked the service")).all()
        assert [entry.actor for entry in entries] == ["somebody who asked"]


def test_others_join_and_each_place_is_told_the_answer_once(scene: Scene) -> None:
    number = asking(scene).question.id
    assert asking(scene).outcome is Outcome.ALREADY
    assert asking(scene, CHAIR, words="").outcome is Outcome.JOINED
    joined = asking(scene, JOINER, place=FORM, thread_ts=None, words="And what does it cost?")
    assert (joined.outcome, joined.question.askers) == (Outcome.JOINED, 3)
    [added] = told(scene, "added to")
    assert added.after_key == told(scene)[0].key
    assert "“And what does it cost?”" in owed_question(added.payload)["text"]
    doing(scene, answer, OWNER, number, words="Two contractors left; 3 of 4 are back.")
    answers = told(scene, "answered")
    assert [(row.channel_id, row.thread_ts) for row in answers] == [
        (scene.snapshot.boards[BOARD].channel_id, "1.5"),
        (scene.person(JOINER).user_id, None),
    ]
    for row in answers:
        text = owed_question(row.payload)["text"]
        assert f"“Two contractors left; 3 of 4 are back.” ({OWNER}, 24 November 2026)" in text
        assert "When it was asked: Slightly off target: 30.5 days for October 2026" in text
    with pytest.raises(IllegalMove):
        doing(scene, answer, DIRECTOR, number, words="Once more.")
    assert asking(scene).outcome is Outcome.ASKED, "an answered question can be asked anew"


def test_two_at_the_same_moment_make_one_question(scene: Scene) -> None:
    start = Barrier(2)

    def at_once(title: str) -> Outcome:
        start.wait()
        return asking(scene, title).outcome

    with ThreadPoolExecutor(2) as pool:
        outcomes = sorted(pool.map(at_once, (MEMBER, JOINER)))
    assert outcomes == [Outcome.ASKED, Outcome.JOINED]
    number = asking(scene).question.id

    def answers(title: str) -> str:
        start.wait()
        try:
            doing(scene, answer, title, number, words=f"The words of the {title}.")
        except Refused as refused:
            return refused.sentence
        return "answered"

    with ThreadPoolExecutor(2) as pool:
        said = sorted(pool.map(answers, (OWNER, DIRECTOR)))
    assert said == ["This question is answered, so it cannot be answered now.", "answered"]
    assert len(told(scene, "answered")) == 1
    with scene.database.reading() as session:
        assert audit.verify(session) is None


def test_the_clerk_answers_for_the_service_and_it_is_said(scene: Scene) -> None:
    number = asking(scene).question.id
    assert doing(scene, answer, CLERK, number, words="The service told the board on 20 November.").on_behalf
    [row] = told(scene, "answered")
    assert "(Scrutiny Officer 2 (board clerk), for the service, 24 November 2026)" in owed_question(row.payload)["text"]


def test_merged_questions_have_one_answer_and_all_are_told(scene: Scene) -> None:
    first, other = asking(scene).question.id, asking(scene, JOINER, code="HSG-005").question.id
    asking(scene, CHAIR, place=FORM, thread_ts=None)
    with pytest.raises(BadInput, match="another open question of the same board"):
        doing(scene, merge, CLERK, first, into=first)
    kept = doing(scene, merge, CLERK, first, into=other)
    assert (kept.id, kept.askers) == (other, 3)
    for row in told(scene, "merged with another"):
        assert "is answered together with its question on" in owed_question(row.payload)["text"]
    doing(scene, answer, OWNER, other, words="Both have one cause.")
    assert len(told(scene, "answered")) == 2
    assert asking(scene).outcome is Outcome.ASKED


def test_until_the_day_that_the_service_named_nobody_is_chased(scene: Scene) -> None:
    number = asking(scene).question.id
    for day, reason in ((DAY, REASON), (date(2026, 12, 11), "Soon."), (None, REASON)):
        with pytest.raises(BadInput):
            doing(scene, name_day, OWNER, number, day=day, reason=reason)
    named = doing(scene, name_day, OWNER, number, day=date(2026, 12, 11), reason=REASON)
    [row] = told(scene, "given another day")
    assert f"“{REASON}” ({OWNER})" in owed_question(row.payload)["text"]
    assert "by 11 December 2026" in owed_question(row.payload)["text"]
    assert chased(scene, DAY) == chased(scene, date(2026, 12, 10)) == []
    assert chased(scene, date(2026, 12, 11)) == [(OWNER, "on the day")]
    assert chased(scene, date(2026, 12, 14))[1:] == [(DIRECTOR, "director")]
    assert named.overdue(date(2026, 12, 12))
    assert not named.overdue(date(2026, 12, 11))


def chased(scene: Scene, day: date) -> list[tuple[str, str]]:
    """Whom the chase has reached by that day, each as (title, stage); told on that day, twice over."""
    with scene.database.transaction() as session:
        for _ in range(2):
            chase(session, on(scene, day).snapshot, now=NOW)
            send_waiting(session, scene.snapshot.council, today=day, now=NOW)
    with scene.database.reading() as session:
        titles = {one.user_id: one.title for one in scene.snapshot.people.values()}
        rows = session.scalars(select(ReminderRow).where(ReminderRow.outbox_key.is_not(None)).order_by(ReminderRow.id))
        return [(next(t for t in (OWNER, DIRECTOR) if titles[row.user_id].startswith(t)), row.stage) for row in rows]


def test_an_unanswered_question_is_chased_once_and_then_with_the_director(scene: Scene) -> None:
    asking(scene)
    assert chased(scene, date(2026, 11, 30)) == []
    assert chased(scene, DAY) == [(OWNER, "on the day")]
    assert chased(scene, date(2026, 12, 2)) == [(OWNER, "on the day"), (DIRECTOR, "director")]
    assert chased(scene, date(2026, 12, 9)) == [(OWNER, "on the day"), (DIRECTOR, "director")]
    with scene.database.reading() as session:
        [one] = waiting(session, on(scene, date(2026, 12, 2)).snapshot, person=scene.person(CHAIR), place=FORM)
        assert one.question.overdue(date(2026, 12, 2))
        assert asked_until(session, BOARD) == {CODE: DAY}
        assert asked_until(session, "ENV") == {}


@pytest.mark.parametrize(
    ("today", "reply_by", "stage"),
    [
        (date(2026, 12, 24), date(2026, 12, 25), None),
        # Christmas, Boxing Day's substitute and the council's own days off: the day is the next working day.
        (date(2026, 12, 29), date(2026, 12, 25), None),
        (date(2027, 1, 4), date(2026, 12, 25), Stage.ON_THE_DAY),
        (date(2027, 1, 5), date(2026, 12, 25), Stage.DIRECTOR),
    ],
)
def test_the_day_is_a_working_day(scene: Scene, today: date, reply_by: date, stage: Stage | None) -> None:
    assert stage_on(today, reply_by, scene.snapshot.council) is stage


def test_an_exempt_measure_is_never_asked_about_nor_answered(scene: Scene) -> None:
    exempt = next(code for code, one in scene.snapshot.measures.items() if one.exempt)
    board = scene.snapshot.measures[exempt].boards[0]
    members = [one for one in scene.snapshot.people.values() if board in one.boards]
    for person in (*members, scene.person(scene.snapshot.measures[exempt].owner_role)):
        with pytest.raises(NotAllowed, match="not available here"):
            asking(scene, person.title, code=exempt, board=board)
    number = asking(scene).question.id
    measures = {**scene.snapshot.measures, CODE: replace(scene.snapshot.measures[CODE], exempt=True)}
    since = replace(scene, snapshot=replace(scene.snapshot, measures=measures))
    with pytest.raises(NotAllowed, match="not available here"):
        doing(since, answer, OWNER, number, words="It has become exempt.")
    with since.database.transaction() as session:
        assert chase(session, on(since, date(2026, 12, 9)).snapshot, now=NOW) == 0
        assert waiting(session, since.snapshot, person=since.person(OWNER), place=FORM, mine=True) == ()


def test_nobody_holds_the_post(scene: Scene) -> None:
    people = {key: one for key, one in scene.snapshot.people.items() if one.title != OWNER}
    without = replace(scene, snapshot=replace(scene.snapshot, people=people))
    asking(without)
    assert told(without)[0].channel_id == scene.person(DIRECTOR).user_id
    people = {key: one for key, one in people.items() if not one.title.startswith(DIRECTOR)}
    with pytest.raises(NotFound, match="has nobody as Head of Council Housing"):
        asking(replace(scene, snapshot=replace(scene.snapshot, people=people)), JOINER, code="HSG-001")


def test_words_and_askers_are_forgotten_when_it_is_answered(scene: Scene) -> None:
    number = asking(scene).question.id
    with scene.database.transaction() as session:
        for row in session.scalars(select(OutboxRow)):
            row.settled_at = NOW
        assert forget(session, NOW) == 0
    assert told(scene)[0].payload["question"]["words"] == WORDS
    doing(scene, answer, OWNER, number, words="Better now.")
    with scene.database.transaction() as session:
        assert forget(session, NOW) == 1
        assert forget(session, NOW) == 0
    assert [row.payload["question"]["words"] for row in told(scene)][:2] == ["", ""]
    with scene.database.reading() as session:
        assert session.scalars(select(ServiceAskerRow)).all() == []
        assert [(row.words, row.answer) for row in session.scalars(select(ServiceQuestionRow))] == [("", "Better now.")]


@pytest.mark.parametrize(
    ("text", "about"),
    [
        ("Ask the service about voids.", "voids"),
        ("please could you ask the owner: why is recycling down?", "why is recycling down"),
        ("put a question to the service on missed bins", "missed bins"),
        ("I’d like to ask the service", ""),
        ("who owns the recycling measure?", None),
        ("how is the customer service doing?", None),
        ("what does the service say about voids?", None),
    ],
)
def test_the_words_that_ask_a_service(text: str, about: str | None) -> None:
    assert asked_of_service(text) == about
