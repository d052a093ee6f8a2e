"""Which side of surgeries and of their actions a question is about, by its words (notation: see `phrases`)."""

from __future__ import annotations

from perfdata.asking.phrases import compiled
from perfdata.asking.queries import Facet

_OF_SURGERIES = (
    (Facet.EXPLAINED, (
        "what (is|are|does) (a |an |the )?(performance )?(surgery|surgeries)( mean| do| for)?( \\?)?$",
        "how (do|does) (a |the )?(performance )?(surgery|surgeries) work",
        "what happens (in|at|during) (a |the )?(performance )?surgery",
    )),
    (Facet.LAST, ("(last|latest|most recent|previous) (performance )?surgery",)),
    (Facet.NOMINATE, ("nominate", "nominating", "nominations?", "put * forward", "(send|take|refer) * to surgery")),
    (Facet.NEXT, ("next", "when is", "upcoming", "coming up", "planned", "scheduled")),
    (Facet.WORKED, (
        "did * (work|help|change|improve)", "has * (worked|helped)", "what came of", "what happened", "results? of",
        "outcomes?", "notes?", "(any|make a) difference", "make * better",
    )),
)  # fmt: skip
_OF_ACTIONS = (
    (Facet.OVERDUE, ("overdue", "late", "behind", "missed (its|their) dates?", "past (its|their) dates?")),
    (Facet.OPEN, ("open", "outstanding", "still", "unfinished", "not (been )?(done|finished)", "to do", "left")),
    (Facet.MINE, ("my", "mine", "(do|have) i", "i (have|owe|am)", "me")),
)  # fmt: skip
_COMPILED = tuple((facet, compiled(phrases)) for facet, phrases in (*_OF_SURGERIES, *_OF_ACTIONS))
_SURGERIES = frozenset(facet for facet, _ in _OF_SURGERIES)


def facets_of(clean: str, *, actions: bool) -> tuple[Facet, ...]:
    """The sides that the clean text of a question asks of actions, or of surgeries; none when it asks of all."""
    return tuple(
        facet for facet, pattern in _COMPILED if (facet not in _SURGERIES) is actions and pattern.search(clean)
    )
