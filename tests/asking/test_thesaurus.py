"""The thesaurus file: read as it is, refused with one sentence when it is not as it should be."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from config.thesaurus import read_thesaurus
from perfdata.asking import Asking, Context
from perfdata.asking.queries import Choice, Query
from perfdata.errors import BadConfiguration
from perfdata.snapshot import Snapshot

COUNCIL_WORDS = Path(__file__).parents[2] / "config" / "norbridge" / "words.toml"


def test_what_is_shipped() -> None:
    thesaurus = read_thesaurus()
    assert len(thesaurus.terms) > 100
    assert "norbridge" not in str(thesaurus).lower()


def test_no_phrase_stands_under_two_terms_of_the_same_meaning() -> None:
    seen = [(phrase, term.means) for term in read_thesaurus().terms for phrase in term.say]
    assert len(seen) == len(set(seen))


@pytest.mark.parametrize(
    "content",
    [
        "[[term]]\nsay = []\nmeans = ['x']",
        "[[term]]\nsay = ['x']",
        "[[term]]\nsay = 'x'\nmeans = 'y'",
        "term = ",
        "a = 1",
    ],
)
def test_mistakes_are_named(tmp_path: Path, content: str) -> None:
    path = tmp_path / "words.toml"
    path.write_text(content, encoding="utf-8")
    with pytest.raises(BadConfiguration) as caught:
        read_thesaurus(path)
    assert "words.toml" in caught.value.sentence


def test_a_missing_file_is_named(tmp_path: Path) -> None:
    with pytest.raises(BadConfiguration, match=r"none\.toml"):
        read_thesaurus(tmp_path / "none.toml")


def test_most_everyday_words_need_no_alias(asking: Asking, snapshot: Snapshot, context: Context) -> None:
    """An alias decides between measures: without it the thesaurus alone still leads to the right ones."""
    for alias in snapshot.council.aliases:
        reading = asking.understand(alias.words, snapshot, context)
        assert isinstance(reading, Query), alias
        assert reading.measures == (alias.measure,)
        assert alias.why.endswith(".")
    bare = Asking(read_thesaurus())
    without = replace(snapshot, council=replace(snapshot.council, aliases=()))
    for alias in snapshot.council.aliases:
        reading = bare.understand(alias.words, without, context)
        codes = reading.candidates if isinstance(reading, Choice) else reading.measures
        assert alias.measure in codes, alias
