"""The facts of one measure at one period, frozen as plain values: what an alert states and a nomination rests on.

A later import changes what is held, never what was frozen. The receipt names the revision that was judged.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal

from perfdata.asking.amounts import counted, target_words, value_words
from perfdata.asking.figures import covered_words
from perfdata.measures import Measure, Tier
from perfdata.observations import Observation
from perfdata.payloads import Payload
from perfdata.periods import Period
from perfdata.snapshot import Snapshot
from perfdata.verdicts.status import Status
from perfdata.verdicts.verdict import Verdict


@dataclass(frozen=True, slots=True)
class Receipt(Payload):
    """Where a figure came from, down to the row and the revision."""

    observation_id: int
    revision: int
    source_file: str
    source_row: int
    entered_on: date


@dataclass(frozen=True, slots=True)
class EarlierFigure(Payload):
    """A figure of an earlier period, with its unit in words and how it was judged."""

    period: Period
    period_words: str
    value_words: str
    status: Status


@dataclass(frozen=True, slots=True)
class Facts(Payload):
    """What was known of one measure at `period`.

    `value` is None when it is missing or withheld; then `last_reported` has the latest number before it. `target` is
    None for a measure with a range or without a target; `target_words` says which. `period_words` say what the figure
    covers, such as the year so far; `period_noun` is what one period is called. `due_on` is the day on which the
    figure was due. `gaps` are periods without a number within the run off target, stepped over and not counted.
    `note` are the service's newest words on the figure, or on its absence, of `noted_on`; never those on a withheld
    figure, which might give it away.
    """

    code: str
    title: str
    service: str
    tier: Tier
    period: Period
    period_words: str
    period_noun: str
    due_on: date
    status: Status
    value: Decimal | None
    value_words: str
    target: Decimal | None
    target_words: str
    provisional: bool
    periods_off_target: int
    gaps: int
    off_target_since: Period | None
    previous: EarlierFigure | None
    last_reported: EarlierFigure | None
    note: str
    noted_on: date | None
    receipt: Receipt | None

    @property
    def off_target_for(self) -> str:
        """How long the measure has been off target, in words, since when, and over which gaps; blank when it is not."""
        if self.off_target_since is None:
            return ""
        words = f"{counted(self.periods_off_target, self.period_noun)}, since {self.off_target_since.words}"
        return f"{words}, not counting {counted(self.gaps, self.period_noun)} without a figure" if self.gaps else words


def facts_of(snapshot: Snapshot, code: str, period: Period | None = None) -> Facts:
    """The facts of a measure at a period; at the one that is due on the snapshot's day where none is named."""
    verdict = snapshot.verdict(code, period)
    measure, observation = verdict.measure, verdict.observation
    withheld = observation is not None and observation.suppressed
    figure = None if withheld else observation
    words = snapshot.words_on(code, verdict.period)
    return Facts(
        code=code,
        title=measure.title,
        service=measure.service,
        tier=measure.tier,
        period=verdict.period,
        period_words=covered_words(measure, verdict.period),
        period_noun=measure.frequency.noun,
        due_on=verdict.period.end + timedelta(days=measure.lag_days),
        status=verdict.status,
        value=figure.value if figure is not None else None,
        value_words=value_words(measure, figure.value) if figure is not None and figure.value is not None else "",
        target=figure.target if figure is not None else None,
        target_words=target_words(measure, figure.target if figure is not None else None),
        provisional=figure is not None and figure.provisional,
        periods_off_target=verdict.periods_off_target,
        gaps=verdict.gaps,
        off_target_since=verdict.off_target_since,
        previous=_previous(verdict) if figure is not None else None,
        last_reported=_last_reported(verdict) if figure is None else None,
        note=words[-1].words if words else "",
        noted_on=words[-1].said_on if words else None,
        receipt=_receipt(observation) if observation is not None else None,
    )


def _previous(verdict: Verdict) -> EarlierFigure | None:
    if verdict.previous is None:
        return None
    return _earlier(verdict.measure, verdict.previous.observation, verdict.previous.status)


def _last_reported(verdict: Verdict) -> EarlierFigure | None:
    if verdict.latest is None:
        return None
    return _earlier(verdict.measure, verdict.latest, verdict.latest_judgement.status)


def _earlier(measure: Measure, observation: Observation, status: Status) -> EarlierFigure:
    assert observation.value is not None
    words = value_words(measure, observation.value)
    return EarlierFigure(observation.period, covered_words(measure, observation.period), words, status)


def _receipt(observation: Observation) -> Receipt:
    return Receipt(
        observation.id,
        observation.revision,
        observation.source_file,
        observation.source_row,
        observation.entered_on,
    )
