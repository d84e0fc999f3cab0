"""Bars and steps made of signs: they hold without colour."""

from datetime import timedelta

_STEPS = " ▁▂▃▄▅▆▇█"
_SHADES = " ░▒▓█"
_PARTS = ("", "▏", "▎", "▍", "▌", "▋", "▊", "▉")
_LABEL = 14  # columns beside a day of hours
_LEAST_HOUR, _MOST_HOUR = 1, 5
_WIDE_HOUR = 4  # from so many columns on each hour has room for its number
_HOURS = 24
_NARROW = 60


def bar(value: timedelta, most: timedelta, width: int) -> str:
    """A bar in eighths of a column; anything at all shows."""
    if not value or not most:
        return ""
    eighths = max(1, round(value / most * width * 8))
    return "█" * (eighths // 8) + _PARTS[eighths % 8]


def step(value: timedelta, most: timedelta) -> str:
    """One sign as high as the value; anything at all shows."""
    return _of(_STEPS, value, most)


def shade(value: timedelta, most: timedelta) -> str:
    """One sign as dense as the value; anything at all shows."""
    return _of(_SHADES, value, most)


def shades() -> str:
    """The signs from nothing to the most."""
    return _SHADES


def _of(signs: str, value: timedelta, most: timedelta) -> str:
    if not value or not most:
        return signs[0]
    last = len(signs) - 1
    return signs[min(last, max(1, round(value / most * last)))]


def is_narrow(columns: int) -> bool:
    """Whether there is no room for notes beside names, bars and figures."""
    return columns < _NARROW


def hour_width(columns: int) -> int:
    """How wide an hour may be beside its label."""
    return max(_LEAST_HOUR, min(_MOST_HOUR, (columns - _LABEL) // _HOURS))


def hour_order(starts: int) -> list[int]:
    """The hours as a person's day has them."""
    return [(starts + ahead) % _HOURS for ahead in range(_HOURS)]


def hour_signs(sign: str, width: int) -> str:
    """One hour's sign, apart from the next where there is room."""
    return (sign * max(1, width - 1)).ljust(width)


def hour_scale(starts: int, width: int) -> str:
    """The numbers of as many hours as have room for theirs, evenly."""
    every = 1 if width >= _WIDE_HOUR else 2 if width > _LEAST_HOUR else 3
    hours = hour_order(starts)[::every]
    return "".join(f"{hour:02}".ljust(width * every) for hour in hours).rstrip()


def label_width() -> int:
    """Columns of the label before a row of hours."""
    return _LABEL
