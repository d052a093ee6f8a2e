"""Watching: the command, the buttons, muting, and the board's own list."""

from __future__ import annotations

from datetime import date

from handlers.context import Interaction
from handlers.ids import Action, BlockId
from handlers.references import MeasureRef
from handlers.replies import Mistakes, Open, Publish, Renew, Replace, Reply, Show
from handlers.typed import as_typed
from handlers.views import answers as answer_views
from handlers.views import home as home_views
from handlers.views import watches as views
from perfdata import board_watches, watches
from perfdata.asking.queries import Choice, Context, Query, Refusal
from perfdata.board_watches import BoardWatch
from perfdata.boards import Board
from perfdata.errors import BadInput, ScrutineerError
from perfdata.home import home_of

MOST_OFFERED = 4


def watch_command(interaction: Interaction) -> Reply:
    """`/watch WORDS`: watch the one measure that is meant, or be asked which; without words, all that is watched."""
    words = as_typed(interaction.words)
    if not words:
        return Show(views.listed(*_lists(interaction)))
    context = Context(interaction.person, interaction.privately)
    meant = interaction.bot.asking.understand(words, interaction.snapshot, context)
    if isinstance(meant, Refusal):
        return Show(answer_views.reply(meant))
    codes = meant.candidates if isinstance(meant, Choice) else meant.measures
    if isinstance(meant, Query) and len(codes) == 1:
        return _watch(interaction, codes[0])
    if not codes:
        raise BadInput("Please name one measure to watch, as in /watch recycling. /watch alone lists what you watch.")
    return Show(views.which([interaction.snapshot.measures[code] for code in codes[:MOST_OFFERED]]))


def press(interaction: Interaction) -> Reply:
    """“Watch”, under an answer."""
    return _watch(interaction, interaction.pressed(MeasureRef).measure)


def show(interaction: Interaction) -> Reply:
    """“What I watch”: the list, for this person alone."""
    return Open(views.listed_view(*_lists(interaction)))


def stop(interaction: Interaction) -> Reply:
    """“Stop watching”."""
    code = interaction.pressed(MeasureRef).measure
    stopped = watches.stop(interaction.session, person=interaction.person, code=code)
    title = _title(interaction, code)
    return _changed(interaction, f"You no longer watch {title}." if stopped else f"You do not watch {title} any more.")


def unmute(interaction: Interaction) -> Reply:
    """“Unmute”."""
    code = interaction.pressed(MeasureRef).measure
    watches.mute(interaction.session, person=interaction.person, code=code, until=None, today=interaction.today)
    return _changed(interaction, f"{_title(interaction, code)} is not muted any more.")


def open_mute(interaction: Interaction) -> Reply:
    """“Mute until…”: the form that asks for the day."""
    measure = watches.watchable(
        interaction.snapshot, interaction.person, interaction.privately, interaction.pressed(MeasureRef).measure
    )
    return Open(views.mute_form(measure, interaction.today))


def submit_mute(interaction: Interaction) -> Reply:
    """That form as sent."""
    code = interaction.about(MeasureRef).measure
    try:
        until = date.fromisoformat(interaction.entered(BlockId.UNTIL, Action.UNTIL))
        watches.mute(interaction.session, person=interaction.person, code=code, until=until, today=interaction.today)
    except ValueError:
        return Mistakes({BlockId.UNTIL: "Please choose a day."})
    except ScrutineerError as error:
        return Mistakes({BlockId.UNTIL: error.sentence})
    return Replace(views.muted_view(interaction.snapshot.measures[code].title, until))


def open_board_form(interaction: Interaction) -> Reply:
    """“For the board…”: the form in which its chair says why."""
    about = interaction.pressed(MeasureRef)
    measure = watches.watchable(interaction.snapshot, interaction.person, interaction.privately, about.measure)
    if about.board not in watches.chaired(interaction.person, measure):
        raise BadInput("A board's watch list is kept by its chair and vice chair.")
    return Open(views.board_form(measure, interaction.snapshot.boards[about.board]))


def submit_board_watch(interaction: Interaction) -> Reply:
    """That form as sent."""
    about, reason = interaction.about(MeasureRef), interaction.entered(BlockId.REASON, Action.REASON)
    if wrong := board_watches.mistake(reason):
        return Mistakes({BlockId.REASON: wrong})
    found = board_watches.watch_for_board(
        interaction.session,
        interaction.snapshot,
        person=interaction.person,
        place=interaction.place,
        code=about.measure,
        board=about.board,
        reason=reason,
        now=interaction.now,
    )
    return Replace(views.board_outcome(found))


def stop_for_board(interaction: Interaction) -> Reply:
    """“Take off the list”."""
    about = interaction.pressed(MeasureRef)
    found = board_watches.stop_for_board(
        interaction.session,
        interaction.snapshot,
        person=interaction.person,
        place=interaction.privately,
        code=about.measure,
        board=about.board,
        now=interaction.now,
    )
    return _changed(interaction, f"“{found.facts.title}” is off the board’s watch list; its channel is being told.")


def _watch(interaction: Interaction, code: str) -> Reply:
    done = watches.watch(
        interaction.session,
        interaction.snapshot,
        person=interaction.person,
        place=interaction.privately,
        code=code,
        now=interaction.now,
    )
    return Show(views.watching(done, [interaction.snapshot.boards[board] for board in done.for_boards]))


def _changed(interaction: Interaction, sentence: str) -> Reply:
    """What was pressed on, as it is now; of a message, a sentence beside it."""
    if interaction.on_home:
        return Publish(home_views.home_view(home_of(interaction.session, interaction.snapshot, interaction.person)))
    if "view" in interaction.body:
        return Renew(views.listed_view(*_lists(interaction)))
    return Show(views.said(sentence))


def _lists(
    interaction: Interaction,
) -> tuple[tuple[watches.Watch, ...], list[tuple[Board, tuple[BoardWatch, ...], bool]]]:
    """What this person watches, and the lists of the board of this channel or of their own boards."""
    session, snapshot, person = interaction.session, interaction.snapshot, interaction.person
    codes = (interaction.place.board,) if interaction.place.board else tuple(person.boards)
    boards = [
        (
            snapshot.boards[code],
            board_watches.watched_by_board(session, snapshot, code),
            watches.keeps_list(person, code),
        )
        for code in codes
    ]
    return watches.watched_by(session, snapshot, person), boards


def _title(interaction: Interaction, code: str) -> str:
    measure = interaction.snapshot.measures.get(code)
    return f"“{measure.title}”" if measure is not None and not measure.exempt else "that measure"
