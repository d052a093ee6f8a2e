"""What was said in a thread is corrected there when it is revised: once, naming both, within the window."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from sqlalchemy import select, update

from config.thesaurus import read_thesaurus
from handlers.views.corrections import owed_correction
from perfdata import alerts, corrections, periods, statements
from perfdata.alerts import Alert
from perfdata.asking import Asking, Context
from perfdata.asking.replies import freeze
from perfdata.council import Council
from perfdata.snapshot import Snapshot, build_snapshot
from perfdata.store.database import Database
from perfdata.store.outbox import Kind, State
from perfdata.store.sending import Claim
from perfdata.store.tables import ObservationRow, OutboxRow, StatementRow
from tests.sample_council import TODAY, person_titled, revise

NOW = datetime(2026, 11, 24, 10, tzinfo=UTC)
RECYCLING = "ENV-001"
ENV = "C0000ENV01"


def read(database: Database, council: Council) -> Snapshot:
    """What is held now."""
    with database.reading() as session:
        return build_snapshot(session, council, TODAY)


def says(
    database: Database, payload: Mapping[str, Any], kind: Kind = Kind.ANSWER, thread: str = "1.1", key: str = "k"
) -> None:
    """A message of that kind has been posted in a thread, or begun one."""
    claim = Claim(1, key, "T1", ENV, thread, str(kind), payload, State.SENDING, 1, NOW, NOW)
    with database.transaction() as session:
        statements.record(session, [(claim, thread)], NOW)


def answered(council: Council, database: Database, question: str = "how is recycling doing?") -> dict[str, Any]:
    """What is posted for a question."""
    snapshot = read(database, council)
    context = Context(person_titled(snapshot, "Chair, Climate"), snapshot.place(snapshot.boards["ENV"].channel_id))
    return freeze(Asking(read_thesaurus()).reply(question, snapshot, context))


def correct(database: Database, snapshot: Snapshot, now: datetime = NOW) -> int:
    """Owe corrections, and commit."""
    with database.transaction() as session:
        return corrections.owe_corrections(session, snapshot, now)


def owed(database: Database) -> list[OutboxRow]:
    """The corrections that are owed."""
    with database.reading() as session:
        found = list(session.scalars(select(OutboxRow).where(OutboxRow.kind == "correction").order_by(OutboxRow.id)))
        session.expunge_all()
        return found


def test_a_revised_figure_is_corrected_once_in_its_thread(loaded: Database, sample: Council) -> None:
    says(loaded, answered(sample, loaded))
    says(loaded, answered(sample, loaded))
    assert correct(loaded, read(loaded, sample)) == 0
    revise(loaded, RECYCLING, "Oct 2026", "44.1")
    assert [correct(loaded, read(loaded, sample)) for _ in range(2)] == [1, 0]
    [row] = owed(loaded)
    assert (row.channel_id, row.thread_ts) == (ENV, "1.1")
    posted = owed_correction(row.payload)
    assert "October 2026: We said 44.3% on 24 November 2026; it is now 44.1%. Still off target." in posted["text"]
    assert not posted["reply_broadcast"]


def test_a_correction_is_held_against_the_next_load(loaded: Database, sample: Council) -> None:
    says(loaded, answered(sample, loaded))
    revise(loaded, RECYCLING, "Oct 2026", "44.1")
    assert correct(loaded, read(loaded, sample)) == 1
    says(loaded, owed(loaded)[0].payload, Kind.CORRECTION, key=owed(loaded)[0].key)
    assert correct(loaded, read(loaded, sample)) == 0
    revise(loaded, RECYCLING, "Oct 2026", "46.4")
    assert correct(loaded, read(loaded, sample)) == 1
    posted = owed_correction(owed(loaded)[1].payload)
    assert "We said 44.1% on 24 November 2026; it is now 46.4%. It was off target and is on target" in posted["text"]
    assert posted["reply_broadcast"]


def test_a_new_target_changes_a_status_and_not_the_figure(loaded: Database, sample: Council) -> None:
    says(loaded, answered(sample, loaded))
    revise(loaded, RECYCLING, "Oct 2026", "44.3", target="44.0")
    assert correct(loaded, read(loaded, sample)) == 1
    words = owed_correction(owed(loaded)[0].payload)["text"]
    assert (
        "We said 44.3% on 24 November 2026, and that has not changed. It was off target and is on target now" in words
    )


def test_each_thread_is_told_of_all_that_was_said_in_it(loaded: Database, sample: Council) -> None:
    says(loaded, answered(sample, loaded), key="a")
    says(loaded, answered(sample, loaded, "how many households are in temporary accommodation?"), key="b")
    says(loaded, answered(sample, loaded), thread="2.2", key="c")
    revise(loaded, RECYCLING, "Oct 2026", "44.1")
    revise(loaded, "HSG-020", "Oct 2026", "519")
    assert correct(loaded, read(loaded, sample)) == 2
    assert [len(row.payload["items"]) for row in owed(loaded)] == [2, 1]


def test_what_an_alert_stated_in_its_thread_is_left_to_addenda(loaded: Database, sample: Council) -> None:
    with loaded.transaction() as session:
        alerts.release(session, sample, periods.parse("Oct 2026"), now=NOW, released_by="the tests", readers=["ENV"])
        [message] = session.scalars(select(OutboxRow).where(OutboxRow.kind == "alert"))
        message.posted_ts, message.state, message.channel_id = "1.1", "sent", ENV
        alert = Alert.from_payload(dict(message.payload))
        posted = message.payload
        claim = Claim(1, message.key, message.team_id, ENV, None, "alert", posted, State.SENDING, 1, NOW, NOW)
        statements.record(session, [(claim, "1.1")], now=NOW)
    says(loaded, answered(sample, loaded), thread="2.2", key="elsewhere")
    stated = [one.facts for one in alert.listed if one.facts.value is not None and one.facts.code != RECYCLING]
    for item in stated[:2]:
        revise(loaded, item.code, item.period.label, f"9{item.value}")
    assert correct(loaded, read(loaded, sample)) == 0
    revise(loaded, RECYCLING, "Oct 2026", "44.1")
    assert correct(loaded, read(loaded, sample)) == 1


@pytest.mark.parametrize("days", [59, 61])
def test_only_within_the_councils_window(loaded: Database, sample: Council, days: int) -> None:
    says(loaded, answered(sample, loaded))
    revise(loaded, RECYCLING, "Oct 2026", "44.1")
    assert correct(loaded, read(loaded, sample), NOW + timedelta(days=days)) == (days < sample.correct_within_days)


def test_nothing_that_is_withheld_since_or_exempt_is_said_again(loaded: Database, sample: Council) -> None:
    says(loaded, answered(sample, loaded))
    revise(loaded, RECYCLING, "Oct 2026", "44.1")
    with loaded.transaction() as session:
        newest = update(ObservationRow).where(ObservationRow.revision > 1, ObservationRow.entered_on == TODAY)
        session.execute(newest.values(suppressed=True, value=None))
    snapshot = read(loaded, sample)
    hidden = {**snapshot.measures, RECYCLING: replace(snapshot.measures[RECYCLING], exempt=True)}
    assert correct(loaded, replace(snapshot, measures=hidden)) == 0
    assert correct(loaded, snapshot) == 1
    [row] = owed(loaded)
    assert "44.3" not in str(row.payload)
    assert "it is withheld now" in owed_correction(row.payload)["text"]


def test_a_first_figure_is_news_and_no_correction(loaded: Database, sample: Council) -> None:
    payload = answered(sample, loaded)
    payload["value"]["figures"][0] |= {"revision": 0, "value": None, "value_words": "not reported", "status": "missing"}
    says(loaded, payload)
    with loaded.reading() as session:
        assert session.scalars(select(StatementRow)).all() == []
