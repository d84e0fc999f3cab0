"""A call by its camera: real programs that hold a file open."""

import pytest

from monitor.sense.around.camera import Camera
from tests.fakes import FakeClock
from tests.processes import wait_for
from tests.rig import Desktop


@pytest.fixture
def clock() -> FakeClock:
    return FakeClock()


def seen(camera: Camera, clock: FakeClock) -> bool:
    now = clock.read().mono
    camera.look(now, 0)
    return camera.around(now)[0].call


def seen_later(camera: Camera, clock: FakeClock) -> bool:
    clock.advance(31)
    return seen(camera, clock)


def test_a_camera_that_a_program_holds_open_is_a_call_as_soon_as_it_is_opened(
    desktop: Desktop, clock: FakeClock
) -> None:
    device = desktop.home / "video0"
    device.touch()
    camera = Camera(devices=desktop.home)
    desktop.callback(camera.close)
    before = seen(camera, clock)
    clock.advance(10)
    user = desktop.spawn("tail", "-f", device)
    wait_for(camera.drain, "news of the camera")
    during = seen(camera, clock)
    user.kill()
    user.wait()
    wait_for(camera.drain, "news of the end")
    rests = seen(camera, clock)
    clock.advance(10)

    assert (before, during, rests, seen(camera, clock)) == (False, True, True, False)
    assert camera.fileno() is not None
    assert camera.troubles() == ()


def test_a_machine_without_a_camera_does_nothing_and_finds_one_that_is_plugged_in(
    desktop: Desktop, clock: FakeClock
) -> None:
    camera = Camera(devices=desktop.home)
    desktop.callback(camera.close)
    without = seen(camera, clock), camera.fileno(), camera.drain()
    device = desktop.home / "video12"
    device.touch()
    (desktop.home / "video-notes").touch()
    desktop.spawn("tail", "-f", device)
    clock.advance(31)
    wait_for(lambda: seen_later(camera, clock), "camera")
    device.unlink()
    clock.advance(31)

    assert without == (False, None, False)
    assert not seen(camera, clock)


def test_a_service_that_only_lists_cameras_is_no_call(desktop: Desktop, clock: FakeClock) -> None:
    device = desktop.home / "video0"
    device.touch()
    keeper = desktop.home / "wireplumber"
    keeper.symlink_to("/usr/bin/tail")
    desktop.spawn(keeper, "-f", device)
    camera = Camera(devices=desktop.home)
    desktop.callback(camera.close)
    clock.advance(31)

    assert not seen(camera, clock)
