"""The dictionary of measures as a table: its columns, and the definition that a row makes."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal

from perfdata.loading.columns import Column, Number, OneOf, Text, Token, Tokens, WholeNumber, YesNo, plain
from perfdata.loading.faults import BadCell, quoted
from perfdata.loading.headings import Layout
from perfdata.loading.reports import Kind
from perfdata.loading.rows import Row
from perfdata.measures import Aggregation, Definition, Polarity, Tier, Tolerance, ToleranceKind
from perfdata.periods import Frequency

_TOLERANCE = re.compile(
    r"(?:none|(?P<kind>absolute|relative|threshold) (?P<amount>-?(?:[0-9]+\.?[0-9]*|\.[0-9]+))(?P<percent>%)?)"
    r"(?: green (?P<band>[0-9]+\.?[0-9]*|\.[0-9]+))?"
)


@dataclass(frozen=True, kw_only=True)
class ToleranceWords(Column[Tolerance]):
    """`none`, `absolute 2` (in the measure's own unit), `relative 5%` (of the target) or `threshold 60` (the figure at
    which intervention begins); with `green 1` after it, a figure that near to its target is on it.
    """

    def clean(self, text: str) -> Tolerance:
        """The tolerance."""
        words = " ".join(plain(text).casefold().split())
        if not words:
            raise self.absent()
        found = _TOLERANCE.fullmatch(words)
        if found is None or not _fits(found):
            raise self.bad(f"{quoted(words)} is not a tolerance.", "Write none, absolute 2 or relative 5%, say.")
        kind = ToleranceKind(found["kind"] or "none")
        return Tolerance(kind, Decimal(found["amount"] or 0), Decimal(found["band"] or 0))


def _fits(found: re.Match[str]) -> bool:
    """A per cent sign belongs to a percentage alone, and only a figure can be below nought."""
    kind, amount = found["kind"], found["amount"] or ""
    if found["percent"] and kind != ToleranceKind.RELATIVE:
        return False
    return not amount.startswith("-") or kind == ToleranceKind.THRESHOLD


CODE = Token(heading="code", pattern=r"[A-Z0-9][A-Z0-9._/-]{0,39}", example="ABC-123", upper=True)
TITLE = Text(heading="title", filled=True, longest=500)
DESCRIPTION = Text(heading="description", required=False)
DIRECTORATE = Text(heading="directorate", filled=True, longest=200)
SERVICE = Text(heading="service", filled=True, longest=200)
OWNER_ROLE = Text(heading="owner_role", filled=True, longest=200)
BOARDS = Tokens(heading="boards")
PRIORITY = Text(heading="priority", required=False, longest=200)
UNIT = Text(heading="unit", filled=True, longest=40)
DECIMALS = WholeNumber(heading="decimals", least=0, most=6)
POLARITY = OneOf(heading="polarity", words=Polarity)
RANGE_LOW = Number(heading="range_low", required=False)
RANGE_HIGH = Number(heading="range_high", required=False)
FREQUENCY = OneOf(heading="frequency", words=Frequency)
AGGREGATION = OneOf(heading="aggregation", words=Aggregation)
TIER = OneOf(heading="tier", words=Tier)
TOLERANCE = ToleranceWords(heading="tolerance")
LAG_DAYS = WholeNumber(heading="lag_days", least=0, most=730)
SOURCE = Text(heading="source", required=False)
NUMERATOR = Text(heading="numerator", required=False)
DENOMINATOR = Text(heading="denominator", required=False)
DISCLOSURE = YesNo(heading="disclosure")
EXEMPT = YesNo(heading="exempt")

LAYOUT = Layout(
    Kind.MEASURES,
    (
        CODE, TITLE, DESCRIPTION, DIRECTORATE, SERVICE, OWNER_ROLE, BOARDS, PRIORITY, UNIT, DECIMALS, POLARITY,
        RANGE_LOW, RANGE_HIGH, FREQUENCY, AGGREGATION, TIER, TOLERANCE, LAG_DAYS, SOURCE, NUMERATOR, DENOMINATOR,
        DISCLOSURE, EXEMPT,
    ),
)  # fmt: skip


def read_definitions(rows: Iterable[Row]) -> dict[int, Definition]:
    """The definitions by row number. Each row notes its own faults; a code that stands twice refuses its rows."""
    definitions: dict[int, Definition] = {}
    by_code: dict[str, list[Row]] = defaultdict(list)
    for row in rows:
        definition = _read(row)
        if definition.code:
            by_code[definition.code].append(row)
        if not row.faulty:
            definitions[row.number] = definition
    for code, sharing in by_code.items():
        if len(sharing) > 1:
            places = ", ".join(str(row.number) for row in sharing)
            for row in sharing:
                row.refuse(
                    CODE,
                    BadCell("duplicate code", f"{code} stands in rows {places}.", "Leave one row for each code."),
                )
                definitions.pop(row.number, None)
    return definitions


def _read(row: Row) -> Definition:
    definition = Definition(
        code=row.take(CODE),
        title=row.take(TITLE),
        description=row.take(DESCRIPTION),
        directorate=row.take(DIRECTORATE),
        service=row.take(SERVICE),
        owner_role=row.take(OWNER_ROLE),
        boards=row.take(BOARDS),
        priority=row.take(PRIORITY),
        unit=row.take(UNIT),
        decimals=row.take(DECIMALS),
        polarity=row.take(POLARITY),
        range_low=row.take(RANGE_LOW),
        range_high=row.take(RANGE_HIGH),
        frequency=row.take(FREQUENCY),
        aggregation=row.take(AGGREGATION),
        tier=row.take(TIER),
        tolerance=row.take(TOLERANCE),
        lag_days=row.take(LAG_DAYS),
        source=row.take(SOURCE),
        numerator=row.take(NUMERATOR),
        denominator=row.take(DENOMINATOR),
        disclosure=row.take(DISCLOSURE),
        exempt=row.take(EXEMPT),
    )
    if not row.faulty:
        _check_range(row, definition)
    if not row.faulty:
        _check_tolerance(row, definition)
    return definition


def _check_range(row: Row, definition: Definition) -> None:
    low, high = definition.range_low, definition.range_high
    if definition.polarity is not Polarity.RANGE:
        if low is not None or high is not None:
            row.refuse(
                RANGE_LOW if low is not None else RANGE_HIGH,
                BadCell(
                    "bad range",
                    f"The polarity is {definition.polarity}, and there are bounds of a range.",
                    "Clear range_low and range_high, or make the polarity range.",
                ),
            )
    elif low is None or high is None or low > high:
        row.refuse(
            RANGE_LOW,
            BadCell(
                "bad range", "A range needs a low bound that is not above its high one.", "Correct the two bounds."
            ),
        )


def _check_tolerance(row: Row, definition: Definition) -> None:
    """A tolerance that can mean nothing for what is better is a mistake in one of the two."""
    tolerance, polarity = definition.tolerance, definition.polarity
    if polarity is Polarity.CONTEXT and (tolerance.kind is not ToleranceKind.NONE or tolerance.band):
        wrong = "It is a context measure, which is not judged, and has a tolerance."
        advice = "Write none, or say which way is better."
    elif polarity is Polarity.RANGE and tolerance.kind is ToleranceKind.THRESHOLD:
        wrong = "A range can be missed on either side, and a threshold lies on one."
        advice = "Write absolute or relative, or make the polarity higher or lower."
    elif tolerance.band and polarity is not Polarity.NEAREST:
        wrong = f"Only a measure that is best nearest to its target has a green band, and the polarity is {polarity}."
        advice = "Leave “green” out, or make the polarity nearest."
    else:
        return
    row.refuse(TOLERANCE, BadCell("bad tolerance", wrong, advice))
