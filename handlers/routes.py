"""The whole map from Slack to code on one screen, and from owed messages to words."""

from __future__ import annotations

import re
from collections.abc import Mapping

from slack_bolt import App

from handlers import (
    action_plans,
    alerts,
    asking,
    backlog,
    boards,
    charts,
    home,
    inbox,
    loading,
    menus,
    nominations,
    owners_words,
    recommendations,
    rounds,
    service_questions,
    surgeries,
    teaching,
    threads,
    watches,
    welcome,
)
from handlers.alert_menu import ItemMove
from handlers.context import Bot, changes, reads
from handlers.drafts import Renderer
from handlers.ids import Action, Callback, Command, Shortcut, pattern
from handlers.views import action_plans as action_views
from handlers.views import addenda, answers, corrections, decisions, problems, reminders, surgery_news
from handlers.views import alerts as alert_views
from handlers.views import backlog as backlog_views
from handlers.views import charts as chart_views
from handlers.views import documents as document_views
from handlers.views import loading as loading_views
from handlers.views import nominations as nomination_views
from handlers.views import owners_words as words_views
from handlers.views import recommendations as recommendation_views
from handlers.views import rounds as round_views
from handlers.views import service_questions as question_views
from handlers.views import teaching as teaching_views
from handlers.views import threads as thread_views
from handlers.views import watches as watch_views
from handlers.views import welcome as welcome_views
from perfdata.store.outbox import Kind


def register(app: App, bot: Bot) -> None:
    """Connect everything that Slack can send to its handler. The first that matches is the only one that runs."""
    app.middleware(inbox.note(bot))
    app.middleware(threads.listen(bot))
    app.middleware(menus.unfold)

    app.event("app_mention")(inbox.answer_noted(bot))
    app.event("message")(inbox.answer_noted(bot))
    app.event("app_home_opened", matchers=[home.is_home])(home.opened(bot))
    app.event("app_home_opened")(welcome.opened(bot))

    app.command(Command.MEASURE)(reads(bot, asking.measure_command))

    app.action(pattern(Action.CHOOSE))(changes(bot, asking.choose))
    app.action(pattern(Action.SHARE))(changes(bot, asking.share))
    app.action(pattern(Action.SHOW))(reads(bot, asking.show))
    app.action(pattern(Action.EXPLAIN))(reads(bot, asking.explain))
    app.action(pattern(Action.RECEIPT))(reads(bot, asking.receipt))

    app.action(pattern(Action.CHART))(changes(bot, charts.picture))
    app.action(pattern(Action.FIGURES))(changes(bot, charts.figures))

    for move, listener in (
        (ItemMove.SHOW, changes(bot, charts.picture)),
        (ItemMove.ASK, reads(bot, service_questions.open_form)),
        (ItemMove.NOMINATE, reads(bot, nominations.open_for_measure)),
        (ItemMove.WATCH, changes(bot, watches.press)),
        (ItemMove.WHY, reads(bot, alerts.why)),
    ):
        app.action(pattern(Action.ALERT_ITEM), matchers=[alerts.chose(move)])(listener)

    app.command(Command.NOMINATE)(reads(bot, nominations.open_form))
    app.command(Command.SURGERY)(reads(bot, surgeries.surgery_command))
    app.action(pattern(Action.NOMINATE))(reads(bot, nominations.open_for_measure))
    app.message_shortcut(Shortcut.NOMINATE)(reads(bot, nominations.open_for_message))
    app.action(pattern(Action.SECOND))(changes(bot, nominations.second))
    app.action(pattern(Action.SECOND_WHY))(reads(bot, nominations.open_second))
    app.view(Callback.SECOND)(changes(bot, nominations.submit_second))
    app.options(Action.MEASURE)(reads(bot, nominations.measure_options))
    app.view(Callback.NOMINATE)(changes(bot, nominations.submit))

    app.action(pattern(Action.ASK_TEAM))(changes(bot, backlog.ask))
    app.action(pattern(Action.REPLY_TO))(reads(bot, backlog.open_reply))
    app.view(Callback.REPLY)(changes(bot, backlog.submit_reply))
    app.action(pattern(Action.FEEDBACK))(changes(bot, backlog.feedback))
    app.view(Callback.FEEDBACK)(changes(bot, backlog.submit_feedback))

    app.action(pattern(Action.ASK_SERVICE))(reads(bot, service_questions.open_form))
    app.view(Callback.ASK_SERVICE)(changes(bot, service_questions.submit))
    app.action(pattern(Action.ANSWER_QUESTION))(reads(bot, service_questions.open_answer))
    app.view(Callback.ANSWER_QUESTION)(changes(bot, service_questions.submit_answer))
    app.action(pattern(Action.NAME_DAY))(reads(bot, service_questions.open_day))
    app.view(Callback.NAME_DAY)(changes(bot, service_questions.submit_day))
    app.action(pattern(Action.MERGE_QUESTION))(reads(bot, service_questions.open_merge))
    app.view(Callback.MERGE_QUESTION)(changes(bot, service_questions.submit_merge))

    app.action(pattern(Action.COMMENT))(reads(bot, owners_words.open_form))
    app.view(Callback.COMMENT)(changes(bot, owners_words.submit))

    app.action(pattern(Action.TEACH))(reads(bot, teaching.open_form))
    app.options(Action.TAUGHT_MEASURE)(reads(bot, teaching.measure_options))
    app.view(Callback.TEACH)(reads(bot, teaching.submit_form))
    app.view(Callback.TAUGHT)(changes(bot, teaching.submit))
    app.action(pattern(Action.TAUGHT))(reads(bot, teaching.show))
    app.action(pattern(Action.UNTEACH))(changes(bot, teaching.remove))

    app.command(Command.WATCH)(changes(bot, watches.watch_command))
    app.action(pattern(Action.WATCH))(changes(bot, watches.press))
    app.action(pattern(Action.WATCHES))(reads(bot, watches.show))
    app.action(pattern(Action.UNWATCH))(changes(bot, watches.stop))
    app.action(pattern(Action.MUTE))(reads(bot, watches.open_mute))
    app.action(pattern(Action.UNMUTE))(changes(bot, watches.unmute))
    app.view(Callback.MUTE)(changes(bot, watches.submit_mute))
    app.action(pattern(Action.BOARD_WATCH))(reads(bot, watches.open_board_form))
    app.action(pattern(Action.BOARD_UNWATCH))(changes(bot, watches.stop_for_board))
    app.view(Callback.BOARD_WATCH)(changes(bot, watches.submit_board_watch))

    app.command(Command.BOARD)(reads(bot, boards.board_command))
    app.action(pattern(Action.PICK_BOARD))(reads(bot, boards.pick_board))
    app.action(pattern(Action.DECIDE))(reads(bot, boards.open_decide_form))
    app.view(Callback.DECIDE)(changes(bot, boards.submit_decide))

    app.action(pattern(Action.SCHEDULE))(reads(bot, surgeries.open_schedule))
    app.view(Callback.SCHEDULE)(changes(bot, surgeries.submit_schedule))
    app.action(pattern(Action.INVITE))(reads(bot, surgeries.open_invite))
    app.view(Callback.INVITE)(changes(bot, surgeries.submit_invite))
    app.action(pattern(Action.ANSWER_INVITATION))(changes(bot, surgeries.answer_invitation))
    app.action(pattern(Action.CONTRIBUTE))(reads(bot, surgeries.open_contribute))
    app.view(Callback.CONTRIBUTE)(changes(bot, surgeries.submit_contribute))
    app.action(pattern(Action.ATTENDANCE))(reads(bot, surgeries.open_attendance))
    app.view(Callback.ATTENDANCE)(changes(bot, surgeries.submit_attendance))
    app.action(pattern(Action.PAPER))(changes(bot, surgeries.hand_over))
    app.action(pattern(Action.HOLD))(changes(bot, surgeries.hold))
    app.action(pattern(Action.AGREE))(reads(bot, surgeries.open_agree))
    app.options(Action.OWNER_ROLE)(reads(bot, surgeries.owner_options))
    app.view(Callback.AGREE)(changes(bot, surgeries.submit_agree))
    app.action(pattern(Action.FOLLOW_UP))(changes(bot, surgeries.follow_up))
    app.action(pattern(Action.END_SURGERY))(reads(bot, surgeries.open_end))
    app.view(Callback.END_SURGERY)(changes(bot, surgeries.submit_end))

    app.action(pattern(Action.RECOMMEND))(reads(bot, recommendations.open_form))
    app.view(Callback.RECOMMEND)(changes(bot, recommendations.submit))
    app.action(pattern(Action.RECEIVED))(reads(bot, recommendations.open_received))
    app.view(Callback.RECEIVED)(changes(bot, recommendations.submit_received))
    app.action(pattern(Action.RESPOND))(reads(bot, recommendations.open_respond))
    app.view(Callback.RESPOND)(changes(bot, recommendations.submit_respond))

    app.command(Command.ACTIONS)(reads(bot, action_plans.actions_command))
    app.action(pattern(Action.REPORT))(reads(bot, action_plans.open_report))
    app.view(Callback.REPORT)(changes(bot, action_plans.submit_report))

    app.action(pattern(Action.LOAD))(inbox.then_resume(bot, changes(bot, loading.press)))
    app.action(pattern(Action.SHOW_ALL))(reads(bot, loading.show_all))

    app.action(pattern(Action.ROUND))(reads(bot, rounds.open_form))
    app.view(Callback.ROUND)(changes(bot, rounds.submit))

    # Whatever else Slack sends is acknowledged, or it would be sent again and again.
    app.event(re.compile(".*"))(inbox.ignore)


RENDERERS: Mapping[str, Renderer] = {
    Kind.ANSWER: answers.owed_reply,
    Kind.FOLLOWING: thread_views.owed_following,
    Kind.CHART: chart_views.owed_chart,
    Kind.ALERT: alert_views.owed_alert,
    Kind.ALERT_REST: alert_views.owed_rest,
    Kind.ADDENDUM: addenda.owed_addendum,
    Kind.ALERT_PREVIEW: alert_views.owed_alert,
    Kind.ALERT_WHY: round_views.owed_why,
    Kind.ROUND: round_views.owed_news,
    Kind.NOMINATION: nomination_views.owed_nomination,
    Kind.SECOND: nomination_views.owed_second,
    Kind.DECISION: decisions.owed_decision,
    Kind.SURGERY: surgery_news.owed_surgery,
    Kind.DOCUMENT: document_views.owed_document,
    Kind.PAPERS: document_views.owed_papers,
    Kind.ACTION: action_views.owed_action,
    Kind.HANDED_OVER: surgery_news.owed_handed_over,
    Kind.RECOMMENDATION: recommendation_views.owed_recommendation,
    Kind.REMINDERS: reminders.owed_reminders,
    Kind.FILES: loading_views.owed_report,
    Kind.CORRECTION: corrections.owed_correction,
    Kind.WATCHES: watch_views.owed_news,
    Kind.BOARD_WATCH: watch_views.owed_board_watch,
    Kind.BACKLOG: backlog_views.owed_question,
    Kind.BACKLOG_REPLY: backlog_views.owed_reply,
    Kind.COMMENT: words_views.owed_comment,
    Kind.SERVICE_QUESTION: question_views.owed_question,
    Kind.MISSED: teaching_views.owed_list,
    Kind.TOUR: welcome_views.owed_tour,
    Kind.PROBLEM: problems.undelivered,
}
"""How each kind of owed message is put into words."""
