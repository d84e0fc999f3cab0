"""Moments and spans in people's words: "14:32", "yesterday 23:10", "14:00-15:00", "10m ago".

The grammar is ours and small: libraries that read any text guess where a slip should be told, and
none knows a calendar of the zones that a person was in.
"""

import re
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import click

from config.length import Length
from config.say import shown
from monitor.core.days import Calendar

_FIRST, _LAST = date(1970, 1, 2), date(2999, 12, 30)
_LONGEST_NIGHT = timedelta(hours=12)  # a span without dates that is longer over midnight is a slip
_WEEKDAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
_DAY = r"(?P<day>today|yesterday|(?P<date>\d{4}-\d\d-\d\d)|" + "|".join(_WEEKDAYS) + r")"
_WEST = r"-(?:0\d|1[0-2]):\d\d"  # as programs write it; 09:00-10:30 is a span
_CLOCK = (
    r"(?P<hour>\d{1,2})(?::(?P<minute>\d\d)(?::(?P<second>\d\d)(?:\.(?P<fraction>\d{1,6}))?)?)?"
    rf"\s?(?P<half>am|pm)?(?P<offset>z|[+]\d\d:\d\d|(?(iso){_WEST}))?"
)
_MOMENT = re.compile(
    rf"(?:{_DAY}(?:\s+at\s+|\s*,\s*|\s+|(?P<iso>t)|$))?(?:at\s+)?(?:{_CLOCK})?", re.ASCII
)
_BETWEEN = re.compile(r"\s*[\u2013\u2014]\s*|\s+(?:-|to|until|till)\s+", re.ASCII)
_HYPHEN = re.compile(r"(?<=:\d\d)-|(?<=[ap]m|\dz)-|-(?=now$)", re.ASCII)
_MOMENTS = '"14:32", "yesterday 23:10", "2026-11-22 09:00" or "10m ago"'
_TO_COME = re.compile(r"(?:tomorrow|next|in)\b", re.ASCII)
_SPANS = '"14:00-15:00", "yesterday 23:00-00:30" or "2026-11-22"'


def moment(
    text: str, calendar: Calendar, now: datetime, *, what: str = "what was seen"
) -> datetime:
    """Read a moment that is over, in UTC; a slip is told as click tells it, and of what it is.

    Without a day it is the last time that the clock showed this. What the clocks showed twice in
    an autumn night is the first of the two; a date with an offset (+01:00) tells the other, west
    of Greenwich as programs write it: 2026-11-01T01:30-05:00.
    """
    words = _plain(text)
    at = None if _TO_COME.match(words) else _moment(words, calendar, now, text)
    if at is None or at > now:
        raise click.UsageError(
            f"{shown(text)} is still to come, and {what} lies in the past; write it as {_MOMENTS}."
        )
    return at


def span(text: str, calendar: Calendar, now: datetime) -> tuple[datetime, datetime]:
    """Read a span that is over: two moments, or a whole day.

    A hyphen without spaces divides; it begins an offset (T09:00-05:00) where the moments are
    divided otherwise.
    """
    words = _plain(text)
    since = words.removeprefix("since ")
    if since != words:
        words = f"{since} to now"
    whole = re.fullmatch(_DAY, words, re.ASCII)
    if whole:
        start, end = calendar.bounds(_day(whole["day"], calendar, now, text))
        end = min(end, now)
    else:
        divider = _BETWEEN if _BETWEEN.search(words) else _HYPHEN
        parts = divider.split(words)
        if len(parts) != 2 or not all(parts):  # noqa: PLR2004 - a start and an end
            raise click.UsageError(f"{shown(text)} is no span of time; write it as {_SPANS}.")
        start = _moment(parts[0], calendar, now, text)
        end = _end(parts[1], start, calendar, now, text)
    if start >= now or end > now:
        raise click.UsageError(
            f"{shown(text)} is still to come; for what is over write, for example, since 14:00."
        )
    if end <= start:
        raise click.UsageError(f"{shown(text)} ends before it begins.")
    return start, end


def _plain(text: str) -> str:
    return " ".join(text.casefold().split())


def _moment(words: str, calendar: Calendar, now: datetime, text: str) -> datetime:
    if words == "now":
        return now
    if words.endswith(" ago"):
        return _ago(words.removesuffix(" ago"), now, text)
    found = _MOMENT.fullmatch(words)
    if found is None or found["hour"] is None:
        raise click.UsageError(f"{shown(text)} is no moment; write it as {_MOMENTS}.")
    clock = _clock(found, text)
    if found["offset"]:
        return _with_offset(found, clock, calendar, now, text)
    if found["day"]:
        day = _day(found["day"], calendar, now, text)
        if found["day"] in {"today", "yesterday"} and _belongs_to_night(clock, calendar, now):
            day += timedelta(days=1)
        return _only(day, clock, calendar, text)
    here = calendar.local(now).date()
    for day in (here, here - timedelta(days=1)):
        past = [at for at in _shown(day, clock, calendar) if at <= now]
        if past:
            return past[0]
    return _only(here, clock, calendar, text)


def _end(words: str, start: datetime, calendar: Calendar, now: datetime, text: str) -> datetime:
    """The end of a span: without a day of its own, the first such time after its start."""
    found = _MOMENT.fullmatch(words)
    if found is None or found["hour"] is None or found["day"] or found["offset"]:
        return _moment(words, calendar, now, text)
    clock, first = _clock(found, text), calendar.local(start).date()
    for day in (first, first + timedelta(days=1)):
        for at in _shown(day, clock, calendar):
            if start < at <= start + _LONGEST_NIGHT or (start < at and day == first):
                return at
    if not _shown(first, clock, calendar):
        return _only(first, clock, calendar, text)
    return start  # it ends before it begins


def _clock(found: re.Match[str], text: str) -> time:
    hour, minute, second = (int(found[name] or 0) for name in ("hour", "minute", "second"))
    if found["half"]:
        if not 1 <= hour <= 12:  # noqa: PLR2004 - the hours of half a day
            raise click.UsageError(f"{shown(text)}: there is no {hour} {found['half']}.")
        hour = hour % 12 + (12 if found["half"] == "pm" else 0)
    elif found["minute"] is None:
        raise click.UsageError(f"{shown(text)} is no moment; write it as {_MOMENTS}.")
    microsecond = int((found["fraction"] or "").ljust(6, "0"))
    try:
        return time(hour, minute, second, microsecond)
    except ValueError:
        raise click.UsageError(f"{shown(text)}: no clock shows that; hours go to 23.") from None


def _ago(length: str, now: datetime, text: str) -> datetime:
    try:
        at = now - Length.of(length)
    except ValueError as error:
        raise click.UsageError(str(error)) from None
    except OverflowError:
        at = datetime.min.replace(tzinfo=UTC)
    if at.date() < _FIRST:
        raise click.UsageError(f"{shown(text)} lies before {_FIRST}.")
    return at


def _day(name: str, calendar: Calendar, now: datetime, text: str) -> date:
    """The date that a name stands for; relative ones are counted from the person's today."""
    today = calendar.day(now)
    if name == "today":
        return today
    if name == "yesterday":
        return today - timedelta(days=1)
    if name in _WEEKDAYS:
        return today - timedelta(days=(today.weekday() - _WEEKDAYS.index(name)) % 7)
    try:
        day = date.fromisoformat(name)
    except ValueError:
        raise click.UsageError(f"{shown(text)}: there is no day {name}.") from None
    if not _FIRST <= day <= _LAST:
        raise click.UsageError(f"{shown(text)} lies outside {_FIRST} to {_LAST}.")
    return day


def _belongs_to_night(clock: time, calendar: Calendar, now: datetime) -> bool:
    """After midnight the person's day still runs; its small hours bear the next date."""
    runs_on = calendar.local(now).date() != calendar.day(now)
    return runs_on and clock.hour < calendar.starts


def _shown(day: date, clock: time, calendar: Calendar) -> list[datetime]:
    """Every moment at which the person's clock showed this, in the zones in force then."""
    wanted = datetime.combine(day, clock)
    zones = dict.fromkeys(zone.name for zone in calendar.zones) or ("UTC",)
    found = {
        wanted.replace(tzinfo=ZoneInfo(name), fold=fold).astimezone(UTC)
        for name in zones
        for fold in (0, 1)
    }
    return sorted(at for at in found if calendar.local(at).replace(tzinfo=None, fold=0) == wanted)


def _only(day: date, clock: time, calendar: Calendar, text: str) -> datetime:
    found = _shown(day, clock, calendar)
    if not found:
        raise click.UsageError(
            f"{shown(text)}: no clock showed {clock:%H:%M} on {day}; it was skipped then."
        )
    return found[0]


def _with_offset(
    found: re.Match[str], clock: time, calendar: Calendar, now: datetime, text: str
) -> datetime:
    """A moment that tells its offset from UTC needs no zone."""
    if not found["day"]:
        raise click.UsageError(f"{shown(text)} needs its day, as in 2026-11-22 09:00+01:00.")
    day = _day(found["day"], calendar, now, text)
    offset = "+00:00" if found["offset"] == "z" else found["offset"]
    try:
        return datetime.fromisoformat(f"{day}T{clock}{offset}").astimezone(UTC)
    except ValueError:
        raise click.UsageError(f"{shown(text)}: {offset} is no offset from UTC.") from None
