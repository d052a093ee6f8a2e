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
from datetime import UTC, datetime
from getpass import getuser
from pathlib import Path
from typing import Any

from config.settings import Settings, read_council, read_settings
from handlers.terminal.arguments import build_parser
from perfdata.errors import ScrutineerError
from perfdata.periods import due
from perfdata.rounds import latest_closed, london_date, round_of
from perfdata.snapshot import Snapshot, build_snapshot
from perfdata.store import schema
from perfdata.store.database import Database

DONE, REFUSED = 0, 1
LOG = Path("var") / "scrutineer.log"
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
    from perfdata.loading.load import load_files

    council, now = read_council(settings.council_folder), _now()
    with _database(settings) as database:
        report = load_files(
            database,
            council,
            given.paths,
            today=settings.today(london_date(now)),
            now=now,
            loaded_by=_operator(),
            check_only=given.check,
        )
    _print(given, report.to_json(), lambda: view.as_text(report, check_only=given.check))
    return DONE if report.accepted else REFUSED


def _status(given: Namespace, settings: Settings) -> int:
    from handlers.terminal import status as view

    with _snapshot(settings) as snapshot:
        verdicts = dict(snapshot.verdicts)
        if given.period is not None:
            closed_on = round_of(given.period, snapshot.council.calendar).closed_on
            for code, measure in snapshot.measures.items():
                verdicts[code] = snapshot.verdict(code, due(closed_on, measure.lag_days, measure.frequency))
        chosen = view.chosen(verdicts, given.codes)
    _print(given, [view.as_json(one) for one in chosen], lambda: view.as_table(chosen, snapshot))
    return DONE


def _alerts(given: Namespace, settings: Settings) -> int:
    from handlers.terminal import alerts as view
    from perfdata import alerts

    council, now = read_council(settings.council_folder), _now()
    boards = None if given.board is None else [given.board]
    period = given.period or latest_closed(council.calendar, settings.today(london_date(now))).period
    with _database(settings) as database:
        if given.action == "release":
            with database.transaction() as session:
                report = alerts.release(
                    session, council, period, now=now, at=settings.moment(now), released_by=_operator(), boards=boards
                )
            _print(given, view.released_as_json(report), lambda: view.released_as_text(report))
            return DONE
        with database.reading() as session:
            if given.action == "show":
                told = list(alerts.show(session, council, period, boards))
                _print(given, [view.told_as_json(one) for one in told], lambda: view.told_as_text(told, period))
            else:
                shown = list(alerts.preview(session, council, period, boards))
                _print(given, [view.as_json(one) for one in shown], lambda: view.as_text(shown))
    return DONE


def _migrate(_given: Namespace, settings: Settings) -> int:
    database = Database(settings.database_url)
    print(f"The database is at version {schema.migrate(database)}.")
    database.close()
    return DONE


def _doctor(given: Namespace, settings: Settings) -> int:
    from slack_sdk import WebClient

    from handlers.terminal import health as view
    from perfdata.store.health import examine

    council, now = read_council(settings.council_folder), _now()
    with _database(settings) as database, database.reading() as session:
        snapshot = build_snapshot(session, council, settings.today(london_date(now)))
        checks = list(view.of_data(examine(session), snapshot, now))
    if settings.slack_bot_token:
        client = WebClient(settings.slack_bot_token, base_url=settings.slack_api_url, timeout=10)
        checks.extend(view.of_slack(client, council, snapshot))
    _print(given, view.as_json(checks), lambda: view.as_text(checks))
    return DONE if all(check.well for check in checks) else REFUSED


COMMANDS: dict[str, Callable[[Namespace, Settings], int]] = {
    "load": _load,
    "status": _status,
    "alerts": _alerts,
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
def _snapshot(settings: Settings) -> Iterator[Snapshot]:
    council = read_council(settings.council_folder)
    with _database(settings) as database, database.reading() as session:
        yield build_snapshot(session, council, settings.today(london_date(_now())))


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
    logging.basicConfig(filename=LOG, level=logging.INFO, format="%(asctime)s %(levelname)s %(name)s %(message)s")


if __name__ == "__main__":
    sys.exit(main())
