"""The channels on real notification servers: what is drawn, pressed and held back."""

from collections.abc import Callable, Iterator
from pathlib import Path
from queue import SimpleQueue

import pytest

from monitor.core.notices import Answer, Outcome
from monitor.notify import plyer_child
from monitor.notify.freedesktop import Freedesktop
from monitor.notify.plyer_base import Plyer
from tests.notification_server import NAME, SOON, Script, nudge, serve
from tests.rig import Desktop, need, wait_for

Heard = SimpleQueue[tuple[str, Answer]]
XFCE = "/usr/lib/x86_64-linux-gnu/xfce4/notifyd/xfce4-notifyd"
_WITH_BUTTONS = 100  # pixels high
XFCONF = "/usr/lib/x86_64-linux-gnu/xfce4/xfconf/xfconfd"


@pytest.fixture
def heard() -> Heard:
    return SimpleQueue()


@pytest.fixture
def channel(desktop: Desktop, heard: Heard) -> Iterator[Freedesktop]:
    channel = Freedesktop(lambda *pressed: heard.put(pressed), environ=desktop.env)
    yield channel
    channel.close()


@pytest.fixture
def xfce(desktop: Desktop) -> Desktop:
    need(XFCE, "xdotool", "dbus-send")
    desktop.xvfb()
    desktop.bus()
    desktop.spawn(XFCE)
    wait_for(lambda: desktop.has_name(NAME), "notification server")
    return desktop


def test_on_dunst_a_press_is_heard_and_a_pause_is_told(
    desktop: Desktop, channel: Freedesktop, heard: Heard
) -> None:
    desktop.xvfb()
    desktop.bus()
    dunst = desktop.dunst()
    shown = channel.show(nudge())
    wait_for(lambda: dunst.displayed() == 1, "popup")
    dunst.press("Not helpful")
    answer = heard.get(timeout=SOON)
    wait_for(lambda: dunst.displayed() == 0, "closed popup")
    desktop.ask("dunstctl", "set-paused", "true")
    paused = channel.show(nudge())

    assert (shown.outcome, answer) == (Outcome.SHOWN, ("k3f", Answer.NO))
    assert paused.outcome is Outcome.UNKNOWN
    assert "dunst is paused" in paused.reason


@pytest.mark.parametrize(("column", "answer"), tuple(enumerate(Answer)))
def test_on_xfce_a_click_on_a_drawn_button_is_heard(
    column: int, answer: Answer, xfce: Desktop, channel: Freedesktop, heard: Heard
) -> None:
    channel.show(nudge())
    popup = wait_for(lambda: _popup(xfce), "popup with its buttons")
    x = popup["X"] + 14 + int((column + 0.5) * (popup["WIDTH"] - 28) / len(Answer))
    y = popup["Y"] + popup["HEIGHT"] - 31
    _click_until(xfce, x, y, lambda: not heard.empty())

    assert heard.get(timeout=SOON) == ("k3f", answer)


def test_on_xfce_do_not_disturb_is_told(xfce: Desktop, channel: Freedesktop) -> None:
    need(XFCONF, "xfconf-query")
    xfce.spawn(XFCONF)
    wait_for(lambda: xfce.has_name("org.xfce.Xfconf"), "settings of Xfce")
    setting = ("xfconf-query", "-c", "xfce4-notifyd", "-p", "/do-not-disturb", "-n", "-t", "bool")
    xfce.ask(*setting, "-s", "true")
    delivery = channel.show(nudge())

    assert delivery.outcome is Outcome.UNKNOWN
    assert "Do Not Disturb is on in Xfce" in delivery.reason


def test_plyer_shows_words_that_notify_send_would_refuse(desktop: Desktop) -> None:
    need("notify-send")
    with serve(desktop.bus(), script := Script()):
        channel = Plyer(environ=desktop.env)
        deliveries = [
            channel.show(nudge(title=title, text=text))
            for title, text in (("-5 min left", "-x <b>"), ("", "You've a break"))
        ]
    posted = [script.posted.get(timeout=SOON) for _ in range(2)]

    assert [d.outcome for d in deliveries] == [Outcome.UNKNOWN, Outcome.UNKNOWN]
    assert [p.title for p in posted] == ["\N{MINUS SIGN}5 min left", "humanward"]
    assert posted[0].text == "\N{MINUS SIGN}x \u2039b\u203a\nAnswer: humanward answer k3f did"
    assert [p.stays_ms for p in posted] == [30_000, 30_000]


def test_plyer_without_a_server_a_bus_or_notify_send_says_which_is_missing(
    desktop: Desktop,
) -> None:
    need("notify-send")
    channel = Plyer(environ=desktop.env)
    reasons = [channel.show(nudge()).reason]
    desktop.bus()
    reasons.append(channel.show(nudge()).reason)
    desktop.env["PATH"] = str(desktop.home)
    reasons.append(channel.show(nudge()).reason)

    assert "There is no session bus" in reasons[0]
    assert "No notification server runs on this session bus" in reasons[1]
    assert "install notify-send" in reasons[2]


def test_plyer_on_a_hung_server_is_ended_with_all_its_children(desktop: Desktop) -> None:
    need("notify-send", "pgrep")
    code = desktop.home.name
    with serve(desktop.bus(), script := Script(hangs_on=("Notify",))):
        delivery = Plyer(environ=desktop.env).show(nudge(code))
        wait_for(lambda: not desktop.run("pgrep", "-f", f"answer {code}").stdout, "end of plyer")

    assert "Notify" in script.asked
    assert delivery.outcome is Outcome.FAILED
    assert "did not come back within 3 s" in delivery.reason


def test_plyer_is_kept_from_taking_a_folder_app_for_flatpak(tmp_path: Path) -> None:
    need("notify-send")

    assert type(plyer_child.backend(tmp_path)).__name__ == "NotifySendNotification"


def test_for_windows_the_words_are_clipped_and_the_last_line_is_kept() -> None:
    answer = "Answer: humanward answer k3f did"
    title, text = plyer_child.fit(
        "\N{HOT BEVERAGE}\N{SLICE OF PIZZA}" * 40, "x" * 300 + "\n" + answer, "win32"
    )

    assert len(title.encode("utf-16-le")) <= 2 * 63
    assert len(text) == 255
    assert text.endswith("x…\n" + answer)


def _popup(desktop: Desktop) -> dict[str, int]:
    """Where the popup is; empty until it has grown to hold its buttons."""
    search = ("xdotool", "search", "--onlyvisible", "--class", "notifyd")
    said = desktop.run(*search, "getwindowgeometry", "--shell").stdout
    place = {key: int(value) for key, _, value in (line.partition("=") for line in said.split())}
    return place if place.get("HEIGHT", 0) > _WITH_BUTTONS else {}


def _click_until(desktop: Desktop, x: int, y: int, happened: Callable[[], bool]) -> None:
    """Click again and again: a popup that is still fading in takes no click."""

    def click() -> bool:
        desktop.run("xdotool", "mousemove", str(x), str(y), "sleep", "0.1", "click", "1")
        return happened()

    wait_for(click, "press that is heard")
