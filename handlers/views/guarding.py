"""The last look at a message before it leaves: it says no numeral that its record does not hold."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from handlers.views.escaping import unescape
from handlers.views.message import Message
from perfdata.alerts.alert import Alert
from perfdata.alerts.record import quoted_in, record_of
from perfdata.asking.guard import NotInTheRecord, strays, unheld
from perfdata.asking.replies import Reply


def guarded(said: Reply, message: Message) -> Message:
    """The message as it is. Raises NotInTheRecord when its text or its blocks say more than the reply holds."""
    return _checked(message, strays(said, texts_of(message)))


def guarded_alert(alert: Alert, message: Message) -> Message:
    """The same for an alert, whose record is its frozen facts."""
    return _checked(message, unheld(texts_of(message), record_of(alert), quoted_in(alert)))


def guarded_facts(message: Message, record: Iterable[str], quoted: Iterable[str]) -> Message:
    """The same for a message on frozen facts that has a record of its own; `quoted` are people's own words in it."""
    return _checked(message, unheld(texts_of(message), record, quoted))


def texts_of(message: Message) -> list[str]:
    """All that a message says: its text, and every text in its blocks outside quotations."""
    found = [unescape(message["text"])]
    _gather(message["blocks"], found)
    return found


def _gather(part: Any, found: list[str]) -> None:
    if isinstance(part, dict):
        if part.get("type") == "rich_text_quote":
            return
        if isinstance(text := part.get("text"), str):
            found.append(text)
        part = part.values()
    for one in part:
        if isinstance(one, (dict, list)):
            _gather(one, found)


def _checked(message: Message, found: frozenset[str]) -> Message:
    if found:
        raise NotInTheRecord(found, message["text"])
    return message
