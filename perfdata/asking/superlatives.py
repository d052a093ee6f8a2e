"""Superlatives: what a list or the movers begin with, and after how many they end."""

from __future__ import annotations

import re
from dataclasses import dataclass

from perfdata.asking.phrases import NUMBERS
from perfdata.asking.queries import ListStatus, Order

_NUMBER = "[0-9]{1,2}|" + "|".join(NUMBERS)
_SORT = (
    "top|worst|best|bottom|biggest|largest|most (?:improved|improving|worsened|changed)|furthest|"
    "(?:least|most) (?:off|behind)"
)
_PATTERN = re.compile(
    rf"(?<!\S)(?:(?P<sort>{_SORT})(?: (?P<many>{_NUMBER}))?|(?P<ahead>{_NUMBER}) (?P<kind>{_SORT}))(?!\S)"
)
_NAMED = re.compile(r"\b(?:worst|best)\b")
_MOST = re.compile(r"\b(?P<how>improved|improving|changed|moved|slipped|fallen|dropped|worsened) (?:the )?most\b")
_WORSE = re.compile(r"\b(?:wors\w+|deteriorat\w*|declin\w*|falls?|fallen|drops?|dropped|slipp\w*)\b")
_BETTER = re.compile(r"\b(?:improv\w*|better|gains?|recover\w*)\b")

_BY_STATUS = {ListStatus.IMPROVED: Order.IMPROVED, ListStatus.WORSENED: Order.WORSENED}


@dataclass(frozen=True, slots=True)
class Superlative:
    """An order, how many of it (0: all), and where it was said in the clean text."""

    order: Order | None = None
    most: int = 0
    taken: tuple[tuple[int, int], ...] = ()


def read_superlative(clean: str, status: ListStatus | None) -> Superlative:
    """What the clean text puts first. `status` is the state that it lists, which says what `top` and `most` are of."""
    found = _PATTERN.search(clean)
    if found is None:
        most = _MOST.search(clean)
        return Superlative(_order(most["how"], most["how"], status), 0, (most.span(),)) if most else Superlative()
    sort = found["sort"] or found["kind"]
    many = found["many"] or found["ahead"]
    number = 0 if not many else int(many) if many.isdigit() else NUMBERS[many]
    both = "best and worst" in clean or "worst and best" in clean
    return Superlative(Order.CHANGED if both else _order(sort, clean, status), number, (found.span(),))


def says_both(clean: str) -> bool:
    """Whether what got better and what got worse are asked for together."""
    return _BETTER.search(clean) is not None and _WORSE.search(clean) is not None


def _order(sort: str, clean: str, status: ListStatus | None) -> Order:
    if status in _BY_STATUS:
        return _BY_STATUS[status]
    if status is ListStatus.RED or sort in ("worst", "bottom", "furthest") or sort.endswith(("off", "behind")):
        return Order.WORST
    if sort == "top" and (named := _NAMED.search(clean)) is not None:
        return Order.WORST if named[0] == "worst" else Order.BEST
    if sort == "best":
        return Order.BEST
    if _WORSE.search(clean):
        return Order.WORSENED
    if _BETTER.search(clean):
        return Order.IMPROVED
    return Order.CHANGED
