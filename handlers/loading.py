"""Files from the Performance Team: checked when they arrive, loaded when somebody presses the button, once.

A file is noted like a question, and its report is owed like an answer. A press is noted too, since a load may take
long: the note is finished in the very transaction that stores the figures, so that a kill leaves either both or none.
"""

from __future__ import annotations

import logging
from collections.abc import Callable, Sequence
from contextlib import suppress
from dataclasses import replace
from datetime import timedelta

from sqlalchemy.exc import DBAPIError
from sqlalchemy.orm import Session

from handlers import problems
from handlers.context import Bot, Interaction, is_direct
from handlers.downloads import TryLater
from handlers.long_work import under_way
from handlers.references import UploadRef, decode, encode
from handlers.replies import Open, Renew, Reply, Show
from handlers.views import loading as views
from perfdata.errors import BadInput, IllegalMove, ScrutineerError
from perfdata.loading import uploads
from perfdata.loading.load import load_files
from perfdata.loading.reports import LoadReport
from perfdata.loading.telling import Hidden, Outcome, Told, entries, entries_of, names_any, tell
from perfdata.loading.uploads import Sent, State
from perfdata.people import Person
from perfdata.permissions import Act, Place, PlaceKind, refusal, require
from perfdata.snapshot import Snapshot
from perfdata.store import inbox, outbox, sending
from perfdata.store.inbox import Message, Note
from perfdata.store.sending import Claim

logger = logging.getLogger(__name__)

AT_ONCE = timedelta(0)
"""The lease of a note that whoever comes next may take up."""


Settle = Callable[[Session, LoadReport], None]
"""What is written in the transaction of a load."""


class _Overtaken(Exception):
    """Somebody else has dealt with the note: what this process did must not be stored."""


def refused(bot: Bot, row: Message) -> str | None:
    """Why files from whoever sent this are not taken there, in a sentence; None when they are."""
    with bot.database.reading() as session:
        snapshot = bot.snapshots.current(session, bot.today())
    person, place = _who_and_where(snapshot, row)
    return refusal(person, Act.LOAD_FIGURES, None, place)


def check(bot: Bot, row: Note) -> None:
    """Fetch the files of a note, check them and owe the report; keep their bytes where they could be loaded."""
    with bot.database.reading() as session:
        snapshot = bot.snapshots.current(session, bot.today())
    person, place = _who_and_where(snapshot, row)
    try:
        _not_too_often(row)
        with under_way(bot, row, lambda: _say_so(bot, row)):
            files = _fetch(bot, row)
            report = _check(bot, files, person)
    except (TryLater, DBAPIError):
        logger.warning("the files of note %s could not be had or checked; they are taken up again", row.id)
        return
    except Exception as error:
        _answer(bot, row, Told(Outcome.PROBLEM, sentence=problems.sentence(error)), _outcome_of(error))
        return
    said = entries(report, _hidden(snapshot, place))
    with_rows = tell(report, said, upload=1)
    if with_rows.outcome is not Outcome.READY and not with_rows.more and not with_rows.can_leave_out:
        _answer(bot, row, tell(report, said), inbox.Outcome.ANSWERED)
        return

    def keep(session: Session) -> Told:
        number = uploads.keep(
            session,
            team_id=row.team_id,
            channel_id=row.channel_id,
            thread_ts=row.thread_ts or row.ts,
            user_id=row.user_id,
            files=files if with_rows.outcome is Outcome.READY or with_rows.can_leave_out else (),
            report_id=report.id,
            report=said.to_payload(),
            now=bot.now(),
        )
        return replace(with_rows, upload=number)

    _answer(bot, row, keep, inbox.Outcome.ANSWERED)


def press(interaction: Interaction) -> Reply:
    """“Load” or “Load all but …”: noted, and carried out right after."""
    require(interaction.person, Act.LOAD_FIGURES, None, interaction.place)
    pressed = interaction.pressed(UploadRef)
    upload = uploads.find(
        interaction.session,
        pressed.upload,
        team_id=interaction.person.team_id,
        channel_id=interaction.place.channel_id,
        now=interaction.now,
    )
    uploads.require_waiting(upload)
    # A press whose load failed for no reason of the files may be repeated: it is then a note of its own.
    # An upload's number may come again when it is forgotten; that of its thread does not.
    name = f"load:{upload.thread_ts}:{upload.id}"
    failed = inbox.failed(interaction.session, interaction.person.team_id, interaction.place.channel_id, name)
    name = f"{name}:{failed}" if failed else name
    said = Message(
        team_id=interaction.person.team_id,
        channel_id=interaction.place.channel_id,
        ts=name,
        thread_ts=upload.thread_ts,
        user_id=interaction.person.user_id,
        kind=inbox.Kind.LOAD,
        words=encode(pressed),
    )
    noted = inbox.note(
        interaction.session,
        said,
        event_id=name,
        now=interaction.now,
        holder=interaction.bot.holder,
        lease=AT_ONCE,
    )
    if noted is None:
        raise IllegalMove("That is being loaded already. What came of it will stand in the thread.")
    return Show(views.begun())


def show_all(interaction: Interaction) -> Reply:
    """“Show all”: the whole report in a modal, a page at a time."""
    in_form = "view" in interaction.body
    place = interaction.privately if in_form else interaction.place
    require(interaction.person, Act.LOAD_FIGURES, None, place)
    pressed = interaction.pressed(UploadRef)
    upload = uploads.find(
        interaction.session,
        pressed.upload,
        team_id=interaction.person.team_id,
        channel_id=None if in_form else interaction.place.channel_id,
        now=interaction.now,
    )
    try:
        view = views.whole_report(entries_of(upload.report), pressed, upload.report_id)
    except ValueError:
        raise BadInput("That report can no longer be shown. Please send the file again.") from None
    return Renew(view) if in_form else Open(view)


def carry_out(bot: Bot, row: Note) -> None:
    """Load what was pressed for: the figures, the receipt and the end of the note in one transaction."""
    with bot.database.reading() as session:
        snapshot = bot.snapshots.current(session, bot.today())
    person, place = _who_and_where(snapshot, row)
    hidden = _hidden(snapshot, place)
    claims: list[Claim | None] = []
    try:
        _not_too_often(row)
        require(person, Act.LOAD_FIGURES, None, place)
        ref = decode(UploadRef, row.words)

        def settle(session: Session, report: LoadReport) -> None:
            said = entries(report, hidden)
            _finish(session, bot, row, inbox.Outcome.ANSWERED)
            uploads.settle(session, ref.upload, State.LOADED, bot.now(), report=said.to_payload())
            claims.append(_owe(session, bot, row, tell(report, said, upload=ref.upload, by=person.title)))
            uploads.record(
                session, report, team_id=row.team_id, actor=person.user_id, title=person.title, now=bot.now()
            )

        with under_way(bot, row, lambda: _say_so(bot, row)):
            report = _load(bot, row, ref, person, settle)
    except _Overtaken:
        return
    except DBAPIError:
        logger.exception("note %s could not be carried out; it is taken up again", row.id)
        return
    except ScrutineerError as error:
        _give_up(bot, row, Told(Outcome.PROBLEM, sentence=problems.sentence(error)), inbox.Outcome.DECLINED)
        return
    except Exception as error:
        # The fault is ours: the files stay as they are, and the button can be pressed again.
        _answer(bot, row, Told(Outcome.PROBLEM, sentence=problems.sentence(error)), inbox.Outcome.FAILED)
        return
    if report.stored:
        _hand_over(bot, claims)
        return
    told = tell(report, entries(report, hidden), sentence="What is held has changed since these files were checked.")
    _give_up(bot, row, told, inbox.Outcome.DECLINED)


def _check(bot: Bot, files: Sequence[Sent], person: Person) -> LoadReport:
    with uploads.laid_out(files) as paths:
        return load_files(
            bot.database,
            bot.council,
            paths,
            today=bot.today(),
            now=bot.now(),
            loaded_by=person.title,
            check_only=True,
        )


def _load(bot: Bot, row: Note, ref: UploadRef, person: Person, settle: Settle) -> LoadReport:
    with bot.database.reading() as session:
        upload = uploads.find(session, ref.upload, team_id=row.team_id, channel_id=row.channel_id, now=bot.now())
        uploads.require_waiting(upload)
        files = uploads.files_of(session, upload.id)
    with uploads.laid_out(files) as paths:
        return load_files(
            bot.database,
            bot.council,
            paths,
            today=bot.today(),
            now=bot.now(),
            loaded_by=person.title,
            leave_out=upload.report_id if ref.leave_out else "",
            and_then=settle,
        )


def _fetch(bot: Bot, row: Note) -> list[Sent]:
    if len(row.files) > uploads.MOST_FILES:
        raise BadInput(f"I take {uploads.MOST_FILES} files at a time. Please send the others in another message.")
    files: list[Sent] = []
    room = uploads.MOST_BYTES
    for file_id in row.files:
        sent = bot.files.fetch(file_id, most_bytes=room)
        room -= len(sent.content)
        files.append(sent)
    return files


def _say_so(bot: Bot, row: Note) -> None:
    """Tell whoever waits that the work takes longer, once."""
    with bot.database.transaction() as session:
        claim = _owe(session, bot, row, Told(Outcome.READING), why="reading")
    _hand_over(bot, [claim])


def _answer(bot: Bot, row: Note, told: Told | Callable[[Session], Told], outcome: inbox.Outcome) -> None:
    """Owe what is told and finish the note, in one commit, or do nothing where somebody else was quicker."""
    try:
        with bot.database.transaction() as session:
            _finish(session, bot, row, outcome)
            claim = _owe(session, bot, row, told if isinstance(told, Told) else told(session))
    except _Overtaken:
        return
    except DBAPIError:
        logger.exception("note %s could not be finished; it is taken up again", row.id)
        return
    _hand_over(bot, [claim])


def _give_up(bot: Bot, row: Note, told: Told, outcome: inbox.Outcome) -> None:
    """Nothing was loaded: say why, and let go of the bytes."""

    def let_go(session: Session) -> Told:
        with suppress(IllegalMove, BadInput):
            uploads.settle(session, decode(UploadRef, row.words).upload, State.REFUSED, bot.now())
        return told

    _answer(bot, row, let_go, outcome)


def _finish(session: Session, bot: Bot, row: Note, outcome: inbox.Outcome) -> None:
    if not inbox.finish(session, row.id, holder=bot.holder, outcome=outcome, now=bot.now()):
        raise _Overtaken


def _owe(session: Session, bot: Bot, row: Note, told: Told, why: str = "reply") -> Claim | None:
    return sending.owe_and_claim(
        session,
        key=f"{why}:{row.team_id}:{row.channel_id}:{row.ts}",
        team_id=row.team_id,
        channel_id=row.channel_id,
        thread_ts=row.thread_ts or row.ts,
        kind=outbox.Kind.FILES,
        payload=told.to_payload(),
        now=bot.now(),
        holder=bot.holder,
        lease=bot.lease,
    )


def _hand_over(bot: Bot, claims: Sequence[Claim | None]) -> None:
    for claim in claims:
        if claim is not None:
            bot.hand_over(claim)


def _not_too_often(row: Note) -> None:
    if row.attempts > inbox.ATTEMPTS:
        raise BadInput(
            "I tried several times and could not fetch or read that. Nothing was loaded. Please send it again; "
            "if it happens again, load the file with the command line, which says more."
        )


def _who_and_where(snapshot: Snapshot, row: Message) -> tuple[Person, Place]:
    place = snapshot.place(row.channel_id, direct=is_direct(row.channel_id))
    return snapshot.person(row.team_id, row.user_id), place


def _hidden(snapshot: Snapshot, place: Place) -> Hidden:
    exempt = [] if place.kind is PlaceKind.DIRECT else [one for one in snapshot.measures.values() if one.exempt]
    return names_any(exempt)


def _outcome_of(error: Exception) -> inbox.Outcome:
    return inbox.Outcome.DECLINED if isinstance(error, ScrutineerError) else inbox.Outcome.FAILED
