"""`bot.py round`: how a month's round stands, and the Performance Team's steps with it."""

from __future__ import annotations

from argparse import Namespace
from collections.abc import Sequence
from datetime import datetime

from sqlalchemy.orm import Session

from handlers.terminal.alerts import Done, named, released_as_text
from handlers.terminal.ask import somebody
from perfdata.alerts import steps
from perfdata.alerts.checks import Question
from perfdata.alerts.steps import Standing, Step
from perfdata.council import Council
from perfdata.errors import BadInput, Refused
from perfdata.people import Person, Role
from perfdata.periods import Period
from perfdata.permissions import TERMINAL
from perfdata.rounds import LONDON, latest_closed, london_date
from perfdata.snapshot import build_snapshot
from perfdata.store.database import Database


def act(database: Database, council: Council, given: Namespace, *, now: datetime, at: datetime, operator: str) -> Done:
    """Do what was asked, as the operator or as somebody named.

    Raises Refused where something is open that has to be mended or accepted first, and as `perfdata.alerts.steps`.
    """
    period = given.period or latest_closed(council.calendar, london_date(at)).period
    with database.transaction() as session:
        person = Person(council.team_id, "", operator, frozenset({Role.PERFORMANCE_TEAM}))
        if given.person:
            person = somebody(build_snapshot(session, council, london_date(at)), given.person)
        step = Step(person, TERMINAL, now, at)
        if given.action == "show":
            return _shown(steps.standing_of(session, council, period, person, TERMINAL))
        said = _take(session, council, period, given, step)
        state = steps.state_of(session, council, period)
    return Done(said, {"period": period.label, "done": said, "state": str(state)})


def _take(session: Session, council: Council, period: Period, given: Namespace, step: Step) -> str:
    readers = named(given)
    match given.action:
        case "check":
            _require_none(steps.check(session, council, period, step))
            return f"The round of {period.words} is checked: nothing is open."
        case "accept":
            accepted = steps.accept(session, council, period, step, given.reason)
            return "\n".join(["Accepted:", *(f"- {one}" for one in accepted)])
        case "preview":
            _require_none(steps.preview(session, council, period, step))
            return f"The round of {period.words} is previewed. The running bot posts it in the team's channel."
        case "hold":
            taken = steps.hold(session, council, period, step, given.reason)
            return f"The round of {period.words} is held. Taken back: {', '.join(taken) or 'nothing'}."
        case "resume":
            steps.resume(session, council, period, step, given.reason)
            return f"The round of {period.words} is resumed."
        case "release-again":
            if readers is None:
                raise BadInput(
                    "Name the board or the reader: `bot.py round release-again --board ENV --reason WORDS`, say."
                )
            return released_as_text(
                steps.release_again(session, council, period, step, readers=readers, reason=given.reason)
            )
        case _:
            return released_as_text(steps.release(session, council, period, step, readers=readers, reason=given.reason))


def _require_none(questions: Sequence[Question]) -> None:
    if questions:
        raise Refused("\n".join(["Mend each of these, or accept it with a reason:", *_bullets(questions)]))


def _shown(standing: Standing) -> Done:
    lines = [f"{standing.round.period.words}: {standing.state}. It closed on {standing.round.closed_on:%d %B %Y}."]
    lines += [
        f"{_moment(one.moved_at)}: {one.move} by {one.moved_by}{f': {one.reason}' if one.reason else ''}"
        for one in standing.history
    ]
    if standing.questions:
        lines += ["To be mended or accepted:", *_bullets(standing.questions)]
    lines += [f"{one.alert.reader_name}: {one.state}" for one in standing.told]
    document = {
        "period": standing.round.period.label,
        "closed_on": standing.round.closed_on.isoformat(),
        "state": str(standing.state),
        "questions": [one.sentence for one in standing.questions],
        "history": [
            {"move": str(one.move), "by": one.moved_by, "at": one.moved_at.isoformat(), "reason": one.reason}
            for one in standing.history
        ],
        "boards": {one.alert.reader: one.state for one in standing.told if one.alert.is_board},
        "readers": {one.alert.reader: one.state for one in standing.told if not one.alert.is_board},
    }
    return Done("\n".join(lines), document)


def _bullets(questions: Sequence[Question]) -> list[str]:
    return [f"- {one.sentence}" for one in questions]


def _moment(moment: datetime) -> str:
    return f"{moment.astimezone(LONDON):%d %B %Y %H:%M}"
