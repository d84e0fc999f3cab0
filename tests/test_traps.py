"""A table of what was seen and what it is: every trap that others fell into, and many more."""

import re
from dataclasses import dataclass
from pathlib import Path

import pytest

from config.catalogue import load_catalogue
from monitor.core.recognise import Matcher
from monitor.core.types import Kind, Subject, Verdict

_TABLE = Path(__file__).with_name("traps.txt")
_MATCHER = Matcher(load_catalogue())
_MANY = re.compile(r"<(.+?) x (\d+)>")


@dataclass(frozen=True, slots=True)
class Case:
    """One line of the table."""

    number: int
    way: str
    seen: tuple[str, ...]
    tool: str
    kind: Kind

    def __str__(self) -> str:
        shown = ascii(" ".join(self.seen))
        return f"line {self.number}: {self.way} {shown[:60]}"


def _cases() -> list[Case]:
    found = []
    for number, line in enumerate(_TABLE.read_text("utf-8").splitlines(), start=1):
        if line and not line.startswith("#"):
            way, *seen, tool, kind = re.split(r" {2,}", line)
            meant = tuple(map(_meant, seen))
            found.append(Case(number, way, meant, tool.removeprefix("-"), Kind(kind)))
    return found


def _meant(text: str) -> str:
    letters = text.encode("ascii").decode("unicode_escape")
    return _MANY.sub(lambda many: many[1] * int(many[2]), letters)


def _judge(case: Case) -> Verdict:
    first = case.seen[0]
    if case.way == "url":
        return _MATCHER.which(app="firefox", url=first)
    if case.way == "title":
        return _MATCHER.which(app="firefox", title=first)
    if case.way == "program":
        return _MATCHER.which(app="XTerm", program=first)
    if case.way == "window":
        host = _MATCHER.app_mode_host(first, case.seen[1])
        return _MATCHER.judge(Subject(first, host=host))
    return _MATCHER.which(app=first)


_CASES = _cases()


@pytest.mark.parametrize("case", _CASES, ids=str)
def test_what_is_seen_is_recognised_as_what_it_is_and_as_nothing_else(case: Case) -> None:
    verdict = _judge(case)

    assert (verdict.tool, verdict.kind) == (case.tool, case.kind)
    assert verdict.because
    assert verdict.weak == (case.way == "title" and bool(case.tool))


def test_the_table_has_every_way_and_every_kind_and_both_answers() -> None:
    told = {(case.way, bool(case.tool)) for case in _CASES}

    assert len(_CASES) >= 300
    assert told == {
        (way, yes) for way in ("url", "app", "program", "title", "window") for yes in (True, False)
    }
    assert {case.kind for case in _CASES} == set(Kind)
