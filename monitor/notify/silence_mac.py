"""Whether a Focus is on in macOS, from the one file that tells it."""

from collections.abc import Mapping
from pathlib import Path

from monitor.notify.stance import Stance

_DESKTOP = "macOS"
_FILE = "Library/DoNotDisturb/DB/Assertions.json"
_MOST_BYTES = 1_000_000
_NO_ACCESS = (
    "macOS tells it only to programs with Full Disk Access"
    " (System Settings, Privacy & Security): give it to what starts humanward"
)
_BY_SCHEDULE = "no Focus was turned on by hand; one by schedule leaves no mark in that file"


def ask(environ: Mapping[str, str]) -> tuple[Stance, ...]:
    """Read which Focus was turned on; that none is on cannot be known."""
    return (Stance(_DESKTOP, *_ask(Path(environ.get("HOME") or "/") / _FILE)),)


def _ask(file: Path) -> tuple[bool | None, str]:
    import json  # noqa: PLC0415 - on a Mac, before a nudge

    try:
        with file.open("rb") as opened:
            stores = json.loads(opened.read(_MOST_BYTES))["data"]
        records = [one for store in stores for one in store.get("storeAssertionRecords", ())]
    except PermissionError:
        return None, _NO_ACCESS
    except FileNotFoundError:
        return None, "this macOS keeps no such record"
    except OSError as error:
        return None, f"its record cannot be read ({error.strerror or error})"
    except (ValueError, KeyError, TypeError, AttributeError):
        return None, "its record is written in a way that is not known here"
    return (True, "a Focus is on in macOS") if records else (None, _BY_SCHEDULE)
