"""A rehearsal in lines of text: sums, then by rule, then by day or week."""

from collections import Counter
from collections.abc import Iterator, Sequence
from datetime import date, timedelta

from cli.output import safe
from monitor.service.rehearse import Note, Play, Rehearsed

_DAY, _WEEK = timedelta(days=1), timedelta(days=7)
_MOST_DAYS = 35  # a longer span is told by weeks
_NAME, _COUNT = 26, 10
_FIGURES = (
    ("nudges", lambda play: len(play.said)),
    ("a day, in the middle", lambda play: play.middle),
    ("a day, on 9 of 10 at most", lambda play: play.high),
    ("a day, at most", lambda play: play.most),
)
NOTES = {
    Note.ANSWERS: "Nobody knows what you would have answered, so it is rehearsed without answers.",
    Note.MOMENTS: (
        "Full screen, presentations and do-not-disturb are not kept: then some of these would have"
        " waited, or not come. Locks, absences and calls are kept, and hold them back. Of pauses it"
        " knows another window alone, so a word may stand here some minutes late."
    ),
    Note.PEOPLE: (
        "People are taken as you name them today. Asking whether it came to a talk needs an answer,"
        " so it is left out."
    ),
    Note.OFF: "With nudge.on = false there are none.",
}


def lines(found: Rehearsed) -> Iterator[str]:
    """Tell all of it; the settings in force stand first, what was tried beside them."""
    yield f"What there would have been from {found.since} to {found.until}, {_days(found)}:"
    for play in found.plays:
        if play.changes:
            yield f"Tried: {', '.join(map(safe, play.changes))}"
    yield ""
    yield _row("", ["as it is", "tried"][: len(found.plays)])
    for name, figure in _FIGURES:
        yield _row(name, [f"{figure(play):g}" for play in found.plays])
    yield from _by_rule(found.plays)
    yield from _by_day(found)
    yield ""
    yield from notes(found)


def notes(found: Rehearsed) -> Iterator[str]:
    """What it cannot know, each in a sentence."""
    for note in found.notes:
        if note is Note.GONE:
            yield (
                f"It begins on {found.since}: stretches are kept for {found.raw_days} days"
                " (privacy.raw_days), and of earlier days only sums are left."
            )
        elif note is Note.NOT_BEGUN:
            yield f"It begins on {found.since}: nothing was watched before."
        elif note is Note.OTHERWISE:
            came = (
                f"{found.came} nudge{'' if found.came == 1 else 's'}" if found.came else "no nudge"
            )
            yield (
                f"In these days {came} really came. What stands here may be otherwise: your"
                " settings may have been others then, you may have answered, and more was"
                " known of each moment."
            )
        else:
            yield NOTES[note]


def _days(found: Rehearsed) -> str:
    count = len(found.plays[0].a_day)
    return f"{count} day{'' if count == 1 else 's'} at the screen"


def _by_rule(plays: Sequence[Play]) -> Iterator[str]:
    sums = [play.by_rule for play in plays]
    rules = sorted(set().union(*sums), key=lambda rule: (-max(one[rule] for one in sums), rule))
    if rules:
        yield ""
        yield "by rule"
    for rule in rules:
        yield _row(f"  {safe(rule)}", [str(one[rule]) for one in sums])


def _by_day(found: Rehearsed) -> Iterator[str]:
    """Each day, or each week of a longer span, with what was said by which rule."""
    by_week = found.until - found.since >= _MOST_DAYS * _DAY
    yield ""
    yield "by week, from Monday" if by_week else "by day"
    first = found.since
    while first <= found.until:
        last = first + (_WEEK - first.weekday() * _DAY if by_week else _DAY) - _DAY
        if any(first <= day <= last for day in found.plays[0].a_day):
            yield _line(found.plays, first, min(last, found.until))
        first = last + _DAY


def _line(plays: Sequence[Play], first: date, last: date) -> str:
    told = [play.on(first, last) for play in plays]
    counts = _row(f"  {first:%a} {first}", [str(one.total()) for one in told])
    return f"{counts}   {' | '.join(map(_rules, told))}".rstrip(" |")


def _rules(told: Counter[str]) -> str:
    return ", ".join(
        f"{safe(rule)} {count}" if count > 1 else safe(rule) for rule, count in told.most_common()
    )


def _row(name: str, values: Sequence[str]) -> str:
    return f"{name:<{_NAME}}{''.join(f'{value:>{_COUNT}}' for value in values)}"
