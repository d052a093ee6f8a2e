"""Words that make a list of a question: a status, a tier, or a plain `show me all`."""

from __future__ import annotations

import re
from dataclasses import dataclass

from perfdata.asking.queries import ListStatus
from perfdata.measures import Tier

_STATUS: tuple[tuple[ListStatus, str], ...] = (
    (ListStatus.RED_LONG, r"(?:been )?(?:red|off target) (?:the )?longest|longest (?:red|off target)(?: run)?|"
                          r"(?:been )?(?:red|off target) (?:for )?(?:more than|over|at least|longer than) (?P<n>\w+) months?|long term reds?"),
    (ListStatus.NEWLY_RED, r"newly (?:red|off target)|(?:just |has |have |is |are )*(?:gone|turned|went|become|became) (?:red|off target)(?: this month)?(?: that was not before)?|new reds?"),
    (ListStatus.RECOVERED, r"(?:gone |come )?back (?:to|on|in) (?:the )?(?:green|target)|recovered|(?:turned|gone|went) green|"
                           r"returned to (?:green|target)|no longer (?:red|off target)|recoveries"),
    (ListStatus.RED, r"(?:not|is not|are not) (?:on|meeting|hitting|at) (?:their |its |the )?targets?|missing (?:their |its |the )?targets?"),
    (ListStatus.MISSING, r"missing|(?:have|has) not (?:yet )?(?:come in|been (?:reported|received|submitted)|reported)|not (?:yet )?(?:been )?(?:reported|in yet|come in)|"
                         r"not in yet|unreported|(?:late|outstanding|overdue|no) (?:figures|data)"),
    (ListStatus.PROVISIONAL, r"provisional"),
    (ListStatus.REVISED, r"revised|revisions|corrected|restated"),
    (ListStatus.WORSENED, r"(?:has |have |is |are )?(?:got|getting|gone|become|going) worse|worsened|worsening|deteriorated|deteriorating|declining"),
    (ListStatus.IMPROVED, r"(?:has |have |is |are )?(?:improved|improving)(?: (?:the )?most)?|most improved|(?:got|getting|gone) better|improvements?"),
    (ListStatus.RED, r"reds?|off target|below target|behind target|under ?performing|failing|poor(?:ly)? performing|"
                     r"in trouble|struggling|going badly|doing badly"),
    (ListStatus.AMBER, r"ambers?|slightly off(?: target)?|(?:nearly|just off|close to|almost on) target"),
    (ListStatus.GREEN, r"greens?|on target|going well|doing well|(?:meeting|hitting) (?:their |its |the )?targets?|performing well"),
)  # fmt: skip
_TIER = (
    (Tier.SCORECARD, r"(?:the )?(?:whole |council |corporate )?scorecard(?: measures?)?"),
    (Tier.BUSINESS_PLAN, r"(?:the )?business plans?(?: measures?)?"),
)
_NOUN = r"measures?|indicators?|kpis?|list(?: of)?|everything|all(?: of)?|the whole|whole|which (?:figures|ones)|ones"
_NUMBERS = {"one": 1, "two": 2, "three": 3, "four": 4, "five": 5, "six": 6, "nine": 9, "twelve": 12}

_STATUS_COMPILED = tuple((status, re.compile(rf"(?:^|(?<=\s))(?:{words})(?=\s|$)")) for status, words in _STATUS)
_TIER_COMPILED = tuple((tier, re.compile(rf"(?:^|(?<=\s))(?:{words})(?=\s|$)")) for tier, words in _TIER)
_NOUN_COMPILED = re.compile(rf"(?:^|(?<=\s))(?:{_NOUN})(?=\s|$)")

LIST_WORDS = frozenset(word for _, words in (*_STATUS, *_TIER) for word in re.findall(r"[a-z]{3,}", words)) - {"reds"}
"""Every word of these phrases, so that misspelt ones are found."""


@dataclass(frozen=True, slots=True)
class ListWords:
    """What was found: a status, a tier, whether a list was plainly asked for, and where the words stand.

    `months` is the length that a run off target has to exceed.
    """

    status: ListStatus | None = None
    tier: Tier | None = None
    noun: bool = False
    months: int = 0
    taken: tuple[tuple[int, int], ...] = ()

    @property
    def anything(self) -> bool:
        """True when any of it asks for a list."""
        return self.status is not None or self.tier is not None or self.noun


def read_list_words(clean: str) -> ListWords:
    """The list words of the clean text; the most particular status wins."""
    taken: list[tuple[int, int]] = []
    status, months, tier = None, 0, None
    for candidate, pattern in _STATUS_COMPILED:
        if (found := pattern.search(clean)) is not None:
            status = candidate
            taken.append(found.span())
            if candidate is ListStatus.RED_LONG and found["n"]:
                months = int(found["n"]) if found["n"].isdigit() else _NUMBERS.get(found["n"], 0)
            break
    for candidate_tier, pattern in _TIER_COMPILED:
        if (found := pattern.search(clean)) is not None:
            tier = candidate_tier
            taken.append(found.span())
            break
    nouns = [found.span() for found in _NOUN_COMPILED.finditer(clean)]
    return ListWords(status, tier, bool(nouns), months, tuple(taken + nouns))
