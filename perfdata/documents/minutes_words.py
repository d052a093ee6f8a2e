"""A surgery's minutes in words: people by their roles, what was said as it was said, what was agreed as promises."""

from __future__ import annotations

from collections.abc import Iterator

from perfdata.asking.amounts import day_words, joined
from perfdata.asking.wording import STATUS_WORDS, source_sentence
from perfdata.documents.document import Bullets, Document, Paragraph, Part, Quote, Section, Table
from perfdata.documents.minutes import Minutes, OnTheDay
from perfdata.documents.pack_words import voiced, when_and_where
from perfdata.documents.record import checked, minutes_record
from perfdata.surgeries.contributions import ContributionKind
from perfdata.surgeries.lifecycles import InvitationState
from perfdata.surgeries.models import RULES
from perfdata.surgeries.surgery import Invitation, Surgery

SAID = (
    ("The story behind the curve", (ContributionKind.STORY,), "No story was written down."),
    ("Causes", (ContributionKind.CAUSE,), "No causes were written down."),
    ("Who could help", (ContributionKind.PARTNERS,), "Nobody was named."),
    ("Ideas considered",
     (ContributionKind.PROPOSAL, ContributionKind.LOW_COST_IDEA, ContributionKind.BOLD_IDEA),
     "No ideas were written down."),
)  # fmt: skip
"""The headings of what was said, what stands under each, and what is written where nothing does."""
ALSO = (
    ("What the service corrected", (ContributionKind.CORRECTION,)),
    ("Notes", (ContributionKind.NOTE,)),
)
"""Headings that are left out where nothing stands under them."""


def minutes_document(minutes: Minutes) -> Document:
    """The minutes as a document. Raises NotInTheRecord when they would say a numeral that is not on the record."""
    said = Document(
        name=f"surgery-{minutes.surgery.id}-minutes",
        title=f"Minutes of the performance surgery: {joined([one.title for one in minutes.known])}",
        by=minutes.council,
        made_on=minutes.made_on,
        sections=tuple(_sections(minutes)),
    )
    return checked(said, minutes_record(minutes))


def _sections(minutes: Minutes) -> Iterator[Section]:
    surgery = minutes.surgery
    yield Section("The meeting", 1, tuple(_meeting(surgery)))
    yield Section("What was known on the day", 1, tuple(part for one in minutes.known for part in _known(one)))
    for title, kinds, none in SAID:
        yield Section(title, 1, tuple(_given(surgery, kinds)) or (Paragraph(none),))
    for title, kinds in ALSO:
        if given := tuple(_given(surgery, kinds)):
            yield Section(title, 1, given)
    yield Section("Actions agreed", 1, tuple(_agreed(minutes)))
    if minutes.recommended:
        yield Section("Recommended to the executive", 1, tuple(_recommended(minutes)))
    yield Section("When the board looks again", 1, tuple(_looks(minutes)))


def _meeting(surgery: Surgery) -> Iterator[Part]:
    yield Paragraph(f"{when_and_where(surgery)}.", "When and where:")
    yield Paragraph(f"{surgery.board_name}.", "For:")
    chair = RULES[surgery.model].chair
    title = next((one.title for one in surgery.invitations if one.part == chair), "")
    yield Paragraph(f"{title}." if title else f"{chair.value[:1].upper()}{chair.value[1:]}.", "In the chair:")
    if all(one.attended is None for one in surgery.invitations):
        yield Paragraph("Who was there has not been recorded.")
        return
    present = [one for one in surgery.invitations if one.attended]
    away = [one for one in surgery.invitations if not one.attended]
    sorry = [one for one in away if one.state is InvitationState.DECLINED]
    for lead, listed in (
        ("Present:", present),
        ("Apologies:", sorry),
        ("Invited and not present:", [one for one in away if one not in sorry]),
    ):
        if listed:
            yield Paragraph("", lead)
            yield Bullets(tuple(Paragraph(_named(one)) for one in listed))
        elif lead == "Apologies:":
            yield Paragraph("none.", lead)


def _named(one: Invitation) -> str:
    return f"{one.title} ({one.part})"


def _known(one: OnTheDay) -> Iterator[Part]:
    baseline = one.baseline
    if one.figure is None or baseline.period is None:
        yield Paragraph("No figure was held.", f"{one.title}:")
        return
    words = f"{baseline.value_words} for {one.figure.period_words}: {STATUS_WORDS[baseline.status]}."
    if one.usual:
        words += f" Its usual range was {one.usual}."
    yield Paragraph(words, f"{one.title}:")
    yield Paragraph(f"{baseline.expected_words.rstrip('.')}.", "If nothing changed, as seen on the day:")
    if one.revised:
        yield Paragraph(f"The figure has been revised since, to {one.figure.value_words}.")
    if one.figure.entered_on is not None:
        yield Paragraph(source_sentence(one.figure))


def _given(surgery: Surgery, kinds: tuple[ContributionKind, ...]) -> Iterator[Part]:
    for kind in kinds:
        given = [one for one in surgery.contributions if one.kind is kind]
        if given and len(kinds) > 1:
            yield Paragraph("", f"{kind.value[:1].upper()}{kind.value[1:]}:")
        yield from (voiced(one) for one in given)


def _recommended(minutes: Minutes) -> Iterator[Part]:
    """Each with how it stands, and the answer in the executive's own words."""
    for one in minutes.recommended:
        yield Quote(one.text, f"{one.made_by}, {day_words(one.made_at.date())}")
        if one.response is not None and one.answered_at is not None:
            yield Paragraph(f"The executive's answer: {one.response.value}.")
            yield Quote(one.answer, f"{one.answered_by}, {day_words(one.answered_at.date())}")
        elif one.answer_by is not None:
            yield Paragraph(f"It is to be answered by {day_words(one.answer_by)}.")
        else:
            yield Paragraph("Its receipt has not been recorded yet; the executive has two months from then to answer.")


def _agreed(minutes: Minutes) -> Iterator[Part]:
    if not minutes.actions:
        yield Paragraph("No action has been agreed.")
        return
    rows = tuple(
        (
            one.text,
            one.owner_role,
            day_words(one.due_on),
            one.effect if len(minutes.known) == 1 else f"{one.title}: {one.effect}",
            one.evidence_wanted or "not said",
            one.state.value,
        )
        for one in minutes.actions
    )
    columns = ("Action", "Who", "By when", "What it should do to the measure", "What would show it", "Status")
    yield Table("Who does what by when", columns, rows, (26, 18, 14, 18, 14, 10))


def _looks(minutes: Minutes) -> Iterator[Part]:
    surgery = minutes.surgery
    days = joined([day_words(one) for one in minutes.looks])
    yield Paragraph(f"The board is told whether the curve has turned on {days}, or on the first day after it.")
    if surgery.closed_at is not None:
        yield Paragraph(f"The surgery was closed on {day_words(surgery.closed_at.date())}.")
