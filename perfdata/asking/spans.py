"""Time as people say it: months, quarters, terms, seasons and years, read against today.

A month, quarter or season without a year is the latest that has ended. `this year` is the financial year so far;
`last year` the one before it. Ends are whole months. Rules: the financial year runs from April, winter is December to
February.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date

from perfdata.asking.queries import Span
from perfdata.asking.words import Text
from perfdata.periods import MONTH_NAMES, financial_year

YearMonth = tuple[int, int]


@dataclass(frozen=True, slots=True)
class When:
    """What a question says of time.

    `span` None means the latest. `over_time` asks for the course of a measure, not for a figure; `future` speaks of
    what has not been; `several` names more than one time; `finer` asks for days or weeks, which no measure has.
    `taken` are the stretches of the clean text that were read.
    """

    span: Span | None = None
    over_time: bool = False
    future: bool = False
    several: bool = False
    finer: bool = False
    said_latest: bool = False
    taken: tuple[tuple[int, int], ...] = ()


@dataclass(frozen=True, slots=True)
class _Hit:
    start: YearMonth | None = None
    end: YearMonth | None = None
    words: str = ""
    over_time: bool = False
    future: bool = False
    finer: bool = False


_MONTH_NUMBERS = {name.casefold(): number for number, name in enumerate(MONTH_NAMES, 1)}
_MONTH_NUMBERS |= {name[:3]: number for name, number in list(_MONTH_NUMBERS.items())}
_MONTH = "(?:" + "|".join(sorted((name for name in _MONTH_NUMBERS if name != "may"), key=len, reverse=True)) + ")"
_NUMBERS = {
    "two": 2, "three": 3, "four": 4, "five": 5, "six": 6, "seven": 7, "eight": 8, "nine": 9, "ten": 10,
    "eleven": 11, "twelve": 12, "eighteen": 18, "couple of": 2,
}  # fmt: skip
_NUMBER = r"(\d+|" + "|".join(_NUMBERS) + ")"
_SEASONS = {"spring": 3, "summer": 6, "autumn": 9, "winter": 12}
_TERM_MONTHS = {"autumn": (9, 12), "spring": (1, 3), "summer": (4, 7)}
_UNITS = {"month": 1, "quarter": 3, "year": 12}


def read_when(text: Text, today: date) -> When:
    """Everything that the text says of time. Longer readings win over shorter ones inside them."""
    hits: list[tuple[int, int, _Hit]] = []
    for pattern, reader in _READERS:
        for found in pattern.finditer(text.clean):
            if any(found.start() < end and start < found.end() for start, end, _ in hits):
                continue
            if (hit := reader(found, today)) is not None:
                hits.append((found.start(), found.end(), hit))
    hits.sort(key=lambda one: one[0])
    spans = [hit for _, _, hit in hits if hit.start is not None]
    first = next((hit for hit in spans), None)
    span = None
    if first is not None and first.start is not None and first.end is not None:
        span = Span(first.start, first.end, first.words)
    return When(
        span=span,
        over_time=any(hit.over_time for _, _, hit in hits),
        future=any(hit.future for _, _, hit in hits) or (span is not None and span.first_day > today),
        several=len({(hit.start, hit.end) for hit in spans}) > 1,
        finer=any(hit.finer for _, _, hit in hits),
        said_latest=any(hit == _Hit() for _, _, hit in hits),
        taken=tuple((start, end) for start, end, _ in hits),
    )


def month_words(at: YearMonth) -> str:
    """`October 2026`."""
    return f"{MONTH_NAMES[at[1] - 1]} {at[0]}"


def range_words(start: YearMonth, end: YearMonth) -> str:
    """`October 2026`, `July to September 2026` or `April 2025 to March 2026`."""
    if start == end:
        return month_words(start)
    if start[0] == end[0]:
        return f"{MONTH_NAMES[start[1] - 1]} to {month_words(end)}"
    return f"{month_words(start)} to {month_words(end)}"


def last_ended_month(today: date) -> YearMonth:
    """The latest month that has ended."""
    return moved((today.year, today.month), -1)


def moved(at: YearMonth, months: int) -> YearMonth:
    """That many months later, or earlier."""
    count = at[0] * 12 + at[1] - 1 + months
    return count // 12, count % 12 + 1


def _between(start: YearMonth, end: YearMonth, over_time: bool = False) -> _Hit:
    return _Hit(start, end, range_words(start, end), over_time)


def _financial_year(starting: int, over_time: bool = False) -> _Hit:
    start, end = (starting, 4), (starting + 1, 3)
    return _Hit(start, end, f"{range_words(start, end)} ({starting}/{(starting + 1) % 100:02d})", over_time)


def _latest_that_ended(number: int, today: date) -> YearMonth:
    last = last_ended_month(today)
    return (last[0] if number <= last[1] else last[0] - 1, number)


def _count(words: str) -> int:
    return int(words) if words.isdigit() else _NUMBERS[words]


def _latest(found: re.Match[str], today: date) -> _Hit:
    return _Hit()


def _year_before(found: re.Match[str], today: date) -> _Hit:
    at = moved(last_ended_month(today), -12)
    return _between(at, at)


def _last_so_many(found: re.Match[str], today: date) -> _Hit | None:
    months = _count(found[1]) * _UNITS[found[2].removesuffix("s")]
    end = last_ended_month(today)
    if not 0 < months < 1200:
        return None
    return _between(moved(end, 1 - months), end, over_time=True)


def _last_twelve(found: re.Match[str], today: date) -> _Hit:
    end = last_ended_month(today)
    return _between(moved(end, -11), end, over_time=True)


def _since(found: re.Match[str], today: date) -> _Hit:
    name, year = found[2], found[3]
    number = _MONTH_NUMBERS[name]
    start = (int(year), number) if year else _latest_that_ended(number, today)
    if found[1] and not year and start[0] == last_ended_month(today)[0]:
        start = moved(start, -12)
    return _between(start, max(last_ended_month(today), start), over_time=True)


def _since_year(found: re.Match[str], today: date) -> _Hit:
    return _between((int(found[1]), 1), max(last_ended_month(today), (int(found[1]), 1)), over_time=True)


def _since_feast(found: re.Match[str], today: date) -> _Hit:
    number = {"christmas": 12, "xmas": 12, "new year": 1, "easter": 4}[found[1]]
    return _between(_latest_that_ended(number, today), last_ended_month(today), over_time=True)


def _since_anything(found: re.Match[str], today: date) -> _Hit:
    return _Hit(over_time=True)


def _this_year(found: re.Match[str], today: date) -> _Hit:
    start = (financial_year(today), 4)
    return _between(start, max(last_ended_month(today), start))


def _this_calendar_year(found: re.Match[str], today: date) -> _Hit:
    return _between((today.year, 1), max(last_ended_month(today), (today.year, 1)))


def _last_year(found: re.Match[str], today: date) -> _Hit:
    return _financial_year(financial_year(today) - 1)


def _last_calendar_year(found: re.Match[str], today: date) -> _Hit:
    return _between((today.year - 1, 1), (today.year - 1, 12))


def _named_year(found: re.Match[str], today: date) -> _Hit | None:
    first, second = found[1], found[2]
    starting = int(first) if len(first) == 4 else 2000 + int(first)
    return _financial_year(starting) if (starting + 1) % 100 == int(second) % 100 else None


def _calendar_year(found: re.Match[str], today: date) -> _Hit:
    year, last = int(found[1]), last_ended_month(today)
    return _between((year, 1), last if year == last[0] else (year, 12))


def _quarter(found: re.Match[str], today: date) -> _Hit | None:
    number = int(found[1])
    first = number * 3 % 12 + 1
    if found[2]:
        named = _named_year(found_year, today) if (found_year := _SPLIT_YEAR.fullmatch(found[2])) else None
        if named is None or named.start is None:
            return None
        start = (named.start[0] + (number == 4), first)
    else:
        start = moved(_latest_that_ended(moved((2000, first), 2)[1], today), -2)
    return _quarter_from(start)


def _quarter_from(start: YearMonth) -> _Hit:
    end = moved(start, 2)
    return _Hit(start, end, f"{range_words(start, end)} (Q{(start[1] - 4) % 12 // 3 + 1})")


def _last_quarter(found: re.Match[str], today: date) -> _Hit:
    end = last_ended_month(today)
    while end[1] % 3:
        end = moved(end, -1)
    return _quarter_from(moved(end, -2))


def _season(found: re.Match[str], today: date) -> _Hit:
    first = _SEASONS[found[1]]
    start = moved(_latest_that_ended((first + 1) % 12 + 1, today), -2)
    return _between(start, moved(start, 2))


def _school_term(found: re.Match[str], today: date) -> _Hit | None:
    first, last = _TERM_MONTHS[found[1]]
    if found[2]:
        named = _named_year(found_year, today) if (found_year := _SPLIT_YEAR.fullmatch(found[2])) else None
        if named is None or named.start is None:
            return None
        start = (named.start[0] + (first < 9), first)
    else:
        start = moved(_latest_that_ended(last, today), first - last)
    end = moved(start, last - first)
    year = start[0] - (first < 9)
    return _Hit(start, end, f"{found[1]} term {year}/{(year + 1) % 100:02d}")


def _months_from_to(found: re.Match[str], today: date) -> _Hit | None:
    first, last = _MONTH_NUMBERS[found[1]], _MONTH_NUMBERS[found[3]]
    end = (int(found[4]), last) if found[4] else _latest_that_ended(last, today)
    start = (int(found[2]), first) if found[2] else (end[0] - (first > last), first)
    return _between(start, end) if start < end else None


def _month_named(found: re.Match[str], today: date) -> _Hit:
    number, year = _MONTH_NUMBERS[found["month"]], found["year"]
    if year and len(year) == 2:
        year = f"20{year}"
    at = (int(year), number) if year else _latest_that_ended(number, today)
    return _between(at, at)


def _last_month(found: re.Match[str], today: date) -> _Hit:
    at = last_ended_month(today)
    return _between(at, at)


def _to_come(found: re.Match[str], today: date) -> _Hit:
    return _Hit(future=True)


def _too_fine(found: re.Match[str], today: date) -> _Hit:
    return _Hit(finer=True)


_YEAR = r"(20\d\d)"
_SPLIT_YEAR = re.compile(r"(\d{2,4})/(\d{2,4})")
_READERS: tuple[tuple[re.Pattern[str], Callable[[re.Match[str], date], _Hit | None]], ...] = tuple(
    (re.compile(rf"\b(?:{pattern})\b"), reader)
    for pattern, reader in (
        (r"(?:at )?(?:this|the same|same) (?:time|month|period|point) last year|a year ago", _year_before),
        (rf"(?:in |over |during |for )?(?:the )?(?:last|past|previous) {_NUMBER} (months?|quarters?|years?)",
         _last_so_many),
        (r"over (?:the )?(?:last|past) (?:year|twelve months)|over the year|(?:the )?past year", _last_twelve),
        (r"since (last |back in )?(" + _MONTH + rf"|may)(?: {_YEAR})?", _since),
        (rf"since {_YEAR}", _since_year),
        (r"since (christmas|xmas|new year|easter)", _since_feast),
        (r"since (?:last (?:year|month|time)|then)", _since_anything),
        (r"(?:in |for |during )?(?:the )?(?:last|previous) financial year", _last_year),
        (r"(?:in |for |during )?(?:the )?last calendar year", _last_calendar_year),
        (r"(?:in |for |during )?this calendar year(?: so far)?", _this_calendar_year),
        (r"(?:so far )?this (?:financial )?year(?: so far| to date)?|year to date|ytd|so far", _this_year),
        (r"(?:in |for |during )?(?:the )?last year", _last_year),
        (r"(?:in |for |during )?(?:q|quarter )([1-4])(?: (?:of )?(\d{2,4}/\d{2,4}))?", _quarter),
        (r"(?:in |for |during )?(?:the )?(?:last|previous) quarter", _last_quarter),
        (r"(?:in |for |during )?(?:the |last )?(autumn|spring|summer) term(?: (\d{2,4}/\d{2,4}))?", _school_term),
        (r"(?:last|over the|in the|during the|this) (spring|summer|autumn|winter)", _season),
        ((rf"(?:in |for |during |from |between )?({_MONTH}|may)(?: {_YEAR})? (?:to|until|through|and) "
         rf"({_MONTH}|may)(?: {_YEAR})?"), _months_from_to),
        ((rf"(?:in |for |during |back in |by |of )?(?:the )?(?:last |this )?"
         rf"(?P<month>{_MONTH})(?: (?P<year>20\d\d|\d\d))?"),
         _month_named),
        (r"(?:in|for|during|last|of) (?P<month>may)(?: (?P<year>20\d\d))?", _month_named),
        (r"(?P<month>may) (?P<year>20\d\d)", _month_named),
        (r"(?:in |for |during )?(\d{4}|\d{2})/(\d{2,4})", _named_year),
        (rf"(?:in |for |during )?{_YEAR}(?!/)", _calendar_year),
        (r"(?:in |for |during )?(?:the )?last month", _last_month),
        ((r"(?:right )?now|today|at the moment|currently|latest|this (?:month|quarter|term)|at present|"
         r"most recent|to date"),
         _latest),
        (r"next (?:month|quarter|year|week|term|spring|summer|autumn|winter)|tomorrow|in the future", _to_come),
        (r"yesterday|tonight|last night|(?:this |last )(?:week|weekend|morning|evening)", _too_fine),
        (r"(?:on |last )?(?:monday|tuesday|wednesday|thursday|friday|saturday|sunday)", _too_fine),
    )
)  # fmt: skip

SPAN_WORDS = frozenset(word for pattern, _ in _READERS for word in re.findall(r"[a-z]{3,}", pattern.pattern))
"""Every word of these readings, so that they are known and misspelt ones are found."""
