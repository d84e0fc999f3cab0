"""Nudges read aloud, for those who asked for it."""

import os
from collections.abc import Mapping

from monitor.core.notices import Nudge, Outcome
from monitor.notify.errand import Errand

_MOST_CHARS = 400  # about half a minute


class Voice:
    """Reads a nudge aloud through plyer, in a child; a nudge that comes meanwhile ends the last."""

    def __init__(
        self, command: tuple[str, ...] = (), *, environ: Mapping[str, str] = os.environ
    ) -> None:
        self._errand = Errand("plyer's voice", command, environ=environ)

    def read_out(self, nudge: Nudge) -> str:
        """Begin to read; how that went, in words. Within 3 s, while it is still reading."""
        aloud = f"{nudge.title}. {nudge.text}"[:_MOST_CHARS]
        outcome, reason = self._errand.run({"do": "speak", "text": aloud})
        return f"not read aloud: {reason}" if outcome is Outcome.FAILED else reason

    def close(self) -> None:
        """Fall silent."""
        self._errand.end()
