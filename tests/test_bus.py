"""A line on a real bus: questions, signals, refusals, and a bus that goes away or hangs."""

import os
import select
import signal

import pytest
from jeepney import DBusAddress, MatchRule, Message, new_method_call, new_signal
from jeepney.bus_messages import message_bus

from monitor.bus.address import session_sockets
from monitor.bus.line import Line
from monitor.errors import CallError, LineLostError, UnfitError
from tests.rig import Desktop

NEWS = MatchRule(type="signal", interface="org.example.News")
PLACE = DBusAddress("/org/example", interface="org.example.News")


def line_on(desktop: Desktop) -> Line:
    line = Line(session_sockets(desktop.env))
    line.ask(message_bus.GetId())
    line.drain()  # the bus greets each newcomer
    return line


def news(text: str) -> Message:
    return new_signal(PLACE, "Said", "s", (text,))


def said(messages: tuple[Message, ...]) -> list[str]:
    return [message.body[0] for message in messages]


def wait(line: Line) -> None:
    assert select.select([line.fileno()], [], [], 5)[0]


def test_a_question_is_answered_and_a_refusal_bears_its_name(desktop: Desktop) -> None:
    desktop.bus()
    line = line_on(desktop)

    assert line.ask(message_bus.NameHasOwner(line.name)) == (1,)
    with pytest.raises(CallError) as refused:
        line.ask(message_bus.GetConnectionUnixProcessID("org.example.nobody"))
    assert refused.value.name.endswith("NameHasNoOwner")
    line.close()


def test_what_is_heard_while_an_answer_is_awaited_is_kept_in_order(desktop: Desktop) -> None:
    desktop.bus()
    hears, speaks = line_on(desktop), line_on(desktop)
    hears.follow(NEWS)
    for text in "abc":
        speaks.tell(news(text))
    speaks.ask(message_bus.GetId())

    hears.ask(message_bus.GetId())

    assert said(hears.drain()) == ["a", "b", "c"]
    assert hears.drain() == ()
    speaks.tell(news("d"))
    wait(hears)
    assert said(hears.drain()) == ["d"]
    hears.close()
    speaks.close()


def test_a_call_to_this_line_is_heard_like_a_signal(desktop: Desktop) -> None:
    desktop.bus()
    hears, speaks = line_on(desktop), line_on(desktop)
    to_us = DBusAddress("/x", bus_name=hears.name, interface="org.example.News")

    speaks.tell(new_method_call(to_us, "Say", "s", ("hello",)))
    wait(hears)

    assert said(hears.drain()) == ["hello"]
    hears.close()
    hears.close()
    speaks.close()


def test_nobody_waits_longer_than_asked_for_a_bus_that_hangs(desktop: Desktop) -> None:
    desktop.bus()
    line, owner = line_on(desktop), line_on(desktop)
    silent = DBusAddress("/x", bus_name=owner.name, interface="org.example.News")

    with pytest.raises(CallError, match="no answer on the session bus"):
        line.ask(new_method_call(silent, "Say"), within=0.2)
    assert line.ask(message_bus.NameHasOwner(line.name)) == (1,)
    line.close()
    owner.close()


def test_a_bus_that_ends_is_lost_and_one_that_is_not_there_lets_nobody_in(
    desktop: Desktop,
) -> None:
    desktop.bus()
    line = line_on(desktop)
    pid = line.ask(message_bus.GetConnectionUnixProcessID("org.freedesktop.DBus"))[0]
    os.kill(pid, signal.SIGKILL)

    with pytest.raises(LineLostError, match="the session bus went away"):
        line.ask(message_bus.GetId())
    with pytest.raises(LineLostError):
        line.drain()
    with pytest.raises(UnfitError, match="cannot be reached"):
        line_on(desktop)
    line.close()
