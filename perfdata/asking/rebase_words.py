"""What is said of a usual range that a person has begun anew, and of one that might be."""

from __future__ import annotations

from perfdata.asking.amounts import counted, day_words
from perfdata.asking.findings import season_level
from perfdata.verdicts.obstacles import FEWEST_POINTS
from perfdata.verdicts.rebase import Rebase
from perfdata.verdicts.verdict import Verdict


def rebase_reason(verdict: Verdict) -> str:
    """Since when the usual range is reckoned, who decided that, and why; blank where nobody did."""
    rebase = verdict.reading.rebase
    if rebase is None:
        return ""
    return f"Its usual range {_from(rebase)}, by a decision of {day_words(rebase.decided_on)}: {_quoted(rebase)}"


def rebase_suggestion(verdict: Verdict) -> str:
    """That the Performance Team may decide that the range begins anew; blank where the figures give no occasion."""
    reading = verdict.reading
    if not reading.may_begin_anew:
        return ""
    run = counted(reading.one_side, verdict.measure.frequency.noun)
    few = f" Until {FEWEST_POINTS} figures of it are held, there would be no range." if _too_short(verdict) else ""
    return (
        f"The figures have been on one side of {season_level(reading)} for {run}. If that has a known cause and will "
        f"last, the Performance Team may decide that its usual range begins anew.{few}"
    )


def _from(rebase: Rebase) -> str:
    if not rebase.fixed_on:
        return f"begins anew in {rebase.start.words}"
    figures = counted(rebase.fixed_on, "figure")
    return f"is fixed on the {figures} from {rebase.start.words}"


def _quoted(rebase: Rebase) -> str:
    return f"“{rebase.reason.rstrip('.')}”."


def _too_short(verdict: Verdict) -> bool:
    return verdict.reading.one_side < FEWEST_POINTS
