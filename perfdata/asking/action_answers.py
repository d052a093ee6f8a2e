"""Answers on the actions agreed at surgeries: who does what by when, what is overdue, what was reported of them.

The words are the council's own. In a channel an action is the service's; the post is named where nobody else reads.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from perfdata.asking.amounts import counted, day_words, joined
from perfdata.asking.answers import Answer, Deed, Item
from perfdata.asking.choosing import chosen, whose
from perfdata.asking.queries import Context, Facet, Query
from perfdata.asking.said import Said, in_private
from perfdata.past_surgeries import ENDED, PastAction
from perfdata.permissions import may_see
from perfdata.snapshot import Snapshot

SHOWN = 8
"""Actions that a message shows."""


def actions_answer(query: Query, snapshot: Snapshot, context: Context) -> Answer:
    """The actions asked for, the overdue first."""
    said = Said(shown=SHOWN)
    rows = _rows(query, snapshot, context)
    own = Facet.MINE in query.facets and any(_is_own(one, context) for one in rows)
    if Facet.MINE in query.facets:
        rows = [one for one in rows if (_is_own(one, context) if own else one.board in context.person.boards)]
    deeds = [deed_of(one, snapshot, context) for one in rows]
    if query.span is not None:
        deeds = [one for one in deeds if one.due and query.span.first_day <= one.due <= query.span.last_day]
    found = [one for one in deeds if _fits(one, query)]
    said.deeds += found
    said.say(_heading(said, query, found, deeds, own, snapshot))
    said.items += [describe(one, with_measure=len(query.measures) != 1) for one in in_order(found)]
    return said.answer(query)


def deed_of(row: PastAction, snapshot: Snapshot, context: Context) -> Deed:
    """The action as it may be told here, on the day of asking."""
    measure, board = snapshot.measures[row.code], snapshot.boards.get(row.board)
    services = {one.owner_role: one.service for one in snapshot.measures.values()}
    return Deed(
        surgery=row.surgery,
        held_on=row.held_on,
        code=row.code,
        title=measure.title,
        board=board.name if board is not None else row.board,
        ref=row.action_ref,
        action=row.action,
        who=row.owner_role if in_private(context) else services.get(row.owner_role, measure.service),
        due=row.due,
        status=row.status,
        update=row.update,
        outcome=row.outcome,
        overdue=_is_open(row.status) and row.due is not None and row.due < snapshot.today,
        source_file=row.source_file,
        source_row=row.source_row,
    )


def standing_of_actions(said: Said, deeds: Sequence[Deed]) -> str:
    """How several actions stand: `1 overdue, 1 in hand and 1 done`; of one, the word alone."""
    overdue = sum(one.overdue for one in deeds)
    done = sum(not _is_open(one.status) for one in deeds)
    standing = {"overdue": overdue, "in hand": len(deeds) - overdue - done, "done": done}
    present = {words: said.count(words, number) for words, number in standing.items() if number}
    if len(present) == 1:
        return next(iter(present))
    return joined([f"{number} {words}" for words, number in present.items()])


def in_order(deeds: Sequence[Deed]) -> list[Deed]:
    """Overdue first, then what is still to be done by its day, then what is done, the latest first."""

    def key(one: Deed) -> tuple[int, int]:
        due = (one.due or date.max).toordinal()
        if one.overdue:
            return 0, due
        return (1, due) if _is_open(one.status) else (2, -due)

    return sorted(deeds, key=key)


def describe(deed: Deed, *, with_measure: bool) -> Item:
    """One line: the action in its own words, how it stands, who does it by when, and what was reported last."""
    state = "overdue" if deed.overdue else deed.status
    due = f"due {day_words(deed.due)}" if deed.due is not None else "no date is set"
    update = f"“{deed.update}”" if deed.update else ""
    about = f"on {deed.title}" if with_measure else ""
    return Item(
        code=deed.code,
        title=f"“{deed.action}”",
        status=state,
        value=due,
        period=deed.who,
        tier="",
        detail="; ".join(part for part in (about, update) if part),
    )


def _rows(query: Query, snapshot: Snapshot, context: Context) -> list[PastAction]:
    """The actions of the measures, the board, the service or the post asked for, of measures that may be seen here."""
    wanted, codes = query.wanted, set(query.measures)
    services = {one.owner_role: one.service for one in snapshot.measures.values()}
    others = query.filter is not None and not (wanted.board or wanted.service or wanted.owner)
    if others and not codes:
        codes = {one.code for one in chosen(wanted, snapshot, context)}
    found = []
    for row in snapshot.all_actions:
        measure = snapshot.measures.get(row.code)
        if not row.action or measure is None or not may_see(context.person, measure, context.place):
            continue
        if (
            ((codes or others) and row.code not in codes)
            or (wanted.board and row.board != wanted.board)
            or (wanted.owner and row.owner_role != wanted.owner)
            # Somebody else's action on a measure of this service is not the service's.
            or (wanted.service and services.get(row.owner_role, measure.service) != wanted.service)
        ):
            continue
        found.append(row)
    return found


def _is_own(row: PastAction, context: Context) -> bool:
    return row.owner_role == context.person.title


def _is_open(status: str) -> bool:
    return status.strip().casefold() not in ENDED


def _fits(deed: Deed, query: Query) -> bool:
    if Facet.OVERDUE in query.facets:
        return deed.overdue
    return Facet.OPEN not in query.facets or _is_open(deed.status)


def _heading(said: Said, query: Query, found: Sequence[Deed], of: Sequence[Deed], own: bool, snapshot: Snapshot) -> str:
    """Which actions these are, and how many in the state asked for."""
    about = said.time(_about(query, own, snapshot))
    when = f" due in {said.time(query.span.words)}" if query.span is not None else ""
    said.count("actions asked about", len(of))
    number = said.count("actions found", len(found))
    state = " overdue" if Facet.OVERDUE in query.facets else " open" if Facet.OPEN in query.facets else ""
    if not of:
        return f"I know of no action{about}{when}."
    if state:
        held = counted(len(of), "action")
        verb = "is" if number == 1 else "are"
        return f"{f'{number:,}' if number else 'None'} of {held}{about}{when} {verb}{state}."
    return f"{counted(number, 'action')}{about}{when}: {standing_of_actions(said, found)}."


def _about(query: Query, own: bool, snapshot: Snapshot) -> str:
    if Facet.MINE in query.facets:
        return " of yours" if own else " of your boards, and none of your own"
    if query.measures:
        return f" on {' and '.join(snapshot.measures[code].title for code in query.measures)}"
    wanted = query.filter
    return f" {whose(wanted, snapshot)}" if wanted is not None and wanted.terms else " on record"
