"""The command line that starts this very program again, whatever way it was installed."""

import sys
from pathlib import Path

ALREADY_RUNNING = 4  # the exit code of a daemon that found another one


def command(*words: str) -> tuple[str, ...]:
    """The words that start a part of the program; -P keeps the folder one stands in out of it."""
    root = Path(__file__).resolve().parents[2]
    front = root.parent if root.name == "_app" else root / "humanward"
    return (sys.executable, "-P", str(front / "__main__.py"), *words)
