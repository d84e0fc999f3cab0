"""The installed `demo`: what a newcomer sees, and that the person's own data stay as they are."""

import json
import os
import pty
import re
import signal
import subprocess
from pathlib import Path

import pytest

from tests.past import keep_past
from tests.rig import Desktop, installed, wait_for
from tests.watched import Watched

PEOPLE = ["none", "light", "programmer", "heavy", "companion"]
SHORT = ("demo", "heavy", "--days", "3")
NOTICE = "Made-up data, nobody's life: the demo's persona heavy."


def every_file(folder: Path) -> dict[str, tuple[int, bytes]]:
    """All that lies in a folder, but for what programs say and what is thrown away."""
    return {
        str(one.relative_to(folder)): (one.stat().st_mtime_ns, one.read_bytes())
        for one in sorted(folder.rglob("*"))
        if one.is_file() and one.relative_to(folder).parts[0] not in {"tmp", "logs"}
    }


def leftovers(desktop: Desktop) -> list[Path]:
    return sorted((desktop.home / "tmp").iterdir())


def test_a_month_is_shown_as_report_page_and_nudge(desktop: Desktop) -> None:
    done = desktop.humanward("demo", timeout_s=60)
    lines = done.stdout.splitlines()
    (page,) = leftovers(desktop)
    text = page.read_text("utf-8")

    assert (done.returncode, done.stderr) == (0, "")
    assert lines[0] == NOTICE
    assert "AI tools" in lines
    assert f"The same as a page for the browser: {page}" in lines
    assert any(re.match(r"A nudge, as it would have come at .*:", line) for line in lines)
    assert any(re.fullmatch(r"    \[ .* \]  \[ Later \]  \[ Not helpful \]", one) for one in lines)
    assert "Not watching" not in done.stdout + text
    assert text.startswith("<!doctype html>")
    assert "Made-up data, nobody&#x27;s life: the demo&#x27;s persona heavy." in text
    assert page.stat().st_mode & 0o077 == 0


@pytest.mark.parametrize("own", ["where users expect it", "in HUMANWARD_HOME", "in --home"])
def test_the_persons_own_home_is_as_it_was(desktop: Desktop, own: str) -> None:
    places = {
        "where users expect it": desktop.home / ".local/share/humanward",
        "in HUMANWARD_HOME": desktop.home / "mine",
        "in --home": desktop.home / "mine",
    }
    keep_past(places[own])
    env = {"HUMANWARD_HOME": str(places[own])} if own == "in HUMANWARD_HOME" else {}
    words = ("--home", str(places[own])) if own == "in --home" else ()
    before = every_file(desktop.home)

    done = desktop.humanward(*words, *SHORT, env=env)

    assert done.returncode == 0, done.stderr
    assert before != {}
    assert every_file(desktop.home) == before
    assert [one.suffix for one in leftovers(desktop)] == [".html"]


def test_somebody_who_has_no_home_yet_has_none_after_it(desktop: Desktop) -> None:
    desktop.humanward(*SHORT)

    assert every_file(desktop.home) == {}
    assert not (desktop.home / ".local").exists()


def test_a_kept_home_goes_on_and_says_that_it_is_made_up(desktop: Desktop, home: Path) -> None:
    done = desktop.humanward(*SHORT, "--keep", home)
    kept = Watched(desktop, home)
    onward = re.findall(r"^  humanward (--home .*)$", done.stdout, re.MULTILINE)
    report = kept.json("report", "week")
    kept.told("report", "--html", str(desktop.home / "page.html"))

    assert leftovers(desktop) == []
    assert onward
    for words in onward:
        told = desktop.humanward(*words.split())
        assert told.returncode == 0, told.stderr
        assert "Nothing was seen" not in told.stdout
    first = json.loads(desktop.humanward(*onward[0].split(), "--format", "json").stdout)
    assert first["seconds"]["ai"] > 0  # on any day of the week, at any hour
    assert kept.told("today").splitlines()[0] == NOTICE
    assert kept.told("today", "--plain").splitlines()[0] == NOTICE
    assert kept.told("report", "week", "--letter").splitlines()[0] == NOTICE
    assert report["made_up"] == NOTICE
    assert kept.json("report", "--letter")["made_up"] == NOTICE
    for words in (
        ("people",), ("limits", "list"), ("correct", "--list"), ("correct", "away", "yesterday"),
        ("nudges", "effect"), ("nudges", "rehearse"),
    ):  # fmt: skip
        assert kept.told(*words).splitlines()[0] == NOTICE
        assert kept.json(*words)["made_up"] == NOTICE
    assert kept.told("correct", "--undo", "1").splitlines()[0] == NOTICE
    assert kept.json("correct", "--undo", "2")["made_up"] == NOTICE
    assert json.loads(kept.told("people", "export"))["made_up"] == NOTICE
    for words in (
        ("data", "export"), ("people", "--format", "csv"), ("today", "--format", "csv"),
        ("nudges", "effect", "--format", "csv"), ("nudges", "rehearse", "--format", "csv"),
    ):  # fmt: skip
        rows = kept.say(*words)
        assert (rows.stderr.splitlines()[0], NOTICE in rows.stdout) == (NOTICE, False)
    assert "nobody&#x27;s life" in (desktop.home / "page.html").read_text("utf-8")
    assert (home / "report.html").exists()
    assert home.stat().st_mode & 0o077 == 0


def test_a_real_home_never_says_that_it_is_made_up(desktop: Desktop, home: Path) -> None:
    keep_past(home)
    real = Watched(desktop, home)
    real.told("report", "--html", str(desktop.home / "page.html"))

    exported = real.say("data", "export")
    assert exported.stdout
    assert "ade-up" not in exported.stdout + exported.stderr + real.told("people")
    assert "ade-up" not in real.told("today") + real.told("report", "week", "--letter")
    assert "made_up" not in real.json("report")
    assert "ade-up" not in (desktop.home / "page.html").read_text("utf-8")


def test_a_folder_with_anything_in_it_is_refused_and_left_alone(
    desktop: Desktop, tmp_path: Path
) -> None:
    folder, file = tmp_path / "full", tmp_path / "file"
    folder.mkdir()
    (folder / "letter.txt").write_text("mine")
    file.write_text("mine")

    for place in (folder, file):
        done = desktop.humanward(*SHORT, "--keep", place)
        assert (done.returncode, done.stdout) == (1, "")
        assert f"humanward: {place} is not empty.\nName a new folder" in done.stderr
    assert [one.name for one in folder.iterdir()] == ["letter.txt"]
    assert file.read_text() == "mine"


@pytest.mark.parametrize("inside", ["", "run", "new/below"])
def test_a_made_up_life_is_never_kept_in_the_persons_own_home(
    desktop: Desktop, home: Path, inside: str
) -> None:
    done = desktop.humanward("--home", home, *SHORT, "--keep", home / inside)

    assert done.returncode == 1
    assert "is where your own humanward lives" in done.stderr
    assert not home.exists()


@pytest.mark.parametrize("kept", [False, True])
def test_who_stops_it_finds_nothing_half_made(desktop: Desktop, home: Path, kept: bool) -> None:  # noqa: FBT001 - a column
    words = ("--keep", home) if kept else ()
    process = desktop.spawn(installed(), "demo", "--days", "366", *words)
    place = home if kept else desktop.home / "tmp"
    wait_for(lambda: any(place.rglob("ledger.sqlite")), "a made-up home")
    process.send_signal(signal.SIGINT)
    code = process.wait(20)

    assert code == 1
    assert desktop.said(process).endswith("Nothing was done.\n")
    assert leftovers(desktop) == []
    assert not home.exists()


def test_the_list_tells_each_in_a_line(desktop: Desktop) -> None:
    lines = desktop.humanward("demo", "--list").stdout.splitlines()

    assert [line.split()[0] for line in lines] == PEOPLE


@pytest.mark.parametrize("words", [("nobody",), ("--days", "0"), ("--days", "367")])
def test_a_slip_is_told_and_nothing_is_lived(desktop: Desktop, words: tuple[str, ...]) -> None:
    done = desktop.humanward("demo", *words)

    assert (done.returncode, done.stdout) == (2, "")
    assert leftovers(desktop) == []


def test_on_a_terminal_a_bar_tells_how_far_it_is(desktop: Desktop) -> None:
    keys, screen = pty.openpty()
    done = subprocess.run(  # noqa: S603 - the installed command
        [installed(), *SHORT], env=desktop.env, stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE, stderr=screen, timeout=60, check=True,
    )  # fmt: skip
    os.close(screen)
    bar = os.read(keys, 65536).decode()
    os.close(keys)

    assert "Living 3 days" in bar
    assert "100%" in bar
    assert "Living" not in done.stdout.decode()


def test_every_persona_can_be_shown(desktop: Desktop) -> None:
    for name in PEOPLE:
        done = desktop.humanward("demo", name, "--days", "2")
        assert (done.returncode, done.stderr) == (0, "")
        assert f"persona {name}." in done.stdout.splitlines()[0]
        (page,) = leftovers(desktop)  # that of the demo before has gone
        assert f"persona {name}." in page.read_text("utf-8")
        assert "the page stays until you delete it or show another demo" in done.stdout
