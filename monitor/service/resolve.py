"""Turn a Reading into a Subject; here the title ends.

Of a browser's page its extension is asked first, at each look. Without its word the history is
looked up when the window or its title changed, and again at the next looks while the browser has
not written it yet.
"""

from collections.abc import Callable
from dataclasses import dataclass, replace

from config.schema import Hosts
from config.tools import Browser
from monitor.core.recognise import Matcher
from monitor.core.types import ELSEWHERE, Reading, Subject, Way
from monitor.sense.browser.tabs import Heard, Tabs
from monitor.sense.history import Histories

_TRIES = 12  # looks; a browser writes its history within some ten seconds


@dataclass(frozen=True, slots=True)
class Resolved:
    """A subject, how it became known, and whether a later look may tell more."""

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
        self._tries = 0
        self.page = 0

    @property
    def hosts(self) -> Hosts:
        """Which hosts are kept by name; a change holds for the page in front too."""
        return self._hosts

    @hosts.setter
    def hosts(self, hosts: Hosts) -> None:
        if hosts is not self._hosts:
            self._hosts = hosts
            self._found = None

    def resolve(self, reading: Reading) -> Resolved:
        """Tell the subject of a reading that saw something; ``page`` counts the pages met."""
        app = _printable(reading.app or "")
        program = reading.program or self._inside(reading)
        if program:
            return Resolved(Subject(app, _printable(program)), Way.TERMINAL)
        browser = self._matcher.browser(app)
        if browser is None:
            return Resolved(Subject(app), Way.XWAYLAND if reading.xwayland else Way.WINDOW)
        if not (self._last and _is_same_page(self._last, reading)):
            self.page += 1
            self._tries = 0
            self._found = None
        self._last = reading
        heard = self._tabs.see(browser, reading.pid, reading.title) if self._tabs else Heard()
        self._found = self._told(reading, browser, heard) or self._looked_up(reading, browser)
        return self._found

    def again(self, reading: Reading) -> Resolved:
        """Look up once more the page of an earlier reading."""
        app = reading.app or ""
        browser = self._matcher.browser(app)
        if browser is None:
            return Resolved(Subject(app), Way.WINDOW)
        heard = self._tabs.again(browser, reading.pid, reading.title) if self._tabs else Heard()
        return self._told(reading, browser, heard) or self._page(reading, browser)

    def _told(self, reading: Reading, browser: Browser, heard: Heard) -> Resolved | None:
        """What needs no looking up; None: nobody tells the page."""
        host = self._matcher.app_mode_host(reading.app or "", reading.instance)
        app = _plain_name(browser, reading.app or "")
        if host and self.hosts is not Hosts.NONE:
            return Resolved(Subject(app, host=host), Way.APP_MODE)
        word = heard.word
        if self.hosts is Hosts.NONE or reading.private or (word and word.is_private):
            return Resolved(Subject(app), Way.WINDOW)
        if word:
            host = self._kept_host(f"http://{word.site}") if word.site else ELSEWHERE
            return Resolved(Subject(app, host=host), Way.EXTENSION)
        return Resolved(Subject(app), Way.WINDOW, is_final=False) if heard.is_awaited else None

    def _looked_up(self, reading: Reading, browser: Browser) -> Resolved:
        """Look the page up until it is found, or often enough."""
        found = self._found
        if found and found.way is not Way.EXTENSION and (found.is_final or self._tries >= _TRIES):
            return replace(found, is_final=True)
        self._tries += 1
        return self._page(reading, browser)

    def _page(self, reading: Reading, browser: Browser) -> Resolved:
        app = _plain_name(browser, reading.app or "")
        url = self._histories.host(browser, reading.pid, reading.title)
        if url is not None:
            return Resolved(Subject(app, host=self._kept_host(url)), Way.HISTORY)
        hint = self._matcher.title_hint(reading.title)
        if hint:
            return Resolved(Subject(app, hint=hint), Way.TITLE, is_final=False)
        return Resolved(Subject(app), Way.WINDOW, is_final=False)

    def _kept_host(self, url: str) -> str:
        known = self._matcher.host_key(url)
        if known or self.hosts is Hosts.KNOWN:
            return known or ELSEWHERE
        return self._matcher.host_of(url) or ELSEWHERE


def _plain_name(browser: Browser, app: str) -> str:
    """The browser's own name: a window in app mode may bear a site's name instead."""
    return app if app.casefold() in map(str.casefold, browser.apps) else browser.apps[0]


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
