"""`bot.py alerts`: a round's alerts before they are released, their release, and what was sent."""

from __future__ import annotations

from typing import Any

from handlers.views.alerts import alert_message
from perfdata.alerts import Alert, ReleaseReport, Told
from perfdata.periods import Period


def as_json(alert: Alert) -> dict[str, Any]:
    """One board's alert: how many measures have each status, each measure with its class, and the message."""
    message = alert_message(alert)
    return {
        "board": alert.board,
        "board_name": alert.board_name,
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
    }


def told_as_json(told: Told) -> dict[str, Any]:
    """An alert as it was released, and what became of it."""
    return as_json(told.alert) | {
        "released_at": told.released_at.isoformat(),
        "released_by": told.released_by,
        "state": told.state,
        "channel": told.posted_channel_id,
        "ts": told.posted_ts,
    }


def as_text(alerts: list[Alert]) -> str:
    """The messages one below the other, each under its board's name."""
    return "\n\n".join(f"== {alert.board_name} ==\n{alert_message(alert)['text']}" for alert in alerts)


def told_as_text(told: list[Told], period: Period) -> str:
    """What was released, by whom, whether it has been posted, and the words."""
    if not told:
        return f"No alert has been released for {period.words}."
    return "\n\n".join(f"== {_release(one)} ==\n{alert_message(one.alert)['text']}" for one in told)


def released_as_text(report: ReleaseReport) -> str:
    """Who will be told now, and who had been before."""
    lines = []
    if report.released:
        lines.append(f"Released for {report.period.words}: {', '.join(report.released)}. The running bot posts them.")
    if report.already:
        lines.append(f"Released before, and not again: {', '.join(report.already)}.")
    return "\n".join(lines) or "There is no board to tell."


def released_as_json(report: ReleaseReport) -> dict[str, Any]:
    """The same for other programs."""
    return {"period": report.period.label, "released": list(report.released), "already": list(report.already)}


def _release(told: Told) -> str:
    moment = f"{told.released_at:%d %B %Y %H:%M} UTC"
    return f"{told.alert.board_name}: released {moment} by {told.released_by}; {told.state}"
