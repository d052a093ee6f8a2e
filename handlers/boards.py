"""`/board`: what a board has in hand; and deciding on its nominations."""

from __future__ import annotations

from datetime import date

from handlers.context import Interaction
from handlers.ids import Action, BlockId
from handlers.references import BoardRef, NominationRef
from handlers.replies import Mistakes, Open, Replace, Reply, Show
from handlers.typed import as_typed
from handlers.views import choosing as views
from perfdata.errors import BadInput, IllegalMove, NotAllowed, NotFound
from perfdata.permissions import Act, require
from perfdata.store.tables import BoardRow, NominationRow
from perfdata.surgeries.agenda import agenda
from perfdata.surgeries.choosing import ChoosersList, Ranked, choosers_list
from perfdata.surgeries.deciding import decide
from perfdata.surgeries.lifecycles import NominationMove


def board_command(interaction: Interaction) -> Reply:
    """`/board [NAME]`: this channel's board, the one named, the person's only one, or asked which."""
    require(interaction.person, Act.SEE_NOMINATIONS, None, interaction.place)
    boards = interaction.snapshot.boards
    words = as_typed(interaction.words).casefold()
    if words:
        named = [one for one in boards.values() if words in (one.code.casefold(), one.name.casefold())]
        named = named or [one for one in boards.values() if words in one.name.casefold()]
        if len(named) == 1:
            return _agenda(interaction, named[0].code)
        return Show(views.which_board(named or list(boards.values())))
    own = [interaction.place.board] if interaction.place.board else list(interaction.person.boards)
    if len(own) == 1:
        return _agenda(interaction, own[0])
    return Show(views.which_board([boards[code] for code in own] or list(boards.values())))


def pick_board(interaction: Interaction) -> Reply:
    """One of the boards that were offered."""
    return _agenda(interaction, interaction.pressed(BoardRef).board)


def open_decide_form(interaction: Interaction) -> Reply:
    """“Decide” or “Withdraw”."""
    about = interaction.pressed(NominationRef)
    found, ranked = _ranked(interaction, about.nomination)
    move = NominationMove[about.move] if about.move else None
    if move is None and not found.may_choose:
        raise NotAllowed(f"Only {' or '.join(part.value for part in found.choosers)} may choose what goes to surgery.")
    return Open(views.decide_form(found, ranked, move))


def submit_decide(interaction: Interaction) -> Reply:
    """That form as sent: decided, or sent back with what to correct."""
    about = interaction.about(NominationRef)
    chosen = about.move or interaction.entered(BlockId.MOVE, Action.MOVE)
    until = interaction.entered(BlockId.UNTIL, Action.UNTIL)
    into, room = interaction.entered(BlockId.INTO, Action.INTO), interaction.entered(BlockId.ROOM, Action.ROOM)
    try:
        decision = decide(
            interaction.session,
            interaction.snapshot,
            person=interaction.person,
            place=interaction.place,
            nomination_id=about.nomination,
            move=NominationMove[chosen],
            reason=interaction.entered(BlockId.REASON, Action.REASON),
            now=interaction.now,
            seen_version=about.version,
            until=date.fromisoformat(until) if until else None,
            into=int(into) if into else None,
            displacing=int(room) if room else None,
        )
    except KeyError:
        return Mistakes({BlockId.MOVE: "Please choose what you decide."})
    except (BadInput, IllegalMove, NotAllowed) as refused:
        # Nothing was written: every check comes before.
        return Mistakes({BlockId.REASON: refused.sentence})
    said = (
        f"“{decision.title}”: {decision.move.value}."
        if decision.settles
        else (f"You have agreed to “{decision.title}”. It is settled when {decision.waits_for} agrees too.")
    )
    return Replace(views.decided_view(f"{said} The board is being told, with your reason."))


def _agenda(interaction: Interaction, board: str) -> Reply:
    found = agenda(
        interaction.session, interaction.snapshot, person=interaction.person, place=interaction.privately, board=board
    )
    return Show(views.agenda_message(found, interaction.person, interaction.today))


def _ranked(interaction: Interaction, number: int) -> tuple[ChoosersList, Ranked]:
    row = interaction.session.get(NominationRow, number)
    if row is None:
        raise NotFound("That nomination is not held any more.")
    board = interaction.session.get_one(BoardRow, row.board_id).code
    found = choosers_list(
        interaction.session, interaction.snapshot, person=interaction.person, place=interaction.privately, board=board
    )
    for one in found.ranked:
        if one.nomination.id == number:
            return found, one
    raise IllegalMove(f"This nomination is {row.state} already.")
