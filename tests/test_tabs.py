"""What the extensions say: whose word it is, of which window, and for how long it holds."""

import json
import os
import select
import shutil
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import closing
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from config.catalogue import load_catalogue
from config.schema import Hosts
from config.tools import Browser, Catalogue, Tool
from monitor.core.attendance import Bounds
from monitor.core.recognise import Matcher
from monitor.core.sighting import Reading
from monitor.core.types import ELSEWHERE, Mark, Subject, Way
from monitor.sense.browser.folder import nudge, replace
from monitor.sense.browser.message import tail_of, veiled
from monitor.sense.browser.places import BROWSERS
from monitor.sense.browser.tabs import Heard, Tabs, Word
from monitor.sense.browser.veil import veil
from monitor.sense.choose import Choice
from monitor.sense.history import Histories
from monitor.service.resolve import Resolver
from monitor.service.seeing import Seeing, Senses
from monitor.service.sight import Sight
from monitor.service.waiting import Waiting
from monitor.service.wake import Wake
from tests.fakes import NOON, FakeClock, ScriptedSensor, ScriptedSurroundings
from tests.visits import CHROMIUM_FILE, PAGES, Visits
from tests.watching import MATCHER

_CHROMIUM = MATCHER.browser("Chromium") or Browser("", "other", ())
_BOUNDS = Bounds(idle_after=timedelta(minutes=3), passive_limit=timedelta(hours=3))
_SALT = "00" * 16
_AWAITED = Heard(is_awaited=True)
_UNSEEN = Heard(Word(is_private=True))


class Speech:
    """Files as host programs write them, in the name of children of this test."""

    def __init__(self, runtime: Path) -> None:
        self.folder = runtime / "browsers"
        self.clock = FakeClock()
        self.matcher = Matcher(load_catalogue())
        self.tabs = Tabs(runtime, self.clock, self.matcher)
        self.tabs.open()
        self.profiles = [self._child(), self._child()]

    def say(self, host: str = "", *, profile: int = 0, **more: object) -> None:
        """Let the extension of a profile say its word now."""
        word = {"at": self.now, "focused": True, "host": host, "tail": "", **more}
        self.write(json.dumps(word).encode(), profile=profile)

    def write(self, raw: bytes, *, profile: int = 0) -> None:
        """Write what no extension would say."""
        replace(str(self.file(profile)), raw)
        nudge(str(self.folder))

    def file(self, profile: int = 0) -> Path:
        """The file of a profile."""
        return self.folder / f"{os.getpid()}-{self.profiles[profile].pid}"

    @property
    def now(self) -> float:
        """The monotonic clock, as host programs read it."""
        return self.clock.read().mono.total_seconds()

    def see(self, title: str) -> Heard:
        """What is said of a window of this browser with this title."""
        return self.tabs.see(_CHROMIUM, os.getpid(), title)

    def told_veiled(self, host: str, tail: str = "") -> str:
        """What is understood of a site where its host program may write hashes alone."""
        word = {"focused": True, "host": host, "tail": tail, "audible": False}
        self.say(**veiled(word, _SALT))
        heard = self.see("Tea").word
        return heard.site if heard else "nothing"

    def close(self) -> None:
        """End the children."""
        self.tabs.close()
        for one in self.profiles:
            one.kill()
            one.communicate()

    @staticmethod
    def _child() -> "subprocess.Popen[bytes]":
        return subprocess.Popen([sys.executable, "-ISc", "input()"], stdin=subprocess.PIPE)


@pytest.fixture
def speech(tmp_path: Path) -> Iterator[Speech]:
    with closing(Speech(tmp_path)) as opened:
        yield opened


@pytest.fixture
def own_name() -> Iterator[Path]:
    """The file that holds the name of this process; it may be written."""
    file = Path("/proc/self/comm")
    before = file.read_text().removesuffix("\n")
    yield file
    file.write_text(before)


def test_the_word_is_of_the_window_in_front(speech: Speech) -> None:
    speech.say("claude.ai")

    assert speech.see("Tea") == Heard(Word("claude.ai"))


def test_it_wakes_at_a_word_and_only_then(speech: Speech) -> None:
    eye = speech.tabs.fileno()
    assert eye is not None
    before = select.select([eye], [], [], 0)[0]
    speech.say("claude.ai")
    after = select.select([eye], [], [], 5)[0]

    assert (before, after) == ([], [eye])
    assert speech.tabs.drain()
    assert not speech.tabs.drain()
    assert select.select([eye], [], [], 0)[0] == []


def test_the_word_of_a_new_title_is_waited_for_and_then_the_history_is_asked(
    speech: Speech,
) -> None:
    speech.say("claude.ai")
    speech.see("Tea")
    speech.clock.advance(60)
    told = [speech.see("Cake")]
    speech.clock.advance(0.2)
    told.append(speech.see("Cake"))
    speech.clock.advance(0.2)
    told.append(speech.see("Cake"))

    assert told == [_AWAITED, _AWAITED, Heard()]


def test_a_word_that_comes_after_its_title_is_heard_however_late(speech: Speech) -> None:
    speech.say("claude.ai")
    speech.see("Tea")
    speech.clock.advance(60)
    speech.see("Cake")
    speech.clock.advance(5)
    speech.say("chatgpt.com")

    assert speech.see("Cake") == Heard(Word("chatgpt.com"))
    assert speech.tabs.again(_CHROMIUM, os.getpid(), "Cake") == Heard(Word("chatgpt.com"))
    assert speech.tabs.again(_CHROMIUM, os.getpid(), "Tea") == Heard()


def test_a_word_that_comes_before_its_title_is_of_it(speech: Speech) -> None:
    speech.say("claude.ai")
    speech.see("Tea")
    speech.clock.advance(60)
    speech.say("chatgpt.com")
    speech.clock.advance(0.5)

    assert speech.see("Cake") == Heard(Word("chatgpt.com"))


def test_a_word_holds_while_the_title_stays(speech: Speech) -> None:
    speech.say("claude.ai")
    speech.see("Tea")
    speech.clock.advance(3600)

    assert speech.see("Tea") == Heard(Word("claude.ai"))


def test_between_two_tabs_with_one_title_the_word_alone_decides(speech: Speech) -> None:
    speech.say("claude.ai")
    first = speech.see("Tea")
    speech.clock.advance(60)
    speech.say("chatgpt.com")

    assert (first, speech.see("Tea")) == (Heard(Word("claude.ai")), Heard(Word("chatgpt.com")))


def test_of_two_profiles_the_one_whose_window_is_in_front_is_heard(speech: Speech) -> None:
    speech.say("claude.ai", profile=0)
    speech.clock.advance(5)
    speech.say("chatgpt.com", profile=1)
    both = speech.see("Tea")
    speech.say(focused=False, profile=1)
    one = speech.see("Tea")

    assert (both, one) == (Heard(Word("chatgpt.com")), Heard(Word("claude.ai")))


def test_a_window_that_no_profile_claims_stays_unnamed(speech: Speech) -> None:
    speech.say(focused=False)

    assert speech.see("Tea") == _UNSEEN


def test_of_a_private_window_nothing_is_told(speech: Speech) -> None:
    speech.say("claude.ai", private=True)

    assert speech.see("Tea") == _UNSEEN


def test_a_browser_without_the_extension_is_not_told_by_that_of_another(speech: Speech) -> None:
    speech.say("claude.ai")

    assert speech.tabs.see(_CHROMIUM, os.getppid(), "Tea") == Heard()


def test_where_the_desktop_tells_no_process_the_only_one_of_that_name_is_heard(
    speech: Speech,
) -> None:
    own = Path("/proc/self/comm").read_text().strip()
    speech.say("claude.ai")

    assert speech.tabs.see(_CHROMIUM, None, "Tea") == Heard()
    browser = Browser("Own", "chromium", (own,))
    assert speech.tabs.see(browser, None, "Tea") == Heard(Word("claude.ai"))


@pytest.mark.parametrize(
    ("label", "process"),
    [(one.label, name) for one in BROWSERS for name in one.processes],
)
def test_there_a_browser_is_heard_by_whatever_name_it_runs(
    speech: Speech, own_name: Path, label: str, process: str
) -> None:
    browser = MATCHER.browser(label)
    own_name.write_text(process)
    speech.say("claude.ai")

    assert browser is not None
    assert speech.tabs.see(browser, None, "Tea") == Heard(Word("claude.ai"))


def test_a_program_that_was_killed_tells_nothing_more_and_its_file_is_swept(
    speech: Speech, tmp_path: Path
) -> None:
    speech.say("claude.ai")
    speech.profiles[0].kill()
    speech.profiles[0].wait()
    told = speech.see("Tea")
    other = Tabs(tmp_path, speech.clock, MATCHER)
    other.open()
    other.close()

    assert told == Heard()
    assert not speech.file().exists()


def test_the_places_with_a_path_or_a_query_are_named_anew_when_the_catalogue_is(
    speech: Speech,
) -> None:
    named = json.loads((speech.folder / "places").read_bytes())
    tool = Tool("Own", "assistant", hosts=("claude.ai", "box:3000/chat", "box?mode=ai"))
    speech.matcher.__init__(Catalogue("", (tool,)))  # type: ignore[misc] # renewed in place
    speech.see("Tea")

    assert {"x.com/i/grok", "google.com/search?udm=50", "duckduckgo.com?ia=chat"} <= set(named)
    assert "claude.ai" not in named
    assert json.loads((speech.folder / "places").read_bytes()) == ["box:3000/chat", "box?mode=ai"]


def test_a_folder_that_went_with_the_session_is_made_again(speech: Speech) -> None:
    shutil.rmtree(speech.folder)
    told = speech.see("Tea")
    speech.say("claude.ai")

    assert told == Heard()
    assert speech.tabs.drain()
    assert speech.see("Tea") == Heard(Word("claude.ai"))


def test_a_folder_that_a_host_program_made_anew_is_listened_in(speech: Speech) -> None:
    shutil.rmtree(speech.folder)
    speech.folder.mkdir(mode=0o700)
    speech.say("claude.ai")
    first = speech.see("Tea")
    speech.say("chatgpt.com")

    assert first == Heard(Word("claude.ai"))
    assert speech.tabs.drain()
    assert json.loads((speech.folder / "places").read_bytes())


@pytest.mark.parametrize("name", ["places.draft", "wake"])
def test_what_cannot_be_written_is_tried_again_and_hinders_nothing_else(
    speech: Speech, name: str
) -> None:
    shutil.rmtree(speech.folder)
    (speech.folder / name).mkdir(parents=True)  # a folder in the place of the file
    speech.say("claude.ai")
    meanwhile = speech.see("Tea")
    is_named = (speech.folder / "places").exists()
    (speech.folder / name).rmdir()
    speech.see("Tea")
    speech.say("claude.ai")

    assert (meanwhile, is_named) == (Heard(Word("claude.ai")), name == "wake")
    assert json.loads((speech.folder / "places").read_bytes())
    assert speech.tabs.drain()


def test_in_a_folder_that_was_made_again_a_word_ends_the_wait(
    speech: Speech, tmp_path: Path
) -> None:
    wake = Wake()
    seeing = _seeing(speech, tmp_path, ScriptedSensor([_tea(idle=0)]))
    with (
        closing(Waiting(speech.clock, seeing, wake)) as waiting,
        closing(wake._ear),
        closing(wake._mouth),
    ):
        heard = [_is_heard(speech, waiting)]
        shutil.rmtree(speech.folder)
        speech.see("Tea")
        heard.append(_is_heard(speech, waiting))

    assert heard == [True, True]


def _is_heard(speech: Speech, waiting: Waiting) -> bool:
    """Whether a wait takes in a word."""
    speech.say("claude.ai")
    began = time.monotonic()
    waiting.wait(speech.clock.read().mono + timedelta(seconds=20))
    return time.monotonic() - began < 10 and not speech.tabs.drain()


def test_a_salted_hash_is_known_by_the_catalogue_alone(speech: Speech) -> None:
    salt = "00" * 16
    hashes = [veil(name, salt) for name in ("team.slack.com", ".slack.com", ".com")]
    speech.say(salt=salt, hashes=hashes)
    known = speech.see("Tea")
    speech.say(salt=salt, hashes=[veil("nowhere.example", salt)])

    assert known == Heard(Word("slack.com"))
    assert speech.see("Tea") == Heard(Word(""))


@pytest.mark.parametrize(
    ("host", "key"),
    [
        ("docs.google.com", ""),
        ("mail.google.com", "mail.google.com"),
        ("www.google.com", "google.com"),
        ("google.com", "google.com"),
        ("google.com:8080", "google.com"),
        ("www.docs.google.com", ""),
        ("gemini.google.com", "gemini.google.com"),
        ("www.gemini.google.com", "gemini.google.com"),
        ("team.slack.com", "slack.com"),
        ("chatgpt.com.evil.example", ""),
        ("notclaude.ai", ""),
        ("localhost:3080", "localhost:3080"),
        ("localhost:3081", ""),
        ("www.localhost:3080", "localhost:3080"),
    ],
)
def test_hashes_of_a_host_are_known_as_the_host_itself_is(
    speech: Speech, host: str, key: str
) -> None:
    assert speech.told_veiled(host) == key == MATCHER.host_key(f"http://{host}")


@given(
    name=st.sampled_from([site.removesuffix(tail_of(site)) for site in MATCHER.sites]),
    before=st.sampled_from(["", "www.", "docs.", "www.docs.", "a.b.", "not", "below."]),
    after=st.sampled_from(["", ".evil.example", ":8080", ":3000"]),
    tail=st.sampled_from(["", *filter(None, map(tail_of, MATCHER.sites))]),
)
@example(name="duckduckgo.com", before="", after="", tail="?ia=chat")
def test_no_site_of_the_catalogue_nor_near_one_is_judged_otherwise_by_its_hashes(
    name: str, before: str, after: str, tail: str, tmp_path_factory: pytest.TempPathFactory
) -> None:
    host = before + name + ("" if ":" in name and after[:1] == ":" else after)
    with closing(Speech(tmp_path_factory.mktemp("run"))) as speech:
        assert speech.told_veiled(host, tail) == MATCHER.host_key(f"http://{host}{tail}")


@pytest.mark.parametrize(
    "word",
    [
        {"at": 1e13},
        {"at": 10**300},
        {"at": -1},
        {"at": "now"},
        {"salt": "no hex", "hashes": ["x"]},
        {"salt": "00" * 65, "hashes": ["x"]},
        {"salt": 7},
        {"hashes": 7},
    ],
)
def test_a_word_with_an_odd_value_was_not_said(speech: Speech, word: dict[str, object]) -> None:
    raw = json.dumps({"at": speech.now, "focused": True, "host": "claude.ai", **word})
    speech.write(raw.encode())

    assert speech.see("Tea") == Heard()


_FIELDS = ("at", "focused", "private", "host", "tail", "salt", "hashes", "audible")
_ANY = st.none() | st.booleans() | st.floats() | st.text(max_size=9) | st.lists(st.text(max_size=9))


@given(raw=st.binary(max_size=99) | st.dictionaries(st.sampled_from(_FIELDS), _ANY))
def test_a_file_that_no_program_of_ours_wrote_breaks_nothing(
    raw: bytes | dict[str, object], tmp_path_factory: pytest.TempPathFactory
) -> None:
    with closing(Speech(tmp_path_factory.mktemp("run"))) as speech:
        speech.write(raw if isinstance(raw, bytes) else json.dumps(raw).encode())
        told = speech.see("Tea")
        speech.say("claude.ai", profile=1)

        assert isinstance(told, Heard)
        assert speech.see("Tea").word is not None


@pytest.mark.parametrize(
    ("hosts", "site", "subject"),
    [
        (Hosts.KNOWN, "claude.ai", "claude.ai"),
        (Hosts.KNOWN, "team.slack.com", "slack.com"),
        (Hosts.KNOWN, "x.com/i/grok", "x.com/i/grok"),
        (Hosts.KNOWN, "nowhere.example", ELSEWHERE),
        (Hosts.KNOWN, "", ELSEWHERE),
        (Hosts.ALL, "nowhere.example", "nowhere.example"),
        (Hosts.NONE, "claude.ai", ""),
    ],
)
def test_a_told_host_is_kept_as_the_settings_want_it(
    speech: Speech, tmp_path: Path, hosts: Hosts, site: str, subject: str
) -> None:
    resolver = Resolver(MATCHER, Histories(tmp_path), hosts, lambda _: "", speech.tabs)
    speech.say(site)
    reading = Reading(app="Chromium", pid=os.getpid(), title="Tea - Chromium")
    told = resolver.resolve(reading, speech.clock.read())

    assert told.subject == Subject("Chromium", host=subject)
    assert told.way is (Way.WINDOW if hosts is Hosts.NONE else Way.EXTENSION)


def test_the_extension_is_heard_before_the_history_and_the_history_before_a_weak_title(
    speech: Speech, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("XDG_RUNTIME_DIR", str(tmp_path))
    tea = Reading(app="Chromium", pid=os.getpid(), title="A plan for tea - Chromium")
    weak = Reading(app="Chromium", pid=os.getpid(), title="Anything - Claude - Chromium")
    with Visits(tmp_path) as visits:
        visits.write(CHROMIUM_FILE, *PAGES, at=NOON)
        resolver = Resolver(MATCHER, Histories(tmp_path), Hosts.KNOWN, lambda _: "", speech.tabs)
        speech.say("chatgpt.com")
        told = resolver.resolve(tea, speech.clock.read())
        speech.file().unlink()
        silent = resolver.resolve(tea, speech.clock.read())
        last = resolver.resolve(weak, speech.clock.read())

    assert (told.way, told.subject.host) == (Way.EXTENSION, "chatgpt.com")
    assert (silent.way, silent.subject.host) == (Way.HISTORY, "claude.ai")
    assert (last.way, last.subject.hint) == (Way.TITLE, "Claude")


def test_a_page_whose_word_is_awaited_is_told_when_it_comes(speech: Speech, tmp_path: Path) -> None:
    resolver = Resolver(MATCHER, Histories(tmp_path), Hosts.KNOWN, lambda _: "", speech.tabs)
    tea, cake = (
        Reading(app="Chromium", pid=os.getpid(), title=f"{title} - Chromium")
        for title in ("Tea", "Cake")
    )
    speech.say("claude.ai")
    resolver.resolve(tea, speech.clock.read())
    speech.clock.advance(60)
    at = speech.clock.read()
    awaited = resolver.resolve(cake, at)
    speech.say("chatgpt.com")

    assert (awaited.subject, awaited.is_final) == (Subject("Chromium"), False)
    assert resolver.again(cake, at, at).subject.host == "chatgpt.com"
    assert resolver.again(tea, at, at).way is Way.WINDOW


@pytest.mark.parametrize("salt", ["", "00" * 16])
def test_a_tab_in_front_that_plays_is_told_and_no_other(speech: Speech, salt: str) -> None:
    more: dict[str, Any] = {"salt": salt, "hashes": [veil("claude.ai", salt)]} if salt else {}
    speech.say("" if salt else "claude.ai", audible=True, **more)
    playing = speech.see("Tea")
    speech.say("claude.ai")
    silent = speech.see("Tea")
    speech.say("claude.ai", focused=False, audible=True)

    assert (playing, silent) == (
        Heard(Word("claude.ai", is_audible=True)), Heard(Word("claude.ai")),
    )  # fmt: skip
    assert speech.see("Tea") == _UNSEEN


def test_without_input_a_tab_in_front_that_plays_speaks_for_somebody(
    speech: Speech, tmp_path: Path
) -> None:
    sensor = ScriptedSensor([_tea(idle=0)])
    seeing = _seeing(speech, tmp_path, sensor)
    speech.say("claude.ai", audible=True)
    seeing.look(speech.clock.read(), bounds=_BOUNDS)
    sensor.show(_tea(idle=240))
    playing = seeing.look(speech.clock.advance(240), bounds=_BOUNDS)
    because = seeing.because
    speech.say("claude.ai")
    sensor.show(_tea(idle=480))
    silent = seeing.look(speech.clock.advance(240), bounds=_BOUNDS)

    assert (playing.idle, playing.marks) == (timedelta(), Mark.PASSIVE)
    assert because == "no input, but what is in front is playing"
    assert (silent.idle, silent.marks) == (timedelta(minutes=4), 0)


def _seeing(speech: Speech, folder: Path, sensor: ScriptedSensor) -> Seeing:
    resolver = Resolver(MATCHER, Histories(folder), Hosts.KNOWN, lambda _: "", speech.tabs)
    sight = Sight(speech.clock, lambda: Choice(sensor, ()), print)
    sight.open(speech.clock.read().mono)
    return Seeing(Senses(sight, ScriptedSurroundings(), resolver, lambda _: (), speech.tabs))


def _tea(*, idle: float) -> Reading:
    return Reading(app="Chromium", pid=os.getpid(), title="Tea", idle=timedelta(seconds=idle))


def test_a_look_costs_little(speech: Speech) -> None:
    speech.say("claude.ai")
    speech.see("Tea")
    began = os.times()
    for _ in range(500):
        speech.see("Tea")
    took = timedelta(seconds=sum(os.times()[:2]) - sum(began[:2])) / 500

    assert took < timedelta(milliseconds=1)
