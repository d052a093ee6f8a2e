"""Finding words that name or reach one person, so that a nomination speaks of a service and never of somebody.

The rule, in this order: an e-mail address; a telephone number, which is ten to fifteen digits that begin with 0 or +;
a title (Mr, Mrs, Dr, Councillor, Sir) before a word with a capital; two words with capitals straight after a word for
one person in small letters (`my neighbour`, `a tenant called`), or what follows `her name is`, unless one of the words
is that of a place or an organisation (`Lane`, `Advice`); initials with full stops before a word with a capital, as in
`A. B. Name`. Roles (`Councillor 8`, `the Lord Mayor`), organisations and places pass.

What it cannot find: a first and a last name with none of these before them, which look like the name of a street or a
firm, and a name in small letters. Those who decide read every word all the same.
"""

from __future__ import annotations

import re

_EMAIL = re.compile(r"[\w.+-]+@[\w-]+(?:\.[\w-]+)+")
_PHONE = re.compile(r"(?<![\w.,])(?:\+|0)[\d ()/-]{8,}\d(?!\w)")
_CAPITAL = r"[A-ZÀ-ÖØ-Þ][\w'’-]*"
_TITLE = re.compile(
    r"\b(?:Mr|Mrs|Ms|Miss|Mx|Dr|Doctor|Prof|Professor|Sir|Dame|Lord|Lady|Baroness|Rev|Reverend|Cllr|Councillor"
    rf"|Alderman)\b\.?\s+(?:[A-Z]\.\s*)*(?P<word>{_CAPITAL})"
)
_INITIALS = re.compile(rf"(?<![\w.])(?P<letters>(?:[A-Z]\.\s?){{1,3}})\s?(?P<word>{_CAPITAL})")

_ONE_PERSON = re.compile(
    r"\b(?:neighbour|mother|father|mum|dad|son|daughter|wife|husband|brother|sister|friend|colleague|resident|tenant"
    r"|constituent|patient|carer|pupil|customer|teacher|nurse|doctor|caseworker)\b(?:,| is called| called| named)?\s+"
    rf"(?P<name>{_CAPITAL}\s+{_CAPITAL}(?:\s+{_CAPITAL})?)"
)
_CALLED = re.compile(
    r"\b(?:(?:manager|officer|member|person|worker|lady|man|woman)(?: is)? (?:called|named)"
    r"|(?:[Mm]y|[Hh]is|[Hh]er|[Tt]heir) name is)"
    rf"\s+(?P<name>{_CAPITAL}(?:\s+{_CAPITAL})*)"
)
_NOT_NAMES = frozenset({
    "Street", "Road", "Lane", "Avenue", "Close", "Court", "House", "Park", "Square", "Estate", "Ward", "Town", "City",
    "Council", "Board", "Panel", "Group", "Forum", "Committee", "Association", "Trust", "Charity", "Society", "Union",
    "Centre", "Service", "Services", "Team", "Advice", "Aid", "Support", "School", "Academy", "College", "University",
    "Hospital", "Surgery", "Clinic", "Library", "Homes", "Housing", "Health", "Care", "Partnership", "Network",
    "Limited", "Ltd", "Scheme", "Survey", "Project",
})  # fmt: skip
"""Words that make two words with capitals the name of a place or an organisation."""

_OFFICES = frozenset({"Mayor", "Mayoress", "Lieutenant", "Chancellor", "Provost", "Justice"})
"""What makes of a title the name of an office: `the Lord Mayor`, `the Lady Mayoress`."""

_COUNTRIES = frozenset({"UK", "US", "EU", "UN", "NHS", "BBC"})
"""What is written with full stops and is nobody's initials."""

_BEGINNINGS = frozenset({
    "The", "This", "That", "These", "Those", "There", "Then", "They", "It", "Its", "We", "Our", "You", "Your", "He",
    "She", "His", "Her", "A", "An", "And", "As", "At", "But", "By", "For", "From", "If", "In", "Is", "No", "Not", "Of",
    "On", "Or", "So", "To", "What", "When", "Where", "Which", "Who", "Why", "With", "Please", "I", "All", "Also",
})  # fmt: skip
"""Words that begin a sentence after one that ends in a letter, as in `It is plan B. The board knows it.`"""

FEWEST_DIGITS, MOST_DIGITS = 10, 15


def person_in(text: str) -> str:
    """The first words of `text` that name or reach one person, as they stand there; blank when none do."""
    if found := _EMAIL.search(text):
        return found.group()
    for found in _PHONE.finditer(text):
        if FEWEST_DIGITS <= sum(one.isdigit() for one in found.group()) <= MOST_DIGITS:
            return found.group().strip()
    for found in _TITLE.finditer(text):
        if found["word"] not in _OFFICES:
            return found.group()
    for pattern in (_ONE_PERSON, _CALLED):
        for found in pattern.finditer(text):
            if _NOT_NAMES.isdisjoint(found["name"].split()):
                return found["name"]
    for found in _INITIALS.finditer(text):
        if found["word"] not in _BEGINNINGS and re.sub(r"\W", "", found["letters"]) not in _COUNTRIES:
            return found.group()
    return ""
