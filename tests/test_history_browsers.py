"""Real browsers on a real display: their pages are found by the title of the window in front."""

from pathlib import Path

import pytest

from config.catalogue import load_catalogue
from monitor.core.recognise import Matcher
from monitor.sense.history import Histories
from tests.rig import Desktop, need, pause, wait_for
from tests.visits import newest

_MATCHER = Matcher(load_catalogue())


class Window:
    """The browser window in front, seen as the daemon sees it."""

    def __init__(self, screen: Desktop) -> None:
        self._screen = screen
        self._histories = Histories(screen.home)

    def wait(self, title: str) -> None:
        """Wait until a page with this title is in front."""
        wait_for(lambda: self._screen.title().startswith(title), title, timeout_s=90)

    @property
    def app(self) -> str:
        """The second half of WM_CLASS."""
        return self._class()[1]

    @property
    def instance(self) -> str:
        """The first half of WM_CLASS."""
        return self._class()[0]

    def _class(self) -> list[str]:
        told = self._screen.ask("xprop", "-id", str(self._screen.active()), "-notype", "WM_CLASS")
        return told.split('"')[1::2]

    def host(self) -> str:
        """The catalogue's key for the page in front; '' when its history does not tell."""
        browser = _MATCHER.browser(self.app)
        assert browser is not None
        pid = int(self._screen.ask("xdotool", "getactivewindow", "getwindowpid"))
        url = newest(self._histories, browser, pid, self._screen.title())
        return _MATCHER.host_key(url) if url else ""

    def wait_for_host(self) -> str:
        """The key, once the browser has written it."""
        return wait_for(self.host, "page in the history", timeout_s=60)


@pytest.fixture
def window(screen: Desktop, monkeypatch: pytest.MonkeyPatch) -> Window:
    """Pages with the titles that the real ones have."""
    monkeypatch.setenv("XDG_RUNTIME_DIR", screen.env["XDG_RUNTIME_DIR"])
    screen.pages.put("claude.ai/chat/1", "A plan for tea - Claude")
    screen.pages.put("gemini.google.com/app", "\u200eGoogle Gemini")
    screen.pages.put("x.com/i/grok", "Tea & <cake>")
    screen.pages.put("chatgpt.com/c/2", "Cake")
    return Window(screen)


def test_chromium_tells_the_ai_host_in_front_while_it_runs(screen: Desktop, window: Window) -> None:
    need("chromium")
    screen.chromium("https://claude.ai/chat/1")
    window.wait("A plan for tea")

    first = window.wait_for_host()
    screen.visit("https://chatgpt.com/c/2")
    window.wait("Cake")
    second = window.wait_for_host()
    screen.key("alt+Left")
    window.wait("A plan for tea")
    back = window.wait_for_host()

    assert (first, second, back) == ("claude.ai", "chatgpt.com", "claude.ai")


def test_firefox_tells_the_ai_host_in_front_while_it_runs(screen: Desktop, window: Window) -> None:
    screen.firefox("http://claude.ai/chat/1")
    window.wait("A plan for tea")

    first = window.wait_for_host()
    screen.visit("http://gemini.google.com/app")
    wait_for(lambda: "Gemini" in screen.title(), "second page", timeout_s=60)
    second = window.wait_for_host()

    assert (first, second) == ("claude.ai", "gemini.google.com")
    assert list(Path(screen.env["XDG_RUNTIME_DIR"]).glob("humanward-*")) == []


def test_a_private_firefox_window_is_not_looked_up(screen: Desktop, window: Window) -> None:
    screen.firefox("http://claude.ai/chat/1")
    window.wait("A plan for tea")
    window.wait_for_host()
    public = screen.active()

    screen.key("ctrl+shift+p")
    wait_for(lambda: screen.active() not in (0, public), "private window", timeout_s=60)
    screen.visit("http://claude.ai/chat/1")
    window.wait("A plan for tea")

    assert screen.title().endswith("Private Browsing")
    assert window.host() == ""
    assert _MATCHER.title_hint(screen.title()) == ""


def test_a_chromium_window_in_app_mode_bears_its_host(screen: Desktop, window: Window) -> None:
    need("chromium")
    screen.chromium("--app=https://x.com/i/grok")
    window.wait("Tea")
    pause(0.2)  # the class is set before the title, the title changes once more

    assert _MATCHER.app_mode_host(window.app, window.instance) == "x.com/i/grok"
    assert window.wait_for_host() == "x.com/i/grok"
