"""The law of made-up lives: lived through the real pipeline, the same each time, marked as such."""

import tempfile
from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from functools import cache
from itertools import pairwise
from pathlib import Path

import pytest

from config.paths import home as home_in
from monitor.core.types import GapReason, Presence, Stretch, Track
from monitor.errors import MonitorError
from monitor.service import made_up
from monitor.service.demo.life import Scene, State, life
from monitor.service.demo.make import Made, make
from monitor.service.demo.persona import Persona
from monitor.service.demo.personas import COMPANION, HEAVY, NONE, PERSONAS, PROGRAMMER
from monitor.service.demo.room import page_that_stays, room
from monitor.service.place import zone_name
from monitor.store import people
from monitor.store.connect import reading
from tests.fakes import FakeClock
from tests.ledgers import filled_home, gaps_in, kept_in, rows_of

FRIDAY = datetime(2026, 11, 20, 18, tzinfo=UTC)
ZONE = zone_name() or "UTC"
DAYS = 5
_SLACK = timedelta(seconds=1)
Lived = Callable[[Persona], Made]


def live(folder: Path, persona: Persona, now: datetime = FRIDAY, days: int = DAYS) -> Made:
    return make(persona, folder / persona.name, FakeClock(now), days)


@pytest.fixture(scope="module")
def lived(tmp_path_factory: pytest.TempPathFactory) -> Lived:
    """Each person's five days up to Friday evening, lived once."""
    return cache(lambda persona: live(tmp_path_factory.mktemp("lived"), persona))


def kept(made: Made) -> list[Stretch]:
    return kept_in(made.home.ledger, FRIDAY - timedelta(days=40))


def scenes(persona: Persona, now: datetime = FRIDAY) -> Iterator[Scene]:
    """What there is to see, up to now."""
    for one in life(persona, ZONE, now.date(), DAYS):
        if one.start < now:
            yield Scene(one.start, min(one.end, now), one.thing, one.state)


def test_the_same_person_lives_the_same_days_each_time(tmp_path: Path, lived: Lived) -> None:
    first, second = live(tmp_path, HEAVY), lived(HEAVY)

    assert kept(first) == kept(second) != []
    assert first.nudges == second.nudges


def test_later_on_the_day_the_hours_before_were_as_they_were(tmp_path: Path, lived: Lived) -> None:
    noon = FRIDAY - timedelta(hours=6)
    early, late = live(tmp_path, HEAVY, noon), lived(HEAVY)
    before = [one for one in kept(late) if one.end <= noon - timedelta(hours=1)]

    assert before == [one for one in kept(early) if one.end <= noon - timedelta(hours=1)]
    assert len(kept(late)) > len(kept(early))


@pytest.mark.parametrize("persona", PERSONAS, ids=lambda one: one.name)
def test_what_is_kept_is_what_was_lived(lived: Lived, persona: Persona) -> None:
    made = lived(persona)
    active = [
        one for one in kept(made)
        if one.presence is Presence.ACTIVE and one.track is Track.ATTENDED
    ]  # fmt: skip
    there = [one for one in scenes(persona) if one.state is State.THERE]
    for subject in {one.thing.subject for one in there}:
        truth = sum((s.end - s.start for s in there if s.thing.subject == subject), timedelta())
        found = sum((one.length for one in active if one.subject == subject), timedelta())

        assert abs(found - truth) <= _SLACK * len(there), subject


@pytest.mark.parametrize("persona", PERSONAS, ids=lambda one: one.name)
def test_no_moment_is_told_twice_and_none_is_left_out(lived: Lived, persona: Persona) -> None:
    made = lived(persona)
    spans = [(one.start, one.end) for one in kept(made) if one.track is Track.ATTENDED]
    spans += [(one.start, one.end) for one in gaps_in(made.home.ledger)]
    spans.sort()

    assert [(one, other) for one, other in pairwise(spans) if one[1] != other[0]] == []
    assert spans[-1][1] == FRIDAY


def test_nights_are_sleep_and_an_agent_works_on_behind_the_lock(lived: Lived) -> None:
    made = lived(PROGRAMMER)
    gaps = gaps_in(made.home.ledger)
    locked = [one for one in gaps if one.reason is GapReason.LOCKED]
    alone = [one for one in kept(made) if one.track is Track.UNATTENDED]

    assert any(one.length > timedelta(hours=8) for one in gaps if one.reason is GapReason.SUSPENDED)
    assert locked != []
    assert {one.subject.program for one in alone} == {"claude"}
    assert any(a.start < gap.start < a.end for a in alone for gap in locked)


@pytest.mark.parametrize("persona", PERSONAS, ids=lambda one: one.name)
def test_on_a_day_of_work_the_real_rules_have_something_to_say(
    lived: Lived, persona: Persona
) -> None:
    made = lived(persona)
    codes = {code for (code,) in rows_of(made.home.ledger, "select code from nudge")}

    assert made.nudges
    assert codes == {one.code for one in made.nudges}
    assert all(FRIDAY - timedelta(days=3) <= one.at <= FRIDAY for one in made.nudges)


def test_closed_days_are_summed_up_and_today_is_not(lived: Lived) -> None:
    made = lived(COMPANION)
    rows = rows_of(made.home.ledger, "select day from day_facts order by day")

    assert rows == [(f"2026-11-{day}",) for day in range(16, 20)]
    assert (str(made.since), str(made.until)) == ("2026-11-16", "2026-11-20")


def test_people_are_named_and_talks_noted_as_far_as_the_life_goes(lived: Lived) -> None:
    made = lived(HEAVY)
    with reading(made.home.ledger) as connection:
        names = [one.name for one in people.every(connection)]
        talks = people.talks(connection)

    assert names == ["Anna", "Jonas", "Mum"]
    assert [(one.person, FRIDAY.date() - one.at.date()) for one in talks] == [
        ("Jonas", timedelta(days=4)), ("Mum", timedelta(days=3)),
    ]  # fmt: skip


def test_a_made_up_ledger_says_so_itself_and_a_real_one_does_not(tmp_path: Path) -> None:
    made = live(tmp_path, NONE, days=1)
    real = filled_home(tmp_path / "real", [])

    assert rows_of(made.home.ledger, "select value from meta where key = 'made_up'") == [("none",)]
    assert made_up.words(made.home) == "Made-up data, nobody's life: the demo's persona none."
    assert made_up.words(real) == ""
    assert made_up.words(home_in(tmp_path / "nowhere")) == ""
    assert not (tmp_path / "nowhere").exists()


@pytest.mark.parametrize("hour", [4, 5])
def test_a_day_that_has_only_begun_is_lived_too(tmp_path: Path, hour: int) -> None:
    made = live(tmp_path, HEAVY, FRIDAY.replace(hour=hour), days=1)

    assert (made.since, kept(made), made.nudges) == (FRIDAY.date(), [], ())


def test_progress_is_told_in_days(tmp_path: Path) -> None:
    told: list[int] = []
    make(NONE, tmp_path / "home", FakeClock(FRIDAY), 3, told.append)

    assert sum(told) == 3
    assert len(told) > 1


def test_a_room_goes_with_all_in_it_unless_it_is_kept(tmp_path: Path) -> None:
    with room(None, ()) as fleeting:
        (fleeting / "ledger.sqlite").touch()
    with room(tmp_path / "kept", ()) as stays:
        stays.mkdir()
        (stays / "ledger.sqlite").touch()

    assert not fleeting.exists()
    assert (tmp_path / "kept/ledger.sqlite").exists()


def test_one_page_stays_and_none_of_a_demo_that_went_wrong(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))
    mine = tmp_path / "humanward-report.html"
    mine.touch()
    with page_that_stays():
        pass
    with page_that_stays() as page:
        page.write_text("the second")
    with pytest.raises(KeyboardInterrupt), page_that_stays():
        raise KeyboardInterrupt

    assert sorted(tmp_path.iterdir()) == sorted([mine, page])
    assert page.read_text() == "the second"


def leave_halfway(folder: Path) -> None:
    with room(folder, ()) as stays:
        stays.mkdir(exist_ok=True)
        (stays / "ledger.sqlite").touch()
        raise KeyboardInterrupt


@pytest.mark.parametrize("was_there", [True, False])
def test_what_goes_wrong_leaves_nothing_half_made(tmp_path: Path, was_there: bool) -> None:  # noqa: FBT001 - a column
    folder = tmp_path / "kept"
    if was_there:
        folder.mkdir()
    with pytest.raises(KeyboardInterrupt):
        leave_halfway(folder)

    assert folder.exists() is was_there
    assert not (folder / "ledger.sqlite").exists()


@pytest.mark.parametrize("place", [".", "run", "deeper/down"])
def test_no_room_is_made_in_the_persons_own_home(tmp_path: Path, place: str) -> None:
    own = home_in(tmp_path / "own")

    with pytest.raises(MonitorError, match="where your own humanward lives"), \
            room(tmp_path / "own" / place, [own]):  # fmt: skip
        pass
    assert not (tmp_path / "own").exists()
