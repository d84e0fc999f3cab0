"""plyer in a child process: the channel "plyer", there on every system."""

import os
from collections.abc import Mapping

from monitor.core.notices import Delivery, Nudge, Outcome
from monitor.notify.errand import Errand
from monitor.notify.voice import Voice
from monitor.notify.words import with_answer

_STAYS_S = 30


class Plyer:
    """Shows nudges through plyer, which has no buttons and cannot say whether it worked.

    The child keeps plyer's weight and its hangs out of the daemon.
    """

    name = "plyer"

    def __init__(
        self,
        command: tuple[str, ...] = (),
        *,
        voice: Voice | None = None,
        environ: Mapping[str, str] = os.environ,
    ) -> None:
        blame = "the notification server may hang"
        self._errand = Errand("plyer", command, blame=blame, environ=environ)
        self._voice = voice

    def show(self, nudge: Nudge) -> Delivery:
        """Hand a nudge to a new child; it takes the place of the one before."""
        text = with_answer(nudge)
        words = {"do": "show", "title": nudge.title, "text": text, "seconds": _STAYS_S}
        outcome, reason = self._errand.run(words)
        if self._voice and outcome is not Outcome.FAILED:
            reason = f"{reason}; {self._voice.read_out(nudge)}"
        return Delivery(self.name, outcome, reason)

    def close(self) -> None:
        """End the child if it still shows something; what a server shows goes by itself."""
        self._errand.end()
        if self._voice:
            self._voice.close()
