"""Follow-ups as conversations: by mention in a thread, in that of a direct message, by anybody, after a restart."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import select, update

from handlers.answering import REMEMBER
from perfdata.asking import Context
from perfdata.asking.queries import Kind, Query
from perfdata.asking.replies import freeze
from perfdata.permissions import Place, PlaceKind
from perfdata.store import outbox
from perfdata.store.tables import InboxRow, OutboxRow, PersonRow
from tests.sample_council import person_titled
from tests.slack.workspace import ON_BOTH, Slack

CHAIR, MEMBER, TEAM = "Chair, Climate", "Councillor 8", "Performance Analyst 1"
RECYCLING = "Household waste sent for reuse, recycling or composting"
MISSED = "Missed collections per 100,000 scheduled collections"
EXEMPT = "GOV-003"


@pytest.fixture(autouse=True)
def clean(slack: Slack) -> Iterator[None]:
    """At the end nothing may have been refused."""
    yield
    slack.driver.settle()
    slack.driver.assert_clean()


@ON_BOTH
def test_a_conversation_in_a_channel(slack: Slack) -> None:
    chair = slack.as_person(CHAIR).in_channel(slack.channel("ENV"))
    first = chair.says("@Scrutineer how is recycling doing?").sees_one_answer()
    thread = chair.in_thread(first)
    september = thread.says("@Scrutineer and in September?").sees_one_answer()
    assert september.text.startswith(f"{RECYCLING}: ")
    assert "The figure for September 2026 is" in september.text
    missed = thread.says("@Scrutineer what about missed bins").sees_one_answer()
    assert missed.text.startswith(f"{MISSED}: ")
    assert "The figure for September 2026 is" in missed.text
    now = thread.says("@Scrutineer and now?").sees_one_answer()
    assert now.text.startswith(f"{MISSED}: ")
    assert "The figure for October 2026 is" in now.text
    defined = thread.says("@Scrutineer define it").sees_one_answer()
    assert MISSED in defined.text
    assert {one.thread_ts for one in (september, missed, now, defined)} == {first.thread_ts}


def test_a_list_is_narrowed(slack: Slack) -> None:
    chair = slack.as_person(CHAIR).in_channel(slack.channel("ENV"))
    first = chair.says("@Scrutineer what is red for the housing board?").sees_one_answer()
    assert "for the Housing and Communities Board" in first.text
    second = chair.in_thread(first).says("@Scrutineer same but just scorecard").sees_one_answer()
    assert "on the scorecard for the Housing and Communities Board" in second.text
    third = chair.in_thread(first).says("@Scrutineer and the ambers?").sees_one_answer()
    assert "slightly off target" in third.text
    assert "on the scorecard for the Housing and Communities Board" in third.text


def test_another_person_follows_up(slack: Slack) -> None:
    chair = slack.as_person(CHAIR).in_channel(slack.channel("ENV"))
    first = chair.says("@Scrutineer how is recycling doing?").sees_one_answer()
    member = slack.as_person(MEMBER).in_channel(slack.channel("ENV")).in_thread(first)
    assert member.says("@Scrutineer and in June?").sees_one_answer().text.startswith(f"{RECYCLING}: ")


def test_in_the_thread_of_a_direct_message(slack: Slack) -> None:
    chair = slack.as_person(CHAIR)
    first = chair.says("missed bins in june").sees_one_answer()
    chair.in_thread(first).says("and recycling?")
    second = chair.sees_one_answer()
    assert second.text.startswith(f"{RECYCLING}: ")
    assert "June 2026" in second.text


def test_direct_messages_need_no_thread(slack: Slack) -> None:
    chair = slack.as_person(CHAIR)
    chair.says("missed bins").sees_one_answer()
    september = chair.says("and in September?").sees_one_answer()
    assert september.text.startswith(f"{MISSED}: ")
    assert "September 2026" in september.text


def test_nothing_is_taken_over_outside_the_thread(slack: Slack) -> None:
    chair = slack.as_person(CHAIR).in_channel(slack.channel("ENV"))
    chair.says("@Scrutineer how is recycling doing?").sees_one_answer()
    other = chair.says("@Scrutineer who will win the election").sees_one_answer()
    assert RECYCLING not in chair.says("@Scrutineer and in September?").sees_one_answer().text
    assert RECYCLING not in chair.in_thread(other).says("@Scrutineer and in June?").sees_one_answer().text


@ON_BOTH
def test_after_the_bot_has_started_again_with_every_word_deleted(slack: Slack) -> None:
    chair = slack.as_person(CHAIR).in_channel(slack.channel("ENV"))
    first = chair.says("@Scrutineer how is recycling doing?").sees_one_answer()
    slack.stop()
    with slack.database.reading() as session:
        assert set(session.scalars(select(InboxRow.words))) == {None}
    slack.start()
    second = chair.in_thread(first).says("@Scrutineer and in September?").sees_one_answer()
    assert second.text.startswith(f"{RECYCLING}: ")


def test_a_choice_that_was_pressed_is_what_the_thread_is_about(slack: Slack) -> None:
    chair = slack.as_person(CHAIR).in_channel(slack.channel("ENV"))
    offer = chair.says("@Scrutineer how are the bins?").sees_one_answer()
    chosen = chair.presses(offer.buttons[0], on=offer).sees_one_answer()
    again = chair.in_thread(offer).says("@Scrutineer and in September?").sees_one_answer()
    assert again.text.partition(":")[0] == chosen.text.partition(":")[0]
    assert "September 2026" in again.text


def test_in_the_thread_of_an_answer_that_was_shared(slack: Slack) -> None:
    chair = slack.as_person(CHAIR).in_channel(slack.channel("ENV")).commands("/measure", "recycling")
    chair.presses("Share in this channel", on=chair.sees_one_answer())
    slack.driver.settle()
    member = slack.as_person(MEMBER).in_channel(slack.channel("ENV"))
    (shared,) = member.sees_messages()
    follow_up = member.in_thread(shared).says("@Scrutineer and in September?").sees_one_answer()
    assert follow_up.text.startswith(f"{RECYCLING}: ")


def test_thanks_in_between_change_nothing(slack: Slack) -> None:
    chair = slack.as_person(CHAIR)
    first = chair.says("how is recycling doing?").sees_one_answer()
    chair.in_thread(first).says("thanks").sees_one_answer()
    assert chair.says("and in June?").sees_one_answer().text.startswith(f"{RECYCLING}: ")


def test_who_may_see_is_asked_again_at_each_turn(slack: Slack) -> None:
    title = slack.snapshot.measures[EXEMPT].title
    analyst = slack.as_person(TEAM)
    first = analyst.says(f"how is {title} doing?").sees_one_answer()
    assert title in analyst.in_thread(first).says("and in June?").sees_one_answer().text
    slack.stop()
    with slack.database.transaction() as session:
        session.execute(update(PersonRow).where(PersonRow.title == TEAM).values(title="Head of Planning"))
    slack.start()
    refused = analyst.in_thread(first).says("and in May 2026?").sees_one_answer()
    assert title not in refused.text
    assert EXEMPT not in refused.text
    assert refused.buttons == ["Ask the Performance Team"], "as for anything that is not held"


def test_an_exempt_measure_in_a_channels_thread_is_not_taken_over(slack: Slack) -> None:
    """No such answer is posted there; but were it, it would give nothing away."""
    measure = slack.snapshot.measures[EXEMPT]
    chair = slack.as_person(CHAIR).in_channel(slack.channel("ENV"))
    first = chair.says("@Scrutineer who will win the election").sees_one_answer()
    assert first.thread_ts is not None
    _answered_before(slack, first.thread_ts, datetime.now(UTC), measure.code)
    for person in (CHAIR, TEAM):
        asker = slack.as_person(person).in_channel(slack.channel("ENV")).in_thread(first)
        refused = asker.says("@Scrutineer and in June?").sees_one_answer()
        assert measure.title not in refused.text
        assert EXEMPT not in refused.text


@ON_BOTH
@pytest.mark.parametrize(("age", "remembered"), [(timedelta(minutes=-1), False), (timedelta(minutes=1), True)])
def test_a_thread_is_forgotten_after_a_while(slack: Slack, age: timedelta, remembered: bool) -> None:
    chair = slack.as_person(CHAIR).in_channel(slack.channel("ENV"))
    first = chair.says("@Scrutineer who will win the election").sees_one_answer()
    assert first.thread_ts is not None
    _answered_before(slack, first.thread_ts, datetime.now(UTC) - REMEMBER + age, "ENV-001")
    said = chair.in_thread(first).says("@Scrutineer and in June?").sees_one_answer()
    assert said.text.startswith(f"{RECYCLING}: ") is remembered


@ON_BOTH
@pytest.mark.parametrize(
    "change", [{"payload": {"reply": "answer", "value": {"of": "an older version"}}}, {"state": "failed"}]
)
def test_what_cannot_be_read_any_more_or_was_never_posted_is_not_taken_over(
    slack: Slack, change: dict[str, object]
) -> None:
    chair = slack.as_person(CHAIR).in_channel(slack.channel("ENV"))
    first = chair.says("@Scrutineer how is recycling doing?").sees_one_answer()
    with slack.database.transaction() as session:
        session.execute(update(OutboxRow).values(**change))
    said = chair.in_thread(first).says("@Scrutineer and in June?").sees_one_answer()
    assert RECYCLING not in said.text
    assert "Sorry" not in said.text


def _answered_before(slack: Slack, thread_ts: str, when: datetime, code: str) -> None:
    """An answer about that measure in a thread of the board's channel, posted at that moment."""
    analyst = person_titled(slack.snapshot, TEAM)
    answer = slack.asking.answer(
        Query(Kind.STATUS, (code,)), slack.snapshot, Context(analyst, Place(PlaceKind.DIRECT, "D0"))
    )
    with slack.database.transaction() as session:
        outbox.owe(
            session,
            key=f"a test's answer about {code}",
            team_id=slack.council.team_id,
            channel_id=slack.channel("ENV"),
            thread_ts=thread_ts,
            kind=outbox.Kind.ANSWER,
            payload=freeze(answer),
            now=when,
        )
        session.execute(
            update(OutboxRow)
            .where(OutboxRow.key == f"a test's answer about {code}")
            .values(state="sent", posted_ts="1.0", settled_at=when)
        )
