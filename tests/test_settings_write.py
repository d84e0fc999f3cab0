import stat
import subprocess
import sys
from pathlib import Path

import pytest

from config.drop import unknown
from config.errors import SettingsError
from config.length import Length
from config.load import load
from config.render import sample
from config.schema import DEFAULTS, Span
from config.write import as_stored, set_value, unset

_ROOT = Path(__file__).parents[1]
_MINE = """\
# mine
[watch]   # how
every = "5s"   # often

# --- the nights ---
[day]
starts = 5

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


def test_setting_a_key_keeps_every_comment_and_the_order(path: Path) -> None:
    settings = set_value(path, "watch.every", "10s")

    assert settings == load(path)
    assert settings.watch.every == Length.of("10s")
    assert path.read_text() == _MINE.replace('"5s"', '"10s"')


def test_a_new_key_stands_with_its_section_and_not_below_the_words_about_the_next(
    path: Path,
) -> None:
    set_value(path, "watch.flush", "30s")
    set_value(path, "limit.bots.on", "no")

    assert path.read_text() == _MINE.replace("# often\n", '# often\nflush = "30s"\n', 1).replace(
        'at_most = "20m"\n', 'at_most = "20m"\non = false\n'
    )


def test_a_new_section_and_a_new_file_are_made(tmp_path: Path) -> None:
    path = tmp_path / "settings.toml"

    set_value(path, "privacy.hosts", "none")
    set_value(path, "nudge.on", "yes")

    assert path.read_text() == '[privacy]\nhosts = "none"\n\n[nudge]\non = true\n'
    assert stat.S_IMODE(path.stat().st_mode) == 0o600


def test_a_list_is_typed_with_commas_and_may_be_emptied(path: Path) -> None:
    settings = set_value(path, "nudge.quiet", "22:00-07:00, 12:00-13:00")

    assert settings.nudge.quiet == (Span.of("22:00-07:00"), Span.of("12:00-13:00"))
    assert 'quiet = ["22:00-07:00", "12:00-13:00"]  # sleep' in path.read_text()
    assert set_value(path, "nudge.quiet", "[]").nudge.quiet == ()
    assert set_value(path, "nudge.quiet", "['1:00-2:00']").nudge.quiet == (Span.of("1:00-2:00"),)


def test_a_built_in_limit_can_be_changed_and_switched_off(path: Path) -> None:
    set_value(path, "limit.break.on", "off")
    settings = set_value(path, "limit.break.at_most", "40m")

    broken = next(limit for limit in settings.limit if limit.name == "break")
    assert (broken.on, broken.at_most) == (False, Length.of("40m"))
    assert path.read_text() == _MINE.replace(
        'at_most = "20m"\n',
        'at_most = "20m"\n\n[[limit]]\nname = "break"\non = false\nat_most = "40m"\n',
    )


def test_unsetting_a_key_brings_back_its_default(path: Path) -> None:
    settings = unset(path, "day.starts")

    assert settings.day == DEFAULTS.day
    assert unset(path, "day.starts") == settings
    assert unset(path, "privacy.hosts") == settings
    assert path.read_text() == _MINE.replace("starts = 5\n", "")


def test_unsetting_a_limit_cuts_out_its_lines_alone(path: Path) -> None:
    set_value(path, "limit.break.on", "off")

    unset(path, "limit.bots")
    assert 'name = "bots"' not in path.read_text()
    settings = unset(path, "limit.break")

    assert settings.limit == DEFAULTS.limit
    assert "# --- limits ---" in path.read_text()
    assert "# --- last ---\n[nudge]" in path.read_text()


def test_unsetting_one_key_of_a_limit_keeps_the_others(path: Path) -> None:
    set_value(path, "limit.break.on", "off")

    settings = unset(path, "limit.break.on")

    assert settings.limit[0].on


@pytest.mark.parametrize(
    ("key", "part"),
    [
        ("watch.evry", "There is no such setting. Did you mean watch.every?"),
        ("watch", "It is a whole table. Name one key of it, as in watch.every."),
        ("limit.bot", 'There is no limit "bot". Did you mean bots?'),
        ("limit.bot.on", 'There is no limit "bot". Did you mean bots?'),
    ],
)
def test_unsetting_what_is_not_there_to_be_set_is_told(path: Path, key: str, part: str) -> None:
    with pytest.raises(SettingsError) as refused:
        unset(path, key)

    assert part in str(refused.value)
    assert path.read_text() == _MINE


def test_unsetting_an_unknown_limit_is_told_without_a_file_too(tmp_path: Path) -> None:
    with pytest.raises(SettingsError, match=r'There is no limit "brake"\. Did you mean break\?'):
        unset(tmp_path / "settings.toml", "limit.brake")


def test_unsetting_a_built_in_limit_that_was_never_changed_changes_nothing(path: Path) -> None:
    settings = unset(path, "limit.break")

    assert settings == load(path)
    assert path.read_text() == _MINE


@pytest.mark.parametrize(
    ("key", "text", "stored"),
    [
        ("watch.every", " 7s ", '"7s"'),
        ("nudge.channels", "log,desktop", '["log", "desktop"]'),
        ("nudge.channels", "['log' , \"desktop\",]", '["log", "desktop"]'),
        ("nudge.on", "Yes", "true"),
        ("limit.break.on", "off", "false"),
        ("day.starts", "05", "5"),
    ],
)
def test_what_was_typed_is_told_as_it_is_stored(
    path: Path, key: str, text: str, stored: str
) -> None:
    set_value(path, key, text)

    assert as_stored(key, text) == stored
    assert f"{key.rpartition('.')[2]} = {stored}" in path.read_text()


def test_unsetting_in_a_file_that_is_not_there_makes_none(tmp_path: Path) -> None:
    path = tmp_path / "settings.toml"

    assert unset(path, "day.starts") == DEFAULTS
    assert not path.exists()


@pytest.mark.parametrize(
    ("key", "text", "part"),
    [
        ("watch.every", "2h", 'watch.every: "2h" is too much; it takes 1s to 1m.'),
        ("day.starts", "four", 'day.starts: It takes a whole number; "four" is none'),
        ("day.start", "4", "Did you mean day.starts?"),
        ("day", "4", "day: It is a whole table. Name one key of it, as in day.starts."),
        ("limit", "[]", "It is a whole table. Name one key of it, as in limit.break.at_most."),
        ("idle", "3m", "Did you mean watch.idle_after?"),
        ("nudge.channels", '["log"', "has one bracket without the other; write it as in"),
        ("nudge.channels", "log]", "has one bracket without the other"),
        ("nudge.channels", '["log, desktop]', "has one quote without the other"),
        ("nudge.channels", "'log\"", "has one quote without the other"),
        ("limit.at_most", "5m", "Say which limit, as in limit.break.at_most."),
        ("limit.bot.at_most", "5m", 'no limit "bot". Did you mean bots?'),
        ("limit.bots.name", "", "1 to 40 letters"),
        ("nudge.on", "maybe", "true or false"),
    ],
)
def test_what_is_wrong_is_refused_and_the_file_stays(
    path: Path, key: str, text: str, part: str
) -> None:
    with pytest.raises(SettingsError) as refused:
        set_value(path, key, text)

    assert part in str(refused.value)
    assert path.read_text() == _MINE


@pytest.mark.parametrize(
    ("key", "old", "new"),
    [
        ("watch.evry", "[watch]   # how\n", "[watch]   # how\nevry = [\n  1,\n]  # wrong\n"),
        ("limit.bots.often", "# --- last", "often = 3\n\n# --- last"),
        ("nudge.loud", "# sleep\n", "# sleep\n[nudge.loud]\nat = 3\n"),
        ("sound", "# --- the nights", "[sound]\nx = 1\n[sound.deep]\ny = 2\n\n# --- the nights"),
        ("sounds", "# --- last", "[[sounds]]\nx = 1\n# of these\n\n# --- last"),
        ("volume", "# mine\n", "# mine\nvolume.low = 3\nvolume.high = 5\n"),
    ],
)
def test_what_is_no_setting_is_taken_out_and_all_else_stays(
    path: Path, key: str, old: str, new: str
) -> None:
    path.write_text(_MINE.replace(old, new))
    with pytest.raises(SettingsError, match="There is no such setting"):
        load(path)

    assert unknown(path, key)
    assert load(path) is not None
    assert path.read_text().replace("# of these\n", "").split() == _MINE.split()


def test_what_else_is_wrong_stays_when_one_thing_that_is_no_setting_is_taken_out(
    path: Path,
) -> None:
    path.write_text('[watch]\nevry = 1\nevery = "2h"\n')

    assert unknown(path, "watch.evry")
    assert path.read_text() == '[watch]\nevery = "2h"\n'


@pytest.mark.parametrize("key", ["watch.evry", "watch.every", "watch", "limit.bots", "limit.x.y"])
def test_a_setting_or_what_is_not_there_is_not_taken_out_as_none(path: Path, key: str) -> None:
    assert not unknown(path, key)
    assert path.read_text() == _MINE


def test_what_stands_inside_a_line_of_its_table_is_left_to_an_editor(path: Path) -> None:
    path.write_text(text := "nudge = { on = true, loud = 1 }\n")

    with pytest.raises(SettingsError, match=r"nudge\.loud: It cannot be taken out from here"):
        unknown(path, "nudge.loud")
    assert path.read_text() == text


def test_a_change_that_breaks_something_else_is_refused(path: Path) -> None:
    with pytest.raises(SettingsError, match=r"limit\.bots\.what: It is missing") as refused:
        unset(path, "limit.bots.what")

    assert refused.value.problems[0].line is None
    assert path.read_text() == _MINE


def test_a_file_with_a_mistake_is_mended_by_setting_that_key_alone(path: Path) -> None:
    path.write_text('[watch]\nevery = "2h"\n')

    with pytest.raises(SettingsError, match=r"line 2: watch\.every") as refused:
        set_value(path, "day.starts", "5")
    assert set_value(path, "watch.every", "2s").watch.every == Length.of("2s")
    assert refused.value.path == path


@pytest.mark.parametrize("text", ["watch = 5\n", "limit = 3\n", "[watch\n", "[limit]\n", "\x00"])
def test_a_file_of_another_shape_is_told_and_stays(path: Path, text: str) -> None:
    path.write_text(text)

    for key, value in (("watch.every", "2s"), ("limit.break.on", "no")):
        with pytest.raises(SettingsError):
            set_value(path, key, value)
    assert path.read_text() == text


@pytest.mark.parametrize(
    "text",
    [
        'watch.flush = "20s"',
        'watch = { flush = "20s" }',
        'watch = {}\nlimit = [{ name = "break", on = false }]',
        '["watch"]\n# only this',
    ],
)
def test_every_form_of_toml_can_be_changed(path: Path, text: str) -> None:
    path.write_text(text)

    settings = set_value(path, "watch.every", "7s")

    assert settings == load(path)
    assert settings.watch.every == Length.of("7s")


def test_every_key_of_the_sample_can_be_set_to_what_it_is(path: Path) -> None:
    path.write_text(sample())

    set_value(path, "nudge.channels", "desktop,plyer,log")
    set_value(path, "day.night", "00:00-06:00")
    set_value(path, "limit.ai-of-the-day.at_most", "2h")

    assert path.read_text() == sample()


def test_a_link_to_the_settings_stays_a_link(path: Path) -> None:
    link = path.with_name("link.toml")
    link.symlink_to(path)

    set_value(link, "day.starts", "3")

    assert link.is_symlink()
    assert load(path).day.starts == 3


def test_a_folder_that_is_not_there_is_told(tmp_path: Path) -> None:
    with pytest.raises(SettingsError, match="It cannot be written: No such file"):
        set_value(tmp_path / "gone" / "settings.toml", "day.starts", "3")
    assert not list(tmp_path.iterdir())


def test_a_full_disk_leaves_the_old_file_and_nothing_beside_it(path: Path) -> None:
    pytest.importorskip("resource", reason="needs POSIX, which can limit the size of a file")
    code = (
        "import resource, pathlib, sys; from config.errors import SettingsError;"
        "from config.write import set_value; path = pathlib.Path(sys.argv[1]);"
        "resource.setrlimit(resource.RLIMIT_FSIZE, (20, 20));"
        "\ntry: set_value(path, 'day.starts', '3')"
        "\nexcept SettingsError as error: print(error)"
    )

    done = subprocess.run(  # noqa: S603 - this very Python, and a text from above
        [sys.executable, "-B", "-c", code, str(path)], cwd=_ROOT, capture_output=True, text=True,
        check=True,
    )  # fmt: skip

    assert "It cannot be written: File too large." in done.stdout
    assert [file.name for file in path.parent.iterdir()] == [path.name]
    assert path.read_text() == _MINE
