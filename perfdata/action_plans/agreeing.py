"""Agreeing an action at a surgery: who does what by when, which measure it should move and by how much."""

from __future__ import annotations

from datetime import date, datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from perfdata.action_plans.action import Action, action_of
from perfdata.action_plans.owners import tell_agreed_later
from perfdata.errors import BadInput, IllegalMove
from perfdata.people import Person, Role
from perfdata.permissions import Place
from perfdata.snapshot import Snapshot
from perfdata.store.tables import ActionRow, MeasureRow, SurgeryMeasureRow
from perfdata.surgeries.lifecycles import ActionState, SurgeryState
from perfdata.surgeries.models import Deed
from perfdata.surgeries.surgery import Surgery, locked, require_deed, surgery_of
from perfdata.surgeries.telling import record

SHORTEST, LONGEST = 5, 500
_MAY_AGREE = (SurgeryState.HELD, SurgeryState.FOLLOWED, SurgeryState.BACK_WITH_BOARD)


def agree(
    session: Session,
    snapshot: Snapshot,
    *,
    person: Person,
    place: Place,
    surgery_id: int,
    code: str,
    text: str,
    owner_role: str,
    due_on: date,
    effect: str,
    evidence_wanted: str = "",
    now: datetime,
) -> Action:
    """Write down one action of a surgery that has been held. Two people may each add theirs at the same moment.

    `owner_role` is a role title of somebody known, so that they can be asked. Raises NotAllowed to whoever neither
    chairs nor clerks, IllegalMove, NotFound, and BadInput for what is missing or cannot be.
    """
    row, measure = locked(session, snapshot, person=person, place=place, surgery_id=surgery_id, seen_version=None)
    require_deed(session, snapshot, row, person, place, measure, Deed.RECORD)
    if row.state not in _MAY_AGREE:
        raise IllegalMove(f"This surgery is {row.state}, so no action can be agreed now.")
    for field, words, least in (("what is to be done", text, SHORTEST), ("what it should do", effect, 3)):
        if not least <= len(words.strip()) <= LONGEST:
            raise BadInput(f"Please say {field} in {least} to {LONGEST} characters.")
    if len(evidence_wanted.strip()) > LONGEST:
        raise BadInput(f"Please say what would show it in {LONGEST} characters or fewer.")
    if due_on <= snapshot.today:
        raise BadInput("Please choose a day after today by which it is done.")
    owner = next(
        (one for one in snapshot.people.values() if one.title.casefold() == owner_role.strip().casefold()), None
    )
    if owner is None:
        raise BadInput(f"Nobody here is “{owner_role.strip()}”. Please choose a role from the list of people.")
    measure_id = session.scalar(
        select(MeasureRow.id)
        .join(SurgeryMeasureRow, SurgeryMeasureRow.measure_id == MeasureRow.id)
        .where(SurgeryMeasureRow.surgery_id == row.id, MeasureRow.code == code)
    )
    if measure_id is None:
        raise BadInput("That measure is not one that this surgery looks into.")
    same = select(ActionRow).where(
        ActionRow.surgery_id == row.id,
        ActionRow.measure_id == measure_id,
        ActionRow.text == text.strip(),
        ActionRow.owner_role == owner.title,
        ActionRow.due_on == due_on,
    )
    if (there := session.scalar(same)) is not None:
        # The form was sent twice.
        return action_of(session, snapshot, there)
    added = ActionRow(
        surgery_id=row.id,
        measure_id=measure_id,
        text=text.strip(),
        owner_role=owner.title,
        due_on=due_on,
        effect=effect.strip(),
        evidence_wanted=evidence_wanted.strip(),
        state=str(ActionState.AGREED),
        agreed_at=now,
    )
    session.add(added)
    session.flush()
    action = action_of(session, snapshot, added)
    if row.state != SurgeryState.HELD:
        tell_agreed_later(session, snapshot, row, surgery_of(session, snapshot, row), action, now=now)
    record(session, person, "agreed an action", row.id, now, action=added.id, owner=owner.title, due=due_on.isoformat())
    return action


def possible_owners(snapshot: Snapshot, surgery: Surgery, words: str = "") -> tuple[str, ...]:
    """Role titles that may own an action: those invited, then all others, by name; with `words`, those that hold them.

    Councillors who scrutinise are left out: officers and the cabinet act.
    """
    invited = dict.fromkeys(one.title for one in surgery.invitations if one.user_id)
    acting = {
        one.title
        for one in snapshot.people.values()
        if one.is_a(Role.OFFICER, Role.CABINET_MEMBER, Role.LEADER) and not one.is_a(Role.CLERK, Role.OUTSIDER)
    }
    offered = [*(one for one in invited if one in acting), *sorted(acting - set(invited))]
    wanted = words.casefold().split()
    return tuple(one for one in offered if all(word in one.casefold() for word in wanted))
