"""Answers on objectives and their milestones: the council's own judgement, said to be one, beside the dates.

How a milestone stands is what the directorate says of it, never worked out here; only how late it is, is: whole weeks
from the day that it was due to the day of asking, of a milestone that is not said to be done.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

from perfdata.asking import refusals
from perfdata.asking.amounts import counted, joined
from perfdata.asking.answers import Answer, Item, Quotation
from perfdata.asking.objectives import key_of
from perfdata.asking.queries import OfObjectives, Query, Refusal
from perfdata.asking.said import Said
from perfdata.past_surgeries import ENDED
from perfdata.plans import Milestone
from perfdata.snapshot import Snapshot

JUDGED = "That is the council’s own judgement of delivery, not a measured figure."
DAYS_A_WEEK = 7
MOST_QUOTED = 4
"""So many objectives at most are given with what is written beside their milestones."""


def objective_answer(query: Query, about: OfObjectives, snapshot: Snapshot) -> Answer | Refusal:
    """How the objectives of the query stand, milestone by milestone; of one milestone, in one breath."""
    rows = [one for one in snapshot.milestones if key_of(one) in about.keys]
    if about.milestone:
        rows = [one for one in rows if one.milestone == about.milestone]
    if not rows:
        return refusals.not_held(())
    said = Said()
    if len(rows) == 1:
        [one] = rows
        said.say(f"“{said.time(one.milestone)}” is {_state(one)}. {JUDGED}", _timing(said, one, snapshot))
        said.say(f"It is a milestone of the objective “{said.time(one.objective)}” ({one.directorate}).")
    else:
        *first, last = _summary(said, rows)
        for sentence in first:
            said.say(sentence)
        said.say(last, JUDGED)
        said.items += [
            Item("", f"“{one.milestone}”", _state(one), _briefly(_timing(said, one, snapshot)), one.directorate, "")
            for one in rows
        ]
    if len(about.keys) > MOST_QUOTED:
        # So many that what is written beside each would bury them.
        said.say(_source(said, rows))
        return said.answer(query)
    said.quotations += [
        Quotation(" ".join(one.update.split()), one.directorate, one.entered_on, one.milestone if rows[1:] else "")
        for one in rows
        if one.update.strip()
    ]
    said.say(_source(said, rows))
    return said.answer(query)


def _summary(said: Said, rows: Sequence[Milestone]) -> list[str]:
    titles = dict.fromkeys(f"“{said.time(one.objective)}” ({one.directorate})" for one in rows)
    if len(titles) > 1:
        return _summary_of_many(said, rows)
    number = counted(said.count("milestones", len(rows)), "milestone")
    return [f"{joined(list(titles))} has {number}: {_states(said, rows)}."]


def _summary_of_many(said: Said, rows: Sequence[Milestone]) -> list[str]:
    """`Place has 3 objectives: “…” (1 red and 1 amber), …`, for each directorate."""
    sentences = []
    for directorate in dict.fromkeys(one.directorate for one in rows):
        grouped: dict[str, list[Milestone]] = {}
        for one in rows:
            if one.directorate == directorate:
                grouped.setdefault(said.time(one.objective), []).append(one)
        number = counted(said.count(f"objectives of {directorate}", len(grouped)), "objective")
        named = [f"“{title}” ({_states(said, own)})" for title, own in grouped.items()]
        sentences.append(f"{directorate} has {number}: {joined(named)}.")
    return sentences


def _states(said: Said, rows: Sequence[Milestone]) -> str:
    """`1 red and 2 complete`, of milestones."""
    return joined([f"{said.count(state, number)} {state}" for state, number in Counter(map(_state, rows)).items()])


def _state(one: Milestone) -> str:
    """The council's own word; a blank one is said to be."""
    return one.status.casefold() or "without a status"


def _timing(said: Said, one: Milestone, snapshot: Snapshot) -> str:
    if one.due is None:
        return "No date is set."
    day = said.day(one.due)
    if one.status.casefold() in ENDED:
        return f"It was due on {day}." if one.due < snapshot.today else f"It is due on {day}."
    days = (snapshot.today - one.due).days
    if days <= 0:
        return f"It is due on {day}."
    weeks = days // DAYS_A_WEEK
    late = counted(said.count("weeks late", weeks), "week") if weeks else counted(said.count("days late", days), "day")
    return f"It was due on {day} and is late by {late}."


def _briefly(timing: str) -> str:
    """The sentence as a line of a list has it: `due on 31 August 2026 and late by 12 weeks`."""
    words = timing.rstrip(".").removeprefix("It is ").removeprefix("It was ").replace(" and is late", " and late")
    return words[0].lower() + words[1:]


def _source(said: Said, rows: Sequence[Milestone]) -> str:
    places: dict[tuple[str, str], list[int]] = {}
    for one in rows:
        places.setdefault((said.time(one.source_file), said.day(one.entered_on)), []).append(one.source_row)
    parts = []
    for (file, day), numbers in places.items():
        numbers = sorted(numbers)
        run = len(numbers) > MOST_QUOTED and numbers[-1] - numbers[0] == len(numbers) - 1
        shown = [str(said.count("source row", number)) for number in ((numbers[0], numbers[-1]) if run else numbers)]
        numbered = " to ".join(shown) if run else joined(shown)
        parts.append(f"{file}, row{'s' if len(numbers) > 1 else ''} {numbered}, entered {day}")
    return f"Source: {'; '.join(parts)}."
