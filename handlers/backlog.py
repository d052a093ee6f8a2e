"""Putting a question to the Performance Team, its reply, and what somebody thinks of an answer."""

from __future__ import annotations

import hashlib

from handlers.context import Interaction, is_direct
from handlers.ids import Action, BlockId
from handlers.references import AskTeamRef, FeedbackRef, QuestionRef
from handlers.replies import Mistakes, Open, Replace, Reply, Show
from handlers.views import backlog as views
from perfdata import backlog, unanswered
from perfdata.backlog import Why
from perfdata.errors import ScrutineerError


def ask(interaction: Interaction) -> Reply:
    """“Ask the Performance Team”, under a question that was not answered: once a question."""
    ref, person = interaction.pressed(AskTeamRef), interaction.person
    words = ref.words or unanswered.words_of(interaction.session, ref.noted, person.team_id)
    alone = bool(ref.words)
    key = _digest(person.user_id, words, str(interaction.today)) if alone else f"noted:{ref.noted}"
    done = backlog.ask(
        interaction.session,
        interaction.snapshot,
        person=person,
        place=interaction.place,
        thread_ts=None if alone else interaction.thread_ts,
        asked_key=key,
        words=words,
        why=Why.NOT_ANSWERED,
        now=interaction.now,
    )
    return Show(views.put(done))


def open_reply(interaction: Interaction) -> Reply:
    """“Reply”, in the team's channel or on its Home: the form."""
    number = interaction.pressed(QuestionRef).question
    return Open(
        views.reply_form(
            backlog.find(interaction.session, number, person=interaction.person, place=interaction.privately)
        )
    )


def submit_reply(interaction: Interaction) -> Reply:
    """That form as sent."""
    text = interaction.entered(BlockId.REPLY, Action.REPLY)
    try:
        backlog.reply(
            interaction.session,
            interaction.snapshot,
            person=interaction.person,
            place=interaction.place,
            number=interaction.about(QuestionRef).question,
            text=text,
            now=interaction.now,
        )
    except ScrutineerError as error:
        return Mistakes({BlockId.REPLY: error.sentence})
    return Replace(views.replied_view())


def feedback(interaction: Interaction) -> Reply:
    """“Right” or “Not right” under an answer."""
    ref = interaction.pressed(FeedbackRef)
    place, thread = interaction.place.channel_id, interaction.thread_ts
    if ref.right:
        backlog.right(
            interaction.session,
            interaction.snapshot,
            person=interaction.person,
            place=interaction.place,
            said_key=_digest(interaction.person.user_id, place, interaction.message_ts, Why.RIGHT),
            now=interaction.now,
        )
        return Show(views.thanks())
    return Open(views.feedback_form(FeedbackRef(about=ref.about, channel=place, thread=thread)))


def submit_feedback(interaction: Interaction) -> Reply:
    """What is not right, as sent: to the Performance Team, whose reply comes back under the answer."""
    about, person = interaction.about(FeedbackRef), interaction.person
    words = interaction.entered(BlockId.REPLY, Action.REPLY)
    measure = interaction.snapshot.measures.get(about.about)
    try:
        done = backlog.ask(
            interaction.session,
            interaction.snapshot,
            person=person,
            place=interaction.snapshot.place(about.channel, direct=is_direct(about.channel)),
            thread_ts=about.thread,
            asked_key=_digest(person.user_id, about.channel, about.thread, words),
            words=words,
            why=Why.NOT_RIGHT,
            now=interaction.now,
            about=measure.title if measure is not None and not measure.exempt else "",
        )
    except ScrutineerError as error:
        return Mistakes({BlockId.REPLY: error.sentence})
    return Replace(views.feedback_view(done))


def _digest(*parts: str) -> str:
    return f"asked:{hashlib.sha256(' '.join(parts).encode()).hexdigest()[:32]}"
