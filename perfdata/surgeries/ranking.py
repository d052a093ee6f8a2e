"""The order in which nominations are put before those who choose: by evidence, in points that anybody can check.

Each piece of evidence has a share, from 0 to 1 and to two decimals, and gives its weight in the council's configuration
times that share. The weights add up to 100; the points are the sum, nowhere rounded. Who nominated, and from which
party or ward, is no part of it. Seconds are shown; two of them count as much as any number.

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

Source: this council's own rule, as `council.toml` states it; no guidance lays down an order.
"""

from __future__ import annotations

from dataclasses import asdict, dataclass
from decimal import ROUND_HALF_UP, Decimal

from perfdata.council import RankWeights
from perfdata.periods import Frequency
from perfdata.surgeries.evidence import Evidence
from perfdata.verdicts.reading import Assurance, Variation

FAR = Decimal("0.25")
"""The share of the target at which distance counts in full."""
MOST_SECONDS = 2
FIGURES_A_YEAR = {Frequency.MONTHLY: 12, Frequency.QUARTERLY: 4, Frequency.TERMLY: 3, Frequency.ANNUAL: 1}
HUNDREDTH = Decimal("0.01")
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

SHARES = {
    "distance": "1 from a quarter of the target away, evenly down to 0 on target",
    "duration": "1 from a year of figures, evenly down to 0",
    "change": (
        "1 getting worse, 0.75 its usual range does not reach the target, 0.5 cannot be told, 0.25 met by chance, "
        "else 0"
    ),
    "comparison": "1 in the last quarter, 0.5 in the third or not known, else 0",
    "not_in_hand": "1 when no action on it is open, else 0",
    "seconds": "1 for two or more, 0.5 for one",
}
"""How large a share of its weight each piece of evidence gives, as a sentence says it."""


@dataclass(frozen=True, slots=True)
class Counted:
    """One piece of evidence (a key of `NAMES`): its weight, the share of it that counts, and the points that gives."""

    name: str
    weight: int
    share: Decimal

    @property
    def points(self) -> Decimal:
        """Weight times share, exactly."""
        return self.weight * self.share


@dataclass(frozen=True, slots=True)
class Points:
    """The points of one nomination, 0 to 100, by the parts that they are the sum of."""

    parts: tuple[Counted, ...]

    @property
    def total(self) -> Decimal:
        """The sum of the parts."""
        return sum((one.points for one in self.parts), NOTHING)


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
    each = asdict(weights)
    return Points(tuple(Counted(name, each[name], shares[name].quantize(HUNDREDTH, ROUND_HALF_UP)) for name in NAMES))


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
