"""Together: portfolio holder and the board's chair both choose, experts advise. Plans for children in 20 weeks turn."""

from __future__ import annotations

from perfdata.council import SurgeryModel, WorkingGroup
from tests.stories.passages import Agreed, Plot, closed, decides, figures, held, nominated, prepared, reports
from tests.stories.stage import Stage

NAME = "collaborative"
TITLE = "A surgery that cabinet and scrutiny hold together"
MODEL = SurgeryModel.COLLABORATIVE
GROUP = WorkingGroup()
OPENING = """The portfolio holder and the board's chair both have to agree before a nomination is chosen, directors
bring proposals, experts advise, and the portfolio holder chairs (`surgery_model = "collaborative"`). Here the first
agreement waits for the second, a lead from a similar council advises, one action is not done with a reason, and the
curve turns."""

OWNER = "Service Director, Education and Inclusion"
DIRECTOR = "Strategic Director, Children and Young People"
BOARD_CHAIR = "Chair, Children and Young People Board"
PLOT = Plot(
    board="CYP",
    channel="scrutiny-children",
    code="EDU-003",
    measure="Education, health and care plans issued in 20 weeks, excluding exceptions",
    typed="EHCP in 20 weeks",
    chair="Cabinet Member, Children",
    clerk="Scrutiny Officer 2",
    owner=OWNER,
    director=DIRECTOR,
    first="Co-opted member (parent governor)",
    second="Councillor 7",
    cabinet="Cabinet Member, Children",
    why="Families wait half a year for a plan that the law promises in 20 weeks.",
    outcome="Six in ten in time by Easter, and nobody waiting over 40 weeks.",
    also="Three schools in my ward have told me the same.",
    held_on="2026-12-17",
    place="Children's centre, Mill Lane",
    proposal="Advice from psychologists by telephone first: a similar council saves four weeks by it.",
    record=(
        ("STORY", "Requests rose by a fifth; advice from health comes after eight weeks."),
        ("CAUSE", "Each request waits for one panel a month."),
        ("PARTNERS", "Health, special schools and the parents' forum."),
        ("LOW_COST_IDEA", "A panel every week."),
    ),
    actions=(
        Agreed("A panel every week", OWNER, "education", "2027-01-15", "two weeks less"),
        Agreed("Advice by telephone first", OWNER, "education", "2027-02-26", "four weeks less"),
        Agreed("Health advice in six weeks", DIRECTOR, "children", "2027-02-12", "two weeks less"),
        Agreed("A second casework team", "Director of Finance", "finance", "2027-01-29", "10 points"),
    ),
    sits_on_several=False,
)


def play(stage: Stage) -> None:
    """The whole story."""
    nominated(stage, PLOT)
    _chosen_by_both(stage)
    prepared(stage, PLOT, set_on="2026-11-30", service_on="2026-12-02", out_on="2026-12-09", expert=True)
    held(stage, PLOT)
    _chased(stage)
    _turned(stage)


def _chosen_by_both(stage: Stage) -> None:
    stage.on("2026-11-26", "the board’s chair agrees first")
    chair = decides(stage, BOARD_CHAIR, PLOT, "The law says 20 weeks.", show=False)
    chair.submits().done()
    stage.news()
    stage.on("2026-11-27", "the portfolio holder agrees too")
    holder = decides(stage, PLOT.chair, PLOT, "I want to know what would help, with schools and health in the room.")
    holder.submits().done()
    stage.news()


def _chased(stage: Stage) -> None:
    stage.on("2027-01-15", "the weekly panel")
    reports(stage, OWNER, "Weekly since 11 January.", "EVIDENCE", asked="It is due today", evidence="Dates").done()
    stage.news()
    stage.on("2027-01-29", "the second team")
    words = "Two posts were filled in January without it; a second team would stand idle by summer."
    reports(stage, "Director of Finance", words, "GIVE_UP", asked="It is due today").done()
    stage.news()
    stage.on("2027-02-12", "health advice")
    reports(stage, DIRECTOR, "Six weeks since 1 February.", "FINISH", asked="is due today").done()
    stage.news()
    stage.on("2027-02-26", "telephone advice")
    reports(stage, OWNER, "In use for every request since 22 February.", "FINISH", asked="It is due today").done()
    stage.news()


def _turned(stage: Stage) -> None:
    stage.on("2027-03-17", "three months on")
    stage.passes_to("2027-06-16")
    months = ("Nov 2026", "Dec 2026", "Jan 2027", "Feb 2027", "Mar 2027", "Apr 2027", "May 2027")
    values = ("46.2", "47.1", "49.5", "52.0", "58.3", "61.2", "63.4")
    stage.figures("plans_may.csv", *figures(PLOT, "60.0", "15/06/2027", list(zip(months, values, strict=True))))
    stage.on("2027-06-17", "six months on")
    closed(stage, PLOT, "Six in ten in time, as the parents asked. The weekly panel stays.")
    stage.person(PLOT.first, PLOT.board).types("/surgery").reads(PLOT.measure)
