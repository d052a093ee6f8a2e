"""A board's alert as a message: complete, within Slack's limits, and safe whatever its titles and notes hold."""

from __future__ import annotations

import html
import json
import re
from dataclasses import replace
from datetime import date

import pytest

from handlers.views import limits
from handlers.views.alerts import alert_message, rest_message
from handlers.views.message import Message
from perfdata import periods
from perfdata.alerts import Alert, News, Shown, rest_of
from perfdata.alerts.dividing import divided
from perfdata.alerts.judging import judge_round
from perfdata.council import Council
from perfdata.measures import Tier
from perfdata.rounds import round_of
from perfdata.store.database import Database
from perfdata.verdicts.precedence import State
from perfdata.verdicts.reading import Variation
from perfdata.verdicts.status import Status
from sandbox.rules.messages import check_message
from tests.alerting.conftest import Replay

pytestmark = pytest.mark.parametrize("loaded_for_all", ["sqlite"], indirect=True)


def test_every_message_of_two_years_is_complete_within_slacks_limits(replay: Replay) -> None:
    for alert in (alert for told in list(replay.values())[1:] for alert in told.values()):
        said = messages_of(alert)
        for message in said:
            assert_fits(message)
            assert "cut short" not in message["text"]
        text = "\n".join(message["text"] for message in said)
        for item in alert.listed:
            assert item.facts.title in text
            assert item.facts.value_words in text
            assert item.quoted in text
        totals = said[0]["text"].splitlines()[-2]
        assert totals.startswith(f"All {len(alert.items)} measures: {alert.reported} reported")
        assert sum(map(int, re.findall(r"(\d+) (?:reported|missing|withheld)", totals))) == len(alert.items)
        statuses = re.findall(r"(\d+) (?:on target|slightly off|off target|without a target)", totals)
        assert sum(map(int, statuses)) == alert.reported
        off = re.findall(r"(\d+) (?:named|no worse than usual|as before)", totals)
        assert sum(map(int, off)) == alert.counts[Status.OFF_TARGET]


def assert_fits(said: object) -> None:
    """Within the documented limits, by the sandbox's rules."""
    assert isinstance(said, dict)
    assert len(said["text"]) <= limits.MESSAGE_TEXT
    assert len(json.dumps(said["blocks"], ensure_ascii=False, separators=(",", ":"))) <= limits.BLOCKS_AS_JSON
    check_message({"channel": "C1", **said})


def test_a_board_is_told_of_the_scorecard_and_of_what_it_watches_and_how_much_is_not_listed(
    loaded_for_all: Database, council: Council, october: dict[str, Alert]
) -> None:
    with loaded_for_all.reading() as session:
        judged = judge_round(session, council, round_of(periods.parse("Oct 2026"), council.calendar))
    [alert] = replace(judged, watched={"HCB": frozenset({"HSG-008"})}).alerts(["HCB"])
    tiers = {item.facts.code: item.facts.tier for item in alert.items}
    assert [code for code, tier in tiers.items() if tier is Tier.BUSINESS_PLAN] == ["HSG-008"]
    plans = [item for item in october["HCB"].items if item.facts.tier is Tier.BUSINESS_PLAN]
    off = sum(item.facts.status is Status.OFF_TARGET for item in plans)
    assert (alert.unlisted, alert.unlisted_off) == (len(plans) - 1, off)
    assert (
        f"13 from the scorecard, 1 from business plans, which the board watches. Not listed: {len(plans) - 1} "
        f"business-plan measures that the board does not watch, of which {off} are off target."
    ) in alert_message(alert)["text"]


def messages_of(alert: Alert) -> list[Message]:
    """The message and those in its thread, in order."""
    return [alert_message(alert), *map(rest_message, rest_of(alert))]


LONG = "“Quoted” & <angle> \\ back\nline " * 40
"""As a note might be: much of it longer once it is escaped."""


@pytest.mark.parametrize("note", ["", "A word.", LONG])
@pytest.mark.parametrize("times", [1, 5])
def test_the_first_items_stand_in_the_message_and_the_rest_follow_in_its_thread_none_dropped(
    replay: Replay, times: int, note: str
) -> None:
    everything = {
        item.facts.code: replace(item, facts=replace(item.facts, note=note or item.facts.note), news=News.NEW)
        for alert in list(replay.values())[-1].values()
        for item in alert.items
    }
    ordered = sorted(everything.values(), key=lambda item: list(State).index(item.state))
    # The same measures under other codes, so that there are many.
    many = [
        replace(item, facts=replace(item.facts, code=f"{item.facts.code}-{n}", title=f"{item.facts.title} ({n})"))
        for item in ordered
        for n in range(times)
    ]
    alert = divided(replace(list(replay.values())[-1]["HCB"], items=tuple(many)))
    assert 1 <= sum(item.shown is Shown.NAMED for item in alert.told) <= alert.first
    said = messages_of(alert)
    assert len(said) > 2
    for message in said:
        assert_fits(message)
        assert "cut short" not in message["text"]
    told = [*alert.told, *(item for rest in rest_of(alert) for item in rest.alert.told)]
    assert sorted(item.facts.code for item in told) == sorted(item.facts.code for item in alert.listed)
    named = [item.facts.code for item in told if item.shown is Shown.NAMED]
    assert named == [item.facts.code for item in alert.named], "not in the order of precedence"
    text = "\n".join(message["text"] for message in said)
    numbers = [int(number) for number in re.findall(r"^(\d+)\. (?=[A-Z])", text, re.MULTILINE)]
    assert numbers == list(range(1, len(named) + 1))
    inside = sum(item.shown is Shown.NAMED for item in alert.told)
    assert f"Numbers {inside + 1} to {len(named)}: in the thread below." in said[0]["text"]
    assert f"{len(alert.rest) - len(named) + inside} more of these lists are in the thread below." in said[0]["text"]
    for item in told:
        assert html.escape(item.facts.title, quote=False) in text


def test_nothing_to_raise_is_a_message_too(october: dict[str, Alert]) -> None:
    alert = october["GTB"]
    quiet = replace(alert, items=tuple(item for item in alert.items if item.shown in (Shown.STEADY, Shown.UNCHANGED)))
    said = alert_message(quiet)
    assert "Nothing to raise this month" in said["text"]
    assert "New or changed" not in said["text"]
    assert_fits(said)
    assert_fits(alert_message(replace(alert, items=())))


def test_a_late_message_differs_by_the_line_that_says_so(october: dict[str, Alert]) -> None:
    alert = october["ENV"]
    late = alert_message(replace(alert, late_since=date(2026, 11, 24)))
    lines = late["text"].splitlines()
    assert lines.pop(1) == "This message is late: it was due on 24 November 2026."
    assert "\n".join(lines) == alert_message(alert)["text"]


def test_what_is_folded_is_told_apart_by_whether_it_is_improving(october: dict[str, Alert]) -> None:
    [one, other, *_] = [item for item in october["HCB"].items if item.state is State.OFF_BY_CHANCE]
    better = replace(one, standing=replace(one.standing, variation=Variation.IMPROVING))
    assert better.state is State.OFF_BY_CHANCE
    text = alert_message(replace(october["HCB"], items=(better, other)))["text"]
    by_chance = "Off target in October 2026 within usual variation, so nothing has changed (1): "
    assert f"{by_chance}{other.facts.title} (" in text
    assert f"Off target in October 2026, though there is a real change for the better (1): {one.facts.title} (" in text


def test_titles_and_notes_reach_slack_as_text(october: dict[str, Alert]) -> None:
    hostile = "<!channel> <@U1> *bold* <https://example.org|click> =1+1 :fire: & all"
    alert = october["ENV"]
    items = tuple(replace(item, facts=replace(item.facts, title=hostile, note=hostile)) for item in alert.named[:2])
    said = alert_message(replace(alert, items=items))
    assert_fits(said)
    assert "<!channel>" not in said["text"]
    assert "&lt;!channel&gt;" in said["text"]
    for block in said["blocks"]:
        assert "mrkdwn" not in json.dumps(block)
        assert '"emoji": true' not in json.dumps(block)


def test_what_stands_as_before_is_named_where_there_is_room_and_else_counted(october: dict[str, Alert]) -> None:
    alert = october["HCB"]
    kept = alert.as_before
    assert len(kept) > 1
    [listed] = re.findall(rf"^As in September 2026 \({len(kept)}\)\n((?:• .*\n)+)", alert_message(alert)["text"], re.M)
    for item in kept:
        assert html.escape(item.facts.title, quote=False) in listed
    many = tuple(
        replace(item, facts=replace(item.facts, code=f"{item.facts.code}-{n}")) for item in kept for n in range(30)
    )
    text = alert_message(divided(replace(alert, items=many)))["text"]
    counts = [int(number) for number in re.findall(r"^• Still off target.* \((\d+)\)\.$", text, re.M)]
    assert sum(counts) == len(many)
    assert "For the names of those that are off target, ask me" in text
