"""How a fault is raised while a file is being read, before it is known where in the file it stands."""

from __future__ import annotations

from perfdata.loading.reports import Fault

SHOWN_CHARACTERS = 200


class BadCell(Exception):
    """A cell that cannot be what its column holds. The row adds where it stands."""

    def __init__(self, reason: str, problem: str, advice: str) -> None:
        super().__init__(reason)
        self.reason = reason
        self.problem = problem
        self.advice = advice


class BadFile(Exception):
    """A file that cannot be read as a table at all; nothing else is said about it."""

    def __init__(self, *faults: Fault) -> None:
        super().__init__(faults[0].reason)
        self.faults = faults


def bad_file(reason: str, problem: str, advice: str) -> BadFile:
    """A BadFile for one fault of the whole file."""
    return BadFile(Fault(reason, problem, advice))


def shown(text: str, longest: int = SHOWN_CHARACTERS) -> str:
    """A cell's text as a report shows it: on one line, nothing a terminal would obey, cut visibly when it is long."""
    line = " ".join("".join(letter if letter.isprintable() else " " for letter in text).split())
    return line if len(line) <= longest else line[: longest - 1] + "…"


def quoted(text: str) -> str:
    """A cell's text inside a sentence, in quotation marks."""
    return f"“{shown(text, 60)}”"
