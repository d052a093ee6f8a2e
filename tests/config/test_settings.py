"""The environment's settings and the council's folder."""

from __future__ import annotations

import shutil
from datetime import date, time
from pathlib import Path

import pytest

from config.role_titles import TitleRoles
from config.settings import read_channel_names, read_council, read_settings
from perfdata import periods
from perfdata.council import SurgeryModel, Visible
from perfdata.errors import BadConfiguration
from perfdata.people import Role
from perfdata.readers import ReaderOptions

NORBRIDGE = Path("config/norbridge")
REAL = date(2030, 1, 1)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A copy of the sample council's folder, to spoil."""
    shutil.copytree(NORBRIDGE, tmp_path / "council", ignore=shutil.ignore_patterns("data"))
    return tmp_path / "council"


def test_the_defaults() -> None:
    """An empty environment gives what a council's machine needs least said."""
    settings = read_settings({})
    assert settings.database_url == "sqlite:///var/scrutineer.db"
    assert settings.slack_api_url == "https://slack.com/api/"
    assert settings.council_folder.samefile(NORBRIDGE)
    assert settings.today(REAL) == REAL


def test_tokens_are_never_shown() -> None:
    """A log line with the settings in it gives nothing away."""
    names = ("SLACK_BOT_TOKEN", "SLACK_APP_TOKEN", "SLACK_SIGNING_SECRET")
    settings = read_settings(dict.fromkeys(names, "secret-word") | {"SLACK_API_URL": "http://127.0.0.1:1/api"})
    assert settings.slack_bot_token == settings.slack_app_token == settings.slack_signing_secret == "secret-word"
    assert "secret-word" not in repr(settings)
    assert settings.slack_api_url.endswith("/api/")


def test_today_is_fixed_by_a_date_or_a_file(tmp_path: Path) -> None:
    """The file is read anew each time; one that holds no date is a mistake in the configuration."""
    assert read_settings({"SCRUTINEER_TODAY": "2026-11-24"}).today(REAL) == date(2026, 11, 24)
    path = tmp_path / "today"
    path.write_text("2026-11-24\n", encoding="utf-8")
    settings = read_settings({"SCRUTINEER_TODAY": str(path)})
    assert settings.today(REAL) == date(2026, 11, 24)
    path.write_text("2026-12-24", encoding="utf-8")
    assert settings.today(REAL) == date(2026, 12, 24)
    path.write_text("soon", encoding="utf-8")
    with pytest.raises(BadConfiguration):
        settings.today(REAL)
    with pytest.raises(BadConfiguration, match="SCRUTINEER_TODAY"):
        read_settings({"SCRUTINEER_TODAY": "tomorrow"})


def test_the_sample_council() -> None:
    """What the folder says arrives as the domain's own values."""
    council = read_council(NORBRIDGE)
    assert (council.surgery_model, council.visible) == (SurgeryModel.SCRUTINY_LED, Visible.ON_LOAD)
    assert council.calendar.closing_day == 24
    assert council.calendar.alert_time == time(9)
    assert council.calendar.first_round == periods.month(2026, 10)
    assert council.roles["Chair, Climate, Environment and Streets Board"] == {Role.MEMBER, Role.CHAIR}
    assert "Keeper of the Swans" not in council.roles
    assert "*" in council.withheld_marks
    assert "" in council.missing_marks
    assert set(read_channel_names(NORBRIDGE)) == {council.performance_channel, council.chief_officers_channel}


def test_an_exact_title_wins_over_a_pattern_and_a_longer_pattern_over_a_shorter() -> None:
    """So that one post among many can be something else."""
    officer, clerk, chair = (frozenset({role}) for role in (Role.OFFICER, Role.CLERK, Role.CHAIR))
    roles = TitleRoles({"Head *": officer, "Head of *": clerk, "Head of Law": chair})
    assert [roles.get(title) for title in ("Head of Law", "Head of Lawns", "Head Gardener", "Ahead", "Head")] == [
        chair, clerk, officer, None, None,
    ]  # fmt: skip
    assert sorted(roles) == ["Head *", "Head of *", "Head of Law"]
    assert len(roles) == 3


@pytest.mark.parametrize(
    ("file", "was", "now", "said"),
    [
        ("council.toml", 'name = "Norbridge City Council"', "", "“name” is missing"),
        ("council.toml", "visible =", "visibel =", "“visibel” is not a key"),
        ("council.toml", '"scrutiny_led"\n', '"chaotic"\n', "“surgery_model” is wrong"),
        ("council.toml", '"C0PERFTEAM1"', '"#performance"', "“channels.performance.id” is wrong"),
        ("council.toml", '["*", "<5"]', '["*", "TBC"]', "“tbc” is under both"),
        ("council.toml", "[marks]", "[marks", "is not valid TOML"),
        ("council.toml", "change = 20", "change = 25", "“surgeries.weights” is wrong: its six weights add up to 105"),
        ("calendar.toml", "closing_day = 24", "closing_day = 31", "“closing_day” is wrong"),
        ("calendar.toml", '"Oct 2026"', '"Q2 2026/27"', "“first_round” is wrong: is not a month"),
        ("roles.toml", '["officer", "clerk"]', '["officer", "clark"]', "Scrutiny Officer"),
        ("roles.toml", '"Cabinet Member, Housing" =', '"Minister" =', "“Minister”"),
    ],
)
def test_a_mistake_is_one_sentence_with_its_file_and_key(
    folder: Path, file: str, was: str, now: str, said: str
) -> None:
    """Nobody has to read a traceback or follow a link to mend the configuration."""
    path = folder / file
    content = path.read_text(encoding="utf-8")
    assert was in content
    path.write_text(content.replace(was, now, 1), encoding="utf-8")
    with pytest.raises(BadConfiguration) as caught:
        read_council(folder)
    sentence = caught.value.sentence
    assert file in sentence
    assert said in sentence
    assert "\n" not in sentence
    assert "http" not in sentence
    assert sentence.endswith(".")


def test_a_missing_file_is_named(folder: Path) -> None:
    """All but the words must be there."""
    (folder / "calendar.toml").unlink()
    with pytest.raises(BadConfiguration, match=r"calendar\.toml is missing"):
        read_council(folder)


def test_words_may_be_left_out_and_are_checked_when_given(folder: Path) -> None:
    """`words.toml` gives aliases with their reasons, and what people call boards."""
    path = folder / "words.toml"
    path.unlink(missing_ok=True)
    assert read_council(folder).aliases == ()
    path.write_text(
        '[[alias]]\nwords = "bins"\nmeasure = "ENV-006"\nwhy = "said so"\n[boards]\nstreets = "ENV"\n', "utf-8"
    )
    council = read_council(folder)
    assert council.aliases[0].words == "bins"
    assert council.board_words == {"streets": "ENV"}
    path.write_text('[[alias]]\nwords = "bins"\n', "utf-8")
    with pytest.raises(BadConfiguration, match=r"alias\.0\.measure"):
        read_council(folder)


def test_themes_are_given_to_measures_by_code(folder: Path) -> None:
    """A measure may be under several themes; every code of the sample is one of its measures."""
    themes = read_council(folder).themes
    assert themes["HRM-004"] == ("value for money", "personnel")
    assert {theme for named in themes.values() for theme in named} == {
        "value for money", "equalities", "personnel", "health and safety", "environment", "assets",
    }  # fmt: skip
    dictionary = (NORBRIDGE / "data" / "measures.csv").read_text(encoding="utf-8")
    assert all(f"\n{code}," in dictionary for code in themes)
    (folder / "themes.toml").write_text('[themes]\nassets = ["PRO-001", "PRO-001"]\n', encoding="utf-8")
    with pytest.raises(BadConfiguration, match="names PRO-001 twice"):
        read_council(folder)
    (folder / "themes.toml").unlink()
    assert read_council(folder).themes == {}


def test_a_board_chooses_about_its_alert(folder: Path) -> None:
    """What it leaves out stays as it is; a month that is none is refused by its name."""
    path = folder / "calendar.toml"
    told = path.read_text(encoding="utf-8")
    path.write_text(f'{told}\n[alerts.boards.ENV]\nquiet_months = ["August"]\nnamed_first = 5\n', encoding="utf-8")
    assert read_council(folder).board_options == {"ENV": ReaderOptions(quiet_months=frozenset({8}), named_first=5)}
    path.write_text(f'{told}\n[alerts.boards.ENV]\nquiet_months = ["Augusto"]\n', encoding="utf-8")
    with pytest.raises(BadConfiguration, match="such as August"):
        read_council(folder)
