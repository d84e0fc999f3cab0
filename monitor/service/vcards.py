"""People from address books: vCard files of any version, by the library vobject."""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any, TypeVar

from config.say import shown
from monitor.core import names, reach
from monitor.core.people import Birthday
from monitor.errors import MonitorError
from monitor.notify.link import refusal
from monitor.service.vcard_lines import Lines, Trouble, cut

_HANDY = ("CELL", "IPHONE", "MOBILE")
_NO_VOICE = {"FAX", "PAGER", "MODEM", "BBS"}
_PARTS = ("given", "additional", "family")
_ALL_PARTS = ("prefix", *_PARTS, "suffix")
_NAME, _PHONE, _EMAIL, _LINK, _BIRTHDAY = "name", "phone", "email", "link", "birthday"
_NONE = {
    _PHONE: "no telephone number",
    _EMAIL: "no e-mail address",
    _LINK: "no link that a button opens",
    _BIRTHDAY: "no birthday",
}
_Made = TypeVar("_Made")


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
    """Everybody in some files, each once, by name; the cards that nobody can read.

    ``left_out`` are parts of the others that came to nothing.
    """

    cards: tuple[Card, ...]
    troubles: tuple[Trouble, ...]
    left_out: tuple[Trouble, ...]


@dataclass(frozen=True, slots=True)
class _Lost:
    """A part of a card that came to nothing: of which field, in which line for the library."""

    field: str
    line: int | None
    why: str


@dataclass(frozen=True, slots=True)
class _Sheet:
    """The lines of a card as the library gives them; what comes to nothing is added."""

    of: dict[str, list[Any]]
    lost: list[_Lost] = field(default_factory=list)

    def lines(self, name: str) -> list[Any]:
        """All of this name."""
        return self.of.get(name, [])

    def texts(self, name: str) -> list[str]:
        """What they say."""
        return [str(line.value).strip() for line in self.lines(name)]

    def first(self, known: str, lines: Iterable[Any], make: Callable[[str], _Made]) -> _Made | None:
        """Make something of the first line that will do; only where none does, all are lost."""
        lost = []
        for line in lines:
            text = _visible(str(line.value))
            try:
                return make(text)
            except ValueError:
                why = f"{shown(text)} is {_NONE[known]}; it is left out"
                lost += [_Lost(known, line.lineNumber, why)] if text else []
        self.lost.extend(lost)
        return None


def read(files: Iterable[Path]) -> Found:
    """Read every card; two of the same name become one. A file without any is an error."""
    cards: dict[str, Card] = {}
    troubles: list[Trouble] = []
    lost: list[tuple[str, str, Trouble]] = []
    for file in files:
        is_empty = True
        for lines in cut(file):
            is_empty = False
            found = _read(lines) if isinstance(lines, Lines) else lines
            if isinstance(found, Trouble):
                troubles.append(found)
            elif found is not None:
                card, parts = found
                key = names.fold(card.name)
                cards[key] = _merged(cards[key], card) if key in cards else card
                lost += [(key, part, trouble) for part, trouble in parts]
        if is_empty:
            raise MonitorError(
                f"There is no vCard in {file}.",
                hint="Export your address book as vCard: its files end in .vcf.",
            )
    ordered = sorted(cards.values(), key=lambda card: names.fold(card.name))
    left_out = (one for key, part, one in lost if part == _NAME or not getattr(cards[key], part))
    return Found(tuple(ordered), tuple(troubles), tuple(left_out))


def _read(lines: Lines) -> tuple[Card, tuple[tuple[str, Trouble], ...]] | Trouble | None:
    """Read one card, with what is lost of it; None: it is of a group, not of a person."""
    from vobject.base import VObjectError, readComponents  # noqa: PLC0415 - for the import alone

    text = "\n".join(("BEGIN:VCARD", *lines.texts, "END:VCARD", ""))
    try:
        (card,) = readComponents(text, allowQP=True)  # else it counts lines wrongly
    except (VObjectError, ValueError) as error:
        line = lines.number(getattr(error, "lineNumber", None))
        return Trouble(lines.file, line, "this is no line of a vCard")
    sheet = _Sheet(card.contents)
    kinds = sheet.texts("kind") + sheet.texts("x-addressbookserver-kind")
    if any(kind.casefold() == "group" for kind in kinds):
        return None
    name = _name(sheet)
    if not name:
        return Trouble(lines.file, lines.begins, "the card that begins here names nobody")
    made = Card(
        name,
        sheet.first(_PHONE, _voices(sheet), reach.phone) or "",
        sheet.first(_EMAIL, sheet.lines("email"), reach.email) or "",
        sheet.first(_LINK, sheet.lines("impp"), _opened) or "",
        sheet.first(_BIRTHDAY, sheet.lines("bday"), Birthday.of),
    )
    return made, tuple(
        (
            one.field,
            Trouble(lines.file, lines.number(one.line), f"in the card of {name}, {one.why}"),
        )
        for one in sheet.lost
    )


def _name(sheet: _Sheet) -> str:
    """The name for people; where there is none, the nearest that the card has."""
    for line, text in _named(sheet):
        name = names.tidy(text)
        if name:
            if any(names.is_unseen(sign) and not sign.isspace() for sign in text):
                why = "the name has signs that cannot be seen; they are left out"
                sheet.lost.append(_Lost(_NAME, line.lineNumber, why))
            if len(_visible(text)) > names.LONGEST:
                why = f"the name has more than {names.LONGEST} letters; its end is left out"
                sheet.lost.append(_Lost(_NAME, line.lineNumber, why))
            return name
    return ""


def _named(sheet: _Sheet) -> Iterator[tuple[Any, str]]:
    """Each line that may name somebody, the best first, and the name that it tells."""
    yield from ((line, str(line.value)) for line in sheet.lines("fn"))
    for parts in (_PARTS, _ALL_PARTS):
        yield from ((line, _joined(line.value, parts)) for line in sheet.lines("n"))
    yield from ((line, str(line.value)) for line in sheet.lines("nickname"))
    yield from ((line, " ".join(filter(None, map(str, line.value)))) for line in sheet.lines("org"))
    yield from ((line, str(line.value)) for line in sheet.lines("email"))


def _joined(name: Any, parts: Iterable[str]) -> str:  # noqa: ANN401 - the library is untyped
    told = (name.toString(getattr(name, part)) for part in parts)
    return " ".join(filter(None, told))


def _voices(sheet: _Sheet) -> list[Any]:
    """The numbers, the best to reach them first: a mobile one, then the one they prefer."""
    lines = [line for line in sheet.lines("tel") if not _types(line) & _NO_VOICE]
    return sorted(lines, key=_rank)


def _rank(line: Any) -> int:  # noqa: ANN401 - the library is untyped
    if _types(line).intersection(_HANDY):
        return 0
    return 1 if "PREF" in _types(line) or "PREF" in line.params else 2


def _types(line: Any) -> set[str]:  # noqa: ANN401 - the library is untyped
    told = (*line.params.get("TYPE", ()), *line.singletonparams)
    return {word.strip().upper() for one in told for word in one.split(",")}


def _opened(link: str) -> str:
    if refusal(link):
        raise ValueError(link)
    return link


def _visible(text: str) -> str:
    """The text without what no eye can see, such as marks of direction around a number."""
    return "".join(sign for sign in text if not names.is_unseen(sign)).strip()


def _merged(one: Card, other: Card) -> Card:
    """The first, with what only the second knows."""
    return replace(
        one,
        phone=one.phone or other.phone,
        email=one.email or other.email,
        link=one.link or other.link,
        birthday=one.birthday or other.birthday,
    )
