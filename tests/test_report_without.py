"""A report without a tag: what bears it is in no sum, and that is said on every view."""

import csv
import json
from collections.abc import Callable
from datetime import date, timedelta
from io import StringIO
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from cli.app import main
from cli.page.file import page
from cli.report_views import plain
from config.paths import Home
from config.tools import Tool
from monitor.core.correct import Claim, Correction
from monitor.core.types import Kind, Stretch, Subject
from monitor.service import tools
from monitor.service.exchanges import Exchanges
from monitor.service.report import Report, report
from monitor.service.reporting.shape import By
from monitor.store import connect, read, rollup
from tests.corrected import forget, make
from tests.fakes import NOON, FakeClock
from tests.judging import minutes
from tests.ledgers import filled_home, use
from tests.reported import drawn, said

_DAY = timedelta(days=1)
_MONDAY = NOON.date()
_CLAUDE, _REPLIKA = (Subject("firefox", host=host) for host in ("claude.ai", "replika.com"))
_FRONT = ((_REPLIKA, 7), (Subject("libreoffice"), 30), (Subject("firefox"), 5), (_CLAUDE, 20))
Say = Callable[..., Result]


def home_with(folder: Path, days: int, front: tuple[tuple[Subject, int], ...] = _FRONT) -> Home:
    """So many days up to Monday with each in front for some minutes; Claude is for work."""
    stretches: list[Stretch] = []
    for day in range(days):
        start = NOON - day * _DAY
        for subject, length in front:
            stretches.append(use(start, start + minutes(length), subject))
            start += minutes(length)
    home = filled_home(folder, sorted(stretches, key=lambda one: one.start))
    tools.add(home, Tool("Claude", "", tags=("Work",)))
    return home


def told(
    home: Home, days: int, *tags: str, by: By | None = None, ahead: timedelta = _DAY
) -> Report:
    since, now = _MONDAY - (days - 1) * _DAY, FakeClock(NOON + ahead)
    previous = (since - days * _DAY, since - _DAY)
    return report(home, now, since, _MONDAY, by=by, previous=previous, without=tags)


def sum_up(home: Home) -> None:
    connection = connect.for_writing(home.ledger)
    rollup.roll_up(connection, home.ledger, read.calendar(connection), NOON + 2 * _DAY)
    connection.close()


@pytest.mark.parametrize("days", [1, 7, 120])
@pytest.mark.parametrize("is_kept", [False, True])
def test_what_bears_the_tag_is_in_no_sum(tmp_path: Path, days: int, *, is_kept: bool) -> None:
    """The report is that of a life without it, but for what was seen and what is usual."""
    home = home_with(tmp_path / "all", 2 * days)
    rest = home_with(tmp_path / "rest", 2 * days, tuple(one for one in _FRONT if one[0] != _CLAUDE))
    if is_kept:
        sum_up(home)
        sum_up(rest)
    beside = {"without", "usual", "coverage", "previous", "not_watching_since"}
    found = plain(told(home, days, "work"), Exchanges())
    wanted = plain(told(rest, days), Exchanges())
    hours = told(home, days, "work", by=By.HOUR), told(rest, days, by=By.HOUR)

    assert {key: found[key] for key in found.keys() - beside} == {
        key: wanted[key] for key in wanted.keys() - beside
    }
    assert hours[0].rows == hours[1].rows
    assert found["without"] == {"tags": ["work"], "unborne": [], "seconds": days * 1200}
    assert found["coverage"] == plain(told(home, days), Exchanges())["coverage"]
    before, before_wanted = told(home, days, "work").previous, told(rest, days).previous
    assert before is not None
    assert before_wanted is not None
    assert (before.active, before.ai) == (before_wanted.active, before_wanted.ai)


@pytest.mark.parametrize("is_kept", [False, True])
def test_what_is_usual_is_without_it_too(tmp_path: Path, *, is_kept: bool) -> None:
    home = home_with(tmp_path, 30, ((_CLAUDE, 60), (_REPLIKA, 9), (Subject("libreoffice"), 60)))
    if is_kept:
        sum_up(home)
    whole, rest = told(home, 1).usual, told(home, 1, "work").usual

    assert whole is not None
    assert rest is not None
    assert (whole.ai, rest.ai) == (minutes(69), minutes(9))
    assert (whole.mean, rest.mean) == (minutes(69), minutes(9))


@pytest.mark.parametrize("is_forgotten", [False, True])
def test_what_is_corrected_is_told_without_what_counts_as_left_out(
    tmp_path: Path, *, is_forgotten: bool
) -> None:
    home, made = home_with(tmp_path, 1), NOON + _DAY
    edges = [NOON + minutes(gone) for gone in (7, 37, 42, 52, 62)]
    for start, end, claim, tool in (
        (NOON, edges[0], Claim.AWAY, ""),  # Replika
        (edges[1], edges[2], Claim.AI, "Claude"),  # a browser that counts as Claude now
        (edges[2], edges[3], Claim.AWAY, ""),  # Claude
        (edges[3], edges[4], Claim.NOT_AI, ""),  # Claude that counts as none now
    ):
        kind, tags = (Kind.ASSISTANT, ("Work",)) if tool else (Kind.OTHER, ())
        make(home, Correction(0, made, start, end, claim, tool, kind, tags), made)
    if is_forgotten:
        sum_up(home)
        forget(home, NOON + 30 * _DAY)

    assert told(home, 1).corrected == minutes(7 + 5 + 10 + 10)
    assert told(home, 1, "work").corrected == minutes(7 + 10)


def test_every_view_says_what_is_left_out(tmp_path: Path) -> None:
    home = home_with(tmp_path, 3)
    found = told(home, 3, "WORK", "home")
    made = page(found, Exchanges(), _MONDAY, not_watching_since="", made=NOON)
    sentence = "Without WORK, as you asked: 1 h 00 is left out."
    gives = "No tool bears the tag home yet; `humanward tools add NAME --tag home` gives it."

    for view in (drawn(found, 120), said(found), made):
        assert sentence in view
        assert gives in view
    assert "left out" not in drawn(told(home, 3)) + said(told(home, 3))


def test_what_nobody_saw_and_what_is_all_there_was_are_told_as_such(tmp_path: Path) -> None:
    other = home_with(tmp_path / "other", 2, ((_REPLIKA, 7),))
    alone = home_with(tmp_path / "alone", 2, ((_CLAUDE, 7),))

    assert "Without work, as you asked: none of it was seen in this time." in said(
        told(other, 2, "work")
    )
    assert "All that was seen is left out." in said(told(alone, 2, "work"))


@pytest.fixture
def say(tmp_path: Path) -> Say:
    home_with(tmp_path, 2)

    def run(*words: str, code: int = 0) -> Result:
        done = CliRunner().invoke(main, ["--home", str(tmp_path), *words])
        assert done.exit_code == code, done.output
        return done

    return run


def test_programs_get_it_beside_what_they_had(say: Say) -> None:
    span = ("report", "--since", str(date(2026, 11, 22)), "--until", str(_MONDAY))
    whole, rest = (
        json.loads(say(*span, *words, "--format", "json").stdout) for words in ((), _WITHOUT)
    )
    rows = say(*span, *_WITHOUT, "--format", "csv")

    assert whole["without"] is None
    assert rest.keys() == whole.keys()
    assert rest["seconds"].keys() == whole["seconds"].keys()
    assert whole["seconds"]["ai"] - rest["seconds"]["ai"] == rest["without"]["seconds"] == 2400
    assert "Claude" not in {one["tool"] for one in csv.DictReader(StringIO(rows.stdout))}
    assert "Without work, as you asked: 40 min is left out." in rows.stderr


def test_a_letter_goes_by_the_settings_and_says_so(say: Say) -> None:
    assert "index.leave_out" in say("report", "--letter", *_WITHOUT, code=2).stderr


_WITHOUT = ("--without", "work")
