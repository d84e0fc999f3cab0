"""What a URL or a window title says of a page. Both are used at once and never kept."""

import re
from dataclasses import dataclass
from urllib.parse import urlsplit

_LONGEST_URL = 2048  # the host stands at the front
_LONGEST_HOST = 253
_SHORTEST_TITLE = 3  # shorter ones fit too much
_LONGEST_PROFILE = 40
_LONG_DASH = " — "
_HOST = re.compile(r"[a-z0-9_-]+(\.[a-z0-9_-]+)*|[0-9a-f:]*:[0-9a-f:.]*")
_LOOPBACK = frozenset({"localhost", "127.0.0.1", "::1"})
_MARKS = re.compile("[\u200b\u200e\u200f\u2066-\u2069\ufeff]")
_PRIVATE = re.compile(
    r"(private browsing\)?|incognito\)?|inprivate[)\]]?|\(private\))$"
    r"| - \[inprivate\] - [^-]*$",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Address:
    """The parts of a URL that may tell a tool. The host is in lower case, without 'www.'."""

    host: str
    port: int = 0
    path: str = ""
    query: str = ""


def read_url(url: str) -> Address | None:
    """Take a URL apart as browsers do; None for what is no sound address on the web."""
    try:
        parts = urlsplit(url[:_LONGEST_URL].replace("\\", "/"))
        host, port = _sound(parts.hostname or ""), parts.port or 0
    except ValueError:
        return None
    if parts.scheme not in ("http", "https") or not host:
        return None
    return Address(host, port, parts.path, parts.query)


def _sound(name: str) -> str:
    """A host in its one form; '' when no browser would go there."""
    host = name.lower().removesuffix(".")
    if not host.isascii():
        try:
            host = host.encode("idna").decode("ascii")
        except UnicodeError:
            return ""
    if len(host) > _LONGEST_HOST or not _HOST.fullmatch(host):
        return ""
    if host in _LOOPBACK:
        return "localhost"
    bare = host.removeprefix("www.")
    return bare if "." in bare else host


def is_private(title: str) -> bool:
    """Whether a window title says of itself that nothing here is to be remembered."""
    return _PRIVATE.search(plain_title(title)) is not None


def page_titles(title: str, suffixes: tuple[str, ...]) -> tuple[str, ...]:
    """The page titles that a window title may stand for, the likeliest first.

    A browser adds its suffix, and sometimes a profile's name behind it or, with a long dash,
    before it. Without a suffix the title is the page's own (app-mode windows, macOS).
    """
    window = plain_title(title)
    ends = sorted(suffixes, key=len, reverse=True)
    pages = [window.removesuffix(end) for end in ends if window.endswith(end)]
    pages += [_before_profile(window, end) for end in ends]
    if window.endswith(tuple(end for end in ends if end.startswith(_LONG_DASH))):
        pages += [_cut(page, _LONG_DASH) for page in pages]
    found = [page for page in dict.fromkeys(pages) if page] or [window]
    return tuple(page for page in found if len(page) >= _SHORTEST_TITLE)


def plain_title(title: str) -> str:
    """The form in which titles are compared: no invisible marks, single spaces."""
    return " ".join(_MARKS.sub("", title).split())


def _before_profile(window: str, end: str) -> str:
    """The page in 'PAGE - Google Chrome - PROFILE'; '' when the title is no such thing."""
    return _cut(window, f"{end} \u2013 ") or _cut(window, f"{end} - ")


def _cut(text: str, dash: str) -> str:
    """What stands before the last dash; '' when what follows is too long for a profile's name."""
    before, _, profile = text.rpartition(dash)
    return before if 0 < len(profile) <= _LONGEST_PROFILE else ""
