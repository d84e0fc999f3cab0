"""A call by its microphone: real sound servers and real recorders."""

import os
import signal
import socket
import struct
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from monitor.errors import LineLostError
from monitor.sense.around.sound import Sound
from tests.fakes import FakeClock
from tests.processes import need, wait_for
from tests.rig import Desktop
from tests.surrounded import pulseaudio, sources

NONE = 0xFFFFFFFF


@pytest.fixture
def clock() -> FakeClock:
    return FakeClock()


@pytest.fixture(params=["pulseaudio", "pipewire"])
def server(request: pytest.FixtureRequest, desktop: Desktop) -> Desktop:
    """A sound server with one microphone, ``mic``, and one loudspeaker, ``out``."""
    need("parec", "pactl")
    if request.param == "pulseaudio":
        pulseaudio(desktop)
    else:
        pipewire(desktop)
    return desktop


@pytest.fixture
def sound(server: Desktop) -> Iterator[Sound]:
    opened = Sound(server.env, alsa=server.home / "no-alsa")
    yield opened
    opened.close()


def pipewire(desktop: Desktop) -> None:
    """Start PipeWire with what stands in for PulseAudio."""
    need("pipewire", "pw-cli", "wireplumber", "pipewire-pulse", "pactl", "dbus-daemon")
    desktop.bus()
    desktop.spawn("pipewire")
    wait_for(lambda: desktop.run("pw-cli", "info", "0").returncode == 0, "PipeWire")
    for name in ("wireplumber", "pipewire-pulse"):  # both give up where it is not there yet
        desktop.spawn(name)
    server = Path(desktop.env["XDG_RUNTIME_DIR"], "pulse/native")
    wait_for(server.exists, "server")  # a client that is too early makes the folder in its place
    load = ("pactl", "load-module", "module-null-sink")
    microphone = ("media.class=Audio/Source/Virtual", "sink_name=mic", "channel_map=mono")
    wait_for(lambda: desktop.run(*load, *microphone).returncode == 0, "microphone")
    desktop.ask(*load, "sink_name=out")
    wait_for(lambda: {"mic", "out.monitor"} <= sources(desktop), "sources")


def is_call(sound: Sound, clock: FakeClock) -> bool:
    now = clock.read().mono
    sound.look(now, until())
    return sound.around(now)[0].call


def until() -> float:
    return 1e12  # of time.monotonic(): these tests are not about haste


def test_a_program_that_records_from_the_microphone_is_a_call_until_it_ends(
    server: Desktop, sound: Sound, clock: FakeClock
) -> None:
    before = is_call(sound, clock)
    recorder = server.spawn("parec", "-d", "mic")
    wait_for(lambda: is_call(sound, clock), "call")
    recorder.kill()
    wait_for(lambda: not is_call(sound, clock), "end of the call")

    assert not before
    assert sound.troubles() == ()


def test_what_is_recorded_of_the_loudspeaker_or_by_a_level_meter_is_no_call(
    server: Desktop, sound: Sound, clock: FakeClock
) -> None:
    is_call(sound, clock)
    meter = "--property=application.id=org.PulseAudio.pavucontrol"
    server.spawn("parec", "-d", "out.monitor")
    server.spawn("parec", "-d", "mic", meter)
    listed = ("pactl", "list", "short", "source-outputs")
    wait_for(lambda: len(server.run(*listed).stdout.splitlines()) == 2, "two recorders")
    wait_for(sound.drain, "news")

    assert not is_call(sound, clock)


def test_a_loop_that_the_server_makes_for_itself_is_no_call(
    server: Desktop, sound: Sound, clock: FakeClock
) -> None:
    is_call(sound, clock)

    server.ask("pactl", "load-module", "module-loopback", "source=mic", "sink=out")
    listed = ("pactl", "list", "short", "source-outputs")
    wait_for(lambda: server.run(*listed).stdout, "loop")
    wait_for(sound.drain, "news")

    assert not is_call(sound, clock)


def test_nothing_is_asked_while_nobody_begins_or_ends_to_record(
    server: Desktop, sound: Sound, clock: FakeClock
) -> None:
    is_call(sound, clock)
    server.ask("pactl", "set-source-volume", "mic", "40%")
    server.ask("pactl", "load-module", "module-null-sink", "sink_name=third")

    assert not sound.drain()


def test_a_server_that_goes_away_is_lost_and_one_that_comes_is_found(
    desktop: Desktop, clock: FakeClock
) -> None:
    first = Sound(desktop.env, alsa=desktop.home / "no-alsa")
    silent = is_call(first, clock), first.troubles(), first.fileno()
    server = pulseaudio(desktop)
    desktop.spawn("parec", "-d", "mic")
    clock.advance(31)
    wait_for(lambda: is_call(first, clock), "call")
    os.kill(server, signal.SIGKILL)

    assert silent == (
        False,
        ("No sound server runs here that can be asked. A call is not known by its microphone.",),
        None,
    )
    with pytest.raises(LineLostError, match="the sound server went away"):
        wait_for(lambda: first.drain() and is_call(first, clock) and None, "loss")
    first.close()
    first.close()


def test_a_server_that_hangs_is_not_waited_for(desktop: Desktop, clock: FakeClock) -> None:
    server = pulseaudio(desktop)
    sound = Sound(desktop.env)
    desktop.callback(sound.close)
    is_call(sound, clock)
    os.kill(server, signal.SIGSTOP)
    try:
        clock.advance(61)
        with pytest.raises(LineLostError, match="the sound server hangs"):
            is_call(sound, clock)
        other = Sound(desktop.env, alsa=desktop.home)
        assert not is_call(other, clock)
        assert "does not let us in" in other.troubles()[0]
    finally:
        os.kill(server, signal.SIGCONT)


@pytest.mark.parametrize(
    "nonsense",
    [
        b"hello",
        bytes(20),
        struct.pack(">IIIII", 1 << 30, NONE, 0, 0, 0),
        struct.pack(">IIIII", 3, NONE, 0, 0, 0) + b"???",
        struct.pack(">IIIII", 3, 7, 0, 0, 0) + b"???",
    ],
)
def test_a_server_that_talks_nonsense_is_not_let_near(
    tmp_path: Path, clock: FakeClock, nonsense: bytes
) -> None:
    with socket.socket(socket.AF_UNIX) as server:
        server.bind(str(tmp_path / "native"))
        server.listen()
        sound = Sound({"PULSE_SERVER": f"unix:{tmp_path}/native"}, alsa=tmp_path)
        with ThreadPoolExecutor(1) as other:
            answer = other.submit(server.accept)
            heard = other.submit(lambda: answer.result()[0].sendall(nonsense))

            assert not is_call(sound, clock)
        heard.result()
        answer.result()[0].close()
    assert "does not let us in" in sound.troubles()[0]
    assert sound.fileno() is None


@pytest.mark.parametrize(
    ("environ", "said"),
    [
        ({"PULSE_SERVER": "unix:{home}/x/native"}, "/x/native does not let us in"),
        ({"PULSE_SERVER": "{{0a1b}}unix:{home}/x/native tcp:far.example"}, "/x/native does not"),
        ({"PULSE_SERVER": "tcp:far.example:4713"}, "No sound server runs here"),
        ({"PULSE_RUNTIME_PATH": "{home}/x"}, "/x/native does not let us in"),
        ({"XDG_RUNTIME_DIR": "{home}"}, "No sound server runs here"),
    ],
)
def test_only_a_server_that_runs_on_this_machine_is_asked(
    tmp_path: Path, clock: FakeClock, environ: dict[str, str], said: str
) -> None:
    (tmp_path / "x").mkdir()
    (tmp_path / "x/pid").touch()
    environ = {name: value.format(home=tmp_path) for name, value in environ.items()}
    sound = Sound(environ, alsa=tmp_path / "no-alsa")

    assert not is_call(sound, clock)
    assert said in sound.troubles()[0]


def test_without_a_sound_server_the_kernel_is_asked_every_half_minute(
    tmp_path: Path, clock: FakeClock
) -> None:
    state = tmp_path / "card1/pcm0c/sub0/status"
    state.parent.mkdir(parents=True)
    state.write_text("closed\n")
    sound = Sound({"XDG_RUNTIME_DIR": str(tmp_path)}, alsa=tmp_path)
    closed = is_call(sound, clock)
    state.write_text("state: RUNNING\nowner_pid   : 4711\n")
    soon = is_call(sound, clock)
    clock.advance(30)

    assert (closed, soon, is_call(sound, clock)) == (False, False, True)
    assert sound.troubles() == ()
