"""What is past the council's days goes, what is not stays, and nothing happens twice."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path

import pytest
from sqlalchemy import select

from config.settings import read_council
from perfdata import audit, nominations, retention
from perfdata.council import Council, Retention
from perfdata.errors import BadConfiguration
from perfdata.reminders import About, Reminder, queue
from perfdata.retention import NOMINATOR, SECONDER, Forgotten
from perfdata.store import outbox
from perfdata.store.outbox import Kind, State
from perfdata.store.tables import (
    AuditRow,
    NominationRow,
    OutboxRow,
    ReminderRow,
    SecondRow,
    StatementRow,
    UnansweredRow,
)
from perfdata.surgeries import holding
from perfdata.surgeries.lifecycles import NominationMove
from perfdata.surgeries.nomination import nomination_of
from tests.nominating.conftest import Scene, scene
from tests.sample_council import FOLDER
from tests.surgeries.test_deciding import FORM, NOW, REASON, decided, nominate, rows
from tests.surgeries.test_surgery import DAY, agreed, doing, held, on

__all__ = ["scene"]

SHORT = Retention(unanswered_words=10, not_understood=20, file_reports=10, private_messages=60, nominators=100)


def forgotten(scene: Scene, days: int) -> Forgotten:
    """What goes when so many days have passed."""
    council = replace(scene.snapshot.council, retention=SHORT)
    with scene.database.transaction() as session:
        return retention.forget(session, council, NOW + timedelta(days=days))


def settle(scene: Scene, *, state: State = State.SENT) -> None:
    """All that is owed has been posted."""
    with scene.database.transaction() as session:
        for row in session.scalars(select(OutboxRow)):
            row.state, row.settled_at = str(state), NOW


def seconded(scene: Scene) -> int:
    """A nomination with a second; its number."""
    number = nominate(scene)
    with scene.database.transaction() as session:
        nominations.second(
            session, scene.snapshot, person=scene.person("Councillor 3"), place=FORM, nomination_id=number, now=NOW,
            reason="My ward too.",
        )  # fmt: skip
    return number


def test_words_that_were_not_understood_go_after_their_days_and_that_is_on_the_record(scene: Scene) -> None:
    with scene.database.transaction() as session:
        session.add(UnansweredRow(team_id="T", words="what of it", reason="not understood", noted_at=NOW))
    assert forgotten(scene, 20).total == 0
    assert forgotten(scene, 21).words_not_understood == 1
    assert forgotten(scene, 21).total == 0
    entry = rows(scene, AuditRow)[-1]
    assert (entry.act, entry.detail) == ("deleted what was kept long enough", {"words_not_understood": 1})
    with scene.database.reading() as session:
        assert audit.verify(session) is None


@pytest.mark.parametrize("end", [NominationMove.DECLINE, NominationMove.WITHDRAW])
def test_names_of_an_ended_nomination_go_everywhere_and_the_words_stay(scene: Scene, end: NominationMove) -> None:
    number = seconded(scene)
    decided(scene, number, end, "Councillor 8" if end is NominationMove.WITHDRAW else "Chair, Housing")
    settle(scene)
    assert forgotten(scene, 99).names == 0
    assert forgotten(scene, 101).names == 2
    assert forgotten(scene, 102).names == 0
    with scene.database.reading() as session:
        nomination = nomination_of(session, session.get_one(NominationRow, number))
    assert (nomination.title, nomination.reason) == (NOMINATOR, REASON)
    assert [(one.title, one.reason) for one in nomination.seconds] == [(SECONDER, "My ward too.")]
    people = {scene.person(title).user_id: title for title in ("Councillor 8", "Councillor 3")}
    for table in (NominationRow, SecondRow, OutboxRow):
        said = str([vars(row) for row in rows(scene, table)])
        assert not any(user_id in said for user_id in people)
        assert "Councillor" not in said


def test_names_stay_while_the_surgery_is_open(scene: Scene) -> None:
    surgery = held(scene).id
    assert forgotten(scene, 1_000).names == 0
    agreed(scene, surgery)
    doing(on(scene, DAY), holding.close, surgery_id=surgery, reason="The board has seen enough of it.")
    assert forgotten(scene, 99).names == 0
    assert forgotten(scene, 101).names == 1


def test_settled_messages_to_one_person_go_and_what_stands_in_channels_stays(scene: Scene) -> None:
    chair = scene.person("Chair, Housing")
    posts = {
        "to:user": (chair.user_id, Kind.REMINDERS), "to:dm": ("D0CHAIR001", Kind.ANSWER),
        "to:channel": ("C0BOARD001", Kind.ANSWER), "tour:1": ("D0CHAIR001", Kind.TOUR),
    }  # fmt: skip
    with scene.database.transaction() as session:
        for key, (channel, kind) in posts.items():
            outbox.owe(session, key=key, team_id="T", channel_id=channel, kind=kind, payload={}, now=NOW)
        session.add(
            StatementRow(
                outbox_key="to:dm", team_id="T", channel_id="D0CHAIR001", thread_ts="1.1", code="HSG-020",
                period_start=date(2026, 10, 1), period_end=date(2026, 10, 31), revision=1, value=None,
                value_words="520", status="off target", stated_at=NOW,
            )
        )  # fmt: skip
    assert forgotten(scene, 400).private_messages == 0, "not settled yet"
    settle(scene)
    assert forgotten(scene, 60).private_messages == 0
    assert forgotten(scene, 61).private_messages == 2
    assert {row.key for row in rows(scene, OutboxRow)} == {"to:channel", "tour:1"}
    assert rows(scene, StatementRow) == []


def test_a_reminder_stays_while_its_subject_waits_so_that_nobody_is_reminded_twice(scene: Scene) -> None:
    number = agreed(scene, held(scene).id)
    reminder = Reminder(About.ACTION, "An action", "Please say how it is going.", number)
    with scene.database.transaction() as session:
        for subject in (f"action {number} due 2027-02-01", "action 99 due 2026-01-01"):
            queue(session, reminder, subject=subject, stage="late", team_id="T", user_id="U1", now=NOW)
        for row in session.scalars(select(ReminderRow)):
            row.outbox_key = "reminders:T:U1:2026-11-24"
    assert forgotten(scene, 61).reminders == 1
    assert [row.subject for row in rows(scene, ReminderRow)] == [f"action {number} due 2027-02-01"]


def test_the_days_are_the_councils_and_what_is_corrected_is_kept_as_long(sample: Council, tmp_path: Path) -> None:
    assert sample.retention == Retention()
    for name in ("calendar.toml", "roles.toml"):
        (tmp_path / name).write_bytes((FOLDER / name).read_bytes())
    words = (FOLDER / "council.toml").read_text(encoding="utf-8")
    changed = words.replace("private_messages = 366", "private_messages = 90")
    (tmp_path / "council.toml").write_text(changed, encoding="utf-8")
    assert read_council(tmp_path).retention.private_messages == 90
    shorter = words.replace("private_messages = 366", "private_messages = 45")
    (tmp_path / "council.toml").write_text(shorter, encoding="utf-8")
    with pytest.raises(BadConfiguration, match="at least correct_within_days"):
        read_council(tmp_path)
