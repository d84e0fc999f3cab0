"""A real browser that plays, and one that is in a call."""

import wave
from pathlib import Path

from monitor.service.clock import SystemClock
from tests.processes import need
from tests.rig import Desktop
from tests.surrounded import buses, pulseaudio, surround, woken

LONG_S = 60  # a browser tells of media that is longer than a few seconds


def page(desktop: Desktop, name: str, body: str) -> str:
    path = desktop.home / name
    path.write_text(f"<!doctype html><title>a secret title</title>{body}")
    return path.as_uri()


def song(desktop: Desktop) -> Path:
    path = desktop.home / "song.wav"
    with wave.open(str(path), "wb") as sound:
        sound.setparams((1, 1, 8000, 0, "NONE", ""))
        sound.writeframes(bytes(range(100, 156)) * (LONG_S * 8000 // 56))
    return path


def test_a_browser_that_plays_is_a_player_and_its_title_stays_its_own(screen: Desktop) -> None:
    need("chromium", "dbus-daemon", "pulseaudio")
    buses(screen)
    pulseaudio(screen)
    around = surround(screen, SystemClock())
    plays = page(screen, "song.html", f"<audio autoplay loop src={song(screen).as_uri()}>")

    browser = screen.chromium("--autoplay-policy=no-user-gesture-required", plays)
    playing = woken(around, lambda now: bool(now.playing)).playing

    assert [player.pid for player in playing] == [browser.process.pid]
    assert "chromium" in playing[0].names
    assert "secret" not in repr(playing)
    browser.process.kill()
    assert woken(around, lambda now: not now.playing).playing == ()


def test_a_browser_that_listens_to_the_microphone_is_a_call(screen: Desktop) -> None:
    need("chromium", "dbus-daemon", "pulseaudio")
    buses(screen)
    pulseaudio(screen)
    around = surround(screen, SystemClock())
    listens = "<script>navigator.mediaDevices.getUserMedia({audio: true})</script>"

    browser = screen.chromium("--use-fake-ui-for-media-stream", page(screen, "call.html", listens))
    during = woken(around, lambda now: now.call)
    browser.process.kill()

    assert during.call
    assert not woken(around, lambda now: not now.call).call
