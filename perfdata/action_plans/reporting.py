"""Reporting on an action: started, done, done with evidence, extended because, given up because, reopened."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from perfdata import audit, reminders
from perfdata.action_plans.action import Action, action_of, measure_of
from perfdata.action_plans.showing import showing
from perfdata.council import SurgeryModel
from perfdata.errors import BadInput, IllegalMove, NotAllowed, NotFound
from perfdata.payloads import Payload
from perfdata.people import Person
from perfdata.permissions import Act, Place, may_see, require
from perfdata.snapshot import Snapshot
from perfdata.store import outbox
from perfdata.store.tables import ActionRow, ActionUpdateRow, BoardRow, SurgeryRow
from perfdata.surgeries.lifecycles import ACTION, ActionMove, ActionState
from perfdata.surgeries.models import RULES, Part, parts_of

SHORTEST_REASON, LONGEST = 10, 1_400
_NEEDS_REASON = frozenset({ActionMove.EXTEND, ActionMove.GIVE_UP, ActionMove.REOPEN})


@dataclass(frozen=True, slots=True)
class ActionTold(Payload):
    """What the board is told, in the surgery's thread: the action with its updates, the newest of which is the news."""

    action: Action


def report(
    session: Session,
    snapshot: Snapshot,
    *,
    person: Person,
    place: Place,
    action_id: int,
    move: ActionMove | None,
    text: str,
    now: datetime,
    evidence: str = "",
    due_on: date | None = None,
    seen_version: int | None = None,
) -> Action:
    """Report on an action; without a `move`, a note. Told in the surgery's thread and put on the record.

    Its owner and the director may report, whoever chairs and the clerk too; only these reopen one. Raises NotAllowed,
    IllegalMove, NotFound, and BadInput where a reason, a day or evidence is missing.
    """
    query = select(ActionRow).where(ActionRow.id == action_id).with_for_update()
    row = session.scalar(query.execution_options(populate_existing=True))
    if row is None:
        raise NotFound("That action is not held any more.")
    measure = measure_of(session, snapshot, row)
    if not may_see(person, measure, place):
        raise NotAllowed("That measure is not available here.")
    require(person, Act.RUN_SURGERY, measure, place)
    surgery = session.get_one(SurgeryRow, row.surgery_id)
    board = session.get_one(BoardRow, surgery.board_id)
    _require_reporter(snapshot, person, board, surgery, row, move)
    if seen_version is not None and seen_version != row.version:
        raise IllegalMove("Somebody has reported on this action since you opened it. Please open it again.")
    words, shown = text.strip(), showing(evidence)
    _check(move, words, shown.words, due_on, row.due_on, snapshot.today)
    due_before = row.due_on
    if move is not None:
        row.state = str(ACTION.after(ActionState(row.state), move))
    if due_on is not None and move in (ActionMove.EXTEND, ActionMove.REOPEN):
        row.due_on = due_on
    update = ActionUpdateRow(
        action_id=row.id,
        move=str(move or ""),
        text=words,
        evidence=shown.words,
        file_id=shown.file_id,
        due_before=due_before if row.due_on != due_before else None,
        due_after=row.due_on if row.due_on != due_before else None,
        team_id=person.team_id,
        user_id=person.user_id,
        title=person.title,
        reported_at=now,
    )
    session.add(update)
    session.flush()
    action = action_of(session, snapshot, row)
    if not action.open or row.due_on != due_before:
        reminders.drop(session, subject_of(row.id, due_before))
    outbox.owe(
        session,
        key=f"action:{row.id}:{update.id}",
        team_id=snapshot.council.team_id,
        channel_id=board.channel_id,
        kind=outbox.Kind.ACTION,
        payload=ActionTold(action).to_payload(),
        now=now,
        after_key=surgery.outbox_key,
    )
    audit.append(
        session,
        at=now,
        team_id=person.team_id,
        actor=person.user_id,
        act=f"action {move}" if move is not None else "noted on an action",
        subject=f"action {row.id}",
        detail={"title": person.title, "surgery": row.surgery_id, "reason": words, "due": row.due_on.isoformat()},
    )
    return action


def may_reopen(session: Session, snapshot: Snapshot, person: Person, action: Action) -> bool:
    """Whether this person keeps the record of the action's surgery: whoever chairs it, and the clerk."""
    surgery = session.get_one(SurgeryRow, action.surgery)
    parts = parts_of(person, action.board, snapshot.measures[action.code], snapshot.council)
    return bool(parts & {RULES[SurgeryModel(surgery.model)].chair, Part.CLERK})


def subject_of(action: int, due_on: date) -> str:
    """What reminders call an action that is due on a day: with another day it is chased anew."""
    return f"action {action} due {due_on.isoformat()}"


def _require_reporter(
    snapshot: Snapshot, person: Person, board: BoardRow, surgery: SurgeryRow, row: ActionRow, move: ActionMove | None
) -> None:
    measure = next(one for one in snapshot.measures.values() if one.id == row.measure_id)
    parts = parts_of(person, board.code, measure, snapshot.council)
    keepers = {RULES[SurgeryModel(surgery.model)].chair, Part.CLERK}
    if parts & keepers:
        return
    if move is ActionMove.REOPEN:
        raise NotAllowed("Only whoever chairs the surgery, or the clerk, can reopen an action.")
    if person.title != row.owner_role and Part.DIRECTOR not in parts:
        raise NotAllowed(f"Only the {row.owner_role}, the director, the chair or the clerk can report on this action.")


def _check(move: ActionMove | None, words: str, shown: str, due_on: date | None, due: date, today: date) -> None:
    if max(len(words), len(shown)) > LONGEST:
        raise BadInput(f"Please say it in {LONGEST:,} characters or fewer.")
    if move in _NEEDS_REASON and len(words) < SHORTEST_REASON:
        raise BadInput("Please give the reason in a sentence: the board will read it.")
    if move is ActionMove.EVIDENCE and not shown:
        raise BadInput("Please say what shows that it is done: a link, a document, or where it can be seen.")
    if move is ActionMove.EXTEND and (due_on is None or due_on <= max(today, due)):
        raise BadInput("Please choose a later day than the one agreed before.")
    if move is ActionMove.REOPEN and (due_on is None or due_on <= today):
        raise BadInput("Please choose a day after today by which it is done.")
    if move is None and not words:
        raise BadInput("Please write what there is to note.")
