"""Who may speak for a measure, and what the words that are asked for on a figure are called."""

from __future__ import annotations

from perfdata.measures import Measure
from perfdata.people import Person
from perfdata.periods import Period
from perfdata.snapshot import Snapshot
from perfdata.surgeries.models import Part, parts_of


def may_comment(snapshot: Snapshot, person: Person, measure: Measure) -> bool:
    """Whether this person is the measure's owner or its director; of an exempt measure nobody may."""
    return not measure.exempt and bool(parts_of(person, "", measure, snapshot.council) & {Part.OWNER, Part.DIRECTOR})


def subject_of(code: str, period: Period) -> str:
    """What reminders call the words that are asked for on a figure."""
    return f"words {code} {period.start.isoformat()}"
