"""Asking and nominating with the keyboard alone: no pointer is used after the page has opened."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Keyboard, Locator, Page, expect

from tests.browser.demo import Demo
from tests.browser.visitor import FORM, Visitor

MOST_STEPS = 60
"""From anywhere to anywhere in a thread, a form or the list of channels it is never this many presses of Tab."""


@pytest.fixture
def page(browser: Browser, demo: Demo) -> Iterator[Page]:
    """The demo as the chair of a board sees it, in the board's own channel."""
    visitor = Visitor(browser, demo.address, lambda page, name: None)
    visitor.comes_as("Chair, Adults and Health Board")
    expect(visitor.page.get_by_test_id("channel-title")).to_contain_text("scrutiny-adults-health")
    visitor.page.reload()
    expect(visitor.page.locator("body[data-ready]")).to_be_attached()
    yield visitor.page
    visitor.leaves()


@pytest.fixture
def keyboard(page: Page) -> Keyboard:
    """What one writes and presses on."""
    return page.keyboard


def tab_to(target: Locator) -> None:
    """Press Tab until the target has the focus, and that can be seen."""
    for _ in range(MOST_STEPS):
        target.page.keyboard.press("Tab")
        if target.evaluate("node => node === document.activeElement"):
            shown = target.evaluate("node => getComputedStyle(node.closest('.composer') || node)")
            assert shown["outlineStyle"] != "none" or shown["boxShadow"] != "none", "the focus cannot be seen"
            expect(target).to_be_in_viewport()
            return
    pytest.fail(f"Tab does not lead to {target}")


def test_asking_and_reading_the_receipt(page: Page, keyboard: Keyboard) -> None:
    tab_to(page.get_by_role("link", name="Skip to the conversation"))
    keyboard.press("Enter")
    tab_to(page.get_by_role("textbox", name="Message", exact=True))
    keyboard.type("@Scru")
    keyboard.press("Enter")
    keyboard.type("how are direct payments doing?")
    keyboard.press("Enter")
    where = page.get_by_test_id("thread-messages").get_by_role("button", name="Where is this from?")
    expect(where).to_have_count(1)
    tab_to(where)
    keyboard.press("Enter")
    told = page.get_by_role("dialog", name="Where this is from")
    expect(told).to_contain_text("Source: ")
    keyboard.press("Escape")
    expect(told).to_have_count(0)
    expect(where).to_be_focused()


def test_nominating(page: Page, keyboard: Keyboard) -> None:
    tab_to(page.get_by_role("textbox", name="Message", exact=True))
    keyboard.type("/nom")
    keyboard.press("Enter")
    keyboard.press("Enter")
    form = page.get_by_role("dialog", name=FORM)
    measure, reason = form.get_by_role("combobox", name="Which measure?"), form.get_by_role("textbox", name="Why")
    send = form.get_by_role("button", name="Nominate")
    expect(measure).to_be_focused()

    tab_to(send)
    keyboard.press("Enter")
    expect(measure).to_be_focused()
    expect(measure).to_have_accessible_description("Please complete this required field.")

    keyboard.type("smok")
    expect(form.get_by_role("option")).not_to_have_count(0)
    keyboard.press("ArrowDown")
    keyboard.press("Enter")
    expect(measure).not_to_have_value("smok")
    chosen = measure.input_value()
    tab_to(reason)
    keyboard.type("It has been off target for a long time, and nobody has said why.")
    tab_to(send)
    keyboard.press("Enter")
    expect(form).to_contain_text("Your nomination is stored")
    keyboard.press("Escape")
    expect(page.get_by_test_id("messages")).to_contain_text(f"Nominated for surgery: {chosen}")


def test_another_person_and_another_place(page: Page, keyboard: Keyboard) -> None:
    people = page.get_by_label("You are")
    tab_to(people)
    keyboard.type("Vice Chair, Adults")
    keyboard.press("Tab")
    expect(people.locator("option:checked")).to_have_text("Vice Chair, Adults and Health Board")
    tab_to(page.get_by_test_id("channel").filter(has_text="scrutiny-housing"))
    keyboard.press("Enter")
    expect(page.get_by_test_id("channel-title")).to_contain_text("scrutiny-housing")
    expect(page.get_by_role("textbox", name="Message", exact=True)).to_be_focused()
