"""Which kind of question it is, by phrases that only that kind uses.

Phrases are written in small letters; `(a|b)` is either, `*` up to four words. The first cue that is found wins, so
the order is from the most telling to the least. Kinds without a cue (status, list) are what is left.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from perfdata.asking.queries import Kind

_CUES: tuple[tuple[Kind, tuple[str, ...]], ...] = (
    (Kind.WATCH, (
        "tell me when", "tell me if", "let me know (when|if)", "keep me (posted|updated|informed)", "alert me",
        "notify me", "send me * alert", "stop (telling|alerting|sending)", "am i watching", "my watches", "watch",
        "^follow", "unfollow", "unwatch", "mute", "remind me",
    )),
    (Kind.SURGERY, ("surgery", "surgeries", "nominate", "nomination", "nominations", "nominating", "put * forward")),
    (Kind.ACTIONS, ("action plan", "actions", "action", "have they done", "did they", "have they * yet")),
    (Kind.DEFINE, (
        "what counts as", "how (is|are) * (worked out|calculated|counted|measured|defined)", "how do you (measure|count)",
        "how do (you|we) * (decide|judge|calculate|measure)", "what (does|do) * (mean|means|stand for)", "meaning of",
        "definition( of)?", "define", "explain", "stand for", "start (from|at) zero", "(go|goes) back to zero",
        "starts? again", "does * (include|count)", "is * an? (rolling|cumulative|snapshot|average|year to date) (figure|measure|number|average)",
        "^what is an?", "^what are", "what is meant by", "how is * different",
    )),
    (Kind.OWNER, (
        "who (owns|runs|leads|answers|signs)", "who is (responsible|accountable|in charge|leading|the owner)",
        "(responsible|accountable) for", "in charge of", "officer leads", "lead officer", "which officer",
        "who do i (speak|ask|talk|contact)", "who should i (speak|ask|talk|contact)", "which board", "whose",
    )),
    (Kind.COMMENTARY, (
        "why", "how come", "reasons? for", "reason", "what is behind", "what happened", "what has happened",
        "(officer|officers) (comment|comments|say|said)", "commentary", "what explains", "explanation",
        "how did * (recover|improve|change|go)", "what caused", "cause of", "because of",
    )),
    (Kind.BREAKDOWN, (
        "by (age|ethnicity|ethnic group|ward|wards|disability|gender|sex|deprivation|area|group|religion|school|ward deprivation)",
        "split", "break (it|that|this)? ?down", "breakdown", "broken down", "men and women", "women and men",
        "boys (versus|and) girls", "girls (versus|and) boys", "ethnicity", "ethnic", "deprived", "most deprived",
        "disabled", "per ward", "each ward", "which wards?", "equality",
    )),
    (Kind.FORECAST, (
        "^will", "(when|where|how many|what|where) * will", "are we going to", "going to (hit|meet|make|reach|get)",
        "on course (for|to)", "when will", "by (christmas|year end|the end|march|april)", "predict", "predicted",
        "projection", "projected", "forecast", "expected to", "likely to", "on track (for|to)", "will (we|it|they|savings)",
    )),
    (Kind.COMPARE, (
        "compare", "compared", "comparison", "versus", "against", "benchmark", "benchmarks", "benchmarking", "rank",
        "ranking", "league", "(other|similar|neighbouring|nearby|different) (councils|authorities|places|cities)", "neighbours",
        "elsewhere", "nationally", "national average", "england", "english average",
        "who has the (lowest|highest|best|worst)", "average council", "worse than (our|other)", "better than (our|other)",
    )),
    (Kind.TARGET, (
        "target", "targets", "goal", "aiming for", "aim for", "what should * be", "allowed before", "supposed to be",
        "ambition for", "threshold",
    )),
    (Kind.MOVERS, (
        "(biggest|largest|main|top) (changes|movers|movements|change|improvements|falls|drops|rises)", "movers",
        "what (has |have )?(changed|moved)", "what moved", "what is (changed|moved|different)", "best and worst", "worst and best", "surprises",
        "surprise", "(top|bottom|worst|best) (\\d+|two|three|four|five|ten)", "worst (performing|performers?)", "best (performing|performers?)",
    )),
)  # fmt: skip

_TREND = (
    "trend", "trends", "over time", "month by month", "month on month", "quarter by quarter", "by (month|quarter|year)", "year on year",
    "(better or worse|up or down|down or up|worse or better)", "(still |been )?(going|gone|coming|come|getting) (up|down|better|worse)",
    "(getting|got) (better|worse)", "improving", "improved", "improvement", "worsening", "worsened", "deteriorating",
    "rising", "falling", "increasing", "decreasing", "dropped", "dropping", "graph", "chart", "plot", "one off",
    "history", "historical", "moving", "stable", "progress over",
)  # fmt: skip
"""Said of one measure, these ask for its course. Said of none, most of them belong to a list."""

MORE_THAN_LAST_YEAR = re.compile(
    r"\b(?:(?:any )?(?:more|less|fewer|higher|lower|better|worse|up|down) (?:than|on) "
    r"(?:(?:this time|the same time) )?last year|compared (?:to|with) (?:this time )?last year)\b"
)
"""Our own figure a year before: a status answer has it, so this is no comparison with others."""


@dataclass(frozen=True, slots=True)
class Cue:
    """A phrase that gave a kind, and where it stands in the clean text."""

    kind: Kind
    start: int
    end: int
    words: str


def _compiled(phrases: tuple[str, ...]) -> re.Pattern[str]:
    whole = "|".join(phrases).replace(" * ", r" (?:\S+ ){1,4}?")
    return re.compile(rf"(?:(?<=\s)|^)(?:{whole})(?=\s|$)")


_COMPILED = tuple((kind, _compiled(phrases)) for kind, phrases in _CUES)
_TREND_COMPILED = _compiled(_TREND)

CUE_WORDS = frozenset(
    word
    for phrases in (*(phrases for _, phrases in _CUES), _TREND)
    for phrase in phrases
    for word in re.findall(r"[a-z]{3,}", phrase)
)
"""Every word of a cue, so that they are known and misspelt ones are found."""


def cues(clean: str) -> list[Cue]:
    """The cues of all kinds but trend in the clean text, the most telling first."""
    return [
        Cue(kind, found.start(), found.end(), found[0])
        for kind, pattern in _COMPILED
        if (found := pattern.search(clean)) is not None
    ]


def trend_cue(clean: str) -> Cue | None:
    """The first words that ask for the course of a measure."""
    found = _TREND_COMPILED.search(clean)
    return Cue(Kind.TREND, found.start(), found.end(), found[0]) if found else None
