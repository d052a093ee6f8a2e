"""A document on its way to a Slack that misbehaves: it hangs on one message, or the message says where to ask."""

from __future__ import annotations

import threading
from collections.abc import Callable
from datetime import timedelta
from io import BytesIO
from pathlib import Path
from typing import Any

import docx
import pytest
from slack_sdk import WebClient
from sqlalchemy import update

from handlers import posting, uploads
from handlers.delivery import Pace
from handlers.uploads import kept_or_made, word_file
from perfdata.documents.document import Bullets, Document, Paragraph, Picture, Quote, Section, Table
from perfdata.store import outbox, sending
from perfdata.store.outbox import Kind, State
from perfdata.store.tables import OutboxRow
from perfdata.surgeries.telling import Enclosure
from tests.charts.conftest import a_chart
from tests.delivery.conftest import BOARD, LOOK_AFTER, TEAM, Post
from tests.sample_council import TODAY

AN_HOUR = timedelta(hours=1)
Run = Callable[..., Any]


def a_document() -> Document:
    """A document with every kind of part."""
    table = Table("The figures", ("Period", "Figure"), (("October 2026", "60"),), (50, 50))
    parts = (Picture(a_chart()), Paragraph("One sentence."), Bullets((Paragraph("two", "One,"),)), table)
    return Document("a-pack", "A pack", "A council", TODAY, (Section("All", 1, (*parts, Quote("Mine.", "A role"))),))


@pytest.fixture(scope="module")
def made_once(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder in which that document lies, written as the bot writes it."""
    folder = tmp_path_factory.mktemp("documents")
    kept_or_made(folder, word_file(a_document()))
    return folder


@pytest.fixture
def run(post: Post, made_once: Path) -> Run:
    """Owe the document, and give what delivers once."""
    with post.database.transaction() as session:
        outbox.owe(
            session,
            key="k1",
            team_id=TEAM,
            channel_id=BOARD,
            kind=Kind.DOCUMENT,
            payload=Enclosure(a_document()).to_payload(),
            now=post.now,
        )
    return lambda later=timedelta(0): post.run(later, pictures=made_once)


def hung(post: Post) -> list[str]:
    """The ids of the files that hang on what has been said."""
    return [file["id"] for said in post.said() for file in said.get("files", [])]


def test_a_document_hangs_on_its_message_once_and_can_be_read(post: Post, run: Run) -> None:
    assert run() == {State.SENT: 1}
    assert run(AN_HOUR) == {}
    (file_id,) = hung(post)
    held = post.sandbox.workspace.files[file_id]
    assert held.name == "a-pack.docx"
    assert held.content is not None
    assert docx.Document(BytesIO(held.content)).core_properties.title == "A pack"
    (said,) = post.said()
    assert "A pack: http" in said["text"], "the link is in the words too"


@pytest.mark.parametrize("fault", ["drop", "drop_before"])
def test_a_document_whose_post_got_no_reply_is_looked_for(post: Post, run: Run, fault: str) -> None:
    post.sandbox.faults.arm(fault, match={"method": "chat.postMessage"})
    assert run() == {State.DOUBTFUL: 1}
    there = fault == "drop"
    assert run(LOOK_AFTER) == {State.SENT if there else State.OWED: 1}
    assert run(LOOK_AFTER) == ({} if there else {State.SENT: 1})
    assert len(hung(post)) == 1


@pytest.mark.parametrize("method", ["files.getUploadURLExternal", "files.completeUploadExternal", "files.info"])
def test_an_upload_that_fails_is_repeated_and_nothing_is_in_doubt(post: Post, run: Run, method: str) -> None:
    post.sandbox.faults.arm("server_error", match={"method": method})
    assert run() == {State.OWED: 1}
    assert run(AN_HOUR) == {State.SENT: 1}
    assert len(hung(post)) == 1


def test_a_long_document_waits_until_it_is_made_however_often_it_is_looked_for(
    post: Post, run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with post.database.transaction() as session:
        session.execute(update(OutboxRow).values(attempts=posting.PICTURE_TRIES))
    made = threading.Event()

    def make(_: uploads.Made) -> bytes:
        made.wait(0.5)
        return b"a document"

    monkeypatch.setattr(uploads, "make", make)
    assert post.run(pictures=tmp_path, pace=Pace(call=timedelta(milliseconds=100))) == {State.OWED: 1}
    made.set()
    assert post.row().problem == "Its file is still being made."
    assert run(AN_HOUR) == {State.SENT: 1}
    assert len(hung(post)) == 1


def test_where_the_app_may_not_upload_the_message_says_what_to_do(post: Post, run: Run) -> None:
    post.sandbox.faults.arm("refuse", match={"method": "files.getUploadURLExternal"}, error="missing_scope")
    assert run() == {State.SENT: 1}
    assert hung(post) == []
    (said,) = post.said()
    assert "The document could not be put here. Please press “Pack” or “Minutes”" in said["text"]


def test_one_who_is_killed_with_the_document_uploaded_leaves_it_to_the_next(post: Post, run: Run) -> None:
    with post.database.transaction() as session:
        (held,) = sending.claim(session, holder="killed", now=post.now)
    uploaded = WebClient(post.sandbox.bot_token, base_url=post.sandbox.api_url)
    place = uploaded.files_getUploadURLExternal(filename="a-pack.docx", length=3)
    post.sandbox.look(lambda: setattr(post.sandbox.workspace.files[place["file_id"]], "content", b"zip"))
    uploaded.files_completeUploadExternal(files=[{"id": place["file_id"]}])
    assert held.attempts == 1
    assert run(sending.LEASE + timedelta(seconds=1)) == {}
    assert run(LOOK_AFTER) == {State.OWED: 1}
    assert run(LOOK_AFTER) == {State.SENT: 1}
    assert len(hung(post)) == 1
    assert hung(post) != [place["file_id"]], "what the killed one uploaded, nobody sees"
