import os
import subprocess
import sys
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from config.errors import Problem, SettingsError
from config.lines import lines
from config.load import load, read

_ROOT = Path(__file__).parents[1]


@pytest.mark.parametrize(
    ("text", "line"),
    [
        ('[watch]\nevery = "5s\n', 2),
        ("[watch]\nevery = 5s\n", 2),
        ("[watch]\n[watch]\n", 2),
        ("[watch]\nevery = \x00\n", 2),
        ("[nudge]\nquiet = [", 2),
        ("x = " + "9" * 5000, None),
        ("x = " + "[" * 5000, None),
    ],
)
def test_broken_toml_is_told_alone_with_its_line(text: str, line: int | None) -> None:
    with pytest.raises(SettingsError) as refused:
        read(text)
    (problem,) = refused.value.problems

    assert (problem.line, problem.key) == (line, "")
    assert problem.text.endswith(".")


@pytest.mark.parametrize(
    ("raw", "part"),
    [
        (b'[watch]\nevery = "\xff"\n', "line 2: This is not UTF-8 text."),
        ("[watch]\n".encode("utf-16"), "line 1: This is not UTF-8 text."),
        (b"#" * 1_000_001, "larger than 1 MB"),
        (b"\x00" * 50, "line 1: This is not valid TOML"),
    ],
)
def test_an_ugly_file_is_refused_with_a_sentence(tmp_path: Path, raw: bytes, part: str) -> None:
    path = tmp_path / "settings.toml"
    path.write_bytes(raw)

    with pytest.raises(SettingsError) as refused:
        load(path)
    assert str(refused.value).startswith(f"{path}: ")
    assert part in str(refused.value)


def test_what_is_no_file_is_refused_and_never_waited_for(tmp_path: Path) -> None:
    (tmp_path / "folder").mkdir()
    (tmp_path / "link").symlink_to(tmp_path / "gone")
    (tmp_path / "file").touch()
    (tmp_path / "round").symlink_to(tmp_path / "round")
    if hasattr(os, "mkfifo"):
        os.mkfifo(tmp_path / "pipe")

    for name, part in (
        ("folder", "It is a folder"),
        ("link", "a link to a file that is not there"),
        ("file/settings.toml", "It cannot be read: Not a directory"),
        ("round", "It cannot be read: "),
        *([("pipe", "It is no plain file")] if hasattr(os, "mkfifo") else []),
    ):
        with pytest.raises(SettingsError, match=part):
            load(tmp_path / name)


def test_a_file_that_may_not_be_read_is_refused_with_a_sentence(tmp_path: Path) -> None:
    path = tmp_path / "settings.toml"
    path.touch(mode=0o000)
    if os.access(path, os.R_OK):
        pytest.skip("needs a user who is not the superuser, who may read everything")

    with pytest.raises(SettingsError, match="It cannot be read: Permission denied"):
        load(path)


_KEYS = st.sampled_from(["watch", "every", "limit", "name", "nudge", "quiet", "a b", "x"])
_VALUES = st.recursive(
    st.sampled_from(["true", "4", "0.5", '"5s"', "'x'", '"""a\nb"""', "1979-05-27", "'''#[\n]'''"]),
    lambda inner: st.lists(inner, max_size=3).map(
        lambda some: "[\n" + ", # [\n".join(some) + "\n]"
    ),
    max_leaves=4,
)
_LINES = st.one_of(
    _KEYS.map(lambda key: f'["{key}"]'),
    _KEYS.map(lambda key: f'[["{key}"]] # "'),
    st.builds(lambda key, value: f'"{key}" = {value}', _KEYS, _VALUES),
    st.builds(lambda one, two, value: f'"{one}" . {two} = {value}', _KEYS, _KEYS, _VALUES),
    st.text(max_size=12),
)


@given(st.lists(_LINES, max_size=8).map("\n".join))
def test_any_text_gives_settings_or_problems_and_each_line_it_names_exists(text: str) -> None:
    problems: tuple[Problem, ...] = ()
    try:
        read(text)
    except SettingsError as error:
        problems = error.problems

    for problem in problems:
        assert problem.line is None or 1 <= problem.line <= text.count("\n") + 1


def test_lines_are_found_behind_every_form_that_toml_has() -> None:
    text = '''\
top = """
[no] # "table"
x = 1"""" # four
'quoted key' = 'a # b'
[ "a.b" . c ] # comment [x]
list = [ # [
  "]", ']',
  { k = 1 },
]
"\\u00e9" = {
}
[[limit]]
a = 1
[limit.sub]
b = \'\'\'
]\'\'\'
[[limit]]
a.b = 1
'''

    assert lines(text) == {
        ("top",): 1,
        ("quoted key",): 4,
        ("a.b", "c"): 5,
        ("a.b", "c", "list"): 6,
        ("a.b", "c", "é"): 10,
        ("limit", 0): 12,
        ("limit", 0, "a"): 13,
        ("limit", 0, "sub"): 14,
        ("limit", 0, "sub", "b"): 15,
        ("limit", 1): 17,
        ("limit", 1, "a", "b"): 18,
    }


def test_loading_defaults_imports_nothing_that_only_problems_and_writing_need() -> None:
    code = (
        "import sys, pathlib; import config.paths; early = set(sys.modules);"
        "import config.load; config.load.load(pathlib.Path('gone.toml'));"
        "print(sorted({'msgspec', 'platformdirs'} & early),"
        " sorted({'tomlkit', 'difflib', 'json', 'platformdirs', 'config.convert'}"
        " & set(sys.modules)))"
    )
    done = subprocess.run(  # noqa: S603 - this very Python, and a text from above
        [sys.executable, "-c", code], cwd=_ROOT, capture_output=True, text=True, check=True
    )

    assert done.stdout == "[] []\n"
