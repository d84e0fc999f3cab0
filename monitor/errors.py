"""What can go wrong while watching, keeping and telling, each with what to do."""


class MonitorError(Exception):
    """Something foreseen went wrong; the text says what, the hint says what to do."""

    def __init__(self, message: str, *, hint: str = "") -> None:
        super().__init__(message)
        self.hint = hint


class UnfitError(MonitorError):
    """This sensor or channel cannot work here; the text says why."""


class NoSensorError(MonitorError):
    """Nothing can be seen on this machine; the hint keeps every refusal."""


class SensorLostError(MonitorError):
    """A sensor that worked has gone: its display, bus or terminal went away."""


class CallError(MonitorError):
    """A program on the bus refused a call or did not answer; ``name`` is the bus's word for it."""

    def __init__(self, name: str, said: str) -> None:
        super().__init__(said or name)
        self.name = name


class LineLostError(MonitorError):
    """The bus went away."""


class LedgerError(MonitorError):
    """The ledger cannot be opened, read or written."""


class DamagedLedgerError(LedgerError):
    """The ledger's file is no sound SQLite file any more."""


class AlreadyRunningError(MonitorError):
    """Another daemon watches this home."""


class NotRunningError(MonitorError):
    """No daemon watches this home."""
