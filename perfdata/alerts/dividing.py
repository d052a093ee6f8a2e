"""Dividing an alert: what stands in the message itself, and what follows in its thread, none of it dropped.

The message holds the first items of each kind, as many as there is room for; the rest follows in order. Room is
counted in characters, since no chat takes a message of any length.
"""

from __future__ import annotations

import html
import json
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from typing import TypeVar

from perfdata.alerts.alert import Alert, AlertItem, Shown
from perfdata.alerts.objectives import MilestoneTold, named
from perfdata.payloads import Payload

ROOM = 8_000
"""Characters that one message has for the measures it names."""
FOR_STATED, MOST_STATED = 3_000, 12
"""How much of that what is missing or withheld may take in the message itself, and how many measures."""
FOR_FOLDED = 1_600
"""How much what is folded may take."""
FOR_AS_BEFORE = 1_500
"""How much the names of what stands as before may take; where they would take more, it is only counted."""
A_REPLY = 20
"""Measures in one message of the thread, at most."""

_FIXED = {Shown.STATED: 260, Shown.NAMED: 860, Shown.FOLDED: 90}
"""What a measure takes beside the words that are its own: the sentence round them, its menu and its frame."""
_FOR_A_NOTE = 330

Told = TypeVar("Told")


@dataclass(frozen=True, slots=True)
class AlertRest(Payload):
    """One message in an alert's thread. `alert` holds only the items, or the milestones, that it tells; `place` is 1
    for the first of `of` messages there, and `after` is how many items the messages before it have named.
    """

    alert: Alert
    place: int
    of: int
    after: int


def divided(alert: Alert) -> Alert:
    """The alert with what belongs in its thread marked."""
    stated = _fitting(alert.shown(Shown.STATED)[:MOST_STATED], FOR_STATED)
    folded = _fitting(alert.shown(Shown.FOLDED), FOR_FOLDED)
    followed = sum(_long(one.title) + len(one.became) for one in alert.followed)
    before = _as_before(alert) if names_as_before(alert) else 0
    left = ROOM - sum(map(_weight, (*stated, *folded))) - followed - before
    named = _fitting(alert.named[: alert.first], left)
    inside = {item.facts.code for item in (*stated, *folded, *named)}
    return replace(alert, in_thread=tuple(item.facts.code for item in alert.listed if item.facts.code not in inside))


def rest_of(alert: Alert) -> tuple[AlertRest, ...]:
    """The messages that follow in the thread, in order; none where everything stands in the message itself."""
    groups = list(_packed(alert.rest, _weight))
    plans = list(_packed(named(alert.milestones), _weight_of_milestone))
    of = len(groups) + len(plans)
    found, after = [], sum(item.facts.code not in alert.in_thread for item in alert.named)
    for place, items in enumerate(groups, start=1):
        found.append(AlertRest(replace(alert, items=tuple(items), milestones=(), in_thread=()), place, of, after))
        after += sum(item.shown is Shown.NAMED for item in items)
    for place, milestones in enumerate(plans, start=len(groups) + 1):
        found.append(AlertRest(replace(alert, items=(), milestones=tuple(milestones), in_thread=()), place, of, after))
    return tuple(found)


def names_as_before(alert: Alert) -> bool:
    """Whether the message has room to name what stands as before."""
    return _as_before(alert) <= FOR_AS_BEFORE


def _as_before(alert: Alert) -> int:
    return sum(_long(item.facts.title) for item in alert.as_before)


def _fitting(items: Sequence[AlertItem], room: int) -> list[AlertItem]:
    found = []
    for item in items:
        room -= _weight(item)
        if room < 0:
            break
        found.append(item)
    return found


def _packed(items: Iterable[Told], weight: Callable[[Told], int]) -> Iterator[list[Told]]:
    group: list[Told] = []
    for item in items:
        if group and (len(group) == A_REPLY or sum(map(weight, group)) + weight(item) > ROOM):
            yield group
            group = []
        group.append(item)
    if group:
        yield group


def _weight(item: AlertItem) -> int:
    facts = item.facts
    own = [facts.title, facts.service, item.remark, item.usual, facts.value_words, facts.target_words]
    quoted = item.quoted
    return _FIXED[item.shown] + sum(map(_long, own)) + (_FOR_A_NOTE + _long(quoted) if quoted else 0)


def _weight_of_milestone(one: MilestoneTold) -> int:
    return _FIXED[Shown.STATED] + _FOR_A_NOTE + sum(map(_long, (one.objective, one.milestone, one.status, one.quoted)))


def _long(words: str) -> int:
    """The characters that these words take at most, however they are escaped."""
    return max(len(json.dumps(words, ensure_ascii=False)), len(html.escape(words, quote=False)))
