"""Interactive elements inside blocks: their ids, what is chosen in them, and what a press on one tells the app.

Source: D/interaction-payloads/block_actions-payload and view-interactions-payload.
"""

import secrets
from collections.abc import Iterator
from typing import Any

from sandbox.copying import copied
from sandbox.feed import Json
from sandbox.rules.elements import walk
from sandbox.rules.refusal import Refused

FIELDS = {
    "plain_text_input": "value",
    "number_input": "value",
    "email_text_input": "value",
    "url_text_input": "value",
    "static_select": "selected_option",
    "external_select": "selected_option",
    "radio_buttons": "selected_option",
    "overflow": "selected_option",
    "multi_static_select": "selected_options",
    "multi_external_select": "selected_options",
    "checkboxes": "selected_options",
    "users_select": "selected_user",
    "multi_users_select": "selected_users",
    "conversations_select": "selected_conversation",
    "multi_conversations_select": "selected_conversations",
    "channels_select": "selected_channel",
    "multi_channels_select": "selected_channels",
    "datepicker": "selected_date",
    "timepicker": "selected_time",
    "datetimepicker": "selected_date_time",
    "file_input": "files",
}
"""Where each element keeps what a person put in."""
PRESSED = {"button", "icon_button", "feedback_buttons"}
"""Elements that act and keep nothing."""
STATELESS = {*PRESSED, "overflow"}


def with_ids(blocks: list[Json]) -> list[Json]:
    """The blocks, each with a block_id and each element in them with an action_id, as Slack makes them."""
    return [_with_ids(block) for block in blocks]


def _with_ids(block: Json) -> Json:
    nameless = any(_is_nameless(part) for part in walk(block))
    # What was given is kept as it was, for the log of calls; a copy all the way down is only for what lacks names.
    made: Json = copied(block) if nameless else {**block}
    made.setdefault("block_id", secrets.token_urlsafe(4))
    if nameless:
        for part in filter(_is_nameless, walk(made)):
            part["action_id"] = secrets.token_urlsafe(4)
    return made


def _is_nameless(part: Json) -> bool:
    kind = part.get("type")
    return (kind in FIELDS or kind in PRESSED) and "action_id" not in part


def interactive(blocks: list[Json]) -> Iterator[tuple[Json, Json]]:
    """(block, element) for each interactive element."""
    for block in blocks:
        for part in walk(block):
            if "action_id" in part and "type" in part:
                yield block, part


def find(blocks: list[Json], action_id: str, block_id: str | None) -> tuple[Json, Json]:
    """The element that a person means. Refused: no_such_action, also when two fit and no block says which."""
    fitting = [
        (block, element)
        for block, element in interactive(blocks)
        if element["action_id"] == action_id and block_id in (None, block["block_id"])
    ]
    if len(fitting) != 1:
        how_many = "No" if not fitting else "More than one"
        raise Refused("no_such_action", f"{how_many} element has action_id {action_id} and block_id {block_id}.")
    return fitting[0]


def options_of(element: Json) -> list[Json]:
    """The options written into an element, groups taken apart."""
    groups = [option for group in element.get("option_groups", []) for option in group["options"]]
    return [*element.get("options", []), *groups]


def put_in(element: Json, given: Json) -> Json:
    """A state value for the element from what a person gives; an option may be named by its value alone.

    Refused: no_such_option for one that the element does not offer.
    """
    field = FIELDS[element["type"]]
    value = given.get(field)
    if field == "selected_option" and value is not None:
        value = _option(element, value)
    elif field == "selected_options":
        value = [_option(element, each) for each in value or []]
    return {"type": element["type"], field: value}


def _option(element: Json, given: Any) -> Json:
    if element["type"] in ("external_select", "multi_external_select"):
        if not isinstance(given, dict):
            raise Refused("no_such_option", "An external select needs the whole option, as suggested.")
        return given
    wanted = given["value"] if isinstance(given, dict) else given
    for option in options_of(element):
        if option["value"] == wanted:
            return option
    raise Refused("no_such_option", f"{element['action_id']} has no option {wanted}.")


def initial(element: Json) -> Json:
    """The state value of an element that nobody has touched."""
    field = FIELDS[element["type"]]
    name = "initial_value" if field == "value" else field.replace("selected_", "initial_")
    return {"type": element["type"], field: element.get(name, [] if field.endswith("s") else None)}


def initial_state(blocks: list[Json], before: Json | None = None) -> Json:
    """state.values of blocks: what was put in before, where block and action are still there, else initial values."""
    values: Json = {}
    for block, element in interactive(blocks):
        if element["type"] not in STATELESS:
            kept = (before or {}).get(block["block_id"], {}).get(element["action_id"])
            usable = kept is not None and kept["type"] == element["type"]
            values.setdefault(block["block_id"], {})[element["action_id"]] = kept if usable else initial(element)
    return values


def action(block: Json, element: Json, given: Json, ts: str) -> Json:
    """The entry of `actions` that tells the app what was pressed or chosen."""
    entry: Json = {
        "type": element["type"],
        "action_id": element["action_id"],
        "block_id": block["block_id"],
        "action_ts": ts,
    }
    if element["type"] == "feedback_buttons":
        return {**entry, "value": given["value"]}
    if element["type"] in PRESSED:
        shown: Json = {name: element[name] for name in ("text", "value", "style", "icon") if name in element}
        return {**entry, **shown}
    initials = {name: value for name, value in element.items() if name.startswith("initial_")}
    return {**entry, **put_in(element, given), **initials}


def unfilled(blocks: list[Json], values: Json) -> Json:
    """What Slack's own form refuses before it asks the app: {block_id: sentence}."""
    errors: Json = {}
    for block in blocks:
        if block["type"] != "input":
            continue
        element = block["element"]
        value = values[block["block_id"]][element["action_id"]][FIELDS[element["type"]]]
        if value in (None, "", []):
            if not block.get("optional"):
                errors[block["block_id"]] = "Please complete this required field."
        elif isinstance(value, str) and element["type"] == "plain_text_input":
            least, most = element.get("min_length", 0), element.get("max_length", 3000)
            if not least <= len(value) <= most:
                errors[block["block_id"]] = f"Please enter between {least} and {most} characters."
        elif element["type"] == "number_input" and not _fits(element, value):
            errors[block["block_id"]] = "Please enter a number that is allowed here."
    return errors


def _fits(element: Json, value: str) -> bool:
    try:
        number = float(value)
    except ValueError:
        return False
    low, high = float(element.get("min_value", number)), float(element.get("max_value", number))
    return low <= number <= high and (element["is_decimal_allowed"] or number.is_integer())
