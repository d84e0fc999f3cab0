"""Nudges on real notification servers: pressed, replaced, gone, silenced, killed, hung, missing."""

from collections.abc import Iterator
from pathlib import Path
from queue import SimpleQueue
from time import monotonic

import pytest

from monitor.core.notices import Answer, Outcome
from monitor.notify.freedesktop import Freedesktop
from monitor.notify.open import deliver, open_channels
from monitor.notify.plyer_base import Plyer
from monitor.notify.silence import Silence
from tests.notification_server import SOON, about_anna, nudge
from tests.openers import opened
from tests.popups import (
    SERVERS,
    Popups,
    kill,
    open_popups,
    press_until,
    stopped,
)
from tests.rig import need, wait_for

Heard = SimpleQueue[tuple[str, Answer]]


@pytest.fixture
def heard() -> Heard:
    return SimpleQueue()


@pytest.fixture(params=list(SERVERS))
def popups(request: pytest.FixtureRequest) -> Iterator[Popups]:
    with open_popups(request.param) as opened:
        yield opened


@pytest.fixture
def channel(popups: Popups, heard: Heard) -> Iterator[Freedesktop]:
    channel = Freedesktop(lambda *pressed: heard.put(pressed), environ=popups.desktop.env)
    yield channel
    channel.close()


def pressed(popups: Popups, heard: Heard, column: int) -> tuple[str, Answer]:
    """What is heard when the button in this column is pressed."""
    press_until(popups, column, lambda: not heard.empty())
    return heard.get(timeout=SOON)


def is_gone(popups: Popups) -> bool:
    return wait_for(lambda: popups.count() == 0, "screen without popups")


def test_each_button_is_heard_and_its_popup_goes(
    popups: Popups, channel: Freedesktop, heard: Heard, tmp_path: Path
) -> None:
    popups.start()
    seen = []
    for column, _ in enumerate(Answer):
        delivery = channel.show(about_anna(f"a{column}n"))
        wait_for(lambda: popups.count() == 1, "popup")
        popups.picture(tmp_path / f"{column}.png")
        seen.append((delivery.outcome, *pressed(popups, heard, column), is_gone(popups)))

    assert seen == [
        (Outcome.SHOWN, f"a{column}n", answer, True) for column, answer in enumerate(Answer)
    ]
    assert opened(popups.desktop) == ["tel:+4930123456"]
    assert all(path.stat().st_size > 2000 for path in tmp_path.iterdir())


def test_the_same_code_is_one_popup_and_the_last_one_counts(
    popups: Popups, channel: Freedesktop, heard: Heard
) -> None:
    popups.start()
    for title in ("50 minutes", "55 minutes", "60 minutes"):
        channel.show(nudge(title=title))
    wait_for(lambda: popups.count() == 1, "popup")
    answer = pressed(popups, heard, 1)

    assert answer == ("k3f", Answer.LATER)
    assert is_gone(popups)
    assert heard.empty()


@pytest.mark.parametrize("popups", ["dunst", "mako"], indirect=True)
def test_one_that_went_by_itself_is_no_answer_and_can_be_shown_anew(
    popups: Popups, channel: Freedesktop, heard: Heard
) -> None:
    popups.start(short=True)
    channel.show(nudge())
    wait_for(lambda: popups.count() == 1, "popup")
    went = is_gone(popups)
    again = channel.show(nudge())
    answer = pressed(popups, heard, 0)

    assert went
    assert (again.outcome, answer) == (Outcome.SHOWN, ("k3f", Answer.DID))
    assert heard.empty()


@pytest.mark.parametrize("popups", ["dunst", "xfce", "mako"], indirect=True)
def test_do_not_disturb_is_known_before_a_nudge_and_told_with_one(
    popups: Popups, channel: Freedesktop
) -> None:
    popups.start()
    silence = Silence(environ=popups.desktop.env, platform="linux")
    popups.silence(on=False)
    before = silence.stances()[0]
    popups.silence(on=True)
    start = monotonic()
    words = silence.words()
    took = monotonic() - start
    delivery = channel.show(nudge())
    popups.silence(on=False)
    after = silence.words()

    assert (before.desktop, before.holds) == (popups.name, False)
    assert words
    assert after == ""
    assert took < 0.5
    assert delivery.outcome is Outcome.UNKNOWN
    assert delivery.reason.startswith(words)


@pytest.mark.parametrize("popups", ["notification-daemon"], indirect=True)
def test_a_server_without_do_not_disturb_is_unknown_and_stops_nothing(
    popups: Popups, channel: Freedesktop
) -> None:
    popups.start()
    silence = Silence(environ=popups.desktop.env, platform="linux")
    stance = silence.stances()[0]

    assert (stance.desktop, stance.holds) == (popups.name, None)
    assert silence.words() == ""
    assert channel.show(nudge()).outcome is Outcome.SHOWN


def test_after_a_server_was_killed_the_next_one_is_used_and_no_press_is_credited_wrongly(
    popups: Popups, channel: Freedesktop, heard: Heard
) -> None:
    popups.start()
    channel.show(nudge("k3f"))
    wait_for(lambda: popups.count() == 1, "popup")
    kill(popups)
    missing = channel.show(nudge("g0n"))
    popups.start()
    shown = channel.show(nudge("m8p"))
    answer = pressed(popups, heard, 2)

    assert missing.outcome is Outcome.FAILED
    assert "No notification server runs" in missing.reason
    assert (shown.outcome, answer) == (Outcome.SHOWN, ("m8p", Answer.NO))
    assert is_gone(popups)
    assert heard.empty()


def test_a_server_that_hangs_shows_a_nudge_once_and_late_and_its_buttons_work(
    popups: Popups, channel: Freedesktop, heard: Heard
) -> None:
    need("notify-send")
    channels = channel, Plyer(environ=popups.desktop.env)
    popups.start()
    channel.show(nudge("k3f"))
    first = pressed(popups, heard, 0)
    is_gone(popups)
    with stopped(popups):
        start = monotonic()
        hung = deliver(nudge("m8p"), channels)
        took = monotonic() - start
    late = pressed(popups, heard, 1)

    assert first == ("k3f", Answer.DID)
    assert [(one.channel, one.outcome) for one in hung] == [("desktop", Outcome.UNKNOWN)]
    assert "did not answer within 2 s" in hung[0].reason
    assert took < 4
    assert late == ("m8p", Answer.LATER)
    assert is_gone(popups)


def test_without_a_server_each_channel_says_why_and_the_log_has_the_last_word(
    popups: Popups,
) -> None:
    channels = open_channels(("desktop", "plyer", "log"), print, environ=popups.desktop.env)
    deliveries = deliver(nudge(), channels)
    for channel in channels:
        channel.close()

    assert [one.outcome for one in deliveries] == [Outcome.FAILED] * 2 + [Outcome.UNKNOWN]
    assert "No notification server runs" in deliveries[0].reason
    assert "No notification server runs" in deliveries[1].reason
