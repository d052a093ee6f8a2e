"""`bot.py load`: the report of a load, readable by somebody who is no specialist."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from perfdata.loading.leave_out import cannot_leave_out
from perfdata.loading.report_words import changes, place, subject
from perfdata.loading.reports import Fault, FileReport, LoadReport
from perfdata.whole_files import write_whole

SHOWN = 20
"""How many faults or revisions of one file are printed; the rest are counted and stand in the file of `--report`."""

LONGEST_SHOWN = 40
"""Characters of an old or new text that are printed beside each other; a longer one is only said to have changed."""


def tell(report: LoadReport, *, check_only: bool, whole: Path | None) -> str:
    """What is printed: a screenful; where `whole` names a new file, every line of the report is written to it.

    Raises, as `write_whole` does, where that cannot be written or is there already.
    """
    if whole is None:
        return as_text(report, check_only=check_only)
    write_whole(whole, [as_text(report, check_only=check_only, shown=None).encode(), b"\n"], force=False)
    return f"{as_text(report, check_only=check_only)}\nThe whole report is in {whole}."


def as_text(report: LoadReport, *, check_only: bool, shown: int | None = SHOWN) -> str:
    """The outcome first, then each file with its faults, their place and mend, and with what changed.

    Of each kind at most `shown` of a file are listed; None lists all.
    """
    lines = [_outcome(report, check_only=check_only), ""]
    for file in report.files:
        lines.extend(_file(file, shown))
    lines.append(f"Report {report.id}.")
    if not report.accepted and cannot_leave_out(report) is None:
        lines.append(f"To load all but the faulty rows: load the same files with --leave-out {report.id}")
    return "\n".join(lines)


def _outcome(report: LoadReport, *, check_only: bool) -> str:
    if not report.accepted:
        faults = sum(len(file.faults) for file in report.files)
        return f"REFUSED. {_count(faults, 'fault')} found; nothing was stored. Mend the files and load them again."
    left_out = report.left_out_rows
    if check_only:
        return f"NO FAULTS. {_count(report.changed, 'row')} would change. This was only a check; nothing was stored."
    if not report.changed:
        said = "ACCEPTED. Everything in these files is held already; nothing changed."
    else:
        said = f"ACCEPTED. {_count(report.changed, 'row')} stored."
    if left_out:
        said += f" {_count(left_out, 'row')} left out, named below; `bot.py doctor` counts them until they are mended."
    return said


def _file(file: FileReport, shown: int | None) -> Iterator[str]:
    yield (
        f"{file.name} ({file.kind}): {_count(file.rows, 'row')} read, {file.new:,} new, {file.revised:,} revised, "
        f"{file.unchanged:,} unchanged" + (f", {_count(len(file.faults), 'fault')}" if file.faults else "")
    )
    for fault in file.faults[:shown]:
        yield _fault(fault, "Fault")
    yield from _more(len(file.faults), "fault", shown)
    for note in file.notes:
        yield f"  Note: {note}"
    for finding in file.findings[:shown]:
        yield f"  Look at {finding}"
    yield from _more(len(file.findings), "finding", shown)
    for revision in file.revisions[:shown]:
        yield f"  Revised, {place(revision)}: {subject(revision)}: {changes(revision, LONGEST_SHOWN)}"
    yield from _more(len(file.revisions), "revision", shown)
    for fault in file.left_out[:shown]:
        yield _fault(fault, "Left out")
    yield from _more(len(file.left_out), "reason for leaving out", shown)
    yield ""


def _fault(fault: Fault, what: str) -> str:
    where = place(fault)
    return f"  {what}{f' at {where}' if where else ''}: {fault.problem} {fault.advice}".rstrip()


def _more(count: int, noun: str, shown: int | None) -> Iterator[str]:
    if shown is not None and count > shown:
        yield f"  ... and {_count(count - shown, f'more {noun}')}; --report FILE writes them all to a file."


def _count(number: int, noun: str) -> str:
    return f"{number:,} {noun}" + ("" if number == 1 else "s")
