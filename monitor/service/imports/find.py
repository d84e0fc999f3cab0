"""Find the logs and exports that a person means: on this computer, in a folder, in a zip file."""

import re
import zipfile
import zlib
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import IO

from monitor.errors import MonitorError
from monitor.service.imports import chatgpt, claude, claude_code, codex
from monitor.service.imports.exchange import Form
from monitor.service.imports.lines import decode
from monitor.service.imports.walk import BrokenError, first_key

FORMS = (chatgpt.FORM, claude.FORM, claude_code.FORM, codex.FORM)
_BY_MARK = {chatgpt.MARK: chatgpt.FORM, claude.MARK: claude.FORM}
_EXPORT = re.compile(r"(.*/)?conversations(-\d+)?\.json", re.IGNORECASE)
_JUNK = "__MACOSX/"  # what macOS adds to a zip file
_MOST_LINES = 50  # by which a log is known
_LONGEST = 1 << 20
_HINT = (
    "It takes the zip file of a ChatGPT or Claude data export, its conversations.json, or a folder"
    " with sessions of Claude Code or Codex."
)


@dataclass(frozen=True, slots=True)
class Log:
    """One file of a form, or one inside a zip file. ``size`` is in bytes, unpacked."""

    form: Form
    name: str
    size: int
    open: Callable[[], IO[bytes]]


def of_claude_code(env: Mapping[str, str]) -> list[Log]:
    """The sessions that Claude Code kept on this computer."""
    folder = _folder(env, "CLAUDE_CONFIG_DIR", ".claude") / "projects"
    found = [_log(claude_code.FORM, path) for path in sorted(folder.glob("*/*.jsonl"))]
    return found or _nothing("Claude Code", folder)


def of_codex(env: Mapping[str, str]) -> list[Log]:
    """The sessions that Codex kept on this computer, archived ones included."""
    folder = _folder(env, "CODEX_HOME", ".codex")
    paths = [*folder.glob("sessions/**/*.jsonl"), *folder.glob("archived_sessions/**/*.jsonl")]
    return [_log(codex.FORM, path) for path in sorted(paths)] or _nothing("Codex", folder)


def in_file(path: Path) -> list[Log]:
    """What a file or folder holds, told by what stands in it."""
    if path.is_dir():
        found = [log for inner in sorted(path.rglob("*")) for log in _in_folder(path, inner)]
    elif zipfile.is_zipfile(path):
        found = list(_in_zip(path))
    else:
        found = list(_plain(path))
    if not found:
        raise MonitorError(f"{path} holds no log or export that is known here.", hint=_HINT)
    return found


@contextmanager
def readable(name: str) -> Iterator[None]:
    """Whatever is wrong with a file is told with its name, and with nothing that stands in it."""
    try:
        yield
    except BrokenError as error:
        raise MonitorError(f"{name}: {error}", hint=error.hint) from None
    except (zipfile.BadZipFile, zlib.error, EOFError):
        hint = "Download it again, please."
        raise MonitorError(f"{name} is a damaged zip file.", hint=hint) from None
    except (RuntimeError, NotImplementedError):  # zipfile's words for a password, or a rare method
        hint = "Unpack it with another program and give the folder."
        raise MonitorError(f"{name} cannot be unpacked from here.", hint=hint) from None
    except OSError as error:
        raise MonitorError(f"{name} cannot be read: {error.strerror or error}.") from error


def _folder(env: Mapping[str, str], variable: str, usual: str) -> Path:
    named = env.get(variable)
    return Path(named).expanduser() if named else Path.home() / usual


def _nothing(tool: str, folder: Path) -> list[Log]:
    hint = "Is it another person's, or another computer's? Then give the folder instead."
    raise MonitorError(f"No sessions of {tool} are kept in {folder}.", hint=hint)


def _log(form: Form, path: Path) -> Log:
    with readable(str(path)):
        return Log(form, str(path), path.stat().st_size, lambda: path.open("rb"))


def _in_folder(folder: Path, path: Path) -> list[Log]:
    """Any number of other files may lie there; sessions of helpers are none of the person's."""
    place = path.relative_to(folder)
    is_likely = path.suffix == ".jsonl" or _EXPORT.fullmatch(path.name)
    if not is_likely or "subagents" in place.parts or not path.is_file():
        return []
    return list(_plain(path))


def _plain(path: Path) -> Iterator[Log]:
    with readable(str(path)):
        form = _form_of(lambda: path.open("rb"), is_lines=path.suffix.lower() != ".json")
    if form is not None:
        yield _log(form, path)


def _in_zip(path: Path) -> Iterator[Log]:
    with readable(str(path)), zipfile.ZipFile(path) as packed:
        inner = [one for one in packed.infolist() if _EXPORT.fullmatch(one.filename)]
    for one in inner:
        if one.filename.startswith(_JUNK) or one.is_dir():
            continue
        name = f"{path} ({one.filename})"
        opened = _unpacking(path, one.filename)
        with readable(name):
            form = _form_of(opened, is_lines=False)
        if form is not None:
            yield Log(form, name, one.file_size, opened)


def _unpacking(path: Path, name: str) -> Callable[[], IO[bytes]]:
    def opened() -> IO[bytes]:
        packed = zipfile.ZipFile(path)
        try:
            return packed.open(name)  # which keeps the file open as long as it is read
        finally:
            packed.close()

    return opened


def _form_of(opened: Callable[[], IO[bytes]], *, is_lines: bool) -> Form | None:
    with opened() as stream:
        if not is_lines:
            return _BY_MARK.get(first_key(stream, frozenset(_BY_MARK)))
        lines = (stream.readline(_LONGEST) for _ in range(_MOST_LINES))
        return next(filter(None, map(_form_of_line, lines)), None)


def _form_of_line(line: bytes) -> Form | None:
    if decode(line, kind=codex.Begun):
        return codex.FORM
    return claude_code.FORM if decode(line, kind=claude_code.InSession) else None
