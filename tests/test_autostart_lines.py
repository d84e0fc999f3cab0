"""The law of starting by a line in a compositor's settings: told, found again, never written."""

import re
import shlex
from pathlib import Path

import pytest

from monitor.errors import MonitorError
from monitor.service import autostart, compositors
from monitor.service.autostart import State
from tests.desktops import WaylandDesktop
from tests.logins import bare, systemctl

PLAIN = ("--home", "/home/ann/humanward")
ENTRY = "autostart/humanward.desktop"
UNIT = "systemd/user/humanward.service"
SWAY = "sway/config"
LINES = {
    "sway": ("sway/config", r"exec (\S+/humanward --home /home/ann/humanward run --quiet)"),
    "Hyprland": ("hypr/hyprland.conf", r"exec-once = (\S+/humanward --home \S+ run --quiet)"),
    "labwc:wlroots": ("labwc/autostart", r"(\S+/humanward --home \S+ run --quiet) &"),
    "river": ("river/init", r"(\S+/humanward --home \S+ run --quiet) &"),
    "Wayfire": ("wayfire.ini", r"humanward = (\S+/humanward --home \S+ run --quiet)"),
    "niri": ("niri/config.kdl", r'spawn-at-startup ("\S+/humanward" "--home" .+ "--quiet")'),
}


@pytest.fixture
def config(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    return bare(tmp_path, monkeypatch)


def write(config: Path, file: str, text: str) -> Path:
    place = config / file
    place.parent.mkdir(parents=True, exist_ok=True)
    place.write_text(text)
    return place


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


@pytest.mark.parametrize("desktop", LINES)
@pytest.mark.parametrize("folder", ["ann's hw", 'my "50 %" $HOME (1)', "hw;2", "back\\slash", "ü"])
def test_the_line_that_is_told_is_found_again_whatever_the_folder_is_called(
    config: Path, monkeypatch: pytest.MonkeyPatch, desktop: str, folder: str
) -> None:
    monkeypatch.setenv("XDG_CURRENT_DESKTOP", desktop)
    words = ("--home", f"/home/ann/{folder}")
    with pytest.raises(MonitorError) as refused:
        autostart.switch_on(words)
    file = write(config, LINES[desktop][0], refused.value.hint.rsplit("\n", 1)[1])

    assert autostart.state(words).path == file
    assert not autostart.state(("--home", "/home/ann")).is_on
    assert not autostart.state(()).is_on


@pytest.mark.parametrize(
    ("line", "is_on"),
    [
        ("exec humanward --home /home/ann/hw run --quiet", True),
        ("exec humanward --home=/home/ann/hw run --quiet", True),
        ("exec_always ~/.local/bin/humanward --home '/home/ann/hw' run --quiet>/dev/null&", True),
        ("exec-once=humanward --home /home/ann/hw run --quiet # it's mine", True),
        ("exec sh -c 'sleep 5; humanward --home /home/ann/hw run --quiet'", True),
        ("exec humanward --home /home/ann/hw2 run --quiet", False),
        ("exec humanward --home /home/ann/hw/run --quiet", False),
        ("exec humanward run --quiet", False),
        ("exec humanward --home /home/ann/humanward run --quiet", False),
        ("exec humanward --home /home/ann/hw status", False),
        ("exec humanwards --home /home/ann/hw run --quiet", False),
        ("# exec humanward --home /home/ann/hw run --quiet", False),
        ('/-spawn-at-startup "humanward" "--home" "/home/ann/hw" "run" "--quiet"', False),
    ],
)
def test_only_a_line_with_just_these_words_starts_it(
    config: Path, monkeypatch: pytest.MonkeyPatch, line: str, *, is_on: bool
) -> None:
    monkeypatch.setenv("SWAYSOCK", "/run/user/1000/sway")
    write(config, SWAY, f"set $mod Mod4\n{line}\n")

    assert autostart.state(("--home", "/home/ann/hw")).is_on is is_on


def test_a_line_for_a_folder_of_our_name_is_none_for_the_usual_home(
    config: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("SWAYSOCK", "/run/user/1000/sway")
    write(config, SWAY, "exec humanward --home /home/ann/humanward run --quiet\n")
    of_another = autostart.state(()).is_on
    write(config, "sway/config.d/own", "exec humanward run --quiet\n")

    assert (of_another, autostart.state(()).is_on) == (False, True)


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


def test_a_line_of_ones_own_counts_where_systemd_knows_the_session_too(
    config: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    systemctl(tmp_path)
    monkeypatch.setenv("XDG_CURRENT_DESKTOP", "sway")
    file = write(config, SWAY, "exec humanward run --quiet\n")

    assert autostart.state(()) == State(is_on=True, way="the settings of sway", path=file)
    assert autostart.switch_on(()).endswith(f"already, by {file}.")
    assert not (config / UNIT).exists()
    with pytest.raises(MonitorError, match=f"^It starts by a line in {file}.$"):
        autostart.switch_off(())


def test_a_unit_of_the_session_does_not_count_where_no_session_of_systemds_begins(
    config: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    systemctl(tmp_path)
    monkeypatch.setenv("XDG_CURRENT_DESKTOP", "GNOME")
    autostart.switch_on(PLAIN)
    in_gnome = autostart.state(PLAIN).way
    systemctl(tmp_path, session="inactive")
    from_a_console = autostart.state(PLAIN).way
    monkeypatch.setenv("XDG_CURRENT_DESKTOP", "Hyprland")

    assert (in_gnome, from_a_console) == ("systemd", "systemd")
    assert autostart.state(PLAIN) == State(is_on=False, way="", path=None)
    assert "`humanward autostart on` tells which" in autostart.by_hand()
    assert "is gone" in autostart.switch_off(PLAIN)
    assert not (config / UNIT).exists()


def test_a_unit_that_begins_without_a_session_counts_everywhere(
    config: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    systemctl(tmp_path, session="inactive")
    autostart.switch_on(PLAIN)
    monkeypatch.setenv("XDG_CURRENT_DESKTOP", "Hyprland")

    assert autostart.state(PLAIN) == State(is_on=True, way="systemd", path=config / UNIT)


def test_what_was_taken_away_is_told_beside_the_line_that_is_left(
    config: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    autostart.switch_on(())
    systemctl(tmp_path)
    autostart.switch_on(())
    monkeypatch.setenv("XDG_CURRENT_DESKTOP", "sway")
    file = write(config, SWAY, "exec humanward run --quiet\n")
    with pytest.raises(MonitorError) as told:
        autostart.switch_off(())

    gone = f"{config / UNIT} and {config / ENTRY} are gone"
    assert str(told.value) == f"It starts by a line in {file}, too; {gone}."
    assert told.value.hint == "That file is yours: take the line out of it."
    assert not (config / UNIT).exists()
    assert not (config / ENTRY).exists()
