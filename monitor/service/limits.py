"""What ``humanward limits`` does: list, add, remove and try limits, and choose a profile."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from itertools import count

from msgspec.structs import replace

from config import write
from config.convert import RULES
from config.load import load
from config.paths import Home
from config.profiles import Difference, built_in, differences
from config.say import guess
from config.schema import Limit, Per, Profile, Settings, What
from monitor.core.days import Calendar
from monitor.core.limits import begin, fold, tally
from monitor.core.reached import Reached, reached
from monitor.core.types import Presence, Track
from monitor.errors import MonitorError
from monitor.ports import Clock
from monitor.service.tools import listed as listed_tools
from monitor.service.tools import unborne
from monitor.store import bygone, read
from monitor.store.connect import reading

_TRIED = 14  # days, today included
_DAY = timedelta(days=1)
_NAME = 40  # letters, as the schema has it


@dataclass(frozen=True, slots=True)
class Known:
    """A limit in force or switched off. ``so_far`` is what it counts now; None: nothing runs."""

    limit: Limit
    is_built_in: bool
    is_changed: bool
    so_far: timedelta | None


@dataclass(frozen=True, slots=True)
class Listed:
    """All limits, and the profile that the built-in ones come from.

    ``unborne`` are the tags that limits leave out and that no tool bears.
    """

    profile: Profile
    limits: tuple[Known, ...]
    unborne: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Attempt:
    """How often a limit would have been reached in a span of days, both inclusive.

    ``watched`` are the days of it with anything to count. ``gone`` is set when stretches before
    that moment are no longer kept, so that nothing is known of them.
    """

    limit: Limit
    since: date
    until: date
    watched: tuple[date, ...]
    reached: tuple[Reached, ...]
    calendar: Calendar
    gone: datetime | None

    @property
    def days(self) -> tuple[date, ...]:
        """The days on which it would have been reached."""
        return tuple(dict.fromkeys(one.day for one in self.reached))


def listed(home: Home, clock: Clock) -> Listed:
    """All limits, with what each one that is on counts now."""
    settings = load(home.settings)
    so_far = _so_far(home, clock, settings)
    profile = settings.nudge.profile
    return Listed(
        profile,
        tuple(
            Known(
                limit,
                built_in(limit.name, profile) is not None,
                limit != built_in(limit.name, profile),
                so_far.get(limit.name),
            )
            for limit in settings.limit
        ),
        unborne(home, [tag for limit in settings.limit if limit.on for tag in limit.without]),
    )


def add(home: Home, wanted: Limit) -> Limit:
    """Add a limit; one without a name gets one. What no tool is called or tagged is refused."""
    limit = _known_limit(home, wanted)
    settings = load(home.settings)
    _refuse_twin(settings, limit)
    limit = replace(limit, name=_free_name(settings, limit))
    home.make_folders()
    write.add_limit(home.settings, limit)
    return limit


def remove(home: Home, name: str) -> tuple[Limit, bool]:
    """Take a limit out, or switch it off when it is built in; tell which of both it was."""
    settings = load(home.settings)
    limit = _of_name(settings, name)
    if limit is None:
        names = {one.name.lower(): one.name for one in settings.limit}
        hint = "`humanward limits` lists them all."
        raise MonitorError(f"No limit is called {name}.{guess(name, names)}", hint=hint)
    is_built_in = built_in(limit.name, settings.nudge.profile) is not None
    if not is_built_in:
        write.remove_limit(home.settings, limit.name)
    elif limit.on:
        home.make_folders()
        write.set_value(home.settings, f"limit.{limit.name}.on", "false")
    return limit, is_built_in


def attempt(home: Home, clock: Clock, wanted: Limit) -> Attempt:
    """Tell how often a limit would have been reached in the last 14 days; nothing is changed."""
    limit = replace(_known_limit(home, wanted), name=wanted.name or "tried")
    now = clock.read().wall
    if not home.ledger.exists():
        today = Calendar(()).day(now)
        return Attempt(limit, today, today, (), (), Calendar(()), None)
    with reading(home.ledger) as connection:
        calendar = read.calendar(connection)
        until = calendar.day(now)
        since = until - (_TRIED - 1) * _DAY
        first = since - timedelta(days=since.weekday()) if limit.per is Per.WEEK else since
        begins = calendar.bounds(first)[0]
        known = read.subjects(connection)
        seen = tuple(read.stretches(connection, begins, now, known))
        gone = bygone.raw_since(connection)
    found = tuple(one for one in reached(limit, seen, calendar) if one.day >= since)
    active = (
        stretch.start
        for stretch, _ in seen
        if stretch.presence is Presence.ACTIVE and stretch.track is Track.ATTENDED
    )
    watched = tuple(day for day in dict.fromkeys(map(calendar.day, active)) if day >= since)
    is_cut = gone is not None and gone > begins
    return Attempt(limit, since, until, watched, found, calendar, gone if is_cut else None)


def choose_profile(home: Home, profile: Profile) -> Profile:
    """Choose a profile; tell the one of before."""
    before = load(home.settings).nudge.profile
    home.make_folders()
    write.set_value(home.settings, "nudge.profile", profile.value)
    return before


def profiles(home: Home) -> tuple[Profile, tuple[Difference, ...]]:
    """The profile in force, and what the profiles set differently."""
    return load(home.settings).nudge.profile, differences()


def known_what(home: Home, what: What) -> What:
    """Write a tool or a tag as it is known; MonitorError when nothing is called so."""
    if what.scope not in {"tool", "tag"}:
        return what
    tools = [one.tool for one in listed_tools(home)[1]]
    names = [tool.name for tool in tools]
    if what.scope == "tag":
        names = [tag for tool in tools for tag in tool.tags]
    by_name = {name.casefold(): name for name in names}
    found = by_name.get(what.name.casefold())
    if found is not None:
        return What(f"{what.scope}:{found}")
    near = guess(what.name, by_name)
    if what.scope == "tag":
        hint = "`humanward tools add NAME --tag TAG` gives a tool a tag."
        raise MonitorError(f"No tool has the tag {what.name}.{near}", hint=hint)
    hint = "`humanward tools list` names every tool; `humanward tools add` adds one."
    raise MonitorError(f"No tool is called {what.name}.{near}", hint=hint)


def _known_limit(home: Home, wanted: Limit) -> Limit:
    tags = (known_what(home, What(f"tag:{tag}")).name for tag in wanted.without)
    return replace(wanted, what=known_what(home, wanted.what), without=tuple(dict.fromkeys(tags)))


def _so_far(home: Home, clock: Clock, settings: Settings) -> dict[str, timedelta]:
    """What each limit that is on counts now; a week is folded from its Monday."""
    if not home.ledger.exists():
        return {}
    now = clock.read().wall
    in_force = [limit for limit in settings.limit if limit.on]
    with reading(home.ledger) as connection:
        calendar = read.calendar(connection)
        first = calendar.day(now)
        if any(limit.per is Per.WEEK for limit in in_force):
            first -= timedelta(days=first.weekday())
        since, known = calendar.bounds(first)[0], read.subjects(connection)
        seen = read.stretches(connection, since, now, known)
        counts = fold([begin(limit) for limit in in_force], seen, calendar)
    told = {count.limit.name: tally(count, now, calendar) for count in counts}
    return {name: one.amount for name, one in told.items() if one.since is not None}


def _of_name(settings: Settings, name: str) -> Limit | None:
    exact = (limit for limit in settings.limit if limit.name == name)
    near = (limit for limit in settings.limit if limit.name.casefold() == name.casefold())
    return next(exact, None) or next(near, None)


def _refuse_twin(settings: Settings, wanted: Limit) -> None:
    """Two limits that count the same would speak twice; the one there is can be changed."""
    counted = ("what", "per", "days", "hours", "without")
    for limit in settings.limit:
        if all(getattr(limit, key) == getattr(wanted, key) for key in counted):
            name = f"'{limit.name}'" if " " in limit.name else limit.name
            change = f"humanward config set limit.{name}"
            hint = f"`{change}.at_most {wanted.at_most}` changes it."
            if not limit.on:
                hint = f"`{change}.on true` switches it on again."
            state = f"at most {limit.at_most}" if limit.on else "switched off"
            raise MonitorError(f"The limit {limit.name} counts the same: {state}.", hint=hint)


def _free_name(settings: Settings, wanted: Limit) -> str:
    taken = {name.casefold() for name in RULES} | {one.name.casefold() for one in settings.limit}
    if wanted.name:
        if wanted.name.casefold() in taken or built_in(wanted.name, settings.nudge.profile):
            raise MonitorError(
                f"The name {wanted.name} is taken.", hint="Give it another one with --name."
            )
        return wanted.name
    plain = re.sub(r"[\W_]+", "-", (wanted.what.name or wanted.what).lower()).strip("-") or "mine"
    return next(name for name in _numbered(plain) if name not in taken)


def _numbered(plain: str) -> Iterator[str]:
    yield plain[:_NAME].rstrip()
    for number in count(2):
        tail = f"-{number}"
        yield plain[: _NAME - len(tail)].rstrip() + tail
