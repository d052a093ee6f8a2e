"""Files that somebody sent to be loaded: checked, kept as they are, and loaded when somebody says so.

    waiting ──> loaded      its bytes are deleted
       ├──────> refused     it could not be loaded, most often because what is held has changed since the check
       └──────> expired     a day has passed, and its bytes are deleted

What is loaded is exactly the bytes that were checked: they are kept in the database, with their digest.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from sqlalchemy import delete, select, update
from sqlalchemy.orm import Session

from perfdata import audit
from perfdata.errors import IllegalMove, NotFound
from perfdata.loading.faults import shown
from perfdata.loading.reports import LoadReport
from perfdata.store.tables import UploadedFileRow, UploadRow

MOST_BYTES = 50 * 1024 * 1024
"""All files of one upload together: they are kept in the database for up to a day."""

MOST_FILES = 10

KEEP_BYTES = timedelta(days=1)

LONGEST_NAME = 120


class State(StrEnum):
    """Where an upload stands."""

    WAITING = "waiting"
    LOADED = "loaded"
    REFUSED = "refused"
    EXPIRED = "expired"


@dataclass(frozen=True, slots=True)
class Sent:
    """One file as it was sent."""

    name: str
    content: bytes


@dataclass(frozen=True, slots=True)
class Upload:
    """Files sent together. `report` is what was noted of the check; `settled_at` is None while it waits."""

    id: int
    thread_ts: str
    report_id: str
    report: Mapping[str, Any]
    state: State
    received_at: datetime
    settled_at: datetime | None


@contextmanager
def laid_out(files: Sequence[Sent]) -> Iterator[list[Path]]:
    """The files on disk for as long as they are being read, each under its own name made harmless."""
    with TemporaryDirectory(prefix="upload-") as folder:
        paths = []
        for number, file in enumerate(files, 1):
            path = Path(folder) / str(number) / harmless_name(file.name)
            path.parent.mkdir()
            path.write_bytes(file.content)
            paths.append(path)
        yield paths


def harmless_name(name: str) -> str:
    """A file's name as one part of a path: nothing that a shell, a terminal or a path takes for more than a letter."""
    bare = shown(name, 10 * LONGEST_NAME).replace("/", "_").replace("\\", "_").strip(". ")
    stem, dot, suffix = bare.rpartition(".")
    if not dot:
        return bare[:LONGEST_NAME] or "file"
    return f"{stem[: LONGEST_NAME - 11]}.{suffix[:10]}"


def keep(
    session: Session,
    *,
    team_id: str,
    channel_id: str,
    thread_ts: str,
    user_id: str,
    files: Sequence[Sent],
    report_id: str,
    report: Mapping[str, Any],
    now: datetime,
) -> int:
    """Keep files that have been checked; the number of the upload."""
    row = UploadRow(
        team_id=team_id,
        channel_id=channel_id,
        thread_ts=thread_ts,
        user_id=user_id,
        report_id=report_id,
        report=dict(report),
        state=str(State.WAITING),
        received_at=now,
    )
    session.add(row)
    session.flush()
    session.add_all(
        UploadedFileRow(
            upload_id=row.id,
            name=harmless_name(file.name),
            digest=hashlib.sha256(file.content).hexdigest(),
            content=file.content,
        )
        for file in files
    )
    return row.id


def find(session: Session, upload_id: int, *, team_id: str, channel_id: str | None, now: datetime) -> Upload:
    """The upload of that number, sent in that channel. Raises NotFound when there is none (any more).

    `channel_id` is None where the place is not known, as in a form that a message in the channel opened.
    """
    row = session.get(UploadRow, upload_id)
    if row is None or row.team_id != team_id or channel_id not in (None, row.channel_id):
        raise NotFound("I no longer hold that report. Please send the file again.")
    state = State(row.state)
    if state is State.WAITING and now - row.received_at > KEEP_BYTES:
        state = State.EXPIRED
    return Upload(row.id, row.thread_ts, row.report_id, row.report, state, row.received_at, row.settled_at)


def require_waiting(upload: Upload) -> None:
    """Raise IllegalMove, with what has become of it, unless the upload can be loaded."""
    if upload.state is State.LOADED:
        raise IllegalMove("That has been loaded already. Nothing is loaded twice.")
    if upload.state is State.REFUSED:
        raise IllegalMove("Those files could not be loaded; the thread says why. Please send them again.")
    if upload.state is State.EXPIRED:
        raise IllegalMove("I keep files for a day, and that has passed. Please send them again.")


def files_of(session: Session, upload_id: int) -> list[Sent]:
    """The files of an upload, byte for byte as they were checked. Raises RuntimeError when they are not."""
    rows = session.scalars(
        select(UploadedFileRow).where(UploadedFileRow.upload_id == upload_id).order_by(UploadedFileRow.id)
    ).all()
    for row in rows:
        if hashlib.sha256(row.content).hexdigest() != row.digest:
            raise RuntimeError(f"the bytes of {row.name} in upload {upload_id} are not those that were checked")
    return [Sent(row.name, row.content) for row in rows]


def settle(
    session: Session, upload_id: int, state: State, now: datetime, *, report: Mapping[str, Any] | None = None
) -> None:
    """Say what became of an upload, once, and delete its bytes; `report` takes the place of the one on the check.

    Raises IllegalMove when that has been said already.
    """
    moved = session.execute(
        update(UploadRow)
        .where(UploadRow.id == upload_id, UploadRow.state == str(State.WAITING))
        .values(state=str(state), settled_at=now)
        .returning(UploadRow.id)
    )
    if moved.one_or_none() is None:
        raise IllegalMove("That has been dealt with already. Nothing is loaded twice.")
    if report is not None:
        session.execute(update(UploadRow).where(UploadRow.id == upload_id).values(report=dict(report)))
    session.execute(delete(UploadedFileRow).where(UploadedFileRow.upload_id == upload_id))


def forget(session: Session, now: datetime, keep_reports: timedelta) -> int:
    """Delete bytes after a day and reports that are older than `keep_reports`; returns how many uploads changed."""
    expired = session.execute(
        update(UploadRow)
        .where(UploadRow.state == str(State.WAITING), UploadRow.received_at < now - KEEP_BYTES)
        .values(state=str(State.EXPIRED), settled_at=now)
        .returning(UploadRow.id)
    )
    count = len(expired.all())
    over = select(UploadRow.id).where(UploadRow.state != str(State.WAITING))
    session.execute(delete(UploadedFileRow).where(UploadedFileRow.upload_id.in_(over)))
    old = delete(UploadRow).where(UploadRow.settled_at.is_not(None), UploadRow.received_at < now - keep_reports)
    return count + len(session.execute(old.returning(UploadRow.id)).all())


def record(session: Session, report: LoadReport, *, team_id: str, actor: str, title: str, now: datetime) -> None:
    """Put a load that changed something on the record of decisions; call it last in the load's transaction."""
    if not report.changed and not report.left_out_rows:
        return
    audit.append(
        session,
        at=now,
        team_id=team_id,
        actor=actor,
        act="loaded files",
        subject=f"report {report.id}",
        detail={
            "title": title,
            "changed": report.changed,
            "left_out": report.left_out_rows,
            "files": [{"name": file.name, "kind": file.kind.value, "digest": file.digest} for file in report.files],
        },
    )
