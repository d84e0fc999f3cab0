"""What a URL or a window title says of a page. Both are used at once and never kept."""

import re
from urllib.parse import unquote

_LONGEST_URL = 2048  # the host stands at the front
_LONGEST_HOST = 253
_LAST_PORT = 65535
_SHORTEST_TITLE = 3  # shorter ones fit too much
_LONGEST_NAME = 40
_LONG_DASH, _SHORT_DASH = " — ", " \u2013 "
_DASHES = (_SHORT_DASH, " - ")
_parts = re.compile(" - | ?[\u2013\u2014] ?").split
_read_plain = re.compile(
    r"https?://(?!127\.|0\.)(?:www\.(?=[a-z0-9-]+\.))?([a-z0-9-]+(?:\.[a-z0-9-]+)+)"
    r"(?<!\.localhost)((?:[/?#].*)?)\Z",
    re.DOTALL,
).match
_ODD = re.compile(
    r"(https?)://(?:[^/?#]*@)?(\[[0-9a-f:.]*\]|[^/?#:@\[\]]*)(?::([0-9]{0,5}))?(?=[/?#]|\Z)",
    re.IGNORECASE | re.ASCII,
)
_DROPPED = str.maketrans({"\t": None, "\r": None, "\n": None, "\\": "/"})
_UNSEEN = "".join(map(chr, range(0x21)))  # browsers drop it around an address
_HOST = re.compile(r"[a-z0-9_-]+(\.[a-z0-9_-]+)*|\[[0-9a-f:.]*:[0-9a-f:.]*\]")
_HERE = "localhost"
_LOOPBACK = frozenset({_HERE, "127.0.0.1", "[::1]", "0.0.0.0"})  # noqa: S104 - nothing listens
_USUAL_PORT = {"http": 80, "https": 443}
_MARKS = re.compile("[\u200b\u200e\u200f\u2066-\u2069\ufeff]")
_PRIVATE = re.compile(
    r"(private browsing\)?|incognito\)?|inprivate[)\]]?|\(private\))$"
    r"| - \[inprivate\] - [^-]*$",
    re.IGNORECASE,
)
_UNTOLD = "anonym|an[oó]nim|gizli|in[ck][oó]gn|peribad|pri[bvw]|pryw|súkrom|zaseb|приват"
_MANNER = (
    "brows|brsk|böng|gezin|mod[eou]|nabig|nettl|naveg|navig|pārl|pelay|penjel|pregl|prehl|prohl"
    "|surf|tryb|прегл|просм|режим"
)
_MARK = re.compile(  # 'private browsing' as browsers write it; a profile may be named 'Privat'
    rf"\(?(?:(?:{_UNTOLD})\w* (?:{_MANNER})|(?:{_MANNER})\w* (?:{_UNTOLD})|priv\w{{,2}}navi)\w*\)?",
    re.IGNORECASE,
)


Address = tuple[str, int, str]
"""What of a URL may tell a tool: host, port, and the rest as it stands.

The host is in lower case, without 'www.'. The port is 0 where it is the usual one, save on this
machine, where it tells the programs apart. A bare tuple: one is made at each look-up, and
anything better takes a fifth of the time that the whole look-up may take.
"""


def read_url(url: str) -> Address | None:
    """Take a URL apart as browsers do; None for what is no sound address on the web."""
    url = url[:_LONGEST_URL]
    if plain := _read_plain(url):
        host, rest = plain.groups()
        return (host, 0, rest) if len(host) <= _LONGEST_HOST else None
    return _read_odd(url)


def _read_odd(url: str) -> Address | None:
    """Addresses that few bear: ports, names, other letters, upper case, this machine's own."""
    url = url.strip(_UNSEEN).translate(_DROPPED)
    parts = _ODD.match(url)
    if parts is None:
        return None
    scheme, name, digits = parts.groups("")
    host, usual = _sound(name), _USUAL_PORT[scheme.lower()]
    port = int(digits or usual)
    if not host or port > _LAST_PORT:
        return None
    return host, (port if port != usual or host == _HERE else 0), url[parts.end() :]


def _sound(name: str) -> str:
    """A host in its one form; '' when no browser would go there."""
    host = (unquote(name) if "%" in name else name).lower()
    if not host.isascii():
        try:
            host = host.encode("idna").decode("ascii")
        except UnicodeError:
            return ""
    host = host.removesuffix(".")
    if len(host) > _LONGEST_HOST or not _HOST.fullmatch(host):
        return ""
    if host in _LOOPBACK or host.endswith(".localhost"):
        return _HERE
    return _without_www(host)


def _without_www(host: str) -> str:
    bare = host.removeprefix("www.")
    return bare if "." in bare else host


class Endings:
    """What browsers add to the titles of pages, made ready once for many titles."""

    def __init__(self, suffixes: tuple[str, ...]) -> None:
        self._long = tuple(end for end in suffixes if end.startswith(_LONG_DASH))
        short = (end.replace(_LONG_DASH, _SHORT_DASH) for end in self._long)  # as in German
        self._ends = sorted({*suffixes, *short}, key=len, reverse=True)
        self._any = re.compile(_either(self._ends))
        self._private = re.compile(rf"{_either(self._ends)} \([^()]{{1,{_LONGEST_NAME}}}\)$")
        self._names = frozenset(_parts(end)[-1] for end in self._ends)
        self._firefoxes = frozenset(end.removeprefix(_LONG_DASH) for end in self._long)

    def is_private(self, title: str) -> bool:
        """Whether a window says of itself that nothing here is to be remembered.

        Browsers say it in their person's language, so all that stands behind a browser's own name
        and is no profile counts: 'PAGE - Chromium (Inkognito)'.
        """
        window = plain_title(title)
        return bool(
            _PRIVATE.search(window) or self._private.search(window) or self._is_marked(window)
        )

    def _is_marked(self, window: str) -> bool:
        """Whether it bears the mark of Firefox and its kin, who set profiles before their name.

        So what stands behind the name or in one part with it is the mark: 'PAGE — Firefox — tryb
        prywatny', 'PAGE — Navigation privée de Firefox'. Elsewhere its own words tell it.
        """
        *first, before, last = ("", "", *_parts(window))
        if last in self._firefoxes:
            return any(first) and bool(_MARK.fullmatch(before))
        if not before or last in self._names:
            return False
        return (
            before in self._firefoxes
            or any(name in last for name in self._firefoxes)
            or bool(_MARK.fullmatch(last))
            or bool(_MARK.match(last) and "firefox" in last.casefold())  # in another case
        )

    def pages(self, title: str) -> tuple[str, ...]:
        """The page titles that a window title may stand for, the likeliest first.

        A browser adds its suffix, and sometimes a profile's name behind it or, with a long dash,
        before it. Without a suffix the title is the page's own (app-mode windows, macOS).
        """
        window = plain_title(title)
        found = self._cut(window) or [window]
        return tuple(page for page in found if len(page) >= _SHORTEST_TITLE)

    def _cut(self, window: str) -> list[str]:
        ends = self._ends_in(window)
        pages = [window.removesuffix(end) for end in ends if window.endswith(end)]
        pages += [_before(window, end + dash) for end in ends for dash in _DASHES]
        if window.endswith(self._long):
            pages += [_before(page, _LONG_DASH) for page in pages]
        return [page for page in dict.fromkeys(pages) if page]

    def _ends_in(self, window: str) -> list[str]:
        """The suffixes that stand in a title, the longest first."""
        found, match = set(), self._any.search(window)
        while match:
            found.add(match[0])
            match = self._any.search(window, match.start() + 1)
        return sorted(found, key=lambda end: (-len(end), end))


def plain_title(title: str) -> str:
    """The form in which titles are compared: no invisible marks, single spaces."""
    if not title.isascii():
        title = _MARKS.sub("", title)
    return " ".join(title.split())


def _either(ends: list[str] | tuple[str, ...]) -> str:
    return f"(?:{'|'.join(map(re.escape, ends)) or '(?!)'})"


def _before(text: str, dash: str) -> str:
    """What stands before the last dash; '' when what follows is too long for a profile's name."""
    before, _, name = text.rpartition(dash)
    return before if 0 < len(name) <= _LONGEST_NAME else ""
