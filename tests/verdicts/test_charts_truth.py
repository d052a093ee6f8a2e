"""Charts of the sample council agree with what is known of them, worked out by code that shares nothing with this.

First the plain chart, with gaps left out and season kept in, as the known results are. Then the verdict, which is
stricter: every measure for which it differs is listed here and in docs/method.md, with the reason.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from handlers.terminal.spc import LABELS, label
from handlers.terminal.status import as_json
from perfdata import periods
from perfdata.asking.findings import finding_of, variation_reason
from perfdata.measures import Polarity
from perfdata.snapshot import Snapshot, build_snapshot
from perfdata.store.database import Database
from perfdata.verdicts.icons import Wanted, point_type
from perfdata.verdicts.process_chart import Group, Point, process_chart
from perfdata.verdicts.reading import Variation
from tests.sample_council import TODAY, load_sample, read_sample

ROOT = Path(__file__).parent.parent
TRUTH = json.loads((ROOT / "data" / "truth.json").read_text(encoding="utf-8"))
LAST_24: dict[str, str] = TRUTH["spc_last_24"]
STORIES: dict[str, dict[str, Any]] = {one["code"]: one["spc"] for one in TRUTH["planted_stories"] if one["spc"]}
METHOD = (ROOT.parent / "docs" / "method.md").read_text(encoding="utf-8")
WANTED = {Polarity.HIGHER: Wanted.INCREASE, Polarity.LOWER: Wanted.DECREASE, Polarity.RANGE: Wanted.NEUTRAL}
VERDICT = {
    "special_cause_concern": Variation.WORSENING,
    "special_cause_improvement": Variation.IMPROVING,
    "common_cause": Variation.NONE,
}
DIFFERENT = {
    "HSG-011": Variation.NONE,
    "HWY-003": Variation.NONE,
    "HWY-005": Variation.NONE,
    "LEI-002": Variation.IMPROVING,
    "PLN-001": Variation.NOT_CHARTED,
    "YTH-001": Variation.NONE,
}
"""Where the verdict is not what the label of the plain chart amounts to."""


@pytest.fixture(scope="module")
def snapshot(tmp_path_factory: pytest.TempPathFactory, sqlite_template: bytes) -> Iterator[Snapshot]:
    path = tmp_path_factory.mktemp("charts") / "sample.db"
    path.write_bytes(sqlite_template)
    database, council = Database(f"sqlite:///{path}", synchronous="OFF"), read_sample()
    load_sample(database, council)
    with database.reading() as session:
        yield build_snapshot(session, council, TODAY)
    database.close()


def points_of(snapshot: Snapshot, code: str) -> list[Point]:
    """The measure's figures up to its due period; gaps are left out."""
    figures = list(snapshot.series[code].figures_back_from(snapshot.verdicts[code].period))
    return [Point(one.period.start, float(one.value)) for one in reversed(figures) if one.value is not None]


def plain_chart(snapshot: Snapshot, code: str) -> Group:
    return process_chart(points_of(snapshot, code)[-24:]).latest


@pytest.mark.parametrize("code", LAST_24)
def test_the_plain_chart_has_the_known_label(snapshot: Snapshot, code: str) -> None:
    group = plain_chart(snapshot, code)
    assert len(group.points) == 24
    assert label(group.marks[-1]) == LAST_24[code]


@pytest.mark.parametrize("code", STORIES)
def test_a_planted_story_is_on_its_chart(snapshot: Snapshot, code: str) -> None:
    story = STORIES[code]
    first, last = (periods.parse(one) for one in story["baseline"])
    points = [point for point in points_of(snapshot, code) if point.day >= first.start]
    baseline = sum(point.day <= last.start for point in points)
    assert (baseline, len(points)) == (story["baseline_points"], story["points"])
    group = process_chart(points, fix_after=baseline).latest
    assert group.limits is not None
    assert group.limits.mean == pytest.approx(float(story["centre"]), abs=5e-5)
    assert group.limits.lower == pytest.approx(float(story["lower_limit"]), abs=5e-5)
    assert group.limits.upper == pytest.approx(float(story["upper_limit"]), abs=5e-5)
    marks = group.marks[-1]
    assert label(marks) == story["special_cause_type"]
    assert [LABELS[one.rule, one.way] for one in marks.all_rules] == story["all_rules_met"]
    assert point_type(marks, WANTED[snapshot.measures[code].polarity]) == story["verdict"]


@pytest.mark.parametrize("code", STORIES)
def test_the_verdict_finds_each_planted_story_by_its_own_rule(snapshot: Snapshot, code: str) -> None:
    assert snapshot.verdicts[code].reading.variation is VERDICT[STORIES[code]["verdict"]]


def test_the_verdict_differs_from_the_plain_chart_only_where_it_is_listed(snapshot: Snapshot) -> None:
    found = {}
    for code in LAST_24:
        plain = point_type(plain_chart(snapshot, code).marks[-1], WANTED[snapshot.measures[code].polarity])
        variation = snapshot.verdicts[code].reading.variation
        if VERDICT.get(plain) is not variation:
            found[code] = variation
    assert found == DIFFERENT


@pytest.mark.parametrize("code", DIFFERENT)
def test_each_difference_is_in_the_method(code: str) -> None:
    assert re.search(rf"^\| {code} \|.*\| {DIFFERENT[code]} \|", METHOD, re.MULTILINE)


def test_measures_without_a_known_chart_have_a_reason_or_are_quarterly(snapshot: Snapshot) -> None:
    charted = {code for code, one in snapshot.verdicts.items() if one.reading.usual is not None}
    beyond = {code: snapshot.measures[code].frequency for code in charted - LAST_24.keys()}
    assert set(beyond.values()) == {periods.Frequency.QUARTERLY}
    for code in snapshot.verdicts.keys() - charted:
        assert snapshot.verdicts[code].reading.obstacle is not None


def test_a_known_verdict_in_words(snapshot: Snapshot) -> None:
    found = as_json(snapshot.verdicts["ENV-006"], None)
    assert (found["variation"], found["assurance"]) == ("worsening", "hit and miss")
    assert found["reasons"][1] == (
        "There is a real change for the worse since June 2026: 5 months in a row above its average (63.4 per 100,000), "
        "the latest beyond its usual range (46.0 to 80.7 per 100,000)."
    )
    verdict = snapshot.verdicts["FIN-001"]
    finding = finding_of(verdict)
    assert finding is not None
    assert variation_reason(verdict, finding).endswith("since April 2026: it has fallen 7 months running.")


def test_no_word_of_statistics_reaches_a_reader(snapshot: Snapshot) -> None:
    for verdict in snapshot.verdicts.values():
        text = " ".join(as_json(verdict, None)["reasons"])
        assert not re.search(r"signific|out of control|special cause|sigma|deviation|not capable|lucky", text, re.I)
        assert "None" not in text
        assert all(sentence.endswith(".") for sentence in as_json(verdict, None)["reasons"])
