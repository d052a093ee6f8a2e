"""Scrutiny chairs: the board's chair chooses and chairs. Homelessness prevented or relieved; the curve turns."""

from __future__ import annotations

from perfdata.council import SurgeryModel, WorkingGroup
from tests.stories.passages import Agreed, Plot, closed, figures, held, nominated, reports
from tests.stories.stage import Stage

NAME = "scrutiny-led"
TITLE = "A surgery that scrutiny leads"
MODEL = SurgeryModel.SCRUTINY_LED
GROUP = WorkingGroup()
OPENING = """The board's chair or vice chair chooses, and the board's chair chairs (`surgery_model = "scrutiny_led"`).
Here a full quarter means that another surgery makes room, an action is refused with a reason, and the curve turns."""

OWNER = "Head of Housing Options and Supply"
DIRECTOR = "Strategic Director, Homes and Communities"
PLOT = Plot(
    board="HCB",
    channel="scrutiny-housing",
    code="HSG-022",
    measure="Homelessness prevented or relieved",
    typed="homelessness prevented",
    chair="Chair, Housing and Communities Board",
    clerk="Scrutiny Officer 2",
    owner=OWNER,
    director=DIRECTOR,
    first="Councillor 8",
    second="Councillor 3",
    cabinet="Cabinet Member, Housing",
    why="Of all who come to us before they lose their home, we now keep only half from losing it.",
    outcome="Three in five by next summer, and nobody told to come back when the bailiffs do.",
    also="Schools tell me of children who moved twice in a term.",
    held_on="2026-12-17",
    place="Council House, committee room 2",
    proposal="A rent guarantee for landlords: two councils near us keep one tenancy in four by it.",
    record=(
        ("STORY", "Rents rose faster than allowances, and landlords leave the market."),
        ("CAUSE", "Two in three households came when a private tenancy ended."),
        ("BOLD_IDEA", "Buy 60 homes with the receipts of the depot."),
        ("LOW_COST_IDEA", "Ring each landlord who gives notice, within two days."),
    ),
    actions=(
        Agreed("Ring each landlord who gives notice", OWNER, "options", "2027-01-29", "2 points by March"),
        Agreed("A rent guarantee for 100 homes", OWNER, "options", "2027-02-26", "4 points by June"),
        Agreed("Tell us of tenants eight weeks behind", "Head of Council Housing", "council", "2027-03-19", "1 point"),
        Agreed("A duty adviser at the county court", DIRECTOR, "homes", "2027-03-31", "1 point"),
    ),
)
ARREARS = "Current tenants' rent arrears as a share of rent due"
FAMILIES = "Families with children in bed and breakfast for more than six weeks"


def play(stage: Stage) -> None:
    """The whole story."""
    with stage.off_the_page():
        _two_surgeries_are_chosen_already(stage)
    nominated(stage, PLOT)
    stage.picture(
        "scrutiny-led-nominated",
        PLOT.first,
        PLOT.board,
        "Nominated for surgery:",
        "The housing board’s channel on a phone: what was nominated, on which figures, and why",
    )
    _chosen(stage)
    _prepared(stage)
    held(stage, PLOT, show=True)
    stage.picture(
        "scrutiny-led-yours-to-do",
        PLOT.owner,
        "",
        "this is yours to do",
        "The service’s private message on a phone: two actions with their days, and a button to report on each",
    )
    _chased(stage)
    _turned(stage)


def _two_surgeries_are_chosen_already(stage: Stage) -> None:
    stage.passes_to("2026-10-12")
    for title in (ARREARS, FAMILIES):
        member = stage.person(PLOT.first, PLOT.board).types("/nominate", title)
        member.opens()
        member.fills(reason="It has been off target for two years or longer.").submits().done()
        chair = stage.person(PLOT.chair, PLOT.board).types("/board")
        chair.looks()
        chair.presses("Decide", about=title).opens()
        chair.fills(move="CHOOSE", reason="Long off target, and nobody has looked into it.").submits().done()


def _chosen(stage: Stage) -> None:
    stage.on("2026-11-26", "the chair chooses")
    chair = stage.person(PLOT.chair, PLOT.board).types("/board")
    chair.reads()
    chair.presses("Decide", about=PLOT.measure).opens(show=True)
    chair.fills(move="CHOOSE", reason="Each home kept is a family that needs no hotel.")
    chair.submits().refused("which of them is to make room")
    chair.fills(room=ARREARS).submits().done()
    stage.news()


def _prepared(stage: Stage) -> None:
    stage.on("2026-11-27", "a date, and who comes")
    clerk = stage.person(PLOT.clerk, PLOT.board).types("/board")
    clerk.reads("Surgery on", "[Set the date]")
    clerk.presses("Set the date", about=PLOT.measure).opens(show=True)
    clerk.fills(day="2026-12-08", time="14:00", place=PLOT.place).submits()
    clerk.refused("leaves too little time").fills(day=PLOT.held_on).submits().done()
    stage.news()
    for role, part in (("Housing lead of a similar council", "similar council"), ("Landlords’ forum", "partner")):
        clerk.presses("Invite somebody", about=PLOT.measure).opens()
        clerk.fills(role=role, kind=part).submits().done()
    owner, cabinet = stage.person(OWNER), stage.person(PLOT.cabinet)
    owner.presses("I will be there", on=stage.to(OWNER, "you are invited")).reads()
    cabinet.presses("I cannot come", on=stage.to(PLOT.cabinet, "you are invited")).reads()
    clerk.types("/surgery").reads(PLOT.measure, "Coming:")
    stage.on("2026-12-02", "the service sees the papers first")
    owner.presses("Correct or propose", on=stage.to(OWNER, "the papers are with you")).opens(show=True)
    owner.fills(kind="PROPOSAL", words=PLOT.proposal).submits("Added to")
    owner.fills(kind="CORRECTION", words="September was low because two posts were empty; both are filled now.")
    owner.submits("Added to").done()
    stage.on("2026-12-09", "the papers are out")


def _chased(stage: Stage) -> None:
    stage.on("2027-01-22", "five working days before an action is due")
    stage.on("2027-01-29", "on its day")
    words = "Since 4 January; 31 landlords rung, 9 tenancies kept."
    reports(stage, OWNER, words, "EVIDENCE", asked="It is due today", evidence="Call log of January").done()
    stage.news()
    for day, title in (
        ("2027-02-19", "the rent guarantee is due in five working days"),
        ("2027-02-26", "on its day"),
        ("2027-03-01", "it is late"),
        ("2027-03-05", "the director is asked"),
        ("2027-03-12", "it is on the chair’s agenda"),
    ):
        stage.on(day, title)
    refusing = reports(stage, DIRECTOR, "No", "GIVE_UP", asked="has not said that it is done")
    refusing.refused("Please give the reason")
    refusing.fills(words="The government’s own guarantee began in January and pays more; ours would only compete.")
    refusing.submits().done()
    stage.news()


def _turned(stage: Stage) -> None:
    stage.on("2027-03-15", "the first figures since the surgery are loaded")
    found = [("Nov 2026", "51.2"), ("Dec 2026", "50.4"), ("Jan 2027", "54.1"), ("Feb 2027", "55.2")]
    stage.figures("housing_february.csv", *figures(PLOT, "56.0", "12/03/2027", found))
    stage.on("2027-03-17", "three months on")
    with stage.off_the_page():
        stage.passes_to("2027-03-18")
        for who in ("Head of Council Housing", DIRECTOR):
            reports(stage, who, "Done in March.", "FINISH").done()
    stage.on("2027-06-14", "figures up to May are loaded")
    found = [("Mar 2027", "57.9"), ("Apr 2027", "58.4"), ("May 2027", "60.1")]
    stage.figures("housing_may.csv", *figures(PLOT, "56.0", "11/06/2027", found))
    stage.on("2027-06-17", "six months on")
    closed(stage, PLOT, "On target since March, and the landlords’ line goes on. Thank you to all.")
    stage.person(PLOT.second, PLOT.board).types("/surgery").reads()
