"""Opens the link of a button that was pressed: a call, a message, a chat with a person."""

import logging
import os
import sys
from collections.abc import Callable, Mapping
from threading import Thread

from monitor.core.notices import Nudge, Outcome
from monitor.notify.errand import Errand
from monitor.notify.link import refusal

_log = logging.getLogger(__name__)

_OPENERS = {"darwin": (("/usr/bin/open",),), "linux": (("xdg-open",), ("gio", "open"))}
_MISSING = "nothing here opens links; install xdg-utils"
_STARTS_S = 20.0  # what has not failed by then goes on: it may have become the browser itself
_MAIL = "mailto:"
_STARTFILE: Callable[[str], object] | None = getattr(os, "startfile", None)  # Windows has it


class Opener:
    """Opens links in threads of their own: whoever heard the press waits for nothing.

    What goes wrong is told to the log, without the link.
    """

    def __init__(
        self,
        *,
        environ: Mapping[str, str] = os.environ,
        platform: str = sys.platform,
        child: tuple[str, ...] = (),
        startfile: Callable[[str], object] | None = _STARTFILE,
    ) -> None:
        self._environ = environ
        self._platform = platform
        self._child = child
        self._startfile = startfile

    def trouble(self, nudge: Nudge) -> str:
        """Why a button of this nudge will open nothing, in words; '' when it should."""
        links = [button.opens for button in nudge.buttons if button.opens]
        if not links:
            return ""
        refused = next(filter(None, map(refusal, links)), "")
        if refused:
            return f"a button opens nothing: {refused}"
        if self._startfile or self._command():
            return ""
        return f"a button opens nothing: {_MISSING}"

    def open(
        self, link: str, token: str = "", *, unopened: Callable[[], object] | None = None
    ) -> None:
        """Open a link; ``token`` is what lets a new window come to the front on Wayland.

        ``unopened`` is called on a thread of its own when nothing opened it.
        """
        words = (link, token, unopened)
        Thread(target=self._open, args=words, name="opener", daemon=True).start()

    def _open(self, link: str, token: str, unopened: Callable[[], object] | None) -> None:
        try:
            problem = refusal(link) or self._try(link, token)
        except OSError as error:
            problem = error.strerror or type(error).__name__
        if problem:
            _log.warning("the link of a button was not opened: %s", problem)
            if unopened:
                unopened()

    def _try(self, link: str, token: str) -> str:
        environ = dict(self._environ)
        if token:
            environ |= {"XDG_ACTIVATION_TOKEN": token, "DESKTOP_STARTUP_ID": token}
        if link.lower().startswith(_MAIL) and self._plyer_mails():
            errand = Errand("plyer's mail", self._child, environ=environ)
            outcome, _ = errand.run({"do": "mail", "to": link[len(_MAIL) :]})
            if outcome is not Outcome.FAILED:
                return ""
        if self._startfile:
            self._startfile(link)
            return ""
        return self._start((*self._command(), link), environ)

    def _plyer_mails(self) -> bool:
        """Whether plyer may open mail; on Linux it could not tell that no program took it."""
        if self._platform != "linux":
            return True
        from monitor.notify.handler import handler  # noqa: PLC0415 - only for mail

        return bool(handler("mailto", self._environ))

    def _command(self) -> tuple[str, ...]:
        """What opens links here; nothing when nothing does."""
        from shutil import which  # noqa: PLC0415 - only for nudges with a link

        openers = _OPENERS.get(self._platform, _OPENERS["linux"])
        path = self._environ.get("PATH")
        return next((one for one in openers if which(one[0], path=path)), ())

    def _start(self, command: tuple[str, ...], environ: Mapping[str, str]) -> str:
        import subprocess  # noqa: PLC0415 - as above

        if len(command) == 1:
            return _MISSING
        child = subprocess.Popen(  # noqa: S603 - the link was looked at, and no shell reads it
            command,
            env=environ,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            start_new_session=True,
        )
        try:
            status = child.wait(_STARTS_S)
        except subprocess.TimeoutExpired:
            child.wait()  # only so that it leaves no zombie
            return ""
        return f"{command[0]} ended with {status}" if status else ""
