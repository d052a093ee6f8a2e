"""What a killed process leaves behind, gap by gap, and what the next one makes of it: one answer, always.

event -> note -> acknowledgement -> answer owed -> posted -> settled
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, datetime, timedelta

import pytest
from slack_sdk import WebClient
from sqlalchemy import select
from sqlalchemy.exc import OperationalError

from handlers.delivery import Pace
from handlers.inbox import deal_with
from handlers.posting import EVENT_TYPE
from handlers.views.answers import owed_reply
from perfdata.asking import Context
from perfdata.asking.replies import freeze
from perfdata.snapshot import Snapshots
from perfdata.store import inbox, outbox, sending
from perfdata.store.database import Database
from perfdata.store.inbox import Kind, Outcome
from perfdata.store.tables import InboxRow, OutboxRow
from tests.slack.workspace import ON_BOTH, Slack

CHAIR = "Chair, Climate"
QUESTION = "how is recycling doing?"
A_MOMENT = timedelta(milliseconds=300)
QUICK = Pace(lease=A_MOMENT * 5, look_after=A_MOMENT / 3, sweep=A_MOMENT / 3, call=A_MOMENT * 2)


def asked(slack: Slack) -> tuple[str, str]:
    """Somebody has asked in the board's channel while no bot was there; (channel, ts) of the question."""
    person = slack.as_person(CHAIR).in_channel(slack.channel("ENV"))
    person.says(f"@Scrutineer {QUESTION}")
    return slack.channel("ENV"), person.sees_messages()[-1].ts


def noted(slack: Slack, channel: str, ts: str, lease: timedelta = A_MOMENT) -> inbox.Note:
    """The killed process noted the question, and held it."""
    with slack.database.transaction() as session:
        row = inbox.note(
            session,
            inbox.Message(
                team_id=slack.council.team_id,
                channel_id=channel,
                ts=ts,
                thread_ts="",
                user_id=slack.user(CHAIR),
                kind=Kind.MENTION,
                words=QUESTION,
            ),
            event_id="EvKilled",
            now=datetime.now(UTC),
            holder="killed",
            lease=lease,
        )
    assert row is not None
    return row


def owed(slack: Slack, row: inbox.Note) -> sending.Claim:
    """The killed process owed the answer, claimed it, and finished the note."""
    snapshot = slack.snapshot
    person = snapshot.person(row.team_id, row.user_id)
    answer = slack.asking.reply(QUESTION, snapshot, Context(person, snapshot.place(row.channel_id)))
    with slack.database.transaction() as session:
        now = datetime.now(UTC)
        assert inbox.finish(session, row.id, holder="killed", outcome=Outcome.ANSWERED, now=now)
        claim = sending.owe_and_claim(
            session,
            key=f"reply:{row.team_id}:{row.channel_id}:{row.ts}",
            team_id=row.team_id,
            channel_id=row.channel_id,
            thread_ts=row.ts,
            kind=outbox.Kind.ANSWER,
            payload=freeze(answer),
            now=now,
            holder="killed",
            lease=A_MOMENT,
        )
    assert claim is not None
    return claim


def posted(slack: Slack, claim: sending.Claim) -> None:
    """The killed process posted the answer, and could not write that down."""
    WebClient(slack.sandbox.bot_token, base_url=slack.sandbox.api_url).chat_postMessage(
        channel=claim.channel_id,
        thread_ts=claim.thread_ts,
        metadata={"event_type": EVENT_TYPE, "event_payload": {"key": claim.key}},
        **owed_reply(claim.payload),
    )


def answers(slack: Slack, channel: str, ts: str) -> list[str]:
    """The bot's replies in the thread of the question, once everything is settled."""
    slack.driver.settle()
    held = slack.sandbox.workspace.conversations[channel].by_ts
    bot_user = slack.sandbox.workspace.bot_user
    return slack.sandbox.look(
        lambda: [one["text"] for one in held.values() if one["user"] == bot_user and one["thread_ts"] == ts]
    )


@ON_BOTH
@pytest.mark.parametrize("killed_after", ["the event", "the note", "owing", "posting"])
def test_killed_at_any_point_the_question_is_answered_once(stopped_slack: Slack, killed_after: str) -> None:
    slack = stopped_slack
    channel, ts = asked(slack)
    if killed_after != "the event":
        row = noted(slack, channel, ts)
        if killed_after != "the note":
            claim = owed(slack, row)
            if killed_after != "owing":
                posted(slack, claim)
    # The event was never acknowledged, so that Slack sends it again as well.
    slack.start(pace=QUICK)
    (said,) = answers(slack, channel, ts)
    assert "44.3%" in said
    with slack.database.reading() as session:
        assert session.scalars(select(OutboxRow.state)).all() == ["sent"]
        assert session.scalars(select(InboxRow.words)).all() == [None]


@ON_BOTH
def test_a_note_that_cannot_be_written_leaves_the_event_to_slack(slack: Slack, monkeypatch: pytest.MonkeyPatch) -> None:
    write, tries = inbox.note, []

    def fails_once(*args: object, **named: object) -> inbox.Note | None:
        tries.append(named["event_id"])
        if len(tries) == 1:
            raise OperationalError("insert", {}, Exception("disk full"))
        return write(*args, **named)  # type: ignore[arg-type]

    monkeypatch.setattr(inbox, "note", fails_once)
    slack.as_person(CHAIR).in_channel(slack.channel("ENV")).says(f"@Scrutineer {QUESTION}").sees_one_answer()
    assert len(tries) >= 2
    assert len(set(tries)) == 1


@ON_BOTH
def test_an_answer_that_cannot_be_stored_is_left_to_slack_which_is_noted_first_when_it_repeats(
    slack: Slack, monkeypatch: pytest.MonkeyPatch
) -> None:
    owe, understand = sending.owe_and_claim, slack.asking.reply
    notes: list[Sequence[str | None]] = []

    def fails_until_noted(*args: object, **named: object) -> sending.Claim | None:
        # Work that shared a commit is done once more by itself before Slack repeats the event.
        if not notes[-1]:
            raise OperationalError("insert", {}, Exception("disk full"))
        return owe(*args, **named)  # type: ignore[arg-type]

    def reply(*args: object) -> object:
        with slack.database.reading() as session:
            notes.append(session.scalars(select(InboxRow.outcome)).all())
        return understand(*args)  # type: ignore[arg-type]

    monkeypatch.setattr(sending, "owe_and_claim", fails_until_noted)
    monkeypatch.setattr(slack.asking, "reply", reply)
    slack.as_person(CHAIR).in_channel(slack.channel("ENV")).says(f"@Scrutineer {QUESTION}").sees_one_answer()
    assert notes[-1] == [None]
    assert not any(notes[:-1])


@ON_BOTH
def test_an_answer_to_a_note_that_cannot_be_stored_is_tried_again(
    stopped_slack: Slack, monkeypatch: pytest.MonkeyPatch
) -> None:
    slack = stopped_slack
    finish, tries = inbox.finish, []

    def fails_once(*args: object, **named: object) -> bool:
        tries.append(1)
        if len(tries) == 1:
            raise OperationalError("update", {}, Exception("disk full"))
        return finish(*args, **named)  # type: ignore[arg-type]

    monkeypatch.setattr(inbox, "finish", fails_once)
    channel, ts = asked(slack)
    noted(slack, channel, ts)
    slack.start(pace=QUICK)
    (said,) = answers(slack, channel, ts)
    assert "44.3%" in said
    assert len(tries) == 2


def test_what_needs_new_figures_read_first_is_noted_and_answered_after_the_acknowledgement(
    slack: Slack, monkeypatch: pytest.MonkeyPatch
) -> None:
    understand = slack.asking.reply
    notes: list[Sequence[str | None]] = []

    def reply(*args: object) -> object:
        with slack.database.reading() as session:
            notes.append(session.scalars(select(InboxRow.outcome)).all())
        return understand(*args)  # type: ignore[arg-type]

    monkeypatch.setattr(slack.asking, "reply", reply)
    monkeypatch.setattr(Snapshots, "at_hand", lambda *_: None)
    slack.as_person(CHAIR).in_channel(slack.channel("ENV")).says(f"@Scrutineer {QUESTION}").sees_one_answer()
    assert notes == [[None]]


def test_a_fault_of_ours_gets_an_apology_with_the_reference_that_the_log_has(
    slack: Slack, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    def fails(*_: object) -> None:
        raise ZeroDivisionError("a secret of the machine")

    monkeypatch.setattr(slack.asking, "reply", fails)
    said = slack.as_person(CHAIR).says(QUESTION).sees_one_answer().text
    assert "Sorry" in said
    assert "secret" not in said
    reference = said.rstrip(".").split()[-1]
    assert f"problem {reference}" in caplog.text
    assert "a secret of the machine" in caplog.text


@ON_BOTH
def test_a_question_on_which_process_after_process_dies_is_given_up_with_an_apology(stopped_slack: Slack) -> None:
    slack = stopped_slack
    channel, ts = asked(slack)
    row = noted(slack, channel, ts)
    for number in range(inbox.ATTEMPTS - 1):
        with slack.database.transaction() as session:
            inbox.unfinished(session, holder=f"killed {number}", now=datetime.now(UTC), lease=A_MOMENT, every=True)
    slack.start(pace=QUICK)
    (said,) = answers(slack, channel, ts)
    assert "Sorry" in said
    with slack.database.reading() as session:
        assert session.scalars(select(InboxRow.outcome).where(InboxRow.id == row.id)).all() == ["failed"]


@ON_BOTH
def test_who_was_too_slow_and_lost_the_note_answers_nothing(slack: Slack) -> None:
    row = noted(slack, slack.channel("ENV"), "1.0", lease=inbox.LEASE)
    assert slack.running is not None
    deal_with(slack.running.bot, row)
    with slack.database.reading() as session:
        assert session.scalars(select(OutboxRow.key)).all() == []


@pytest.mark.parametrize("loaded_url", ["postgresql"], indirect=True)
def test_two_processes_on_one_database_answer_each_question_once(slack: Slack) -> None:
    database = Database(slack.database.url.render_as_string(hide_password=False))
    second = Slack(database, slack.snapshot, slack.asking, slack.sandbox)
    second.start(pace=QUICK)
    slack.sandbox.faults.arm("duplicate_event", count=6)
    chair = slack.as_person(CHAIR).in_channel(slack.channel("ENV"))
    for _ in range(6):
        chair.says(f"@Scrutineer {QUESTION}").sees_one_answer()
    second.stop()
    database.close()
