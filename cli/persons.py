"""People, talks and cards of address books: in words, in JSON, and as lines of a table."""

from collections.abc import Collection, Iterable, Iterator, Sequence
from datetime import date, timedelta
from typing import TYPE_CHECKING

from cli import output
from monitor.core.days import Calendar
from monitor.core.people import SOON, Birthday, Contact, How, Person, Standing

if TYPE_CHECKING:
    from rich.console import Console

    from monitor.service.people import Listing

LIST_HEADER = (
    "name", "every_days", "last", "how", "told", "silent_days", "due", "overdue_days", "birthday",
)  # fmt: skip
KEPT_HEADER = (
    "record", "name", "every_days", "how", "phone", "email", "link", "birthday", "added", "at",
    "told",
)  # fmt: skip
_JOINERS = "\u200c\u200d"  # they join letters and emoji, and a terminal obeys them in nothing else
_BETWEEN, _BELOW = 2, 4  # spaces
_WEEK = 7
_NEXT_YEAR = 300  # days ahead; a date so far away needs its year
_HOW = {How.CALL: "a call", How.VISIT: "a visit", How.MESSAGE: "a message"}
_SEEN = {How.CALL: "a call", How.VISIT: "a visit", How.MESSAGE: "messages"}
_ALONE = (
    "Nobody is named yet, so nobody is brought to your mind. `humanward people add NAME` names"
    " somebody."
)


def named(name: str) -> str:
    """A name with nothing in it that a terminal would obey."""
    return "".join(sign if sign in _JOINERS else output.safe(sign) for sign in name)


def often(every: timedelta) -> str:
    """How often: every day, every 2 weeks, every 10 days."""
    days = every.days
    if days % _WEEK:
        return "every day" if days == 1 else f"every {days} days"
    weeks = days // _WEEK
    return "every week" if weeks == 1 else f"every {weeks} weeks"


def ways(how: Iterable[How]) -> str:
    """How they like to talk: by call, visit."""
    return f"by {', '.join(one.value for one in how)}"


def ago(days: int) -> str:
    """So many days ago."""
    return _near(days, {0: "today", 1: "yesterday"}) or f"{days} days ago"


def on(day: date, calendar_day: date) -> str:
    """A day to come, as people say it."""
    ahead = (day - calendar_day).days
    words = _near(ahead, {0: "today", 1: "tomorrow"})
    return words or f"on {day:%a} {day.day} {day:%b}" + (
        f" {day.year}" if ahead > _NEXT_YEAR else ""
    )


def talk(one: Contact, calendar: Calendar) -> str:
    """A talk in words: a call with Anna, 2026-11-22 18:00."""
    with_whom = f" with {named(one.person)}" if one.person else ""
    return f"{_HOW[one.how]}{with_whom}, {calendar.local(one.at):%Y-%m-%d %H:%M}"


def born(birthday: Birthday | None) -> str:
    """A birthday: 12 April 1990."""
    if birthday is None:
        return ""
    day = date(birthday.year or 2000, birthday.month, birthday.day)
    return f"{day.day} {day:%B}" + (f" {birthday.year}" if birthday.year else "")


def counted(people: Sequence[Person], talks: Sequence[Contact]) -> str:
    """How many of each."""
    named = "1 person" if len(people) == 1 else f"{len(people)} people"
    return f"{named} and {len(talks)} talk{'' if len(talks) == 1 else 's'}"


def draw(console: "Console", found: "Listing") -> None:
    """Who is due, the most overdue first."""
    from rich.text import Text  # noqa: PLC0415 - rich is loaded by those who draw

    if not found.standings:
        console.print(_ALONE)
    rows = [
        (named(one.person.name), _last(one), often(one.person.every), _due(one), _birthday(one))
        for one in found.standings
    ]
    due = {row for row, one in zip(rows, found.standings, strict=True) if one.is_due}
    draw_rows(console, rows, bold=due)
    seen = ", ".join(_sighted(found))
    if seen and found.standings:
        console.print(Text(f"Seen on this computer: {seen}. With whom, nobody knows.", style="dim"))


def draw_rows(
    console: "Console",
    rows: Sequence[tuple[str, ...]],
    *,
    bold: Collection[tuple[str, ...]] = (),
) -> None:
    """A line each; where that is too wide, the first cell and all others below it."""
    from rich.padding import Padding  # noqa: PLC0415 - rich is loaded by those who draw
    from rich.table import Table  # noqa: PLC0415 - as above
    from rich.text import Text  # noqa: PLC0415 - as above

    texts = [[Text(cell, "bold" if row in bold else "") for cell in row] for row in rows]
    widths = [max(cell.cell_len for cell in column) for column in zip(*texts, strict=True)]
    if rows and sum(widths) + _BETWEEN * (len(widths) - 1) <= console.width:
        table = Table.grid(padding=(0, _BETWEEN))
        for cells in texts:
            table.add_row(*cells)
        console.print(table)
        return
    for first, *others in texts:
        console.print(first)
        if any(others):
            console.print(Padding(Text(", ").join(filter(None, others)), (0, 0, 0, _BELOW)))


def plain_standing(one: Standing) -> dict[str, object]:
    """How it stands with somebody, in JSON."""
    return {
        **plain(one.person),
        "last": one.last and plain_talk(one.last),
        "silent_days": one.silent,
        "due": one.due.isoformat(),
        "overdue_days": one.over,
        "is_due": one.is_due,
        "next_birthday": one.birthday and one.birthday.isoformat(),
    }


def plain(person: Person) -> dict[str, object]:
    """Somebody in JSON."""
    return {
        "name": person.name,
        "every_days": person.every.days,
        "how": [one.value for one in person.how],
        "phone": person.phone or None,
        "email": person.email or None,
        "link": person.link or None,
        "birthday": str(person.birthday) if person.birthday else None,
        "added": output.moment(person.added),
    }


def plain_talk(one: Contact) -> dict[str, object]:
    """A talk in JSON."""
    return {
        "person": one.person or None,
        "at": output.moment(one.at),
        "how": one.how.value,
        "told": one.told.value,
    }


def rows(standings: Iterable[Standing]) -> Iterator[tuple[object, ...]]:
    """Lines of CSV: how it stands with each."""
    for one in standings:
        last = one.last
        told = (output.moment(last.at), last.how.value, last.told.value) if last else ("", "", "")
        name, days = named(one.person.name), one.person.every.days
        yield name, days, *told, one.silent, one.due, one.over, one.birthday or ""


def kept_rows(people: Iterable[Person], talks: Iterable[Contact]) -> Iterator[tuple[object, ...]]:
    """Lines of CSV: everybody, then every talk."""
    for one in people:
        yield ("person", one.name, one.every.days, " ".join(how.value for how in one.how),
               one.phone, one.email, one.link, one.birthday or "", output.moment(one.added),
               "", "")  # fmt: skip
    for talk in talks:
        yield ("talk", talk.person, "", talk.how.value, "", "", "", "", "",
               output.moment(talk.at), talk.told.value)  # fmt: skip


def _last(of: Standing) -> str:
    if of.last is None:
        return "no talk noted"
    return f"{ago(of.silent)} ({of.last.how.value})"


def _due(of: Standing) -> str:
    if of.over > 0:
        return f"overdue by {of.over} day{'' if of.over == 1 else 's'}"
    return f"due {on(of.due, of.today)}"


def _birthday(of: Standing) -> str:
    if of.birthday is None or of.birthday - of.today > SOON:
        return ""
    turns = f", turns {of.turns}" if of.turns else ""
    return f"birthday {on(of.birthday, of.today)}{turns}"


def _sighted(found: "Listing") -> Iterator[str]:
    today = found.calendar.day(found.now)
    for one in found.seen:
        days = (today - found.calendar.day(one.at - timedelta(milliseconds=1))).days
        yield f"{_SEEN[one.how]} {ago(max(days, 0))}"


def _near(days: int, words: dict[int, str]) -> str:
    return words.get(days, "")
