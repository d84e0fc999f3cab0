"""What `humanward desktop` says."""

import json
import subprocess
from typing import Any

from tests.rig import Desktop


def say(desktop: Desktop, *words: str, **env: str) -> subprocess.CompletedProcess[str]:
    """Run it to its end, whatever its exit code."""
    return desktop.humanward("desktop", *words, env=env)


def told(desktop: Desktop, *words: str, **env: str) -> str:
    """What the command says when all is well."""
    done = say(desktop, *words, **env)
    assert (done.returncode, done.stderr) == (0, ""), done
    return done.stdout


def status(desktop: Desktop) -> dict[str, Any]:
    """How it stands, as programs read it."""
    found: dict[str, Any] = json.loads(told(desktop, "status", "--format", "json"))
    return found
