"""Answers that split a measure by groups of people: each group's figure, and the gap between them.

What a snapshot holds of groups is what may be published, so small numbers are not known here.
"""

from __future__ import annotations

from dataclasses import replace

from perfdata.asking import refusals
from perfdata.asking.amounts import counted, day_words, joined
from perfdata.asking.answers import Answer, Figure, Item
from perfdata.asking.figures import figure_of, figure_when_due, latest_figure
from perfdata.asking.group_figures import GroupFigure
from perfdata.asking.group_words import (
    chance_sentence,
    change_sentence,
    gap_of,
    gap_sentence,
    group_figure,
    outstanding_sentence,
)
from perfdata.asking.queries import Context, Option, Query, Refusal, SplitBy, clipped
from perfdata.asking.said import Said
from perfdata.measures import Measure
from perfdata.snapshot import Snapshot
from perfdata.verdicts.disparities import Split, against_the_rest, dimensions_of, ends, split_of, standing_out

MOST_OPTIONS = 8
"""Dimensions offered under one answer."""


def breakdown_answer(query: Query, snapshot: Snapshot, context: Context) -> Answer | Refusal:
    """Each measure by the dimension asked for; by none, the gap in each dimension that is held, which are offered."""
    if not query.measures:
        return refusals.without_subject(query.kind)
    said = Said()
    for code in query.measures:
        _add_measure(said, query, snapshot, snapshot.measures[code])
    del said.options[MOST_OPTIONS:]
    return said.answer(query)


def _add_measure(said: Said, query: Query, snapshot: Snapshot, measure: Measure) -> None:
    rows = snapshot.breakdowns.get(measure.code, ())
    held = dimensions_of(rows)
    if not held:
        figure = _whole(said, snapshot, measure, None)
        said.paragraphs.append(
            f"{measure.title}: no figures are held by group or place, only for the whole: "
            f"{figure.value_words} for {figure.period_words}."
        )
        return
    wanted = [name for name in held if not query.split.dimension or name.casefold() == query.split.dimension.casefold()]
    if not wanted:
        names = joined([name.lower() for name in held])
        figure = _whole(said, snapshot, measure, None)
        said.paragraphs.append(
            f"{measure.title}: not held by {query.split.dimension.lower()}. It is held by {names}. For the whole it is "
            f"{figure.value_words} for {figure.period_words}."
        )
        said.options += _options(query, measure, held)
        return
    until = query.span.last_day if query.span is not None else None
    missing: list[str] = []
    for name in wanted:
        split = split_of(measure, rows, name, until)
        if split is None:
            missing.append(name.lower())
            continue
        if query.span is not None and split.period.end < query.span.first_day:
            said.notes.append(f"Nothing is held by group for {query.span.words}; the latest before it is given.")
        if split.withheld_period is not None:
            later = said.period(split.withheld_period)
            said.notes.append(f"By {name.lower()}, every group is withheld for {later}; the latest shown is given.")
        if query.split.dimension:
            _add_split(said, query, snapshot, split)
        else:
            _add_gap_only(said, split)
    if missing and query.span is not None:
        figure = _whole(said, snapshot, measure, None)
        said.paragraphs.append(
            f"{measure.title}: nothing is held by {joined(missing)} up to {query.span.words}. For the whole it is "
            f"{figure.value_words} for {figure.period_words}."
        )
    if not query.split.dimension:
        said.options += _options(query, measure, held)


def _add_split(said: Said, query: Query, snapshot: Snapshot, split: Split) -> None:
    """Every group of one split, the gap in the first paragraph, and who stands out."""
    measure, by = split.measure, split.dimension.lower()
    groups = [group_figure(split, row) for row in split.groups]
    said.groups += groups
    whole = _whole(said, snapshot, measure, split)
    said.items += [
        Item(
            code=measure.code,
            title=one.group,
            status="",
            value=one.value_words,
            period=one.counts_words,
            tier=measure.tier,
        )
        for one in groups
    ]
    sentences = [f"{measure.title}: by {by}, for {groups[0].period_words}."]
    if whole.value is not None:
        sentences.append(f"The whole is {whole.value_words}.")
    sentences += _gap_sentences(said, query, split)
    sentences.append(_source(groups))
    said.paragraphs.append(" ".join(sentence for sentence in sentences if sentence))
    if split.withheld:
        verb = "is" if split.withheld == 1 else "are"
        said.count("groups withheld", split.withheld)
        said.notes.append(
            f"{counted(split.withheld, 'group')} {verb} withheld, because the numbers are small or would give small "
            "ones away."
        )


def _gap_sentences(said: Said, query: Query, split: Split) -> list[str]:
    if not split.shown:
        return ["Every group is withheld."]
    mine = next((one for one in split.groups if one.group.casefold() == query.split.group.casefold()), None)
    if query.split.group and mine is not None and mine.suppressed:
        return [f"The figure for {mine.group} is withheld, and so is its gap."]
    found = against_the_rest(split, mine.group) if mine is not None else ends(split)
    if found is None and mine is not None and mine.value is not None:
        said_of = group_figure(split, mine)
        return [f"For {mine.group} it is {said_of.value_words}.", _no_gap(split)]
    if found is None:
        return [_no_gap(split)]
    gap = gap_of(split, found)
    said.gaps.append(gap)
    sentences = [gap_sentence(gap, found), chance_sentence(gap), change_sentence(gap)]
    if not query.split.group and (outstanding := standing_out(split)):
        more = [gap_of(split, one) for one in outstanding]
        said.gaps += more
        sentences.append(outstanding_sentence(more, outstanding))
    return sentences


def _no_gap(split: Split) -> str:
    if split.counts_only:
        return "These are counts: a larger group has a larger one, so no gap is worked out."
    if split.withheld:
        return "No gap is given, because a group that it would need is withheld."
    return "There is only one group to show, so there is no gap."


def _add_gap_only(said: Said, split: Split) -> None:
    """One sentence on a split, where all there are have been asked for."""
    groups = [group_figure(split, row) for row in split.groups]
    said.groups += groups
    lead = f"{split.measure.title}, by {split.dimension.lower()}, for {groups[0].period_words}."
    found = ends(split)
    if found is None:
        sentences = [lead, _no_gap(split)]
    else:
        gap = gap_of(split, found)
        said.gaps.append(gap)
        sentences = [lead, gap_sentence(gap, found), chance_sentence(gap)]
    said.paragraphs.append(" ".join(one for one in (*sentences, _source(groups)) if one))


def _whole(said: Said, snapshot: Snapshot, measure: Measure, split: Split | None) -> Figure:
    """The measure's own figure: of the split's period, else the latest."""
    verdict = snapshot.verdicts[measure.code]
    if split is not None:
        figure = figure_of(measure, split.period, snapshot.series[measure.code].at(split.period))
    elif verdict.latest is not None:
        figure = latest_figure(verdict, verdict.latest)
    else:
        figure = figure_when_due(verdict)
    said.figures.append(figure)
    return figure


def _source(groups: list[GroupFigure]) -> str:
    rows = sorted(one.source_row for one in groups)
    where = f"row {rows[0]}" if len(rows) == 1 else f"rows {rows[0]} {'and' if len(rows) == 2 else 'to'} {rows[-1]}"
    latest = max(one.entered_on for one in groups)
    return f"Source: {groups[0].source_file}, {where}, entered {day_words(latest)}."


def _options(query: Query, measure: Measure, held: tuple[str, ...]) -> list[Option]:
    """A button for each dimension that is held."""
    return [
        Option(
            clipped(f"By {name.lower()}"),
            clipped(measure.title, 150) if len(query.measures) > 1 else "",
            replace(query, measures=(measure.code,), details=SplitBy(name), evidence=()),
        )
        for name in held
    ]
