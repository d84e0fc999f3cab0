"""Cut an address book's file into cards, each with the lines that matter, as plain text.

The library that reads them knows vCard 3.0 well. What the programs of thirty years wrote is made
like it here: the encodings of 2.1, character sets that are told or not, lines that go on. What
nobody asks for, photos above all, is never held, so a file of any size needs little memory.
"""

import re
from base64 import b64decode
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from quopri import decodestring

from monitor.errors import MonitorError

_WANTED = frozenset({
    "VERSION", "N", "FN", "NICKNAME", "ORG", "TEL", "EMAIL", "BDAY", "IMPP", "KIND",
    "X-ADDRESSBOOKSERVER-KIND",
})  # fmt: skip
_STEERING = frozenset({"BEGIN", "END", "AGENT"})
_OF_PARTS = frozenset({"N", "ORG"})
_LONGEST = 65_536  # of one line; some programs write a photo in one
_WIDE = (b"\xff\xfe", b"\xfe\xff")
_MARK = b"\xef\xbb\xbf"
_HEAD = re.compile(rb"[\t ]*(?:[A-Za-z0-9_-]+\.)?([A-Za-z0-9_-]+)[\t ]*[;:]")
_PARAM = re.compile(r"[A-Za-z0-9-]+(?:=[^\";:,=]*(?:,[^\";:,=]*)*)?", re.ASCII)
_BARE_COMMA = re.compile(r"(?<!\\),")
_SMALL = re.compile(r"(windows-|cp)125|iso[-_]?8859|latin|us-ascii", re.IGNORECASE)
_BREAKS = re.compile(r"[\t-\r\x1c-\x1f]+")  # of lines, and tabs; what cannot be seen is told later


@dataclass(frozen=True, slots=True)
class Trouble:
    """Why a card, or what was to be one, or a part of it is left out, and in which line."""

    file: Path
    line: int
    reason: str


@dataclass(frozen=True, slots=True)
class Lines:
    """The lines of one card that matter; ``numbers`` are where they stand in the file."""

    file: Path
    begins: int
    texts: list[str] = field(default_factory=list)
    numbers: list[int] = field(default_factory=list)

    def number(self, line: int | None) -> int:
        """Where a line stands in the file, by its number in the library, which counts BEGIN."""
        at = (line or 0) - 2
        return self.numbers[at] if 0 <= at < len(self.numbers) else self.begins

    def add(self, number: int, line: bytes) -> None:
        """Add a line as it stands in the file."""
        is_old = any(text.upper().startswith("VERSION:2.") for text in self.texts)
        self.texts.append(_plain(line, is_old=is_old))
        self.numbers.append(number)


def cut(file: Path) -> Iterator[Lines | Trouble]:
    """Give the cards of a file one by one; one that does not end is a trouble."""
    card: Lines | None = None
    nested, before = 0, ""
    for number, name, line in _logical(file):
        if name == "END" and nested:
            nested -= 1
        elif name == "END":
            if card is not None:
                yield card
            card = None
        elif name == "BEGIN" and card is not None and (nested or before == "AGENT"):
            nested += 1  # the card of somebody's secretary, inside theirs
        elif name == "BEGIN":
            if card is not None:
                yield _unended(card)
            card = Lines(file, number)
        elif card is not None and not nested and name != "AGENT":
            card.add(number, line)
        before = name
    if card is not None:
        yield _unended(card, "the file ends in the middle of the card that begins here")


def _unended(card: Lines, why: str = "the card that begins here does not end") -> Trouble:
    return Trouble(card.file, card.begins, why)


def _logical(file: Path) -> Iterator[tuple[int, str, bytes]]:
    """Whole lines that are wanted, each with the number of its first and its name, '' for none."""
    begins, name, held = 0, "", b""
    is_soft = is_quoted = False
    for number, line in _physical(file):
        if is_soft and not _ends(line):
            more = line
            held = held[:-1]
        elif line[:1] in {b" ", b"\t"} and begins:
            more = line[1:]
        elif not line.strip() or (name not in _WANTED and _name(line) == "" and begins):
            more = b""  # what goes on with a property that nobody asks for
        else:
            if begins and (name in _WANTED | _STEERING or not name):
                yield begins, name, held
            begins, name, held, more = number, _name(line), b"", line
            is_quoted = b"QUOTED-PRINTABLE" in line.partition(b":")[0].upper()
        if name in _WANTED | _STEERING or not name:
            held = (held + more)[:_LONGEST]
        is_soft = is_quoted and more.endswith(b"=")
    if begins and (name in _WANTED | _STEERING or not name):
        yield begins, name, held


def _physical(file: Path) -> Iterator[tuple[int, bytes]]:
    """Lines with their numbers, without their ends; of a very long one its beginning."""
    try:
        with file.open("rb") as probe:
            is_wide = probe.read(2) in _WIDE
        number, is_new = 0, True
        with file.open(encoding="utf-16" if is_wide else "latin-1", newline=None) as stream:
            while text := stream.readline(_LONGEST):
                if is_new:
                    number += 1
                    line = text.rstrip("\n").encode("utf-8" if is_wide else "latin-1")
                    yield number, line.removeprefix(_MARK)
                is_new = text.endswith("\n")
    except OSError as error:
        raise MonitorError(f"{file} cannot be read: {error.strerror}.") from error
    except UnicodeError as error:
        raise MonitorError(f"{file} cannot be read: it says UTF-16 and is not.") from error


def _name(line: bytes) -> str:
    """The name of the property that a line begins, '' for none. BEGIN and END are of a card."""
    found = _HEAD.match(line)
    name = found[1].decode("ascii").upper().replace("_", "-") if found else ""
    if name in {"BEGIN", "END"} and line.partition(b":")[2].strip().upper() != b"VCARD":
        return "X-OTHER"
    return name


def _ends(line: bytes) -> bool:
    return _name(line) == "END"


def _plain(line: bytes, *, is_old: bool) -> str:
    """The line in the way of vCard 3.0: Unicode, nothing encoded."""
    head, colon, value = line.partition(b":")
    while colon and head.count(b'"') % 2:
        more, colon, value = value.partition(b":")
        head += b":" + more
    if not colon:
        return _text(head, "")
    name, *params = (part.strip() for part in head.decode("latin-1").replace('"', "").split(";"))
    told = {param.upper().rpartition("=")[2] for param in params}
    charset = next((param[8:] for param in params if param.upper().startswith("CHARSET=")), "")
    if {"BASE64", "B"} & told:
        text = _text(_decoded(value), charset)
    elif "QUOTED-PRINTABLE" in told:
        parts = value.split(b";") if _name(line) in _OF_PARTS else [value]
        decoded = (_text(decodestring(part), charset) for part in parts)
        text = ";".join(part.replace(";", r"\;") for part in decoded)
    else:
        text = _text(value, charset)
    if is_old:
        text = _BARE_COMMA.sub(r"\\,", text)
    kept = [
        param for param in params if param.upper().startswith(("TYPE", "PREF")) or _is_bare(param)
    ]
    return f"{';'.join((name, *filter(_PARAM.fullmatch, kept)))}:{text}"


def _is_bare(param: str) -> bool:
    """In vCard 2.1 a type stands alone: TEL;CELL."""
    return "=" not in param and param.upper() not in {"QUOTED-PRINTABLE", "BASE64"}


def _text(raw: bytes, charset: str) -> str:
    """By the character set that is told, else by the likeliest; none of it is lost.

    What is sound UTF-8 is UTF-8, though a program may say it is one of the small old sets.
    """
    told = ("utf-8", charset) if _SMALL.match(charset) else (charset, "utf-8")
    for codec in (*told, "cp1252"):
        try:
            return _BREAKS.sub(" ", raw.decode(codec))
        except (LookupError, ValueError):
            continue
    return _BREAKS.sub(" ", raw.decode("latin-1"))


def _decoded(value: bytes) -> bytes:
    """What is none of base64's letters is passed over; what was cut off is as if it were empty."""
    try:
        return b64decode(value)
    except ValueError:
        return b""
