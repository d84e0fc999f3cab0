"""Buttons of a nudge's own, and what they open."""

from collections.abc import Callable, Iterator
from pathlib import Path
from queue import SimpleQueue
from threading import enumerate as enumerate_threads

import pytest

from monitor.core.notices import Answer, Button, Outcome
from monitor.notify.freedesktop import Freedesktop
from monitor.notify.opener import Opener
from tests.notification_server import SOON, Server, about_anna, nudge
from tests.rig import Desktop, wait_for

Heard = SimpleQueue[tuple[str, Answer]]
TEL = "tel:+4930123456"


@pytest.fixture
def heard() -> Heard:
    return SimpleQueue()


@pytest.fixture
def channel(desktop: Desktop, heard: Heard) -> Iterator[Freedesktop]:
    channel = Freedesktop(lambda *pressed: heard.put(pressed), environ=desktop.env)
    yield channel
    channel.close()


def program(folder: Path, name: str, then: str = "") -> Callable[[], list[str]]:
    """A program that writes down its words and its token; the lines it wrote."""
    trace = folder.parent / f"{name}.trace"
    lines = f'#!/bin/sh\necho "$@ [$XDG_ACTIVATION_TOKEN]" >> {trace}\n{then}\n'
    (folder / name).write_text(lines)
    (folder / name).chmod(0o755)
    return lambda: trace.read_text().splitlines() if trace.exists() else []


def press(server: Server, button: str, token: str = "") -> None:
    server.press(server.script.posted.get(timeout=SOON).number, button, token=token)


def test_the_buttons_of_a_nudge_take_the_place_of_the_usual_ones(
    server: Server, channel: Freedesktop
) -> None:
    channel.show(about_anna())
    posted = server.script.posted.get(timeout=SOON)

    assert posted.buttons == ("did", "Call Anna", "later", "Later", "no", "Not helpful")


def test_two_buttons_with_one_answer_are_told_apart_and_a_fourth_is_not_drawn(
    server: Server, channel: Freedesktop, heard: Heard, bin_: Path
) -> None:
    opened = program(bin_, "xdg-open")
    own = (
        Button(Answer.DID, "Call", TEL),
        Button(Answer.DID, "Chat", "https://chat.example/anna"),
        Button(Answer.LATER, "Later"),
        Button(Answer.NO, "No"),
    )
    channel.show(nudge(buttons=own))
    posted = server.script.posted.get(timeout=SOON)
    server.press(posted.number, posted.buttons[2])

    assert posted.buttons[1::2] == ("Call", "Chat", "Later")
    assert len(set(posted.buttons[::2])) == 3
    assert heard.get(timeout=SOON) == ("k3f", Answer.DID)
    assert wait_for(opened, "chat") == ["https://chat.example/anna []"]


def test_a_press_is_an_answer_and_opens_the_link_with_the_token_of_the_press(
    server: Server, channel: Freedesktop, heard: Heard, bin_: Path
) -> None:
    opened = program(bin_, "xdg-open")
    delivery = channel.show(about_anna())
    press(server, "did", token="wayland-7")  # noqa: S106 - no password

    assert (delivery.outcome, delivery.reason) == (Outcome.SHOWN, "scripted took it")
    assert heard.get(timeout=SOON) == ("a7n", Answer.DID)
    assert wait_for(opened, "call") == [f"{TEL} [wayland-7]"]


def test_a_button_without_a_link_opens_nothing(
    server: Server, channel: Freedesktop, heard: Heard, bin_: Path
) -> None:
    opened = program(bin_, "xdg-open")
    channel.show(about_anna())
    press(server, "later")
    channel.show(about_anna("m8p"))
    press(server, "did")

    assert [heard.get(timeout=SOON)[0] for _ in range(2)] == ["a7n", "m8p"]
    assert wait_for(opened, "call") == [f"{TEL} []"]


def test_where_nothing_opens_links_it_is_said_and_the_answer_counts(
    server: Server,
    channel: Freedesktop,
    heard: Heard,
    bin_: Path,
    caplog: pytest.LogCaptureFixture,
) -> None:
    delivery = channel.show(about_anna())
    press(server, "did")
    answer = heard.get(timeout=SOON)
    wait_for(lambda: caplog.messages, "word in the log")

    assert not list(bin_.iterdir())
    assert delivery.outcome is Outcome.SHOWN
    assert "a button opens nothing: nothing here opens links; install xdg-utils" in delivery.reason
    assert answer == ("a7n", Answer.DID)
    assert "not opened: nothing here opens links" in caplog.text
    assert "4930" not in caplog.text


def test_a_program_that_cannot_open_the_link_is_told_by_its_status(
    server: Server, channel: Freedesktop, bin_: Path, caplog: pytest.LogCaptureFixture
) -> None:
    opened = program(bin_, "xdg-open", "exit 3")
    channel.show(about_anna())
    press(server, "did")
    wait_for(lambda: caplog.messages, "word in the log")

    assert opened() == [f"{TEL} []"]
    assert "not opened: xdg-open ended with 3" in caplog.text
    assert "4930" not in caplog.text


@pytest.mark.parametrize(
    ("link", "leads"), [(TEL, "+4930123456"), ("mailto:ben@home.example", "ben@home.example")]
)
def test_where_a_link_opens_nothing_the_person_is_shown_where_it_leads(
    server: Server, channel: Freedesktop, bin_: Path, link: str, leads: str
) -> None:
    program(bin_, "xdg-open", "exit 3")
    program(bin_, "xdg-mime")
    channel.show(nudge(buttons=(Button(Answer.DID, "Reach Ben", link),)))
    press(server, "did")
    told = server.script.posted.get(timeout=SOON)

    assert (told.title, told.text, told.buttons) == ("Reach Ben", leads, ())


def test_what_fails_to_open_after_the_end_is_shown_through_no_new_connection(
    server: Server, channel: Freedesktop, bin_: Path
) -> None:
    go, before = bin_.parent / "go", set(enumerate_threads())
    opened = program(bin_, "xdg-open", f"while [ ! -e {go} ]; do /bin/sleep 0.05; done; exit 3")
    channel.show(about_anna())
    press(server, "did")
    wait_for(opened, "call")
    (opener,) = (one for one in set(enumerate_threads()) - before if one.name == "opener")
    channel.close()
    go.touch()
    opener.join(SOON)

    assert not opener.is_alive()
    assert server.script.posted.empty()


def test_a_program_that_hangs_holds_no_answer_up(
    server: Server, channel: Freedesktop, heard: Heard, bin_: Path
) -> None:
    opened = program(bin_, "xdg-open", "exec /bin/sleep 30")
    channel.show(about_anna("a7n"))
    press(server, "did")
    wait_for(opened, "call")
    channel.show(about_anna("m8p"))
    press(server, "no")

    assert [heard.get(timeout=SOON) for _ in range(2)] == [("a7n", Answer.DID), ("m8p", Answer.NO)]


def test_a_link_opens_even_when_the_answer_cannot_be_kept(
    desktop: Desktop, server: Server, bin_: Path
) -> None:
    opened = program(bin_, "xdg-open")

    def full(_: str, __: Answer) -> None:
        raise OSError("no space left")

    channel = Freedesktop(full, environ=desktop.env)
    channel.show(about_anna())
    press(server, "did")
    lines = wait_for(opened, "call")
    channel.close()

    assert lines == [f"{TEL} []"]


def test_a_message_is_opened_through_plyer(desktop: Desktop, bin_: Path) -> None:
    program(bin_, "xdg-mime", "echo theirs.desktop")
    opened = program(bin_, "xdg-open", "exec /bin/sleep 5")
    Opener(environ=desktop.env).open("mailto:anna@home.example?subject=Tea%3F", "token-1")

    assert wait_for(opened, "message") == ["mailto:anna@home.example?subject=Tea%3F [token-1]"]


def test_a_message_is_opened_without_xdg_open_where_the_desktop_has_another_way(
    desktop: Desktop, bin_: Path, caplog: pytest.LogCaptureFixture
) -> None:
    opened = program(bin_, "gio")
    Opener(environ=desktop.env).open("mailto:anna@home.example")

    assert wait_for(opened, "message") == ["open mailto:anna@home.example []"]
    assert caplog.messages == []


def test_on_windows_the_system_itself_opens_it(desktop: Desktop) -> None:
    links: SimpleQueue[str] = SimpleQueue()
    opener = Opener(environ=desktop.env, platform="win32", startfile=links.put)
    trouble = opener.trouble(about_anna())
    opener.open(TEL)
    opener.open("file:///C:/Windows/System32/calc.exe")
    opener.open("sms:+4930123456")

    assert trouble == ""
    assert {links.get(timeout=SOON), links.get(timeout=SOON)} == {TEL, "sms:+4930123456"}
    assert links.empty()


def test_windows_without_a_program_for_it_is_told(caplog: pytest.LogCaptureFixture) -> None:
    def nothing(_: str) -> None:
        raise OSError(1155, "No application is associated with the specified file")

    Opener(platform="win32", startfile=nothing).open(TEL)
    wait_for(lambda: caplog.messages, "word in the log")

    assert "not opened: No application is associated" in caplog.text


def test_a_link_that_is_refused_is_told_with_the_delivery(
    server: Server, channel: Freedesktop
) -> None:
    delivery = channel.show(nudge(buttons=(Button(Answer.DID, "Call", "file:///etc/passwd"),)))

    assert delivery.outcome is Outcome.SHOWN
    assert "a button opens nothing: links of this kind are not opened" in delivery.reason
    assert "passwd" not in delivery.reason
    assert server.script.posted.get(timeout=SOON).buttons == ("did", "Call")
