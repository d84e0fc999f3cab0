"""The law of starting with the session: a file that the system itself accepts, and takes away."""

import re
import shlex
import subprocess
from configparser import RawConfigParser
from pathlib import Path

import pytest

from monitor.errors import MonitorError
from monitor.service import autostart, compositors, door
from monitor.service.autostart import State
from tests.desktops import WaylandDesktop
from tests.processes import need

PLAIN = ("--home", "/home/ann/humanward")
ODD = ("--home", '/home/ann/my "50 %" $HOME folder')
ENTRY = "autostart/humanward.desktop"
UNIT = "systemd/user/humanward.service"
LINES = {
    "sway": ("sway/config", r"exec (\S+/humanward --home /home/ann/humanward run --quiet)"),
    "Hyprland": ("hypr/hyprland.conf", r"exec-once = (\S+/humanward --home \S+ run --quiet)"),
    "labwc:wlroots": ("labwc/autostart", r"(\S+/humanward --home \S+ run --quiet) &"),
    "river": ("river/init", r"(\S+/humanward --home \S+ run --quiet) &"),
    "Wayfire": ("wayfire.ini", r"humanward = (\S+/humanward --home \S+ run --quiet)"),
    "niri": ("niri/config.kdl", r'spawn-at-startup ("\S+/humanward" "--home" .+ "--quiet")'),
}
_SYSTEMCTL = """#!/bin/sh
echo "$@" >> {log}
case "$*" in
  *is-system-running*) echo {state} ;;
  *is-active*) echo {session} ;;
  *enable*) test {refuses} = no || {{ echo "Unit is masked." >&2; exit 1; }} ;;
esac
"""


@pytest.fixture
def config(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A private folder of settings, and no systemd."""
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path / "config"))
    monkeypatch.setenv("PATH", str(tmp_path / "bin") + ":/usr/bin:/bin")
    for told in ("DISPLAY", "WAYLAND_DISPLAY", "XDG_CURRENT_DESKTOP", "SWAYSOCK"):
        monkeypatch.delenv(told, raising=False)
    (tmp_path / "bin").mkdir()
    systemctl(tmp_path, state="offline")
    return tmp_path / "config"


def systemctl(
    folder: Path, *, state: str = "running", session: str = "active", refuses: str = "no"
) -> Path:
    """A user manager that answers as a test wants, and notes what it was asked."""
    log = folder / "asked"
    program = folder / "bin" / "systemctl"
    program.write_text(_SYSTEMCTL.format(log=log, state=state, session=session, refuses=refuses))
    program.chmod(0o755)
    return log


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


@pytest.mark.parametrize("desktop", LINES)
def test_a_compositor_that_starts_what_its_own_settings_name_has_the_line_for_them_told(
    config: Path, monkeypatch: pytest.MonkeyPatch, desktop: str
) -> None:
    monkeypatch.setenv("XDG_CURRENT_DESKTOP", desktop)
    file, line = LINES[desktop]
    with pytest.raises(MonitorError, match="starts only what its own settings name") as refused:
        autostart.switch_on(PLAIN)
    advice, last = refused.value.hint.rsplit("\n", 1)
    before = autostart.state(PLAIN), autostart.by_hand(), list(config.rglob("*"))
    (config / file).parent.mkdir(parents=True)
    (config / file).write_text(f"# a person's own\n{last}\n")

    command = re.fullmatch(line, last)
    assert command is not None
    assert Path(shlex.split(command[1])[0]).is_file()
    assert str(config / file) in advice
    assert before[0] == State(is_on=False, way="", path=None)
    assert "`humanward autostart on` tells which" in before[1]
    assert before[2] == []
    assert autostart.state(PLAIN).path == config / file
    assert not autostart.state(("--home", "/home/ann/another")).is_on
    assert autostart.switch_on(PLAIN).endswith(f"already, by {config / file}.")
    with pytest.raises(MonitorError, match=f"It starts by a line in {config / file}"):
        autostart.switch_off(PLAIN)


def test_a_line_that_is_commented_out_starts_nothing(
    config: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("SWAYSOCK", "/run/user/1000/sway")
    (config / "sway/config.d").mkdir(parents=True)
    (config / "sway/config.d/own").write_text("# exec humanward run --quiet\n")
    commented = autostart.state(()).is_on
    (config / "sway/config.d/own").write_text("exec humanward run --quiet\n")

    assert (commented, autostart.state(()).is_on) == (False, True)


def test_an_entry_of_another_desktop_does_not_count_where_nothing_starts_it(
    config: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    autostart.switch_on(PLAIN)
    monkeypatch.setenv("XDG_CURRENT_DESKTOP", "Hyprland")
    here = autostart.state(PLAIN).is_on
    monkeypatch.setenv("XDG_CURRENT_DESKTOP", "LXQt:labwc:wlroots")

    assert (config / ENTRY).exists()
    assert (here, autostart.state(PLAIN).is_on, autostart.by_hand()) == (False, True, "")


def test_a_compositor_that_systemd_knows_the_session_of_gets_a_unit(
    config: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    systemctl(tmp_path)
    monkeypatch.setenv("XDG_CURRENT_DESKTOP", "sway")

    autostart.switch_on(PLAIN)

    assert (config / UNIT).exists()
    assert autostart.by_hand() == ""


def test_a_session_that_names_no_desktop_is_known_by_its_compositor() -> None:
    with WaylandDesktop() as wayland:
        wayland.sway()
        environ = {name: wayland.env[name] for name in ("XDG_RUNTIME_DIR", "WAYLAND_DISPLAY")}
        found = compositors.find(environ)
        gone = compositors.find({**environ, "WAYLAND_DISPLAY": "wayland-none"})

    assert (found and found.name, gone) == ("sway", None)


def test_where_no_settings_of_ones_own_are_yet_the_advice_begins_with_a_copy(
    tmp_path: Path,
) -> None:
    stock = tmp_path / "stock"
    stock.touch()
    own = compositors.Compositor("sway", "config", " ".join, stock=str(stock))
    first = compositors.advise(own, tmp_path, ("exec", "humanward"))
    (tmp_path / "config").touch()

    assert first.startswith(f"Begin with a copy of {stock}")
    assert compositors.advise(own, tmp_path, ("exec", "humanward")).startswith("Write into")
