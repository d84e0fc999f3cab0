"""The law of the next possible nudge."""

from datetime import UTC, datetime, timedelta

import pytest
from msgspec.structs import replace

from config.schema import Nudge, Span
from monitor.core.days import Calendar
from monitor.core.nudging.holds import next_possible
from monitor.core.nudging.words import Given, Law, Moment
from monitor.core.types import Zone
from tests.judging import BERLIN, LONG_AGO, NOON, POLICY, THERE, minutes, told


def test_the_next_possible_moment_is_after_pause_spacing_caps_and_quiet_hours() -> None:
    late = NOON + timedelta(hours=10, minutes=20)
    after_quiet = NOON + timedelta(hours=19)
    paused = Moment(BERLIN, LONG_AGO, active=False, paused_until=NOON + minutes(40))
    just_told = (Given("break", "spell:0", late - minutes(1)),)

    assert next_possible(NOON, (), THERE, Law(POLICY)) == NOON
    assert next_possible(NOON, (), paused, Law(POLICY)) == NOON + minutes(40)
    assert next_possible(late, just_told, THERE, Law(POLICY)) == after_quiet
    assert (
        next_possible(NOON, (told(minutes(1)),), THERE, Law(replace(POLICY, most_a_day=1)))
        == after_quiet
    )


def test_there_is_no_next_moment_when_nudges_are_off_or_the_whole_day_is_quiet() -> None:
    all_day = Nudge(quiet=(Span.of("00:00-12:00"), Span.of("12:00-24:00")))

    assert next_possible(NOON, (), THERE, Law(Nudge(on=False))) is None
    assert next_possible(NOON, (), THERE, Law(all_day)) is None
    assert next_possible(NOON, (), THERE, Law(Nudge(quiet=(Span.of("00:00-24:00"),)))) is None


@pytest.mark.parametrize("night", ["2026-03-28", "2026-10-24"])
def test_quiet_hours_end_by_the_clock_on_the_wall_when_it_changes(night: str) -> None:
    evening = datetime.fromisoformat(f"{night}T23:00").replace(tzinfo=UTC)

    end = next_possible(evening, (), THERE, Law(POLICY))

    assert end is not None
    assert BERLIN.local(end).isoformat(timespec="minutes")[11:16] == "07:00"


def test_a_journey_west_over_the_start_of_the_day_begins_no_day_twice() -> None:
    flight = datetime(2026, 11, 23, 3, 30, tzinfo=UTC)
    there = Calendar((*BERLIN.zones, Zone(flight, "America/New_York")))
    moment = Moment(there, LONG_AGO, active=True)
    history = (Given("break", "spell:0", flight - minutes(20)),)
    policy = Nudge(most_a_day=1, quiet=())

    next_day = next_possible(flight + minutes(15), history, moment, Law(policy))

    assert next_day == datetime(2026, 11, 24, 9, tzinfo=UTC)


def test_hours_that_shut_each_other_out_leave_no_moment_and_cost_no_time() -> None:
    shut = Nudge(hours=(Span.of("09:00-10:00"),), quiet=(Span.of("08:30-10:30"),))

    assert next_possible(NOON, (), THERE, Law(shut)) is None
