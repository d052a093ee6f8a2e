"""Greetings, thanks and calls for help, and questions about the status words themselves."""

from __future__ import annotations

import re

from perfdata.asking.english import FUNCTION_WORDS


def _words(text: str) -> frozenset[str]:
    return frozenset(text.split())


_HELP = re.compile(
    r"^(?:please |ok |okay |um |so )*(?:"
    r"\?*|help(?: me)?(?: please)?|hello(?: there)?|hi(?: there)?|hey(?: there)?|good (?:morning|afternoon|evening)|"
    r"thanks(?: very much| a lot| so much)?|thank you(?: very much| so much)?|ta very much|cheers|great|brilliant|"
    r"(?:what|how) (?:can|do|could) (?:you|i) (?:do|ask|use)(?: (?:this|you|it|here|for me))?|"
    r"what (?:can|could|should|do) i ask(?: you)?|how (?:do|can) i use (?:this|you|it)|how does this work|"
    r"what (?:are you|is this|are you for)|who are you|commands|menu|instructions|start|get started|examples?"
    r")[ ?!.,]*$"
)
_STATUS_WORDS = _words(
    "red amber green rag off on slightly target tolerance mean means do how you decide status statuses colour colours "
    "traffic light lights rating ratings judge decided work worked out is what does the a an and or it for your if "
    "when something measure measures explain definition define of counts as so we provisional suppressed withheld "
    "difference between"
)
_STATUS_SUBJECT = _words("red amber green rag tolerance status statuses colour colours provisional suppressed withheld")


def is_help(clean: str) -> bool:
    """Whether the text is a greeting, thanks, or asks what can be asked."""
    if _HELP.match(clean) is not None:
        return True
    words = clean.split()
    return "help" in words and all(word in FUNCTION_WORDS or word == "help" or not word.isalnum() for word in words)


def is_about_statuses(words: list[str]) -> bool:
    """Whether all words of the text are of the status words and how they are given."""
    return not _STATUS_SUBJECT.isdisjoint(words) and all(word in _STATUS_WORDS for word in words)
