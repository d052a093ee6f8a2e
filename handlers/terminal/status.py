"""`bot.py status`: verdicts as a table to read or as JSON for other programs."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from decimal import Decimal
from typing import Any

from perfdata.asking.findings import assurance_reason, finding_of, variation_reason, why_not
from perfdata.asking.others_words import NOT_HELD, others_compared, others_reason
from perfdata.asking.rebase_words import rebase_reason, rebase_suggestion
from perfdata.errors import NotFound
from perfdata.periods import Period, due
from perfdata.rounds import round_of
from perfdata.snapshot import Snapshot
from perfdata.verdicts.comparison import Compared
from perfdata.verdicts.direction import Direction
from perfdata.verdicts.status import Status
from perfdata.verdicts.verdict import Comparison, Verdict

DIRECTION_WORDS = {Direction.BETTER: "better", Direction.WORSE: "worse", Direction.SAME: "same", None: "-"}
HEADINGS = ("Code", "Period", "Value", "Target", "Status", "Before", "Year ago", "Off target for", "Change", "Title")


def verdicts_of(snapshot: Snapshot, period: Period | None) -> dict[str, Verdict]:
    """The verdicts at each measure's due period today, or when the round of a month closed."""
    if period is None:
        return dict(snapshot.verdicts)
    closed_on = round_of(period, snapshot.council.calendar).closed_on
    return {
        code: snapshot.verdict(code, due(closed_on, measure.lag_days, measure.frequency))
        for code, measure in snapshot.measures.items()
    }


def chosen(verdicts: Mapping[str, Verdict], codes: Sequence[str]) -> list[Verdict]:
    """The verdicts asked for, in the dictionary's order; all of them when no code is given.

    Raises NotFound for a code that is not held, naming it.
    """
    wanted = {code.strip().upper() for code in codes}
    known = {code.upper() for code in verdicts}
    if unknown := sorted(wanted - known):
        raise NotFound(f"No measure has the code {', '.join(unknown)}. `bot.py status` lists those held.")
    return [verdict for code, verdict in verdicts.items() if not wanted or code.upper() in wanted]


def as_json(verdict: Verdict, compared: Compared | None) -> dict[str, Any]:
    """One verdict as other programs read it; numbers are strings, so that no digit is lost on the way.

    Variation, assurance and directions are those of the latest reported figure. `compared` is how the measure compares
    with other councils, None where no figures of theirs are held; it is one of the reasons.
    """
    observation, latest = verdict.observation, verdict.latest
    reported = observation is not None and observation.value is not None
    last = None
    if not reported and latest is not None:
        last = {
            "period": latest.period.label,
            "value": _digits(latest.value),
            "status": str(verdict.latest_judgement.status),
        }
    return {
        "measure": verdict.measure.code,
        "period": verdict.period.label,
        "value": _digits(observation.value) if observation is not None else None,
        "target": _digits(observation.target) if observation is not None else None,
        "status": str(verdict.status),
        "variation": str(verdict.reading.variation),
        "assurance": str(verdict.reading.assurance),
        "direction_previous": _direction(verdict.previous),
        "direction_year": _direction(verdict.year_before),
        "periods_off_target": verdict.periods_off_target,
        "provisional": observation is not None and observation.provisional,
        "last_reported": last,
        "reasons": list(_reasons(verdict, compared)),
    }


def _reasons(verdict: Verdict, compared: Compared | None) -> Iterator[str]:
    """Why the status, the variation and the assurance are what they are, a sentence or two each."""
    yield verdict.judgement.reason
    finding = finding_of(verdict)
    yield why_not(verdict.reading) if finding is None else variation_reason(verdict, finding)
    yield from filter(None, (assurance_reason(verdict), rebase_reason(verdict), rebase_suggestion(verdict)))
    yield NOT_HELD if compared is None else others_reason(others_compared(compared))


def as_table(verdicts: Iterable[Verdict], snapshot: Snapshot) -> str:
    """The verdicts as aligned columns, with a line of totals and the date they hold for."""
    listed = list(verdicts)
    rows = [HEADINGS, *(_cells(verdict) for verdict in listed)]
    widths = [max(len(row[column]) for row in rows) for column in range(len(HEADINGS) - 1)]
    lines = [
        "  ".join([*(cell.ljust(width) for cell, width in zip(row, widths, strict=False)), row[-1]]) for row in rows
    ]
    counts = {status: sum(verdict.status is status for verdict in listed) for status in Status}
    totals = ", ".join(f"{count} {status}" for status, count in counts.items() if count)
    return "\n".join(
        [
            *lines,
            "",
            f"{len(listed)} measures at {snapshot.today:%d %B %Y}: {totals or 'nothing loaded yet'}.",
            "“Before” and “Year ago” say whether the latest figure is better or worse than then; “Change” says whether",
            "that is more than its usual variation. p = provisional.",
        ]
    )


def _cells(verdict: Verdict) -> tuple[str, ...]:
    observation, latest = verdict.observation, verdict.latest
    provisional = " p" if observation is not None and observation.provisional else ""
    run = verdict.periods_off_target
    noun = verdict.measure.frequency.noun + ("s" if run != 1 else "")
    status = str(verdict.status)
    if not verdict.status.judged and verdict.status is not Status.NO_TARGET and latest is not None:
        status += f" (last: {latest.period.label})"
    return (
        verdict.measure.code,
        verdict.period.label,
        (_digits(observation.value) if observation else None) or "-",
        (_digits(observation.target) if observation else None) or "-",
        status + provisional,
        DIRECTION_WORDS[verdict.previous.direction if verdict.previous else None],
        DIRECTION_WORDS[verdict.year_before.direction if verdict.year_before else None],
        f"{run} {noun}" if run else "-",
        str(verdict.reading.variation),
        verdict.measure.title,
    )


def _digits(number: Decimal | None) -> str | None:
    return None if number is None else format(number, "f")


def _direction(comparison: Comparison | None) -> str | None:
    return None if comparison is None or comparison.direction is None else str(comparison.direction)
