"""Words that name or reach one person are found, and roles, organisations, places and figures are not."""

from __future__ import annotations

import pytest

from perfdata.named_people import person_in


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("Ask Mrs Example about it.", "Mrs Example"),
        ("It was Mr. E. Example who said so", "Mr. E. Example"),
        ("Councillor Example raised it", "Councillor Example"),
        ("Cllr Exam-Ple", "Cllr Exam-Ple"),
        ("the surgery of Dr O'Example", "Dr O'Example"),
        ("Lady Example", "Lady Example"),
        ("written by A. B. Example last year", "A. B. Example"),
        ("by A.B. Example", "A.B. Example"),
        ("E. Example", "E. Example"),
        ("write to some.body+x@example.org please", "some.body+x@example.org"),
        ("ring 01632 960 123 after six", "01632 960 123"),
        ("ring (01632) 960123", "01632) 960123"),
        ("+44 7700 900123", "+44 7700 900123"),
        ("my neighbour Given Example, who waited a year", "Given Example"),
        ("a tenant called Given Example", "Given Example"),
        ("the officer named Given Example", "Given Example"),
        ("a resident, Given Example", "Given Example"),
        ("Her name is Example", "Example"),
    ],
)
def test_a_person_is_found(text: str, found: str) -> None:
    assert person_in(text) == found


@pytest.mark.parametrize(
    "text",
    [
        "",
        "Councillor 8 and the Chair, Housing and Communities Board",
        "Councillors agreed; the Councillor for the ward did not.",
        "the Lord Mayor and the Lady Mayoress",
        "The tenants' panel, Citizens Advice, St. Mary's School and Green Lane Surgery",
        "the U.K. Government, the N.H.S. Trust",
        "Some miss their appointments. Miss these no more.",
        "a Head of Service, the Director of Public Health",
        "520 households, 0.85 of 2026-27, 1,234,567 in 2026 and 44.3% since 01/04/2026",
        "budget line 0004512, page 12",
        "the doctor said so. Dr. and nurse posts are vacant.",
        "plan B. The board",
        "each tenant Citizens Advice has helped, and a scheme called Warm Homes",
        "a resident, Green Lane, and the carer Green Lane Surgery sends",
        "Tenant Satisfaction Survey, Patient Participation Group, Parent Carer Forum, Pupil Referral Unit",
        "a tenant of Oak Court; the officer called Housing Options",
    ],
)
def test_nobody_is_found(text: str) -> None:
    assert person_in(text) == ""


@pytest.mark.parametrize("text", ["somebody in small letters: mr example", "First Last without a title"])
def test_what_the_rule_cannot_find_is_known(text: str) -> None:
    """Its limits, as the manual states them."""
    assert person_in(text) == ""
