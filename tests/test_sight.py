"""The law of sight: the best sensor there is, chosen again with patience when it is lost."""

from collections.abc import Callable, Iterator
from contextlib import ExitStack, closing
from datetime import timedelta
from pathlib import Path

import pytest

from monitor.core.types import GapReason, Presence, Reading, Track
from monitor.errors import NoSensorError
from tests.fakes import ScriptedSensor
from tests.ledgers import kept_in, rows_of
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
