"""Whether the desktop wants silence now: asked before a nudge is given. Unknown stays unknown."""

import os
import sys
from collections.abc import Callable, Mapping
from time import monotonic

from monitor.notify.stance import Stance


class Silence:
    """Asks the desktop that is there. Nothing is opened, loaded or started before it is asked."""

    def __init__(
        self,
        *,
        environ: Mapping[str, str] = os.environ,
        platform: str = sys.platform,
        mono: Callable[[], float] = monotonic,
    ) -> None:
        self._environ = environ
        self._platform = platform
        self._mono = mono
        self._ask: Callable[[], tuple[Stance, ...]] | None = None

    def words(self) -> str:
        """Why to be silent now; '' when nothing says so. Within 2 s; it raises nothing."""
        return next((one.reason for one in self.stances() if one.holds), "")

    def stances(self) -> tuple[Stance, ...]:
        """What each desktop known here says, for those who want to see; as bounded as ``words``."""
        if self._ask is None:
            self._ask = self._find()
        return self._ask()

    def _find(self) -> Callable[[], tuple[Stance, ...]]:
        """Only what this system needs is loaded."""
        if self._platform == "win32":
            from monitor.notify import silence_windows  # noqa: PLC0415 - see above

            return silence_windows.ask
        if self._platform == "darwin":
            from monitor.notify import silence_mac  # noqa: PLC0415 - as above

            return lambda: silence_mac.ask(self._environ)
        try:
            from monitor.notify.silence_linux import Servers  # noqa: PLC0415 - as above
        except ImportError as error:
            reason = f"{error}; install it: pip install jeepney"
            return lambda: (Stance("session bus", None, reason),)
        return Servers(self._environ, self._mono).ask
