"""Limits in the settings file: one is added or taken out, and what stands around it stays."""

from pathlib import Path

import pytest

from config.errors import SettingsError
from config.load import load
from config.schema import Length, Limit, Weekday, What
from config.write import add_limit, remove_limit

_MINE = """\
# mine
[watch]   # how
every = "5s"   # often

# --- limits ---
[[limit]]
name = "bots"  # those
what = "kind:companion"
at_most = "20m"

# --- last ---
[nudge]
quiet = ["22:00-07:00"]  # sleep
"""


@pytest.fixture
def path(tmp_path: Path) -> Path:
    path = tmp_path / "settings.toml"
    path.write_text(_MINE)
    return path


def test_a_new_limit_stands_below_the_last_and_says_only_what_is_not_so_anyhow(path: Path) -> None:
    wanted = Limit(
        name="sat", what=What("ai"), at_most=Length.of("2h"), days=(Weekday.SAT, Weekday.SUN)
    )

    settings = add_limit(path, wanted)

    assert settings == load(path)
    assert settings.limit[-1] == wanted
    assert path.read_text() == _MINE.replace(
        'at_most = "20m"\n',
        'at_most = "20m"\n\n[[limit]]\nname = "sat"\nwhat = "ai"\nat_most = "2h"\n'
        'days = ["sat", "sun"]\n',
    )
    remove_limit(path, "sat")
    assert path.read_text().split() == _MINE.split()


@pytest.mark.parametrize("text", ['limit = [{ name = "break", on = false }]', "limit = 3\n"])
def test_a_limit_is_added_only_where_limits_stand_in_tables(path: Path, text: str) -> None:
    path.write_text(text)

    with pytest.raises(SettingsError):
        add_limit(path, Limit(name="sat", what=What("ai"), at_most=Length.of("2h")))
    assert path.read_text() == text


def test_a_limit_whose_name_has_dots_is_taken_out_whole(path: Path) -> None:
    add_limit(path, Limit(name="a.b at_most", what=What("ai"), at_most=Length.of("2h")))

    settings = remove_limit(path, "a.b at_most")

    assert [limit.name for limit in settings.limit][-1] == "bots"
    with pytest.raises(SettingsError, match='no limit "c"'):
        remove_limit(path, "c")
