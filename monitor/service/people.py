"""What ``humanward people`` and ``reached`` do: name people, note talks, tell who is due."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from pathlib import Path

from config.load import load
from config.paths import Home
from config.say import guess, shown
from monitor.core import names, reach
from monitor.core.days import Calendar
from monitor.core.people import Birthday, Contact, How, Person, Standing, interval, standings
from monitor.errors import MonitorError
from monitor.notify.link import refusal
from monitor.ports import Clock
from monitor.service.place import zone_name
from monitor.store import connect, control, people, read
from monitor.store.rescue import prepare
from monitor.store.sighted import sighted

EVERY = "1w"
_LONGEST_LOOK = timedelta(days=90)
_LIST = "`humanward people` lists them; `humanward people add NAME` adds one."


@dataclass(frozen=True, slots=True)
class Words:
    """What was said of somebody, as it was written; None was not said, '' takes it away."""

    name: str | None = None
    every: str | None = None
    how: str | None = None
    phone: str | None = None
    email: str | None = None
    link: str | None = None
    birthday: str | None = None


@dataclass(frozen=True, slots=True)
class Listing:
    """Who is due, the most overdue first; the latest talks seen, with nobody knows whom."""

    standings: tuple[Standing, ...]
    seen: tuple[Contact, ...]
    calendar: Calendar
    now: datetime


@dataclass(frozen=True, slots=True)
class Kept:
    """Everybody and every talk."""

    people: tuple[Person, ...]
    talks: tuple[Contact, ...]


def listed(home: Home, clock: Clock) -> Listing:
    """Tell how it stands with each."""
    now = clock.read().wall
    if not home.ledger.exists():
        return Listing((), (), Calendar(()), now)
    after = load(home.settings).contact.after
    with connect.reading(home.ledger) as connection:
        calendar = read.calendar(connection)
        known = read.subjects(connection)
        seen = sighted(connection, calendar, known, now, min(after, _LONGEST_LOOK)).contacts
        order = standings(people.every(connection), people.latest(connection), now, calendar)
    return Listing(order, seen, calendar, now)


def kept(home: Home) -> Kept:
    """Everybody and every talk that is kept."""
    if not home.ledger.exists():
        return Kept((), ())
    with connect.reading(home.ledger) as connection:
        return Kept(people.every(connection), people.talks(connection))


def add(home: Home, clock: Clock, words: Words) -> Person:
    """Name somebody; a ValueError tells which word is none."""
    now = clock.read().wall
    person = _with(Person(names.clean(words.name or ""), interval(EVERY), now), words, now)
    if words.how is None:
        person = replace(person, how=liked(person))
    with people.writing(ready(home, clock)) as connection:
        if not people.add(connection, home.ledger, person):
            raise _taken(person.name)
    return person


def edit(home: Home, clock: Clock, name: str, words: Words) -> tuple[Person, Person]:
    """Change what is kept of somebody; tell what it was and is. A ValueError as in ``add``."""
    now = clock.read().wall
    before = find(home, name)
    after = _with(before, words, now)
    with people.writing(ready(home, clock)) as connection:
        done = people.change(
            connection, home.ledger, before.name, lambda person: _with(person, words, now)
        )
    if done is None:
        raise _taken(after.name)
    return done


def remove(home: Home, clock: Clock, name: str, *, with_talks: bool) -> int:
    """Forget somebody of this whole name; tell how many talks there were."""
    with people.writing(ready(home, clock)) as connection:
        return people.remove(connection, home.ledger, name, with_talks=with_talks)


def remove_all(home: Home, clock: Clock) -> None:
    """Forget everybody and every talk."""
    with people.writing(ready(home, clock)) as connection:
        people.remove_all(connection, home.ledger)


def find(home: Home, words: str, *, whole: bool = False) -> Person:
    """Find who is meant by a name or a part of it that is theirs alone; or by a whole name."""
    everybody = {one.name: one for one in kept(home).people}
    if not everybody:
        raise MonitorError("Nobody is named yet.", hint=_LIST)
    found = names.matching(everybody, words)
    if whole and found and names.fold(found[0]) != names.fold(" ".join(words.split())):
        raise MonitorError(
            f"Nobody is called just {shown(words)}. Did you mean {_either(found)}?",
            hint="Give the whole name: what is forgotten cannot be brought back.",
        )
    if not found:
        raise MonitorError(f"Nobody is called {shown(words)}.{_near(words, everybody)}", hint=_LIST)
    if len(found) > 1:
        raise MonitorError(f"{shown(words)} may be {_either(found)}.", hint=_LIST)
    return everybody[found[0]]


def reached(home: Home, clock: Clock, name: str, how: How | None, at: datetime) -> Contact:
    """Note a talk with somebody."""
    now = clock.read().wall
    if at > now:
        raise MonitorError("A talk that is still to come is not noted.")
    person = find(home, name)
    talk = Contact(person.name, at, how or person.how[0])
    with people.writing(ready(home, clock)) as connection:
        people.log(connection, home.ledger, talk, now)
    return talk


def take_back(home: Home, clock: Clock) -> Contact:
    """Take the talk that was noted last out again."""
    talk = None
    if home.ledger.exists():
        with people.writing(ready(home, clock)) as connection:
            talk = people.take_back(connection, home.ledger)
    if talk is None:
        raise MonitorError("No talk is noted, so none can be taken back.")
    return talk


def liked(person: Person) -> tuple[How, ...]:
    """How one may talk with them, where nobody said: by what is known of them."""
    writes = (person.link or person.email) and not person.phone
    return (How.MESSAGE,) if writes else (How.CALL,)


def ready(home: Home, clock: Clock) -> Path:
    """The ledger, made where there is none; the zone is noted, for days are cut in it."""
    now = clock.read().wall
    home.make_folders()
    if not home.ledger.exists():
        prepare(home.ledger, now)
    with people.writing(home.ledger) as connection:
        if not read.calendar(connection).zones:
            control.note_zone(connection, home.ledger, name=zone_name() or "UTC", at=now)
    return home.ledger


def _near(words: str, everybody: Iterable[str]) -> str:
    from difflib import get_close_matches  # noqa: PLC0415 - only after a slip

    spelt = {names.plain(name): name for name in everybody}
    near = get_close_matches(names.plain(words), spelt, n=1)
    return f" Did you mean {spelt[near[0]]}?" if near else ""


def _either(found: Sequence[str]) -> str:
    most = ", ".join(found[:-1])
    return f"{most} or {found[-1]}" if most else found[-1]


def _with(person: Person, words: Words, now: datetime) -> Person:
    """The person with what was said of them."""
    return replace(
        person,
        name=person.name if words.name is None else names.clean(words.name),
        every=interval(words.every) if words.every else person.every,
        how=_ways(words.how) if words.how else person.how,
        phone=_said(words.phone, reach.phone, person.phone),
        email=_said(words.email, reach.email, person.email),
        link=_said(words.link, _link, person.link),
        birthday=_birthday(words.birthday, person.birthday, now),
    )


def _said(text: str | None, clean: Callable[[str], str], before: str) -> str:
    if text is None:
        return before
    return clean(text) if text.strip() else ""


def _birthday(text: str | None, before: Birthday | None, now: datetime) -> Birthday | None:
    if text is None:
        return before
    if not text.strip():
        return None
    birthday = Birthday.of(text)
    if birthday.year > now.year:
        raise ValueError(f"A birthday in {birthday.year} is still to come.")
    return birthday


def _ways(text: str) -> tuple[How, ...]:
    words = dict.fromkeys(word.strip().lower() for word in text.split(",") if word.strip())
    known = [how.value for how in How]
    for word in words:
        if word not in known:
            near = guess(word, known)
            raise ValueError(f"{shown(word)} is none of {', '.join(known)}.{near}")
    if not words:
        raise ValueError(f"Say how you talk: {', '.join(known)}.")
    return tuple(map(How, words))


def _link(text: str) -> str:
    link = text.strip()
    reason = refusal(link)
    if reason:
        raise ValueError(f"{shown(link)} opens nothing: {reason}.")
    return link


def _taken(name: str) -> MonitorError:
    hint = "`humanward people edit NAME` changes what is kept of somebody."
    return MonitorError(f"Somebody is called {name} already.", hint=hint)
