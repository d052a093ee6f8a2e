"""The days round a surgery: when the service gets the papers, when they go out, and when the board looks back.

Papers are out five clear working days before: neither the day on which they go out nor that of the meeting counts
(Local Government Act 1972, as amended, gives the public five clear days). The service sees them before that and may
correct and propose.
"""

from __future__ import annotations

from datetime import date

from perfdata.council import Council
from perfdata.periods import months_after
from perfdata.working_days import after_working_days, working_day_before

CLEAR_DAYS = 5
SERVICE_DAYS = 5
"""Working days that the service has with the papers before they go out."""


def papers_due(held_on: date, council: Council) -> date:
    """The last day on which papers go out for a surgery on `held_on`: five clear working days lie between."""
    return working_day_before(held_on, CLEAR_DAYS + 1, council.calendar.extra_holidays)


def to_service_by(held_on: date, council: Council) -> date:
    """The day on which the service gets the papers to see and correct them first."""
    return working_day_before(papers_due(held_on, council), SERVICE_DAYS, council.calendar.extra_holidays)


def earliest_date(today: date, council: Council) -> date:
    """The first day for which there is time for the service and for five clear days."""
    closed = council.calendar.extra_holidays
    return after_working_days(today, SERVICE_DAYS + CLEAR_DAYS + 1, closed)


def review_days(held_on: date, council: Council) -> tuple[date, ...]:
    """The days on which the board is told whether the curve has turned."""
    return tuple(months_after(held_on, count) for count in council.surgeries.review_months)
