"""Nudges that make a sound or are read aloud, for those who asked for it."""

import os
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from monitor.core.notices import Outcome
from monitor.notify.open import open_channels
from tests.notification_server import SOON, Script, Server, nudge, serve
from tests.rig import Desktop, wait_for

WELL = 'import sys; sys.stdin.read(); print(\'{"outcome": "unknown", "reason": "given"}\')'


def program(folder: Path, name: str, then: str = "") -> Callable[[], list[str]]:
    """A program that writes down its words and its token; the lines it wrote."""
    trace = folder.parent / f"{name}.trace"
    lines = f'#!/bin/sh\necho "$@ [$XDG_ACTIVATION_TOKEN]" >> {trace}\n{then}\n'
    (folder / name).write_text(lines)
    (folder / name).chmod(0o755)
    return lambda: trace.read_text().splitlines() if trace.exists() else []


@pytest.mark.parametrize(
    ("sound", "hints"),
    [(False, {"suppress-sound": True}), (True, {"sound-name": "message-new-instant"})],
)
def test_a_nudge_makes_a_sound_only_when_asked_to(
    *, sound: bool, hints: dict[str, object], desktop: Desktop, server: Server
) -> None:
    (channel,) = open_channels(("desktop",), print, sound=sound, environ=desktop.env)
    channel.show(nudge())
    told = server.script.posted.get(timeout=SOON).hints
    channel.close()

    assert {name: told[name] for name in told if "sound" in name} == hints


def test_a_nudge_is_read_aloud_when_asked_to_and_its_words_are_no_option(
    desktop: Desktop, server: Server, bin_: Path
) -> None:
    read = program(bin_, "espeak", "exec /bin/sleep 5")
    (channel,) = open_channels(("desktop",), print, speech=True, environ=desktop.env)
    delivery = channel.show(nudge(title="-5 minutes", text="Look out of a window."))
    lines = wait_for(read, "voice")
    channel.close()

    assert server.script.posted.get(timeout=SOON).title == "-5 minutes"
    assert delivery.reason == "scripted took it; it is read aloud"
    assert lines == ["\N{MINUS SIGN}5 minutes. Look out of a window. []"]


@pytest.mark.parametrize(
    ("voice", "says"),
    [
        ("", "not read aloud: plyer finds no voice; install espeak"),
        ("echo 'no sound card' >&2; exit 1", "not read aloud: plyer complained: no sound card"),
        ("exit 0", "it was read aloud"),
    ],
)
def test_how_the_reading_went_is_told_and_the_nudge_is_shown_all_the_same(
    voice: str, says: str, desktop: Desktop, server: Server, bin_: Path
) -> None:
    if voice:
        program(bin_, "espeak", voice)
    (channel,) = open_channels(("desktop",), print, speech=True, environ=desktop.env)
    delivery = channel.show(nudge())
    channel.close()

    assert delivery.outcome is Outcome.SHOWN
    assert says in delivery.reason
    assert server.script.posted.get(timeout=SOON).title


def test_what_a_server_holds_back_is_not_read_aloud(desktop: Desktop, bin_: Path) -> None:
    read = program(bin_, "espeak")
    desktop.env["PATH"] = os.environ["PATH"]
    address = desktop.bus()
    desktop.env["PATH"] = str(bin_)
    with serve(address, Script(name="dunst", holds=True)):
        (channel,) = open_channels(("desktop",), print, speech=True, environ=desktop.env)
        delivery = channel.show(nudge())
        channel.close()

    assert delivery.outcome is Outcome.UNKNOWN
    assert "aloud" not in delivery.reason
    assert read() == []


def test_the_base_channel_reads_aloud_as_well(desktop: Desktop) -> None:
    child = (sys.executable, "-c", WELL)
    channels = open_channels(("plyer",), print, speech=True, child=child, environ=desktop.env)
    (delivery,) = [channel.show(nudge()) for channel in channels]
    channels[0].close()

    assert (delivery.channel, delivery.reason) == ("plyer", "given; given")
