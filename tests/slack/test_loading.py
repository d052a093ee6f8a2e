"""Files from the Performance Team as conversations: checked, asked about, loaded once, and by nobody else."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from sqlalchemy import func, select, update

from handlers.references import UploadRef, encode
from perfdata import audit
from perfdata.loading import uploads
from perfdata.loading.leave_out import waiting
from perfdata.store import inbox
from perfdata.store.tables import AuditRow, ObservationRow, SourceRow, UploadedFileRow, UploadRow
from sandbox.person import Person
from sandbox.sight import Message
from sandbox.workspace import StoredFile
from tests.slack.seen import told_privately
from tests.slack.test_resuming import QUICK
from tests.slack.workspace import ON_BOTH, Slack

ANALYST = "Performance Analyst 1"
CHAIR = "Chair, Climate"
HEADINGS = "Code,Period,Value,Target,Provisional,Note,Entered On"
REVISED = "ENV-001,Oct 2026,44.9,46.0,N,,23/11/2026"
BAD = "ENV-021,Oct 2026,ninety,,N,,23/11/2026"
OPEN_AND_EXEMPT = (REVISED, "HSG-014,Oct 2026,3,,N,,23/11/2026")


def table(*rows: str) -> bytes:
    """An export with these rows."""
    return "\n".join((HEADINGS, *rows, "")).encode()


def count(slack: Slack, mapped: type[Any]) -> int:
    """How many rows a table holds."""
    with slack.database.reading() as session:
        return session.scalar(select(func.count()).select_from(mapped)) or 0


def in_the_teams_channel(slack: Slack, who: str) -> Person:
    """Somebody in the channel of the Performance Team."""
    return slack.as_person(who).in_channel(slack.council.performance_channel)


def replies(slack: Slack, to: Message) -> list[Message]:
    """The bot's messages in the thread, oldest first, once everything is quiet."""
    slack.driver.settle()
    held = slack.sandbox.workspace.conversations[to.channel].by_ts
    bot_user = slack.sandbox.workspace.bot_user
    found = slack.sandbox.look(lambda: [dict(one) for one in held.values() if one["user"] == bot_user])
    return [Message(one) for one in found if one.get("thread_ts") == to.thread_ts]


@pytest.fixture(autouse=True)
def clean(stopped_slack: Slack) -> Iterator[None]:
    """At the end Slack may not have refused anything, and nobody may have been notified."""
    yield
    stopped_slack.driver.settle()
    stopped_slack.driver.assert_clean(allow=("file_not_found",))
    assert stopped_slack.driver.pings == []


@ON_BOTH
def test_a_file_in_a_direct_message_is_checked_and_loaded_on_the_button(slack: Slack) -> None:
    content = table(REVISED)
    analyst = slack.as_person(ANALYST)
    report = analyst.sends(("october.csv", content)).sees_one_answer()
    assert report.text.startswith("No faults. Nothing has been loaded yet.\n• october.csv (observations): 1 row read")
    assert "ENV-001 Oct 2026: value was 44.3, now 44.9" in report.text
    assert "Load 1 figure for October 2026?" in report.text
    assert report.buttons == ["Load 1 figure"]
    before = count(slack, ObservationRow)
    analyst.presses("Load 1 figure", on=report)
    [_, loaded] = replies(slack, report)
    assert loaded.text.startswith(f"Loaded: 1 figure for October 2026. By: {ANALYST}.")
    assert count(slack, ObservationRow) == before + 1
    with slack.database.reading() as session:
        newest = session.scalars(select(SourceRow).order_by(SourceRow.id.desc())).first()
        assert newest is not None
        assert (newest.name, newest.loaded_by) == ("october.csv", ANALYST)
        assert newest.digest == hashlib.sha256(content).hexdigest()
        entry = session.scalars(select(AuditRow).order_by(AuditRow.id.desc())).first()
        assert entry is not None
        assert (entry.act, entry.detail["title"], entry.detail["changed"]) == ("loaded files", ANALYST, 1)
        assert audit.verify(session) is None
    assert count(slack, UploadedFileRow) == 0
    said = slack.as_person(CHAIR).says("how is recycling doing?").sees_one_answer()
    assert "44.9%" in said.text
    assert "october.csv, row 2" in said.text


def test_in_the_teams_channel_the_file_comes_with_a_mention(slack: Slack) -> None:
    analyst = in_the_teams_channel(slack, ANALYST)
    analyst.sends(("october.csv", table(REVISED))).sees_nothing()
    analyst.sends(("october.csv", table(REVISED)), text="@Scrutineer please check this").sees_one_answer()
    assert count(slack, UploadRow) == 1


def test_several_files_are_one_load(slack: Slack) -> None:
    analyst = slack.as_person(ANALYST)
    other = table("ENV-021,Oct 2026,91.9,90.0,N,,23/11/2026")
    report = analyst.sends(("a.csv", table(REVISED)), ("a.csv", other)).sees_one_answer()
    analyst.presses("Load 2 figures", on=report)
    assert replies(slack, report)[-1].text.startswith("Loaded: 2 figures for October 2026.")


def test_others_are_told_courteously_and_their_file_is_not_touched(slack: Slack) -> None:
    chair = slack.as_person(CHAIR)
    refused = chair.sends(("october.csv", table(REVISED))).sees_one_answer()
    assert refused.text.startswith("Thank you for the file. Only the Performance Team can give me figures")
    answered = chair.sends(("photo.png", b"\x89PNG"), text="how is recycling doing?").sees_one_answer()
    assert "44.3%" in answered.text
    assert "Only the Performance Team can give me figures" in answered.text
    analyst = slack.as_person(ANALYST).in_channel(slack.channel("ENV"))
    elsewhere = analyst.sends(("october.csv", table(REVISED)), text="@Scrutineer load this").sees_one_answer()
    assert "only in a direct message or in the Performance Team’s channel" in elsewhere.text
    assert slack.driver.calls("files.info") == slack.driver.calls("download") == []
    assert count(slack, UploadRow) == 0


def test_others_cannot_press_what_stands_in_the_channel(slack: Slack) -> None:
    analyst = in_the_teams_channel(slack, ANALYST)
    report = analyst.sends(("october.csv", table(REVISED)), text="@Scrutineer").sees_one_answer()
    before = count(slack, ObservationRow)
    in_the_teams_channel(slack, CHAIR).presses("Load 1 figure", on=report)
    [told] = told_privately(slack, CHAIR)
    assert "Only the Performance Team" in told
    assert count(slack, ObservationRow) == before


@ON_BOTH
def test_however_often_it_is_sent_and_pressed_it_is_loaded_once(slack: Slack) -> None:
    slack.sandbox.faults.arm("duplicate_event", count=1)
    slack.sandbox.faults.arm("two_kinds", count=1)
    analyst = in_the_teams_channel(slack, ANALYST)
    report = analyst.sends(("october.csv", table(REVISED)), text="@Scrutineer").sees_one_answer()
    assert count(slack, UploadRow) == 1
    before = count(slack, ObservationRow)
    for who in (ANALYST, ANALYST, "Performance Analyst 2"):
        in_the_teams_channel(slack, who).presses("Load 1 figure", on=report)
    assert len(replies(slack, report)) == 2
    in_the_teams_channel(slack, ANALYST).presses("Load 1 figure", on=report)
    assert told_privately(slack, ANALYST)[-1] == "That has been loaded already. Nothing is loaded twice."
    assert len(replies(slack, report)) == 2
    assert count(slack, ObservationRow) == before + 1
    with slack.database.reading() as session:
        assert len(session.scalars(select(AuditRow).where(AuditRow.act == "loaded files")).all()) == 1
    again = analyst.sends(("october.csv", table(REVISED)), text="@Scrutineer").sees_one_answer()
    assert again.text.startswith("There is nothing to load. Everything in there is held already.")
    assert again.buttons == []


def test_all_but_the_faulty_rows_is_a_button_of_its_own(slack: Slack) -> None:
    analyst = slack.as_person(ANALYST)
    report = analyst.sends(("october.csv", table(REVISED, BAD))).sees_one_answer()
    assert report.text.startswith("Refused: 1 fault. Nothing was loaded.")
    assert "Row 3, column Value: “ninety” is neither a number" in report.text
    assert report.buttons == ["Load all but 1 faulty row"]
    analyst.presses("Load all but 1 faulty row", on=report)
    loaded = replies(slack, report)[-1].text
    assert loaded.startswith("Loaded: 1 figure for October 2026.")
    assert "Left out: 1 row. These wait to be mended:\n• Row 3, column Value" in loaded
    with slack.database.reading() as session:
        [row] = waiting(session)
    assert (row.file_name, row.row, row.code) == ("october.csv", 3, "ENV-021")


def test_a_long_report_is_shown_whole_in_pages(slack: Slack) -> None:
    rows = [f"ENV-021,Oct 2026,ninety {number},,N,,23/11/2026" for number in range(100)]
    analyst = slack.as_person(ANALYST)
    report = analyst.sends(("october.csv", table(REVISED, *rows))).sees_one_answer()
    assert "92 more are not shown here" in report.text
    assert report.buttons == ["Load all but 100 faulty rows", "Show all"]
    first = analyst.presses("Show all", on=report).sees_modal()
    assert "“ninety 0”" in first.shown
    assert "“ninety 99”" not in first.shown
    assert first.buttons == ["Later"]
    analyst.presses("Later")
    slack.driver.settle()
    second = analyst.sees_modal()
    assert "Page 2 of 2" in second.shown
    assert "“ninety 99”" in second.shown
    assert "ENV-001 Oct 2026: value was 44.3, now 44.9" in second.shown
    assert second.buttons == ["Earlier"]


def test_hostile_names_and_cells_are_only_text(slack: Slack) -> None:
    name = "../../<!channel> <@U1> *bold*\n\u202e`rm -rf`.csv"
    cell = "<!everyone> <https://example.org|click> &amp; :fire:"
    analyst = in_the_teams_channel(slack, ANALYST)
    rows = f'ENV-001,Oct 2026,44.9,46.0,N,"{cell}",23/11/2026', f"ENV-021,Oct 2026,{cell},,N,,23/11/2026"
    report = analyst.sends((name, table(*rows)), text="@Scrutineer").sees_one_answer()
    assert "<!channel> <@U1> *bold*" in report.text
    assert "<!everyone> <https://example.org|click> &amp; :fire:" in report.text
    assert "\u202e" not in report.text
    analyst.presses("Load all but 1 faulty row", on=report)
    assert replies(slack, report)[-1].text.startswith("Loaded: 1 figure")


def test_exempt_measures_are_not_named_in_the_channel(slack: Slack) -> None:
    content = table(*OPEN_AND_EXEMPT)
    in_channel = in_the_teams_channel(slack, ANALYST).sends(("a.csv", content), text="@Scrutineer").sees_one_answer()
    alone = slack.as_person(ANALYST).sends(("a.csv", content)).sees_one_answer()
    assert "HSG-014" in alone.text
    assert "HSG-014" not in in_channel.text
    assert "1 more are about measures that may not be named in a channel" in in_channel.text
    assert "2 rows read" in in_channel.text


def test_a_file_that_is_too_large_is_not_fetched(slack: Slack, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(uploads, "MOST_BYTES", 1_000)
    large = table(*[REVISED] * 100)
    refused = slack.as_person(ANALYST).sends(("large.csv", large)).sees_one_answer()
    assert "“large.csv” is too large" in refused.text
    assert slack.driver.calls("download") == []
    # Slack says that it is small, and sends more.
    monkeypatch.setattr(StoredFile, "as_file", _told_smaller(StoredFile.as_file))
    refused = slack.as_person(ANALYST).sends(("large.csv", large)).sees_one_answer()
    assert "“large.csv” is too large" in refused.text
    assert len(slack.driver.calls("download")) == 1


@pytest.mark.parametrize(
    ("facts", "sentence"),
    [
        ({"is_external": True}, "is a link to a file that is kept elsewhere"),
        ({"url_private_download": "https://example.org/october.csv"}, "could not be fetched from Slack"),
        ({"url_private_download": "http://files.slack.com.example.org/october.csv"}, "could not be fetched"),
    ],
)
def test_the_token_goes_to_slack_alone(
    facts: dict[str, Any], sentence: str, slack: Slack, monkeypatch: pytest.MonkeyPatch
) -> None:
    as_file = StoredFile.as_file
    monkeypatch.setattr(StoredFile, "as_file", lambda self, base: as_file(self, base) | facts)
    said = slack.as_person(ANALYST).sends(("october.csv", table(REVISED))).sees_one_answer()
    assert sentence in said.text
    assert slack.driver.calls("download") == []


def test_a_file_that_is_gone_is_asked_for_again(stopped_slack: Slack) -> None:
    slack = stopped_slack
    analyst = slack.as_person(ANALYST).sends(("october.csv", table(REVISED)))
    slack.sandbox.look(slack.sandbox.workspace.files.clear)
    slack.start()
    assert "no longer there" in analyst.sees_one_answer().text


@pytest.mark.parametrize("method", ["files.info", "download"])
def test_slack_failing_for_a_moment_loses_nothing(stopped_slack: Slack, method: str) -> None:
    slack = stopped_slack
    slack.start(pace=QUICK)
    slack.sandbox.faults.arm("server_error", match={"method": method}, count=1)
    report = slack.as_person(ANALYST).sends(("october.csv", table(REVISED))).sees_one_answer()
    assert report.buttons == ["Load 1 figure"]


def test_slack_failing_for_good_is_told(stopped_slack: Slack) -> None:
    slack = stopped_slack
    slack.start(pace=QUICK)
    slack.sandbox.faults.arm("server_error", match={"method": "download"}, count=50)
    said = slack.as_person(ANALYST).sends(("october.csv", table(REVISED))).sees_one_answer(seconds=30)
    assert "I tried several times and could not fetch or read that. Nothing was loaded." in said.text
    slack.sandbox.faults.clear()


@ON_BOTH
def test_what_changed_since_the_check_is_not_loaded_over(slack: Slack) -> None:
    analyst = slack.as_person(ANALYST)
    first = analyst.sends(("a.csv", table(REVISED))).sees_one_answer()
    second = analyst.sends(
        ("b.csv", table(REVISED.replace("23/11", "24/11").replace("44.9", "45.5")))
    ).sees_one_answer()
    analyst.presses("Load 1 figure", on=second)
    slack.driver.settle()
    before = count(slack, ObservationRow)
    analyst.presses("Load 1 figure", on=first)
    told = replies(slack, first)[-1].text
    assert told.startswith("Refused: 1 fault. Nothing was loaded.")
    assert "What is held has changed since these files were checked." in told
    analyst.presses("Load 1 figure", on=first)
    slack.driver.settle()
    assert told_privately(slack, ANALYST)[-1].startswith("Those files could not be loaded")
    assert count(slack, ObservationRow) == before


@ON_BOTH
def test_a_check_survives_a_restart_and_loads_the_bytes_that_were_checked(slack: Slack) -> None:
    analyst = slack.as_person(ANALYST)
    content = table(REVISED)
    report = analyst.sends(("october.csv", content)).sees_one_answer()
    slack.driver.settle()
    slack.stop()
    # What stands in Slack now is something else.
    files = slack.sandbox.workspace.files
    for each in files.values():
        each.content = table(BAD)
    slack.start()
    analyst.presses("Load 1 figure", on=report)
    assert replies(slack, report)[-1].text.startswith("Loaded: 1 figure")
    with slack.database.reading() as session:
        assert hashlib.sha256(content).hexdigest() in session.scalars(select(SourceRow.digest)).all()


@ON_BOTH
@pytest.mark.parametrize("killed_after", ["the file", "the press"])
def test_killed_before_it_is_done_the_next_start_does_it_once(stopped_slack: Slack, killed_after: str) -> None:
    """The killed process has noted what was sent or pressed, and nothing more."""
    slack = stopped_slack
    slack.start(pace=QUICK)
    analyst = slack.as_person(ANALYST)
    if killed_after == "the file":
        slack.stop()
        sent = analyst.sends(("october.csv", table(REVISED)))
        message = sent.sees_messages()[-1]
        _noted_by_the_killed(slack, message.channel, message.ts, inbox.Kind.DIRECT, files=list(message.raw["files"]))
        slack.start(pace=QUICK)
        assert analyst.sees_one_answer().buttons == ["Load 1 figure"]
        assert count(slack, UploadRow) == 1
        # Whether Slack had given the event up before the start, or sent it once more after it, makes no difference.
        slack.driver.settle()
        slack.sandbox.backend.socket.undelivered.clear()
        return
    report = analyst.sends(("october.csv", table(REVISED))).sees_one_answer()
    slack.driver.settle()
    slack.stop()
    with slack.database.reading() as session:
        [(upload, thread_ts)] = session.execute(select(UploadRow.id, UploadRow.thread_ts)).all()
    _noted_by_the_killed(
        slack, report.channel, f"load:{thread_ts}:{upload}", inbox.Kind.LOAD, thread_ts, encode(UploadRef(upload))
    )
    before = count(slack, ObservationRow)
    slack.start(pace=QUICK)
    assert replies(slack, report)[-1].text.startswith("Loaded: 1 figure")
    analyst.presses("Load 1 figure", on=report)
    assert len(replies(slack, report)) == 2
    assert count(slack, ObservationRow) == before + 1


@ON_BOTH
def test_bytes_are_kept_for_a_day(slack: Slack) -> None:
    analyst = slack.as_person(ANALYST)
    report = analyst.sends(("october.csv", table(REVISED))).sees_one_answer()
    slack.driver.settle()
    now = datetime.now(UTC)
    with slack.database.transaction() as session:
        assert uploads.forget(session, now + timedelta(hours=23), timedelta(days=30)) == 0
        session.execute(update(UploadRow).values(received_at=now - timedelta(hours=25)))
    analyst.presses("Load 1 figure", on=report)
    assert told_privately(slack, ANALYST)[-1].startswith("I keep files for a day, and that has passed.")
    with slack.database.transaction() as session:
        assert uploads.forget(session, now, timedelta(days=30)) == 1
    assert (count(slack, UploadRow), count(slack, UploadedFileRow)) == (1, 0)
    with slack.database.transaction() as session:
        assert uploads.forget(session, now + timedelta(days=31), timedelta(days=30)) == 1
    analyst.presses("Load 1 figure", on=report)
    assert told_privately(slack, ANALYST)[-1].startswith("I no longer hold that report.")


def _told_smaller(as_file: Any) -> Any:
    return lambda self, base: as_file(self, base) | {"size": 10}


def _noted_by_the_killed(
    slack: Slack, channel: str, ts: str, kind: inbox.Kind, thread_ts: str = "", words: str = "", files: Any = ()
) -> None:
    with slack.database.transaction() as session:
        noted = inbox.note(
            session,
            inbox.Message(
                team_id=slack.council.team_id,
                channel_id=channel,
                ts=ts,
                thread_ts=thread_ts,
                user_id=slack.user(ANALYST),
                kind=kind,
                words=words,
                files=tuple(file["id"] for file in files),
            ),
            event_id=f"Ev{json.dumps(ts)}",
            now=datetime.now(UTC),
            holder="killed",
            lease=timedelta(milliseconds=300),
        )
    assert noted is not None
