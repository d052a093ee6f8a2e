"""Modals in their stacks, and Homes: ids, hashes and what is in their fields."""

import secrets

from sandbox import widgets
from sandbox.feed import Json
from sandbox.rules.refusal import Refused
from sandbox.rules.views import MOST_STACKED
from sandbox.workspace import View, Workspace


class Modals:
    """Every view of the app that somebody has."""

    def __init__(self, workspace: Workspace) -> None:
        self._workspace = workspace

    def stack(self, user: str) -> list[View]:
        """The person's open modals, the top one last."""
        return [self._workspace.views[view_id] for view_id in self._workspace.modals.get(user, [])]

    def top(self, user: str, view_id: str) -> View:
        """The modal on top, if it is the one that is meant. Refused: view_not_found."""
        stack = self.stack(user)
        if not stack or stack[-1].payload["id"] != view_id:
            raise Refused("view_not_found", f"{view_id} is not the form in front of {user}.")
        return stack[-1]

    def open(self, user: str, payload: Json) -> Json:
        """Put a modal on top of the person's stack. Refused: push_limit_reached, duplicate_external_id.

        Stricter: views.open while a modal is open counts as a push.
        """
        stack = self._workspace.modals.setdefault(user, [])
        if len(stack) >= MOST_STACKED:
            raise Refused("push_limit_reached")
        made = self._stored(user, payload, root=stack[0] if stack else None, previous=stack[-1] if stack else None)
        stack.append(made["id"])
        self._tell("view", user, made["id"])
        return made

    def update(self, view: View, payload: Json) -> Json:
        """Put other content into a view; what was typed stays where block and action stay (D/views/modal-views)."""
        self._claim_external_id(payload, view)
        kept = {name: view.payload[name] for name in ("id", "team_id", "app_id", "bot_id", "root_view_id")}
        kept["previous_view_id"] = view.payload["previous_view_id"]
        before = view.payload["state"]["values"]
        view.payload = self._filled(payload, before) | kept
        self._tell("home" if payload["type"] == "home" else "view", view.user, kept["id"])
        return view.payload

    def publish(self, user: str, payload: Json, expected_hash: str | None) -> Json:
        """Set the person's Home. Refused: hash_conflict, duplicate_external_id."""
        home = self._workspace.homes.get(user)
        if expected_hash and (home is None or home.payload["hash"] != expected_hash):
            raise Refused("hash_conflict")
        if home is not None:
            return self.update(home, payload)
        made = self._stored(user, payload, root=None, previous=None)
        self._workspace.homes[user] = self._workspace.views[made["id"]]
        self._tell("home", user, made["id"])
        return made

    def find(self, view_id: str | None, external_id: str | None) -> View:
        """A view that is still open. Refused: not_found."""
        for view in self._workspace.views.values():
            if view.payload["id"] == view_id or (external_id and view.payload["external_id"] == external_id):
                return view
        raise Refused("not_found")

    def close(self, user: str, *, all_of_them: bool = False) -> list[View]:
        """Take the top modal away, or the whole stack; gives those taken, the top one first."""
        stack = self._workspace.modals.get(user, [])
        closed: list[View] = []
        while stack and (all_of_them or not closed):
            closed.append(self._workspace.views.pop(stack.pop()))
        for view in closed:
            self._tell("view", user, view.payload["id"])
        return closed

    def fill(self, view: View, values: Json) -> None:
        """Put a person's values into the fields. Refused: no_such_action, no_such_option."""
        for block_id, actions in values.items():
            for action_id, given in actions.items():
                _, element = widgets.find(view.payload["blocks"], action_id, block_id)
                view.payload["state"]["values"][block_id][action_id] = widgets.put_in(element, given)

    def _stored(self, user: str, payload: Json, *, root: str | None, previous: str | None) -> Json:
        self._claim_external_id(payload, None)
        view_id = self._workspace.new_id("V")
        team = self._workspace.team.id
        identity: Json = {
            "id": view_id,
            "team_id": team,
            "app_id": self._workspace.app_id,
            "bot_id": self._workspace.bot_id,
        }
        identity |= {"root_view_id": root or view_id, "previous_view_id": previous, "app_installed_team_id": team}
        made = self._filled(payload, None) | identity
        self._workspace.views[view_id] = View(made, user)
        return made

    def _filled(self, payload: Json, before: Json | None) -> Json:
        blocks = widgets.with_ids(payload["blocks"])
        defaults: Json = {"callback_id": "", "external_id": "", "private_metadata": "", "state": {}, "hash": ""}
        if payload["type"] == "modal":
            defaults |= {"submit": None, "close": None, "clear_on_close": False, "notify_on_close": False}
        made = {**defaults, **payload, "blocks": blocks}
        made["state"] = {"values": widgets.initial_state(blocks, before)}
        made["hash"] = f"{self._workspace.new_ts()}.{secrets.token_hex(4)}"
        return made

    def _claim_external_id(self, payload: Json, owner: View | None) -> None:
        external_id = payload.get("external_id")
        for view in self._workspace.views.values():
            if external_id and view is not owner and view.payload["external_id"] == external_id:
                raise Refused("duplicate_external_id")

    def _tell(self, kind: str, user: str, view_id: str) -> None:
        self._workspace.feed.add(kind, seen_by=[user], view_id=view_id)
