"""Threads of a channel without a mention: the asker's follow-ups, threads that are followed, silence on the rest."""

from __future__ import annotations

from typing import Any

import pytest
from sqlalchemy import select

from handlers.threads import reply_in_thread
from perfdata.store.inbox import Kind
from perfdata.store.tables import AuditRow, FollowedThreadRow, InboxRow
from sandbox.person import Person
from sandbox.sight import Message
from tests.slack.workspace import GUEST, Slack

CHAIR, MEMBER, OTHER = "Chair, Climate", "Councillor 8", "Councillor 3"
RECYCLING = "Household waste sent for reuse, recycling or composting"
MISSED = "Missed collections per 100,000 scheduled collections"
ASKED = "@Scrutineer how is recycling doing?"


def in_thread(slack: Slack, who: str, of: Message) -> Person:
    """Somebody in the thread of the board's channel."""
    return slack.as_person(who).in_channel(slack.channel("ENV")).in_thread(of)


def kept(slack: Slack) -> list[tuple[str, str, str | None]]:
    """Who is noted for what, in the order in which it came."""
    with slack.database.reading() as session:
        rows = session.execute(select(InboxRow.user_id, InboxRow.kind, InboxRow.words).order_by(InboxRow.id))
        return [(user_id, kind, words) for user_id, kind, words in rows]


def test_the_askers_follow_ups_need_no_mention_and_nobody_elses_are_answered(slack: Slack) -> None:
    first = slack.as_person(CHAIR).in_channel(slack.channel("ENV")).says(ASKED).sees_one_answer()
    chair, member = in_thread(slack, CHAIR, first), in_thread(slack, MEMBER, first)
    september = chair.says("and in September?").sees_one_answer()
    assert september.text.startswith(f"{RECYCLING}: ")
    assert "September 2026" in september.text
    assert chair.says("why?").sees_one_answer().text
    chair.says("what a shame").sees_nothing()
    chair.says("are you all coming to the recycling meeting?").sees_nothing()
    member.says("and in June?").sees_nothing()
    chair.in_channel(slack.channel("ENV")).says("and in June?").sees_nothing()
    us = slack.user(CHAIR)
    assert kept(slack) == [(us, Kind.MENTION, None), (us, Kind.FOLLOW_UP, None), (us, Kind.FOLLOW_UP, None)]
    slack.driver.assert_clean()


def test_a_thread_is_followed_until_somebody_says_stop(slack: Slack) -> None:
    first = slack.as_person(CHAIR).in_channel(slack.channel("ENV")).says(ASKED).sees_one_answer()
    chair, member, other = (in_thread(slack, who, first) for who in (CHAIR, MEMBER, OTHER))
    told = chair.says("@Scrutineer follow this thread").sees_one_answer()
    assert "I follow this thread until " in told.text
    assert "“stop following” ends it" in told.text
    june = member.says("and in June?").sees_one_answer()
    assert june.text.startswith(f"{RECYCLING}: ")
    assert other.says("what about missed bins?").sees_one_answer().text.startswith(f"{MISSED}: ")
    assert "June 2026" in other.says("@Scrutineer and in June?").sees_one_answer().text
    for talk in ("why?", "how is Tuesday for you?"):
        member.says(talk).sees_nothing()
    slack.as_person(GUEST).in_channel(slack.channel("ENV")).in_thread(first).says("and in May?").sees_nothing()
    assert "I no longer follow this thread" in other.says("Stop following.").sees_one_answer().text
    for anybody in (chair, member):
        anybody.says("and in May?").sees_nothing()
    assert chair.says("@Scrutineer and in May?").sees_one_answer().text
    assert {words for *_, words in kept(slack)} == {None}
    assert len(kept(slack)) == 7
    with slack.database.reading() as session:
        acts = [(row.actor, row.act) for row in session.scalars(select(AuditRow).order_by(AuditRow.id))]
    assert acts == [
        (slack.user(CHAIR), "had a thread followed"),
        (slack.user(OTHER), "had a thread no longer followed"),
    ]


def test_what_slack_sends_twice_is_answered_once(slack: Slack) -> None:
    first = slack.as_person(CHAIR).in_channel(slack.channel("ENV")).says(ASKED).sees_one_answer()
    slack.sandbox.faults.arm("duplicate_event", match={"type": "message", "user": slack.user(CHAIR)})
    in_thread(slack, CHAIR, first).says("and in June?").sees_one_answer()
    slack.driver.settle()
    assert len(kept(slack)) == 2


@pytest.mark.parametrize(
    ("change", "left_alone"),
    [
        ({}, False),
        ({"subtype": "thread_broadcast"}, False),
        ({"subtype": "message_changed"}, True),
        ({"subtype": "file_share", "files": [{"id": "F1"}]}, True),
        ({"bot_id": "B0OTHER"}, True),
        ({"user": None}, True),
        ({"thread_ts": None}, True),
        ({"thread_ts": "2.0"}, True),
        ({"text": "<@UBOT> and in June?"}, True),
    ],
)
def test_what_is_looked_at(change: dict[str, Any], left_alone: bool) -> None:
    event = {"type": "message", "channel_type": "group", "channel": "C1", "user": "U1", "ts": "2.0", "thread_ts": "1.0",
             "text": "and in June?", **change}  # fmt: skip
    said = reply_in_thread({"event_id": "Ev1", "event": event}, "T1")
    assert (said is None) is left_alone
    assert reply_in_thread({"event_id": "Ev1", "event": event, "is_ext_shared_channel": True}, "T1") is None


@pytest.mark.parametrize("where", ["direct", "shared"])
def test_where_there_is_nothing_to_follow(slack: Slack, where: str) -> None:
    person = slack.as_person(CHAIR)
    if where == "direct":
        assert "Here you need not mention me" in person.says("follow this thread").sees_one_answer().text
    else:
        first = person.in_channel("C0SHARED01").says("@Scrutineer follow this thread").sees_one_answer()
        assert "shared with another organisation" in first.text
        person.in_thread(first).says("how is recycling doing?").sees_nothing()
    with slack.database.reading() as session:
        assert not session.scalars(select(FollowedThreadRow)).all()
