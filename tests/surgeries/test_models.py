"""Who may choose, chair, keep the record, propose and read the papers, in each of the four models."""

from __future__ import annotations

from dataclasses import replace

import pytest

from perfdata.council import Council, SurgeryModel, WorkingGroup
from perfdata.errors import NotAllowed
from perfdata.measures import Measure
from perfdata.people import Person, Role
from perfdata.permissions import Act, Place, PlaceKind
from perfdata.snapshot import Snapshot
from perfdata.surgeries.models import Deed, Part, allowed, parts_of, require_part
from perfdata.surgeries.remit import refusal_to_nominate

CHAIR = "Chair, Climate, Environment and Streets Board"
VICE_CHAIR = "Vice Chair, Climate, Environment and Streets Board"
OTHER_CHAIR = "Chair, Children and Young People Board"
CABINET = "Cabinet Member, Environment and Streets"
OTHER_CABINET = "Cabinet Member, Housing"
OWNER = "Head of Waste and Recycling"
CHIEF = "Chief Executive"
CLERK = "Scrutiny Officer 1 (board clerk)"
OTHER_CLERK = "Scrutiny Officer 2 (board clerk)"
GROUP_CHAIR = "Councillor 1 (board member)"
GROUP_MEMBER = "Councillor 2 (board member)"
EVERYBODY = (
    CHAIR, VICE_CHAIR, OTHER_CHAIR, CABINET, OTHER_CABINET, OWNER, CHIEF, CLERK, OTHER_CLERK, GROUP_CHAIR, GROUP_MEMBER
)  # fmt: skip

MAY = {
    (SurgeryModel.CABINET_LED, Deed.CHOOSE): {CHIEF, CABINET},
    (SurgeryModel.CABINET_LED, Deed.CHAIR): {CABINET},
    (SurgeryModel.CABINET_LED, Deed.RECORD): {CABINET, CLERK},
    (SurgeryModel.SCRUTINY_LED, Deed.CHOOSE): {CHAIR, VICE_CHAIR},
    (SurgeryModel.SCRUTINY_LED, Deed.CHAIR): {CHAIR},
    (SurgeryModel.SCRUTINY_LED, Deed.RECORD): {CHAIR, CLERK},
    (SurgeryModel.COLLABORATIVE, Deed.CHOOSE): {CABINET, CHAIR},
    (SurgeryModel.COLLABORATIVE, Deed.CHAIR): {CABINET},
    (SurgeryModel.COLLABORATIVE, Deed.RECORD): {CABINET, CLERK},
    (SurgeryModel.WORKING_GROUP, Deed.CHOOSE): {GROUP_CHAIR, GROUP_MEMBER},
    (SurgeryModel.WORKING_GROUP, Deed.CHAIR): {GROUP_CHAIR},
    (SurgeryModel.WORKING_GROUP, Deed.RECORD): {GROUP_CHAIR, CLERK},
}


@pytest.fixture(scope="module")
def council(sample_snapshot: Snapshot) -> Council:
    return replace(
        sample_snapshot.council, working_group=WorkingGroup(GROUP_CHAIR, frozenset({GROUP_CHAIR, GROUP_MEMBER}))
    )


@pytest.fixture(scope="module")
def people(sample_snapshot: Snapshot) -> dict[str, Person]:
    return {person.title: person for person in sample_snapshot.people.values()}


@pytest.fixture(scope="module")
def recycling(sample_snapshot: Snapshot) -> Measure:
    return sample_snapshot.measures["ENV-001"]


@pytest.mark.parametrize(("model", "deed"), MAY)
def test_each_deed_is_open_to_those_whom_the_model_names_and_to_nobody_else(
    model: SurgeryModel, deed: Deed, council: Council, people: dict[str, Person], recycling: Measure
) -> None:
    for title in EVERYBODY:
        if title in MAY[model, deed]:
            assert require_part(model, deed, people[title], "ENV", recycling, council) in allowed(model, deed)
            continue
        with pytest.raises(NotAllowed, match=rf"^Only (the|a) .* may {deed.value}\.$"):
            require_part(model, deed, people[title], "ENV", recycling, council)


@pytest.mark.parametrize("model", SurgeryModel)
def test_owner_director_portfolio_holder_chair_vice_chair_and_clerk_read_the_papers_in_every_model(
    model: SurgeryModel,
) -> None:
    assert {
        Part.OWNER, Part.DIRECTOR, Part.PORTFOLIO_HOLDER, Part.BOARD_CHAIR, Part.BOARD_VICE_CHAIR, Part.CLERK
    } <= set(allowed(model, Deed.SEE_PACK))  # fmt: skip


def test_parts_are_of_one_board_and_one_measure(
    council: Council, people: dict[str, Person], recycling: Measure, sample_snapshot: Snapshot
) -> None:
    assert parts_of(people[CHAIR], "ENV", recycling, council) == {Part.BOARD_MEMBER, Part.BOARD_CHAIR}
    assert Part.BOARD_CHAIR not in parts_of(people[CHAIR], "CYP", recycling, council)
    assert Part.PORTFOLIO_HOLDER not in parts_of(people[CABINET], "ENV", sample_snapshot.measures["HSG-004"], council)


@pytest.mark.parametrize("model", SurgeryModel)
@pytest.mark.parametrize("act", [Act.NOMINATE, Act.SECOND])
def test_nobody_of_the_executive_nominates_or_seconds_in_any_model_even_with_a_seat(
    model: SurgeryModel, act: Act, council: Council, people: dict[str, Person], recycling: Measure
) -> None:
    seated = replace(people[CABINET], boards={"ENV": Role.MEMBER})
    said = refusal_to_nominate(seated, act, recycling, Place(PlaceKind.DIRECT), replace(council, surgery_model=model))
    assert said == "Members of the cabinet do not sit on scrutiny, so they cannot nominate or second for a board."
