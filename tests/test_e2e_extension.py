"""Real browsers with our extension under the installed daemon: the host is known at once."""

import wave
from collections.abc import Callable, Iterator, Sequence
from contextlib import suppress
from datetime import datetime, timedelta
from functools import partial
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import pytest

from monitor.sense.browser.folder import is_memory
from tests import talking
from tests.rig import Desktop, need, pause, wait_for
from tests.truth import now
from tests.watched import Line, Watched

_SETTINGS = '[watch]\nevery = "5s"\nflush = "5s"\n'
_TITLE, _PATH = "Zanzibar-Quillon-Talk", "qzx7-path-vv81"  # found nowhere but in what is hidden
_SITES = (f"claude.ai/chat/{_PATH}", f"chatgpt.com/c/{_PATH}", f"nowhere.example/{_PATH}",
          f"x.com/i/grok/{_PATH}", f"duckduckgo.com/{_PATH}?q={_PATH}&ia=chat")  # fmt: skip
_NOT_HTTPS_ONLY = (
    f"poe.com/{_PATH}"  # of chatgpt.com Firefox knows that it is, once driven by a test
)
_HOSTS = ["claude.ai", "chatgpt.com", "elsewhere", "x.com/i/grok", "duckduckgo.com?ia=chat"]
_SECRETS = (_TITLE.encode(), _PATH.encode(), b"nowhere.example")
_SOON = timedelta(seconds=1)
_START_S = 120  # a browser's first start on a busy machine

Moment = tuple[datetime, datetime]


@pytest.fixture
def memory() -> Iterator[Path]:
    """A home in memory, where hosts may be written plainly."""
    if not is_memory("/dev/shm"):  # noqa: S108 - only asked what it is
        pytest.skip("needs /dev/shm in memory")
    with TemporaryDirectory(prefix="hw-home-", dir="/dev/shm") as folder:
        yield Path(folder, "home")


def test_in_chromium_each_of_five_tabs_with_one_title_is_known_within_a_second(
    screen: Desktop, home: Path
) -> None:
    seen = _watched(screen, home)
    with seen.daemon():
        talking.chromium(screen, home, *(f"https://{site}" for site in _SITES))
        _wait_for_word(seen)
        stays = [_stay(partial(screen.key, f"ctrl+{number}")) for number in (1, 2, 3, 4, 5)]
        status = seen.json("browser", "status")["browsers"]
        while_running = list(_leaks(seen))
    lines = seen.lines()

    assert [_told(lines, stay) for stay in stays] == [{(host, "extension")} for host in _HOSTS]
    assert [*while_running, *_leaks(seen)] == []
    assert [(one["browser"], one["talking"]) for one in status] == [("chromium", 1)]
    assert status[0]["text"] == "the extension talks, in 1 profile"


def test_in_firefox_two_windows_are_told_apart_and_a_private_one_is_not_told(
    screen: Desktop, memory: Path
) -> None:
    seen = _watched(screen, memory)
    with seen.daemon():
        talking.firefox(screen, memory, f"http://{_SITES[0]}")
        _wait_for_word(seen)
        first = screen.active()
        second = _open(screen, "ctrl+n", f"http://{_SITES[3]}")
        private = _open(screen, "ctrl+shift+p", f"http://{_NOT_HTTPS_ONLY}")
        windows = (first, second, private, first)
        stays = [_stay(partial(screen.activate, window)) for window in windows]
    lines = seen.lines()

    told = [_told(lines, stay) for stay in stays]
    assert told == [
        {("claude.ai", "extension")},
        {("x.com/i/grok", "extension")},
        {("", "window")},
        {("claude.ai", "extension")},
    ]
    assert "poe.com" not in {line.host for line in lines}
    assert list(_leaks(seen)) == []


def test_in_chromium_two_profiles_are_told_apart_and_an_incognito_window_is_not_told(
    screen: Desktop, memory: Path
) -> None:
    seen = _watched(screen, memory)
    with seen.daemon():
        talking.chromium(screen, memory, f"https://{_SITES[0]}")
        _wait_for_word(seen)
        first = screen.active()
        load = f"--load-extension={memory / 'browser/chromium'}"
        screen.chromium(load, "--profile-directory=Profile 2", f"https://{_SITES[3]}")
        wait_for(lambda: len(talking.words_of(memory)) > 1, "second word", timeout_s=_START_S)
        second = wait_for(lambda: screen.active() != first and screen.active(), "second window")
        private = _open(screen, "ctrl+shift+n", f"https://{_SITES[1]}")
        windows = (first, second, private, first)
        stays = [_stay(partial(screen.activate, window)) for window in windows]
    lines = seen.lines()

    told = [_told(lines, stay) for stay in stays]
    assert told == [
        {("claude.ai", "extension")},
        {("x.com/i/grok", "extension")},
        {("", "window")},
        {("claude.ai", "extension")},
    ]
    assert "chatgpt.com" not in {line.host for line in lines}


def test_a_browser_without_a_screen_talks_and_its_program_ends_with_it(
    desktop: Desktop, memory: Path
) -> None:
    need("chromium", "openssl")
    chromium = talking.chromium(
        desktop,
        memory,
        "--headless=new",
        f"--user-data-dir={desktop.env['XDG_CONFIG_HOME']}/chromium",  # it has another of its own
        f"https://{_SITES[0]}",
    )
    words = wait_for(lambda: talking.words_of(memory), "word", timeout_s=_START_S)
    (file,) = (memory / "run/browsers").glob("*-*[0-9]")
    browser, program = map(int, file.name.split("-"))
    kilobytes = _pss(program)
    chromium.process.terminate()
    chromium.process.wait(30)

    assert words[0].keys() <= {"at", "focused", "host", "tail", "audible"}
    assert browser == chromium.process.pid
    assert kilobytes <= 8 * 1024
    wait_for(lambda: not file.exists(), "end of the program")
    wait_for(lambda: not Path("/proc", str(program), "cwd").exists(), "end of the program")


def test_a_tab_in_front_that_plays_speaks_for_somebody_who_only_listens(
    screen: Desktop, memory: Path
) -> None:
    seen = _watched(screen, memory)
    seen.choose(f'{_SETTINGS}idle_after = "30s"\n')
    with seen.daemon():
        words = ("--autoplay-policy=no-user-gesture-required", _song(screen))
        talking.chromium(screen, memory, *words)
        wait_for(lambda: "Song" in screen.title(), "page", timeout_s=_START_S)
        told = wait_for(lambda: _by_playing(seen), "somebody who listens", timeout_s=_START_S)

    assert told["presence"] == "active"


def _by_playing(seen: Watched) -> dict[str, Any] | None:
    status = seen.json("status")
    return status if status["because"] == "no input, but what is in front is playing" else None


def _song(desktop: Desktop) -> str:
    """A page that plays."""
    sound = desktop.home / "song.wav"
    with wave.open(str(sound), "wb") as song:
        song.setparams((1, 1, 8000, 0, "NONE", ""))
        song.writeframes(bytes(range(100, 156)) * 8000)
    page = desktop.home / "song.html"
    page.write_text(f"<!doctype html><title>Song</title><audio autoplay loop src={sound.as_uri()}>")
    return page.as_uri()


def _watched(screen: Desktop, home: Path) -> Watched:
    found = Watched(screen, home)
    found.choose(_SETTINGS)
    for site in (*_SITES, _NOT_HTTPS_ONLY):
        screen.pages.put(site.partition("?")[0], _TITLE)
    return found


def _wait_for_word(seen: Watched) -> None:
    wait_for(lambda: _TITLE in seen.desktop.title(), "page", timeout_s=_START_S)
    wait_for(lambda: talking.words_of(seen.home), "word", timeout_s=_START_S)


def _open(screen: Desktop, keys: str, url: str) -> int:
    """Open a window with a page; return its number."""
    before = screen.active()
    screen.key(keys)
    window = wait_for(lambda: screen.active() != before and screen.active(), "window", timeout_s=60)
    wait_for(lambda: _is_at(screen, url), "page", timeout_s=60)
    return window


def _is_at(screen: Desktop, url: str) -> bool:
    """Go to a page; a window that is not drawn yet swallows the keys, so it may want another go."""
    pause(1)
    screen.visit(url)
    with suppress(TimeoutError):
        return wait_for(lambda: _TITLE in screen.title(), "page", timeout_s=5)
    return False


def _stay(go: Callable[[], None]) -> Moment:
    """Go somewhere and stay for a while."""
    go()
    began = now()
    pause(2.5)
    return began, now()


def _told(lines: Sequence[Line], stay: Moment) -> set[tuple[str, str]]:
    """What is kept of a stay from its first second on: hosts and ways."""
    start, end = stay[0] + _SOON, stay[1]
    return {
        (line.host or ("elsewhere" if line.way == "extension" else ""), line.way)
        for line in lines
        if line.start < end and line.end > start
    }


def _leaks(seen: Watched) -> Iterator[Path]:
    """The files of ours, save those in memory, in which a title, path or unknown host stands."""
    logs = (seen.desktop.home / "logs").glob("*-humanward.log")
    for file in [*seen.home.rglob("*"), *logs]:
        if file.is_file() and not (is_memory(str(seen.home)) and "run" in file.parts):
            held = file.read_bytes()
            if any(secret in held for secret in _SECRETS):
                yield file


def _pss(pid: int) -> int:
    lines = Path("/proc", str(pid), "smaps_rollup").read_text().splitlines()
    return next(int(line.split()[1]) for line in lines if line.startswith("Pss:"))
