"""Somebody at work: the focus moves at random between windows of known names."""

import math
import random
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import partial

from tests.rig import Desktop, XTerm, pause, wait_for
from tests.stages import Stage, XStage
from tests.truth import Stay, Witness, now

_APPS = ("Alder", "Birch", "Cedar", "Damson", "Elm", "Fir", "Gorse", "Hazel")
_KEY_EVERY_S = 20.0


@dataclass(frozen=True, slots=True)
class Schedule:
    """How the focus moves. A stay is drawn evenly over the orders of magnitude of its bounds."""

    least_s: float
    most_s: float
    minutes: float
    seed: int

    def stay(self, chance: random.Random) -> float:
        """The length of one stay in seconds."""
        return math.exp(chance.uniform(math.log(self.least_s), math.log(self.most_s)))


@dataclass(frozen=True, slots=True)
class Walk:
    """What truly was in front, and how long the desktop took at most to follow a command."""

    stays: tuple[Stay, ...]
    slowest_s: float


def open_windows(desktop: Desktop, count: int) -> list[XTerm]:
    """Open as many terminals on an X display, each of a class of its own."""
    return [desktop.xterm(app) for app in _APPS[:count]]


def wander(
    desktop: Desktop,
    terminals: Sequence[XTerm],
    schedule: Schedule,
    *,
    at_each_move: Callable[[], None] = lambda: None,
) -> Walk:
    """Move the focus among these terminals of an X display."""
    apps = [one.app for one in terminals]
    return roam(XStage(desktop, *terminals), apps, schedule, at_each_move=at_each_move)


def roam(
    stage: Stage,
    apps: Sequence[str],
    schedule: Schedule,
    *,
    at_each_move: Callable[[], None] = lambda: None,
) -> Walk:
    """Move the focus among windows, with a key now and then so that nobody is idle."""
    chance = random.Random(schedule.seed)  # noqa: S311 - a schedule, no secret
    current, slowest_s = apps[-1], 0.0
    with stage.witness() as witness:
        began, end = now(), time.monotonic() + schedule.minutes * 60
        while time.monotonic() < end:
            current = chance.choice([other for other in apps if other != current])
            asked = now()
            stage.activate(current)
            moved = wait_for(partial(_arrival, witness, current), f"{current} in front")
            slowest_s = max(slowest_s, (moved.start - asked).total_seconds())
            at_each_move()
            _stay(stage, min(schedule.stay(chance), end - time.monotonic()))
        found = witness.stays(now())
    return Walk(tuple(stay for stay in found if stay.start >= began), slowest_s)


def _arrival(witness: Witness, app: str) -> Stay | None:
    stays = witness.stays(now())
    return stays[-1] if stays and stays[-1].app == app else None


def _stay(stage: Stage, seconds: float) -> None:
    until = time.monotonic() + seconds
    while (left := until - time.monotonic()) > 0:
        stage.press()
        pause(max(0.0, min(_KEY_EVERY_S, left - 0.02)))
