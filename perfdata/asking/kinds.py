"""Which kind of question it is, by phrases that only that kind uses (notation: see `phrases`).

The first cue that is found wins, so the order is from the most telling to the least. Kinds without a cue (status,
list) are what is left.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from perfdata.asking.phrases import Phrases, words_of
from perfdata.asking.queries import Kind

_CUES: tuple[tuple[Kind, tuple[str, ...]], ...] = (
    (Kind.WATCH, (
        "tell me (when|if)", "let me know (when|if)", "keep me (posted|updated|informed)", "alert me", "notify me",
        "send me * alert", "stop (telling|alerting|sending)", "(stop|no more) * (alerts?|messages|notifications)",
        "(am|is|are) * watching", "stop watching", "my watches", "watch", "^follow",
        "unfollow", "unwatch", "mute", "remind me",
    )),
    (Kind.SURGERY, (
        "surgery", "surgeries", "nominate", "nominated", "nomination", "nominations", "nominating", "put * forward",
        "did (it|that|this|they) (work|help)", "what (was|were|did they) (agreed?|decided?)",
    )),
    (Kind.ACTIONS, (
        "action plan", "actions?", "have they done", "did they", "have they * yet", "(being|been) done about",
        "what (are|is|have|has) (we|you|they|the council|the service) (doing|done) (about|to)",
        "what did (we|you|they|the council|the service) do (about|to)",
        "^(what|which|anything) (is |are )?overdue$",
    )),
    (Kind.DEFINE, (
        "what counts as", "how (is|are) * (worked out|calculated|counted|measured|defined)",
        "how (do|does|did) * get (worked out|calculated|counted|measured)",
        "how (do|does|did) (you|we|it) (decide|judge|calculate|measure|count|work out)",
        "how (do|does) (you|we) * (decide|judge|calculate|measure)",
        "how (do|does) * (get |gets )?(worked out|calculated|counted|measured|defined)", "meaning of",
        "what (does|do) * (mean|means|stand for)", "definition( of)?", "define", "explain", "stand for",
        "start (from|at) zero", "(go|goes) back to zero", "starts? again", "does * (include|count)",
        "what (is|are|gets?) (included|counted|covered)( in)?", "what goes into",
        "difference between (red|amber|green)",
        "when (do|does|can|will) (we|i|you|they) (get|have|see|know|expect) * (next|new)( figures?| data| numbers?)?",
        "when (is|are) (the )?next * (due|out|published|available|expected|coming)",
        "next (figures?|data|numbers?) (due|out)",
        ("when (do|can|will) (we|i|you|they) (know|see|get|have|hear)( about| the)? (january|february|march|april|june"
         "|july|august|september|october|november|december)"),
        "is * an? (rolling|cumulative|snapshot|average|year to date) (figure|measure|number|average)",
        "is (higher|lower|more|less|fewer|bigger|smaller|up|down) (better|worse|good|bad)",
        "(good|bad|better|worse) or (bad|good|worse|better) (if|when|that)",
        "^what is an?", "^what are [a-z]+( [a-z]+)?$", "what is meant by", "how is * different",
    )),
    (Kind.OWNER, (
        "who (owns|runs|leads|answers|signs|handles|manages)", "who (looks after|deals with|is to blame|is behind)",
        "who (scrutinises|oversees|monitors)", "who is (meant|supposed|going) to (do|fix|sort|deal)",
        "who (supplied|supplies|provided|provides|entered|enters|sends|sent)",
        "who (decided|decides|set|sets|chose|agreed) (it|that|this|them)",
        "who is (responsible|accountable|in charge|leading|the owner)",
        "who (typed|keyed)( (it|that|this|them))?( in)?",
        "who is (the |our )?(cabinet member|portfolio holder|lead member|director|head|lead) (for|of|on)",
        "(responsible|accountable) for", "in charge of", "officer leads", "lead officer", "which officer",
        "who (do|should|can) i (speak|ask|talk|contact|ring|call|phone|email|chase|see)", "which board", "whose",
    )),
    (Kind.COMMENTARY, (
        "why", "how come", "what is (the |their |our )?excuse( for)?",
        "reasons?( for)?", "what is behind", "what (has )?happened", "commentary",
        "(officer|officers|service|owner|team|director) (comment|comments|say|said)", "what (did|does|do) they say",
        "what (did|does|do) (we|you|he|she) say", "what explains", "explanation", "what caused", "cause of",
        "how did * (recover|improve|change|go)", "because of",
    )),
    (Kind.BREAKDOWN, (
        "split( (it|that|this|them))?( up)?", "break (it|that|this|them) down", "break down", "breakdown( of)?",
        "broken down", "which groups?", "equality", "(the )?same (everywhere|all over)",
        "by (the )?groups?", "different groups?",
    )),
    (Kind.FORECAST, (
        "^will", "(when|where|how many|what|which) * will", "will (we|it|they)", "are we going to",
        "going to (hit|meet|make|reach|get|miss)",
        "when (do|does) * (recover|hit|meet|reach|get back)", "on (current|present) trends?",
        "on course (for|to)", "on track (for|to)", "expected to",
        "likely to", "is it likely",
        "how likely", "(chance|chances|likelihood) (of|that)",
        "by (christmas|year end|the end|march|april)", "what would it take", "what (do|would) we (need|have) to",
        "(targets?|measures?|indicators?) (is |are )?(most )?at risk", "(on course|set|due) to miss",
        "predict", "predicted", "projection", "projected", "forecast",
    )),
    (Kind.COMPARE, (
        "compare", "compared", "comparison", "versus", "against", "benchmark", "benchmarks", "benchmarking", "rank",
        "ranking", "league", "(other|similar|neighbouring|nearby|different) (councils|authorities|places|cities)",
        "(best|worst|top|leading) (council|councils|authority|authorities)", "neighbours", "elsewhere",
        "nationally", "national average", "england", "english average", "average council",
        "(best|worst|highest|lowest) in (the )?(region|country|county|nation|uk)",
        "who has the (lowest|highest|best|worst)", "(top|bottom|best|worst|upper|lower) (quarter|half|quartile)",
        "(top|bottom) of (the|our) (table|league|pile|class)",
        "who is (the )?(best|worst|top)( at| for| on)?",
        "who (is |does )?(doing )?(it |this |that )?(well|best|better)",
        "how (do|are|did|have) (the )?others? (do|doing|done|perform|performing|compare|getting on)",
        "(better|worse) than us",
        "(worse|better) than (our|others?|everyone|everybody|most|the rest|elsewhere)", "stack up", "measure up",
        "(any )?different (to|from)", "difference between",
    )),
    (Kind.TARGET, (
        "targets?", "did (we|it) (hit|meet|make|reach|miss)( (it|that|this|them))?", "goal", "aiming for", "aim for",
        "what should * be", "allowed before", "supposed to be", "ambition for", "threshold",
    )),
    (Kind.MOVERS, (
        "(biggest|largest|main|top) (changes?|movers?|movements?|improvements?|falls?|drops?|rises?)", "movers",
        "what (changed|moved)", "what (is|has|have|went|goes) (gone |going )?(up|down)",
        "(what is|anything|something) (new|unusual|unexpected)", "(biggest|top) (fallers?|risers?|climbers?)",
        "(slipped|fallen|dropped|changed|moved|risen) (the )?most",
        "what (has|have) (changed|moved)", "what is (changed|moved|different)", "surprises?",
        "best and worst", "worst and best",
        "(better|improved|up) and (what )?(has |is )?(got |gone |getting |going )?(worse|worsened|down)",
        "(worse|worsened|down) and (what )?(has |is )?(got |gone |getting |going )?(better|improved|up)",
        "(top|bottom|worst|best|biggest) #", "# (worst|best|biggest)",
        "(worst|best) (performing|performers?|measures?|indicators?|ones|things?)",
    )),
    # An answer on the status gives the source of each of its figures.
    (Kind.STATUS, (
        "tell me more", "more (details?|information|about|on)", "(any |the )?(other|more) figures",
        "(is|was) (it|that|this) (normal|usual|unusual|typical|expected)",
        "how (long|many (months|quarters|years)) (has|have|is|was) * (been )?(red|amber|green|(on|off) target)",
        "(data )?sources? (for|of)",
        "where (is|was|does|did) (it|that|this) (come )?from", "what is (the|its) source",
        "how (old|recent|up to date) (is|are)", "when (was|were) * (updated|loaded|entered|refreshed|published)",
        "(is|are) (that|this|these|those) (figures?|numbers?) (right|correct|true)")),
)  # fmt: skip

_TREND = (
    "trends?", "over time", "month (by|on) month", "quarter by quarter", "(by|each|every) (month|quarter|year)",
    "year on year", "table( of)?",
    "(best|worst|highest|lowest) (ever )?(month|quarter|year)", "the (highest|lowest|peak)( ever)?( figure)?$",
    "since when", "seasonal", "when did (it|that|this|they|things) (start|begin)", "(statistically )?significant",
    "when (was|were) * last", "(first|last) time",
    "blip", "fluke", "(just|only|real or) noise", "(usual|normal|expected) (range|variation)",
    "(a|the) (rise|fall|increase|decrease|drop|spike|dip)( in)?",
    "(better or worse|up or down|down or up|worse or better)", "(got|getting) (any |much )?(better|worse)",
    "(going|gone|coming|come|getting) (up|down|better|worse)", "improving", "improved", "improvement", "worsening",
    "worsened", "deteriorating", "rising", "falling", "increasing", "decreasing", "dropped", "dropping", "graph",
    "(send|get|draw|make) me (a|the) (chart|graph|plot|trend)",
    "chart", "plot", "real change",
    "(is|was) (it|that|this) (real|normal|usual|unusual|typical)", "one off", "history", "historical", "moving",
    "stable", "progress over", "how (has|have) * (changed|moved)", "changed over",
    "^(and |please |can you )*show( me)?( it| that| this| them)?( please)?$",
)  # fmt: skip
"""Said of one measure, these ask for its course. Said of none, most of them belong to a list."""

MORE_THAN_LAST_YEAR = re.compile(
    r"\b(?:(?:any )?(?:more|less|fewer|higher|lower|better|worse|up|down) (?:than|on) "
    r"(?:(?:this time|the same time) )?last year)\b"
)
"""Our own figure a year before: a status answer has it, so this is no comparison with others."""

STOPS = re.compile(r"\b(?:stop|unwatch|unfollow|mute|no longer|silence|(?:do not|never) (?:tell|alert|watch|send))\b")
"""Words that end a watch instead of beginning one."""

_COMPILED = tuple((kind, Phrases(phrases)) for kind, phrases in _CUES)
_TREND_COMPILED = Phrases(_TREND)
_ALSO_IDLE: dict[Kind, str] = {
    Kind.SURGERY: """agenda listed next past previous last notes note minutes list worked work before held date report
        pack outcome happened come came been performance outstanding open left overdue forward put upcoming coming
        planned agree agreed decide decided session sessions meeting looked considered discussed examined""",
    Kind.ACTIONS: """plan plans progress overdue outstanding open due closed complete completed finished agreed left yet
        owe owes owed update updates next late""",
    Kind.TARGET: """compare compared comparison
        aim aimed changed change changes legal limit hit red amber green set year meet met beat reach
        reached close near far ever hitting meeting beating reaching""",
    Kind.COMMENTARY: """drop dropped fell rise rose jump jumped dip dipped spike spiked slump slumped delay delays
        delayed problem problems figure figures""",
    Kind.OWNER: """fault blame target targets team department directorate leads lead leading officer officers runs owns
        signs off answers responsible accountable post""",
    Kind.FORECAST: """trend trends fixed sorted solved hit hitting meeting make meet miss missing fail reach target back
        course
        track end""",
    Kind.MOVERS: "changed moved",
    Kind.WATCH: "changes change goes go green red amber turns anything happens moves watch alert alerts until",
    Kind.COMPARE: "rank ranks compared comparison side",
    Kind.BREAKDOWN: "different groups group rich poor gap gaps ward wards area areas worse better higher lower",
}
IDLE = {kind: words_of(phrases) | frozenset(_ALSO_IDLE.get(kind, "").split()) for kind, phrases in _CUES}
"""Words that belong to a kind's way of asking, and in a question of that kind name no measure."""

_RANK = {kind: rank for rank, (kind, _) in enumerate(_CUES)}

CUE_WORDS = words_of((*(phrase for _, phrases in _CUES for phrase in phrases), *_TREND))
"""Every word of a cue, so that they are known and misspelt ones are found."""


@dataclass(frozen=True, slots=True)
class Cue:
    """A phrase that gave a kind, and where it stands in the clean text. `gap` is what stands at its ` * `."""

    kind: Kind
    start: int
    end: int
    words: str
    gap: tuple[int, int] | None = None

    @property
    def taken(self) -> tuple[tuple[int, int], ...]:
        """The stretches that are the cue's own words, without its gap."""
        if self.gap is None:
            return ((self.start, self.end),)
        return ((self.start, self.gap[0]), (self.gap[1], self.end))


def cues(clean: str, also: Cue | None = None) -> list[Cue]:
    """The cues of all kinds but trend in the clean text, the most telling first; `also` is one found by other means."""
    words = frozenset(clean.split())
    found = [_cue(kind, hit) for kind, phrases in _COMPILED if (hit := phrases.search(clean, words)) is not None]
    if also is not None:
        found.append(also)
    return sorted(found, key=lambda one: _RANK[one.kind])


def trend_stretches(clean: str) -> tuple[tuple[int, int], ...]:
    """Every stretch whose words ask for the course of a measure."""
    every = _TREND_COMPILED.finditer(clean, frozenset(clean.split()))
    return tuple(stretch for found in every for stretch in _cue(Kind.TREND, found).taken)


def trend_cue(clean: str) -> Cue | None:
    """The first words that ask for the course of a measure."""
    found = _TREND_COMPILED.search(clean, frozenset(clean.split()))
    return _cue(Kind.TREND, found) if found else None


def _cue(kind: Kind, found: re.Match[str]) -> Cue:
    gaps = [found.span(number) for number in range(1, len(found.groups()) + 1) if found[number]]
    return Cue(kind, found.start(), found.end(), found[0], gaps[0] if gaps else None)
