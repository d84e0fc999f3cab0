"""`humanward desktop` where nothing is needed, and before shells that say something else."""

import json
from pathlib import Path

import pytest

from monitor.sense.gnome_shell.shell import UUID
from monitor.service.desktop import extension_files
from tests.gnome import PYTHON, need_dbusmock
from tests.processes import wait_for
from tests.rig import Desktop
from tests.telling import say, status, told

_MOCK = ("org.gnome.Shell", "/org/gnome/Shell", "org.gnome.Shell.Extensions")
_INFO = "ret = {{}} if {state} is None else {{'state': dbus.Double({state})}}"


@pytest.mark.parametrize(
    ("version", "state", "standing", "code"),
    [
        ("41.9", None, "unsupported", 1),
        ("52.1", None, "unsupported", 1),
        ("47.2", None, "waiting", 0),
        ("47.2", 1, "silent", 0),
        ("47.2", 2, "off", 0),
        ("47.2", 3, "failed", 1),
        ("47.2", 4, "outdated", 0),
    ],
)
def test_what_a_shell_says_of_the_extension_is_told(
    desktop: Desktop, version: str, state: int | None, standing: str, code: int
) -> None:
    _mock_shell(desktop, version, state)
    first = say(desktop, "install")  # new files may want no more than another login

    found, again = status(desktop), say(desktop, "install")

    assert first.returncode == (1 if standing == "unsupported" else 0)
    assert (found["standing"], found["shell"]) == (standing, version)
    assert again.returncode == code
    assert "Traceback" not in again.stderr
    assert ("Log out and in once" in again.stdout) is (code == 0)
    if standing != "unsupported":
        folder = Path(found["folder"])
        assert (folder / "extension.js").read_bytes() == extension_files("45")["extension.js"]


@pytest.mark.parametrize(
    ("env", "why"),
    [
        ({"XDG_CURRENT_DESKTOP": "sway"}, "this is sway. Nothing to do."),
        ({"XDG_CURRENT_DESKTOP": "KDE"}, "this is KDE. Nothing to do."),
        ({"XDG_CURRENT_DESKTOP": "GNOME", "XDG_SESSION_TYPE": "x11"}, "this is X11. Nothing"),
        ({}, "Nothing to do here: There is no session bus"),
    ],
)
def test_where_nothing_is_needed_it_says_so_and_does_nothing(
    desktop: Desktop, env: dict[str, str], why: str
) -> None:
    for word in ("install", "status"):
        assert why in told(desktop, word, **env)
    assert told(desktop, "remove", **env) == "The humanward extension is not installed.\n"

    plain = json.loads(told(desktop, "status", "--format", "json", **env))
    assert (plain["version"], plain["needed"], plain["standing"]) == (1, False, None)
    assert not Path(desktop.env["XDG_DATA_HOME"]).exists()


@pytest.mark.parametrize("missing", ["PATH", "XDG_DATA_DIRS"])
def test_where_gnome_was_taken_off_the_files_go_all_the_same(
    desktop: Desktop, tmp_path: Path, missing: str
) -> None:
    folder = Path(desktop.env["XDG_DATA_HOME"], "gnome-shell", "extensions", UUID)
    folder.mkdir(parents=True)
    for name, held in extension_files("45").items():
        (folder / name).write_bytes(held)

    done = say(desktop, "remove", **{missing: str(tmp_path)})

    assert (done.returncode, folder.exists()) == (0, False)
    assert "The humanward extension is gone from" in done.stdout


def test_a_gnome_that_does_not_run_is_told_as_a_failure(desktop: Desktop) -> None:
    desktop.bus()

    done = say(desktop, "install", XDG_CURRENT_DESKTOP="GNOME")

    assert (done.returncode, done.stdout) == (1, "")
    assert done.stderr == "humanward: GNOME Shell does not run in this session\n"


def _mock_shell(desktop: Desktop, version: str, state: int | None) -> None:
    """Something that answers as a GNOME Shell of this version, which knows the extension so."""
    need_dbusmock()
    desktop.bus()
    desktop.env |= {"XDG_CURRENT_DESKTOP": "GNOME", "GSETTINGS_BACKEND": "keyfile"}
    desktop.spawn(PYTHON, "-m", "dbusmock", *_MOCK)
    wait_for(lambda: desktop.has_name("org.gnome.Shell"), "mock")
    call = ("gdbus", "call", "--session", "--dest", "org.gnome.Shell", "--object-path", _MOCK[1])
    mock = (*call, "--method", "org.freedesktop.DBus.Mock")
    for interface, name, value in (
        ("org.gnome.Shell", "ShellVersion", f"<'{version}'>"),
        ("org.gnome.Shell.Extensions", "UserExtensionsEnabled", "<true>"),
    ):
        desktop.ask(*mock[:-1], f"{mock[-1]}.AddProperty", interface, name, value)
    answer = _INFO.format(state=state)
    method = ("org.gnome.Shell.Extensions", "GetExtensionInfo", "s", "a{sv}", answer)
    desktop.ask(*mock[:-1], f"{mock[-1]}.AddMethod", *method)
