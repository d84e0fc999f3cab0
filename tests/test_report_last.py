"""A span that has only begun, and the whole one before it."""

import json
from datetime import date, timedelta
from io import StringIO
from pathlib import Path

import pytest
from click.testing import CliRunner, Result
from hypothesis import given
from hypothesis import strategies as st
from rich.console import Console

from cli.app import main
from cli.drawing.picture import draw_report
from cli.drawing.sentences import sentences
from cli.drawing.words import little_yet
from cli.page.file import page
from config.paths import Home
from monitor.core.types import Subject
from monitor.service.clock import SystemClock
from monitor.service.exchanges import Exchanges
from monitor.service.report import Report, report, today
from monitor.service.reporting.spans import Stride, before, first_day, last_whole
from tests.fakes import NOON, FakeClock
from tests.judging import minutes
from tests.ledgers import filled_home, use

DAY = timedelta(days=1)
MONDAY = date(2026, 11, 23)
CLAUDE = Subject("browser", host="claude.ai")


def home_of(folder: Path, days: int, length: float) -> Home:
    """So many days up to Monday, with so many minutes on the last and two hours on the others."""
    stretches = [use(NOON - n * DAY, NOON - n * DAY + minutes(120), CLAUDE)
                 for n in range(days - 1, 0, -1)]  # fmt: skip
    return filled_home(folder, [*stretches, use(NOON, NOON + minutes(length), CLAUDE)])


def told(home: Home, stride: Stride | None, now: timedelta = DAY / 6) -> Report:
    first = first_day(stride, MONDAY) if stride else MONDAY
    return report(home, FakeClock(NOON + now), first, MONDAY, stride=stride)


@pytest.mark.parametrize(
    ("stride", "last", "first", "until"),
    [
        (Stride.DAY, "2026-03-01", "2026-02-28", "2026-02-28"),
        (Stride.WEEK, "2026-11-23", "2026-11-16", "2026-11-22"),
        (Stride.WEEK, "2026-11-29", "2026-11-16", "2026-11-22"),
        (Stride.MONTH, "2028-03-31", "2028-02-01", "2028-02-29"),
        (Stride.YEAR, "2026-11-23", "2025-01-01", "2025-12-31"),
    ],
)
def test_the_one_before_is_whole(stride: Stride, last: str, first: str, until: str) -> None:
    found = last_whole(stride, date.fromisoformat(last))

    assert tuple(day.isoformat() for day in found) == (first, until)


@given(st.sampled_from(Stride), st.dates(date(2000, 1, 1), date(2040, 1, 1)))
def test_the_one_before_ends_where_this_one_begins(stride: Stride, day: date) -> None:
    since, until = last_whole(stride, day)

    assert until + DAY == first_day(stride, day)
    assert since == first_day(stride, until)


@given(st.sampled_from(Stride), st.dates(date(2000, 1, 1), date(2040, 1, 1)))
def test_a_whole_span_is_set_beside_the_whole_one_before(stride: Stride, day: date) -> None:
    since, until = last_whole(stride, day)

    assert before(stride, since, until) == last_whole(stride, since)


@pytest.mark.parametrize(
    ("stride", "length", "is_little"),
    [
        (Stride.DAY, 59, True),
        (Stride.DAY, 60, False),
        (Stride.WEEK, 180, True),  # it began today
        (Stride.MONTH, 5, False),
        (None, 5, False),
    ],
)
def test_a_span_that_has_only_begun_says_what_shows_the_one_before(
    tmp_path: Path,
    stride: Stride | None,
    length: float,
    is_little: bool,  # noqa: FBT001 - a column
) -> None:
    found = told(home_of(tmp_path, 40, length), stride)
    name = stride.value if stride else ""
    words = (
        f"Little is in this {name} yet; `humanward report {name} --last` shows the one before."
        if is_little
        else ""
    )
    paper = StringIO()
    draw_report(Console(file=paper, width=100, highlight=False, markup=False), found, Exchanges(),
                MONDAY, not_watching_since="")  # fmt: skip

    assert little_yet(found) == words
    for text in (
        paper.getvalue(),
        "\n".join(sentences(found, Exchanges(), MONDAY, not_watching_since="")),
        page(found, Exchanges(), MONDAY, not_watching_since="", made=NOON),
    ):
        assert words in text
        assert ("shows the one before" in text) is is_little


def test_where_nothing_is_kept_from_before_nothing_points_there(tmp_path: Path) -> None:
    found = told(home_of(tmp_path, 1, 5), Stride.WEEK)

    assert little_yet(found) == ""


def test_a_span_that_is_over_is_told_without_such_words(tmp_path: Path) -> None:
    found = told(home_of(tmp_path, 40, 5), Stride.DAY, now=2 * DAY)

    assert little_yet(found) == ""


def said(folder: Path, *words: str) -> Result:
    return CliRunner().invoke(main, ["--home", str(folder), "report", *words])


@pytest.mark.parametrize("stride", Stride)
def test_the_command_tells_the_one_before(tmp_path: Path, stride: Stride) -> None:
    home = filled_home(tmp_path, [])
    since, until = last_whole(stride, today(home, SystemClock()))
    found = json.loads(said(tmp_path, stride.value, "--last", "--format", "json").stdout)

    assert (found["since"], found["until"]) == (since.isoformat(), until.isoformat())


def test_without_a_name_it_is_yesterday_and_the_letter_is_of_the_week_before(
    tmp_path: Path,
) -> None:
    now = today(filled_home(tmp_path, []), SystemClock())
    day = json.loads(said(tmp_path, "--last", "--format", "json").stdout)
    letter = json.loads(said(tmp_path, "week", "--last", "--letter", "--format", "json").stdout)

    assert day["since"] == day["until"] == (now - DAY).isoformat()
    assert (letter["since"], letter["until"]) == tuple(
        one.isoformat() for one in last_whole(Stride.WEEK, now)
    )


@pytest.mark.parametrize(
    "words",
    ["week --last --until yesterday", "--last --since yesterday", "--last --until yesterday",
     "--letter --last --until yesterday"],
)  # fmt: skip
def test_last_and_days_of_ones_own_exclude_each_other(tmp_path: Path, words: str) -> None:
    done = said(tmp_path, *words.split())

    assert done.exit_code == 2
    assert "--last chooses the days by itself" in done.stderr
