"""A login without any desktop: settings of its own, and a systemd as a test wants it."""

from pathlib import Path

import pytest

from monitor.service import compositors

_TELLING = ("DISPLAY", "WAYLAND_DISPLAY", "XDG_CURRENT_DESKTOP", *compositors._SIGNS)
_SYSTEMCTL = """#!/bin/sh
echo "$@" >> {log}
case "$*" in
  *is-system-running*) echo {state} ;;
  *is-active*) echo {session} ;;
  *enable*) test {refuses} = no || {{ echo "Unit is masked." >&2; exit 1; }} ;;
esac
"""


def bare(folder: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A private folder of settings, no systemd, and nothing of the desktop that tests run in."""
    monkeypatch.setenv("XDG_CONFIG_HOME", str(folder / "config"))
    monkeypatch.setenv("PATH", str(folder / "bin") + ":/usr/bin:/bin")
    for told in _TELLING:
        monkeypatch.delenv(told, raising=False)
    (folder / "bin").mkdir()
    systemctl(folder, state="offline")
    return folder / "config"


def systemctl(
    folder: Path, *, state: str = "running", session: str = "active", refuses: str = "no"
) -> Path:
    """A user manager that answers as a test wants, and notes what it was asked."""
    log = folder / "asked"
    program = folder / "bin" / "systemctl"
    program.write_text(_SYSTEMCTL.format(log=log, state=state, session=session, refuses=refuses))
    program.chmod(0o755)
    return log
