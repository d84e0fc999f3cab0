"""The law of browsers on Windows, which find our program by keys that several of them read."""

import sys
from pathlib import Path

import pytest

from config.paths import home as home_in
from monitor.service import browsers
from tests.fake_registry import FakeRegistry


@pytest.fixture
def windows(monkeypatch: pytest.MonkeyPatch) -> dict[str, str]:
    """The registry of a Windows by its keys."""
    registry = FakeRegistry()
    monkeypatch.setattr(sys, "platform", "win32")
    monkeypatch.setitem(sys.modules, "winreg", registry)
    return registry.held


@pytest.mark.parametrize(
    ("found", "readers"),
    [(("Brave-Browser",), "Brave reads"), (("Brave-Browser", "Vivaldi"), "Brave and Vivaldi read")],
)
def test_a_key_that_another_browser_reads_is_kept_and_that_is_said(
    tmp_path: Path, windows: dict[str, str], found: tuple[str, ...], readers: str
) -> None:
    for folder in found:
        maker = "BraveSoftware/" if folder == "Brave-Browser" else ""
        (tmp_path / "AppData/Local" / f"{maker}{folder}" / "User Data").mkdir(parents=True)
    (tmp_path / "AppData/Local/Google/Chrome/User Data").mkdir(parents=True)
    home, environ = home_in(tmp_path / "home"), {"HOME": str(tmp_path)}
    browsers.install(home, environ, ())
    before = dict(windows)
    (told,) = browsers.remove(home, environ, ("chrome",))
    kept = dict(windows)
    gone = browsers.remove(home, environ, ())

    assert (told.name, told.files) == ("chrome", ())
    assert told.text == (
        f"Google Chrome: kept, since {readers} the same key."
        " Remove the extension in the browser's own list."
    )
    assert kept == before
    assert {one.name for one in gone} >= {"chrome", "brave"}
    assert all(one.files and "gone" in one.text for one in gone)
    assert windows == {}
    assert browsers.remove(home, environ, ("chrome",)) == ()


def test_a_browser_that_reads_two_keys_is_told_which_one_stays_for_another(
    tmp_path: Path, windows: dict[str, str]
) -> None:
    for folder in ("BraveSoftware/Brave-Browser", "Google/Chrome"):
        (tmp_path / "AppData/Local" / folder / "User Data").mkdir(parents=True)
    home, environ = home_in(tmp_path / "home"), {"HOME": str(tmp_path)}
    browsers.install(home, environ, ())
    (told,) = browsers.remove(home, environ, ("brave",))

    assert told.text == (
        "Brave: gone, save a key that Google Chrome reads as well."
        " Remove the extension in the browser's own list."
    )
    assert [file.name for file in told.files] == ["org.humanward.browser.brave.json"]
    assert [key.split("\\")[1] for key in windows] == ["Google"]
