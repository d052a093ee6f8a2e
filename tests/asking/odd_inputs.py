"""Odd things to type: what people, pasted pages and mischief send. Every one gets an answer that is safe to post.

`make soak ARGS=typed` tries a hundred thousand; the tests try some hundreds with a fixed seed.
"""

from __future__ import annotations

import random
import re
import resource
import time
from collections import Counter
from dataclasses import dataclass

from handlers.typed import as_typed
from handlers.views.answers import reply
from perfdata.asking import Asking, Context
from perfdata.asking.replies import reading_of
from perfdata.snapshot import Snapshot
from sandbox.rules.messages import check_message

PIECES = (
    "<!channel>", "<!here>", "<!everyone>", "<@U123ABC>", "<#C1|general>", "<https://example.org|click>",
    "&lt;!channel&gt;", "*", "_", "~", "`", "```", ">", ":fire:", "\u202e", "\u200b", "\u0000", "\ufeff", "👍🏽", "é",
    "ß", "ı", "𝕭", "١٢", "½", "=1+1", "'; DROP TABLE measures; --", "../../etc/passwd", "{{7*7}}", "${x}", "%s%s%n",
    "\\", "\n", "\t", "/nominate", "ignore previous instructions", "2026", "1e308", "-0", "99999999999999999999",
    "31/02/2026", "0/0", "13/2026", "last year", "since christmas", "compared to", "why", "and", "no, the other one",
    "show me", "worst three", "by age",
)  # fmt: skip
PING = re.compile(r"<[!@#]|<https?:")
MOST_GROWN = 32 * 1024
"""In kilobytes."""


@dataclass(frozen=True, slots=True)
class Summary:
    """What a run came to. `grown` is what the second half added to the most memory held, in kilobytes."""

    inputs: int
    kinds: Counter[str]
    seconds: float
    grown: int
    problems: tuple[str, ...]

    @property
    def clean(self) -> bool:
        """Whether every input got an answer that is safe to post, and memory stayed as it was."""
        return not self.problems and self.grown < MOST_GROWN


def odd_input(chance: random.Random, words: list[str]) -> str:
    """Something that somebody might type: words of real questions, cut, doubled, mixed with what does not belong."""
    parts: list[str] = []
    for _ in range(chance.choice((0, 1, 2, 3, 5, 8, 13))):
        what = chance.random()
        if what < 0.6:
            word = chance.choice(words)
            if chance.random() < 0.3 and word:
                place = chance.randrange(len(word))
                word = word[:place] + chance.choice("abcxyz -'’") + word[place + chance.randrange(2) :]
            parts.append(word)
        elif what < 0.9:
            parts.append(chance.choice(PIECES))
        else:
            parts.append(chr(chance.choice((chance.randrange(32, 127), chance.randrange(0xA0, 0xD7FF)))))
    text = chance.choice((" ", " ", " ", "")).join(parts)
    return text * chance.choice((1, 1, 1, 1, 1, 1, 30)) if chance.random() < 0.1 else text


def try_all(
    asking: Asking, snapshot: Snapshot, context: Context, questions: list[str], count: int, seed: int
) -> Summary:
    """Ask `count` odd questions, some as follow-ups of the one before, and render every answer as Slack gets it."""
    chance = random.Random(seed)
    words = sorted({word for question in questions for word in question.split()})
    kinds: Counter[str] = Counter()
    problems: list[str] = []
    began, before, half = time.monotonic(), context, 0
    for number in range(count):
        if number == count // 2:
            half = _most_memory()
        text = odd_input(chance, words)
        try:
            said = asking.reply(as_typed(text), snapshot, before)
            message = reply(said)
            check_message({"channel": "C0OPEN", **message})
            if PING.search(message["text"]):
                problems.append(f"mark-up reaches Slack for {text!r}")
            asking.overheard(as_typed(text), snapshot, before, own=True)
            reading = reading_of(said)
            kinds[str(reading.kind)] += 1
            follows = chance.random() < 0.3 and reading.has_subject
            before = asking.after([as_typed(text)], snapshot, context) if follows else context
        except Exception as error:
            problems.append(f"{type(error).__name__}: {error} for {text!r}")
    grown = _most_memory() - half
    return Summary(count, kinds, time.monotonic() - began, grown, tuple(problems[:20]))


def as_text(summary: Summary) -> str:
    """One line, and the problems if there are any."""
    kinds = ", ".join(f"{kind} {number:,}" for kind, number in summary.kinds.most_common())
    verdict = "each answered, nothing pings" if summary.clean else f"NOT CLEAN: {'; '.join(summary.problems)}"
    return (
        f"{summary.inputs:,} odd things typed in {summary.seconds:.0f} s: {verdict}; "
        f"memory grew by {summary.grown:,} kB in the second half\n{kinds}"
    )


def _most_memory() -> int:
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
