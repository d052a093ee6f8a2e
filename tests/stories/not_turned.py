"""The curve does not turn: all is done, it goes back to the board; and the council changes its model meanwhile."""

from __future__ import annotations

from perfdata.council import SurgeryModel, WorkingGroup
from tests.stories.passages import Agreed, Plot, decides, figures, held, nominated, prepared, reports
from tests.stories.stage import Stage

NAME = "not-turned"
TITLE = "A surgery after which the curve does not turn"
MODEL = SurgeryModel.SCRUTINY_LED
GROUP = WorkingGroup()
OPENING = """Every action is done, and the figures stay where they were: the matter goes back to the board, which agrees
what would help now. In the middle of the year the council changes its model from `scrutiny_led` to `collaborative`: the
surgery goes on under the model that it was chosen under, and what is nominated from then on needs two to agree."""

OWNER = "Head of Customer Services"
DIRECTOR = "Strategic Director, Resources"
NEW_CHOOSER = "Cabinet Member, Finance and Resources"
PLOT = Plot(
    board="CRB",
    channel="scrutiny-corporate",
    code="CUS-003",
    measure="Stage 1 complaints answered within 10 working days",
    typed="stage 1 complaints",
    chair="Chair, Corporate Resources Board",
    clerk="Scrutiny Officer 2",
    owner=OWNER,
    director=DIRECTOR,
    first="Councillor 4",
    second="Councillor 7",
    cabinet=NEW_CHOOSER,
    why="Who complains and waits complains again: a fifth of answers come too late.",
    outcome="Nine in ten in time, and fewer second complaints.",
    also="Half of my casework is about answers that did not come.",
    held_on="2026-12-17",
    place="Council House, room 3",
    proposal="Answers by telephone count as answers: most people want no letter.",
    record=(
        ("STORY", "Complaints about waste rose, and one team answers them all."),
        ("CAUSE", "Letters wait for a signature."),
        ("LOW_COST_IDEA", "Team leaders sign."),
        ("BOLD_IDEA", "Each service answers its own."),
    ),
    actions=(
        Agreed("Team leaders sign", OWNER, "customer", "2027-01-15", "5 points"),
        Agreed("Ring first, write after", OWNER, "customer", "2027-01-15", "5 points"),
        Agreed("Waste answers its own complaints", "Head of Waste and Recycling", "waste", "2027-01-29", "3 points"),
        Agreed("A weekly list of what is late", DIRECTOR, "resources", "2027-01-22", "2 points"),
    ),
)


def play(stage: Stage) -> None:
    """The whole story."""
    nominated(stage, PLOT)
    stage.on("2026-11-26", "the chair chooses")
    chair = decides(stage, PLOT.chair, PLOT, "It is how residents meet us when something went wrong.", show=False)
    chair.submits().done()
    stage.news()
    prepared(stage, PLOT, set_on="2026-11-27", service_on="2026-12-02", out_on="2026-12-09")
    held(stage, PLOT)
    _all_is_done(stage)
    _the_model_changes(stage)
    _back_with_the_board(stage)
    _closed_with_a_reason(stage)


def _all_is_done(stage: Stage) -> None:
    stage.on("2027-01-29", "all is done")
    for who, about, words in (
        (OWNER, "Team leaders", "They sign since 4 January."),
        (OWNER, "Ring first", "The teams ring first since 11 January."),
        ("Head of Waste and Recycling", "Waste answers", "Since 18 January we answer our own."),
        (DIRECTOR, "A weekly list", "The list comes each Monday."),
    ):
        reports(stage, who, words, "FINISH", about=about).done()
    stage.news()


def _the_model_changes(stage: Stage) -> None:
    stage.changes_to(SurgeryModel.COLLABORATIVE)
    stage.on("2027-02-10", "the council changes its model")
    stage.page.tells(
        'The council sets `surgery_model = "collaborative"` and starts the bot anew. The surgery under way is still '
        "its board chair’s; the portfolio holder, who would chair a new one, may read it and no more."
    )
    holder = stage.person(NEW_CHOOSER, PLOT.board).types("/board")
    holder.reads(PLOT.measure, "still be chosen")
    chair = stage.person(PLOT.chair, PLOT.board).types("/board")
    chair.reads(f"Surgery on “{PLOT.measure}", "[Pack", "still be chosen")


def _back_with_the_board(stage: Stage) -> None:
    stage.passes_to("2027-03-16")
    found = [("Nov 2026", "80.2"), ("Dec 2026", "78.1"), ("Jan 2027", "82.3"), ("Feb 2027", "80.6")]
    stage.figures("complaints_february.csv", *figures(PLOT, "90.0", "11/03/2027", found))
    stage.on("2027-03-17", "three months on, and back with the board")
    chair = stage.person(PLOT.chair, PLOT.board).types("/board")
    chair.reads(f"Surgery on “{PLOT.measure}", "[Pack")
    chair.presses("Agree an action", about=PLOT.measure).opens()
    chair.looks_for("owner_role", "customer", OWNER)
    chair.fills(words="A third team in the busiest month", day="2027-05-14", effect="6 points")
    chair.submits("Agreed", "A third team").done()
    chair.presses("End with its actions", about=PLOT.measure).reads()
    stage.news()
    stage.on("2027-05-14", "the new action is due")
    reports(stage, OWNER, "In place since 3 May.", "FINISH", asked="It is due today").done()
    stage.news()


def _closed_with_a_reason(stage: Stage) -> None:
    stage.passes_to("2027-06-15")
    found = [("Mar 2027", "81.0"), ("Apr 2027", "79.4"), ("May 2027", "82.9")]
    stage.figures("complaints_may.csv", *figures(PLOT, "90.0", "11/06/2027", found))
    stage.on("2027-06-17", "six months on, and it has not turned")
    chair = stage.person(PLOT.chair, PLOT.board).types("/surgery")
    chair.looks()
    chair.presses("Close", about=PLOT.measure).opens(show=True)
    chair.submits().refused("Please give the reason")
    chair.fills(reason="Ten days cannot be kept with one team. Each service should answer its own.")
    chair.submits().done()
    stage.news()
    stage.on("2027-06-18", "nominated again, under the new model")
    member = stage.person(PLOT.first, PLOT.board).types("/nominate", PLOT.typed)
    member.opens()
    member.fills(board=PLOT.board, reason="It did not turn, and residents still wait.").submits().done()
    decides(stage, NEW_CHOOSER, PLOT, "It is time for each service to answer its own.").submits().done()
    stage.news()
