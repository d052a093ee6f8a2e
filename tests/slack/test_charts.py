"""“Show me” and “The figures”: the picture in the answer's thread, once; the table; what one person sees alone."""

from __future__ import annotations

from tests.slack.workspace import Slack

CHAIR, MEMBER = "Chair, Climate", "Councillor 8"
QUESTION = "how are missed collections doing?"
FINDING = (
    "Missed collections per 100,000 scheduled collections: a real change for the worse since June 2026; off target"
)


def test_show_me_puts_the_picture_into_the_thread_once(slack: Slack) -> None:
    chair = slack.as_person(CHAIR).in_channel(slack.channel("ENV"))
    answer = chair.says(f"@Scrutineer {QUESTION}").sees_one_answer()
    shown = chair.presses("Show me", on=answer).sees_one_answer(seconds=60)
    assert shown.thread_ts == answer.thread_ts
    (image,) = [block for block in shown.blocks if block["type"] == "image"]
    assert image["alt_text"].startswith(FINDING)
    assert shown.text.startswith(image["alt_text"])
    file = slack.sandbox.workspace.files[image["slack_file"]["id"]]
    assert (file.content or b"").startswith(b"\x89PNG")
    assert image["alt_text"].startswith(file.alt_txt.partition("…")[0])
    member = slack.as_person(MEMBER).in_channel(slack.channel("ENV"))
    assert member.presses("Show me", on=answer).sees_one_answer().text == "That is in this thread already."
    table = chair.presses("The figures", on=shown).sees_one_answer()
    assert table.thread_ts == answer.thread_ts
    assert "Oct 2026: 83.7 per 100,000, 55.0 per 100,000, off target" in table.text
    assert [block["type"] for block in table.blocks] == ["rich_text", "data_table"]
    slack.driver.assert_clean()


def test_what_is_answered_to_one_person_is_shown_to_that_person(slack: Slack) -> None:
    chair = slack.as_person(CHAIR).in_channel(slack.channel("ENV")).commands("/measure", "missed collections")
    alone = chair.sees_one_answer()
    assert alone.buttons == [
        "What does this mean?",
        "Share in this channel",
        "Show me",
        "The figures",
        "Where is this from?",
        "Nominate",
        "Ask the service",
        "Watch",
    ]
    for name, kind in (("Show me", "data_visualization"), ("The figures", "data_table")):
        shown = chair.in_channel(slack.channel("ENV")).presses(name, on=alone).sees_one_answer()
        assert shown.only_for_me
        assert kind in [block["type"] for block in shown.blocks]
    assert slack.as_person(MEMBER).in_channel(slack.channel("ENV")).sees_messages() == []
    slack.driver.assert_clean()
