"""The one sentence that an alert adds to a figure: why the measure stands where the table of precedence puts it."""

from __future__ import annotations

from perfdata.asking.findings import change_words, finding_of, why_not
from perfdata.asking.new_targets import new_target_sentence
from perfdata.verdicts.precedence import State
from perfdata.verdicts.reading import Assurance, Variation
from perfdata.verdicts.verdict import Verdict

_REACH = {
    State.NEWLY_OFF_BELOW_REACH: "It met the target before, but its usual range ({range}) does not reach it.",
    State.STILL_OFF_BELOW_REACH: (
        "Its usual range ({range}) does not reach the target: ordinary effort will not do, so the way of working or "
        "the target has to change."
    ),
    State.RECOVERED: "A good figure, but its usual range ({range}) does not reach the target.",
}


def remark_on(verdict: Verdict, state: State) -> str:
    """Why the measure is in that state, in a sentence or two; blank where the class and the figure say it all."""
    said = (_reason(verdict, state), new_target_sentence(verdict) if state in _NEWLY_OFF else "")
    return " ".join(sentence for sentence in said if sentence)


_NEWLY_OFF = frozenset({State.NEWLY_OFF_CHANGED, State.NEWLY_OFF_BELOW_REACH, State.OFF_BY_CHANCE, State.OFF_NO_CHART})


_VARYING = frozenset({State.OFF_BY_CHANCE, State.STILL_OFF_PERSISTENT})


def _reason(verdict: Verdict, state: State) -> str:
    reading, finding = verdict.reading, finding_of(verdict)
    # Of a figure that is missing or withheld, earlier ones must not speak.
    if finding is None or not verdict.status.judged:
        return ""
    if state is State.OFF_NO_CHART:
        return why_not(reading)
    if state in _REACH and reading.assurance is Assurance.MISSES:
        return _REACH[state].format(range=finding.usual)
    if reading.variation.real:
        return change_words(verdict, finding)
    if state is State.RECOVERED:
        return "It is not secure yet." if reading.variation is Variation.NONE else ""
    return f"Within its usual range ({finding.usual})." if state in _VARYING and finding.usual else ""
