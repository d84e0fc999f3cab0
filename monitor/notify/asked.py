"""Ask a small program of the desktop, bounded in time; its words are our own."""

import subprocess
from collections.abc import Mapping


def ask(
    words: tuple[str, ...], environ: Mapping[str, str], within_s: float
) -> subprocess.CompletedProcess[str]:
    """Run it to its end; OSError or subprocess.TimeoutExpired when it does not answer."""
    return subprocess.run(  # noqa: S603 - see above
        words,
        env=dict(environ),
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        errors="replace",
        timeout=within_s,
        check=False,
    )
