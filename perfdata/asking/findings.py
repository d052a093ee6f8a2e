"""Findings: what a measure's chart says, in words that a member would use, with the numbers that they hold.

Never “statistically significant”, “out of control” or “special cause”: a figure is within its usual range, or there is
a real change for the better or the worse since a date.
"""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal

from perfdata.asking.amounts import counted, value_words
from perfdata.measures import Measure
from perfdata.payloads import Payload
from perfdata.periods import MONTH_NAMES, Frequency, Period
from perfdata.units import without_shared_unit
from perfdata.verdicts.obstacles import FEWEST_POINTS, Obstacle
from perfdata.verdicts.reading import Assurance, Reading, Variation
from perfdata.verdicts.signals import NEAR_WINDOW, Rule
from perfdata.verdicts.status import Status
from perfdata.verdicts.verdict import Verdict

CHANGE = {
    Variation.IMPROVING: "a real change for the better",
    Variation.WORSENING: "a real change for the worse",
    Variation.CHANGING: "a real change",
}
_OUT_OF_REACH = "its usual range does not reach the target"
_BY_CHANCE = "within its usual variation"
_CAUTION = "The figures are changing, though, so that may not hold."


@dataclass(frozen=True, slots=True)
class Finding(Payload):
    """What the chart says of a measure's latest figure, with every number as it is spoken.

    `period` is the latest figure's label. `usual` is its usual range and `average` what it varies about, blank without
    a chart. `since` is when a real change began and `run` how many of its `window` figures show it. `points` is how
    many figures there were to chart, of the `needed`.
    """

    code: str
    period: str
    variation: Variation
    assurance: Assurance
    points: int
    needed: int = FEWEST_POINTS
    usual: str = ""
    average: str = ""
    since: str = ""
    run: int = 0
    window: int = 0


def finding_of(verdict: Verdict) -> Finding | None:
    """The finding at the verdict's latest figure; None when there is no figure at all."""
    if verdict.latest is None:
        return None
    measure, reading = verdict.measure, verdict.reading
    usual = reading.usual
    return Finding(
        code=measure.code,
        period=verdict.latest.period.label,
        variation=reading.variation,
        assurance=reading.assurance,
        points=reading.points,
        usual=_range_words(measure, usual.low, usual.high) if usual is not None else "",
        average=value_words(measure, usual.average) if usual is not None else "",
        since=reading.since.words if reading.since is not None else "",
        run=reading.run,
        window=NEAR_WINDOW if _is_near(reading) else reading.run,
    )


def variation_reason(verdict: Verdict, finding: Finding) -> str:
    """`The latest figure is within its usual range (39.1% to 47.0%).`, or the real change, or why neither is told."""
    reading = verdict.reading
    if reading.variation.real:
        return f"{change_words(verdict, finding)}{_early(reading)}"
    if reading.variation is Variation.NONE:
        return f"The latest figure is within its usual range{_season(verdict)} ({finding.usual}).{_early(reading)}"
    return why_not(reading)


def variation_sentence(verdict: Verdict, finding: Finding) -> str:
    """What an answer says after its comparisons; blank where there can be no chart, which `no_chart_note` says."""
    reading, noun = verdict.reading, verdict.measure.frequency.noun
    if reading.variation.real:
        return change_words(verdict, finding)
    if reading.variation is Variation.NONE:
        kind = "usual for the time of year" if reading.seasonal else "its usual variation"
        return f"The changes from {noun} to {noun} are {kind}."
    return why_not(reading) if reading.variation is Variation.TOO_FEW else ""


def no_chart_note(measure: Measure, reading: Reading) -> str:
    """A remark that the measure has no usual range, and why; blank where an answer's sentence says all there is."""
    if reading.obstacle in (None, Obstacle.TOO_FEW):
        return ""
    return f"{measure.title}: no usual range. {why_not(reading)}"


def why_not(reading: Reading) -> str:
    """Why there is no chart, in one sentence; blank where there is one."""
    if reading.obstacle is Obstacle.TOO_FEW:
        held = counted(reading.points, "figure") if reading.points else "no figure"
        if reading.rebase is not None:
            held += f" since its usual range begins anew, in {reading.rebase.start.words}"
        return f"Change cannot be told from chance with {held}; {FEWEST_POINTS} are needed."
    return str(reading.obstacle) if reading.obstacle is not None else ""


def assurance_reason(verdict: Verdict) -> str:
    """Whether the target can be relied on, in one or two sentences; blank without a chart."""
    reading = verdict.reading
    if reading.usual is None:
        return ""
    if reading.assurance is Assurance.UNKNOWN:
        return "There is no target to set against its usual range."
    met = verdict.latest_judgement.status is Status.ON_TARGET
    words = {
        Assurance.MEETS: "It meets the target as a matter of course.",
        Assurance.HIT_AND_MISS: (
            "Within its usual range it will sometimes meet the target and sometimes not, by chance."
        ),
        Assurance.MISSES: (
            "It met the target this time, but its usual range does not reach it."
            if met
            else "Its usual range does not reach the target: it will not meet it unless something changes."
        ),
    }[reading.assurance]
    return f"{words} {_CAUTION}" if reading.variation.real else words


def change_words(verdict: Verdict, finding: Finding) -> str:
    """`There is a real change for the worse since June 2026: 5 months in a row above its average (63.4).`"""
    return f"There is {headline(verdict, finding)}: {_how(verdict, finding)}."


def headline(verdict: Verdict, finding: Finding) -> str:
    """`a real change for the worse since June 2026`, or that there is none; blank where nobody can tell."""
    reading = verdict.reading
    if not reading.variation.real:
        return "no real change" if reading.variation is Variation.NONE else ""
    when = f"in {finding.since}" if reading.run == 1 else f"since {finding.since}"
    return f"{CHANGE[reading.variation]} {when}"


def change_evidence(verdict: Verdict, finding: Finding) -> str:
    """What shows a real change, as a sentence of its own; blank where there is none."""
    if not verdict.reading.variation.real:
        return ""
    words = _how(verdict, finding)
    return f"{words[:1].upper()}{words[1:]}."


def standing_words(verdict: Verdict) -> str:
    """What a line of a list says of a measure beside its figure: what is really changing, or what chance explains."""
    reading, off = verdict.reading, verdict.status is Status.OFF_TARGET
    if reading.variation.real and reading.since is not None:
        return f"{CHANGE[reading.variation]} {'in' if reading.run == 1 else 'since'} {reading.since.words}"
    if reading.variation is not Variation.NONE:
        return ""
    if off and reading.assurance is Assurance.MISSES:
        return _OUT_OF_REACH
    return _BY_CHANCE if off else ""


def says_standing(words: str) -> bool:
    """Whether the line of a list says what `standing_words` gave."""
    return any(standing in words for standing in (*CHANGE.values(), _OUT_OF_REACH, _BY_CHANCE))


def _how(verdict: Verdict, finding: Finding) -> str:
    reading, frequency = verdict.reading, verdict.measure.frequency
    signal = reading.signal
    assert signal is not None
    high = signal.way > 0
    if signal.rule is Rule.TREND:
        way = "risen" if high else "fallen"
        return (
            f"{'season aside, ' if reading.seasonal else ''}it has {way} {counted(reading.run, frequency.noun)} running"
        )
    reach = f"its usual range{_season(verdict)} ({finding.usual})"
    side = "above" if high else "below"
    if signal.rule is Rule.OUTSIDE and reading.run == 1:
        return f"the figure is {side} {reach}"
    if _is_near(reading):
        edge = "top" if high else "bottom"
        return f"{reading.run} of the last {counted(NEAR_WINDOW, frequency.noun)} are near the {edge} of {reach}"
    level = season_level(reading) if reading.seasonal else f"its average ({finding.average})"
    run = f"{counted(reading.run, frequency.noun)} in a row {side} {level}"
    return f"{run}, the latest beyond {reach}" if signal.rule is Rule.OUTSIDE else run


def season_level(reading: Reading) -> str:
    """What figures are said to lie above or below."""
    return "what is usual for the time of year" if reading.seasonal else "their average"


def _is_near(reading: Reading) -> bool:
    """Whether the change rests on figures near a limit alone, not on a run on one side as well."""
    return reading.signal is not None and reading.signal.rule is Rule.NEAR and Rule.SHIFT not in reading.rules


def _season(verdict: Verdict) -> str:
    """` for October` where the range is that of the latest figure's own season."""
    if not verdict.reading.seasonal or verdict.latest is None:
        return ""
    period = verdict.latest.period
    return f" for {_season_name(period)}"


def _season_name(period: Period) -> str:
    first, last = MONTH_NAMES[period.start.month - 1], MONTH_NAMES[period.end.month - 1]
    return first if period.frequency is Frequency.MONTHLY else f"{first} to {last}"


def _early(reading: Reading) -> str:
    return f" That range is an early one, from {counted(reading.points, 'figure')}." if reading.early else ""


def _range_words(measure: Measure, low: Decimal, high: Decimal) -> str:
    least, most = value_words(measure, low), value_words(measure, high)
    return f"{without_shared_unit(least, most)} to {most}"
