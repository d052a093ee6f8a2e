"""What is told of a decision on a nomination: what was decided, by whom, why, and what happens next."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from handlers.views.message import Message, message
from handlers.views.parts import Bold, paragraph, quotation
from perfdata.asking.amounts import day_words
from perfdata.rounds import london_date
from perfdata.surgeries.decisions import BY_THE_CALENDAR, Decision
from perfdata.surgeries.lifecycles import NominationMove


def owed_decision(payload: Mapping[str, Any]) -> Message:
    """What is posted for an owed decision, in the nomination's thread and to those whom it concerns."""
    decision = Decision.from_payload(dict(payload))
    parts = [paragraph(Bold(f"{decision.title}: "), f"{_decided(decision)}, for the {decision.board_name}.")]
    if decision.by == BY_THE_CALENDAR or decision.move in (NominationMove.DISPLACE, NominationMove.JOIN):
        parts.append(paragraph(decision.reason))
    else:
        when = day_words(london_date(decision.decided_at))
        parts.append(quotation(decision.reason, f"{decision.by}, {when}"))
    if following := _next(decision):
        parts.append(paragraph(following))
    return message(parts)


def _decided(decision: Decision) -> str:
    if not decision.settles:
        return "a first agreement that it go to surgery"
    return {
        NominationMove.CHOOSE: "chosen for a performance surgery",
        NominationMove.DECLINE: "the nomination for surgery is declined",
        NominationMove.DEFER: "the nomination for surgery is deferred",
        NominationMove.RESUME: "the nomination for surgery is taken up again",
        NominationMove.RETURN: "the nomination for surgery goes to the board’s agenda",
        NominationMove.WITHDRAW: "the nomination for surgery is withdrawn",
        NominationMove.MERGE: "the nomination for surgery is merged with another",
        NominationMove.MAKE_THEMATIC: "the nomination becomes part of a thematic review",
        NominationMove.DISPLACE: "the surgery makes room for another, and the nomination is deferred",
        NominationMove.JOIN: "the surgery makes room for another, and the nomination joins a newer one",
    }[decision.move]


def _next(decision: Decision) -> str:
    if not decision.settles:
        return f"It is settled when {decision.waits_for} agrees too."
    if decision.displaced is not None:
        kept = "joins the newer one on it" if decision.displaced.joined else "is deferred to the next quarter"
        return (
            f"The surgery on “{decision.displaced.title}” makes room for it; that nomination {kept}. "
            "A date for this one is agreed with the service next."
        )
    by = day_words(decision.decided_by) if decision.decided_by is not None else ""
    meeting = f"on {day_words(decision.meets_on)}" if decision.meets_on is not None else "whose day is not set yet"
    if decision.move is NominationMove.CHOOSE:
        return (
            "A date is agreed with the service next. The service sees the papers first and may bring proposals: a "
            "surgery asks what would help."
        )
    if decision.until is not None:
        return f"It comes back on {day_words(decision.until)}."
    to_be_decided = f" That one is to be decided by {by}." if by else ""
    return {
        NominationMove.JOIN: (
            f"Its reason and those who seconded it stand under the newer one as seconds.{to_be_decided}"
        ),
        NominationMove.MERGE: f"It goes on in the nomination of “{decision.merged_title}”.{to_be_decided}",
        NominationMove.MAKE_THEMATIC: (
            f"The board settles what the review covers, and when, at its next meeting, {meeting}."
        ),
        NominationMove.RETURN: f"It is on the agenda of the board’s next meeting, {meeting}.",
        NominationMove.RESUME: f"It is to be decided by {by}." if by else "",
        NominationMove.DECLINE: "It can be nominated again at any time, when there is something new to say.",
        NominationMove.WITHDRAW: "It can be nominated again at any time.",
    }.get(decision.move, "")
