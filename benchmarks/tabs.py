"""Browsers with three windows of two profiles, each with its tabs, for a walk among them."""

import wave
from functools import partial
from pathlib import Path

from tests import talking
from tests.rig import Desktop, pause, wait_for

SWITCH = {"chromium": "ctrl", "firefox": "alt"}
"""The key that goes to a tab by its number."""

_SAME = "Trip to Lisbon"
_START_S = 120
_SONG_S = 60
# each window's tabs: address, title, and what is to be kept of it; two sites share one title
WINDOWS = (
    (
        ("claude.ai/chat/1", _SAME, "claude.ai"),
        ("chatgpt.com/c/1", "Bread without yeast", "chatgpt.com"),
        ("nowhere.example/a", "News of the valley", "*"),
        ("gemini.google.com/app/1", "A poem on rain", "gemini.google.com"),
    ),
    (
        ("www.perplexity.ai/search/1", "How tall is an oak", "perplexity.ai"),
        ("x.com/i/grok", "Grok and the moon", "x.com/i/grok"),
        ("x.com/home", "Home of posts", "x.com"),
        ("elsewhere.example/b", "Tables and chairs", "*"),
    ),
    (
        ("poe.com/chat/1", _SAME, "poe.com"),
        ("huggingface.co/chat/1", "Chat of a face", "huggingface.co/chat"),
        ("team.slack.com/x", "A channel of ours", "slack.com"),
        ("meadow.example/c", "Meadows in May", "*"),
    ),
)
_OTHERS = 2  # from this window on they belong to the second profile


def open_windows(
    desktop: Desktop, home: Path, browser: str, *, has_extension: bool
) -> tuple[int, ...]:
    """Open all windows with their tabs, the first tab of each in front; return their numbers."""
    for tabs in WINDOWS:
        for address, title, _ in tabs:
            desktop.pages.put(address, title)
    folder = talking.make_ready(desktop, home, browser) if has_extension else None
    if browser == "firefox":
        found = _open_firefox(desktop, folder)
    else:
        found = _open_chromium(desktop, folder)
    profiles = 2 if has_extension else 0
    wait_for(lambda: len(talking.words_of(home)) == profiles, "words", timeout_s=_START_S)
    return found


def _open_chromium(desktop: Desktop, folder: Path | None) -> tuple[int, ...]:
    words = ["--autoplay-policy=no-user-gesture-required"]
    words += [f"--load-extension={folder / 'chromium'}"] if folder else []
    found = []
    for number, urls in enumerate(_addresses(desktop, "https")):
        before = desktop.active()
        profile = "Default" if number < _OTHERS else "Profile 2"
        desktop.chromium(*words, f"--profile-directory={profile}", "--new-window", *urls)
        found.append(_at_first_tab(desktop, before, "chromium"))
    return tuple(found)


def _open_firefox(desktop: Desktop, folder: Path | None) -> tuple[int, ...]:
    """Driven while its tabs are opened; a walk uses its keys alone."""
    (desktop.home / ".mozilla").mkdir(exist_ok=True)
    addresses, found = _addresses(desktop, "http"), []
    for name, windows in (("first", addresses[:_OTHERS]), ("second", addresses[_OTHERS:])):
        before = desktop.active()
        firefox = talking.drive(desktop.firefox("--marionette", name=name))
        if folder:
            talking.bring_in(firefox, folder)
        for number, urls in enumerate(windows):
            if number:
                before = desktop.active()
                _open(firefox, "window")
            for place, url in enumerate(urls):
                if place:
                    _open(firefox, "tab")
                firefox.ask("WebDriver:Navigate", url=url)
            found.append(_at_first_tab(desktop, before, "firefox"))
        firefox.close()
    return tuple(found)


def _open(firefox: talking.Marionette, kind: str) -> None:
    opened = firefox.ask("WebDriver:NewWindow", type=kind, focus=True)
    firefox.ask("WebDriver:SwitchToWindow", handle=opened["handle"])


def _at_first_tab(desktop: Desktop, before: int, browser: str) -> int:
    """The number of the window that came to the front, once it is drawn."""
    wait_for(partial(_has_moved, desktop, before), "window", timeout_s=_START_S)
    pause(4)
    desktop.key(f"{SWITCH[browser]}+1")
    pause(1)
    return desktop.active()


def _has_moved(desktop: Desktop, before: int) -> bool:
    return desktop.active() not in {0, before}


def _addresses(desktop: Desktop, scheme: str) -> list[list[str]]:
    """The addresses of each window; the first holds a tab besides that plays."""
    found = [[f"{scheme}://{address}" for address, _, _ in tabs] for tabs in WINDOWS]
    found[0].append(_song(desktop))
    return found


def _song(desktop: Desktop) -> str:
    """A page that plays, in a tab that nobody ever goes to."""
    sound = desktop.home / "song.wav"
    with wave.open(str(sound), "wb") as song:
        song.setparams((1, 1, 8000, 0, "NONE", ""))
        song.writeframes(bytes(range(100, 156)) * (_SONG_S * 8000 // 56))
    page = desktop.home / "song.html"
    page.write_text(f"<!doctype html><title>Song</title><audio autoplay loop src={sound.as_uri()}>")
    return page.as_uri()
