"""Buttons on macOS and Windows: desktop-notifier in a child, with all its faults.

Its systems are fakes (tests/fake_desktop_notifier.py); with a real notification server the real
library is tried as far as Linux goes.
"""

import json
import os
import shutil
import signal
from collections.abc import Iterator
from pathlib import Path
from queue import SimpleQueue
from time import monotonic
from typing import Any

import pytest

from monitor.core.notices import Answer, Outcome
from monitor.notify.open import deliver, open_channels
from monitor.notify.portable import Portable
from tests.notification_server import SOON, about_anna, nudge
from tests.openers import opened, place_opener
from tests.rig import Desktop, need, wait_for

Heard = SimpleQueue[tuple[str, Answer]]
FAKE = Path(__file__).with_name("fake_desktop_notifier.py")


class System:
    """A desktop on which the fake library is found first."""

    def __init__(self, desktop: Desktop) -> None:
        self.desktop = desktop
        self._trace = desktop.home / "trace"
        library = desktop.home / "library"
        library.mkdir()
        shutil.copy(FAKE, library / "desktop_notifier.py")
        desktop.env |= {"PYTHONPATH": str(library), "FAKE_TOASTS_TRACE": str(self._trace)}
        self.do("well")

    def do(self, what: str) -> None:
        """What the system does from the next child on."""
        self.desktop.env["FAKE_TOASTS"] = what

    def said(self, key: str) -> list[dict[str, Any]]:
        """What the library was asked of this kind."""
        lines = self._trace.read_text().splitlines() if self._trace.exists() else []
        return [words for words in map(json.loads, lines) if key in words]


@pytest.fixture
def heard() -> Heard:
    return SimpleQueue()


@pytest.fixture
def system(desktop: Desktop) -> System:
    return System(desktop)


@pytest.fixture
def channel(desktop: Desktop, heard: Heard) -> Iterator[Portable]:
    channel = Portable(lambda *pressed: heard.put(pressed), environ=desktop.env)
    yield channel
    channel.close()


def test_a_nudge_is_handed_over_with_its_buttons_and_without_a_sound(
    system: System, channel: Portable
) -> None:
    delivery = channel.show(about_anna())
    (sent,) = system.said("send")

    assert delivery.outcome is Outcome.UNKNOWN
    assert "whether a Focus or Do Not Disturb kept it back, it does not tell" in delivery.reason
    assert sent["buttons"] == [["did", "Call Anna"], ["later", "Later"], ["no", "Not helpful"]]
    assert (sent["sound"], sent["icon"]) == (False, False)
    assert "humanward answer" not in sent["text"]
    assert system.said("app") == [{"app": "humanward", "icon": None}]


def test_where_no_buttons_are_drawn_the_text_tells_how_to_answer(
    system: System, channel: Portable
) -> None:
    system.do("plain")
    channel.show(nudge())

    assert system.said("send")[0]["text"].endswith("\nAnswer: humanward answer k3f did")


def test_a_press_is_heard_and_opens_the_link(
    system: System, channel: Portable, heard: Heard
) -> None:
    place_opener(system.desktop)
    system.do("presses")
    channel.show(about_anna())

    assert heard.get(timeout=SOON) == ("a7n", Answer.DID)
    assert wait_for(lambda: opened(system.desktop), "call") == ["tel:+4930123456"]


def test_a_press_that_cannot_be_kept_does_not_end_the_listening(
    system: System, caplog: pytest.LogCaptureFixture
) -> None:
    codes: SimpleQueue[str] = SimpleQueue()

    def full(code: str, _: Answer) -> None:
        codes.put(code)
        raise OSError("no space left")

    system.do("presses")
    channel = Portable(full, environ=system.desktop.env)
    for code in ("k3f", "m8p"):
        channel.show(nudge(code))
    pressed = [codes.get(timeout=SOON) for _ in range(2)]
    channel.close()

    assert pressed == ["k3f", "m8p"]
    assert "nudge k3f: the answer 'did' was not kept" in caplog.messages


@pytest.mark.parametrize("does", ["well", "gone"])
def test_the_same_code_takes_the_place_of_what_is_shown_and_closing_takes_it_back(
    does: str, system: System, channel: Portable
) -> None:
    system.do(does)
    deliveries = [channel.show(nudge(code)) for code in ("k3f", "k3f", "m8p")]
    sent = [words["send"] for words in system.said("send")]
    replaced = [words["clear"] for words in system.said("clear")]
    channel.close()
    wait_for(lambda: len(system.said("clear")) == 3, "goodbye")

    assert {delivery.outcome for delivery in deliveries} == {Outcome.UNKNOWN}
    assert replaced == sent[:1]
    assert [words["clear"] for words in system.said("clear")] == sent
    assert len(system.said("app")) == 1  # one child for all of them


@pytest.mark.parametrize(
    ("does", "says"),
    [
        ("no library", "desktop-notifier is not installed; install it: pip install 'humanward["),
        ("no part", "install it: pip install 'humanward[actions]' (No module named 'winrt')"),
        ("no notifier", "cannot be used: RuntimeError: Could not get ToastNotifier"),
        ("dummy", "desktop-notifier has no way to notify here"),
        ("forbidden", "the desktop does not allow it"),
        ("asks", "it may be asking you whether humanward may notify"),
        ("raises", "failed: OSError: the notification platform is unavailable"),
        ("fails", "complained: Notification failed: 0x803E0105"),
        ("complains", "complained: Error when scheduling notification: domain=UNErrorDomain"),
        ("dies", "The process for desktop-notifier ended: Fatal Python error"),
        ("hangs", "did not come back within 5 s"),
    ],
)
def test_each_fault_of_the_library_is_a_failure_with_its_reason_in_time(
    does: str, says: str, system: System, channel: Portable
) -> None:
    system.do(does)
    start = monotonic()
    delivery = channel.show(nudge())
    took = monotonic() - start
    channel.close()

    assert delivery.outcome is Outcome.FAILED
    assert says in delivery.reason
    assert "50 minutes" not in delivery.reason
    assert took < 8


def test_after_a_hang_the_next_nudge_finds_a_new_child(system: System, channel: Portable) -> None:
    outcomes = []
    for does in ("hangs", "well"):
        system.do(does)
        outcomes.append(channel.show(nudge()).outcome)

    assert outcomes == [Outcome.FAILED, Outcome.UNKNOWN]


def test_after_its_child_was_killed_the_next_nudge_finds_a_new_one(
    system: System, channel: Portable
) -> None:
    need("pgrep")
    channel.show(nudge("k3f"))
    own = ("pgrep", "--parent", str(os.getpid()), "--full", "--", "--plyer$")
    os.kill(int(system.desktop.ask(*own)), signal.SIGKILL)
    wait_for(lambda: not system.desktop.run(*own).stdout, "end of the child")
    shown = channel.show(nudge("m8p"))

    assert shown.outcome is Outcome.UNKNOWN
    assert len(system.said("app")) == 2


def test_without_a_program_to_start_it_says_so(desktop: Desktop) -> None:
    channel = Portable(print, command=("/nowhere/python",), environ=desktop.env)
    delivery = channel.show(nudge())
    channel.close()

    reason = "/nowhere/python cannot be started (No such file or directory)."
    assert (delivery.outcome, delivery.reason) == (Outcome.FAILED, reason)


@pytest.mark.parametrize("platform", ["darwin", "win32"])
def test_on_macos_and_windows_it_is_the_channel_desktop_and_the_base_comes_after_it(
    platform: str, system: System
) -> None:
    system.do("no library")
    channels = open_channels(
        ("desktop", "log"), print, environ=system.desktop.env, platform=platform
    )
    deliveries = deliver(nudge(), channels)
    for channel in channels:
        channel.close()

    assert [(one.channel, one.outcome) for one in deliveries] == [
        ("desktop", Outcome.FAILED),
        ("log", Outcome.UNKNOWN),
    ]


def test_the_real_library_shows_replaces_and_is_pressed_on_a_real_server(
    desktop: Desktop, channel: Portable, heard: Heard
) -> None:
    desktop.xvfb()
    desktop.bus()
    dunst = desktop.dunst()
    first = channel.show(nudge())
    wait_for(lambda: dunst.displayed() == 1, "popup")
    again = channel.show(nudge())
    dunst.press("Not helpful")
    answer = heard.get(timeout=SOON)
    channel.show(nudge("m8p"))
    channel.close()

    assert (first.outcome, again.outcome) == (Outcome.UNKNOWN, Outcome.UNKNOWN)
    assert answer == ("k3f", Answer.NO)
    assert wait_for(lambda: dunst.displayed() <= 1, "closed popups")


def test_the_real_library_without_a_server_or_a_bus_is_a_failure(
    desktop: Desktop, channel: Portable
) -> None:
    without_bus = channel.show(nudge())
    channel.close()
    desktop.bus()
    without_server = channel.show(nudge())

    for delivery in (without_bus, without_server):
        assert delivery.outcome is Outcome.FAILED
        assert "desktop-notifier failed" in delivery.reason
