"""The desktop's own notifications, with buttons: the channel "desktop"."""

import os
import sys
from collections.abc import Mapping
from typing import TYPE_CHECKING

from monitor.bus.address import session_sockets
from monitor.core.notices import Delivery, Nudge, Outcome
from monitor.errors import UnfitError
from monitor.ports import Heard

if TYPE_CHECKING:
    from monitor.notify.server import Server

_ELSEWHERE = {"darwin": "macOS", "win32": "Windows"}


class Freedesktop:
    """Shows nudges through the notification server of a Linux desktop.

    It connects when the first nudge is shown, and stays connected so that a press is heard.
    """

    name = "desktop"

    def __init__(
        self, heard: Heard, *, environ: Mapping[str, str] = os.environ, platform: str = sys.platform
    ) -> None:
        self._heard = heard
        self._environ = environ
        self._platform = platform
        self._server: Server | None = None

    def show(self, nudge: Nudge) -> Delivery:
        """Show a nudge with its buttons; the same code replaces what is already shown."""
        try:
            outcome, reason = self._reach().show(nudge)
        except UnfitError as error:
            outcome, reason = Outcome.FAILED, str(error)
        return Delivery(self.name, outcome, reason)

    def close(self) -> None:
        """Take back what is shown and leave the bus."""
        if self._server:
            self._server.close()
            self._server = None

    def _reach(self) -> "Server":
        if self._server and not self._server.is_lost:
            return self._server
        if system := _ELSEWHERE.get(self._platform):
            raise UnfitError(f"{system} has no session bus; the other channels serve there.")
        sockets = session_sockets(self._environ)
        try:
            from monitor.notify.server import Server  # noqa: PLC0415 - jeepney, once it is needed
        except ImportError as error:
            raise UnfitError(f"{error}; install it: pip install jeepney") from error
        self._server = Server(sockets, self._heard)
        return self._server
