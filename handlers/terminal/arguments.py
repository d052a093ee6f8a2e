"""The command line's words: commands, their options and their help. What they do is composed in `bot.py`."""

from __future__ import annotations

import argparse
from datetime import date
from pathlib import Path

from perfdata import periods
from perfdata.errors import BadInput, ScrutineerError
from perfdata.periods import Period
from perfdata.whole_files import check_path

SUMMARY = "Scrutineer puts a council's own performance figures where its elected members already talk."
CODES = "Exit codes: 0 done, 1 refused with a reason, 2 wrong usage."


def build_parser() -> argparse.ArgumentParser:
    """The parser for the whole command line; each command sets `command`."""
    parser = argparse.ArgumentParser(prog="bot.py", description=SUMMARY, epilog=CODES)
    commands = parser.add_subparsers(dest="command", required=True, metavar="COMMAND")

    run = commands.add_parser("run", help="the bot, over Socket Mode or HTTP")
    run.add_argument("--http", type=int, metavar="PORT", help="listen on this port instead of using Socket Mode")

    demo = commands.add_parser("demo", help="a stand-in for Slack, the sample council and the bot together")
    demo.add_argument("--port", type=int, default=0, help="port of the page (default: any free one)")
    demo.add_argument("--no-browser", action="store_true", help="print the page's address and open nothing")

    load = commands.add_parser("load", help="load files or folders, all of them or nothing")
    load.add_argument("paths", nargs="+", type=Path, metavar="PATH", help="a CSV file, or a folder of them")
    load.add_argument("--check", action="store_true", help="only report what would happen")
    load.add_argument(
        "--leave-out", default="", metavar="REPORT_ID", help="load all but the rows that this report named as faulty"
    )
    written = load.add_mutually_exclusive_group()
    written.add_argument(
        "--report", type=_new_file, metavar="FILE", help="write the whole report to a new file as well"
    )
    _json(written)

    ask = commands.add_parser("ask", help="the answer that Slack would get")
    ask.add_argument("question", nargs="?", metavar="QUESTION", help="what a member would type")
    ask.add_argument("--as", dest="person", metavar="PERSON", help="a user id or a role title; default: a board member")
    ask.add_argument("--in", dest="channel", metavar="CHANNEL", help="a channel's name or id, or dm; default: open")
    ask.add_argument(
        "--after", action="append", default=[], metavar="QUESTION", help="an earlier question in the thread"
    )
    ask.add_argument("--as-at", type=_day, metavar="DATE", help="answer as the figures were known on YYYY-MM-DD")
    ask.add_argument("--explain", action="store_true", help="say as well which words led to this reading")
    ask.add_argument("--batch", type=Path, metavar="FILE", help="JSON lines with id, text, thread_prior and as")
    _json(ask)

    status = commands.add_parser("status", help="verdicts; as the Performance Team, so sees all measures")
    status.add_argument("codes", nargs="*", metavar="CODE", help="measure codes; default: all")
    status.add_argument("--period", type=_month, metavar="YYYY-MM", help="what was due when that month's round closed")
    _json(status)

    spc = commands.add_parser("spc", help="process behaviour charts of a file of cases")
    spc.add_argument("file", nargs="?", type=Path, metavar="FILE", help="a JSON list of cases: id and input")
    spc.add_argument("--measure", default="", metavar="CODE", help="a held measure, charted as its verdict charts it")
    _json(spc)

    rebase = commands.add_parser("rebase", help="decide that a measure's usual range begins anew, or see where it does")
    rebase.add_argument("code", nargs="?", default="", metavar="CODE", help="the measure; default: list all decisions")
    rebase.add_argument(
        "--from", dest="start", metavar="PERIOD", help="the first period of the new range: 2026-04, say"
    )
    rebase.add_argument("--reason", default="", metavar="WORDS", help="what has changed, and why it will last")
    rebase.add_argument(
        "--fix-on", type=int, default=0, metavar="N", help="fix the range on its first N figures for good"
    )
    rebase.add_argument("--withdraw", action="store_true", help="take the decision back; it stays in the record")
    rebase.add_argument("--as", dest="person", metavar="PERSON", help="who decides: a user id or a role title")
    _json(rebase)

    alerts = commands.add_parser("alerts", help="a round's alerts")
    alerts.add_argument("action", choices=("preview", "release", "show"), help="see first, send, or see what was sent")
    alerts.add_argument(
        "--period", type=_month, metavar="YYYY-MM", help="the month reported; default: the latest closed"
    )
    alerts.add_argument("--board", metavar="BOARD", help="a board's code or name; default: everybody")
    alerts.add_argument(
        "--reader", metavar="READER", help="another reader's code or name, or all; --json gives boards alone without it"
    )
    alerts.add_argument(
        "--as-at", type=_day, metavar="DATE", help="with show: what had been told by YYYY-MM-DD, and why"
    )
    _json(alerts)

    rounds = commands.add_parser("round", help="how a month's round stands, and the steps to its release")
    rounds.add_argument(
        "action",
        choices=("show", "check", "accept", "preview", "hold", "resume", "release", "release-again"),
        help="accept what was asked about figures; release-again tells a reader whose message failed",
    )
    rounds.add_argument(
        "--period", type=_month, metavar="YYYY-MM", help="the month reported; default: the latest closed"
    )
    rounds.add_argument("--board", metavar="BOARD", help="a board's code or name, to release one alone")
    rounds.add_argument("--reader", metavar="READER", help="another reader's code or name, to release one alone")
    rounds.add_argument("--reason", default="", metavar="WORDS", help="why; kept with the round")
    rounds.add_argument("--as", dest="person", metavar="PERSON", help="who decides: a user id or a role title")
    _json(rounds)

    outstanding = commands.add_parser("outstanding", help="figures that a round waits for, and whose they are")
    outstanding.add_argument(
        "--period", type=_month, metavar="YYYY-MM", help="the month reported; default: the round that is open"
    )
    _json(outstanding)

    export = commands.add_parser("export", help="open data, one measure's whole history, or the record of decisions")
    export.add_argument("kind", choices=("observations", "measure", "audit"), help="CSV; the record: JSON lines")
    export.add_argument("--out", required=True, type=Path, metavar="PATH", help="the file to write")
    export.add_argument("--code", default="", metavar="CODE", help="the measure, with `export measure`")
    export.add_argument("--force", action="store_true", help="write over a file that is there already")
    _json(export)

    documents = commands.add_parser("documents", help="a pack or minutes as a Word file")
    documents.add_argument(
        "kind", choices=("pack", "minutes", "challenge"), help="of a surgery; the pack of a challenge session"
    )
    documents.add_argument(
        "of", type=_surgery_or_month, metavar="NUMBER|MONTH", help="the surgery's number; the month of the round"
    )
    documents.add_argument(
        "--reader", default="", metavar="READER", help="whose challenge session, where several have one"
    )
    documents.add_argument("--to", required=True, type=Path, metavar="FILE", help="the .docx file to write")
    documents.add_argument("--force", action="store_true", help="write over a file that is there already")
    _json(documents)

    personal = commands.add_parser("personal-data", help="everything that is held about one person, as JSON")
    personal.add_argument("person", metavar="PERSON", help="a user id or a role title")
    personal.add_argument("--out", required=True, type=Path, metavar="PATH", help="the file to write")
    personal.add_argument("--force", action="store_true", help="write over a file that is there already")
    _json(personal)

    commands.add_parser("migrate", help="bring the database to the version that this program needs")

    doctor = commands.add_parser("doctor", help="a health check that posts nothing")
    _json(doctor)
    return parser


def _json(command: argparse.ArgumentParser | argparse._MutuallyExclusiveGroup) -> None:
    command.add_argument("--json", action="store_true", help="one JSON document on standard output, and nothing else")


def _new_file(text: str) -> Path:
    """Looked at before anything is loaded: a report that cannot be written is known too late afterwards."""
    try:
        check_path(Path(text), force=False)
    except ScrutineerError as error:
        raise argparse.ArgumentTypeError(error.sentence.replace(", or --force to write over it", "")) from None
    return Path(text)


def _month(text: str) -> Period:
    try:
        year, month = (int(part) for part in text.split("-"))
        return periods.month(year, month)
    except ValueError:
        pass
    try:
        period = periods.parse(text)
    except BadInput:
        period = None
    if period is None or period.frequency is not periods.Frequency.MONTHLY:
        raise argparse.ArgumentTypeError(f"“{text}” is not a month; write 2026-10")
    return period


def _surgery_or_month(text: str) -> int | Period:
    return int(text) if text.isdecimal() else _month(text)


def _day(text: str) -> date:
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise argparse.ArgumentTypeError(f"“{text}” is not a date; write 2026-10-31") from None
