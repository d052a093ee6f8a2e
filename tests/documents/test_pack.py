"""A surgery's pack: who may have it, what it says, and that everybody can read it."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace

import pytest

from perfdata.asking.guard import NotInTheRecord, numerals, unheld
from perfdata.breakdowns import breakdowns
from perfdata.documents.document import Document, Table, freeze, quoted_in, texts_of, thaw
from perfdata.documents.pack import Pack, pack_for, pack_of, require_papers
from perfdata.documents.pack_words import pack_document
from perfdata.documents.record import pack_record
from perfdata.documents.writing import written
from perfdata.errors import NotAllowed, NotFound
from perfdata.permissions import Place, PlaceKind
from perfdata.store.database import Database
from perfdata.surgeries import contributing, preparing
from perfdata.surgeries.contributions import ContributionKind
from perfdata.surgeries.lifecycles import SurgeryState
from perfdata.surgeries.surgery import Subject, Surgery
from perfdata.verdicts.status import Status
from tests.conftest import ReadLoaded
from tests.documents.reading import Read, read_back
from tests.nominating.conftest import Scene
from tests.surgeries.test_deciding import CHAIR
from tests.surgeries.test_surgery import CLERK, OWNER, doing, scheduled

DIRECT = Place(PlaceKind.DIRECT)
HOSTILE = '=HYPERLINK("x")\x07 <w:t>{ DDEAUTO c:\\cmd }</w:t> & 61 homes'


@pytest.fixture(scope="module")
def scene(loaded_sqlite: bytes, read_loaded: ReadLoaded, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Scene]:
    """The sample council, for all the tests here: none of them changes it."""
    path = tmp_path_factory.mktemp("pack") / "council.db"
    path.write_bytes(loaded_sqlite)
    database = Database(f"sqlite:///{path}", synchronous="OFF")
    yield Scene(database, read_loaded(database))
    database.close()


@pytest.fixture(scope="module")
def surgery(scene: Scene) -> Surgery:
    """A surgery with a date, to which the service has brought a proposal, and the clerk an idea."""
    found = scheduled(scene)
    doing(scene, preparing.invite, surgery_id=found.id, role="Housing lead, a similar council", part="expert")
    doing(
        scene,
        contributing.give,
        OWNER,
        surgery_id=found.id,
        kind=ContributionKind.PROPOSAL,
        text="Buy 60 family homes.",
    )
    doing(scene, contributing.give, CLERK, surgery_id=found.id, kind=ContributionKind.LOW_COST_IDEA, text=HOSTILE)
    return found


def had(scene: Scene, surgery: Surgery, title: str = CLERK, place: Place = DIRECT) -> Pack:
    """The pack as somebody may have it."""
    with scene.database.reading() as session:
        return pack_for(session, scene.snapshot, person=scene.person(title), place=place, surgery_id=surgery.id)


def about(scene: Scene, surgery: Surgery, code: str) -> tuple[Pack, Document]:
    """The pack of a surgery on another measure."""
    other = replace(surgery, subjects=(Subject(code, scene.snapshot.measures[code].title),))
    with scene.database.reading() as session:
        pack = pack_of(session, scene.snapshot, other)
    return pack, pack_document(pack)


@pytest.fixture(scope="module")
def pack(scene: Scene, surgery: Surgery) -> Pack:
    """The pack."""
    return had(scene, surgery)


@pytest.fixture(scope="module")
def read(pack: Pack) -> Read:
    """The pack as a file, read back."""
    return read_back(written(pack_document(pack)))


def test_headings_go_down_one_level_at_a_time_and_tell_the_story_in_order(read: Read) -> None:
    assert read.headings == [
        (0, "Performance surgery: Households in temporary accommodation"),
        (1, "The surgery"),
        (1, "Why it was nominated"),
        (1, "Households in temporary accommodation"),
        (2, "How it is doing"),
        (2, "If nothing changes"),
        (2, "Beside similar councils"),
        (2, "For whom it differs"),
        (2, "What the service wrote"),
        (2, "What has been tried"),
        (1, "What the service brings"),
        (1, "Questions that help"),
        (1, "About the figures"),
    ]


def test_everybody_can_read_it(read: Read) -> None:
    assert read.title == read.headings[0][1], "a file has a title, not only a name"
    assert (read.language, read.text_language) == ("en-GB", "en-GB")
    assert read.header_rows
    assert set(read.header_rows) == {1}, "each table has one row that is marked as its header"
    assert len(read.captions) == len(read.tables)
    assert all(read.captions)
    [alternative] = read.alternatives
    assert "a real change for the worse since December 2025" in alternative
    assert "520" in alternative
    assert all(one.strip() for one in read.paragraphs), "nothing is spaced out by empty paragraphs"
    assert read.footer == "Page PAGE1 of NUMPAGES1"
    assert all(cell for table in read.tables for row in table for cell in row), "no cell is blank"


def test_a_row_of_the_history_has_its_period_its_status_and_its_source(read: Read) -> None:
    history = next(table for table in read.tables if table[0][0] == "Period")
    assert history[0] == ["Period", "Figure", "Target", "Status", "Source", "Entered"]
    assert history[1] == [
        "October 2026", "520", "400", "off target", "observations.csv, row 4258", "12 November 2026",
    ]  # fmt: skip
    assert len(history) == 14


def test_words_are_words_whatever_they_look_like(read: Read) -> None:
    [said] = [one for one in read.paragraphs if "HYPERLINK" in one]
    assert said.startswith('“=HYPERLINK("x") <w:t>{ DDEAUTO c:\\cmd }</w:t> & 61 homes” (Scrutiny Officer 2')


def test_the_same_pack_is_the_same_file_and_survives_being_frozen(pack: Pack) -> None:
    document = pack_document(pack)
    again = thaw(freeze(document))
    assert again == document
    assert written(again) == written(document)


def test_each_numeral_in_the_file_is_on_the_record(pack: Pack, read: Read) -> None:
    quoted = list(quoted_in(pack_document(pack)))
    assert numerals(read.words)
    assert unheld([read.words.replace("\x07", "")], [*pack_record(pack), *quoted, "PAGE1"]) == frozenset()


def test_no_pack_leaves_that_says_more_than_its_record(scene: Scene, surgery: Surgery, pack: Pack) -> None:
    for code in sorted(scene.snapshot.measures)[::9]:
        _, document = about(scene, surgery, code)
        assert document.sections
    [study] = pack.studies
    slipped = replace(study.forecast, paragraphs=("It will be 123,321.",))
    with pytest.raises(NotInTheRecord, match="123321"):
        pack_document(replace(pack, studies=(replace(study, forecast=slipped),)))


def test_a_withheld_group_stays_withheld(scene: Scene, surgery: Surgery) -> None:
    pack, document = about(scene, surgery, "EDU-003")
    shown = {
        (row[0], row[1])
        for section in document.sections
        for part in section.parts
        if isinstance(part, Table) and part.columns[0] == "Age band"
        for row in part.rows
    }
    assert ("0-4", "withheld") in shown
    assert ("5-10", "42.1%") in shown
    withheld = [one for answer in pack.studies[0].groups for one in answer.groups if one.withheld]
    assert withheld
    assert all((one.value, one.numerator, one.denominator) == (None, None, None) for one in withheld)
    with scene.database.reading() as session:
        held = breakdowns(session, scene.snapshot.measures)["EDU-003"]
    published = {(one.period, one.dimension, one.group) for one in scene.snapshot.breakdowns["EDU-003"] if one.value}
    hidden = {
        f"{one.numerator:f} of {one.denominator:f}"
        for one in held
        if one.numerator is not None
        and one.denominator is not None
        and (one.period, one.dimension, one.group) not in published
    }
    assert hidden, "there is something to give away"
    assert not hidden & set(re.findall(r"\b\d+ of \d+\b", "\n".join(texts_of(document))))


def test_the_service_the_chair_and_the_clerk_see_it_first_and_then_the_board(scene: Scene, surgery: Surgery) -> None:
    for title in (CLERK, CHAIR, OWNER, "Strategic Director, Homes and Communities"):
        assert had(scene, surgery, title).surgery.id == surgery.id
    for title in ("Councillor 8", "Cabinet Member, Housing"):
        with pytest.raises(NotAllowed, match="The papers are not out yet: the service sees them first"):
            had(scene, surgery, title)
    out = replace(surgery, state=SurgeryState.PAPERS_OUT)
    for title in ("Councillor 8", "Cabinet Member, Housing", OWNER):
        require_papers(scene.person(title), DIRECT, out, scene.snapshot)
    with pytest.raises(NotAllowed, match="for those who are invited and for the members of the board"):
        require_papers(scene.person("Councillor 1"), DIRECT, out, scene.snapshot)
    with pytest.raises(NotFound):
        had(scene, replace(surgery, id=99))


def test_papers_on_an_exempt_measure_are_for_its_owner_and_the_performance_team_alone(
    scene: Scene, surgery: Surgery
) -> None:
    measures = scene.snapshot.measures
    kept = replace(scene.snapshot, measures={**measures, "HSG-020": replace(measures["HSG-020"], exempt=True)})
    for title, place in ((CLERK, DIRECT), (CHAIR, DIRECT), (OWNER, Place(PlaceKind.CHANNEL))):
        with pytest.raises(NotAllowed, match="not available here"):
            had(replace(scene, snapshot=kept), surgery, title, place)
    assert had(replace(scene, snapshot=kept), surgery, OWNER).studies[0].code == "HSG-020"


def test_it_asks_what_would_help(read: Read) -> None:
    asked = [one for one in read.paragraphs if one.endswith("?")]
    for question in ("What would turn this?", "An idea that costs little or nothing.", "A bold idea."):
        assert any(one.startswith(question) for one in asked)
    assert not [word for word in ("fault", "blame", "fail", "poor") if word in read.words.casefold()]


def test_a_withheld_figure_is_said_to_be_withheld_and_nothing_of_it_is_told(scene: Scene, surgery: Surgery) -> None:
    withheld = {
        code for code, series in scene.snapshot.series.items() if any(one.suppressed for one in series.observations)
    }
    code = next(
        code
        for code in sorted(withheld - {one for one in withheld if scene.snapshot.measures[one].exempt})
        if any(one.status is Status.SUPPRESSED for one in about(scene, surgery, code)[0].studies[0].history)
    )
    _, document = about(scene, surgery, code)
    history = next(
        part
        for section in document.sections
        for part in section.parts
        if isinstance(part, Table) and part.columns[0] == "Period"
    )
    rows = [row for row in history.rows if row[3] == "withheld"]
    assert rows
    assert {row[1] for row in rows} == {"withheld"}
