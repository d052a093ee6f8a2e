"""Rounds: one reporting month each, from the day after the last one closed to its own closing day.

The round of a month closes on the calendar's closing day of the next month, or the next working day. Rounds follow
each other without gap or overlap, so that no figure can be news in two of them.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from functools import lru_cache
from zoneinfo import ZoneInfo

from perfdata import periods
from perfdata.council import Council, Released, ReportingCalendar
from perfdata.errors import BadInput
from perfdata.periods import Frequency, Period
from perfdata.readers import ReaderOptions
from perfdata.working_days import after_working_days, working_day_from

LONDON = ZoneInfo("Europe/London")
_NOON = time(12)


@dataclass(frozen=True, slots=True)
class Round:
    """One month's round. It takes in figures entered from `opened_on` to `closed_on`; alerts are owed from `due_at`.

    Days are London's; `due_at` is in UTC. A reader may have chosen another day: `due_for`.
    """

    period: Period
    opened_on: date
    closed_on: date
    due_at: datetime


@lru_cache(maxsize=1024)
def round_of(period: Period, calendar: ReportingCalendar) -> Round:
    """The round that reports a month; the clock asks for each of them every minute. Raises BadInput for a period of
    another kind."""
    if period.frequency is not Frequency.MONTHLY:
        raise BadInput(f"“{period.label}” is not a month. Rounds are monthly: write Oct 2026, say.")
    closed_on = _closing_day(period, calendar)
    return Round(
        period,
        opened_on=_closing_day(period.previous(), calendar) + timedelta(days=1),
        closed_on=closed_on,
        due_at=_at_alert_time(
            after_working_days(closed_on, calendar.alert_working_days, calendar.extra_holidays), calendar
        ),
    )


def rounds_closed(calendar: ReportingCalendar, now: datetime) -> Iterator[Round]:
    """Rounds that have closed by `now`, counted from the time of day at which alerts go out, from the calendar's first
    one onwards, oldest first. No alert of theirs is due earlier."""
    period = calendar.first_round
    while _at_alert_time((found := round_of(period, calendar)).closed_on, calendar) <= now:
        yield found
        period = period.following()


@dataclass(frozen=True, slots=True)
class Due:
    """When a reader's alert is owed, in UTC. `held_for` says what has put it off, such as a quiet month; else blank."""

    at: datetime
    held_for: str = ""


def due_for(found: Round, council: Council, options: ReaderOptions) -> Due:
    """When the alert of a reader with these options is owed: on the day that it has chosen, in none of its quiet
    months, and, unless only those see it who are meant, in no pre-election period."""
    calendar, is_open = council.calendar, not options.private
    day, held_for = london_date(found.due_at), ""
    if options.working_days is not None:
        day = after_working_days(found.closed_on, options.working_days, calendar.extra_holidays)
    while True:
        election = next((one for one in council.pre_election if is_open and one.start <= day <= one.end), None)
        if day.month in options.quiet_months:
            day, held_for = periods.month(day.year, day.month).following().start, "over a quiet month, as chosen"
        elif election is not None:
            day, held_for = election.end + timedelta(days=1), f"during the pre-election period ({election.why})"
        else:
            return Due(_at_alert_time(day, calendar), held_for)
        day = working_day_from(day, calendar.extra_holidays)


def released_on(found: Round, council: Council) -> date | None:
    """The day on which the calendar releases a round, London's; None where a person does."""
    return london_date(found.due_at) if council.alerts.release is Released.BY_THE_CALENDAR else None


def collecting(calendar: ReportingCalendar, today: date) -> Round:
    """The round that takes in figures on `today`: the one that closes on it, or next."""
    period = periods.containing(today, Frequency.MONTHLY).previous().previous()
    while (found := round_of(period, calendar)).closed_on < today:
        period = period.following()
    return found


def latest_closed(calendar: ReportingCalendar, today: date) -> Round:
    """The newest round that has closed by `today`: the one that is meant when no month is named."""
    period = periods.containing(today, Frequency.MONTHLY).previous()
    while (found := round_of(period, calendar)).closed_on > today:
        period = period.previous()
    return found


def calendar_moment(now: datetime, today: date) -> datetime:
    """The moment that the calendar is held against: now, or noon in London on the date that is fixed for a demo."""
    return now if london_date(now) == today else datetime.combine(today, _NOON, LONDON).astimezone(UTC)


def london_date(moment: datetime) -> date:
    """The date in London at a moment."""
    return moment.astimezone(LONDON).date()


def _closing_day(period: Period, calendar: ReportingCalendar) -> date:
    following = period.following().start
    return working_day_from(following.replace(day=calendar.closing_day), calendar.extra_holidays)


def _at_alert_time(day: date, calendar: ReportingCalendar) -> datetime:
    return datetime.combine(day, calendar.alert_time, LONDON).astimezone(UTC)
