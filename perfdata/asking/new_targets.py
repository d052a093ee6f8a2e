"""What is said of a target that is new with the year."""

from __future__ import annotations

from perfdata.asking.amounts import target_words
from perfdata.verdicts.verdict import Verdict


def new_target_sentence(verdict: Verdict) -> str:
    """`The target rose from 45.0% to 46.0% in April 2026.` Blank where it is not new."""
    new = verdict.new_target
    if new is None:
        return ""
    way = "rose" if new.now > new.before else "fell"
    before, now = (target_words(verdict.measure, one) for one in (new.before, new.now))
    return f"The target {way} from {before} to {now} in {new.period.words}."
