"""Old days that a tag was not left out of while their stretches still were there."""

import json
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from click.testing import CliRunner

from cli.app import main
from config.paths import Home
from config.schema import DEFAULTS, Span
from monitor.core.facts import Measure
from monitor.core.types import Subject, Zone
from monitor.store import connect, facts, read, rollup
from tests.ledgers import filled_home, use

DAY = timedelta(days=1)
FIRST = datetime(2026, 4, 1, 9, tzinfo=UTC)
NOW = FIRST + 30 * DAY
LAST = (FIRST + 20 * DAY).date()
CLAUDE, EDITOR = Subject("browser", host="claude.ai"), Subject("editor")
GONE = "its stretches are gone, so no tag can be left out"


def bygone(folder: Path, *left_out: str) -> Home:
    """Three weeks of two hours a day, summed up with these tags left out; no stretch is left."""
    hours = [(n * DAY, n * DAY + DAY / 24) for n in range(21)]
    stretches = [
        use(FIRST + start + ahead, FIRST + end + ahead, subject)
        for start, end in hours
        for ahead, subject in ((timedelta(), EDITOR), (DAY / 24, CLAUDE))
    ]
    home = filled_home(folder, stretches, zones=[Zone(FIRST - DAY, "UTC")])
    (folder / "settings.toml").write_text('[index]\nleave_out = ["work"]\n')
    connection = connect.for_writing(home.ledger)
    connection.execute("update verdict set tags = 'work' where tool = 'Claude'")
    night, calendar = DEFAULTS.day.night, read.calendar(connection)
    rollup.roll_up(connection, home.ledger, calendar, NOW, night, left_out)
    rollup.forget_raw(connection, home.ledger, NOW, NOW + 2 * DAY)
    connection.close()
    return home


def told(home: Home, night: str, *left_out: str) -> tuple[list[timedelta], bool]:
    """The AI time of the last day where it can be told, and whether it is inseparable."""
    with connect.reading(home.ledger) as connection:
        measure = Measure(read.calendar(connection), Span.of(night), left_out)
        found = [one.ai for one in facts.days(connection, measure, LAST, LAST)]
        return found, LAST in facts.inseparable(connection, measure, LAST, LAST)


def said(home: Home, *words: str) -> str:
    done = CliRunner().invoke(main, ["--home", str(home.ledger.parent), *words])
    assert done.exit_code == 0, done.output
    return done.stdout


@pytest.mark.parametrize("night", ["00:00-06:00", "22:00-05:00"])
def test_a_day_is_inseparable_for_other_tags_than_it_was_summed_up_with(
    tmp_path: Path, night: str
) -> None:
    home = bygone(tmp_path, "work")

    assert told(home, night) == ([DAY / 24], False)
    assert told(home, night, "Work") == ([timedelta()], False)
    assert told(home, night, "play") == ([], True)


def test_the_index_says_why_such_days_do_not_count_and_promises_nothing(tmp_path: Path) -> None:
    home = bygone(tmp_path)
    text = said(home, "index", "--day", str(LAST))
    explained = said(home, "index", "--day", str(LAST), "--explain")
    found = json.loads(said(home, "index", "--day", str(LAST), "--format", "json"))

    assert text.count(f"{GONE}\n") == 7
    for words in ("not watched", "by itself"):
        assert words not in " ".join(text.split())
    assert explained.count(f"does not count: {GONE}\n") == 7
    assert max(map(len, explained.splitlines())) <= 80
    assert {one["why_not"] for one in found["days"]} == {GONE}
    assert (found["score"], found["not_seen"]) == (None, 0)


def test_the_letter_of_such_a_week_does_not_say_that_little_was_seen(tmp_path: Path) -> None:
    text = said(bygone(tmp_path), "report", "--letter", "--until", str(LAST))

    assert "Too little can be told of these seven days without the tags that you leave" in text
    for words in ("was seen", "by itself"):
        assert words not in text


def test_a_day_of_which_nothing_is_kept_was_not_watched_and_nothing_is_promised(
    tmp_path: Path,
) -> None:
    text = said(bygone(tmp_path), "index", "--day", "2026-02-01")

    assert text.count("not watched\n") == 7
    assert "by itself" not in text
