"""The owner's words on a figure: the form, and what was written in it."""

from __future__ import annotations

from handlers.context import Interaction
from handlers.ids import Action, BlockId
from handlers.references import MeasureRef
from handlers.replies import Mistakes, Open, Replace, Reply
from handlers.views import owners_words as views
from perfdata.errors import ScrutineerError
from perfdata.owners_words.giving import comment, periods_for, require_comment


def open_form(interaction: Interaction) -> Reply:
    """“Comment”, under a reminder, an answer or on the Home."""
    code = interaction.pressed(MeasureRef).measure
    measure = require_comment(interaction.snapshot, person=interaction.person, place=interaction.privately, code=code)
    periods = periods_for(interaction.snapshot, code)
    earlier = [one for period in periods for one in interaction.snapshot.words_on(code, period)]
    return Open(views.comment_form(measure, periods, earlier))


def submit(interaction: Interaction) -> Reply:
    """That form as sent."""
    code = interaction.about(MeasureRef).measure
    try:
        comment(
            interaction.session,
            interaction.snapshot,
            person=interaction.person,
            place=interaction.place,
            code=code,
            period_label=interaction.entered(BlockId.PERIOD, Action.PERIOD),
            words=interaction.entered(BlockId.WORDS, Action.WORDS),
            now=interaction.now,
        )
    except ScrutineerError as refused:
        return Mistakes({BlockId.WORDS: refused.sentence})
    return Replace(views.kept_view(interaction.snapshot.measures[code]))
