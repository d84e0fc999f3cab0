"""X11 as it is met: no window manager, old ones, several screens, servers that hang or end."""

import os
import re
import signal
import struct
import time
from contextlib import ExitStack

import pytest

from monitor.errors import SensorLostError, UnfitError
from monitor.sense.x11 import open_x11
from tests.desktops import WaylandDesktop
from tests.displays import Relay, end, looking, manage, point, sees, server, two_windows
from tests.processes import need, wait_for
from tests.rig import Desktop, XTerm
from tests.sensing import keeps_the_contract

_FONTS = ("TitleFont", "MenuFont", "IconFont", "ResizeFont", "IconManagerFont")
_TWMRC = "RandomPlacement\n" + "".join(f'{font} "fixed"\n' for font in _FONTS)


@pytest.fixture
def bare(desktop: Desktop) -> Desktop:
    """A display that nobody manages."""
    need("xterm", "xdotool", "xprop")
    desktop.xvfb()
    return desktop


def test_without_a_window_manager_the_keys_tell_which_window_is_in_front(bare: Desktop) -> None:
    one, other = two_windows(bare)
    bare.ask("xdotool", "windowfocus", "--sync", str(one.window))
    with looking(bare) as sensor:
        first = sees(sensor, "Alder")
        sensor.drain()
        bare.ask("xdotool", "windowfocus", "--sync", str(other.window))
        wait_for(sensor.drain, "news of the focus")
        second = sensor.look()

    assert (first.pid, first.fullscreen) == (one.process.pid, None)
    assert (second.app, second.instance, second.pid) == ("Birch", "birch", other.process.pid)


def test_where_the_keys_follow_the_pointer_the_window_below_it_is_in_front(bare: Desktop) -> None:
    one, other = two_windows(bare)
    with looking(bare) as sensor:
        sees(sensor, "Birch")  # that is where the pointer is from the start
        for window, app in ((one.window, "Alder"), (other.window, "Birch")):
            sensor.drain()
            point(bare, window)
            wait_for(sensor.drain, "news of the pointer")
            sees(sensor, app)
        bare.ask("xdotool", "mousemove", "1279", "1")
        wait_for(sensor.drain, "news of the pointer")

        assert sensor.look().app == ""


def test_an_empty_display_without_a_manager_keeps_the_contract(bare: Desktop) -> None:
    keeps_the_contract(open_x11(bare.env, lambda _: True))


def test_the_window_inside_the_frame_of_an_old_manager_is_seen(bare: Desktop) -> None:
    need("twm")
    settings = bare.home / "twmrc"
    settings.write_text(_TWMRC)
    bare.spawn("twm", "-f", settings)
    one, other = two_windows(bare)

    def is_framed(one: XTerm) -> bool:
        return "Normal" in bare.ask("xprop", "-id", str(one.window), "WM_STATE")

    wait_for(lambda: is_framed(one) and is_framed(other), "frames")
    with looking(bare) as sensor:
        for window, app in ((one, "Alder"), (other, "Birch")):
            point(bare, window.window)

            assert sees(sensor, app).pid == window.process.pid


def test_a_manager_that_starts_later_or_ends_is_noticed(bare: Desktop) -> None:
    one, other = two_windows(bare)
    bare.ask("xdotool", "windowfocus", "--sync", str(one.window))
    with looking(bare) as sensor:
        sees(sensor, "Alder")
        sensor.drain()

        manager = manage(bare, other)
        wait_for(sensor.drain, "news of the manager")
        managed = sees(sensor, "Birch")
        end(bare, manager)
        wait_for(sensor.drain, "news of its end")
        bare.ask("xdotool", "windowfocus", "--sync", str(one.window))
        left = sees(sensor, "Alder")

        assert (managed.fullscreen, left.fullscreen) == (False, None)
        assert "window id" in bare.ask("xprop", "-root", "_NET_SUPPORTING_WM_CHECK")
        manage(bare, other)
        assert sees(sensor, "Birch").fullscreen is False


def test_a_manager_that_tells_nothing_in_front_by_the_root_is_heard_on(screen: Desktop) -> None:
    root = re.search(r"0x[0-9a-f]+", screen.ask("xwininfo", "-root"))
    one, other = two_windows(screen)
    screen.activate(one.window)
    assert root
    with looking(screen) as sensor:
        sees(sensor, "Alder")
        active = "_NET_ACTIVE_WINDOW"
        screen.ask("xprop", "-root", "-f", active, "32x", "-set", active, root[0])  # as qtile does
        nothing = sees(sensor, "")
        sensor.drain()
        screen.activate(other.window)
        wait_for(sensor.drain, "news of the window after it")
        sees(sensor, "Birch")
        sensor.drain()
        screen.activate(one.window)
        wait_for(sensor.drain, "news of the next")

    assert nothing.pid is None


def test_a_display_that_has_no_room_says_so_and_nothing_of_a_secret(desktop: Desktop) -> None:
    need("Xvfb")
    server(desktop, "-maxclients", "64")

    def crowd(held: ExitStack) -> None:
        for _ in range(64):
            held.callback(open_x11(desktop.env, lambda _: True).close)

    with ExitStack() as held, pytest.raises(UnfitError, match="in: Maximum number of clients"):
        crowd(held)


def test_the_claim_that_a_dead_manager_left_behind_is_not_believed(bare: Desktop) -> None:
    one, other = two_windows(bare)
    end(bare, manage(bare, other))
    bare.ask("xdotool", "windowfocus", "--sync", str(one.window))
    with looking(bare) as sensor:
        assert "window id" in bare.ask("xprop", "-root", "_NET_ACTIVE_WINDOW")
        assert sees(sensor, "Alder").pid == one.process.pid


def test_the_window_in_front_may_be_on_any_screen(desktop: Desktop) -> None:
    need("openbox", "xterm", "xdotool", "xprop")
    screens = ("-screen", "0", "800x600x24", "-screen", "1", "800x600x24")
    server(desktop, *screens, "-noreset")
    display = desktop.env["DISPLAY"]
    windows = []
    for number, app in enumerate(("Alder", "Birch")):
        desktop.env["DISPLAY"] = f"{display}.{number}"
        desktop.openbox()
        windows.append(desktop.xterm(app))
    desktop.env["DISPLAY"] = display
    with looking(desktop) as sensor:
        for number in (0, 1, 0):
            sensor.drain()
            desktop.env["DISPLAY"] = f"{display}.{number}"
            desktop.ask("xdotool", "mousemove", "--screen", str(number), "5", "5")
            desktop.activate(windows[number].window)
            found = sees(sensor, windows[number].app)

            assert found.pid == windows[number].process.pid
            assert found.fullscreen is False
        keeps_the_contract(sensor)


def test_several_monitors_of_one_desktop_need_nothing(desktop: Desktop) -> None:
    need("xterm", "xdotool")
    screens = ("-screen", "0", "800x600x24", "-screen", "1", "800x600x24")
    server(desktop, *screens, "+xinerama", "-noreset")
    desktop.openbox()
    one, other = desktop.xterm("Alder"), desktop.xterm("Birch")
    desktop.ask("xdotool", "windowmove", "--sync", str(other.window), "900", "100")
    with looking(desktop) as sensor:
        for window in (one, other):
            desktop.activate(window.window)

            assert sees(sensor, window.app).pid == window.process.pid


def test_xwayland_is_refused_even_where_nothing_tells_of_wayland() -> None:
    with WaylandDesktop() as desktop:
        desktop.weston()
        server(desktop, "-ac", program="Xwayland")
        environ = {name: desktop.env[name] for name in ("DISPLAY", "HOME")}

        with pytest.raises(UnfitError, match="is XWayland: it would show only part"):
            open_x11(environ, lambda _: True)


def test_a_display_that_came_back_under_its_number_is_seen_again(bare: Desktop) -> None:
    first = server(bare)
    display = bare.env["DISPLAY"]
    with looking(bare) as sensor:
        first.kill()
        first.wait()
        with pytest.raises(SensorLostError, match="went away"):
            sensor.look()
    with pytest.raises(UnfitError, match=f"the display {display} does not answer"):
        open_x11(bare.env, lambda _: True)

    bare.spawn("Xvfb", display, "-nolisten", "tcp", "-noreset")
    bare.env["DISPLAY"] = display
    wait_for(lambda: bare.run("xprop", "-root").returncode == 0, "display again")
    bare.openbox()
    bare.activate(bare.xterm("Alder").window)
    with looking(bare) as again:
        assert sees(again, "Alder").pid is not None


def test_a_display_that_hangs_is_refused_in_time(desktop: Desktop) -> None:
    hung = server(desktop)
    os.kill(hung.pid, signal.SIGSTOP)
    began = time.monotonic()
    try:
        with pytest.raises(UnfitError, match="does not answer"):
            open_x11(desktop.env, lambda _: True)
    finally:
        os.kill(hung.pid, signal.SIGCONT)

    assert time.monotonic() - began < 3


@pytest.mark.parametrize("size", [0, 3, 40, 100])
def test_a_server_that_stops_in_the_middle_of_an_answer_holds_no_look(
    screen: Desktop, size: int
) -> None:
    screen.activate(screen.xterm("Alder").window)
    with ExitStack() as held:
        relay = Relay(held, screen.home, screen.env["DISPLAY"])
        sensor = open_x11({"DISPLAY": relay.display}, lambda _: True)
        held.callback(sensor.close)
        sees(sensor, "Alder")
        relay.stop_after(size)
        began = time.monotonic()
        with pytest.raises(SensorLostError, match="did not answer in 2 s"):
            sensor.look()

        assert time.monotonic() - began < 2.3
        assert sensor.drain() is False
        sensor.close()


def test_a_display_with_a_secret_opens_with_it_and_says_so_without(desktop: Desktop) -> None:
    need("Xvfb")
    secret, file = os.urandom(16), desktop.home / "secrets"
    entry = [b"another-name", b"", b"MIT-MAGIC-COOKIE-1", secret]
    packed = b"".join(struct.pack(">H", len(one)) + one for one in entry)
    file.write_bytes(struct.pack(">H", 256) + packed)
    server(desktop, "-auth", str(file))

    with pytest.raises(UnfitError, match="lets nobody in without its secret: set XAUTHORITY"):
        open_x11(desktop.env, lambda _: True)
    desktop.env["XAUTHORITY"] = str(file)
    with looking(desktop) as sensor:
        assert sensor.look().app == ""
