import os
import random
import select
import signal
import sys
from datetime import UTC, datetime, timedelta
from itertools import pairwise

import pytest

from tests.agreement import agree, read_export
from tests.rig import Desktop, need, pause, wait_for
from tests.shim import Shim
from tests.truth import Spy, Stay, now
from tests.wander import Schedule, open_windows, wander

_NOON = datetime(2026, 3, 2, 12, tzinfo=UTC)
_CLOCKS = (
    "import time\n"
    "while input() is not None:\n"
    "    print(time.time(), time.monotonic(), time.clock_gettime(time.CLOCK_BOOTTIME))"
)


def test_each_display_is_its_own() -> None:
    need("Xvfb", "xdpyinfo")
    with Desktop() as one, Desktop() as two:
        displays = {rig.xvfb() for rig in (one, two, one, two, one)}

        assert len(displays) == 5
        assert one.run("xdpyinfo").returncode == 0


def test_a_desktop_inherits_no_session(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("DISPLAY", "WAYLAND_DISPLAY", "DBUS_SESSION_BUS_ADDRESS", "TMUX"):
        monkeypatch.setenv(name, "the person's own")

    with Desktop() as rig:
        seen = rig.ask("env")

    assert "the person's own" not in seen


def test_a_terminal_bears_its_class_and_takes_keys(screen: Desktop) -> None:
    typed = screen.home / "typed"
    first = screen.xterm("Alpha", command=("sh", "-c", f"cat > {typed}"))
    screen.xterm("Beta", title="the other one")

    screen.activate(first.window)
    screen.type("hello")
    screen.key("Return")

    assert "Alpha" in screen.ask("xprop", "-id", str(first.window), "WM_CLASS")
    assert screen.active() == first.window
    assert wait_for(lambda: typed.read_text() == "hello\n", "typed text")


def test_leaving_a_desktop_ends_even_what_left_its_group() -> None:
    with Desktop() as rig:
        told = rig.home / "pid"
        script = f"exec > {told} 2>&1; echo $$; exec sleep 600"
        rig.run("setsid", "--fork", "sh", "-c", script)
        wait_for(told.exists, "background program")
        watched = os.pidfd_open(int(wait_for(told.read_text, "number of the program")))

    with os.fdopen(watched) as descriptor:
        assert select.select([descriptor], [], [], 0)[0]  # readable: it has ended
    assert not rig.home.exists()


def test_a_program_deaf_to_kindness_is_ended_by_force() -> None:
    deaf = "import signal, time; signal.signal(signal.SIGTERM, signal.SIG_IGN); print(1, flush=1)"
    with Desktop() as rig:
        rig.patience_s = 0.2
        process = rig.spawn(sys.executable, "-c", f"{deaf}; time.sleep(600)")
        wait_for(lambda: rig.said(process), "deaf program")

    assert process.returncode == -signal.SIGKILL


def test_a_button_of_a_notification_can_be_pressed(screen: Desktop) -> None:
    need("notify-send", "dunst", "dunstctl")
    screen.bus()
    dunst = screen.dunst()
    words = ("-A", "did=Did it", "-A", "no=Not helpful", "A break?", "You have sat for long.")
    asked = screen.spawn("notify-send", *words)
    wait_for(dunst.displayed, "notification")

    dunst.press("Not helpful")

    assert asked.wait(10) == 0
    assert screen.said(asked).strip() == "no"


def test_chromium_shows_a_page_of_a_host_that_is_https_only(screen: Desktop) -> None:
    need("chromium", "openssl")
    screen.pages.put("claude.ai/chat/1", "A talk")
    browser = screen.chromium("http://claude.ai/chat/1")
    wait_for(lambda: screen.title() == "A talk - Chromium", "page", timeout_s=90)

    screen.visit("https://chatgpt.com/c")

    wait_for(lambda: screen.title() == "/c of chatgpt.com - Chromium", "second page", timeout_s=30)
    assert browser.history.exists()


def test_firefox_shows_a_page_of_a_host_that_is_https_only(screen: Desktop) -> None:
    need("openssl")
    screen.pages.put("claude.ai/chat/1", "A talk")
    browser = screen.firefox("http://claude.ai/chat/1")
    wait_for(lambda: screen.title() == "A talk — Mozilla Firefox", "page", timeout_s=90)

    screen.visit("http://chatgpt.com/c")

    wait_for(lambda: screen.title().startswith("/c of chatgpt.com"), "second page", timeout_s=30)
    assert browser.history.exists()


def test_the_spy_tells_each_stay_as_it_was(screen: Desktop) -> None:
    windows = [screen.xterm(app) for app in ("Alpha", "Beta")]
    with Spy(screen.env["DISPLAY"]) as spy:
        asked = []
        for window in (*windows, *windows):
            asked.append(now())
            screen.activate(window.window)
            spy.collect()
            pause(0.3)
        stays = spy.stays(now())
    named = [stay for stay in stays if stay.app][-4:]  # between two, nothing may be in front

    assert [stay.app for stay in named] == ["Alpha", "Beta", "Alpha", "Beta"]
    for stay, at in zip(named, asked, strict=True):
        assert timedelta(milliseconds=-10) < stay.start - at < timedelta(seconds=2)
    assert all(one.end == other.start for one, other in pairwise(stays))


def test_a_walk_keeps_to_its_time_and_its_windows(screen: Desktop) -> None:
    moves: list[datetime] = []
    schedule = Schedule(0.2, 0.5, minutes=0.05, seed=7)
    walk = wander(
        screen, open_windows(screen, 3), schedule, at_each_move=lambda: moves.append(now())
    )

    whole = sum((stay.length for stay in walk.stays), timedelta())
    assert timedelta(seconds=2.5) < whole < timedelta(seconds=5)
    assert {stay.app for stay in walk.stays} <= {"", "Alder", "Birch", "Cedar"}
    assert len([stay for stay in walk.stays if stay.app]) >= len(moves) - 1


def test_lengths_of_stays_lie_between_their_bounds() -> None:
    chance = random.Random(1)  # noqa: S311 - a schedule, no secret
    schedule = Schedule(0.4, 20, minutes=5, seed=1)
    drawn = [schedule.stay(chance) for _ in range(1000)]

    assert 0.4 <= min(drawn) < 0.5
    assert 18 < max(drawn) <= 20
    assert 2 < sorted(drawn)[500] < 4


def test_agreement_counts_only_what_was_given_to_the_right_window() -> None:
    def at(seconds: float) -> datetime:
        return _NOON + timedelta(seconds=seconds)

    def line(start: float, end: float, app: str, presence: str = "active") -> str:
        edges = f'"start":"{at(start):%Y-%m-%dT%H:%M:%S.%fZ}","end":"{at(end).isoformat()}"'
        return f'{{{edges},"app":"{app}","presence":"{presence}","track":"attended"}}\n'

    stays = (Stay(at(0), at(10), "A"), Stay(at(10), at(11), ""), Stay(at(11), at(21), "B"))
    exported = line(0, 12, "A") + line(12, 20, "B") + line(20, 30, "B", "idle")

    found = agree(stays, read_export(exported))

    assert found.share == pytest.approx(0.9)
    assert [(miss.stay.app, miss.lost.total_seconds()) for miss in found.misses] == [("B", 2)]


def test_the_shim_shifts_wall_and_boot_clock_but_never_the_monotonic_one(
    desktop: Desktop, shim: Shim
) -> None:
    told = desktop.home / "told"
    os.mkfifo(told)
    process = desktop.spawn(
        *("sh", "-c", f'exec "$1" -uc "$2" < {told}', "sh", sys.executable, _CLOCKS), env=shim.env
    )
    with told.open("w", buffering=1) as ask:

        def clocks() -> list[float]:
            before = desktop.said(process).count("\n")
            ask.write("\n")
            wait_for(lambda: desktop.said(process).count("\n") > before, "answer")
            return [float(word) for word in desktop.said(process).splitlines()[-1].split()]

        first = clocks()
        shim.set(real=timedelta(hours=-1), boot=timedelta(minutes=5))
        second = clocks()

    moved = [after - before for before, after in zip(first, second, strict=True)]
    assert first[0] == pytest.approx(now().timestamp(), abs=30)
    assert moved[0] - moved[1] == pytest.approx(-3600, abs=0.1)
    assert moved[2] - moved[1] == pytest.approx(300, abs=0.1)
    assert 0 <= moved[1] < 30
