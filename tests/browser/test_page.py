"""What a person does in the sandbox page, with a real Bolt app at the other end."""

from collections.abc import Callable

import pytest
from playwright.sync_api import Browser, Locator, Page, Route, expect
from slack_bolt import App
from slack_sdk import WebClient

from sandbox import Sandbox
from tests.browser.accessibility import check
from tests.browser.teller import ANSWER, HOSTILE, RECEIPT, REFUSED, teach
from tests.sandbox.conftest import BOARD, CHAIR, CLERK


@pytest.fixture
def answered(chair: Page, app: App, connect: Callable[[], object]) -> Locator:
    """The app's answer to the first suggestion, in the thread that opened by itself."""
    teach(app)
    connect()
    chair.get_by_test_id("welcome").get_by_role("button", name="how is recycling doing?").click()
    answer = chair.get_by_test_id("thread-messages").locator("[data-author=app]")
    expect(answer).to_have_count(1)
    return answer


def test_where_nothing_is_said_yet_the_page_says_what_can_be_done(chair: Page) -> None:
    expect(chair.get_by_test_id("welcome").get_by_role("button")).not_to_have_count(0)
    check(chair)


def test_a_suggestion_is_said_and_its_answer_opens(chair: Page, answered: Locator) -> None:
    said = chair.get_by_test_id("messages").get_by_test_id("message")
    expect(said).to_have_count(1)
    expect(said).to_contain_text("@Teller how is recycling doing?")
    expect(answered.get_by_text("Recycling", exact=True).first).to_have_css("font-weight", "700")
    expect(chair.get_by_test_id("announcer")).to_contain_text(f"Teller: {ANSWER}")


def test_text_of_a_message_is_never_markup(answered: Locator) -> None:
    expect(answered).to_contain_text(HOSTILE)
    expect(answered.locator("img")).to_have_count(0)


def test_a_button_brings_a_message_for_one_pair_of_eyes(chair: Page, answered: Locator) -> None:
    answered.get_by_role("button", name="Receipt").click()
    own = chair.get_by_test_id("thread-messages").get_by_test_id("message").filter(has_text=RECEIPT)
    expect(own.get_by_test_id("only-you")).to_have_text("Only visible to you")


def test_a_form_says_by_field_what_is_wrong(chair: Page, answered: Locator) -> None:
    answered.get_by_role("button", name="Nominate").click()
    form = chair.get_by_role("dialog", name="Nominate")
    measure, reason = form.get_by_role("combobox", name="Measure"), form.get_by_role("textbox", name="Reason")
    send = form.get_by_role("button", name="Send")

    send.click()
    expect(form.get_by_text("Please complete this required field.")).to_have_count(2)
    expect(measure).to_be_focused()

    measure.fill("recy")
    expect(form.get_by_role("option")).to_have_text(["Recycling"])
    measure.press("ArrowDown")
    measure.press("Enter")
    expect(measure).to_have_value("Recycling")
    reason.fill("Short")
    send.click()
    expect(reason).to_have_attribute("aria-invalid", "true")
    expect(reason).to_have_accessible_description(REFUSED)
    expect(measure).to_have_value("Recycling")

    reason.fill("It has been falling since June.")
    send.click()
    expect(form).to_have_count(0)
    expect(chair.get_by_test_id("app-dm")).to_contain_text("1 unread")


def test_the_switch_shows_what_a_screen_reader_hears(chair: Page, answered: Locator) -> None:
    heard = answered.get_by_test_id("spoken")
    expect(heard).to_be_hidden()
    chair.get_by_role("button", name="What a screen reader hears").click()
    expect(heard).to_have_text(f"A screen reader hears: {ANSWER}")
    expect(answered.locator(".message-body")).to_be_hidden()


def test_a_table_sorts_by_its_headings_and_turns_its_pages(answered: Locator) -> None:
    table = answered.get_by_test_id("data-table")
    names = table.locator("tbody th")
    expect(names).to_have_text(["Missed bins", "Recycling"])
    table.get_by_role("button", name="Next page").click()
    expect(names).to_have_text(["Potholes"])
    table.get_by_role("button", name="Value").click()
    expect(names).to_have_text(["Potholes", "Missed bins"])
    expect(table.get_by_role("columnheader", name="Value")).to_have_attribute("aria-sort", "ascending")


def test_the_inspector_shows_the_payload_and_its_size(chair: Page, answered: Locator) -> None:
    answered.hover()
    answered.get_by_test_id("message-menu").click()
    chair.get_by_role("menuitem", name="Inspect the payload").click()
    shown = chair.get_by_test_id("inspection")
    expect(shown).to_contain_text("4 of 50")
    expect(shown.get_by_label("Payload as JSON")).to_contain_text('"type": "data_table"')


def test_unread_marks_and_becoming_somebody_else(chair: Page, client: WebClient, sandbox: Sandbox) -> None:
    chair.get_by_test_id("app-dm").click()
    expect(chair.get_by_test_id("channel-title")).to_have_text("Teller")
    client.chat_postMessage(channel=BOARD, text="The month is out.")
    board = chair.get_by_test_id("channel").filter(has_text="board")
    expect(board).to_contain_text("1 unread")
    board.click()
    expect(chair.get_by_test_id("messages")).to_contain_text("The month is out.")
    expect(board).not_to_contain_text("unread")

    chair.get_by_label("You are").select_option(CLERK)
    expect(chair.get_by_test_id("channel")).to_have_count(1)
    assert f"as={CLERK}" in chair.url
    chair.goto(sandbox.base_url)
    expect(chair.get_by_label("You are")).to_have_value(CLERK)


def test_commands_are_offered_and_an_unknown_one_is_refused(chair: Page) -> None:
    composer = chair.get_by_role("textbox", name="Message")
    composer.press_sequentially("/nom")
    expect(chair.get_by_role("listbox", name="Completions").get_by_role("option")).to_contain_text("/nominate")
    composer.press("Enter")
    expect(composer).to_have_value("/nominate ")
    composer.fill("/nothing")
    composer.press("Enter")
    expect(chair.get_by_test_id("notice")).to_contain_text("No app here knows that command.")
    expect(composer).to_have_value("/nothing")


def test_a_phone_shows_one_pane_at_a_time(browser: Browser, sandbox: Sandbox) -> None:
    context = browser.new_context(viewport={"width": 380, "height": 720}, has_touch=True)
    phone = context.new_page()
    phone.goto(f"{sandbox.base_url}/?as={CHAIR}")
    expect(phone.get_by_test_id("composer")).to_be_visible()
    expect(phone.get_by_label("You are")).to_be_hidden()
    phone.get_by_role("button", name="Back to the channels").click()
    expect(phone.get_by_label("You are")).to_be_visible()
    expect(phone.get_by_test_id("composer")).to_be_hidden()
    assert phone.evaluate("document.documentElement.scrollWidth <= innerWidth")
    context.close()


def test_one_sees_what_one_has_just_said(chair: Page, client: WebClient) -> None:
    lines = "\n".join(f"Line {number}" for number in range(80))
    client.chat_postMessage(channel=BOARD, text=lines)
    tall = chair.get_by_test_id("messages").get_by_test_id("message")
    expect(tall.locator(".author")).to_be_in_viewport()
    chair.get_by_test_id("composer").fill("Hello, board")
    chair.get_by_test_id("composer").press("Enter")
    expect(chair.get_by_text("Hello, board", exact=True)).to_be_in_viewport()


def test_one_sees_an_answer_that_comes_with_what_one_has_said(chair: Page, client: WebClient) -> None:
    client.chat_postMessage(channel=BOARD, text="\n".join(f"Line {number}" for number in range(80)))
    expect(chair.get_by_test_id("messages").get_by_test_id("message").locator(".author")).to_be_in_viewport()
    said: list[object] = []

    def answer_first(reading: Route) -> None:
        if not said:
            said.append(client.chat_postMessage(channel=BOARD, text="Hello, chair"))
        reading.continue_()

    chair.route("**/control/messages?*", answer_first)
    chair.get_by_test_id("composer").fill("Hello, bot")
    chair.get_by_test_id("composer").press("Enter")
    expect(chair.get_by_text("Hello, chair", exact=True)).to_be_in_viewport()
