"""Nominating and seconding: who may, what is frozen, what is told, and that nothing happens twice."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import UTC, datetime
from threading import Barrier
from typing import Any

import pytest
from sqlalchemy import select, update

from perfdata import audit, nominations
from perfdata.council import SurgeryModel
from perfdata.errors import BadInput, IllegalMove, NotAllowed, NotFound
from perfdata.measures import Measure, Tier
from perfdata.nominations import Nominated, Outcome, SecondTold
from perfdata.people import outsider
from perfdata.permissions import Place, PlaceKind
from perfdata.store.database import Database
from perfdata.store.tables import AuditRow, NominationRow, ObservationRow, OutboxRow, SecondRow
from perfdata.surgeries.nomination import Nomination
from perfdata.surgeries.nomination_words import Words, mistakes
from perfdata.verdicts.status import Status
from tests.nominating.conftest import Scene

NOW = datetime(2026, 11, 24, 10, tzinfo=UTC)
FORM = Place(PlaceKind.EPHEMERAL)
REASON = "It has been off target for years and families suffer."
CODE = "HSG-020"


def nominate(scene: Scene, title: str, **changes: Any) -> Nominated:
    """Nominate households in temporary accommodation for the housing board, changed as asked, and commit."""
    said = {"reason": REASON, "outcome_wanted": "Under 400."}
    words = Words(**{name: changes.pop(name, text) for name, text in said.items()})
    asked: dict[str, Any] = {"code": CODE, "board": "HCB", "place": FORM}
    with scene.database.transaction() as session:
        person = scene.person(title)
        return nominations.nominate(session, scene.snapshot, person=person, words=words, now=NOW, **(asked | changes))


def second(scene: Scene, title: str, nomination_id: int, **changes: Any) -> Nominated:
    """Second in the housing board's channel, and commit."""
    asked: dict[str, Any] = {"place": scene.channel("HCB"), "reason": ""}
    with scene.database.transaction() as session:
        person = scene.person(title)
        return nominations.second(
            session, scene.snapshot, person=person, nomination_id=nomination_id, now=NOW, **(asked | changes)
        )


def listed(scene: Scene, title: str, place: Place = FORM) -> tuple[Nomination, ...]:
    """What `/surgery` lists."""
    with scene.database.reading() as session:
        return nominations.list_for(session, scene.snapshot, person=scene.person(title), place=place)


def stored(scene: Scene, table: Any) -> list[Any]:
    """All rows of a table, in order."""
    with scene.database.reading() as session:
        rows = list(session.scalars(select(table).order_by(table.id)))
        session.expunge_all()
        return rows


def test_a_nomination_freezes_its_evidence_and_tells_the_board(scene: Scene) -> None:
    done = nominate(scene, "Councillor 8")
    assert done.outcome is Outcome.NOMINATED
    facts = done.nomination.facts
    assert (facts.code, facts.status, str(facts.value), str(facts.target)) == (CODE, Status.OFF_TARGET, "520", "400")
    assert (facts.periods_off_target, facts.period.label) == (53, "Oct 2026")
    assert facts.receipt is not None
    assert facts.receipt.source_file == "observations.csv"
    assert facts.receipt.revision == 1
    [owed] = stored(scene, OutboxRow)
    assert (owed.kind, owed.key, owed.team_id) == ("nomination", f"nomination:{done.nomination.id}", "T0NORBRIDGE")
    assert owed.channel_id == scene.snapshot.boards["HCB"].channel_id
    assert Nomination.from_payload(owed.payload) == done.nomination
    [entry] = stored(scene, AuditRow)
    assert (entry.act, entry.actor) == ("nominated", scene.person("Councillor 8").user_id)
    assert entry.detail == {"board": "HCB", "measure": CODE, "title": "Councillor 8 (board member)"}


def test_what_is_loaded_later_changes_no_evidence(scene: Scene) -> None:
    before = nominate(scene, "Councillor 8").nomination
    with scene.database.transaction() as session:
        session.execute(update(ObservationRow).where(ObservationRow.value.is_not(None)).values(value=None))
    assert listed(scene, "Councillor 8") == (before,)


def test_a_repeat_by_the_same_member_changes_nothing(scene: Scene) -> None:
    first = nominate(scene, "Councillor 8")
    again = nominate(scene, "Councillor 8", reason="Another reason altogether.")
    assert again == Nominated(first.nomination, Outcome.ALREADY_NOMINATED)
    assert len(stored(scene, OutboxRow)) == len(stored(scene, AuditRow)) == 1


def test_a_repeat_by_another_member_is_a_second_in_their_words(scene: Scene) -> None:
    first = nominate(scene, "Councillor 8").nomination
    done = nominate(scene, "Councillor 3", reason="My ward has the most of them.", outcome_wanted="A plan by May.")
    assert done.outcome is Outcome.SECONDED
    assert [one.reason for one in done.nomination.seconds] == ["My ward has the most of them.\nA plan by May."]
    owed = stored(scene, OutboxRow)[1]
    assert (owed.kind, owed.after_key) == ("second", f"nomination:{first.id}")
    told = SecondTold.from_payload(owed.payload)
    assert (told.nomination_id, told.code, told.second) == (first.id, CODE, done.nomination.seconds[0])
    assert nominate(scene, "Councillor 3").outcome is Outcome.ALREADY_SECONDED
    assert len(stored(scene, OutboxRow)) == 2


def test_another_board_has_a_nomination_of_its_own(scene: Scene) -> None:
    code = next(code for code, one in scene.snapshot.measures.items() if set(one.boards) == {"CYP", "HCB"})
    for board in ("CYP", "HCB"):
        assert nominate(scene, "Councillor 3", code=code, board=board).outcome is Outcome.NOMINATED
    assert len({row.channel_id for row in stored(scene, OutboxRow)}) == 2


def test_a_second_is_once_a_person_and_told_in_the_thread(scene: Scene) -> None:
    first = nominate(scene, "Councillor 8").nomination
    done = second(scene, "Co-opted member (tenants' panel)", first.id)
    assert done.outcome is Outcome.SECONDED
    assert [(one.title, one.reason) for one in done.nomination.seconds] == [("Co-opted member (tenants' panel)", "")]
    assert second(scene, "Co-opted member (tenants' panel)", first.id).outcome is Outcome.ALREADY_SECONDED
    assert second(scene, "Councillor 3", first.id, reason="Me too").outcome is Outcome.SECONDED
    assert [row.after_key for row in stored(scene, OutboxRow)] == [None, *[f"nomination:{first.id}"] * 2]
    assert [row.act for row in stored(scene, AuditRow)] == ["nominated", "seconded", "seconded"]
    with scene.database.reading() as session:
        assert audit.verify(session) is None


def test_the_nominator_cannot_second(scene: Scene) -> None:
    first = nominate(scene, "Councillor 8").nomination
    with pytest.raises(IllegalMove, match="yourself"):
        second(scene, "Councillor 8", first.id)


def test_what_is_not_held_or_decided_cannot_be_seconded(scene: Scene) -> None:
    with pytest.raises(NotFound):
        second(scene, "Councillor 8", 99)
    first = nominate(scene, "Councillor 8").nomination
    with scene.database.transaction() as session:
        session.execute(update(NominationRow).values(state="chosen"))
    with pytest.raises(IllegalMove, match="decided"):
        second(scene, "Councillor 3", first.id)
    assert listed(scene, "Councillor 8") == ()
    assert nominate(scene, "Councillor 3").outcome is Outcome.NOMINATED


@pytest.mark.parametrize(
    ("title", "sentence"),
    [
        ("Cabinet Member, Housing", "cabinet do not sit on scrutiny"),
        ("Leader of the Council", "cabinet do not sit on scrutiny"),
        ("Head of Housing Options", "Only members of an overview and scrutiny board"),
        ("Performance Analyst 1", "Only members of an overview and scrutiny board"),
        ("Scrutiny Officer 1", "Only members of an overview and scrutiny board"),
        ("Chair, Adults and Health Board", "not in the remit of a board that you sit on"),
        ("Peer reviewer", "people whom the council has told me about"),
    ],
)
def test_who_may_not_nominate_nor_second(scene: Scene, title: str, sentence: str) -> None:
    with pytest.raises(NotAllowed, match=sentence):
        nominate(scene, title)
    first = nominate(scene, "Chair, Housing and Communities Board").nomination
    with pytest.raises(NotAllowed, match=sentence):
        second(scene, title, first.id)
    assert len(stored(scene, NominationRow)) == 1
    assert stored(scene, SecondRow) == []


def test_only_the_boards_own_members_second_for_it(scene: Scene) -> None:
    code = next(code for code, one in scene.snapshot.measures.items() if set(one.boards) == {"CYP", "HCB"})
    first = nominate(scene, "Councillor 3", code=code, board="HCB").nomination
    with pytest.raises(NotAllowed, match="You do not sit on the Housing and Communities Board"):
        second(scene, "Chair, Children and Young People Board", first.id)


@pytest.mark.parametrize(
    ("board", "sentence"),
    [("CYP", "not in the remit"), ("ENV", "do not sit on"), ("XYZ", "choose one of your"), ("", "choose one of your")],
)
def test_a_board_that_is_not_theirs_or_does_not_cover_the_measure(scene: Scene, board: str, sentence: str) -> None:
    with pytest.raises(NotAllowed, match=sentence):
        nominate(scene, "Councillor 3", board=board)


def of_another_board(scene: Scene, tier: Tier) -> Measure:
    """An open measure of the environment board's remit alone."""
    return next(
        one
        for one in scene.snapshot.measures.values()
        if one.boards == ("ENV",) and one.tier is tier and not one.exempt
    )


@pytest.mark.parametrize("model", list(SurgeryModel))
def test_any_board_nominates_business_plan_measures_where_the_model_lets_it(scene: Scene, model: SurgeryModel) -> None:
    council = replace(scene.snapshot.council, surgery_model=model)
    scene = replace(scene, snapshot=replace(scene.snapshot, council=council))
    plan, scorecard = of_another_board(scene, Tier.BUSINESS_PLAN), of_another_board(scene, Tier.SCORECARD)
    member = scene.person("Councillor 8")
    open_to = {one.code for one in nominations.nominable(scene.snapshot, member, FORM)}
    assert scorecard.code not in open_to
    with pytest.raises(NotAllowed, match="not in the remit of a board that you sit on"):
        nominate(scene, "Councillor 8", code=scorecard.code)
    if model in (SurgeryModel.SCRUTINY_LED, SurgeryModel.WORKING_GROUP):
        assert plan.code in open_to
        done = nominate(scene, "Councillor 8", code=plan.code)
        assert (done.outcome, done.nomination.board) == (Outcome.NOMINATED, "HCB")
        assert second(scene, "Councillor 3", done.nomination.id).outcome is Outcome.SECONDED
        assert nominations.offer(scene.snapshot, person=member, place=FORM, code=plan.code).board == ""
    else:
        assert plan.code not in open_to
        with pytest.raises(NotAllowed, match="not in the remit of a board that you sit on"):
            nominate(scene, "Councillor 8", code=plan.code)


def test_exempt_measures_are_as_if_not_held(scene: Scene) -> None:
    exempt = [code for code, measure in scene.snapshot.measures.items() if measure.exempt]
    assert len(exempt) == 4
    places = [Place(kind) for kind in PlaceKind]
    for code in [*exempt, "NO-SUCH"]:
        measure = scene.snapshot.measures.get(code)
        board = measure.boards[0] if measure else "HCB"
        name = scene.snapshot.boards[board].name
        for place in places:
            with pytest.raises(NotAllowed, match=r"^That measure is not available here\.$"):
                nominate(scene, f"Chair, {name}", code=code, board=board, place=place)
    for title in ("Councillor 3", "Councillor 8", "Chair, Housing and Communities Board"):
        for place in places:
            open_to = nominations.nominable(scene.snapshot, scene.person(title), place)
            assert open_to
            assert not {measure.code for measure in open_to} & set(exempt)


def test_an_owner_who_sits_on_the_board_still_cannot_put_an_exempt_measure_before_its_channel(scene: Scene) -> None:
    measure = scene.snapshot.measures["HSG-014"]
    owner = replace(scene.person("Councillor 3"), title=measure.owner_role)
    with pytest.raises(NotAllowed, match="not available here"), scene.database.transaction() as session:
        nominations.nominate(
            session, scene.snapshot, person=owner, place=Place(PlaceKind.DIRECT), code="HSG-014", board="HCB",
            words=Words(REASON), now=NOW,
        )  # fmt: skip


@pytest.mark.parametrize(
    ("reason", "outcome", "fields"),
    [
        ("", "", {"reason"}),
        ("   too\n  ", "", {"reason"}),
        ("ten chars!", "", set()),
        ("x" * 1_400, "x" * 1_400, set()),
        ("x" * 1_401, "x" * 1_401, {"reason", "outcome_wanted"}),
    ],
)
def test_words_have_a_length(scene: Scene, reason: str, outcome: str, fields: set[str]) -> None:
    assert set(mistakes(Words(reason, outcome))) == fields
    if fields:
        with pytest.raises(BadInput):
            nominate(scene, "Councillor 8", reason=reason, outcome_wanted=outcome)
        assert stored(scene, NominationRow) == []
    else:
        assert nominate(scene, "Councillor 8", reason=reason, outcome_wanted=outcome).outcome is Outcome.NOMINATED


def test_a_second_may_be_brief_but_not_endless(scene: Scene) -> None:
    first = nominate(scene, "Councillor 8").nomination
    with pytest.raises(BadInput, match="1,401 characters"):
        second(scene, "Councillor 3", first.id, reason="x" * 1_401)


def test_reasons_are_kept_as_written(scene: Scene) -> None:
    hostile = "<!channel> *now* <@U1> =1+1 <https://x|y> “–” 🗑️\nand a second line"
    assert nominate(scene, "Councillor 8", reason=hostile).nomination.reason == hostile


def test_a_boards_channel_lists_its_own_and_elsewhere_all_are_listed(scene: Scene) -> None:
    nominate(scene, "Councillor 8")
    nominate(scene, "Councillor 1", code="ENV-001", board="ENV")
    assert [one.facts.code for one in listed(scene, "Councillor 6", scene.channel("HCB"))] == [CODE]
    assert [one.facts.code for one in listed(scene, "Head of Planning")] == ["ENV-001", CODE]
    with pytest.raises(NotAllowed), scene.database.reading() as session:
        nominations.list_for(session, scene.snapshot, person=outsider("T0NORBRIDGE", "U0"), place=FORM)


def test_a_measure_made_exempt_later_vanishes_from_the_list(scene: Scene) -> None:
    nominate(scene, "Councillor 8")
    measures = dict(scene.snapshot.measures)
    measures[CODE] = replace(measures[CODE], exempt=True)
    later = Scene(scene.database, replace(scene.snapshot, measures=measures))
    assert listed(later, "Councillor 8") == ()
    assert len(listed(later, "Performance Analyst 1", Place(PlaceKind.DIRECT))) == 1


def test_members_at_the_same_moment_make_one_nomination_and_seconds(scene: Scene) -> None:
    titles = ["Councillor 8", "Councillor 3", "Chair, Housing", "Vice Chair, Housing"] * 2
    databases = [Database(scene.database.url.render_as_string(hide_password=False), synchronous="OFF") for _ in titles]
    start = Barrier(len(titles))

    def run(number: int) -> Outcome:
        start.wait(timeout=30)
        return nominate(replace(scene, database=databases[number]), titles[number]).outcome

    with ThreadPoolExecutor(len(titles)) as pool:
        outcomes = sorted(pool.map(run, range(len(titles))))
    assert outcomes.count(Outcome.NOMINATED) == 1
    assert outcomes.count(Outcome.SECONDED) == 3
    assert len(outcomes) == 8
    [nomination] = listed(scene, "Councillor 8")
    assert len({one.title for one in nomination.seconds} | {nomination.title}) == 4
    assert len(stored(scene, OutboxRow)) == 4
    with scene.database.reading() as session:
        assert audit.verify(session) is None
    for database in databases:
        database.close()
