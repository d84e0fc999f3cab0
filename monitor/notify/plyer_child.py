"""Does one errand through plyer, in a process of its own, and tells what became of it."""

import json
import os
import sys
import threading
import warnings
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from functools import partial
from pathlib import Path
from shutil import which
from typing import Any, Protocol

from monitor.bus.address import as_address, session_sockets
from monitor.core.notices import Outcome
from monitor.errors import UnfitError
from monitor.notify.words import NO_SERVER, clean, without_tags

_FLATPAK = Path("/app")
_NAME = "humanward"
_TITLE_UNITS, _TEXT_UNITS = 63, 255  # what the tray of Windows takes, in UTF-16
_THREAD_S = 1.0  # on Windows plyer works in a thread, and fails early if it fails
_SPEAKS_S = 0.7  # what has no voice or no sound fails before
_REASON_CHARS = 200
_WELL = "plyer handed it over; it cannot tell whether it was shown"
_MISSING = {
    "linux": "plyer finds neither notify-send nor dbus-python; install notify-send"
    " (on Debian and Ubuntu: sudo apt install libnotify-bin).",
    "darwin": "plyer needs pyobjus on macOS: pip install pyobjus.",
}
_NO_VOICE = (
    "plyer finds no voice; install espeak (on Debian and Ubuntu: sudo apt install espeak-ng-espeak)"
)
_NO_MAIL = "plyer finds nothing that opens mail programs; install xdg-utils."

Result = tuple[Outcome, str]


class _Backend(Protocol):
    def _notify(self, **words: str | int) -> None: ...


def main() -> None:
    """Read an errand from stdin, write {outcome, reason} to stdout, both JSON on one line."""
    errand = json.loads(sys.stdin.readline())
    if errand["do"] == "stay":
        from monitor.notify.toasts_child import stay  # noqa: PLC0415 - for that errand alone

        stay()
        return
    warnings.simplefilter("ignore")  # plyer recommends dbus-python by a warning
    do(errand)


def do(errand: Mapping[str, Any]) -> None:
    """Do it and tell."""
    match errand["do"]:
        case "speak":
            speak(errand["text"])
        case "mail":
            mail(errand["to"])
        case _:
            tell(show(errand["title"], errand["text"], int(errand["seconds"])))


def tell(result: Result, *, to: int = 1) -> None:
    """Write what became of the errand."""
    outcome, reason = result
    line = json.dumps({"outcome": outcome.value, "reason": reason[:_REASON_CHARS]})
    os.write(to, f"{line}\n".encode())


def show(title: str, text: str, seconds: int) -> Result:
    """Show one notification; what anybody writes to stderr meanwhile counts as a failure."""
    said: list[str] = []
    missing = _MISSING.get(sys.platform, f"plyer shows nothing on {sys.platform}.")
    with _stderr_into(said):
        problem = _problem(lambda: _send(title, text, seconds), missing)
    problem = problem or _complaint(said)
    return (Outcome.FAILED, problem) if problem else (Outcome.UNKNOWN, _WELL)


def speak(text: str) -> None:
    """Read a text aloud and stay until it is read; tell at once how it began."""
    problems: list[str] = []
    said: list[str] = []
    with _stderr_into(said):
        read = partial(_read_aloud, text)
        reader = threading.Thread(target=lambda: problems.append(_problem(read, _NO_VOICE)))
        reader.start()
        reader.join(_SPEAKS_S)
        if reader.is_alive():
            tell((Outcome.UNKNOWN, "it is read aloud"))
            reader.join()
            return
    problem = next(filter(None, problems), "") or _complaint(said)
    tell((Outcome.FAILED, problem) if problem else (Outcome.UNKNOWN, "it was read aloud"))


def mail(to: str) -> None:
    """Open a message to somebody in the person's mail program, which outlives this process."""
    ours = os.dup(1)
    nowhere = os.open(os.devnull, os.O_WRONLY)
    for stream in (1, 2):  # what the mail program inherits must not hold our reader up
        os.dup2(nowhere, stream)
    problem = _problem(lambda: _open_message(to), _NO_MAIL)
    done = (Outcome.UNKNOWN, "plyer opened a message")
    tell((Outcome.FAILED, problem) if problem else done, to=ours)


def fit(title: str, text: str, platform: str) -> tuple[str, str]:
    """The words as plyer's backend for this platform can carry them."""
    title, text = _not_an_option(title) or _NAME, _not_an_option(text)
    if platform == "linux":
        return title, without_tags(text)
    if platform == "win32":
        head, line, last = text.rpartition("\n")  # the last line tells how to answer
        room = _TEXT_UNITS - len((line + last).encode("utf-16-le")) // 2
        return _clip(title, _TITLE_UNITS), _clip(_clip(head, room) + line + last, _TEXT_UNITS)
    return title, text


def backend(flatpak: Path = _FLATPAK) -> _Backend:
    """What plyer has for this platform, but not the portal that it takes where /app exists.

    Many containers have an /app, and plyer's call to the portal shows nothing anywhere.
    """
    if sys.platform == "linux" and flatpak.is_dir():
        if not which("notify-send"):
            raise UnfitError(_MISSING["linux"])
        from plyer.platforms.linux.notification import (  # noqa: PLC0415 - only where it is needed
            NotifySendNotification,
        )

        return NotifySendNotification()  # type: ignore[no-any-return]  # plyer has no types
    from plyer import notification  # noqa: PLC0415 - it looks for its backends while it is loaded

    return notification  # type: ignore[no-any-return]  # plyer has no types


def _problem(act: Callable[[], object], missing: str) -> str:
    """Act, and say what went wrong; '' when nothing did."""
    try:
        act()
    except UnfitError as error:
        return str(error)
    except ImportError as error:
        return f"plyer cannot be loaded ({error}); install humanward anew."
    except NotImplementedError:
        return missing
    except Exception as error:  # noqa: BLE001 - plyer's backends raise what they like
        return f"plyer failed: {type(error).__name__}: {error}"
    return ""


def _read_aloud(text: str) -> None:
    from plyer import tts  # noqa: PLC0415 - it looks for its backends while it is loaded

    tts.speak(message=_not_an_option(text))


def _open_message(to: str) -> None:
    from plyer import email  # noqa: PLC0415 - as above

    email.send(recipient=to)


def _send(title: str, text: str, seconds: int) -> None:
    if sys.platform == "linux":
        os.environ["DBUS_SESSION_BUS_ADDRESS"] = as_address(session_sockets(os.environ))
    title, text = fit(title, text, sys.platform)
    backend()._notify(  # the public notify drops expire_time, and the popup would stay for ever
        title=title,
        message=text,
        app_name=_NAME,
        app_icon="",
        timeout=seconds,
        expire_time=str(seconds * 1000),
    )
    for thread in threading.enumerate():
        if thread is not threading.main_thread():
            thread.join(_THREAD_S)


@contextmanager
def _stderr_into(said: list[str]) -> Iterator[None]:
    """Collect the lines that this process and its children write to stderr."""
    sys.stderr.flush()
    reading, writing = os.pipe()
    ours = os.dup(2)
    os.dup2(writing, 2)
    os.close(writing)
    try:
        yield
    finally:
        sys.stderr.flush()
        os.dup2(ours, 2)
        os.close(ours)
        with os.fdopen(reading, errors="replace") as lines:
            said += lines.read().split("\n")


def _complaint(said: list[str]) -> str:
    lines = [line.strip() for line in said if line.strip()]
    if not lines:
        return ""
    if any("ServiceUnknown" in line or "NameHasNoOwner" in line for line in lines):
        return NO_SERVER
    return f"plyer complained: {lines[-1]}"


def _not_an_option(text: str) -> str:
    """The text, such that no program takes it for an option."""
    text = clean(text).strip()
    return f"\N{MINUS SIGN}{text[1:]}" if text.startswith("-") else text


def _clip(text: str, units: int) -> str:
    data = text.encode("utf-16-le")
    if len(data) <= 2 * units:
        return text
    return data[: 2 * max(units - 1, 0)].decode("utf-16-le", "ignore") + "…"
