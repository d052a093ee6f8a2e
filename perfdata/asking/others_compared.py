"""What answers hold of other councils: a place among similar ones, England, and who turned the same curve."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from perfdata.payloads import Payload


@dataclass(frozen=True, slots=True)
class Turned(Payload):
    """The similar council that turned the same curve, with its figures and ours for the same two years."""

    council: str
    since_words: str
    until_words: str
    worst_words: str
    latest_words: str
    gain_words: str
    own_worst_words: str
    own_latest_words: str


@dataclass(frozen=True, slots=True)
class OthersCompared(Payload):
    """How a measure stood among similar councils and beside England for a period, with every number as it is spoken.

    `place_words` (`joint 8th of 16`) and `england_words` are blank where there is none. `published` counts the similar
    councils in the count, `unpublished` those left out of it. The receipt is that of our own published figure, and
    `england_row` the country's.
    """

    code: str
    title: str
    period: str
    period_words: str
    own_value: Decimal
    own_words: str
    unit: str
    place: int
    of: int
    place_words: str
    quartile: int | None
    published: int
    unpublished: int
    england_value: Decimal | None
    england_words: str
    difference_words: str
    publisher: str
    source_file: str
    source_row: int
    england_row: int
    entered_on: date
    turned: Turned | None = None
