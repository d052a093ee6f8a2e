"""Delivery to a Slack that misbehaves: each message arrives once, or somebody is told that it did not."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from slack_sdk import WebClient

from handlers.delivery import Pace
from handlers.posting import EVENT_TYPE, waiting
from perfdata.store import outbox, sending
from perfdata.store.outbox import Kind, State
from sandbox import Sandbox, Team
from tests.delivery.conftest import (
    ARCHIVED,
    BOARD,
    CHANNELS,
    ELSEWHERE,
    LOOK_AFTER,
    PATIENCE,
    PEOPLE,
    PERFORMANCE,
    SCOPES,
    TEAM,
    Post,
    manifest,
)

AN_HOUR = timedelta(hours=1)
POSTING = {"method": "chat.postMessage"}


def words(messages: list[dict[str, Any]]) -> list[str]:
    return [one["text"] for one in messages]


def test_an_owed_message_is_posted_with_its_key_and_settled_with_its_ts(post: Post) -> None:
    post.owe()
    assert post.run() == {State.SENT: 1}
    (said,) = post.said()
    assert (said["text"], said["metadata"]) == ("44.3%", {"event_type": EVENT_TYPE, "event_payload": {"key": "k1"}})
    row = post.row()
    assert (row.state, row.posted_channel_id, row.posted_ts, row.settled_at) == ("sent", BOARD, said["ts"], post.now)
    assert post.run(AN_HOUR) == {}


def test_a_message_for_a_thread_is_posted_there(post: Post) -> None:
    post.owe("root")
    post.run()
    post.owe("reply", thread_ts=post.row("root").posted_ts)
    post.run()
    assert words(post.said(thread=post.row("root").posted_ts))[-1:] == ["44.3%"]


def test_messages_that_belong_together_come_in_order_and_in_one_thread(post: Post) -> None:
    post.owe("more", after_key="detail", words="more")
    post.owe("detail", after_key="alert", words="detail")
    post.owe("alert", words="alert")
    for _ in range(3):
        assert post.run() == {State.SENT: 1}
    assert words(post.said()) == ["alert", "detail", "more"]
    assert {one["thread_ts"] for one in post.said()[1:]} == {post.said()[0]["ts"]}, "and none under a reply"


@pytest.mark.parametrize("fault", ["drop", "drop_before"])
@pytest.mark.parametrize("in_thread", [False, True])
def test_a_lost_reply_is_settled_by_looking(post: Post, fault: str, in_thread: bool) -> None:
    where: dict[str, Any] = {}
    if in_thread:
        post.owe("root")
        post.run()
        where["thread_ts"] = post.row("root").posted_ts
    post.sandbox.faults.arm(fault, match=POSTING)
    post.owe(**where)
    assert post.run() == {State.DOUBTFUL: 1}
    assert post.run(LOOK_AFTER / 2) == {}, "a message that was on its way has to have arrived"
    there = fault == "drop"
    assert post.run(LOOK_AFTER) == {State.SENT if there else State.OWED: 1}
    assert post.run(LOOK_AFTER) == ({} if there else {State.SENT: 1})
    assert words(post.said())[in_thread:] == ["44.3%"]
    assert post.row().posted_ts == post.said()[-1]["ts"]


@pytest.mark.parametrize("status", [500, 503])
def test_a_server_error_may_mean_anything_and_is_looked_up(post: Post, status: int) -> None:
    post.sandbox.faults.arm("server_error", match=POSTING, status=status)
    post.owe()
    assert post.run() == {State.DOUBTFUL: 1}
    assert post.run(LOOK_AFTER) == {State.OWED: 1}
    assert post.run(LOOK_AFTER) == {State.SENT: 1}
    assert len(post.said()) == 1


def test_an_answer_that_comes_too_late_is_looked_up(post: Post) -> None:
    post.pace = Pace(call=timedelta(milliseconds=200), look_after=LOOK_AFTER)
    post.sandbox.faults.arm("slow", match=POSTING, seconds=1.0)
    post.owe()
    assert post.run() == {State.DOUBTFUL: 1}
    assert post.run(LOOK_AFTER) == {State.SENT: 1}
    assert len(post.said()) == 1


def test_slack_not_reachable_means_that_nothing_was_sent(post: Post) -> None:
    post.owe()
    gone = Sandbox(PEOPLE, CHANNELS, manifest(SCOPES), team=Team(id=TEAM)).start()
    gone.stop()
    unreachable = Post(gone, post.database, post.now)
    assert unreachable.run() == {State.OWED: 1}
    assert post.run(AN_HOUR) == {State.SENT: 1}


def test_slack_is_given_the_time_that_it_asks_for(post: Post) -> None:
    post.sandbox.faults.arm("rate_limited", match=POSTING, retry_after=30)
    post.owe()
    assert post.run() == {State.OWED: 1}
    assert post.run(timedelta(seconds=29)) == {}
    assert post.run(timedelta(seconds=1)) == {State.SENT: 1}


def test_waiting_grows_while_slack_is_busy(post: Post) -> None:
    post.sandbox.faults.arm("refuse", count=4, match=POSTING, error="service_unavailable")
    post.owe()
    assert post.run() == {State.OWED: 1}
    a_moment = timedelta(milliseconds=1)
    for seconds in (1, 2, 4):
        assert post.run(timedelta(seconds=seconds) - a_moment) == {}
        assert post.run(a_moment) == {State.OWED: 1}
    assert post.run(timedelta(seconds=8)) == {State.SENT: 1}


@pytest.mark.parametrize("attempt", [10, 49, 100_000])
def test_after_an_outage_nobody_waits_longer_than_five_minutes(attempt: int) -> None:
    assert waiting(attempt) == timedelta(minutes=5)


def test_blocks_that_slack_does_not_take_are_left_out_once(post: Post, caplog: pytest.LogCaptureFixture) -> None:
    post.sandbox.faults.arm("refuse", match=POSTING, error="invalid_blocks")
    post.owe()
    assert post.run() == {State.SENT: 1}
    (said,) = post.said()
    assert said["text"] == "44.3%"
    assert "blocks" not in said
    assert "k1" in caplog.text


@pytest.mark.parametrize(
    ("channel", "advice"),
    [(ELSEWHERE, "Invite the bot there"), (ARCHIVED, "Reopen it"), ("C0NOWHERE", "correct the channel's id")],
)
def test_a_message_that_cannot_be_posted_is_told_of_once(post: Post, channel: str, advice: str) -> None:
    post.owe(channel=channel)
    assert post.run() == {State.FAILED: 1}
    assert post.run() == {State.SENT: 1}
    assert post.run(AN_HOUR) == {}
    (told,) = post.said(PERFORMANCE)
    assert advice in told["text"]
    assert channel in told["text"]
    assert "k1" in told["text"]
    assert "44.3" not in told["text"], "what somebody asked is not the Performance Team's to read"


def test_a_refusal_that_nobody_foresaw_is_loud_and_told(post: Post, caplog: pytest.LogCaptureFixture) -> None:
    post.sandbox.faults.arm("refuse", match=POSTING, error="phase_of_the_moon")
    post.owe()
    assert post.run() == {State.FAILED: 1}
    post.run()
    assert "phase_of_the_moon" in post.said(PERFORMANCE)[0]["text"]
    assert "phase_of_the_moon" in caplog.text


def test_a_word_about_a_failure_that_fails_itself_is_logged_and_no_more(
    post: Post, caplog: pytest.LogCaptureFixture
) -> None:
    post.sandbox.faults.arm("refuse", count=2, match=POSTING, error="is_archived")
    post.owe()
    assert post.run() == {State.FAILED: 1}
    assert post.run() == {State.FAILED: 1}
    assert post.run(AN_HOUR) == {}
    assert "problem:k1" in caplog.text


def test_a_message_that_cannot_be_rendered_fails_and_is_told_of(post: Post) -> None:
    with post.database.transaction() as session:
        outbox.owe(
            session, key="k1", team_id=TEAM, channel_id=BOARD, kind=Kind.ANSWER, payload={"odd": 1}, now=post.now
        )
    assert post.run() == {State.FAILED: 1}
    assert post.run() == {State.SENT: 1}
    assert post.said() == []


def test_where_nobody_may_look_it_may_have_been_posted_and_is_never_sent_again(post: Post) -> None:
    with Sandbox(PEOPLE, CHANNELS, manifest(["app_mentions:read", "chat:write"]), team=Team(id=TEAM)) as blind:
        here = Post(blind, post.database, post.now)
        blind.faults.arm("drop", match=POSTING)
        here.owe()
        assert here.run() == {State.DOUBTFUL: 1}
        assert here.run(LOOK_AFTER) == {State.UNKNOWN: 1}
        assert here.run(AN_HOUR) == {State.SENT: 1}
        assert here.run(AN_HOUR) == {}
        assert len(here.said()) == 1
        (told,) = here.said(PERFORMANCE)
        assert "may have been posted" in told["text"]


def test_looking_waits_when_slack_is_busy(post: Post) -> None:
    post.sandbox.faults.arm("drop", match=POSTING)
    post.sandbox.faults.arm("rate_limited", match={"method": "conversations.history"}, retry_after=20)
    post.owe()
    post.run()
    assert post.run(LOOK_AFTER) == {State.DOUBTFUL: 1}
    assert post.run(timedelta(seconds=20)) == {State.SENT: 1}
    assert len(post.said()) == 1


def test_looking_reads_every_page(post: Post) -> None:
    post.sandbox.faults.arm("drop", match=POSTING)
    post.owe()
    post.run()

    def chatter() -> None:
        where = post.sandbox.workspace.conversations[BOARD]
        for number in range(450):
            post.sandbox.workspace.post(where, {"type": "message", "user": "U1", "text": str(number)})

    post.sandbox.look(chatter)
    assert post.run(LOOK_AFTER) == {State.SENT: 1}
    assert post.row().posted_ts == post.said()[0]["ts"]


def test_a_killed_sender_leaves_a_doubt_that_the_next_process_settles(post: Post) -> None:
    for key in ("posted", "not posted"):
        post.owe(key, words=key)
    with post.database.transaction() as session:
        assert len(sending.claim(session, holder="killed", now=post.now)) == 2
    # It got one of them to Slack, and died before it could write that down.
    WebClient(post.sandbox.bot_token, base_url=post.sandbox.api_url).chat_postMessage(
        channel=BOARD, text="posted", metadata={"event_type": EVENT_TYPE, "event_payload": {"key": "posted"}}
    )
    post.owe("unclaimed", words="unclaimed")
    assert post.run(holder="next") == {State.SENT: 1}, "what nobody held goes out at once"
    assert post.run(sending.LEASE + timedelta(seconds=1), holder="next") == {}
    assert post.run(LOOK_AFTER, holder="next") == {State.SENT: 1, State.OWED: 1}
    assert post.run(LOOK_AFTER, holder="next") == {State.SENT: 1}
    assert sorted(words(post.said())) == ["not posted", "posted", "unclaimed"]


def test_somebody_elses_message_with_our_key_does_not_count(post: Post) -> None:
    post.sandbox.faults.arm("drop_before", match=POSTING)
    post.owe()
    post.run()

    def forge() -> None:
        where = post.sandbox.workspace.conversations[BOARD]
        metadata = {"event_type": EVENT_TYPE, "event_payload": {"key": "k1"}}
        forged = {"type": "message", "user": "U1", "bot_id": "B0OTHER", "text": "44.3%", "metadata": metadata}
        post.sandbox.workspace.post(where, forged)

    post.sandbox.look(forge)
    assert post.run(LOOK_AFTER) == {State.OWED: 1}


def test_the_thread_delivers_what_it_is_woken_for_and_what_it_is_handed(post: Post) -> None:
    delivery = post.delivery()
    delivery.start()
    post.owe()
    delivery.wake()
    assert post.until_settled().state == State.SENT
    with post.database.transaction() as session:
        claim = sending.owe_and_claim(
            session,
            key="k2",
            team_id=TEAM,
            channel_id=BOARD,
            kind=Kind.ANSWER,
            payload={"words": "handed"},
            now=post.now,
            holder="one",
        )
    assert claim is not None
    delivery.hand_over(claim)
    assert post.until_settled("k2").state == State.SENT
    delivery.stop()
    assert words(post.said()) == ["44.3%", "handed"]


def test_the_thread_finds_by_itself_what_it_was_not_woken_for(post: Post) -> None:
    post.pace = Pace(sweep=timedelta(milliseconds=20))
    delivery = post.delivery()
    delivery.start()
    post.owe()
    assert post.until_settled().state == State.SENT
    delivery.stop()


def test_stopping_finishes_what_is_in_hand_and_takes_up_nothing_new(post: Post) -> None:
    post.sandbox.faults.arm("slow", match=POSTING, seconds=0.3)
    delivery = post.delivery()
    delivery.start()
    post.owe()
    delivery.wake()
    posted = post.sandbox.workspace.conversations[BOARD].by_ts
    assert post.sandbox.run(post.sandbox.workspace.feed.until(lambda: bool(posted) or None, PATIENCE))
    delivery.stop()
    assert post.row().state == State.SENT
    post.owe("k2")
    delivery.wake()
    assert post.row("k2").state == State.OWED


def test_the_only_process_doubts_at_its_start_what_another_left(post: Post) -> None:
    post.pace = Pace(look_after=timedelta(0), sweep=timedelta(milliseconds=20))
    post.owe()
    with post.database.transaction() as session:
        sending.claim(session, holder="killed", now=post.now)
    delivery = post.delivery("next")
    delivery.start()
    if not post.database.is_sqlite:
        # Another process may be alive there; its lease has to run out.
        assert post.row().state == State.SENDING
        post.now += sending.LEASE + timedelta(seconds=1)
    assert post.until_settled().state == State.SENT
    delivery.stop()
    assert len(post.said()) == 1
