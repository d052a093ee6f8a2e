"""Words are taught after seeing what would change, come into force, and are removed as easily; listed once a week."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import select

from config.thesaurus import read_thesaurus
from handlers.views.teaching import owed_list
from perfdata import audit, backlog, teaching, unanswered
from perfdata.asking import Asking, Context
from perfdata.asking.queries import Query
from perfdata.council import Alias, Council
from perfdata.errors import BadInput, IllegalMove, NotAllowed
from perfdata.permissions import Place, PlaceKind
from perfdata.snapshot import build_snapshot, data_version
from perfdata.store.database import Database
from perfdata.store.tables import OutboxRow
from tests.sample_council import TODAY, person_titled

NOW = datetime(2026, 11, 24, 10, tzinfo=UTC)
FORM = Place(PlaceKind.EPHEMERAL)
QUESTION = "how are the zorblies doing"


def test_taught_words_come_into_force_and_go_again(loaded: Database, sample: Council) -> None:
    asking = Asking(read_thesaurus())
    with loaded.transaction() as session:
        snapshot = build_snapshot(session, sample, TODAY)
        team, member = (person_titled(snapshot, title) for title in ("Head of Performance", "Councillor 8"))
        context = Context(team, FORM)
        assert not isinstance(asking.understand(QUESTION, snapshot, context), Query)
        effects = teaching.rehearse(asking, snapshot, context, Alias("zorblies", "ENV-001", "why"), [QUESTION])
        assert [one.question for one in effects] == [QUESTION, "zorblies"]
        assert all(one.after == snapshot.measures["ENV-001"].title for one in effects)
        given = {"place": FORM, "code": "ENV-001", "now": NOW}
        for person, words, why, error in (
            (member, "zorblies", "They call it so.", NotAllowed),
            (team, " ", "They call it so.", BadInput),
            (team, "zorblies", "", BadInput),
        ):
            with pytest.raises(error):
                teaching.teach(session, snapshot, person=person, words=words, why=why, **given)  # type: ignore[arg-type]
        before = data_version(session)
        teaching.teach(session, snapshot, person=team, words="Zorblies", why="They call it so.", **given)  # type: ignore[arg-type]
        with pytest.raises(IllegalMove):
            teaching.teach(session, snapshot, person=team, words="zorblies", why="Again.", **given)  # type: ignore[arg-type]
        assert data_version(session) == before + 1
        taught = build_snapshot(session, sample, TODAY)
        understood = asking.understand(QUESTION, taught, context)
        assert isinstance(understood, Query)
        assert understood.measures == ("ENV-001",)
        [one] = teaching.in_force(session, taught, person=team, place=FORM)
        assert teaching.remove(session, person=team, place=FORM, number=one.number, now=NOW) == "zorblies"
        assert data_version(session) == before + 2
        assert not isinstance(asking.understand(QUESTION, build_snapshot(session, sample, TODAY), context), Query)
        assert audit.verify(session) is None


def test_the_list_is_owed_once_a_week_and_names_nobody(loaded: Database, sample: Council) -> None:
    with loaded.transaction() as session:
        for words, days in ((QUESTION, 3), (f"{QUESTION} ", 4), ("swans?", 5), ("too new", 0)):
            unanswered.note(session, team_id="T1", words=words, reason="not held", now=NOW - timedelta(days=days))
        snapshot = build_snapshot(session, sample, TODAY)
        assert [teaching.owe_weekly_list(session, snapshot, NOW) for _ in range(2)] == [True, False]
        later = build_snapshot(session, sample, TODAY + timedelta(days=7))
        assert [teaching.owe_weekly_list(session, later, NOW) for _ in range(2)] == [True, False]
        first, second = (row.payload["items"] for row in session.scalars(select(OutboxRow).order_by(OutboxRow.id)))
        assert [(one["words"].strip(), one["times"]) for one in first] == [(QUESTION, 2), ("swans?", 1)]
        assert [one["words"] for one in second] == ["too new"]


def test_the_list_says_what_people_thought_of_answers(loaded: Database, sample: Council) -> None:
    with loaded.transaction() as session:
        snapshot = build_snapshot(session, sample, TODAY)
        person = person_titled(snapshot, "Councillor 8")
        for number in range(2):
            backlog.right(
                session, snapshot, person=person, place=FORM, said_key=f"asked:{number}", now=NOW - timedelta(days=7)
            )
        assert teaching.owe_weekly_list(session, snapshot, NOW)
        [owed] = session.scalars(select(OutboxRow.payload).where(OutboxRow.kind == "not understood"))
    said = owed_list(owed)["text"]
    assert "Every question of the week before was understood." in said
    assert "Of the answers of the week before 2 were said to be right and 0 not to be." in said
