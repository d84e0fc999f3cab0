"""Players that play, well behaved, hostile or hung, on a private session bus."""

import pytest
from jeepney import DBusAddress

from monitor.core.sighting import Player
from monitor.ports import Surroundings
from tests.fakes import FakeClock
from tests.processes import need, wait_for
from tests.rig import Desktop
from tests.surrounded import Program, buses, program, surround, timed, woken

MPRIS = "org.mpris.MediaPlayer2"
PLAYER = DBusAddress("/org/mpris/MediaPlayer2", interface=f"{MPRIS}.Player")


@pytest.fixture
def clock() -> FakeClock:
    return FakeClock()


@pytest.fixture
def bus(desktop: Desktop) -> str:
    need("dbus-daemon")
    buses(desktop)
    return desktop.env["DBUS_SESSION_BUS_ADDRESS"]


@pytest.fixture
def around(bus: str, desktop: Desktop, clock: FakeClock) -> Surroundings:
    assert bus
    return surround(desktop, clock)


def status(word: str) -> tuple[str, tuple[object, ...]]:
    return ("v", (("s", word),))


def names_of(surroundings: Surroundings) -> list[frozenset[str]]:
    return [player.names for player in timed(surroundings).playing]


def test_a_player_that_plays_is_told_with_the_names_it_may_bear_and_its_process(
    bus: str, around: Surroundings, clock: FakeClock
) -> None:
    with program(
        bus,
        f"{MPRIS}.Some_Player.instance7",
        PlaybackStatus=status("Paused"),
        DesktopEntry=status("org.example.Player"),
        Identity=status("Some Player"),
        GetConnectionUnixProcessID=("u", (1,)),
    ) as served:
        wait_for(around.drain, "news")
        paused = timed(around).playing
        served.change(PLAYER, PlaybackStatus=("s", "Playing"))
        playing = woken(around, lambda now: bool(now.playing)).playing
        asked = [*served.asked]
        served.change(PLAYER, PlaybackStatus=("s", "Paused"))
        woken(around, lambda now: not now.playing)
        served.change(PLAYER, PlaybackStatus=("s", "Playing"))
        again = woken(around, lambda now: bool(now.playing)).playing
        clock.advance(61)
        timed(around)

        names = frozenset({"org.example.player", "some player", "some_player"})
        assert paused == ()
        assert playing == again
        assert [player.names for player in playing] == [names]
        assert isinstance(playing[0].pid, int)
        assert {*asked} == {"PlaybackStatus", "DesktopEntry", "Identity"}
        assert served.asked.count("Identity") == 1
    assert woken(around, lambda now: not now.playing).playing == ()


def test_what_is_played_wakes_nobody_and_is_never_asked(bus: str, around: Surroundings) -> None:
    with program(bus, f"{MPRIS}.one", PlaybackStatus=status("Playing")) as served:
        woken(around, lambda now: bool(now.playing))
        served.change(PLAYER, Metadata=("a{sv}", {"xesam:title": ("s", "a secret")}))
        served.change(PLAYER, Volume=("d", 0.5), PlaybackStatus=("s", "Playing"))
        served.change(PLAYER, PlaybackStatus=("s", "Stopped"))
        woken(around, lambda now: not now.playing)

        assert "secret" not in repr(vars(around))
        assert not {"GetAll", "Metadata"} & {*served.asked}


def test_players_that_were_there_before_are_found_and_each_is_told_once(
    bus: str, desktop: Desktop, clock: FakeClock
) -> None:
    twice = (f"{MPRIS}.vlc", f"{MPRIS}.vlc.instance42")
    with (
        program(bus, *twice, PlaybackStatus=status("Playing")),
        program(bus, f"{MPRIS}.mpd", PlaybackStatus=status("Playing")),
        program(bus, f"{MPRIS}.playerctld", PlaybackStatus=status("Playing")),
        program(bus, f"{MPRIS}.idle", PlaybackStatus=status("Stopped")),
    ):
        around = surround(desktop, clock)

        assert {*names_of(around)} == {frozenset({"vlc"}), frozenset({"mpd"})}
        assert len(names_of(around)) == 2


BROKEN: tuple[dict[str, tuple[str, tuple[object, ...]]], ...] = (
    {},
    {"PlaybackStatus": ("v", (("u", 7),))},
    {"PlaybackStatus": ("s", ("Playing",))},
    {"PlaybackStatus": ("vv", (("s", "Playing"), ("s", "Playing")))},
    {"PlaybackStatus": ("v", (("as", ["Playing"]),))},
)


@pytest.mark.parametrize("answers", BROKEN, ids=range(len(BROKEN)))
def test_a_player_that_answers_in_broken_types_does_not_play(
    bus: str, around: Surroundings, answers: dict[str, tuple[str, tuple[object, ...]]]
) -> None:
    with program(bus, f"{MPRIS}.broken", **answers) as served:
        wait_for(around.drain, "news")

        assert timed(around).playing == ()
        served.say(
            DBusAddress("/org/mpris/MediaPlayer2", interface="org.freedesktop.DBus.Properties"),
            "PropertiesChanged",
            "sus",
            f"{MPRIS}.Player",
            1,
            "PlaybackStatus",
        )
        served.change(PLAYER, PlaybackStatus=("ay", b"Playing"))
        wait_for(lambda: sane(served, around), "player that was understood")


def sane(served: Program, around: Surroundings) -> bool:
    """After all the nonsense, a player that says plainly that it plays is understood."""
    served.change(PLAYER, PlaybackStatus=("s", "Playing"))
    around.drain()
    return timed(around).playing == (Player(frozenset({"broken"}), _pid(around)),)


def _pid(around: Surroundings) -> int | None:
    return next((player.pid for player in timed(around).playing), None)


def test_a_player_with_broken_names_plays_under_the_name_it_has_on_the_bus(
    bus: str, around: Surroundings
) -> None:
    answers = {"DesktopEntry": ("v", (("b", True),)), "Identity": status("x" * 5000)}
    with program(bus, f"{MPRIS}.odd", PlaybackStatus=status("Playing"), **answers):
        woken(around, lambda now: bool(now.playing))

        assert names_of(around) == [frozenset({"odd"})]


def test_a_program_with_a_thousand_players_costs_no_more_than_a_few(
    bus: str, around: Surroundings
) -> None:
    names = (f"{MPRIS}.many.instance{number}" for number in range(200))
    with program(bus, *names, PlaybackStatus=status("Playing")) as served:
        wait_for(around.drain, "news")
        around.drain()

        assert names_of(around) == [frozenset({"many"})]
        assert served.asked.count("PlaybackStatus") <= 64


def test_a_player_that_hangs_costs_little_once_and_the_others_are_heard(
    bus: str, desktop: Desktop, clock: FakeClock
) -> None:
    with (
        program(bus, f"{MPRIS}.hung", f"{MPRIS}.a", f"{MPRIS}.b") as hung,
        program(bus, f"{MPRIS}.well", PlaybackStatus=status("Playing")),
    ):
        hung.hangs = True
        around = surround(desktop, clock)
        first = names_of(around)
        asked = [len(hung.asked)]
        for _ in range(3):
            clock.advance(31)
            timed(around)
            asked.append(len(hung.asked))

        assert first == names_of(around) == [frozenset({"well"})]
        assert asked == [1, 2, 2, 2]
        assert "session bus" not in "".join(around.troubles())
