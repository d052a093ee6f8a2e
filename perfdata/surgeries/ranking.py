"""The order in which nominations are put before those who choose: by evidence, in points that anybody can check.

Each piece of evidence gives 0 to 1 and counts by its weight in the council's configuration; the points are the
weighted share, out of 100. Who nominated, and from which party or ward, is no part of it. Seconds are shown; two of
them count as much as any number.

| evidence     | gives 1                                              | gives 0                            |
|--------------|------------------------------------------------------|------------------------------------|
| distance     | a quarter of the target or more away from it         | on target                          |
| duration     | off target for a year of figures                     | not off target                     |
| change       | really getting worse                                 | really getting better              |
| comparison   | in the last quarter of similar councils              | in the first half                  |
| not in hand  | nobody is at work on it                              | an action on it is still open      |
| seconds      | two or more members seconded it                      | nobody did                         |

Between those, distance and duration rise evenly. A measure whose usual range does not reach the target gives 0.75 for
change, one for which change cannot be told 0.5, one that meets its target by chance 0.25. Where there is nothing to
compare with, comparison gives 0.5, so that it speaks neither for nor against.
"""

from __future__ import annotations

from dataclasses import asdict, dataclass
from decimal import Decimal

from perfdata.asking.payloads import Payload
from perfdata.council import RankWeights
from perfdata.periods import Frequency
from perfdata.surgeries.evidence import Evidence
from perfdata.verdicts.reading import Assurance, Variation

FAR = Decimal("0.25")
"""The share of the target at which distance counts in full."""
MOST_SECONDS = 2
FIGURES_A_YEAR = {Frequency.MONTHLY: 12, Frequency.QUARTERLY: 4, Frequency.TERMLY: 3, Frequency.ANNUAL: 1}
NOTHING, QUARTER, HALF, MOST, ALL = (Decimal(digits) for digits in ("0", "0.25", "0.5", "0.75", "1"))

NAMES = {
    "distance": "how far off target",
    "duration": "how long off target",
    "change": "whether it is really changing",
    "comparison": "against similar councils",
    "not_in_hand": "whether anybody is at work on it",
    "seconds": "seconds",
}
"""What each piece of evidence is called, in the order in which it is shown."""


@dataclass(frozen=True, slots=True)
class Points(Payload):
    """The points of one nomination, 0 to 100, and the parts that they are the sum of, each to one decimal."""

    total: Decimal
    parts: tuple[tuple[str, Decimal], ...]


def points_of(evidence: Evidence, seconds: int, weights: RankWeights) -> Points:
    """The points of a nomination with that evidence and so many seconds."""
    shares = {
        "distance": _distance(evidence),
        "duration": _duration(evidence),
        "change": _change(evidence),
        "comparison": _comparison(evidence.quarter),
        "not_in_hand": NOTHING if evidence.in_hand else ALL,
        "seconds": Decimal(min(seconds, MOST_SECONDS)) / MOST_SECONDS,
    }
    each = {name: Decimal(weight) for name, weight in asdict(weights).items()}
    whole = sum(each.values()) or ALL
    parts = tuple((name, (100 * each[name] * shares[name] / whole).quantize(Decimal("0.1"))) for name in NAMES)
    return Points(sum((points for _, points in parts), NOTHING), parts)


def _distance(evidence: Evidence) -> Decimal:
    shortfall, target = evidence.shortfall, evidence.facts.target
    if not shortfall:
        return NOTHING
    # A target of nothing is missed altogether by anything at all, and a range is measured against its nearer bound.
    against = abs(target) if target else evidence.bound
    return min(ALL, shortfall / against / FAR) if against else ALL


def _duration(evidence: Evidence) -> Decimal:
    of_a_year = FIGURES_A_YEAR[evidence.facts.period.frequency]
    return min(ALL, Decimal(evidence.facts.periods_off_target) / of_a_year)


def _change(evidence: Evidence) -> Decimal:
    if evidence.variation is Variation.WORSENING:
        return ALL
    if evidence.variation is Variation.IMPROVING:
        return NOTHING
    return {Assurance.MISSES: MOST, Assurance.UNKNOWN: HALF, Assurance.HIT_AND_MISS: QUARTER}.get(
        evidence.assurance, NOTHING
    )


def _comparison(quarter: int | None) -> Decimal:
    if quarter is None:
        return HALF
    return {4: ALL, 3: HALF}.get(quarter, NOTHING)
