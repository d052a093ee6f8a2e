"""The baseline of a surgery: what was known and expected of its measure on the day, frozen.

Whether the curve turned is judged against it: better than what was to be expected if nothing changed, which is not
the same as on target.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from perfdata.asking.amounts import value_words
from perfdata.measures import Measure
from perfdata.payloads import Payload
from perfdata.periods import Period
from perfdata.snapshot import Snapshot
from perfdata.verdicts.forecast import Forecast, NoForecast, forecast
from perfdata.verdicts.status import Status


@dataclass(frozen=True, slots=True)
class Baseline(Payload):
    """The latest figure on that day, and what was expected to come, in the measure's unit.

    `low` and `high` are the usual range then, None without a chart. `expected` is the forecast for `expected_at`, in
    words with its reason where there was none.
    """

    made_on: date
    period: Period | None
    value: Decimal | None
    value_words: str
    status: Status
    low: Decimal | None = None
    high: Decimal | None = None
    expected: Decimal | None = None
    expected_at: Period | None = None
    expected_words: str = ""


def baseline_of(snapshot: Snapshot, code: str) -> Baseline:
    """What is known and expected of a measure on the snapshot's day."""
    verdict = snapshot.verdicts[code]
    measure, latest = verdict.measure, verdict.latest
    if latest is None or latest.value is None:
        return Baseline(snapshot.today, None, None, "", verdict.status, expected_words="No figure is held.")
    usual = verdict.reading.usual
    coming = forecast(measure, verdict.series, verdict.reading, latest.period)
    known = coming if isinstance(coming, Forecast) else None
    return Baseline(
        made_on=snapshot.today,
        period=latest.period,
        value=latest.value,
        value_words=value_words(measure, latest.value),
        status=verdict.latest_judgement.status,
        low=usual.low if usual is not None else None,
        high=usual.high if usual is not None else None,
        expected=known.value if known is not None else None,
        expected_at=known.at if known is not None else None,
        expected_words=_words(measure, coming),
    )


def _words(measure: Measure, coming: Forecast | NoForecast) -> str:
    if isinstance(coming, NoForecast):
        return coming.reason
    return f"{value_words(measure, measure.rounded(coming.value))} by {coming.at.words}, {coming.method.value}"
