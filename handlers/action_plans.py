"""`/actions`: mine, my board's, overdue; and reporting on one."""

from __future__ import annotations

from datetime import date

from handlers.context import Interaction
from handlers.ids import Action, BlockId
from handlers.references import ActionRef
from handlers.replies import Mistakes, Open, Replace, Reply, Show
from handlers.typed import as_typed
from handlers.views import action_plans as views
from perfdata.action_plans.action import action_by_number, actions
from perfdata.action_plans.reporting import may_reopen, report
from perfdata.errors import BadInput, IllegalMove, NotAllowed
from perfdata.service_questions.listing import waiting
from perfdata.surgeries.lifecycles import ActionMove


def actions_command(interaction: Interaction) -> Reply:
    """`/actions [mine|overdue]`: in a board's channel the board's, elsewhere one's own or all; `overdue` narrows.

    With one's own come the questions of boards that wait for one's answer.
    """
    words = as_typed(interaction.words).casefold().split()
    board, person = interaction.place.board, interaction.person
    mine = "mine" in words or (not board and not person.boards and "all" not in words)
    overdue = "overdue" in words
    found = actions(
        interaction.session,
        interaction.snapshot,
        person=person,
        place=interaction.privately,
        board="" if mine else board,
        mine=mine,
        overdue=overdue,
    )
    whose = "Your actions" if mine else "The board’s actions" if board else "Actions of all boards"
    title = f"{whose} that are overdue" if overdue else whose
    asked = waiting(interaction.session, interaction.snapshot, person=person, place=interaction.privately, mine=True)
    asked = tuple(one for one in asked if one.question.overdue(interaction.today)) if overdue else asked
    none = "There are none. Try /actions mine, or /actions overdue."
    return Show(views.actions_message(title, found, asked if mine else (), interaction.today, none=none))


def open_report(interaction: Interaction) -> Reply:
    """“Report”."""
    action = action_by_number(
        interaction.session,
        interaction.snapshot,
        person=interaction.person,
        place=interaction.privately,
        number=interaction.pressed(ActionRef).action,
    )
    keeper = may_reopen(interaction.session, interaction.snapshot, interaction.person, action)
    return Open(views.report_form(action, interaction.today, keeper=keeper))


def submit_report(interaction: Interaction) -> Reply:
    """That form as sent."""
    about = interaction.about(ActionRef)
    move, until = interaction.entered(BlockId.MOVE, Action.MOVE), interaction.entered(BlockId.UNTIL, Action.UNTIL)
    try:
        action = report(
            interaction.session,
            interaction.snapshot,
            person=interaction.person,
            place=interaction.place,
            action_id=about.action,
            move=ActionMove[move] if move != views.NOTE else None,
            text=interaction.entered(BlockId.WORDS, Action.WORDS),
            now=interaction.now,
            evidence=interaction.entered(BlockId.EVIDENCE, Action.EVIDENCE),
            due_on=date.fromisoformat(until) if until else None,
            seen_version=about.version,
        )
    except (BadInput, IllegalMove, NotAllowed) as refused:
        return Mistakes({BlockId.WORDS: refused.sentence})
    return Replace(views.reported_view(action))
