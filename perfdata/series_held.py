"""Reading the figures held: the longest part of a snapshot, so each row is turned into an observation at once."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from datetime import date, datetime
from functools import cache

from sqlalchemy import select
from sqlalchemy.orm import Session

from perfdata.measures import Measure
from perfdata.observations import Observation
from perfdata.periods import Period
from perfdata.receipts import place_of
from perfdata.store.once import table_of
from perfdata.store.tables import ObservationRow
from perfdata.verdicts.rebase import Rebase
from perfdata.verdicts.series import Series

_HELD = table_of(ObservationRow).c
_COMPLETED = select(_HELD.measure_id, _HELD.period_start, _HELD.period_end, _HELD.completes).where(
    _HELD.completes.is_not(None)
)
_FIGURES = select(
    _HELD.id,
    _HELD.measure_id,
    _HELD.period_start,
    _HELD.period_end,
    _HELD.revision,
    _HELD.value,
    _HELD.suppressed,
    _HELD.target,
    _HELD.numerator,
    _HELD.denominator,
    _HELD.provisional,
    _HELD.note,
    _HELD.entered_on,
    _HELD.loaded_at,
    _HELD.source_id,
    _HELD.source_sheet,
    _HELD.source_row,
)


def series_held(
    session: Session,
    files: Mapping[int, str],
    measures: Mapping[str, Measure],
    begun_anew: Mapping[str, tuple[Rebase, ...]],
    known_on: date | None,
    loaded_by: datetime | None,
) -> dict[str, Series]:
    """Each measure's figures, by code; of those entered up to `known_on` and loaded by `loaded_by`, where they are
    given. `files` names the sources; `begun_anew` says where usual ranges begin anew."""
    known = []
    if known_on is not None:
        known.append(_HELD.entered_on <= known_on)
    if loaded_by is not None:
        known.append(_HELD.loaded_at <= loaded_by)
    completed = {tuple(row) for row in session.execute(_COMPLETED.where(*known))}
    frequency = {measure.id: measure.frequency for measure in measures.values()}
    # Many figures share a period and a place, and what is made once is compared at once.
    period_of = cache(Period)
    stands = cache(lambda source, sheet: place_of(files[source], sheet))
    found: dict[int, list[Observation]] = defaultdict(list)
    for (
        id, measure, start, end, revision, value, suppressed, target, numerator, denominator, provisional, note,
        entered_on, loaded_at, source, sheet, source_row,
    ) in session.execute(_FIGURES.where(*known)).all():  # fmt: skip
        # Another row says in full what this one says in part.
        if completed and (measure, start, end, revision) in completed:
            continue
        found[measure].append(
            Observation(
                id, measure, period_of(start, end, frequency[measure]), revision, value, suppressed, target,
                numerator, denominator, provisional, note, entered_on, loaded_at, stands(source, sheet), source_row,
            )
        )  # fmt: skip
    return {code: Series.of(found[measure.id], begun_anew.get(code, ())) for code, measure in measures.items()}
