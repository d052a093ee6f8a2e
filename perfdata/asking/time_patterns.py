"""Each way of naming a time: what it looks like, and how it is read (see the readers). The first that fits wins."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import date

from perfdata.asking import course_readers as courses
from perfdata.asking import feast_readers as feasts
from perfdata.asking import time_readers as times
from perfdata.asking.time_readers import MONTH, NUMBER, Hit

_YEAR = r"(20\d\d)"

READERS: tuple[tuple[re.Pattern[str], Callable[[re.Match[str], date], Hit | None]], ...] = tuple(
    (re.compile(rf"\b(?:{pattern})\b"), reader)
    for pattern, reader in (
        (r"(?:in |for |during )?(?:q|quarter )([1-4])(?: (?:of )?(\d{2,4}/\d{2,4}|last year)| (so far|to date))?",
         times.quarter),
        ((rf"(?:in |over |for |during )?(?:the )?(?:year|12 months|twelve months) (?:up )?(?:to|ending|ended|until) "
         rf"({MONTH}|may)(?: {_YEAR})?"), times.year_to),
        (r"since (?:the )?clocks (?:went|changed|go)(?: (back|forward))?", feasts.since_clocks),
        (r"(?:in |for |during |over )?(?:the )?(spring|summer|autumn|winter) last year", times.season_last_year),
        (rf"(?:in |for |during |over )?(?:the )?(spring|summer|autumn|winter)(?: of)? {_YEAR}(?:/\d\d)?",
         times.season_of_year),
        (rf"(?:at |over |around )?(christmas|xmas|easter)(?: of)? {_YEAR}", feasts.feast_of_year),
        (rf"(?:in |for |during |of )?({MONTH}|may) last year", times.month_last_year),
        (r"since (?:(?:(?:this|the same) (?:time|month) )?last year|a year ago)", courses.since_a_year),
        (r"(?:highest|lowest|best|worst) (?:ever|on record)", courses.ever),
        (rf"(?:(?:at )?(?:this|the same|same) (?:time|month|period|point) )?{NUMBER} (months?|quarters?|years?) ago",
         times.so_many_ago),
        (r"(?:at )?(?:this|the same|same) (?:time|month|period|point) last year|a year ago", times.year_before),
        (r"(?:the )?(spring|summer|autumn|winter) before(?: that| last)?", times.season_before),
        (r"(?:the )?one before(?: that)?", times.one_before),
        (r"(?:the |a )?(?:year|month|quarter) (?:before(?: that)?|earlier)|the previous (?:year|month|quarter)",
         times.before_that),
        (r"before that", times.one_before),
        (r"(?:the )?(christmas|xmas|easter) before(?: that| last)?", feasts.feast_before),
        (r"(?:from )?(?:the )?(\d{4}|\d{2})/(\d{2,4}) (?:to|until|through) (\d{2,4}/\d{2,4})", courses.years_from_to),
        (r"(?:over |in |during )?(?:the )?(?:last|past) (?:few|several) (?:months|quarters|years)",
         courses.since_anything),
        (r"(?:with)?in the (?:last|past) (?:year|12 months|twelve months)", courses.rolling),
        ((rf"(?:(?:in |over |during |for )?(?:the )?(?:last|past|previous)|over|across) {NUMBER} "
          r"(months?|quarters?|years?)"),
         courses.last_so_many),
        (r"over (?:the )?(?:last|past) (?:year|twelve months)|over the year|(?:the )?past year", courses.last_twelve),
        (r"since (last |back in )?(" + MONTH + rf"|may)(?: {_YEAR})?", courses.since),
        (r"since (?:the )?(\d{4}|\d{2})/(\d{2,4})", courses.since_named_year),
        (rf"since {_YEAR}(?!/)", courses.since_year),
        (r"since (?:last |the )?(christmas|xmas|new year|easter)", feasts.since_feast),
        (r"since the (?:start|beginning) of (?:the|this) (?:financial |calendar )?year", courses.since_year_began),
        (r"since (?:last |the )?(spring|summer|autumn|winter)(?! term)", courses.since_season),
        (r"since (?:last (?:month|time|quarter|surgery|meeting)|then|(?:the|its|their) (?:last )?surgery)",
         courses.since_anything),
        (rf"(?:from |since |between )?({MONTH}|may)(?: {_YEAR})? (?:(?:to|until|till|and) (?:now|date|today)|onwards)",
         courses.month_to_now),
        (r"(?:in |for |during )?(?:the )?(?:last|previous) financial year", times.last_year),
        (r"(?:in |for |during )?(?:the )?last calendar year", times.last_calendar_year),
        (r"(?:in |for |during )?this calendar year(?: so far)?", times.this_calendar_year),
        (r"(?:so far )?this (?:financial )?year(?: so far| to date)?|year to date|ytd|so far", times.this_year),
        (r"(?:in |for |during )?(?:the )?last year", times.last_year),
        (r"(?:in |for |during )?(?:the )?(?:last|previous) quarter", times.last_quarter),
        (r"(?:in |for |during )?(?:the |last )?(autumn|spring|summer) term(?: (\d{2,4}/\d{2,4}))?", times.school_term),
        (r"(?:last|over the|in the|during the|this) (spring|summer|autumn|winter)", times.season),
        ((rf"(?:in |for |during |from |between )?({MONTH}|may)(?: {_YEAR})? (?:to|until|through|and) "
         rf"({MONTH}|may)(?: {_YEAR})?"), times.months_from_to),
        ((rf"(?:in |for |during |back in |by |of )?(?:the )?(?:last |this )?"
         rf"(?P<month>{MONTH})(?: (?P<year>20\d\d|\d\d))?"),
         times.month_named),
        (r"(?:in|for|during|last|of) (?P<month>may)(?: (?P<year>20\d\d))?", times.month_named),
        (r"(?P<month>may) (?P<year>20\d\d)", times.month_named),
        (r"(?:in |for |during |over )?(?:the )?(?:financial year )?(\d{4}|\d{2})/(\d{2,4})", times.named_year),
        (rf"(?:in |for |during )?(?:the )?(?:calendar year )?{_YEAR}(?!/)", times.calendar_year),
        (r"(?:in |for |during )?(?:the )?last month", times.last_month),
        ((r"(?:right )?now|today|at the moment|currently|latest|this (?:month|quarter|term)|at present|"
         r"most recent|to date"),
         times.latest),
        ((r"(?:by|until|till) (?:christmas|xmas|(?:the )?new year|easter|year end|(?:the )?end of (?:the |this )?"
          r"(?:(?:financial |calendar )?year|quarter|month))"),
         times.by_then),
        (r"(?:at |over |around |last )?(?:last )?(christmas|xmas|easter)", feasts.at_feast),
        (r"next (?:month|quarter|year|week|term|spring|summer|autumn|winter)|tomorrow|in the future", times.to_come),
        (r"yesterday|tonight|last night|(?:this |last )(?:week|weekend|morning|evening)", times.too_fine),
        (r"(?:on |last )?(?:monday|tuesday|wednesday|thursday|friday|saturday|sunday)", times.too_fine),
    )
)  # fmt: skip

SPAN_WORDS = frozenset(word for pattern, _ in READERS for word in re.findall(r"[a-z]{3,}", pattern.pattern))
"""Every word of these readings, so that they are known and misspelt ones are found."""
