"""A home that the installed daemon watches, asked as a person asks: by commands, files and rows."""

import json
import sqlite3
from collections.abc import Iterator, Mapping
from contextlib import closing, contextmanager
from dataclasses import dataclass, field, fields
from datetime import datetime, timedelta
from itertools import pairwise
from pathlib import Path
from subprocess import CompletedProcess, Popen
from typing import Any

from monitor.core.types import GapReason
from monitor.errors import LedgerError
from monitor.store import connect
from tests.rig import Desktop, wait_for

QUICK = '[watch]\nevery = "1s"\nflush = "5s"\n'
AT_ONCE = '[nudge]\npatience = "0s"\nsettle_in = "0s"\n'
FLUSH = timedelta(seconds=5)
TICK = timedelta(seconds=1)
_SEES = "select count(*) from heartbeat where pid = ? and (sensor != '' or note != '')"


@dataclass(frozen=True, slots=True)
class Line:
    """One line of `data export`, its edges as moments."""

    start: datetime
    end: datetime
    app: str
    host: str
    tool: str | None
    kind: str
    presence: str
    way: str
    track: str

    @property
    def length(self) -> timedelta:
        """How long it was."""
        return self.end - self.start


@dataclass(frozen=True, slots=True)
class Watched:
    """``env`` is what the daemon sees beyond what the desktop gives to all."""

    desktop: Desktop
    home: Path
    env: Mapping[str, str] = field(default_factory=dict)

    @property
    def ledger(self) -> Path:
        """The ledger's file."""
        return self.home / "ledger.sqlite"

    def choose(self, settings: str) -> None:
        """Write the settings file, as an editor does: at once."""
        self.home.mkdir(mode=0o700, exist_ok=True)
        draft = self.home / "settings.draft"
        draft.write_text(settings)
        draft.rename(self.home / "settings.toml")

    @contextmanager
    def daemon(self) -> Iterator[Popen[bytes]]:
        """Run the daemon, from its first sign of life until SIGTERM."""
        with self.desktop.daemon(self.home, env=self.env) as process:
            wait_for(lambda: self.one(_SEES, process.pid), "first sign of life")
            yield process

    def say(self, *words: str | Path, timeout_s: float = 30) -> CompletedProcess[str]:
        """Run a command on this home, whatever its exit code."""
        return self.desktop.humanward(
            "--home", self.home, *words, env=self.env, timeout_s=timeout_s
        )

    def told(self, *words: str | Path) -> str:
        """Run a command that must succeed; return what it printed."""
        done = self.say(*words)
        if done.returncode:
            raise RuntimeError(f"{' '.join(map(str, words))}: {done.returncode}: {done.stderr}")
        return done.stdout

    def json(self, *words: str) -> dict[str, Any]:
        """Run a command with --format json; return its one value."""
        value: dict[str, Any] = json.loads(self.told(*words, "--format", "json"))
        return value

    def lines(self) -> list[Line]:
        """What `data export` tells of attended time."""
        told = map(json.loads, self.told("data", "export").splitlines())
        return [_line(one) for one in told if one["track"] == "attended"]

    def one(self, question: str, *values: object) -> Any:  # noqa: ANN401 - a column of any type
        """The first value that the ledger answers; None while there is no answer."""
        try:
            with connect.reading(self.ledger) as ledger:
                row = ledger.execute(question, values).fetchone()
        except LedgerError:
            return None  # not made yet
        return row and row[0]

    def all(self, question: str, *values: object) -> list[tuple[Any, ...]]:
        """Every row that the ledger answers."""
        with connect.reading(self.ledger) as ledger:
            return ledger.execute(question, values).fetchall()

    def gaps(self, reason: GapReason) -> list[tuple[int, int]]:
        """Start and end in ms of every gap for this reason."""
        return self.all("select start, end from gap where reason = ? order by start", int(reason))

    def log(self) -> str:
        """What the daemon's log says so far."""
        return (self.home / "humanward.log").read_text()

    def flushed(self) -> None:
        """Wait for a flush."""
        last = self.one("select beat from heartbeat")
        wait_for(lambda: self.one("select beat from heartbeat") != last, "flush")


def is_whole(ledger: Path) -> bool:
    """Whether SQLite finds no fault in the file."""
    with closing(sqlite3.connect(ledger)) as opened:
        return bool(opened.execute("pragma integrity_check").fetchall() == [("ok",)])


def overlaps(lines: list[Line]) -> list[tuple[Line, Line]]:
    """Pairs of neighbours that share time."""
    ordered = sorted(lines, key=lambda one: one.start)
    return [(one, other) for one, other in pairwise(ordered) if other.start < one.end]


def _line(told: Mapping[str, Any]) -> Line:
    values = {one.name: told[one.name] for one in fields(Line)}
    values |= {edge: datetime.fromisoformat(told[edge]) for edge in ("start", "end")}
    return Line(**values)
