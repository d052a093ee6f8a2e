"""The cabinet leads: the portfolio holder or chief officers choose, the portfolio holder chairs. Recycling turns."""

from __future__ import annotations

from perfdata.council import SurgeryModel, WorkingGroup
from tests.stories.passages import Agreed, Plot, closed, decides, figures, held, nominated, prepared, reports
from tests.stories.stage import Stage

NAME = "cabinet-led"
TITLE = "A surgery that the cabinet leads"
MODEL = SurgeryModel.CABINET_LED
GROUP = WorkingGroup()
OPENING = """Members of the board nominate; the portfolio holder or a chief officer chooses, the portfolio holder
chairs, and the board's chair and vice chair are invited (`surgery_model = "cabinet_led"`). Here the board's chair may
not choose, an action needs longer with a reason, another is not done with a reason, and the curve turns."""

OWNER = "Head of Waste and Recycling"
DIRECTOR = "Strategic Director, Place"
BOARD_CHAIR = "Chair, Climate, Environment and Streets Board"
PLOT = Plot(
    board="ENV",
    channel="scrutiny-environment",
    code="ENV-001",
    measure="Household waste sent for reuse, recycling or composting",
    typed="recycling rate",
    chair="Cabinet Member, Environment and Streets",
    clerk="Scrutiny Officer 1",
    owner=OWNER,
    director=DIRECTOR,
    first="Councillor 5",
    second="Councillor 1",
    cabinet="Cabinet Member, Environment and Streets",
    why="Below target for three months now, and the flats in my ward have no food bins at all.",
    outcome="46% by the summer, and food bins at every block.",
    also="At our flats the recycling store is locked since June.",
    held_on="2026-12-17",
    place="Council House, room 14",
    proposal="Food bins at the 40 largest blocks first: a pilot at six of them took 3 tonnes a month.",
    record=(
        ("STORY", "Houses recycle as before; blocks of flats have fallen behind."),
        ("CAUSE", "Stores locked after fires; contractors have no keys."),
        ("PARTNERS", "The housing associations, who hold the keys."),
        ("LOW_COST_IDEA", "One set of keys for each crew."),
    ),
    actions=(
        Agreed("One set of keys for each crew", OWNER, "waste", "2027-01-15", "0.5 points"),
        Agreed("Food bins at the 40 largest blocks", OWNER, "waste", "2027-02-12", "1.5 points"),
        Agreed("Wardens at stores that had fires", "Head of Street Scene and Parks", "street", "2027-02-26", "keeps"),
        Agreed("Agree keys with housing associations", DIRECTOR, "place", "2027-01-29", "0.5 points"),
    ),
)


def play(stage: Stage) -> None:
    """The whole story."""
    nominated(stage, PLOT)
    _chosen(stage)
    prepared(stage, PLOT, set_on="2026-11-27", service_on="2026-12-02", out_on="2026-12-09")
    held(stage, PLOT)
    _chased(stage)
    _turned(stage)


def _chosen(stage: Stage) -> None:
    stage.on("2026-11-26", "the portfolio holder chooses, and the board’s chair cannot")
    chair = stage.person(BOARD_CHAIR, PLOT.board).types("/board")
    chair.reads("still be chosen", "points.", "[Second]")
    chooser = decides(
        stage, PLOT.chair, PLOT, "It is the first of our promises, and the flats are where it can be won."
    )
    chooser.submits().done()
    stage.news()


def _chased(stage: Stage) -> None:
    stage.on("2027-01-15", "an action is due")
    reports(stage, OWNER, "All 38 crews have keys since 11 January.", "FINISH", asked="It is due today").done()
    stage.news()
    stage.on("2027-02-01", "another is late")
    reports(
        stage,
        DIRECTOR,
        "Two of five associations have signed; the others meet in February.",
        "EXTEND",
        asked="It was due on 29 January",
        until="2027-02-26",
    ).done()
    stage.news()
    stage.on("2027-02-12", "one will not be done")
    reports(
        stage, OWNER, "Food bins stand at all 40 blocks since 8 February.", "FINISH", asked="It is due today"
    ).done()
    words = "The fire service advises against wardens at night; the stores get sprinklers instead."
    reports(stage, "Head of Street Scene", words, "GIVE_UP").done()
    stage.news()
    stage.on("2027-02-26", "the extended one is due")
    reports(
        stage, DIRECTOR, "All five have signed.", "EVIDENCE", asked="It is due today", evidence="The agreements"
    ).done()
    stage.news()


def _turned(stage: Stage) -> None:
    stage.on("2027-06-24", "figures up to May are loaded")
    months = ("Nov 2026", "Dec 2026", "Jan 2027", "Feb 2027", "Mar 2027", "Apr 2027", "May 2027")
    values = ("41.2", "42.6", "43.3", "43.9", "44.8", "46.2", "47.1")
    stage.figures("recycling_may.csv", *figures(PLOT, "46.0", "23/06/2027", list(zip(months, values, strict=True))))
    stage.passes_to("2027-06-25")
    stage.news()
    board_chair = stage.person(BOARD_CHAIR, PLOT.board).types("/surgery")
    board_chair.reads(PLOT.measure)
    closed(stage, PLOT, "Back on target, by what the crews and the associations did.")
