"""Every id that goes to Slack and comes back, declared once. What a button carries beside its id: see `references`."""

from __future__ import annotations

import re
from enum import StrEnum


class Command(StrEnum):
    """Slash commands, as the manifest declares them."""

    MEASURE = "/measure"
    NOMINATE = "/nominate"
    SURGERY = "/surgery"
    WATCH = "/watch"
    BOARD = "/board"
    ACTIONS = "/actions"


class Shortcut(StrEnum):
    """Message shortcuts, by the callback ids that the manifest declares."""

    NOMINATE = "nominate_message"


class Action(StrEnum):
    """Buttons, selects and other elements that send something when they are used."""

    CHOOSE = "choose"
    RECEIPT = "receipt"
    SHARE = "share"
    NOMINATE = "nominate"
    SECOND = "second"
    SECOND_WHY = "second_why"
    SHOW = "show"
    MEASURE = "measure"
    BOARD = "board"
    REASON = "reason"
    OUTCOME = "outcome"
    HEARD = "heard"
    SOURCE = "source"
    LOAD = "load"
    SHOW_ALL = "show_all"
    CHART = "chart"
    ALERT_ITEM = "item"
    FIGURES = "figures"
    MORE = "more"
    ASK_TEAM = "ask_team"
    ASK_SERVICE = "ask_service"
    ANSWER_QUESTION = "answer_question"
    NAME_DAY = "name_day"
    COMMENT = "comment"
    PERIOD = "period"
    MERGE_QUESTION = "merge_question"
    REPLY_TO = "reply_to"
    REPLY = "reply"
    FEEDBACK = "feedback"
    TEACH = "teach"
    TAUGHT = "taught"
    TAUGHT_MEASURE = "taught_measure"
    UNTEACH = "unteach"
    WORDS = "words"
    WATCH = "watch"
    WATCHES = "watches"
    UNWATCH = "unwatch"
    MUTE = "mute"
    UNMUTE = "unmute"
    UNTIL = "until"
    BOARD_WATCH = "board_watch"
    BOARD_UNWATCH = "board_unwatch"
    DECIDE = "decide"
    MOVE = "move"
    INTO = "into"
    ROOM = "room"
    SCHEDULE = "schedule"
    DAY = "day"
    TIME = "time"
    PLACE = "place"
    INVITE = "invite"
    ROLE = "role"
    OWNER_ROLE = "owner_role"
    ANSWER_INVITATION = "answer_invitation"
    CONTRIBUTE = "contribute"
    KIND = "kind"
    ATTENDANCE = "attendance"
    HOLD = "hold"
    AGREE = "agree"
    EFFECT = "effect"
    EVIDENCE = "evidence"
    EXPLAIN = "explain"
    FOLLOW_UP = "follow_up"
    END_SURGERY = "end_surgery"
    PAPER = "paper"
    REPORT = "report"
    PICK_BOARD = "pick_board"
    RECOMMEND = "recommend"
    RECEIVED = "received"
    RESPOND = "respond"
    ROUND = "round"


class Callback(StrEnum):
    """Modals that are submitted."""

    NOMINATE = "nominate_form"
    SECOND = "second_form"
    REPLY = "reply_form"
    ASK_SERVICE = "ask_service_form"
    ANSWER_QUESTION = "answer_question_form"
    NAME_DAY = "name_day_form"
    COMMENT = "comment_form"
    MERGE_QUESTION = "merge_question_form"
    FEEDBACK = "feedback_form"
    TEACH = "teach_form"
    TAUGHT = "taught_form"
    MUTE = "mute_form"
    BOARD_WATCH = "board_watch_form"
    DECIDE = "decide_form"
    SCHEDULE = "schedule_form"
    INVITE = "invite_form"
    CONTRIBUTE = "contribute_form"
    ATTENDANCE = "attendance_form"
    AGREE = "agree_form"
    END_SURGERY = "end_surgery_form"
    REPORT = "report_form"
    RECOMMEND = "recommend_form"
    RECEIVED = "received_form"
    RESPOND = "respond_form"
    ROUND = "round_form"


class BlockId(StrEnum):
    """Input blocks in modals, by which mistakes are pointed out."""

    MEASURE = "measure"
    BOARD = "board"
    REASON = "reason"
    OUTCOME = "outcome"
    HEARD = "heard"
    SOURCE = "source"
    UNTIL = "until"
    REPLY = "reply"
    MOVE = "move"
    INTO = "into"
    ROOM = "room"
    DAY = "day"
    TIME = "time"
    PLACE = "place"
    ROLE = "role"
    KIND = "kind"
    WORDS = "words"
    PERIOD = "period"
    ATTENDANCE = "attendance"
    EFFECT = "effect"
    EVIDENCE = "evidence"


def numbered(action: Action, number: int) -> str:
    """The id of one of several like elements in a message: Slack wants ids in one block to differ."""
    return f"{action}:{number}"


def numbered_block(block_id: BlockId, number: int) -> str:
    """The id of one of several like fields in a form; the first has the id itself."""
    return f"{block_id}:{number}" if number else str(block_id)


def pattern(action: Action) -> re.Pattern[str]:
    """What a listener matches: the action, numbered or not."""
    return re.compile(rf"^{re.escape(action)}(:\d+)?$")
