"""Which program of a Linux desktop takes links of a kind."""

import subprocess
from collections.abc import Mapping

_WITHIN_S = 2.0


def handler(scheme: str, environ: Mapping[str, str]) -> str | None:
    """The desktop's file of the program that takes them; '' for none, None where nobody tells."""
    try:
        done = subprocess.run(  # noqa: S603 - its words are our own
            ("xdg-mime", "query", "default", f"x-scheme-handler/{scheme}"),  # noqa: S607 - as the desktop has it
            env=dict(environ),
            stdin=subprocess.DEVNULL,
            capture_output=True,
            text=True,
            errors="replace",
            timeout=_WITHIN_S,
            check=False,
        )
    except (OSError, subprocess.TimeoutExpired):
        return None
    return next(iter(done.stdout.split()), "")
