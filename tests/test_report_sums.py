"""How the range of AI time, the sums and the rows below belong together, on every screen."""

import re
from pathlib import Path

import pytest

from cli.drawing.summary import counted
from cli.page.file import page
from config.paths import Home
from monitor.core.types import ELSEWHERE, Stretch, Subject
from monitor.service.exchanges import Exchanges
from monitor.service.report import Report, report
from monitor.service.reporting.shape import By
from tests.fakes import NOON, FakeClock
from tests.judging import minutes
from tests.ledgers import filled_home, use
from tests.reported import drawn, said

MONDAY = NOON.date()
CLAUDE, UNKNOWN = Subject("browser", host="claude.ai"), Subject("browser")
WEAK, ELSE = Subject("browser", hint="Claude"), Subject("browser", host=ELSEWHERE)
DOUBTED = ((CLAUDE, 60), (WEAK, 15), (ELSE, 60), (UNKNOWN, 20))


def home_with(folder: Path, *parts: tuple[Subject, float]) -> Home:
    """So many minutes with each, one after the other."""
    now, stretches = NOON, list[Stretch]()
    for subject, length in parts:
        stretches.append(use(now, now + minutes(length), subject))
        now += minutes(length)
    return filled_home(folder, stretches)


def told(folder: Path, *parts: tuple[Subject, float], by: By | None = None) -> Report:
    now = FakeClock(NOON + minutes(300))
    return report(home_with(folder, *parts), now, MONDAY, MONDAY, by=by)


def paged(found: Report) -> str:
    return page(found, Exchanges(), MONDAY, not_watching_since="", made=NOON)


@pytest.mark.parametrize(
    ("parts", "words"),
    [
        (DOUBTED,
         "AI is counted as 1 h 15: 1 h 00 for sure, 15 min by window titles alone; pages not known"
         " may hold up to 10 min more."),
        ([(CLAUDE, 60), (WEAK, 15)],
         "AI is counted as 1 h 15: 1 h 00 for sure, 15 min by window titles alone."),
        ([(CLAUDE, 60), (ELSE, 60), (UNKNOWN, 20)],
         "AI is counted as 1 h 00; pages not known may hold up to 10 min more."),
        ([(WEAK, 15)], "AI is counted as 15 min, all by window titles alone."),
        ([(UNKNOWN, 20)], "No AI is known for sure; pages not known may hold up to 20 min."),
        ([(CLAUDE, 60), (ELSE, 60)], ""),
        ([(CLAUDE, 60), (WEAK, 0.5)], ""),
    ],
)  # fmt: skip
def test_one_line_tells_what_is_counted_of_the_range_and_none_where_there_is_none(
    tmp_path: Path, parts: tuple[tuple[Subject, float], ...], words: str
) -> None:
    found = told(tmp_path, *parts)

    assert counted(found) == words
    for text in (drawn(found, 200), said(found), paged(found)):
        assert words in text
        assert bool(words) is ("hold up to" in text or "counted as" in text)


def test_what_is_counted_is_the_sum_of_every_list(tmp_path: Path) -> None:
    found = told(tmp_path, *DOUBTED)

    for text in (drawn(found, 200), said(found)):
        for name in ("Claude", "assistant"):
            assert re.search(rf"(^|: ){name}\b.* 1 h 15\b", text, re.M)
        fronts = text.partition("In front")[2].partition("Never seen")[0]
        assert re.search(r"Claude · claude\.ai\b[^\n]*? 1 h 00", fronts)
        assert re.search(r"Claude \(by its title\) · browser\b[^\n]*? 15 min", fronts)
    by_tool = drawn(told(tmp_path / "by", *DOUBTED, by=By.TOOL), 80)
    assert re.search(r"^Claude .* 1 h 15$", by_tool, re.M)


def test_the_range_of_a_tool_stands_beside_its_time_where_there_is_room(tmp_path: Path) -> None:
    found = told(tmp_path, *DOUBTED)

    assert "1 h 15  1 h 00 - 1 h 25" in drawn(found, 80)
    assert "Claude 1 h 15 (1 h 00 - 1 h 25)" in said(found)
    assert drawn(found, 40).count("1 h 00 - 1 h 25") == 1  # in the figures alone


@pytest.mark.parametrize("width", [40, 60, 80, 200])
def test_that_a_title_alone_told_it_is_never_cut_off(tmp_path: Path, width: int) -> None:
    found = told(tmp_path, (CLAUDE, 60), (Subject("a-browser-of-a-long-name", hint="AI"), 15))
    (row,) = (line for line in drawn(found, width).splitlines() if line.startswith("AI (by"))

    assert width == 40 or "AI (by its title)" in row
    assert len(row) <= width
