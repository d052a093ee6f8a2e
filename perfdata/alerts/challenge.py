"""The pack for a challenge session: a round's whole list, then a page on each measure that deserves to be looked into.

What deserves it is decided by the table of precedence, as it is for a surgery; each measure has a page, from what was
known when the round closed.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy.orm import Session

from perfdata.alerts.alert import Alert, AlertItem
from perfdata.alerts.challenge_pages import page_of
from perfdata.alerts.judging import judge_round
from perfdata.alerts.record import record_of
from perfdata.asking.amounts import counted, day_words, joined
from perfdata.asking.wording import STATUS_WORDS
from perfdata.council import Council
from perfdata.documents.document import Document, Paragraph, Part, Section, Table
from perfdata.documents.pack import Study, study_of
from perfdata.documents.pack_words import about_the_figures
from perfdata.documents.record import checked, study_record
from perfdata.errors import NotFound
from perfdata.periods import Period
from perfdata.rounds import Round, round_of
from perfdata.snapshot import Snapshot, build_snapshot
from perfdata.store import outbox
from perfdata.surgeries.telling import Enclosure
from perfdata.verdicts.precedence import Surgery, row_of

CHALLENGED = frozenset({Surgery.FIRST, Surgery.YES, Surgery.CANDIDATE})
"""What the table of precedence says of the states that a challenge session looks into."""


@dataclass(frozen=True, slots=True)
class ChallengePack:
    """What one reader's session has before it. `studies` are of what it looks into, in the order of precedence.

    `fewest_shown` is the smallest count of people in a group that is shown.
    """

    council: str
    alert: Alert
    studies: tuple[Study, ...]
    fewest_shown: int

    @property
    def made_on(self) -> date:
        """The day up to which figures were entered."""
        return self.alert.closed_on


def challenged(alert: Alert) -> tuple[AlertItem, ...]:
    """What deserves to be looked into, in the order of precedence."""
    return tuple(item for item in alert.items if row_of(item.standing).surgery in CHALLENGED)


def challenge_document(session: Session, at_close: Snapshot, alert: Alert) -> Document:
    """The pack as a document. `at_close` is all that was known when the round closed.

    Raises NotInTheRecord when it would say a numeral that the pack does not hold.
    """
    studies = tuple(study_of(session, at_close, item.facts.code) for item in challenged(alert))
    pack = ChallengePack(at_close.council.name, alert, studies, at_close.council.fewest_shown)
    said = Document(
        name=f"challenge-{alert.reader}-{alert.period.start:%Y-%m}",
        title=f"Challenge session: {alert.reader_name}, {alert.period.words}",
        by=pack.council,
        made_on=pack.made_on,
        subject="Challenge session",
        sections=(
            _the_session(pack),
            _whole_list(alert),
            *(page_of(at_close.measures[study.code], study) for study in studies),
            about_the_figures(pack.made_on, pack.fewest_shown),
        ),
    )
    return checked(said, _record(pack))


def pack_of_round(session: Session, council: Council, period: Period, reader: str = "") -> Document:
    """The pack that comes with the round of that month, from what is held now of what was known when it closed.

    Raises NotFound where nobody has one with that round, or several have and none of them, by code or name, is meant;
    BadInput for a period that is not a month.
    """
    found = round_of(period, council.calendar)
    judged = judge_round(session, council, found)
    having = {one.code: one.name for one in judged.readers if one.has_pack(period)}
    meant = [code for code, name in having.items() if not reader or reader.casefold() in (code, name.casefold())]
    if not having:
        raise NotFound(f"No challenge pack comes with the round of {period.words}.")
    if len(meant) != 1:
        whose = joined([*having])
        raise NotFound(f"With the round of {period.words} a challenge pack comes to {whose}: name one with --reader.")
    [alert] = judged.alerts(meant)
    return challenge_document(
        session, build_snapshot(session, council, found.closed_on, known_on=found.closed_on), alert
    )


def owe_pack(
    session: Session, council: Council, found: Round, alert: Alert, *, channel_id: str, after_key: str, now: datetime
) -> None:
    """Owe the pack in the thread of the message with `after_key`, where the alert has one.

    It keeps what was known when the round closed; what is revised later is told by an addendum in the same thread.
    """
    if not alert.has_pack:
        return
    at_close = build_snapshot(session, council, found.closed_on, known_on=found.closed_on)
    again = f"The Performance Team can write it to a file: bot.py documents challenge {found.period.start:%Y-%m}"
    outbox.owe(
        session,
        key=f"pack of {after_key}",
        team_id=council.team_id,
        channel_id=channel_id,
        kind=outbox.Kind.DOCUMENT,
        payload=Enclosure(challenge_document(session, at_close, alert), again=again).to_payload(),
        now=now,
        after_key=after_key,
    )


def _the_session(pack: ChallengePack) -> Section:
    alert = pack.alert
    what = (
        f"To be looked into: {len(pack.studies)} of {counted(len(alert.items), 'measure')}, off target beyond chance "
        "or for long. Each follows the list, with its chart and what its service wrote."
        if pack.studies
        else f"Of {counted(len(alert.items), 'measure')}, none is off target beyond chance or for long."
    )
    parts: list[Part] = [
        Paragraph(f"{alert.period.words}, judged on figures entered up to {day_words(alert.closed_on)}.", "Round:"),
        Paragraph(what),
        Paragraph("The questions are what is behind the figures, and what would help: who does what, and by when."),
    ]
    return Section("The session", 1, tuple(parts))


def _whole_list(alert: Alert) -> Section:
    rows = tuple(
        (
            f"{item.facts.title} ({item.facts.service})",
            f"{item.facts.value_words}, {item.facts.period_words}" if item.facts.value is not None else "none",
            item.facts.target_words or "none",
            STATUS_WORDS[item.facts.status],
            str(item.state),
        )
        for item in alert.items
    )
    columns = ("Measure", "Figure", "Target", "Status", "How it stands")
    table = Table("Every measure, the first to look at first", columns, rows, (34, 18, 14, 12, 22))
    return Section("The whole list", 1, (table,) if rows else ())


def _record(pack: ChallengePack) -> Iterator[str]:
    yield from record_of(pack.alert)
    yield f"{len(pack.studies)} {pack.fewest_shown} {day_words(pack.made_on)}"
    for study in pack.studies:
        yield from study_record(study)
