"""Judge whether somebody is there: by input, by what plays in front, by a call that goes on.

Every judgement comes with its reason. Time without input counts as presence only while a reason
for it lasts, and only up to a limit; after that it counts from the last sign of somebody.
"""

from dataclasses import dataclass, replace
from datetime import timedelta

from monitor.core.sighting import Around, Player, Reading
from monitor.core.types import GapReason, Mark

_INPUT = "there is input"
_OR_HIDDEN = "there is input, or a program keeps the screen on"
_SILENT, _UNTOLD = "no input", "input cannot be told now"

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

    ``changed`` is when another window or title came to the front, ``renewed`` when another program
    did inside a window: it may do so with nobody there. ``sign`` is the last sign of somebody that
    was no input. ``gone``: nobody was there at the last look, so what plays by itself since then
    speaks for nobody.
    """

    front: _Front | None = None
    program: str = ""
    changed: timedelta = timedelta()
    renewed: timedelta = timedelta()
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
    hidden = _hidden(signs, reading, now=now)
    stay = _reason_to_stay(reading, around, gone=signs.gone)
    is_hidden = hidden >= bounds.idle_after and bool(stay or signs.gone)
    silence = hidden if is_hidden else reading.idle
    if silence < bounds.idle_after:
        because = _OR_HIDDEN if hidden >= bounds.idle_after else _INPUT
        told = _at_work(signs, around, reading.idle, now, bounds, because=because)
        return replace(signs, gone=False) if signs.gone else signs, told
    said = _UNTOLD if is_hidden else _SILENT
    if stay and silence < bounds.passive_limit:
        because = stay if around.call else f"{said}, but {stay}"
        stays = Attendance(timedelta(), _call(around) or Mark.PASSIVE, because=because)
        return replace(signs, sign=now, gone=False), stays
    idle = silence if signs.sign is None else min(silence, now - signs.sign)
    gone = idle >= bounds.idle_after
    left = Attendance(idle, 0 if gone else Mark.PASSIVE, because=said)
    return replace(signs, gone=gone), left


def note_program(signs: Signs, program: str, *, now: timedelta) -> Signs:
    """Take in what is known only after the look: another program inside the window."""
    return signs if program == signs.program else replace(signs, program=program, renewed=now)


def _hidden(signs: Signs, reading: Reading, *, now: timedelta) -> timedelta:
    """How long a pause may be that a program hides by keeping the screen on; no longer than that.

    A change in front, or a pause that was told, ends it.
    """
    if reading.steady is None or reading.idle:
        return timedelta()
    return min(reading.steady, now - signs.changed)


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


def _at_work(  # noqa: PLR0913 - the parts of a look
    signs: Signs,
    around: Around,
    idle: timedelta,
    now: timedelta,
    bounds: Bounds,
    *,
    because: str,
) -> Attendance:
    if now - max(signs.changed, signs.renewed) < bounds.unchanged_after:
        return Attendance(idle, _call(around), because=because)
    because += ", though nothing in front has changed for hours"
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
        return "what is in front is playing"
    if reading.fullscreen:
        return "something plays and the window fills the screen"
    if around.inhibited:
        return "something plays and keeps the screen on"
    return ""


def _is_front(player: Player, reading: Reading) -> bool:
    if player.pid is not None and player.pid == reading.pid:
        return True
    app = (reading.app or "").casefold()
    return bool(app) and not player.names.isdisjoint({app, app.rpartition(".")[2]})
