"""`bot.py alerts`: a round's alerts before they are released, their release, and what was sent."""

from __future__ import annotations

from argparse import Namespace
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from handlers.views.addenda import owed_addendum
from handlers.views.alerts import alert_message, rest_message
from handlers.views.facts import receipt_words
from perfdata import alerts
from perfdata.alerts import Alert, AlertItem, ReleaseReport, Told, rest_of
from perfdata.alerts.explaining import explained
from perfdata.council import Council
from perfdata.periods import Period
from perfdata.readers import readers_of
from perfdata.rounds import latest_closed, london_date
from perfdata.store.database import Database

EVERYBODY = "all"
"""Named in place of a reader."""


@dataclass(frozen=True, slots=True)
class Done:
    """What a command came to: in words, and for other programs."""

    text: str
    document: Any


def act(database: Database, council: Council, given: Namespace, *, now: datetime, at: datetime, operator: str) -> Done:
    """Preview, release or show a round's alerts. Raises as `perfdata.alerts.releasing`."""
    readers = named(given)
    period = given.period or latest_closed(council.calendar, given.as_at or london_date(at)).period
    if given.action == "release":
        with database.transaction() as session:
            report = alerts.release(session, council, period, now=now, at=at, released_by=operator, readers=readers)
        return Done(released_as_text(report), released_as_json(report))
    with database.reading() as session:
        if given.json and given.board is None and given.reader is None:
            # Programs that read these documents know boards alone.
            readers = [one.code for one in readers_of(session, council) if one.is_board]
        if given.action == "show":
            told = list(alerts.show(session, council, period, readers, as_at=given.as_at))
            words = told_as_text(told, period, as_at=given.as_at)
            return Done(words, [told_as_json(one) for one in told])
        shown = list(alerts.preview(session, council, period, readers))
        return Done(as_text(shown), [as_json(one) for one in shown])


def named(given: Namespace) -> list[str] | None:
    """The board or the other reader that was named; None for all of them."""
    name = given.board or given.reader
    return None if name in (None, EVERYBODY) else [name]


def as_json(alert: Alert) -> dict[str, Any]:
    """One alert: how many measures have each status, each measure with its class, and the message."""
    message = alert_message(alert)
    return {
        ("board" if alert.is_board else "reader"): alert.reader,
        ("board_name" if alert.is_board else "reader_name"): alert.reader_name,
        "period": alert.period.label,
        "closed_on": alert.closed_on.isoformat(),
        "measures": len(alert.items),
        "counts": {str(status): count for status, count in alert.counts.items()},
        "items": [
            {
                "measure": item.facts.code,
                "class": str(item.state),
                "news": str(item.news),
                "shown": str(item.shown),
                "tier": str(item.facts.tier),
                "period": item.facts.period.label,
                "status": str(item.facts.status),
                "value": None if item.facts.value is None else format(item.facts.value, "f"),
                "target": None if item.facts.target is None else format(item.facts.target, "f"),
                "periods_off_target": item.facts.periods_off_target,
                "provisional": item.facts.provisional,
            }
            for item in alert.items
        ],
        "text": message["text"],
        "blocks": message["blocks"],
        "thread": [rest_message(rest) for rest in rest_of(alert)],
    }


def told_as_json(told: Told) -> dict[str, Any]:
    """An alert as it was released, and what became of it."""
    return as_json(told.alert) | {
        "released_at": told.released_at.isoformat(),
        "released_by": told.released_by,
        "state": told.state,
        "channel": told.posted_channel_id,
        "ts": told.posted_ts,
        "addenda": [
            {
                "added_on": one.added_on.isoformat(),
                "text": owed_addendum(one.to_payload())["text"],
                "items": [
                    {
                        "measure": item.facts.code,
                        "change": str(item.change),
                        "told": str(item.told_state),
                        "now": str(item.state),
                    }
                    for item in one.items
                ],
            }
            for one in told.addenda
        ],
    }


def as_text(alerts: list[Alert]) -> str:
    """The messages one below the other, each under its reader's name."""
    return "\n\n".join(f"== {alert.reader_name} ==\n{_messages(alert)}" for alert in alerts)


def told_as_text(told: list[Told], period: Period, *, as_at: date | None = None) -> str:
    """What was released, by whom, whether it has been posted, the words, and what was added; on a past day also why."""
    if not told:
        by = f" by {as_at:%d %B %Y}" if as_at is not None else ""
        return f"No alert has been released for {period.words}{by}."
    return "\n\n".join("\n".join(_told(one, why=as_at is not None)) for one in told)


def _told(told: Told, *, why: bool) -> Iterator[str]:
    yield f"== {_release(told)} =="
    yield _messages(told.alert)
    for addendum in told.addenda:
        yield f"-- added on {addendum.added_on:%d %B %Y} --"
        yield owed_addendum(addendum.to_payload())["text"]
    if why:
        yield "-- why, measure by measure --"
        for item in told.alert.items:
            yield f"{item.facts.code} {item.facts.title}: {_why(told.alert, item)}"


def _why(alert: Alert, item: AlertItem) -> str:
    """The row of the table of precedence that held, whether it was news, and the figure that was judged."""
    facts, one = item.facts, explained(alert, item)
    words = f"{item.state.value} (row {one.number} of {one.of} of the table of precedence), {item.news.value}"
    judged = f"{str(facts.status).capitalize()} for {facts.period.words}"
    return f"{words}. {judged}. {receipt_words(facts) or 'No row is held.'}"


def released_as_text(report: ReleaseReport) -> str:
    """Who will be told now, and who had been before."""
    lines = []
    if report.released:
        lines.append(f"Released for {report.period.words}: {', '.join(report.released)}. The running bot posts them.")
    if report.already:
        lines.append(f"Released before, and not again: {', '.join(report.already)}.")
    lines += [f"{board} is told on {day:%d %B %Y}, the day that it has chosen." for board, day in report.later]
    return "\n".join(lines) or "There is nobody to tell."


def released_as_json(report: ReleaseReport) -> dict[str, Any]:
    """The same for other programs."""
    return {
        "period": report.period.label,
        "released": list(report.released),
        "already": list(report.already),
        "later": {board: day.isoformat() for board, day in report.later},
    }


def _messages(alert: Alert) -> str:
    """The message, and those in its thread, each under a line that says so."""
    return "\n-- in its thread --\n".join(
        said["text"] for said in (alert_message(alert), *map(rest_message, rest_of(alert)))
    )


def _release(told: Told) -> str:
    moment = f"{told.released_at:%d %B %Y %H:%M} UTC"
    return f"{told.alert.reader_name}: released {moment} by {told.released_by}; {told.state}"
