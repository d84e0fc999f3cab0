"""Whether Windows and macOS want silence; both are fakes, as their makers document them."""

import ctypes
import json
import os
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from monitor.notify import silence_mac, silence_windows
from monitor.notify.stance import Stance
from tests.rig import Desktop

_HELD = "Library/DoNotDisturb/DB/Assertions.json"


@dataclass
class FakeShell32:
    """shell32.dll as Microsoft documents it; no Windows has been asked here."""

    state: int
    failed: int = 0

    def SHQueryUserNotificationState(self, state: Any, /) -> int:  # noqa: ANN401, N802 - ctypes' and Microsoft's
        ctypes.cast(state, ctypes.POINTER(ctypes.c_int32))[0] = self.state
        return self.failed


@pytest.mark.parametrize(
    ("state", "holds", "says"),
    [
        (1, True, "nobody is at the screen"),
        (2, True, "fills the screen, or presentation settings"),
        (3, True, "a game or film"),
        (4, True, "presentation settings keep"),
        (5, None, "Focus Assist"),
        (6, True, "first hour"),
        (7, True, "an app from the Store"),
        (0, None, "not known (0)"),
        (99, None, "not known (99)"),
    ],
)
def test_windows_tells_its_state_but_never_that_it_is_free(
    *, state: int, holds: bool | None, says: str
) -> None:
    (told,) = silence_windows.ask(FakeShell32(state))

    assert (told.desktop, told.holds) == ("Windows", holds)
    assert says in told.reason


def test_windows_that_refuses_or_is_not_there_is_unknown() -> None:
    refused = silence_windows.ask(FakeShell32(2, failed=-2147467259))
    elsewhere = silence_windows.ask()

    assert refused == (Stance("Windows", None, "Windows refuses to tell (0x80004005)"),)
    assert [one.holds for one in elsewhere] == [None]


@pytest.mark.parametrize(
    ("record", "holds", "says"),
    [
        ({"data": [{"storeAssertionRecords": [{"assertionDetails": {}}]}]}, True, "a Focus is on"),
        ({"data": [{"storeAssertionRecords": []}]}, None, "by schedule"),
        ({"data": [{}]}, None, "by schedule"),
        ({"data": [3]}, None, "not known here"),
        ({"data": {}}, None, "by schedule"),
        ([], None, "not known here"),
        ("no JSON", None, "not known here"),
    ],
)
def test_macos_tells_a_focus_that_was_turned_on_and_never_that_none_is(
    *, record: object, holds: bool | None, says: str, tmp_path: Path
) -> None:
    file = tmp_path / _HELD
    file.parent.mkdir(parents=True)
    file.write_text("{" if record == "no JSON" else json.dumps(record))
    (told,) = silence_mac.ask({"HOME": str(tmp_path)})

    assert (told.desktop, told.holds) == ("macOS", holds)
    assert says in told.reason


def test_macos_without_the_record_or_the_right_to_read_it_is_unknown(desktop: Desktop) -> None:
    (missing,) = silence_mac.ask({"HOME": str(desktop.home)})
    (desktop.home / _HELD).mkdir(parents=True)
    (no_file,) = silence_mac.ask({"HOME": str(desktop.home)})

    assert (missing.holds, no_file.holds) == (None, None)
    assert "keeps no such record" in missing.reason
    assert "cannot be read (Is a directory)" in no_file.reason


@pytest.mark.skipif(
    os.getuid() == 0, reason="needs a user who is not the superuser, who may read everything"
)
def test_macos_that_refuses_to_let_us_read_says_what_to_allow(tmp_path: Path) -> None:
    file = tmp_path / _HELD
    file.parent.mkdir(parents=True)
    file.touch(0o000)
    (told,) = silence_mac.ask({"HOME": str(tmp_path)})

    assert told.holds is None
    assert "Full Disk Access" in told.reason
