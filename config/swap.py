"""Swap a file for a new one in one step: whatever goes wrong, one of the two is whole."""

import os
import tempfile
from pathlib import Path

from config.errors import Problem, SettingsError

_HINT = "The file is as it was."


def swap_in(path: Path, text: str) -> None:
    """Write beside the file, with mode 0600, and put it in place; a link stays a link."""
    try:
        target = path.resolve()
        handle, name = tempfile.mkstemp(prefix=f".{path.stem}-", dir=target.parent)
        try:
            with os.fdopen(handle, "wb") as file:
                file.write(text.encode())
                file.flush()
                os.fsync(file.fileno())
            Path(name).replace(target)
        except BaseException:
            Path(name).unlink()
            raise
    except OSError as error:
        problem = Problem("", None, f"It cannot be written: {error.strerror}.")
        raise SettingsError([problem], path=path, hint=_HINT) from error
