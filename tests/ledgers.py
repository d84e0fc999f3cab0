"""Real ledgers to keep in and read from, with a small catalogue of their own."""

import sqlite3
from collections.abc import Iterable
from datetime import datetime
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory

from config.paths import Home
from config.paths import home as home_in
from monitor.core.types import Gap, Kind, Presence, Stretch, Subject, Track, Verdict, Way, Zone
from monitor.store import connect, control, read
from monitor.store.ledger import Ledger
from monitor.store.rows import Beat
from monitor.store.schema import migrate
from tests.fakes import moment

CATALOGUE = "1-test"
_KNOWN = {
    "claude.ai": Verdict("Claude", Kind.ASSISTANT, "claude.ai is a host of Claude"),
    "claude": Verdict("Claude Code", Kind.CODING_AGENT, "'claude' is a program of Claude Code"),
    "cursor": Verdict("Cursor", Kind.AI_IDE, "'cursor' is an app of Cursor"),
    "browser": Verdict("", Kind.BROWSER, "browser is a browser whose page is not known"),
    "zoom": Verdict("Zoom", Kind.CALL, "'zoom' is an app of Zoom"),
    "signal": Verdict("Signal", Kind.MESSAGE, "'signal' is an app of Signal"),
}
_NOTHING = Verdict("", Kind.OTHER, "nothing in the catalogue matches")


def judge(subject: Subject) -> Verdict:
    """Say what a subject is, by the small catalogue."""
    if subject.hint:
        return Verdict(subject.hint, Kind.ASSISTANT, "the title looks like it (weak)", weak=True)
    if subject.host and subject.host not in _KNOWN:
        return _NOTHING
    names = (subject.program, subject.host, subject.app)
    return next((_KNOWN[name] for name in names if name in _KNOWN), _NOTHING)


def new_ledger(path: Path) -> Path:
    """A ledger of today's shape with nothing in it."""
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(_empty())
    return path


def open_ledger(path: Path, *, now: datetime | None = None) -> Ledger:
    """The looking thread's hand on a ledger, begun."""
    ledger = Ledger(path, judge, CATALOGUE)
    ledger.begin(pid=1, now=now or moment(0), sensor="scripted")
    return ledger


def beat(at: datetime, subject: Subject | None = None) -> Beat:
    """A sign of life."""
    return Beat(
        at=at,
        sensor="scripted",
        refused="",
        subject=subject,
        presence=Presence.ACTIVE if subject else None,
        obstacle=None,
        because="",
        fullscreen=False,
        note="",
    )


def use(
    start: datetime,
    end: datetime,
    subject: Subject,
    *,
    presence: Presence = Presence.ACTIVE,
    track: Track = Track.ATTENDED,
) -> Stretch:
    """Time with a subject."""
    return Stretch(start, end, subject, presence, Way.WINDOW, track)


def filled_home(
    folder: Path,
    stretches: Iterable[Stretch],
    gaps: Iterable[Gap] = (),
    zones: Iterable[Zone] = (),
) -> Home:
    """A home whose ledger holds this; the daemon that kept it was killed."""
    kept = list(stretches)
    place = home_in(folder)
    place.make_folders()
    new_ledger(place.ledger)
    first = min((one.start for one in kept), default=moment(0))
    last = max((one.end for one in kept), default=moment(0))
    with open_ledger(place.ledger, now=first) as ledger:
        for stretch in kept:
            ledger.gathered.keep(stretch)
        for gap in gaps:
            ledger.gathered.mark(gap)
        ledger.flush(beat(last))
    connection = connect.for_writing(place.ledger)
    for zone in zones:
        control.note_zone(connection, place.ledger, name=zone.name, at=zone.since)
    connection.close()
    return place


def kept_in(path: Path, since: datetime | None = None) -> list[Stretch]:
    """Every stretch in a ledger, in order of time."""
    with connect.reading(path) as connection:
        known = read.subjects(connection)
        start, end = since or moment(-40 * 86_400), moment(4000 * 86_400)
        return [one for one, _ in read.stretches(connection, start, end, known)]


def gaps_in(path: Path) -> list[Gap]:
    """Every gap in a ledger, in order of time."""
    with connect.reading(path) as connection:
        return list(read.gaps(connection, moment(-4000 * 86_400), moment(4000 * 86_400)))


def rows_of(path: Path, query: str) -> list[tuple[object, ...]]:
    """What SQLite itself says of a ledger."""
    connection = sqlite3.connect(path)
    try:
        return connection.execute(query).fetchall()
    finally:
        connection.close()


@cache
def _empty() -> bytes:
    with TemporaryDirectory() as folder:
        path = Path(folder) / "ledger.sqlite"
        migrate(path)
        return path.read_bytes()
