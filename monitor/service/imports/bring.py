"""Bring in what logs and exports tell: count the exchanges, and keep their moments."""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path

from config.paths import Home
from monitor.ports import Clock
from monitor.service.imports.exchange import Form, Readable
from monitor.service.imports.find import Log, readable
from monitor.store import connect, exchanges
from monitor.store.exchanges import Kept
from monitor.store.moments import from_ms, to_ms
from monitor.store.rescue import prepare

_AHEAD = timedelta(days=1)  # another machine's clock may be ahead of this one's, by no more
_EARLIEST = from_ms(1_577_836_800_000)  # 2020: there was no such tool before

Advance = Callable[[int], None]
"""Told again and again how many bytes more are read."""


@dataclass(frozen=True, slots=True)
class Brought:
    """What one source told. ``untimed`` were left out: nothing tells when they were.

    ``outside``: while nobody was seen at this computer. ``first`` and ``last`` are None when
    there is nothing.
    """

    source: str
    tool: str
    files: int
    exchanges: int
    new: int
    outside: int
    untimed: int
    first: datetime | None
    last: datetime | None


def bring(
    home: Home, clock: Clock, logs: Iterable[Log], *, dry_run: bool, advance: Advance
) -> tuple[Brought, ...]:
    """Read every log before anything is kept; a dry run keeps nothing."""
    by_form: dict[str, list[Log]] = {}
    for log in logs:
        by_form.setdefault(log.form.source, []).append(log)
    now = clock.read().wall
    read = [(group, *_moments(group, now, advance)) for group in by_form.values()]
    if not dry_run:
        home.make_folders()
        if not home.ledger.exists():
            prepare(home.ledger, now)
    return tuple(
        _brought(home, group, found, untimed, dry_run=dry_run) for group, found, untimed in read
    )


def forget(home: Home, source: str) -> int:
    """Delete what came from a source; tell how many exchanges."""
    if not home.ledger.exists():
        return 0
    connection = connect.for_writing(home.ledger)
    try:
        return exchanges.forget(connection, home.ledger, source)
    finally:
        connection.close()


def kept(home: Home) -> tuple[Kept, ...]:
    """What was brought in so far."""
    if not home.ledger.exists():
        return ()
    with connect.reading(home.ledger) as connection:
        return exchanges.kept(connection)


def _moments(logs: list[Log], now: datetime, advance: Advance) -> tuple[list[datetime], int]:
    """Every moment once, in order; and how many had none."""
    found: set[int] = set()
    untimed = 0
    for log in logs:
        with readable(log.name), log.open() as stream:
            for at in log.form.moments(_Metered(stream, advance)):
                if at is None or not _EARLIEST <= at <= now + _AHEAD:
                    untimed += 1
                else:
                    found.add(to_ms(at))
    return [from_ms(ms) for ms in sorted(found)], untimed


def _brought(
    home: Home, logs: list[Log], found: list[datetime], untimed: int, *, dry_run: bool
) -> Brought:
    form = logs[0].form
    seen, new = _watched(home.ledger, form, found)
    if not dry_run:
        connection = connect.for_writing(home.ledger)
        try:
            new = exchanges.keep(
                connection, home.ledger, source=form.source, tool=form.tool, moments=seen
            )
        finally:
            connection.close()
    return Brought(
        source=form.source,
        tool=form.tool,
        files=len(logs),
        exchanges=len(found),
        new=new,
        outside=sum(not was_seen for _, was_seen in seen),
        untimed=untimed,
        first=found[0] if found else None,
        last=found[-1] if found else None,
    )


def _watched(
    ledger: Path, form: Form, found: list[datetime]
) -> tuple[list[tuple[datetime, bool]], int]:
    """Each moment with whether somebody was seen here then; and how many are new."""
    if not ledger.exists():
        return [(at, False) for at in found], len(found)
    with connect.reading(ledger) as connection:
        seen = exchanges.watched(connection, found)
        return seen, len(exchanges.new(connection, form.source, found))


class _Metered:
    """A stream that tells how much of it is read."""

    def __init__(self, stream: Readable, advance: Advance) -> None:
        self._stream = stream
        self._advance = advance

    def read(self, size: int = -1, /) -> bytes:
        """Read as the stream does."""
        piece = self._stream.read(size)
        self._advance(len(piece))
        return piece

    def __iter__(self) -> Iterator[bytes]:
        return map(self._line, self._stream)

    def _line(self, line: bytes) -> bytes:
        self._advance(len(line))
        return line
