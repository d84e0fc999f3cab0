"""What the sensor of task bars makes of each protocol, told by a fake compositor.

No COSMIC runs here: its protocol is faked by its description.
"""

from datetime import timedelta
from pathlib import Path

import pytest

from monitor.errors import SensorLostError, UnfitError
from monitor.sense.toplevel import open_toplevel
from tests.fakes import FakeClock
from tests.processes import wait_for
from tests.scripted_compositor import Replies, ScriptedCompositor, scripted

_IDLE = (("wl_seat", 7), ("ext_idle_notifier_v1", 2))
_WLR, _EXT = "zwlr_foreign_toplevel_manager_v1", "ext_foreign_toplevel_list_v1"
_COSMIC = "zcosmic_toplevel_info_v1"
_ONE, _OTHER = 0xFF000001, 0xFF000002
_ACTIVATED, _FULLSCREEN, _STICKY = 2, 3, 4


@pytest.mark.parametrize(
    ("offers", "why"),
    [
        ((*_IDLE, (_EXT, 1)), "lists its windows .* does not tell which one is in front"),
        ((*_IDLE, (_COSMIC, 2)), "tells nobody which window is in front"),
        (((_WLR, 3),), "tells nobody when the last input was"),
    ],
)
def test_a_desktop_that_tells_too_little_is_refused_in_words(
    tmp_path: Path, offers: tuple[tuple[str, int], ...], why: str
) -> None:
    with scripted(tmp_path, offers) as compositor, pytest.raises(UnfitError, match=why):
        open_toplevel(compositor.environ, FakeClock(), lambda _: False)


def test_a_list_that_is_finished_is_a_lost_sensor(tmp_path: Path) -> None:
    with scripted(tmp_path, (*_IDLE, (_WLR, 3))) as compositor:
        sensor = open_toplevel(compositor.environ, FakeClock(), lambda _: False)
        compositor.say(compositor.bound[_WLR][0], 1)

        with pytest.raises(SensorLostError, match="tells of its windows no more"):
            sensor.look()
        sensor.close()


def test_titles_are_kept_only_of_apps_whose_titles_are_followed(tmp_path: Path) -> None:
    with scripted(tmp_path, (*_IDLE, (_WLR, 3))) as compositor:
        sensor = open_toplevel(compositor.environ, FakeClock(), lambda app: app == "birch")
        manager = compositor.bound[_WLR][0]

        def app_of(number: int, name: str) -> str:
            compositor.say(manager, 0, number)
            compositor.say(number, 0, "a letter")
            compositor.say(number, 1, name)
            compositor.say(number, 4, (_ACTIVATED,))
            return sensor.look().title

        assert app_of(_ONE, "birch") == "a letter"
        assert app_of(_OTHER, "alder") == ""
        compositor.say(_OTHER, 1, "birch")
        assert sensor.look().title == ""
        compositor.say(_OTHER, 0, "another")
        assert sensor.look().title == "another"
        sensor.close()


def test_cosmic_in_its_first_version_tells_windows_by_itself(tmp_path: Path) -> None:
    def one_window(compositor: ScriptedCompositor, words: tuple[int, ...]) -> None:
        compositor.say(words[0], 0, _ONE)
        compositor.say(_ONE, 3, "com.system76.CosmicTerm")
        compositor.say(_ONE, 8, (_ACTIVATED, _FULLSCREEN))

    with scripted(tmp_path, (*_IDLE, (_COSMIC, 1)), {(_COSMIC, None): one_window}) as compositor:
        sensor = open_toplevel(compositor.environ, FakeClock(), lambda _: False)
        first = sensor.look()
        compositor.say(_ONE, 0)
        gone = sensor.look()
        compositor.heard("", 0)  # the window's own destroy

        assert (first.app, first.fullscreen, gone.app) == ("com.system76.CosmicTerm", True, "")
        sensor.close()


def test_cosmic_since_its_second_version_adds_the_state_to_the_common_list(tmp_path: Path) -> None:
    state: dict[int, int] = {}

    def two_windows(compositor: ScriptedCompositor, words: tuple[int, ...]) -> None:
        for number, app in ((_ONE, "alder"), (_OTHER, "birch")):
            compositor.say(words[0], 0, number)
            compositor.say(number, 4, f"identifier of {app}")
            compositor.say(number, 2, "a letter")
            compositor.say(number, 3, app)
            compositor.say(number, 1)

    def tell_state(compositor: ScriptedCompositor, words: tuple[int, ...]) -> None:
        extension, number = words
        state[number] = extension
        compositor.say(extension, 8, (_ACTIVATED, _STICKY) if number == _ONE else ())

    replies: Replies = {(_EXT, None): two_windows, (_COSMIC, 1): tell_state}
    with scripted(tmp_path, (*_IDLE, (_EXT, 1), (_COSMIC, 4)), replies) as compositor:
        sensor = open_toplevel(compositor.environ, FakeClock(), lambda app: app == "alder")
        first = sensor.look()
        compositor.say(state[_ONE], 8, ())
        compositor.say(state[_OTHER], 8, (_ACTIVATED,))
        wait_for(sensor.drain, "news")
        second = sensor.look()
        compositor.say(_OTHER, 0)
        gone = sensor.look()

        assert (first.app, first.title, first.idle) == ("alder", "a letter", None)
        assert (second.app, second.title, second.fullscreen) == ("birch", "", False)
        assert gone.app == ""
        assert compositor.bound[_COSMIC][1] == 3
        sensor.close()


def test_idle_is_told_by_input_alone_where_the_desktop_offers_it(tmp_path: Path) -> None:
    clock = FakeClock()
    with scripted(tmp_path, (*_IDLE, (_WLR, 3))) as compositor:
        sensor = open_toplevel(compositor.environ, clock, lambda _: False)
        notice = compositor.heard("ext_idle_notifier_v1", 2)[0]
        compositor.say(notice, 0)
        sensor.look()
        clock.advance(55)

        assert sensor.look().idle == timedelta(minutes=1)
        sensor.close()
