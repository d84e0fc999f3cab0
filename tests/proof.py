"""How often a law is tried: a few times at each change, its full count before a release."""

import os

IS_FULL = os.environ.get("HUMANWARD_PROOF") == "1"


def counts(quick: int, full: int) -> int:
    """The count for this run; HUMANWARD_PROOF=1 asks for the full one."""
    return full if IS_FULL else quick
