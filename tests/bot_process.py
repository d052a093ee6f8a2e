"""The bot as a council runs it: a process of its own, which a test may start, kill and start again."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from pathlib import Path

from sandbox.server import Sandbox

ROOT = Path(__file__).parent.parent
START_SECONDS = 30
GONE_SECONDS = 5
RUNNING = b"Scrutineer is running."


class BotProcess:
    """`bot.py run`, or another program, connected to a sandbox and a database. `log` receives what it prints."""

    def __init__(
        self, sandbox: Sandbox, log: Path, *, database_url: str = "", program: tuple[str, ...] = ("bot.py", "run"),
        today: str = "2026-11-24", **environment: str,
    ) -> None:  # fmt: skip
        self._sandbox = sandbox
        self._log = log
        self._command = [sys.executable, *program]
        self._environment = os.environ | {
            "SLACK_API_URL": sandbox.api_url,
            "SLACK_BOT_TOKEN": sandbox.bot_token,
            "SLACK_APP_TOKEN": sandbox.app_token,
            "DATABASE_URL": database_url,
            "SCRUTINEER_TODAY": today,
            **environment,
        }
        self._process: subprocess.Popen[bytes] | None = None
        self._began = 0
        """Where in the log its present life begins."""

    def start(self, *, wait: bool = True) -> None:
        """Start it; with `wait`, until it is connected. Fails the test, with its log, when it does not connect."""
        with self._log.open("ab") as log:
            self._began = log.tell()
            self._process = subprocess.Popen(self._command, cwd=ROOT, env=self._environment, stdout=log, stderr=log)
        if wait:
            self.wait_until_connected()

    def wait_until_connected(self) -> None:
        """Return when the sandbox has a connection from it."""
        feed, socket = self._sandbox.workspace.feed, self._sandbox.backend.socket
        connected = self._sandbox.run(feed.until(lambda: socket.connected or None, START_SECONDS))
        assert connected, f"the bot did not connect; it printed:\n{self._log.read_text(errors='replace')[-4000:]}"

    def is_up(self) -> bool:
        """Whether it has said that it is running, which it does when its clock has begun."""
        with self._log.open("rb") as log:
            log.seek(self._began)
            return RUNNING in log.read()

    @property
    def pid(self) -> int:
        """Its process id."""
        assert self._process is not None
        return self._process.pid

    def kill(self, *, until_missed: bool = True) -> None:
        """End it as a power cut would: signal 9, no goodbye. With `until_missed`, return when no socket is left, for
        which no other process may be connected."""
        if self._process is not None:
            self._process.send_signal(signal.SIGKILL)
            self._process.wait()
            self._process = None
            if not until_missed:
                return
            # Whoever acts next must not meet the dead process's socket, which the sandbox takes a moment to miss.
            feed, socket = self._sandbox.workspace.feed, self._sandbox.backend.socket
            self._sandbox.run(feed.until(lambda: not socket.connected, GONE_SECONDS))

    def stop(self) -> int:
        """Ask it to end (SIGTERM) and give its exit code."""
        assert self._process is not None
        self._process.terminate()
        code = self._process.wait(timeout=START_SECONDS)
        self._process = None
        return code
