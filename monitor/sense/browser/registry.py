"""The few keys of Windows' registry by which browsers find host programs."""

import sys
from contextlib import suppress


def lead(key: str, file: str) -> None:
    """Let a key of this user lead to a file; elsewhere than on Windows there is nothing to do."""
    if sys.platform == "win32" and key:
        import winreg  # noqa: PLC0415 - only on Windows

        with winreg.CreateKey(winreg.HKEY_CURRENT_USER, key) as opened:
            winreg.SetValueEx(opened, "", 0, winreg.REG_SZ, file)


def leads_to(key: str) -> str:
    """Where a key leads; '' where there is none."""
    if sys.platform == "win32" and key:
        import winreg  # noqa: PLC0415 - only on Windows

        with suppress(OSError), winreg.OpenKey(winreg.HKEY_CURRENT_USER, key) as opened:
            return str(winreg.QueryValueEx(opened, "")[0])
    return ""


def cut(key: str) -> None:
    """Take a key away."""
    if sys.platform == "win32" and key:
        import winreg  # noqa: PLC0415 - only on Windows

        with suppress(FileNotFoundError):
            winreg.DeleteKey(winreg.HKEY_CURRENT_USER, key)
