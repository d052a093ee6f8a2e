"""A surgery's pack in words. It asks what is behind the figures and what would help, never whose fault it is."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date

from perfdata.asking.amounts import counted, day_words, joined
from perfdata.asking.answers import Answer
from perfdata.asking.wording import STATUS_WORDS
from perfdata.documents.document import Bullets, Document, Paragraph, Part, Picture, Quote, Section, Table
from perfdata.documents.pack import Pack, Study
from perfdata.documents.record import checked, pack_record
from perfdata.past_surgeries import PastAction
from perfdata.surgeries.contributions import Contribution, ContributionKind
from perfdata.surgeries.evidence import PastSurgery
from perfdata.surgeries.lifecycles import InvitationState
from perfdata.surgeries.surgery import Surgery

OPEN_AND_FAIR = (
    "A surgery asks what is behind the figures, what would turn them, and who does what by when. It is about what "
    "would help."
)
QUESTIONS = (
    ("The story behind the curve.", "What has been happening, for residents and in the service? What do we not know?",
     (ContributionKind.STORY, ContributionKind.CAUSE)),
    ("Who could help.", "Which partners, residents or other councils have a part in it?", (ContributionKind.PARTNERS,)),
    ("What would turn this?", "What has worked, here or elsewhere, and what was learned from what did not?", ()),
    ("An idea that costs little or nothing.", "What could begin next week?", (ContributionKind.LOW_COST_IDEA,)),
    ("A bold idea.", "What would we do if nothing stood in the way?", (ContributionKind.BOLD_IDEA,)),
    ("What we will do.", "Who does what by when, by how much should it move the measure, and what would show it?", ()),
)  # fmt: skip
"""The questions of turning the curve, in their order, with the words that people have brought under each."""
MOST_PAST = 8
"""Past surgeries on related measures that are listed."""


def pack_document(pack: Pack) -> Document:
    """The pack as a document. Raises NotInTheRecord when it would say a numeral that the pack does not hold."""
    surgery = pack.surgery
    said = Document(
        name=f"surgery-{surgery.id}-pack",
        title=f"Performance surgery: {joined([one.title for one in pack.studies])}",
        by=pack.council,
        made_on=pack.made_on,
        sections=(
            _the_surgery(pack),
            *_nominated(pack),
            *(section for study in pack.studies for section in study_sections(study)),
            *_from_the_service(surgery),
            _questions(surgery),
            about_the_figures(pack.made_on, pack.fewest_shown),
        ),
    )
    return checked(said, pack_record(pack))


def when_and_where(surgery: Surgery) -> str:
    """`15 December 2026 at 14:00, Council House`; what is not known yet is left out."""
    if surgery.held_on is None:
        return "The date is not set yet"
    words = day_words(surgery.held_on)
    if surgery.starts_at is not None:
        words += f" at {surgery.starts_at:%H:%M}"
    return f"{words}, {surgery.place}" if surgery.place else words


def _the_surgery(pack: Pack) -> Section:
    surgery = pack.surgery
    invited = tuple((one.title, one.part[:1].upper() + one.part[1:], _answer(one.state)) for one in surgery.invitations)
    parts: list[Part] = [
        Paragraph(f"{when_and_where(surgery)}.", "When and where:"),
        Paragraph(f"{surgery.board_name}.", "For:"),
        Paragraph(OPEN_AND_FAIR),
    ]
    if invited:
        parts.append(Table("Who is invited", ("Role", "As", "Answer"), invited, (50, 32, 18)))
    return Section("The surgery", 1, tuple(parts))


def _nominated(pack: Pack) -> Iterator[Section]:
    """Why it was nominated, in the words of those who did and who joined them."""
    parts: list[Part] = []
    for one in pack.nominations:
        voice = f"{one.title}, {day_words(one.nominated_at.date())}"
        brought = f"{voice}, from {one.brought_from}" if one.brought_from else voice
        for lead, words, whose in (
            ("The reason:", one.reason, voice),
            ("The outcome wanted:", one.outcome_wanted, voice),
            ("Who else should be heard:", one.heard, voice),
            ("What was brought:", one.brought, brought),
        ):
            if words:
                parts += [Paragraph("", lead), Quote(words, whose)]
        joined_it = [second for second in one.seconds if second.reason]
        if joined_it:
            parts.append(Paragraph("", "Those who joined it:"))
        parts += [Quote(each.reason, f"{each.title}, {day_words(each.seconded_at.date())}") for each in joined_it]
    if parts:
        yield Section("Why it was nominated", 1, tuple(parts))


def _answer(state: InvitationState) -> str:
    return {
        InvitationState.INVITED: "no answer yet",
        InvitationState.ACCEPTED: "will be there",
        InvitationState.DECLINED: "cannot come",
    }[state]


def study_sections(study: Study) -> Iterator[Section]:
    """What is known of one measure, under its name."""
    yield Section(study.title, 1)
    yield Section("How it is doing", 2, tuple(_doing(study)))
    yield Section("If nothing changes", 2, tuple(_said(study, study.forecast)))
    yield Section("Beside similar councils", 2, tuple(_said(study, study.comparison)))
    yield Section("For whom it differs", 2, tuple(_groups(study)))
    yield Section("What the service wrote", 2, tuple(_quoted(study)))
    yield Section("What has been tried", 2, tuple(_tried(study)))


def _doing(study: Study) -> Iterator[Part]:
    yield from _said(study, study.status, notes=False)
    if study.chart is not None:
        yield Picture(study.chart)
        if study.chart.note:
            yield Paragraph(study.chart.note)
    if study.history:
        rows = tuple(
            (
                one.period_words,
                f"{one.value_words}{' (provisional)' if one.provisional and one.value is not None else ''}",
                one.target_words or "none",
                STATUS_WORDS[one.status],
                f"{one.source_file}, row {one.source_row}" if one.entered_on is not None else "none",
                _day(one.entered_on),
            )
            for one in study.history
        )
        columns = ("Period", "Figure", "Target", "Status", "Source", "Entered")
        yield Table(f"{study.title}: the latest figures, newest first", columns, rows, (16, 16, 14, 14, 24, 16))


def _said(study: Study, answer: Answer, *, notes: bool = True) -> Iterator[Paragraph]:
    """What an answer says, without the name of the measure, which the heading above has."""
    for words in (*answer.paragraphs, *(answer.notes if notes else ())):
        plain = words.removeprefix(f"{study.title}: ")
        yield Paragraph(plain[:1].upper() + plain[1:])


def _groups(study: Study) -> Iterator[Part]:
    if not study.groups:
        yield Paragraph("No figures are held by group or place.")
    for answer in study.groups:
        yield from _said(study, answer)
        if all(one.value is None for one in answer.groups):
            continue
        first = answer.groups[0]
        counted_too = any(one.counts_words for one in answer.groups)
        rows = tuple(
            (one.group, one.value_words, *((one.counts_words or "–",) if counted_too else ())) for one in answer.groups
        )
        columns = (first.dimension, "Figure", *(("Numbers",) if counted_too else ()))
        caption = f"{study.title} by {first.dimension.lower()}, {first.period_words}"
        yield Table(caption, columns, rows, (50, 25, 25) if counted_too else (60, 40))


def _quoted(study: Study) -> Iterator[Part]:
    for one in study.commentary.quotations:
        yield Quote(one.words, f"{one.role}, {day_words(one.entered_on)}")
    if not study.commentary.quotations:
        yield Paragraph(f"{study.service} wrote nothing beside the latest figures.")


def _tried(study: Study) -> Iterator[Part]:
    own = [one for one in study.evidence.past if not one.related]
    related = [one for one in study.evidence.past if one.related][:MOST_PAST]
    if not own:
        yield Paragraph("This measure has not been to surgery before.")
    if own or related:
        rows = tuple(_past(one) for one in (*own, *related))
        columns = ("Held on", "Looked into", "Actions", "What came of it")
        yield Table("Surgeries on this measure and on related ones", columns, rows, (20, 38, 17, 25))
    if study.past_actions:
        yield Table(
            "Actions of earlier surgeries on this measure",
            ("Action", "Who", "Due", "Status", "What was reported"),
            tuple(
                (one.action, one.owner_role, _day(one.due), one.status, one.update or "nothing")
                for one in study.past_actions
            ),
            (28, 22, 15, 12, 23),
        )  # fmt: skip
        yield Paragraph(f"Source: {_rows(study.past_actions)}.")
    if study.actions:
        yield Table(
            "Actions agreed at other surgeries for this measure",
            ("Action", "Who", "Due", "Status", "Should do"),
            tuple((one.text, one.owner_role, _day(one.due_on), one.state.value, one.effect) for one in study.actions),
            (30, 22, 16, 12, 20),
        )
    waiting = [one for one in study.evidence.open_actions if one.related]
    if waiting:
        yield Table(
            "Actions still open on related measures",
            ("Action", "For", "Who", "Due"),
            tuple((one.text, one.related, one.owner_role, _day(one.due_on)) for one in waiting),
            (34, 26, 24, 16),
        )


def _rows(actions: Sequence[PastAction]) -> str:
    """`surgeries_history.csv, rows 11 and 12`, for each file."""
    files: dict[str, list[str]] = {}
    for one in actions:
        files.setdefault(one.source_file, []).append(str(one.source_row))
    return "; ".join(f"{file}, {'row' if len(rows) == 1 else 'rows'} {joined(rows)}" for file, rows in files.items())


def _past(one: PastSurgery) -> tuple[str, ...]:
    actions = f"{one.done} of {counted(one.actions, 'action')} done" if one.actions else "none"
    return day_words(one.held_on), one.related or "This measure", actions, one.outcome or "not recorded"


def _day(day: date | None) -> str:
    return day_words(day) if day is not None else "no date"


def _from_the_service(surgery: Surgery) -> Iterator[Section]:
    brought = [
        one for one in surgery.contributions if one.kind in (ContributionKind.CORRECTION, ContributionKind.PROPOSAL)
    ]
    if brought:
        yield Section("What the service brings", 1, tuple(_contributed(brought)))


def _contributed(brought: Sequence[Contribution]) -> Iterator[Part]:
    kinds = dict.fromkeys(one.kind for one in brought)
    for kind in kinds:
        yield Paragraph("", f"{kind.value[:1].upper()}{kind.value[1:]}:")
        yield from (voiced(one) for one in brought if one.kind is kind)


def voiced(one: Contribution) -> Quote:
    """Somebody's contribution, with their role and its day."""
    return Quote(one.text, f"{one.title}, {day_words(one.given_at.date())}")


def _questions(surgery: Surgery) -> Section:
    entries = tuple(Paragraph(asked, lead) for lead, asked, _ in QUESTIONS)
    parts: list[Part] = [Bullets(entries, numbered=True)]
    for lead, _, kinds in QUESTIONS:
        given = [one for one in surgery.contributions if one.kind in kinds]
        if given:
            parts.append(Paragraph("", f"Brought already. {lead}"))
            parts += [voiced(one) for one in given]
    return Section("Questions that help", 1, tuple(parts))


def about_the_figures(made_on: date, fewest_shown: int) -> Section:
    """How to read the figures of a document that was made on that day."""
    return Section(
        "About the figures",
        1,
        (
            Paragraph(
                f"All figures are as held on {day_words(made_on)}. Each has its period, and its source to the "
                "row of the file. “Provisional” figures may still be revised."
            ),
            Paragraph(
                "The usual range is where figures fall while nothing has changed. A figure within it may differ from "
                "the one before by chance alone; a real change is one that chance does not explain."
            ),
            Paragraph(
                f"A group with fewer than {fewest_shown} people is withheld, and so is whatever would give such a "
                "number away."
            ),
        ),
    )
