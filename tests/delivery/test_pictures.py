"""A picture on its way to a Slack that misbehaves: shown once, or its words in its place."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from slack_sdk import WebClient

from perfdata.charts.chart import freeze
from perfdata.store import outbox, sending
from perfdata.store.outbox import Kind, State
from tests.charts.conftest import a_chart, drawn_once
from tests.delivery.conftest import BOARD, LOOK_AFTER, TEAM, Post

AN_HOUR = timedelta(hours=1)
Run = Callable[..., Any]

__all__ = ["drawn_once"]


@pytest.fixture
def run(post: Post, drawn_once: Path) -> Run:
    """Owe the picture, and give what delivers once."""
    with post.database.transaction() as session:
        outbox.owe(
            session,
            key="k1",
            team_id=TEAM,
            channel_id=BOARD,
            kind=Kind.CHART,
            payload={"show": "picture", "chart": freeze(a_chart())},
            now=post.now,
        )
    return lambda later=timedelta(0): post.run(later, pictures=drawn_once)


def pictures(post: Post) -> list[str]:
    return [block["slack_file"]["id"] for said in post.said() for block in said["blocks"] if block["type"] == "image"]


def test_a_picture_is_uploaded_and_shown_once(post: Post, run: Run) -> None:
    assert run() == {State.SENT: 1}
    assert run(AN_HOUR) == {}
    (file_id,) = pictures(post)
    assert post.sandbox.workspace.files[file_id].alt_txt.startswith(a_chart().title)


@pytest.mark.parametrize("fault", ["drop", "drop_before"])
def test_a_picture_whose_post_got_no_reply_is_looked_for(post: Post, run: Run, fault: str) -> None:
    post.sandbox.faults.arm(fault, match={"method": "chat.postMessage"})
    assert run() == {State.DOUBTFUL: 1}
    there = fault == "drop"
    assert run(LOOK_AFTER) == {State.SENT if there else State.OWED: 1}
    assert run(LOOK_AFTER) == ({} if there else {State.SENT: 1})
    assert len(pictures(post)) == 1


@pytest.mark.parametrize("method", ["files.getUploadURLExternal", "files.completeUploadExternal"])
@pytest.mark.parametrize("fault", ["drop", "server_error"])
def test_an_upload_that_fails_is_repeated_and_nothing_is_in_doubt(
    post: Post, run: Run, fault: str, method: str
) -> None:
    post.sandbox.faults.arm(fault, match={"method": method})
    assert run() == {State.OWED: 1}
    assert run(AN_HOUR) == {State.SENT: 1}
    assert len(pictures(post)) == 1


def test_a_picture_that_slack_cannot_show_yet_waits_for_it(post: Post, run: Run) -> None:
    post.sandbox.faults.arm("refuse", match={"method": "chat.postMessage"}, error="invalid_blocks")
    assert run() == {State.OWED: 1}
    assert run(AN_HOUR) == {State.SENT: 1}
    assert len(pictures(post)) == 1


def test_where_the_app_may_not_upload_the_words_go_alone(
    post: Post, run: Run, caplog: pytest.LogCaptureFixture
) -> None:
    post.sandbox.faults.arm("refuse", match={"method": "files.getUploadURLExternal"}, error="missing_scope")
    assert run() == {State.SENT: 1}
    assert pictures(post) == []
    (said,) = post.said()
    assert "A line of 14 months" in said["text"]
    assert "k1" in caplog.text


def test_one_who_is_killed_with_the_picture_uploaded_leaves_it_to_the_next(post: Post, run: Run) -> None:
    with post.database.transaction() as session:
        (held,) = sending.claim(session, holder="killed", now=post.now)
    uploaded = WebClient(post.sandbox.bot_token, base_url=post.sandbox.api_url)
    place = uploaded.files_getUploadURLExternal(filename="a.png", length=3)
    post.sandbox.look(lambda: setattr(post.sandbox.workspace.files[place["file_id"]], "content", b"png"))
    uploaded.files_completeUploadExternal(files=[{"id": place["file_id"]}])
    assert held.attempts == 1
    assert run(sending.LEASE + timedelta(seconds=1)) == {}
    assert run(LOOK_AFTER) == {State.OWED: 1}
    assert run(LOOK_AFTER) == {State.SENT: 1}
    assert len(pictures(post)) == 1
    assert pictures(post) != [place["file_id"]]
