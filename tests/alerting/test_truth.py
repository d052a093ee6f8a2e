"""The October 2026 round agrees with what is known to be true of the sample council, for every board."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from perfdata import alerts, periods
from perfdata.alerts import Alert, Section, Standing
from perfdata.council import Council
from perfdata.errors import NotFound
from perfdata.store.database import Database
from perfdata.verdicts.precedence import State
from perfdata.verdicts.status import Status
from tests.conftest import ReadLoaded

OCTOBER = periods.parse("Oct 2026")
TRUTH = json.loads((Path(__file__).parent.parent / "data" / "truth.json").read_text(encoding="utf-8"))
BOARDS = ["ENV", "CYP", "AHB", "HCB", "GTB", "CRB"]


def expected(truth: dict[str, Any]) -> Standing:
    """The class that follows from a measure's entry in truth.json."""
    if truth["state"] == "missing":
        return Standing.NOT_REPORTED
    if truth["state"] == "suppressed":
        return Standing.WITHHELD
    if not truth["new_this_round"]:
        return Standing.NOT_DUE
    for key, standing in (
        ("newly_red", Standing.NEWLY_OFF),
        ("still_red", Standing.STILL_OFF),
        ("recovered", Standing.BACK_ON),
        ("eased", Standing.EASED),
    ):
        if truth[key]:
            return standing
    return {"amber": Standing.SLIGHTLY_OFF, "green": Standing.ON_TARGET, "none": Standing.NO_TARGET}[truth["rag"]]


def test_every_board_agrees_with_the_truth(
    loaded_for_all: Database, read_loaded: ReadLoaded, october: dict[str, Alert]
) -> None:
    assert sorted(october) == sorted(BOARDS)
    measures = read_loaded(loaded_for_all).measures
    for board, alert in october.items():
        open_codes = {
            code for code, truth in TRUTH["measures"].items() if board in measures[code].boards and not truth["exempt"]
        }
        assert {item.facts.code: item.standing for item in alert.items} == {
            code: expected(TRUTH["measures"][code]) for code in open_codes
        }


def test_the_lists_agree_with_the_truths_own_summary(october: dict[str, Alert]) -> None:
    exempt = {code for code, truth in TRUTH["measures"].items() if truth["exempt"]}
    assert exempt
    for board, summary in TRUTH["summary"]["by_board"].items():
        named = {standing: {item.facts.code for item in october[board].of(standing)} for standing in Standing}
        assert named[Standing.NEWLY_OFF] == set(summary["newly_red_this_round"]) - exempt
        assert named[Standing.BACK_ON] == set(summary["recovered_this_round"]) - exempt
        assert named[Standing.NOT_REPORTED] == set(summary["missing"]) - exempt


def test_counts_add_up_and_runs_agree(october: dict[str, Alert]) -> None:
    for alert in october.values():
        assert sum(alert.counts.values()) == len(alert.items) == len({item.facts.code for item in alert.items})
        for item in alert.items:
            truth = TRUTH["measures"][item.facts.code]
            assert item.facts.periods_off_target == truth.get("red_run", item.facts.periods_off_target)
            if item.standing is Standing.NOT_REPORTED:
                assert item.facts.last_reported is not None
                assert item.facts.last_reported.period.label == truth["latest_period"]
            elif item.standing is not Standing.WITHHELD:
                assert str(item.facts.value) == truth["value"]


def test_the_most_important_comes_first(october: dict[str, Alert]) -> None:
    """Section by section; within one, by class and then by the order of precedence."""
    sections, classes, states = list(Section), list(Standing), list(State)
    for alert in october.values():
        ranks = []
        for item in alert.items:
            assert item.state is not None
            section = len(sections) if item.section is None else sections.index(item.section)
            where = (section, classes.index(item.standing), states.index(item.state))
            ranks.append((*where, item.facts.tier != "scorecard"))
        assert ranks == sorted(ranks)


def test_each_measure_is_in_one_state_which_agrees_with_its_class(october: dict[str, Alert]) -> None:
    for alert in october.values():
        assert sum(map(len, alert.sections.values())) == len(alert.listed)
        for item in alert.items:
            assert item.state is not None
            off = item.facts.status is Status.OFF_TARGET
            assert off is item.state.off
            if item.standing is Standing.NEWLY_OFF:
                assert not item.state.startswith("still off target: its")
                assert item.facts.periods_off_target == 1
            if item.standing in (Standing.BACK_ON, Standing.EASED):
                assert item.state in (State.RECOVERED, State.EARLY_WARNING)


def test_each_round_says_why_a_measure_is_where_it_is(loaded: Database, council: Council) -> None:
    """April's round: new targets are named, and what is off target by chance is folded with its usual range."""
    with loaded.reading() as session:
        april = alerts.preview(session, council, periods.parse("Apr 2026"))
    remarks = {item.facts.code: item for alert in april for item in alert.items}
    assert remarks["HSG-008"].section is Section.BY_CHANCE
    assert remarks["HSG-008"].remark == (
        "Within its usual range (79.8% to 92.0%). The target rose from 89.5% to 90.0% in April 2026."
    )
    assert remarks["ASC-012"].state is State.NEWLY_OFF_BELOW_REACH
    assert remarks["ASC-012"].section is Section.NEWLY_OFF


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
    withheld = [item for alert in october.values() for item in alert.of(Standing.WITHHELD)]
    assert {item.facts.code for item in withheld} == {"CSC-011", "HRM-008"}
    assert {(item.facts.note, item.facts.value, item.facts.value_words) for item in withheld} == {("", None, "")}


def test_a_missing_figures_reason_is_quoted(october: dict[str, Alert]) -> None:
    notes = {item.facts.code: item.facts.note for item in october["HCB"].of(Standing.NOT_REPORTED)}
    assert notes == {"HSG-008": "Contractor's return not received.", "HSG-025": ""}


@pytest.mark.parametrize("loaded_for_all", ["sqlite"], indirect=True)
def test_boards_are_known_by_code_or_name(loaded_for_all: Database, council: Council) -> None:
    with loaded_for_all.reading() as session:
        named = alerts.preview(session, council, OCTOBER, ["housing and communities board", "HCB", "env"])
        assert [alert.board for alert in named] == ["HCB", "ENV"]
        with pytest.raises(NotFound, match="“XYZ”"):
            alerts.preview(session, council, OCTOBER, ["XYZ"])
