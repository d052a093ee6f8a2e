"""What is told of a surgery as it goes on. Wording asks what would help, never whose fault."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from handlers.views.days import day_in_words
from handlers.views.message import Message, message
from handlers.views.parts import Bold, bullets, paragraph, quotation
from perfdata.surgeries.surgery import Surgery
from perfdata.surgeries.telling import Event, SurgeryTold
from perfdata.surgeries.turning import Review, Turn

OPEN_AND_FAIR = (
    "A surgery is open and collaborative: it asks what is behind the figures, what would turn them, and who does what "
    "by when."
)

NO_FIGURE_YET = "There is no figure yet for a period that ended after the surgery, so it is too early to say."


def owed_surgery(payload: Mapping[str, Any]) -> Message:
    """What is posted of one event of a surgery, in its thread or to somebody who is asked to come."""
    told = SurgeryTold.from_payload(dict(payload))
    surgery = told.surgery
    parts = [paragraph(Bold(f"Performance surgery on {surgery.title}: "), f"{_news(told)}.")]
    if surgery.held_on is not None and told.event in (Event.SCHEDULED, Event.INVITED, Event.PAPERS_OUT):
        parts.append(paragraph(f"{when_and_where(surgery)}. For the {surgery.board_name}."))
    if told.event is Event.WITH_SERVICE:
        parts.append(
            paragraph(
                "You see the papers first. Please correct what is wrong in them, and bring what you propose, before "
                "they go out to everybody."
            )
        )
    if told.event in (Event.INVITED, Event.WITH_SERVICE):
        parts.append(paragraph(OPEN_AND_FAIR))
    if told.event is Event.HELD and surgery.contributions:
        parts.append(bullets([(Bold(f"{one.kind.value}: "), one.text) for one in surgery.contributions]))
    if told.event is Event.REVIEWED:
        parts.append(bullets([_review(one) for one in told.reviews]) if told.reviews else paragraph(NO_FIGURE_YET))
        if told.reviews and all(one.turn.turned for one in told.reviews):
            parts.append(paragraph("The curve has turned. Whoever chairs the surgery can close it."))
    if told.reason:
        parts.append(quotation(told.reason, told.by))
    return message(parts)


def when_and_where(surgery: Surgery) -> str:
    """`15 December 2026 at 14:00, Council House`; what is not known yet is left out."""
    if surgery.held_on is None:
        return "No date yet"
    words = day_in_words(surgery.held_on)
    if surgery.starts_at is not None:
        words += f" at {surgery.starts_at:%H:%M}"
    return f"{words}, {surgery.place}" if surgery.place else words


def _review(review: Review) -> tuple[Bold | str, ...]:
    """`Void turnaround: back on target for two periods. 23 days in June 2027 (on target); 31 days at the surgery.`"""
    since = f" since {review.since}" if review.since and review.turn is Turn.IMPROVING else ""
    now = f" {review.value_words} in {review.period.words} ({review.status.value})" if review.period is not None else ""
    then = f"; {review.baseline.value_words} at the surgery" if review.baseline.value_words else ""
    return (Bold(f"{review.title}: "), f"{review.turn.value}{since}.{now}{then}.")


def _months(count: int) -> str:
    return "one month" if count == 1 else f"{count} months"


def _news(told: SurgeryTold) -> str:
    return {
        Event.SCHEDULED: "the date is set",
        Event.INVITED: "you are invited",
        Event.WITH_SERVICE: "the papers are with you",
        Event.PAPERS_OUT: "the papers are out",
        Event.HELD: "it has been held",
        Event.REVIEWED: f"{_months(told.months)} on",
        Event.FOLLOWED: "its actions stand and are followed up",
        Event.BACK_WITH_BOARD: "every action is done and the curve has not turned, so it comes back to the board",
        Event.CLOSED: "closed",
        Event.CANCELLED: "called off",
    }[told.event]
