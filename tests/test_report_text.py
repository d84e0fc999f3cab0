"""What a report looks like as text: at every width, in pipes, and for a screen reader."""

import csv
import json
import re
from datetime import date, timedelta
from io import StringIO
from pathlib import Path
from typing import Literal

import pytest
from click.testing import CliRunner, Result
from rich.console import Console

from cli.app import main
from cli.drawing.blocks import bar, step
from cli.drawing.picture import draw_report
from cli.drawing.sentences import sentences
from monitor.core.types import Gap, GapReason, Stretch, Subject
from monitor.errors import MonitorError
from monitor.service.exchanges import Exchanges
from monitor.service.report import Report, report
from monitor.service.reporting.shape import By
from tests.fakes import NOON, FakeClock
from tests.judging import minutes
from tests.ledgers import filled_home, use

_DAY = timedelta(days=1)
_MONDAY = NOON.date()
_LONG_NAME = "A-program-with-a-name-that-is-longer-than-any-terminal-is-wide-" * 3
_DRAWN = set("▁▂▃▄▅▆▇█▏▎▍▌▋▊▉░▒▓┊│─")


def some_weeks() -> list[Stretch]:
    subjects = (Subject("browser", host="claude.ai"), Subject("zoom"), Subject("browser"),
                Subject(_LONG_NAME), Subject("terminal", "claude"), Subject("cursor"))  # fmt: skip
    return [
        use(start, start + minutes(5 + (day + turn) % 11), subject)
        for day in range(35)
        for turn, subject in enumerate(subjects)
        for start in [NOON - day * _DAY - minutes(180 - turn * 20)]
    ]


def told(folder: Path, days: int, *, by: By | None = None, compare: bool = False) -> Report:
    stretches = sorted(some_weeks(), key=lambda one: one.start)
    home = filled_home(folder, stretches, [Gap(NOON, NOON + minutes(9), GapReason.BLIND)])
    since = _MONDAY - (days - 1) * _DAY
    previous = (since - days * _DAY, since - _DAY) if compare else None
    return report(home, FakeClock(NOON + minutes(10)), since, _MONDAY, by=by, previous=previous)


def drawn(found: Report, width: int, *, colour: bool = False, today: date = _MONDAY) -> str:
    paper = StringIO()
    system: Literal["standard"] | None = "standard" if colour else None
    console = Console(file=paper, width=width, highlight=False, markup=False,
                      force_terminal=colour, color_system=system)  # fmt: skip
    draw_report(console, found, Exchanges(2, 1), today, not_watching_since="09:12")
    return paper.getvalue()


@pytest.mark.parametrize("width", [40, 60, 80, 100, 200])
@pytest.mark.parametrize("days", [1, 7, 30, 120])
def test_no_line_is_wider_than_the_terminal_and_no_picture_wraps(
    tmp_path: Path, days: int, width: int
) -> None:
    text = drawn(told(tmp_path, days, compare=True), width)
    lines = text.splitlines()
    bars = [line for line in lines if line.strip() and set(line.strip()) <= _DRAWN]

    assert max(map(len, lines)) <= width
    assert bars == []  # each bar stands beside its name


def test_a_wide_terminal_gets_wider_pictures(tmp_path: Path) -> None:
    found = told(tmp_path, 7)
    narrow, wide = (max(map(len, drawn(found, width).splitlines())) for width in (80, 200))

    assert narrow > 60
    assert wide > 120


def test_a_day_shows_its_hours_and_a_week_its_map(tmp_path: Path) -> None:
    day = drawn(told(tmp_path / "day", 1), 80)
    week = drawn(told(tmp_path / "week", 7), 80)

    for words in ("Hour by hour", "In front: 09-", "People", "AI tools", "By kind", "Never seen"):
        assert words in day
    for words in ("AI time by day", "When in the week with AI", "your last four weeks", "┊"):
        assert words in week
    assert "When in the week" not in day


def test_colours_are_the_terminals_own_and_none_that_may_be_its_paper(tmp_path: Path) -> None:
    codes = re.findall(r"\x1b\[([0-9;]*)m", drawn(told(tmp_path, 7), 100, colour=True))
    numbers = {int(part) for code in codes for part in code.split(";") if part}

    assert numbers
    assert numbers <= {0, 1, 2, *range(31, 37), 39}
    assert not numbers & {30, 37, 97}  # black and white: one of them is the paper


@pytest.mark.parametrize("days", [1, 7, 120])
def test_sentences_have_no_pictures_and_end_as_sentences(tmp_path: Path, days: int) -> None:
    found = told(tmp_path, days, compare=True)
    lines = list(sentences(found, Exchanges(2, 1), _MONDAY, not_watching_since="09:12"))
    text = "\n".join(lines)

    assert not set(text) & _DRAWN
    assert [line for line in lines if line[-1] not in ".:"] == []
    for words in ("AI: ", "Active: ", "People: ", "Claude", "Zoom", "Never seen", "before"):
        assert words in text


def test_the_first_day_says_what_to_expect(tmp_path: Path) -> None:
    home = filled_home(tmp_path, [use(NOON, NOON + minutes(3), Subject("browser"))])
    found = report(home, FakeClock(NOON + minutes(9)), _MONDAY, _MONDAY)

    assert "Still learning what is usual for you (0 of 14 days before this)." in drawn(found, 200)
    assert "This is your first day." in drawn(found, 200)


def test_bars_and_steps_show_anything_at_all_and_never_more_than_there_is() -> None:
    most = timedelta(hours=1)

    assert (bar(timedelta(), most, 10), bar(most, most, 10)) == ("", "█" * 10)
    assert bar(timedelta(seconds=1), most, 10) == "▏"
    assert (step(timedelta(), most), step(timedelta(seconds=1), most)) == (" ", "▁")
    assert step(2 * most, most) == "█"


def said(folder: Path, *words: str) -> Result:
    return CliRunner().invoke(main, ["--home", str(folder), *words])


def test_the_command_takes_any_breakdown_in_any_form(tmp_path: Path) -> None:
    filled_home(tmp_path, sorted(some_weeks(), key=lambda one: one.start))
    span = ("report", "--since", "2026-11-17", "--until", "2026-11-23")
    for by in By:
        rows = list(csv.reader(StringIO(said(tmp_path, *span, "--by", by.value, "--format",
                                             "csv").stdout)))  # fmt: skip
        found = json.loads(said(tmp_path, *span, "--by", by.value, "--format", "json").stdout)
        text = said(tmp_path, *span, "--by", by.value)

        assert rows[0][:3] == [by.value, "seconds", "ai_seconds"]
        assert found["by"]["of"] == by.value
        assert [[str(row["name"] if row["name"] is not None else ""), str(row["seconds"]),
                 str(row["ai_seconds"])] for row in found["by"]["rows"]] == [
                     row[:3] for row in rows[1:]]  # fmt: skip
        whole = "people" if by is By.PERSON else "active"
        assert sum(row["seconds"] for row in found["by"]["rows"]) == pytest.approx(
            found["seconds"][whole]
        )
        assert f"By {by.value}" in text.stdout


def test_json_keeps_its_eight_seconds_and_tells_the_rest_beside_them(tmp_path: Path) -> None:
    filled_home(tmp_path, sorted(some_weeks(), key=lambda one: one.start))
    found = json.loads(
        said(tmp_path, "report", "--since", "2026-11-17", "--until", "2026-11-23", "--compare",
             "previous", "--format", "json").stdout
    )  # fmt: skip

    assert set(found["seconds"]) == {
        "active", "ai", "people", "ai_editor", "unrecognised_browser", "unattended_ai", "ai_low",
        "ai_high",
    }  # fmt: skip
    assert found["version"] == 1
    assert sum(day["ai"] for day in found["days"]) == pytest.approx(found["seconds"]["ai"])
    assert sum(hour["active"] for hour in found["hours"]) == pytest.approx(
        found["seconds"]["active"]
    )
    assert sum(kind["seconds"] for kind in found["kinds"]) == pytest.approx(
        found["seconds"]["active"]
    )
    assert (found["previous"]["since"], found["previous"]["until"]) == ("2026-11-10", "2026-11-16")
    assert set(found["previous"]["seconds"]) == set(found["seconds"])
    assert found["usual"]["days"] <= 28


def test_a_page_is_written_for_its_owner_alone_and_replaces_the_last(tmp_path: Path) -> None:
    filled_home(tmp_path / "home", sorted(some_weeks(), key=lambda one: one.start))
    file = tmp_path / "page.html"
    said(tmp_path / "home", "today", "--html", str(file))
    done = said(tmp_path / "home", "report", "week", "--html", str(file))

    assert (done.exit_code, done.stdout) == (0, "")
    assert f"{file} (" in done.stderr
    assert file.read_text("utf-8").startswith("<!doctype html>")
    assert file.stat().st_mode & 0o777 == 0o600
    assert [one.name for one in tmp_path.iterdir() if one.name.startswith(".")] == []
    assert said(tmp_path / "home", "today", "--html", "-").stdout.startswith("<!doctype html>")
    nowhere = said(tmp_path / "home", "today", "--html", str(tmp_path / "none" / "page.html"))
    assert str(nowhere.exception) == f"There is no folder {tmp_path / 'none'}; nothing was written."


def test_a_file_that_is_no_page_of_ours_is_written_over_by_force_alone(tmp_path: Path) -> None:
    filled_home(tmp_path / "home", [use(NOON, NOON + minutes(3), Subject("browser"))])
    file = tmp_path / "thesis.html"
    file.write_text("<!doctype html>\n<title>Years of work</title>\n")
    done = said(tmp_path / "home", "today", "--html", str(file))
    kept = file.read_text("utf-8")
    forced = said(tmp_path / "home", "today", "--html", str(file), "--force")

    assert isinstance(done.exception, MonitorError)
    assert "is none of our pages; nothing was written." in str(done.exception)
    assert "--force" in done.exception.hint
    assert "Years of work" in kept
    assert forced.exit_code == 0
    assert "humanward" in file.read_text("utf-8")


def test_open_hands_the_page_to_the_browser(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    filled_home(tmp_path / "home", [use(NOON, NOON + minutes(3), Subject("browser"))])
    note = tmp_path / "note"
    browser = tmp_path / "browser"
    browser.write_text(f'#!/bin/sh\nprintf "%s" "$1" > {note}\n')
    browser.chmod(0o700)
    monkeypatch.setenv("BROWSER", f"{browser} %s")
    done = said(tmp_path / "home", "today", "--open")

    assert done.exit_code == 0
    assert note.read_text() == (tmp_path / "home/run/report.html").as_uri()


@pytest.mark.parametrize(
    "words",
    [("--plain", "--format", "json"), ("--html", "page.html", "--plain"),
     ("--open", "--format", "csv"), ("--html", "")],
)  # fmt: skip
def test_views_that_exclude_each_other_are_refused(tmp_path: Path, words: tuple[str, ...]) -> None:
    done = said(tmp_path, "report", *words)

    assert done.exit_code == 2
    assert "--plain" in done.stderr or "--html" in done.stderr
