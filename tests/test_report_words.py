"""What a report says of spans that hold little: days to come, days before all others, doubts."""

import json
import re
from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path

import pytest
from click.testing import CliRunner

from cli.app import main
from cli.drawing.beside import change, compared
from cli.drawing.usual import usual_words
from cli.drawing.words import heading, nothing, range_words
from cli.page.file import page
from cli.report_views import plain
from config.paths import Home
from monitor.core.types import Stretch, Subject
from monitor.service.exchanges import Exchanges
from monitor.service.report import Report, report
from monitor.service.reporting.shape import By
from monitor.service.reporting.spans import Stride, first_day
from monitor.store import lock
from tests.fakes import NOON, FakeClock
from tests.judging import minutes
from tests.ledgers import filled_home, use
from tests.reported import drawn, said

MONDAY = date(2026, 11, 23)
DAY = timedelta(days=1)
CLAUDE, EDITOR = Subject("browser", host="claude.ai"), Subject("editor")


def lived(days: int) -> Iterator[Stretch]:
    """Half an hour with Claude and an hour in the editor each day, up to Monday noon."""
    for ahead in range(days - 1, -1, -1):
        start = NOON - ahead * DAY - minutes(120)
        yield use(start, start + minutes(60), EDITOR)
        yield use(start + minutes(60), start + minutes(90), CLAUDE)


def some_days(folder: Path, days: int = 3) -> Home:
    return filled_home(folder, lived(days))


def told(home: Home, stride: Stride, last: date = MONDAY, by: By | None = None) -> Report:
    first = first_day(stride, last)
    return report(home, FakeClock(NOON), first, last, stride=stride, by=by)


@pytest.mark.parametrize("stride", [Stride.MONTH, Stride.YEAR])
def test_days_before_the_first_that_is_kept_are_not_listed_and_that_is_said(
    tmp_path: Path, stride: Stride
) -> None:
    found = told(some_days(tmp_path), stride)

    assert [bar.day for bar in found.bars] == [MONDAY - 2 * DAY, MONDAY - DAY, MONDAY]
    assert (found.since, found.asked) == (MONDAY - 2 * DAY, first_day(stride, MONDAY))
    for text in (drawn(found), said(found)):
        assert "Nothing is kept from before 21 November 2026" in text
    assert plain(found, Exchanges())["asked_since"] == first_day(stride, MONDAY).isoformat()


def test_a_span_that_is_kept_whole_says_nothing_of_its_beginning(tmp_path: Path) -> None:
    home = some_days(tmp_path)
    found = report(home, FakeClock(NOON), MONDAY - 2 * DAY, MONDAY)

    assert found.asked is None
    assert "Nothing is kept from" not in drawn(found)


@pytest.mark.parametrize(
    ("stride", "days", "words"),
    [
        (Stride.DAY, 9, "Today, Monday 23 November 2026"),
        (Stride.WEEK, 9, "Today, Monday 23 November 2026: the week began today"),
        (Stride.MONTH, 1, "Today, Monday 23 November 2026: the month begins here"),
    ],
)
def test_a_week_that_began_today_says_so(
    tmp_path: Path, stride: Stride, days: int, words: str
) -> None:
    assert heading(told(some_days(tmp_path, days), stride), MONDAY) == words


def test_a_time_before_the_first_day_names_that_day(tmp_path: Path) -> None:
    found = told(some_days(tmp_path), Stride.DAY, date(2020, 1, 1))

    assert nothing(found) == ("Nothing was seen yet: the first day here was 21 November 2026.",)
    assert "first day here was 21 November 2026" in drawn(found)


def test_days_to_come_are_called_that_and_never_listed(tmp_path: Path) -> None:
    home = some_days(tmp_path)
    ahead = report(home, FakeClock(NOON), MONDAY + DAY, MONDAY + 3 * DAY)
    partly = report(home, FakeClock(NOON), MONDAY - DAY, MONDAY + 3 * DAY)

    assert nothing(ahead) == ("These days are still to come.",)
    assert "still to come" in said(ahead)
    assert [bar.day for bar in partly.bars] == [MONDAY - DAY, MONDAY]


def test_a_past_day_without_anything_does_not_tell_to_wait(tmp_path: Path) -> None:
    home = some_days(tmp_path, 1)
    held = lock.acquire(home.lock)
    later = FakeClock(NOON + 3 * DAY)
    past = report(home, later, MONDAY + DAY, MONDAY + DAY)
    now = report(home, later, MONDAY + 3 * DAY, MONDAY + 3 * DAY)
    held.release()

    assert nothing(past) == ("Nothing was seen in this time.",)
    assert nothing(now)[0] == "Nothing was seen in this time yet."


def test_the_command_names_a_day_that_is_still_to_come(tmp_path: Path) -> None:
    words = ["--home", str(tmp_path), "report", "--since", "2999-01-01"]
    done = CliRunner().invoke(main, words)

    assert done.exit_code == 2
    assert "2999-01-01 is still to come: today is 20" in done.stderr
    assert "--until" not in done.stderr.splitlines()[-1]


@pytest.mark.parametrize(
    ("low", "high", "words"),
    [(50, 50.9, "50 min"), (50, 51, "50 min - 51 min"), (0, 0.5, "30 s"), (0, 0, "none")],
)
def test_a_range_is_told_from_a_minute_of_doubt_on(low: float, high: float, words: str) -> None:
    figure = {"30 s": minutes(0.5)}.get(words, minutes(low))

    assert range_words(figure, minutes(low), minutes(high)) == words


def test_what_was_shorter_than_a_second_is_in_the_json_alone(tmp_path: Path) -> None:
    short = [use(NOON, NOON + minutes(0.005), CLAUDE),
             use(NOON + minutes(1), NOON + minutes(9), EDITOR)]  # fmt: skip
    home = filled_home(tmp_path, short)
    for by in (None, By.KIND, By.TOOL, By.HOUR):
        found = report(home, FakeClock(NOON + minutes(9)), MONDAY, MONDAY, by=by)

        for text in (drawn(found), said(found)):
            assert "0 s" not in text
            assert "Claude" not in text.partition("In front")[2]
        kinds = plain(found, Exchanges())["kinds"]
        assert json.dumps({"kind": "assistant", "seconds": 0.3}) in json.dumps(kinds)


def test_a_day_without_use_is_told_as_that(tmp_path: Path) -> None:
    later = use(NOON + 2 * DAY, NOON + 2 * DAY + minutes(9), EDITOR)
    home = filled_home(tmp_path, [use(NOON, NOON + minutes(5), CLAUDE), later])
    found = report(home, FakeClock(NOON + 3 * DAY), MONDAY, MONDAY + 2 * DAY)

    assert "Tuesday 24 November: no use." in said(found)
    assert "Wednesday 25 November: no AI in 9 min." in said(found)
    assert "no use" in drawn(found)


@pytest.mark.parametrize(
    ("since", "until", "is_kept", "is_compared"),
    [(2, 1, True, True), (9, 1, False, True), (9, 3, False, False)],
)
def test_beside_a_time_of_which_nothing_is_kept_no_difference_is_told(
    tmp_path: Path,
    since: int, until: int, is_kept: bool, is_compared: bool,  # noqa: FBT001 - columns
) -> None:  # fmt: skip
    previous = (MONDAY - since * DAY, MONDAY - until * DAY)
    found = report(some_days(tmp_path), FakeClock(NOON), MONDAY, MONDAY, previous=previous)
    made = page(found, Exchanges(), MONDAY, not_watching_since="", made=NOON)

    for text in (drawn(found), said(found), made):
        assert ("Nothing is kept from before 21 November 2026." in text) is not is_kept
        assert "Today is not over yet." in text
    for text in (drawn(found), said(found)):
        assert ("30 min less" in text) is is_compared
    assert bool(compared(found)) is is_compared
    assert plain(found, Exchanges())["first"] == "2026-11-21"


@pytest.mark.parametrize("days", [1, 20])
def test_a_narrow_terminal_cuts_no_figure(tmp_path: Path, days: int) -> None:
    home = some_days(tmp_path, 30)
    since = MONDAY - (days - 1) * DAY
    previous = (since - DAY, since - DAY)
    found = report(home, FakeClock(NOON), since, MONDAY, previous=previous)
    text = drawn(found, 40)

    assert max(len(line) for line in text.splitlines()) <= 40
    assert not re.search(r"(\d|h|min|-) ?…", text)
    for line in ("30 min so far" if days == 1 else "a day", "Hour by hour" if days == 1 else "Mon"):
        assert line in text


@pytest.mark.parametrize(
    ("days", "ai", "words"),
    [
        (5, 30, "Still learning what is usual for you (5 of 14 days before this)."),
        (28, 90, "1 h 30, more than your last four weeks (25 min to 35 min on a weekday)."),
        (28, 33, "33 min, as in your last four weeks (25 min to 35 min on a weekday)."),
        (28, 3, "3 min, less than your last four weeks (25 min to 35 min on a weekday)."),
    ],
)
def test_the_yardstick_is_ones_own_four_weeks(
    tmp_path: Path, days: int, ai: float, words: str
) -> None:
    start = NOON + DAY
    last = [use(start, start + minutes(60), EDITOR),
            use(start + minutes(60), start + minutes(60 + ai), CLAUDE)]  # fmt: skip
    home = filled_home(tmp_path, [*lived(days), *last])
    found = report(home, FakeClock(NOON + 3 * DAY), MONDAY + DAY, MONDAY + DAY)

    assert usual_words(found) == words


@pytest.mark.parametrize(
    ("now", "before", "told"),
    [
        (23 * 3600 + 46 * 60 + 36, 19 * 3600 + 44 * 60 + 12, "4 h 03 more"),  # 23 h 47, 19 h 44
        (629, 0, "10 min more"),
        (45, 630, "9 min less"),
        (45, 40, "5 s more"),
        (30.501, 270, "3 min less"),
        (0, 270.4, "4 min less"),
        (3629, 3600, "the same"),
    ],
)
def test_a_difference_is_that_of_the_two_lengths_as_they_are_told(
    now: float, before: float, told: str
) -> None:
    assert change(timedelta(seconds=now), timedelta(seconds=before)) == told
