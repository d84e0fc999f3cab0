"""The script inside KWin, under the names of Plasma 5.27 and of Plasma 6."""

import json
import subprocess
from pathlib import Path

import pytest

from monitor.sense import kwin
from tests.processes import need

_WORKSPACE = Path(__file__).with_name("workspace.js")
_SCRIPT = Path(kwin.__file__).with_name("kde") / "script.js"
NOTHING = ["Tell", False, "", "", "", "", False, ""]
pytestmark = pytest.mark.parametrize("version", [5, 6])


def calls(version: int, scenario: str) -> list[list[object]]:
    """Every call that the script makes while this happens in a workspace of that Plasma."""
    need("node")
    done = subprocess.run(  # noqa: S603 - a fixed command
        ["node", _WORKSPACE, str(version), _SCRIPT, scenario],  # noqa: S607 - as above
        capture_output=True,
        check=True,
        timeout=30,
    )
    told: list[list[object]] = json.loads(done.stdout)
    return told


def tells(name: str, *, title: str = "", fullscreen: bool = False) -> list[object]:
    return ["Tell", True, f"org.{name}", name, name, "7", fullscreen, title]


def test_it_tells_at_once_what_is_active_and_then_every_change(version: int) -> None:
    scenario = """
        const kate = open("kate"); await quiet();
        const gimp = open("gimp"); await quiet();
        activate(kate); await quiet();
        activate(null)
    """

    assert calls(version, scenario) == [
        NOTHING,
        tells("kate"),
        tells("gimp"),
        tells("kate"),
        NOTHING,
    ]


def test_it_tells_nothing_twice(version: int) -> None:
    scenario = """
        const kate = open("kate"); await quiet();
        kate.windowClassChanged.emit(); await quiet();
        activate(kate); await quiet();
        open("kate", {caption: "another window of it"})
    """

    assert calls(version, scenario) == [NOTHING, tells("kate")]


def test_it_tells_titles_only_of_the_apps_whose_titles_are_wanted(version: int) -> None:
    scenario = """
        const kate = open("kate"); await quiet();
        change(kate, "caption", "a secret"); await quiet();
        const firefox = open("firefox", {caption: "one page"}); await quiet();
        change(firefox, "caption", "another page"); await quiet();
        change(kate, "caption", "a secret behind"); await quiet();
        activate(kate); await quiet();
        change(firefox, "caption", "behind"); await quiet();
        activate(firefox)
    """

    assert calls(version, scenario) == [
        NOTHING,
        tells("kate"),
        tells("firefox"),  # whether its titles are wanted is not known yet
        tells("firefox", title="one page"),
        tells("firefox", title="another page"),
        tells("kate"),
        tells("firefox", title="behind"),
    ]


def test_it_tells_when_a_window_fills_the_screen_or_is_called_otherwise(version: int) -> None:
    scenario = """
        const kate = open("kate"); await quiet();
        change(kate, "fullScreen", true); await quiet();
        kate.desktopFileName = "org.gimp"; kate.resourceClass = "gimp"; kate.resourceName = "gimp";
        kate.windowClassChanged.emit()
    """

    assert calls(version, scenario) == [
        NOTHING,
        tells("kate"),
        tells("kate", fullscreen=True),
        tells("gimp", fullscreen=True),
    ]


def test_a_window_that_is_gone_or_knows_nothing_of_itself_does_no_harm(version: int) -> None:
    scenario = """
        const kate = open("kate"); await quiet();
        close(kate); await quiet();
        open("", {desktopFileName: null, resourceClass: undefined, pid: undefined, caption: null,
              windowClassChanged: undefined, desktopFileNameChanged: undefined})
    """

    assert calls(version, scenario) == [
        NOTHING,
        tells("kate"),
        NOTHING,
        ["Tell", True, "", "", "", "", False, ""],
    ]


def test_it_takes_itself_away_when_nobody_listens_any_more(version: int) -> None:
    scenario = """
        open("kate"); await quiet();
        bus.listens = false;
        open("gimp"); await quiet();
        open("kmail"); await quiet()
    """

    assert calls(version, scenario) == [
        NOTHING,
        tells("kate"),
        tells("gimp"),  # into the void: that it was not answered makes the next one ask
        ["NameHasOwner", ":1.7"],
        tells("kmail"),
        ["unloadScript", "humanward-1-7"],
    ]


def test_it_takes_itself_away_even_when_the_bus_does_not_tell(version: int) -> None:
    scenario = """
        bus.listens = bus.tells = false;
        open("kate"); await quiet();
        bus.now += 60000; open("gimp"); await quiet();
        bus.now += 1; open("kmail")
    """
    told = calls(version, scenario)

    assert [call[0] for call in told].count("unloadScript") == 1
    assert told[-3:-1] == [["unloadScript", "humanward-1-7"], ["NameHasOwner", ":1.7"]]


def test_a_listener_that_is_slow_to_answer_keeps_its_script(version: int) -> None:
    scenario = """
        open("kate"); open("gimp"); open("kate"); await quiet();
        open("gimp")
    """
    told = calls(version, scenario)

    assert ["NameHasOwner", ":1.7"] in told
    assert "unloadScript" not in [call[0] for call in told]
    assert told[-1] == tells("gimp")
