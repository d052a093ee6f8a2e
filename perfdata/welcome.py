"""Welcome: what somebody is shown who opens the conversation with the bot, and once, the first time, the tour."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime

from sqlalchemy.orm import Session

from perfdata.asking.help_answers import examples
from perfdata.asking.list_answers import list_answer
from perfdata.asking.own_areas import area_of
from perfdata.asking.queries import Context, Filter, Kind, ListStatus, Query
from perfdata.payloads import Payload
from perfdata.snapshot import Snapshot
from perfdata.store import outbox

MY_SERVICES = "What is off target in my services?"


@dataclass(frozen=True, slots=True)
class Tour(Payload):
    """What a person is shown once: questions that they could ask, from their own board."""

    examples: tuple[str, ...]


def first_questions(snapshot: Snapshot, context: Context, most: int) -> tuple[str, ...]:
    """Questions worth asking this month: on what is newly off target on the person's boards, then on each board; for
    somebody on no board, the same of the services that they answer for.

    The most pressing news comes first, as the list itself would give it. Exempt measures are in none.
    """
    boards = [snapshot.boards[code] for code in context.person.boards if code in snapshot.boards]
    lists = {f"What is off target for the {board.name}?": Filter(board=board.code) for board in boards}
    if not boards and (own := area_of(snapshot, context)):
        lists = {MY_SERVICES: next(iter(own.values()))}
    news = []
    for wanted in lists.values():
        newly = list_answer(Query(Kind.LIST, (), replace(wanted, status=ListStatus.NEWLY_RED)), snapshot, context)
        open_ones = [item.title for item in newly.items if not snapshot.measures[item.code].exempt]
        news += [f"How are we doing on “{title}”?" for title in open_ones[:1]]
    room = max(most - len(lists), 1)
    return tuple(dict.fromkeys([*news[:room], *lists]))[:most]


def owe_tour(session: Session, snapshot: Snapshot, context: Context, now: datetime) -> bool:
    """Owe the tour to somebody who opens the conversation, once a person; False when they have had it."""
    person = context.person
    return outbox.owe(
        session,
        key=f"tour:{person.team_id}:{person.user_id}",
        team_id=person.team_id,
        channel_id=context.place.channel_id,
        kind=outbox.Kind.TOUR,
        payload=Tour(examples(snapshot, context)).to_payload(),
        now=now,
    )
