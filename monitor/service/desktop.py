"""The part of humanward inside the desktop: on GNOME under Wayland an extension, elsewhere none."""

import ast
import json
import subprocess
from collections.abc import Mapping
from contextlib import closing, suppress
from dataclasses import dataclass
from pathlib import Path

from monitor.errors import MonitorError, UnfitError
from monitor.sense.gnome import line_to_gnome
from monitor.sense.gnome_shell.shell import UUID, Shell, Standing, extension_folder, form_for

_SOURCE = Path(__file__).resolve().parents[1] / "sense" / "gnome_shell" / "extension"
_CODE, _ABOUT = "extension.js", "metadata.json"
_ONLY = "Only GNOME under Wayland needs a part of humanward inside the desktop"
_LOGIN = "Log out and in once: GNOME on Wayland loads new extensions only then."
_TAKES_EFFECT_S = 3.0
_NO_LIST = ("No such schema", "No schemas installed")


@dataclass(frozen=True, slots=True)
class State:
    """How it stands. ``standing`` is None where nothing is needed; ``text`` says all of it."""

    text: str
    shell: str = ""
    folder: Path | None = None
    is_current: bool = False
    standing: Standing | None = None


class _NoListError(MonitorError):
    """GNOME's list of extensions is not to be had here: the shell or `gsettings` is missing."""


def state(environ: Mapping[str, str]) -> State:
    """Tell what this desktop needs, and whether it is there."""
    if reason := _why_nothing(environ):
        return State(reason)
    folder = extension_folder(environ)
    with line_to_gnome(environ) as line, closing(line):
        shell = Shell(line)
        version, standing = shell.version(), shell.standing(folder)
    is_current = _holds(folder, extension_files(form_for(version)))
    text = f"GNOME Shell {version}: {standing.value}."
    if standing is Standing.WORKS and not is_current:
        text += " It is of another release: run `humanward desktop install`."
    return State(text, version, folder, is_current, standing)


def install(environ: Mapping[str, str]) -> str:
    """Put the extension where GNOME looks, switch it on, and say what is left to do."""
    if reason := _why_nothing(environ):
        return reason
    folder = extension_folder(environ)
    with line_to_gnome(environ) as line, closing(line):
        shell = Shell(line)
        version = shell.version()
        files = extension_files(form_for(version))
        if not files:
            raise MonitorError(f"{Standing.UNSUPPORTED.value}; this is {version}.")
        _require_ours(folder)
        is_new = not _holds(folder, files)
        if is_new:
            _write(folder, files)
        _switch(environ, on=True)
        standing = shell.settle(folder, within=_TAKES_EFFECT_S)
    return _what_is_left(folder, standing, is_new=is_new)


def remove(environ: Mapping[str, str]) -> str:
    """Undo what install did, and nothing else."""
    folder = extension_folder(environ)
    was_there, was_on = folder.exists(), False
    _require_ours(folder)
    for name in (_CODE, _ABOUT):
        (folder / name).unlink(missing_ok=True)
    rest = sorted(one.name for one in folder.iterdir()) if was_there else []
    if was_there and not rest:
        folder.rmdir()
    with suppress(_NoListError):
        was_on = _switch(environ, on=False)
    if not was_there and not was_on:
        return "The humanward extension is not installed."
    if rest:
        return f"The humanward extension is gone; {folder} holds other files and stays."
    done = "switched off and gone" if was_on else "gone"
    return f"The humanward extension is {done} from {folder}."


def extension_files(form: str) -> dict[str, bytes]:
    """The files of a form by their names; none for the form ''."""
    if not form:
        return {}
    code = (_SOURCE / form / _CODE).read_bytes() + (_SOURCE / "desktop.js").read_bytes()
    return {_CODE: code, _ABOUT: (_SOURCE / form / _ABOUT).read_bytes()}


def _why_nothing(environ: Mapping[str, str]) -> str:
    """Why nothing is needed here; '' on GNOME under Wayland."""
    desktop = environ.get("XDG_CURRENT_DESKTOP", "")
    if desktop and "GNOME" not in desktop.split(":"):
        return f"{_ONLY}; this is {desktop}. Nothing to do."
    if environ.get("XDG_SESSION_TYPE") == "x11":
        return f"{_ONLY}; this is X11. Nothing to do."
    if desktop:
        return ""
    try:
        with line_to_gnome(environ) as line, closing(line):
            return ""
    except UnfitError as error:
        return f"{_ONLY}. Nothing to do here: {error}"


def _what_is_left(folder: Path, standing: Standing, *, is_new: bool) -> str:
    """What a person has still to do; MonitorError when GNOME tried these files, in vain."""
    if standing is Standing.WORKS and not is_new:
        return f"The humanward extension is in {folder} and works."
    if standing is Standing.ALL_OFF:
        return f"The humanward extension is in {folder}, but {standing.value}."
    if standing is Standing.FAILED and not is_new:
        raise MonitorError(f"{standing.value}.")
    return f"The humanward extension is in {folder} and switched on.\n{_LOGIN}"


def _require_ours(folder: Path) -> None:
    """Raise unless the folder is missing, empty, or holds our extension."""
    if not folder.is_symlink() and (not folder.exists() or not any(folder.iterdir())):
        return
    try:
        about = json.loads((folder / _ABOUT).read_bytes())
    except (OSError, ValueError):
        about = None
    is_ours = isinstance(about, dict) and (about.get("uuid"), about.get("name")) == (
        UUID,
        "humanward",
    )
    if folder.is_symlink() or not is_ours:
        raise MonitorError(f"{folder} is not humanward's.", hint="Move it away, then try again.")


def _holds(folder: Path, files: Mapping[str, bytes]) -> bool:
    """Whether the folder holds these files as they are."""
    try:
        return bool(files) and all(
            (folder / name).read_bytes() == held for name, held in files.items()
        )
    except OSError:
        return False


def _write(folder: Path, files: Mapping[str, bytes]) -> None:
    folder.mkdir(parents=True, exist_ok=True)
    for name, held in files.items():
        (folder / name).write_bytes(held)


def _switch(environ: Mapping[str, str], *, on: bool) -> bool:
    """Put the extension on GNOME's list of those that run, or off it; True when that changed it.

    GNOME Shell follows the list by itself, and keeps a second list that outweighs the first.
    """
    changed = False
    for key, wanted in (("disabled-extensions", False), ("enabled-extensions", on)):
        listed = ast.literal_eval(_gsettings(environ, "get", key).removeprefix("@as "))
        if (UUID in listed) is not wanted:
            kept = [one for one in listed if one != UUID]
            _gsettings(environ, "set", key, str([*kept, UUID] if wanted else kept))
            changed = True
    return changed


def _gsettings(environ: Mapping[str, str], verb: str, key: str, *words: str) -> str:
    command = ("gsettings", verb, "org.gnome.shell", key, *words)
    try:
        done = subprocess.run(  # noqa: S603 - our own words
            command,
            env={**environ, "LC_ALL": "C.UTF-8", "LANGUAGE": ""},
            capture_output=True,
            encoding="utf-8",
            timeout=10,
            check=False,
        )
    except (OSError, subprocess.TimeoutExpired) as error:
        failed = _NoListError if isinstance(error, FileNotFoundError) else MonitorError
        raise failed(f"GNOME's list of extensions cannot be reached: {error}.") from error
    if done.returncode:
        said = done.stderr.strip().removesuffix(".")
        failed = _NoListError if said.startswith(_NO_LIST) else MonitorError
        raise failed(f"GNOME's list of extensions cannot be reached: {said}.")
    return done.stdout.strip()
