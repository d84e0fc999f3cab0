"""A descriptor that signals and other threads make readable, so that a wait ends at once."""

import signal
import socket
from types import FrameType


class Wake:
    """Ask for the end from anywhere; the looking loop hears it without waiting for its tick."""

    def __init__(self) -> None:
        self._ear, self._mouth = socket.socketpair()
        self._ear.settimeout(0)
        self._mouth.settimeout(0)
        self.stopping = False

    def listen_to_signals(self) -> None:
        """Let SIGTERM and SIGINT ask for the end; call it in the main thread."""
        signal.set_wakeup_fd(self._mouth.fileno(), warn_on_full_buffer=False)
        for name in ("SIGTERM", "SIGINT", "SIGHUP"):
            number = getattr(signal, name, None)  # Windows has no SIGHUP
            if number is not None:
                signal.signal(number, self._on_signal)

    def stop(self) -> None:
        """Ask for the end."""
        self.stopping = True
        self.nudge()

    def nudge(self) -> None:
        """End the wait, whatever for."""
        try:
            self._mouth.send(b"\0")
        except BlockingIOError:
            return  # it is readable already

    def fileno(self) -> int:
        """The descriptor to wait on."""
        return self._ear.fileno()

    def hear(self) -> None:
        """Take in what made it readable."""
        try:
            while self._ear.recv(64):
                pass
        except BlockingIOError:
            return

    def _on_signal(self, _number: int, _frame: FrameType | None) -> None:
        self.stopping = True
