"""Made-up lives for benchmarks: years of stretches of a person at work, and a ledger of them."""

import math
import random
import sqlite3
from collections.abc import Iterator
from contextlib import closing
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

from config.catalogue import load_catalogue
from config.paths import Home
from config.paths import home as home_in
from monitor.core.recognise import Matcher
from monitor.core.types import Mark, Presence, Subject, Way
from monitor.store import connect, control
from monitor.store.ledger import Ledger
from monitor.store.moments import to_ms
from monitor.store.schema import migrate
from monitor.store.subjects import Subjects

ZONE = "Europe/Berlin"
_LEAST_S, _MOST_S = 3.0, 105.0  # a stay with one window
_CALL = Subject("zoom")
_AI = (
    Subject("firefox", host="claude.ai"),
    Subject("firefox", host="chatgpt.com"),
    Subject("kitty", program="claude"),
)
_COMPANION = Subject("firefox", host="character.ai")
_OTHER = (
    Subject("code"),
    Subject("kitty"),
    Subject("firefox"),
    Subject("thunderbird"),
    Subject("libreoffice"),
    Subject("firefox", host="*"),
    Subject("firefox", host="stackoverflow.com"),
)


@dataclass(frozen=True, slots=True)
class Habits:
    """How somebody lives with the screen. Shares are of the stays; hours are of the clock."""

    name: str
    begins: float = 8.5
    hours: float = 9.0
    ai_share: float = 0.2
    evenings: float = 0.4
    late_h: float = 1.5
    weekends: float = 0.5
    breaks_a_day: float = 7.0
    calls_a_day: float = 0.8
    companion: float = 0.0


Kept = tuple[int, int, Subject, Presence, int]
"""A stretch: start and end in ms, what was in front, whether somebody was there, the marks."""


def live(habits: Habits, first: date, days: int, *, seed: int = 1) -> Iterator[Kept]:
    """Live so many days; the same seed lives the same days."""
    chance = random.Random(f"{habits.name} {seed}")  # noqa: S311 - a life, no secret
    for number in range(days):
        day = first + timedelta(days=number)
        is_free = day.weekday() >= 5  # noqa: PLR2004 - Saturday and Sunday
        if is_free and chance.random() >= habits.weekends:
            continue
        scale = 0.4 if is_free else chance.uniform(0.75, 1.2)
        begins = _at(day, habits.begins + chance.gauss(1.5 if is_free else 0, 0.4))
        yield from _block(habits, chance, begins, habits.hours * scale, _AI)
        if chance.random() < habits.evenings:
            evening = _at(day, 20.5 + chance.gauss(0, 0.4))
            late = habits.late_h * chance.uniform(0.5, 2)
            ai = (_COMPANION,) if chance.random() < habits.companion else _AI
            yield from _block(habits, chance, evening, late, ai)


def _block(
    habits: Habits, chance: random.Random, begins: int, hours: float, ai: tuple[Subject, ...]
) -> Iterator[Kept]:
    """Some hours at the screen, with breaks, calls, and AI in visits of a few stays."""
    at, end = begins, begins + round(hours * 3_600_000)
    stays_an_hour = 3600 / _mean_stay_s()
    breaks = habits.breaks_a_day / habits.hours / stays_an_hour
    calls = habits.calls_a_day / habits.hours / stays_an_hour
    visiting, tool = False, ai[0]
    while at < end:
        drawn = chance.random()
        if drawn < breaks:
            at += round(chance.lognormvariate(math.log(8), 0.8) * 60_000)
            continue
        if drawn < breaks + calls:
            stop = at + round(chance.uniform(15, 60) * 60_000)
            yield at, stop, _CALL, Presence.ACTIVE, int(Mark.CALL)
            at = stop
            continue
        if chance.random() < 0.3:  # noqa: PLR2004 - a visit goes on for some three stays
            visiting, tool = chance.random() < habits.ai_share, chance.choice(ai)
        stop = at + round(_stay_s(chance) * 1000)
        front = tool if visiting and chance.random() < 0.8 else chance.choice(_OTHER)  # noqa: PLR2004 - a glance aside
        yield at, stop, front, Presence.ACTIVE, 0
        at = stop


def _stay_s(chance: random.Random) -> float:
    """Drawn evenly over the orders of magnitude."""
    return math.exp(chance.uniform(math.log(_LEAST_S), math.log(_MOST_S)))


def _mean_stay_s() -> float:
    return (_MOST_S - _LEAST_S) / math.log(_MOST_S / _LEAST_S)


def _at(day: date, hour: float) -> int:
    start = datetime.combine(day, time(0), ZoneInfo(ZONE)) + timedelta(hours=hour)
    return to_ms(start)


def keep(folder: Path, kept: Iterator[Kept], began: datetime) -> tuple[Home, int]:
    """A home whose ledger holds such a life, and how many stretches it is."""
    home = home_in(folder)
    home.make_folders()
    migrate(home.ledger)
    matcher = Matcher(load_catalogue())
    with Ledger(home.ledger, matcher.judge, matcher.version) as ledger:
        ledger.begin(pid=1, now=began, sensor="")
        ledger.end(began)
    with closing(connect.for_writing(home.ledger)) as connection:
        control.note_zone(connection, home.ledger, name=ZONE, at=began)
    with closing(sqlite3.connect(home.ledger)) as connection:
        subjects = Subjects(connection, matcher.judge, matcher.version)
        rows = (
            (start, subjects.id_of(subject), end, int(presence), int(Way.WINDOW), marks)
            for start, end, subject, presence, marks in kept
        )
        connection.executemany(
            "insert into stretch (start, track, source, subject, end, presence, way, marks)"
            " values (?, 1, 0, ?, ?, ?, ?, ?)",
            rows,
        )
        connection.commit()
        return home, connection.execute("select count(*) from stretch").fetchone()[0]
