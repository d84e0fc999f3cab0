"""AI time beside the person's own last four weeks, in words."""

from datetime import timedelta

from cli.drawing.words import amount
from cli.output import length
from cli.paragraph import count
from monitor.core.baseline import Standing
from monitor.core.week import LEAST_LEARNED, is_weekend
from monitor.service.reporting.shape import Report, Usual

_LONG_WATCHED = timedelta(days=28)


def usual_words(found: Report) -> str:
    """How the AI time lies to what is usual; '' where there is no such thing."""
    usual = found.usual
    if usual is None:
        return ""
    if usual.standing is Standing.LEARNING:
        return _learning(found, usual)
    if usual.mean is None or usual.low is None or usual.high is None:
        return ""
    such = _range(usual.low, usual.high)
    if not found.is_day:
        standing = usual.standing.value if usual.standing else Standing.USUAL.value
        return f"{amount(usual.mean)} a day, {standing} ({such} on such days)."
    sort = "a day of the weekend" if is_weekend(found.since) else "a weekday"
    if usual.standing is None:
        return f"{amount(usual.mean)} so far; your last four weeks: {such} on {sort}."
    so_far = " so far" if found.is_open else ""
    return f"{amount(usual.mean)}{so_far}, {usual.standing.value} ({such} on {sort})."


def usual_source(found: Report) -> str:
    """Where it comes from, and which days are told; '' while it is learned."""
    usual = found.usual
    if usual is None or usual.ai is None:
        return ""
    told = "" if found.is_day else f"; the mean is of {count(usual.of_days, 'finished day')}"
    return f"By {usual.days} of the 28 days before, weekdays and weekends apart{told}."


def _learning(found: Report, usual: Usual) -> str:
    if found.first and found.until - found.first >= _LONG_WATCHED and usual.days < LEAST_LEARNED:
        return "Too few days before these are kept to say what was usual for you."
    if usual.days < LEAST_LEARNED:
        days = f"{usual.days} of {LEAST_LEARNED} days before this"
    else:
        sort = "days of the weekend" if usual.weekends is None else "weekdays"
        days = f"too few {sort} before this"
    first = " This is your first day." if found.began == found.until else ""
    return f"Still learning what is usual for you ({days}).{first}"


def _range(low: timedelta, high: timedelta) -> str:
    if amount(low) == "none":
        return f"up to {length(high)}"
    return f"{length(low)} to {length(high)}"
