"""The Home view keeps Slack's limits however much there is, and says what it leaves out."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime
from decimal import Decimal

from hypothesis import example, given, settings
from hypothesis import strategies as st

from handlers.views import limits
from handlers.views.home import home_view
from handlers.views.parts import HOME_CUT_SHORT
from perfdata.board_watches import BoardWatch
from perfdata.boards import Board
from perfdata.facts import Facts, Receipt
from perfdata.home import BoardMonth, Home, ServicesMonth, Shown, Watchkeeping
from perfdata.measures import Tier
from perfdata.periods import Frequency, containing
from perfdata.rounds import LONDON
from perfdata.surgeries.evidence import Evidence
from perfdata.surgeries.nomination import Nomination, Second
from perfdata.verdicts.status import Status
from perfdata.watches import Watch
from sandbox.rules.views import check_view

TODAY = date(2026, 11, 24)
OCTOBER = containing(date(2026, 10, 1), Frequency.MONTHLY)
LATE = datetime(2026, 7, 1, 0, 30, tzinfo=LONDON)
COUNTS = {Tier.SCORECARD: {Status.OFF_TARGET: 1, Status.MISSING: 2}, Tier.BUSINESS_PLAN: {}}
TEXT = st.text(max_size=300) | st.sampled_from(["<!channel>", "<@U1>", "*b*", ":fire:", "=1+1", "x" * 5_000])


def facts(title: str = "Potholes", status: Status = Status.OFF_TARGET) -> Facts:
    return Facts(
        code="HWY-001", title=title, service=title, tier=Tier.SCORECARD, period=OCTOBER, period_words="October 2026",
        period_noun="month", due_on=TODAY, status=status, value=Decimal(5), value_words="5", target=Decimal(4),
        target_words="4", provisional=True, periods_off_target=1, gaps=0, off_target_since=OCTOBER, previous=None,
        last_reported=None, note="", noted_on=None, receipt=Receipt(1, 1, "a.csv", 2, TODAY),
    )  # fmt: skip


def nomination(title: str = "Potholes", seconds: int = 0) -> Nomination:
    backers = tuple(Second(f"{title} {number}", "", LATE) for number in range(seconds))
    return Nomination(1, "ENV", "Board", Evidence(facts(title)), title, "Because.", "", LATE, backers)


def watched(title: str) -> tuple[Watch, ...]:
    return tuple(Watch(facts(title), LATE, until) for until in (None, TODAY))


def month(title: str = "Board", measures: int = 1, nominated: int = 1) -> BoardMonth:
    board = Board(1, "ENV", title, "", "C0BOARD001", "board", TODAY)
    shown = Shown((facts(title),) * measures, 3)
    nominations = tuple(nomination(title, number) for number in range(nominated))
    watches = (BoardWatch("ENV", title, facts(title), title, title, LATE),) * measures
    return BoardMonth(board, COUNTS, shown, nominations, True, watches)


def words(home: Home) -> str:
    return str(home_view(home)["blocks"])


@example("x" * 5_000, 12, 5, 15)
@example("", 0, 0, 0)
@settings(max_examples=20, deadline=None)
@given(TEXT, st.integers(0, 12), st.integers(0, 5), st.integers(0, 15))
def test_any_home_is_one_that_slack_takes(title: str, boards: int, measures: int, nominated: int) -> None:
    services = ServicesMonth((title, title), COUNTS, Shown((facts(title),) * measures, 1))
    missing = Watchkeeping(Shown((facts(title, Status.SUPPRESSED),) * measures), 2)
    home = Home(TODAY, "", (month(title, measures, nominated),) * boards, services, missing, watched(title), (title,))
    view = home_view(home)
    check_view(view, "home")
    assert len(view["blocks"]) <= limits.BLOCKS_IN_VIEW
    assert "mrkdwn" not in str(view)


def test_a_home_that_is_cut_short_says_so() -> None:
    long = home_view(Home(TODAY, boards=(month(measures=5),) * 12))
    assert len(long["blocks"]) == limits.BLOCKS_IN_VIEW
    assert HOME_CUT_SHORT in str(long["blocks"][-1])
    assert HOME_CUT_SHORT not in words(Home(TODAY, boards=(month(),)))


def test_what_is_left_out_is_said() -> None:
    assert "3 more. To see all, ask me: what is newly off target for the Board?" in words(
        Home(TODAY, boards=(month(),))
    )
    assert "5 more. To see all, use /surgery" in words(Home(TODAY, boards=(month(nominated=15),)))
    assert "more." not in words(Home(TODAY, boards=(replace(month(nominated=10), newly_off=Shown((facts(),))),)))


def test_counts_are_words_with_numbers() -> None:
    shown = words(Home(TODAY, boards=(month(),)))
    assert ", 3 measures: 1 off target, 2 not reported." in shown
    assert ", 0 measures." in shown


def test_nominations_tell_who_and_when_in_london() -> None:
    shown = words(Home(TODAY, boards=(month(nominated=3),)))
    assert ": nominated by Board on 1 July 2026, not seconded yet." in shown
    assert ": nominated by Board on 1 July 2026, seconded by Board 0; Board 1." in shown


def test_the_button_is_for_those_who_may_nominate() -> None:
    assert "Nominate an indicator" in words(Home(TODAY, boards=(month(),)))
    assert "Nominate an indicator" not in words(Home(TODAY, boards=(replace(month(), may_nominate=False),)))
