"""What every story goes through: nominated, prepared, held, its actions chased, its figures loaded, closed."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from sandbox.sight import Message
from sandbox.sight import words as words_of
from tests.stories.actor import Actor
from tests.stories.stage import Stage


@dataclass(frozen=True)
class Agreed:
    """One action as it is agreed: days as `2027-01-29`; `letters` find its owner in the form."""

    words: str
    owner: str
    letters: str
    day: str
    effect: str


@dataclass(frozen=True)
class Plot:
    """Who plays in a story and what they say. People by how their role titles begin; `board` is a code."""

    board: str
    channel: str
    code: str
    measure: str
    typed: str
    chair: str
    clerk: str
    owner: str
    director: str
    first: str
    second: str
    cabinet: str
    why: str
    outcome: str
    also: str
    held_on: str
    place: str
    proposal: str
    record: tuple[tuple[str, str], ...]
    actions: tuple[Agreed, ...]
    sits_on_several: bool = True

    @property
    def present(self) -> tuple[str, ...]:
        """Who comes to the surgery, by how their titles begin."""
        return (self.chair, self.owner, self.director)


def nominated(stage: Stage, plot: Plot) -> Message:
    """The alert, and three members: one nominates, one seconds with a reason, one of the executive is refused."""
    stage.on("2026-11-24", "the alert, and three members")
    alert = stage.alerts(plot.board)
    stage.page.sees(f"**#{plot.channel}**", alert.blocks, ("October 2026:", "checked", f"{plot.measure} ("))
    member = stage.person(plot.first, plot.board).chooses("Nominate for surgery", alert, plot.measure)
    member.opens(show=True)
    several = {"board": plot.board} if plot.sits_on_several else {}
    member.fills(reason=plot.why, outcome=plot.outcome, **several).submits().done()
    stage.news()
    other = stage.person(plot.second, plot.board).types("/nominate", plot.typed)
    other.opens()
    other.fills(reason=plot.also).submits().done()
    stage.news()
    stage.person(plot.cabinet, plot.board).chooses("Nominate for surgery", alert, plot.measure).reads()
    return alert


def decides(stage: Stage, who: str, plot: Plot, reason: str, *, show: bool = True) -> Actor:
    """Somebody opens the board's list and chooses the measure for a surgery."""
    chooser = stage.person(who, plot.board).types("/board", plot.board)
    chooser.reads() if show else chooser.looks()
    chooser.presses("Decide", about=plot.measure).opens()
    chooser.fills(move="CHOOSE", reason=reason)
    return chooser


def prepared(stage: Stage, plot: Plot, *, set_on: str, service_on: str, out_on: str, expert: bool = False) -> None:
    """A date, invitations, the service's turn, papers."""
    stage.on(set_on, "a date, and who comes")
    clerk = stage.person(plot.clerk, plot.board).types("/surgery")
    clerk.reads(f"“{plot.measure}”: chosen")
    clerk.presses("Set the date", about=plot.measure).opens()
    clerk.fills(day=plot.held_on, time="14:00", place=plot.place).submits().done()
    stage.news()
    if expert:
        clerk.presses("Invite somebody", about=plot.measure).opens()
        clerk.fills(role="Lead for inclusion of a similar council", kind="expert").submits().done()
    owner = stage.person(plot.owner)
    owner.presses("I will be there", on=stage.to(plot.owner, "you are invited")).reads()
    stage.on(service_on, "the service sees the papers first")
    owner.presses("Correct or propose", on=stage.to(plot.owner, "the papers are with you")).opens()
    owner.fills(kind="PROPOSAL", words=plot.proposal).submits("Added to").done()
    stage.on(out_on, "the papers are out")


def held(stage: Stage, plot: Plot, *, show: bool = False) -> None:
    """The meeting: whoever chairs and the clerk write at the same time, and four actions are agreed."""
    stage.on(plot.held_on, "at the surgery")
    chair = stage.person(plot.chair, plot.board).types("/surgery")
    chair.looks()
    chair.presses("It is being held", about=plot.measure).reads()
    stage.news()
    clerk = stage.person(plot.clerk, plot.board).types("/surgery")
    clerk.looks()
    clerk.presses("Who was there", about=plot.measure)
    # Many who are invited stand in several blocks of boxes: those of the last are ticked here.
    boxes = [block for block in clerk.opens().blocks if block["type"] == "input"][-1]
    offered = list(words_of(boxes["element"]["options"]))
    there = [one for one in offered if one.startswith(plot.present)] or offered
    clerk.fills(**{boxes["block_id"]: there}).submits().done()
    chair.presses("Write down", about=plot.measure).opens()
    clerk.presses("Write down", about=plot.measure).opens(show=show)
    for number, (kind, words) in enumerate(plot.record):
        (chair, clerk)[number % 2].fills(kind=kind, words=words).submits("Added to")
    chair.done()
    clerk.done()
    clerk.presses("Agree an action", about=plot.measure).opens(show=show)
    for one in plot.actions:
        clerk.looks_for("owner_role", one.letters, one.owner)
        clerk.fills(words=one.words, day=one.day, effect=one.effect, evidence="A note to the board")
        clerk.submits("Agreed", one.words)
    clerk.done()
    chair.presses("End with its actions", about=plot.measure).reads()
    stage.news()


def reports(
    stage: Stage,
    who: str,
    words: str,
    move: str,
    *,
    asked: str = "",
    about: str = "",
    evidence: str = "",
    until: str = "",
) -> Actor:
    """Somebody reports on the action that they were asked about last, or on one of their list."""
    person = stage.person(who)
    if asked:
        person.presses("Report", on=stage.to(who, asked))
    else:
        person.types("/actions", "mine").looks()
        person.presses("Report", about=about)
    person.opens()
    person.fills(move=move, words=words, **({"evidence": evidence} if evidence else {}))
    if until:
        person.fills(until=until)
    return person.submits()


def figures(plot: Plot, target: str, entered: str, found: Sequence[tuple[str, str]]) -> list[str]:
    """Rows of later months, entered on a day (`12/03/2027`)."""
    return [f"{plot.code},{period},{value},{target},,,,N,,{entered}" for period, value in found]


def closed(stage: Stage, plot: Plot, reason: str, *, show: bool = True) -> None:
    """Whoever chairs closes the surgery, with what the figures say before them."""
    chair = stage.person(plot.chair, plot.board).types("/surgery")
    chair.looks()
    chair.presses("Close", about=plot.measure).opens(show=show)
    chair.fills(reason=reason).submits().done()
    stage.news()
