"""What Slack refuses of a modal or a Home. Source: D/views/modal-views, D/views/home-tab-views, D/methods/views.*."""

import json
from typing import Any

from sandbox.feed import Json
from sandbox.rules import blocks, elements
from sandbox.rules.messages import decoded
from sandbox.rules.refusal import Refused
from sandbox.rules.shapes import Checks, Faults, anything, by_type, flag, string, typed

MOST_BYTES = 250_000
MOST_STACKED = 3

_SHARED: Checks = {"callback_id": string(255, 0), "external_id": string(255, 0), "private_metadata": string(3000, 0)}
_MODAL: Checks = {
    "submit": elements.plain(24),
    "close": elements.plain(24),
    "clear_on_close": flag,
    "notify_on_close": flag,
    "submit_disabled": flag,
}


def _submit_with_inputs(view: Any, at: str) -> Faults:
    inputs = any(isinstance(block, dict) and block.get("type") == "input" for block in view["blocks"])
    if inputs and "submit" not in view:
        yield f"missing required field: submit, needed with input blocks [json-pointer:{at}]"


_VIEW = by_type(
    {
        "modal": typed({"title": elements.plain(24), "blocks": anything}, {**_SHARED, **_MODAL}, _submit_with_inputs),
        "home": typed({"blocks": anything}, _SHARED),
    }
)


def check_view(value: Any, kind: str) -> Json:
    """A view as the app sent it. Refused: invalid_arguments, view_too_large.

    Stricter: a Home with a title or buttons, which belong to modals, is refused.
    """
    view = decoded(value, "invalid_arguments")
    if isinstance(view, dict) and view.get("type") != kind:
        raise Refused("invalid_arguments", f"unsupported type: {view.get('type')} [json-pointer:/view/type]")
    found = [*_VIEW(view, "/view")]
    if not found:
        found = blocks.faults(view["blocks"], kind, "/view/blocks")
    if found:
        raise Refused("invalid_arguments", found)
    if len(json.dumps(view, separators=(",", ":")).encode()) > MOST_BYTES:
        raise Refused("view_too_large")
    checked: Json = view
    return checked
