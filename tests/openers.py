"""What opens links on a test's desktop: a program that writes them down."""

from tests.processes import Processes


def place_opener(desktop: Processes) -> None:
    """Put an xdg-open first that writes down what it is to open."""
    opener = desktop.home / "bin" / "xdg-open"
    opener.parent.mkdir()
    opener.write_text(f'#!/bin/sh\necho "$1" >> {desktop.home}/opened\n')
    opener.chmod(0o755)
    desktop.env["PATH"] = f"{opener.parent}:{desktop.env['PATH']}"


def opened(desktop: Processes) -> list[str]:
    """The links that were opened."""
    trace = desktop.home / "opened"
    return trace.read_text().splitlines() if trace.exists() else []
