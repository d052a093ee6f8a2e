"""Reports on files that the Performance Team sent: a screenful, the question whether to load, and the whole on request.

File names, cells and notes come from files: they are set as plain text, and nothing in them formats or pings.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace
from typing import Any

from handlers.ids import Action, numbered
from handlers.references import UploadRef
from handlers.views.message import Block, Message, Part, fits, message
from handlers.views.parts import Bold, bullets, button, buttons, modal, note, paragraph
from perfdata.loading.telling import Entries, FileTold, Outcome, Told

PAGE = 80
"""How many faults and revisions one page of the whole report has: a block each, within what a modal takes."""


def owed_report(payload: Mapping[str, Any]) -> Message:
    """What is posted for an owed report."""
    return report_message(Told.from_payload(dict(payload)))


def report_message(told: Told) -> Message:
    """What a check or a load came to; sentences that do not fit are left out and counted with those to be shown."""
    shorter = told
    while not fits(parts := _parts(shorter)) and _listed(shorter):
        shorter = _one_less(shorter)
    return message(parts)


def begun() -> Message:
    """What somebody who pressed “Load” is told at once."""
    return message([paragraph("I am loading it. What came of it will stand in the thread.")])


def whole_report(said: Entries, ref: UploadRef, report: str) -> Block:
    """A page of everything that a report says of single rows, with buttons to the pages beside it."""
    entries = [*said.faults, *said.revisions]
    pages = max(-(-len(entries) // PAGE), 1)
    page = min(max(ref.page, 0), pages - 1)
    shown = entries[page * PAGE : (page + 1) * PAGE]
    top = f"{_count(len(said.faults), 'fault')} and {_count(len(said.revisions), 'revision')}"
    parts = [paragraph(f"{top}. Page {page + 1} of {pages}. Report {report}.")]
    parts += [paragraph(entry) for entry in shown]
    if said.not_kept and page == pages - 1:
        parts.append(note(f"{said.not_kept:,} more are not kept here; the command line's report lists all of them."))
    parts += _unnamed(said.unnamed)
    beside = [("Earlier", page - 1), ("Later", page + 1)]
    turns = [
        button(label, numbered(Action.SHOW_ALL, number), replace(ref, page=to))
        for number, (label, to) in enumerate(beside)
        if 0 <= to < pages
    ]
    if turns:
        parts.append(buttons(*turns))
    return modal("The whole report", [part.block for part in parts])


def _parts(told: Told) -> list[Part]:
    match told.outcome:
        case Outcome.READING:
            return [paragraph("I am still at it: there is a lot in there. What comes of it will stand here.")]
        case Outcome.PROBLEM:
            return [paragraph(told.sentence)]
        case Outcome.FAULTY:
            return [*_faulty(told), *_pressed(told), _receipt(told)]
        case Outcome.READY:
            return [*_ready(told), *_pressed(told), _receipt(told)]
        case Outcome.NOTHING_NEW:
            top = Bold("There is nothing to load. "), "Everything in there is held already."
            return [paragraph(*top), *_files(told), *_pressed(told), _receipt(told)]
        case Outcome.LOADED:
            return [*_loaded(told), *_pressed(told), _receipt(told)]


def _faulty(told: Told) -> Iterable[Part]:
    faults = sum(file.faults for file in told.files)
    yield paragraph(Bold(f"Refused: {_count(faults, 'fault')}. "), "Nothing was loaded.")
    yield from _files(told)
    if told.faults:
        yield bullets(told.faults)
    yield from _more(told)
    if told.sentence:
        yield paragraph(told.sentence)
    if told.can_leave_out:
        yield paragraph(
            f"Best is to mend {_count(told.can_leave_out, 'row')} at the source and to send the file again. "
            f"Or load the rest without: {_count(told.changed, told.noun)}{_when(told)} would change. "
            "What is left out is named in the receipt, and stays on a list until it is mended."
        )
        yield from _revisions(told)


def _ready(told: Told) -> Iterable[Part]:
    yield paragraph(Bold("No faults. "), "Nothing has been loaded yet.")
    yield from _files(told)
    yield from _revisions(told)
    yield from _more(told)
    yield paragraph(Bold(f"Load {_count(told.changed, told.noun)}{_when(told)}?"))


def _loaded(told: Told) -> Iterable[Part]:
    yield paragraph(Bold(f"Loaded: {_count(told.changed, told.noun)}{_when(told)}. "), f"By: {told.by}.")
    yield from _files(told)
    if told.left_out:
        rows = sum(file.left_out for file in told.files)
        yield paragraph(Bold(f"Left out: {_count(rows, 'row')}. "), "These wait to be mended:")
        yield bullets(told.left_out)
    if told.revisions:
        yield paragraph("Revised:")
        yield bullets(told.revisions)
    yield from _more(told)


def _revisions(told: Told) -> Iterable[Part]:
    if told.revisions:
        yield paragraph("What is held and would be revised:")
        yield bullets(told.revisions)


def _files(told: Told) -> Iterable[Part]:
    yield bullets((Bold(file.name), f" ({file.kind}): {_in_numbers(file)}") for file in told.files)
    notes = [(f"{file.name}: " if len(told.files) > 1 else "") + words for file in told.files for words in file.notes]
    yield from map(note, notes)


def _in_numbers(file: FileTold) -> str:
    said = f"{_count(file.rows, 'row')} read, {file.new:,} new, {file.revised:,} revised, {file.unchanged:,} unchanged"
    if file.faults:
        said += f", {_count(file.faults, 'fault')}"
    return said + (f", {_count(file.left_out, 'row')} left out." if file.left_out else ".")


def _more(told: Told) -> Iterable[Part]:
    if told.more:
        yield note(f"{told.more:,} more are not shown here" + ("; “Show all” lists them." if told.upload else "."))
    yield from _unnamed(told.unnamed)


def _unnamed(count: int) -> list[Part]:
    if not count:
        return []
    return [
        note(
            f"{count:,} more are about measures that may not be named in a channel. "
            "Send the file in a direct message to see them."
        )
    ]


def _pressed(told: Told) -> Iterable[Part]:
    if not told.upload:
        return
    pressed = []
    if told.outcome is Outcome.READY:
        label = f"Load {_count(told.changed, told.noun)}"
        pressed.append(button(label, numbered(Action.LOAD, 0), UploadRef(told.upload), primary=True))
    if told.can_leave_out:
        label = f"Load all but {_count(told.can_leave_out, 'faulty row')}"
        pressed.append(button(label, numbered(Action.LOAD, 1), UploadRef(told.upload, leave_out=True)))
    if told.more:
        pressed.append(button("Show all", numbered(Action.SHOW_ALL, 2), UploadRef(told.upload)))
    if pressed:
        yield buttons(*pressed)


def _receipt(told: Told) -> Part:
    keeps = told.outcome is Outcome.READY or told.can_leave_out
    return note(f"Report {told.report}." + (" I keep the files for a day." if keeps else ""))


def _when(told: Told) -> str:
    if not told.periods:
        return ""
    if told.periods == 1:
        return f" for {told.newest}"
    return f" for {told.periods:,} periods, the newest {told.newest}"


def _listed(told: Told) -> int:
    return len(told.faults) + len(told.left_out) + len(told.revisions) + sum(len(file.notes) for file in told.files)


def _one_less(told: Told) -> Told:
    """The same with the least telling of its sentences gone."""
    if told.revisions:
        return replace(told, more=told.more + 1, revisions=told.revisions[:-1])
    if told.faults:
        return replace(told, more=told.more + 1, faults=told.faults[:-1])
    if told.left_out:
        return replace(told, more=told.more + 1, left_out=told.left_out[:-1])
    return replace(told, files=tuple(replace(file, notes=file.notes[:-1]) for file in told.files))


def _count(number: int, noun: str) -> str:
    return f"{number:,} {noun}" + ("" if number == 1 else "s")
