"""What the installed command prints: harmless, uncoloured in pipes; and what it changes."""

import re
import sqlite3
from contextlib import closing
from datetime import timedelta
from pathlib import Path

import pytest

from config.paths import home as home_in
from tests.past import DAY, keep_nudge, keep_past
from tests.rig import Desktop, installed, need, pause, wait_for
from tests.truth import now
from tests.watched import QUICK, Watched

_ON_DAY = ("--since", DAY, "--until", DAY)
_SIGNS = re.compile(r"[\x00-\x09\x0b-\x1f\x7f-\x9f][^\n]{,20}")  # all control but line ends
_TEXTS = [
    ("report", *_ON_DAY), ("report", "--since", DAY, "--until", "2026-03-05"), ("status",),
    ("today",), ("nudges",), ("tools", "list"), ("config", "explain"), ("data", "where"),
]  # fmt: skip


@pytest.fixture
def past(desktop: Desktop, home: Path) -> Watched:
    keep_past(home)
    return Watched(desktop, home)


@pytest.mark.parametrize("words", _TEXTS, ids=" ".join)
def test_a_pipe_gets_no_escape_codes_and_no_sign_a_terminal_obeys(
    past: Watched, words: tuple[str, ...]
) -> None:
    told = past.told(*words)

    assert told
    assert _SIGNS.findall(told) == []


@pytest.mark.parametrize("colour", [True, False])
def test_on_a_terminal_there_are_colours_unless_no_color_is_set(
    past: Watched,
    colour: bool,  # noqa: FBT001 - a switch
) -> None:
    need("script")
    env = {"TERM": "xterm-256color"} | ({} if colour else {"NO_COLOR": "1"})
    for words in (("report", *_ON_DAY), ("doctor", "--no-nudge")):
        command = " ".join([str(installed()), "--home", str(past.home), *words])
        told = past.desktop.run("script", "-qec", command, "/dev/null", env=env).stdout
        codes = [part.partition("m")[0] for part in told.split("\x1b[")[1:]]

        assert any(code.startswith(("3", "9")) for code in codes) is colour
        assert "\x1b[31mEvil" not in told


def test_a_reader_that_has_enough_is_no_failure(past: Watched) -> None:
    with closing(sqlite3.connect(past.ledger)) as ledger:
        ledger.executemany(
            "insert into stretch select ?, 1, 0, min(id), ?, 1, 1, 0 from subject",
            [(minute * 60_000, minute * 60_000 + 50_000) for minute in range(5000)],
        )
        ledger.commit()
    for words in (
        "report --since 1970-01-01",
        "data export",
        "data export --format csv",
        "tools list",
    ):
        line = f"{installed()} --home {past.home} {words} 2>err | head -1"
        told = past.desktop.run("sh", "-c", f"cd {past.desktop.home}; {line}")
        said = (past.desktop.home / "err").read_text()

        assert told.stdout.count("\n") == 1
        assert "Traceback" not in said
        assert "Broken pipe" not in said


def test_a_program_that_names_itself_with_escape_codes_does_no_harm(
    screen: Desktop, home: Path
) -> None:
    need("script")
    watched = Watched(screen, home)
    watched.choose(QUICK)
    screen.spawn("xterm", "-class", "\x1b[2JEvil\nName\x9b5m", "-T", "tame", "-e", "cat")
    screen.activate(screen.window(title="tame"))
    command = f"{installed()} --home {home} run"
    live = screen.spawn("script", "-qfec", command, screen.home / "typescript")
    wait_for(lambda: watched.one("select 1 from stretch"), "stretch")
    pause(1)
    watched.told("stop")
    live.wait(10)
    typed = screen.said(live).replace("\x1b[K", "")  # which the status line itself writes

    assert "Evil" in typed
    assert "Evil" in watched.told("report")
    for told in (typed, watched.told("report"), watched.told("data", "export")):
        assert _SIGNS.findall(told) == []


def test_forgetting_asks_first_and_then_leaves_no_trace_in_the_file(past: Watched) -> None:
    keep_nudge(home_in(past.home), now() - timedelta(days=1))
    before = past.ledger.stat().st_size
    with closing(sqlite3.connect(past.ledger)) as ledger:
        ledger.executemany(
            "insert into stretch select ?, 1, 0, min(id), ?, 1, 1, 0 from subject",
            [(1772440000000 + second * 1000, 1772440000500 + second * 1000)
             for second in range(4000)],
        )  # fmt: skip
        ledger.commit()
    refused = past.say("data", "forget", *_ON_DAY)
    still = len(past.lines())
    done = past.told("data", "forget", *_ON_DAY, "--yes")

    assert refused.returncode == 1
    assert "Delete " in refused.stdout
    assert "Nothing was done." in refused.stderr
    assert still > 4000
    assert done.startswith("Deleted: ")
    assert past.lines() == []
    assert past.ledger.stat().st_size <= before
    for file in past.home.glob("ledger.sqlite*"):
        assert b"claude.ai" not in file.read_bytes()


def test_a_setting_is_explained_changed_checked_and_given_back(
    desktop: Desktop, home: Path
) -> None:
    watched = Watched(desktop, home)
    explained = watched.told("config", "explain", "watch.every")
    changed = watched.told("config", "set", "watch.every", "7s")
    shown = watched.told("config", "show")
    fine = watched.told("config", "check")
    given_back = watched.told("config", "unset", "watch.every")

    assert explained.startswith("watch.every\n    How often to look")
    assert ", 1s to 1m." in explained
    assert changed == 'watch.every is "7s" now.\n'
    assert 'every = "7s"' in shown
    assert fine == f"{home / 'settings.toml'} is fine.\n"
    assert given_back == 'watch.every is "5s" again.\n'
    assert 'every = "5s"' in watched.told("config", "show")
    watched.choose(watched.told("config", "sample"))
    assert watched.say("config", "check").returncode == 0


def test_what_is_explained_tells_what_is_in_force(desktop: Desktop, home: Path) -> None:
    watched = Watched(desktop, home)
    watched.told("limits", "profile", "firm")
    limit = watched.told("config", "explain", "limit.break.at_most")
    after = watched.told("config", "explain", "contact.after")
    none = watched.say("config", "explain", "limit.brake.at_most")
    watched.choose('[watch]\nevery = "5 parsecs"\n')
    unknown = watched.told("config", "explain", "contact.after")

    assert limit.startswith("limit.break.at_most\n")
    assert limit.endswith('    Default: "50m"\n    In force: "30m"\n')
    assert after.endswith('    Default: "3d"\n    In force: "2d"\n')
    assert "In force" not in unknown
    assert (none.returncode, none.stdout) == (3, "")
    assert "limit.brake.at_most: No limit has that name." in none.stderr


def test_what_a_person_typed_reaches_the_terminal_without_what_it_would_obey(
    desktop: Desktop, home: Path
) -> None:
    done = Watched(desktop, home).say("limits", "remove", "\x1b[31mred\x1b]0;x\a")

    assert done.returncode == 1
    assert "No limit is called \ufffd[31mred" in done.stderr
    assert "\x1b" not in done.stderr


def test_the_check_tells_every_problem_by_key_and_line(desktop: Desktop, home: Path) -> None:
    watched = Watched(desktop, home)
    watched.choose('[watch]\nevery = "5 parsecs"\n\n[privacy]\nraw_days = 0\nhost = "all"\n')
    told = watched.say("config", "check")

    assert told.returncode == 3
    assert told.stdout == ""
    for problem in ("3 problems", "line 2: watch.every", "line 5: privacy.raw_days",
                    "line 6: privacy.host", "Did you mean"):  # fmt: skip
        assert problem in told.stderr
