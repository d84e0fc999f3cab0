"""What windows of an X display say about themselves, however little or much."""

import os
import struct
import time

import pytest

from monitor.sense.x.window import maker, names, names_machine, text, words
from tests.displays import looking, sees, wait_news
from tests.processes import wait_for
from tests.rig import Desktop

_TICKER = 'n=0; while :; do n=$((n+1)); printf "\\033]2;tick %s\\007" $n; sleep 0.05; done'


def test_a_window_that_says_no_name_is_something_that_cannot_be_told(screen: Desktop) -> None:
    window = screen.xterm("Alder").window
    screen.activate(window)
    screen.ask("xprop", "-id", str(window), "-remove", "WM_CLASS")
    with looking(screen) as sensor:
        nameless = sees(sensor, None)
        screen.ask(
            "xprop", "-id", str(window), *("-f", "WM_CLASS", "8s"), "-set", "WM_CLASS", "Fir"
        )

        assert nameless.pid is not None
        assert sees(sensor, "Fir").pid == nameless.pid


@pytest.mark.parametrize(
    ("form", "value"),
    [
        ("32x", "7"),
        ("8s", os.fsdecode(b"\xff\xfe\xc3 broken")),
        ("8s", "long " * 20_000),
        ("8s", "Ä" * 5000),
        ("16x", "9"),
        ("8s", ""),
    ],
)
def test_whatever_a_window_says_about_itself_a_look_bears_it(
    screen: Desktop, form: str, value: str
) -> None:
    window = screen.xterm("Alder").window
    screen.activate(window)
    told = ("WM_CLASS", "WM_NAME", "_NET_WM_NAME", "_NET_WM_PID", "_NET_WM_STATE")
    with looking(screen, "Alder") as sensor:
        sees(sensor, "Alder")
        for name in told:
            screen.ask("xprop", "-id", str(window), "-f", name, form, "-set", name, value)
        sensor.drain()
        reading = sensor.look()
        with looking(screen, reading.app or "") as other:
            fresh = other.look()

        assert (reading.app, reading.fullscreen) == ("Alder", False)
        assert fresh.app != ""
        assert len(fresh.title) <= 4096


def test_windows_that_come_and_go_at_once_end_no_look(screen: Desktop) -> None:
    stays = screen.xterm("Alder")
    screen.activate(stays.window)
    churn = "for n in 1 2 3 4 5 6 7 8; do xterm -class Moth -e true; done"
    with looking(screen, "Alder", "Moth") as sensor:
        moths = screen.spawn("sh", "-c", churn)
        while moths.poll() is None:
            wait_news(sensor, 0.2)
            sensor.drain()
            assert sensor.look().app in ("Alder", "Moth", "")
        screen.activate(stays.window)

        assert sees(sensor, "Alder").pid == stays.process.pid


def test_a_menu_that_no_manager_manages_leaves_the_window_in_front(screen: Desktop) -> None:
    below = screen.xterm("Alder")
    screen.activate(below.window)
    free = ("-xrm", "*overrideRedirect: True")
    menu = screen.spawn("xterm", "-class", "Menu", *free, "-e", "cat")
    screen.window(pid=menu.pid)
    with looking(screen) as sensor:
        assert sensor.look().pid == below.process.pid


def test_a_title_that_changes_all_the_time_is_looked_at_once_a_second(screen: Desktop) -> None:
    other = screen.xterm("Birch")
    noisy = screen.xterm("Alder", command=("sh", "-c", _TICKER))
    screen.activate(noisy.window)
    with looking(screen, "Alder") as sensor:
        sees(sensor, "Alder")
        looks = wakes = 0
        titles: set[str] = set()
        end = time.monotonic() + 6
        while time.monotonic() < end:
            wakes += (woken := wait_news(sensor, 2))
            if (worth := sensor.drain()) and wait_news(sensor, 0.03):
                sensor.drain()  # it belongs to the same burst
            if worth or not woken:
                looks += worth
                titles.add(sensor.look().title)
        screen.activate(other.window)
        wait_for(sensor.drain, "news of the focus", timeout_s=1)
        after = sensor.look()

    assert 3 <= looks <= 3 + 6
    assert wakes < 40  # of two hundred changes
    assert len(titles) > 3
    assert after.app == "Birch"


def test_the_last_title_is_seen_at_the_next_look(screen: Desktop) -> None:
    window = screen.xterm("Alder").window
    screen.activate(window)
    with looking(screen, "Alder") as sensor:
        sees(sensor, "Alder")
        for number in range(12):
            screen.ask("xdotool", "set_window", "--name", f"title {number}", str(window))
            sensor.drain()

        assert sensor.look().title == "title 11"


def tell(screen: Desktop, window: int, name: str, form: str, value: str) -> None:
    screen.ask("xprop", "-id", str(window), "-f", name, form, "-set", name, value)


def test_a_program_of_another_machine_has_no_process_here(screen: Desktop) -> None:
    window = screen.xterm("Alder").window
    tell(screen, window, "WM_CLIENT_MACHINE", "8s", "far.example")
    tell(screen, window, "_NET_WM_PID", "32c", str(os.getpid()))  # another one has it here
    screen.activate(window)
    with looking(screen) as sensor:
        told = sees(sensor, "Alder")

    assert (told.pid, told.elsewhere) == (None, True)


def test_a_program_that_knows_this_machine_by_another_name_has_its_process(screen: Desktop) -> None:
    alder = screen.xterm("Alder")
    tell(screen, alder.window, "WM_CLIENT_MACHINE", "8s", "as-it-was-called.example")
    screen.activate(alder.window)
    with looking(screen) as sensor:
        told = sees(sensor, "Alder")

    assert (told.pid, told.elsewhere) == (alder.process.pid, False)


def answer(form: int, value: bytes) -> bytes:
    units = len(value) // (form // 8)
    return struct.pack("=BBHIIII12x", 1, form, 0, 0, 31, 0, units) + value


def test_a_text_is_read_to_its_end_and_no_further() -> None:
    assert text(answer(8, "Grüße".encode())) == "Grüße"
    assert text(answer(8, b"Gr\xfc\xdfe")) == "Grüße"
    assert text(answer(8, b"one\0two")) == "one"
    assert text(answer(8, ("x" + "Ä" * 3000).encode()[:4096])) == "x" + "Ä" * 2047
    assert text(answer(32, bytes(8))) == text(None) == ""


def test_names_and_numbers_of_another_form_are_none() -> None:
    assert names(answer(8, b"xterm\0XTerm\0")) == ("xterm", "XTerm")
    assert names(answer(8, b"alone")) == ("alone", "")
    assert names(answer(8, b"\x1b[1mone\0" + b"x" * 999)) == ("[1mone", "x" * 200)
    assert names(answer(32, b"xter")) == ("", "")
    assert words(answer(32, struct.pack("=2I", 5, 6))) == (5, 6)
    assert words(answer(8, b"abcd")) == words(None) == ()


def test_a_machine_is_this_one_by_its_first_name() -> None:
    assert names_machine("", "oak")
    assert names_machine("Oak.example", "oak")
    assert not names_machine("elm", "oak")


def test_what_made_a_window_is_told_by_the_server_alone() -> None:
    head, told = struct.pack("=8xI20x", 1), struct.pack("=4I", 0x200000, 2, 4, 7)

    assert maker(head + told) == 7
    assert maker(struct.pack("=8xI20x", 0)) == maker(head + told[:12]) == maker(None) == 0
