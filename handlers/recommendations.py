"""Recommendations to the executive: made at a surgery, received, and answered."""

from __future__ import annotations

from datetime import date

from handlers.context import Interaction
from handlers.ids import Action, BlockId
from handlers.references import RecommendationRef, SurgeryRef
from handlers.replies import Mistakes, Open, Replace, Reply
from handlers.surgeries import REFUSED, surgery_meant
from handlers.views import recommendations as views
from perfdata.surgeries.recommendation import Recommendation, Response, recommendation_by_number
from perfdata.surgeries.recommending import receive, recommend, respond


def open_form(interaction: Interaction) -> Reply:
    """“Recommend”."""
    return Open(views.form(surgery_meant(interaction)))


def submit(interaction: Interaction) -> Reply:
    """That form as sent."""
    try:
        made = recommend(
            interaction.session,
            interaction.snapshot,
            person=interaction.person,
            place=interaction.place,
            surgery_id=interaction.about(SurgeryRef).surgery,
            text=interaction.entered(BlockId.WORDS, Action.WORDS),
            now=interaction.now,
        )
    except REFUSED as refused:
        return Mistakes({BlockId.WORDS: refused.sentence})
    return Replace(views.done_view("Recommend", made))


def open_received(interaction: Interaction) -> Reply:
    """“Record its receipt”."""
    return Open(views.received_form(_meant(interaction), interaction.today))


def submit_received(interaction: Interaction) -> Reply:
    """That form as sent."""
    about = interaction.about(RecommendationRef)
    try:
        received = receive(
            interaction.session,
            interaction.snapshot,
            person=interaction.person,
            place=interaction.place,
            number=about.recommendation,
            received_on=date.fromisoformat(interaction.entered(BlockId.DAY, Action.DAY)),
            now=interaction.now,
            seen_version=about.version,
        )
    except REFUSED as refused:
        return Mistakes({BlockId.DAY: refused.sentence})
    return Replace(views.done_view("Record its receipt", received))


def open_respond(interaction: Interaction) -> Reply:
    """“Record the answer”."""
    return Open(views.respond_form(_meant(interaction)))


def submit_respond(interaction: Interaction) -> Reply:
    """That form as sent."""
    about = interaction.about(RecommendationRef)
    try:
        answered = respond(
            interaction.session,
            interaction.snapshot,
            person=interaction.person,
            place=interaction.place,
            number=about.recommendation,
            response=Response[interaction.entered(BlockId.KIND, Action.KIND)],
            answer=interaction.entered(BlockId.REASON, Action.REASON),
            now=interaction.now,
            seen_version=about.version,
        )
    except REFUSED as refused:
        return Mistakes({BlockId.REASON: refused.sentence})
    return Replace(views.done_view("Record the answer", answered))


def _meant(interaction: Interaction) -> Recommendation:
    return recommendation_by_number(
        interaction.session,
        interaction.snapshot,
        person=interaction.person,
        place=interaction.privately,
        number=interaction.pressed(RecommendationRef).recommendation,
    )
