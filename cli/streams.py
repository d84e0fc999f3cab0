"""The three streams of a program: there, even when whoever started it closed them."""

import os
import sys
from contextlib import suppress


def make_sure_of_them() -> None:
    """Let what was closed lead to nowhere, so that no file takes its number."""
    for number in range(3):
        try:
            os.fstat(number)
        except OSError:
            os.open(os.devnull, os.O_RDWR)  # it takes the lowest number that is free
    sys.stdin = sys.stdin or os.fdopen(0, closefd=False)
    sys.stdout = sys.stdout or os.fdopen(1, "w", closefd=False)
    sys.stderr = sys.stderr or os.fdopen(2, "w", closefd=False)


def give_up_output() -> None:
    """Write no more: the reader has enough, or the disk takes nothing."""
    with suppress(OSError):
        os.dup2(os.open(os.devnull, os.O_WRONLY), 1)
