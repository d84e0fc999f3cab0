"""`humanward index`: what it says to a newcomer and to an old hand, and that a pencil agrees."""

import json
import re
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from math import log
from pathlib import Path
from random import Random
from typing import Any

import pytest
from click.testing import CliRunner, Result

from cli.app import main
from config.paths import home as home_in
from config.tools import Tool
from monitor.core.part_words import SOURCES, TITLES
from monitor.core.types import Gap, GapReason, Stretch, Subject, Zone
from monitor.service import tools
from monitor.store import connect, read, rollup
from tests.ledgers import filled_home, use

NEVER = ("addict", "dependen", "disorder", "risk", "healthy", "symptom", "average person")
FIRST = datetime(2026, 4, 1, tzinfo=UTC)
DAYS = 60
LAST = (FIRST + timedelta(days=DAYS - 1)).date()
SUBJECTS = (
    Subject("editor"), Subject("browser", host="claude.ai"), Subject("browser"), Subject("signal"),
    Subject("zoom"), Subject("browser", hint="Poe"), Subject(program="claude"),
)  # fmt: skip
WEIGHTS = (6, 3, 1, 0.6, 0.3, 0.5, 0.8)
Say = Callable[..., Result]


@pytest.fixture(scope="module")
def lived(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Two months of somebody who came to use more AI, half of it summed up."""
    chance = Random(11)  # noqa: S311 - a life, no secret
    stretches: list[Stretch] = []
    gaps: list[Gap] = []
    for number in range(DAYS):
        now = FIRST + timedelta(days=number, hours=8 + chance.random())
        end = now + timedelta(hours=chance.uniform(5, 9))
        weights = (*WEIGHTS[:1], WEIGHTS[1] * (3 if number > DAYS - 14 else 1), *WEIGHTS[2:])
        while now < end:
            later = now + timedelta(seconds=round(chance.uniform(10, 900)))
            stretches.append(use(now, later, chance.choices(SUBJECTS, weights)[0]))
            now = later
            if chance.random() < 0.1:
                now += timedelta(minutes=round(chance.uniform(1, 40)))
                reason = chance.choice((GapReason.LOCKED, GapReason.BLIND))
                gaps.append(Gap(later, now, reason))
    folder = tmp_path_factory.mktemp("lived")
    home = filled_home(folder, stretches, gaps, [Zone(FIRST - timedelta(days=9), "UTC")])
    connection = connect.for_writing(home.ledger)
    middle = FIRST + timedelta(days=DAYS // 2)
    rollup.roll_up(connection, home.ledger, read.calendar(connection), middle)
    connection.close()
    return folder


@pytest.fixture
def say(lived: Path) -> Say:
    def run(*words: str, home: Path = lived, code: int = 0) -> Result:
        told = CliRunner().invoke(main, ["--home", str(home), "index", *words])
        assert told.exit_code == code, told.output
        return told

    return run


def value(told: Result) -> dict[str, Any]:
    found: dict[str, Any] = json.loads(told.stdout)
    return found


def on(day: object) -> tuple[str, str]:
    return ("--day", str(day))


def test_the_index_is_told_in_one_sentence_that_says_what_it_is_not(say: Say) -> None:
    said = " ".join(say(*on(LAST)).stdout.split())

    assert re.search(
        r"\d+ \(\d+-\d+\), [78] of 8 parts, \d+ % of the week not seen, phone not seen\."
        r" This describes computer use\. It is no diagnosis",
        said,
    )
    assert "your last four weeks (" in said


def test_a_pencil_comes_to_the_same_index_by_what_is_explained(say: Say) -> None:
    found = value(say(*on(LAST), "--format", "json"))
    said = " ".join(say(*on(LAST), "--explain").stdout.split())

    steps = re.findall(
        r"= (-?[\d.]+) (?:min|%|an hour)(?:, [+-][\d.]+ min a day, p = [\d.]+; it counts with 10"
        r" min more and p below 0\.01, so (it does|it is taken as 100 %))?"
        r" no points up to ([\d.]+), all from ([\d.]+) on: (\(ln)?.*?"
        r": ([\d.]+) \6 x weight (\d+)",
        said,
    )
    points = weights = 0.0
    for x, gate, least, full, is_log, value_told, weight in steps:
        ends = [float(100 if "taken" in gate else x), float(least), float(full)]
        a, b, c = map(log, ends) if is_log else ends
        by_hand = min(1, max(0, (a - b) / (c - b)))
        assert by_hand == pytest.approx(float(value_told), abs=0.002)
        points += by_hand * int(weight)
        weights += int(weight)

    assert len(steps) == len(found["parts"]) >= 7
    assert 100 * points / weights == pytest.approx(found["score"], abs=0.2)


def test_the_days_that_are_listed_add_up_to_what_the_parts_are_made_of(say: Say) -> None:
    found = value(say(*on(LAST), "--format", "json"))

    days = [one["figures"] for one in found["days"] if one["figures"]]
    sums = {name: sum(day[name] for day in days) for name in days[0]}
    x = {one["name"]: one["x"] for one in found["parts"]}
    assert x["time"] == pytest.approx(sums["ai_minutes"] / len(days), abs=0.01)
    assert x["share"] == pytest.approx(100 * sums["ai_minutes"] / sums["active_minutes"], abs=0.01)
    assert x["returning"] == pytest.approx(60 * sums["returns"] / sums["active_minutes"], abs=0.01)
    assert x["first"] == pytest.approx(100 * sums["searches_with_ai"] / sums["searches"], abs=0.01)
    assert x["long"] == pytest.approx(sums["longest_session_minutes"] / len(days), abs=0.01)
    people = (sums["call_minutes"] + sums["message_minutes"] / 2) / len(days)
    assert x["people"] == pytest.approx(100 * x["time"] / (x["time"] + people + 10), abs=0.01)
    growth = found["growth"]
    lately, earlier = (sum(one) / len(one) for one in (growth["lately"], growth["earlier"]))
    assert growth["speaks"] is True
    assert x["growth"] == pytest.approx(100 * (lately + 5) / (earlier + 5), abs=0.01)


def test_text_and_json_tell_the_same_numbers(say: Say) -> None:
    found = value(say(*on(LAST), "--format", "json"))
    said = say(*on(LAST)).stdout

    assert f"\n{found['score']:.0f} ({found['low']:.0f}-{found['high']:.0f})," in said
    for part in found["parts"]:
        assert f"{part['value']:6.2f}  {part['weight']:6}  {TITLES[part['name']]}" in said


def test_the_json_keeps_its_contract(say: Say) -> None:
    found = value(say(*on(LAST), "--format", "json"))

    assert set(found) == {
        "version", "day", "score", "low", "high", "why_not", "is_learning", "learned_days",
        "not_seen", "parts", "missing", "ranges", "days", "growth", "changed", "left_out",
        "unborne", "beside",
    }  # fmt: skip
    assert (found["version"], found["day"], found["why_not"]) == (1, str(LAST), None)
    assert [one["by"] for one in found["ranges"]] == ["days", "unseen", "parts"]
    assert set(found["parts"][0]) == {
        "name", "x", "unit", "from", "full", "value", "weight", "says", "reckoning", "source",
    }  # fmt: skip
    assert [one["name"] for one in found["beside"]] == ["ai", "screen", "night", "longest_spell"]


def test_everything_fits_eighty_columns(say: Say) -> None:
    for words in ((), ("--explain",)):
        lines = say(*on(LAST), *words).stdout.splitlines()
        assert [line for line in lines if len(line) > 80] == []


def test_the_same_day_reads_the_same_before_and_after_it_is_summed_up(
    say: Say, lived: Path
) -> None:
    before = say(*on(LAST), "--format", "json").stdout
    connection = connect.for_writing(lived / "ledger.sqlite")
    now = FIRST + timedelta(days=DAYS + 9)
    rollup.roll_up(connection, lived / "ledger.sqlite", read.calendar(connection), now)
    connection.close()

    assert say(*on(LAST), "--format", "json").stdout == before


def test_in_the_first_days_it_says_kindly_what_is_missing(say: Say, tmp_path: Path) -> None:
    third = FIRST.date() + timedelta(days=2)

    nobody = say(home=tmp_path / "new").stdout
    newcomer = say(*on(third)).stdout

    for said, count in ((nobody, "none of them tell"), (newcomer, "3 of them tell")):
        assert f"No index yet: it takes 4 of the 7 days, and {count} enough." in " ".join(
            said.split()
        )
    assert newcomer.count("tells enough\n") == 3
    assert not (tmp_path / "new").exists()


def test_for_two_weeks_it_says_that_it_still_learns(say: Say) -> None:
    tenth = FIRST.date() + timedelta(days=9)

    said = say(*on(tenth)).stdout

    assert "Still learning what is usual for you: 10 of 14 days." in said
    assert "still learning what is usual for you" in said


def test_own_weights_and_tags_left_out_are_said(say: Say, lived: Path, tmp_path: Path) -> None:
    home = tmp_path / "own"
    home.mkdir()
    (home / "ledger.sqlite").write_bytes((lived / "ledger.sqlite").read_bytes())
    (home / "settings.toml").write_text(
        '[index]\nleave_out = ["work"]\ntime_weight = 40\nlong_full = "3h"\n'
    )
    early = say(*on(LAST), home=home).stdout
    tools.add(home_in(home), Tool("Claude", "", tags=("Work",)))

    said = say(*on(LAST), home=home).stdout
    found = value(say(*on(LAST), "--format", "json", home=home))

    assert "No tool bears the tag work yet; `humanward tools add NAME --tag work` gives" in early
    assert "Left out, as you chose" not in early
    assert "Left out, as you chose: work." in said
    assert "No tool bears" not in said
    assert "With weights and bounds of your own: time_weight, long_full." in said
    assert (found["left_out"], found["changed"]) == (["work"], ["time_weight", "long_full"])
    whole = value(say(*on(LAST), "--format", "json"))
    assert found["days"][0]["figures"]["ai_minutes"] < whole["days"][0]["figures"]["ai_minutes"]


def test_a_day_that_is_not_over_has_no_index(say: Say) -> None:
    for word in ("today", "2999-01-01"):
        told = say(*on(word), code=2)
        assert "is not over; the index is told of days up to" in told.stderr


def test_no_word_judges_the_person(say: Say) -> None:
    said = "".join(say(*on(LAST), *words).stdout for words in ((), ("--explain",)))
    said += "".join((*SOURCES.values(), *TITLES.values())) + say("--help").stdout

    assert [word for word in NEVER if word in said.lower()] == []
