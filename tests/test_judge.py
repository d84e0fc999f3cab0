"""The law of judging on a real ledger: what reached nobody is said again, deleted time is not."""

from collections.abc import Iterator
from datetime import datetime, timedelta
from pathlib import Path

import pytest
from msgspec.structs import replace

from config.profiles import LAW_180
from config.schema import DEFAULTS, Evening, Length, Limit, What
from monitor.core.notices import Answer, Delivery, Nudge, Outcome, Response
from monitor.core.nudging.trace import Glimpse, Trace, follow
from monitor.service import export
from monitor.service.judge import Judge, World
from monitor.store import connect, nudges
from tests.fakes import NOON, FakeClock
from tests.judging import minutes
from tests.ledgers import beat, filled_home, open_ledger, rows_of, use
from tests.living import EDITOR

NOW = NOON + minutes(30)
ANY = Limit(name="any", what=What("screen"), at_most=Length.of("10m"))
OTHER = replace(ANY, name="other")
AT_ONCE = replace(DEFAULTS.nudge, patience=Length.of("0s"), settle_in=Length.of("0s"))
SETTINGS = replace(DEFAULTS, nudge=AT_ONCE, limit=(ANY,))


class Desk:
    """A judge with a desktop that does as it is told."""

    def __init__(self, folder: Path) -> None:
        self.home = filled_home(folder, [use(NOON, NOW, EDITOR)])
        with open_ledger(self.home.ledger, now=NOW) as ledger:
            ledger.flush(beat(NOW, EDITOR))
        self.clock = FakeClock(NOW)
        self.outcome = Outcome.SHOWN
        self.is_full = False
        self.settings = SETTINGS
        self.said: list[Nudge] = []
        self.connection = connect.for_writing(self.home.ledger)
        world = World(self._trace, lambda: "", self._deliver, lambda _: None)
        judging = Judge(
            self.connection,
            self.home.ledger,
            clock=self.clock,
            settings=lambda: self.settings,
            world=world,
        )
        self.judge = judging.judge
        self._closes = judging.close, self.connection.close

    def close(self) -> None:
        """Let go of the ledger."""
        for close in self._closes:
            close()

    def _trace(self) -> Trace:
        now = self.clock.read().wall
        return follow(Trace(), Glimpse(now, active=True, fullscreen=self.is_full))

    def _deliver(self, nudge: Nudge) -> tuple[Delivery, ...]:
        self.said.append(nudge)
        return (Delivery("desktop", self.outcome, "as told"),)

    def was_answered(self, ago: int, answer: Answer, also: tuple[tuple[str, str], ...]) -> None:
        """A nudge so many days ago, of the limit or with it, and what the person said to it."""
        at, rule = NOW - timedelta(days=ago), "other" if also else "any"
        code = f"c{ago}"
        nudge = Nudge(code, at, at, rule, f"day:{ago}", "title", "text", (), "", also)
        nudges.record(self.connection, self.home.ledger, nudge)
        self.answer(code, answer, at)

    def answer(self, code: str, answer: Answer, at: datetime) -> None:
        """What the person says to a nudge, through a connection of its own."""
        connection = connect.for_writing(self.home.ledger)
        with connect.transaction(connection, self.home.ledger):
            nudges.answer(connection, Response(code, at, answer, "command"))
        connection.close()


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[Desk]:
    desk = Desk(tmp_path / "home")
    yield desk
    desk.close()


def test_what_reached_nobody_is_said_again_twice_and_then_let_be(desk: Desk) -> None:
    desk.outcome = Outcome.FAILED
    for _ in range(5):
        desk.judge()
        desk.clock.advance(60)

    assert len(desk.said) == 3
    assert len({nudge.code for nudge in desk.said}) == 3


def test_what_reached_nobody_holds_nothing_else_and_each_rule_has_its_own_tries(
    desk: Desk,
) -> None:
    desk.outcome = Outcome.FAILED
    for _ in range(4):
        desk.judge()
        desk.clock.advance(60)
    desk.settings = replace(SETTINGS, limit=(ANY, OTHER))
    desk.judge()
    desk.clock.advance(60)
    desk.outcome = Outcome.SHOWN
    for _ in range(2):
        desk.judge()
        desk.clock.advance(60)

    assert [nudge.rule for nudge in desk.said] == ["any"] * 3 + ["other"] * 2
    assert len({nudge.occasion for nudge in desk.said}) == 1


def test_what_reached_nobody_and_was_answered_all_the_same_has_been_read(desk: Desk) -> None:
    desk.outcome = Outcome.FAILED
    desk.judge()
    desk.answer(desk.said[0].code, Answer.NO, NOW)
    desk.clock.advance(60)
    desk.judge()

    assert len(desk.said) == 1


def test_an_answer_that_comes_while_it_judges_is_known_the_next_time(desk: Desk) -> None:
    def press(statement: str) -> None:
        if "data_version" in statement:
            desk.connection.set_trace_callback(None)
            desk.answer(desk.said[0].code, Answer.LATER, desk.clock.read().wall)

    desk.judge()
    desk.clock.advance(60)
    desk.judge()
    desk.clock.advance(60)
    desk.connection.set_trace_callback(press)
    desk.judge()
    desk.clock.advance(3600)
    desk.judge()

    assert len(desk.said) == 2


def test_what_was_shown_is_not_said_again(desk: Desk) -> None:
    for _ in range(3):
        desk.judge()
        desk.clock.advance(60)

    assert len(desk.said) == 1


def test_of_deleted_time_nothing_is_written_down_that_still_waited(desk: Desk) -> None:
    desk.is_full = True
    desk.judge()
    export.wipe(desk.home, desk.clock, NOON.date(), NOON.date())
    desk.clock.advance(60)
    desk.judge()

    assert rows_of(desk.home.ledger, "select rule from held_back") == []


@pytest.mark.parametrize(
    ("eldest", "also", "said"),
    [
        (Answer.NO, (), 0),
        (Answer.NO, (("any", "day:x"),), 0),
        (Answer.DID, (), 1),
        (Answer.NO, (("anybody", "day:x"),), 1),
    ],
)
def test_five_times_no_is_five_times_no_however_long_ago(
    desk: Desk, eldest: Answer, also: tuple[tuple[str, str], ...], said: int
) -> None:
    desk.was_answered(800, Answer.DID, ())
    desk.was_answered(400, eldest, also)
    for ago in (60, 30, 16, 1):
        desk.was_answered(ago, Answer.NO, ())
    desk.judge()

    assert len(desk.said) == said


def test_the_one_nudge_of_a_newcomers_day_is_the_note_that_they_ordered(desk: Desk) -> None:
    desk.settings = replace(SETTINGS, evening=Evening(note=True, hour=13))
    early = desk.judge()
    desk.clock.advance(30 * 60)
    desk.judge()

    assert early.held == "what is left of today is kept for the note of the evening"
    assert early.next_nudge == NOW + minutes(30)
    assert [(nudge.rule, nudge.title, nudge.also) for nudge in desk.said] == [
        ("evening", "Your day", ())
    ]


def test_on_a_full_day_a_law_s_reminder_is_the_next_possible_nudge_once_it_is_due(
    desk: Desk,
) -> None:
    reminder = replace(LAW_180, what=What("screen"))
    desk.settings = replace(SETTINGS, limit=(ANY, reminder))
    before = desk.judge().next_nudge
    with open_ledger(desk.home.ledger, now=NOW) as ledger:
        ledger.gathered.keep(use(NOON - timedelta(hours=4), NOON, EDITOR))
        ledger.flush(beat(NOW, EDITOR))
    desk.settings = replace(SETTINGS, limit=(ANY, reminder))
    after = desk.judge().next_nudge

    assert [nudge.rule for nudge in desk.said] == ["any"]
    assert before is not None
    assert before > NOW + timedelta(hours=6)
    assert after == NOW + SETTINGS.nudge.spacing
