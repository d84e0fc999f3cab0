"""People from address books: vCard files of any version, by the library vobject."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from monitor.core import names, reach
from monitor.core.people import Birthday
from monitor.errors import MonitorError
from monitor.notify.link import refusal
from monitor.service.vcard_lines import Lines, Trouble, cut

_HANDY = ("CELL", "IPHONE", "MOBILE")
_NO_VOICE = {"FAX", "PAGER", "MODEM", "BBS"}
_PARTS = ("given", "additional", "family")
_ALL_PARTS = ("prefix", *_PARTS, "suffix")


@dataclass(frozen=True, slots=True)
class Card:
    """Somebody in an address book."""

    name: str
    phone: str = ""
    email: str = ""
    link: str = ""
    birthday: Birthday | None = None


@dataclass(frozen=True, slots=True)
class Found:
    """Everybody in some files, each once, by name; and what could not be read."""

    cards: tuple[Card, ...]
    troubles: tuple[Trouble, ...]


def read(files: Iterable[Path]) -> Found:
    """Read every card; two of the same name become one. A file without any is an error."""
    cards: dict[str, Card] = {}
    troubles: list[Trouble] = []
    for file in files:
        is_empty = True
        for lines in cut(file):
            is_empty = False
            card = _read(lines) if isinstance(lines, Lines) else lines
            if isinstance(card, Trouble):
                troubles.append(card)
            elif card is not None:
                key = names.fold(card.name)
                cards[key] = _merged(cards[key], card) if key in cards else card
        if is_empty:
            raise MonitorError(
                f"There is no vCard in {file}.",
                hint="Export your address book as vCard: its files end in .vcf.",
            )
    ordered = sorted(cards.values(), key=lambda card: names.fold(card.name))
    return Found(tuple(ordered), tuple(troubles))


def _read(lines: Lines) -> Card | Trouble | None:
    """Read one card; None: it is of a group, not of a person."""
    from vobject.base import VObjectError, readComponents  # noqa: PLC0415 - for the import alone

    text = "\n".join(("BEGIN:VCARD", *lines.texts, "END:VCARD", ""))
    try:
        (card,) = readComponents(text, allowQP=True)  # else it counts lines wrongly
    except (VObjectError, ValueError) as error:
        at = int(getattr(error, "lineNumber", None) or 0) - 2  # of its lines, after BEGIN
        line = lines.numbers[at] if 0 <= at < len(lines.numbers) else lines.begins
        return Trouble(lines.file, line, "this is no line of a vCard")
    of = card.contents
    kinds = _texts(of, "kind") + _texts(of, "x-addressbookserver-kind")
    if any(kind.casefold() == "group" for kind in kinds):
        return None
    name = _name(of)
    if not name:
        return Trouble(lines.file, lines.begins, "the card that begins here names nobody")
    return Card(name, _phone(of), _first(of, "email", reach.email), _link(of), _birthday(of))


def _name(of: dict[str, list[Any]]) -> str:
    """The name for people; where there is none, the nearest that the card has."""
    candidates = [
        *_texts(of, "fn"),
        *(_joined(line.value, _PARTS) for line in of.get("n", ())),
        *(_joined(line.value, _ALL_PARTS) for line in of.get("n", ())),
        *_texts(of, "nickname"),
        *(" ".join(filter(None, map(str, line.value))) for line in of.get("org", ())),
        *_texts(of, "email"),
    ]
    return next(filter(None, map(names.tidy, candidates)), "")


def _joined(name: Any, parts: Iterable[str]) -> str:  # noqa: ANN401 - the library is untyped
    told = (name.toString(getattr(name, part)) for part in parts)
    return " ".join(filter(None, told))


def _phone(of: dict[str, list[Any]]) -> str:
    """The number that reaches them best: a mobile one, then the one they prefer, then any."""
    lines = [line for line in of.get("tel", ()) if not _types(line) & _NO_VOICE]
    ways = (
        lambda line: bool(_types(line).intersection(_HANDY)),
        lambda line: "PREF" in _types(line) or "PREF" in line.params,
        lambda _: True,
    )
    for fits in ways:
        for line in filter(fits, lines):
            try:
                return reach.phone(str(line.value))
            except ValueError:
                continue
    return ""


def _types(line: Any) -> set[str]:  # noqa: ANN401 - the library is untyped
    told = (*line.params.get("TYPE", ()), *line.singletonparams)
    return {word.strip().upper() for one in told for word in one.split(",")}


def _first(of: dict[str, list[Any]], name: str, clean: Callable[[str], str]) -> str:
    for text in _texts(of, name):
        try:
            return clean(text)
        except ValueError:
            continue
    return ""


def _link(of: dict[str, list[Any]]) -> str:
    return next((text for text in _texts(of, "impp") if not refusal(text)), "")


def _birthday(of: dict[str, list[Any]]) -> Birthday | None:
    for text in _texts(of, "bday"):
        try:
            return Birthday.of(text)
        except ValueError:
            continue
    return None


def _texts(of: dict[str, list[Any]], name: str) -> list[str]:
    return [str(line.value).strip() for line in of.get(name, ())]


def _merged(one: Card, other: Card) -> Card:
    """The first, with what only the second knows."""
    return replace(
        one,
        phone=one.phone or other.phone,
        email=one.email or other.email,
        link=one.link or other.link,
        birthday=one.birthday or other.birthday,
    )
