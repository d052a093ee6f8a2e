"""The pack and the minutes that docs/ shows: a surgery of the sample council, prepared and held as a council would.

`python -m tests.documents.samples` makes docs/a-surgery-pack.docx and docs/surgery-minutes.docx again.
"""

from __future__ import annotations

import tempfile
from collections.abc import Iterator
from dataclasses import replace
from datetime import date, time, timedelta
from pathlib import Path

from sqlalchemy.orm import Session

from perfdata import nominations
from perfdata.action_plans.agreeing import agree
from perfdata.documents.document import Document
from perfdata.documents.handing_out import Paper, paper_for
from perfdata.documents.writing import written
from perfdata.permissions import Place, PlaceKind
from perfdata.snapshot import Snapshot, build_snapshot
from perfdata.store import schema
from perfdata.store.database import Database
from perfdata.surgeries import contributing, days, holding, preparing
from perfdata.surgeries.contributions import ContributionKind
from perfdata.surgeries.deciding import decide
from perfdata.surgeries.lifecycles import InvitationMove, NominationMove
from perfdata.surgeries.nomination_words import Words
from perfdata.surgeries.recommending import recommend
from perfdata.surgeries.surgery import Surgery
from tests.sample_council import NOW, TODAY, load_sample, person_titled, read_sample

DOCS = Path(__file__).parents[2] / "docs"
KEPT = {Paper.PACK: DOCS / "a-surgery-pack.docx", Paper.MINUTES: DOCS / "surgery-minutes.docx"}
ALONE = Place(PlaceKind.DIRECT)
CODE, BOARD, DAY = "EDU-003", "CYP", date(2026, 12, 16)
CHAIR, CLERK = "Chair, Children and Young People Board", "Scrutiny Officer 2"
OWNER, PORTFOLIO = "Service Director, Education and Inclusion", "Cabinet Member, Children"
BROUGHT = (
    (OWNER, ContributionKind.CORRECTION, "Two months before the psychologists came were counted by the old rule."),
    (OWNER, ContributionKind.PROPOSAL, "A joint clinic with the health body each Tuesday, from February."),
    (CLERK, ContributionKind.LOW_COST_IDEA, "Ring the school the day a request arrives, before the letter."),
)
SAID = (
    (ContributionKind.STORY, "Requests are a fifth higher than last year. Health advice takes eight weeks, not six."),
    (ContributionKind.CAUSE, "Advice arrives late, and nobody sees it coming until week sixteen."),
    (ContributionKind.PARTNERS, "The local health body, head teachers, parents’ forum."),
    (ContributionKind.BOLD_IDEA, "One team of council and health, with one waiting list."),
)

AGREED = (
    ("Ring the school the day a request arrives", 4, "8 more plans a month on time", "The tracker, each month"),
    ("A joint clinic with the health body each Tuesday", 10, "advice in six weeks", "Dates of advice"),
)


def documents() -> Iterator[tuple[Paper, Document]]:
    """The pack on the day on which it goes out, and the minutes of the day."""
    with tempfile.TemporaryDirectory(prefix="scrutineer-documents-") as folder:
        database = Database(f"sqlite:///{Path(folder) / 'council.db'}")
        schema.ensure(database)
        load_sample(database, read_sample())
        with database.reading() as session:
            snapshot = build_snapshot(session, read_sample(), TODAY)
        surgery = _prepared(database, snapshot)
        out = replace(snapshot, today=days.papers_due(DAY, snapshot.council))
        yield Paper.PACK, _paper(database, out, surgery, Paper.PACK)
        _held(database, replace(snapshot, today=DAY), surgery)
        yield Paper.MINUTES, _paper(database, replace(snapshot, today=DAY), surgery, Paper.MINUTES)
        database.close()


def _paper(database: Database, snapshot: Snapshot, surgery: Surgery, paper: Paper) -> Document:
    clerk = person_titled(snapshot, CLERK)
    with database.reading() as session:
        return paper_for(session, snapshot, person=clerk, place=ALONE, paper=paper, surgery_id=surgery.id).document


def _prepared(database: Database, snapshot: Snapshot) -> Surgery:
    """Nominated, chosen, with a date and its invitations, and with what people brought."""
    chair = person_titled(snapshot, CHAIR)
    with database.transaction() as session:
        made = nominations.nominate(
            session, snapshot, person=chair, place=ALONE, code=CODE, board=BOARD, now=NOW,
            words=Words("Families wait longer than the law allows.", "Three plans in five on time by summer."),
        )  # fmt: skip
        chosen = decide(
            session, snapshot, person=chair, place=ALONE, nomination_id=made.nomination.id, now=NOW,
            move=NominationMove.CHOOSE, reason="Short of target for months, and children wait.",
        )  # fmt: skip
        assert chosen.surgery is not None
        number = chosen.surgery
        preparing.schedule(
            session, snapshot, person=chair, place=ALONE, surgery_id=number, held_on=DAY, starts_at=time(14),
            where="Council House, room 2", now=NOW,
        )  # fmt: skip
        surgery = preparing.invite(
            session, snapshot, person=chair, place=ALONE, surgery_id=number,
            role="Lead for inclusion, a similar council", part="similar council", now=NOW,
        )  # fmt: skip
        answers = {OWNER: InvitationMove.ACCEPT, CHAIR: InvitationMove.ACCEPT, PORTFOLIO: InvitationMove.DECLINE}
        for title, move in answers.items():
            who = person_titled(snapshot, title)
            asked = next(one for one in surgery.invitations if one.user_id == who.user_id)
            preparing.answer(session, snapshot, person=who, invitation_id=asked.id, move=move, now=NOW)
        for title, kind, text in BROUGHT:
            _write(session, snapshot, title, number, kind, text)
    return surgery


def _held(database: Database, snapshot: Snapshot, surgery: Surgery) -> None:
    """Held on its day: who was there, what was said, what was agreed."""
    clerk = person_titled(snapshot, CLERK)
    with database.transaction() as session:
        holding.hold(session, snapshot, person=clerk, place=ALONE, surgery_id=surgery.id, now=NOW)
        there = {one.id: not one.title.startswith(PORTFOLIO) for one in surgery.invitations}
        holding.mark_attendance(
            session, snapshot, person=clerk, place=ALONE, surgery_id=surgery.id, attended=there, now=NOW
        )
        for kind, text in SAID:
            _write(session, snapshot, CLERK, surgery.id, kind, text)
        for text, weeks, effect, evidence in AGREED:
            agree(
                session, snapshot, person=clerk, place=ALONE, surgery_id=surgery.id, code=CODE, text=text,
                owner_role=OWNER, due_on=DAY + timedelta(weeks=weeks), effect=effect, evidence_wanted=evidence, now=NOW,
            )  # fmt: skip
        recommend(
            session, snapshot, person=clerk, place=ALONE, surgery_id=surgery.id, now=NOW,
            text="Agree with the health body that advice comes within six weeks, and say so in its contract.",
        )  # fmt: skip


def _write(session: Session, snapshot: Snapshot, title: str, surgery: int, kind: ContributionKind, text: str) -> None:
    who = person_titled(snapshot, title)
    contributing.give(session, snapshot, person=who, place=ALONE, surgery_id=surgery, kind=kind, text=text, now=NOW)


def main() -> None:
    """Write what docs/ shows."""
    for paper, document in documents():
        KEPT[paper].write_bytes(written(document))
        print(KEPT[paper].relative_to(DOCS.parent))


if __name__ == "__main__":
    main()
