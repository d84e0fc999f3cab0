"""The law of sight: the best sensor there is, chosen again with patience when it is lost."""

from collections.abc import Callable, Iterator
from contextlib import ExitStack, closing
from datetime import timedelta
from pathlib import Path

import pytest

from monitor.core.sighting import Around, Player, Reading
from monitor.core.types import GapReason, Mark, Presence, Track, Way
from monitor.errors import NoSensorError
from tests.fakes import ScriptedSensor
from tests.ledgers import kept_in, rows_of
from tests.living import seconds as seconds_of
from tests.watching import Watched, front

EDITOR = front("Editor")
WatchOver = Callable[..., Watched]


@pytest.fixture
def watch_over(tmp_path: Path) -> Iterator[WatchOver]:
    """Watch through these, one choice after the other."""
    with ExitStack() as held:
        yield lambda *sensors: held.enter_context(closing(Watched(tmp_path, *sensors)))


def test_programs_that_run_alone_are_unattended(watch_over: WatchOver) -> None:
    watched = watch_over(ScriptedSensor([Reading(running=("claude",))], name="processes"))
    watched.watch(60)
    watched.end()

    (agent,) = kept_in(watched.path)
    assert (agent.subject.program, agent.track) == ("claude", Track.UNATTENDED)
    assert agent.length == timedelta(seconds=60)
    assert [reason for *_, reason in watched.gaps] == [GapReason.BLIND]


def test_a_lost_sensor_is_a_time_without_sight_and_is_chosen_again(watch_over: WatchOver) -> None:
    first = ScriptedSensor([EDITOR, EDITOR, EDITOR, "the display went away"], name="best")
    nothing = NoSensorError("Nothing can be seen on this machine.", hint="best: gone")
    watched = watch_over(first, nothing, nothing, ScriptedSensor([front("Mail")], name="best"))
    watched.watch(60)
    watched.end()

    assert first.closed == 1
    assert [one for one in watched.said if "went away" in one] == [
        "the display went away; trying again"
    ]
    assert [(start, reason) for start, _, reason in watched.gaps] == [(10, GapReason.BLIND)]
    assert watched.told[0] == (0, 10, "Editor", Presence.ACTIVE)
    assert watched.told[-1][2:] == ("Mail", Presence.ACTIVE)


def test_a_sensor_is_not_blamed_for_the_time_that_choosing_it_took(watch_over: WatchOver) -> None:
    nothing = NoSensorError("Nothing can be seen on this machine.", hint="best: gone")
    watched = watch_over(nothing, ScriptedSensor([EDITOR], name="best"))
    watched.choosing_s = 4
    watched.watch(60)

    assert watched.sight.name == "best"
    assert not [one for one in watched.said if "took" in one]


def test_trying_again_has_patience(watch_over: WatchOver) -> None:
    nothing = NoSensorError("Nothing can be seen on this machine.", hint="best: gone")
    watched = watch_over(nothing)
    watched.watch(600)

    assert watched.asked < 20
    assert len(watched.said) == 1


def test_a_better_sensor_is_taken_when_it_comes(watch_over: WatchOver) -> None:
    poor = ScriptedSensor([front("terminal")], name="terminal")
    best = ScriptedSensor([EDITOR], name="best")
    watched = watch_over(poor, poor, poor, best)
    watched.watch(300)
    asked = watched.asked
    watched.watch(300)

    assert (watched.sight.name, watched.sight.refused) == ("best", ())
    assert poor.closed > 0
    assert watched.asked == asked  # the best is never doubted
    assert rows_of(watched.path, "select sensor, refused from heartbeat") == [("best", "")]


def test_a_sensor_that_fails_in_any_way_is_lost_and_says_no_more_than_its_kind(
    watch_over: WatchOver,
) -> None:
    broken = FailingSensor(ValueError("a title: my secret letter"))
    watched = watch_over(broken, ScriptedSensor([front("Mail")], name="best"))
    broken.is_broken = True
    watched.watch(30)
    watched.end()

    assert broken.closed == 1
    assert [one for one in watched.said if "not foreseen" in one] == [
        "best failed in a way that was not foreseen (ValueError); trying again"
    ]
    assert watched.told[-1][2] == "Mail"


def test_a_sensor_that_holds_a_look_up_is_lost_and_the_time_is_a_gap(
    watch_over: WatchOver,
) -> None:
    slow = FailingSensor(None)
    watched = watch_over(slow, ScriptedSensor([front("Mail")], name="best"))
    slow.before_each = lambda: watched.clock.advance(10)
    watched.look()
    watched.watch(30)
    watched.end()

    assert slow.closed == 1
    assert "best took 10 s for one look; trying again" in watched.said
    assert GapReason.STALLED in [reason for *_, reason in watched.gaps]
    assert watched.told[-1][2] == "Mail"


def test_a_sensor_that_fails_again_and_again_is_tried_less_and_less(
    watch_over: WatchOver,
) -> None:
    watched = watch_over(
        ScriptedSensor((EDITOR if turn % 2 else "gone" for turn in range(200)), name="best")
    )
    watched.watch(600)

    assert watched.asked < 20


def test_media_in_front_keeps_somebody_there_and_marks_the_time(watch_over: WatchOver) -> None:
    sensor = ScriptedSensor([front("vlc")], name="best")
    watched = watch_over(sensor)
    watched.surroundings.around = Around(playing=(Player(frozenset({"vlc"})),))
    for seconds in range(0, 600, 5):
        sensor.show(front("vlc", idle=seconds))
        watched.look()
    watched.end()

    kept = kept_in(watched.path)
    assert {one.presence for one in kept} == {Presence.ACTIVE}
    assert [one.marks for one in kept] == [0, Mark.PASSIVE]
    assert seconds_of(kept[1].start) == pytest.approx(185, abs=5)


def test_a_lock_told_by_the_surroundings_is_a_gap_whatever_the_sensor_sees(
    watch_over: WatchOver,
) -> None:
    watched = watch_over(ScriptedSensor([EDITOR], name="best"))
    watched.watch(20)
    watched.surroundings.around = Around(locked=True)
    watched.watch(30)
    watched.surroundings.around = Around(switched=True)
    watched.watch(30)
    watched.surroundings.around = Around()
    watched.watch(20)
    watched.end()

    assert watched.gaps == [
        (25, 55, GapReason.LOCKED),
        (55, 85, GapReason.SWITCHED),
    ]


def test_an_agent_is_unattended_only_while_nobody_is_at_it(watch_over: WatchOver) -> None:
    sensor = ScriptedSensor([Reading("XTerm", program="claude", idle=timedelta())], name="best")
    watched = watch_over(sensor)
    watched.at_work = ("claude",)
    watched.watch(60)
    sensor.show(front("Mail"))
    watched.watch(60)
    watched.end()

    alone = [one for one in kept_in(watched.path) if one.track is Track.UNATTENDED]
    assert [(one.subject.program, seconds_of(one.start)) for one in alone] == [("claude", 65)]
    assert alone[0].length == timedelta(seconds=55)


class FailingSensor(ScriptedSensor):
    """Looks well until it is broken, or holds each look up."""

    def __init__(self, error: Exception | None) -> None:
        super().__init__([EDITOR], name="best")
        self.error = error
        self.is_broken = False
        self.before_each: Callable[[], object] = lambda: None

    def look(self) -> Reading:
        """Fail as the test wants."""
        self.before_each()
        if self.is_broken and self.error:
            raise self.error
        return super().look()


def test_a_window_that_cannot_be_seen_is_never_counted_to_the_one_before_it(
    watch_over: WatchOver,
) -> None:
    sensor = ScriptedSensor([Reading("XTerm", idle=timedelta(), xwayland=True)], name="best")
    watched = watch_over(sensor)
    watched.watch(20)
    sensor.show(Reading(idle=timedelta(), xwayland=True))
    watched.look(2)
    sensor.show(Reading("XTerm", idle=timedelta(), xwayland=True))
    watched.look(2)
    watched.watch(20)
    watched.end()

    kept = kept_in(watched.path)
    assert {one.way for one in kept} == {Way.XWAYLAND}
    assert watched.gaps == [(22, 24, GapReason.BLIND)]
