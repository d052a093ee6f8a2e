"""Where we stand among similar councils on many measures at once: how many in each quarter, and which to look at."""

from __future__ import annotations

from collections import Counter

from perfdata.asking.amounts import counted, joined
from perfdata.asking.answers import Answer, Item
from perfdata.asking.choosing import chosen, whose
from perfdata.asking.list_answers import LISTED, SHOWN
from perfdata.asking.others_compared import OthersCompared
from perfdata.asking.others_words import QUARTILES, others_compared
from perfdata.asking.queries import Context, Order, Query
from perfdata.asking.said import Said
from perfdata.snapshot import Snapshot

_EACH = "Each is for the latest period for which both we and others have published. Name a measure to hear more."


def places_answer(query: Query, snapshot: Snapshot, context: Context) -> Answer:
    """The measures of the filter that have a place among similar councils, the worst placed first, or the best."""
    said, wanted = Said(shown=SHOWN), query.wanted
    measures = chosen(wanted, snapshot, context)
    held = [others_compared(snapshot.compared[one.code]) for one in measures if one.code in snapshot.compared]
    placed = sorted(
        (one for one in held if one.quartile is not None),
        key=lambda one: (one.place / one.of, one.title),
        reverse=query.order is not Order.BEST,
    )
    of = said.count("measures looked at", len(measures))
    where = f"{counted(of, 'measure')} {whose(wanted, snapshot)}"
    if not placed:
        said.say(f"Of the {where}, none has figures of enough similar councils.")
        return said.answer(query)
    quarters = Counter(one.quartile for one in placed)
    counts = [f"{said.count(words, quarters[one])} {words}" for one, words in QUARTILES.items() if quarters[one]]
    number = said.count("with a place", len(placed))
    said.say(f"Of the {where}, {number} can be placed among similar councils: {joined(counts)}.")
    said.say("The best placed first:" if query.order is Order.BEST else "The worst placed first:")
    for one in placed[:LISTED]:
        said.comparisons.append(one)
        said.items.append(_item(one, str(snapshot.measures[one.code].tier)))
    said.count("lines", len(said.items))
    files = sorted({one.source_file for one in said.comparisons})
    said.notes.append(f"{_EACH} Source: {joined(files)}.")
    return said.answer(query)


def _item(one: OthersCompared, tier: str) -> Item:
    assert one.quartile is not None
    where = f"{QUARTILES[one.quartile]}, {one.place_words}"
    return Item(one.code, one.title, where, one.own_words, one.period_words, tier)
