"""Five surgeries from the alert to the end, through the stand-in for Slack; `docs/stories` holds what was seen."""

from __future__ import annotations

import os
import re
from collections.abc import Callable

import pytest

from tests.slack.workspace import Slack
from tests.stories import cabinet_led, collaborative, not_turned, scrutiny_led, working_group
from tests.stories.page import FOLDER, Page
from tests.stories.pictures import WRITING
from tests.stories.stage import Stage

STORIES = {story.NAME: story for story in (scrutiny_led, cabinet_led, collaborative, working_group, not_turned)}
ALWAYS = (scrutiny_led.NAME, not_turned.NAME)
"""Those that are played in every run; `make soak ARGS=marked` plays the others."""

BROKEN = re.compile(r"\bNone\b(?! (?:is|has|waits)\b)|\bnan\b|\b1 months\b|\b1 days\b|\.\.(?!\.)|“”| ,|StrEnum")


@pytest.mark.timeout(600)
@pytest.mark.parametrize(
    "name", [name if name in ALWAYS else pytest.param(name, marks=pytest.mark.soak) for name in STORIES]
)
def test_the_story_is_as_its_page_tells_it(
    name: str, story_slack: Slack, take: Callable[[str, str, str, str], None]
) -> None:
    story = STORIES[name]
    page = Page(story.TITLE, story.OPENING)
    stage = Stage(story_slack, page, story.MODEL, story.GROUP, take)
    story.play(stage)
    stage.ends()
    assert not (found := BROKEN.search(page.text)), page.text[found.start() - 200 : found.end() + 100]
    file = FOLDER / f"{name}.md"
    if os.environ.get(WRITING):
        file.write_text(page.text, encoding="utf-8")
    assert page.text == file.read_text(encoding="utf-8"), "make stories writes it anew"
    assert [name for name in page.pictures if not (FOLDER / f"{name}.png").exists()] == []
