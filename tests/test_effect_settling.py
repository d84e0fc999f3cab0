"""Settling what came of nudges: once, when it can be told, in a real ledger."""

import sqlite3
from collections.abc import Iterator
from datetime import date, datetime, timedelta
from pathlib import Path

import pytest

from config.paths import Home
from config.schema import DEFAULTS
from monitor.core.effect import Effect
from monitor.core.nudging.trace import Trace
from monitor.core.nudging.words import End
from monitor.core.types import Gap, GapReason, Presence, Subject
from monitor.service import export
from monitor.service.effects import settle
from monitor.service.judge import Judge, World
from monitor.store import connect, held_back, nudges, read
from tests.fakes import NOON, FakeClock
from tests.ledgers import filled_home, rows_of, use
from tests.nudged import a_nudge, ended, give, hold_back, talk

CHAT, PEN = Subject("firefox", host="claude.ai"), Subject("pen")
IDLE_AFTER = timedelta(minutes=3)
RIPE = timedelta(minutes=25)
DAY = timedelta(days=1)


def at(minute: float) -> datetime:
    return NOON + timedelta(minutes=minute)


@pytest.fixture
def home(tmp_path: Path) -> Home:
    """Claude up to two minutes after noon, then the pen, then nobody from four past."""
    return filled_home(
        tmp_path / "home",
        [
            use(at(-30), at(2), CHAT),
            use(at(2), at(4), PEN),
            use(at(4), at(20), PEN, presence=Presence.IDLE),
            use(at(20), at(120), PEN),
        ],
        [Gap(at(120), at(180), GapReason.OFF)],
    )


@pytest.fixture
def ledger(home: Home) -> Iterator[sqlite3.Connection]:
    connection = connect.for_writing(home.ledger)
    yield connection
    connection.close()


def settled(home: Home, ledger: sqlite3.Connection, now: datetime) -> int:
    return settle(ledger, home.ledger, now, idle_after=IDLE_AFTER)


def effect_of(home: Home, code: str) -> Effect | None:
    with connect.reading(home.ledger) as connection:
        found = nudges.named(connection, code)
    assert found is not None
    return found.effect


def test_what_came_of_a_nudge_is_settled_once_it_can_be_told(
    home: Home, ledger: sqlite3.Connection
) -> None:
    give(home, a_nudge("k3f", NOON))

    early = settled(home, ledger, NOON + RIPE - timedelta(seconds=1))
    before = effect_of(home, "k3f")
    done = [settled(home, ledger, NOON + RIPE + timedelta(minutes=more)) for more in (0, 1)]

    assert (early, before, done) == (0, None, [1, 0])
    assert effect_of(home, "k3f") == Effect(left_ai=True, left_screen=True, talked=False)


def test_what_was_not_seen_is_settled_as_what_cannot_be_told(
    home: Home, ledger: sqlite3.Connection
) -> None:
    give(home, a_nudge("k3f", at(119)))

    settled(home, ledger, at(240))

    assert rows_of(home.ledger, "select left_ai, left_screen, talked from effect") == [
        (None, None, 0)
    ]


def test_moments_when_nothing_was_shown_are_settled_alike(
    home: Home, ledger: sqlite3.Connection
) -> None:
    hold_back(home, ended(NOON, End.SILENT), ended(at(30), End.EXPIRED))

    count = settled(home, ledger, at(60))

    with connect.reading(home.ledger) as connection:
        told = held_back.told(connection, NOON, NOON + DAY)
    assert count == 2
    assert [one.effect for one in told] == [
        Effect(left_ai=True, left_screen=True),
        Effect(None, left_screen=False),
    ]


def test_each_judgement_settles_what_it_can(home: Home, ledger: sqlite3.Connection) -> None:
    give(home, a_nudge("k3f", NOON))
    clock = FakeClock(NOON + RIPE)
    world = World(Trace, lambda: "", lambda _: (), lambda _: None)
    judge = Judge(ledger, home.ledger, clock=clock, settings=lambda: DEFAULTS, world=world)

    judge.judge()
    judge.close()

    assert effect_of(home, "k3f") == Effect(left_ai=True, left_screen=True, talked=False)


def test_a_longer_time_until_somebody_counts_as_away_settles_later(
    home: Home, ledger: sqlite3.Connection
) -> None:
    give(home, a_nudge("k3f", NOON))
    slow = timedelta(minutes=30)

    assert settle(ledger, home.ledger, NOON + RIPE, idle_after=slow) == 0
    assert settle(ledger, home.ledger, NOON + RIPE + slow, idle_after=slow) == 1


def test_a_talk_that_is_noted_later_the_same_day_is_followed_and_one_taken_back_too(
    home: Home, ledger: sqlite3.Connection
) -> None:
    give(home, a_nudge("k3f", NOON))
    told = []
    for change in ("", "seen", "said", "taken back"):
        if change in {"seen", "said"}:
            talk(home, NOON + timedelta(hours=7), told=change)
        elif change:
            ledger.execute("delete from contact where told = 'said'")
        settled(home, ledger, NOON + timedelta(hours=9))
        effect = effect_of(home, "k3f")
        told.append(effect and effect.talked)

    assert told == [False, False, True, False]


def test_a_talk_of_the_next_day_is_no_answer_to_the_nudge(
    home: Home, ledger: sqlite3.Connection
) -> None:
    give(home, a_nudge("k3f", NOON))
    talk(home, NOON + DAY)

    settled(home, ledger, NOON + 2 * DAY)

    assert effect_of(home, "k3f") == Effect(left_ai=True, left_screen=True, talked=False)


def test_after_a_long_time_off_it_is_done_bit_by_bit(
    home: Home, ledger: sqlite3.Connection
) -> None:
    for number in range(25):
        give(home, a_nudge(f"c{number}", at(number), occasion=f"spell:{number}"))

    assert [settled(home, ledger, NOON + DAY) for _ in range(3)] == [20, 5, 0]


def test_with_nothing_to_settle_no_stretch_is_read(home: Home, ledger: sqlite3.Connection) -> None:
    give(home, a_nudge("k3f", NOON))
    settled(home, ledger, NOON + DAY)
    asked: list[str] = []
    ledger.set_trace_callback(asked.append)

    settled(home, ledger, NOON + DAY)

    assert len(asked) <= 4
    assert not any("stretch" in question for question in asked)


def test_of_a_wiped_day_no_effect_stays_and_what_is_left_loses_no_talk(
    home: Home, ledger: sqlite3.Connection
) -> None:
    give(home, a_nudge("k3f", NOON), effect=Effect(left_ai=True))
    hold_back(home, ended(NOON, End.EXPIRED))
    give(home, a_nudge("m4g", NOON + DAY, occasion="spell:2"), effect=Effect(left_ai=True))
    ledger.execute("insert into contact select 1, null, ?, 'call', 'asked', 0, id from nudge"
                   " where code = 'k3f'", (0,))  # fmt: skip

    export.wipe(home, FakeClock(NOON + 2 * DAY), date(2026, 11, 23), date(2026, 11, 23))

    assert rows_of(home.ledger, "select code from nudge join effect on nudge.id = nudge") == [
        ("m4g",)
    ]
    assert rows_of(home.ledger, "select count(*) from effect") == [(1,)]
    assert rows_of(home.ledger, "select count(*) from held_back") == [(0,)]
    assert rows_of(home.ledger, "select nudge from contact") == [(None,)]


def test_of_a_wiped_day_no_talk_stays(home: Home) -> None:
    for day in (NOON, NOON + DAY):
        talk(home, day)
    monday = date(2026, 11, 23)
    before = export.count(home, monday, monday)

    export.wipe(home, FakeClock(NOON + 2 * DAY), monday, monday)

    assert (before.talks, export.count(home, monday, monday).talks) == (1, 0)
    assert rows_of(home.ledger, "select count(*) from contact") == [(1,)]


def test_every_nudge_is_read_with_its_effect(home: Home) -> None:
    give(home, a_nudge("k3f", NOON), effect=Effect(None, left_screen=False, talked=True))
    give(home, a_nudge("m4g", at(1), occasion="spell:2"))

    with connect.reading(home.ledger) as connection:
        told = nudges.told(connection, NOON, NOON + DAY)
        unknown = nudges.named(connection, "zzz")
        assert read.began(connection)

    assert [one.effect for one in told] == [Effect(None, left_screen=False, talked=True), None]
    assert unknown is None
