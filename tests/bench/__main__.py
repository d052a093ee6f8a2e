"""`make bench`: the answer end to end, beside a bare Bolt echo and a bot that reads the spreadsheet each time."""

from __future__ import annotations

import argparse
import asyncio
import json
import os
import platform
import sqlite3
import statistics
import tempfile
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

import bot
from config.settings import read_settings
from config.thesaurus import read_thesaurus
from perfdata.asking import Asking, Context
from perfdata.people import Person, Role
from perfdata.permissions import Place, PlaceKind
from perfdata.snapshot import Snapshot, build_snapshot
from perfdata.store import schema
from perfdata.store.database import Database
from sandbox.server import Sandbox
from tests.bench import documents, loading, releasing, verdicts
from tests.bench.many_measures import COUNT, of_many
from tests.bot_process import BotProcess
from tests.sample_council import FOLDER, TODAY, load_sample, read_sample

PARTS = ("answers", "documents", "loading", "releasing", "verdicts")
QUESTIONS = (
    "how is recycling doing?",
    "how are the bins doing",
    "council tax last quarter",
    "what is red for the Housing and Communities board",
    "how are we doing on housing?",
    "define sickness",
)
TALK = ("message.channels", "message.groups")
MENTIONS_ALONE = "the same, hearing mentions alone"
ROUNDS, WARM_UP, ONE_ASKER, SLOW_ASKER, ASKERS, EACH = 5, 20, 200, 40, 50, 20
DEADLINE = 60.0
MANY_P95 = 10
"""Milliseconds in which a question is to be understood and answered with very many measures, at p95."""
WORKBOOK = Path(__file__).parent.parent / "data" / "scorecard_2026-10.xlsx"


@dataclass(frozen=True)
class Measured:
    """One round: milliseconds at p50 and p95 for one asker, answers a second for fifty (0 where not measured)."""

    name: str
    p50: float
    p95: float
    answers_a_second: float


def middle(rounds: Sequence[Measured]) -> Measured:
    """The medians of several rounds of one bot: what else the machine did in one of them does not count."""
    return Measured(
        rounds[0].name,
        statistics.median(one.p50 for one in rounds),
        statistics.median(one.p95 for one in rounds),
        statistics.median(one.answers_a_second for one in rounds),
    )


def percentile(values: Sequence[float], part: int) -> float:
    """The value below which `part` per cent of the values lie."""
    return statistics.quantiles(values, n=100, method="inclusive")[part - 1]


def main() -> None:
    """Measure everything in one run and print it; with a part as the argument, only that."""
    asked = argparse.ArgumentParser(description="How fast it is.")
    asked.add_argument("part", nargs="?", choices=PARTS, help="one part alone")
    part = asked.parse_args().part
    with tempfile.TemporaryDirectory(prefix="scrutineer-bench-") as folder:
        if part in (None, "answers"):
            run(Path(folder))
        if part in (None, "verdicts"):
            print(f"\n{verdicts.measured()}")
        if part in (None, "documents"):
            print(f"\n{documents.measured()}")
        if part in (None, "releasing"):
            print(f"\n{releasing.measured(Path(folder))}")
        if part in (None, "loading"):
            print(f"\n{loading.as_text(loading.measure(Path(folder)))}")


def run(folder: Path) -> None:
    """Load the sample council, let one bot after the other answer, several rounds of all, and print the ratios."""
    url = f"sqlite:///{folder / 'bench.db'}"
    database = Database(url)
    schema.ensure(database)
    load_sample(database, read_sample())
    with database.reading() as session:
        snapshot = build_snapshot(session, read_sample(), TODAY)
    database.close()
    read_each_time = ("-m", "tests.bench.spreadsheet_bot")
    export = {
        "BENCH_EXPORT": str(FOLDER / "data" / "doris" / "observations.csv"),
        "BENCH_DICTIONARY": str(FOLDER / "data" / "measures.csv"),
    }

    def echo(sandbox: Sandbox) -> BotProcess:
        return BotProcess(sandbox, folder / "echo.log", program=("-m", "tests.bench.echo_bot"))

    lean = of_mentions_alone(folder)
    bots: dict[str, Callable[[Sandbox], BotProcess]] = {
        "a bare Bolt echo": echo,
        MENTIONS_ALONE: echo,
        "Scrutineer, synchronous=FULL": lambda sandbox: BotProcess(sandbox, folder / "full.log", database_url=url),
        "Scrutineer, synchronous=NORMAL": lambda sandbox: BotProcess(
            sandbox, folder / "normal.log", database_url=f"{url}?synchronous=NORMAL"
        ),
        "a bot that reads the workbook": lambda sandbox: BotProcess(
            sandbox, folder / "workbook.log", program=read_each_time, BENCH_WORKBOOK=str(WORKBOOK)
        ),
        "a bot that reads the export": lambda sandbox: BotProcess(
            sandbox, folder / "export.log", program=read_each_time, **export
        ),
    }
    # One round of all after the other, so that a busy minute of the machine falls on all of them alike.
    rounds = [
        [measure(name, make, snapshot, lean if name == MENTIONS_ALONE else bot.MANIFEST) for name, make in bots.items()]
        for _ in range(ROUNDS)
    ]
    report([middle(of_one) for of_one in zip(*rounds, strict=True)], folder, snapshot)


def of_mentions_alone(folder: Path) -> Path:
    """The app's manifest without the talk of channels, which a follow-ups need and an echo does not."""
    manifest = json.loads(bot.MANIFEST.read_text(encoding="utf-8"))
    subscriptions = manifest["settings"]["event_subscriptions"]
    subscriptions["bot_events"] = [one for one in subscriptions["bot_events"] if one not in TALK]
    lean = folder / "manifest.json"
    lean.write_text(json.dumps(manifest), encoding="utf-8")
    return lean


def measure(name: str, make: Callable[[Sandbox], BotProcess], snapshot: Snapshot, manifest: Path) -> Measured:
    """Start the bot against a sandbox of its own, with this manifest, and ask."""
    slow = "reads" in name
    settings = replace(read_settings({}), council_folder=FOLDER)
    with bot.sandbox_of(snapshot, settings, manifest=manifest) as sandbox:
        process = make(sandbox)
        process.start()
        try:
            # What the bot owes at its start (a round's alerts) is not part of an answer.
            sandbox.run(asyncio.sleep(2))
            channel = next(iter(snapshot.boards.values())).channel_id
            users = [person.user_id for person in snapshot.people.values() if person.boards]
            sandbox.run(_ask_in_turn(sandbox, users[:1], channel, WARM_UP))
            one = sandbox.run(_ask_in_turn(sandbox, users[:1], channel, SLOW_ASKER if slow else ONE_ASKER))
            if slow:
                return Measured(name, percentile(one, 50), percentile(one, 95), 0.0)
            began = time.perf_counter()
            sandbox.run(_ask_together(sandbox, [users[n % len(users)] for n in range(ASKERS)], channel))
            together = ASKERS * EACH / (time.perf_counter() - began)
            return Measured(name, percentile(one, 50), percentile(one, 95), together)
        finally:
            process.kill()


async def _ask_in_turn(sandbox: Sandbox, users: Sequence[str], channel: str, count: int) -> list[float]:
    return [await _ask(sandbox, users[n % len(users)], channel, QUESTIONS[n % len(QUESTIONS)]) for n in range(count)]


async def _ask_together(sandbox: Sandbox, users: Sequence[str], channel: str) -> None:
    await asyncio.gather(*(_ask_in_turn(sandbox, [user], channel, EACH) for user in users))


async def _ask(sandbox: Sandbox, user: str, channel: str, question: str) -> float:
    """Milliseconds from the question's arrival to its answer's."""
    began = time.perf_counter()
    said = sandbox.talking.say(user, channel, f"@{sandbox.workspace.app_name} {question}")
    threads = sandbox.workspace.conversations[channel].threads
    answered = await sandbox.workspace.feed.until(lambda: bool(threads.get(said["ts"])) or None, DEADLINE)
    assert answered, f"no answer to “{question}” within {DEADLINE} seconds"
    return (time.perf_counter() - began) * 1000


def report(measured: Sequence[Measured], folder: Path, snapshot: Snapshot) -> None:
    """Print every figure beside its baseline."""
    echo, alone, full, _, *readers = measured
    print(f"{platform.machine()}, {os.cpu_count()} cores, Python {platform.python_version()}\n")
    print(
        f"{'end to end, over the sandbox':36} {'p50':>9} {'p95':>9} {'p50/echo':>9} {'p95/echo':>9} {'50 askers':>12}"
    )
    for one in measured:
        together = f"{one.answers_a_second:8.0f} a s" if one.answers_a_second else "-"
        ratios = f"{one.p50 / echo.p50:8.2f}x {one.p95 / echo.p95:8.2f}x"
        print(f"{one.name:36} {one.p50:6.2f} ms {one.p95:6.2f} ms {ratios} {together:>12}")
    throughput = full.answers_a_second / echo.answers_a_second
    print(f"\nthroughput for 50 askers, of the echo's: {throughput:.2f}")
    print(
        f"of the echo that hears mentions alone: p50 {full.p50 / alone.p50:.2f}x, p95 {full.p95 / alone.p95:.2f}x, "
        f"throughput {full.answers_a_second / alone.answers_a_second:.2f}"
    )
    for reader in readers:
        print(f"{reader.name}, of our time at p50: {reader.p50 / full.p50:.1f}")
    for setting in ("FULL", "NORMAL"):
        print(f"one commit of this disk, synchronous={setting}: {commit_milliseconds(folder, setting):.2f} ms (median)")
    few, many = understanding(snapshot), understanding(of_many(snapshot))
    print(f"understanding and answering alone: p50 {percentile(few, 50):.2f} ms, p95 {percentile(few, 95):.2f} ms")
    slowest = percentile(many, 95)
    verdict = "" if slowest <= MANY_P95 else f" (MORE THAN {MANY_P95})"
    print(f"the same with {COUNT:,} measures: p50 {percentile(many, 50):.1f} ms, p95 {slowest:.1f} ms{verdict}")


def understanding(snapshot: Snapshot) -> list[float]:
    """Milliseconds for each question, without any message or database."""
    asking = Asking(read_thesaurus(bot.THESAURUS))
    context = Context(Person("T", "U", "", frozenset({Role.MEMBER})), Place(PlaceKind.CHANNEL))
    asking.reply(QUESTIONS[0], snapshot, context)
    taken = []
    for number in range(600):
        began = time.perf_counter()
        asking.reply(QUESTIONS[number % len(QUESTIONS)], snapshot, context)
        taken.append((time.perf_counter() - began) * 1000)
    return taken


def commit_milliseconds(folder: Path, synchronous: str) -> float:
    """The median of two hundred small commits in WAL mode."""
    connection = sqlite3.connect(folder / f"commit-{synchronous}.db", isolation_level=None)
    connection.execute("PRAGMA journal_mode=WAL")
    connection.execute(f"PRAGMA synchronous={synchronous}")
    connection.execute("CREATE TABLE noted (id INTEGER PRIMARY KEY, words TEXT)")
    taken = []
    for _ in range(200):
        began = time.perf_counter()
        connection.execute("INSERT INTO noted (words) VALUES ('a question of usual length, give or take')")
        taken.append((time.perf_counter() - began) * 1000)
    connection.close()
    return statistics.median(taken)


if __name__ == "__main__":
    main()
