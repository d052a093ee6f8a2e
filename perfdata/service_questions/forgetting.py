"""Forgetting: when a question has ended, its words go and so does who asked it; the answer stays, with its role."""

from __future__ import annotations

from datetime import datetime, timedelta

from sqlalchemy import delete, select, update
from sqlalchemy.orm import Session

from perfdata.service_questions.lifecycle import OPEN_QUESTION
from perfdata.store import outbox
from perfdata.store.tables import OutboxRow, ServiceAskerRow, ServiceQuestionRow

LOOK_BACK = timedelta(days=90)
"""How long after a message was settled its copy in the outbox is looked through for words."""


def forget(session: Session, now: datetime) -> int:
    """Delete the words of questions that have ended, and who asked them; returns how many had words.

    An open question keeps its words however long it takes: the service and the board still work with them. What has
    been posted stays in Slack; the copy of it in the outbox loses the words too.
    """
    ended = select(ServiceQuestionRow.id).where(ServiceQuestionRow.state.not_in(OPEN_QUESTION))
    session.execute(delete(ServiceAskerRow).where(ServiceAskerRow.question_id.in_(ended)))
    gone = session.scalars(
        update(ServiceQuestionRow)
        .where(ServiceQuestionRow.state.not_in(OPEN_QUESTION), ServiceQuestionRow.words != "")
        .values(words="")
        .returning(ServiceQuestionRow.id)
    ).all()
    over = set(session.scalars(ended))
    settled = select(OutboxRow).where(
        OutboxRow.kind == str(outbox.Kind.SERVICE_QUESTION), OutboxRow.settled_at > now - LOOK_BACK
    )
    for row in session.scalars(settled):
        question = row.payload["question"]
        if question["id"] in over and (question["words"] or row.payload.get("words")):
            row.payload = {**row.payload, "question": {**question, "words": ""}, "words": ""}
    return len(gone)
