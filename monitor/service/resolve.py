"""Turn a Reading into a Subject; here the title ends.

Of a browser's page its extension is asked first, at each look. Without its word the history is
looked up when the window or its title changed, and again at the next looks while the browser may
not have written it yet.
"""

from collections import deque
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import timedelta

from config.schema import Hosts
from config.tools import Browser
from monitor.core.recognise import Matcher
from monitor.core.sighting import Reading
from monitor.core.types import ELSEWHERE, Instant, Subject, Way
from monitor.core.visit import Visit, meant
from monitor.sense.browser.tabs import Heard, Tabs
from monitor.sense.history import Histories

_PATIENCE = timedelta(minutes=1)  # what no browser has written by then it does not write
_TURNS, _WHEEL = 6, timedelta(seconds=15)  # titles that turn so fast are turned by the page itself


@dataclass(frozen=True, slots=True)
class Resolved:
    """A subject, how it became known, and whether no later look can tell more."""

    subject: Subject
    way: Way
    is_final: bool = True


class Resolver:
    """Knows what is inside: a terminal's program (``inside`` tells it), a browser's page."""

    def __init__(
        self,
        matcher: Matcher,
        histories: Histories,
        hosts: Hosts,
        inside: Callable[[Reading], str],
        tabs: Tabs | None = None,
    ) -> None:
        self._matcher = matcher
        self._histories = histories
        self._inside = inside
        self._tabs = tabs
        self._hosts = hosts
        self._last: Reading | None = None
        self._found: Resolved | None = None
        self._turns: deque[timedelta] = deque(maxlen=_TURNS)
        self.page = 0
        self.since: Instant | None = None

    @property
    def hosts(self) -> Hosts:
        """Which hosts are kept by name; a change holds for the page in front too."""
        return self._hosts

    @hosts.setter
    def hosts(self, hosts: Hosts) -> None:
        if hosts is not self._hosts:
            self._hosts = hosts
            self._found = None

    def resolve(self, reading: Reading, at: Instant) -> Resolved:
        """Tell the subject of a reading that saw something.

        ``page`` counts the pages met, ``since`` is when the last one of them came up.
        """
        app = _printable(reading.app or "")
        program = reading.program or self._inside(reading)
        if program:
            return Resolved(Subject(app, _printable(program)), Way.TERMINAL)
        browser = self._matcher.browser(app)
        if browser is None:
            return Resolved(Subject(app), Way.XWAYLAND if reading.xwayland else Way.WINDOW)
        since = self.since
        if since is None or not (self._last and _is_same_page(self._last, reading)):
            self.page += 1
            self.since = since = at
            self._turns.append(at.mono)
            self._found = None
        self._last = reading
        heard = self._heard(browser, reading)
        self._found = self._told(reading, browser, heard) or self._looked_up(
            reading, browser, since, at
        )
        return self._found

    def again(self, reading: Reading, since: Instant, now: Instant) -> Resolved:
        """Look up once more the page of an earlier reading, which came up at ``since``."""
        app = reading.app or ""
        browser = self._matcher.browser(app)
        if browser is None:
            return Resolved(Subject(app), Way.WINDOW)
        heard = Heard()
        if self._tabs and not reading.elsewhere:
            heard = self._tabs.again(browser, reading.pid, reading.title)
        return self._told(reading, browser, heard) or self._page(reading, browser, since, now)

    def is_audible(self, reading: Reading) -> bool:
        """Whether the tab in front plays, as its browser's extension tells."""
        browser = self._matcher.browser(reading.app or "")
        heard = self._heard(browser, reading) if browser else Heard()
        return heard.word is not None and heard.word.is_audible

    def _heard(self, browser: Browser, reading: Reading) -> Heard:
        if self._tabs is None or reading.elsewhere:
            return Heard()
        return self._tabs.see(browser, reading.pid, reading.title)

    def _told(self, reading: Reading, browser: Browser, heard: Heard) -> Resolved | None:
        """What needs no looking up; None: nobody tells the page."""
        name, word = browser.name, heard.word
        if self.hosts is Hosts.NONE or reading.private or (word and word.is_private):
            return Resolved(Subject(name), Way.WINDOW)
        if host := self._matcher.app_mode_host(reading.app or "", reading.instance):
            return Resolved(Subject(name, host=host), Way.APP_MODE)
        if word:
            host = self._kept_host(f"http://{word.site}") if word.site else ELSEWHERE
            return Resolved(Subject(name, host=host), Way.EXTENSION)
        return Resolved(Subject(name), Way.WINDOW, is_final=False) if heard.is_awaited else None

    def _looked_up(
        self, reading: Reading, browser: Browser, since: Instant, now: Instant
    ) -> Resolved:
        """Look the page up until it is told for good, or will not be any more."""
        found = self._found
        if found and found.is_final and found.way is not Way.EXTENSION:
            return found
        is_wheel = len(self._turns) == _TURNS and self._turns[-1] - self._turns[0] < _WHEEL
        told = self._page(reading, browser, since, now, at_once=is_wheel)
        return replace(told, is_final=told.is_final or now.mono - since.mono >= _PATIENCE)

    def _page(
        self,
        reading: Reading,
        browser: Browser,
        since: Instant,
        now: Instant,
        *,
        at_once: bool = False,
    ) -> Resolved:
        """What the history says of a page that came up at ``since``, else its title.

        ``at_once``: do not wait for what the browser may not have written yet.
        """
        is_here = not reading.elsewhere  # a browser of another machine has its history there
        visits = self._histories.visits(browser, reading.pid, reading.title) if is_here else ()
        sites = [Visit(one.at, self._kept_host(one.url)) for one in visits]
        is_written = at_once or self._histories.is_written(browser, now.mono - since.mono)
        if found := meant(sites, since.wall, is_written=is_written):
            return Resolved(Subject(browser.name, host=found.site), Way.HISTORY, found.is_final)
        hint = self._matcher.title_hint(reading.title)
        if hint:
            return Resolved(Subject(browser.name, hint=hint), Way.TITLE, is_final=False)
        return Resolved(Subject(browser.name), Way.WINDOW, is_final=False)

    def _kept_host(self, url: str) -> str:
        known = self._matcher.host_key(url)
        if known or self.hosts is Hosts.KNOWN:
            return known or ELSEWHERE
        return self._matcher.host_of(url) or ELSEWHERE


def _printable(name: str) -> str:
    """A program names itself as it likes; what a terminal would obey goes no further."""
    return "".join(sign if sign.isprintable() else "\N{REPLACEMENT CHARACTER}" for sign in name)


def _is_same_page(before: Reading, now: Reading) -> bool:
    return (before.app, before.instance, before.pid, before.title) == (
        now.app,
        now.instance,
        now.pid,
        now.title,
    )
