"""A call by its microphone: somebody records from a source that is no echo of what is played."""

import os
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path
from time import monotonic

from monitor.core.sighting import Around
from monitor.errors import CallError, UnfitError
from monitor.sense.around import tags
from monitor.sense.around.alsa import ALSA, is_recording
from monitor.sense.around.pulse import GET_SOURCE, LIST_RECORDINGS, Pulse
from monitor.sense.around.tags import Tag

_AFRESH = timedelta(seconds=60)
_AGAIN = timedelta(seconds=30)
_CALL_S = 0.8
_LEAST_S = 0.05
_NONE = 0xFFFFFFFF
_FIELDS = 13  # of a recording, in the version of the language that we speak
_MONITOR_OF = 8  # the field of a source that names what it echoes
_METERS = frozenset({
    b"org.PulseAudio.pavucontrol", b"org.gnome.VolumeControl", b"org.mate.VolumeControl",
    b"org.kde.kmixd", b"com.github.wwmm.easyeffects", b"com.github.wwmm.pulseeffects.sourceoutputs",
})  # fmt: skip
_MACHINES = ((b"resample.peaks", b"true"), (b"stream.monitor", b"true"))


@dataclass(frozen=True, slots=True)
class Recording:
    """One recording stream: from which source, and whether a person may be behind it."""

    source: int
    is_heard: bool


class Sound:
    """The sound server where one runs, else the kernel. It never starts a server."""

    def __init__(self, environ: Mapping[str, str], *, alsa: Path = ALSA) -> None:
        self._environ = environ
        self._alsa = alsa
        self._pulse: Pulse | None = None
        self._refusal = ""
        self._next = timedelta.min
        self._is_stale = True
        self._records = False
        self._has_kernel = False

    @property
    def due(self) -> timedelta:
        """When to look next, though the server reports nothing until then."""
        is_restless = self._is_stale or (self._pulse is not None and self._pulse.has_heard)
        return timedelta.min if is_restless else self._next

    def look(self, now: timedelta, until: float) -> None:
        """Ask who records, when that may have changed; LineLostError when the server is gone."""
        if until - monotonic() < _LEAST_S:
            return  # the buses took all the time of this look
        if now >= self._next:
            self._pulse = self._pulse or self._enter(until)
            self._next = now + (_AFRESH if self._pulse else _AGAIN)
            self._has_kernel = self._alsa.is_dir()
            self._is_stale = True
        self.drain()
        if not self._is_stale:
            return
        self._is_stale = False
        if self._pulse is None:
            self._records = is_recording(self._alsa)
        else:
            until = min(until, monotonic() + _CALL_S)
            self._records = any(
                recording.is_heard and _is_microphone(self._pulse, recording.source, until)
                for recording in recordings(self._pulse.ask(LIST_RECORDINGS, until=until))
            )

    def drain(self) -> bool:
        """Take in what the server reported; True when somebody began or ended to record."""
        is_news = self._pulse is not None and self._pulse.drain()
        self._is_stale = self._is_stale or is_news
        return is_news

    def fileno(self) -> int | None:
        """The descriptor of the server's line; None: the kernel reports nothing."""
        return self._pulse.fileno() if self._pulse else None

    def around(self, now: timedelta) -> tuple[Around, ...]:  # noqa: ARG002 - it does not age
        """Tell whether a microphone is in use."""
        return (Around(call=self._records),)

    def troubles(self) -> tuple[str, ...]:
        """Why a call is not known by its microphone."""
        if self._pulse or (not self._refusal and self._has_kernel):
            return ()
        why = self._refusal or "No sound server runs here that can be asked."
        return (f"{why} A call is not known by its microphone.",)

    def close(self) -> None:
        """Hang up."""
        if self._pulse:
            self._pulse.close()

    def _enter(self, until: float) -> Pulse | None:
        self._refusal = ""
        path = _server(self._environ)
        if path is None:
            return None
        try:
            return Pulse(path, within=min(until - monotonic(), _CALL_S))
        except UnfitError as error:
            self._refusal = str(error)
            return None


def recordings(told: tuple[Tag, ...]) -> tuple[Recording, ...]:
    """Read the server's list of recordings; a list in another form tells of none."""
    rows = (told[at : at + _FIELDS] for at in range(0, len(told), _FIELDS))
    return tuple(recording for row in rows if (recording := _recording(row)))


def _recording(row: tuple[Tag, ...]) -> Recording | None:
    match row:
        case (_, _, _, int(client), int(source), _, _, _, _, way, _, dict(about), int(is_held)):
            is_meter = way == b"peaks" or about.get(b"application.id") in _METERS
            is_machine = (
                client == _NONE
                or b"node.link-group" in about
                or any(about.get(key) == value for key, value in _MACHINES)
            )
            return Recording(source, not (is_meter or is_machine or is_held))
    return None


def _is_microphone(pulse: Pulse, source: int, until: float) -> bool:
    """A source that echoes no output; one that went away in between is none."""
    try:
        told = pulse.ask(GET_SOURCE, tags.number(source) + tags.nothing(), until=until)
    except CallError:
        return False
    return told[_MONITOR_OF : _MONITOR_OF + 1] == (_NONE,)


def _server(environ: Mapping[str, str]) -> Path | None:
    """The socket of a server that runs; one on another machine is never asked."""
    if named := environ.get("PULSE_SERVER", ""):
        words = (word.rpartition("}")[2] for word in named.split())
        paths = (word.removeprefix("unix:") for word in words)
        return next((Path(path) for path in paths if path.startswith("/")), None)
    runtime = environ.get("XDG_RUNTIME_DIR") or f"/run/user/{os.getuid()}"
    folder = Path(environ.get("PULSE_RUNTIME_PATH") or Path(runtime) / "pulse")
    # systemd may listen in the place of a server that does not run, and would start it
    return folder / "native" if (folder / "pid").exists() else None
