"""What a document may say: the typed record behind it, against which its numerals are checked before it leaves."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import astuple
from datetime import date, datetime, time

from perfdata.asking.amounts import day_words
from perfdata.asking.guard import NotInTheRecord, chart_record, figure_record, record_of, unheld
from perfdata.documents.document import Document, quoted_in, texts_of
from perfdata.documents.minutes import Minutes
from perfdata.documents.pack import Pack, Study
from perfdata.surgeries.surgery import Surgery


def checked(document: Document, record: Iterator[str]) -> Document:
    """The document as it is. Raises NotInTheRecord when it says a numeral that the record does not hold."""
    if found := unheld(texts_of(document), record, quoted_in(document)):
        raise NotInTheRecord(found, document.title)
    return document


def pack_record(pack: Pack) -> Iterator[str]:
    """All that a pack holds in typed form."""
    yield f"{day_words(pack.made_on)} {pack.fewest_shown}"
    yield from surgery_record(pack.surgery)
    for one in pack.nominations:
        yield from _said((one.title, one.nominated_at, one.brought_from))
        for second in one.seconds:
            yield from _said((second.title, second.seconded_at))
    for study in pack.studies:
        yield from study_record(study)


def minutes_record(minutes: Minutes) -> Iterator[str]:
    """All that minutes hold in typed form."""
    yield from surgery_record(minutes.surgery)
    yield from _said(minutes.looks)
    for known in minutes.known:
        yield f"{known.title} {known.usual} {known.baseline.value_words} {known.baseline.expected_words}"
        if known.figure is not None:
            yield from figure_record(known.figure)
    for action in minutes.actions:
        yield from _said((action.title, action.text, action.owner_role, action.due_on, action.effect))
        yield action.evidence_wanted
    for one in minutes.recommended:
        yield from _said((one.made_by, one.made_at, one.answered_by, one.answered_at, one.answer_by))
    yield from _said((minutes.surgery.closed_at,))


def surgery_record(surgery: Surgery) -> Iterator[str]:
    """When and where a surgery is, and who is asked to it; never what people say there, which is quoted."""
    yield surgery.board_name
    yield from _said((surgery.held_on, surgery.starts_at, surgery.place))
    for invited in surgery.invitations:
        yield f"{invited.title} {invited.part}"
    for given in surgery.contributions:
        yield f"{given.title} {day_words(given.given_at.date())}"


def study_record(study: Study) -> Iterator[str]:
    """All that is held of one measure in typed form."""
    yield f"{study.title} {study.service}"
    for answer in (study.status, study.forecast, study.comparison, study.commentary, *study.groups):
        yield from record_of(answer)
    if study.chart is not None:
        yield from chart_record(study.chart)
    for figure in study.history:
        yield from figure_record(figure)
    for past in study.evidence.past:
        yield from _said(astuple(past))
    for waiting in study.evidence.open_actions:
        yield from _said(astuple(waiting))
    for before in study.past_actions:
        yield from _said(astuple(before))
    for agreed in study.actions:
        yield from _said((agreed.text, agreed.owner_role, agreed.due_on, agreed.effect))


def _said(values: tuple[object, ...]) -> Iterator[str]:
    for one in values:
        if isinstance(one, datetime):
            yield day_words(one.date())
        elif isinstance(one, date):
            yield day_words(one)
        elif isinstance(one, time):
            yield f"{one:%H:%M}"
        else:
            yield str(one)
