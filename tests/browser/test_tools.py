"""What the page offers around the conversations: every screen of it is fit for everybody, and works on a phone."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.browser.accessibility import check
from tests.browser.demo import Demo
from tests.browser.visitor import BOT, DESKTOP, FORM, PHONE, Visitor

CHAIR = "Chair, Growth, Culture and Transport Board"
CHANNEL = "scrutiny-growth"


@pytest.fixture
def visit(browser: Browser, demo: Demo) -> Iterator[Callable[..., Visitor]]:
    """Opens windows; each is closed at the end."""
    opened: list[Visitor] = []

    def open_window(**given: object) -> Visitor:
        opened.append(Visitor(browser, demo.address, check, **given))  # type: ignore[arg-type]
        return opened[-1]

    yield open_window
    for visitor in opened:
        visitor.leaves()


@pytest.fixture
def page(visit: Callable[..., Visitor]) -> Page:
    """The page as the chair of a board sees it, in the board's channel."""
    return visit().comes_as(CHAIR, CHANNEL).page


def test_the_checker_finds_what_is_wrong(page: Page) -> None:
    page.evaluate("document.querySelector('.topic').style.color = '#bbb'")
    with pytest.raises(AssertionError, match="color-contrast"):
        check(page)


def test_the_drawer(page: Page) -> None:
    page.get_by_test_id("drawer-switch").click()
    drawer = page.get_by_role("region", name="For developers")
    tabs = drawer.get_by_role("tab")
    expect(tabs).not_to_have_count(0)
    for tab in tabs.all():
        tab.click()
        expect(tab).to_have_attribute("aria-selected", "true")
        check(page, tab.inner_text())


def test_the_inspector(page: Page) -> None:
    told = page.get_by_test_id("messages").get_by_test_id("message").first
    told.hover()
    told.get_by_test_id("message-menu").click()
    expect(page.get_by_role("menu", name="More actions")).to_be_visible()
    check(page, "menu")
    page.get_by_role("menuitem", name="Inspect the payload").click()
    expect(page.get_by_test_id("inspection")).to_contain_text("of 50")
    check(page, "inspector")


def test_what_a_screen_reader_hears(page: Page) -> None:
    page.get_by_role("button", name="What a screen reader hears").click()
    expect(page.get_by_test_id("spoken").first).to_contain_text("A screen reader hears: October 2026")
    check(page)


def test_what_completes_a_word(page: Page) -> None:
    page.get_by_test_id("composer").press_sequentially("@councillor")
    expect(page.get_by_role("listbox", name="Completions").get_by_role("option")).not_to_have_count(0)
    check(page)


def test_a_select_with_search(page: Page) -> None:
    page.get_by_test_id("composer").fill("/nominate")
    page.get_by_test_id("composer").press("Enter")
    form = page.get_by_role("dialog", name=FORM)
    form.get_by_role("combobox", name="Which measure?").press_sequentially("lib")
    expect(form.get_by_role("option")).not_to_have_count(0)
    check(page)
    page.keyboard.press("Escape")
    form.get_by_role("button", name="Cancel").click()
    expect(form).to_have_count(0)


def test_what_a_newcomer_finds(visit: Callable[..., Visitor]) -> None:
    visitor = visit().comes_as("Head of Highways").goes_to(BOT)
    expect(visitor.messages.filter(has_text="Is it really changing?")).to_have_count(1)
    expect(visitor.page.get_by_test_id("suggestions").get_by_role("button")).not_to_have_count(0)
    visitor.shows()


def test_people_are_found_where_they_belong(page: Page) -> None:
    groups = page.get_by_label("You are").locator("optgroup")
    labels = groups.evaluate_all("nodes => nodes.map(node => node.label)")
    assert {"Housing and Communities Board", "Cabinet", "Place", "Resources"} <= set(labels)
    assert labels[-1] == "Guests"
    assert groups.locator("xpath=self::optgroup[@label='Others']/option").count() <= 1


def test_asking_on_a_phone(visit: Callable[..., Visitor]) -> None:
    visitor = visit(size=PHONE)
    page = visitor.page
    page.get_by_role("button", name="Back to the channels").click()
    expect(page.get_by_role("main")).to_have_count(1)
    visitor.comes_as(CHAIR)
    page.get_by_role("button", name="Back to the channels").click()
    visitor.goes_to(CHANNEL)
    expect(page.get_by_role("main")).to_have_count(1)
    visitor.asks("how are library visits doing?")
    expect(visitor.answers).to_have_count(1)
    expect(visitor.answers.locator(".author")).to_be_in_viewport()
    page.get_by_role("button", name="Close this pane").click()
    expect(page.get_by_test_id("composer")).to_be_visible()
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")


def test_the_list_of_places_on_a_phone(visit: Callable[..., Visitor]) -> None:
    visitor = visit(size=PHONE)
    visitor.page.get_by_role("button", name="Back to the channels").click()
    expect(visitor.page.get_by_label("You are")).to_be_visible()
    visitor.shows()
    expect(visitor.page.get_by_role("navigation", name="Places")).to_be_visible()
    visitor.page.set_viewport_size(PHONE)
    expect(visitor.page.get_by_role("main", name="Places")).to_be_visible()
    visitor.page.set_viewport_size(DESKTOP)
