"""What a report says in a chat: a screenful of it, frozen until it is delivered; the rest is shown on request."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from perfdata.loading.leave_out import cannot_leave_out
from perfdata.loading.report_words import changes, place, subject
from perfdata.loading.reports import Fault, FileReport, Kind, LoadReport, Revision
from perfdata.measures import Measure
from perfdata.payloads import Payload
from perfdata.periods import parse

FIRST = 8
"""How many faults, and how many revisions, a message tells of."""

MOST_KEPT = 2_000
"""How many of each are kept to be shown on request; of more, the command line has all."""

LONGEST_TEXT = 60
"""Characters of an old or new text that stand beside each other; of a longer one, only that it changed."""


class Outcome(StrEnum):
    """What there is to tell."""

    READING = "reading"
    READY = "ready"
    NOTHING_NEW = "nothing new"
    FAULTY = "faulty"
    LOADED = "loaded"
    PROBLEM = "problem"


@dataclass(frozen=True, slots=True)
class FileTold(Payload):
    """One file in numbers of rows. `changed` is new and revised together; `faults` counts faults, not rows."""

    name: str
    kind: str
    rows: int
    new: int = 0
    revised: int = 0
    unchanged: int = 0
    faults: int = 0
    left_out: int = 0
    notes: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Told(Payload):
    """What one message tells. `upload` is the number by which buttons name it, 0 where there is nothing to press.

    `faults`, `revisions` and `left_out` are sentences, the first few; `more` says how many others can be shown, and
    `unnamed` how many are about exempt measures, which this place may not read of. `periods` counts the periods whose
    figures change, `newest` names the last. `can_leave_out` counts rows; `sentence` says the rest, such as why they
    cannot be left out, or what went wrong.
    """

    outcome: Outcome
    upload: int = 0
    report: str = ""
    files: tuple[FileTold, ...] = ()
    changed: int = 0
    noun: str = "row"
    periods: int = 0
    newest: str = ""
    faults: tuple[str, ...] = ()
    revisions: tuple[str, ...] = ()
    left_out: tuple[str, ...] = ()
    more: int = 0
    unnamed: int = 0
    can_leave_out: int = 0
    by: str = ""
    sentence: str = ""


@dataclass(frozen=True, slots=True)
class Entries(Payload):
    """All that can be shown of a report: faults and revisions in sentences, and how many were too many to keep."""

    faults: tuple[str, ...] = ()
    revisions: tuple[str, ...] = ()
    not_kept: int = 0
    unnamed: int = 0


Hidden = Callable[[str], bool]
"""Whether a sentence names what the place that it is for may not read of."""


def names_any(measures: Iterable[Measure]) -> Hidden:
    """Whether a sentence names one of these measures, by code or title."""
    names = [re.escape(name) for measure in measures for name in (measure.code, measure.title)]
    if not names:
        return lambda sentence: False
    named = re.compile(rf"(?<!\w)({'|'.join(names)})(?!\w)", re.IGNORECASE)
    return lambda sentence: named.search(sentence) is not None


def entries(report: LoadReport, hidden: Hidden) -> Entries:
    """Everything that the report says of single rows, in sentences."""
    several = len(report.files) > 1
    faults = [_told(file, _fault(fault), several) for file in report.files for fault in (*file.faults, *file.left_out)]
    revisions = [_told(file, _revision(one), several) for file in report.files for one in file.revisions]
    shown_faults, shown_revisions = _open(faults, hidden), _open(revisions, hidden)
    return Entries(
        faults=tuple(shown_faults[:MOST_KEPT]),
        revisions=tuple(shown_revisions[:MOST_KEPT]),
        not_kept=max(len(shown_faults) - MOST_KEPT, 0) + max(len(shown_revisions) - MOST_KEPT, 0),
        unnamed=len(faults) + len(revisions) - len(shown_faults) - len(shown_revisions),
    )


def tell(report: LoadReport, said: Entries, *, upload: int = 0, by: str = "", sentence: str = "") -> Told:
    """What the message on a report says. A stored report is told as loaded, any other as checked."""
    if report.stored:
        outcome = Outcome.LOADED
    elif not report.accepted:
        outcome = Outcome.FAULTY
    else:
        outcome = Outcome.READY if report.changed else Outcome.NOTHING_NEW
    cannot = cannot_leave_out(report) if outcome is Outcome.FAULTY else None
    can_leave_out = _faulty_rows(report) if outcome is Outcome.FAULTY and cannot is None and report.changed else 0
    first, rest = said.faults[:FIRST], len(said.faults) - FIRST
    revised = said.revisions[:FIRST] if can_leave_out or outcome is not Outcome.FAULTY else ()
    figures = {file.kind for file in report.files if file.new + file.revised} == {Kind.OBSERVATIONS}
    changing = {parse(label) for file in report.files for label in file.periods}
    return Told(
        outcome=outcome,
        upload=upload,
        report=report.id,
        files=tuple(map(_file, report.files)),
        changed=report.changed,
        noun="figure" if figures else "row",
        periods=len(changing),
        newest=max(changing, key=lambda one: (one.end, one.start)).words if changing else "",
        faults=first if outcome is Outcome.FAULTY else (),
        left_out=first if outcome is Outcome.LOADED else (),
        revisions=revised,
        more=max(rest, 0) + len(said.revisions) - len(revised) + said.not_kept,
        unnamed=said.unnamed,
        can_leave_out=can_leave_out if upload else 0,
        by=by,
        sentence=sentence or cannot or "",
    )


def _file(file: FileReport) -> FileTold:
    return FileTold(
        name=file.name,
        kind=file.kind.value,
        rows=file.rows,
        new=file.new,
        revised=file.revised,
        unchanged=file.unchanged,
        faults=len(file.faults),
        left_out=len(_rows(file.left_out)),
        notes=file.notes[:FIRST],
    )


def _rows(faults: Sequence[Fault]) -> set[tuple[str | None, int | None]]:
    return {(fault.sheet, fault.row) for fault in faults}


def _faulty_rows(report: LoadReport) -> int:
    return sum(len(_rows(file.faults)) for file in report.files)


def _open(sentences: Sequence[str], hidden: Hidden) -> list[str]:
    return [sentence for sentence in sentences if not hidden(sentence)]


def _told(file: FileReport, sentence: str, several: bool) -> str:
    return f"{file.name}, {sentence[0].lower()}{sentence[1:]}" if several else sentence


def _fault(fault: Fault) -> str:
    where = place(fault)
    said = f"{fault.problem} {fault.advice}".rstrip()
    return f"{where[0].upper()}{where[1:]}: {said}" if where else f"The whole file: {said}"


def _revision(one: Revision) -> str:
    where = place(one)
    return f"{where[0].upper()}{where[1:]}: {subject(one)}: {changes(one, LONGEST_TEXT)}"


def entries_of(kept: Mapping[str, Any]) -> Entries:
    """What was kept with an upload. Raises ValueError when an older version kept it in a form that is not read."""
    return Entries.from_payload(dict(kept))
