"""What is somebody's own: `my services`, `my measures`, `what I answer for`, `my board`, by what is held of them.

In a board's channel `this board`, `ours` and `for us` mean that board. Elsewhere `ours` is the council's.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import replace

from perfdata.asking import choices
from perfdata.asking.english import CONTRACTIONS, FUNCTION_WORDS
from perfdata.asking.matching import MOST_OFFERED
from perfdata.asking.queries import Choice, Context, Filter, Kind, Query, Reading, Reason, Refusal
from perfdata.snapshot import Snapshot

_OWN = re.compile(
    r"\b(?:(?:in|for|on|of|at|across|from|with|about)\s+)?(?:(?:all|any)\s+(?:of\s+)?)?(?:"
    r"(?:my|our|this|(?<!across\s)the)\s+(?:own\s+)?(?P<board>(?:scrutiny\s+)?(?:boards?|committees?|panels?))"
    r"|my\s+(?:own\s+)?(?P<service>services?|areas?|teams?|departments?|directorates?|portfolio)"
    r"|my\s+(?:own\s+)?(?P<measure>measures?|indicators?|figures|kpis?|numbers))\b"
    r"|\b(?P<ours>(?:of\s+)?ours|(?:for|among|amongst)\s+us)\b"
    r"|\b(?:(?:that|which)\s+)?i(?:\s+am|['’]?m)?\s+(?P<answered>own|answer for|look after|responsible for)\b",
    re.IGNORECASE,
)
_WORDS = re.compile(r"[^\W\d_]+")
LONGEST_SLIP = 3
"""Letters in a word that is taken for a small word misspelt."""
_OF_A_TIER = re.compile(r"\b(?:scorecard|business\s+plan)", re.IGNORECASE)

_OF_AREAS = frozenset({Kind.LIST, Kind.MOVERS, Kind.ACTIONS, Kind.SURGERY})
_OF_THEIR_OWN = frozenset({Kind.ACTIONS, Kind.SURGERY, Kind.WATCH, Kind.DEFINE, Kind.OWNER, Kind.HELP})
"""Kinds whose questions say `my` in a sense of their own."""
_UNCAUGHT = frozenset({Reason.NOT_UNDERSTOOD, Reason.NOT_HELD})

_WHICH = "You sit on several boards. Which one do you mean?"
_NO_BOARD = "I do not find you on a scrutiny board in the council’s list of members, so please name the board."
_NOTHING = (
    "I hold no measure under your post, your service or a portfolio of yours, as the council’s list of people has them."
    " Please name the service or the measure."
)


def of_ones_own(
    text: str, snapshot: Snapshot, context: Context, understand: Callable[[str], Reading]
) -> Reading | None:
    """How a question that says whose measures by `my` is understood; None for a question that does not.

    All else in it is understood as without those words. A question that names a measure as well is about that one.
    """
    said = _OWN.search(text)
    if said is None or (said["ours"] and not context.place.board):
        return None
    whole = understand(text)
    if isinstance(whole, Query) and (whole.kind in _OF_THEIR_OWN or whole.measures):
        return whole
    rest = understand(f"{text[: said.start()]} {text[said.end() :]}")
    if isinstance(rest, Choice) or (isinstance(rest, Query) and rest.measures):
        return rest
    if isinstance(rest, Refusal) and (rest.reason not in _UNCAUGHT or rest.nearest):
        return rest
    if isinstance(rest, Refusal) and _asks_more(text[: said.start()] + text[said.end() :]):
        return whole
    asked = rest if isinstance(rest, Query) and rest.kind in _OF_AREAS else Query(Kind.LIST)
    wanted = asked.wanted
    if not _OF_A_TIER.search(text):
        wanted = replace(wanted, tier="")
    of_board = said["board"] or said["ours"]
    named = {} if of_board else area_of(snapshot, context, by_service=bool(said["service"]))
    if of_board or (said["measure"] and not named):
        named = _boards(snapshot, context)
    meant = [(name, _narrowed(asked, wanted, own, f"“{said[0].strip()}”: {name}")) for name, own in named.items()]
    if not meant:
        return Refusal(Reason.NOT_HELD, (_NO_BOARD if of_board else _NOTHING,))
    if len(meant) == 1:
        return meant[0][1]
    return Choice(_WHICH, tuple(choices.list_option(query, name) for name, query in meant), ())


def _asks_more(rest: str) -> bool:
    """Whether more is asked than how they are doing, as in `who sits on`: a list of measures would not answer that."""
    words = _WORDS.findall(rest.lower())
    return any(len(one) > LONGEST_SLIP and one not in FUNCTION_WORDS and one not in CONTRACTIONS for one in words)


def _narrowed(asked: Query, wanted: Filter, own: Filter, evidence: str) -> Query:
    """`asked` of what is wanted among the person's own."""
    theirs = replace(
        wanted,
        board=own.board or wanted.board,
        directorate=own.directorate or wanted.directorate,
        service=own.service or wanted.service,
        portfolio=own.portfolio or wanted.portfolio,
        owner=own.owner or wanted.owner,
    )
    return replace(asked, filter=theirs, evidence=(*asked.evidence, evidence))


def _boards(snapshot: Snapshot, context: Context) -> dict[str, Filter]:
    """The board in whose channel it is said; elsewhere the person's boards, by name."""
    here = context.place.board
    own = [here] if here in snapshot.boards else [code for code in context.person.boards if code in snapshot.boards]
    return {snapshot.boards[code].name: Filter(board=code) for code in own[:MOST_OFFERED]}


def area_of(snapshot: Snapshot, context: Context, *, by_service: bool = True) -> dict[str, Filter]:
    """What the person answers for: its name, and the measures that it means; empty where none is held.

    It is a cabinet member's portfolio, else an officer's service or what their post owns, whichever is asked for by
    `by_service` and held, else their directorate.
    """
    person, measures = context.person, snapshot.measures.values()
    services = snapshot.council.portfolios.get(person.title, ())
    portfolio = (any(one.service in services for one in measures), person.title, Filter(portfolio=person.title))
    owned = (any(one.owner_role == person.title for one in measures), person.title, Filter(owner=person.title))
    served = (any(one.service == person.service for one in measures), person.service, Filter(service=person.service))
    directed = (
        any(one.directorate == person.directorate for one in measures),
        person.directorate,
        Filter(directorate=person.directorate),
    )
    for held, name, own in (portfolio, *((served, owned) if by_service else (owned, served)), directed):
        if held and name:
            return {name: own}
    return {}
