"""Mapped tables, one file a subject. Importing this package knows them all to `Base.metadata`."""

from perfdata.store.tables.alerts import AlertItemRow, AlertRow
from perfdata.store.tables.audit import AuditHeadRow, AuditRow
from perfdata.store.tables.base import Base
from perfdata.store.tables.figures import MeasureRevisionRow, MeasureRow, ObservationRow, SourceRow
from perfdata.store.tables.messages import InboxRow, OutboxRow
from perfdata.store.tables.nominations import NominationRow, SecondRow
from perfdata.store.tables.people import BoardRow, MembershipRow, PersonRow

__all__ = [
    "AlertItemRow", "AlertRow", "AuditHeadRow", "AuditRow", "Base", "BoardRow", "InboxRow", "MeasureRevisionRow",
    "MeasureRow", "MembershipRow", "NominationRow", "ObservationRow", "OutboxRow", "PersonRow", "SecondRow",
    "SourceRow",
]  # fmt: skip
