"""Receipts: everything that is held about where one figure came from."""

from __future__ import annotations

from perfdata.asking.amounts import day_words
from perfdata.asking.answers import Receipt
from perfdata.asking.define_answers import definition_of
from perfdata.asking.figures import figure_of
from perfdata.periods import parse
from perfdata.rounds import LONDON
from perfdata.snapshot import Snapshot


def receipt_of(snapshot: Snapshot, code: str, period_label: str) -> Receipt:
    """The receipt of the measure's figure for the period, as it stands in this snapshot.

    Raises BadInput when the label is no period. The caller has seen to it that the measure is held and may be seen.
    """
    measure = snapshot.measures[code]
    period = parse(period_label)
    observation = snapshot.series[code].at(period)
    figure = figure_of(measure, period, observation)
    verdict = snapshot.verdict(code, period)
    definition = definition_of(measure)
    lines = [
        f"Measure: {measure.title} ({measure.code}).",
        f"Period: {period.words}.",
        f"Figure: {figure.value_words}{f', target {figure.target_words}' if figure.target_words else ''}.",
        f"Status: {figure.status}. {verdict.judgement.reason}",
    ]
    if (rule := verdict.judgement.rule) is not None:
        lines.append(f"Rule: {rule.words}.")
    if figure.numerator is not None and figure.denominator is not None and measure.numerator:
        lines.append(
            f"Worked out from: {measure.numerator}, {figure.numerator:,f}; "
            f"{measure.denominator}, {figure.denominator:,f}."
        )
    if observation is None or figure.entered_on is None or figure.loaded_at is None:
        lines.append("No row is held for this period.")
    else:
        loaded = figure.loaded_at.astimezone(LONDON)
        lines += [
            f"Source: {figure.source_file}, row {figure.source_row}.",
            f"Entered on {day_words(figure.entered_on)}; loaded on {day_words(loaded.date())} at {loaded:%H:%M}.",
            f"{'Provisional' if figure.provisional else 'Final'}; revision {figure.revision}.",
        ]
    lines.append(definition.words[-1])
    return Receipt(figure, verdict.judgement.reason, definition, tuple(lines))
