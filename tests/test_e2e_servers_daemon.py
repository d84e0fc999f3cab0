"""The installed daemon on real notification servers, and the channel on a real GNOME Shell."""

from collections.abc import Iterator
from pathlib import Path
from queue import SimpleQueue

import pytest

from monitor.core.notices import Answer, Outcome
from monitor.notify.freedesktop import Freedesktop
from monitor.notify.silence import Silence
from tests.gnome import Gnome
from tests.notification_server import NAME, SOON, about_anna
from tests.openers import opened, place_opener
from tests.popups import SERVERS, Popups, open_popups, press_until
from tests.rig import need, wait_for
from tests.watched import QUICK, Watched

_NOTIFIER = "/usr/share/gnome-shell/org.gnome.Shell.Notifications"  # gjs runs it

_AT_ONCE = (
    QUICK
    + """[nudge]
patience = "0s"
settle_in = "0s"
[[limit]]
name = "any"
what = "screen"
at_most = "0s"
"""
)


@pytest.fixture(params=list(SERVERS))
def popups(request: pytest.FixtureRequest) -> Iterator[Popups]:
    with open_popups(request.param) as opened:
        yield opened


@pytest.fixture
def watched(popups: Popups, home: Path) -> Watched:
    """A home whose daemon has something to say at once."""
    watched = Watched(popups.desktop, home)
    watched.choose(_AT_ONCE)
    return watched


def test_the_installed_daemon_shows_its_nudge_and_keeps_the_answer_of_its_button(
    popups: Popups, watched: Watched, tmp_path: Path
) -> None:
    popups.start()
    popups.sit_down()
    with watched.daemon():
        wait_for(lambda: popups.count() == 1, "popup", timeout_s=40)
        popups.picture(tmp_path / "nudge.png")
        press_until(popups, 1, lambda: answers(watched) != [])
        gone = wait_for(lambda: popups.count() == 0, "screen without popups")
    (nudge,) = watched.json("nudges")["nudges"]

    assert gone
    assert answers(watched) == [("later", "desktop")]
    assert [(one["channel"], one["outcome"]) for one in nudge["deliveries"]] == [
        ("desktop", "shown")
    ]
    assert nudge["response"] == "later"


@pytest.mark.parametrize("popups", ["dunst"], indirect=True)
def test_while_do_not_disturb_is_on_the_daemon_waits_and_says_so(
    popups: Popups, watched: Watched
) -> None:
    popups.start()
    popups.silence(on=True)
    popups.sit_down()
    with watched.daemon():
        held = wait_for(lambda: watched.json("status")["held"], "reason to wait", timeout_s=40)
        told = watched.json("nudges")["nudges"]

    assert "dunst is paused" in held
    assert told == []


def answers(watched: Watched) -> list[tuple[str, str]]:
    """The answers that are kept, and by which way they came."""
    return watched.all("select answer, via from response order by id")


def test_on_gnome_a_press_is_heard_and_do_not_disturb_is_known() -> None:
    heard: SimpleQueue[tuple[str, Answer]] = SimpleQueue()
    need("gnome-shell", "gjs", "gsettings")
    with Gnome() as gnome:
        gnome.start("--unsafe-mode")
        gnome.spawn("gjs", _NOTIFIER)
        wait_for(lambda: gnome.has_name(NAME), "notification server")
        place_opener(gnome)
        channel = Freedesktop(lambda *pressed: heard.put(pressed), environ=gnome.env)
        delivery = channel.show(about_anna())
        ours = "Main.messageTray.getSources().flatMap((one) => one.notifications)"
        ours += ".find((one) => one.title.startsWith('How about'))"
        labels = gnome.evaluate(f"{ours}.actions.map((one) => one.label).join()")
        gnome.evaluate(f"{ours}.actions[0].callback()")
        answer = heard.get(timeout=SOON)
        links = wait_for(lambda: opened(gnome), "call")
        holds = []
        for value in ("true", "false"):
            gnome.ask("gsettings", "set", "org.gnome.desktop.notifications", "show-banners", value)
            holds.append(Silence(environ=gnome.env, platform="linux").stances()[0].holds)
        channel.close()

    assert (delivery.outcome, labels) == (Outcome.SHOWN, '"Call Anna,Later,Not helpful"')
    assert (answer, links) == (("a7n", Answer.DID), ["tel:+4930123456"])
    assert holds == [False, True]
