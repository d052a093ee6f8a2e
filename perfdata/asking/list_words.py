"""Words that make a list of a question: a status, a tier, or a plain `show me all` (notation: see `phrases`)."""

from __future__ import annotations

import re
from dataclasses import dataclass

from perfdata.asking.phrases import NUMBERS, Phrases, words_of
from perfdata.asking.queries import ListStatus
from perfdata.measures import Tier

_SINCE_THEN = "(last year |a year ago |before |that |which |and |but |now |are |is |gone |turned )*"
"""What may stand between how something was and how it is."""

_STATUS: tuple[tuple[ListStatus, tuple[str, ...]], ...] = (
    (ListStatus.NEWLY_RED, (
        "reds?( measures?)?( now)?( that| which)? (were|was|used to be) (green|on target)",
        f"(were|was|used to be) (green|on target) {_SINCE_THEN}(red|off target)( now)?",
        "from (green|amber|on target) to (red|off target)",
    )),
    (ListStatus.RECOVERED, (
        "greens?( measures?)?( now)?( that| which)? (were|was|used to be) (red|off target)",
        f"(were|was|used to be) (red|off target) {_SINCE_THEN}(green|on target)( now)?",
        "from (red|amber|off target) to (green|on target)",
    )),
    (ListStatus.RED_LONG, (
        "(been )?(red|off target) (the )?longest", "longest( running| standing)? (reds?|off target)( run)?",
        "long term reds?",
        "(been )?(red|off target) (for )?(more than|over|at least|longer than) (a|#) (months?|years?)",
        ("(been )?(red|off target|missed|missing|failed|failing)( (the |their |its )?targets?)? (for )?"
        "((the )?(last|past) )?# (months|years)( in a row| running| straight)"),
    )),
    (ListStatus.NO_TARGET, (
        "(have|has|with|had) (no|not got (a|any)) targets?( set)?", "(do|does|did) not have (a |any )?targets?( set)?",
        "without (a |any )?targets?", "(no|have not got a|has not got a) targets? (is |are )?set",
    )),
    (ListStatus.RED_LONG, (
        "(never|not once) (been )?(on target|green|(met|hit|reached) (their|its|the) targets?)",
        "(red|off target|missed|failed)( (the |their |its )?targets?)? (every|each) (month|quarter|year|time)",
        "(red|off target) (all|the whole|all the|throughout the) (year|time)",
    )),
    (ListStatus.NEWLY_RED, (
        "(gone|went|going) wrong",
        "newly (red|off target)", "new reds?", "bad news",
        ("(just |has |have |is |are )?(gone|turned|went|become|became) (red|off target)( this month)?"
        "( that (was|were) not( red)?( before)?)?"),
    )),
    (ListStatus.RECOVERED, (
        ("(was |were )?(red|off target)( last (month|quarter|time)| before)? (that|which|and|but) (is|are) not"
        "( red| off target)?( any more| now)?"),
        "(gone |come )?back (to|on|in) (the )?(green|target)", "recovered", "(turned|gone|went) green",
        "returned to (green|target)", "no longer (red|off target)", "recoveries",
    )),
    (ListStatus.RED, (
        "targets? (was |were |are |have |did |do |being )?(we |been |being )?(missed|miss|missing|failed)",
        "(not|is not|are not) (on|meeting|hitting|at) (their |its |the )?targets?",
        "missing (their |its |the )?targets?", "(is|are) not working( well)?",
        "(targets?|measures?|indicators?|ones) did not (we|they|you) (hit|meet|make|reach)",
        "(targets?|measures?|indicators?|ones) (did|have) (we|they|you) not (hit|meet|make|reach|met|reached)",
    )),
    (ListStatus.MISSING, (
        "missing", "(have|has) not (yet )?(come in|been (reported|received|submitted)|reported)",
        "not (yet )?(been )?(reported|in yet|come in)", "not in yet", "unreported",
        "(late|outstanding|overdue|no) (figures|data)",
        "(figures|numbers|data|returns|ones|measures|indicators) (are |is )?(still )?(late|outstanding|overdue)",
        "^(what|which) (is|are) (still )?(late|outstanding)$", "late with (their |the )?(figures|numbers|data|returns)",
        ("(has|have) not (sent|submitted|given|provided|returned)( in)?( us)?( (their|its|the|any))?"
        "( (figures|numbers|data|returns))?( in)?"),
    )),
    (ListStatus.PROVISIONAL, (
        "provisional", "(might|may|could) (still )?change", "still (to )?change", "subject to change",
        "not (yet )?final",
        "unconfirmed", "not (yet )?confirmed",
    )),
    (ListStatus.REVISED, ("revised", "revisions", "corrected", "restated")),
    (ListStatus.WORSENED, (
        "(has |have |is |are )?(got|getting|gone|become|going) (any |much )?worse", "worsened", "worsening",
        "deteriorated", "deteriorating", "declining", "(gone|going|went) (downhill|backwards)",
    )),
    (ListStatus.IMPROVED, (
        "(has |have |is |are )?(improved|improving)( (the )?most)?", "most improved",
        "(got|getting|gone) (any |much )?better",
        "improvements?", "good news",
    )),
    (ListStatus.RED, (
        "reds?", "(off|below|behind) target", "(underperforming|under performing)", "failing", "poor performing",
        "poorly performing", "in trouble", "struggling", "(going|doing) badly", "not doing well",
        "(falling|fallen) short", "letting (us|people|residents) down",
        "(what should (i|we) be )?(worried|concerned) about", "(to|should i|should we|i should|we should) worry about",
        "(biggest|big|main|worst|key|top)( #)? (problems?|issues?|concerns?|worry|worries|challenges?)",
        ("what (questions )?(should|could|might|would) (i|we|you|(the|my|our) board) (be )?"
        "(ask|challenge|focus on|look at|look into|scrutinise|raise|asking|looking at|looking into)( about)?( next)?"),
        ("(need|needs|deserve|deserves|want|wants) (my |our |your |the board )?(most |the most )?"
        "(attention|looking (at|into)|watching)"),
        "(anything|what|something) (do |that |which )?(i|we) (should|ought to|need to) (know|see)( about)?",
    )),
    (ListStatus.AMBER, (
        "(targets? )?(did |have )?(we |they )?(only )?just (missed|miss|missing)( (the |their |its )?targets?)?",
        "ambers?", "slightly off( target)?", "(nearly|just off|close to|almost on) target")),
    (ListStatus.GREEN, (
        "greens?", "(measures|indicators|ones) (did|have|are) (we|they) (hit|meet|met|meeting|hitting|reach|reached)",
        "targets (was |were |are |have |did |do )?(we |been |being )?(met|meet|meeting|hit|hitting|reached)",
        "on (target|track)", "proud of", "(strong points|strengths)", "(going|doing|performing) well",
        "(meeting|hitting) ((all )?(our|their) |its |the )?targets?", "what (do|does) (we|the council) do well",
    )),
)  # fmt: skip
_TIER: tuple[tuple[Tier, tuple[str, ...]], ...] = (
    (Tier.SCORECARD, ("(the )?(whole |council |corporate )?scorecard( measures?)?",)),
    (Tier.BUSINESS_PLAN, ("(against )?(the |our |their )?business plans?( measures?)?",)),
)
_NOUN = (
    "how (are (we|things)|is (it|the council)) (doing|going)( overall| generally| so far| at the moment)*$",
    ("how (did|have) (we|things|the council) (do|done|go|gone|been doing)"
    "( overall| generally| in| over| during| (last|this) (month|quarter|year))*$"),
    "how many (are|were)", "^how many (is|are) (that|those|they|there)$",
    "is the council (any good|doing (ok|okay|alright|all right))",
    "furthest (from|off) (the |their |its )?targets?",
    "(summarise|sum up|summarize)( it| things| (the |this |last )?(month|quarter|year))?( in (one|a) (line|sentence))?",
    "(overall )?(summary|overview|roundup|round up|headlines?)( of)?", "overall performance",
        "(how many )?(measures|indicators|kpis|figures) (do|can|are) (you|we|i|there)( hold| have| keep| track| show)?",
    "(tell me )?(are|is|if|whether) (we|things|everything) (are |is )?(all )?(ok|okay|alright|fine)( overall| now)*$",
    "(tell me )?(if|whether) were (all )?(ok|okay|alright|fine)$",
    "measures?", "indicators?", "kpis?",
        "list( of)?", "everything", "all( of)?", "(the )?whole",
    "(which|any) of (these|those|them)", "which (figures|ones|services|areas|departments|directorates|teams)", "ones",
)  # fmt: skip

_OCCASION = Phrases((
    "(at|in|for|before|during) (the |our |my |this )?(next |coming |board )?(meeting|session|committee)( tonight)?",
))  # fmt: skip
"""What a list is wanted for, which does not change what is on it."""

_COLOURED = Phrases(("green (waste|bins?|spaces?|belt|homes?|energy)",))
"""Things that have a colour in their name, which is no status."""

_NOT = re.compile(
    r"(?<!\S)(?:not|stopped|(?:all|everything|anything|any) but|except(?: for)?|apart from|other than|excluding|"
    r"without) (?:(?:actually|really|currently|yet|been|being|any|even|in|the|so|a|an|for) )*$"
)
"""What turns the state after it into its opposite: `which are not red`, `what has not got worse`."""

_OPPOSITE: dict[ListStatus, ListStatus] = {
    ListStatus.RED: ListStatus.NOT_RED,
    ListStatus.AMBER: ListStatus.NOT_AMBER,
    ListStatus.GREEN: ListStatus.NOT_GREEN,
    ListStatus.IMPROVED: ListStatus.NOT_IMPROVED,
    ListStatus.WORSENED: ListStatus.NOT_WORSENED,
    ListStatus.NEWLY_RED: ListStatus.NOT_RED,
    ListStatus.RECOVERED: ListStatus.NOT_GREEN,
}
"""Of a state that is said not to be; the others have none, and then the words ask for no list."""

_THEN = re.compile(r"\b(?:were|was|used to be) (?:red|green|(?:on|off) target)\b")
"""Words that say how something stood at the time that is named, beside how it stands now."""

_COLOURS = tuple(
    (status, Phrases((words,)))
    for status, words in (
        (ListStatus.RED, "(reds?|off target)"),
        (ListStatus.AMBER, "(ambers?|slightly off( target)?)"),
        (ListStatus.GREEN, "(greens?|on target)"),
    )
)
_TURNED = frozenset((ListStatus.NEWLY_RED, ListStatus.RECOVERED))
_OF_MOVEMENT = frozenset((ListStatus.IMPROVED, ListStatus.WORSENED))
_UNIT = re.compile(r"\b(month|year)s?\b")
_EXCEEDED = re.compile(r"\b(?:more|over|longer)\b")

_EITHER = Phrases((
    "(red|amber|green|on target|off target)( or (red|amber|green|on target|off target|not|on|off))+",
    "(red|amber|green) (, )?(red|amber|green) (, )?(and )?(red|amber|green)",
))  # fmt: skip

_STATUS_COMPILED = tuple((status, Phrases(phrases)) for status, phrases in _STATUS)
_TIER_COMPILED = tuple((tier, Phrases(phrases)) for tier, phrases in _TIER)
_NOUN_COMPILED = Phrases(_NOUN)

LIST_WORDS = words_of((*(phrase for _, phrases in (*_STATUS, *_TIER) for phrase in phrases), *_NOUN))
"""Every word of these phrases, so that they are known and misspelt ones are found."""


@dataclass(frozen=True, slots=True)
class ListWords:
    """What was found: a status, a tier, whether a list was plainly asked for, and where the words stand.

    `months` is the length that a run off target has to exceed. `among` is a second state, in which they all have to be:
    `reds that are getting worse`. `then` says that the time that is named is that of how they stood before.
    """

    status: ListStatus | None = None
    tier: Tier | None = None
    noun: bool = False
    months: int = 0
    among: ListStatus | None = None
    then: bool = False
    taken: tuple[tuple[int, int], ...] = ()

    @property
    def anything(self) -> bool:
        """True when any of it asks for a list."""
        return self.status is not None or self.tier is not None or self.noun


def read_list_words(clean: str) -> ListWords:
    """The list words of the clean text; the most particular status wins."""
    taken: list[tuple[int, int]] = []
    status, months, tier, among = None, 0, None, None
    words = frozenset(clean.split())
    judged = clean
    if _COLOURED.may_be_in(words):
        judged = _COLOURED.pattern.sub(lambda found: " " * len(found[0]), judged)
    if (either := _EITHER.search(judged, words)) is not None:
        # "is it red or green" asks how it stands, and names no state.
        taken.append(either.span())
        judged = _EITHER.pattern.sub(lambda found: " " * len(found[0]), judged)
    for candidate, phrases in _STATUS_COMPILED:
        if (found := phrases.search(judged, words)) is not None:
            if (denied := _NOT.search(judged[: found.start()])) is not None:
                if (status := _OPPOSITE.get(candidate)) is not None:
                    taken.append((denied.start(), found.end()))
                break
            status = candidate
            taken.append(found.span())
            months = _months(found) if candidate is ListStatus.RED_LONG else 0
            if candidate in _OF_MOVEMENT and (colour := _colour(judged, words)) is not None:
                among = colour[0]
                taken.append(colour[1])
            break
    for candidate_tier, phrases in _TIER_COMPILED:
        if (found := phrases.search(clean, words)) is not None:
            tier = candidate_tier
            taken.append(found.span())
            break
    nouns = [found.span() for found in _NOUN_COMPILED.finditer(clean, words)]
    if taken or nouns:
        taken += [found.span() for found in _OCCASION.finditer(clean, words)]
    then = status in _TURNED and _THEN.search(clean) is not None
    return ListWords(status, tier, bool(nouns), months, among, then, tuple(taken + nouns))


def _colour(clean: str, words: frozenset[str]) -> tuple[ListStatus, tuple[int, int]] | None:
    """The colour that is named beside a movement, and where."""
    for status, phrases in _COLOURS:
        if (found := phrases.search(clean, words)) is not None and _NOT.search(clean[: found.start()]) is None:
            return status, found.span()
    return None


def _months(found: re.Match[str]) -> int:
    """How many months a run has to exceed, where a status is found with a length: `for more than two years`."""
    if (unit := _UNIT.search(found[0])) is None:
        return 0
    number = next((group for group in found.groups() if group), "1")
    months = (int(number) if number.isdigit() else NUMBERS[number]) * (12 if unit[1] == "year" else 1)
    return months if _EXCEEDED.search(found[0]) is not None else months - 1
