"""The demo's main paths, each told as what somebody does and sees.

They are walked by the tests, which check every screen, and by `python -m tests.screenshots`, which takes its picture.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping

from playwright.sync_api import expect

from tests.browser.visitor import BOT, FORM, Visitor

Path = Callable[[Visitor], None]

BOARD_MEMBER = "Councillor 5 (board member)"
HOUSING_CHAIR = "Chair, Housing and Communities Board"
HOUSING_MEMBER = "Councillor 8 (board member)"
TENANTS = "Co-opted member (tenants' panel)"
GROWTH_CHAIR, GROWTH_MEMBER = "Chair, Growth, Culture and Transport Board", "Councillor 4 (board member)"
CORPORATE_CHAIR = "Chair, Corporate Resources Board"
CHILDREN_CHAIR = "Chair, Children and Young People Board"
ENVIRONMENT_CHAIR = "Chair, Climate, Environment and Streets Board"
ENVIRONMENT, HOUSING, GROWTH = "scrutiny-environment", "scrutiny-housing", "scrutiny-growth"
CHILDREN = "scrutiny-children"
REASON = "Families wait too long, and it has been off target for years."


def ask(visitor: Visitor) -> None:
    """A board member asks in the board's channel; the answer comes in the thread, which opens."""
    visitor.comes_as(BOARD_MEMBER, ENVIRONMENT)
    visitor.asks("how is recycling doing?")
    expect(visitor.answers).to_have_count(1)
    for words in ("off target", "44.3%", "against a target of 46.0%", "observations.csv, row 56"):
        expect(visitor.answers).to_contain_text(words)
    expect(visitor.page.get_by_test_id("announcer")).to_contain_text(f"{BOT}: Household waste sent for reuse")
    expect(visitor.page.get_by_test_id("messages").locator("[data-author=person]").last).to_be_in_viewport()
    visitor.shows()


def choose(visitor: Visitor) -> None:
    """A question that could mean several things is put back; a button settles it."""
    visitor.comes_as(HOUSING_CHAIR, HOUSING)
    visitor.asks("how are we doing on housing?")
    expect(visitor.answers).to_have_count(1)
    expect(visitor.answers).to_contain_text("Which one do you mean?")
    visitor.shows()
    visitor.answers.get_by_role("button", name="Homelessness prevented or relieved").click()
    expect(visitor.answers).to_have_count(2)
    expect(visitor.answers.last).to_contain_text("50.6%")
    expect(visitor.answers.last.get_by_role("button").last).to_be_in_viewport()


def receipt(visitor: Visitor) -> None:
    """Every figure says where it is from."""
    visitor.comes_as(BOARD_MEMBER, ENVIRONMENT)
    visitor.asks("how is recycling doing?")
    visitor.answers.get_by_role("button", name="Where is this from?").click()
    told = visitor.page.get_by_role("dialog", name="Where this is from")
    expect(told).to_contain_text("Source: observations.csv, row 56.")
    visitor.shows()
    visitor.page.keyboard.press("Escape")
    expect(told).to_have_count(0)


def follow_up(visitor: Visitor) -> None:
    """In the thread one goes on without saying again what one is asking about."""
    visitor.comes_as(ENVIRONMENT_CHAIR, ENVIRONMENT)
    visitor.asks("how is recycling doing?")
    expect(visitor.answers).to_have_count(1)
    visitor.asks_on("and in September?")
    expect(visitor.answers).to_have_count(2)
    expect(visitor.answers.last).to_contain_text("September 2026")
    expect(visitor.answers.last).to_contain_text("44.0%")
    expect(visitor.answers.last.get_by_role("button").last).to_be_in_viewport()
    visitor.shows()


def direct_message(visitor: Visitor) -> None:
    """In one's own conversation with the bot one asks without naming it."""
    visitor.comes_as(HOUSING_MEMBER).goes_to(BOT)
    visitor.says("what is red for the Housing and Communities board?")
    expect(visitor.answers).to_have_count(1)
    expect(visitor.answers.get_by_role("listitem").filter(has_text="off target")).not_to_have_count(0)
    expect(visitor.answers).to_contain_text("Households in temporary accommodation: off target, 520")
    visitor.shows()


def command(visitor: Visitor) -> None:
    """`/measure` answers for one's own eyes; a button shows the answer to the channel."""
    visitor.comes_as(GROWTH_MEMBER, GROWTH)
    visitor.says("/measure major planning applications")
    own = visitor.messages.filter(has=visitor.page.get_by_test_id("only-you"))
    expect(own).to_have_count(1)
    expect(own).to_contain_text("Major planning applications decided")
    colleague = visitor.with_another(GROWTH_CHAIR, GROWTH)
    expect(colleague.messages).to_have_count(1)
    visitor.shows()
    own.get_by_role("button", name="Share in this channel").click()
    expect(own).to_have_count(2)
    expect(colleague.messages).to_have_count(2)
    expect(colleague.messages.last).to_contain_text("Major planning applications decided")


def nominate(visitor: Visitor) -> None:
    """A form says by its field what is missing; put right, the nomination reaches the board's channel."""
    visitor.comes_as(HOUSING_MEMBER, HOUSING)
    visitor.says("/nominate temporary accommodation")
    form = visitor.page.get_by_role("dialog", name=FORM)
    expect(form.get_by_role("combobox", name="Which measure?")).to_have_value("Households in temporary accommodation")
    reason = form.get_by_role("textbox", name="Why should the board look into it?")
    reason.fill("Look")
    form.get_by_role("button", name="Nominate").click()
    expect(reason).to_be_focused()
    expect(reason).to_have_accessible_description(re.compile("Please say in a sentence why"))
    visitor.shows("refused")
    reason.fill(REASON)
    form.get_by_role("button", name="Nominate").click()
    expect(form).to_contain_text("Your nomination is stored")
    form.get_by_role("button", name="Close").last.click()
    told = visitor.messages.filter(has_text="Nominated for surgery: Households in temporary accommodation")
    expect(told).to_contain_text(REASON)
    # Whoever was reading an alert that is taller than the window is not taken away from it.
    told.get_by_role("button", name="Second").scroll_into_view_if_needed()
    visitor.shows("told")


def second(visitor: Visitor) -> None:
    """Another member presses “Second”; whoever nominated sees that in the nomination's thread."""
    nominator = visitor.with_another(HOUSING_MEMBER, HOUSING)
    nominator.nominates("rent arrears", REASON)
    visitor.comes_as(TENANTS, HOUSING)
    nominated = visitor.messages.filter(has_text="Nominated for surgery: Current tenants' rent arrears")
    nominated.get_by_role("button", name="Second").click()
    expect(nominated.get_by_test_id("replies")).to_contain_text("1 reply")
    nominated.get_by_test_id("replies").click()
    expect(visitor.answers.filter(has_text=f"{TENANTS} has seconded the nomination")).to_have_count(1)
    visitor.shows()
    nominator.messages.filter(has_text="Current tenants' rent arrears").get_by_test_id("replies").click()
    expect(nominator.answers.last).to_contain_text(f"{TENANTS} has seconded the nomination")


def alert(visitor: Visitor) -> None:
    """The month's alert stands in the board's channel; a button beside a measure opens the form for it."""
    visitor.comes_as(CHILDREN_CHAIR, CHILDREN)
    told = visitor.messages.filter(has_text="October 2026: Children and Young People Board")
    expect(told).to_have_count(1)
    expect(told.get_by_role("heading", name="October 2026: Children and Young People Board")).to_be_in_viewport()
    visitor.shows()
    told.get_by_role("button", name="More choices").first.click()
    told.get_by_role("menuitem", name="Nominate for surgery").click()
    form = visitor.page.get_by_role("dialog", name=FORM)
    measure = form.get_by_role("combobox", name="Which measure?")
    expect(measure).not_to_have_value("")
    expect(told).to_contain_text(measure.input_value())
    form.get_by_role("button", name="Cancel").click()
    expect(form).to_have_count(0)


def home(visitor: Visitor) -> None:
    """The bot's Home tells a chair how the board stands; a button gives the figures of what it lists."""
    visitor.comes_as(CORPORATE_CHAIR).goes_to(BOT)
    visitor.page.get_by_role("tab", name="Home").click()
    shown = visitor.page.get_by_test_id("home")
    expect(shown).to_contain_text("My board this month")
    expect(shown).to_contain_text("Corporate Resources Board")
    visitor.shows()
    shown.get_by_role("button", name="Show").first.click()
    figures = visitor.page.get_by_role("dialog", name="The figures")
    expect(figures).to_contain_text("Calls to the contact centre answered")
    expect(figures).to_contain_text("78.4%")
    figures.get_by_role("button", name="Close").last.click()
    expect(figures).to_have_count(0)
    shown.get_by_role("button", name="Nominate an indicator").click()
    form = visitor.page.get_by_role("dialog", name=FORM)
    expect(form).to_contain_text("For the Corporate Resources Board.")
    form.get_by_role("button", name="Cancel").click()
    expect(form).to_have_count(0)


PATHS: Mapping[str, Path] = {
    "ask": ask,
    "choose": choose,
    "receipt": receipt,
    "follow-up": follow_up,
    "direct-message": direct_message,
    "command": command,
    "nominate": nominate,
    "second": second,
    "alert": alert,
    "home": home,
}
