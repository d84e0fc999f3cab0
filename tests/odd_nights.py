"""Lives around the nights when clocks change, in a ledger that commands read."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

from click.testing import CliRunner
from hypothesis import strategies as st

from cli.app import main
from config.paths import Home
from monitor.core.correct import Claim, Correction
from monitor.core.days import Calendar
from monitor.core.types import Gap, GapReason, Kind, Presence, Stretch, Subject, Track, Way, Zone
from tests.corrected import make, roll
from tests.ledgers import use

DAY = timedelta(days=1)
NIGHTS = ("2024-03-31", "2024-10-27", "2025-03-30", "2025-11-02", "2024-02-29", "2024-12-31")
ZONES = ("Europe/Berlin", "America/New_York", "Australia/Lord_Howe", "Asia/Kathmandu")
SUBJECTS = (
    Subject("editor"), Subject("browser"), Subject("browser", host="claude.ai"), Subject("zoom"),
    Subject("cursor"), Subject("browser", hint="ChatGPT"), Subject("signal"),
)  # fmt: skip
REASONS = (GapReason.LOCKED, GapReason.BLIND, GapReason.STALLED, GapReason.OFF)
NAMES = ("active", "ai", "people", "ai_editor", "unrecognised_browser")


def said(folder: Path, *words: str) -> str:
    done = CliRunner().invoke(main, ["--home", str(folder), *words])
    assert done.exit_code == 0, done.stderr
    return done.stdout


@st.composite
def lives(draw: st.DrawFn) -> tuple[list[Stretch], list[Gap], list[Zone]]:
    """Some days around an odd night of the past, perhaps with a journey."""
    night = datetime.fromisoformat(f"{draw(st.sampled_from(NIGHTS))}T00:00").replace(tzinfo=UTC)
    now, stretches, gaps = night - DAY, [], []
    parts = st.tuples(st.integers(0, 9_000_000), st.integers(1, 3_600_000), st.integers(0, 11))
    for pause, length, what in draw(st.lists(parts, min_size=12, max_size=40)):
        start = now + timedelta(milliseconds=pause)
        now = start + timedelta(milliseconds=length)
        if what > 9:
            gaps.append(Gap(start, now, REASONS[length % len(REASONS)]))
            continue
        subject = SUBJECTS[what % len(SUBJECTS)]
        presence = Presence.IDLE if what > 7 else Presence.ACTIVE
        way = Way.TITLE if subject.hint else Way.WINDOW
        stretches.append(replace(use(start, now, subject, presence=presence), way=way))
        if what == 0:
            agent = Subject(program="claude")
            stretches.append(use(start, now, agent, track=Track.UNATTENDED))
    zones = [Zone(night - 30 * DAY, draw(st.sampled_from(ZONES)))]
    if draw(st.booleans()):
        at = night + draw(st.integers(0, 48)) * DAY / 48
        zones.append(Zone(at, draw(st.sampled_from(ZONES))))
    return stretches, gaps, zones


@st.composite
def claims(draw: st.DrawFn, first: datetime) -> Correction:
    """One thing that the person says of some of it."""
    start = first + draw(st.integers(0, 300_000)) * timedelta(seconds=1)
    end = start + draw(st.integers(1, 90_000)) * timedelta(seconds=1)
    claim = draw(st.sampled_from(Claim))
    app = "" if claim.is_of_presence else draw(st.sampled_from(["", "Browser"]))
    if claim is Claim.AI:
        return Correction(0, first, start, end, claim, "Mine", Kind.COMPANION, app=app)
    tool = draw(st.sampled_from(["", "claude"])) if claim is Claim.NOT_AI else ""
    return Correction(0, first, start, end, claim, tool, app=app)


def spoil(home: Home, zones: list[Zone], over: list[Correction], *, is_rolled: bool) -> None:
    """Correct it, with its days summed up before or not."""
    now = datetime(2026, 1, 5, tzinfo=UTC)
    if is_rolled:
        roll(home, Calendar(tuple(zones)), now)
    for one in over:
        make(home, one, now)
