"""In a thread without a mention: questions beyond doubt are answered, and all that people say to each other is not."""

from __future__ import annotations

from dataclasses import replace

import pytest

from perfdata.asking import Asking, Context
from perfdata.asking.answers import Answer
from perfdata.people import outsider
from perfdata.snapshot import Snapshot
from tests.asking.conftest import OPEN_CHANNEL

BEFORE = ("how is recycling doing?",)

ASKED_BY_ANYBODY = [
    ("and in September?", "status", ("ENV-001",)),
    ("and in September", "status", ("ENV-001",)),
    ("what about last year?", "trend", ("ENV-001",)),
    ("is it on target?", "status", ("ENV-001",)),
    ("is that a real change", "trend", ("ENV-001",)),
    ("are other councils worse", "compare", ("ENV-001",)),
    ("since April", "trend", ("ENV-001",)),
    ("ok so what about street lights?", "status", ("HWY-005",)),
    ("is it getting better or worse?", "trend", ("ENV-001",)),
    ("compared with other councils?", "compare", ("ENV-001",)),
    ("missed bins?", "status", ("ENV-006",)),
    ("and missed bins in June?", "status", ("ENV-006",)),
    ("what about missed bins", "status", ("ENV-006",)),
    ("how are we doing on council tax", "status", ("REV-001",)),
    ("recycling and missed bins?", "status", ("ENV-001", "ENV-006")),
    ("who owns missed bins?", "owner", ("ENV-006",)),
    ("why is recycling off target?", "commentary", ("ENV-001",)),
    ("what counts as recycling?", "define", ("ENV-001",)),
    ("will we hit the recycling target?", "forecast", ("ENV-001",)),
    ("show me recycling since April", "trend", ("ENV-001",)),
    ("ENV-006?", "status", ("ENV-006",)),
    ("what is red for the housing board?", "list", ()),
    ("which measures are red?", "list", ()),
]

ASKED_BY_WHOEVER_ASKED_BEFORE = [
    ("why?", "commentary"),
    ("why is that", "commentary"),
    ("and?", "status"),
    ("show me", "trend"),
    ("who owns it?", "owner"),
    ("what does it mean?", "define"),
    ("will we hit the target?", "forecast"),
    ("September?", "status"),
    ("where is that from", "status"),
    ("has the target changed", "target"),
]

TALK = """
thanks | Thank you all | ok | no | yes | great! | good | first | lol | really? | so? | so what? | agreed? | +1
no, the other one | stop | help | hello | ?
what a shame about recycling | recycling is off target again | recycling is off target, surely?
that's bad. And recycling? | I think recycling is improving | do you think recycling is improving?
could you show me recycling? | can we have recycling on the agenda? | shall we ask about recycling?
should the recycling target be higher? | what should we do about recycling? | why is recycling so hard?
why are we talking about recycling? | did they fix recycling? | where is the recycling centre?
are you coming to the recycling meeting? | <@U0MEMBER1> how is recycling doing? | @clerk and in September?
how is recycling doing?! | how is recycling doing? And housing? | and in June it was worse | it was worse last year
and recycling is getting worse | worse than last year I bet | getting worse | same here | same again | only joking
what time is the meeting? | when is the next board? | when is the next surgery? | any actions? | what is overdue?
who is coming? | who is going to chair it? | who is missing? | who is late? | what is missing? | which one?
which ones? | how are you? | how is it going? | how are we doing? | how was the holiday? | how are the kids?
how are the bins?
what about you? | what about lunch? | how about Tuesday? | and on Tuesday? | next week? | can we meet in September?
see you in September | are we meeting in September? | is everyone free in June? | by Christmas? | before Christmas?
how many people are coming? | how many of us are there? | how long have we got? | how much did the app cost?
is it? | is that right? | who said that? | what is this? | what's up? | what is on? | is the data late?
tell me when it changes | watch this | keep me posted | nominate it | what did the officer say? | good news?
are we on target? | are we on track? | on track? | is it likely? | will it rain? | still to come? | one off?
will it | will it? | is that it? | is this it | by Friday | > how is recycling doing?
housing? | and housing? | is housing any better? | recyling? | hows recyling doing
and the weather? | who will win the election? | and what about the new library and the old one in the high street?
"""


def said(
    asking: Asking, snapshot: Snapshot, context: Context, text: str, *, own: bool, before: tuple[str, ...] = BEFORE
) -> Answer | None:
    here = replace(context, place=OPEN_CHANNEL)
    return asking.overheard(text, snapshot, asking.after(before, snapshot, here), own=own)


@pytest.mark.parametrize("own", [False, True])
@pytest.mark.parametrize(("text", "kind", "measures"), ASKED_BY_ANYBODY)
def test_a_question_beyond_doubt_is_answered_whoever_asks(
    asking: Asking, snapshot: Snapshot, context: Context, text: str, kind: str, measures: tuple[str, ...], own: bool
) -> None:
    answer = said(asking, snapshot, context, text, own=own)
    assert answer is not None
    assert (answer.kind, answer.query.measures) == (kind, measures)


@pytest.mark.parametrize(("text", "kind"), ASKED_BY_WHOEVER_ASKED_BEFORE)
def test_what_names_no_subject_is_taken_from_whoever_asked_before_alone(
    asking: Asking, snapshot: Snapshot, context: Context, text: str, kind: str
) -> None:
    answer = said(asking, snapshot, context, text, own=True)
    assert answer is not None
    assert (answer.kind, answer.query.measures) == (kind, ("ENV-001",))
    assert said(asking, snapshot, context, text, own=False) is None


@pytest.mark.parametrize("text", [one.strip() for line in TALK.strip().splitlines() for one in line.split("|")])
def test_talk_is_met_with_silence(asking: Asking, snapshot: Snapshot, context: Context, text: str) -> None:
    assert said(asking, snapshot, context, text, own=False) is None
    if text not in ASKERS_OWN:
        assert said(asking, snapshot, context, text, own=True) is None


ASKERS_OWN = frozenset({
    "what did the officer say?", "by Christmas?", "is it likely?", "one off?",
})  # fmt: skip
"""What is as good as certain from whoever asked before, right under the answer."""


@pytest.mark.parametrize("text", [text for text, *_ in ASKED_BY_ANYBODY])
@pytest.mark.parametrize("talk", ["I wonder, {}", "{} you know", "Mind you: {}", "{}\nSee you all tomorrow"])
def test_a_question_in_the_midst_of_talk_is_talk(
    asking: Asking, snapshot: Snapshot, context: Context, text: str, talk: str
) -> None:
    assert said(asking, snapshot, context, talk.format(text), own=True) is None


def test_nothing_is_said_that_would_be_a_refusal_or_a_question_back(
    asking: Asking, snapshot: Snapshot, context: Context
) -> None:
    for text in ("and in June 2031?", "how is recycling doing in 1999?", "and last Tuesday?", "GOV-003?"):
        assert said(asking, snapshot, context, text, own=True) is None, text
    stranger = replace(context, person=outsider("T", "U0STRANGER"))
    assert said(asking, snapshot, stranger, "how is recycling doing?", own=True, before=()) is None


def test_one_of_those_offered_is_chosen_by_whoever_was_asked_back(
    asking: Asking, snapshot: Snapshot, context: Context
) -> None:
    offered = ("how are the bins?",)
    assert said(asking, snapshot, context, "the second one", own=False, before=offered) is None
    chosen = said(asking, snapshot, context, "the second one", own=True, before=offered)
    assert chosen is not None
    assert len(chosen.query.measures) == 1
