"""Judge whether somebody is there: by input, by what plays in front, by a call that goes on.

Every judgement comes with its reason. Time without input counts as presence only while a reason
for it lasts, and only up to a limit; after that it counts from the last sign of somebody.
"""

from dataclasses import dataclass, replace
from datetime import timedelta

from monitor.core.types import Around, GapReason, Mark, Player, Reading

_Front = tuple[str | None, str, int | None, str]


@dataclass(frozen=True, slots=True)
class Bounds:
    """How long without input is absence, how long media may stand for it, how long is odd."""

    idle_after: timedelta
    passive_limit: timedelta
    unchanged_after: timedelta = timedelta(hours=3)


@dataclass(frozen=True, slots=True)
class Signs:
    """What is remembered between two looks; the moments are those of the monotonic clock.

    ``sign`` is the last sign of somebody that was no input. ``gone``: nobody was there at the
    last look, so what plays by itself since then speaks for nobody.
    """

    front: _Front | None = None
    changed: timedelta = timedelta()
    sign: timedelta | None = None
    gone: bool = False


@dataclass(frozen=True, slots=True)
class Attendance:
    """The judgement: time since the last sign of somebody, marks, an obstacle, and why."""

    idle: timedelta | None
    marks: int = 0
    obstacle: GapReason | None = None
    because: str = ""


def attend(
    signs: Signs, reading: Reading, around: Around, *, now: timedelta, bounds: Bounds
) -> tuple[Signs, Attendance]:
    """Judge one look; ``now`` is the monotonic clock of it."""
    obstacle = _obstacle(reading, around)
    if obstacle is not None:
        reason, because = obstacle
        return Signs(), Attendance(None, obstacle=reason, because=because)
    signs = _follow(signs, reading, now=now, bounds=bounds)
    if reading.idle is None:
        return signs, Attendance(
            None, _call(around), because="input is not told yet, or cannot be told here"
        )
    if reading.idle < bounds.idle_after:
        return replace(signs, gone=False), _at_work(signs, around, reading.idle, now, bounds)
    because = _reason_to_stay(reading, around, gone=signs.gone)
    if because and reading.idle < bounds.passive_limit:
        stays = Attendance(timedelta(), _call(around) or Mark.PASSIVE, because=because)
        return replace(signs, sign=now, gone=False), stays
    idle = reading.idle if signs.sign is None else min(reading.idle, now - signs.sign)
    gone = idle >= bounds.idle_after
    left = Attendance(idle, 0 if gone else Mark.PASSIVE, because="no input")
    return replace(signs, gone=gone), left


def _obstacle(reading: Reading, around: Around) -> tuple[GapReason, str] | None:
    if around.asleep:
        return GapReason.SUSPENDED, "the machine is about to sleep"
    if around.switched:
        return GapReason.SWITCHED, "another session is on the screen"
    if around.locked or reading.locked:
        return GapReason.LOCKED, "the screen is locked"
    return None


def _follow(signs: Signs, reading: Reading, *, now: timedelta, bounds: Bounds) -> Signs:
    front = (reading.app, reading.instance, reading.pid, reading.title)
    paused = reading.idle is None or reading.idle >= bounds.idle_after
    if front != signs.front or paused:
        return replace(signs, front=front, changed=now)
    return signs


def _at_work(
    signs: Signs, around: Around, idle: timedelta, now: timedelta, bounds: Bounds
) -> Attendance:
    if now - signs.changed < bounds.unchanged_after:
        return Attendance(idle, _call(around), because="there is input")
    because = "there is input, though nothing in front has changed for hours"
    return Attendance(idle, _call(around) | Mark.UNCHANGED, because=because)


def _call(around: Around) -> int:
    return Mark.CALL if around.call else 0


def _reason_to_stay(reading: Reading, around: Around, *, gone: bool) -> str:
    """Why somebody may be there without input; '' for no reason."""
    if around.call:
        return "a call is going on: microphone or camera are in use"
    if gone or not around.playing:
        return ""
    if any(_is_front(player, reading) for player in around.playing):
        return "no input, but what is in front is playing"
    if reading.fullscreen:
        return "no input, but something plays and the window fills the screen"
    if around.inhibited:
        return "no input, but something plays and keeps the screen on"
    return ""


def _is_front(player: Player, reading: Reading) -> bool:
    if player.pid is not None and player.pid == reading.pid:
        return True
    app = (reading.app or "").casefold()
    return bool(app) and not player.names.isdisjoint({app, app.rpartition(".")[2]})
