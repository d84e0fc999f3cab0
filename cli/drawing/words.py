"""The words of a report, the same in the terminal, in sentences and on the page."""

from datetime import date, timedelta

from cli.output import length, safe, word
from monitor.core.types import ELSEWHERE, GapReason, Kind
from monitor.service.exchanges import Exchanges
from monitor.service.reporting.shape import By, Group, HourUse, Report, Row, SubjectUse, Usual

WORTH_TELLING = timedelta(seconds=1)
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
_ENOUGH_DAYS = 14
_NAMELESS = {By.TOOL: "no tool known", By.KIND: "other", By.APP: "the desktop"}


def ai_words(found: Report) -> str:
    """AI time with its range: 1 h 10 - 1 h 50; one figure where both ends read the same."""
    return range_words(found.ai_low, found.ai_high)


def range_words(low: timedelta, high: timedelta) -> str:
    """A range, or one figure where both ends read the same."""
    first, last = length(low), length(high)
    return first if first == last else f"{first} - {last}"


def heading(found: Report, today: date) -> str:
    """The days, in words."""
    if found.is_day:
        day = f"{found.since:%A %d %B %Y}"
        return f"Today, {day}" if found.since == today else day
    return f"{found.since:%d %B %Y} to {found.until:%d %B %Y}"


def not_watching(found: Report, since: str) -> str:
    """Say first that nobody watches; '' when somebody does."""
    if found.watching:
        return ""
    return f"Not watching{f' since {since}' if since else ''}. `humanward start` begins."


def nothing(found: Report) -> tuple[str, ...]:
    """What to expect where there is nothing to show."""
    if found.watching:
        return (
            "Nothing was seen in this time yet.",
            "Use the computer as you do; the first figures come within half a minute.",
        )
    if not found.has_past:
        return (
            "Nothing was ever watched here. Once it is, this shows how long with AI tools,",
            "which ones, and what could not be seen. Nothing leaves this computer.",
        )
    return ("Nothing was seen in this time.",)


def is_empty(found: Report) -> bool:
    """Whether there is nothing to show."""
    return not found.active and not found.unattended_ai


def share(found: Report) -> str:
    """AI time as a part of the active time."""
    return f"{found.ai / found.active:.0%} of the active time" if found.active else ""


def usual_words(found: Report) -> str:
    """AI time beside the person's own last four weeks; '' where there is no such thing."""
    if found.usual is None:
        return ""
    if found.usual.ai is None:
        return _learning(found, found.usual)
    usual = length(found.usual.ai)
    if found.is_day:
        so_far = " so far" if found.is_open else ""
        return f"{length(found.ai)}{so_far}; usual for you: {usual} a day."
    days = [bar.ai for bar in found.bars[: sum(found.passed)]]
    mean = length(sum(days, timedelta()) / len(days)) if days else length(timedelta())
    return f"{mean} a day; usual for you: {usual} a day."


def usual_source(usual: Usual) -> str:
    """Where the usual figure comes from."""
    return f"The median of {usual.days} of the 28 days before: those with an hour at the screen."


def _learning(found: Report, usual: Usual) -> str:
    days = f"{usual.days} of {_ENOUGH_DAYS} days"
    first = " This is your first day." if found.began == found.until else ""
    return f"Still learning what is usual for you ({days} before this).{first}"


def name(one: SubjectUse) -> str:
    """What was in front, by its names."""
    subject = one.subject
    inner = subject.site or subject.program
    if one.verdict.tool:
        place = inner or subject.app
        same = place.casefold() == one.verdict.tool.casefold()
        return safe(one.verdict.tool if same else f"{one.verdict.tool} · {place}")
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
    weak = ", by its title" if one.verdict.weak else ""
    return "" if one.verdict.kind is Kind.OTHER else kind_words(one.verdict.kind) + weak


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


def people(found: Report) -> str:
    """Contact with people, by tool."""
    told = [f"{safe(one.tool)} {length(one.length)}" for one in found.tools if one.kind.is_people]
    return ", ".join(told)


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
    count = f"{told.total} exchange{'' if told.total == 1 else 's'}"
    return (
        f"Logs you imported tell of {count}, {told.outside} outside this computer's watch;"
        " not in the times above."
    )


def compared(found: Report) -> list[tuple[str, timedelta, timedelta]]:
    """Each figure now and in the span before; [] where none was asked for."""
    before = found.previous
    if before is None:
        return []
    rows = [
        ("AI", found.ai, before.ai),
        ("Active", found.active, before.active),
        ("People", found.people, before.people),
        ("Unattended AI", found.unattended_ai, before.unattended_ai),
    ]
    return [row for row in rows if row[1] or row[2]]


def change(now: timedelta, before: timedelta) -> str:
    """The difference in words."""
    text = length(abs(now - before))
    if length(now) == length(before):
        return "the same"
    return f"{text} more" if now > before else f"{text} less"
