"""How figures, definitions, boards and people change from one load to the next."""

from __future__ import annotations

import csv
from decimal import Decimal
from pathlib import Path

import pytest
from sqlalchemy import select

from perfdata import periods
from perfdata.council import Council
from perfdata.measures import Tolerance, ToleranceKind
from perfdata.store.database import Database
from perfdata.store.tables import BoardRow, MeasureRevisionRow, MeasureRow, MembershipRow, PersonRow, SourceRow
from tests.loading.conftest import FOLDER, load
from tests.loading.held import history
from tests.loading.tables import BOARDS, PEOPLE, figures, write

OCTOBER = periods.month(2026, 10).end
DATA = FOLDER / "data"


def values(database: Database) -> list[str]:
    """The revisions of the figure that the tests change, from the first that they loaded."""
    return [str(figure.value) for figure in history(database, "ENV-021", OCTOBER)][1:]


@pytest.mark.parametrize(
    ("change", "column"),
    [
        ({"Value": "92.4"}, "value"),
        ({"Value": "*"}, "value"),
        ({"Value": ""}, "value"),
        ({"Target": "91.0"}, "target"),
        ({"Target": ""}, "target"),
        ({"Numerator": "923", "Denominator": "1000"}, "numerator"),
        ({"Provisional": "Y"}, "provisional"),
        ({"Note": "Counted again."}, "note"),
        ({"Status": "Green"}, "reported_status"),
        ({"Entered On": "21/11/2026"}, "entered_on"),
    ],
)
def test_any_difference_is_a_revision(
    filled: Database, council: Council, tmp_path: Path, change: dict[str, str], column: str
) -> None:
    """Whatever is stored of a row makes a revision when it differs."""
    assert load(filled, council, figures(tmp_path / "first.csv", {})).stored
    file = load(filled, council, figures(tmp_path / "second.csv", change)).files[0]
    assert (file.new, file.revised, file.unchanged) == (0, 1, 0)
    assert file.revisions[0].changes[0].column == column
    assert len(history(filled, "ENV-021", OCTOBER)) == 3


def test_differing_dates_in_one_load_are_stored_oldest_first(
    filled: Database, council: Council, tmp_path: Path
) -> None:
    """The order of rows and of files does not matter; each row is a revision of its own."""
    newest = figures(tmp_path / "a.csv", {"Value": "3.0", "Entered On": "22/11/2026"})
    older = figures(
        tmp_path / "b.csv", {"Value": "2.0", "Entered On": "21/11/2026"}, {"Value": "1.5", "Entered On": "20/11/2026"}
    )
    report = load(filled, council, newest, older)
    assert [file.name for file in report.files] == ["b.csv", "a.csv"]
    assert values(filled) == ["1.5", "2.0", "3.0"]


@pytest.mark.parametrize(
    ("row", "outcome"),
    [
        ({"Value": "80.0", "Entered On": "20/11/2026"}, "unchanged"),  # held as an earlier revision
        ({"Value": "81.0", "Entered On": "20/11/2026"}, "older than the figure held"),
        ({"Value": "80.0", "Entered On": "19/11/2026"}, "older than the figure held"),
        ({"Value": "85.0", "Entered On": "20/11/2026"}, "unchanged"),  # the figure held, with an older date
        ({"Value": "85.0", "Entered On": ""}, "unchanged"),  # the figure held, dated by the load
        ({"Value": "86.0", "Entered On": ""}, "revised"),
        ({"Value": "86.0", "Entered On": "21/11/2026"}, "revised"),  # a second correction on one day
    ],
)
def test_against_what_is_held(
    filled: Database, council: Council, tmp_path: Path, row: dict[str, str], outcome: str
) -> None:
    """An older row is refused unless exactly it is known; a row that is not older is a revision."""
    first = {"Value": "80.0", "Entered On": "20/11/2026"}
    second = {"Value": "85.0", "Entered On": "21/11/2026"}
    assert load(filled, council, figures(tmp_path / "held.csv", first, second)).stored
    file = load(filled, council, figures(tmp_path / "next.csv", row)).files[0]
    if file.faults:
        assert [(fault.row, fault.column, fault.value, fault.reason) for fault in file.faults] == [
            (2, "Value", row["Value"], outcome)
        ]
    else:
        assert (outcome, file.unchanged, file.revised) in (("unchanged", 1, 0), ("revised", 0, 1))


def test_trailing_noughts_are_no_change(filled: Database, council: Council, tmp_path: Path) -> None:
    """92.30 is 92.3; the digits first given are kept."""
    load(filled, council, figures(tmp_path / "first.csv", {}))
    assert load(filled, council, figures(tmp_path / "second.csv", {"Value": "92.30", "Target": "90"})).changed == 0


def change_measure(tmp_path: Path, **changes: str) -> Path:
    """The sample's dictionary with the first measure changed."""
    with (DATA / "measures.csv").open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    rows[0] |= changes
    return write(tmp_path / "measures.csv", rows[0], rows)


@pytest.mark.parametrize(
    ("polarity", "tolerance", "reason"),
    [
        ("nearest", "absolute 3 green 1", ""),
        ("nearest", "relative 5%", ""),
        ("higher", "threshold 60", ""),
        ("lower", "threshold -20.5", ""),
        ("context", "none", ""),
        ("context", "absolute 1", "bad tolerance"),
        ("higher", "absolute 1 green 1", "bad tolerance"),
        ("higher", "absolute -1", "bad tolerance"),
        ("higher", "absolute 2%", "bad tolerance"),
        ("higher", "threshold 60%", "bad tolerance"),
        ("higher", "threshold", "bad tolerance"),
        ("higher", "none 2", "bad tolerance"),
        ("nearest", "absolute 3 green", "bad tolerance"),
        ("furthest", "absolute 3", "bad polarity"),
    ],
)
def test_what_is_better_and_what_is_tolerated(
    filled: Database, council: Council, tmp_path: Path, polarity: str, tolerance: str, reason: str
) -> None:
    """Every kind is read and kept; what can mean nothing is refused, with the cell."""
    file = load(filled, council, change_measure(tmp_path, polarity=polarity, tolerance=tolerance)).files[0]
    assert [(fault.row, fault.reason) for fault in file.faults] == ([(2, reason)] if reason else [])
    with filled.reading() as session:
        held = session.scalars(select(MeasureRevisionRow).order_by(MeasureRevisionRow.id.desc())).first()
        assert held is not None
        kept = Tolerance(ToleranceKind(held.tolerance_kind), held.tolerance_amount, held.tolerance_band)
        assert ((held.polarity, kept.words) == (polarity, tolerance)) is not bool(reason)


def test_a_changed_definition_is_a_revision(filled: Database, council: Council, tmp_path: Path) -> None:
    """The measure keeps its id; the definition before stays; the report shows old beside new."""
    file = load(filled, council, change_measure(tmp_path, tolerance="relative 5%", boards="ENV;CRB")).files[0]
    assert (file.new, file.revised, file.unchanged) == (0, 1, 140)
    assert [(change.column, change.was, change.now) for change in file.revisions[0].changes] == [
        ("boards", "ENV", "ENV;CRB"),
        ("tolerance", "absolute 1", "relative 5%"),
    ]
    with filled.reading() as session:
        rows = session.scalars(
            select(MeasureRevisionRow).join(MeasureRow).where(MeasureRow.code == "ENV-001").order_by("revision")
        ).all()
        assert [(row.revision, row.boards, row.tolerance_amount) for row in rows] == [
            (1, ["ENV"], Decimal(1)),
            (2, ["ENV", "CRB"], Decimal(5)),
        ]
    # The first dictionary once more is a third revision, although its bytes are known.
    assert load(filled, council, DATA / "measures.csv").files[0].revised == 1


def test_somebody_who_is_no_longer_named_is_gone_but_not_forgotten(
    filled: Database, council: Council, tmp_path: Path
) -> None:
    """People are replaced by the newest table; seats follow; a title without a role is pointed out."""
    rows = [
        {"slack_user_id": "UF8Q7FMQF7K", "role": "Councillor 1 (board member)", "kind": "member", "boards": "ENV;HCB",
         "board_role": "member"},
        {"slack_user_id": "UNEW0000001", "role": "Keeper of the Swans", "kind": "officer"},
    ]  # fmt: skip
    file = load(filled, council, write(tmp_path / "people.csv", PEOPLE, rows)).files[0]
    assert file.accepted
    assert any("Keeper of the Swans" in note and "no rights" in note for note in file.notes)
    with filled.reading() as session:
        active = session.scalars(select(PersonRow).where(PersonRow.active).order_by(PersonRow.source_row)).all()
        seats = session.execute(
            select(BoardRow.code, MembershipRow.role)
            .join(BoardRow, BoardRow.id == MembershipRow.board_id)
            .where(MembershipRow.person_id == active[0].id)
            .order_by(BoardRow.code)
        ).all()
        newest = session.scalar(select(SourceRow.id).order_by(SourceRow.id.desc()))
        assert [(person.user_id, person.source_id, person.source_row) for person in active] == [
            ("UF8Q7FMQF7K", newest, 2),
            ("UNEW0000001", newest, 3),
        ]
    assert [tuple(seat) for seat in seats] == [("ENV", "member"), ("HCB", "member")]


@pytest.mark.parametrize(
    ("change", "reason"),
    [
        ({"slack_user_id": "nobody"}, "bad slack_user_id"),
        ({"slack_user_id": ""}, "missing slack_user_id"),
        ({"role": ""}, "missing role"),
        ({"kind": "robot"}, "bad kind"),
        ({"boards": "XYZ"}, "unknown board"),
        ({"board_role": "king"}, "bad board_role"),
        ({"board_role": ""}, "missing board_role"),
        ({"boards": ""}, "missing boards"),
    ],
)
def test_wrong_people(
    unchanged: Database, council: Council, tmp_path: Path, change: dict[str, str], reason: str
) -> None:
    """Each column of the table of people knows what it can hold."""
    row = {
        "slack_user_id": "U0000001",
        "role": "Councillor 1",
        "kind": "member",
        "boards": "ENV",
        "board_role": "chair",
    }
    file = load(unchanged, council, write(tmp_path / "people.csv", PEOPLE, [row | change])).files[0]
    assert [(fault.row, fault.reason) for fault in file.faults] == [(2, reason)]


@pytest.mark.parametrize(
    ("change", "reason"),
    [
        ({"board": ""}, "missing board"),
        ({"name": ""}, "missing name"),
        ({"slack_channel_id": "#streets"}, "bad slack_channel_id"),
        ({"next_meeting": "12/31/2026"}, "bad date in next_meeting"),
    ],
)
def test_wrong_boards(
    unchanged: Database, council: Council, tmp_path: Path, change: dict[str, str], reason: str
) -> None:
    """Each column of the table of boards knows what it can hold."""
    row = {"board": "ENV", "name": "Streets", "slack_channel_id": "C0000001", "next_meeting": "2026-12-03"}
    file = load(unchanged, council, write(tmp_path / "boards.csv", BOARDS, [row | change])).files[0]
    assert [(fault.row, fault.reason) for fault in file.faults] == [(2, reason)]


def test_a_board_that_is_no_longer_named_is_not_active(filled: Database, council: Council, tmp_path: Path) -> None:
    """It stays, since nominations and alerts refer to it."""
    row = {"board": "env", "name": "Streets", "slack_channel_id": "C0000001", "chair_slack_user_id": "U0000001"}
    file = load(filled, council, write(tmp_path / "boards.csv", BOARDS, [row])).files[0]
    assert any("does not have U0000001 as chair of ENV" in note for note in file.notes)
    with filled.reading() as session:
        boards = {board.code: board.active for board in session.scalars(select(BoardRow))}
    assert boards == {"ENV": True, "CYP": False, "AHB": False, "HCB": False, "GTB": False, "CRB": False}


@pytest.mark.parametrize("folder", ["measures", "boards", "people"])
def test_two_tables_of_one_load_must_not_differ(
    unchanged: Database, council: Council, tmp_path: Path, folder: str
) -> None:
    """Neither is newer, so that there is no telling which is right; where they agree there is no fault."""
    with (DATA / f"{folder}.csv").open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    key, column = {
        "measures": ("code", "title"),
        "boards": ("board", "name"),
        "people": ("slack_user_id", "role"),
    }[folder]
    same = write(tmp_path / "same.csv", rows[0], rows)
    assert load(unchanged, council, DATA / f"{folder}.csv", same, check_only=True).accepted
    rows[3][column] = "Something else"
    other = write(tmp_path / "other.csv", rows[0], rows)
    report = load(unchanged, council, DATA / f"{folder}.csv", other, check_only=True)
    assert [(fault.row, fault.reason) for file in report.files for fault in file.faults] == [
        (5, f"files contradict each other (with other.csv: {rows[3][key]})"),
        (5, f"files contradict each other (with {folder}.csv: {rows[3][key]})"),
    ]
