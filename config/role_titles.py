"""Role titles to roles, with patterns for titles that come in series (`Councillor 1`, `Councillor 2`)."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from perfdata.people import Role


class TitleRoles(Mapping[str, frozenset[Role]]):
    """Looks a title up as it stands, then by the longest pattern (`Councillor *`) that it begins with.

    Iterating gives the titles and patterns as configured, not every title that would match.
    """

    def __init__(self, entries: Mapping[str, frozenset[Role]]) -> None:
        self._exact = {title: roles for title, roles in entries.items() if not title.endswith("*")}
        beginnings = {title[:-1]: roles for title, roles in entries.items() if title.endswith("*")}
        self._beginnings = dict(sorted(beginnings.items(), key=lambda entry: -len(entry[0])))

    def __getitem__(self, title: str) -> frozenset[Role]:
        if title in self._exact:
            return self._exact[title]
        for beginning, roles in self._beginnings.items():
            if title.startswith(beginning):
                return roles
        raise KeyError(title)

    def __iter__(self) -> Iterator[str]:
        yield from self._exact
        yield from (f"{beginning}*" for beginning in self._beginnings)

    def __len__(self) -> int:
        return len(self._exact) + len(self._beginnings)
