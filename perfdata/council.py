"""What no export has: the council's own words, calendar, roles and choices, as plain values.

`config/settings.py` reads them from the council's folder and checks them; the domain receives them from `bot.py`.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, time
from enum import StrEnum

from perfdata.loading.workbook_layouts import WorkbookLayout
from perfdata.people import Role
from perfdata.periods import Period
from perfdata.readers import Reader, ReaderOptions


class SurgeryModel(StrEnum):
    """Who chooses and chairs performance surgeries."""

    CABINET_LED = "cabinet_led"
    SCRUTINY_LED = "scrutiny_led"
    COLLABORATIVE = "collaborative"
    WORKING_GROUP = "working_group"


class Visible(StrEnum):
    """When members see a round's figures."""

    ON_LOAD = "on load"
    ON_RELEASE = "on release"


@dataclass(frozen=True, slots=True)
class Alias:
    """Words that people here use for a measure, and why the council says so."""

    words: str
    measure: str
    why: str


@dataclass(frozen=True, slots=True)
class ReportingCalendar:
    """When a month's round closes and its alerts go out.

    A round closes on `closing_day` of the month after the one it reports, or the next working day. Alerts are owed
    from `alert_time` (London) on the closing day plus `alert_working_days`. Rounds before `first_round` owe none.
    Owners whose figures are due and not in are reminded `chase_owners` working days before a round closes.
    """

    closing_day: int
    alert_working_days: int
    alert_time: time
    first_round: Period
    extra_holidays: frozenset[date] = frozenset()
    chase_owners: tuple[int, ...] = ()


class Released(StrEnum):
    """Who lets a month's alerts go."""

    BY_THE_CALENDAR = "by the calendar"
    BY_A_PERSON = "by a person"


@dataclass(frozen=True, slots=True)
class AlertRules:
    """How a month's alerts are released. `releasers` are the role titles that may do it; empty means that anybody on
    the Performance Team may."""

    release: Released = Released.BY_THE_CALENDAR
    releasers: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class PreElection:
    """A pre-election period, both days included, and what it is for: `the local elections of 6 May 2027`."""

    start: date
    end: date
    why: str


@dataclass(frozen=True, slots=True)
class RankWeights:
    """The points that each piece of evidence gives when nominations are put in order, 100 in all.

    `seconds` is what two seconds give, however many more there are.
    """

    distance: int = 25
    duration: int = 25
    change: int = 20
    comparison: int = 15
    not_in_hand: int = 10
    seconds: int = 5


@dataclass(frozen=True, slots=True)
class SurgeryRules:
    """A council's own figures for surgeries.

    `a_quarter` is how many one board can hold in a quarter of the financial year. An undecided nomination goes back
    to the board's agenda `decide_within` working days after it was made. The board is told whether the curve has
    turned so many months after a surgery as `review_months` says.
    """

    a_quarter: int = 2
    decide_within: int = 20
    review_months: tuple[int, ...] = (3, 6, 12)
    weights: RankWeights = RankWeights()


@dataclass(frozen=True, slots=True)
class ServiceRules:
    """How long a service has, in working days: `reply_within` to answer a board's question, `comment_within` to say
    something of a new figure that is off target.
    """

    reply_within: int = 5
    comment_within: int = 3


@dataclass(frozen=True, slots=True)
class Retention:
    """For how many days things are kept that say something of a person; `perfdata/retention.py` says what each is."""

    unanswered_words: int = 30
    not_understood: int = 366
    file_reports: int = 30
    private_messages: int = 366
    nominators: int = 1_461


@dataclass(frozen=True, slots=True)
class WorkingGroup:
    """The cross-board group of the `working_group` surgery model, by role titles: its members and its elected chair."""

    chair: str = ""
    members: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class Council:
    """One council's configuration, checked.

    `roles` maps role titles, exactly as loaded, to roles; `portfolios` maps a cabinet member's title to services;
    `board_words` maps what people call a board to its code; `aliases` are the council's words for measures.
    `fewest_shown` is the smallest count of people in a group that may be published.
    A figure that was said is corrected when it is revised within `correct_within_days`.
    `themes` are those of each measure that has any, by code, across boards and services.
    A question put to the Performance Team is due a reply within `reply_within_working_days`.
    `headings` are its words for columns, by kind of table; `workbooks` how its workbooks are laid out by hand.
    `working_group` is empty unless the surgery model has one.
    `board_options` are what boards have chosen about their alerts, by code; `readers` who else is told of a round.
    """

    name: str
    team_id: str
    performance_channel: str
    chief_officers_channel: str
    performance_team_name: str
    roles: Mapping[str, frozenset[Role]]
    portfolios: Mapping[str, tuple[str, ...]]
    aliases: tuple[Alias, ...]
    board_words: Mapping[str, str]
    withheld_marks: frozenset[str]
    missing_marks: frozenset[str]
    calendar: ReportingCalendar
    surgery_model: SurgeryModel
    visible: Visible
    working_group: WorkingGroup = WorkingGroup()
    surgeries: SurgeryRules = SurgeryRules()
    service: ServiceRules = ServiceRules()
    retention: Retention = Retention()
    correct_within_days: int = 60
    reply_within_working_days: int = 5
    themes: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    headings: Mapping[str, Mapping[str, str]] = field(default_factory=dict)
    workbooks: tuple[WorkbookLayout, ...] = ()
    fewest_shown: int = 5
    alerts: AlertRules = AlertRules()
    pre_election: tuple[PreElection, ...] = ()
    board_options: Mapping[str, ReaderOptions] = field(default_factory=dict)
    readers: tuple[Reader, ...] = ()
