"""Load the settings file. A missing file is the defaults; a bad one tells all that is wrong."""

import re
import stat
import tomllib
from pathlib import Path
from typing import Any

from config.errors import Problem, SettingsError
from config.schema import DEFAULTS, Settings

_MOST_BYTES = 1_000_000
_LINE = re.compile(r" \(at (?:line (\d+), column \d+|end of document)\)$")
_HINT = "Until it can be read, nothing in it holds."
_TOML_HINT = 'Text, lengths and hours stand in quotes, as in every = "5s". ' + _HINT


def load(path: Path) -> Settings:
    """Load the settings in force; SettingsError tells every problem with its line."""
    text = text_of(path)
    return DEFAULTS if text is None else read(text, path=path)


def read(text: str, *, path: Path | None = None) -> Settings:
    """Read settings from a text; ``path`` is for the message alone."""
    data = parse(text, path=path)
    if not data:
        return DEFAULTS
    from config.convert import settings_of  # noqa: PLC0415 - not needed for the defaults

    settings, faults = settings_of(data)
    if faults:
        from config.lines import line_of, lines  # noqa: PLC0415 - needed only to tell problems

        found = lines(text)
        problems = [Problem(one.key, line_of(one.place, found), one.text) for one in faults]
        problems.sort(key=lambda problem: problem.line or 0)
        raise SettingsError(problems, path=path)
    return settings


def text_of(path: Path) -> str | None:
    """Read the file's text; None when there is no file."""
    try:
        if not stat.S_ISREG(path.stat().st_mode):
            what = "a folder" if path.is_dir() else "no plain file"
            raise _refusal(f"It is {what}; settings are a text file.", path)
        with path.open("rb") as file:
            raw = file.read(_MOST_BYTES + 1)
    except FileNotFoundError as error:
        if path.is_symlink():
            raise _refusal("It is a link to a file that is not there.", path) from error
        return None
    except OSError as error:
        raise _refusal(f"It cannot be read: {error.strerror}.", path) from error
    if len(raw) > _MOST_BYTES:
        raise _refusal("It is larger than 1 MB, which no settings file is.", path)
    return _decode(raw, path)


def _decode(raw: bytes, path: Path) -> str:
    try:
        return raw.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = raw.count(b"\n", 0, error.start) + 1
        problem = Problem("", line, "This is not UTF-8 text.")
        hint = f"Save it with the encoding UTF-8. {_HINT}"
        raise SettingsError([problem], path=path, hint=hint) from error


def parse(text: str, *, path: Path | None = None) -> dict[str, Any]:
    """Parse TOML; where it is broken is told alone, with its line."""
    try:
        return tomllib.loads(text)
    except RecursionError as error:
        raise _refusal("Its brackets are nested too deep.", path) from error
    except ValueError as error:  # a number of 5,000 digits is one that is no TOMLDecodeError
        place = _LINE.search(str(error))
        line = int(place[1] or text.count("\n") + 1) if place else None
        reason = _LINE.sub("", str(error))
        problem = Problem("", line, f"This is not valid TOML: {reason}.")
        raise SettingsError([problem], path=path, hint=_TOML_HINT) from error


def _refusal(text: str, path: Path | None) -> SettingsError:
    return SettingsError([Problem("", None, text)], path=path, hint=_HINT)
