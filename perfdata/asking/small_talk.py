"""Greetings, thanks and calls for help."""

from __future__ import annotations

import re

from perfdata.asking.english import FUNCTION_WORDS

_HELP = re.compile(
    r"^(?:please |ok |okay |um |so )*(?:"
    r"\?*|help(?: me)?(?: please)?|hello(?: there)?|hi(?: there)?|hey(?: there)?|hiya|"
    r"(?:good )?(?:morning|afternoon|evening)|"
    r"(?:what|how) (?:can|do|could) (?:you|i) (?:do|ask|use)(?: (?:this|you|it|here|for me))?|"
    r"what (?:can|could|should|do) i ask(?: you)?|how (?:do|can) i use (?:this|you|it)|how does this work|"
    r"what (?:are you|is this|are you for)|who are you|commands|menu|instructions|start|get started|examples?"
    r")[ ?!.,]*$"
)

_THANKS = re.compile(
    r"^(?:(?:ok|okay|many)[ ,.!]+)*(?:"
    r"(?:(?:great|brilliant|perfect|lovely)[ ,.!]+)*(?:thanks|thank you|cheers|nice one)"
    r"(?: very much| a lot| so much| again| for (?:that|this|your help)| love| pet| duck| mate| all)*|"
    r"ta(?: very much| for that| love| pet| duck| mate| all| again)+|"
    r"ok|okay|fine|great|brilliant|perfect|lovely|got it"
    r")[ !.,]*$"
)


def is_thanks(clean: str) -> bool:
    """Whether the text only thanks, or says that all is well."""
    return _THANKS.match(clean) is not None


def is_help(clean: str) -> bool:
    """Whether the text is a greeting, or asks what can be asked."""
    if _HELP.match(clean) is not None:
        return True
    words = clean.split()
    return "help" in words and all(word in FUNCTION_WORDS or word == "help" or not word.isalnum() for word in words)
