"""The live line of `run`: the whole of it where there is room, and never more than one line."""

import os
import sys
from collections.abc import Iterator
from dataclasses import replace
from io import StringIO
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from monitor.core.types import GapReason, Presence, Subject
from monitor.service.journal import open_journal
from monitor.service.keeping import View
from monitor.service.statusline import StatusLine
from tests.fakes import NOON
from tests.screenful import open_terminal, resize
from tests.watching import MATCHER

_CLAUDE = View(NOON, "x11", Subject("Chromium", host="claude.ai"), Presence.ACTIVE, None)
_ERASE = "\r\x1b[K"


class Terminal:
    """A terminal that a person made so wide, and the line on it."""

    def __init__(self, columns: int) -> None:
        self._person, self._program = open_terminal(columns)
        self.stream = os.fdopen(self._program, "w")
        self.line = StatusLine(self.stream, MATCHER)

    def after(self, view: View) -> str:
        """What stands in the line."""
        self.line.show(view)
        told = self.read()
        assert told.startswith(_ERASE)
        return told.removeprefix(_ERASE)

    def read(self) -> str:
        """What was written to it."""
        return os.read(self._person, 4096).decode()

    def resize(self, columns: int) -> None:
        """Make it wider or narrower."""
        resize(self._program, columns)

    def close(self) -> None:
        """Close the window."""
        self.stream.close()
        os.close(self._person)


@pytest.fixture
def terminal() -> Iterator[Terminal]:
    opened = Terminal(80)
    yield opened
    opened.close()


@pytest.mark.parametrize(
    ("columns", "told"),
    [
        (80, "watching through x11 · active · Chromium · claude.ai (Claude)"),
        (62, "watching through x11 · active · Chromium · claude.ai (Claude)"),
        (61, "active · Chromium · claude.ai (Claude)"),
        (40, "active · Chromium · claude.ai (Claude)"),
        (25, "active · Claude"),
        (12, "active · C…"),
    ],
)
def test_what_matters_least_is_left_out_first(terminal: Terminal, columns: int, told: str) -> None:
    terminal.resize(columns)

    assert terminal.after(_CLAUDE) == told


def test_it_follows_a_window_that_is_made_narrower(terminal: Terminal) -> None:
    wide = terminal.after(_CLAUDE)
    terminal.resize(30)

    assert len(wide) > 30
    assert len(terminal.after(_CLAUDE)) < 30


def test_what_holds_it_up_is_told_and_not_what_was_in_front(terminal: Terminal) -> None:
    paused = replace(_CLAUDE, subject=None, presence=None, obstacle=GapReason.PAUSED)

    assert terminal.after(paused) == "watching through x11 · paused"


def test_signs_that_take_two_places_count_twice(terminal: Terminal) -> None:
    terminal.resize(20)
    told = terminal.after(replace(_CLAUDE, subject=Subject("記事を書くための道具")))

    assert told == "active · 記事を書…"


def test_a_line_of_the_log_takes_the_place_of_the_live_line(
    terminal: Terminal, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sys, "stderr", terminal.stream)
    log = open_journal(tmp_path / "a.log", foreground=True)
    log.warning("something happened")
    for handler in list(log.handlers):
        log.removeHandler(handler)
        handler.close()

    assert terminal.read().startswith(_ERASE)
    assert (tmp_path / "a.log").read_text().startswith("20")


def test_without_a_terminal_there_is_a_line_for_each_change_of_state_and_none_names_an_app() -> (
    None
):
    paper = StringIO()
    line = StatusLine(paper, MATCHER)
    idle = replace(_CLAUDE, presence=Presence.IDLE)
    for view in (_CLAUDE, replace(_CLAUDE, subject=Subject("XTerm")), idle, idle, _CLAUDE):
        line.show(view)
    line.end()

    assert paper.getvalue().splitlines() == [
        "watching through x11 · active",
        "watching through x11 · nobody there",
        "watching through x11 · active",
    ]


@given(columns=st.integers(1, 200), app=st.text(max_size=40), host=st.text(max_size=60))
def test_it_never_takes_a_second_line(columns: int, app: str, host: str) -> None:
    terminal = Terminal(columns)
    view = replace(_CLAUDE, subject=Subject(_plain(app), host=_plain(host)))
    told = terminal.after(view)
    terminal.close()

    assert len(told) <= max(columns - 1, 1)


def _plain(text: str) -> str:
    """As names come from the desktop: nothing in them that a terminal would obey."""
    return "".join(sign for sign in text if sign.isprintable())
