"""Files damaged at random: whatever the bytes, the answer is a report, and never a crash."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from perfdata.council import Council
from perfdata.store.database import Database
from tests.loading.conftest import FOLDER, load

pytestmark = pytest.mark.either_database

SAMPLES = [
    *(path.read_bytes() for path in sorted(Path("tests/data/hostile").glob("*.?sv")) if path.stat().st_size < 4000),
    (FOLDER / "data/people.csv").read_bytes(),
    (FOLDER / "data/boards.csv").read_bytes(),
]
# Pieces that mean something to a reader of tables, and values at the edges of what can be counted.
PIECES = [
    b",", b";", b"\t", b'"', b"\n", b"\r", b"\x00", b"\xff\xfe", b"\xef\xbb\xbf", b"\xe2\x80\x8b", b"\xa3", b"*", b"%",
    b"0000", b"9999", b"Dec 9999", b"Q4 9999/00", b"31/12/9999", b"01/01/0001", b"999999999999999", b"0.0000000001",
    b"1e5", b"-", b"(", b"Value", b"code", b"\x1b[2J",
]  # fmt: skip
DAMAGE = st.lists(
    st.tuples(st.integers(0, 4000), st.integers(0, 12), st.sampled_from(PIECES) | st.binary(max_size=3)),
    min_size=1,
    max_size=8,
)


@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(sample=st.sampled_from(SAMPLES), damage=DAMAGE)
def test_damage_is_reported(
    unchanged: Database, council: Council, tmp_path: Path, sample: bytes, damage: list[tuple[int, int, bytes]]
) -> None:
    """Every fault has its sentences, fit for a terminal; a file without faults is accepted."""
    content = bytearray(sample)
    for start, length, piece in damage:
        place = start % (len(content) + 1)
        content[place : place + length] = piece
    path = tmp_path / "damaged.csv"
    path.write_bytes(content)
    report = load(unchanged, council, path, check_only=True)
    assert report.accepted is not any(file.faults for file in report.files)
    for fault in report.files[0].faults:
        for words in (fault.reason, fault.problem, fault.advice, fault.value or "-"):
            assert words
            assert words.isprintable()
