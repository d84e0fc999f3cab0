"""What the doctor looks at: each thing once, in a line of its own, with what to do."""

import os
import re
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest

from config.paths import home as home_in
from monitor.core.people import Person
from monitor.service.clock import SystemClock
from monitor.service.doctor import Check, Health, _untried, examine
from monitor.store import connect, lock, people
from tests.fakes import moment
from tests.ledgers import new_ledger
from tests.rig import Desktop
from tests.screenful import shown
from tests.watched import Watched

_BROKEN = '[watch]\nevery = "5 parsecs"\nidle = "3m"\n[privacy]\nraw_days = 0\n'
_OWN_BROKEN = '[[tool]]\nname = "Acme"\nkind = "chat"\nhosts = ["acme.example"]\n'


Way = tuple[Person, str, str, str]
ANNA = Person("Anna", timedelta(days=7), moment(0))
CALLED = replace(ANNA, phone="+49 170 1234567")
WRITTEN_TO = replace(ANNA, email="anna@home.example")
WAYS: list[Way] = [
    (CALLED, "tel", "calls", "phone numbers"),
    (WRITTEN_TO, "mailto", "mail", "mail addresses"),
]


def checks(folder: Path, part: str) -> list[Check]:
    """What is told of a part."""
    found = examine(home_in(folder), SystemClock(), (), nudge=False)
    return [one for one in found if one.part == part]


def set_for(scheme: str, program: str, home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A desktop that says which program takes links of one kind."""
    asked = home.parent / "bin" / "xdg-mime"
    asked.parent.mkdir()
    asked.write_text(f'#!/bin/sh\n[ "$3" = x-scheme-handler/{scheme} ] && echo "{program}"\n')
    asked.chmod(0o755)
    monkeypatch.setenv("PATH", f"{asked.parent}:{os.environ['PATH']}")


def name_in(home: Path, *named: Person) -> None:
    """A ledger in which these are named."""
    path = new_ledger(home_in(home).ledger)
    connection = connect.for_writing(path)
    for one in named:
        people.add(connection, path, one)
    connection.close()


def test_each_problem_of_the_settings_stands_in_a_line_of_its_own(
    desktop: Desktop, home: Path
) -> None:
    watched = Watched(desktop, home)
    watched.choose(_BROKEN)
    told = watched.say("doctor", "--no-nudge")
    lines = [line for line in told.stdout.splitlines() if line.startswith("!!  settings ")]

    assert [re.search(r"line (\d)", line)[1] for line in lines] == ["2", "3", "5"]  # type: ignore[index] # each has one
    assert "Did you mean watch.idle_after?" in lines[1]
    assert "`humanward config explain KEY` tells what a key means" in told.stdout
    assert "\N{REPLACEMENT CHARACTER}" not in told.stdout
    assert told.returncode == 1


@pytest.mark.parametrize("way", WAYS)
def test_which_program_opens_the_way_to_somebody_is_told_once_a_button_needs_it(
    way: Way, home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    person, scheme, part, opens = way
    set_for(scheme, "theirs.desktop", home, monkeypatch)
    before = checks(home, part)
    name_in(home)
    nobody = checks(home, part)
    name_in(home, person)
    (told,) = checks(home, part)

    assert (before, nobody) == ([], [])
    said = told.health, told.text, told.advice
    assert said == (Health.GOOD, f"theirs.desktop opens {opens}", "")


@pytest.mark.parametrize("way", WAYS)
def test_where_no_program_opens_the_way_to_somebody_it_says_what_to_install(
    way: Way, home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    person, scheme, part, opens = way
    set_for(scheme, "", home, monkeypatch)
    name_in(home, person)
    (told,) = checks(home, part)

    assert told.health is Health.UNSURE
    assert f"no program here is set to open {opens}" in told.text
    assert told.advice.startswith("Install a ")


def test_only_the_way_that_a_button_takes_is_looked_at(
    home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    set_for("mailto", "", home, monkeypatch)
    name_in(home, replace(CALLED, email=WRITTEN_TO.email))

    assert checks(home, "mail") == []


def test_a_mistake_in_the_tools_of_ones_own_is_told_and_the_sensors_are_looked_at_all_the_same(
    tmp_path: Path,
) -> None:
    (tmp_path / "tools.toml").write_text(_OWN_BROKEN)
    (told,) = checks(tmp_path, "tools")

    assert told.health is Health.BAD
    assert "chat" in told.text
    assert checks(tmp_path, "sensor")


def test_it_ends_with_0_when_nothing_needs_the_person(screen: Desktop, home: Path) -> None:
    watched = Watched(screen, home)
    idle = watched.say("doctor", "--no-nudge")
    with watched.daemon():
        awake = watched.say("doctor", "--no-nudge")

    assert (idle.returncode, awake.returncode) == (1, 0), awake.stdout
    assert "!!  daemon             nobody watches\n      humanward start\n" in idle.stdout
    assert "ok  daemon             a daemon watches this home\n" in awake.stdout
    assert "!!  " not in awake.stdout.replace("!!: needs you", "")


def test_it_names_the_program_inside_the_terminal_in_front(screen: Desktop, home: Path) -> None:
    screen.xterm("XTerm")
    told = screen.humanward("--home", home, "doctor", "--no-nudge").stdout

    assert re.search(r"^ok  sensor x11         sees XTerm, in it cat; last input \d+ s ago$",
                     told, re.MULTILINE)  # fmt: skip


@pytest.mark.parametrize(
    ("platform", "name"), [("darwin", "macOS"), ("win32", "Windows"), ("linux", "")]
)
def test_what_never_ran_on_the_real_system_is_said_there(platform: str, name: str) -> None:
    told = list(_untried(platform))

    assert [one.name for one in told] == ([name] if name else [])
    assert all(one.health is Health.UNSURE for one in told)
    assert all("never ran on a real one" in one.text for one in told)


def test_it_says_last_what_nothing_here_can_see(tmp_path: Path) -> None:
    *_, last = examine(home_in(tmp_path), SystemClock(), (), nudge=False)

    assert last.part == "never seen"
    assert all(word in last.text for word in ("phone", "other computers", "beside", "ssh"))


def test_a_small_rest_of_room_is_told_in_its_own_unit(tmp_path: Path) -> None:
    (ledger,) = checks(tmp_path, "ledger")
    (disk,) = checks(tmp_path, "disk")

    assert ledger.health is Health.OFF
    assert re.fullmatch(r"\d+(\.\d)? [kMG]B free", disk.text)


def test_the_log_as_a_channel_writes_nothing_to_the_terminal(desktop: Desktop, home: Path) -> None:
    told = desktop.humanward("--home", home, "doctor")

    assert "??  channel log " in told.stdout
    assert told.stderr == ""


@pytest.mark.parametrize("columns", [40, 80, 120])
@pytest.mark.parametrize(
    "words", [("doctor", "--no-nudge"), ("tools", "list"), ("data", "where")], ids=" ".join
)
def test_on_a_terminal_every_line_fits_unless_one_word_is_longer(
    tmp_path: Path, words: tuple[str, ...], columns: int
) -> None:
    home = home_in(tmp_path)
    held = lock.acquire(home.lock)
    lines = shown("--home", tmp_path, *words, columns=columns)
    held.release()

    assert len(lines) > 5
    assert [line for line in lines if len(line) > columns and " " in line.strip()] == []
    if columns == 120:
        assert os.fspath(home.lock) in "".join(lines) or words[0] != "data"
