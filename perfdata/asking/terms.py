"""Questions on the words that answers and alerts use, and on the figures as a whole: what each word means.

A question is one of these when it holds a term's phrase and otherwise only words of asking what something means. A
term whose name also asks for a list (`off target`) needs a word that asks for its meaning.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from perfdata.asking.phrases import Phrases, words_of

NEXT_FIGURES = "next figures"
NEWEST_FIGURES = "newest figures"
"""The two terms whose answer comes from what is held."""


def _words(text: str) -> frozenset[str]:
    return frozenset(text.split())


@dataclass(frozen=True, slots=True)
class Term:
    """A term, the phrases that mean it (notation: see `phrases`), and what it means; a blank line parts paragraphs.

    `lists` is True where the phrases alone ask for a list, `of_all` where they ask about all the figures. `beside` are
    words that may stand with these phrases, besides those of any such question.
    """

    name: str
    said: tuple[str, ...]
    means: str = ""
    lists: bool = False
    of_all: bool = False
    beside: frozenset[str] = frozenset()

    @property
    def paragraphs(self) -> tuple[str, ...]:
        """What it means, in paragraphs; none for a term that is answered from what is held."""
        return tuple(" ".join(one.split()) for one in self.means.split("\n\n") if one.strip())


_ASKING = _words("""
    what is are was does do did how a an the your this that it its and or by of for in on to about i we you me my our
    mean means meant meaning meanings explain define definition word words term tell please can could stand call called
    when if something measure measures figure figures difference between work worked out decide decided judge know so
    as counts ok exactly actually here say says said use used status statuses
""")
_OF_MEANING = re.compile(
    r"\b(?:mean\w*|explain|defin\w+|difference between|stands? for|counts? as|how (?:do|does|is|are) .*"
    r"(?:decided?|judged?|worked? out|know))\b|^(?:so |ok |and |but )*what(?: is| are) (?:an? |meant |the scorecard)"
    r"|^(?:who|which) are the similar"
)
"""Words that ask what something means."""

_IT = _words("it its this that")
"""What points at something said before."""

_WHEN = _words("""
    will be get getting have see next new latest last month months monthly quarter quarterly year january february
    march april may june july august september october november december due out published publish available expected
    ready released release come comes coming again newest recent recently often updated update refreshed refresh up
    date old scorecard report reports current these those them they any more all data numbers results from
""")
_TRUST = _words("""
    they them these those all any data numbers information from come comes get got trust rely believe sure be right
    true correct accurate reliable audited checked verified who where checks verifies enters entered gives supplies
    supplied sends source sources council scorecard
""")

TERMS = (
    Term(
        "status",
        (
            "red", "amber", "green", "rag", "traffic lights?", "colours?", "tolerances?", "status", "statuses",
            "slightly off", "off target", "on target",
        ),
        """
        A status compares a figure, as it is published, with the target that was set for that period. On target
        (green): it meets the target, or lies inside the range. Slightly off (amber): it misses by no more than the
        measure's tolerance. Off target (red): it misses by more than that. Some measures have no tolerance, and so
        are never slightly off.
        """,
        lists=True,
        beside=_words("slightly light lights rating ratings red amber green off on target"),
    ),
    Term(
        "no target",
        ("no target",),
        "No target: none was set for that period, so the figure is not judged.",
        lists=True,
    ),
    Term(
        "not reported",
        ("not( yet)?( been)? reported", "missing", "outstanding", "overdue"),
        "Not reported: the figure is due and has not come. “Which figures are late?” lists them.",
        lists=True,
    ),
    Term(
        "withheld",
        ("withheld", "suppressed", "suppression"),
        "Withheld: the number is so small that it could identify people. I do not show it to anybody.",
        lists=True,
    ),
    Term(
        "provisional",
        ("provisional",),
        "Provisional: the service may still change the figure. Where it does, I correct what I said.",
        lists=True,
    ),
    Term(
        "usual range",
        (
            "(usual|normal|natural|expected) range", "(usual|normal|natural|expected) variation", "control limits?",
            "common causes?( variation)?", "noise",
        ),
        """
        Every figure moves a little from one period to the next, even where nothing has changed. The usual range is
        where it goes by that alone. It is worked out from the measure's own figures: their average, and how much one
        differs from the next.

        A figure within it is no sign that anything has changed. Where even its better end misses the target, the
        target will not be met unless the way of working changes.
        """,
        beside=_words("within inside outside"),
    ),
    Term(
        "real change",
        (
            "real changes?", "really chang(ing|ed)", "special causes?( variation)?", "significant changes?",
            "change for the (better|worse)",
        ),
        """
        A real change is one that chance is an unlikely explanation of: a figure outside its usual range, a long run
        of figures on one side of the average or each higher (or lower) than the last, or most of the latest close to
        the same limit. I say since when.

        It is a sign that something is different since then, for the better or for the worse. Whether a measure is on
        target is another question.
        """,
    ),
    Term(
        "times its usual change",
        ("(times )?(its |the )?usual change",),
        """
        How large a movement is beside what is usual for that measure. Three times its usual change means that it
        moved three times as far as it mostly does. So a measure in days can be put beside one in pounds.
        """,
    ),
    Term(
        "secure",
        ("(not )?(yet )?secure( yet)?", "eased", "recovered", "back on target"),
        """
        Eased: it was off target and is now only slightly off. Back on target: it was off target and meets it now. Not
        yet secure: one good figure may be chance, so it may slip back.
        """,
        lists=True,
    ),
    Term(
        "percentage points",
        ("percentage points?",),
        """
        Percentage points are the plain difference between two percentages. From forty per cent to forty-two is two
        percentage points. As a share of the forty it is more than that: five per cent.
        """,
    ),
    Term(
        "similar councils",
        (
            "(similar|comparable|neighbouring) councils?", "(nearest|statistical) neighbours?",
            "(top|bottom|best|worst) quarter", "(upper|lower) half", "quartiles?",
        ),
        """
        Similar councils are those whose published figures this council is set beside. Put in order, best first, a
        council is in the best quarter, the upper half, the lower half or the bottom quarter of them.

        Only figures of the same measure and period are compared. I give the place, and no list of councils.
        """,
        lists=True,
        beside=_words("who which"),
    ),
    Term(
        "scorecard",
        ("scorecard",),
        """
        The scorecard has the measures that matter most to the whole council. Directorates' business plans have the
        rest. “Show me the scorecard” lists it.
        """,
        lists=True,
        beside=_words("council corporate"),
    ),
    Term(
        "business plan",
        ("business plans?",),
        """
        A business plan says what a directorate sets out to do in the year. Its measures are those that matter to the
        directorate; those that matter most to the whole council are on the scorecard.
        """,
        lists=True,
    ),
    Term(
        "chart",
        ("spc( charts?)?", "statistical process control", "(process behaviour|control) charts?"),
        """
        A chart that tells a real change from chance: the measure's figures in order, their average, and a lower and
        an upper limit, between which nearly every figure falls while nothing changes. “Show me” under an answer draws
        it.
        """,
    ),
    Term(
        "receipt",
        ("receipts?",),
        """
        A receipt says where a figure came from: the file and its row, when the figure was entered and loaded, and
        which revision it is. “Where is this from?” under an answer shows it.
        """,
    ),
    Term(
        "what a figure covers",
        ("year to date", "cumulative", "rolling( twelve| 12)?( months?| average)?"),
        """
        Year to date: each figure counts from the first day of April, and starts again every year. Rolling twelve
        months: each covers the last twelve months, so that seasons even out. Others are for their own month, quarter
        or term alone.
        """,
        lists=True,
    ),
    Term(
        "a board's business",
        (
            "what (has|have|had|is|was) (been )?nominated", "who (has |have )?nominated",
            "(any|open|our|the) nominations",
            "nominated (so far|yet|already)", "work programme", "work plan", "agenda", "(next|coming) meeting",
            "when (do|are|is) * (meet|meeting)( next)?", "(open|outstanding|unanswered) questions",
            "questions * (open|outstanding|unanswered)", "recommendations?",
            "(did|has|have) (the )?cabinet (reply|replied)",
        ),
        """
        What a board has in hand is under /board, in its channel or with its name: its next meeting, what has been
        nominated, its surgeries, late actions, questions to services, and recommendations with their replies.
        """,
        of_all=True,
        beside=_words("board boards which any show list there open next our have has been made make yet last year who"),
    ),
    Term(
        "who sets targets",
        ("who (sets|set|decides|decided|chooses|chose|agrees|agreed|made|makes) * targets?",),
        """
        I hold each target as it was set for its period, and not who set it. The post that answers for a measure can
        say: name a measure, and I say which post that is.
        """,
        of_all=True,
    ),
    Term(
        "where figures come from",
        (
            "where (do|does|did) * (figures|numbers|data|information) (come|came) from",
            "where (do|does|did) (you|we) get * (figures|numbers|data|information)",
            "who (checks|verifies|enters|entered|supplies|supplied|sends|gives) * (figures|numbers|data)",
            "audited", "reliable", "accurate", "verified", "(can|do|should|could) (i|we|you) (trust|rely on|believe)",
        ),
        """
        Each figure is as the service entered it in the council's performance system; I change none. “Where is this
        from?” under an answer shows the file, the row and the day on which it was entered. A provisional figure may
        still change. Whether one has been audited I do not hold.
        """,
        beside=_TRUST,
        of_all=True,
    ),
    Term(
        NEXT_FIGURES,
        (
            "when (is|are|do|does|will|can) * (figures?|data|numbers|results|scorecard|report|update)",
            "(next|new) (figures?|data|numbers|results)( due| out)?", "(due|out) next",
        ),
        of_all=True,
        beside=_WHEN,
    ),
    Term(
        NEWEST_FIGURES,
        (
            "(last|recently|often|been|when) * (updated|refreshed)", "last (updated|refreshed)",
            "how (up to date|recent|old|current)",
            "(latest|newest|most recent) (figures|data|numbers) (from|for)",
        ),
        of_all=True,
        beside=_WHEN,
    ),
)  # fmt: skip
"""In the order in which an answer on several of them gives them."""

_COMPILED = tuple((term, Phrases(term.said)) for term in TERMS)
_ANY = Phrases(phrase for term in TERMS for phrase in term.said)
_MEANINGS = {term.name: term.paragraphs for term in TERMS}

TERM_WORDS = words_of(phrase for term in TERMS for phrase in term.said)
"""Every word of these phrases, so that they are known and misspelt ones are found."""


def terms_asked(clean: str, words: Sequence[str], *, going_on: bool) -> tuple[str, ...]:
    """The names of the terms that all of the question is about; `words` are those of the clean text, without marks.

    Where it goes on from one about a measure (`going_on`), it is about that measure unless it asks what a term means.
    """
    given = frozenset(words)
    if not _ANY.may_be_in(given):
        return ()
    found = [(term, hit) for term, phrases in _COMPILED if (hit := phrases.search(clean, given)) is not None]
    if not found:
        return ()
    beside = _ASKING.union(*(term.beside for term, _ in found))
    inside = frozenset(word for _, hit in found for word in hit[0].split())
    gaps = frozenset(word for _, hit in found for gap in hit.groups() if gap for word in gap.split())
    if any(word not in beside for word in (given - inside) | gaps):
        return ()
    held = [term.name for term, _ in found if not term.means]
    if going_on or not all(term.of_all for term, _ in found):
        names = all(term.lists for term, _ in found)
        if (going_on or names or not given.isdisjoint(_IT)) and _OF_MEANING.search(clean) is None:
            return ()
    return tuple(held or (term.name for term, _ in found))


def meaning_of(name: str) -> tuple[str, ...]:
    """What the term of that name means, in paragraphs; none for one answered from what is held, and for no term."""
    return _MEANINGS.get(name, ())
