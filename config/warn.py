"""What settings may say and can hardly mean: it is told, and holds all the same."""

from collections.abc import Iterator
from datetime import time

from config.schema import Settings

_CLOCKS = tuple(time(minute // 60, minute % 60) for minute in range(24 * 60))


def warnings(settings: Settings) -> Iterator[str]:
    """Tell it, a sentence each."""
    nudge = settings.nudge
    open_at = [at for at in _CLOCKS
               if not nudge.hours or any(span.contains(at) for span in nudge.hours)]  # fmt: skip
    if nudge.on and all(any(span.contains(at) for span in nudge.quiet) for at in open_at):
        covered = "all of nudge.hours" if nudge.hours else "the whole day"
        yield f"nudge.quiet covers {covered}, so no nudge can ever come."
