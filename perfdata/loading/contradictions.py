"""Two files of one load that say different things about the same measure, board or person."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TypeVar

from perfdata.loading.file_work import FileWork
from perfdata.loading.reports import Fault

Entry = TypeVar("Entry")


def refuse_contradictions(given: Sequence[tuple[FileWork, dict[int, Entry]]], subject: Callable[[Entry], str]) -> None:
    """Note a fault in both files for each subject about which they differ. `given` holds entries by row number.

    Neither file is newer than the other, so that there is no telling which is right; what they say alike is no fault.
    """
    first: dict[str, tuple[FileWork, int, Entry]] = {}
    for work, entries in given:
        for number, entry in entries.items():
            name = subject(entry)
            other, other_number, other_entry = first.setdefault(name, (work, number, entry))
            if other is not work and other_entry != entry:
                _refuse(work, number, other, other_number, name)
                _refuse(other, other_number, work, number, name)


def _refuse(work: FileWork, number: int, other: FileWork, other_number: int, name: str) -> None:
    work.faults.append(
        Fault(
            f"files contradict each other (with {other.path.name}: {name})",
            f"{name} is something else in {other.path.name}, row {other_number}.",
            "Load only the file that is right.",
            row=number,
        )
    )
