"""Whether a Linux desktop wants silence, as each one tells it; what is not told is unknown."""

import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path
from time import monotonic

import pytest

from monitor.notify.silence import Silence
from monitor.notify.stance import Stance
from tests.notification_server import NAME, Script, serve
from tests.rig import Desktop, need, wait_for

ROOT = Path(__file__).parents[1]
XFCE = "/usr/lib/x86_64-linux-gnu/xfce4/notifyd/xfce4-notifyd"
XFCONF = "/usr/lib/x86_64-linux-gnu/xfce4/xfconf/xfconfd"
_SERVICE = "[D-BUS Service]\nName={name}\nExec={program}\n"
_BUS = """<busconfig><type>session</type><listen>unix:tmpdir={home}</listen>
<servicedir>{home}</servicedir><policy context="default"><allow send_destination="*"/>
<allow receive_sender="*"/><allow own="*"/></policy></busconfig>"""

Says = dict[str, tuple[str, tuple[object, ...]]]


def first(told: Sequence[Stance]) -> Stance:
    return told[0]


def silence(desktop: Desktop) -> Silence:
    return Silence(environ=desktop.env, platform="linux")


def truth(value: object, signature: str = "b") -> Says:
    return {"Get": ("v", ((signature, value),))}


def modes(*names: str) -> Says:
    return {"ListModes": ("as", (list(names),))}


@pytest.mark.parametrize(
    ("server", "says", "holds", "words"),
    [
        ("dunst", truth(value=True), True, "dunst is paused"),
        ("dunst", truth(value=False), False, ""),
        ("dunst", truth("yes", "s"), None, ""),
        ("dunst", {}, None, ""),
        ("Plasma", truth(value=True), True, "Do Not Disturb is on in Plasma"),
        ("Plasma", truth(value=False), False, ""),
        ("mako", modes("default"), False, ""),
        ("mako", modes("default", "do-not-disturb"), True, "mako is in its do-not-disturb mode"),
        ("mako", modes("dnd"), True, "mako is in its do-not-disturb mode"),
        ("mako", modes("default", "away"), None, ""),
        ("mako", modes(), False, ""),
        ("mako", {"ListModes": ("s", ("do-not-disturb",))}, None, ""),
        ("mako", {}, None, ""),
        ("Xfce Notify Daemon", {}, None, ""),
        ("another", truth(value=True), None, ""),
    ],
)
def test_a_server_is_silent_only_where_it_says_so(
    *, server: str, says: Says, holds: bool | None, words: str, desktop: Desktop
) -> None:
    with serve(desktop.bus(), Script(name=server, says=says)):
        told = first(silence(desktop).stances())
        said = silence(desktop).words()

    assert (told.desktop, told.holds) == (server, holds)
    assert said == words
    assert told.reason


def test_only_the_server_that_runs_is_asked_and_nothing_of_it_but_this(desktop: Desktop) -> None:
    with serve(desktop.bus(), script := Script(name="dunst", holds=False)):
        told = silence(desktop).stances()

    assert script.asked == ["GetServerInformation", "Get"]
    assert [one.desktop for one in told] == [
        "dunst", "presentation mode of Xfce", "Plasma", "Xfce Notify Daemon", "mako", "gnome-shell",
    ]  # fmt: skip
    assert [one.holds for one in told] == [False, None, None, None, None, None]


@pytest.mark.parametrize(
    ("hangs", "says"),
    [
        (("GetServerInformation",), "No answer on the session bus within 0.3 s"),
        (("Get",), "dunst does not say"),
    ],
)
def test_a_server_that_hangs_is_unknown_and_soon(
    hangs: tuple[str, ...], says: str, desktop: Desktop
) -> None:
    with serve(desktop.bus(), Script(name="dunst", hangs_on=hangs)):
        start = monotonic()
        told = first(silence(desktop).stances())
        took = monotonic() - start

    assert told.holds is None
    assert says in told.reason
    assert took < 2


def test_without_a_bus_or_a_server_nothing_is_known_and_the_reason_is_told(
    desktop: Desktop,
) -> None:
    asks = silence(desktop)
    without_bus = asks.stances()
    desktop.bus()
    without_server = asks.stances()

    assert without_bus == (Stance("session bus", None, without_bus[0].reason),)
    assert "There is no session bus" in without_bus[0].reason
    assert [one.holds for one in without_server] == [None]
    assert "No notification server runs" in without_server[0].reason
    assert asks.words() == ""


def test_asking_starts_no_program(desktop: Desktop) -> None:
    need("dbus-daemon")
    program, trace = desktop.home / "server", desktop.home / "started"
    program.write_text(f"#!/bin/sh\ntouch {trace}\n")
    program.chmod(0o755)
    for name in (NAME, "org.xfce.Xfconf"):
        (desktop.home / f"{name}.service").write_text(_SERVICE.format(name=name, program=program))
    (desktop.home / "bus.conf").write_text(_BUS.format(home=desktop.home))
    words = ("--config-file", desktop.home / "bus.conf", "--nofork", "--print-address=1")
    bus = desktop.spawn("dbus-daemon", *words)
    address = wait_for(lambda: desktop.said(bus).strip(), "bus")
    desktop.env["DBUS_SESSION_BUS_ADDRESS"] = address
    without = silence(desktop).stances()
    with serve(address, Script(name="Xfce Notify Daemon")):
        xfce = first(silence(desktop).stances())

    assert "No notification server runs" in without[0].reason
    assert xfce == Stance("Xfce Notify Daemon", None, "Xfce Notify Daemon does not say")
    assert not trace.exists()


def test_on_xfce_its_own_setting_is_told_and_unset_means_off(desktop: Desktop) -> None:
    need(XFCONF, XFCE, "xfconf-query")
    desktop.xvfb()
    desktop.bus()
    desktop.spawn(XFCE)
    wait_for(lambda: desktop.has_name(NAME), "notification server")
    asks = silence(desktop)
    holds = [first(asks.stances()).holds]
    desktop.spawn(XFCONF)
    wait_for(lambda: desktop.has_name("org.xfce.Xfconf"), "settings of Xfce")
    holds.append(first(asks.stances()).holds)
    setting = ("xfconf-query", "-c", "xfce4-notifyd", "-p", "/do-not-disturb", "-n", "-t", "bool")
    for value in ("true", "false"):
        desktop.ask(*setting, "-s", value)
        holds.append(first(asks.stances()).holds)

    assert holds == [None, False, True, False]


def test_in_the_presentation_mode_of_xfce_it_is_silent_whatever_server_runs(
    desktop: Desktop,
) -> None:
    need(XFCONF, "xfconf-query")
    said = []
    setting = "/xfce4-power-manager/presentation-mode"
    words = ("xfconf-query", "-c", "xfce4-power-manager", "-p", setting, "-n", "-t", "bool")
    with serve(desktop.bus(), Script(name="dunst", says=truth(value=False))):
        said.append(silence(desktop).words())
        desktop.spawn(XFCONF)
        wait_for(lambda: desktop.has_name("org.xfce.Xfconf"), "settings of Xfce")
        said.append(silence(desktop).words())
        for value in ("true", "false"):
            desktop.ask(*words, "-s", value)
            said.append(silence(desktop).words())

    assert said == ["", "", "presentation mode is on in Xfce", ""]


def test_on_gnome_its_banners_are_asked_for_once_a_minute_at_most(desktop: Desktop) -> None:
    need("gsettings")
    mono = [100.0]
    desktop.env["GSETTINGS_BACKEND"] = "keyfile"
    asks = Silence(environ=desktop.env, platform="linux", mono=lambda: mono[0])
    said = []
    with serve(desktop.bus(), Script(name="gnome-shell")):
        for value, later in (("false", 0), ("true", 59), ("true", 1)):
            schema = "org.gnome.desktop.notifications"
            desktop.ask("gsettings", "set", schema, "show-banners", value)
            mono[0] += later
            said.append(asks.words())

    assert said == ["Do Not Disturb is on in GNOME"] * 2 + [""]


@pytest.mark.parametrize(
    ("program", "says"),
    [
        ("", "gsettings is not installed"),
        ("#!/bin/sh\nexit 1\n", "does not tell GNOME's setting"),
        ("#!/bin/sh\necho \"the 'memory' GSettings backend\" >&2; echo false\n", "does not tell"),
        ("#!/bin/sh\nexec /bin/sleep 60\n", "could not be asked (TimeoutExpired)"),
        ("no program", "could not be asked (OSError)"),
    ],
)
def test_on_gnome_without_its_setting_nothing_is_known(
    program: str, says: str, desktop: Desktop
) -> None:
    if program:
        (desktop.home / "gsettings").write_text(program)
        (desktop.home / "gsettings").chmod(0o755)
    with serve(desktop.bus(), Script(name="gnome-shell")):
        desktop.env["PATH"] = str(desktop.home)
        told = first(silence(desktop).stances())

    assert told.holds is None
    assert says in told.reason


@pytest.mark.parametrize(
    ("platform", "loads"), [("linux", "jeepney"), ("win32", "ctypes"), ("darwin", "json")]
)
def test_nothing_is_loaded_before_it_is_asked_and_then_only_what_the_system_needs(
    platform: str, loads: str, desktop: Desktop
) -> None:
    code = (
        "import sys; from monitor.notify.silence import Silence;"
        f"asks = Silence(environ={{}}, platform={platform!r});"
        "heavy = {'jeepney', 'ctypes', 'json', 'subprocess', 'asyncio'};"
        "before = heavy & set(sys.modules); told = asks.stances();"
        "print(before, heavy & set(sys.modules), asks.words() == '', len(told))"
    )
    done = subprocess.run(  # noqa: S603 - our own code
        (sys.executable, "-c", code),
        cwd=ROOT,
        env=desktop.env,
        capture_output=True,
        text=True,
        check=True,
    )

    assert done.stdout.startswith("set() ")
    assert loads in done.stdout
    assert "'asyncio'" not in done.stdout
    assert "'subprocess'" not in done.stdout
    assert done.stdout.endswith(" True 1\n")
