"""The sentences that an alert adds to a figure: why the measure stands where the table of precedence puts it."""

from __future__ import annotations

from perfdata.asking.amounts import counted, difference_words
from perfdata.asking.findings import change_words, finding_of, why_not
from perfdata.asking.new_targets import new_target_sentence
from perfdata.measures import Polarity
from perfdata.verdicts.pace import NoPace, pace
from perfdata.verdicts.precedence import State
from perfdata.verdicts.reading import Assurance
from perfdata.verdicts.verdict import Verdict

_REACH = {
    State.NEWLY_OFF_BELOW_REACH: "It met the target before, but its usual range ({range}) does not reach it.",
    State.STILL_OFF_BELOW_REACH: (
        "Its usual range ({range}) does not reach the target: the way of working has to change, or the target."
    ),
    State.RECOVERED: "A good {noun}, but its usual range ({range}) does not reach the target.",
}
_NEWLY_OFF = frozenset({State.NEWLY_OFF_CHANGED, State.NEWLY_OFF_BELOW_REACH, State.OFF_BY_CHANCE, State.OFF_NO_CHART})


def remark_on(verdict: Verdict, state: State) -> str:
    """Why the measure is in that state, in a sentence or two; blank where the state and the figure say it all."""
    said = (_reason(verdict, state), new_target_sentence(verdict) if state in _NEWLY_OFF else "")
    return " ".join(sentence for sentence in said if sentence)


def usual_range(verdict: Verdict) -> str:
    """The usual range of the due figure, with its unit; blank where there is none, or no figure."""
    finding = finding_of(verdict)
    return finding.usual if finding is not None and verdict.status.judged else ""


def _reason(verdict: Verdict, state: State) -> str:
    reading, finding = verdict.reading, finding_of(verdict)
    # Of a figure that is missing or withheld, earlier ones must not speak.
    if finding is None or not verdict.status.judged:
        return ""
    if state is State.OFF_NO_CHART:
        return why_not(reading)
    if state is State.RECOVERED:
        return _recovery(verdict)
    if state in _REACH:
        return _REACH[state].format(range=finding.usual)
    if reading.variation.real:
        return f"{change_words(verdict, finding)} {_outlook(verdict, state)}".rstrip()
    return f"Within its usual range ({finding.usual})." if state is State.STILL_OFF_PERSISTENT and finding.usual else ""


def _outlook(verdict: Verdict, state: State) -> str:
    """When an improving measure may be on target, and how far one that is getting worse is from being off target.

    Blank where neither can be said.
    """
    if state is State.STILL_OFF_IMPROVING:
        return _may_reach(verdict)
    return _room_left(verdict) if state is State.EARLY_WARNING else ""


def _may_reach(verdict: Verdict) -> str:
    measure, noun = verdict.measure, verdict.measure.frequency.noun
    found = pace(measure, verdict.series, verdict.reading, verdict.period)
    if isinstance(found, NoPace) or found.periods is None:
        return ""
    # What the year says and what its latter half says: between them it may be.
    soon, late = sorted((found.periods, found.shorter or found.periods))
    after = counted(late, noun) if soon == late else f"{soon} to {counted(late, noun)}"
    return f"At the rate of the last {counted(found.over, noun)}, if it lasts, it would be on target in about {after}."


def _room_left(verdict: Verdict) -> str:
    measure, observation, rule = verdict.measure, verdict.observation, verdict.judgement.rule
    if observation is None or observation.value is None or rule is None or not measure.polarity.one_way:
        return ""
    higher = measure.polarity is Polarity.HIGHER
    above = measure.rounded(observation.value) - rule.bound
    short = -above if higher else above
    room, way = rule.margin - short, "fall" if higher else "rise"
    if room == 0:
        return f"If it {way}s any further, it is off target."
    return f"It can {way} by another {difference_words(measure, room)} before it is off target."


def _recovery(verdict: Verdict) -> str:
    """Whether it is confirmed, not yet secure, or a good month with the target still out of reach.

    A usual range is of little use while the measure is improving, so an improvement comes first.
    """
    reading, finding = verdict.reading, finding_of(verdict)
    assert finding is not None
    if reading.variation.real:
        return f"Confirmed: {change_words(verdict, finding)[:1].lower()}{change_words(verdict, finding)[1:]}"
    if reading.assurance is Assurance.MISSES:
        return _REACH[State.RECOVERED].format(noun=verdict.measure.frequency.noun, range=finding.usual)
    return "Not yet secure."
