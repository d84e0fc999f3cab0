"""How many exchanges with AI tools the tools' own logs tell of, beside the observed time."""

from contextlib import suppress
from dataclasses import dataclass
from datetime import date

from config.errors import SettingsError
from config.paths import Home
from monitor.store import exchanges, read
from monitor.store.connect import reading


@dataclass(frozen=True, slots=True)
class Exchanges:
    """``total`` of a span of days, and how many ``outside`` this computer's watch.

    Nobody was seen at this computer then: they were made on a phone or another computer, or
    before anybody watched here.
    """

    total: int = 0
    outside: int = 0


def count(home: Home, since: date, until: date) -> Exchanges:
    """Count those of a span of days; tools that the person counts as no AI are left out."""
    if not home.ledger.exists():
        return Exchanges()
    with reading(home.ledger) as connection:
        calendar = read.calendar(connection)
        start, end = calendar.bounds(since)[0], calendar.bounds(until)[1]
        found = exchanges.told(connection, start, end)
    if found:
        ignored = _ignored(home)
        found = tuple(one for one in found if one.tool.casefold() not in ignored)
    return Exchanges(sum(one.total for one in found), sum(one.outside for one in found))


def _ignored(home: Home) -> frozenset[str]:
    """What is wrong with the file is told by those who use all of it."""
    if not home.tools.exists():
        return frozenset()
    from config.own_tools import load  # noqa: PLC0415 - few have tools of their own

    with suppress(SettingsError):
        return frozenset(name.casefold() for name in load(home.tools).ignored_tools)
    return frozenset()
