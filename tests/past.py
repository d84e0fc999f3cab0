"""A home with a kept past: one noon of a Monday, of which every figure is known."""

from datetime import UTC, datetime, timedelta
from pathlib import Path

from config.catalogue import load_catalogue
from config.paths import Home
from config.paths import home as home_in
from monitor.core.notices import Delivery, Figure, Nudge, Outcome
from monitor.core.recognise import Matcher
from monitor.core.types import (
    Gap,
    GapReason,
    Presence,
    Stretch,
    Subject,
    Track,
    Way,
)
from monitor.store import connect, control, nudges
from monitor.store.ledger import Ledger
from monitor.store.rows import Beat
from monitor.store.schema import migrate

DAY = "2026-03-02"
HOSTILE = "\x1b[31mEvil\n\0Name\x9b1m"
NOON = datetime(2026, 3, 2, 12, tzinfo=UTC)
_FRONT = (  # minutes after noon, and what was in front
    (0, 30, Subject("firefox", host="claude.ai"), Way.HISTORY),
    (30, 50, Subject("firefox"), Way.WINDOW),
    (50, 60, Subject("zoom"), Way.WINDOW),
    (60, 80, Subject("Cursor"), Way.WINDOW),
    (80, 90, Subject(HOSTILE), Way.WINDOW),
)
_GAPS = ((120, 180, GapReason.SUSPENDED), (180, 190, GapReason.BLIND))


def keep_past(folder: Path) -> Home:
    """Make the home and keep what happened, as a daemon would."""
    home = home_in(folder)
    home.make_folders()
    migrate(home.ledger)
    matcher = Matcher(load_catalogue())
    with Ledger(home.ledger, matcher.judge, matcher.version) as ledger:
        ledger.begin(pid=1, now=NOON, sensor="")
        for first, last, subject, way in _FRONT:
            ledger.gathered.keep(Stretch(_at(first), _at(last), subject, way=way))
        ledger.gathered.keep(Stretch(_at(90), _at(120), Subject("firefox"), Presence.IDLE))
        agent = Subject(program="claude")
        ledger.gathered.keep(
            Stretch(_at(0), _at(15), agent, way=Way.PROCESS, track=Track.UNATTENDED)
        )
        for first, last, reason in _GAPS:
            ledger.gathered.mark(Gap(_at(first), _at(last), reason))
        ledger.flush(Beat(_at(190), "x11", "", None, None, None, "", fullscreen=False, note=""))
        ledger.end(_at(190))
    connection = connect.for_writing(home.ledger)
    control.note_zone(connection, home.ledger, name="UTC", at=NOON)
    connection.close()
    return home


def keep_nudge(home: Home, at: datetime) -> Nudge:
    """Keep a nudge that one channel would not show and the next did."""
    figures = (Figure("amount", 3000.0, "s"), Figure("limit", 2700.0, "s"))
    words = ("Time for a break?", "50 minutes without a break so far.")
    nudge = Nudge("k3f", at, at + timedelta(minutes=20), "break", "spell:1", *words, figures)
    connection = connect.for_writing(home.ledger)
    nudges.record(connection, home.ledger, nudge)
    taken = (
        Delivery("desktop", Outcome.FAILED, "there is no session bus"),
        Delivery("log", Outcome.UNKNOWN, "written to the log"),
    )
    nudges.record_deliveries(connection, home.ledger, nudge, taken, at)
    connection.close()
    return nudge


def _at(minute: int) -> datetime:
    return NOON + timedelta(minutes=minute)
