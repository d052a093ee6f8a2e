"""A council with very many measures: the sample council's again and again, each time under a name of its own."""

from __future__ import annotations

from dataclasses import replace

from perfdata.snapshot import Snapshot

COUNT = 10_000


def of_many(snapshot: Snapshot, count: int = COUNT) -> Snapshot:
    """The snapshot with so many measures: the same figures and verdicts for ward after ward.

    It is harder than a council of so many different measures: every word of a question fits dozens of them.
    """
    measures, series, verdicts = dict(snapshot.measures), dict(snapshot.series), dict(snapshot.verdicts)
    ward = 0
    while len(measures) < count:
        ward += 1
        for code, measure in list(snapshot.measures.items())[: count - len(measures)]:
            again = replace(measure, code=f"{code}-{ward}", title=f"{measure.title}, ward {ward}")
            measures[again.code] = again
            series[again.code] = snapshot.series[code]
            verdicts[again.code] = replace(snapshot.verdicts[code], measure=again)
    many = replace(snapshot, measures=measures, series=series, verdicts=verdicts)
    many.read_charts()
    return many
