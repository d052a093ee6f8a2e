"""Telling watchers what has changed, in one private message a day at most.

Each watch remembers the state that its person knows of. Whoever finds another state owes the message and notes the
new state in one transaction; the message's key names the person and the day, so that it is owed once however many
processes look, and what changes later that day is told the next. A change that was undone before it could be told is
no news.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import or_, select
from sqlalchemy.orm import Session

from perfdata.asking.figures import latest_figure
from perfdata.asking.findings import finding_of, variation_reason
from perfdata.facts import Facts, facts_of
from perfdata.payloads import Payload
from perfdata.permissions import Act, Place, PlaceKind, refusal
from perfdata.snapshot import Snapshot
from perfdata.store import outbox
from perfdata.store.tables import MeasureRow, WatchRow
from perfdata.verdicts.status import Status
from perfdata.visibility import seen_by
from perfdata.watches import Standing, standing


@dataclass(frozen=True, slots=True)
class Changed(Payload):
    """One watched measure whose state has changed: what the person knew, and what is so now.

    `latest_words` and `latest_period` are the latest figure; blank where there is none. `why` is the sentence on its
    variation, blank where that is as before.
    """

    facts: Facts
    status_before: Status
    status: Status
    latest_words: str
    latest_period: str
    why: str


@dataclass(frozen=True, slots=True)
class WatchNews(Payload):
    """What one person is told on one day."""

    changes: tuple[Changed, ...]


def tell_watchers(session: Session, snapshot: Snapshot, now: datetime) -> int:
    """Owe each person what has changed in what they watch; returns how many messages are newly owed.

    Muted watches and exempt measures are passed over, and so are people who are no longer known.
    """
    query = (
        select(WatchRow, MeasureRow.code)
        .join(MeasureRow, MeasureRow.id == WatchRow.measure_id)
        .where(or_(WatchRow.muted_until.is_(None), WatchRow.muted_until < snapshot.today))
        .order_by(WatchRow.id)
    )
    found: dict[tuple[str, str], list[tuple[WatchRow, str, Standing]]] = defaultdict(list)
    for row, code in session.execute(query):
        if snapshot.measures[code].exempt:
            continue
        state = standing(_seen(snapshot, row.team_id, row.user_id), code)
        if state != Standing(row.status, row.variation):
            found[row.team_id, row.user_id].append((row, code, state))
    return sum(_tell(session, _seen(snapshot, *who), who, changed, now) for who, changed in found.items())


def _seen(snapshot: Snapshot, team_id: str, user_id: str) -> Snapshot:
    return seen_by(snapshot, snapshot.person(team_id, user_id), Place(PlaceKind.DIRECT))


def _tell(
    session: Session,
    snapshot: Snapshot,
    who: tuple[str, str],
    changed: list[tuple[WatchRow, str, Standing]],
    now: datetime,
) -> bool:
    team_id, user_id = who
    if refusal(snapshot.person(team_id, user_id), Act.ASK, None, Place(PlaceKind.DIRECT)) is not None:
        return False
    news = WatchNews(tuple(_changed(snapshot, code, row, state) for row, code, state in changed))
    owed = outbox.owe(
        session,
        key=f"watches:{team_id}:{user_id}:{snapshot.today.isoformat()}",
        team_id=team_id,
        channel_id=user_id,
        kind=outbox.Kind.WATCHES,
        payload=news.to_payload(),
        now=now,
    )
    if owed:
        for row, _, state in changed:
            row.status, row.variation = state.status, state.variation
    return owed


def _changed(snapshot: Snapshot, code: str, row: WatchRow, state: Standing) -> Changed:
    verdict = snapshot.verdicts[code]
    finding = finding_of(verdict)
    latest = latest_figure(verdict, verdict.latest) if verdict.latest is not None else None
    return Changed(
        facts_of(snapshot, code),
        Status(row.status),
        verdict.latest_judgement.status,
        latest.value_words if latest is not None else "",
        latest.period_words if latest is not None else "",
        variation_reason(verdict, finding) if finding is not None and row.variation != state.variation else "",
    )
