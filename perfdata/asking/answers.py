"""What is said in reply: figures with their receipts, and the sentences made of them. Plain text throughout."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal

from perfdata.asking.findings import Finding
from perfdata.asking.group_figures import GroupFigure, GroupGap
from perfdata.asking.others_compared import OthersCompared
from perfdata.asking.queries import Kind, Option, Query
from perfdata.charts.chart import Chart
from perfdata.payloads import Payload
from perfdata.verdicts.direction import Direction
from perfdata.verdicts.status import Status


@dataclass(frozen=True, slots=True)
class Figure(Payload):
    """One figure that is stated, or stated to be missing or withheld (`value` is None).

    `period` is the export's label and `period_words` how a sentence says it. `value_words` and `target_words` are
    the only forms in which the numbers are spoken; `due_on` is the day by which the figure should have come. The rest
    is its receipt; blank and None where no row is held.
    `numerator` and `denominator` are never given for a withheld figure.
    """

    code: str
    title: str
    period: str
    period_words: str
    value: Decimal | None
    value_words: str
    unit: str
    target: Decimal | None
    target_words: str
    status: Status
    due_on: date
    provisional: bool
    revision: int
    source_file: str
    source_row: int
    entered_on: date | None
    loaded_at: datetime | None
    definition_revision: int
    numerator: Decimal | None = None
    denominator: Decimal | None = None


@dataclass(frozen=True, slots=True)
class Change(Payload):
    """How a figure compares with an earlier one of the same measure: a comparison, never a trend.

    `difference` is later less earlier, in the measure's unit; `words` its size as spoken. `direction` is None where
    the two cannot be judged.
    """

    code: str
    period: str
    earlier_period: str
    earlier_value: Decimal
    difference: Decimal
    words: str
    since: str
    direction: Direction | None


@dataclass(frozen=True, slots=True)
class Quotation(Payload):
    """Somebody's own words, set apart and never summarised. `role` is a post, or in a channel the service.

    `about` names the period or the measure that they stand beside, where an answer has several.
    """

    words: str
    role: str
    entered_on: date
    about: str = ""


@dataclass(frozen=True, slots=True)
class Item(Payload):
    """One line of a list. `value` and `period` are in words; `detail` is what the list is about, such as a run."""

    code: str
    title: str
    status: str
    value: str
    period: str
    tier: str
    detail: str = ""


@dataclass(frozen=True, slots=True)
class Count(Payload):
    """How many of something, as a sentence of the answer says it."""

    what: str
    number: int


@dataclass(frozen=True, slots=True)
class Definition(Payload):
    """How a measure is counted, from the dictionary, with its place there. `words` are the sentences said of it."""

    code: str
    title: str
    revision: int
    words: tuple[str, ...]
    source_file: str
    source_row: int


@dataclass(frozen=True, slots=True)
class Quantity(Payload):
    """A number worked out from figures: what is needed, expected, usual, or was first reported. `what` says which.

    `number` is in the measure's unit unless `what` names another; `words` is the only form in which it is spoken.
    """

    code: str
    what: str
    number: Decimal
    words: str


@dataclass(frozen=True, slots=True)
class Post(Payload):
    """Who answers for a measure, by service and post, never by name; with the place in the dictionary that says so.

    `role` is blank where an open channel may hear only the service. `boards` are names; `portfolio` is the cabinet
    member's title, blank where the council's configuration gives none.
    """

    code: str
    title: str
    service: str
    directorate: str
    role: str
    boards: tuple[str, ...]
    portfolio: str
    source_file: str
    source_row: int


@dataclass(frozen=True, slots=True)
class Deed(Payload):
    """One action of a surgery, in the council's own words, with its receipt. A surgery without any has a blank one.

    `who` is the post that does it, or in a channel the measure's service. `overdue` is judged on the day of asking.
    """

    surgery: str
    held_on: date
    code: str
    title: str
    board: str
    ref: str
    action: str
    who: str
    due: date | None
    status: str
    update: str
    outcome: str
    overdue: bool
    source_file: str
    source_row: int


@dataclass(frozen=True, slots=True)
class Answer(Payload):
    """A reply, complete: it can be stored, and shown later by another process, without looking anything up.

    `paragraphs` are the spoken answer, the first of them in one breath; every numeral in them stands in one of the
    typed records below (`guard.py` checks it). `notes` are remarks that are worth showing small. `times` are periods
    and days that a sentence names beside those of its records. A message shows the first `shown` items, 0 for all.
    `options` can be asked next by a press. `charts` show what the paragraphs say, where Slack's own charts can.
    With `may_comment`, whoever asked is the owner of the measure and may comment on its figure.
    """

    kind: Kind
    query: Query
    paragraphs: tuple[str, ...]
    figures: tuple[Figure, ...] = ()
    quotations: tuple[Quotation, ...] = ()
    items: tuple[Item, ...] = ()
    notes: tuple[str, ...] = ()
    charts: tuple[Chart, ...] = ()
    counts: tuple[Count, ...] = ()
    definitions: tuple[Definition, ...] = ()
    changes: tuple[Change, ...] = ()
    findings: tuple[Finding, ...] = ()
    quantities: tuple[Quantity, ...] = ()
    posts: tuple[Post, ...] = ()
    deeds: tuple[Deed, ...] = ()
    groups: tuple[GroupFigure, ...] = ()
    gaps: tuple[GroupGap, ...] = ()
    comparisons: tuple[OthersCompared, ...] = ()
    times: tuple[str, ...] = ()
    options: tuple[Option, ...] = ()
    shown: int = 0
    may_comment: bool = False


@dataclass(frozen=True, slots=True)
class Receipt(Payload):
    """Where one figure came from: all that is held about it, and the lines that say so."""

    figure: Figure
    reason: str
    definition: Definition
    lines: tuple[str, ...]
