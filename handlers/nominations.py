"""Nominating for surgery: the form, its measure picker, sending it, seconding, and the list of what is open."""

from __future__ import annotations

from handlers.context import Interaction
from handlers.ids import Action, BlockId
from handlers.references import MeasureRef, NominateRef, NominationRef, decode
from handlers.replies import Mistakes, Open, Options, Replace, Reply, Show
from handlers.typed import as_typed
from handlers.views import limits
from handlers.views import nominations as views
from perfdata import nominations
from perfdata.asking.queries import Context, Query
from perfdata.care import held_note
from perfdata.errors import BadInput, IllegalMove, NotAllowed
from perfdata.statements import measures_stated
from perfdata.surgeries.nomination_words import Words, mistakes

FIELDS = {
    "reason": BlockId.REASON,
    "outcome_wanted": BlockId.OUTCOME,
    "heard": BlockId.HEARD,
    "evidence": BlockId.EVIDENCE,
    "source": BlockId.SOURCE,
}
LONGEST_MESSAGE = 300
"""Characters of somebody's message that are read for the measure that it means."""


def open_form(interaction: Interaction) -> Reply:
    """`/nominate [WORDS]`: the form, with the measure filled in when the words fit exactly one."""
    return _form(interaction, _meant(interaction, as_typed(interaction.words)), interaction.place.board)


def open_for_measure(interaction: Interaction) -> Reply:
    """The “Nominate” button of an alert or an answer: the form, with that measure filled in."""
    about = interaction.pressed(MeasureRef)
    return _form(interaction, about.measure, about.board or interaction.place.board)


def open_for_message(interaction: Interaction) -> Reply:
    """“Nominate for surgery” on a message: the form, with the measures that the message states offered first.

    Of a person's message only which measure it means is read, if it means one; nothing of it is kept.
    """
    place = interaction.place
    ts = str(interaction.body.get("message_ts", ""))
    stated = measures_stated(interaction.session, interaction.person.team_id, place.channel_id, ts)
    if not stated:
        words = str(interaction.body.get("message", {}).get("text") or "")
        return _form(interaction, _meant(interaction, words) if len(words) <= LONGEST_MESSAGE else "", place.board)
    offered = nominations.among(interaction.snapshot, interaction.person, interaction.privately, stated)
    return _form(interaction, offered[0] if len(offered) == 1 else "", place.board, offered)


def measure_options(interaction: Interaction) -> Reply:
    """What the measure picker offers for what has been typed: only what this person may nominate."""
    may = nominations.nominable(interaction.snapshot, interaction.person, interaction.place)
    if not interaction.words:
        first = decode(NominateRef, interaction.body.get("view", {}).get("private_metadata") or "{}").offered
        may = tuple(sorted(may, key=lambda one: one.code not in first))
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
    words = Words(
        reason=interaction.entered(BlockId.REASON, Action.REASON),
        outcome_wanted=interaction.entered(BlockId.OUTCOME, Action.OUTCOME),
        heard=interaction.entered(BlockId.HEARD, Action.HEARD),
        evidence=interaction.entered(BlockId.EVIDENCE, Action.EVIDENCE),
        source=interaction.entered(BlockId.SOURCE, Action.SOURCE),
    )
    if wrong := mistakes(words):
        return Mistakes({FIELDS[field]: sentence for field, sentence in wrong.items()})
    try:
        done = nominations.nominate(
            interaction.session,
            interaction.snapshot,
            person=interaction.person,
            place=interaction.place,
            code=interaction.entered(BlockId.MEASURE, Action.MEASURE),
            board=interaction.entered(BlockId.BOARD, Action.BOARD) or interaction.about(NominateRef).board,
            words=words,
            now=interaction.now,
        )
    except NotAllowed as refused:
        # Refused before anything is written; the measure is what can be corrected.
        return Mistakes({BlockId.MEASURE: refused.sentence})
    waits = held_note(interaction.snapshot.council, done.nomination.board, interaction.today)
    return Replace(views.outcome_view(done, waits))


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


def open_second(interaction: Interaction) -> Reply:
    """“Add a reason” under a nomination: the form for a second in one's own words."""
    about = interaction.pressed(NominationRef)
    nomination = nominations.to_second(
        interaction.session,
        interaction.snapshot,
        person=interaction.person,
        place=interaction.place,
        nomination_id=about.nomination,
    )
    return Open(views.second_form(nomination))


def submit_second(interaction: Interaction) -> Reply:
    """That form as sent."""
    try:
        done = nominations.second(
            interaction.session,
            interaction.snapshot,
            person=interaction.person,
            place=interaction.place,
            nomination_id=interaction.about(NominationRef).nomination,
            reason=interaction.entered(BlockId.REASON, Action.REASON),
            now=interaction.now,
        )
    except (BadInput, IllegalMove, NotAllowed) as refused:
        return Mistakes({BlockId.REASON: refused.sentence})
    return Replace(views.seconded_view(done))


def _form(interaction: Interaction, code: str, board: str, offered: tuple[str, ...] = ()) -> Reply:
    offer = nominations.offer(
        interaction.snapshot, person=interaction.person, place=interaction.privately, code=code, board=board
    )
    return Open(views.form(offer, offered))


def _meant(interaction: Interaction, words: str) -> str:
    """The code of the one measure that the words fit; blank when there are none, or they fit several or nothing."""
    if not words:
        return ""
    context = Context(interaction.person, interaction.privately)
    meant = interaction.bot.asking.understand(words, interaction.snapshot, context)
    return meant.measures[0] if isinstance(meant, Query) and len(meant.measures) == 1 else ""
