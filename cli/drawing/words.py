"""The words of a report, the same in the terminal, in sentences and on the page."""

from datetime import date, timedelta

from cli.output import length, safe, word
from cli.paragraph import count
from monitor.core.types import ELSEWHERE, GapReason, Kind
from monitor.service.exchanges import Exchanges
from monitor.service.reporting.shape import By, Group, HourUse, Report, Row, SubjectUse
from monitor.service.reporting.spans import Stride

WORTH_TELLING = timedelta(seconds=1)
_DOUBT = timedelta(minutes=1)  # a range that is narrower tells nothing
_LITTLE = timedelta(hours=1)
WEEKDAYS = ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun")
NEVER_SEEN = (
    "Never seen: your phone, other computers, a window beside the one in front, what runs at the"
    " other end of ssh."
)
NO_DIAGNOSIS = "This describes computer use. It is no diagnosis."
GROUPS = {
    Group.AI: "AI",
    Group.PEOPLE: "People",
    Group.EDITOR: "AI editors",
    Group.BROWSER: "Page unknown",
    Group.OTHER: "Other",
}
_GAPS = {
    GapReason.OFF: "humanward was not running",
    GapReason.PAUSED: "paused by you",
    GapReason.LOCKED: "locked",
    GapReason.SWITCHED: "another person's session was on the screen",
    GapReason.SUSPENDED: "asleep",
    GapReason.CLOCK_SET: "the clock was set",
    GapReason.STALLED: "the computer was too busy to look",
    GapReason.BLIND: "nothing could be seen",
}
_KINDS = {
    Kind.BROWSER: "browser, page not known",
    Kind.AI_IDE: "AI editor",
    Kind.AI_SEARCH: "AI search",
}
_NAMELESS = {
    By.TOOL: "no tool known",
    By.KIND: "other",
    By.APP: "the desktop",
    By.PERSON: "with whom is not known",
}


def ai_words(found: Report) -> str:
    """AI time with its range: 1 h 10 - 1 h 50."""
    return range_words(found.ai, found.ai_low, found.ai_high)


def range_words(figure: timedelta, low: timedelta, high: timedelta) -> str:
    """A range, or the figure itself where there is less than a minute of doubt."""
    return doubt_words(low, high) or amount(figure)


def doubt_words(low: timedelta, high: timedelta) -> str:
    """A range beside its figure; '' where there is less than a minute of doubt."""
    return "" if high - low < _DOUBT else f"{length(low)} - {length(high)}"


def amount(time: timedelta) -> str:
    """A length, or that there was none."""
    return length(time) if time >= WORTH_TELLING else "none"


def heading(found: Report, today: date) -> str:
    """The days, in words."""
    if not found.is_day:
        return f"{found.since:%d %B %Y} to {found.until:%d %B %Y}"
    day = f"{found.since:%A %d %B %Y}"
    if found.since != today:
        return day
    if found.stride in {None, Stride.DAY}:
        return f"Today, {day}"
    begun = "begins here" if found.asked else "began today"
    return f"Today, {day}: the {found.stride.value} {begun}"


def beginning(found: Report) -> str:
    """Say where nothing is kept of the first days that were asked for; '' else."""
    if found.asked is None:
        return ""
    return f"Nothing is kept from before {found.since:%d %B %Y}: that was the first day here."


def little_yet(found: Report) -> str:
    """Of a named span that has only begun, say what shows the one before; '' else."""
    stride, first = found.stride, found.first
    has_before = found.is_open and first is not None and first < found.since
    begins_today = found.is_day and stride is not Stride.DAY
    if stride is None or not has_before or (found.active >= _LITTLE and not begins_today):
        return ""
    return (
        f"Little is in this {stride.value} yet; `humanward report {stride.value} --last` shows the"
        " one before."
    )


def not_watching(found: Report, since: str) -> str:
    """Say first that nobody watches; '' when somebody does."""
    if found.watching:
        return ""
    return f"Not watching{f' since {since}' if since else ''}. `humanward start` begins."


def nothing(found: Report) -> tuple[str, ...]:
    """What to expect where there is nothing to show."""
    if found.is_ahead:
        which = "This day is" if found.is_day else "These days are"
        return (f"{which} still to come.",)
    if found.watching and found.is_open:
        return (
            "Nothing was seen in this time yet.",
            "Use the computer as you do; the first figures come within half a minute.",
        )
    if found.first is not None and found.until < found.first:
        return (f"Nothing was seen yet: the first day here was {found.first:%d %B %Y}.",)
    if not found.has_past:
        return (
            "Nothing was ever watched here. Once it is, this shows how long with AI tools,",
            "which ones, and what could not be seen. Nothing leaves this computer.",
        )
    is_left_out = found.without and found.without.length
    return ("All that was seen is left out." if is_left_out else "Nothing was seen in this time.",)


def is_empty(found: Report) -> bool:
    """Whether there is nothing to show."""
    return not found.active and not found.unattended_ai


def share(found: Report) -> str:
    """AI time as a part of the active time."""
    if not found.active or found.ai < WORTH_TELLING:
        return ""
    return f"{found.ai / found.active:.0%} of the active time"


def name(one: SubjectUse) -> str:
    """What was in front, by its names."""
    subject, tool = one.subject, one.verdict.tool
    inner = subject.site or subject.program
    if tool:
        told = f"{tool} (by its title)" if one.verdict.weak else tool
        place = inner or subject.app
        return safe(told if place.casefold() == tool.casefold() else f"{told} · {place}")
    return safe(" · ".join(part for part in (subject.app, inner) if part)) or "the desktop"


def short_name(one: SubjectUse) -> str:
    """The shortest name that tells it: the tool, else the site, the program or the app."""
    subject = one.subject
    told = one.verdict.tool or subject.site or subject.program or subject.app
    return safe(told) or "the desktop"


def what(one: SubjectUse) -> str:
    """What it is for."""
    if one.verdict.kind is Kind.BROWSER:
        return "page not known"
    if one.subject.host == ELSEWHERE:
        return "other sites"
    return "" if one.verdict.kind is Kind.OTHER else kind_words(one.verdict.kind)


def kind_words(kind: Kind) -> str:
    """A kind in words."""
    return _KINDS.get(kind) or word(kind.value)


def row_name(by: By, row: Row) -> str:
    """The first word of a row."""
    if by is By.HOUR:
        return f"{row.name}:00"
    if not row.name:
        return _NAMELESS[by]
    return kind_words(Kind(row.name)) if by is By.KIND else safe(row.name)


def fronts(hours: tuple[HourUse, ...]) -> list[str]:
    """What was in front longest, hour by hour, with like hours told together."""
    runs: list[tuple[int, int, str]] = []
    for one in hours:
        told = short_name(one.front)
        if runs and runs[-1][2] == told and runs[-1][1] == one.hour:
            runs[-1] = (runs[-1][0], (one.hour + 1) % 24, told)
        else:
            runs.append((one.hour, (one.hour + 1) % 24, told))
    return [f"{first:02}-{last:02} {told}" for first, last, told in runs]


def corrected(found: Report) -> str:
    """How much of it the person corrected; '' when nothing."""
    if found.corrected < WORTH_TELLING:
        return ""
    return f"{length(found.corrected)} corrected by you; `humanward correct --list` shows how."


def coverage(found: Report) -> str:
    """How much was seen; '' when nothing was watched."""
    if found.coverage is None:
        return ""
    return f"{found.coverage:.0%} of the time was seen and told apart."


def gap_rows(found: Report) -> list[tuple[str, timedelta]]:
    """Time that counts as nothing, and why."""
    return [(_GAPS[reason], time) for reason, time in found.gaps if time >= WORTH_TELLING]


def gaps(found: Report) -> str:
    """The same as a sentence; '' without any."""
    told = [f"{reason} {length(time)}" for reason, time in gap_rows(found)]
    return f"Not counted: {', '.join(told)}." if told else ""


def exchanges(told: Exchanges) -> str:
    """Beside the observed time, never in it: they are counts, and no lengths."""
    if not told.total:
        return ""
    return (
        f"Logs you imported tell of {count(told.total, 'exchange')}, {told.outside} outside this"
        " computer's watch; not in the times above."
    )
