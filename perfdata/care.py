"""Care with what the bot says unasked in a channel: is it the channel that it should be, and is it the time for it?

In a pre-election period, from the notice of an election to the poll, a council takes care with publicity (Local
Government Act 1986, section 2, and the Code of Recommended Practice on Local Authority Publicity, 2011). In channels
that anybody in the workspace may read, alerts, what services say of their figures after a release, and news of
nominations and surgeries, with who made them and with their papers, wait until it is over. Questions are answered as
ever, private channels and direct messages go on, and so do corrections of what was said.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta

from perfdata.asking.amounts import day_words
from perfdata.council import Council, PreElection
from perfdata.readers import Reader
from perfdata.rounds import LONDON, london_date
from perfdata.store.outbox import Kind
from perfdata.working_days import working_day_from

PUBLICITY = frozenset(
    {
        Kind.ALERT,
        Kind.ALERT_REST,
        Kind.COMMENT,
        Kind.DOCUMENT,
        Kind.PAPERS,
        Kind.NOMINATION,
        Kind.SECOND,
        Kind.DECISION,
        Kind.SURGERY,
        Kind.RECOMMENDATION,
        Kind.BOARD_WATCH,
    }
)
"""What is said in a reader's channel without anybody there having asked. An addendum is not among it: what was said
is corrected at any time."""

WHAT_IS_HELD = (
    "In channels that anybody here may read, alerts, what services say beside them, and news of nominations and "
    "surgeries with their papers wait until it is over. Questions are answered as ever, and private channels go on."
)


@dataclass(frozen=True, slots=True)
class Channel:
    """What Slack says of a channel just now."""

    is_private: bool
    is_member: bool
    is_archived: bool
    is_shared: bool


@dataclass(frozen=True, slots=True)
class Wait:
    """It must not be posted before `until`; `why` is a sentence."""

    until: datetime
    why: str


def obstacle(reader: Reader | None, channel: Channel) -> str | None:
    """Why nothing may be posted to a reader in this channel, with what to do, in sentences; None where it may.

    `reader` is None for a channel that is no reader's.
    """
    elsewhere = (
        f"give the reader “{reader.code}” another channel in readers.toml"
        if reader is not None and not reader.is_board
        else "give the board another channel in the file of boards"
    )
    if channel.is_archived:
        return f"The channel is archived. Unarchive it, or {elsewhere}."
    if channel.is_shared:
        return f"The channel is shared with another organisation, which would read it. End the sharing, or {elsewhere}."
    if not channel.is_member:
        return "The bot is not in the channel. Invite it there: /invite @Scrutineer."
    if reader is not None and reader.options.private not in (None, channel.is_private):
        is_so, should = ("private", "open") if channel.is_private else ("open", "private")
        file = "calendar.toml says that this board's" if reader.is_board else "readers.toml says that this reader's"
        return f"The channel is {is_so}, and {file} is {should}. Change the channel or the setting."
    return None


def wait_for(council: Council, kind: str, channel: Channel, now: datetime) -> Wait | None:
    """Whether a message of this kind has to wait before it is posted in this channel."""
    period = pre_election_on(council, london_date(now))
    if period is None or channel.is_private or kind not in PUBLICITY:
        return None
    until = datetime.combine(_after(council, period), council.calendar.alert_time, LONDON).astimezone(UTC)
    return Wait(until, f"It waits until the pre-election period is over: {period.why}.")


def held_note(council: Council, board: str, day: date) -> str:
    """What to tell somebody whose news for a board waits until a poll; blank where it does not."""
    period, options = pre_election_on(council, day), council.board_options.get(board)
    if period is None or (options is not None and options.private):
        return ""
    return f"The board’s channel is told after the pre-election period, which ends on {day_words(period.end)}."


def pre_election_on(council: Council, day: date) -> PreElection | None:
    """The pre-election period that the day is in; None outside one."""
    return next((one for one in council.pre_election if one.start <= day <= one.end), None)


def _after(council: Council, period: PreElection) -> date:
    return working_day_from(period.end + timedelta(days=1), council.calendar.extra_holidays)
