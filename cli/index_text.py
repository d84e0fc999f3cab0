"""The index in lines of text: no boxes, no bars, so it reads the same in a pipe or aloud."""

from collections.abc import Iterator
from textwrap import wrap

from cli.left_out import unborne
from cli.output import length, safe
from monitor.core.figures import Figures
from monitor.core.index import Index, Part
from monitor.core.part_words import TITLES
from monitor.core.parts import Name
from monitor.core.ranges import By
from monitor.core.week import LEAST_LEARNED, is_weekend
from monitor.service.index import Beside, Told

WIDTH = 79
_NO_DIAGNOSIS = (
    "This describes computer use. It is no diagnosis and cannot tell why you use these tools."
)
_FIGURES = {
    "ai": "AI time",
    "screen": "At the screen",
    "night": "AI at night",
    "longest_spell": "Longest spell",
}
BY = {
    By.DAYS: "your own days",
    By.UNSEEN: "what was not seen",
    By.PARTS: "the parts",
}


def lines(told: Told, *, explain: bool) -> Iterator[str]:
    """Tell it line by line; what is explained after it needs no summary of the parts."""
    found = told.index
    first = found.window[0].day
    year = "" if first.year == found.day.year else f" {first.year}"
    yield f"Reliance Index, {first:%a %d %b}{year} to {found.day:%a %d %b %Y}"
    yield ""
    yield from _score(found)
    yield from _notes(told)
    if found.parts and not explain:
        yield from ("", *_parts(found))
    yield from _beside(told)
    if found.score is not None and not explain:
        yield from ("", "`humanward index --explain` shows how each number comes about.")


def figures_of(found: Index) -> Iterator[tuple[str, str, Figures | None]]:
    """Each day of the window, what keeps it from counting, and its figures where it counts."""
    figures = iter(found.days)
    for one in found.window:
        of = next(figures) if one.is_valid else None
        yield f"{one.day:%a %d %b}", one.why_not, of


def _score(found: Index) -> Iterator[str]:
    widest = found.range
    if found.score is None or widest is None:
        yield from wrap(found.why_not, WIDTH)
        for day, why_not, _ in figures_of(found):
            yield f"  {day}  {why_not or 'tells enough'}"
        return
    whole = len(found.parts) + len(found.missing)
    told = (
        f"{found.score:.0f} ({widest.low:.0f}-{widest.high:.0f}),"
        f" {len(found.parts)} of {whole} parts,"
        f" {found.not_seen:.0%} of the week not seen, phone not seen."
    ).replace("%", " %")
    yield from wrap(f"{told} {_NO_DIAGNOSIS}", WIDTH)


def _notes(told: Told) -> Iterator[str]:
    found = told.index
    if found.score is not None and found.is_learning:
        yield from wrap(
            f"Still learning what is usual for you: {found.learned} of {LEAST_LEARNED} days.",
            WIDTH,
        )
    borne = [tag for tag in found.left_out if tag not in told.unborne]
    if borne:
        yield from wrap(f"Left out, as you chose: {', '.join(map(safe, borne))}.", WIDTH)
    for line in unborne(told.unborne):
        yield from wrap(line, WIDTH, break_on_hyphens=False)
    if found.changed:
        names = ", ".join(found.changed)
        yield from wrap(f"With weights and bounds of your own: {names}.", WIDTH)


def _parts(found: Index) -> Iterator[str]:
    yield "points  weight  part"
    for part in found.parts:
        says = wrap(f"{TITLES[part.name]}: {_saying(part)}", WIDTH - 16)
        yield f"{part.value:6.2f}  {part.rule.weight:6}  {says[0]}"
        yield from (f"{'':16}{line}" for line in says[1:])
    for one in found.missing:
        says = wrap(f"{TITLES[one.name]}: not told, {one.because}", WIDTH - 16)
        yield f"{'-':>6}  {'':6}  {says[0]}"
        yield from (f"{'':16}{line}" for line in says[1:])


def _saying(part: Part) -> str:
    ends = (f"{end:g}" for end in (part.rule.least, part.rule.full))
    unit = "" if part.name is Name.RETURNING else f" {part.unit}"
    return f"{part.says} (points from {next(ends)} to {next(ends)}{unit})"


def _beside(told: Told) -> Iterator[str]:
    if not told.beside:
        return
    day = told.index.day
    sort = "weekends" if is_weekend(day) else "weekdays"
    yield from ("", f"{day:%A %d %B}, beside other {sort} of yours")
    for one in told.beside:
        yield f"  {_FIGURES[one.name]:13} {length(one.length):>8}, {_standing(one)}"


def _standing(one: Beside) -> str:
    if one.usual is None:
        return one.standing.value
    return f"{one.standing.value} ({length(one.usual.low)} to {length(one.usual.high)})"
