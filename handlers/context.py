"""What every handler is given: the bot's parts, who is there and where, and a transaction of its own.

    app.command(Command.NOMINATE)(reads(bot, nominations.open_form))

A handler is a function from an `Interaction` to a `Reply` or nothing. It runs inside one transaction, opened here and
not in middleware, which cannot wrap a handler. The reply is shown when the transaction has been committed; whatever
is raised rolls it back and is shown as `handlers/problems.py` says.
"""

from __future__ import annotations

import logging
import re
from collections.abc import Callable, Mapping
from contextlib import AbstractContextManager
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from typing import TYPE_CHECKING, Any

from slack_bolt import Ack, BoltContext, Respond
from slack_sdk import WebClient
from sqlalchemy.orm import Session

from handlers import problems
from handlers.downloads import SlackFiles
from handlers.references import R, decode
from handlers.replies import Mistakes, Open, Options, Publish, Renew, Replace, Reply, Show
from handlers.views.problems import WITHHELD
from perfdata.asking.guard import NotInTheRecord
from perfdata.care import Channel
from perfdata.council import Council
from perfdata.people import Person
from perfdata.permissions import Place, PlaceKind
from perfdata.snapshot import Snapshot, Snapshots
from perfdata.store import outbox
from perfdata.store.database import Database
from perfdata.store.sending import Claim
from perfdata.visibility import seen_by

if TYPE_CHECKING:
    from perfdata.asking import Asking

logger = logging.getLogger(__name__)

Body = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Bot:
    """The parts of a running bot.

    `holder` names this process in leases, which last for `lease`. After a commit, `wake` tells delivery that something
    is owed, and `hand_over` gives it what was owed and claimed at once; before the commit, `prepare` has that put into
    words. `files` fetches what people sent; `look_at` says how a channel is just now, None where Slack does not say.
    `now` gives the moment in UTC from the real clock, `today` the date to judge figures at, which may be fixed.
    """

    database: Database
    council: Council
    snapshots: Snapshots
    asking: Asking
    holder: str
    lease: timedelta
    now: Callable[[], datetime]
    today: Callable[[], date]
    files: SlackFiles
    look_at: Callable[[str], Channel | None]
    wake: Callable[[], None]
    prepare: Callable[[Claim], None]
    hand_over: Callable[[Claim], None]


@dataclass(frozen=True, slots=True)
class Interaction:
    """One command, press, submission or search, with everything that a handler may need.

    `session` is open until the handler returns. `snapshot` is what this person may see here. `place` is where it
    happened; in a modal there is no channel, and
    `place` is one where only this person reads. `body` is what Slack sent.
    """

    bot: Bot
    session: Session
    snapshot: Snapshot
    person: Person
    place: Place
    now: datetime
    body: Body

    @property
    def today(self) -> date:
        """The date that figures are judged at."""
        return self.snapshot.today

    @property
    def privately(self) -> Place:
        """The same place, for what only this person gets to see."""
        return self.place if self.place.kind is PlaceKind.DIRECT else replace(self.place, kind=PlaceKind.EPHEMERAL)

    @property
    def on_home(self) -> bool:
        """Whether what was pressed stands on the person's Home."""
        return bool(self.body.get("view", {}).get("type") == "home")

    @property
    def words(self) -> str:
        """What was typed: after a command, or into a select with search; else blank."""
        return str(self.body.get("text") or self.body.get("value") or "").strip()

    @property
    def message_ts(self) -> str:
        """The message that was pressed on; blank elsewhere."""
        return str(self.body.get("message", {}).get("ts") or self.body.get("container", {}).get("message_ts") or "")

    @property
    def thread_ts(self) -> str:
        """The thread that a reply to the message pressed on belongs in."""
        return str(self.body.get("message", {}).get("thread_ts") or self.message_ts)

    def pressed(self, kind: type[R]) -> R:
        """The reference that the button or the chosen option carried. Raises BadInput when it has none of that kind."""
        return decode(kind, carried(self.body))

    def about(self, kind: type[R]) -> R:
        """The reference that the submitted modal carried. Raises BadInput when it carries none of that kind."""
        return decode(kind, self.body.get("view", {}).get("private_metadata") or "")

    def entered(self, block_id: str, action_id: str) -> str:
        """What stands in a form's field: text, a day, a time, or the chosen option's value; blank when nothing does."""
        field = self._values.get(self.block(block_id), {}).get(action_id, {})
        chosen = field.get("selected_option") or {}
        given = (chosen.get("value"), field.get("selected_date"), field.get("selected_time"), field.get("value"))
        return next((str(one).strip() for one in given if one), "")

    def ticked(self, block_id: str, action_id: str) -> frozenset[str]:
        """The values that are ticked in a form's boxes, which may stand in several blocks of that id, numbered."""
        return frozenset(
            str(option["value"])
            for block, fields in self._values.items()
            if block.partition(":")[0] == block_id
            for option in fields.get(action_id, {}).get("selected_options") or ()
        )

    def block(self, block_id: str) -> str:
        """The id that the first such field of the form has: a form that comes back blank numbers its fields anew."""
        return next((one for one in self._values if one.partition(":")[0] == block_id), block_id)

    @property
    def _values(self) -> Body:
        values: Body = self.body.get("view", {}).get("state", {}).get("values", {})
        return values


def carried(body: Body) -> str:
    """The text that the button or the option carried that was pressed; blank when nothing was."""
    pressed = (body.get("actions") or [{}])[0]
    return str(pressed.get("value") or (pressed.get("selected_option") or {}).get("value") or "")


Handler = Callable[[Interaction], Reply | None]
Listener = Callable[..., None]


def reads(bot: Bot, handler: Handler) -> Listener:
    """A Bolt listener round a handler that changes nothing. It never waits for a writer."""
    return _listener(bot, handler, bot.database.reading)


def changes(bot: Bot, handler: Handler) -> Listener:
    """A Bolt listener round a handler that changes something: all of it is committed, or nothing is."""
    return _listener(bot, handler, bot.database.transaction)


def _listener(bot: Bot, handler: Handler, transaction: Callable[[], AbstractContextManager[Session]]) -> Listener:
    # Bolt injects by parameter name.
    def listen(ack: Ack, body: dict[str, Any], context: BoltContext, respond: Respond, client: WebClient) -> None:
        if not _answers_in_ack(body):
            ack()
        reply: Reply | None
        try:
            with transaction() as session:
                reply = handler(_interaction(bot, session, body, context))
            bot.wake()
        except Exception as error:
            reply = problems.reply(error, body)
            if isinstance(error, NotInTheRecord):
                _tell_of(bot, error, context.channel_id or "")
        try:
            _show(reply, ack, body, respond, client)
        except Exception as error:
            _excuse(error, respond)

    listen.__name__ = handler.__name__
    return listen


def _tell_of(bot: Bot, error: NotInTheRecord, channel_id: str) -> None:
    """Owe the Performance Team a word on a private answer that the guard held back."""
    with bot.database.transaction() as session:
        outbox.owe(
            session,
            key=f"problem:withheld:{error.reference}",
            team_id=bot.council.team_id,
            channel_id=bot.council.performance_channel,
            kind=outbox.Kind.PROBLEM,
            payload={
                "key": error.reference,
                "kind": str(outbox.Kind.ANSWER),
                "channel_id": channel_id,
                "state": WITHHELD,
                "problem": f"It would have said {', '.join(error.strays)}, which its record does not hold.",
            },
            now=bot.now(),
        )
    bot.wake()


def _interaction(bot: Bot, session: Session, body: Body, context: BoltContext) -> Interaction:
    snapshot = bot.snapshots.current(session, bot.today())
    channel_id = context.channel_id or ""
    place = Place(PlaceKind.EPHEMERAL)
    if channel_id:
        place = snapshot.place(channel_id, direct=is_direct(channel_id))
    person = snapshot.person(context.team_id or "", context.user_id or "")
    return Interaction(
        bot=bot,
        session=session,
        snapshot=seen_by(snapshot, person, place),
        person=person,
        place=place,
        now=bot.now(),
        body=body,
    )


def is_direct(channel_id: str) -> bool:
    """Whether a channel's id is that of a conversation between one person and the bot."""
    return re.match(r"D[A-Z0-9]+$", channel_id) is not None


def _answers_in_ack(body: Body) -> bool:
    """Commands, submissions and searches are answered in the acknowledgement; presses are acknowledged at once."""
    return "command" in body or body.get("type") in ("view_submission", "block_suggestion")


def _excuse(error: Exception, respond: Respond) -> None:
    """The change was made, but what came of it could not be shown, as when a form is opened too late."""
    said = problems.problem_message(error)
    try:
        respond(**said, response_type="ephemeral", replace_original=False)
    except Exception:
        # In a form there is nowhere else to say it; the log has both.
        logger.exception("nor could that be told")


def _show(reply: Reply | None, ack: Ack, body: Body, respond: Respond, client: WebClient) -> None:
    answers_in_ack = _answers_in_ack(body)
    match reply:
        case Show(message, in_place):
            if "command" in body:
                ack(response_type="ephemeral", **message)
            else:
                thread_ts = body.get("message", {}).get("thread_ts") or body.get("container", {}).get("thread_ts")
                respond(**message, response_type="ephemeral", replace_original=in_place, thread_ts=thread_ts)
        case Open(view):
            if answers_in_ack:
                ack()
            client.views_open(trigger_id=body["trigger_id"], view=view)
        case Renew(view):
            client.views_update(view_id=body["view"]["id"], hash=body["view"]["hash"], view=view)
        case Publish(view):
            client.views_publish(user_id=body["user"]["id"], view=view)
        case Replace(view):
            ack(response_action="update", view=view)
        case Mistakes(sentences):
            ack(response_action="errors", errors=dict(sentences))
        case Options(options):
            ack(options=list(options))
        case None if answers_in_ack:
            ack()
        case None:
            pass
