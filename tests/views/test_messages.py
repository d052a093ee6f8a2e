"""Messages keep Slack's limits, say when they are cut, and carry any text as text."""

from __future__ import annotations

import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from slack_bolt import BoltResponse

from handlers.menus import unfold
from handlers.references import MeasureRef, QueryRef, decode, encode
from handlers.typed import as_typed
from handlers.views import limits
from handlers.views.escaping import ELLIPSIS, clip, escape, unescape
from handlers.views.message import CUT_SHORT, Part, message
from handlers.views.parts import Bold, bullets, button, buttons, heading, modal, note, option, paragraph, quotation
from perfdata.errors import BadInput

ANY_TEXT = st.text(max_size=200)
HOSTILE = ("<!channel>", "<@U1>", "<https://x.example|y>", "*bold*", "_it_", "~no~", "`c`", ":fire:", "=1+1", "&lt;")
TEXT = st.one_of(ANY_TEXT, st.lists(st.sampled_from(HOSTILE)).map(" ".join))


def texts(block: Any) -> list[str]:
    """Every text in a block, however deep."""
    if isinstance(block, list):
        return [text for part in block for text in texts(part)]
    if isinstance(block, dict):
        own = [block["text"]] if isinstance(block.get("text"), str) else []
        return own + [text for key, part in block.items() if key != "text" or not own for text in texts(part)]
    return []


def kinds(block: Any) -> set[str]:
    """Every `type` in a block, however deep."""
    if isinstance(block, list):
        return {kind for part in block for kind in kinds(part)}
    if isinstance(block, dict):
        own = {block["type"]} if isinstance(block.get("type"), str) else set()
        return own | {kind for part in block.values() for kind in kinds(part)}
    return set()


@given(TEXT)
def test_escaping_comes_back_as_it_was_and_leaves_nothing_to_slack(text: str) -> None:
    escaped = escape(text)
    assert unescape(escaped) == text
    assert "<" not in escaped
    assert ">" not in escaped


@given(st.text(max_size=60), st.integers(min_value=len(ELLIPSIS), max_value=80))
def test_clipping_keeps_the_limit_and_says_so(text: str, limit: int) -> None:
    clipped = clip(text, limit)
    assert len(clipped) <= limit
    assert (clipped == text) or clipped.endswith(ELLIPSIS)
    assert clipped == text if len(text) <= limit else clipped != text


@given(TEXT)
def test_untrusted_text_is_never_mrkdwn_and_reaches_blocks_as_it_is(text: str) -> None:
    made = message(
        [
            heading(text),
            paragraph(Bold(text), " ", text),
            bullets([text]),
            quotation(text, text),
            note(text),
            buttons(button(text, "a", spoken=text)),
        ]
    )
    assert "mrkdwn" not in kinds(made["blocks"])
    shown = texts(made["blocks"])
    assert clip(text, limits.HEADER) in shown or not text
    assert text in shown or not text
    assert kinds(made["blocks"]) <= {
        *("header", "plain_text", "rich_text", "rich_text_section", "rich_text_list", "rich_text_quote", "text"),
        *("context", "actions", "button"),
    }
    assert unescape(made["text"]).startswith(text)


@given(st.lists(st.text(max_size=4_000), max_size=80))
def test_a_message_of_any_size_keeps_the_limits(paragraphs: list[str]) -> None:
    made = message([*map(paragraph, paragraphs), buttons(button("Press", "a"))])
    assert len(made["blocks"]) <= limits.BLOCKS_IN_MESSAGE
    assert len(json.dumps(made["blocks"], ensure_ascii=False, separators=(",", ":"))) <= limits.BLOCKS_AS_JSON + 2
    assert len(unescape(made["text"])) <= limits.MESSAGE_TEXT
    assert made["blocks"][-1]["type"] == "actions", "what can be pressed stays"
    if len(made["blocks"]) < len(paragraphs) + 1:
        assert CUT_SHORT in texts(made["blocks"])


def test_text_says_all_that_the_blocks_say() -> None:
    made = message([heading("Title"), paragraph("One."), bullets(["Two", (Bold("Three"), " four")]), note("Five.")])
    assert made["text"] == "Title\nOne.\n• Two\n• Three four\nFive."


def test_a_quotation_is_set_apart_with_who_said_it() -> None:
    part = quotation("Crews were short.", "Head of Highways, 20 November 2026")
    assert part.words == "“Crews were short.” (Head of Highways, 20 November 2026)"
    assert [one["type"] for one in part.block["elements"]] == ["rich_text_quote", "rich_text_section"]


def test_emoji_names_stay_words() -> None:
    part: Part
    for part in (heading(":fire:"), note(":fire:")):
        assert json.dumps(part.block).count('"emoji": false') == 1


def test_values_that_slack_would_refuse_are_refused_here() -> None:
    with pytest.raises(ValueError, match="does not fit"):
        button("x", "a", MeasureRef("m" * limits.BUTTON_VALUE))
    with pytest.raises(ValueError, match="does not fit"):
        option("x", "v" * (limits.OPTION_VALUE + 1))


def test_titles_of_forms_keep_their_limits() -> None:
    view = modal("A title far longer than Slack's twenty-four", [], submit="A label far longer than twenty-four")
    assert len(view["title"]["text"]) <= limits.MODAL_TITLE
    assert len(view["submit"]["text"]) <= limits.MODAL_BUTTON


@given(TEXT, TEXT)
def test_references_come_back_as_they_were(measure: str, board: str) -> None:
    assert decode(MeasureRef, encode(MeasureRef(measure, board))) == MeasureRef(measure, board)


@pytest.mark.parametrize("value", ["", "{}", "[]", "null", '{"query": 1}', "not json", '{"nomination": "x"}'])
def test_a_reference_that_cannot_be_read_is_refused_with_a_sentence(value: str) -> None:
    with pytest.raises(BadInput, match="no longer works"):
        decode(QueryRef, value)


@pytest.mark.parametrize(
    ("sent", "typed"),
    [
        ("<@UBOT> how are the bins?", "how are the bins?"),
        ("how are the bins, <@UBOT>?", "how are the bins, ?"),
        ("ask <@U2>", "ask @U2"),
        ("in <#C1|scrutiny-housing>", "in scrutiny-housing"),
        ("see <https://council.example|the site>", "see the site"),
        ("see <https://council.example>", "see https://council.example"),
        ("fly &amp; tip &lt; 5", "fly & tip < 5"),
        ("&amp;lt;", "&lt;"),
        ("  many \n lines ", "many lines"),
        ("<@UBOT>", ""),
    ],
)
def test_what_slack_sends_is_read_as_it_was_typed(sent: str, typed: str) -> None:
    assert as_typed(sent, "UBOT") == typed


def test_a_row_has_five_elements_and_its_menu_carries_what_the_buttons_would() -> None:
    made = [button(f"Press {number}", f"watch:{number}", MeasureRef(f"ENV-{number:03}")) for number in range(7)]
    row = buttons(*made).block["elements"]
    assert row[:4] == made[:4]
    assert [one["text"]["text"] for one in row[4]["options"]] == ["Press 4", "Press 5", "Press 6"]
    for one, option_ in zip(made[4:], row[4]["options"], strict=True):
        body = {"actions": [{"action_id": row[4]["action_id"], "type": "overflow", "selected_option": option_}]}
        unfold(body, lambda: BoltResponse(status=200))
        [pressed] = body["actions"]
        assert (pressed["action_id"], pressed["value"]) == (one["action_id"], one["value"])
    assert buttons(*made[:5]).block["elements"] == made[:5]


def test_what_fits_into_no_menu_is_not_left_out() -> None:
    long = [button("Press", f"choose:{number}", QueryRef({"words": "x" * 150})) for number in range(6)]
    assert buttons(*long).block["elements"] == long
