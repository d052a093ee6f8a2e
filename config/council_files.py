"""The shapes of the TOML files in a council's folder. A key that is not named here is a mistake, and is refused."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date, time
from typing import Annotated

from pydantic import AfterValidator, BaseModel, BeforeValidator, ConfigDict, Field, model_validator

from perfdata import periods
from perfdata.council import Released, SurgeryModel, Visible
from perfdata.errors import BadInput
from perfdata.people import Role
from perfdata.readers import Often, Plans, Reader, ReaderOptions

Filled = Annotated[str, Field(min_length=1)]
MONTHS = ("January", "February", "March", "April", "May", "June", "July", "August", "September", "October", "November",
          "December")  # fmt: skip
POINTS_IN_ALL = 100
ChannelId = Annotated[str, Field(pattern=r"^[CG][A-Z0-9]{5,}$")]


def _month_label(text: str) -> str:
    try:
        period = periods.parse(text)
    except BadInput as error:
        raise ValueError("is not a month such as Oct 2026") from error
    if period.frequency is not periods.Frequency.MONTHLY:
        raise ValueError("is not a month such as Oct 2026")
    return text


class _Checked(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class Channel(_Checked):
    """A channel that the council's data do not name: its id in the workspace, and its name for people."""

    id: ChannelId
    name: Filled


class Channels(_Checked):
    """The channels of the Performance Team and of the chief officers."""

    performance: Channel
    chief_officers: Channel


class Marks(_Checked):
    """What stands in a cell where a figure is withheld, or was never reported."""

    withheld: list[Filled]
    missing: list[str]


class WorkingGroupPart(_Checked):
    """Who the cross-board working group is, by role titles. Its chair is one of its members."""

    chair: Filled
    members: Annotated[list[Filled], Field(min_length=2)]

    @model_validator(mode="after")
    def _chair_is_a_member(self) -> WorkingGroupPart:
        if self.chair not in self.members:
            raise ValueError(f"the chair “{self.chair}” is not among the members")
        return self


class WeightsPart(_Checked):
    """The points that each piece of evidence gives in the order of nominations, 100 in all."""

    distance: Annotated[int, Field(ge=0, le=100)] = 25
    duration: Annotated[int, Field(ge=0, le=100)] = 25
    change: Annotated[int, Field(ge=0, le=100)] = 20
    comparison: Annotated[int, Field(ge=0, le=100)] = 15
    not_in_hand: Annotated[int, Field(ge=0, le=100)] = 10
    seconds: Annotated[int, Field(ge=0, le=10)] = 5

    @model_validator(mode="after")
    def _a_hundred_in_all(self) -> WeightsPart:
        whole = self.distance + self.duration + self.change + self.comparison + self.not_in_hand + self.seconds
        if whole != POINTS_IN_ALL:
            raise ValueError(f"its six weights add up to {whole}, and have to add up to {POINTS_IN_ALL}")
        return self


class SurgeriesPart(_Checked):
    """How many surgeries a board can hold in a quarter, and by when a nomination is decided."""

    a_quarter: Annotated[int, Field(ge=1, le=20)] = 2
    decide_within: Annotated[int, Field(ge=1, le=120)] = 20
    review_months: Annotated[list[Annotated[int, Field(ge=1, le=36)]], Field(min_length=1)] = [3, 6, 12]
    weights: WeightsPart = WeightsPart()


class ServicePart(_Checked):
    """How long a service has, in working days."""

    reply_within: Annotated[int, Field(ge=1, le=60)] = 5
    comment_within: Annotated[int, Field(ge=1, le=20)] = 3


class RetentionPart(_Checked):
    """For how many days things are kept that say something of a person."""

    unanswered_words: Annotated[int, Field(ge=1, le=366)] = 30
    not_understood: Annotated[int, Field(ge=1, le=1_096)] = 366
    file_reports: Annotated[int, Field(ge=2, le=1_096)] = 30
    private_messages: Annotated[int, Field(ge=31, le=3_653)] = 366
    nominators: Annotated[int, Field(ge=31, le=3_653)] = 1_461


class CouncilFile(_Checked):
    """`council.toml`."""

    name: Filled
    team_id: Annotated[str, Field(pattern=r"^[TE][A-Z0-9]{5,}$")]
    performance_team_name: Filled
    surgery_model: SurgeryModel = SurgeryModel.SCRUTINY_LED
    visible: Visible = Visible.ON_RELEASE
    fewest_shown: Annotated[int, Field(ge=3, le=20)] = 5
    correct_within_days: Annotated[int, Field(ge=0, le=366)] = 60
    reply_within_working_days: Annotated[int, Field(ge=1, le=60)] = 5
    channels: Channels
    marks: Marks
    working_group: WorkingGroupPart | None = None
    surgeries: SurgeriesPart = SurgeriesPart()
    service: ServicePart = ServicePart()
    retention: RetentionPart = RetentionPart()

    @model_validator(mode="after")
    def _group_where_the_model_has_one(self) -> CouncilFile:
        if (self.surgery_model is SurgeryModel.WORKING_GROUP) != (self.working_group is not None):
            raise ValueError("a [working_group] is needed for the surgery model working_group, and for no other")
        return self

    @model_validator(mode="after")
    def _kept_as_long_as_it_is_corrected(self) -> CouncilFile:
        if self.retention.private_messages < self.correct_within_days:
            raise ValueError("retention.private_messages must be at least correct_within_days, or nothing is corrected")
        return self


def _month_number(name: object) -> int:
    if name not in MONTHS:
        raise ValueError("is not a month such as August")
    return MONTHS.index(str(name)) + 1


class AlertOptionsPart(_Checked):
    """`[alerts.boards.CODE]`, and part of `[[reader]]`: what a reader has chosen about its alert."""

    working_days: Annotated[int, Field(ge=0, le=20)] | None = None
    quiet_months: Annotated[list[Annotated[int, BeforeValidator(_month_number)]], Field(max_length=6)] = []
    named_first: Annotated[int, Field(ge=1, le=40)] = 7
    names_slightly_off: bool = False
    always_report: list[Filled] = []
    private: bool | None = None

    def options(self) -> ReaderOptions:
        """As the domain takes it."""
        return ReaderOptions(
            self.working_days,
            frozenset(self.quiet_months),
            self.named_first,
            self.names_slightly_off,
            frozenset(self.always_report),
            self.private,
        )


class ReaderPart(AlertOptionsPart):
    """One `[[reader]]` of `readers.toml`: who is told of a round beside the boards, of what, and how often."""

    code: Annotated[str, Field(pattern=r"^[a-z][a-z0-9-]{1,38}$")]
    name: Filled
    channel: Channel | None = None
    post: str = ""
    often: Often
    first_round: Annotated[str, AfterValidator(_month_label)]
    boards: list[Filled] = []
    directorate: str = ""
    services: list[Filled] = []
    portfolio: str = ""
    themes: list[Filled] = []
    business_plans: bool = False
    objectives: Often | None = None
    challenge_every: Annotated[int, Field(ge=0, le=12)] = 0

    @model_validator(mode="after")
    def _told_in_one_place(self) -> ReaderPart:
        if (self.channel is None) == (not self.post):
            raise ValueError(
                f"the reader “{self.code}” needs either a channel or the post whose holder is told, and not both"
            )
        return self

    def reader(self, portfolio: Iterable[str], themes: Mapping[str, Iterable[str]]) -> Reader:
        """As the domain takes it; `portfolio` are its portfolio's services, `themes` the codes under each theme."""
        return Reader(
            code=self.code,
            name=self.name,
            channel_id=self.channel.id if self.channel is not None else "",
            channel_name=self.channel.name if self.channel is not None else "",
            post=self.post,
            boards=frozenset(self.boards),
            directorate=self.directorate,
            services=frozenset((*self.services, *portfolio)),
            codes=frozenset(code for theme in self.themes for code in themes[theme]),
            plans=Plans.ALL if self.business_plans else Plans.NONE,
            often=self.often,
            first_round=periods.parse(self.first_round),
            objectives=self.objectives,
            challenge_every=self.challenge_every,
            options=self.options(),
        )


class ReadersFile(_Checked):
    """`readers.toml`."""

    reader: list[ReaderPart] = []

    @model_validator(mode="after")
    def _each_code_once(self) -> ReadersFile:
        codes = [one.code for one in self.reader]
        if twice := [code for code in codes if codes.count(code) > 1]:
            raise ValueError(f"two readers have the code “{twice[0]}”; give one of them another")
        return self


class PreElectionPart(_Checked):
    """One `[[pre_election]]` of `calendar.toml`: from its first day to its last, and what it is for."""

    first: date
    last: date
    why: Filled

    @model_validator(mode="after")
    def _in_order(self) -> PreElectionPart:
        if self.last < self.first:
            raise ValueError(f"the last day, {self.last}, comes before the first, {self.first}")
        return self


class AlertsPart(_Checked):
    """`[alerts]` of `calendar.toml`."""

    release: Released = Released.BY_THE_CALENDAR
    released_by: list[Filled] = []
    boards: dict[Filled, AlertOptionsPart] = {}


class CalendarFile(_Checked):
    """`calendar.toml`. A closing day after the 28th would not exist in every month."""

    closing_day: Annotated[int, Field(ge=1, le=28)]
    alert_working_days: Annotated[int, Field(ge=0, le=20)] = 0
    alert_time: time
    first_round: Annotated[str, AfterValidator(_month_label)]
    extra_holidays: list[date] = []
    chase_owners: list[Annotated[int, Field(ge=0, le=20)]] = []
    alerts: AlertsPart = AlertsPart()
    pre_election: list[PreElectionPart] = []


class RolesFile(_Checked):
    """`roles.toml`: role titles, or their beginnings followed by `*`, to roles; portfolios to services."""

    titles: dict[Filled, list[Role]]
    portfolios: dict[Filled, list[Filled]] = {}


class AliasEntry(_Checked):
    """One `[[alias]]` of `words.toml`: what people say, the measure's code, and why the council says so."""

    words: Filled
    measure: Filled
    why: Filled


class WordsFile(_Checked):
    """`words.toml`: words for measures, and what people call each board."""

    alias: list[AliasEntry] = []
    boards: dict[Filled, Filled] = {}


class ThemesFile(_Checked):
    """`themes.toml`: the codes of the measures under each theme, and the references of objectives."""

    themes: dict[Filled, list[Filled]] = {}

    @model_validator(mode="after")
    def _each_once(self) -> ThemesFile:
        for theme, codes in self.themes.items():
            if twice := sorted({code for code in codes if codes.count(code) > 1}):
                raise ValueError(f"“{theme}” names {twice[0]} twice")
        return self

    def by_code(self) -> dict[str, tuple[str, ...]]:
        """The themes of each measure that has any, by its code."""
        codes = {code for named in self.themes.values() for code in named}
        return {code: tuple(theme for theme, named in self.themes.items() if code in named) for code in sorted(codes)}
