"""Recognise a subject: which tool it is, and why. Names are compared whole, never in part."""

import re
from collections.abc import Iterable
from dataclasses import dataclass, replace

from config.tools import Browser, Catalogue, Tool
from monitor.core.page import Address, Endings, read_url
from monitor.core.types import ELSEWHERE, Kind, Subject, Verdict

_PAGE = r"([a-z0-9-]+(?:\.[a-z0-9-]+)+)(?:_(_[^\s/]*)?)?"
_APP_INSTANCE = re.compile(_PAGE)  # claude.ai, claude.ai__, x.com__i_grok
_APP_ID = re.compile(rf"([a-z]+)-(?:{_PAGE}|[a-p]{{32}})-[^-/]+")  # the same on Wayland
_ENDS = ("", "/", "?", "#")  # what may follow a path that is meant whole
_STRAYS = 512  # so many names that are in no entry are remembered


@dataclass(frozen=True, slots=True)
class _Rule:
    """One host of a tool, taken apart."""

    key: str
    verdict: Verdict
    path: str
    query: str

    def fits(self, rest: str) -> bool:
        """Whether a page of this host, or of one below it, is here."""
        if self.path:
            end = len(self.path)
            if not rest.startswith(self.path) or rest[end : end + 1] not in _ENDS:
                return False
        if self.query:
            return self.query in rest.partition("#")[0].partition("?")[2].split("&")
        return True


class Matcher:
    """A catalogue, turned into indexes once; a subject is then a few look-ups.

    ``sites`` are the hosts that tell a tool, some with a port or a path.
    """

    def __init__(self, catalogue: Catalogue) -> None:
        self.version = catalogue.version
        self._browsers = {_app_key(one.name): one for one in catalogue.browsers} | {
            _app_key(app): one for one in catalogue.browsers for app in one.apps
        }
        self._endings = Endings(tuple(end for one in catalogue.browsers for end in one.suffixes))
        self._terminals = frozenset(map(_app_key, catalogue.terminals))
        self._titled = {
            *map(_app_key, catalogue.terminals_of_many_windows), *self._browsers,
        }  # fmt: skip
        self._apps = {app: _browser_verdict(one) for app, one in self._browsers.items()}
        self._programs: dict[str, Verdict] = {}
        self._hints: dict[str, Verdict] = {}
        self._keys = {ELSEWHERE: Verdict("", Kind.OTHER, "the site is no tool we know")}
        self._rules: dict[str, tuple[_Rule, ...]] = {}
        self._below: dict[str, tuple[_Rule, ...]] = {}  # those for all below their host, too
        self._strays: dict[str, Verdict] = {}
        for tool in catalogue.tools:
            self._take(tool)
        self.sites = tuple(key for key in self._keys if key != ELSEWHERE)
        pairs = [(title, tool.name) for tool in catalogue.tools for title in tool.titles]
        pairs.sort(key=lambda pair: len(pair[0]), reverse=True)
        self._titles = tuple((re.compile(title), name) for title, name in pairs)
        self._starts = _any_of(title for title, _ in pairs if title.startswith("^"))
        self._ends = _any_of(title for title, _ in pairs if not title.startswith("^"))

    def _take(self, tool: Tool) -> None:
        verdict = Verdict(tool.name, Kind(tool.kind), "", tags=tool.tags)
        for app in tool.apps:
            self._apps[_app_key(app)] = _because(verdict, f"'{app}' is an app of {tool.name}")
        for program in tool.programs:
            because = f"'{program}' is a program of {tool.name}"
            self._programs[program] = _because(verdict, because)
        if tool.titles:
            because = f"the title looks like {tool.name} (weak)"
            hinted = replace(_because(verdict, because), weak=True)
            self._hints.setdefault(tool.name, hinted)
            self._hints[tool.was or tool.name] = hinted  # seen before it was called otherwise
        for host in tool.hosts:
            self._take_host(verdict, host)

    def _take_host(self, verdict: Verdict, host: str) -> None:
        key = host.removeprefix("www.")
        what = "page" if "/" in key or "?" in key else "host"
        place, _, query = key.partition("?")
        name, slash, path = place.partition("/")
        rule = _Rule(
            key=key,
            verdict=_because(verdict, f"{key} is a {what} of {verdict.tool}"),
            path=slash + path,
            query=query,
        )
        self._keys[key] = rule.verdict
        is_alone = host != key
        for index in (self._rules,) if is_alone else (self._rules, self._below):
            rules = (*index.get(name, ()), rule)
            index[name] = tuple(sorted(rules, key=lambda one: len(one.key), reverse=True))

    def judge(self, subject: Subject) -> Verdict:
        """Say what a subject is: by its program, else its host, else its app, else a weak title."""
        if subject.program and (found := self._programs.get(subject.program)):
            return found
        if subject.host and (found := self._keys.get(subject.host) or self._judge_host(subject)):
            return found
        app = _app_key(subject.app)
        found = self._apps.get(app) or self._strays.get(app) or self._judge_stray(subject.app)
        if subject.hint and not subject.host and not found.tool:
            return self._hints.get(subject.hint, found)
        return found

    def _judge_host(self, subject: Subject) -> Verdict | None:
        """A host that is no key by itself; None when the app knows better."""
        host = re.split("[/?]", subject.host, maxsplit=1)[0]
        if rule := self._find((host, 0, subject.host.removeprefix(host))):
            return rule.verdict
        by_app = self._apps.get(_app_key(subject.app))
        if by_app and by_app.tool:
            return None
        return Verdict("", Kind.OTHER, f"{subject.host} is in no entry of the catalogue")

    def _judge_stray(self, app: str) -> Verdict:
        """An app that is in no entry; remembered, since the same ones come again and again."""
        if len(self._strays) >= _STRAYS:
            self._strays.clear()
        verdict = self._strays[_app_key(app)] = self._stray(app)
        return verdict

    def _stray(self, app: str) -> Verdict:
        if not app:
            return Verdict("", Kind.OTHER, "nothing was in front")
        if browser := self.browser(app):
            return _browser_verdict(browser)
        if self.is_terminal(app):
            because = f"'{app}' is a terminal, and what ran in it was not told or is no known tool"
            return Verdict("", Kind.OTHER, because)
        return Verdict("", Kind.OTHER, f"'{app}' is in no entry of the catalogue")

    def which(self, *, app: str = "", program: str = "", url: str = "", title: str = "") -> Verdict:
        """Judge from what a person types."""
        host = self.host_key(url) or self.host_of(url)
        wants_hint = not host and (not app or self.is_browser(app))
        hint = self.title_hint(title) if wants_hint else ""
        return self.judge(Subject(app=app, program=program, host=host, hint=hint))

    def host_key(self, url: str) -> str:
        """The catalogue's own key for a URL, no matter what stood below it; '' when unknown.

        It names the tool's site, never a team, a document or a person: 'slack.com'.
        """
        address = read_url(url)
        rule = self._find(address) if address else None
        return rule.key if rule else ""

    def host_of(self, url: str) -> str:
        """The plain host of a URL, without 'www.'; '' for what is no address on the web."""
        address = read_url(url)
        return address[0] if address else ""

    def _find(self, address: Address) -> _Rule | None:
        """The rule with the longest host, then the longest path; one with a port comes first."""
        name, port, rest = address
        rules, below = self._rules, self._below
        if port and (found := _fitting(rules.get(f"{name}:{port}", ()), rest)):
            return found
        if name in rules and (found := _fitting(rules[name], rest)):
            return found
        while "." in (name := name.partition(".")[2]):  # nobody owns all below a name without one
            if name in below and (found := _fitting(below[name], rest)):
                return found
        return None

    def title_hint(self, title: str) -> str:
        """The tool that a browser's title looks like; '' for most, and for private windows.

        The longest pattern wins.
        """
        for page in self._endings.pages(title):
            likely = self._starts.search(page) or self._ends.search(page)
            if likely and not self._endings.is_private(title):
                return next(name for pattern, name in self._titles if pattern.search(page))
        return ""

    def is_browser(self, app: str) -> bool:
        """Whether an app shows pages that are judged by their hosts."""
        return self.browser(app) is not None

    def browser(self, app: str) -> Browser | None:
        """The browser with this name on the desktop; Wayland's app-mode windows bear their own."""
        name = _app_key(app)
        if found := self._browsers.get(name):
            return found
        app_id = _APP_ID.fullmatch(name)
        return self._browsers.get(app_id[1]) if app_id else None

    def app_mode_host(self, app: str, instance: str) -> str:
        """The catalogue's key for a window that a browser opened as an app; else ''."""
        if self.browser(app) is None:
            return ""
        if app_id := _APP_ID.fullmatch(_app_key(app)):
            host, path = app_id[2], app_id[3]
        elif window := _APP_INSTANCE.fullmatch(instance):
            host, path = window[1], window[2]
        else:
            return ""
        rule = self._find(((host or "").removeprefix("www."), 0, (path or "").replace("_", "/")))
        return rule.key if rule else ""

    def is_terminal(self, app: str) -> bool:
        """Whether programs run inside this app."""
        return _app_key(app) in self._terminals

    def needs_title(self, app: str) -> bool:
        """Whether only the title tells what is in front of this app's windows."""
        return _app_key(app) in self._titled or self.is_browser(app)

    def knows_program(self, name: str) -> bool:
        """Whether a program's name is some tool's."""
        return name in self._programs

    def is_ai_program(self, name: str) -> bool:
        """Whether a program's name is some AI tool's."""
        verdict = self._programs.get(name)
        return verdict is not None and verdict.kind.is_ai


def _fitting(rules: Iterable[_Rule], rest: str) -> _Rule | None:
    for rule in rules:
        if rule.fits(rest):
            return rule
    return None


def _app_key(app: str) -> str:
    return app.casefold().removesuffix(".desktop")


def _any_of(patterns: Iterable[str]) -> re.Pattern[str]:
    """One pattern for many; those that begin alike are searched for ten times as fast."""
    return re.compile("|".join(f"(?:{pattern})" for pattern in patterns) or "(?!)")


def _because(verdict: Verdict, because: str) -> Verdict:
    return replace(verdict, because=because)


def _browser_verdict(browser: Browser) -> Verdict:
    return Verdict("", Kind.BROWSER, f"{browser.name} is a browser whose page is not known")
