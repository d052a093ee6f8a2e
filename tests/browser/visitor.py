"""Somebody at the demo's page, with verbs for what people do there."""

from __future__ import annotations

from collections.abc import Callable

from playwright.sync_api import Browser, BrowserContext, Locator, Page, ViewportSize, expect

BOT = "Scrutineer"
FORM = "Nominate for surgery"
DESKTOP: ViewportSize = {"width": 1280, "height": 800}
PHONE: ViewportSize = {"width": 390, "height": 844}

Show = Callable[[Page, str], None]
"""What is done with a screen that is worth a look: it is checked, or photographed. It gets the page and a name."""


class Visitor:
    """One window. It opens as whoever the page takes first, until the visitor `comes_as` somebody."""

    def __init__(self, browser: Browser, address: str, show: Show, size: ViewportSize = DESKTOP) -> None:
        self._browser, self._address, self._show = browser, address, show
        self.context: BrowserContext = browser.new_context(
            viewport=size,
            has_touch=size is PHONE,
            locale="en-GB",
            timezone_id="Europe/London",
            color_scheme="light",
            reduced_motion="reduce",
        )
        self.problems: list[str] = []
        self.others: list[Visitor] = []
        self.page = self.context.new_page()
        self.page.on("pageerror", lambda error: self.problems.append(str(error)))
        self.page.goto(address)
        expect(self.page.locator("body[data-ready]")).to_be_attached()

    def comes_as(self, title: str, channel: str | None = None) -> Visitor:
        """Choose who one is, and go to a channel."""
        self.page.get_by_label("You are").select_option(label=title)
        expect(self.page.get_by_test_id("announcer")).to_contain_text(f"You are now {title}.")
        return self.goes_to(channel) if channel else self

    def goes_to(self, place: str) -> Visitor:
        """Press a channel's name, or the bot's, in the list of places."""
        kind = "app-dm" if place == BOT else "channel"
        self.page.get_by_test_id(kind).filter(has_text=place).click()
        expect(self.page.get_by_test_id("channel-title")).to_contain_text(place)
        return self

    def with_another(self, title: str, channel: str) -> Visitor:
        """Somebody else, at a window of their own."""
        other = Visitor(self._browser, self._address, self._show)
        self.others.append(other)
        return other.comes_as(title, channel)

    def says(self, words: str) -> None:
        """Write in the conversation and send it."""
        composer = self.page.get_by_test_id("composer")
        composer.fill(words)
        composer.press("Enter")
        expect(composer).to_have_value("")

    def asks(self, question: str) -> None:
        """Ask the bot in a channel."""
        self.says(f"@{BOT} {question}")

    def asks_on(self, question: str) -> None:
        """Ask the bot in the thread that is open."""
        self.replies(f"@{BOT} {question}")

    def nominates(self, words: str, reason: str) -> None:
        """Nominate by command, with a measure that the words fit alone."""
        self.says(f"/nominate {words}")
        form = self.page.get_by_role("dialog", name=FORM)
        form.get_by_role("textbox", name="Why should the board look into it?").fill(reason)
        form.get_by_role("button", name="Nominate").click()
        expect(form).to_contain_text("Your nomination is stored")
        form.get_by_role("button", name="Close").last.click()

    def replies(self, words: str) -> None:
        """Write in the thread that is open and send it."""
        composer = self.page.get_by_test_id("thread-composer")
        composer.fill(words)
        composer.press("Enter")
        expect(composer).to_have_value("")

    @property
    def messages(self) -> Locator:
        """What the bot has said in the conversation."""
        return self.page.get_by_test_id("messages").locator("[data-author=app]")

    @property
    def answers(self) -> Locator:
        """What the bot has said in the thread that is open."""
        return self.page.get_by_test_id("thread-messages").locator("[data-author=app]")

    def shows(self, name: str = "") -> None:
        """This screen is worth a look."""
        self._show(self.page, name)

    def leaves(self) -> None:
        """Close the windows; an error of the page's own script fails here."""
        for other in self.others:
            other.leaves()
        self.context.close()
        assert self.problems == []
