"""A small language for saying what a JSON value must look like; each check yields Slack's own kind of sentence.

A check takes a value and where it stands (a JSON pointer) and yields one sentence for each fault. Unknown
properties are faults: Slack answers "invalid additional property" (grafana/oncall PR 702 shows one).
"""

from collections.abc import Callable, Iterator, Mapping
from typing import Any

Faults = Iterator[str]
Check = Callable[[Any, str], Faults]
Checks = Mapping[str, Check]


def size(text: str) -> int:
    """Length in UTF-16 units. Stricter: the documentation says "characters" and does not say which."""
    return len(text) if text.isascii() else len(text.encode("utf-16-le")) // 2


def string(most: int, least: int = 1) -> Check:
    """A string of that many characters."""

    def check(value: Any, at: str) -> Faults:
        if not isinstance(value, str):
            yield f"must be a string [json-pointer:{at}]"
        elif (length := size(value)) > most:
            yield f"must be less than {most + 1} characters [json-pointer:{at}]"
        elif length < least:
            yield f"must be more than {least - 1} characters [json-pointer:{at}]"

    return check


def number(least: float, most: float, *, whole: bool = True) -> Check:
    """A number in that range."""

    def check(value: Any, at: str) -> Faults:
        kinds = (int,) if whole else (int, float)
        if not isinstance(value, kinds) or isinstance(value, bool):
            yield f"must be {'an integer' if whole else 'a number'} [json-pointer:{at}]"
        elif not least <= value <= most:
            yield f"must be between {least} and {most} [json-pointer:{at}]"

    return check


def flag(value: Any, at: str) -> Faults:
    """True or false."""
    if not isinstance(value, bool):
        yield f"must be a boolean [json-pointer:{at}]"


def anything(value: Any, at: str) -> Faults:
    """Not looked at."""
    yield from ()


def choice(*allowed: str) -> Check:
    """One of a few words."""

    def check(value: Any, at: str) -> Faults:
        if value not in allowed:
            yield f"must be one of: {', '.join(allowed)} [json-pointer:{at}]"

    return check


def items(each: Check, most: int, least: int = 1) -> Check:
    """A list of that many."""

    def check(value: Any, at: str) -> Faults:
        if not isinstance(value, list):
            yield f"must be an array [json-pointer:{at}]"
            return
        if len(value) > most:
            yield f"no more than {most} items allowed [json-pointer:{at}]"
        if len(value) < least:
            yield f"no fewer than {least} items allowed [json-pointer:{at}]"
        for place, item in enumerate(value):
            yield from each(item, f"{at}/{place}")

    return check


def record(required: Checks, optional: Checks | None = None, also: Check = anything) -> Check:
    """An object with these properties and no others; `also` sees it whole when its properties are right."""
    known = {**required, **(optional or {})}

    def check(value: Any, at: str) -> Faults:
        if not isinstance(value, dict):
            yield f"must be an object [json-pointer:{at}]"
            return
        sound = True
        for name in required:
            if name not in value:
                sound = False
                yield f"missing required field: {name} [json-pointer:{at}]"
        for name, part in value.items():
            if name not in known:
                sound = False
                yield f"invalid additional property: {name} [json-pointer:{at}]"
                continue
            for fault in known[name](part, f"{at}/{name}"):
                sound = False
                yield fault
        if sound:
            yield from also(value, at)

    return check


def by_type(kinds: Mapping[str, Check]) -> Check:
    """An object whose `type` says which check holds."""

    def check(value: Any, at: str) -> Faults:
        if not isinstance(value, dict):
            yield f"must be an object [json-pointer:{at}]"
        elif value.get("type") not in kinds:
            yield f"unsupported type: {value.get('type')} [json-pointer:{at}/type]"
        else:
            yield from kinds[value["type"]](value, at)

    return check


def typed(required: Checks, optional: Checks | None = None, also: Check = anything) -> Check:
    """A record that also has `type`."""
    return record({"type": anything, **required}, optional, also)


def exactly_one(*names: str) -> Check:
    """One of the properties, and only one."""

    def check(value: Any, at: str) -> Faults:
        if sum(name in value for name in names) != 1:
            yield f"must define exactly one of: {', '.join(names)} [json-pointer:{at}]"

    return check


def at_least_one(*names: str) -> Check:
    """One of the properties, or more."""

    def check(value: Any, at: str) -> Faults:
        if not any(name in value for name in names):
            yield f"must define one of: {', '.join(names)} [json-pointer:{at}]"

    return check


def both(*checks: Check) -> Check:
    """All of the checks."""

    def check(value: Any, at: str) -> Faults:
        for each in checks:
            yield from each(value, at)

    return check
