"""The channel "desktop" on notification servers that do what the test says."""

import threading
from collections.abc import Iterator
from pathlib import Path
from queue import SimpleQueue

import pytest

from config.choices import Language
from monitor.core.notices import Answer, Outcome
from monitor.core.words import Material
from monitor.notify.freedesktop import Freedesktop
from monitor.notify.log import Log
from monitor.notify.open import deliver
from tests.notification_server import SOON, Script, Server, misreport, nudge, serve
from tests.rig import Desktop, pause
from tests.saying import TONGUES, about, say

Heard = SimpleQueue[tuple[str, Answer]]


@pytest.fixture
def heard() -> Heard:
    return SimpleQueue()


@pytest.fixture
def channel(desktop: Desktop, heard: Heard) -> Iterator[Freedesktop]:
    channel = Freedesktop(lambda *pressed: heard.put(pressed), environ=desktop.env)
    yield channel
    channel.close()


@pytest.fixture
def bus(desktop: Desktop) -> str:
    return desktop.bus()


@pytest.fixture
def server(bus: str) -> Iterator[Server]:
    with serve(bus, Script()) as server:
        yield server


def test_a_nudge_is_shown_with_its_words_and_three_buttons(
    server: Server, channel: Freedesktop
) -> None:
    channel.show(nudge(text="Tom & Ana <3"))
    posted = server.script.posted.get(timeout=SOON)

    assert posted.title == "50 minutes without a break"
    assert posted.text == "Tom &amp; Ana &lt;3"
    assert posted.buttons == ("did", "Did it", "later", "Later", "no", "Not helpful")


@pytest.mark.parametrize(
    ("name", "can", "buttons"),
    [("plain", ("body",), 0), ("dunst", ("body", "actions"), 6), ("mako", ("actions",), 6)],
)
def test_where_no_button_is_drawn_the_text_tells_how_to_answer(
    name: str, can: tuple[str, ...], buttons: int, bus: str, channel: Freedesktop
) -> None:
    with serve(bus, script := Script(name=name, can=can)):
        channel.show(nudge(text="Ana & Tom <3"))
    posted = script.posted.get(timeout=SOON)

    assert posted.text == "Ana & Tom \u20393\nAnswer: humanward answer k3f did"
    assert len(posted.buttons) == buttons


def test_how_to_answer_is_told_in_the_language_of_the_nudge(bus: str, channel: Freedesktop) -> None:
    german = Material(tongue=TONGUES[Language.DE])
    with serve(bus, script := Script(can=("body",))):
        channel.show(say(about("contact"), material=german, code="k3f"))

    assert script.posted.get(timeout=SOON).text.endswith(
        "\nZum Antworten: humanward answer k3f did"
    )


def test_text_that_no_bus_can_carry_is_cleaned(server: Server, channel: Freedesktop) -> None:
    delivery = channel.show(nudge(title="a\0b", text="c\ud800d"))
    posted = server.script.posted.get(timeout=SOON)

    assert delivery.outcome is Outcome.SHOWN
    assert (posted.title, posted.text) == ("ab", "c?d")


def test_the_same_code_replaces_and_another_does_not(server: Server, channel: Freedesktop) -> None:
    for code in ("k3f", "k3f", "m8p"):
        channel.show(nudge(code))
    posted = [server.script.posted.get(timeout=SOON) for _ in range(3)]

    assert [p.replaces for p in posted] == [0, posted[0].number, 0]
    assert server.script.asked.count("GetCapabilities") == 1


def test_two_presses_on_one_nudge_are_one_answer_and_it_is_closed(
    server: Server, channel: Freedesktop, heard: Heard
) -> None:
    channel.show(nudge("k3f"))
    channel.show(nudge("m8p"))
    first, second = (server.script.posted.get(timeout=SOON).number for _ in range(2))
    for number, button in ((first, "later"), (first, "did"), (second, "no")):
        server.press(number, button)
    answers = [heard.get(timeout=SOON) for _ in range(2)]

    assert answers == [("k3f", Answer.LATER), ("m8p", Answer.NO)]
    assert server.script.closed.get(timeout=SOON) == first


def test_a_button_pressed_with_the_reply_is_credited(
    bus: str, channel: Freedesktop, heard: Heard
) -> None:
    with serve(bus, Script(presses="did")):
        channel.show(nudge())

        assert heard.get(timeout=SOON) == ("k3f", Answer.DID)


def test_what_is_not_ours_no_answer_or_from_a_stranger_counts_for_nothing(
    bus: str, server: Server, channel: Freedesktop, heard: Heard
) -> None:
    channel.show(nudge("k3f"))
    channel.show(nudge("m8p"))
    ours, other = (server.script.posted.get(timeout=SOON) for _ in range(2))
    misreport(bus, ours.client, ours.number, "did")
    server.press(ours.number + 40, "did")
    server.dismiss(ours.number)
    server.press(ours.number, "did")
    server.press(other.number, "default")
    server.press(other.number, "sudo")
    server.press(other.number, "later", to=other.client)

    assert heard.get(timeout=SOON) == ("m8p", Answer.LATER)


def test_a_new_server_is_asked_anew_and_the_old_numbers_are_nobodys(
    bus: str, channel: Freedesktop, heard: Heard
) -> None:
    with serve(bus, Script()) as old:
        channel.show(nudge("k3f"))
        number = old.script.posted.get(timeout=SOON).number
    with serve(bus, script := Script(name="newer", can=("body",))) as new:
        delivery = channel.show(nudge("m8p"))
        posted = script.posted.get(timeout=SOON)
        new.press(posted.number, "no")
        answer = heard.get(timeout=SOON)
        channel.show(nudge("k3f"))

    assert posted.number == number
    assert script.posted.get(timeout=SOON).replaces == 0
    assert (delivery.reason, posted.replaces, posted.buttons) == ("newer took it", 0, ())
    assert answer == ("m8p", Answer.NO)


def test_after_the_bus_is_lost_the_next_nudge_finds_the_new_one(heard: Heard) -> None:
    environ: dict[str, str] = {}
    channel = Freedesktop(lambda *pressed: heard.put(pressed), environ=environ)
    deliveries = []
    for _ in range(2):
        with Desktop() as desktop:
            bus = environ["DBUS_SESSION_BUS_ADDRESS"] = desktop.bus()
            with serve(bus, Script()):
                deliveries.append(channel.show(nudge()))
    channel.close()

    assert [d.outcome for d in deliveries] == [Outcome.SHOWN, Outcome.SHOWN]


def test_a_reply_that_comes_too_late_still_makes_the_buttons_work(
    bus: str, channel: Freedesktop, heard: Heard
) -> None:
    with serve(bus, Script(hangs_on=("Notify",))) as server:
        delivery = channel.show(nudge())
        server.answer_held()
        server.press(server.script.posted.get(timeout=SOON).number, "did")

        assert delivery.reason.startswith("scripted got it and did not answer within 2 s")
        assert heard.get(timeout=SOON) == ("k3f", Answer.DID)


def test_what_a_hung_server_got_goes_to_no_other_channel_and_the_next_nudge_asks_first(
    bus: str, channel: Freedesktop
) -> None:
    with serve(bus, script := Script(hangs_on=("Notify",))):
        first = deliver(nudge("k3f"), (channel, Log()))
        script.hangs_on = ("Notify", "GetServerInformation")
        second = deliver(nudge("m8p"), (channel, Log()))

    assert [one.outcome for one in first] == [Outcome.UNKNOWN]
    assert [one.outcome for one in second] == [Outcome.FAILED, Outcome.UNKNOWN]
    assert script.asked.count("Notify") == 1


@pytest.mark.parametrize(
    ("name", "holds", "outcome"),
    [
        ("Plasma", True, Outcome.UNKNOWN),
        ("Plasma", False, Outcome.SHOWN),
        ("Plasma", None, Outcome.SHOWN),
        ("dunst", True, Outcome.UNKNOWN),
        ("scripted", True, Outcome.SHOWN),
    ],
)
def test_held_back_is_unknown_and_only_those_who_tell_are_asked(
    *, name: str, holds: bool | None, outcome: Outcome, bus: str, channel: Freedesktop
) -> None:
    with serve(bus, script := Script(name=name, holds=holds)):
        delivery = channel.show(nudge())

    assert delivery.outcome is outcome
    assert ("Get" in script.asked) is (name != "scripted")


def test_an_answer_that_cannot_be_kept_does_not_end_the_listening(
    desktop: Desktop, server: Server, caplog: pytest.LogCaptureFixture
) -> None:
    heard: SimpleQueue[str] = SimpleQueue()

    def full(code: str, _: Answer) -> None:
        heard.put(code)
        raise OSError("no space left")

    channel = Freedesktop(full, environ=desktop.env)
    for code in ("k3f", "m8p"):
        channel.show(nudge(code))
        server.press(server.script.posted.get(timeout=SOON).number, "did")
    codes = [heard.get(timeout=SOON) for _ in range(2)]
    channel.close()

    assert codes == ["k3f", "m8p"]
    assert "nudge k3f: the answer 'did' was not kept" in caplog.messages


def test_listening_for_a_press_wakes_up_for_nothing(server: Server, channel: Freedesktop) -> None:
    channel.show(nudge())
    (thread,) = (t for t in threading.enumerate() if t.name == "notification-bus")
    status = Path(f"/proc/self/task/{thread.native_id}/status")
    pause(0.3)  # until it rests after the reply
    before = _switches(status)
    pause(1)

    assert _switches(status) == before
    assert server.script.posted.get().number


def _switches(status: Path) -> list[str]:
    return [line for line in status.read_text().splitlines() if "ctxt_switches" in line]
