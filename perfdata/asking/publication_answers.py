"""When the next figures are due, and how recent those are that are held: of the scorecard as a whole."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from datetime import timedelta

from perfdata.asking.amounts import joined
from perfdata.asking.said import Said
from perfdata.measures import Tier
from perfdata.periods import Frequency, Period
from perfdata.snapshot import Snapshot
from perfdata.verdicts.verdict import Verdict


def say_next_figures(said: Said, snapshot: Snapshot) -> None:
    """Say which figures most of the scorecard's measures wait for, and by when; and how many are late."""
    verdicts = _of_scorecard(snapshot)
    if not verdicts:
        said.say("I hold no measures on the scorecard.")
        return
    period, waiting = _commonest(one.period.following() for one in verdicts)
    coming = [one.measure for one in verdicts if one.period.following() == period]
    days = sorted({period.end + timedelta(days=one.lag_days) for one in coming})
    when = f"by {said.day(days[0])}"
    if len(days) > 1:
        when = f"from {said.day(days[0])} to {said.day(days[-1])}, each measure on its own day"
    said.say(
        f"{_most(waiting, len(verdicts))} of the next figures are for {said.period(period)}: "
        f"{said.count('waiting', waiting)} of the {said.count('on the scorecard', len(verdicts))} measures on the "
        f"scorecard wait for those. They are due {when}."
    )
    if late := said.count("late", sum(one.observation is None for one in verdicts)):
        said.say(f"Late: {late}. “Which figures are late?” lists {'it' if late == 1 else 'them'}.")
    said.notes.append("Name a measure to hear when its own next figure is due.")


def say_newest_figures(said: Said, snapshot: Snapshot) -> None:
    """Say for which period most of the scorecard's newest figures are, and on which day the last was entered."""
    newest = [one.latest for one in _of_scorecard(snapshot) if one.latest is not None]
    if not newest:
        said.say("I hold no figures on the scorecard yet.")
        return
    period, that_new = _commonest(one.period for one in newest)
    said.say(
        f"{_most(that_new, len(newest))} of the newest figures are for {said.period(period)}: "
        f"{said.count('that new', that_new)} of the {said.count('with figures', len(newest))} measures on the "
        f"scorecard have those. The last of all was entered on {said.day(max(one.entered_on for one in newest))}."
    )
    every = Counter(one.measure.frequency for one in _of_scorecard(snapshot))
    counts = [f"{said.count(one, every[one])} {one.often}" for one in Frequency if every[one]]
    said.say(f"How often they are reported: {joined(counts)}.")
    said.notes.append("Every answer says for which period its figure is, and when it was entered.")


def _of_scorecard(snapshot: Snapshot) -> list[Verdict]:
    """Of the measures that anybody may ask about."""
    return [one for one in snapshot.verdicts.values() if one.measure.tier is Tier.SCORECARD and not one.measure.exempt]


def _most(some: int, whole: int) -> str:
    return "Most" if 2 * some > whole else "Many"


def _commonest(periods: Iterable[Period]) -> tuple[Period, int]:
    """The period that stands there most often, and how often; of several the latest."""
    counted = Counter(periods)
    period = max(counted, key=lambda one: (counted[one], one.end))
    return period, counted[period]
