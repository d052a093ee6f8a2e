"""Answers that compare: with similar councils and England, our own measures side by side, or one at two times."""

from __future__ import annotations

from perfdata.asking import wording
from perfdata.asking.answers import Answer, Figure, Item
from perfdata.asking.figures import change_between, figure_of, figure_when_due, latest_figure
from perfdata.asking.others_words import (
    england_sentence,
    others_compared,
    place_sentence,
    published_sentence,
    turned_sentence,
)
from perfdata.asking.places_answers import places_answer
from perfdata.asking.queries import Context, Query, Span, Versus
from perfdata.asking.said import Said
from perfdata.asking.status_answers import periods_in
from perfdata.measures import Aggregation, Measure
from perfdata.periods import Period
from perfdata.snapshot import Snapshot
from perfdata.verdicts.comparison import compare
from perfdata.verdicts.direction import direction
from perfdata.verdicts.series import Series

MOST_PAIRS = 6
"""Pairs of figures of one measure that one message can say."""
NO_LEAGUE_TABLE = "Councils are not listed in order: they differ in more than how well they do."


def compare_answer(query: Query, snapshot: Snapshot, context: Context) -> Answer:
    """The comparison that is asked for.

    With what is left open, several measures are set side by side, and one is set against similar councils and England.
    Without a measure it is where we stand on all that the filter names.
    """
    if not query.measures:
        return places_answer(query, snapshot, context)
    versus = query.comparison.versus
    if versus is Versus.EARLIER and query.span is not None:
        return _with_another_time(query, query.span, snapshot)
    if versus is Versus.EACH_OTHER or (versus is None and len(query.measures) > 1):
        return _side_by_side(query, snapshot)
    return _with_others(query, snapshot)


def _with_others(query: Query, snapshot: Snapshot) -> Answer:
    said = Said()
    for code in query.measures:
        measure = snapshot.measures[code]
        latest = _latest(measure, snapshot)
        said.figures.append(latest)
        compared = snapshot.compared.get(code)
        if query.span is not None:
            compared = compare(measure, snapshot.benchmarks.get(code, ()), query.span.last_day)
            if compared is not None and not _within(compared.period, query.span):
                said.notes.append(
                    f"{measure.title}: nothing was published for {query.span.words}; what comes before is given."
                )
        if compared is None:
            when = f" up to {query.span.words}" if query.span is not None else ""
            lead = f"{measure.title}: no figures of other councils are held for it{when}, so it cannot be compared."
            said.say(lead, _ours(measure, latest))
            continue
        found = others_compared(compared)
        said.comparisons.append(found)
        beside, place = england_sentence(compared, found), place_sentence(found)
        first, then = (beside, place) if query.comparison.versus is Versus.ENGLAND else (place, beside)
        ours = ""
        if found.period != latest.period:
            ours = f"{_ours(measure, latest)} It is of another period, and is not compared."
        said.say(f"{measure.title}:", first, f"{then[:1].upper()}{then[1:]}", ours, published_sentence(found))
        if found.turned is not None:
            said.say(turned_sentence(found.turned))
    return said.answer(query, (NO_LEAGUE_TABLE,) if said.comparisons else ())


def _side_by_side(query: Query, snapshot: Snapshot) -> Answer:
    """Several of our own measures, each with its figure; no difference is worked out between unlike things."""
    said = Said()
    for code in query.measures:
        measure = snapshot.measures[code]
        period = periods_in(measure, query.span)[-1] if query.span is not None else snapshot.verdicts[code].period
        figure = figure_of(measure, period, snapshot.series[code].at(period))
        said.figures.append(figure)
        said.items.append(
            Item(
                code=code,
                title=figure.title,
                status=wording.STATUS_WORDS[figure.status],
                value=figure.value_words if figure.value is not None else "",
                period=figure.period_words,
                tier=measure.tier,
                detail=f"target {figure.target_words}" if figure.target_words else "",
            )
        )
    said.say(
        "Side by side:", f"{'; '.join(f'{one.title}, {_valued(one)}, {one.period_words}' for one in said.figures)}."
    )
    return said.answer(query, ("Each measure counts its own thing, so no difference is worked out between them.",))


def _with_another_time(query: Query, span: Span, snapshot: Snapshot) -> Answer:
    """Each measure's figures at one time beside those at another, pair by pair; none is worked out from several."""
    said, against = Said(), query.comparison.against
    for code in query.measures:
        measure = snapshot.measures[code]
        later = _each_or_last(measure, span)
        year_before = tuple(one.year_before() for one in later)
        earlier = _each_or_last(measure, against) if against is not None else year_before
        if len(later) != len(earlier):
            later, earlier = later[-1:], earlier[-1:]
            said.notes.append(f"{measure.title}: the two times differ in length, so the last figures are compared.")
        pairs = list(zip(later, earlier, strict=True))[-MOST_PAIRS:]
        if len(pairs) < len(later):
            said.notes.append(f"{measure.title}: only the last figures are compared.")
        sentences = [_pair(said, measure, snapshot.series[code], one, other) for one, other in pairs]
        sources = [wording.source_sentence(one) for one in said.figures[-2:] if one.value is not None]
        said.say(f"{measure.title}:", *sentences, *sources)
    return said.answer(query)


def _pair(said: Said, measure: Measure, series: Series, one: Period, other: Period) -> str:
    now, then = series.at(one), series.at(other)
    figure, before = figure_of(measure, one, now), figure_of(measure, other, then)
    said.figures += [figure, before]
    words = f"{figure.period_words}: {_valued(figure)}; {before.period_words}: {_valued(before)}."
    if now is None or then is None or now.value is None or then.value is None:
        return words
    if measure.aggregation is Aggregation.CUMULATIVE and other != one.year_before():
        said.notes.append(f"{measure.title} counts from 1 April, so different months are not compared.")
        return words
    judged = direction(measure, now.value, then.value, target=now.target, earlier_target=then.target)
    change = change_between(measure, now, then, f"for {before.period_words}", judged)
    assert change is not None
    said.changes.append(change)
    return f"{words} {wording.change_sentence((change,))}"


def _each_or_last(measure: Measure, span: Span) -> tuple[Period, ...]:
    """The measure's periods in the span; of one that counts up through the year, the last."""
    periods = periods_in(measure, span)
    return periods[-1:] if measure.aggregation is Aggregation.CUMULATIVE else periods


def _latest(measure: Measure, snapshot: Snapshot) -> Figure:
    verdict = snapshot.verdicts[measure.code]
    if verdict.latest is not None:
        return latest_figure(verdict, verdict.latest)
    return figure_when_due(verdict)


def _ours(measure: Measure, figure: Figure) -> str:
    if figure.value is None:
        return f"Our own figure for {figure.period_words} is {figure.value_words}."
    return f"Our latest figure, for {wording.covered(measure, figure)}, is {figure.value_words}."


def _valued(figure: Figure) -> str:
    status = wording.STATUS_WORDS[figure.status]
    return f"{figure.value_words} ({status})" if figure.value is not None else figure.value_words


def _within(period: Period, span: Span) -> bool:
    return period.start <= span.last_day and period.end >= span.first_day
