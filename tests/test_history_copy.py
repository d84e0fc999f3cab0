"""Laws of the copy that a history with a log needs: private, in memory, gone at once, not again."""

import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from monitor.sense.history import Histories
from tests.visits import BROWSERS, FIREFOX_FILE, PAGES, Visits, newest

_FIREFOX = BROWSERS["Firefox"]
_LOOK = """
import os, sys
from pathlib import Path
from config.catalogue import load_catalogue
from monitor.sense.history import Histories

def hear(event, told):
    if event == "os.mkdir":
        print(os.path.dirname(told[0]), oct(told[1]))

sys.addaudithook(hear)
firefox = next(one for one in load_catalogue().browsers if one.name == "Firefox")
(page,) = Histories(Path(sys.argv[1])).visits(firefox, None, "News \u2014 Mozilla Firefox")
print(page.url)
"""


@pytest.fixture(autouse=True)
def runtime(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Where copies are made; it must be empty whenever nothing is being read."""
    folder = tmp_path / "runtime"
    folder.mkdir(mode=0o700)
    monkeypatch.setenv("XDG_RUNTIME_DIR", str(folder))
    return folder


@pytest.fixture
def visits(tmp_path: Path) -> Iterator[Visits]:
    with Visits(tmp_path) as opened:
        yield opened


def test_a_copy_is_for_this_user_alone_and_gone_at_once(
    tmp_path: Path, runtime: Path, visits: Visits
) -> None:
    visits.write(FIREFOX_FILE, *PAGES)

    script = (sys.executable, "-c", _LOOK, tmp_path)
    root = Path(__file__).parents[1]
    told = subprocess.run(script, cwd=root, check=True, capture_output=True, text=True, timeout=30)  # noqa: S603 - ours

    assert told.stdout.splitlines() == [f"{runtime} 0o700", "https://example.org/"]
    assert list(runtime.iterdir()) == []


def test_an_unchanged_file_is_not_copied_again(tmp_path: Path, visits: Visits) -> None:
    visits.write(FIREFOX_FILE, *PAGES).close()
    file = tmp_path / FIREFOX_FILE
    histories = Histories(tmp_path)

    first = newest(histories, _FIREFOX, None, "News \u2014 Mozilla Firefox")
    about = file.stat()
    file.write_bytes(bytes(about.st_size))
    os.utime(file, ns=(about.st_atime_ns, about.st_mtime_ns))
    second = newest(histories, _FIREFOX, None, "A plan for tea \u2014 Mozilla Firefox")

    assert (first, second) == ("https://example.org/", "https://claude.ai/chat/1")


def test_a_huge_history_is_not_copied(tmp_path: Path, runtime: Path, visits: Visits) -> None:
    visits.write(FIREFOX_FILE, *PAGES).close()
    os.truncate(tmp_path / FIREFOX_FILE, 301 * 1024 * 1024)  # a sparse file: it takes no room

    assert newest(Histories(tmp_path), _FIREFOX, None, "News \u2014 Mozilla Firefox") is None
    assert list(runtime.iterdir()) == []


def test_copies_left_by_a_killed_process_are_removed(tmp_path: Path, runtime: Path) -> None:
    left, held = (runtime / f"humanward-pages-{pid}-ab" for pid in (2**22 + 1, os.getpid()))
    for folder in (left, held):
        folder.mkdir()
        (folder / "copy").touch()

    Histories(tmp_path)

    assert list(runtime.iterdir()) == [held]
