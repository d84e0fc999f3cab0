"""Streams that are closed, full, or gone: a sentence or silence, never a traceback."""

import subprocess
from pathlib import Path

import pytest

from tests.rig import installed

_TALKING = [
    "", "status", "today", "report --format json", "tools list", "config sample", "nudges",
    "data export", "doctor --no-nudge",
]  # fmt: skip


def shell(home: Path, words: str, redirect: str) -> subprocess.CompletedProcess[str]:
    line = f"exec '{installed()}' --home '{home}' {words} {redirect}"
    return subprocess.run(  # noqa: S603 - our own line
        ["/bin/sh", "-c", line], capture_output=True, text=True, timeout=60, check=False
    )


@pytest.mark.parametrize("words", _TALKING)
@pytest.mark.parametrize("redirect", [">&-", "<&-", "2>&-", ">&- 2>&- <&-"])
def test_a_closed_stream_ends_in_no_traceback(tmp_path: Path, words: str, redirect: str) -> None:
    told = shell(tmp_path, words, redirect)

    assert told.returncode in {0, 1}
    assert "Traceback" not in told.stderr
    assert "Exception ignored" not in told.stderr


@pytest.mark.parametrize("words", ["", "config sample", "tools list"])
def test_a_full_disk_behind_the_output_is_told_in_one_line(tmp_path: Path, words: str) -> None:
    told = shell(tmp_path, words, "> /dev/full")

    assert told.returncode == 1
    assert told.stderr.splitlines() == ["humanward: No space left on device."]


def test_a_word_that_is_no_text_is_refused_in_a_sentence(tmp_path: Path) -> None:
    shell(tmp_path, "start", "> /dev/null")
    try:
        told = shell(tmp_path, "answer \"$(printf '\\377')\" did", "")
    finally:
        shell(tmp_path, "stop", "> /dev/null")

    assert told.returncode == 2
    assert told.stderr == "humanward: One of the words is no valid text (UTF-8).\n"


def test_of_many_that_start_at_once_one_watches_and_all_others_say_so(tmp_path: Path) -> None:
    command = (installed(), "--home", tmp_path / "home", "start")
    started = [
        subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, text=True)  # noqa: S603 - our own
        for _ in range(4)
    ]
    said = [one.communicate(timeout=60)[1] for one in started]
    shell(tmp_path / "home", "stop", "> /dev/null")

    codes = sorted(one.returncode for one in started)
    assert codes == [0, 4, 4, 4], said
    assert all("already watches" in one for one in said if one)
