"""`bot.py doctor`: each check in one line, with what to do where one fails. Posts nothing."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from slack_sdk import WebClient
from slack_sdk.errors import SlackApiError
from sqlalchemy.orm import Session

from handlers.channel_checks import CHANNEL_IDS, channel_of
from perfdata.care import obstacle
from perfdata.council import Council
from perfdata.loading.leave_out import LeftOut, waiting
from perfdata.readers import Reader, mistake, readers_of
from perfdata.snapshot import Snapshot
from perfdata.store.health import Health, examine

LATE_SECONDS = 120
"""A message owed for longer than this says that no bot is delivering."""


@dataclass(frozen=True, slots=True)
class Check:
    """One thing looked at: whether it is well, and a sentence that says so or says what to do."""

    name: str
    well: bool
    sentence: str


def examined(session: Session, snapshot: Snapshot, now: datetime, *, token: str, api_url: str) -> list[Check]:
    """All checks; of Slack those for which a token is given."""
    council = snapshot.council
    checks = list(of_data(examine(session), snapshot, now, waiting(session), mistake(session, council)))
    if token:
        checks += of_slack(WebClient(token, base_url=api_url, timeout=10), council, readers_of(session, council))
    return checks


def of_data(
    health: Health, snapshot: Snapshot, now: datetime, left_out: Sequence[LeftOut] = (), readers: str = ""
) -> Iterator[Check]:
    """What the database and the council's configuration say.

    `left_out` are the oldest rows that wait to be mended; `readers` says what is wrong with who is told of a round.
    """
    loaded = health.measures > 0 and health.figures > 0
    yield Check(
        "figures",
        loaded,
        f"{health.measures} measures and {health.figures} figures, last loaded {_moment(health.last_loaded_at)}."
        if loaded
        else "No figures are held. Load them with `bot.py load PATH`.",
    )
    strangers = sorted({person.title for person in snapshot.people.values() if not person.roles})
    yield Check(
        "roles",
        not strangers,
        "Every role title has a role."
        if not strangers
        else f"These role titles have no role, so no rights: {', '.join(strangers)}. Add them to roles.toml.",
    )
    yield Check("readers", not readers, readers or "Everybody who is told of a round can be found.")
    late = health.oldest_owed_at is not None and (now - health.oldest_owed_at).total_seconds() > LATE_SECONDS
    yield Check(
        "delivery",
        not late,
        f"{health.waiting} messages wait to be delivered."
        if not late
        else f"{health.waiting} messages wait, the oldest since {_moment(health.oldest_owed_at)}. Run `bot.py run`.",
    )
    yield Check(
        "troubled messages",
        not health.troubled,
        "No message failed."
        if not health.troubled
        else f"{health.troubled} messages failed or may not have arrived; the Performance Team has been told.",
    )
    yield Check(
        "rows left out",
        not health.left_out,
        "No row that a load left out waits to be mended."
        if not health.left_out
        else f"Rows that loads left out and that wait to be mended: {health.left_out}. {_first(left_out)} "
        "Mend them at their source and load the new file.",
    )
    broken = health.broken_audit_entry
    yield Check(
        "audit trail",
        broken is None,
        "The record of decisions is as it was written."
        if broken is None
        else f"Entry {broken} of the record of decisions is missing or was changed. Compare it with a backup.",
    )


def of_slack(client: WebClient, council: Council, readers: Sequence[Reader]) -> Iterator[Check]:
    """Whether Slack knows the bot, and whether it can post where it must."""
    try:
        known = client.auth_test()
    except (SlackApiError, OSError) as error:
        yield Check("Slack", False, f"Slack does not accept the bot's token ({_code(error)}). Check SLACK_BOT_TOKEN.")
        return
    here = known["team_id"] == council.team_id
    yield Check(
        "Slack",
        here,
        f"Connected to the workspace {known['team']}."
        if here
        else f"The token is of workspace {known['team_id']}, but council.toml says {council.team_id}. Change one.",
    )
    for reader in readers:
        if reader.channel_id.startswith(CHANNEL_IDS):
            yield _channel(client, reader.channel_id, f"#{reader.channel_name}", reader)
    yield _channel(client, council.performance_channel, "the Performance Team's channel")


def as_text(checks: Iterable[Check]) -> str:
    """One line a check, “well” or “NOT WELL” first."""
    return "\n".join(f"{'well' if one.well else 'NOT WELL':8}  {one.name}: {one.sentence}" for one in checks)


def as_json(checks: Iterable[Check]) -> list[dict[str, Any]]:
    """The checks as other programs read them."""
    return [{"name": one.name, "well": one.well, "sentence": one.sentence} for one in checks]


def _first(left_out: Sequence[LeftOut]) -> str:
    return "; ".join(
        f"{one.file_name}{f', sheet {one.sheet}' if one.sheet else ''}, row {one.row}"
        f"{f' ({one.code})' if one.code else ''}: {one.problem}"
        for one in left_out
    )


def _channel(client: WebClient, channel_id: str, name: str, reader: Reader | None = None) -> Check:
    """What posting there would meet: first whether the bot can read it, then who else does."""
    try:
        client.conversations_history(channel=channel_id, limit=1)
    except SlackApiError as error:
        return Check(name, False, f"The bot cannot read {name}, {channel_id} ({_code(error)}). Invite it there.")
    try:
        found = channel_of(client.conversations_info(channel=channel_id)["channel"])
    except SlackApiError as error:
        advice = "Install the app again from config/manifest.json, which asks for channels:read and groups:read."
        return Check(name, False, f"The bot cannot look who reads {name} ({_code(error)}). {advice}")
    if (sentence := obstacle(reader, found)) is not None:
        return Check(name, False, f"{name}: {sentence}")
    return Check(name, True, f"The bot is in {name}.")


def _code(error: Exception) -> str:
    return str(error.response["error"]) if isinstance(error, SlackApiError) else "no connection"


def _moment(moment: datetime | None) -> str:
    return "never" if moment is None else f"{moment:%d %B %Y at %H:%M} UTC"
