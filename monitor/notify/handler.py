"""Which program of a Linux desktop takes links of a kind."""

import subprocess
from collections.abc import Mapping

from monitor.notify.asked import ask

_WITHIN_S = 2.0


def handler(scheme: str, environ: Mapping[str, str]) -> str | None:
    """The desktop's file of the program that takes them; '' for none, None where nobody tells."""
    try:
        done = ask(
            ("xdg-mime", "query", "default", f"x-scheme-handler/{scheme}"), environ, _WITHIN_S
        )
    except (OSError, subprocess.TimeoutExpired):
        return None
    return next(iter(done.stdout.split()), "")
