"""The Performance Team's presses under a round: release, hold, accept, check again, resume."""

from __future__ import annotations

from datetime import date

from handlers.context import Interaction
from handlers.ids import Action, BlockId
from handlers.references import RoundRef
from handlers.replies import Mistakes, Open, Replace, Reply
from handlers.views import rounds as views
from perfdata import periods
from perfdata.alerts import steps
from perfdata.alerts.cycle import RoundMove
from perfdata.alerts.steps import Step
from perfdata.asking.amounts import counted, joined
from perfdata.errors import BadInput, ScrutineerError
from perfdata.periods import Period
from perfdata.permissions import Act, require
from perfdata.readers import names_of
from perfdata.rounds import calendar_moment


def open_form(interaction: Interaction) -> Reply:
    """Any of the buttons."""
    month, move = _meant(interaction.pressed(RoundRef))
    if move is RoundMove.RELEASE:
        steps.require_releaser(interaction.snapshot.council, interaction.person, interaction.place)
    require(interaction.person, Act.RELEASE_ALERTS, None, interaction.place)
    return Open(views.form(month, move))


def submit(interaction: Interaction) -> Reply:
    """The form as sent: done, or what stands against it."""
    month, move = _meant(interaction.about(RoundRef))
    try:
        return Replace(views.done_view(move, _take(interaction, month, move)))
    except ScrutineerError as refused:
        # Nothing was written: every check comes before.
        return Mistakes({BlockId.REASON: refused.sentence})


def _take(interaction: Interaction, month: Period, move: RoundMove) -> str:
    """Take the step, and say what was done."""
    session, council = interaction.session, interaction.snapshot.council
    reason = interaction.entered(BlockId.REASON, Action.REASON)
    step = Step(
        interaction.person, interaction.privately, interaction.now, calendar_moment(interaction.now, interaction.today)
    )
    match move:
        case RoundMove.RELEASE:
            report = steps.release(session, council, month, step, reason=reason)
            told = counted(len(report.released), "reader")
            return f"{told} will be told now. The team’s channel reads when all have been."
        case RoundMove.HOLD:
            taken = steps.hold(session, council, month, step, reason)
            named = joined(names_of(session, council, taken))
            back = f" Taken back before they were posted: the messages to {named}." if taken else ""
            return f"The round of {month.words} is held.{back}"
        case RoundMove.RESUME:
            steps.resume(session, council, month, step, reason)
            return f"The round of {month.words} is resumed, and is checked again."
        case RoundMove.ACCEPT:
            accepted = steps.accept_as_told(session, council, month, step, reason)
            return f"Accepted: {counted(len(accepted), 'question')}. Messages are previewed once nothing is open."
        case RoundMove.CHECK:
            steps.look_again(session, council, month, step)
            return "I look again within a minute, and say in the team’s channel what I find."
        case _:
            raise BadInput("That button no longer works. Please ask again.")


def _meant(about: RoundRef) -> tuple[Period, RoundMove]:
    day = date.fromisoformat(about.month)
    return periods.month(day.year, day.month), RoundMove[about.move]
