"""A surgery's pack as a Word file, from frozen values to bytes, beside a bare drawing of the one picture in it.

Both are processes of their own, as the bot starts them: most of either is the starting of Python and its libraries.
"""

from __future__ import annotations

import resource
import statistics
import time

from handlers.uploads import Made, make, picture, word_file
from perfdata.documents.document import Picture
from perfdata.documents.handing_out import Paper
from tests.documents.samples import documents

ROUNDS = 5


def measured() -> str:
    """One line: the median of so many rounds, and its ratio to the drawing of the picture alone."""
    pack = next(document for paper, document in documents() if paper is Paper.PACK)
    [chart] = [part.chart for section in pack.sections for part in section.parts if isinstance(part, Picture)]
    (ours, worked), (alone, _) = (_median(made) for made in (word_file(pack), picture(chart)))
    late = "" if ours < 2 else " (MORE THAN 2 s)"
    return (
        f"a surgery's pack of {len(pack.sections)} sections, made: {ours:.2f} s{late}, of which {worked:.2f} s of a "
        f"processor; {ours / alone:.1f} times the drawing of its one picture"
    )


def _median(made: Made) -> tuple[float, float]:
    """Seconds to make it, by the clock and of a processor: on a busy machine the two differ."""
    taken, worked = [], []
    for _ in range(ROUNDS):
        began, before = time.perf_counter(), _worked()
        make(made)
        taken.append(time.perf_counter() - began)
        worked.append(_worked() - before)
    return statistics.median(taken), statistics.median(worked)


def _worked() -> float:
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    return used.ru_utime + used.ru_stime
