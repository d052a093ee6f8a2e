"""Why a question was read as it was, in lines for people to check: `ask --explain` prints them, the log keeps them."""

from __future__ import annotations

from collections.abc import Iterator

from perfdata.asking.queries import Choice, Query, Reading


def explained(reading: Reading) -> tuple[str, ...]:
    """What the reading is, then each word that led to it; never who asked, nor the question as typed."""
    return tuple(_lines(reading))


def _lines(reading: Reading) -> Iterator[str]:
    match reading:
        case Query():
            yield f"read as: {reading.kind}"
            if reading.measures:
                yield f"measures: {', '.join(reading.measures)}"
            yield from (f"{name}: {value}" for name, value in (reading.filter.terms if reading.filter else {}).items())
            if (span := reading.stretch) is not None:
                yield f"period: {span.words}"
            yield from (f"because of {one}" for one in reading.evidence)
            if reading.others:
                yield f"nearly as fitting: {', '.join(reading.others)}"
        case Choice():
            yield f"read as: a choice between {', '.join(reading.candidates) or 'readings'}"
            for option in reading.options:
                yield from (f"{option.label}: because of {one}" for one in option.query.evidence)
        case _:
            yield f"declined: {reading.reason}"
            if reading.measures:
                yield f"about: {', '.join(reading.measures)}"
