"""The house keeps its order: arrows point one way, files stay one room, public things say what they are."""

from __future__ import annotations

import ast
import re
import subprocess
from collections.abc import Iterable, Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
ROOMS = ("perfdata", "handlers", "config", "sandbox", "tests")
LONGEST = 400
ALLOWED = {
    # What each room may import of the others. Whatever is not of the house (libraries) is judged below.
    "perfdata": set(),
    "handlers": {"perfdata"},
    "config": {"perfdata"},
    "sandbox": set(),
    "bot": {"perfdata", "handlers", "config", "sandbox"},
    "tests": {"perfdata", "handlers", "config", "sandbox", "bot", "tests"},
}
ALSO_ALLOWED = {"sandbox/council.py": {"perfdata"}}
"""The stand-in for Slack knows of no council, but for the one file that puts a council into it."""
NOT_IN_THE_DOMAIN = {"slack_bolt", "slack_sdk", "aiohttp", "argparse", "apscheduler"}
NOT_IN_VIEWS = {"sqlalchemy", "slack_bolt", "slack_sdk", "datetime.now"}
NO_SUCH_ROOM = re.compile(r"(utils?|helpers?|common|managers?|misc)(\.py)?$")


def sources(*rooms: str) -> list[Path]:
    """Python files of the rooms, without the migrations, which their own tool runs."""
    found = [path for room in rooms for path in sorted((ROOT / room).rglob("*.py"))]
    return [path for path in found if "migrations" not in path.parts]


def imported(path: Path) -> Iterator[str]:
    """The full names of the modules that a file imports, at its top or inside a function."""
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, f"{path}: a relative import hides where it points"
            yield node.module or ""


def room_of(path: Path) -> str:
    return path.relative_to(ROOT).parts[0].removesuffix(".py")


EVERYTHING = [*sources(*ROOMS), ROOT / "bot.py"]
PRODUCT = [path for path in EVERYTHING if room_of(path) != "tests"]


def names(path: Path) -> str:
    return str(path.relative_to(ROOT))


@pytest.mark.parametrize("path", EVERYTHING, ids=names)
def test_arrows_point_one_way(path: Path) -> None:
    room = room_of(path)
    other_rooms = {name.split(".")[0] for name in imported(path)} & {*ROOMS, "bot"} - {room}
    assert other_rooms <= ALLOWED[room] | ALSO_ALLOWED.get(names(path), set())


def test_the_domain_knows_neither_slack_nor_the_terminal() -> None:
    for path in sources("perfdata"):
        assert not {name.split(".")[0] for name in imported(path)} & NOT_IN_THE_DOMAIN, names(path)


def test_views_see_values_never_tables_or_clients() -> None:
    for path in sources("handlers/views"):
        modules = set(imported(path))
        assert not {name.split(".")[0] for name in modules} & NOT_IN_VIEWS, names(path)
        assert not any(name.startswith("perfdata.store") for name in modules), names(path)
        assert not re.search(r"\.(now|today|utcnow)\(\)", path.read_text(encoding="utf-8")), names(path)


def test_only_the_composition_root_reads_the_settings() -> None:
    readers = {names(path) for path in PRODUCT if any(name == "config.settings" for name in imported(path))}
    assert readers <= {"bot.py"}


def test_nothing_reads_the_clock_in_the_domain() -> None:
    for path in sources("perfdata"):
        assert not re.search(r"\b(datetime|date|time)\.(now|today|utcnow|time)\(", path.read_text("utf-8")), names(path)


@pytest.mark.parametrize("path", EVERYTHING, ids=names)
def test_a_file_is_one_room(path: Path) -> None:
    assert len(path.read_text(encoding="utf-8").splitlines()) <= LONGEST
    assert not NO_SUCH_ROOM.search(path.name)
    assert not NO_SUCH_ROOM.search(path.parent.name)


@pytest.mark.parametrize("path", PRODUCT, ids=names)
def test_public_things_say_what_they_are(path: Path) -> None:
    tree = ast.parse(path.read_text(encoding="utf-8"))
    assert ast.get_docstring(tree), "the file does not say what lives there"
    undocumented = [
        node.name
        for node in tree.body
        if isinstance(node, ast.FunctionDef | ast.ClassDef | ast.AsyncFunctionDef)
        and not node.name.startswith("_")
        and not ast.get_docstring(node)
    ]
    assert undocumented == []


@pytest.mark.parametrize("path", PRODUCT, ids=names)
def test_importing_a_file_does_nothing(path: Path) -> None:
    """At the top of a file stand definitions and constants; a call may only make a value."""
    for node in ast.parse(path.read_text(encoding="utf-8")).body:
        if isinstance(node, ast.Expr):
            assert isinstance(node.value, ast.Constant), f"line {node.lineno} does something on import"


def test_the_sandbox_stays_smaller_than_the_product() -> None:
    def lines(paths: Iterable[Path]) -> int:
        return sum(len(path.read_text(encoding="utf-8").splitlines()) for path in paths)

    page = [path for kind in ("js", "css", "html") for path in (ROOT / "sandbox" / "page").rglob(f"*.{kind}")]
    assert page
    assert lines([*sources("sandbox"), *page]) < lines(sources("handlers", "perfdata"))


def test_the_page_is_made_of_small_files_too() -> None:
    for path in (ROOT / "sandbox" / "page").rglob("*.js"):
        text = path.read_text(encoding="utf-8")
        assert len(text.splitlines()) <= LONGEST, names(path)
        assert "innerHTML" not in text, f"{names(path)}: what people type must never become markup"


def test_no_council_is_named_in_code() -> None:
    named = re.compile("norbridge", re.IGNORECASE)
    told = {names(path) for path in PRODUCT if named.search(path.read_text(encoding="utf-8"))}
    # The default of SCRUTINEER_CONFIG and of the demo is a folder, and a folder has a name.
    assert told <= {"config/settings.py", "bot.py"}


def test_tracked_files_hold_no_path_of_one_machine() -> None:
    listed = subprocess.run(["git", "ls-files"], cwd=ROOT, capture_output=True, text=True, check=False)
    if listed.returncode:
        pytest.skip("not a git checkout: there is no list of tracked files")
    for name in listed.stdout.split():
        path = ROOT / name
        if path.suffix in {".py", ".md", ".toml", ".js", ".html", ".css", ".txt", ".json"} and path.is_file():
            assert not re.search(r"/(home|root|work)/\w", path.read_text(encoding="utf-8")), name
