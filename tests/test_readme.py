"""The README is true: its commands run, its settings and scopes are those of the program, its files exist."""

from __future__ import annotations

import json
import re
import shlex
import signal
import subprocess
import sys
import urllib.request
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

import bot

ROOT = Path(__file__).parent.parent
README = (ROOT / "README.md").read_text(encoding="utf-8")
COMMANDS = [
    line.strip()
    for block in re.findall(r"```sh\n(.*?)```", README, flags=re.DOTALL)
    for line in block.splitlines()
    if line.strip()
]
BOT = ".venv/bin/python bot.py "
# These two stay until they are ended; each has a test of its own.
STAYING = ("run", "demo")
AT_ONCE = [line for line in COMMANDS if line.startswith(BOT) and line.removeprefix(BOT).split()[0] not in STAYING]
ANSWER_SECONDS = 30


def test_every_command_is_of_a_kind_that_is_run_here() -> None:
    known = ("make ", BOT, "export ", "/invite ")
    assert COMMANDS
    assert [line for line in COMMANDS if not line.startswith(known)] == []


@pytest.mark.parametrize("line", [line for line in COMMANDS if line.startswith("make ")])
def test_make_targets_exist(line: str) -> None:
    tried = subprocess.run(["make", "--dry-run", *shlex.split(line)[1:]], cwd=ROOT, capture_output=True, check=False)
    assert tried.returncode == 0, tried.stderr


def test_commands_run_in_the_order_given(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(ROOT)
    monkeypatch.setenv("DATABASE_URL", f"sqlite:///{tmp_path / 'readme.db'}")
    monkeypatch.setenv("SCRUTINEER_TODAY", "2026-11-24")
    assert AT_ONCE
    for line in AT_ONCE:
        words = shlex.split(line.removeprefix(BOT).replace("path/to/your/exports", "config/norbridge/data"))
        code = bot.main(words)
        said = capsys.readouterr()
        assert code == 0, f"{line}\n{said.out}\n{said.err}"
        assert said.out.strip(), line
        if "--json" in words:
            json.loads(said.out)


@pytest.fixture
def demo() -> Iterator[tuple[subprocess.Popen[str], str]]:
    """The demo as the README starts it, and its page's address."""
    process = subprocess.Popen(
        [sys.executable, "bot.py", "demo", "--no-browser"], cwd=ROOT, stdout=subprocess.PIPE, text=True
    )
    assert process.stdout is not None
    address = re.search(r"http://\S+", process.stdout.readline())
    assert address
    yield process, address[0]
    process.kill()
    process.wait()


def test_the_demo_answers_its_first_question(demo: tuple[subprocess.Popen[str], str]) -> None:
    process, page = demo
    with urllib.request.urlopen(page) as front:
        assert b"Scrutineer" in front.read()
    workspace = _get(f"{page}/control/workspace")
    person = next(one for one in workspace["people"] if one["name"].startswith("Chair, Climate"))
    channel = next(one for one in workspace["channels"] if one["name"] == "scrutiny-environment")
    said = _post(
        f"{page}/control/say",
        {"user": person["id"], "channel": channel["id"], "text": "@Scrutineer how is recycling doing?"},
    )
    answer = _first_reply(page, person["id"], channel["id"], said["ts"])
    for fact in ("44.3%", "46.0%", "off target", "October 2026", "observations.csv, row 56"):
        assert fact in answer["text"]
    process.send_signal(signal.SIGINT)
    assert process.wait(timeout=20) == 0


def test_settings_are_those_of_the_program() -> None:
    told = set(re.findall(r"`([A-Z]+_[A-Z_]+)`", README))
    read = set(re.findall(r'"([A-Z]+_[A-Z_]+)"', (ROOT / "config" / "settings.py").read_text(encoding="utf-8")))
    assert told == read


def test_scopes_are_those_of_the_manifest() -> None:
    manifest = json.loads((ROOT / "config" / "manifest.json").read_text(encoding="utf-8"))
    told = set(re.findall(r"^\| `([a-z_]+:[a-z_]+|commands)` \|", README, flags=re.MULTILINE))
    assert told == set(manifest["oauth_config"]["scopes"]["bot"])


def test_files_that_it_names_exist() -> None:
    for name in re.findall(r"\]\((?!http)([^)#]+)\)", README):
        assert (ROOT / name).exists(), name


def _first_reply(page: str, user: str, channel: str, ts: str) -> dict[str, Any]:
    """The bot's answer in the thread; the page's own stream of events says when to look."""
    deadline = urllib.request.Request(f"{page}/control/events?user={user}&after=0")
    with urllib.request.urlopen(deadline, timeout=ANSWER_SECONDS) as events:
        for _ in events:
            url = f"{page}/control/messages?user={user}&channel={channel}&thread_ts={ts}"
            replies = [one for one in _get(url)["messages"] if one["ts"] != ts]
            if replies:
                return dict(replies[0])
    raise AssertionError("the bot did not answer")


def _get(url: str) -> Any:
    with urllib.request.urlopen(url, timeout=ANSWER_SECONDS) as response:
        return json.load(response)


def _post(url: str, document: dict[str, Any]) -> Any:
    request = urllib.request.Request(
        url, data=json.dumps(document).encode(), headers={"Content-Type": "application/json"}
    )
    with urllib.request.urlopen(request, timeout=ANSWER_SECONDS) as response:
        return json.load(response)
