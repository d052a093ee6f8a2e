"""What answers hold of groups of people: figures as published, and the gaps between them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from perfdata.payloads import Payload
from perfdata.verdicts.disparities import Chance


@dataclass(frozen=True, slots=True)
class GroupFigure(Payload):
    """One group's figure as published; `value` is None, and the parts too, where it is withheld or not reported.

    `value_words` and `counts_words` (`23 of 55`, blank without parts) are the forms in which the numbers are spoken.
    """

    code: str
    title: str
    period: str
    period_words: str
    dimension: str
    group: str
    value: Decimal | None
    value_words: str
    counts_words: str
    unit: str
    withheld: bool
    numerator: Decimal | None
    denominator: Decimal | None
    revision: int
    source_file: str
    source_row: int
    entered_on: date


@dataclass(frozen=True, slots=True)
class GroupGap(Payload):
    """The gap between two groups of a measure: the first less the second (`points`), with the words for it.

    `other` is blank for all the other groups shown, taken together. `before_words` is the gap of the period before,
    blank where it cannot be given.
    """

    code: str
    period: str
    dimension: str
    group: str
    other: str
    value: Decimal
    value_words: str
    other_value: Decimal
    other_words: str
    unit: str
    points: Decimal
    words: str
    ratio: Decimal | None
    chance: Chance
    before_words: str = ""
    before_period: str = ""
    change: Chance = Chance.UNTOLD
