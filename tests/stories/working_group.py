"""A group of members from every board chooses, and its elected chair chairs. Calls to the contact centre turn."""

from __future__ import annotations

from perfdata.council import SurgeryModel, WorkingGroup
from tests.stories.passages import Agreed, Plot, closed, decides, figures, held, nominated, prepared, reports
from tests.stories.stage import Stage

NAME = "working-group"
TITLE = "A surgery of the cross-board working group"
MODEL = SurgeryModel.WORKING_GROUP
GROUP_CHAIR = "Vice Chair, Adults and Health Board"
GROUP = WorkingGroup(
    GROUP_CHAIR,
    frozenset(
        (
            GROUP_CHAIR,
            "Vice Chair, Children and Young People Board",
            "Vice Chair, Corporate Resources Board",
            "Councillor 4 (board member)",
        )
    ),
)
OPENING = """One or two members of each board form a group, which chooses and elects the chair of its surgeries
(`surgery_model = "working_group"`). Here a board's chair who is not of the group may not choose, a member of it does,
its elected chair chairs, one action is not done with a reason, and the curve turns."""

OWNER = "Head of Customer Services"
DIRECTOR = "Strategic Director, Resources"
BOARD_CHAIR = "Chair, Corporate Resources Board"
PLOT = Plot(
    board="CRB",
    channel="scrutiny-corporate",
    code="CUS-001",
    measure="Calls to the contact centre answered",
    typed="calls answered",
    chair=GROUP_CHAIR,
    clerk="Scrutiny Officer 2",
    owner=OWNER,
    director=DIRECTOR,
    first="Councillor 6",
    second="Councillor 1",
    cabinet="Cabinet Member, Finance and Resources",
    why="One call in five was lost in October, and the telephones may fail again.",
    outcome="Nine in ten answered, also on a day when something breaks.",
    also="Residents came to my surgery because nobody answered.",
    held_on="2026-12-17",
    place="Council House, room 3",
    proposal="Calls go to mobile telephones when the system fails: 30 are in a cupboard.",
    record=(
        ("STORY", "Two days without telephones; before and after, as ever."),
        ("CAUSE", "No second line, and nobody had tried the plan for it."),
        ("LOW_COST_IDEA", "Try the plan twice a year."),
        ("BOLD_IDEA", "Leave the old system a year early."),
    ),
    actions=(
        Agreed("Calls go to mobiles on failure", OWNER, "customer", "2027-01-15", "keeps 90% on a bad day"),
        Agreed("Try the plan with all teams", OWNER, "customer", "2027-01-29", "keeps 90% on a bad day"),
        Agreed("A second line", "Head of Property and Digital", "digital", "2027-02-12", "no lost day"),
        Agreed("Ask the supplier for the cause", DIRECTOR, "resources", "2027-01-22", "no second time"),
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
    stage.on("2026-11-26", "a member of the group chooses")
    stage.person(BOARD_CHAIR, PLOT.board).types("/board").reads("still be chosen", "points.", "[Second]")
    chooser = decides(
        stage, "Councillor 4", PLOT, "It touches every board: all their residents ring the same number.", show=False
    )
    chooser.submits().done()
    stage.news()


def _chased(stage: Stage) -> None:
    stage.on("2027-01-15", "mobiles")
    reports(stage, OWNER, "30 mobiles lie ready, with a list.", "FINISH", asked="It is due today").done()
    stage.on("2027-01-22", "the supplier’s word")
    reports(stage, DIRECTOR, "A power supply; replaced.", "EVIDENCE", asked="It is due today", evidence="Report").done()
    stage.on("2027-01-29", "the exercise")
    reports(stage, OWNER, "Tried on 27 January with all teams.", "FINISH", asked="It is due today").done()
    stage.on("2027-02-12", "the second line will not be built")
    words = "The new system of 2028 brings it; a line for one year would cost as much as three clerks."
    reports(stage, "Head of Property", words, "GIVE_UP", asked="It is due today").done()
    stage.news()


def _turned(stage: Stage) -> None:
    stage.passes_to("2027-03-16")
    found = [("Nov 2026", "90.9"), ("Dec 2026", "90.1"), ("Jan 2027", "91.5"), ("Feb 2027", "92.6")]
    stage.figures("calls_february.csv", *figures(PLOT, "90.0", "08/03/2027", found))
    stage.on("2027-03-17", "three months on")
    stage.person("Councillor 4", PLOT.board).types("/surgery").reads(PLOT.measure)
    closed(stage, PLOT, "Back on target. The exercise is repeated each January.")
