"""When a measure last stood otherwise: on target where it is not now, off target where it is on target."""

from __future__ import annotations

from perfdata.asking.said import Said
from perfdata.asking.wording import STATUS_WORDS
from perfdata.verdicts.status import Status, judge
from perfdata.verdicts.verdict import Verdict


def last_otherwise(said: Said, verdict: Verdict) -> str:
    """`It was last on target in July 2025.` Blank where the latest figure has no judgement, or is the first."""
    latest, now = verdict.latest, verdict.latest_judgement.status
    if latest is None or not now.judged:
        return ""
    other = Status.OFF_TARGET if now is Status.ON_TARGET else Status.ON_TARGET
    earlier = [one for one in verdict.series.figures_back_from(latest.period) if one is not latest]
    found = next((one for one in earlier if judge(verdict.measure, one).status is other), None)
    if found is not None:
        return f"It was last {STATUS_WORDS[other]} in {said.period(found.period)}."
    if not earlier:
        return ""
    first = said.period(earlier[-1].period)
    return f"It has not been {STATUS_WORDS[other]} since {first}, the first that I hold."
