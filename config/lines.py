"""Find on which line each key of a valid TOML text stands, for tomllib does not tell."""

import re
import tomllib
from collections import Counter
from collections.abc import Iterator

Place = tuple[str | int, ...]
"""The way to a value: ("watch", "every"), or ("limit", 0, "name") in the first [[limit]]."""

_PIECE = re.compile(
    r'''
      """(?:\\.|[^\\])*?"{3,5}      # the longest texts first, with up to two quotes before the end
    | \'\'\'.*?'{3,5}
    | "(?:\\.|[^"\\\n])*"
    | '[^'\n]*'
    | \#[^\n]*
    | [\[\]{}=.\n]
    | [^\s\[\]{}=.,"'\#]+
    ''',
    re.VERBOSE | re.DOTALL,
)
_OPEN, _CLOSED = "[{", "]}"


def lines(text: str) -> dict[Place, int]:
    """Give the line of every key and table header; keys inside inline tables have none."""
    found: dict[Place, int] = {}
    count: Counter[Place] = Counter()
    table: Place = ()
    for line, pieces in _statements(text):
        if pieces[0] == "[":
            table = _numbered(_names(pieces), count, is_list=pieces[1] == "[")
            found.setdefault(table, line)
        elif "=" in pieces:
            found.setdefault(table + _names(pieces[: pieces.index("=")]), line)
    return found


def line_of(place: Place, found: dict[Place, int]) -> int | None:
    """Give the line of a place, or of the nearest thing around it that has one."""
    for size in range(len(place), 0, -1):
        if place[:size] in found:
            return found[place[:size]]
    return None


def _statements(text: str) -> Iterator[tuple[int, list[str]]]:
    line, begun, depth, pieces = 1, 1, 0, list[str]()
    for piece in _PIECE.findall(text + "\n"):
        if piece == "\n" and depth == 0:
            if pieces:
                yield begun, pieces
            pieces = []
        elif not piece.startswith(("#", "\n")):
            begun = begun if pieces else line
            pieces.append(piece)
            depth += (piece in _OPEN) - (piece in _CLOSED)
        line += piece.count("\n")


def _names(pieces: list[str]) -> Place:
    return tuple(_name(piece) for piece in pieces if piece not in "[].")


def _name(piece: str) -> str:
    return str(tomllib.loads(f"name = {piece}")["name"]) if piece[0] in "\"'" else piece


def _numbered(names: Place, count: Counter[Place], *, is_list: bool) -> Place:
    place: Place = ()
    for name in names[:-1]:
        place += (name,)
        place += (count[place] - 1,) if place in count else ()
    place += (names[-1],)
    if is_list:
        count[place] += 1
        place += (count[place] - 1,)
    return place
