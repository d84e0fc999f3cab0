"""Nudges of the installed daemon: shown on a real screen, answered, held back, undelivered."""

from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from tests.notification_server import Script, serve
from tests.rig import Desktop, need, pause, wait_for
from tests.shim import Shim
from tests.truth import Spy, now
from tests.wander import open_windows
from tests.watched import AT_ONCE, QUICK, Watched

_LIMIT = '[[limit]]\nname = "{name}"\nwhat = "screen"\nat_most = "{at_most}"\nper = "day"\n'
_AT_ONCE = QUICK + AT_ONCE + _LIMIT.format(name="any", at_most="0s")
_TWO = QUICK + AT_ONCE + 'spacing = "1m"\nsnooze = "1m"\n'
_TWO += _LIMIT.format(name="one", at_most="1s")
_TWO += _LIMIT.format(name="other", at_most="9s")
_NEAR = timedelta(milliseconds=300)


@pytest.fixture
def watched(screen: Desktop, home: Path) -> Watched:
    screen.bus()
    watched = Watched(screen, home)
    watched.choose(_AT_ONCE)
    return watched


@pytest.fixture
def hung(watched: Watched) -> Iterator[Script]:
    """A notification server that never answers."""
    script = Script(hangs_on=("GetServerInformation", "GetCapabilities", "Notify"))
    with serve(watched.desktop.env["DBUS_SESSION_BUS_ADDRESS"], script):
        yield script


def test_a_nudge_is_shown_and_its_button_is_an_answer(watched: Watched, tmp_path: Path) -> None:
    need("import")
    dunst = watched.desktop.dunst()
    watched.desktop.xterm("Alder")
    with watched.daemon():
        wait_for(dunst.displayed, "popup")
        pause(0.3)
        watched.desktop.screenshot(tmp_path / "nudge.png")
        dunst.press("Did it")
        nudge = wait_for(lambda: _answered(watched), "answer")
        gone = wait_for(lambda: dunst.displayed() == 0, "closed popup")

    assert gone
    assert nudge["rule"] == "any"
    assert [(one["channel"], one["outcome"]) for one in nudge["deliveries"]] == [
        ("desktop", "shown")
    ]
    assert (nudge["response"], _rows(watched)) == ("did", [("did", "desktop")])


def test_an_answer_by_command_writes_the_same_row_as_a_button(watched: Watched) -> None:
    watched.desktop.dunst()
    with watched.daemon():
        code = _nudge(watched)["code"]
        said = watched.told("answer", code.upper(), "later")

    assert said.splitlines()[0] == f"Noted for {code}: later."
    assert "It comes again at " in said
    assert _nudge(watched)["response"] == "later"
    assert _rows(watched) == [("later", "command")]


def test_a_limit_of_seconds_is_reached_after_so_many_seconds(watched: Watched, shim: Shim) -> None:
    watched.choose(QUICK + AT_ONCE + _LIMIT.format(name="ten", at_most="10s"))
    watched = Watched(watched.desktop, watched.home, shim.env)
    watched.desktop.dunst()
    with watched.daemon():
        pause(3)
        before = watched.json("nudges")["nudges"]
        pause(13)
        shim.set(real=timedelta(minutes=1))  # what was seen is written, and judged soon after
        nudge = _nudge(watched)

    assert before == []
    assert 10 <= nudge["figures"]["amount"] < 30
    assert nudge["figures"]["limit"] == 10


def test_without_a_server_a_nudge_is_undelivered_with_reasons_and_can_be_answered(
    watched: Watched,
) -> None:
    with watched.daemon():
        nudge = wait_for(lambda: _delivered(watched), "deliveries")
        watched.told("answer", nudge["code"], "no")
        log = watched.log()

    outcomes = {one["channel"]: one["outcome"] for one in nudge["deliveries"]}
    assert outcomes == {"desktop": "failed", "plyer": "failed", "log": "unknown"}
    assert "notification server" in nudge["deliveries"][0]["reason"].lower()
    assert all(len(one["reason"]) > 10 for one in nudge["deliveries"])
    assert f"humanward answer {nudge['code']} did|later|no" in log
    assert _nudge(watched)["response"] == "no"


def test_a_hung_server_delays_no_look(watched: Watched, hung: Script) -> None:
    alder, birch = open_windows(watched.desktop, 2)
    with watched.daemon(), Spy(watched.desktop.env["DISPLAY"]) as spy:
        wait_for(lambda: hung.asked, "question to the server")
        for window in (alder, birch) * 4:
            watched.desktop.activate(window.window)
            spy.collect()
            pause(0.4)
        stays = [stay for stay in spy.stays(now()) if stay.app][-8:-1]
        nudge = wait_for(lambda: _delivered(watched), "deliveries")
    kept = {line.app: [one for one in watched.lines() if one.app == line.app]
            for line in watched.lines()}  # fmt: skip

    for stay in stays:
        assert min(abs(line.start - stay.start) for line in kept[stay.app]) < _NEAR
        assert min(abs(line.end - stay.end) for line in kept[stay.app]) < _NEAR
    assert nudge["deliveries"][0]["outcome"] == "failed"


def test_the_first_three_days_bring_one_nudge_each_and_later_ones_more(
    watched: Watched, shim: Shim
) -> None:
    watched.choose(_TWO)
    watched = Watched(watched.desktop, watched.home, shim.env)
    watched.desktop.dunst()
    morning = _until_ten()
    told, held = [], []
    shim.set(real=morning, boot=morning)
    with watched.daemon():
        for hours, used in ((0, 3), (2, 9), (96, 3), (98, 9)):
            _sleep_until(watched, shim, morning + timedelta(hours=hours), used_s=used)
            told.append(len(watched.json("nudges")["nudges"]))
            held.append(watched.json("status")["held"])

    assert told[:2] == [1, 1]
    assert told[2:] == [2, 3]  # each limit has its word on the fifth day
    assert "other: the first three days bring one nudge each" in held[1]
    assert "config explain limit" in watched.json("nudges")["nudges"][0]["text"]


def _until_ten() -> timedelta:
    """How long it is until ten in the morning, so that no day ends in mid-test."""
    here = now().astimezone()
    ten = here.replace(hour=10, minute=0, second=0)
    return ten - here + timedelta(days=1)


def _sleep_until(watched: Watched, shim: Shim, length: timedelta, *, used_s: float) -> None:
    """Let the machine sleep, use it a little, and set the clock: then the judge comes soon."""
    shim.set(real=length, boot=length)
    pause(used_s)
    set_to = length + timedelta(minutes=30)
    shim.set(real=set_to, boot=length)
    at = (now() + set_to).timestamp() * 1000
    wait_for(lambda: watched.one("select judged > ? from heartbeat", at), "judgement")


def _nudge(watched: Watched) -> dict[str, Any]:
    nudges = wait_for(lambda: watched.json("nudges")["nudges"], "nudge")
    nudge: dict[str, Any] = nudges[-1]
    return nudge


def _answered(watched: Watched) -> dict[str, Any] | None:
    nudge = _nudge(watched)
    return nudge if nudge["response"] else None


def _delivered(watched: Watched) -> dict[str, Any] | None:
    nudge = _nudge(watched)
    return nudge if nudge["deliveries"] else None


def _rows(watched: Watched) -> list[tuple[str, str]]:
    return watched.all("select answer, via from response order by id")
