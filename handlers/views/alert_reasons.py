"""“Why is this here?”: the row of the table of precedence that held, and what the table looked at, in words."""

from __future__ import annotations

from collections.abc import Iterator

from handlers.views.alert_items import BEFORE, has_lasted
from handlers.views.facts import receipt_words
from handlers.views.guarding import guarded_facts
from handlers.views.message import Message, Part, message
from handlers.views.parts import Bold, bullets, note, paragraph
from perfdata.alerts import News
from perfdata.alerts.explaining import Explained
from perfdata.alerts.record import quoted_in, record_of
from perfdata.asking.amounts import counted, day_words
from perfdata.asking.wording import STATUS_WORDS
from perfdata.verdicts.precedence import Surgery
from perfdata.verdicts.reading import Assurance, Variation

VARIATION = {
    Variation.IMPROVING: "a real change for the better",
    Variation.WORSENING: "a real change for the worse",
    Variation.CHANGING: "a real change, neither better nor worse",
    Variation.NONE: "no real change",
    Variation.TOO_FEW: "too few figures to tell a change from chance",
    Variation.STEADY: "the figures do not vary",
    Variation.NOT_CHARTED: "of this kind of figure no usual range can be worked out",
}
ASSURANCE = {
    Assurance.MEETS: "its usual range is on the good side of the target throughout",
    Assurance.HIT_AND_MISS: "its usual range is on both sides of the target",
    Assurance.MISSES: "its usual range does not reach the target",
    Assurance.UNKNOWN: "cannot be told",
}
SURGERY = {
    Surgery.FIRST: "yes, before the others",
    Surgery.YES: "yes",
    Surgery.CANDIDATE: "a candidate",
    Surgery.WATCH: "not yet; worth watching",
    Surgery.REVIEW: "no; worth a look at what is working",
    Surgery.CLOSES: "no; it may end one, if confirmed",
    Surgery.IF_AGAIN: "if it is missing again",
    Surgery.OFFICERS: "for officers to look into",
    Surgery.NO: "no",
}


def reason(found: Explained) -> Message:
    """The answer for the person who asked, alone. Raises NotInTheRecord as an alert does."""
    record = (*record_of(found.alert), f"{found.number} {found.of} {found.item.standing.run}")
    return guarded_facts(message(_parts(found)), record, quoted_in(found.alert))


def _parts(found: Explained) -> Iterator[Part]:
    item, standing = found.item, found.item.standing
    yield paragraph(Bold(f"Why {item.facts.title} is here"))
    yield paragraph(
        f"Each measure is put in the first of {found.of} states that fits it, the most important first. "
        f"This one fits number {found.number}: “{found.row.state}”."
    )
    row = " in a row" if standing.run > 1 else ""
    run = f", for {counted(standing.run, item.facts.period_noun)}{row}" if standing.run else ""
    before = "off target" if standing.was_off else "not off target"
    usual = f"; its usual range is {item.usual}" if item.usual else ""
    yield bullets(
        [
            f"Status for {item.facts.period_words}: {STATUS_WORDS[standing.status]}{run}.",
            f"The figure before: {before}.",
            f"Change: {VARIATION[standing.variation]}{usual}.",
            f"Target within reach: {ASSURANCE[standing.assurance]}.",
            f"Told now because {_news(found)}",
            f"A matter for a surgery: {SURGERY[found.row.surgery]}.",
        ]
    )
    closed = f"Judged on {day_words(found.alert.closed_on)}, when the round closed."
    yield note(f"{receipt_words(item.facts)} {closed}".strip())


def _news(found: Explained) -> str:
    item, since = found.item, found.alert.since.words
    if item.by_choice:
        return "it is one of those to be named whenever they are off target."
    if item.news is News.AGAIN or has_lasted(item):
        return f"it has lasted {counted(item.standing.run, item.facts.period_noun)}."
    if item.before is None:
        return f"it was not on the list in {since}."
    if item.before is item.state:
        return f"it is so once more; it had been in {since} as well."
    return f"how it stands has changed: in {since} {BEFORE[item.before]}."
