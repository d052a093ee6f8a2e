"""A council that shows a round's figures on release: who sees them before, where, and everybody after."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta
from typing import Any

import pytest

from perfdata.council import AlertRules, Council, Released, Visible
from perfdata.permissions import Place, PlaceKind
from perfdata.snapshot import Snapshots
from perfdata.store.tables import RoundRow
from perfdata.visibility import for_everybody, seen_by
from tests.sample_council import TODAY, person_titled
from tests.slack.seen import alert_clock, posted_in
from tests.slack.workspace import Slack

NEWEST, BEFORE = "44.3%", "September 2026"
ASKED = "how is recycling doing?"


@pytest.fixture
def held_back(stopped_slack: Slack) -> Slack:
    """The workspace of a council whose figures wait for a person's release."""
    stopped_slack.council = replace(
        stopped_slack.council, visible=Visible.ON_RELEASE, alerts=AlertRules(Released.BY_A_PERSON)
    )
    stopped_slack.start(snapshots=Snapshots(stopped_slack.council, build=for_everybody))
    return stopped_slack


def test_members_wait_and_those_who_keep_the_figures_do_not(held_back: Slack) -> None:
    """In answers, lists, charts, receipts, on Home and in what is watched; then one press shows it to everybody."""
    slack = held_back
    member = slack.as_person("Councillor 8").in_channel(slack.channel("ENV"))
    said = member.says(f"@Scrutineer {ASKED}").sees_one_answer().text
    assert NEWEST not in said
    assert BEFORE in said
    said = member.says("@Scrutineer recycling in October 2026").sees_one_answer().text
    assert "not released yet" in said
    assert NEWEST not in said
    private = slack.as_person("Councillor 8")
    assert NEWEST not in private.says("recycling over the last year").sees_one_answer().text
    private.says("/watch recycling")
    team = slack.as_person("Head of Performance")
    said = team.says(ASKED).sees_one_answer().text
    assert NEWEST in said
    assert "Not released yet: members see this figure when the round is released." in said
    open_channel = slack.as_person("Head of Performance").in_channel(slack.channel("ENV"))
    assert NEWEST not in open_channel.says(f"@Scrutineer {ASKED}").sees_one_answer().text
    owner = slack.as_person(slack.snapshot.measures["ENV-001"].owner_role)
    assert NEWEST in owner.says(ASKED).sees_one_answer().text
    clock = alert_clock(slack)
    clock.wake()
    slack.driver.settle()
    assert posted_in(slack, "ENV")[-1].thread_ts
    here = slack.as_person("Head of Performance").in_channel(slack.council.performance_channel)
    [ready] = [one for one in here.sees_messages() if "ready to be released" in one.text]
    here.presses("Release", on=ready)
    here.sees_modal()
    here.fills(reason="Checked with the services.").submits()
    assert "will be told now" in here.sees_modal().shown
    here.closes()
    slack.driver.settle()
    clock.wake()
    slack.driver.settle()
    assert NEWEST in member.says(f"@Scrutineer {ASKED}").sees_one_answer().text
    assert posted(slack) <= previewed(slack)
    slack.driver.assert_clean()


def posted(slack: Slack) -> set[str]:
    """What boards were told in alerts and under them: the text and the blocks of each message."""
    told = [one.raw for board in slack.snapshot.boards for one in posted_in(slack, board)]
    alerts = [one for one in told if "alert" in str(one.get("metadata", {}).get("event_payload", {}).get("key"))]
    assert len(alerts) >= len(slack.snapshot.boards)
    return set(map(as_said, alerts))


def previewed(slack: Slack) -> set[str]:
    """The same of what stands in the team's channel."""
    where = slack.sandbox.workspace.conversations[slack.council.performance_channel]
    return set(map(as_said, slack.sandbox.look(lambda: list(where.by_ts.values()))))


def as_said(raw: dict[str, Any]) -> str:
    blocks = [{name: value for name, value in block.items() if name != "block_id"} for block in raw.get("blocks", ())]
    return json.dumps([raw["text"], blocks], sort_keys=True)


def test_what_each_sees(held_back: Slack) -> None:
    council: Council = held_back.council
    with held_back.database.reading() as session:
        everything = for_everybody(session, council, TODAY)
    dm, channel = Place(PlaceKind.DIRECT), Place(PlaceKind.CHANNEL)
    team, member = person_titled(everything, "Head of Performance"), person_titled(everything, "Councillor 8")
    owner = person_titled(everything, everything.measures["ENV-001"].owner_role)
    assert everything.members is not None
    october = everything.verdicts["ENV-001"].period

    def figure(person: Any, place: Place, code: str = "ENV-001") -> object:
        return seen_by(everything, person, place).series[code].at(october)

    assert figure(team, dm) is not None
    assert figure(owner, dm) is not None
    for person, place in ((team, channel), (owner, channel), (member, dm), (member, channel)):
        assert figure(person, place) is None
    assert figure(owner, dm, "HSG-020") is None
    assert seen_by(everything, owner, dm) is seen_by(everything, owner, dm)


def test_as_at_a_day_members_see_what_had_been_released_by_then(held_back: Slack) -> None:
    november = TODAY - timedelta(days=1)
    with held_back.database.transaction() as session:
        everything = for_everybody(session, held_back.council, november, known_on=november)
        before = everything.members
        released_at = datetime.combine(TODAY, time(12), UTC)
        session.add(
            RoundRow(
                period_start=date(2026, 10, 1),
                closed_on=november,
                state="released",
                previewed={},
                released_at=released_at,
            )
        )
        session.flush()
        still = for_everybody(session, held_back.council, november, known_on=november).members
        after = for_everybody(session, held_back.council, TODAY, known_on=TODAY).members
        session.rollback()
    assert before is not None
    assert still is not None
    assert after is not None
    october = everything.verdicts["ENV-001"].period
    assert everything.series["ENV-001"].at(october) is not None
    assert before.series["ENV-001"].at(october) is None
    assert still.series["ENV-001"].at(october) is None
    assert after.series["ENV-001"].at(october) is not None
