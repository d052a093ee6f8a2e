"""A question on its way to being understood: what has been read of it, and what is still to be."""

from __future__ import annotations

from dataclasses import dataclass, replace

from perfdata.asking.list_words import ListWords
from perfdata.asking.queries import Kind, Query, Reading
from perfdata.asking.spans import When
from perfdata.asking.words import Text, Word


@dataclass(frozen=True, slots=True)
class Asked:
    """A question with all that was read of it before its subject.

    `query` has everything but its subject; `taken` are the stretches of the clean text that were used for it.
    `by_time` says that its kind was given by nothing but the stretch of time that it names. `before` is how the
    question before it in the conversation was understood.
    """

    text: Text
    when: When
    lists: ListWords
    before: Reading | None
    query: Query
    taken: tuple[tuple[int, int], ...] = ()
    by_time: bool = False

    @property
    def kind(self) -> Kind:
        """What kind of question it is, as far as is known."""
        return self.query.kind

    @property
    def clean(self) -> str:
        """The text as it is read."""
        return self.text.clean

    def without(self, *stretches: tuple[int, int]) -> tuple[Word, ...]:
        """The words outside what was used, outside the words of time and outside `stretches`."""
        return self.text.outside((*self.when.taken, *self.taken, *stretches))

    def within(self, start: int, end: int) -> tuple[Word, ...]:
        """The words of a stretch of the clean text."""
        return self.text.outside(((0, start), (end, len(self.clean) + 1)))

    def timeless(self, kind: Kind) -> Asked:
        """The same as one of a kind whose answer is the same at any time."""
        return self.of(replace(self.query, kind=kind, span=None))

    def of(self, query: Query, *taken: tuple[int, int]) -> Asked:
        """The same with `query` for what was read so far, and more of the text used."""
        return Asked(self.text, self.when, self.lists, self.before, query, (*self.taken, *taken), self.by_time)
