from pathlib import Path

import pytest

from config.errors import SettingsError
from config.length import Length
from config.load import load, read
from config.schema import BUILT_IN, DEFAULTS, Channel, Per, What
from config.warn import warnings


def _problems(text: str) -> list[tuple[int | None, str, str]]:
    with pytest.raises(SettingsError) as refused:
        read(text)
    return [(one.line, one.key, one.text) for one in refused.value.problems]


def test_a_file_that_is_not_there_means_the_defaults(tmp_path: Path) -> None:
    assert load(tmp_path / "settings.toml") == DEFAULTS


@pytest.mark.parametrize("raw", [b"", b"\n\n", b"# nothing\r\n", b"\xef\xbb\xbf", b"[watch]\n"])
def test_a_file_that_says_nothing_means_the_defaults(tmp_path: Path, raw: bytes) -> None:
    path = tmp_path / "settings.toml"
    path.write_bytes(raw)

    assert load(path) == DEFAULTS


def test_what_is_said_holds_and_the_rest_keeps_its_default(tmp_path: Path) -> None:
    path = tmp_path / "settings.toml"
    path.write_bytes(b'\xef\xbb\xbf[watch]\r\nevery = "2s"\r\n[nudge]\r\nchannels = ["log"]\r\n')

    settings = load(path)

    assert settings.watch.every == Length.of("2s")
    assert settings.watch.flush == DEFAULTS.watch.flush
    assert settings.nudge.channels == (Channel.LOG,)


def test_all_problems_are_told_at_once_with_key_and_line() -> None:
    text = """\
# mine
[watch]
evry = "5s"
every = "2h"   # too long
flush = 15

[nudge]
on = "yes"
channels = [
  "destkop",
]
quiet = ["22:00", "25:00-07:00"]

[[limit]]
name = "bots"
what = "kind:companoin"
at_most = "20 blinks"

[[limit]]
name = "bots"
what = "ai"

[privcy]
raw_days = 3
"""
    length = 'a length of time, such as "1h 30m"'

    assert _problems(text) == [
        (3, "watch.evry", "There is no such setting. Did you mean every?"),
        (4, "watch.every", '"2h" is too much; it takes 1s to 1m.'),
        (5, "watch.flush", f"It takes {length}; 15 is none of that."),
        (8, "nudge.on", 'It takes true or false; "yes" is none of that.'),
        (
            9,
            "nudge.channels",
            'It takes a list, each entry one of "desktop", "plyer", "log"; "destkop" is none of '
            "that. Did you mean desktop?",
        ),
        (
            12,
            "nudge.quiet",
            '"22:00" is no span of hours; write it as in "22:30-07:00". '
            '"25:00-07:00" names an hour that no day has; use 00:00 to 24:00.',
        ),
        (
            16,
            "limit.bots.what",
            '"companoin" is no kind. Did you mean companion? There are assistant, companion, '
            "wellbeing, coding_agent, ai_ide, ai_search, local_model, study, creative, writing, "
            "call, message, social, reference, search, other.",
        ),
        (
            17,
            "limit.bots.at_most",
            '"blinks" is no unit; use d, h, m, s or ms, as in "1h 30m".',
        ),
        (19, "limit[2].at_most", f"It is missing; it takes {length}."),
        (20, "limit[2].name", 'Another limit has the name "bots"; each needs its own.'),
        (23, "privcy", "There is no such setting. Did you mean privacy?"),
    ]


def test_the_message_is_one_with_path_problems_and_what_to_do() -> None:
    path = Path("/home/ada/settings.toml")
    with pytest.raises(SettingsError) as refused:
        read('[day]\nstarts = 13\nnight = ""\n', path=path)

    assert str(refused.value) == (
        "/home/ada/settings.toml: 2 problems\n"
        "  line 2: day.starts: 13 is too much; it takes 0 to 12.\n"
        '  line 3: day.night: "" is no span of hours; write it as in "22:30-07:00".\n'
        "`humanward config explain KEY` tells what a key means and takes."
    )


@pytest.mark.parametrize(
    ("text", "key", "part"),
    [
        ("watch = 5", "watch", "[watch] stands on a line of its own"),
        ('every = "5s"', "every", "Did you mean watch.every?"),
        ('[limit]\nname = "x"', "limit", "[[limit]] in two brackets"),
        ("limit = [1]", "limit", "[[limit]] in two brackets"),
        ("[day]\nstarts = 4.0", "day.starts", "a whole number; 4.0 is none"),
        ("[day]\nstarts = true", "day.starts", "a whole number; true is none"),
        ("[nudge]\nchannels = []", "nudge.channels", "at least 1 entry"),
        ('[nudge]\nchannels = ["log", "log"]', "nudge.channels", '"log" stands in it twice.'),
        ('[nudge]\nquiet = "22:00-07:00"', "nudge.quiet", "It takes a list"),
        ('[nudge]\nquiet = ["22:00-22:00"]', "nudge.quiet", 'the whole day is "00:00-24:00"'),
        ('[[limit]]\nname = ""', "limit[1].name", "1 to 40 letters"),
        ('[[limit]]\nname = " a"', "limit. a.name", "no space before or after"),
        ('[[limit]]\nname = "break"\nwhat = "companion"', "limit.break.what", "kind:companion?"),
        ('[[limit]]\nname = "break"\nwhat = "tool:"', "limit.break.what", "name after the colon"),
        ('[[limit]]\nname = "break"\nwat = "ai"', "limit.break.wat", "Did you mean what?"),
    ],
)
def test_each_mistake_says_what_to_write_instead(text: str, key: str, part: str) -> None:
    told = {name: said for _, name, said in _problems(text)}

    assert part in told[key]


def test_a_table_with_the_name_of_a_built_in_limit_replaces_what_it_says_and_others_are_added() -> (
    None
):
    settings = read("""
        [[limit]]
        name = "bots"
        what = "Kind:Companion"
        at_most = "20m"
        [[limit]]
        name = "break"
        on = false
        [[limit]]
        name = "ai-of-the-day"
        at_most = "1h"
    """)
    by_name = {limit.name: limit for limit in settings.limit}

    assert list(by_name) == [*(limit.name for limit in BUILT_IN), "bots"]
    assert not by_name["break"].on
    assert by_name["break"].at_most == Length.of("50m")
    assert by_name["long-ai-session"] == BUILT_IN[1]
    assert by_name["ai-of-the-day"].at_most == Length.of("1h")
    assert by_name["bots"].what == "kind:companion"
    assert (by_name["bots"].what.scope, by_name["bots"].what.name) == ("kind", "companion")
    assert by_name["bots"].per is Per.DAY


def test_what_is_screen_or_ai_has_no_name() -> None:
    assert (What.of(" AI ").scope, What.of("AI").name) == ("ai", "")
    assert What.of("tool: Character.AI") == "tool:Character.AI"


@pytest.mark.parametrize(
    ("nudge", "told"),
    [
        (
            'hours = ["09:00-17:00"]\nquiet = ["08:00-18:00"]',
            "nudge.quiet covers all of nudge.hours",
        ),
        ('hours = ["22:00-01:00"]\nquiet = ["21:00-24:00", "00:00-02:00"]', "all of nudge.hours"),
        ('quiet = ["00:00-24:00"]', "nudge.quiet covers the whole day, so no nudge can ever come."),
        ('hours = ["09:00-17:00"]\nquiet = ["08:00-16:59"]', ""),
        ('hours = ["09:00-17:00"]\nquiet = ["17:00-09:00"]', ""),
        ('on = false\nquiet = ["00:00-24:00"]', ""),
        ("", ""),
    ],
)
def test_hours_that_leave_no_moment_for_a_nudge_are_told_and_hold(nudge: str, told: str) -> None:
    said = " ".join(warnings(read(f"[nudge]\n{nudge}\n")))

    assert told in said
    assert bool(said) is bool(told)
