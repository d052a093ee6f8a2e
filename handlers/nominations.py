"""Nominating for surgery: the form, its measure picker, sending it, seconding, and the list of what is open."""

from __future__ import annotations

from handlers.context import Interaction
from handlers.ids import Action, BlockId, MeasureRef, NominationRef
from handlers.replies import Mistakes, Open, Options, Replace, Reply, Show
from handlers.typed import as_typed
from handlers.views import limits
from handlers.views import nominations as views
from perfdata import nominations
from perfdata.asking.queries import Context, Query
from perfdata.errors import NotAllowed

FIELDS = {"reason": BlockId.REASON, "outcome_wanted": BlockId.OUTCOME}


def open_form(interaction: Interaction) -> Reply:
    """`/nominate [WORDS]`: the form, with the measure filled in when the words fit exactly one."""
    return _form(interaction, _meant(interaction, as_typed(interaction.words)), interaction.place.board)


def open_for_measure(interaction: Interaction) -> Reply:
    """The “Nominate” button of an alert or an answer: the form, with that measure filled in."""
    about = interaction.pressed(MeasureRef)
    return _form(interaction, about.measure, about.board or interaction.place.board)


def measure_options(interaction: Interaction) -> Reply:
    """What the measure picker offers for what has been typed: only what this person may nominate."""
    may = nominations.nominable(interaction.snapshot, interaction.person, interaction.place)
    if not interaction.words:
        return Options([views.measure_option(measure) for measure in may[: limits.OPTIONS]])
    allowed = {measure.code for measure in may}
    context = Context(interaction.person, interaction.place)
    found = interaction.bot.asking.search(
        interaction.words, interaction.snapshot, context, limit=len(interaction.snapshot.measures)
    )
    fitting = [measure for measure in found if measure.code in allowed]
    return Options([views.measure_option(measure) for measure in fitting[: limits.OPTIONS]])


def submit(interaction: Interaction) -> Reply:
    """The form as sent: stored, or sent back with what to correct at each field."""
    reason = interaction.entered(BlockId.REASON, Action.REASON)
    outcome_wanted = interaction.entered(BlockId.OUTCOME, Action.OUTCOME)
    if wrong := nominations.mistakes(reason, outcome_wanted):
        return Mistakes({FIELDS[field]: sentence for field, sentence in wrong.items()})
    try:
        done = nominations.nominate(
            interaction.session,
            interaction.snapshot,
            person=interaction.person,
            place=interaction.place,
            code=interaction.entered(BlockId.MEASURE, Action.MEASURE),
            board=interaction.entered(BlockId.BOARD, Action.BOARD) or interaction.about(MeasureRef).board,
            reason=reason,
            outcome_wanted=outcome_wanted,
            now=interaction.now,
        )
    except NotAllowed as refused:
        # Refused before anything is written; the measure is what can be corrected.
        return Mistakes({BlockId.MEASURE: refused.sentence})
    return Replace(views.outcome_view(done))


def second(interaction: Interaction) -> Reply:
    """The “Second” button under a nomination."""
    done = nominations.second(
        interaction.session,
        interaction.snapshot,
        person=interaction.person,
        place=interaction.place,
        nomination_id=interaction.pressed(NominationRef).nomination,
        now=interaction.now,
    )
    return Show(views.seconded(done))


def _form(interaction: Interaction, code: str, board: str) -> Reply:
    offer = nominations.offer(
        interaction.snapshot, person=interaction.person, place=interaction.privately, code=code, board=board
    )
    return Open(views.form(offer))


def _meant(interaction: Interaction, words: str) -> str:
    """The code of the one measure that the words fit; blank when there are none, or they fit several or nothing."""
    if not words:
        return ""
    context = Context(interaction.person, interaction.privately)
    meant = interaction.bot.asking.understand(words, interaction.snapshot, context)
    return meant.measures[0] if isinstance(meant, Query) and len(meant.measures) == 1 else ""
