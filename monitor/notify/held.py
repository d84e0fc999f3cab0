"""What each notification server says of its do-not-disturb: yes, no, or nothing that is known."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from jeepney import DBusAddress, Message, MessageFlag, Properties, new_method_call

from monitor.errors import UnfitError

WITHIN_S = 0.3
NAME = "org.freedesktop.Notifications"
PATH = "/org/freedesktop/Notifications"

Ask = Callable[[Message], tuple[Any, ...]]
"""Sends a question and gives the body of the answer; UnfitError when there is none."""


@dataclass(frozen=True, slots=True)
class Question:
    """What to ask a server of this name; ``now`` says that it is silent, ``after`` what it did.

    ``unset`` is in the refusal of a setting that was never made, and so is off.
    """

    server: str
    message: Callable[[], Message]
    meaning: Callable[[tuple[Any, ...]], bool | None]
    now: str
    after: str
    unset: str = ""

    def ask(self, ask: Ask) -> bool | None:
        """Whether it holds notifications back; None where it does not say."""
        message = self.message()
        message.header.flags |= MessageFlag.no_auto_start  # a question must not start a program
        try:
            return self.meaning(ask(message))
        except UnfitError as error:
            return False if self.unset and self.unset in str(error) else None


def why_held(ask: Ask, server: str) -> str:
    """Why this server did not show what it took, in words; '' when it does not say so."""
    question = question_of(server)
    return question.after if question and question.ask(ask) else ""


def question_of(server: str) -> Question | None:
    """The question for a server that calls itself so; None where none is known."""
    return next((one for one in QUESTIONS if one.server == server), None)


def _dunst() -> Message:
    return Properties(DBusAddress(PATH, NAME, "org.dunstproject.cmd0")).get("paused")


def _plasma() -> Message:
    return Properties(DBusAddress(PATH, NAME, NAME)).get("Inhibited")


def _xfconf(channel: str, setting: str) -> Message:
    name = "org.xfce.Xfconf"
    settings = DBusAddress("/org/xfce/Xfconf", name, name)
    return new_method_call(settings, "GetProperty", "ss", (channel, setting))


def _xfce() -> Message:
    return _xfconf("xfce4-notifyd", "/do-not-disturb")


def _presenting() -> Message:
    return _xfconf("xfce4-power-manager", "/xfce4-power-manager/presentation-mode")


def _mako() -> Message:
    return new_method_call(DBusAddress("/fr/emersion/Mako", NAME, "fr.emersion.Mako"), "ListModes")


def _truth(body: tuple[Any, ...]) -> bool | None:
    if body == (("b", True),):
        return True
    return False if body == (("b", False),) else None


def _modes(body: tuple[Any, ...]) -> bool | None:
    """What the names of mako's modes say: what another name means, its owner alone knows."""
    modes = body[0] if len(body) == 1 and isinstance(body[0], list) else None
    if modes is None:
        return None
    if {"do-not-disturb", "dnd"}.intersection(modes):
        return True
    return False if set(modes) <= {"default"} else None


QUESTIONS = (
    Question(
        "dunst",
        _dunst,
        _truth,
        "dunst is paused",
        "dunst is paused and shows it only after: dunstctl set-paused false",
    ),
    Question(
        "Plasma",
        _plasma,
        _truth,
        "Do Not Disturb is on in Plasma",
        "Do Not Disturb is on in Plasma, which shows it in the history alone",
    ),
    Question(
        "Xfce Notify Daemon",
        _xfce,
        _truth,
        "Do Not Disturb is on in Xfce",
        "Do Not Disturb is on in Xfce, so nothing was shown",
        unset="PropertyNotFound",
    ),
    Question(
        "mako",
        _mako,
        _modes,
        "mako is in its do-not-disturb mode",
        "mako is in its do-not-disturb mode and may show it only after that",
    ),
)
PRESENTATION = Question(
    "presentation mode of Xfce",
    _presenting,
    _truth,
    "presentation mode is on in Xfce",
    "",
    unset="PropertyNotFound",
)
"""Asked whichever server runs: it is a setting of the desktop."""
