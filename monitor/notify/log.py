"""The daemon's log as the last channel."""

import logging

from monitor.core.notices import Delivery, Nudge, Outcome

_log = logging.getLogger(__name__)


class Log:
    """Writes which rule spoke and how to answer; no figure and none of the words."""

    name = "log"

    def show(self, nudge: Nudge) -> Delivery:
        """Write one line."""
        if nudge.code:
            _log.warning(
                "nudge %s (%s): answer with humanward answer %s did|later|no",
                *(nudge.code, nudge.rule, nudge.code),
            )
        else:
            _log.warning("nudge without a code (%s): nothing to answer", nudge.rule)
        return Delivery(self.name, Outcome.UNKNOWN, "written to the log")

    def close(self) -> None:
        """A line that is written stays."""
