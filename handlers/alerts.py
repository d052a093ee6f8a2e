"""The menu beside an item of an alert."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from handlers.alert_menu import AlertItemRef, ItemMove
from handlers.context import Interaction, carried
from handlers.references import decode
from handlers.replies import Reply, Show
from handlers.views import alert_reasons
from perfdata.alerts.explaining import explain
from perfdata.errors import BadInput


def chose(move: ItemMove) -> Callable[[dict[str, Any]], bool]:
    """A matcher for one choice of the menu."""

    # Bolt injects by parameter name.
    def matches(body: dict[str, Any]) -> bool:
        try:
            return decode(AlertItemRef, carried(body)).do is move
        except BadInput:
            # No choice of this version: let one listener have it, which says so.
            return move is ItemMove.WHY

    return matches


def why(interaction: Interaction) -> Reply:
    """“Why is this here?”: the row of the table of precedence that held, for this person alone."""
    found = explain(
        interaction.session,
        interaction.snapshot,
        person=interaction.person,
        place=interaction.place,
        message_ts=interaction.message_ts,
        code=interaction.pressed(AlertItemRef).measure,
    )
    return Show(alert_reasons.reason(found))
