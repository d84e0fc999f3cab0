"""Take people in from address books: show who is in them, and let the person choose."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from functools import partial

from config.paths import Home
from config.say import shown
from monitor.core import names
from monitor.core.people import Person, interval
from monitor.errors import MonitorError
from monitor.ports import Clock
from monitor.service.people import kept, liked, ready
from monitor.service.vcards import Card
from monitor.store import people

_NUMBERS = re.compile(r"(\d{1,6})(?:\s*-\s*(\d{1,6}))?", re.ASCII)
_SHOWN = 5
_FILLED = ("phone", "email", "link", "birthday")


@dataclass(frozen=True, slots=True)
class Met:
    """Somebody who was taken in; ``filled`` is what is new about one who was known before."""

    name: str
    is_new: bool
    filled: tuple[str, ...] = ()


def known(home: Home, cards: Iterable[Card]) -> frozenset[str]:
    """The names on the cards that are named already."""
    folded = {names.fold(one.name) for one in kept(home).people}
    return frozenset(card.name for card in cards if names.fold(card.name) in folded)


def choose(cards: Sequence[Card], words: Iterable[str]) -> tuple[Card, ...]:
    """Those that are meant by numbers of the list (3, 5-8), names or parts of them, or "all"."""
    chosen: dict[str, Card] = {}
    by_name = {card.name: card for card in cards}
    for word in filter(None, (one.strip() for one in words)):
        for card in _meant(cards, by_name, word):
            chosen[card.name] = card
    return tuple(chosen.values())


def take_in(
    home: Home, clock: Clock, cards: Sequence[Card], every: str, *, is_dry: bool = False
) -> tuple[Met, ...]:
    """Name those on the cards; of who is named already only what is not known yet is filled in.

    A dry run tells the same and keeps nothing. A ValueError says that ``every`` is none.
    """
    often, now = interval(every), clock.read().wall
    named = {names.fold(one.name): one for one in kept(home).people}
    met = [_would(named.get(names.fold(card.name)), card) for card in cards]
    if is_dry or not met:
        return tuple(met)
    path = ready(home, clock)
    with people.writing(path) as connection:
        for one, card in zip(met, cards, strict=True):
            if one.is_new:
                person = _with(Person(card.name, often, now), card)
                people.add(connection, path, replace(person, how=liked(person)))
            elif one.filled:
                people.change(connection, path, one.name, partial(_with, card=card))
    return tuple(met)


def _meant(cards: Sequence[Card], by_name: dict[str, Card], word: str) -> tuple[Card, ...]:
    if word.casefold() == "all":
        return tuple(cards)
    found = names.matching(by_name, word)
    if found and names.fold(found[0]) == names.fold(word):
        return (by_name[found[0]],)
    numbers = _NUMBERS.fullmatch(word)
    if numbers is not None:
        first, last = int(numbers[1]), int(numbers[2] or numbers[1])
        if not 1 <= first <= last <= len(cards):
            raise MonitorError(f"{word} is no number of the list of {len(cards)}.")
        return tuple(cards[first - 1 : last])
    if not found:
        raise MonitorError(f"Nobody there is called {shown(word)}.")
    if len(found) > 1:
        most = ", ".join(found[:_SHOWN]) + (" or others" if len(found) > _SHOWN else "")
        raise MonitorError(f"{shown(word)} may be one of several: {most}.")
    return (by_name[found[0]],)


def _would(before: Person | None, card: Card) -> Met:
    if before is None:
        return Met(card.name, is_new=True)
    filled = tuple(one for one in _FILLED if getattr(card, one) and not getattr(before, one))
    return Met(before.name, is_new=False, filled=filled)


def _with(person: Person, card: Card) -> Person:
    """The person with what the card knows and nobody said."""
    return replace(
        person,
        phone=person.phone or card.phone,
        email=person.email or card.email,
        link=person.link or card.link,
        birthday=person.birthday or card.birthday,
    )
