"""How the index comes about, for pencil and paper: days, parts, sum and ranges."""

from collections.abc import Iterator
from textwrap import wrap

from cli.index_text import BY, WIDTH, figures_of
from monitor.core.figures import Figures
from monitor.core.index import Index, Part
from monitor.core.part_words import TITLES
from monitor.core.parts import Growth, Name

_COLUMNS = {
    "AI": 7, "active": 8, "returns": 8, "night": 6, "longest": 8, "calls": 6, "texts": 6,
    "talks": 6, "asked": 6, "of AI": 6,
}  # fmt: skip
_DAY = 11


def reckoning(found: Index) -> Iterator[str]:
    """Tell every input, each part step by step, the sum, and the ranges."""
    yield from _days(found)
    for part in found.parts:
        yield from ("", *_part(part, found.growth))
    for one in found.missing:
        yield from ("", *wrap(f"{TITLES[one.name]}: not told, {one.because}.", WIDTH))
    if found.score is not None:
        yield from ("", *_sum(found), "", *_ranges(found))


def _days(found: Index) -> Iterator[str]:
    yield from wrap(
        "The seven days, in minutes; as counts the returns, the searches for help (asked), and"
        " those that began with AI (of AI).",
        WIDTH,
    )
    yield " " * _DAY + "".join(f"{name:>{width}}" for name, width in _COLUMNS.items())
    for day, why_not, of in figures_of(found):
        yield f"{day:{_DAY}}" + (_row(of) if of else f" does not count: {why_not}")
    if found.days:
        yield f"{f'{len(found.days)} days':{_DAY}}" + _row(Figures.sum(found.days))


def _row(of: Figures) -> str:
    told = (
        f"{of.ai:.1f}", f"{of.active:.1f}", f"{of.returns:.0f}", f"{of.night:.1f}",
        f"{of.longest:.1f}", f"{of.calls:.1f}", f"{of.messages:.1f}", f"{of.talks:.1f}",
        f"{of.asked:.0f}", f"{of.asked_ai:.0f}",
    )  # fmt: skip
    return "".join(f"{text:>{width}}" for text, width in zip(told, _COLUMNS.values(), strict=True))


def _part(part: Part, growth: Growth | None) -> Iterator[str]:
    title = TITLES[part.name]
    yield from wrap(f"{title[0].upper()}{title[1:]}: {part.says}", WIDTH)
    yield from _indented(part.reckoning)
    yield from _indented(_ramp(part))
    yield f"  {part.value:.4f} x weight {part.rule.weight} = {part.value * part.rule.weight:.3f}"
    if part.name is Name.GROWTH and growth is not None:
        yield from _indented("minutes of the last 14 days: " + _listed(growth.lately))
        yield from _indented("of the 28 days before: " + _listed(growth.earlier))
    yield from _indented(f"Source: {part.source}")


def _ramp(part: Part) -> str:
    x, least, full = f"{part.x:.2f}", f"{part.rule.least:g}", f"{part.rule.full:g}"
    within = f"no points up to {least}, all from {full} on"
    if part.rule.full <= part.rule.least:
        return f"{within}: {part.value:.4f}"
    if part.name is Name.GROWTH:
        step = f"(ln {x}/100 - ln {least}/100) / (ln {full}/100 - ln {least}/100)"
    else:
        step = f"({x} - {least}) / ({full} - {least})"
    return f"{within}: {step}, held between 0 and 1: {part.value:.4f}"


def _sum(found: Index) -> Iterator[str]:
    points = sum(part.value * part.rule.weight for part in found.parts)
    weights = sum(part.rule.weight for part in found.parts)
    share = points / weights
    yield f"Sum: {points:.3f} of {weights} = {share:.4f}, so the index is {found.score:.1f}"


def _ranges(found: Index) -> Iterator[str]:
    yield "The range is the widest of three:"
    for one in found.ranges:
        mark = " (the one told)" if one is found.range else ""
        yield from _indented(
            f"by {BY[one.by]}, {one.low:.1f} to {one.high:.1f}{mark}: {one.because}"
        )


def _indented(text: str) -> Iterator[str]:
    return (f"  {line}" for line in wrap(text, WIDTH - 2))


def _listed(minutes: tuple[float, ...]) -> str:
    return ", ".join(f"{one:.1f}" for one in minutes)
