"""What may become of a nomination, a surgery, an invitation, an action and a recommendation.

States and moves are written as they are said: `This nomination is declined, so it cannot be chosen now.`
"""

from __future__ import annotations

from enum import StrEnum

from perfdata.lifecycle import Lifecycle, move


class NominationState(StrEnum):
    """Where a nomination stands. One left undecided past its date is on the board's agenda, to be decided openly."""

    NOMINATED = "nominated"
    DEFERRED = "deferred"
    UNDECIDED = "left undecided"
    CHOSEN = "chosen"
    DECLINED = "declined"
    WITHDRAWN = "withdrawn"
    MERGED = "merged"
    THEMATIC = "part of a thematic review"


OPEN_NOMINATION = (NominationState.NOMINATED, NominationState.DEFERRED, NominationState.UNDECIDED)
"""A board has one of these for a measure at a time."""


class NominationMove(StrEnum):
    """What may be done with a nomination."""

    CHOOSE = "chosen"
    DECLINE = "declined"
    DEFER = "deferred"
    RESUME = "taken up again"
    RETURN = "put on the board's agenda"
    WITHDRAW = "withdrawn"
    MERGE = "merged"
    MAKE_THEMATIC = "made part of a thematic review"
    DISPLACE = "displaced by another"
    JOIN = "displaced, and joined to a newer one"


NOMINATION = Lifecycle(
    "nomination",
    NominationState.NOMINATED,
    (
        move(NominationMove.CHOOSE, OPEN_NOMINATION, NominationState.CHOSEN),
        move(NominationMove.DECLINE, OPEN_NOMINATION, NominationState.DECLINED),
        move(NominationMove.DEFER, (NominationState.NOMINATED, NominationState.UNDECIDED), NominationState.DEFERRED),
        move(NominationMove.RESUME, (NominationState.DEFERRED,), NominationState.NOMINATED),
        move(NominationMove.RETURN, (NominationState.NOMINATED,), NominationState.UNDECIDED),
        move(NominationMove.WITHDRAW, OPEN_NOMINATION, NominationState.WITHDRAWN),
        move(NominationMove.MERGE, OPEN_NOMINATION, NominationState.MERGED),
        move(NominationMove.MAKE_THEMATIC, OPEN_NOMINATION, NominationState.THEMATIC),
        move(NominationMove.DISPLACE, (NominationState.CHOSEN,), NominationState.DEFERRED),
        # A board has one open nomination of a measure: where there is a newer one, the displaced one goes on in it.
        move(NominationMove.JOIN, (NominationState.CHOSEN,), NominationState.MERGED),
    ),
)


class SurgeryState(StrEnum):
    """Where a surgery stands. Back with the board: every action is done and the curve has not turned."""

    CHOSEN = "chosen"
    SCHEDULED = "scheduled"
    WITH_SERVICE = "with the service"
    PAPERS_OUT = "announced with its papers"
    HELD = "held"
    FOLLOWED = "followed up"
    BACK_WITH_BOARD = "back with the board"
    CLOSED = "closed"
    CANCELLED = "cancelled"


class SurgeryMove(StrEnum):
    """What may be done with a surgery."""

    SCHEDULE = "scheduled"
    SEND_TO_SERVICE = "sent to the service"
    PUT_OUT_PAPERS = "announced with its papers"
    HOLD = "held"
    FOLLOW_UP = "followed up"
    RETURN = "given back to the board"
    CLOSE = "closed"
    CANCEL = "cancelled"


_BEFORE = (SurgeryState.CHOSEN, SurgeryState.SCHEDULED, SurgeryState.WITH_SERVICE, SurgeryState.PAPERS_OUT)
_WITH_A_DATE = _BEFORE[1:]

SURGERY = Lifecycle(
    "surgery",
    SurgeryState.CHOSEN,
    (
        # A new date begins the preparation anew: papers that were out are out of date.
        move(SurgeryMove.SCHEDULE, _BEFORE, SurgeryState.SCHEDULED),
        move(SurgeryMove.SEND_TO_SERVICE, (SurgeryState.SCHEDULED,), SurgeryState.WITH_SERVICE),
        move(SurgeryMove.PUT_OUT_PAPERS, (SurgeryState.WITH_SERVICE,), SurgeryState.PAPERS_OUT),
        move(SurgeryMove.HOLD, _WITH_A_DATE, SurgeryState.HELD),
        move(SurgeryMove.FOLLOW_UP, (SurgeryState.HELD, SurgeryState.BACK_WITH_BOARD), SurgeryState.FOLLOWED),
        move(SurgeryMove.RETURN, (SurgeryState.FOLLOWED,), SurgeryState.BACK_WITH_BOARD),
        move(
            SurgeryMove.CLOSE,
            (SurgeryState.HELD, SurgeryState.FOLLOWED, SurgeryState.BACK_WITH_BOARD),
            SurgeryState.CLOSED,
        ),
        move(SurgeryMove.CANCEL, _BEFORE, SurgeryState.CANCELLED),
    ),
)


class InvitationState(StrEnum):
    """What somebody has answered to an invitation."""

    INVITED = "not answered"
    ACCEPTED = "accepted"
    DECLINED = "declined"


class InvitationMove(StrEnum):
    """What may be answered to an invitation, as often as somebody's plans change."""

    ACCEPT = "accepted"
    DECLINE = "declined"


INVITATION = Lifecycle(
    "invitation",
    InvitationState.INVITED,
    (
        move(InvitationMove.ACCEPT, InvitationState, InvitationState.ACCEPTED),
        move(InvitationMove.DECLINE, InvitationState, InvitationState.DECLINED),
    ),
)


class ActionState(StrEnum):
    """Where an action stands; which are overdue is a matter of their date."""

    AGREED = "agreed"
    UNDER_WAY = "under way"
    DONE = "done"
    EVIDENCED = "done, with evidence"
    NOT_DOING = "given up"


class ActionMove(StrEnum):
    """What may be done with an action."""

    START = "started"
    EXTEND = "extended"
    FINISH = "finished"
    EVIDENCE = "evidenced"
    GIVE_UP = "given up"
    REOPEN = "reopened"


OPEN_ACTION = (ActionState.AGREED, ActionState.UNDER_WAY)
DONE_ACTION = (ActionState.DONE, ActionState.EVIDENCED)

ACTION = Lifecycle(
    "action",
    ActionState.AGREED,
    (
        move(ActionMove.START, (ActionState.AGREED,), ActionState.UNDER_WAY),
        move(ActionMove.EXTEND, OPEN_ACTION, ActionState.UNDER_WAY),
        move(ActionMove.FINISH, OPEN_ACTION, ActionState.DONE),
        move(ActionMove.EVIDENCE, (*OPEN_ACTION, ActionState.DONE), ActionState.EVIDENCED),
        move(ActionMove.GIVE_UP, OPEN_ACTION, ActionState.NOT_DOING),
        move(
            ActionMove.REOPEN,
            (ActionState.DONE, ActionState.EVIDENCED, ActionState.NOT_DOING),
            ActionState.UNDER_WAY,
        ),
    ),
)


class RecommendationState(StrEnum):
    """Where a recommendation to the executive stands; whether its answer is late is a matter of its date."""

    MADE = "made"
    RECEIVED = "received by the executive"
    ANSWERED = "answered"


class RecommendationMove(StrEnum):
    """What may be done with a recommendation."""

    RECEIVE = "received"
    ANSWER = "answered"


RECOMMENDATION = Lifecycle(
    "recommendation",
    RecommendationState.MADE,
    (
        move(RecommendationMove.RECEIVE, (RecommendationState.MADE,), RecommendationState.RECEIVED),
        move(RecommendationMove.ANSWER, (RecommendationState.RECEIVED,), RecommendationState.ANSWERED),
    ),
)
