"""Answers that look ahead: what to expect by the year's end, what the target would take, how long at this rate.

Each names its method, each expectation has its range where there is one, and what cannot be told is refused with the
reason. A target that is not held yet is not made up: last year's is named as last year's.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from decimal import Decimal

from perfdata.asking import wording
from perfdata.asking.amounts import counted, difference_words, target_words
from perfdata.asking.answers import Answer
from perfdata.asking.figures import figure_of
from perfdata.asking.findings import assurance_reason, finding_of
from perfdata.asking.queries import Context, Query
from perfdata.asking.said import Said
from perfdata.asking.status_answers import periods_in
from perfdata.measures import Aggregation, Measure, Polarity
from perfdata.observations import Observation
from perfdata.periods import Frequency, Period
from perfdata.snapshot import Snapshot
from perfdata.units import MINUS, SINGULAR
from perfdata.verdicts.forecast import FEWEST_PERIODS, PERIODS_A_YEAR, Forecast, forecast, year_end
from perfdata.verdicts.gap import Outlook, cases_to_target, gap_of_total, scale_of
from perfdata.verdicts.pace import LONG, SHORT, YEARS_AHEAD, NoPace, pace
from perfdata.verdicts.status import Status
from perfdata.verdicts.verdict import Verdict


@dataclass(frozen=True, slots=True)
class Aim:
    """A target to look ahead to, and how it is named."""

    target: Decimal
    words: str
    name: str

    @property
    def named(self) -> str:
        """The target with what it is, where that has not been said yet."""
        return f"{self.words} ({self.name})" if self.name else self.words


def forecast_answer(query: Query, snapshot: Snapshot, context: Context) -> Answer:
    """What is to be expected of each measure at the year's end, or at the time asked for."""
    said = Said()
    for code in query.measures:
        verdict = snapshot.verdicts[code]
        at = periods_in(verdict.measure, query.span)[-1] if query.span is not None else None
        _ahead(said, verdict, at if at is not None and at > verdict.period else None)
    return said.answer(query)


def _ahead(said: Said, verdict: Verdict, at: Period | None) -> None:
    measure, latest = verdict.measure, verdict.latest
    if latest is None or latest.value is None:
        said.say(f"{measure.title}: no forecast. No figure has been reported to go by.")
        return
    found = forecast(measure, verdict.series, verdict.reading, latest.period, at)
    figure = figure_of(measure, latest.period, latest)
    said.figures.append(figure)
    if (finding := finding_of(verdict)) is not None:
        said.findings.append(finding)
    aim = aim_of(said, verdict, latest, found.at if isinstance(found, Forecast) else at)
    if isinstance(found, Forecast):
        said.say(_expected(said, measure, found), _against(said, measure, found, aim))
    else:
        said.count("periods needed", FEWEST_PERIODS)
        said.count("all, in per cent", 100)
        said.say(f"{measure.title}: no forecast. {found.reason}")
    said.say(
        f"{wording.figure_sentence(measure, figure)[:-1]}: {wording.STATUS_WORDS[figure.status]}."
        if figure.status.judged
        else wording.figure_sentence(measure, figure),
        _last_year(said, verdict, latest),
        assurance_reason(verdict) if verdict.reading.usual is not None and figure.target_words else "",
    )
    if aim is not None and isinstance(found, Forecast):
        # Named once, it need not be named again.
        aim = replace(aim, name="")
    said.say(_what_it_takes(said, verdict, latest, aim), _how_long(said, verdict, latest))
    said.say(wording.source_sentence(figure))


def _expected(said: Said, measure: Measure, found: Forecast) -> str:
    """`About 94.8% by 31 March 2027, between 94.6% and 95.0%, if the rest of the year adds what it added last year.`"""
    when = said.day(found.at.end) if measure.aggregation is Aggregation.CUMULATIVE else said.period(found.at)
    by = f"by {when}" if measure.aggregation is Aggregation.CUMULATIVE else f"in {when}"
    value = said.amount(measure, "expected", found.value)
    if found.low is None or found.high is None:
        return f"{measure.title}: about {value} {by}, {found.method}. There are too few earlier years to give a range."
    low, high = said.amount(measure, "low", found.low), said.amount(measure, "high", found.high)
    if low == high:
        return f"{measure.title}: about {value} {by}, {found.method}."
    between = f"{measure.title}: between {low} and {high} {by}; about {value} {found.method}."
    if found.tested_on:
        tries = counted(said.count("earlier years", found.tested_on), "earlier year")
        between += f" The range is how far off that way of telling was in {tries}."
    return between


def expected_by(said: Said, measure: Measure, found: Forecast) -> str:
    """The same in few words: `about 94.8% expected by 31 March 2027 (between 94.6% and 95.0%)`."""
    value = said.amount(measure, "expected", found.value)
    when = (
        f"by {said.day(found.at.end)}"
        if measure.aggregation is Aggregation.CUMULATIVE
        else f"in {said.period(found.at)}"
    )
    if found.low is None or found.high is None:
        return f"about {value} expected {when}"
    low, high = said.amount(measure, "low", found.low), said.amount(measure, "high", found.high)
    return f"about {value} expected {when} (between {low} and {high})" if low != high else f"{value} expected {when}"


def aim_of(said: Said, verdict: Verdict, latest: Observation, at: Period | None) -> Aim | None:
    """The target of the time looked ahead to, the latest one, or last year's where it moves through the year."""
    measure = verdict.measure
    if measure.polarity in (Polarity.RANGE, Polarity.CONTEXT):
        return None
    end = at if at is not None else year_end(latest.period) if measure.frequency in PERIODS_A_YEAR else None
    held = verdict.series.at(end) if end is not None else None
    if held is not None and held.target is not None:
        return _aimed(said, measure, held.target, "the target")
    if measure.aggregation is not Aggregation.CUMULATIVE:
        return _aimed(said, measure, latest.target, "the present target") if latest.target is not None else None
    before = verdict.series.at(end.year_before()) if end is not None else None
    if before is None or before.target is None:
        return None
    return _aimed(said, measure, before.target, "last year’s target for that point, this year’s not being held yet")


def _aimed(said: Said, measure: Measure, target: Decimal, name: str) -> Aim:
    return Aim(target, said.quantity(measure.code, "target", target, target_words(measure, target)), name)


def _against(said: Said, measure: Measure, found: Forecast, aim: Aim | None) -> str:
    """How far the expectation is from the target: `That is 1.4 percentage points short of 96.15%, last year's ...`"""
    if aim is None:
        return ""
    off = measure.rounded(found.value) - measure.rounded(aim.target)
    if off == 0:
        return f"That is {aim.words}, {aim.name}."
    size = said.quantity(measure.code, "off target", abs(off), difference_words(measure, off))
    good = (off > 0) is (measure.polarity is Polarity.HIGHER)
    if measure.polarity is Polarity.HIGHER:
        way = "above" if off > 0 else "short of"
    else:
        way = "above" if off > 0 else "below"
    judged = {Polarity.LOWER: " (better)" if good else " (worse)"}.get(measure.polarity, "")
    return f"That is {size} {way} {aim.words}, {aim.name}{judged}."


def _last_year(said: Said, verdict: Verdict, latest: Observation) -> str:
    """For what counts from April: what last year had reached by now, and what it ended with."""
    measure = verdict.measure
    if measure.aggregation is not Aggregation.CUMULATIVE or measure.frequency is Frequency.ANNUAL:
        return ""
    then = verdict.series.at(latest.period.year_before())
    ended = verdict.series.at(year_end(latest.period.year_before()))
    if then is None or then.value is None or ended is None or ended.value is None or then is ended:
        return ""
    was = said.amount(measure, "a year before", then.value)
    return f"Last year it was {was} at this point and ended at {said.amount(measure, 'end of last year', ended.value)}."


def _what_it_takes(said: Said, verdict: Verdict, latest: Observation, aim: Aim | None) -> str:
    measure = verdict.measure
    if measure.aggregation is Aggregation.CUMULATIVE:
        return _rest_of_year(said, measure, verdict, latest, aim)
    assert latest.value is not None
    if verdict.latest_judgement.status not in (Status.OFF_TARGET, Status.SLIGHTLY_OFF):
        return ""
    shortfall = verdict.latest_judgement.shortfall
    assert shortfall is not None
    size = said.quantity(measure.code, "shortfall", shortfall, difference_words(measure, shortfall))
    higher = measure.polarity is Polarity.HIGHER
    if measure.polarity is Polarity.RANGE:
        return f"It is {size} outside the range in which it should lie."
    if measure.polarity is Polarity.NEAREST:
        return f"It is {size} away from the target."
    needed = f"It would have to {'rise' if higher else 'fall'} by {size} to be on target."
    return f"{needed} {_in_cases(said, measure, latest)}".strip()


def _in_cases(said: Said, measure: Measure, latest: Observation) -> str:
    """The same in what is counted: `In October 2026 that was 162 tonnes more (“Tonnes recycled”: 4,166 of 9,404).`"""
    scale = scale_of(measure.unit)
    numerator, denominator, target = latest.numerator, latest.denominator, latest.target
    if (
        scale is None
        or not measure.polarity.one_way
        or not numerator
        or not denominator
        or target is None
        or not measure.numerator
    ):
        return ""
    assert latest.value is not None
    if measure.rounded(numerator / denominator * scale) != measure.rounded(latest.value):
        # The two numbers are not what the figure was worked out from.
        return ""
    cases = cases_to_target(measure.polarity, target, numerator, denominator, scale)
    first = measure.numerator.split()[0].lower()
    unit = f" {SINGULAR[first] if cases == 1 else first}" if first in SINGULAR else ""
    more = "more" if measure.polarity is Polarity.HIGHER else "fewer"
    amount = said.quantity(measure.code, f"cases {more}", cases, f"{cases:,f}{unit} {more}")
    held = said.quantity(measure.code, "numerator", numerator, f"{numerator:,f}")
    of = said.quantity(measure.code, "denominator", denominator, f"{denominator:,f}")
    said.times.append(measure.numerator)
    return f"In {said.period(latest.period)} that was {amount} (“{measure.numerator}”: {held} of {of})."


def _rest_of_year(said: Said, measure: Measure, verdict: Verdict, latest: Observation, aim: Aim | None) -> str:
    """What each remaining period may or must bring: `To reach 920 it needs 216 a quarter; so far 245 a quarter.`"""
    end = year_end(latest.period) if measure.frequency in PERIODS_A_YEAR else latest.period
    remaining, one = 0, latest.period
    while one < end:
        remaining, one = remaining + 1, one.following()
    total = PERIODS_A_YEAR.get(measure.frequency, 1)
    if aim is None or not remaining or latest.value is None or not measure.polarity.one_way:
        return ""
    if measure.unit == "%":
        return _rest_of_share(said, measure, verdict, latest, aim, end)
    gap = gap_of_total(
        measure.polarity, aim.target, latest.value, total - remaining, remaining, decimals=measure.decimals
    )
    noun = measure.frequency.noun
    amount = said.amount(measure, str(gap.outlook), gap.amount)
    left = counted(said.count("periods to come", remaining), noun)
    so_far = f"; so far it has been {said.amount(measure, 'a period so far', gap.so_far)}" if gap.so_far else ""
    if gap.outlook is Outlook.MET:
        return f"It has passed {aim.named} already."
    if gap.outlook is Outlook.PASSED:
        return f"It is {amount} above {aim.named} already, with {left} to come."
    if gap.outlook is Outlook.ALLOWED:
        return f"To end at {aim.named} it may bring no more than {amount} a {noun}{so_far}."
    return f"To end at {aim.named} it has to bring {amount} a {noun}{so_far}."


def _rest_of_share(said: Said, measure: Measure, verdict: Verdict, latest: Observation, aim: Aim, end: Period) -> str:
    """The points that a share of the year still has to add, beside what the same time added last year."""
    assert latest.value is not None
    left = measure.rounded(aim.target) - measure.rounded(latest.value)
    if left <= 0:
        return f"It has passed {aim.named} already." if measure.polarity is Polarity.HIGHER else ""
    needs = said.quantity(measure.code, "still to add", left, difference_words(measure, left))
    sentence = f"To end at {aim.named} it has to add {needs}"
    if measure.polarity is Polarity.LOWER:
        sentence = f"To end at {aim.named} it may add no more than {needs}"
    then, ended = verdict.series.at(latest.period.year_before()), verdict.series.at(end.year_before())
    if then is None or ended is None or then.value is None or ended.value is None:
        return f"{sentence}."
    added = measure.rounded(ended.value) - measure.rounded(then.value)
    words = said.quantity(measure.code, "added last year", added, difference_words(measure, added))
    return f"{sentence}; last year the same {measure.frequency.noun}s added {MINUS if added < 0 else ''}{words}."


def _how_long(said: Said, verdict: Verdict, latest: Observation) -> str:
    """How long until the target at the present rate, or why no time can be given."""
    measure, noun = verdict.measure, verdict.measure.frequency.noun
    if verdict.latest_judgement.status not in (Status.OFF_TARGET, Status.SLIGHTLY_OFF):
        return ""
    if measure.aggregation is Aggregation.CUMULATIVE:
        return ""
    found = pace(measure, verdict.series, verdict.reading, latest.period)
    if isinstance(found, NoPace):
        for number in (LONG[measure.frequency], SHORT[measure.frequency]) if measure.frequency in LONG else ():
            said.count("periods of a rate", number)
        why = f"{found.reason[:1].lower()}{found.reason[1:]}"
        return f"How long that will take cannot be said: {why}{_rate(said, measure, found)}"
    over = counted(said.count("periods of a rate", found.over), noun)
    rate = said.quantity(measure.code, "rate", abs(found.rate), _rate_words(measure, found.rate))
    at_that = f"At the rate of the last {over} (about {rate} a {noun})"
    if found.periods is None:
        return f"{at_that} it would take more than {counted(said.count('years ahead', YEARS_AHEAD), 'year')}."
    takes = counted(said.count("periods to target", found.periods), noun)
    if found.shorter is not None and found.shorter != found.periods:
        other = counted(said.count("periods to target, by the latter half", found.shorter), noun)
        takes = f"{takes}; at that of the latter half, {other}"
    return f"{at_that} it would take about {takes}. Nothing says that the rate will last."


def _rate(said: Said, measure: Measure, found: NoPace) -> str:
    if found.rate is None or not found.over:
        return ""
    rate = said.quantity(measure.code, "rate", abs(found.rate), _rate_words(measure, found.rate))
    way = "risen" if found.rate > 0 else "fallen"
    over = counted(said.count("periods of a rate", found.over), measure.frequency.noun)
    return f" It has {way} by about {rate} a {measure.frequency.noun} over the last {over}."


def _rate_words(measure: Measure, rate: Decimal) -> str:
    """A rate is finer than a figure: one more decimal, or two where it would be nought."""
    places = measure.decimals + (1 if abs(rate) >= Decimal(1).scaleb(-measure.decimals - 1) else 2)
    return difference_words(measure, rate, places)
