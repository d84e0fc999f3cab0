"""The law of being there: input, media in front, calls, and what ends each of them."""

from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from monitor.core.attendance import Attendance, Bounds, Signs, attend, note_program
from monitor.core.sighting import Around, Player, Reading
from monitor.core.types import GapReason, Mark

MINUTE = timedelta(minutes=1)
BOUNDS = Bounds(idle_after=3 * MINUTE, passive_limit=120 * MINUTE)
VLC = Player(frozenset({"vlc", "vlc media player"}), pid=77)
FILM = Around(playing=(VLC,))
CALL = Around(call=True)
QUIET = Around()


class Life:
    """Looks in a row, some minutes apart."""

    def __init__(self) -> None:
        self.signs, self.now, self.input = Signs(), 1000 * MINUTE, 1000 * MINUTE

    def look(  # noqa: PLR0913 - the parts of a reading, by name
        self,
        minutes: float,
        around: Around = QUIET,
        *,
        app: str = "vlc",
        touched: bool = False,
        title: str = "",
        pid: int | None = None,
        fullscreen: bool = False,
        hides: bool = False,
    ) -> Attendance:
        """``hides``: a program keeps the screen on, and the last input is told to be now."""
        self.now += minutes * MINUTE
        self.input = self.now if touched else self.input
        ago = self.now - self.input
        idle, steady = (timedelta(), ago) if hides else (ago, None)
        reading = Reading(app, "", title, pid, idle=idle, steady=steady, fullscreen=fullscreen)
        self.signs, told = attend(self.signs, reading, around, now=self.now, bounds=BOUNDS)
        return told


def test_input_is_presence_and_its_age_is_told() -> None:
    life = Life()

    assert life.look(0, touched=True) == Attendance(timedelta(), because="there is input")
    assert life.look(2) == Attendance(2 * MINUTE, because="there is input")
    assert life.look(2) == Attendance(4 * MINUTE, because="no input")


@pytest.mark.parametrize(
    ("app", "around", "more"),
    [
        ("vlc", FILM, {}),
        ("org.videolan.VLC", FILM, {}),
        ("Some other name", FILM, {"pid": 77}),
        ("Game", FILM, {"fullscreen": True}),
        ("Editor", Around(playing=(VLC,), inhibited=True), {}),
    ],
)
def test_what_plays_in_front_is_presence_without_input(
    app: str, around: Around, more: dict[str, Any]
) -> None:
    life = Life()
    life.look(0, around, app=app, touched=True, **more)

    told = life.look(4, around, app=app, **more)

    assert (told.idle, told.marks) == (timedelta(), Mark.PASSIVE)
    assert told.because.startswith("no input, but")


@pytest.mark.parametrize("around", [FILM, Around(inhibited=True), QUIET])
def test_music_behind_another_window_or_a_lone_inhibitor_is_nobody(around: Around) -> None:
    life = Life()
    life.look(0, around, app="Editor", touched=True)

    assert life.look(4, around, app="Editor").idle == 4 * MINUTE


def test_where_a_film_hides_every_pause_it_speaks_for_somebody_up_to_the_limit_too() -> None:
    life = Life()
    life.look(0, FILM, touched=True)
    told = [life.look(1, FILM, hides=True) for _ in range(119)]
    later = [life.look(1, FILM, hides=True) for _ in range(5)]

    assert [one.marks for one in told] == [0] * 2 + [Mark.PASSIVE] * 117
    assert told[1].because == "there is input"
    assert told[2].because == "input cannot be told now, but what is in front is playing"
    assert [one.idle for one in later] == [k * MINUTE for k in range(1, 6)]
    assert later[-1].because == "input cannot be told now"


def test_programs_that_take_turns_in_a_terminal_hide_nobody_longer() -> None:
    life, film = Life(), replace(FILM, inhibited=True)
    life.look(0, film, app="foot", touched=True, hides=True)
    told = []
    for minute in range(125):
        life.signs = note_program(life.signs, f"step {minute // 2}", now=life.now)
        told.append(life.look(1, film, app="foot", hides=True))

    assert told[-1].idle != timedelta()
    assert told[-1].because == "input cannot be told now"


@pytest.mark.parametrize("how", [{"touched": True}, {"title": "Another film"}])
def test_a_pause_that_was_told_or_a_change_in_front_ends_what_was_hidden(
    how: dict[str, Any],
) -> None:
    life = Life()
    life.look(0, FILM, touched=True)
    *_, gone = (life.look(1, FILM, hides=True) for _ in range(125))

    assert gone.idle == 6 * MINUTE
    assert life.look(1, FILM, hides=True, **how).idle == timedelta()


def test_without_media_what_keeps_the_screen_on_ends_nothing_and_the_words_are_true() -> None:
    life = Life()
    life.look(0, app="Editor", touched=True)

    assert life.look(2, app="Editor", hides=True).because == "there is input"
    assert life.look(2, app="Editor", hides=True) == Attendance(
        timedelta(), because="there is input, or a program keeps the screen on"
    )


def test_absence_counts_from_the_end_of_the_film_not_from_the_last_key() -> None:
    life = Life()
    life.look(0, FILM, touched=True)
    for _ in range(30):
        life.look(1, FILM)

    still = life.look(2)
    gone = life.look(2)

    assert (still.idle, still.marks) == (2 * MINUTE, Mark.PASSIVE)
    assert (gone.idle, gone.marks) == (4 * MINUTE, 0)


def test_a_film_speaks_for_somebody_only_up_to_the_limit() -> None:
    life = Life()
    life.look(0, FILM, touched=True)
    for _ in range(119):
        assert life.look(1, FILM).marks in {0, Mark.PASSIVE}
        assert not life.signs.gone

    later = [life.look(1, FILM).idle for _ in range(5)]

    assert later == [k * MINUTE for k in range(1, 6)]
    assert life.look(0, FILM, touched=True).idle == timedelta()


def test_what_begins_to_play_when_nobody_is_there_speaks_for_nobody() -> None:
    life = Life()
    life.look(0, touched=True)
    life.look(5)

    assert life.look(1, FILM).idle == 6 * MINUTE
    life.look(1, FILM, touched=True)
    assert life.look(5, FILM).idle == timedelta()


def test_a_call_is_presence_and_marks_with_and_without_input() -> None:
    life = Life()

    first = life.look(0, CALL, app="Editor", touched=True)
    later = life.look(10, CALL, app="Editor")

    assert (first.idle, first.marks) == (timedelta(), Mark.CALL)
    assert (later.idle, later.marks) == (timedelta(), Mark.CALL)


@pytest.mark.parametrize(
    ("around", "reason"),
    [
        (Around(locked=True, call=True, playing=(VLC,)), GapReason.LOCKED),
        (Around(switched=True), GapReason.SWITCHED),
        (Around(asleep=True, locked=True), GapReason.SUSPENDED),
    ],
)
def test_a_lock_a_switch_and_sleep_come_before_everything(
    around: Around, reason: GapReason
) -> None:
    told = Life().look(0, around, touched=True)

    assert told.obstacle is reason
    assert told.because


def test_a_film_before_the_lock_says_nothing_of_the_time_after_it() -> None:
    life = Life()
    life.look(0, FILM, touched=True)
    life.look(10, FILM)
    life.look(1, Around(locked=True))

    assert life.look(1).idle == 12 * MINUTE


def test_input_for_hours_without_any_change_in_front_is_flagged_until_something_changes() -> None:
    life = Life()
    marks = [life.look(1, touched=True).marks for _ in range(184)]

    assert marks == [0] * 180 + [Mark.UNCHANGED] * 4
    assert life.look(1, touched=True, title="another").marks == 0


def test_a_pause_in_input_is_a_change_as_a_person_makes_it() -> None:
    life = Life()
    for _ in range(100):
        life.look(1, touched=True)
    life.look(4)

    assert {life.look(1, touched=True).marks for _ in range(170)} == {0}


def test_where_input_cannot_be_told_nobody_is_said_to_be_away() -> None:
    reading = Reading(app="vlc")

    _, told = attend(Signs(), reading, CALL, now=MINUTE, bounds=BOUNDS)

    assert told == Attendance(
        None, Mark.CALL, because="input is not told yet, or cannot be told here"
    )


@given(
    steps=st.lists(
        st.tuples(
            st.floats(0, 30), st.booleans(), st.booleans(), st.booleans(), st.booleans(),
            st.sampled_from(["vlc", "Editor"]),
        ),
        max_size=60,
    )
)  # fmt: skip
def test_nobody_is_ever_away_longer_than_without_input(
    steps: list[tuple[float, bool, bool, bool, bool, str]],
) -> None:
    life = Life()
    for minutes, touched, plays, call, locked, app in steps:
        around = Around(locked=locked, playing=(VLC,) if plays else (), call=call)
        told = life.look(minutes, around, app=app, touched=touched)

        assert bool(told.because)
        if told.obstacle is None:
            assert told.idle is not None
            assert timedelta() <= told.idle <= life.now - life.input
