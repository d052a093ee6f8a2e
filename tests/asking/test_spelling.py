"""Slips are put right; other words that happen to be near are left alone."""

from __future__ import annotations

import pytest

from perfdata.asking.spelling import Spelling

SUBJECTS = """
    recycling temporary accommodation library leisure centres tipping payments spending persistent absence responsible
    surgery repairs target emergency social trend care cases bus
"""
SPELLING = Spelling(SUBJECTS.split(), ["timing", "actions"])


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("recyling", "recycling"),
        ("recylcing", "recycling"),
        ("tempory", "temporary"),
        ("accomodation", "accommodation"),
        ("libary", "library"),
        ("liesure", "leisure"),
        ("centers", "centres"),
        ("tiping", "tipping"),
        ("persistant", "persistent"),
        ("absense", "absence"),
        ("responsable", "responsible"),
        ("surgey", "surgery"),
        ("targt", "target"),
        ("trned", "trend"),
        ("emergancy", "emergency"),
        ("actoins", "actions"),
    ],
)
def test_slips(typed: str, meant: str) -> None:
    assert SPELLING.corrected(typed) == meant


@pytest.mark.parametrize(
    "word", ["pavements", "speeding", "cars", "bust", "cake", "train", "leopards", "ombudsman", "kg"]
)
def test_other_words(word: str) -> None:
    assert SPELLING.corrected(word) == word


@pytest.mark.parametrize("word", ["flood", "dentist", "cooling", "lottery", "waist", "beach", "debut", "reply"])
def test_everyday_words_are_meant(word: str) -> None:
    near = Spelling(["food", "dentists", "cycling", "litter", "waste", "breach", "debt", "rely"], [])
    assert near.corrected(word) == word


@pytest.mark.parametrize(
    ("american", "british"),
    [("neighbors", "neighbours"), ("behavior", "behaviour"), ("center", "centres"), ("organized", "organised")],
)
def test_american_spelling(american: str, british: str) -> None:
    assert Spelling(["neighbours", "behaviour", "centres", "organised"], []).corrected(american) == british
