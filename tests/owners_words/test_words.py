"""The owner's words: asked for once, given by whoever may, kept, quoted in answers and alerts, told to who had read."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import UTC, date, datetime
from threading import Barrier
from typing import Any

import pytest
from sqlalchemy import func, select, update

from config.thesaurus import read_thesaurus
from handlers.views.owners_words import owed_comment
from handlers.views.reminders import owed_reminders
from perfdata import alerts, periods
from perfdata.asking import Asking, Context
from perfdata.asking.answers import Answer
from perfdata.errors import BadInput, NotAllowed
from perfdata.owners_words.asking import ask_for_words, asked_for
from perfdata.owners_words.giving import comment
from perfdata.permissions import Place, PlaceKind
from perfdata.reminders import send_waiting
from perfdata.snapshot import build_snapshot
from perfdata.store.tables import AuditRow, CommentRow, ObservationRow, OutboxRow, ReminderRow
from tests.nominating.conftest import Scene, scene

__all__ = ["scene"]

NOW = datetime(2026, 11, 24, 10, tzinfo=UTC)
CODE, OWNER, PERIOD = "ENV-001", "Head of Waste and Recycling", "Oct 2026"
WORDS = "A lorry was off the road for 9 days; it is back."
OCTOBER = periods.parse(PERIOD)


def commenting(scene: Scene, title: str = OWNER, **given: Any) -> bool:
    """Comment, and commit."""
    wanted: dict[str, Any] = {"code": CODE, "period_label": PERIOD, "words": WORDS, "place": Place(PlaceKind.EPHEMERAL)}
    with scene.database.transaction() as session:
        return comment(session, scene.snapshot, person=scene.person(title), now=NOW, **(wanted | given))


def anew(scene: Scene, today: date | None = None, known_on: date | None = None) -> Scene:
    """The scene with what is held now."""
    with scene.database.reading() as session:
        day = today or scene.snapshot.today
        return replace(scene, snapshot=build_snapshot(session, scene.snapshot.council, day, known_on=known_on))


def test_a_comment_is_kept_once_and_quoted_with_role_and_day(scene: Scene) -> None:
    assert commenting(scene)
    assert not commenting(scene), "a form that is sent twice"
    assert commenting(scene, words="It is back since Monday.")
    now = anew(scene)
    assert now.snapshot.version > scene.snapshot.version
    said = [one for one in now.snapshot.words_on(CODE, OCTOBER) if one.title]
    assert [(one.words, one.title, one.said_on) for one in said] == [
        (WORDS, OWNER, date(2026, 11, 24)),
        ("It is back since Monday.", OWNER, date(2026, 11, 24)),
    ]
    asking = Asking(read_thesaurus())
    member, owner = scene.person("Councillor 1"), scene.person(OWNER)
    there = asking.reply("why is recycling down?", now.snapshot, Context(member, now.channel("ENV")))
    alone = asking.reply("why is recycling down?", now.snapshot, Context(owner, Place(PlaceKind.DIRECT)))
    assert isinstance(there, Answer)
    assert isinstance(alone, Answer)
    assert (WORDS, "Waste and Recycling") in [(one.words, one.role) for one in there.quotations]
    assert (WORDS, OWNER) in [(one.words, one.role) for one in alone.quotations]
    assert (there.may_comment, alone.may_comment) == (False, True)
    assert anew(scene, known_on=date(2026, 11, 23)).snapshot.comments == {}
    with scene.database.reading() as session:
        assert session.scalar(select(func.count()).select_from(CommentRow)) == 2
        acts = session.scalars(select(AuditRow).where(AuditRow.act == "commented on a figure")).all()
        assert [one.detail["period"] for one in acts] == [PERIOD, PERIOD]


@pytest.mark.parametrize(
    "title",
    ["Councillor 1", "Cabinet Member, Environment", "Head of Highways", "Scrutiny Officer 1", "Performance Analyst"],
)
def test_only_the_owner_and_the_director_may(scene: Scene, title: str) -> None:
    with pytest.raises(NotAllowed, match="Only the Head of Waste and Recycling or the director can comment"):
        commenting(scene, title)
    assert commenting(scene, "Strategic Director, Place")


@pytest.mark.parametrize(
    ("given", "sentence"),
    [
        ({"words": " "}, "Please write what"),
        ({"words": "x" * 701}, "in 700 or fewer"),
        ({"words": "Ask Dr Foster on 020 7946 0000."}, "Please leave out"),
        ({"period_label": "Oct 2025"}, "one of the latest periods"),
    ],
)
def test_words_that_will_not_do_are_sent_back(scene: Scene, given: dict[str, str], sentence: str) -> None:
    with pytest.raises(BadInput, match=sentence):
        commenting(scene, **given)


def test_nothing_is_kept_beside_a_withheld_figure_nor_of_an_exempt_measure(scene: Scene) -> None:
    withheld = next(
        (code, verdict)
        for code, verdict in scene.snapshot.verdicts.items()
        if verdict.observation is not None and verdict.observation.suppressed
    )
    owner = withheld[1].measure.owner_role
    with pytest.raises(BadInput, match="is withheld, and words beside it could give it away"):
        commenting(scene, owner, code=withheld[0], period_label=withheld[1].period.label)
    exempt = next(one for one in scene.snapshot.measures.values() if one.exempt)
    with pytest.raises(NotAllowed, match="not available here"):
        commenting(scene, exempt.owner_role, code=exempt.code)


def test_two_sends_at_the_same_moment_keep_one(scene: Scene) -> None:
    start = Barrier(2)

    def at_once(_: int) -> bool:
        start.wait()
        return commenting(scene)

    with ThreadPoolExecutor(2) as pool:
        assert sorted(pool.map(at_once, range(2))) == [False, True]


def test_owners_are_asked_once_and_the_alert_says_until_when(scene: Scene) -> None:
    with scene.database.transaction() as session:
        measure = scene.snapshot.measures[CODE].id
        session.execute(update(ObservationRow).where(ObservationRow.measure_id == measure).values(note=""))
    scene = anew(scene)
    with scene.database.transaction() as session:
        for _ in range(2):
            ask_for_words(session, scene.snapshot, now=NOW)
        assert len(session.scalars(select(ReminderRow)).all()) == 1
        assert asked_for(session) == {(CODE, OCTOBER.start): date(2026, 11, 27)}
        send_waiting(session, scene.snapshot.council, today=scene.snapshot.today, now=NOW)
        [row] = session.scalars(select(OutboxRow))
        assert "Please write them by 27 November 2026." in owed_reminders(row.payload)["text"]
        assert row.channel_id == scene.person(OWNER).user_id
        told = {
            item.facts.code: item.asked_until
            for alert in alerts.preview(session, scene.snapshot.council, OCTOBER)
            for item in alert.items
        }
        assert {code: until for code, until in told.items() if until is not None} == {CODE: date(2026, 11, 27)}


def test_what_is_said_after_the_release_is_told_in_the_thread_of_the_alert(scene: Scene) -> None:
    with scene.database.transaction() as session:
        alerts.release(session, scene.snapshot.council, OCTOBER, now=NOW, released_by="the tests", readers=["ENV"])
        [told] = alerts.show(session, scene.snapshot.council, OCTOBER, ["ENV"])
        listed = {item.facts.code: item.facts for item in told.alert.listed}
    code, facts = next((code, facts) for code, facts in listed.items() if facts.period == OCTOBER)
    owner = scene.snapshot.measures[code].owner_role
    assert commenting(scene, owner, code=code)
    steady = next(item.facts for item in told.alert.items if item.facts.code not in listed)
    commenting(
        scene,
        scene.snapshot.measures[steady.code].owner_role,
        code=steady.code,
        period_label=scene.snapshot.verdicts[steady.code].period.label,
    )
    with scene.database.reading() as session:
        rows = session.scalars(select(OutboxRow).where(OutboxRow.kind == "comment")).all()
        assert [row.after_key for row in rows] == ["alert:ENV:2026-10"]
        assert f"“{WORDS}” ({facts.service}, 24 November 2026)" in owed_comment(rows[0].payload)["text"]
