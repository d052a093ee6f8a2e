"""A check, however long, holds nobody up: questions are noted and answered, and decisions kept, while it runs."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import make_url, text

from perfdata import audit
from perfdata.council import Council
from perfdata.loading import load as load_module
from perfdata.loading.leave_out import mend
from perfdata.store import inbox, outbox
from perfdata.store.database import Database
from tests.loading.conftest import FOLDER, NOW, load
from tests.loading.tables import figures

LONGEST_WAIT = "2s"


@pytest.fixture
def elsewhere(filled: Database) -> Iterator[Database]:
    """The same database as another process has it; there nobody waits long for a lock."""
    url = (
        filled.url
        if filled.is_sqlite
        else make_url(filled.url).update_query_dict({"options": f"-c lock_timeout={LONGEST_WAIT}"})
    )
    database = Database(url.render_as_string(hide_password=False), synchronous="OFF")
    if database.is_sqlite:
        with database.engine.connect() as connection:
            connection.exec_driver_sql("COMMIT")
            connection.exec_driver_sql("PRAGMA busy_timeout=2000")
            connection.exec_driver_sql("BEGIN")
    yield database
    database.close()


def test_a_question_is_answered_while_a_file_is_checked(
    filled: Database, elsewhere: Database, council: Council, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """In the middle of the check, when all that it would store stands in its own transaction."""
    through = []

    def write_and_go_on(*given: Any) -> int:
        with elsewhere.transaction() as session:
            note = inbox.note(
                session,
                inbox.Message(
                    team_id="T1", channel_id="C1", ts="1.1", thread_ts="", user_id="U1",
                    kind=inbox.Kind.MENTION, words="how is recycling doing?",
                ),
                event_id="Ev1", now=NOW, holder="another process",
            )  # fmt: skip
        assert note is not None
        with elsewhere.transaction() as session:
            assert outbox.owe(
                session, key="answer:1", team_id="T1", channel_id="C1", kind=outbox.Kind.ANSWER,
                payload={"text": "…"}, now=NOW,
            )  # fmt: skip
            assert inbox.finish(
                session, note.id, holder="another process", outcome=inbox.Outcome.ANSWERED,
                now=NOW + timedelta(seconds=1),
            )  # fmt: skip
            audit.append(session, at=NOW, team_id="T1", actor="U1", act="asked", subject="C1", detail={})
        through.append(note.id)
        return mend(*given)

    monkeypatch.setattr(load_module, "mend", write_and_go_on)
    data = FOLDER / "data"
    changed = figures(tmp_path / "revised.csv", {"Value": "91.1", "Entered On": "24/11/2026"})
    report = load(
        filled, council, data / "boards.csv", data / "measures.csv", data / "people.csv", changed, check_only=True
    )
    assert report.accepted
    assert report.changed == 1
    assert len(through) == 1
    with filled.reading() as session:
        assert session.scalar(text("SELECT count(*) FROM inbox WHERE finished_at IS NOT NULL")) == 1
        assert session.scalar(text("SELECT count(*) FROM outbox")) == 1
