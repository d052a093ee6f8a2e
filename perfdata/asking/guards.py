"""What is not asked of a performance bot, known by its words before any measure is looked for."""

from __future__ import annotations

import re

from perfdata.asking.phrases import Phrases
from perfdata.asking.queries import Reason

_CODE = re.compile(
    r"<!(?:channel|here|everyone|subteam)|\{\{|\}\}|\$\{|</?\w+>|<script|;\s*--|\bdrop table\b|\bunion select\b|"
    r"\bselect \* from\b|^\s*(?:system|assistant)\s*:",
    re.IGNORECASE,
)
"""Marks of another program's language, or of a pretended speaker, in the text as typed."""

_POST = (
    "(head|director|chief executive|leader|mayor|officer|officers|manager|managers|councillor|councillors|cllr|"
    "chair|boss|social workers?|teachers?)"
)

_PHRASES: tuple[tuple[Reason, tuple[str, ...]], ...] = (
    (Reason.ORDERS, (
        "(ignore|disregard|forget|override|bypass) * (instructions?|rules?|prompts?|limits?|permissions?)",
        "system prompt", "you are now", "pretend (to be|you are|that)", "jailbreak", "developer mode",
        "(act|behave|answer|reply|respond) (as|like) (a|an|if|the)",
        "(reveal|show|print|repeat) (me )?(your|the) (instructions?|prompt|token|password|secrets?|configuration)",
        "exempt measures?", "api key", "bot token",
    )),
    (Reason.CHANGE_DATA, (
        "^(please |can you |could you |just )?(change|set|update|edit|amend|alter|correct|adjust|reset) * to .*",
        "^(please |can you |could you |just )?(overwrite|delete|remove|erase|wipe|fake|fudge|hide|replace)",
        "^(please |can you |could you |just )?(change|update|edit|amend|alter|correct|adjust) (the|our|a|this|that)",
    )),
    (Reason.CHANGE_DATA, (
        "^(no |but |sorry )*(that|this|it) (is|looks|seems|must be) (wrong|incorrect|not right|false)( \\.)?$",
    )),
    (Reason.POLITICS, (
        "votes?", "voting", "voters?", "elections?", "elected", "labour", "conservatives?", "tory", "tories",
        "lib dems?", "liberal democrats?", "reform uk", "green party", "ukip", "prime minister", "manifesto",
        "leaflets?", "campaign", "campaigning", "canvass", "canvassing", "brexit", "opposition (group|members?)",
        "(other|opposition|ruling|political|which|what) (party|parties)", "politics", "political", "politicians?",
    )),
    (Reason.PERSONAL_DATA, (
        "names? (of|and)", "address(es)? (of|for)", "phone numbers?", "(email|e mail) (address|addresses)",
        "home address", "dates? of birth", "my neighbou?rs?", "next door", "case notes?", "(salary|salaries) of",
        "^who is (currently |still )?(off|ill|sick)( off)?( sick| ill)?( today| now| at the moment)*( \\?)?$",
        "my (mum|dad|mother|father|son|daughter|wife|husband|friend|landlord|tenant)",
    )),
    (Reason.SERVICE_REQUEST, (
        ("^(i want to |i need to |can i |please |how do i |where do i )?(report|book|apply for|pay|renew|order) "
        "(a|an|my|the|some)"),
        "my (bins?|rubbish|street|road|council tax|rent|house|flat|benefits?|claim|application)",
        "(at|on|outside|in) # [a-z]+ ([a-z]+ )?(street|road|lane|avenue|close|drive|way|court|crescent|place|st|rd)",
    )),
    (Reason.ABOUT_A_PERSON, (
        f"{_POST} * (any good|useless|worst|incompetent|rubbish|lazy|sacked|resign|fired|hopeless|to blame)",
        f"{_POST} * (doing a good job|good at|bad at|at fault|underperforming|slowest|competent)",
        "(sack|fire|blame|discipline) (the|this|that|him|her)",
        "(worst|best|laziest|slowest|useless) ([a-z]+ )?(officer|manager|director|councillor|social worker|teacher)",
    )),
)  # fmt: skip

_COMPILED = tuple((reason, Phrases(phrases)) for reason, phrases in _PHRASES)

_ABUSE = re.compile(
    r"\b(?:fuck\w*|shit\w*|bollocks|wank\w*|bastards?|twats?|cunts?|arseholes?|idiots?|moron\w*|piss off|shut up|"
    r"(?:stupid|useless|crap) bot|you are (?:useless|stupid|rubbish|an idiot))\b"
)


def forbidden(raw: str, clean: str) -> Reason | None:
    """Why the text is not for this bot, or None when nothing in it says so."""
    if _CODE.search(raw):
        return Reason.ORDERS
    words = frozenset(clean.split())
    return next((reason for reason, phrases in _COMPILED if phrases.search(clean, words)), None)


def abusive(clean: str) -> bool:
    """Whether the text holds abuse. Strong words in a question that can be answered are let pass."""
    return _ABUSE.search(clean) is not None
