"""Slips of a newcomer at the installed command: each is met with a sentence, none with a trace."""

import json
import os
import subprocess
from pathlib import Path

import pytest

from monitor.core.types import Subject
from tests.disks import fill, small_disk
from tests.fakes import moment
from tests.ledgers import filled_home, use
from tests.rig import installed

_NO_TEXT = os.fsdecode(b"a\xffb")
_QUIET = {"stdin": subprocess.DEVNULL, "capture_output": True, "text": True, "timeout": 60}


def say(*words: str | Path, cwd: Path | None = None) -> subprocess.CompletedProcess[str]:
    """Run the installed command, whatever its exit code."""
    return subprocess.run([installed(), *words], cwd=cwd, check=False, **_QUIET)  # type: ignore[call-overload,no-any-return] # noqa: S603 - ours


@pytest.mark.parametrize(
    ("home", "why"),
    [
        ("", "an empty name is no folder"),
        ("/dev/null", '"/dev/null" is no folder'),
        ("/dev/null/below", '"/dev/null" is no folder'),
        ("file", '"file" is no folder'),
        ("file/below/it", '"file" is no folder'),
    ],
)
@pytest.mark.parametrize("words", ["status", "run", "start", "config set day.starts 5", "doctor"])
def test_a_home_that_can_be_no_folder_is_refused_before_anything_is_made(
    tmp_path: Path, home: str, why: str, words: str
) -> None:
    (tmp_path / "file").write_text("somebody's own")
    told = say("--home", home, *words.split(), cwd=tmp_path)

    assert told.returncode == 2
    assert f"Invalid value for '--home': {why}." in told.stderr
    assert [one.name for one in tmp_path.iterdir()] == ["file"]


@pytest.mark.parametrize("words", ["run", "start", "config set day.starts 5"])
def test_a_home_in_which_nothing_can_be_made_is_told_with_what_to_do(words: str) -> None:
    told = say("--home", "/proc", *words.split())

    assert told.returncode == 3
    assert told.stderr.startswith("humanward: /proc/run: This folder cannot be made: ")
    assert told.stderr.endswith("Choose another folder with --home DIR.\n")


@pytest.mark.parametrize(
    ("words", "why"),
    [
        ("pause -5m", "a pause is longer than nothing and at most 7d."),
        ("pause 8d", "a pause is longer than nothing and at most 7d."),
        ("pause --fot", "No such option '--fot'."),
        ("config set day.starts --bogus", "No such option '--bogus'."),
        ("tools which --url http://[", '"http://[" is no address of a site.'),
        ("tools which --url about:blank", '"about:blank" is no address of a site.'),
        ("tools which --url file:///etc", '"file:///etc" is no address of a site.'),
    ],
)
def test_a_value_that_can_be_none_is_told_in_a_sentence(
    tmp_path: Path, words: str, why: str
) -> None:
    told = say("--home", tmp_path, *words.split())

    assert told.returncode == 2
    assert told.stderr.splitlines()[-1].endswith(why)


@pytest.mark.parametrize(
    ("words", "why"),
    [
        ("nudge.spacing -1m", '"-1m" is no length of time; write it as in "1h 30m".'),
        ("day.starts -1", "-1 is too little; it takes 0 to 12."),
    ],
)
def test_a_negative_value_of_a_setting_is_no_option(tmp_path: Path, words: str, why: str) -> None:
    told = say("--home", tmp_path, "config", "set", *words.split())

    assert told.returncode == 3
    assert why in told.stderr


def test_hours_in_which_no_nudge_can_come_are_pointed_out(tmp_path: Path) -> None:
    say("--home", tmp_path, "config", "set", "nudge.hours", "09:00-17:00")
    told = say("--home", tmp_path, "config", "set", "nudge.quiet", "08:00-18:00")
    checked = say("--home", tmp_path, "config", "check")

    assert (told.returncode, checked.returncode) == (0, 0)
    assert told.stderr == "nudge.quiet covers all of nudge.hours, so no nudge can ever come.\n"
    assert checked.stdout.endswith(f" is fine.\n{told.stderr}")


def test_what_check_complains_of_can_be_taken_out(tmp_path: Path) -> None:
    settings = tmp_path / "settings.toml"
    settings.write_text("[nudge]\nloudness = 3\non = true\n")
    before = say("--home", tmp_path, "config", "check")
    told = say("--home", tmp_path, "config", "unset", "nudge.loudness")

    assert "nudge.loudness: There is no such setting." in before.stderr
    assert told.stdout == "nudge.loudness is out of the file.\n"
    assert settings.read_text() == "[nudge]\non = true\n"


@pytest.mark.parametrize(
    "words",
    [
        "tools which --url {}", "tools list --kind {}", "report --since {}", "pause {}", "{}",
        "config set day.starts {}", "config set {} 1", "config explain {}", "config unset {}",
        "browser status --browser {}", "explain {}", "correct away {}", "status --format {}",
        "tools add {} --kind assistant --host x.example", "answer {} did", "import {}",
    ],
)  # fmt: skip
def test_a_word_that_is_no_text_ends_in_a_sentence(tmp_path: Path, words: str) -> None:
    told = say("--home", tmp_path, *words.format(_NO_TEXT).split(" "))

    assert told.returncode in {1, 2, 3}
    assert told.stderr
    for word in ("Traceback", "codec", "surrogate"):
        assert word not in told.stderr


def test_every_file_of_a_home_is_named_by_where(tmp_path: Path) -> None:
    place = filled_home(tmp_path, [use(moment(0), moment(60), Subject("Alder"))])
    beside = [f"{place.ledger}{end}" for end in ("-wal", "-shm", "-tail")]
    aside = place.ledger.with_name("ledger.damaged-20260101T000000.sqlite")
    aside.write_bytes(b"old")
    told = say("--home", tmp_path, "data", "where").stdout
    places = json.loads(say("--home", tmp_path, "data", "where", "--format", "json").stdout)

    named = {one["path"]: one["bytes"] for one in places["places"]}
    assert all(path in told for path in [*named, *beside])
    assert {*beside, str(place.ledger), str(place.log), str(place.lock)} < named.keys()
    assert named[str(aside)] == 3
    assert named[str(place.ledger)] == place.ledger.stat().st_size
    assert {str(file) for file in tmp_path.rglob("*") if file.is_file()} <= named.keys()


def test_one_of_a_kind_is_told_in_the_singular(tmp_path: Path) -> None:
    filled_home(tmp_path, [use(moment(-9e6), moment(-9e6 + 60), Subject("Alder"))])
    day = f"{moment(-9e6):%Y-%m-%d}"
    target = tmp_path / "out.jsonl"
    exported = say("--home", tmp_path, "data", "export", "--output", target)
    asked = say("--home", tmp_path, "data", "forget", "--since", day, "--until", day)

    assert exported.stderr == f"1 stretch written to {target}.\n"
    assert "Delete 1 stretch, 0 days of sums and 0 nudges? " in asked.stdout


@pytest.mark.parametrize("words", ["pause 5m", "resume", "status", "today", "start"])
def test_a_full_disk_is_called_by_its_name(tmp_path: Path, words: str) -> None:
    with small_disk(tmp_path / "disk") as disk:
        filled_home(disk / "home", [use(moment(0), moment(60), Subject("Alder"))])
        fill(disk)
        told = say("--home", disk / "home", *words.split())

    assert told.returncode == 1
    assert "the disk is full." in told.stderr
    assert told.stderr.endswith("Make some room.\n")


def test_a_pause_that_ends_where_nobody_watches_promises_nothing(tmp_path: Path) -> None:
    filled_home(tmp_path, [use(moment(0), moment(60), Subject("Alder"))])
    told = say("--home", tmp_path, "resume")

    assert told.stdout == "No pause any more. Nobody watches: `humanward start` begins.\n"
