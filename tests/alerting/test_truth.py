"""The October 2026 round agrees with what is known to be true of the sample council, for every board."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from perfdata import alerts, periods
from perfdata.alerts import Alert, Shown
from perfdata.alerts.judging import judge_round
from perfdata.council import Council
from perfdata.errors import NotFound
from perfdata.rounds import round_of
from perfdata.store.database import Database
from perfdata.verdicts.precedence import State
from perfdata.verdicts.status import Status
from tests.alerting.conftest import of_both_tiers
from tests.conftest import ReadLoaded

OCTOBER = periods.parse("Oct 2026")
TRUTH = json.loads((Path(__file__).parent.parent / "data" / "truth.json").read_text(encoding="utf-8"))
BOARDS = ["ENV", "CYP", "AHB", "HCB", "GTB", "CRB"]


STATES = {
    "missing": {State.MISSING},
    "suppressed": {State.WITHHELD},
    "no target": {State.NO_COMPARISON},
    "newly red": {State.NEWLY_OFF_CHANGED, State.NEWLY_OFF_BELOW_REACH, State.OFF_NO_CHART, State.OFF_BY_CHANCE},
    "still red": {
        State.STILL_OFF_WORSENING,
        State.STILL_OFF_BELOW_REACH,
        State.STILL_OFF_IMPROVING,
        State.STILL_OFF_PERSISTENT,
        State.OFF_NO_CHART,
        State.OFF_BY_CHANCE,
    },
    "turned": {State.RECOVERED, State.EARLY_WARNING},
    "neither": {State.STEADY, State.ON_BY_CHANCE, State.EARLY_WARNING},
}
"""The states in which a measure may stand, by what is true of its figures."""


def kind(truth: dict[str, Any]) -> str:
    """Which of those is true, from a measure's entry in truth.json."""
    if truth["state"] != "reported":
        return str(truth["state"])
    for key, found in (("newly_red", "newly red"), ("still_red", "still red"), ("recovered", "turned")):
        if truth[key]:
            return found
    if truth["rag"] == "red":
        return "newly red" if truth["red_run"] == 1 else "still red"
    return "turned" if truth["eased"] else "no target" if truth["rag"] == "none" else "neither"


def test_every_board_agrees_with_the_truth(
    loaded_for_all: Database, read_loaded: ReadLoaded, october: dict[str, Alert]
) -> None:
    assert sorted(october) == sorted(BOARDS)
    measures = read_loaded(loaded_for_all).measures
    for board, alert in october.items():
        open_codes = {
            code for code, truth in TRUTH["measures"].items() if board in measures[code].boards and not truth["exempt"]
        }
        assert {item.facts.code for item in alert.items} == open_codes
        for item in alert.items:
            assert item.state in STATES[kind(TRUTH["measures"][item.facts.code])], item.facts.code


def test_the_lists_agree_with_the_truths_own_summary(october: dict[str, Alert]) -> None:
    exempt = {code for code, truth in TRUTH["measures"].items() if truth["exempt"]}
    assert exempt
    new = {code for code, truth in TRUTH["measures"].items() if truth.get("new_this_round")}
    for board, summary in TRUTH["summary"]["by_board"].items():
        alert = october[board]
        newly = {item.facts.code for item in alert.items if item.standing.newly and item.facts.code in new}
        assert newly == set(summary["newly_red_this_round"]) - exempt
        told = {item.facts.code for item in alert.listed}
        assert newly <= told, "newly off target and not told"
        back = {item.facts.code for item in alert.of(State.RECOVERED) if item.facts.status is Status.ON_TARGET}
        assert back & new == set(summary["recovered_this_round"]) - exempt
        assert {item.facts.code for item in alert.of(State.MISSING)} == set(summary["missing"]) - exempt


def test_the_planted_stories_are_told_as_what_they_are(october: dict[str, Alert]) -> None:
    found = {item.facts.code: item for alert in october.values() for item in alert.items}
    for code, state in (
        ("CUS-001", State.NEWLY_OFF_CHANGED),
        ("ENV-001", State.STILL_OFF_PERSISTENT),
        ("ENV-006", State.STILL_OFF_WORSENING),
        ("CSC-003", State.STILL_OFF_WORSENING),
        ("EDU-003", State.STILL_OFF_IMPROVING),
        ("FIN-001", State.EARLY_WARNING),
        ("HSG-007", State.OFF_BY_CHANCE),
        ("HSG-020", State.STILL_OFF_WORSENING),
        ("GOV-001", State.RECOVERED),
        ("PBH-004", State.RECOVERED),
        ("HSG-004", State.RECOVERED),
        ("CSC-011", State.WITHHELD),
        ("PLN-001", State.MISSING),
    ):
        assert found[code].state is state, code
    for story in TRUTH["planted_stories"]:
        if story["spc"] and story["code"] in found:
            wanted = {"special_cause_concern": "worsening", "special_cause_improvement": "improving"}
            said = str(found[story["code"]].standing.variation)
            assert said == wanted.get(story["spc"]["verdict"], "no real change"), story["code"]
    assert found["HSG-004"].remark.startswith("Confirmed: there is a real change for the better since April 2026")
    assert found["PBH-004"].remark == "Not yet secure."


def test_counts_add_up_and_runs_agree(october: dict[str, Alert]) -> None:
    for alert in october.values():
        assert sum(alert.counts.values()) == len(alert.items) == len({item.facts.code for item in alert.items})
        for item in alert.items:
            truth = TRUTH["measures"][item.facts.code]
            assert item.facts.periods_off_target == truth.get("red_run", item.facts.periods_off_target)
            if item.state is State.MISSING:
                assert item.facts.last_reported is not None
                assert item.facts.last_reported.period.label == truth["latest_period"]
                assert item.missing_for >= 1
            elif item.state is not State.WITHHELD:
                assert str(item.facts.value) == truth["value"]


def test_the_order_is_that_of_precedence(october: dict[str, Alert]) -> None:
    states = list(State)
    for alert in october.values():
        ranks = [(states.index(item.state), item.facts.tier != "scorecard") for item in alert.items]
        assert ranks == sorted(ranks)


def test_each_round_says_why_a_measure_is_where_it_is(loaded: Database, council: Council) -> None:
    """April's round: new targets are named, and what is off target by chance is folded with its usual range."""
    with loaded.reading() as session:
        judged = judge_round(session, council, round_of(periods.parse("Apr 2026"), council.calendar))
    april = of_both_tiers(judged).alerts()
    items = {item.facts.code: item for alert in april for item in alert.items}
    assert items["HSG-008"].shown is Shown.FOLDED
    assert items["HSG-008"].usual == "79.8% to 92.0%"
    assert items["HSG-008"].remark == "The target rose from 89.5% to 90.0% in April 2026."
    assert items["ASC-012"].state is State.NEWLY_OFF_BELOW_REACH
    assert items["ASC-012"].shown is Shown.NAMED


def test_exempt_measures_are_neither_named_nor_counted(october: dict[str, Alert]) -> None:
    for alert in october.values():
        assert not any(TRUTH["measures"][item.facts.code]["exempt"] for item in alert.items)
        assert not any(code in json.dumps(alert.to_payload()) for code in ("CSC-015", "ASC-015", "HSG-014", "GOV-003"))


def test_an_alert_survives_being_stored_digit_for_digit(october: dict[str, Alert]) -> None:
    for alert in october.values():
        stored = json.dumps(alert.to_payload())
        again = Alert.from_payload(json.loads(stored))
        assert again == alert
        assert json.dumps(again.to_payload()) == stored
        assert [str(item.facts.value) for item in again.items] == [str(item.facts.value) for item in alert.items]


def test_the_note_beside_a_withheld_figure_is_never_quoted(october: dict[str, Alert]) -> None:
    withheld = [item for alert in october.values() for item in alert.of(State.WITHHELD)]
    assert {item.facts.code for item in withheld} == {"CSC-011", "HRM-008"}
    assert {(item.facts.note, item.facts.value, item.facts.value_words) for item in withheld} == {("", None, "")}


def test_a_missing_figures_reason_is_quoted(october: dict[str, Alert]) -> None:
    notes = {item.facts.code: item.facts.note for item in october["HCB"].of(State.MISSING)}
    assert notes == {"HSG-008": "Contractor's return not received.", "HSG-025": ""}


@pytest.mark.parametrize("loaded_for_all", ["sqlite"], indirect=True)
def test_boards_are_known_by_code_or_name(loaded_for_all: Database, council: Council) -> None:
    with loaded_for_all.reading() as session:
        named = alerts.preview(session, council, OCTOBER, ["housing and communities board", "HCB", "env"])
        assert [alert.reader for alert in named] == ["HCB", "ENV"]
        with pytest.raises(NotFound, match="“XYZ”"):
            alerts.preview(session, council, OCTOBER, ["XYZ"])
