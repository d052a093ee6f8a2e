"""The words that a member gives with a nomination or a second, and what is wrong with them.

They speak of a service, never of a person: what names somebody is sent back, by the rule of
`perfdata/named_people.py`. Evidence that a member brings says where it is from.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from perfdata.named_people import person_in

SHORTEST_REASON = 10
LONGEST_TEXT = 1_400
LONGEST_EVIDENCE = 700
LONGEST_LINE = 200
"""Characters: enough to say something, and what fits into one message all together."""


@dataclass(frozen=True, slots=True)
class Words:
    """What a form holds. `heard` is who else should be heard; `evidence` was found at `source`. All but the reason may
    be blank.
    """

    reason: str
    outcome_wanted: str = ""
    heard: str = ""
    evidence: str = ""
    source: str = ""


def mistakes(words: Words) -> Mapping[str, str]:
    """What is wrong, a sentence each, by the name of the field of `Words`."""
    found = {}
    longest = {
        "reason": LONGEST_TEXT,
        "outcome_wanted": LONGEST_TEXT,
        "heard": LONGEST_LINE,
        "evidence": LONGEST_EVIDENCE,
        "source": LONGEST_LINE,
    }
    for name, most in longest.items():
        if sentence := wrong_with(getattr(words, name), most):
            found[name] = sentence
    if len(words.reason.strip()) < SHORTEST_REASON:
        found["reason"] = "Please say in a sentence why the board should look into this."
    if words.evidence.strip() and not words.source.strip():
        found["source"] = "Please say where that evidence is from, so that others can look it up."
    return found


def wrong_with(text: str, longest: int = LONGEST_TEXT) -> str:
    """What is wrong with one text that may be blank, in a sentence; blank when nothing is."""
    if len(text.strip()) > longest:
        return f"That is {len(text.strip()):,} characters; please say it in {longest:,} or fewer."
    if named := person_in(text):
        return f"Please leave out “{named}”: write the role or the organisation, and no name, address or number."
    return ""
