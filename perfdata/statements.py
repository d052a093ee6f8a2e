"""Statements: which figure was said in which thread, at which revision, taken down when the message has been posted.

They are read from the frozen payload of the posted message, so that what is taken down is what was said. A message
that only one person saw for a moment (the answer to a command) is in no thread, and is not taken down.
"""

from __future__ import annotations

import logging
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from datetime import datetime
from decimal import Decimal
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from perfdata.alerts import Alert, AlertRest
from perfdata.errors import BadInput
from perfdata.facts import Facts
from perfdata.periods import Period, parse
from perfdata.store import once
from perfdata.store.once import insert_all_once, table_of
from perfdata.store.outbox import Kind
from perfdata.store.sending import Claim
from perfdata.store.tables import OutboxRow, StatementRow
from perfdata.surgeries.nomination import Nomination

logger = logging.getLogger(__name__)

_RECORD = insert_all_once(table_of(StatementRow))


def record(session: Session, posted: Iterable[tuple[Claim, str]], now: datetime) -> None:
    """Take down the figures that posted messages state, each given with the message's ts; a repeat changes nothing."""
    once.insert_all(session, _RECORD, [row for claim, ts in posted for row in _stated_by(claim, ts, now)])


def _stated_by(claim: Claim, ts: str, now: datetime) -> Collection[dict[str, Any]]:
    if (read := _STATED.get(claim.kind)) is None:
        return ()
    rows: dict[tuple[str, Period], dict[str, Any]] = {}
    try:
        stated = list(read(claim.payload))
    except (BadInput, KeyError, TypeError, ValueError):
        # It is in its channel, and that has to be settled whatever it holds.
        logger.exception("what %s states cannot be read, so it cannot be corrected either", claim.key)
        return ()
    for code, period, figure in stated:
        rows.setdefault(
            (code, period),
            {
                "outbox_key": claim.key,
                "team_id": claim.team_id,
                "channel_id": claim.channel_id,
                "thread_ts": claim.thread_ts or ts,
                "code": code,
                "period_start": period.start,
                "period_end": period.end,
                "stated_at": now,
                **figure,
            },
        )
    return rows.values()


def measures_stated(session: Session, team_id: str, channel_id: str, ts: str) -> tuple[str, ...]:
    """Codes of the measures of which a posted message of ours states a figure, in its order; none of another's."""
    query = (
        select(StatementRow.code)
        .join(OutboxRow, OutboxRow.key == StatementRow.outbox_key)
        .where(
            StatementRow.team_id == team_id,
            OutboxRow.posted_channel_id == channel_id,
            OutboxRow.posted_ts == ts,
        )
        .order_by(StatementRow.id)
    )
    return tuple(dict.fromkeys(session.scalars(query)))


_Stated = Iterator[tuple[str, Period, dict[str, Any]]]
"""Measure code, period, and what was said of it."""


def _of_answer(payload: Mapping[str, Any]) -> _Stated:
    # The payload is read as it stands: to thaw an answer takes longer than to post it.
    if payload.get("reply") == "answer":
        yield from _figures(payload["value"].get("figures", ()))


def _of_correction(payload: Mapping[str, Any]) -> _Stated:
    yield from _figures(item["figure"] for item in payload["items"])


def _of_alert(payload: Mapping[str, Any]) -> _Stated:
    for item in Alert.from_payload(dict(payload)).told:
        yield from _facts(item.facts)


def _of_rest(payload: Mapping[str, Any]) -> _Stated:
    for item in AlertRest.from_payload(dict(payload)).alert.told:
        yield from _facts(item.facts)


def _of_document(payload: Mapping[str, Any]) -> _Stated:
    yield from _figures(payload.get("figures", ()))


def _of_nomination(payload: Mapping[str, Any]) -> _Stated:
    yield from _facts(Nomination.from_payload(dict(payload)).facts)


def _figures(figures: Any) -> _Stated:
    for figure in figures:
        # Where no row was held there was nothing to revise: a first figure is news, and no correction.
        if revision := figure["revision"]:
            value = figure["value"]
            said = _said(revision, None if value is None else Decimal(value), figure["value_words"], figure["status"])
            yield figure["code"], parse(figure["period"]), said


def _facts(facts: Facts) -> _Stated:
    if facts.receipt is not None:
        said = _said(facts.receipt.revision, facts.value, facts.value_words, str(facts.status))
        yield facts.code, facts.period, said


def _said(revision: int, value: Decimal | None, words: str, status: str) -> dict[str, Any]:
    return {"revision": revision, "value": value, "value_words": words, "status": status}


_STATED: Mapping[str, Callable[[Mapping[str, Any]], _Stated]] = {
    Kind.ANSWER: _of_answer,
    Kind.CORRECTION: _of_correction,
    Kind.ALERT: _of_alert,
    Kind.ALERT_REST: _of_rest,
    Kind.NOMINATION: _of_nomination,
    Kind.DOCUMENT: _of_document,
}
