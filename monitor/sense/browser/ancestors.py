"""Find the browser above our host program on Windows, where a shell stands between the two."""

import psutil

_BETWEEN = frozenset(
    {"cmd.exe", "py.exe", "python.exe", "pythonw.exe", "humanward-browser-host.exe"}
)


def browser_above() -> int:
    """The nearest process above this one that is neither a shell nor Python; 0 for none."""
    try:
        above = psutil.Process().parents()
        return next((one.pid for one in above if one.name().lower() not in _BETWEEN), 0)
    except psutil.Error:
        return 0
