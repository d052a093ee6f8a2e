"""What is not asked of a performance bot, known by its words before any measure is looked for."""

from __future__ import annotations

import re

from perfdata.asking.queries import Reason

_RAW: tuple[tuple[Reason, re.Pattern[str]], ...] = tuple(
    (reason, re.compile(pattern, re.IGNORECASE))
    for reason, pattern in (
        (Reason.ORDERS, r"<!(?:channel|here|everyone|subteam)|\{\{|\}\}|\$\{|</?\w+>|<script|;\s*--|\bdrop table\b|"
                        r"\bunion select\b|\bselect \* from\b|^\s*system\s*:|^\s*assistant\s*:"),
    )
)  # fmt: skip

_CLEAN: tuple[tuple[Reason, re.Pattern[str]], ...] = tuple(
    (reason, re.compile(rf"(?:^|(?<=\s))(?:{pattern})(?=\s|$)"))
    for reason, pattern in (
        (Reason.ORDERS,
         r"(?:ignore|disregard|forget|override|bypass) (?:all |any |your |the |my |these |those |previous |prior |earlier )*"
         r"(?:instructions?|rules?|prompts?|limits?|restrictions?|permissions?)|system prompt|you are now|pretend (?:to be|you are|that)|"
         r"(?:act|behave|answer|reply|respond) (?:as|like) (?:a|an|if|the)|jailbreak|developer mode|"
         r"(?:reveal|show|print|repeat) (?:me )?(?:your|the) (?:instructions?|prompt|token|password|secrets?|configuration)|"
         r"exempt measures?|in confidence measures?|api key|bot token"),
        (Reason.CHANGE_DATA,
         r"^(?:please |can you |could you |just )*(?:change|set|update|edit|amend|alter|overwrite|delete|remove|erase|wipe|fake|fudge|hide|"
         r"correct|adjust|reset|replace|insert)"),
        (Reason.POLITICS,
         r"votes?|voting|voters?|elections?|elected|by election|labour|conservatives?|tory|tories|lib dems?|liberal democrats?|"
         r"reform uk|green party|ukip|prime minister|manifesto|leaflets?|campaign(?:ing)?|canvass(?:ing)?|"
         r"(?:other|opposition|ruling|political) part(?:y|ies)|opposition (?:group|members?)|politic(?:s|al|ians?)|brexit"),
        (Reason.PERSONAL_DATA,
         r"names? (?:of|and)|named|address(?:es)? (?:of|for)|phone numbers?|e ?mail address(?:es)?|home address|dates? of birth|"
         r"my neighbou?rs?|next door|my (?:mum|dad|mother|father|son|daughter|wife|husband|friend|landlord|tenant)|case notes?|salary of|salaries of"),
        (Reason.SERVICE_REQUEST,
         r"^(?:i (?:want|need|would like) to |can i |please |how do i |where do i )*(?:report|book|apply for|pay|renew|order|complain about|request) "
         r"(?:a|an|my|the|some)|my (?:bins?|rubbish|street|road|council tax|rent|house|flat|benefits?|claim|application)|"
         r"(?:at|on|outside|in) \d+ [a-z]+ (?:[a-z]+ )?(?:street|road|lane|avenue|close|drive|way|court|crescent|place|st|rd|ave)"),
        (Reason.ABOUT_A_PERSON,
         r"(?:head|director|chief executive|leader|mayor|officers?|managers?|councillors?|cllr|chair|team|staff|boss|social workers?|teachers?|workers?)"
         r"(?: \S+){0,6}? (?:any good|useless|worst|incompetent|rubbish|lazy|sacked|resign|fired|worst record|best record|doing a good job|"
         r"good at|bad at|to blame|at fault|underperforming|slowest|hopeless|competent)|(?:sack|fire|blame|discipline) (?:the|this|that|him|her)|"
         r"(?:worst|best|laziest|slowest|useless) (?:\S+ )?(?:officer|manager|director|councillor|social worker|teacher|employee|worker)"),
    )
)  # fmt: skip

_ABUSE = re.compile(
    r"\b(?:fuck\w*|shit\w*|bollocks|wank\w*|bastards?|twats?|cunts?|arseholes?|idiots?|moron\w*|stupid bot|useless bot|"
    r"crap bot|you are (?:useless|stupid|rubbish|an idiot)|piss off|shut up)\b"
)


def forbidden(raw: str, clean: str) -> Reason | None:
    """Why the text is not for this bot, or None when nothing in it says so."""
    for reason, pattern in _RAW:
        if pattern.search(raw):
            return reason
    for reason, pattern in _CLEAN:
        if pattern.search(clean):
            return reason
    return None


def abusive(clean: str) -> bool:
    """Whether the text holds abuse. Strong words in a question that can be answered are let pass."""
    return _ABUSE.search(clean) is not None
