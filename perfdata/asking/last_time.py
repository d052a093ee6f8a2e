"""When a measure last stood otherwise: on target where it is not now, off target where it is on target."""

from __future__ import annotations

from perfdata.asking.said import Said
from perfdata.asking.wording import STATUS_WORDS
from perfdata.verdicts.status import Status
from perfdata.verdicts.verdict import Verdict


def last_otherwise(said: Said, verdict: Verdict) -> str:
    """`It was last on target in July 2025.` Blank where the latest figure has no judgement, or is the first."""
    latest, now = verdict.latest, verdict.latest_judgement.status
    if latest is None or not now.judged:
        return ""
    other = STATUS_WORDS[Status.OFF_TARGET if now is Status.ON_TARGET else Status.ON_TARGET]
    if (found := verdict.last_otherwise) is not None:
        return f"It was last {other} in {said.period(found.period)}."
    *_, first = verdict.series.figures_back_from(latest.period)
    if first is latest:
        return ""
    return f"It has not been {other} since {said.period(first.period)}, the first that I hold."
