"""Scenes as a sensor would tell them: a look at each change and every so often between."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta

from monitor.core.sighting import Around, Player, Reading
from monitor.core.types import Instant, Subject, Way
from monitor.service.demo.life import Scene, State

_NOTHING = timedelta()
_STROKE = timedelta(seconds=2)  # who works at something gave some input so long ago
_AT_WORK = timedelta(minutes=40)  # so long an agent goes on by itself
_AWAKE = timedelta(seconds=1)  # of the time between two sittings the computer notices so much
_FILM = (Player(frozenset({"vlc"})),)


@dataclass(frozen=True, slots=True)
class Look:
    """What is seen at a moment, with program and host told as a browser's extension tells them."""

    at: Instant
    reading: Reading
    around: Around
    subject: Subject
    way: Way


def looks(
    scenes: Iterable[Scene], until: datetime, every: timedelta, agent: str = ""
) -> Iterator[Look]:
    """Look up to a moment. Between two scenes the computer sleeps, and wakes for the last look."""
    eye = _Eye(agent)
    before: Scene | None = None
    for scene in scenes:
        if scene.start >= until:
            break
        if before is not None and scene.start > before.end:
            yield eye.look(before, before.end)
            eye.sleep(scene.start - before.end)
        eye.turn_to(scene)
        for moment in _moments(scene.start, min(scene.end, until), every):
            yield eye.look(scene, moment)
        before = scene
    if before is None:
        return
    if before.end < until:
        yield eye.look(before, before.end)
        eye.sleep(until - before.end)
    yield eye.look(before, until)


class _Eye:
    """Looks at scenes; its clocks are those of a computer that slept between them."""

    def __init__(self, agent: str) -> None:
        self._agent = agent
        self._agent_until: datetime | None = None
        self._first: datetime | None = None
        self._slept = _NOTHING

    def turn_to(self, scene: Scene) -> None:
        """See what begins: an agent that is used works on for a while."""
        self._first = self._first or scene.start
        if scene.state is State.THERE and scene.thing.subject.program == self._agent != "":
            self._agent_until = scene.end + _AT_WORK

    def sleep(self, length: timedelta) -> None:
        """Let the computer sleep."""
        self._slept += length - _AWAKE

    def look(self, scene: Scene, moment: datetime) -> Look:
        """Look once."""
        thing, since = scene.thing, moment - scene.start
        is_there = scene.state is State.THERE
        reading = Reading(
            app=thing.subject.app,
            program=thing.subject.program,
            idle=since if thing.is_film or not is_there else min(since, _STROKE),
            fullscreen=thing.is_film,
            running=self._running(moment),
        )
        around = Around(
            locked=scene.state is State.LOCKED,
            playing=_FILM if thing.is_film and is_there else (),
            call=thing.is_call and is_there,
        )
        return Look(self._instant(moment), reading, around, thing.subject, thing.way)

    def _running(self, moment: datetime) -> tuple[str, ...]:
        until = self._agent_until
        return (self._agent,) if until is not None and moment < until else ()

    def _instant(self, moment: datetime) -> Instant:
        boot = moment - (self._first or moment)
        return Instant(moment, boot - self._slept, boot)


def _moments(start: datetime, end: datetime, every: timedelta) -> Iterator[datetime]:
    while start < end:
        yield start
        start += every
