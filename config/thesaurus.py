"""Reading the thesaurus of what English residents call council services."""

from __future__ import annotations

import tomllib
from pathlib import Path
from typing import Annotated

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from perfdata.asking.thesaurus import Term, Thesaurus
from perfdata.errors import BadConfiguration

RESIDENTS_ENGLISH = Path(__file__).with_name("residents_english.toml")
"""The thesaurus that is shipped with the product."""

_Words = Annotated[list[Annotated[str, Field(min_length=1)]], Field(min_length=1)]


class _Entry(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)

    say: _Words
    means: _Words
    failing: list[str] = []

    @property
    def term(self) -> Term:
        return Term(tuple(self.say), tuple(self.means), tuple(self.failing))


class _File(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)

    populations: list[str] = []
    plain: str = ""
    beside: str = ""
    term: list[_Entry] = []
    area: list[_Entry] = []
    dimension: list[_Entry] = []
    group: list[_Entry] = []


def read_thesaurus(path: Path = RESIDENTS_ENGLISH) -> Thesaurus:
    """The thesaurus in a file of words.

    Raises BadConfiguration when the file is missing, is no TOML, or has an entry of another shape.
    """
    try:
        content = _File.model_validate(tomllib.loads(path.read_text(encoding="utf-8")))
    except (OSError, UnicodeDecodeError):
        raise BadConfiguration(f"{path} cannot be read. It must be a text file in UTF-8.") from None
    except tomllib.TOMLDecodeError as error:
        raise BadConfiguration(f"{path} is not valid TOML: {error}.") from None
    except ValidationError as error:
        where = ".".join(str(part) for part in error.errors()[0]["loc"])
        raise BadConfiguration(f"{path}: {where} is not as it should be. Entries have `say` and `means`.") from None
    return Thesaurus(
        terms=tuple(entry.term for entry in content.term),
        populations=tuple(content.populations),
        plain=frozenset(content.plain.split()),
        beside=frozenset(content.beside.split()),
        areas=tuple(entry.term for entry in content.area),
        dimensions=tuple(entry.term for entry in content.dimension),
        groups=tuple(entry.term for entry in content.group),
    )
