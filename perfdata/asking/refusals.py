"""Refusals in words: what cannot be done, and what can. Courteous, short, and the same for the same reason."""

from __future__ import annotations

from collections.abc import Iterable

from perfdata.asking.queries import Kind, Option, Query, Reason, Refusal, Span, clipped
from perfdata.measures import Measure

CAN_DO = (
    "You can ask how a measure is doing, what is off target for a board, or how a measure is counted. "
    "Say “help” for examples."
)

_SENTENCES: dict[Reason, tuple[str, ...]] = {
    Reason.NOT_UNDERSTOOD: ("I did not understand that, or I hold no measure of it.", CAN_DO),
    Reason.NOT_HELD: ("I hold no measure of that.",),
    Reason.OUT_OF_SCOPE: (
        "I can only speak about the council's own performance figures, and hold none about that.",
        CAN_DO,
    ),
    Reason.POLITICS: (
        "I keep out of politics, elections and campaigning. I can give you the council's performance figures.",
        CAN_DO,
    ),
    Reason.ABOUT_A_PERSON: (
        "I do not judge people. I can tell you how the measures of a service are doing, and what it says about them.",
        CAN_DO,
    ),
    Reason.PERSONAL_DATA: (
        (
            "I hold totals and rates, never anything about a person or a household. "
            "For somebody's own case, please go to the service that deals with it."
        ),
    ),
    Reason.SERVICE_REQUEST: (
        (
            "I cannot report a problem or look into a case. Customer services can do that for you. "
            "I can tell you how the service is doing overall."
        ),
    ),
    Reason.CHANGE_DATA: (
        (
            "I cannot change figures, targets or statuses: I only repeat what the council's performance system says. "
            "If one looks wrong, please tell the Performance Team."
        ),
    ),
    Reason.ORDERS: ("I answer questions about performance and take no other instructions.", CAN_DO),
    Reason.LANGUAGE: (
        (
            "I am sorry, I can only read questions in English for now. "
            "If you write it in English, I will do my best to answer."
        ),
        CAN_DO,
    ),
    Reason.ABUSE: ("I would rather help than argue.", CAN_DO),
}


def refused(reason: Reason, nearest: tuple[Option, ...] = ()) -> Refusal:
    """The refusal for a reason that needs no more detail."""
    return Refusal(reason, _SENTENCES[reason], nearest)


_SUBJECTLESS = {
    Kind.TREND: "how it has gone",
    Kind.COMPARE: "how it compares",
    Kind.TARGET: "what its target is",
    Kind.DEFINE: "how it is counted",
    Kind.OWNER: "who answers for it",
    Kind.COMMENTARY: "what the service says of it",
    Kind.BREAKDOWN: "how it splits by group",
    Kind.FORECAST: "where it is heading",
}


def without_subject(kind: Kind) -> Refusal:
    """A question that names no measure, where there is none to take from the question before."""
    would = _SUBJECTLESS.get(kind, "about it")
    sentence = f"I did not catch which measure you mean. Name one, such as “recycling”, and I can say {would}."
    return Refusal(Reason.NOT_UNDERSTOOD, (sentence, CAN_DO), asked=kind)


def not_held(nearest: tuple[Option, ...]) -> Refusal:
    """Nothing of that name is held. Says the same whether it is not held or not for this person."""
    if not nearest:
        return Refusal(Reason.NOT_HELD, ("I hold no measure of that that I can show here.", CAN_DO))
    return Refusal(Reason.NOT_HELD, ("I hold no measure of that that I can show here. The nearest I have:",), nearest)


def in_the_future(measures: tuple[str, ...], span: Span | None, nearest: tuple[Option, ...]) -> Refusal:
    """Asked of a time that has not been."""
    when = f"{span.words} has not happened yet, so there is no figure for it." if span else "That has not happened yet."
    return Refusal(Reason.FUTURE, (when, *_instead(nearest)), nearest, measures, span)


def before_data(measures: tuple[str, ...], span: Span, first: str, nearest: tuple[Option, ...]) -> Refusal:
    """Asked of a time before the first figure held; `first` is the earliest period in words."""
    sentence = f"I hold no figure for {span.words}. The earliest that I hold is for {first}."
    return Refusal(Reason.BEFORE_DATA, (sentence, *_instead(nearest)), nearest, measures, span)


def no_figures(measures: tuple[str, ...]) -> Refusal:
    """Asked of measures of which nothing has been loaded."""
    return Refusal(Reason.NOT_HELD, ("I hold no figures for that measure yet.", CAN_DO), measures=measures)


def too_fine(measures: tuple[str, ...], nearest: tuple[Option, ...]) -> Refusal:
    """Asked of days or weeks."""
    sentence = "I have no figures for days or weeks: the most frequent are monthly."
    return Refusal(Reason.NOT_HELD, (sentence, *_instead(nearest)), nearest, measures)


def not_allowed(sentence: str) -> Refusal:
    """The permission table's own sentence."""
    return Refusal(Reason.NOT_ALLOWED, (sentence,))


def status_options(measures: Iterable[Measure], why: str = "") -> tuple[Option, ...]:
    """Buttons for the status of each measure."""
    return tuple(option(Kind.STATUS, measure, why) for measure in measures)


def option(kind: Kind, measure: Measure, why: str = "", span: Span | None = None) -> Option:
    """A button for one measure: its title, and its description as what tells it from the others."""
    evidence = (why,) if why else ()
    return Option(
        clipped(measure.title), clipped(measure.description, 150), Query(kind, (measure.code,), None, span, evidence)
    )


def _instead(nearest: tuple[Option, ...]) -> tuple[str, ...]:
    return ("I can give you this instead:",) if nearest else ()
