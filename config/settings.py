"""Everything that is decided outside the code: the environment's settings and the council's folder.

Read once by the composition root, which hands plain values on.
"""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time
from pathlib import Path
from typing import TypeVar
from zoneinfo import ZoneInfo

from pydantic import BaseModel, ValidationError

from config.council_files import CalendarFile, CouncilFile, ReadersFile, RolesFile, ThemesFile, WordsFile
from config.layout_files import LayoutsFile
from config.role_titles import TitleRoles
from perfdata import periods
from perfdata.council import (
    AlertRules,
    Alias,
    Council,
    PreElection,
    RankWeights,
    ReportingCalendar,
    Retention,
    ServiceRules,
    SurgeryRules,
    WorkingGroup,
)
from perfdata.errors import BadConfiguration

DEFAULT_DATABASE = "sqlite:///var/scrutineer.db"
DEFAULT_SLACK_API = "https://slack.com/api/"
DEFAULT_COUNCIL = Path(__file__).parent / "norbridge"
LONDON = ZoneInfo("Europe/London")
NOON = time(12)

Model = TypeVar("Model", bound=BaseModel)


@dataclass(frozen=True, slots=True)
class Settings:
    """The environment's settings. Tokens are blank where none is set, and never shown.

    `fixed_today` is a date, or a file that holds one and is read anew each time; None means the real date.
    """

    database_url: str
    council_folder: Path
    slack_api_url: str
    fixed_today: date | Path | None
    slack_bot_token: str = field(default="", repr=False)
    slack_app_token: str = field(default="", repr=False)
    slack_signing_secret: str = field(default="", repr=False)

    def today(self, real: date) -> date:
        """The date to work with: the fixed one where one is set, else `real`.

        Raises BadConfiguration when the file that should hold the date cannot be read.
        """
        if self.fixed_today is None:
            return real
        if isinstance(self.fixed_today, date):
            return self.fixed_today
        try:
            return date.fromisoformat(self.fixed_today.read_text(encoding="utf-8").strip())
        except (OSError, ValueError):
            raise BadConfiguration(
                f"SCRUTINEER_TODAY names {self.fixed_today}, which does not hold a date. Write 2026-11-24, say."
            ) from None

    def moment(self, real: datetime) -> datetime:
        """The moment to hold the calendar against, in UTC: `real`, or noon in London on the fixed date.

        Noon, so that whatever a calendar puts on a day has come by then. Leases and retries use the real clock.
        """
        if self.fixed_today is None:
            return real
        return datetime.combine(self.today(real.date()), NOON, LONDON).astimezone(UTC)


def read_settings(environ: Mapping[str, str]) -> Settings:
    """The settings that the environment gives, with the defaults for what it leaves out.

    Raises BadConfiguration when SCRUTINEER_TODAY is neither a date nor the path of a file.
    """
    api = environ.get("SLACK_API_URL") or DEFAULT_SLACK_API
    return Settings(
        database_url=environ.get("DATABASE_URL") or DEFAULT_DATABASE,
        council_folder=Path(environ.get("SCRUTINEER_CONFIG", "").strip() or DEFAULT_COUNCIL),
        slack_api_url=api if api.endswith("/") else f"{api}/",
        fixed_today=_fixed_today(environ.get("SCRUTINEER_TODAY", "").strip()),
        slack_bot_token=environ.get("SLACK_BOT_TOKEN", ""),
        slack_app_token=environ.get("SLACK_APP_TOKEN", ""),
        slack_signing_secret=environ.get("SLACK_SIGNING_SECRET", ""),
    )


def read_council(folder: Path) -> Council:
    """The council whose folder this is, checked.

    Raises BadConfiguration, naming the file and the key, for a missing file, a key that is wrong or unknown, a mark
    that would mean two things, a portfolio of somebody who has no role, and a reader of a portfolio or a theme that is
    none.
    `words.toml`, `layouts.toml`, `themes.toml` and `readers.toml` may be left out.
    """
    about = _read(folder / "council.toml", CouncilFile)
    calendar = _read(folder / "calendar.toml", CalendarFile)
    roles = _read(folder / "roles.toml", RolesFile)
    words = _read(folder / "words.toml", WordsFile) if (folder / "words.toml").exists() else WordsFile()
    layouts = _read(folder / "layouts.toml", LayoutsFile) if (folder / "layouts.toml").exists() else LayoutsFile()
    themes = _read(folder / "themes.toml", ThemesFile) if (folder / "themes.toml").exists() else ThemesFile()
    readers = _read(folder / "readers.toml", ReadersFile) if (folder / "readers.toml").exists() else ReadersFile()
    withheld = frozenset(mark.strip().casefold() for mark in about.marks.withheld)
    missing = frozenset(mark.strip().casefold() for mark in about.marks.missing)
    if both := sorted(withheld & missing):
        raise BadConfiguration(
            f"{folder / 'council.toml'}: “{both[0]}” is under both marks.withheld and marks.missing. Keep it in one."
        )
    titles = TitleRoles({title: frozenset(named) for title, named in roles.titles.items()})
    if strangers := [title for title in roles.portfolios if title not in titles]:
        raise BadConfiguration(
            f"{folder / 'roles.toml'}: portfolios names “{strangers[0]}”, which nothing in titles matches. Add it."
        )
    for one in readers.reader:
        if one.post and one.post not in titles:
            raise BadConfiguration(
                f"{folder / 'readers.toml'}: the reader “{one.code}” is told as “{one.post}”, which nothing in titles "
                "of roles.toml matches. Correct it, or add it there."
            )
        if one.portfolio and one.portfolio not in roles.portfolios:
            raise BadConfiguration(
                f"{folder / 'readers.toml'}: the reader “{one.code}” names the portfolio of “{one.portfolio}”, which "
                "is not under portfolios in roles.toml. Correct it, or add it there."
            )
        if unknown := [theme for theme in one.themes if theme not in themes.themes]:
            raise BadConfiguration(
                f"{folder / 'readers.toml'}: the reader “{one.code}” names the theme “{unknown[0]}”, which is not in "
                "themes.toml. Correct it, or add it there."
            )
    return Council(
        name=about.name,
        team_id=about.team_id,
        performance_channel=about.channels.performance.id,
        chief_officers_channel=about.channels.chief_officers.id,
        performance_team_name=about.performance_team_name,
        roles=titles,
        portfolios={title: tuple(services) for title, services in roles.portfolios.items()},
        aliases=tuple(Alias(entry.words, entry.measure, entry.why) for entry in words.alias),
        board_words=dict(words.boards),
        withheld_marks=withheld,
        missing_marks=missing | {""},
        calendar=ReportingCalendar(
            closing_day=calendar.closing_day,
            alert_working_days=calendar.alert_working_days,
            alert_time=calendar.alert_time,
            first_round=periods.parse(calendar.first_round),
            extra_holidays=frozenset(calendar.extra_holidays),
            chase_owners=tuple(calendar.chase_owners),
        ),
        surgery_model=about.surgery_model,
        visible=about.visible,
        correct_within_days=about.correct_within_days,
        reply_within_working_days=about.reply_within_working_days,
        working_group=WorkingGroup(about.working_group.chair, frozenset(about.working_group.members))
        if about.working_group is not None
        else WorkingGroup(),
        surgeries=SurgeryRules(
            about.surgeries.a_quarter,
            about.surgeries.decide_within,
            tuple(sorted(set(about.surgeries.review_months))),
            RankWeights(**about.surgeries.weights.model_dump()),
        ),
        service=ServiceRules(about.service.reply_within, about.service.comment_within),
        retention=Retention(**about.retention.model_dump()),
        themes=themes.by_code(),
        headings=layouts.synonyms(),
        workbooks=tuple(part.layout() for part in layouts.workbook),
        fewest_shown=about.fewest_shown,
        alerts=AlertRules(calendar.alerts.release, frozenset(calendar.alerts.released_by)),
        pre_election=tuple(PreElection(one.first, one.last, one.why) for one in calendar.pre_election),
        readers=tuple(one.reader(roles.portfolios.get(one.portfolio, ()), themes.themes) for one in readers.reader),
        board_options={code: part.options() for code, part in calendar.alerts.boards.items()},
    )


def read_channel_names(folder: Path) -> Mapping[str, str]:
    """The names of the channels that `council.toml` gives, by id. Raises BadConfiguration as `read_council`."""
    channels = _read(folder / "council.toml", CouncilFile).channels
    return {channel.id: channel.name for channel in (channels.performance, channels.chief_officers)}


def _fixed_today(text: str) -> date | Path | None:
    if not text:
        return None
    try:
        return date.fromisoformat(text)
    except ValueError:
        path = Path(text)
    if not path.is_file():
        raise BadConfiguration(
            f"SCRUTINEER_TODAY is “{text}”, which is neither a date such as 2026-11-24 nor a file that holds one."
        )
    return path


def _read(path: Path, model: type[Model]) -> Model:
    try:
        content = path.read_bytes().decode("utf-8")
    except FileNotFoundError:
        raise BadConfiguration(
            f"{path} is missing. SCRUTINEER_CONFIG must name a council's folder with {path.name} in it."
        ) from None
    except (OSError, UnicodeDecodeError):
        raise BadConfiguration(f"{path} cannot be read. It must be a text file in UTF-8.") from None
    try:
        return model.model_validate(tomllib.loads(content))
    except tomllib.TOMLDecodeError as error:
        raise BadConfiguration(f"{path} is not valid TOML: {str(error)[:1].lower()}{str(error)[1:]}.") from None
    except ValidationError as error:
        raise BadConfiguration(f"{path}: {_first_mistake(error)}.") from None


def _first_mistake(error: ValidationError) -> str:
    """The first mistake with its key, and how many others there are."""
    mistakes = error.errors(include_url=False, include_context=False)
    key = ".".join(str(part) for part in mistakes[0]["loc"] if part != "[key]")
    kind, message = mistakes[0]["type"], mistakes[0]["msg"].removeprefix("Value error, ")
    if kind == "extra_forbidden":
        said = f"“{key}” is not a key that is known here; correct or remove it"
    elif kind == "missing":
        said = f"“{key}” is missing; add it"
    else:
        said = f"“{key}” is wrong: {message[:1].lower()}{message[1:]}"
    others = len(mistakes) - 1
    return said + (f" ({others} more mistake{'s' if others > 1 else ''} in this file)" if others else "")
