"""Answers on which targets of many are likely to be missed, or met, by the year's end if nothing changes.

Only what can be forecast is said of. A target is missed for sure, as far as the method goes, where all of the range
that is expected lies on the wrong side of it.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from decimal import Decimal

from perfdata.asking.amounts import counted
from perfdata.asking.answers import Answer, Item
from perfdata.asking.choosing import chosen, fitting, whose
from perfdata.asking.figures import figure_when_due
from perfdata.asking.forecast_answers import aim_of, expected_by
from perfdata.asking.list_answers import LISTED, SHOWN
from perfdata.asking.queries import Context, Kind, ListStatus, Option, Order, Query
from perfdata.asking.said import Said
from perfdata.asking.status_answers import periods_in
from perfdata.asking.wording import STATE_WORDS, STATUS_WORDS
from perfdata.measures import Measure, Polarity
from perfdata.snapshot import Snapshot
from perfdata.verdicts.forecast import Forecast, forecast
from perfdata.verdicts.status import Status
from perfdata.verdicts.verdict import Verdict

_METHOD = (
    "Each is forecast from its own earlier figures, if nothing changes; ask about one for its method, its range and "
    "what the target would take."
)


@dataclass(frozen=True, slots=True)
class _Ahead:
    """One measure: what is expected of it, how far that is on the good side of its target, as a share of it, and
    whether the whole range lies on one side."""

    verdict: Verdict
    expected: Forecast
    margin: Decimal
    sure: bool


def forecast_list(query: Query, snapshot: Snapshot, context: Context) -> Answer:
    """The measures that the filter leaves whose target is likely to be missed; with `Order.BEST`, to be met."""
    wanted, said = query.wanted, Said(shown=SHOWN)
    verdicts = fitting([snapshot.verdicts[one.code] for one in chosen(wanted, snapshot, context)], wanted, snapshot)
    ahead = [one for verdict in verdicts if (one := _ahead(verdict, query)) is not None]
    meets = query.order is Order.BEST
    found = sorted((one for one in ahead if (one.margin >= 0) is meets), key=lambda one: (not one.sure, one.margin))
    number, sure = said.count("such", len(found)), said.count("surely such", sum(one.sure for one in found))
    able, of = said.count("can be forecast", len(ahead)), said.count("measures looked at", len(verdicts))
    do = "meet" if meets else "miss"
    likely = f"{number:,} of them would {do}" if number else f"None of them would {do}"
    state = f" that are {STATE_WORDS[wanted.status]}" if wanted.status is not None else ""
    said.say(
        f"Of the {counted(of, 'measure')} {whose(wanted, snapshot)}{state}, {able:,} can be forecast against a target.",
        f"{likely} {'its' if number == 1 else 'their'} target if nothing changes{_how_sure(sure, meets=meets)}.",
    )
    for one in found[:LISTED]:
        _line(said, one)
    if without := of - able:
        left = counted(said.count("not forecast", without), "measure")
        red = {one.measure.code for one in verdicts if one.status is Status.OFF_TARGET}
        red_too = said.count(
            "off target and not forecast", len(red.difference(one.verdict.measure.code for one in ahead))
        )
        said.say(
            f"{left} cannot be forecast: too few figures, a real change under way, or no target. "
            f"Of those, {red_too:,} {'is' if red_too == 1 else 'are'} off target now."
        )
        listed = Query(Kind.LIST, filter=replace(wanted, status=ListStatus.RED))
        said.options.append(Option("What is off target now", "", listed))
    said.notes.append(_METHOD)
    return said.answer(query)


def _how_sure(sure: int, *, meets: bool) -> str:
    return f", {sure:,} even at the {'worst' if meets else 'best'} end of what is expected" if sure else ""


def _ahead(verdict: Verdict, query: Query) -> _Ahead | None:
    """What is expected of a measure against its target; None where either cannot be told."""
    measure, latest = verdict.measure, verdict.latest
    if latest is None or latest.value is None or not measure.polarity.one_way:
        return None
    at = periods_in(measure, query.span)[-1] if query.span is not None else None
    found = forecast(
        measure, verdict.series, verdict.reading, latest.period, at if at is not None and at > verdict.period else None
    )
    if not isinstance(found, Forecast) or (aim := aim_of(Said(), verdict, latest, found.at)) is None:
        return None
    margins = [_margin(measure, one, aim.target) for one in (found.value, found.low, found.high) if one is not None]
    good = margins[0] >= 0
    return _Ahead(verdict, found, margins[0], len(margins) > 1 and all((one >= 0) is good for one in margins))


def _margin(measure: Measure, value: Decimal, target: Decimal) -> Decimal:
    ahead = measure.rounded(value) - measure.rounded(target)
    good = ahead if measure.polarity is Polarity.HIGHER else -ahead
    return good / abs(target) if target else good * 100


def _line(said: Said, one: _Ahead) -> None:
    verdict, measure = one.verdict, one.verdict.measure
    assert verdict.latest is not None
    figure = figure_when_due(verdict)
    said.figures.append(figure)
    expected, aim = expected_by(said, measure, one.expected), aim_of(said, verdict, verdict.latest, one.expected.at)
    assert aim is not None
    status = STATUS_WORDS[figure.status]
    said.items.append(
        Item(
            measure.code,
            measure.title,
            f"{status} now",
            "" if figure.value_words == status else figure.value_words,
            figure.period_words,
            str(measure.tier),
            f"{expected}, against {aim.named}",
        )
    )
