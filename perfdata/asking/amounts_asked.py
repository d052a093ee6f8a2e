"""What sort of amount a question asks for, by its words: a number of things, or a length of time.

A measure may be a share of those things, or of something else than time: then its answer says so.
"""

from __future__ import annotations

import re

from perfdata.asking.queries import Facet

_UNITS = r"(?:\w+ ){0,2}(?:per ?cent|days|weeks|months|hours|minutes|seconds|years|times|pounds)\b"
_HOW_MANY = re.compile(rf"\b(?:how many|(?:numbers?|count) of)\b(?! {_UNITS})")

_HOW_LONG = re.compile(
    r"\bhow long\b(?! (?:has|have|had|was|ago|since)\b)"
    r"|\b(?:average|mean|typical|usual) (?:[a-z]+ ){0,3}(?:times?|wait|waits|waiting)\b(?! of)"
    r"|\b(?:repair|response|turnaround|processing|waiting|wait|handling|decision) times?\b"
    r"|\btimes? (?:taken )?to [a-z]+"
)
_OF_TIME = ("how long", "time", "wait")
"""Of these every text that asks for a length of time has one."""

_OF_PEOPLE = re.compile(
    r"\bhow many\b.*\b(?:liv(?:e|es|ing)(?: here| locally| round here| in (?:the|this|our) (?:\w+ )?"
    r"(?:city|borough|town|county|area|district|patch)|\W*$)"
    r"|(?:work(?:s|ing)?|employed)(?: (?:for|at|by|here|the|this|our|council|us|authority))+\W*$)"
)

_OF_PLACES = re.compile(
    r"\bhow many (?:[a-z']+ )?(?:librar(?:y|ies)|parks|schools|centres|playgrounds|pools|museums|theatres|car parks|"
    r"care homes|council houses|council homes|(?:council )?tenants|bridges|cemeteries|allotments|depots|offices|"
    r"councillors|pensioners|wards|buildings)"
    r"(?: (?:are there|there are|do we (?:have|own|run)|have we(?: got)?|we got"
    r"|does the (?:council|city) (?:have|own|run)|in the (?:city|borough|town|county|area)|altogether|now|open))*\W*$"
)


def counts_what_there_is(clean: str) -> bool:
    """Whether the clean text asks how many people live or work here, or how many of its places the council has. No
    performance measure says so, though its words may be those of one (`children under 18`, `visits to libraries`)."""
    return "how many" in clean and (_OF_PEOPLE.search(clean) is not None or _OF_PLACES.search(clean) is not None)


def amount_asked(clean: str) -> tuple[Facet, ...]:
    """The facet for the amount that the clean text asks for; none where it asks for none in particular."""
    if _HOW_MANY.search(clean) is not None:
        return (Facet.HOW_MANY,)
    if not any(one in clean for one in _OF_TIME):
        return ()
    return (Facet.HOW_LONG,) if _HOW_LONG.search(clean) is not None else ()
