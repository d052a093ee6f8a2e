"""The whole map from Slack to code on one screen, and from owed messages to words."""

from __future__ import annotations

import re
from collections.abc import Mapping

from slack_bolt import App

from handlers import asking, inbox, welcome
from handlers.context import Bot, changes, reads
from handlers.ids import Action, Command, pattern
from handlers.posting import Renderer
from handlers.views import answers, problems
from perfdata.store.outbox import Kind


def register(app: App, bot: Bot) -> None:
    """Connect everything that Slack can send to its handler. The first that matches is the only one that runs."""
    app.middleware(inbox.note(bot))

    app.event("app_mention")(inbox.answer_noted(bot))
    app.event("message")(inbox.answer_noted(bot))
    app.event("app_home_opened")(welcome.opened(bot))

    app.command(Command.MEASURE)(reads(bot, asking.measure_command))

    app.action(pattern(Action.CHOOSE))(changes(bot, asking.choose))
    app.action(pattern(Action.SHARE))(changes(bot, asking.share))
    app.action(pattern(Action.RECEIPT))(reads(bot, asking.receipt))

    # Whatever else Slack sends is acknowledged, or it would be sent again and again.
    app.event(re.compile(".*"))(inbox.ignore)


RENDERERS: Mapping[str, Renderer] = {
    Kind.ANSWER: answers.owed_reply,
    Kind.PROBLEM: problems.undelivered,
}
"""How each kind of owed message is put into words."""
