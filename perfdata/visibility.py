"""Who sees the figures of a round that has not been released, where a council shows figures on release.

The Performance Team and a measure's owner see them at once, where nobody else reads along, and are told that they are
not released. Everybody else, and every channel, gets what was released: figures entered up to the closing day of the
newest round that was, and loaded before it was. Before the first release that is what was known when the calendar's
first round opened. It is decided here, once, by which snapshot is read; no answer, list or chart decides it again.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from datetime import date, timedelta

from sqlalchemy.orm import Session

from perfdata.council import Council, Visible
from perfdata.people import Person, Role
from perfdata.periods import Period
from perfdata.permissions import Place, PlaceKind
from perfdata.released_rounds import newest_released
from perfdata.rounds import round_of
from perfdata.snapshot import Snapshot, build_snapshot, with_surgeries

NOT_RELEASED = "Not released yet: members see {these} when the round is released."
"""Told to those who see figures before; said beside them."""


def for_everybody(session: Session, council: Council, today: date, *, known_on: date | None = None) -> Snapshot:
    """All that is held, with what members see of it where that is not all; with `known_on`, both as on that day."""
    everything = build_snapshot(session, council, today, known_on=known_on)
    if council.visible is Visible.ON_LOAD:
        return everything
    released = newest_released(session, by=known_on)
    if released is not None:
        seen_to, loaded_by = released.closed_on, released.released_at
    else:
        seen_to, loaded_by = (
            round_of(council.calendar.first_round, council.calendar).opened_on - timedelta(days=1),
            None,
        )
    seen_to = min(seen_to, known_on) if known_on is not None else seen_to
    members = build_snapshot(session, council, today, known_on=seen_to, loaded_by=loaded_by, judged_on=seen_to)
    # What is said of a figure is seen as soon as the figure is.
    seen = {
        code: {period: words for period, words in found.items() if members.series[code].at(period) is not None}
        for code, found in everything.comments.items()
    }
    everything = replace(everything, members=replace(members, comments=seen, released_on=seen_to))
    return with_surgeries(everything, everything.run_surgeries, everything.surgeries_version)


def seen_by(snapshot: Snapshot, person: Person, place: Place) -> Snapshot:
    """What of it this person may see here."""
    members = snapshot.members
    if members is None:
        return snapshot
    if place.kind is PlaceKind.CHANNEL and not (place.of_performance_team and person.is_a(Role.PERFORMANCE_TEAM)):
        return members
    if person.is_a(Role.PERFORMANCE_TEAM):
        return snapshot
    own = [code for code, measure in snapshot.measures.items() if measure.owner_role == person.title]
    return _of_owner(snapshot, members, person.title, own) if own else members


def in_channels(snapshot: Snapshot) -> Snapshot:
    """What of it may be said where anybody may read."""
    return snapshot.members or snapshot


def stated(snapshot: Snapshot, code: str, period: Period, revision: int) -> Snapshot:
    """What to hold a figure against that was said at that revision: what was said to those who see more, against all
    that is held; every other against what members see."""
    if snapshot.members is None:
        return snapshot
    shown = snapshot.members.series[code].at(period)
    return snapshot.members if shown is not None and revision <= shown.revision else snapshot


def is_members_view(snapshot: Snapshot, code: str) -> bool:
    """Whether this snapshot has the measure as members see it, where that may be less than is held."""
    if snapshot.released_on is None:
        return False
    return snapshot.members is None or snapshot.series[code] is snapshot.members.series[code]


def is_kept(snapshot: Snapshot, code: str, period: Period) -> bool:
    """Whether the figure of that period, as this snapshot has it, is one that members do not see."""
    if snapshot.members is None:
        return False
    here, there = snapshot.series[code].at(period), snapshot.members.series[code].at(period)
    return here is not None and (there is None or there.id != here.id)


def remark(snapshot: Snapshot, figures: Iterable[tuple[str, Period]]) -> str:
    """What to say beside these figures, by measure and period, to somebody who sees more than members do; blank where
    members see them all."""
    told = list(figures)
    kept = [one for one in told if is_kept(snapshot, *one)]
    if not kept:
        return ""
    return NOT_RELEASED.format(these="this figure" if len(told) == 1 else "some of these figures")


def _of_owner(snapshot: Snapshot, members: Snapshot, title: str, own: Iterable[str]) -> Snapshot:
    """What members see, with an owner's own measures as they are held; made once for each owner."""
    made = snapshot.of_owners.get(title)
    if made is None:
        codes = set(own)
        made = snapshot.of_owners[title] = replace(
            members,
            series={code: (snapshot if code in codes else members).series[code] for code in snapshot.series},
            verdicts={code: (snapshot if code in codes else members).verdicts[code] for code in snapshot.verdicts},
            comments={**members.comments, **{one: found for one, found in snapshot.comments.items() if one in codes}},
            members=members,
        )
    return made
