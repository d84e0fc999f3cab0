"""The ways of seeing that this release knows, best first."""

from collections.abc import Callable, Mapping

from monitor.ports import Clock
from monitor.sense.choose import Candidate
from monitor.sense.processes import open_processes
from monitor.sense.terminal import open_terminal
from monitor.sense.x11 import open_x11


def known_sensors(
    environ: Mapping[str, str],
    clock: Clock,
    *,
    follows_title: Callable[[str], bool],
    knows_program: Callable[[str], bool],
) -> tuple[Candidate, ...]:
    """List them for this session; each refuses by itself where it cannot work."""
    return (
        Candidate("x11", lambda: open_x11(environ, follows_title)),
        Candidate("terminal", lambda: open_terminal(environ, clock, knows_program)),
        Candidate("processes", lambda: open_processes(clock, knows_program)),
    )
