"""The law of keeping over any life: the ledger says what a plain list would say."""

from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from pathlib import Path
from tempfile import TemporaryDirectory

from hypothesis import given, settings
from hypothesis import strategies as st

from monitor.core.types import Presence, Stretch, Subject, Way
from monitor.store.ledger import Ledger
from tests.fakes import moment
from tests.ledgers import beat, kept_in, new_ledger, open_ledger, use
from tests.proof import counts

SUBJECTS = tuple(Subject("browser", host=host) for host in ("", "claude.ai", "a.org", "b.org"))


@dataclass
class Model:
    """A plain list of attended stretches, the last one open, beside the real ledger."""

    ledger: Ledger
    now: datetime = field(default_factory=lambda: moment(0))
    told: list[Stretch] = field(default_factory=list)

    def switch(self, seconds: float, which: int) -> None:
        """Look at the same for a while, then at another thing."""
        self.grow(seconds)
        self.told.append(Stretch(self.now, self.now, SUBJECTS[which % 4]))

    def grow(self, seconds: float) -> None:
        self.now += timedelta(seconds=seconds)
        if self.told:
            self.told[-1] = replace(self.told[-1], end=self.now)
            self.ledger.gathered.keep(self.told[-1])

    def leave(self, seconds: float, which: int) -> None:
        """Nobody was there for some seconds: take that back."""
        since = max(moment(0), self.now - timedelta(seconds=seconds * 4))
        self.ledger.gathered.cut(since, self.now)
        self.told = [
            replace(one, end=min(one.end, since)) for one in self.told if one.start < since
        ]
        idle = use(since, self.now, SUBJECTS[which % 4], presence=Presence.IDLE)
        self.ledger.gathered.keep(idle)
        self.told.append(idle)

    def tell_late(self, _: float, which: int) -> None:
        """A page that was in front is told, and may be told again."""
        if self.told:
            place = -1 - which // 4 % min(6, len(self.told))
            one = self.told[place]
            found = SUBJECTS[which % 4]
            self.ledger.gathered.relabel(one.start, one.subject, found, Way.HISTORY)
            self.told[place] = replace(one, subject=found, way=Way.HISTORY)

    def flush(self) -> None:
        self.ledger.flush(beat(self.now))

    @property
    def kept(self) -> list[Stretch]:
        return [one for one in self.told if one.end > one.start]


deeds = st.tuples(
    st.sampled_from(("switch", "switch", "grow", "leave", "tell_late", "flush")),
    st.integers(1, 40_000).map(lambda ms: ms / 1000),
    st.integers(0, 23),
)


def do(model: Model, deed: tuple[str, float, int]) -> None:
    name, seconds, which = deed
    if name == "flush":
        model.flush()
    elif name == "grow":
        model.grow(seconds)
    else:
        getattr(model, name)(seconds, which)


@settings(max_examples=counts(200, 10_000))
@given(st.lists(deeds, min_size=1, max_size=40))
def test_the_ledger_says_what_a_plain_list_would_say(
    life: list[tuple[str, float, int]],
) -> None:
    with TemporaryDirectory() as folder:
        path = new_ledger(Path(folder) / "ledger.sqlite")
        with open_ledger(path) as ledger:
            model = Model(ledger)
            for deed in life:
                do(model, deed)
            model.flush()

        assert kept_in(path) == model.kept


@settings(max_examples=counts(100, 5_000))
@given(st.lists(deeds, min_size=1, max_size=30), st.sets(st.integers(0, 30)))
def test_when_it_is_flushed_changes_nothing(
    life: list[tuple[str, float, int]], flushed_after: set[int]
) -> None:
    kept = []
    for flushes in (flushed_after, set[int]()):
        with TemporaryDirectory() as folder:
            path = new_ledger(Path(folder) / "ledger.sqlite")
            with open_ledger(path) as ledger:
                model = Model(ledger)
                for turn, deed in enumerate(life):
                    if deed[0] != "flush":
                        do(model, deed)
                    if turn in flushes:
                        model.flush()
                model.flush()
            kept.append(kept_in(path))

    assert kept[0] == kept[1]
