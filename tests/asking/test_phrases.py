"""Phrases are looked for only where a word is that they cannot do without: nothing is overlooked by that."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from perfdata.asking import guards, kinds, list_words
from perfdata.asking.phrases import Phrases

LETTERS = st.sampled_from("abcdefghijklmnopqrstuvwxyz0123456789. ")


def _phrases(value: object) -> Iterator[Phrases]:
    if isinstance(value, Phrases):
        yield value
    elif isinstance(value, tuple):
        for one in value:
            yield from _phrases(one)


EVERY = [one for module in (guards, kinds, list_words) for value in vars(module).values() for one in _phrases(value)]


@pytest.mark.parametrize("phrases", EVERY, ids=lambda one: f"{one.pattern.pattern[11:40]}")
@given(data=st.data())
@settings(max_examples=12)
def test_what_holds_a_phrase_is_looked_at(phrases: Phrases, data: st.DataObject) -> None:
    inner = phrases.pattern.pattern.removeprefix(r"(?<!\S)").removesuffix(r"(?!\S)")
    said = data.draw(st.from_regex(rf"\A{inner}\Z", alphabet=LETTERS))
    assert phrases.may_be_in(frozenset(said.split()))


def test_a_phrase_needs_a_word_of_its_own() -> None:
    assert len(EVERY) > 30
    with pytest.raises(ValueError, match="always in it"):
        Phrases(("under ?performing",))
    for phrase, said in (
        ("(gone )?back (to|on) (the )?(green|target)", "back on target"),
        ("address(es)? of", "addresses of"),
        ("(red|amber)( or (red|not))+ now", "red or not now"),
        ("actions?", "action"),
    ):
        phrases = Phrases((phrase,))
        words = frozenset(said.split())
        assert phrases.search(said, words) is not None
        assert not phrases.may_be_in(frozenset({"something", "else"}))
