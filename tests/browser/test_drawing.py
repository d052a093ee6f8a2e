"""Texts and blocks as the page draws them, without an app: its modules are called in the browser."""

from collections.abc import Iterator
from typing import Any

import pytest
from playwright.sync_api import Browser, Page, expect

from sandbox import Sandbox
from tests.sandbox.conftest import CHANNELS, PEOPLE, manifest

MRKDWN = """async (text) => {
  const { mrkdwn } = await import("/page/mrkdwn.js");
  const names = { me: "U00CHAIR", user: (id) => id.toLowerCase(), channel: (id) => id.toLowerCase() };
  const node = document.createElement("div");
  node.append(mrkdwn(text, names));
  return node.innerHTML;
}"""

BLOCKS = """async (blocks) => {
  const { renderBlocks } = await import("/page/blocks/index.js");
  const { surfaceFor } = await import("/page/surface.js");
  const node = document.createElement("div");
  node.append(renderBlocks(blocks, surfaceFor({ channel: "C00BOARD", ts: "1.2" })));
  return node.innerHTML;
}"""


@pytest.fixture(scope="module")
def open_page(browser: Browser) -> Iterator[Page]:
    """One page for all: drawing changes nothing in it."""
    with Sandbox(PEOPLE, CHANNELS, manifest()) as running:
        page = browser.new_page()
        page.goto(running.base_url)
        expect(page.locator("body[data-ready]")).to_be_attached()
        yield page
        page.close()


@pytest.mark.parametrize(
    ("text", "drawn"),
    [
        ("*bold* and _italic_ and ~gone~", "<strong>bold</strong> and <em>italic</em> and <s>gone</s>"),
        ("2*3*4 and snake_case_name", "2*3*4 and snake_case_name"),
        ("* not bold * nor *open", "* not bold * nor *open"),
        ("`*code*`", "<code>*code*</code>"),
        ("```\n*pre*\n```", '<pre tabindex="0">*pre*</pre>'),
        ("&lt;b&gt; &amp;amp; &lt;!channel&gt;", "&lt;b&gt; &amp;amp; &lt;!channel&gt;"),
        ("&gt; said\nthen", "<blockquote>said</blockquote>then"),
        ("one\ntwo", "one<br>two"),
        ("<@U00CLERK>", '<span class="mention" data-user="U00CLERK">@u00clerk</span>'),
        ("<@U00CHAIR>", '<span class="mention mine" data-user="U00CHAIR">@u00chair</span>'),
        ("<#C1|board>", '<span class="mention" data-channel="C1">#board</span>'),
        ("at 10:30:45 :recycle: :no_such:", "at 10:30:45 ♻️ :no_such:"),
        ("<javascript:alert(1)|press>", "press"),
    ],
)
def test_markup(open_page: Page, text: str, drawn: str) -> None:
    assert open_page.evaluate(MRKDWN, text) == drawn


def test_markup_never_makes_an_element_of_its_own(open_page: Page) -> None:
    shown = open_page.evaluate(MRKDWN, "<script>alert(1)</script> <img src=x onerror=alert(1)>")
    assert "<script" not in shown
    assert "<img" not in shown


def test_a_mention_of_everyone_is_a_badge_that_cannot_be_overlooked(open_page: Page) -> None:
    assert 'class="ping"' in open_page.evaluate(MRKDWN, "<!channel> hello")


@pytest.mark.parametrize(
    "block",
    [
        {"type": "hologram"},
        {"type": "actions", "elements": [{"type": "lever", "action_id": "a"}]},
        {"type": "data_visualization", "title": "Radar", "chart": {"type": "radar"}},
        {"type": "rich_text", "elements": [{"type": "rich_text_section", "elements": [{"type": "smell"}]}]},
    ],
)
def test_what_cannot_be_drawn_is_an_error_that_one_sees(open_page: Page, block: dict[str, Any]) -> None:
    assert 'data-testid="unknown-block"' in open_page.evaluate(BLOCKS, [block])


def test_a_block_of_the_wrong_shape_does_not_hide_the_others(open_page: Page) -> None:
    shown = open_page.evaluate(BLOCKS, [{"type": "table"}, {"type": "markdown", "text": "**kept**"}])
    assert "does not have the shape" in shown
    assert "<strong>kept</strong>" in shown


@pytest.mark.parametrize("kind", ["line", "bar", "area"])
def test_a_chart_has_an_axis_a_description_and_its_figures(open_page: Page, kind: str) -> None:
    points = [{"label": "Sep", "value": 44.0}, {"label": "Oct", "value": 44.3}]
    axis = {"categories": ["Sep", "Oct"], "x_label": "Month", "y_label": "Per cent"}
    chart = {"type": kind, "series": [{"name": "Recycled", "data": points}], "axis_config": axis}
    shown = open_page.evaluate(BLOCKS, [{"type": "data_visualization", "title": "Recycling", "chart": chart}])
    assert f"{kind.capitalize()} chart, Sep to Oct: Recycled from 44 to 44.3." in shown
    for words in ("Month", "Per cent", "Show the figures", '<td class="number">44.3</td>'):
        assert words in shown
