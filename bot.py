"""The front door: reads the settings, puts the parts together and runs one command.

This is the only place that knows which concrete parts are used. `python bot.py --help` lists the commands.
"""

from __future__ import annotations

import json
import logging
import os
import secrets
import sys
from argparse import Namespace
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import replace
from datetime import UTC, date, datetime
from functools import partial
from getpass import getuser
from pathlib import Path
from typing import TYPE_CHECKING, Any

from config.settings import Settings, read_channel_names, read_council, read_settings
from config.thesaurus import read_thesaurus
from handlers.terminal.arguments import build_parser
from perfdata.errors import BadConfiguration, BadInput, ScrutineerError
from perfdata.rounds import london_date
from perfdata.snapshot import Snapshot, build_snapshot
from perfdata.store import schema
from perfdata.store.database import Database
from perfdata.visibility import for_everybody, in_channels

if TYPE_CHECKING:
    # Nothing of the stand-in for Slack is needed where a council runs the bot.
    from sandbox import Pace, Sandbox

DONE, REFUSED = 0, 1
LOG = Path("var") / "scrutineer.log"
LOG_LINE = "%(asctime)s %(levelname)s %(name)s %(message)s"
CONFIG = Path(__file__).parent / "config"
MANIFEST = CONFIG / "manifest.json"
THESAURUS = CONFIG / "residents_english.toml"
DEMO_TODAY = "2026-11-24"
logger = logging.getLogger("scrutineer")


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one command; returns the exit code: 0 done, 1 refused with a reason (2, wrong usage, exits by itself)."""
    given = build_parser().parse_args(arguments)
    try:
        return COMMANDS[given.command](given, read_settings(os.environ))
    except ScrutineerError as error:
        print(error.sentence, file=sys.stderr)
    except KeyboardInterrupt:
        print("Stopped.", file=sys.stderr)
    except BrokenPipeError:
        # Whoever read our output has had enough; that is not a fault.
        sys.stderr.close()
    except Exception:
        reference = secrets.token_hex(3).upper()
        _log_to_file()
        logger.exception("problem %s", reference)
        print(f"Something went wrong. {LOG} says what, under the reference {reference}.", file=sys.stderr)
    return REFUSED


def _load(given: Namespace, settings: Settings) -> int:
    from handlers.terminal import load as view
    from handlers.terminal.progress import progress
    from perfdata.loading.load import load_files
    from perfdata.loading.uploads import record

    council, now = read_council(settings.council_folder), _now()
    noted = partial(record, team_id=council.team_id, actor=_operator(), title="terminal", now=now)
    with _database(settings) as database, progress(sys.stderr) as step:
        report = load_files(
            database,
            council,
            given.paths,
            today=settings.today(london_date(now)),
            now=now,
            loaded_by=_operator(),
            check_only=given.check,
            leave_out=given.leave_out,
            and_then=noted,
            step=step,
        )
    _print(given, report.to_json(), lambda: view.tell(report, check_only=given.check, whole=given.report))
    return DONE if report.accepted else REFUSED


def _ask(given: Namespace, settings: Settings) -> int:
    from handlers.terminal import ask as view
    from perfdata.asking import Asking, Context

    if (given.question is None) == (given.batch is None):
        raise BadInput('Give either a question, as in `bot.py ask "how is recycling doing?"`, or --batch FILE.')
    asking = Asking(read_thesaurus(THESAURUS))
    with _snapshot(settings, as_at=given.as_at) as snapshot:
        person = view.somebody(snapshot, given.person)
        place = view.somewhere(snapshot, given.channel, alone=given.person is not None)
        context = asking.after(given.after, snapshot, Context(person, place))
        if given.batch is not None:
            for answer in view.answer_batch(asking, snapshot, given.batch, context, given.channel):
                print(json.dumps(answer, ensure_ascii=False))
            return DONE
        asked = view.ask(asking, snapshot, given.question, context)
    _print(given, view.as_json(asked), lambda: view.as_text(asked, explain=given.explain))
    return DONE


def _status(given: Namespace, settings: Settings) -> int:
    from handlers.terminal import status as view

    with _snapshot(settings) as snapshot:
        chosen = view.chosen(view.verdicts_of(snapshot, given.period), given.codes)
    listed = [view.as_json(one, snapshot.compared.get(one.measure.code)) for one in chosen]
    _print(given, listed, lambda: view.as_table(chosen, snapshot))
    return DONE


def _spc(given: Namespace, settings: Settings) -> int:
    from handlers.terminal import spc as view

    if (given.file is None) is not bool(given.measure):
        raise BadInput("Give either a file of cases or --measure CODE.")
    if given.measure:
        with _snapshot(settings) as snapshot:
            cases = [view.case_of(snapshot, given.measure)]
    else:
        cases = view.read_cases(given.file)
    _print(given, view.as_json(cases), lambda: view.as_text(cases))
    return DONE


def _rebase(given: Namespace, settings: Settings) -> int:
    from handlers.terminal import rebase as view

    council, now = read_council(settings.council_folder), _now()
    with _database(settings) as database, database.transaction() as session:
        snapshot = build_snapshot(session, council, settings.today(london_date(now)))
        if given.start is None and not given.withdraw:
            found = view.held(snapshot, given.code)
            _print(given, view.as_json(found), lambda: view.as_text(found))
        else:
            said = view.decide(session, snapshot, given, _operator(), now)
            _print(given, {"done": said}, lambda: said)
    return DONE


def _export(given: Namespace, settings: Settings) -> int:
    from handlers.terminal import export as view

    council = read_council(settings.council_folder)
    with _database(settings) as database, database.reading() as session:
        snapshot = build_snapshot(session, council, settings.today(london_date(_now())))
        written = view.export(given, session, snapshot)
    _print(given, view.as_json(written), lambda: view.as_text(written))
    return DONE if written.broken_entry is None else REFUSED


def _files(given: Namespace, settings: Settings) -> int:
    from handlers.terminal import documents, personal_data

    view = documents if given.command == "documents" else personal_data
    council, today = read_council(settings.council_folder), settings.today(london_date(_now()))
    with _database(settings) as database, database.reading() as session:
        done = view.write(given, session, in_channels(for_everybody(session, council, today)))
    _print(given, done, lambda: view.as_text(done))
    return DONE


def _round(given: Namespace, settings: Settings) -> int:
    from handlers.terminal import alerts, rounds

    council, now = read_council(settings.council_folder), _now()
    act = alerts.act if given.command == "alerts" else rounds.act
    with _database(settings) as database:
        done = act(database, council, given, now=now, at=settings.moment(now), operator=_operator())
    _print(given, done.document, lambda: done.text)
    return DONE


def _outstanding(given: Namespace, settings: Settings) -> int:
    from handlers.terminal import outstanding as view

    with _snapshot(settings) as snapshot:
        found = view.found(snapshot, given.period)
    _print(given, view.as_json(found), lambda: view.as_text(found))
    return DONE


def _run(given: Namespace, settings: Settings) -> int:
    from handlers.running import wait_for_signal

    logging.basicConfig(level=logging.INFO, format=LOG_LINE)
    with _database(settings) as database, _running(database, settings, port=given.http):
        print("Scrutineer is running. Ctrl-C ends it.", flush=True)
        wait_for_signal()
    return DONE


def _demo(given: Namespace, settings: Settings) -> int:
    """Everything in a folder that is thrown away at the end: nothing of an earlier demo is in the way."""
    import webbrowser
    from tempfile import TemporaryDirectory

    from handlers.running import wait_for_signal

    _log_to_file()
    with TemporaryDirectory(prefix="scrutineer-demo-") as folder:
        clock = Path(folder) / "today"
        clock.write_text(f"{settings.fixed_today or DEMO_TODAY}\n", encoding="utf-8")
        settings = replace(settings, database_url=f"sqlite:///{Path(folder) / 'demo.db'}", fixed_today=clock)
        with _database(settings) as database:
            snapshot = _load_the_sample(database, settings)
            with sandbox_of(snapshot, settings, port=given.port, clock_file=clock) as stand_in:
                settings = replace(
                    settings,
                    slack_api_url=stand_in.api_url,
                    slack_bot_token=stand_in.bot_token,
                    slack_app_token=stand_in.app_token,
                )
                with _running(database, settings, port=None):
                    print(f"Open {stand_in.base_url} and choose who you are. Ctrl-C ends the demo.", flush=True)
                    if not given.no_browser:
                        webbrowser.open(stand_in.base_url)
                    wait_for_signal()
    return DONE


def _load_the_sample(database: Database, settings: Settings) -> Snapshot:
    from perfdata.loading.load import load_files

    council, now = read_council(settings.council_folder), _now()
    today = settings.today(london_date(now))
    data = settings.council_folder / "data"
    report = load_files(database, council, [data], today=today, now=now, loaded_by="the demo")
    if not report.accepted:
        raise BadConfiguration(f"The files in {data} have faults. `bot.py load --check {data}` lists them.")
    with database.reading() as session:
        return build_snapshot(session, council, today)


def sandbox_of(
    snapshot: Snapshot, settings: Settings, *, port: int = 0, clock_file: Path | None = None, pace: Pace | None = None,
    manifest: Path = MANIFEST,
) -> Sandbox:  # fmt: skip
    """A stand-in for Slack whose workspace is the council's: its people, its boards' channels, this app installed."""
    import sandbox
    from sandbox.council import channels_of, people_of

    council = snapshot.council
    return sandbox.Sandbox(
        people_of(snapshot),
        channels_of(snapshot, read_channel_names(settings.council_folder)),
        json.loads(manifest.read_text(encoding="utf-8")),
        team=sandbox.Team(council.team_id, council.name, "council"),
        port=port,
        clock_file=clock_file,
        pace=pace,
    )


@contextmanager
def _running(database: Database, settings: Settings, port: int | None) -> Iterator[None]:
    """The bot and its clock, started; stopped at the end."""
    from handlers.clock import Clock
    from handlers.running import Connection, Running
    from perfdata.asking import Asking

    council = read_council(settings.council_folder)
    connection = Connection(
        settings.slack_bot_token, settings.slack_app_token, settings.slack_signing_secret, settings.slack_api_url, port
    )
    running = Running(
        database,
        council,
        Asking(read_thesaurus(THESAURUS)),
        connection,
        now=_now,
        today=lambda: settings.today(london_date(_now())),
    )
    running.start()
    clock = Clock(running.bot, moment=lambda: settings.moment(_now()))
    clock.start()
    try:
        yield
    finally:
        clock.stop()
        running.stop()


def _migrate(_given: Namespace, settings: Settings) -> int:
    database = Database(settings.database_url)
    print(f"The database is at version {schema.migrate(database)}.")
    database.close()
    return DONE


def _doctor(given: Namespace, settings: Settings) -> int:
    from handlers.terminal import health as view

    council, now = read_council(settings.council_folder), _now()
    with _database(settings) as database, database.reading() as session:
        snapshot = build_snapshot(session, council, settings.today(london_date(now)))
        checks = view.examined(session, snapshot, now, token=settings.slack_bot_token, api_url=settings.slack_api_url)
    _print(given, view.as_json(checks), lambda: view.as_text(checks))
    return DONE if all(check.well for check in checks) else REFUSED


COMMANDS: dict[str, Callable[[Namespace, Settings], int]] = {
    "run": _run,
    "demo": _demo,
    "load": _load,
    "ask": _ask,
    "status": _status,
    "spc": _spc,
    "rebase": _rebase,
    "alerts": _round,
    "round": _round,
    "outstanding": _outstanding,
    "export": _export,
    "documents": _files,
    "personal-data": _files,
    "migrate": _migrate,
    "doctor": _doctor,
}


@contextmanager
def _database(settings: Settings) -> Iterator[Database]:
    database = Database(settings.database_url)
    try:
        schema.ensure(database)
        yield database
    finally:
        database.close()


@contextmanager
def _snapshot(settings: Settings, *, as_at: date | None = None) -> Iterator[Snapshot]:
    """What is held, judged today; with `as_at`, what was known on that day, judged then."""
    council = read_council(settings.council_folder)
    today = as_at or settings.today(london_date(_now()))
    with _database(settings) as database, database.reading() as session:
        yield for_everybody(session, council, today, known_on=as_at)


def _print(given: Namespace, document: Any, text: Callable[[], str]) -> None:
    print(json.dumps(document, ensure_ascii=False, indent=1) if given.json else text())


def _now() -> datetime:
    return datetime.now(UTC)


def _operator() -> str:
    """Who is at the terminal, for receipts and the record of decisions."""
    try:
        return f"{getuser()} (terminal)"
    except (OSError, KeyError):
        # A container may run under a number that no name belongs to.
        return "terminal"


def _log_to_file() -> None:
    LOG.parent.mkdir(parents=True, exist_ok=True)
    logging.basicConfig(filename=LOG, level=logging.INFO, format=LOG_LINE)


if __name__ == "__main__":
    sys.exit(main())
