"""The record of decisions: who did what to what and when, append-only, each entry sealed to the one before.

An entry's digest is the SHA-256 of its content and the digest before it, written as canonical JSON, so that a
changed, removed or slipped-in entry breaks the chain where it stands. The head row holds the chain's end: whoever
appends locks it, so the chain never forks, and entries cut off the end are missed too.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from contextlib import suppress
from datetime import UTC, datetime
from typing import Any

from sqlalchemy import select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from perfdata.store.tables import AuditHeadRow, AuditRow

HEAD = 1
BEFORE_THE_FIRST = "0" * 64


def append(
    session: Session, *, at: datetime, team_id: str, actor: str, act: str, subject: str, detail: Mapping[str, Any]
) -> int:
    """Add an entry in the caller's transaction, and return its number. `detail` holds what JSON can hold.

    The chain stays locked until the caller commits, so append last.
    """
    head = _locked_head(session)
    row = AuditRow(
        id=head.last_id + 1,
        at=at.astimezone(UTC),
        team_id=team_id,
        actor=actor,
        act=act,
        subject=subject,
        # As it will be read back: what is sealed must be what is stored.
        detail=json.loads(json.dumps(dict(detail), allow_nan=False)),
        previous_digest=head.last_digest,
    )
    row.digest = digest(row)
    session.add(row)
    head.last_id, head.last_digest = row.id, row.digest
    session.flush()
    return row.id


def verify(session: Session) -> int | None:
    """The number of the first entry that is missing or not as it was written; None when the whole chain holds."""
    last_id, last_digest = 0, BEFORE_THE_FIRST
    for row in session.scalars(select(AuditRow).order_by(AuditRow.id).execution_options(yield_per=1000)):
        if row.id != last_id + 1 or row.previous_digest != last_digest or row.digest != digest(row):
            return last_id + 1
        last_id, last_digest = row.id, row.digest
    head = session.get(AuditHeadRow, HEAD)
    expected = (head.last_id, head.last_digest) if head is not None else (0, BEFORE_THE_FIRST)
    if (last_id, last_digest) == expected:
        return None
    return last_id if last_id == expected[0] else min(last_id, expected[0]) + 1


def digest(row: AuditRow) -> str:
    """What an entry's digest must be, given its content and the digest before it; 64 hexadecimal digits."""
    content = {
        "id": row.id,
        "at": row.at.astimezone(UTC).isoformat(timespec="microseconds"),
        "team_id": row.team_id,
        "actor": row.actor,
        "act": row.act,
        "subject": row.subject,
        "detail": row.detail,
        "previous_digest": row.previous_digest,
    }
    canonical = json.dumps(content, sort_keys=True, separators=(",", ":"), ensure_ascii=False, allow_nan=False)
    return hashlib.sha256(canonical.encode()).hexdigest()


def _locked_head(session: Session) -> AuditHeadRow:
    # SQLite ignores FOR UPDATE: there the whole transaction already holds the write lock. The row must be read anew,
    # since another process may have appended since this session last saw it.
    query = (
        select(AuditHeadRow).where(AuditHeadRow.id == HEAD).with_for_update().execution_options(populate_existing=True)
    )
    if (head := session.scalar(query)) is not None:
        return head
    # Where another process writes the first entry at the same moment, its head is there afterwards.
    with suppress(IntegrityError), session.begin_nested():
        session.add(AuditHeadRow(id=HEAD, last_id=0, last_digest=BEFORE_THE_FIRST))
    return session.scalars(query).one()
