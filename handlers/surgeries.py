"""Surgeries: what is on its way, its date and who comes, its record, and its end."""

from __future__ import annotations

from datetime import date, time

from handlers.context import Interaction
from handlers.ids import Action, BlockId
from handlers.references import InvitationRef, SurgeryRef
from handlers.replies import Mistakes, Open, Options, Replace, Reply, Show
from handlers.views import limits
from handlers.views import surgeries as views
from handlers.views.parts import option
from handlers.views.problems import problem
from handlers.views.surgery_news import when_and_where
from perfdata import nominations
from perfdata.action_plans.action import Action as ActionPlanned
from perfdata.action_plans.action import actions
from perfdata.action_plans.agreeing import agree, possible_owners
from perfdata.documents import handing_out
from perfdata.documents.handing_out import Paper
from perfdata.errors import BadInput, IllegalMove, NotAllowed, NotFound
from perfdata.permissions import Act, may_see, require
from perfdata.store.tables import SurgeryRow
from perfdata.surgeries import contributing, holding, preparing
from perfdata.surgeries.agenda import Running, deeds_of
from perfdata.surgeries.contributions import ContributionKind
from perfdata.surgeries.days import earliest_date
from perfdata.surgeries.lifecycles import InvitationMove, SurgeryMove
from perfdata.surgeries.models import Deed
from perfdata.surgeries.surgery import Surgery, surgeries, surgery_of
from perfdata.surgeries.turning import latest_reviews

ON_ITS_WAY = "It is on its way to you, in our direct messages."
ALREADY_GIVEN = "You have it already, in our direct messages; nothing in it has changed since."
REFUSED = (BadInput, IllegalMove, NotAllowed)


def surgery_command(interaction: Interaction) -> Reply:
    """`/surgery`: this board's surgeries in its channel, else all boards'."""
    board, snapshot = interaction.place.board, interaction.snapshot
    person, place = interaction.person, interaction.privately
    found = surgeries(interaction.session, snapshot, person=person, place=place, board=board)
    past = [
        (snapshot.measures[one.code].title, one)
        for one in snapshot.past_actions
        if (not board or one.board == board) and may_see(person, snapshot.measures[one.code], place)
    ]
    nominated = nominations.list_for(interaction.session, snapshot, person=person, place=place)
    where = f"the {snapshot.boards[board].name}" if board else "all boards"
    running = [
        Running(one, deeds_of(snapshot, person, one), latest_reviews(interaction.session, one.id)) for one in found
    ]
    return Show(views.surgery_list(running, nominated, past, where))


def open_schedule(interaction: Interaction) -> Reply:
    """“Set the date”."""
    return Open(
        views.schedule_form(surgery_meant(interaction), earliest_date(interaction.today, interaction.snapshot.council))
    )


def submit_schedule(interaction: Interaction) -> Reply:
    """That form as sent."""
    about = interaction.about(SurgeryRef)
    try:
        surgery = preparing.schedule(
            interaction.session,
            interaction.snapshot,
            person=interaction.person,
            place=interaction.place,
            surgery_id=about.surgery,
            held_on=date.fromisoformat(interaction.entered(BlockId.DAY, Action.DAY)),
            starts_at=time.fromisoformat(interaction.entered(BlockId.TIME, Action.TIME)),
            where=interaction.entered(BlockId.PLACE, Action.PLACE),
            now=interaction.now,
            seen_version=about.version,
        )
    except REFUSED as refused:
        return Mistakes({BlockId.DAY: refused.sentence})
    return Replace(
        views.done_view("Set the date", f"The date is set: {when_and_where(surgery)}. All are being invited.")
    )


def open_invite(interaction: Interaction) -> Reply:
    """“Invite somebody”."""
    return Open(views.invite_form(surgery_meant(interaction)))


def submit_invite(interaction: Interaction) -> Reply:
    """That form as sent."""
    about = interaction.about(SurgeryRef)
    try:
        surgery = preparing.invite(
            interaction.session,
            interaction.snapshot,
            person=interaction.person,
            place=interaction.place,
            surgery_id=about.surgery,
            role=interaction.entered(BlockId.ROLE, Action.ROLE),
            part=interaction.entered(BlockId.KIND, Action.KIND),
            now=interaction.now,
        )
    except REFUSED as refused:
        return Mistakes({BlockId.ROLE: refused.sentence})
    invited = surgery.invitations[-1]
    how = "They are being told." if invited.user_id else "They have no account here: the clerk gives them the papers."
    return Replace(views.done_view("Invite somebody", f"{invited.title} is invited. {how}"))


def answer_invitation(interaction: Interaction) -> Reply:
    """“I will be there”, “I cannot come”."""
    about = interaction.pressed(InvitationRef)
    surgery = preparing.answer(
        interaction.session,
        interaction.snapshot,
        person=interaction.person,
        invitation_id=about.invitation,
        move=InvitationMove[about.move],
        now=interaction.now,
    )
    coming = about.move == InvitationMove.ACCEPT.name
    said = "Thank you. You are expected" if coming else "Thank you for saying so. You are not expected"
    return Show(problem(f"{said}: {when_and_where(surgery)}. You can change your answer here."))


def open_contribute(interaction: Interaction) -> Reply:
    """“Write down” on the record, or “Correct or propose” for the service."""
    of_service = interaction.pressed(SurgeryRef).move == Deed.PROPOSE.name
    first = ContributionKind.CORRECTION if of_service else ContributionKind.STORY
    return Open(views.contribute_form(surgery_meant(interaction), _beside(first)))


def submit_contribute(interaction: Interaction) -> Reply:
    """That form as sent."""
    try:
        added = contributing.give(
            interaction.session,
            interaction.snapshot,
            person=interaction.person,
            place=interaction.place,
            surgery_id=interaction.about(SurgeryRef).surgery,
            kind=ContributionKind[interaction.entered(BlockId.KIND, Action.KIND)],
            text=interaction.entered(BlockId.WORDS, Action.WORDS),
            now=interaction.now,
        )
    except REFUSED as refused:
        return Mistakes({interaction.block(BlockId.WORDS): refused.sentence})
    surgery = surgery_meant(interaction, interaction.about(SurgeryRef).surgery)
    return Replace(views.contribute_form(surgery, _beside(added.kind), added=added))


def open_attendance(interaction: Interaction) -> Reply:
    """“Who was there”."""
    return Open(views.attendance_form(surgery_meant(interaction)))


def submit_attendance(interaction: Interaction) -> Reply:
    """That form as sent: who is ticked was there, all others were not."""
    surgery = surgery_meant(interaction, interaction.about(SurgeryRef).surgery)
    ticked = interaction.ticked(BlockId.ATTENDANCE, Action.ATTENDANCE)
    holding.mark_attendance(
        interaction.session,
        interaction.snapshot,
        person=interaction.person,
        place=interaction.place,
        surgery_id=surgery.id,
        attended={one.id: str(one.id) in ticked for one in surgery.invitations},
        now=interaction.now,
    )
    return Replace(views.done_view("Who was there?", f"Recorded: {len(ticked)} of {len(surgery.invitations)}."))


def hand_over(interaction: Interaction) -> Reply:
    """“Pack” and “Minutes”: the document, in a direct message."""
    about = interaction.pressed(SurgeryRef)
    given = handing_out.hand_over(
        interaction.session,
        interaction.snapshot,
        person=interaction.person,
        paper=Paper[about.move],
        surgery_id=about.surgery,
        now=interaction.now,
    )
    return Show(problem(ON_ITS_WAY if given else ALREADY_GIVEN))


def hold(interaction: Interaction) -> Reply:
    """“It is being held”."""
    about = interaction.pressed(SurgeryRef)
    surgery = holding.hold(
        interaction.session,
        interaction.snapshot,
        person=interaction.person,
        place=interaction.place,
        surgery_id=about.surgery,
        now=interaction.now,
    )
    now = Running(surgery, deeds_of(interaction.snapshot, interaction.person, surgery))
    return Show(views.being_held(now))


def open_agree(interaction: Interaction) -> Reply:
    """“Agree an action”."""
    surgery = surgery_meant(interaction)
    return Open(views.agree_form(surgery, interaction.today, _agreed(interaction, surgery)))


def owner_options(interaction: Interaction) -> Reply:
    """Whom the form offers for what has been typed: the service and those invited first."""
    about = interaction.about(SurgeryRef)
    roles = possible_owners(interaction.snapshot, surgery_meant(interaction, about.surgery), interaction.words)
    return Options([option(one, one) for one in roles[: limits.OPTIONS]])


def submit_agree(interaction: Interaction) -> Reply:
    """That form as sent."""
    try:
        action = agree(
            interaction.session,
            interaction.snapshot,
            person=interaction.person,
            place=interaction.place,
            surgery_id=interaction.about(SurgeryRef).surgery,
            code=interaction.entered(BlockId.MEASURE, Action.MEASURE),
            text=interaction.entered(BlockId.WORDS, Action.WORDS),
            owner_role=interaction.entered(BlockId.ROLE, Action.OWNER_ROLE),
            due_on=date.fromisoformat(interaction.entered(BlockId.DAY, Action.DAY)),
            effect=interaction.entered(BlockId.EFFECT, Action.EFFECT),
            evidence_wanted=interaction.entered(BlockId.EVIDENCE, Action.EVIDENCE),
            now=interaction.now,
        )
    except REFUSED as refused:
        return Mistakes({interaction.block(BlockId.WORDS): refused.sentence})
    surgery = surgery_meant(interaction, action.surgery)
    return Replace(views.agree_form(surgery, interaction.today, _agreed(interaction, surgery), added=action))


def follow_up(interaction: Interaction) -> Reply:
    """“End with its actions”."""
    surgery = holding.follow_up(
        interaction.session,
        interaction.snapshot,
        person=interaction.person,
        place=interaction.place,
        surgery_id=interaction.pressed(SurgeryRef).surgery,
        now=interaction.now,
    )
    return Show(problem(f"The meeting on {surgery.title} is ended; its actions are followed up from now on."))


def open_end(interaction: Interaction) -> Reply:
    """“Close” or “Call it off”."""
    about = interaction.pressed(SurgeryRef)
    reviews = latest_reviews(interaction.session, about.surgery)
    return Open(views.end_form(surgery_meant(interaction), about.move, reviews))


def submit_end(interaction: Interaction) -> Reply:
    """That form as sent."""
    about = interaction.about(SurgeryRef)
    act = holding.close if about.move == SurgeryMove.CLOSE.name else preparing.cancel
    try:
        surgery = act(
            interaction.session,
            interaction.snapshot,
            person=interaction.person,
            place=interaction.place,
            surgery_id=about.surgery,
            reason=interaction.entered(BlockId.REASON, Action.REASON),
            now=interaction.now,
            seen_version=about.version,
        )
    except REFUSED as refused:
        return Mistakes({BlockId.REASON: refused.sentence})
    return Replace(views.done_view("Done", f"The surgery on {surgery.title} is {surgery.state.value}."))


def _beside(kind: ContributionKind) -> list[ContributionKind]:
    """The kinds of words that the same people bring: the service, or whoever keeps the record."""
    of_service = kind in contributing.OF_THE_SERVICE
    return [one for one in ContributionKind if (one in contributing.OF_THE_SERVICE) == of_service]


def _agreed(interaction: Interaction, surgery: Surgery) -> tuple[ActionPlanned, ...]:
    return actions(
        interaction.session,
        interaction.snapshot,
        person=interaction.person,
        place=interaction.privately,
        surgery=surgery.id,
    )


def surgery_meant(interaction: Interaction, number: int | None = None) -> Surgery:
    """The surgery that was pressed on, or the one of that number. Raises NotFound, and NotAllowed to outsiders."""
    require(interaction.person, Act.SEE_SURGERIES, None, interaction.place)
    wanted = number if number is not None else interaction.pressed(SurgeryRef).surgery
    row = interaction.session.get(SurgeryRow, wanted)
    if row is None:
        raise NotFound("That surgery is not held any more.")
    found = surgery_of(interaction.session, interaction.snapshot, row)
    hidden = [
        one
        for one in found.subjects
        if not may_see(interaction.person, interaction.snapshot.measures[one.code], interaction.privately)
    ]
    if hidden:
        raise NotAllowed("That measure is not available here.")
    return found
