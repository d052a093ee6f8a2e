"""Whatever a posted message holds, it is settled; what it states is taken down where it can be read."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest
from sqlalchemy import select

from perfdata import nominations, statements
from perfdata.council import Council
from perfdata.permissions import Place, PlaceKind
from perfdata.snapshot import build_snapshot
from perfdata.store.database import Database
from perfdata.store.outbox import Kind, State
from perfdata.store.sending import Claim
from perfdata.store.tables import StatementRow
from perfdata.surgeries.nomination_words import Words
from tests.sample_council import TODAY, person_titled

NOW = datetime(2026, 11, 24, 10, tzinfo=UTC)


@pytest.mark.parametrize("kind", list(Kind))
def test_a_payload_that_cannot_be_read_states_nothing(database: Database, kind: Kind) -> None:
    with database.transaction() as session:
        claim = Claim(1, "k", "T1", "C1", None, str(kind), {"reply": "answer"}, State.SENDING, 1, NOW, NOW)
        statements.record(session, [(claim, "1.1")], NOW)
        assert session.scalars(select(StatementRow)).all() == []


def test_a_nomination_states_its_evidence(loaded: Database, sample: Council) -> None:
    with loaded.transaction() as session:
        snapshot = build_snapshot(session, sample, TODAY)
        done = nominations.nominate(
            session, snapshot, person=person_titled(snapshot, "Councillor 8"), place=Place(PlaceKind.EPHEMERAL),
            code="HSG-020", board="HCB", words=Words("It has been off target for years."), now=NOW,
        )  # fmt: skip
        payload = done.nomination.to_payload()
        claim = Claim(1, "k", "T1", "C1", None, str(Kind.NOMINATION), payload, State.SENDING, 1, NOW, NOW)
        statements.record(session, [(claim, "1.1")], NOW)
        [row] = session.scalars(select(StatementRow))
        assert (row.code, row.thread_ts, row.value_words) == ("HSG-020", "1.1", "520")
