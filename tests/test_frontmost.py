"""The law of telling windows of one program apart, on real terminals whose stamps are set."""

import os
from collections.abc import Callable, Iterator

import pytest

from monitor.sense.programs.frontmost import Frontmost
from monitor.sense.programs.process import device_path

NOW = 1_800_000_000.0
Open = Callable[[float], int]


@pytest.fixture
def terminal() -> Iterator[Open]:
    """Opens a terminal that had its last input so many seconds ago; returns its device."""
    held: list[int] = []

    def opens(ago_s: float) -> int:
        held.extend(os.openpty())
        device = os.fstat(held[-1]).st_rdev
        key(device, -ago_s)
        return device

    yield opens
    for descriptor in held:
        os.close(descriptor)


def key(device: int, at_s: float) -> None:
    """A key came so many seconds after now."""
    os.utime(device_path(device), (NOW + at_s, NOW + at_s))


def test_the_newest_input_tells_the_window(terminal: Open) -> None:
    one, other = terminal(60), terminal(30)
    windows = Frontmost()

    first = windows.choose([one, other], "", NOW)
    key(one, 10)

    assert first == other
    assert windows.choose([one, other], "", NOW + 11) == one


def test_a_title_that_was_typed_under_tells_its_window_before_anything_is_typed(
    terminal: Open,
) -> None:
    one, other = terminal(60), terminal(30)
    windows = Frontmost()
    for device, title, at_s in ((one, "a letter", 10), (other, "a song", 20)):
        windows.choose([one, other], title, NOW + at_s)
        key(device, at_s + 1)
        windows.choose([one, other], title, NOW + at_s + 2)

    assert windows.choose([one, other], "a letter", NOW + 30) == one
    assert windows.choose([one, other], "a song", NOW + 31) == other


def test_a_wheel_that_turns_before_a_title_makes_no_other_title_of_it(terminal: Open) -> None:
    one, other = terminal(60), terminal(30)
    windows = Frontmost()
    windows.choose([one, other], "✳ a letter", NOW)
    key(one, 1)
    windows.choose([one, other], "⠂ a letter", NOW + 2)
    windows.choose([one, other], "a song", NOW + 3)
    key(other, 10)
    windows.choose([one, other], "a song", NOW + 11)

    assert windows.choose([one, other], "⠐ a letter", NOW + 12) == one


def test_a_window_just_opened_stays_in_front_when_it_gets_the_title_of_another(
    terminal: Open,
) -> None:
    one = terminal(60)
    windows = Frontmost()
    windows.choose([one], "bash", NOW)
    key(one, 1)
    windows.choose([one], "bash", NOW + 2)
    windows.choose([one], "a letter", NOW + 3)
    opened = terminal(-4)

    assert windows.choose([one, opened], "a letter", NOW + 4) == opened
    assert windows.choose([one, opened], "bash", NOW + 5) == opened
    assert windows.choose([one, opened], "bash", NOW + 30) == opened


def test_who_goes_back_at_once_from_a_window_just_opened_is_followed(terminal: Open) -> None:
    one = terminal(60)
    windows = Frontmost()
    windows.choose([one], "a letter", NOW)
    key(one, 1)
    windows.choose([one], "a letter", NOW + 2)
    opened = terminal(-3)
    windows.choose([one, opened], "a letter", NOW + 3)
    windows.choose([one, opened], "bash", NOW + 3.5)

    assert windows.choose([one, opened], "a letter", NOW + 4) == one
    assert windows.choose([one, opened], "a letter", NOW + 30) == one


def test_a_window_just_opened_is_in_front_whatever_its_title(terminal: Open) -> None:
    one, other = terminal(60), terminal(30)
    windows = Frontmost()
    windows.choose([one, other], "home", NOW)
    key(one, 1)
    windows.choose([one, other], "home", NOW + 2)
    opened = terminal(-3)

    assert windows.choose([one, other, opened], "home", NOW + 4) == opened


def test_what_a_program_is_told_as_its_window_is_left_is_no_input(terminal: Open) -> None:
    one, other = terminal(60), terminal(30)
    windows = Frontmost()
    for device, title, at_s in ((one, "a letter", 10), (other, "a song", 20)):
        windows.choose([one, other], title, NOW + at_s)
        key(device, at_s + 1)
        windows.choose([one, other], title, NOW + at_s + 2)
    switched = windows.choose([one, other], "a letter", NOW + 30)
    key(other, 31)

    assert switched == one
    assert windows.choose([one, other], "a letter", NOW + 35) == one
    key(other, 40)
    assert windows.choose([one, other], "a letter", NOW + 41) == other


def test_a_window_that_closed_is_never_in_front(terminal: Open) -> None:
    one, other = terminal(60), terminal(30)
    windows = Frontmost()
    windows.choose([one, other], "home", NOW)

    assert windows.choose([one], "home", NOW + 1) == one
    assert windows.choose([], "home", NOW + 2) == 0
