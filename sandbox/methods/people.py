"""users.*, usergroups.*, bots.*, team.* and auth.test: who is there. Source: D/methods, each method's page."""

from sandbox.backend import Backend
from sandbox.feed import Json
from sandbox.methods.arguments import page
from sandbox.rules.refusal import Refused


def auth_test(backend: Backend, args: Json) -> Json:
    """Who the token belongs to."""
    workspace = backend.workspace
    return {
        "url": f"{backend.base_url}/",
        "team": workspace.team.name,
        "user": workspace.app_name.lower(),
        "team_id": workspace.team.id,
        "user_id": workspace.bot_user,
        "bot_id": workspace.bot_id,
        "is_enterprise_install": False,
    }


def users_info(backend: Backend, args: Json) -> Json:
    """Refused: user_not_found."""
    if args["user"] == backend.workspace.bot_user:
        return {"user": _app_user(backend)}
    person = backend.workspace.people.get(args["user"])
    if person is None:
        raise Refused("user_not_found")
    return {"user": _allowed(backend, person.as_user(backend.workspace.team.id))}


def users_list(backend: Backend, args: Json) -> Json:
    """Refused: invalid_limit, invalid_cursor."""
    everybody = [person.as_user(backend.workspace.team.id) for person in backend.workspace.people.values()]
    shown, following = page(args, [_app_user(backend), *everybody], 200)
    return {"members": [_allowed(backend, user) for user in shown], "cache_ts": 0, "response_metadata": following}


def lookup_by_email(backend: Backend, args: Json) -> Json:
    """Refused: users_not_found, also for somebody deactivated."""
    for person in backend.workspace.people.values():
        if person.email and person.email.lower() == str(args["email"]).lower() and not person.deleted:
            return {"user": _allowed(backend, person.as_user(backend.workspace.team.id))}
    raise Refused("users_not_found")


def usergroups_list(backend: Backend, args: Json) -> Json:
    """This workspace has no user groups."""
    return {"usergroups": []}


def usergroups_users_list(backend: Backend, args: Json) -> Json:
    """Refused: no_such_subteam, always: this workspace has no user groups."""
    raise Refused("no_such_subteam")


def bots_info(backend: Backend, args: Json) -> Json:
    """Refused: bot_not_found."""
    workspace = backend.workspace
    if args.get("bot") != workspace.bot_id:
        raise Refused("bot_not_found")
    bot = {"id": workspace.bot_id, "name": workspace.app_name, "app_id": workspace.app_id, "deleted": False}
    return {"bot": {**bot, "user_id": workspace.bot_user, "updated": 0}}


def team_info(backend: Backend, args: Json) -> Json:
    """The workspace."""
    team = backend.workspace.team
    return {"team": {"id": team.id, "name": team.name, "domain": team.domain}}


def _app_user(backend: Backend) -> Json:
    workspace = backend.workspace
    profile = {"real_name": workspace.app_name, "display_name": workspace.app_name, "bot_id": workspace.bot_id}
    user: Json = {"id": workspace.bot_user, "team_id": workspace.team.id, "name": workspace.app_name.lower()}
    return user | {"real_name": workspace.app_name, "deleted": False, "is_bot": True, "profile": profile}


def _allowed(backend: Backend, user: Json) -> Json:
    """Addresses only with their own scope. Source: D/scopes/users.read.email."""
    if "users:read.email" not in backend.manifest.scopes:
        user["profile"] = {name: value for name, value in user["profile"].items() if name != "email"}
    return user
