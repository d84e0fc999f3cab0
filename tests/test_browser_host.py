"""The host program: whatever a browser says, it keeps the last sound word in its one file."""

import json
import os
import stat
import subprocess
import sys
from collections.abc import Iterator
from contextlib import closing, contextmanager, suppress
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from monitor.sense.browser.folder import is_memory, make_folder
from monitor.sense.browser.message import RefusedError, read
from monitor.sense.browser.veil import veil
from tests.processes import wait_for

_FRONT = Path(__file__).resolve().parents[1] / "humanward/browser_host.py"
_PLACES = ("x.com/i/grok", "google.com/search?udm=50", "box:3000/chat", "duckduckgo.com?ia=chat")
_CLAUDE = {"focused": True, "host": "claude.ai", "tail": "", "audible": False}
_SHORT = st.text(max_size=12)
_VALUES = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | _SHORT,
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(_SHORT, inner, max_size=3),
    max_leaves=6,
)
_ODD = st.fixed_dictionaries(
    {},
    optional={
        "focused": _VALUES,
        "private": _VALUES,
        "audible": _VALUES,
        "host": _VALUES | st.just("claude.ai/../x") | st.just("x.com"),
        "tail": _VALUES | st.just("/i/grok") | st.just("/i/grok/../secret"),
        "title": _VALUES,
        "url": _VALUES,
    },
)


class Talk:
    """A host program and the pipe that a browser would hold."""

    def __init__(self, runtime: Path) -> None:
        self.folder = runtime / "browsers"
        self.process = subprocess.Popen(  # noqa: S603 - our own program
            [sys.executable, str(_FRONT), "--runtime", str(runtime), "chrome-extension://x/"],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
        )
        assert self.process.stdin
        assert self.process.stdout
        self._mouth, self._ears = self.process.stdin, self.process.stdout

    @property
    def file(self) -> Path:
        """The one file that it may write."""
        return self.folder / f"{os.getpid()}-{self.process.pid}"

    def send(self, raw: bytes, *, length: int | None = None) -> None:
        """Send one message, or a lie about its length."""
        size = len(raw) if length is None else length
        self._mouth.write(size.to_bytes(4, sys.byteorder) + raw)
        self._mouth.flush()

    def say(self, **word: object) -> None:
        """Send one message in JSON."""
        self.send(json.dumps(word).encode())

    def hear(self) -> dict[str, Any]:
        """The next message from the program."""
        length = int.from_bytes(self._ears.read(4), sys.byteorder)
        message: dict[str, Any] = json.loads(self._ears.read(length))
        return message

    def kept(self) -> dict[str, Any]:
        """What is in the file; nothing while there is none."""
        try:
            word: dict[str, Any] = json.loads(self.file.read_bytes())
        except FileNotFoundError:
            return {}
        return word

    def end(self) -> int:
        """Close the pipe, as a browser does at its end."""
        self._mouth.close()
        return self.process.wait(10)

    def close(self) -> None:
        """End it, however it stands."""
        self.process.kill()
        self.process.wait(10)
        self._ears.close()
        with suppress(BrokenPipeError):  # it went before it heard all
            self._mouth.close()


@contextmanager
def memory() -> Iterator[Path]:
    """A runtime folder in memory."""
    if not is_memory("/dev/shm"):  # noqa: S108 - only asked what it is
        pytest.skip("needs /dev/shm in memory")
    with TemporaryDirectory(prefix="hw-run-", dir="/dev/shm") as folder:
        yield Path(folder)


@pytest.fixture
def runtime() -> Iterator[Path]:
    with memory() as folder:
        make_folder(str(folder / "browsers"))
        (folder / "browsers/places").write_text(json.dumps(_PLACES))
        yield folder


@pytest.fixture
def talk(runtime: Path) -> Iterator[Talk]:
    with closing(Talk(runtime)) as opened:
        yield opened


def test_it_keeps_the_last_word_for_its_owner_alone_until_its_browser_ends(talk: Talk) -> None:
    talk.say(**_CLAUDE)
    first = wait_for(talk.kept, "word")
    mode = stat.S_IMODE(talk.file.stat().st_mode)
    talk.say(focused=True, host="x.com", tail="/i/grok", audible=True)
    wait_for(lambda: talk.kept().get("host") == "x.com", "second word")
    second = talk.kept()
    code = talk.end()

    assert {**first, "at": 0} == {**_CLAUDE, "at": 0}
    assert mode == 0o600
    assert (second["tail"], second["audible"]) == ("/i/grok", True)
    assert second["at"] > first["at"]
    assert code == 0
    assert [file.name for file in talk.folder.iterdir()] == ["places"]


def test_of_a_private_window_it_keeps_that_it_is_one_and_no_more(talk: Talk) -> None:
    talk.say(focused=True, private=True, host="claude.ai", tail="", audible=True)

    assert wait_for(talk.kept, "word").keys() == {"at", "focused", "private"}


def test_of_a_window_behind_others_it_keeps_nothing_else(talk: Talk) -> None:
    talk.say(focused=False, host="claude.ai", tail="")

    assert wait_for(talk.kept, "word").keys() == {"at", "focused"}


def test_it_names_the_places_at_first_and_again_when_they_change(talk: Talk) -> None:
    first = talk.hear()
    draft = talk.folder / "new"
    draft.write_text('["huggingface.co/chat", 7, "claude.ai", "duckduckgo.com?ia=chat"]')
    draft.rename(talk.folder / "places")
    talk.say(**_CLAUDE)

    assert first == {"places": list(_PLACES)}
    assert talk.hear() == {"places": ["huggingface.co/chat", "duckduckgo.com?ia=chat"]}


@pytest.mark.parametrize("places", [None, "", "{}", "[", '{"a": 1}', "[" * 60000])
def test_without_sound_places_it_asks_for_no_path(runtime: Path, places: str | None) -> None:
    file = runtime / "browsers/places"
    file.unlink() if places is None else file.write_text(places)
    with closing(Talk(runtime)) as talk:
        told = talk.hear()
        talk.say(focused=True, host="x.com", tail="/i/grok")
        talk.say(**_CLAUDE)
        kept = wait_for(talk.kept, "word")

    assert told == {"places": []}
    assert kept["host"] == "claude.ai"


def test_where_nothing_is_in_memory_only_salted_hashes_are_written(tmp_path: Path) -> None:
    if is_memory(str(tmp_path)):
        pytest.skip("needs a folder on a disk")
    with closing(Talk(tmp_path)) as talk, closing(Talk(tmp_path)) as other:
        for one in (talk, other):
            one.say(focused=True, host="chat.claude.ai:8080", tail="", audible=False)
        kept, elsewhere = wait_for(talk.kept, "word"), wait_for(other.kept, "word")
        raw = talk.file.read_bytes()

    hosts = ("chat.claude.ai:8080", "chat.claude.ai", ".claude.ai", ".ai")
    assert kept["hashes"] == [veil(host, kept["salt"]) for host in hosts]
    assert kept["salt"] != elsewhere["salt"]
    assert b"claude" not in raw


@pytest.mark.parametrize("length", [4097, 1 << 20, (1 << 32) - 1])
def test_a_message_that_is_too_long_ends_it_unread(talk: Talk, length: int) -> None:
    talk.say(**_CLAUDE)
    wait_for(talk.kept, "word")
    talk.send(b"{}", length=length)

    assert talk.process.wait(10) == 0
    assert not talk.file.exists()


def test_asked_to_end_it_takes_its_file_along(talk: Talk) -> None:
    talk.say(**_CLAUDE)
    wait_for(talk.kept, "word")
    talk.process.terminate()

    assert talk.process.wait(10) == 0
    assert not talk.file.exists()


def test_a_link_in_the_place_of_its_file_leads_it_nowhere(talk: Talk, tmp_path: Path) -> None:
    victim = tmp_path / "victim"
    victim.write_text("theirs")
    talk.hear()
    talk.file.with_name(talk.file.name + ".draft").symlink_to(victim)
    talk.say(**_CLAUDE)
    talk.end()

    assert victim.read_text() == "theirs"


def test_a_folder_that_is_a_link_is_not_written_to(tmp_path: Path) -> None:
    (tmp_path / "run").mkdir()
    (tmp_path / "theirs").mkdir()
    (tmp_path / "run/browsers").symlink_to(tmp_path / "theirs")
    with closing(Talk(tmp_path / "run")) as talk:
        talk.say(**_CLAUDE)
        talk.end()

    assert list((tmp_path / "theirs").iterdir()) == []


def test_started_by_hand_it_says_who_starts_it() -> None:
    done = subprocess.run(  # noqa: S603 - our own program
        [sys.executable, _FRONT], capture_output=True, text=True, check=False, timeout=30
    )

    assert done.returncode == 1
    assert "started by a browser" in done.stderr


@given(st.lists(st.binary(max_size=200), max_size=6))
def test_noise_is_passed_over_and_the_sound_word_after_it_is_kept(noise: list[bytes]) -> None:
    with memory() as folder, closing(Talk(folder)) as talk:
        for raw in noise:
            talk.send(raw)
        talk.say(**_CLAUDE)
        kept = wait_for(talk.kept, "word")
        names = {file.name for file in talk.folder.iterdir()}
        code = talk.end()

    assert kept["host"] == "claude.ai"
    assert names == {talk.file.name}
    assert code == 0


@given(st.binary(max_size=300) | _ODD.map(lambda word: json.dumps(word).encode()))
def test_a_message_is_refused_or_read_as_no_more_than_a_host_and_a_known_path(raw: bytes) -> None:
    try:
        word = read(raw, _PLACES)
    except RefusedError:
        return

    assert word.keys() <= {"focused", "private", "host", "tail", "audible"}
    assert all(type(word.get(key, False)) is bool for key in ("focused", "private", "audible"))
    assert len(word) == 1 or word["focused"]
    assert not word.get("tail") or (word["host"], word["tail"]) == ("x.com", "/i/grok")
    assert set(word.get("host", "")) <= set("abcdefghijklmnopqrstuvwxyz0123456789._-:[]")


@pytest.mark.parametrize(
    ("host", "tail", "is_taken"),
    [
        ("x.com", "/i/grok", True),
        ("www.google.com", "/search?udm=50", True),
        ("box:3000", "/chat", True),
        ("duckduckgo.com", "?ia=chat", True),
        ("safe.duckduckgo.com", "?ia=chat", True),
        ("duckduckgo.com", "?ia=chat&q=tea", False),
        ("duckduckgo.com", "/?ia=chat", False),
        ("notduckduckgo.com", "?ia=chat", False),
        ("box", "/chat", False),
        ("notx.com", "/i/grok", False),
        ("x.com", "/i/grok/private", False),
        ("x.com", "/home", False),
        ("X.com", "", False),
        ("a/b", "", False),
        ("ann@claude.ai", "", False),
        ("a" * 254, "", False),
    ],
)
def test_nothing_is_taken_that_was_not_asked_for(host: str, tail: str, is_taken: bool) -> None:  # noqa: FBT001 - a column
    raw = json.dumps({"focused": True, "host": host, "tail": tail}).encode()

    if is_taken:
        assert (read(raw, _PLACES)["host"], read(raw, _PLACES)["tail"]) == (host, tail)
    else:
        with pytest.raises(RefusedError):
            read(raw, _PLACES)
