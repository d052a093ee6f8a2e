"""views.*: modals and Homes. Source: D/methods/views.*, each method's page."""

import copy

from sandbox.backend import Backend
from sandbox.feed import Json
from sandbox.rules.refusal import Refused
from sandbox.rules.views import check_view


def open_view(backend: Backend, args: Json) -> Json:
    """Refused: invalid_arguments, view_too_large, a trigger that does not hold, push_limit_reached."""
    payload = check_view(args["view"], "modal")
    trigger = backend.triggers.exchange(args["trigger_id"])
    return {"view": copy.deepcopy(backend.modals.open(trigger.user, payload))}


def push(backend: Backend, args: Json) -> Json:
    """As views.open, from something done inside a modal. Refused: not_found when it was not, or the modal has gone."""
    payload = check_view(args["view"], "modal")
    trigger = backend.triggers.exchange(args["trigger_id"])
    if trigger.view_id is None:
        raise Refused("not_found")
    backend.modals.find(trigger.view_id, None)
    return {"view": copy.deepcopy(backend.modals.open(trigger.user, payload))}


def update(backend: Backend, args: Json) -> Json:
    """Refused: invalid_arguments, view_too_large, not_found, hash_conflict."""
    if not args.get("view_id") and not args.get("external_id"):
        raise Refused("invalid_arguments", "missing required field: view_id or external_id")
    view = backend.modals.find(args.get("view_id"), args.get("external_id"))
    payload = check_view(args["view"], str(view.payload["type"]))
    if args.get("hash") and args["hash"] != view.payload["hash"]:
        raise Refused("hash_conflict")
    return {"view": copy.deepcopy(backend.modals.update(view, payload))}


def publish(backend: Backend, args: Json) -> Json:
    """Refused: invalid_arguments (also for an unknown person), not_enabled, view_too_large, hash_conflict."""
    if not backend.manifest.has_home:
        raise Refused("not_enabled")
    if args["user_id"] not in backend.workspace.people:
        raise Refused("invalid_arguments", "invalid user_id [json-pointer:/user_id]")
    payload = check_view(args["view"], "home")
    return {"view": copy.deepcopy(backend.modals.publish(args["user_id"], payload, args.get("hash")))}
