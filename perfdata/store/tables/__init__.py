"""Mapped tables, one file a subject. Importing this package knows them all to `Base.metadata`."""

from perfdata.store.tables.actions import ActionRow, ActionUpdateRow
from perfdata.store.tables.addenda import AddendumItemRow, AddendumRow
from perfdata.store.tables.alerts import AlertItemRow, AlertRow
from perfdata.store.tables.audit import AuditHeadRow, AuditRow
from perfdata.store.tables.backlog import BacklogRow, TaughtRow, UnansweredRow
from perfdata.store.tables.base import Base
from perfdata.store.tables.comparisons import BenchmarkRow, BreakdownRow
from perfdata.store.tables.explained import ExplainedRow
from perfdata.store.tables.figures import MeasureRevisionRow, MeasureRow, ObservationRow, SourceRow
from perfdata.store.tables.followed_threads import FollowedThreadRow
from perfdata.store.tables.messages import InboxRow, OutboxRow
from perfdata.store.tables.nominations import DecisionRow, NominationRow, SecondRow
from perfdata.store.tables.owners_words import CommentRow
from perfdata.store.tables.people import BoardRow, MembershipRow, PersonRow
from perfdata.store.tables.plans import MilestoneRow, PastActionRow
from perfdata.store.tables.rebases import RebaseRow
from perfdata.store.tables.reminders import ReminderRow
from perfdata.store.tables.rounds import RoundMoveRow, RoundRow
from perfdata.store.tables.service_questions import ServiceAskerRow, ServiceQuestionRow
from perfdata.store.tables.statements import StatementRow
from perfdata.store.tables.surgeries import (
    ContributionRow,
    InvitationRow,
    RecommendationRow,
    ReviewRow,
    SurgeryMeasureRow,
    SurgeryRow,
)
from perfdata.store.tables.uploads import LeftOutRow, UploadedFileRow, UploadRow
from perfdata.store.tables.watches import BoardWatchRow, WatchRow

__all__ = [
    "ActionRow", "ActionUpdateRow", "AddendumItemRow", "AddendumRow", "AlertItemRow", "AlertRow", "AuditHeadRow",
    "AuditRow", "BacklogRow", "Base", "BenchmarkRow", "BoardRow", "BoardWatchRow", "BreakdownRow", "CommentRow",
    "ContributionRow", "DecisionRow", "ExplainedRow", "FollowedThreadRow", "InboxRow", "InvitationRow", "LeftOutRow",
    "MeasureRevisionRow", "MeasureRow", "MembershipRow", "MilestoneRow", "NominationRow", "ObservationRow",
    "OutboxRow", "PastActionRow", "PersonRow", "RebaseRow", "RecommendationRow", "ReminderRow", "ReviewRow",
    "RoundMoveRow", "RoundRow", "SecondRow", "ServiceAskerRow", "ServiceQuestionRow", "SourceRow", "StatementRow",
    "SurgeryMeasureRow", "SurgeryRow", "TaughtRow", "UnansweredRow", "UploadRow", "UploadedFileRow", "WatchRow",
]  # fmt: skip
