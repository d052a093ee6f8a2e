"""Teaching words: the form, what would change, storing it, and taking it back."""

from __future__ import annotations

from handlers.context import Interaction
from handlers.ids import Action, BlockId
from handlers.references import TaughtRef, TeachRef
from handlers.replies import Mistakes, Open, Options, Renew, Replace, Reply
from handlers.views import limits
from handlers.views import nominations as nomination_views
from handlers.views import teaching as views
from perfdata import teaching, unanswered
from perfdata.asking.queries import Context
from perfdata.council import Alias
from perfdata.errors import NotAllowed
from perfdata.permissions import Act, refusal, require

FIELDS = {"words": BlockId.WORDS, "why": BlockId.REASON}


def open_form(interaction: Interaction) -> Reply:
    """“Teach”, beside a question that was not understood."""
    require(interaction.person, Act.TEACH, None, interaction.place)
    noted = interaction.pressed(TeachRef).noted
    return Open(views.form(unanswered.words_of(interaction.session, noted, interaction.person.team_id)))


def measure_options(interaction: Interaction) -> Reply:
    """What the picker offers for what has been typed: open measures, to the Performance Team alone."""
    if refusal(interaction.person, Act.TEACH, None, interaction.place) is not None:
        return Options(())
    snapshot = interaction.snapshot
    found = (
        interaction.bot.asking.search(interaction.words, snapshot, _context(interaction), limit=limits.OPTIONS)
        if interaction.words
        else tuple(snapshot.measures.values())
    )
    open_ones = [measure for measure in found if not measure.exempt]
    return Options([nomination_views.measure_option(measure) for measure in open_ones[: limits.OPTIONS]])


def submit_form(interaction: Interaction) -> Reply:
    """The form as sent: what would change, or what to correct."""
    require(interaction.person, Act.TEACH, None, interaction.place)
    words = interaction.entered(BlockId.WORDS, Action.WORDS)
    why = interaction.entered(BlockId.REASON, Action.REASON)
    code = interaction.entered(BlockId.MEASURE, Action.TAUGHT_MEASURE)
    if wrong := teaching.mistakes(words, why):
        return Mistakes({FIELDS[field]: sentence for field, sentence in wrong.items()})
    measure = interaction.snapshot.measures.get(code)
    if measure is None or measure.exempt:
        raise NotAllowed("That measure is not available here.")
    effects = teaching.rehearse(
        interaction.bot.asking,
        interaction.snapshot,
        _context(interaction),
        Alias(words, code, why),
        unanswered.past_questions(interaction.session),
    )
    return Replace(views.preview(TeachRef(words=words, measure=code, why=why), measure, effects))


def submit(interaction: Interaction) -> Reply:
    """“Teach”, under what would change."""
    proposal = interaction.about(TeachRef)
    measure = teaching.teach(
        interaction.session,
        interaction.snapshot,
        person=interaction.person,
        place=interaction.place,
        words=proposal.words,
        code=proposal.measure,
        why=proposal.why,
        now=interaction.now,
    )
    return Replace(views.done(proposal.words, measure))


def show(interaction: Interaction) -> Reply:
    """“Words that were taught”."""
    return Open(_in_force(interaction))


def remove(interaction: Interaction) -> Reply:
    """“Remove”, in that list."""
    teaching.remove(
        interaction.session,
        person=interaction.person,
        place=interaction.place,
        number=interaction.pressed(TaughtRef).taught,
        now=interaction.now,
    )
    return Renew(_in_force(interaction))


def _in_force(interaction: Interaction) -> dict[str, object]:
    words = teaching.in_force(
        interaction.session, interaction.snapshot, person=interaction.person, place=interaction.place
    )
    return views.in_force(words)


def _context(interaction: Interaction) -> Context:
    return Context(interaction.person, interaction.place)
