"""Asking by command and by button: private answers, sharing them, choosing a reading, receipts."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from typing import Any

from sqlalchemy.orm import Session

from handlers.context import Interaction
from handlers.references import AskTeamRef, FiguresRef, QueryRef
from handlers.replies import Open, Reply, Show
from handlers.typed import as_typed
from handlers.views import answers as views
from handlers.views.explanations import explanation_view
from handlers.views.problems import problem
from perfdata import explanations, unanswered
from perfdata.asking.answers import Answer
from perfdata.asking.queries import Context, Query
from perfdata.asking.replies import Reply as Said
from perfdata.asking.replies import freeze
from perfdata.errors import BadInput
from perfdata.permissions import PlaceKind
from perfdata.store import outbox


def measure_command(interaction: Interaction) -> Reply:
    """`/measure WORDS`: the answer, for this person alone, with a button that shows it to the channel."""
    place = interaction.privately
    words = as_typed(interaction.words) or "help"
    said = interaction.bot.asking.reply(words, interaction.snapshot, Context(interaction.person, place))
    # Nothing is kept of a question that only this person sees: the button carries its words.
    team = AskTeamRef(words=words[: unanswered.LONGEST]) if unanswered.is_askable(said) else None
    explains = _explains_apart(interaction, said)
    return Show(views.reply(said, share=_can_share(interaction, said), team=team, explains=explains))


def choose(interaction: Interaction) -> Reply | None:
    """One of the readings that were offered: answered where it was offered, in the same thread, once a reading."""
    query = _query(interaction)
    if interaction.body.get("container", {}).get("is_ephemeral"):
        said = interaction.bot.asking.answer(query, interaction.snapshot, _context(interaction, private=True))
        explains = _explains(interaction, said, interaction.session)
        return Show(views.reply(said, share=_can_share(interaction, said), explains=explains), in_place=True)
    said = interaction.bot.asking.answer(query, interaction.snapshot, _context(interaction))
    with interaction.session.begin_nested() as attempt:
        explains = _explains(interaction, said, interaction.session)
        if not _owe(interaction, "choice", query, said, interaction.thread_ts, explains=explains):
            # Somebody else pressed first: this person has been shown nothing.
            attempt.rollback()
    return None


def share(interaction: Interaction) -> Reply:
    """Show a private answer to the channel, once: worked out again, for the channel's eyes."""
    query = _query(interaction)
    said = interaction.bot.asking.answer(query, interaction.snapshot, _context(interaction))
    if not isinstance(said, Answer):
        return Show(views.reply(said))
    owed = _owe(interaction, "share", query, said, None)
    return Show(problem("I am putting it in this channel." if owed else "That has been shared already."))


def show(interaction: Interaction) -> Reply:
    """The “Show” button of the Home: the answer in a modal, as it is now."""
    said = interaction.bot.asking.answer(_query(interaction), interaction.snapshot, _context(interaction, private=True))
    return Open(views.answer_view(said, explains=_explains_apart(interaction, said)))


def explain(interaction: Interaction) -> Reply:
    """“What does this mean?”: how a real change is told from chance, for whoever presses."""
    _first_time(interaction)
    return Open(explanation_view())


def receipt(interaction: Interaction) -> Reply:
    """Where the figures of a message came from; of one that was revised since, how it stands now."""
    stated = interaction.pressed(FiguresRef)
    context = _context(interaction, private=True)
    asking, snapshot = interaction.bot.asking, interaction.snapshot
    receipts = [(asking.receipt(one.measure, one.period, snapshot, context), one.revision) for one in stated.figures]
    return Open(views.receipt_view(receipts, stated.more))


def _query(interaction: Interaction) -> Query:
    try:
        return Query.from_payload(interaction.pressed(QueryRef).query)
    except ValueError:
        raise BadInput("That button no longer works. Please ask again.") from None


def _context(interaction: Interaction, *, private: bool = False) -> Context:
    return Context(interaction.person, interaction.privately if private else interaction.place)


def _can_share(interaction: Interaction, said: Said) -> bool:
    return interaction.place.kind is PlaceKind.CHANNEL and isinstance(said, Answer) and bool(said.figures)


def _explains(interaction: Interaction, said: Said, session: Session) -> bool:
    """Whether this is the first time that the person reads of a real change, or of chance; noted as shown."""
    return explanations.tells_change_from_chance(said) and _show(interaction, session)


def _explains_apart(interaction: Interaction, said: Said) -> bool:
    """The same where the handler itself only reads."""
    return explanations.tells_change_from_chance(said) and _first_time(interaction)


def _first_time(interaction: Interaction) -> bool:
    """Note that the person is shown the explanation. Once they have been, nobody has to wait for a writer."""
    if not explanations.is_new_to(interaction.session, interaction.person):
        return False
    with interaction.bot.database.transaction() as session:
        return _show(interaction, session)


def _show(interaction: Interaction, session: Session) -> bool:
    person = interaction.person
    return explanations.show(session, team_id=person.team_id, user_id=person.user_id, now=interaction.now)


def _owe(
    interaction: Interaction, why: str, query: Query, said: Said, thread_ts: str | None, *, explains: bool = False
) -> bool:
    pressed_on = interaction.message_ts
    return outbox.owe(
        interaction.session,
        key=f"{why}:{interaction.person.team_id}:{interaction.place.channel_id}:{pressed_on}:{_digest(query)}",
        team_id=interaction.person.team_id,
        channel_id=interaction.place.channel_id,
        thread_ts=thread_ts,
        kind=outbox.Kind.ANSWER,
        payload={**freeze(said), "explains": True} if explains else freeze(said),
        now=interaction.now,
    )


def _digest(query: Query) -> str:
    payload: Mapping[str, Any] = views.query_ref(query).query
    return hashlib.sha256(json.dumps(payload, sort_keys=True).encode()).hexdigest()[:16]
