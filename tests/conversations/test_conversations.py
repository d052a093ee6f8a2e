"""Ten conversations of six turns, through the stand-in for Slack; the manual for members holds what was answered."""

from __future__ import annotations

import os
import re

from tests.conversations.page import PAGE, Conversation, conversations, page
from tests.slack.workspace import Slack

BROKEN = re.compile(r"\bNone\b|\bnan\b|-0\b|\b1 months\b|  |\.\.(?!\.)")


def test_the_manual_for_members_is_what_is_answered(slack: Slack) -> None:
    held = [(one, turns(slack, one)) for one in conversations()]
    assert len(held) == 10
    for conversation, answered in held:
        assert len(answered) == 6
        for said, words, _ in answered:
            assert not BROKEN.search(words), (conversation.title, said, words)
    written = page(held)
    if os.environ.get("WRITE_CONVERSATIONS"):
        PAGE.write_text(written, encoding="utf-8")
    assert written == PAGE.read_text(encoding="utf-8"), "make conversations writes it anew"
    slack.driver.settle()
    slack.driver.assert_clean()


def turns(slack: Slack, conversation: Conversation) -> list[tuple[str, str, list[str]]]:
    """Hold one conversation in a thread of its own: what was said, what was answered, and the buttons under it."""
    person = slack.as_person(conversation.who).in_dm()
    first = person.says(conversation.says[0]).sees_one_answer()
    found = [(conversation.says[0], first.text, first.buttons)]
    thread = person.in_thread(first)
    for words in conversation.says[1:]:
        answer = thread.says(words).sees_one_answer()
        found.append((words, answer.text, answer.buttons))
    return found
