"""The sample council, loaded: the export of a month ago, then the newest, as a council would have loaded them."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime
from decimal import Decimal
from pathlib import Path

from sqlalchemy import select

from config.settings import read_council
from perfdata import periods
from perfdata.council import Council
from perfdata.loading.load import load_files
from perfdata.people import Person
from perfdata.snapshot import Snapshot
from perfdata.store.database import Database
from perfdata.store.tables import MeasureRow, ObservationRow, SourceRow

FOLDER = Path(__file__).parent.parent / "config" / "norbridge"
TODAY = date(2026, 11, 24)
NOW = datetime(2026, 11, 24, 8, 30, tzinfo=UTC)


def read_sample() -> Council:
    """The sample council's configuration, for tests of what its boards are told: without the other readers."""
    return replace(read_council(FOLDER), readers=())


def load_sample(database: Database, council: Council) -> None:
    """Everything that the sample council holds, with its revisions."""
    report = load_files(database, council, [FOLDER / "data"], today=TODAY, now=NOW, loaded_by="the tests")
    assert report.stored


def person_titled(snapshot: Snapshot, title: str) -> Person:
    """The person whose role title begins with `title`."""
    return next(person for person in snapshot.people.values() if person.title.startswith(title))


def revise(database: Database, code: str, period: str, value: str, *, target: str | None = None) -> None:
    """A later file gives another figure for a period that is held: the next revision, from a source of its own."""
    wanted = periods.parse(period)
    with database.transaction() as session:
        held = session.scalars(
            select(ObservationRow)
            .join(MeasureRow, MeasureRow.id == ObservationRow.measure_id)
            .where(MeasureRow.code == code, ObservationRow.period_start == wanted.start)
            .where(ObservationRow.period_end == wanted.end)
            .order_by(ObservationRow.revision.desc())
        ).first()
        assert held is not None, f"{code} has no figure for {period}"
        source = SourceRow(
            digest=f"{code} {period} {value} {held.revision}", kind="observations", name="revised.csv",
            loaded_by="the tests", loaded_at=NOW, report={},
        )  # fmt: skip
        session.add(source)
        session.flush()
        fields = {
            column.key: getattr(held, column.key) for column in ObservationRow.__table__.columns if column.key != "id"
        }
        session.add(
            ObservationRow(
                **fields
                | {
                    "value": Decimal(value),
                    "target": Decimal(target) if target else held.target,
                    "revision": held.revision + 1,
                    "entered_on": max(TODAY, held.entered_on),
                    "source_id": source.id,
                    "source_row": 2,
                    "completes": None,
                }
            )
        )
