"""The bot as it runs: parts put together, started in order, stopped in order.

Started: delivery first, then the door to Slack, then what was noted and not finished. Stopped the other way round:
nothing new comes in, what is being answered is answered, what is being posted is posted and settled.
"""

from __future__ import annotations

import logging
import os
import secrets
import signal
import socket
import threading
from collections.abc import Callable, Mapping
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING

from slack_bolt import App
from slack_bolt.error import BoltError
from slack_sdk import WebClient
from slack_sdk.errors import SlackApiError, SlackClientError

from handlers import inbox
from handlers.channel_checks import ChannelChecks, channel_looker
from handlers.context import Bot
from handlers.delivery import Delivery, Pace, Slack
from handlers.downloads import SlackFiles
from handlers.drafts import Renderer
from handlers.http import HttpDoor
from handlers.routes import RENDERERS, register
from handlers.socket import SocketDoor
from handlers.uploads import FOLDER
from perfdata.council import Council
from perfdata.errors import BadConfiguration
from perfdata.readers import Reader, readers_by_channel, require_known
from perfdata.rounds import calendar_moment
from perfdata.snapshot import Snapshots
from perfdata.store.database import Database
from perfdata.visibility import for_everybody

if TYPE_CHECKING:
    from perfdata.asking import Asking

logger = logging.getLogger(__name__)

LISTENERS = 5
"""Bolt's own number of threads: more of them lowered the throughput when it was measured."""

PING_SECONDS = 3
"""How often the socket is tried. A network that dies without a word is noticed after a few of these; with the SDK's
own ten seconds that took over twenty."""

CALL_SECONDS = 5
"""The longest that a call may take while somebody waits: opening a form, mostly."""

FORGET = timedelta(hours=1)


@dataclass(frozen=True, slots=True)
class Connection:
    """How to reach Slack. With `port`, Slack comes to us over HTTP and the signing secret is needed; else we dial out
    over Socket Mode, and the app-level token is."""

    bot_token: str = field(repr=False)
    app_token: str = field(repr=False)
    signing_secret: str = field(repr=False)
    api_url: str
    port: int | None = None


class Running:
    """A bot, to be started and stopped. `listeners` are the threads that handlers run on.

    `snapshots` are the bot's own where none are given.
    """

    def __init__(
        self,
        database: Database,
        council: Council,
        asking: Asking,
        connection: Connection,
        *,
        now: Callable[[], datetime],
        today: Callable[[], date],
        pace: Pace | None = None,
        pictures: Path = FOLDER,
        renderers: Mapping[str, Renderer] = RENDERERS,
        listeners: ThreadPoolExecutor | None = None,
        snapshots: Snapshots | None = None,
    ) -> None:
        _require_tokens(connection)
        self._connection = connection
        self._listeners = listeners or ThreadPoolExecutor(LISTENERS, thread_name_prefix="listener")
        holder = f"{socket.gethostname()[:30]}:{os.getpid()}:{secrets.token_hex(4)}"
        self._pace = pace or Pace()
        self.delivery = Delivery(
            database,
            Slack(connection.bot_token, connection.api_url),
            renderers,
            holder=holder,
            team_id=council.team_id,
            performance_channel=council.performance_channel,
            now=now,
            pace=self._pace,
            pictures=pictures,
            checks=ChannelChecks(council, self._readers, lambda: calendar_moment(now(), today())),
        )
        self.bot = Bot(
            database=database,
            council=council,
            snapshots=snapshots or Snapshots(council, build=for_everybody),
            asking=asking,
            holder=holder,
            lease=self._pace.lease,
            now=now,
            today=today,
            files=SlackFiles(connection.bot_token, connection.api_url),
            look_at=channel_looker(connection.bot_token, connection.api_url, CALL_SECONDS),
            wake=self.delivery.wake,
            prepare=self.delivery.prepare,
            hand_over=self.delivery.hand_over,
        )
        self._stopping = threading.Event()
        self._sweeper = threading.Thread(target=self._sweep, name="sweep", daemon=True)
        self._door: SocketDoor | HttpDoor | None = None

    def start(self) -> None:
        """Connect, and take up what an earlier process left.

        Raises BadConfiguration where Slack does not let us in, and where a reader names what nothing loaded has.
        """
        app = build_app(self.bot, self._connection, self._listeners)
        with self.bot.database.reading() as session:
            require_known(session, self.bot.council)
            # The first question should not have to wait for this.
            self.bot.snapshots.current(session, self.bot.today())
        self.delivery.start()
        self._sweeper.start()
        try:
            self._door = _open_door(app, self._connection)
        except BadConfiguration:
            self.stop()
            raise
        # Only now: a large file among them takes long, and nobody else should have to wait for it.
        while inbox.resume(self.bot, every=self.bot.database.is_sqlite):
            logger.info("took up questions that had been noted and not answered")

    def _readers(self) -> Mapping[str, Reader]:
        """Who is told in which channel; asked of the database alone, since delivery waits for it."""
        with self.bot.database.reading() as session:
            return readers_by_channel(session, self.bot.council)

    def stop(self) -> None:
        """Let nothing new in, finish what is in hand, end every thread."""
        if self._door is not None:
            self._door.close()
        self._listeners.shutdown(wait=True)
        self._stopping.set()
        if self._sweeper.is_alive():
            self._sweeper.join()
        self.delivery.stop()

    def _sweep(self) -> None:
        forgotten_at: datetime | None = None
        while not self._stopping.wait(self._pace.sweep.total_seconds()):
            try:
                inbox.resume(self.bot)
                now = self.bot.now()
                if forgotten_at is None or now - forgotten_at > FORGET:
                    inbox.forget(self.bot, now)
                    forgotten_at = now
            except Exception:
                logger.exception("the sweep failed; it tries again")


def build_app(bot: Bot, connection: Connection, listeners: ThreadPoolExecutor | None = None) -> App:
    """The Bolt app with every handler. Raises BadConfiguration where Slack refuses us or is another council's."""
    client = WebClient(token=connection.bot_token, base_url=connection.api_url, timeout=CALL_SECONDS, retry_handlers=[])
    try:
        known = client.auth_test()
        app = App(
            client=client,
            signing_secret=connection.signing_secret or None,
            token_verification_enabled=False,
            listener_executor=listeners,
            request_verification_enabled=connection.port is not None,
        )
    except SlackApiError as error:
        raise BadConfiguration(
            f"Slack does not accept SLACK_BOT_TOKEN ({error.response['error']}). Copy it again from the app's page."
        ) from None
    except (SlackClientError, BoltError, OSError):
        raise BadConfiguration(
            f"Slack cannot be reached at {connection.api_url}. Check the network and SLACK_API_URL."
        ) from None
    if known["team_id"] != bot.council.team_id:
        raise BadConfiguration(
            f"The token belongs to the workspace {known['team_id']}, but council.toml says {bot.council.team_id}. "
            "Use the token of the council's own workspace, or correct team_id."
        )
    register(app, bot)
    return app


def wait_for_signal() -> None:
    """Return when the process is asked to end: SIGTERM, or Ctrl-C. To be called from the main thread."""
    asked = threading.Event()
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, lambda *_: asked.set())
    asked.wait()


def _require_tokens(connection: Connection) -> None:
    missing = [
        name
        for name, value in (
            ("SLACK_BOT_TOKEN", connection.bot_token),
            ("SLACK_APP_TOKEN", connection.app_token if connection.port is None else "-"),
            ("SLACK_SIGNING_SECRET", connection.signing_secret if connection.port is not None else "-"),
        )
        if not value
    ]
    if missing:
        raise BadConfiguration(
            f"{' and '.join(missing)} must be set to run the bot. The README says where to find them."
        )


def _open_door(app: App, connection: Connection) -> SocketDoor | HttpDoor:
    if connection.port is not None:
        door = HttpDoor(app, connection.port)
        try:
            door.open()
        except OSError:
            raise BadConfiguration(f"Port {connection.port} is taken. Choose another with --http.") from None
        return door
    dialled = SocketDoor(app, connection.app_token, ping_interval=PING_SECONDS)
    try:
        dialled.connect()  # type: ignore[no-untyped-call]
    except SlackApiError as error:
        raise BadConfiguration(
            f"Slack does not accept SLACK_APP_TOKEN ({error.response['error']}). Copy it again from the app's page."
        ) from None
    return dialled
