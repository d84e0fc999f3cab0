"""The desktop's own notifications, with buttons, on Linux: the channel "desktop"."""

import os
from collections.abc import Mapping
from contextlib import suppress
from functools import partial
from typing import TYPE_CHECKING

from monitor.bus.address import session_sockets
from monitor.core.notices import Button, Delivery, Nudge, Outcome
from monitor.errors import UnfitError
from monitor.notify.link import address
from monitor.notify.opener import Opener
from monitor.notify.voice import Voice
from monitor.ports import Heard

if TYPE_CHECKING:
    from monitor.notify.server import Server


class Freedesktop:
    """Shows nudges through the notification server of a Linux desktop.

    It connects when the first nudge is shown, and stays connected so that a press is heard.
    """

    name = "desktop"

    def __init__(
        self,
        heard: Heard,
        *,
        sound: bool = False,
        voice: Voice | None = None,
        opener: Opener | None = None,
        environ: Mapping[str, str] = os.environ,
    ) -> None:
        self._heard = heard
        self._sound = sound
        self._voice = voice
        self._opener = opener or Opener(environ=environ)
        self._environ = environ
        self._server: Server | None = None

    def show(self, nudge: Nudge) -> Delivery:
        """Show a nudge with its buttons; the same code replaces what is already shown."""
        try:
            outcome, reason = self._reach().show(nudge)
        except UnfitError as error:
            return Delivery(self.name, Outcome.FAILED, str(error))
        notes = [reason, self._opener.trouble(nudge)]
        if self._voice and outcome is Outcome.SHOWN:
            notes.append(self._voice.read_out(nudge))
        return Delivery(self.name, outcome, "; ".join(filter(None, notes)))

    def close(self) -> None:
        """Take back what is shown and leave the bus."""
        if self._voice:
            self._voice.close()
        if self._server:
            self._server.close()
            self._server = None

    def _press(self, code: str, button: Button, token: str) -> None:
        """The link opens even when the answer cannot be kept: the person asked for both."""
        try:
            self._heard(code, button.answer)
        finally:
            if button.opens:
                self._opener.open(button.opens, token, unopened=partial(self._tell, button))

    def _tell(self, button: Button) -> None:
        """Where nothing opened a link, say where it leads: a number can be dialled by hand.

        It comes late and on the opener's thread, so it makes no connection of its own.
        """
        server = self._server
        if server and not server.is_lost:
            with suppress(UnfitError):
                server.tell(button.words, address(button.opens))

    def _reach(self) -> "Server":
        if self._server and not self._server.is_lost:
            return self._server
        sockets = session_sockets(self._environ)
        try:
            from monitor.notify.server import Server  # noqa: PLC0415 - jeepney, once it is needed
        except ImportError as error:
            raise UnfitError(f"{error}; install it: pip install jeepney") from error
        self._server = Server(sockets, self._press, sound=self._sound)
        return self._server
