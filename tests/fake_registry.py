"""A fake of Windows' registry, as much of Python's winreg as is called: no Windows was asked."""

from contextlib import nullcontext


class FakeRegistry:
    """The keys of one person and the text that each leads to."""

    HKEY_CURRENT_USER, REG_SZ = 0, 1

    def __init__(self) -> None:
        self.held: dict[str, str] = {}

    def CreateKey(self, _person: int, key: str) -> nullcontext[str]:  # noqa: N802 - Microsoft's
        self.held.setdefault(key, "")
        return nullcontext(key)

    def OpenKey(self, _person: int, key: str) -> nullcontext[str]:  # noqa: N802 - Microsoft's
        self._require(key)
        return nullcontext(key)

    def SetValueEx(self, opened: str, name: str, _zero: int, kind: int, value: str) -> None:  # noqa: N802 - Microsoft's
        assert (name, kind) == ("", self.REG_SZ)
        self.held[opened] = value

    def QueryValueEx(self, opened: str, name: str) -> tuple[str, int]:  # noqa: N802 - Microsoft's
        assert not name
        return self.held[opened], self.REG_SZ

    def DeleteKey(self, _person: int, key: str) -> None:  # noqa: N802 - Microsoft's
        self._require(key)
        del self.held[key]

    def _require(self, key: str) -> None:
        if key not in self.held:
            raise FileNotFoundError(2, "The system cannot find the file specified", key)
