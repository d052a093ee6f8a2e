"""One measure on one page of the pack for a challenge session: what a session of two hours has time for.

The figures month by month, each group of people and related surgeries are left to the pack of a surgery, which looks
into one measure for as long.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from decimal import Decimal

from perfdata.asking.amounts import counted, day_words, joined
from perfdata.asking.answers import Answer
from perfdata.asking.wording import figure_sentence, source_sentence
from perfdata.documents.document import Bullets, Paragraph, Part, Picture, Quote, Section
from perfdata.documents.pack import Study
from perfdata.measures import Measure
from perfdata.surgeries.evidence import OpenAction, PastSurgery
from perfdata.verdicts.disparities import Chance


def page_of(measure: Measure, study: Study) -> Section:
    """The page on one measure, under its name."""
    return Section(study.title, 1, tuple(_parts(measure, study)))


def _parts(measure: Measure, study: Study) -> Iterator[Part]:
    yield Paragraph(_said(study, study.status))
    if study.chart is not None:
        yield Picture(study.chart)
        if study.chart.note:
            yield Paragraph(study.chart.note)
    yield Paragraph(_ahead(measure, study), "If nothing changes:")
    others = (
        _said(study, study.comparison)
        if study.comparison.comparisons
        else "No figures of other councils are held for it."
    )
    yield Paragraph(others, "Beside similar councils:")
    if study.groups:
        yield Paragraph(_groups(study), "For whom it differs:")
    if study.commentary.quotations:
        newest = study.commentary.quotations[0]
        yield Paragraph("", "What the service wrote:")
        yield Quote(newest.words, f"{newest.role}, {day_words(newest.entered_on)}")
    else:
        yield Paragraph("Nothing beside the latest figures.", "What the service wrote:")
    yield from _tried(study)


def _said(study: Study, answer: Answer) -> str:
    """What an answer says, without the name of the measure, which the heading has."""
    words = " ".join(one.removeprefix(f"{study.title}: ") for one in answer.paragraphs)
    return words[:1].upper() + words[1:]


def _ahead(measure: Measure, study: Study) -> str:
    """The outlook, without the figure and its source, which stand above."""
    answer = study.forecast
    above = tuple(
        words for one in answer.figures for words in (figure_sentence(measure, one)[:-1], source_sentence(one))
    )
    kept = [one.removeprefix(f"{study.title}: ") for one in answer.paragraphs if not one.startswith(above)]
    words = " ".join(kept)
    return words[:1].upper() + words[1:]


def _groups(study: Study) -> str:
    """The widest gap that chance does not explain; by what there are others, and by what none is known to be such."""
    real = sorted((one for one in study.groups if _widest(one)), key=_widest, reverse=True)
    said = [_said(study, one) for one in real[:1]]
    if len(real) > 1:
        said.append(f"By {_dimensions(real[1:])} too, a gap is more than chance would make.")
    if rest := [one for one in study.groups if one not in real]:
        said.append(f"By {_dimensions(rest)}, no gap is known to be more than chance would make.")
    return " ".join(said)


def _widest(answer: Answer) -> Decimal:
    """By how much two groups differ beyond chance, in the measure's unit; 0 where none is known to."""
    return max((abs(gap.points) for gap in answer.gaps if gap.chance is Chance.REAL), default=Decimal(0))


def _dimensions(answers: Sequence[Answer]) -> str:
    return joined([one.groups[0].dimension.lower() for one in answers])


def _tried(study: Study) -> Iterator[Part]:
    held = [one for one in study.evidence.past if not one.related]
    waiting = [one for one in study.evidence.open_actions if not one.related]
    surgeries = " ".join(map(_surgery, held)) or "No surgery has looked into it before."
    yield Paragraph(surgeries, "What has been tried:")
    if waiting:
        yield Paragraph("", "Still to be done:")
        yield Bullets(tuple(Paragraph(_action(one)) for one in waiting))


def _surgery(one: PastSurgery) -> str:
    """`A surgery on 13 May 2025: 2 of 2 actions done; what came of it: worse.`"""
    done = f"{one.done} of {counted(one.actions, 'action')} done" if one.actions else "no actions"
    return f"A surgery on {day_words(one.held_on)}: {done}; what came of it: {one.outcome or 'not recorded'}."


def _action(one: OpenAction) -> str:
    by = f", by {day_words(one.due_on)}" if one.due_on is not None else ""
    return f"{one.text} ({one.owner_role}{by})"
