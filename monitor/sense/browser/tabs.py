"""What the extensions inside browsers say of the tab in front, and whether it is of this window."""

import os
import stat
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path

import msgspec

from config.tools import Browser
from monitor.core.recognise import Matcher
from monitor.ports import Clock
from monitor.sense.browser.connections import Said, said_in, sweep
from monitor.sense.browser.folder import FOLDER, PLACES, WAKE, make_folder, replace
from monitor.sense.browser.message import tail_of
from monitor.sense.browser.places import BROWSERS
from monitor.sense.browser.veil import veil

_WAIT = timedelta(milliseconds=300)  # so long after a new title its word may still come
_EARLY = timedelta(seconds=1)  # the word of a new tab may come before its title
_ALWAYS = timedelta(days=-1)  # before any moment of a monotonic clock
_BELOW = "below"  # any host below a known one, of which nothing is known
_MOST = 64  # browsers, and salts, that are remembered
_LONGEST_NAME = 15  # Linux keeps no more of a process's name


@dataclass(frozen=True, slots=True)
class Word:
    """The tab in front: its host, with what the catalogue asked for of its path and query.

    '' for a page that is no site, or none that may be named here. ``is_private``: a window of
    which no more is told. ``is_audible``: the tab plays.
    """

    site: str = ""
    is_private: bool = False
    is_audible: bool = False


@dataclass(frozen=True, slots=True)
class Heard:
    """A word, or none; ``is_awaited``: the title is so new that its word may still come."""

    word: Word | None = None
    is_awaited: bool = False


_NOTHING = Heard()
_UNSEEN = Heard(Word(is_private=True))


@dataclass(frozen=True, slots=True)
class _Page:
    """The title in front of a browser, and when it was first seen there."""

    title: str
    since: timedelta


class Tabs:
    """Reads the files in the runtime folder anew at each question; it belongs to one thread.

    ``matcher`` knows the sites, some with a path; another tuple of them, other sites. What cannot
    be read was not said. ``changes`` is a number that changes with the descriptor.
    """

    def __init__(self, runtime: Path, clock: Clock, matcher: Matcher) -> None:
        self._folder = runtime / FOLDER
        self._clock = clock
        self._matcher = matcher
        self._named: tuple[str, ...] | None = None
        self._pages: dict[int, _Page] = {}
        self._veils: dict[str, dict[str, str]] = {}
        self._pipe: tuple[int, int] | None = None
        self.changes = 0

    def open(self) -> None:
        """Name the places of which more than the host is asked for, and listen.

        What fails, and what goes with the session's folder, is tried again at the next look.
        """
        with suppress(OSError):
            make_folder(str(self._folder))
            sweep(self._folder)
            if not self._is_named():
                self._name_places()
            if not self._is_listening():
                self._listen()

    def see(self, browser: Browser, pid: int | None, title: str) -> Heard:
        """Tell what is said of the window in front now; the word of a new title may be awaited."""
        said = self._said(browser, pid)
        if not said:
            return _NOTHING
        now, number = self._clock.read().mono, said[0].browser
        page = self._pages.get(number)
        if page is None or page.title != title:
            if len(self._pages) >= _MOST:
                self._pages.clear()
            page = self._pages[number] = _Page(title, now if page else _ALWAYS)
        return self._judge(said, page, now)

    def again(self, browser: Browser, pid: int | None, title: str) -> Heard:
        """Tell what is said of an earlier look: nothing, once another title is in front."""
        said = self._said(browser, pid)
        page = self._pages.get(said[0].browser) if said else None
        if page is None or page.title != title:
            return _NOTHING
        return self._judge(said, page, self._clock.read().mono)

    def fileno(self) -> int | None:
        """The descriptor that wakes at a new word; None where there is no such thing."""
        return self._pipe[0] if self._pipe else None

    def drain(self) -> bool:
        """Take in that there are new words."""
        is_news = False
        with suppress(BlockingIOError):
            while self._pipe and os.read(self._pipe[0], 4096):
                is_news = True
        return is_news

    def close(self) -> None:
        """Let go; safe to call twice."""
        if self._pipe is None:
            return
        for end in self._pipe:
            os.close(end)
        self._pipe = None
        self.changes += 1
        with suppress(OSError):  # it went with the session's folder
            (self._folder / WAKE).unlink()

    def _said(self, browser: Browser, pid: int | None) -> tuple[Said, ...]:
        """What the profiles of one browser process said last."""
        try:
            if not (self._is_named() and self._is_listening()):
                self.open()
            said = said_in(self._folder)
        except OSError:
            return ()
        wanted = pid if pid is not None else _only_one(said, browser)
        return tuple(one for one in said if one.browser == wanted)

    def _judge(self, said: tuple[Said, ...], page: _Page, now: timedelta) -> Heard:
        """A window that no profile claims is a private one, or of a profile without extension."""
        is_new = now - page.since < _WAIT
        focused = [one for one in said if one.focused]
        if not focused:
            return Heard(is_awaited=True) if is_new else _UNSEEN
        last = max(focused, key=lambda one: one.at)
        if last.at + _EARLY < page.since:
            return Heard(is_awaited=is_new)
        if last.private:
            return _UNSEEN
        site = self._unveil(last) if last.salt else last.site
        return Heard(Word(site, is_audible=last.audible))

    def _unveil(self, said: Said) -> str:
        """The key of the catalogue that salted hashes stand for; '' for any other site.

        What is known of the site is put together again, and judged as a plain one is.
        """
        if said.salt not in self._veils:
            if len(self._veils) >= _MOST:
                self._veils.clear()
            pairs = _veiled(self._matcher.sites)
            self._veils[said.salt] = {veil(name, said.salt): site for name, site in pairs}
        known = self._veils[said.salt]
        found = [known[one] for one in said.hashes if one in known]
        tail = next((one for one in found if one.startswith(("/", "?"))), "")
        name = next((one for one in found if one != tail), "")
        return self._matcher.host_key(f"http://{name}{tail}") if name else ""

    def _is_named(self) -> bool:
        """Whether the places of now lie there; a host program may have made the folder anew."""
        return self._named is self._matcher.sites and (self._folder / PLACES).exists()

    def _is_listening(self) -> bool:
        """Whether host programs find the pipe; where there is no such thing it lacks nothing."""
        if not hasattr(os, "mkfifo"):
            return True
        return self._pipe is not None and (self._folder / WAKE).is_fifo()

    def _name_places(self) -> None:
        """Name the sites that have a path or a query; the host programs hand them on."""
        sites = self._matcher.sites
        self._veils.clear()
        places = sorted(site for site in sites if tail_of(site))
        replace(str(self._folder / PLACES), msgspec.json.encode(places))
        self._named = sites

    def _listen(self) -> None:
        """Open a pipe in which every host program leaves a byte after a new word."""
        self.close()  # its pipe went with the folder
        pipe = self._folder / WAKE
        if not pipe.exists() or not stat.S_ISFIFO(pipe.lstat().st_mode):
            pipe.unlink(missing_ok=True)
            os.mkfifo(pipe, 0o600)
        ear = os.open(pipe, os.O_RDONLY | os.O_NONBLOCK | os.O_NOFOLLOW)
        # an end of its own, so that the pipe never ends when a program closes the other
        self._pipe = ear, os.open(pipe, os.O_WRONLY | os.O_NONBLOCK)
        self.changes += 1


def _veiled(sites: tuple[str, ...]) -> Iterator[tuple[str, str]]:
    """What host programs may hash of known sites, and what it stands for."""
    for site in sites:
        tail = tail_of(site)
        name = site.removesuffix(tail)
        yield name, name
        yield f".{name}", f"{_BELOW}.{name}"
        if "." in name:
            yield f"www.{name}", name
        if tail:
            yield tail, tail


def _only_one(said: tuple[Said, ...], browser: Browser) -> int | None:
    """The one process of this browser that talks, where the desktop tells no process."""
    processes = next((one.processes for one in BROWSERS if one.label == browser.name), ())
    names = {name.casefold()[:_LONGEST_NAME].strip() for name in (*browser.apps, *processes)}
    numbers = {one.browser for one in said if _name(one.browser) in names}
    return numbers.pop() if len(numbers) == 1 else None


def _name(pid: int) -> str:
    try:
        return Path("/proc", str(pid), "comm").read_text().strip().casefold()
    except OSError:
        return ""
