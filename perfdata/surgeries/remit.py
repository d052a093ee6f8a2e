"""Which boards may nominate a measure: those that have it in their remit; and of business-plan measures, under a
surgery model that allows it, any board. What somebody may not, they are told why."""

from __future__ import annotations

from perfdata.council import Council
from perfdata.errors import NotAllowed
from perfdata.measures import Measure, Tier
from perfdata.people import Person
from perfdata.permissions import Act, Place, refusal
from perfdata.surgeries.models import RULES


def open_to_any_board(measure: Measure, council: Council) -> bool:
    """Whether the council's surgery model lets any board nominate this measure."""
    return measure.tier is Tier.BUSINESS_PLAN and RULES[council.surgery_model].any_board_nominates


def boards_that_may(person: Person, measure: Measure, council: Council) -> tuple[str, ...]:
    """Codes of the person's boards that may nominate the measure, those with it in their remit first."""
    own = tuple(code for code in measure.boards if code in person.boards)
    others = tuple(code for code in person.boards if code not in own)
    return own + others if open_to_any_board(measure, council) else own


def refusal_to_nominate(
    person: Person, act: Act, measure: Measure | None, place: Place, council: Council
) -> str | None:
    """Why this person, here, may not nominate or second (`act`), in a sentence fit to show; None when they may."""
    if (sentence := refusal(person, act, measure, place)) is not None:
        return sentence
    if measure is None or boards_that_may(person, measure, council):
        return None
    return f"“{measure.title}” is not in the remit of a board that you sit on."


def require_nominator(person: Person, act: Act, measure: Measure | None, place: Place, council: Council) -> None:
    """Raise NotAllowed, with the sentence to show, unless they may."""
    if (sentence := refusal_to_nominate(person, act, measure, place, council)) is not None:
        raise NotAllowed(sentence)
