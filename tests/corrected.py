"""Lives and corrections to lay over them, and every figure that a ledger gives."""

from datetime import UTC, datetime, timedelta

from hypothesis import strategies as st

from config.paths import Home
from config.schema import DEFAULTS
from monitor.core.correct import Claim, Correction
from monitor.core.days import Calendar
from monitor.core.types import Gap, GapReason, Kind, Presence, Stretch, Subject, Track, Zone
from monitor.service.report import report
from monitor.store import amend, connect, rollup
from tests.fakes import FakeClock
from tests.ledgers import rows_of, use

NIGHTS = ("2026-03-29", "2026-10-25", "2028-02-29", "2026-12-31")  # clocks change, odd days
ZONES = ("Europe/Berlin", "America/New_York", "Australia/Lord_Howe", "Asia/Kathmandu")
SUBJECTS = (
    Subject("editor"), Subject("browser"), Subject("browser", host="claude.ai"), Subject("zoom"),
    Subject("cursor"), Subject("browser", hint="Claude"),
)  # fmt: skip
NIGHT = DEFAULTS.day.night
DAY = timedelta(days=1)
_TABLES = ("use_by_hour", "use_by_day", "use_by_month", "gap_by_day")

Life = tuple[list[Stretch], list[Gap], list[Zone]]


@st.composite
def lives(draw: st.DrawFn) -> Life:
    """Some days around an odd night: what was in front, what ran beside it, and gaps."""
    begins = datetime.fromisoformat(f"{draw(st.sampled_from(NIGHTS))}T00:00").replace(tzinfo=UTC)
    now = begins - DAY
    stretches, gaps = [], []
    pauses, lengths = st.integers(0, 3 * 3600_000), st.integers(1, 3600_000)
    for pause, length, what in draw(
        st.lists(st.tuples(pauses, lengths, st.integers(0, 9)), min_size=1, max_size=20)
    ):
        start = now + timedelta(milliseconds=pause)
        now = start + timedelta(milliseconds=length)
        if what == 9:
            gaps.append(Gap(start, now, GapReason.LOCKED))
            continue
        presence = Presence.IDLE if what > 6 else Presence.ACTIVE
        stretches.append(use(start, now, SUBJECTS[what % len(SUBJECTS)], presence=presence))
        if what == 0:
            agent = Subject(program="claude")
            stretches.append(use(start, now, agent, track=Track.UNATTENDED))
    zones = [Zone(begins - 30 * DAY, draw(st.sampled_from(ZONES)))]
    if draw(st.booleans()):
        zones.append(
            Zone(begins + draw(st.integers(0, 48)) * DAY / 48, draw(st.sampled_from(ZONES)))
        )
    return stretches, gaps, zones


@st.composite
def claims(draw: st.DrawFn, life: Life) -> Correction:
    """One correction that lies somewhere over a life."""
    first = min([one.start for one in life[0]] + [gap.start for gap in life[1]])
    last = after(life)
    grain = timedelta(seconds=draw(st.sampled_from([1, 3600])))
    steps = (last - first) // grain
    start = first + draw(st.integers(0, steps - 1)) * grain
    length = draw(st.integers(1, 30 * 3600)) * timedelta(seconds=1)
    tool, kind, app = "", Kind.OTHER, ""
    claim = draw(st.sampled_from(Claim))
    if claim is Claim.AI:
        tool, kind = draw(st.sampled_from([("Mine", Kind.COMPANION), ("Claude", Kind.ASSISTANT)]))
    if claim is Claim.NOT_AI:
        tool = draw(st.sampled_from(["", "claude", "Mine"]))
    if not claim.is_of_presence:
        app = draw(st.sampled_from(["", "Browser"]))
    return Correction(0, first, start, start + length, claim, tool, kind, app=app)


def after(life: Life) -> datetime:
    """A moment when all days of a life are closed."""
    ends = [*(one.end for one in life[0]), *(gap.end for gap in life[1])]
    return max(*ends, *(zone.since for zone in life[2])) + 3 * DAY


def roll(home: Home, calendar: Calendar, now: datetime) -> None:
    """Sum up the days that are closed."""
    connection = connect.for_writing(home.ledger)
    try:
        rollup.roll_up(connection, home.ledger, calendar, now, NIGHT)
    finally:
        connection.close()


def forget(home: Home, now: datetime) -> None:
    """Forget every stretch, as after privacy.raw_days."""
    connection = connect.for_writing(home.ledger)
    try:
        rollup.forget_raw(connection, home.ledger, now, now + 2 * DAY, NIGHT)
    finally:
        connection.close()


def make(home: Home, one: Correction, now: datetime) -> int:
    """Make a correction; tell its number."""
    return amend.make(home.ledger, one, now, NIGHT).taken[0].number


def undo(home: Home, number: int, now: datetime) -> None:
    """Take it back."""
    amend.undo(home.ledger, number, now, NIGHT)


def figures(home: Home, calendar: Calendar, now: datetime, days: int = 6) -> tuple[object, ...]:
    """All that is told of the days up to a moment, and all that is kept to tell it."""
    tables = [sorted(rows_of(home.ledger, f"select * from {name}")) for name in _TABLES]  # noqa: S608 - our own names
    facts = sorted(rows_of(home.ledger, "select day, facts from day_facts"))
    return (tables, facts, told(home, calendar, now, days))


def told(home: Home, calendar: Calendar, now: datetime, days: int = 6) -> tuple[object, ...]:
    """What a report says of each day up to a moment."""
    today, clock = calendar.day(now), FakeClock(now)
    reports = [report(home, clock, today - n * DAY, today - n * DAY) for n in range(days)]
    return tuple(
        (
            one.active, one.ai, one.ai_low, one.ai_high, one.people, one.unattended_ai,
            one.unrecognised_browser, one.coverage, one.gaps,
            sorted((str(use.subject), use.verdict.tool, use.attended, use.unattended)
                   for use in one.subjects),
        )
        for one in reports
    )  # fmt: skip
