"""The law of starting with the session: a file that the system itself accepts, and takes away."""

import shlex
import subprocess
from configparser import RawConfigParser
from pathlib import Path

import pytest

from monitor.errors import MonitorError
from monitor.service import autostart, door
from monitor.service.autostart import State
from tests.logins import bare, systemctl
from tests.processes import need

PLAIN = ("--home", "/home/ann/humanward")
ODD = ("--home", '/home/ann/my "50 %" $HOME folder')
ENTRY = "autostart/humanward.desktop"
UNIT = "systemd/user/humanward.service"


@pytest.fixture
def config(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    return bare(tmp_path, monkeypatch)


def test_without_systemd_it_is_an_entry_of_the_desktop(config: Path) -> None:
    said = autostart.switch_on(PLAIN)

    entry = RawConfigParser()
    entry.read(config / ENTRY)
    command = entry["Desktop Entry"]["exec"]
    assert tuple(shlex.split(command)) == door.command(*PLAIN, "run", "--quiet")
    assert str(config / ENTRY) in said
    assert autostart.state(PLAIN) == State(is_on=True, way="XDG autostart", path=config / ENTRY)


def test_a_display_that_systemd_does_not_start_gets_an_entry_of_the_desktop(
    config: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    systemctl(tmp_path, session="inactive")
    monkeypatch.setenv("DISPLAY", ":0")

    autostart.switch_on(PLAIN)

    assert (config / ENTRY).exists()


def test_an_odd_folder_is_quoted_as_the_desktop_wants_it(config: Path) -> None:
    autostart.switch_on(ODD)

    entry = RawConfigParser()
    entry.read(config / ENTRY)
    command = entry["Desktop Entry"]["exec"].replace("%%", "%").replace("\\\\", "\\")
    words = subprocess.check_output(["/bin/sh", "-c", f"printf '%s\\n' {command}"], text=True)  # noqa: S603 - our own words
    assert tuple(words.splitlines()) == door.command(*ODD, "run", "--quiet")
    assert autostart.state(ODD).is_on


@pytest.mark.parametrize(("session", "target"), [("active", "graphical-session.target"),
                                                 ("inactive", "default.target")])  # fmt: skip
def test_with_systemd_it_is_a_unit_of_the_user(
    config: Path, tmp_path: Path, session: str, target: str
) -> None:
    log = systemctl(tmp_path, session=session)

    said = autostart.switch_on(PLAIN)

    assert "the systemd user unit humanward.service" in said
    assert f"WantedBy={target}" in (config / UNIT).read_text()
    assert "--user enable humanward.service" in log.read_text()
    assert autostart.state(PLAIN) == State(is_on=True, way="systemd", path=config / UNIT)
    assert not (config / ENTRY).exists()


@pytest.mark.parametrize("words", [PLAIN, ODD], ids=["plain", "odd"])
def test_systemd_itself_accepts_the_unit(
    config: Path, tmp_path: Path, words: tuple[str, ...]
) -> None:
    need("systemd-analyze")
    systemctl(tmp_path)
    autostart.switch_on(words)

    done = subprocess.run(  # noqa: S603 - a fixed command
        ["systemd-analyze", "verify", "--user", "--man=no", config / UNIT],  # noqa: S607 - found by need()
        capture_output=True,
        text=True,
        check=False,
        env={"PATH": "/usr/bin:/bin", "XDG_RUNTIME_DIR": str(tmp_path), "HOME": str(tmp_path)},
    )

    assert (done.returncode, done.stderr) == (0, "")
    assert autostart.state(words).is_on


def test_what_systemd_refuses_leaves_nothing_behind(config: Path, tmp_path: Path) -> None:
    systemctl(tmp_path, refuses="yes")

    with pytest.raises(MonitorError, match="systemd would not have it: Unit is masked"):
        autostart.switch_on(PLAIN)

    assert not (config / UNIT).exists()
    assert not autostart.state(PLAIN).is_on


def test_another_home_does_not_start_by_itself(config: Path) -> None:
    autostart.switch_on(PLAIN)

    assert (config / ENTRY).exists()
    assert not autostart.state(("--home", "/home/ann/another")).is_on


def test_switched_off_nothing_is_left(config: Path) -> None:
    autostart.switch_on(PLAIN)

    said = autostart.switch_off()

    assert str(config / ENTRY) in said
    assert not (config / ENTRY).exists()
    assert not autostart.state(PLAIN).is_on
    assert autostart.switch_off() == "It was not set to start by itself."


def test_a_folder_that_cannot_be_written_is_told_in_words(config: Path) -> None:
    config.write_text("a file where the folder should be")

    with pytest.raises(MonitorError, match="It cannot be set up"):
        autostart.switch_on(PLAIN)
