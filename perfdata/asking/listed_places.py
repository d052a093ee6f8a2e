"""`The first one`, `number 3`: one of the lines of the list, or of the choice, that was given just before.

It is put by its code, or by its name, in the place of those words, and so anything can be asked of it.
"""

from __future__ import annotations

import re

from perfdata.asking.answers import Answer, Item
from perfdata.asking.by_area_answers import by_area_answer
from perfdata.asking.commentary_answers import commentary_answer
from perfdata.asking.follow_ups import PLACES, by_place, is_list
from perfdata.asking.forecast_lists import forecast_list
from perfdata.asking.list_answers import list_answer
from perfdata.asking.movers_answers import movers_answer
from perfdata.asking.places_answers import places_answer
from perfdata.asking.queries import Choice, Context, Kind, Query, Reading, Reason, Refusal
from perfdata.snapshot import Snapshot

_ORDINALS = "|".join(word for word in PLACES if not word.isdigit() and word not in ("top", "bottom"))
_SAID = re.compile(
    rf"\b(?:the )?(?P<ordinal>{_ORDINALS}) (?:one|measure|indicator)\b"
    rf"|\bthe (?P<alone>{_ORDINALS})(?=\W*$)"
    r"|(?:\b(?:number|no\.?|num|item) ?|#)(?P<number>\d{1,2})\b",
    re.IGNORECASE,
)
_LISTING = {
    Kind.LIST: list_answer,
    Kind.MOVERS: movers_answer,
    Kind.FORECAST: forecast_list,
    Kind.COMPARE: places_answer,
}
_TOO_FEW = "The list before has fewer lines than that. Name the measure, and I can answer."


def with_places_named(text: str, snapshot: Snapshot, context: Context) -> str | Refusal:
    """`text` with what it says of a place in the list before said by code or name; as it is where it says none.

    A place that the list does not have is refused: any other measure would be a guess.
    """
    before = context.prior
    if before is None or not (_lists(before) or isinstance(before, Choice)) or (said := _SAID.search(text)) is None:
        return text
    if isinstance(before, Choice) and by_place(text.casefold().strip(), before) is not None:
        return text
    number = said["number"]
    place = int(number) - 1 if number else PLACES[(said["ordinal"] or said["alone"]).casefold()]
    names = _names(before, snapshot, context, last=not number and place < 0)
    if not names or not -1 <= place < len(names) or (number and place < 0):
        return Refusal(Reason.NOT_UNDERSTOOD, (_TOO_FEW,)) if names else text
    return f"{text[: said.start()]}{names[place]}{text[said.end() :]}"


def _lists(before: Reading) -> bool:
    """Whether a list was answered, or what was said of the measures of one."""
    return is_list(before) or (
        isinstance(before, Query)
        and before.kind is Kind.COMMENTARY
        and not before.measures
        and before.filter is not None
    )


def _names(before: Reading, snapshot: Snapshot, context: Context, *, last: bool) -> list[str]:
    """What each line is called, in their order; where the `last` is meant, of those that a message shows."""
    if isinstance(before, Choice):
        return [one.query.measures[0] for one in before.options if one.query.measures]
    if not isinstance(before, Query) or before.measures:
        return []
    if before.kind is Kind.COMMENTARY:
        told = commentary_answer(before, snapshot, context)
        return list(dict.fromkeys(one.code for one in told.figures)) if isinstance(told, Answer) else []
    answer = (_LISTING[before.kind] if not before.counted_by else by_area_answer)(before, snapshot, context)
    return [_name(one) for one in answer.items[: answer.shown or None if last else None]]


def _name(item: Item) -> str:
    return item.code or item.title
