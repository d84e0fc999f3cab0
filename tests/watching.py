"""A watcher on a clock wound by hand and a scripted desktop, with a real ledger."""

from collections import deque
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path

from config.catalogue import load_catalogue
from config.schema import Settings
from monitor.core.recognise import Matcher
from monitor.core.sighting import Reading
from monitor.core.types import GapReason, Presence
from monitor.sense.choose import Choice, Refusal
from monitor.sense.history import Histories
from monitor.service.resolve import Resolver
from monitor.service.seeing import Senses
from monitor.service.sight import Sight
from monitor.service.wake import Wake
from monitor.service.watcher import Watcher
from monitor.store.ledger import Ledger
from tests.fakes import FakeClock, ScriptedSensor, ScriptedSurroundings
from tests.ledgers import gaps_in, kept_in, new_ledger
from tests.living import seconds

MATCHER = Matcher(load_catalogue())


class Watched:
    """One look at a time, as the loop does it; what is told is told by the ledger."""

    def __init__(self, folder: Path, *sensors: ScriptedSensor | Exception) -> None:
        self.path = new_ledger(folder / "ledger.sqlite")
        self.clock = FakeClock()
        self.ledger = Ledger(self.path, MATCHER.judge, MATCHER.version)
        self.started = self.ledger.begin(pid=1, now=self.clock.read().wall, sensor="")
        self.said: list[str] = []
        self.jumps: list[GapReason] = []
        self.choices = deque(sensors)
        self.asked = 0
        self.choosing_s = 0.0
        self.wake = Wake()
        self.sight = Sight(self.clock, self._choose, self.said.append)
        self.surroundings = ScriptedSurroundings()
        self.at_work: tuple[str, ...] = ()
        self.inside = ""
        self.watcher = Watcher(
            clock=self.clock,
            ledger=self.ledger,
            senses=Senses(
                sight=self.sight,
                surroundings=self.surroundings,
                resolver=Resolver(
                    MATCHER, Histories(folder), Settings().privacy.hosts, lambda _: self.inside
                ),
                at_work=lambda attended: tuple(set(self.at_work) - {attended}),
            ),
            settings=Settings(),
            wake=self.wake,
            say=self.said.append,
        )
        self.watcher.on_jump = self.jumps.append
        self.wake.stop()
        self.watcher.run()  # asked to stop before it begins: it opens, looks and keeps
        self.wake.stopping = False

    def look(self, after: float = 5) -> None:
        """Let time pass, and look."""
        self.clock.advance(after)
        self.look_now()

    def look_now(self) -> None:
        """Look at once."""
        self.watcher._look(self.clock.read())  # one turn of the loop

    def watch(self, length: int, *, before_each: Callable[[], None] = lambda: None) -> None:
        """Look every five seconds, input all the time."""
        for _ in range(0, length, 5):
            before_each()
            self.look()

    def end(self) -> None:
        """Keep everything, as the daemon does at its end."""
        self.wake.stop()
        self.watcher.run()

    def close(self) -> None:
        """Let go of ledger, desktop and descriptors."""
        self.watcher.close()
        self.ledger.close()
        self.wake._ear.close()
        self.wake._mouth.close()

    @property
    def told(self) -> list[tuple[float, float, str, Presence]]:
        """What the ledger keeps: start, end, what, presence."""
        return [
            (
                seconds(one.start),
                seconds(one.end),
                one.subject.host or one.subject.app,
                one.presence,
            )
            for one in kept_in(self.path)
        ]

    @property
    def gaps(self) -> list[tuple[float, float, GapReason]]:
        """What the ledger keeps: start, end, reason."""
        return [(seconds(gap.start), seconds(gap.end), gap.reason) for gap in gaps_in(self.path)]

    def _choose(self) -> Choice:
        """The next choice, then the last of them for ever; all but the first name are refused."""
        self.asked += 1
        self.clock.advance(self.choosing_s)
        chosen = self.choices.popleft() if len(self.choices) > 1 else self.choices[0]
        if isinstance(chosen, Exception):
            raise chosen
        refused = () if chosen.name == "best" else (Refusal("best", "not here yet"),)
        return Choice(chosen, refused)


def front(app: str, title: str = "", *, idle: float = 0) -> Reading:
    """A window in front, the last input so many seconds ago."""
    return Reading(app=app, title=title, idle=timedelta(seconds=idle))
