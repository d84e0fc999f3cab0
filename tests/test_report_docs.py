"""docs/reports.md tells the JSON of commands around reports as it is: each key, and no other."""

import json
import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from click.testing import CliRunner

from cli.app import main
from monitor.service.clock import SystemClock
from monitor.service.demo.make import make
from monitor.service.demo.personas import HEAVY

_DOCS = (Path(__file__).parents[1] / "docs" / "reports.md").read_text("utf-8")
_COMMANDS = {
    "JSON": ("report", "week", "--by", "person", "--compare", "previous", "--without", "work"),
    "report --letter": ("report", "--letter"),
    "index": ("index",),
    "explain": ("explain", "10m ago"),
    "correct --list": ("correct", "--list"),
    "correct": ("correct", "away", "since 10m ago"),
}


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Some weeks of a made-up person who corrected something."""
    folder = tmp_path_factory.mktemp("home")
    make(HEAVY, folder, SystemClock(), 30, lambda _: None)
    _run(folder, "correct", "away", "since 30m ago")
    return folder


@pytest.mark.parametrize("title", _COMMANDS)
def test_every_key_stands_in_the_docs_and_none_that_is_not_there(home: Path, title: str) -> None:
    found = json.loads(_run(home, *_COMMANDS[title], "--format", "json"))
    section = re.search(rf"^##+ {title}\n(.*?)(?=^##|\Z)", _DOCS, re.DOTALL | re.MULTILINE)

    assert section is not None
    named = {word for part in re.findall(r"`([^`]+)`", section[1]) for word in part.split()}
    rows = re.findall(r"^\| (`.*?) \|", section[1], re.MULTILINE)
    first = {word for row in rows for word in re.findall(r"`(\w+)`", row)}
    assert set(_keys(found)) - named == _COMMON - named
    assert first - {"made_up"} == found.keys() - _COMMON


def _keys(value: object) -> Iterator[str]:
    if isinstance(value, dict):
        for key, inner in value.items():
            yield key
            yield from _keys(inner)
    elif isinstance(value, list):
        for one in value:
            yield from _keys(one)


def _run(home: Path, *words: str) -> str:
    done = CliRunner().invoke(main, ["--home", str(home), *words])
    assert done.exit_code == 0, done.output
    return done.stdout


_COMMON = {"version", "made_up"}  # told once, above all others
