"""The Reliance Index of seven days, 0 to 100, with its parts and its range."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta

from config import schema
from monitor.core import part_words
from monitor.core.figures import Figures, daily
from monitor.core.parts import Growth, Name, Rule, changed, points
from monitor.core.ranges import Range, Scale, by_days, by_parts, by_unseen
from monitor.core.week import LEAST_LEARNED, LEAST_VALID, WINDOW, Checked, Span

_MINUTE = timedelta(minutes=1)


@dataclass(frozen=True, slots=True)
class Part:
    """One part: the figure ``x`` it takes, its points 0 to 1, and how both come about."""

    name: Name
    x: float
    rule: Rule
    value: float
    says: str
    reckoning: str

    @property
    def unit(self) -> str:
        """What ``x`` and its bounds count."""
        return part_words.UNITS[self.name]

    @property
    def source(self) -> str:
        """Where the part comes from, and what is judgement in it."""
        return part_words.SOURCES[self.name]


@dataclass(frozen=True, slots=True)
class Missing:
    """A part that is not told, and why."""

    name: Name
    because: str


@dataclass(frozen=True, slots=True)
class Index:
    """The index of the seven days up to ``day``.

    Without a score ``why_not`` says what it takes. ``days`` are the figures of the valid days,
    ``ranges`` the three of which the widest is told. ``changed`` names the settings of weights
    and bounds that are not the defaults.
    """

    day: date
    window: tuple[Checked, ...]
    days: tuple[Figures, ...] = ()
    growth: Growth | None = None
    score: float | None = None
    why_not: str = ""
    parts: tuple[Part, ...] = ()
    missing: tuple[Missing, ...] = ()
    ranges: tuple[Range, ...] = ()
    not_seen: float = 0.0
    learned: int = 0
    changed: tuple[str, ...] = ()
    left_out: tuple[str, ...] = ()

    @property
    def is_learning(self) -> bool:
        """Whether too little is known yet of what is usual for the person."""
        return self.learned < LEAST_LEARNED

    @property
    def range(self) -> Range | None:
        """The widest of the ranges; None without a score."""
        return max(self.ranges, key=lambda one: one.high - one.low, default=None)


def index(
    span: Span,
    chosen: schema.Index,
    talks: Mapping[date, timedelta] | None = None,
    *,
    is_past: bool = False,
) -> Index:
    """Tell the index of a span. ``talks`` are the noted ones by day; None: none is ever noted.

    ``is_past``: no day is to come that could still make one.
    """
    told = Index(
        day=span.last,
        window=span.window,
        days=daily(span.valid, talks),
        not_seen=span.not_seen,
        learned=span.learned,
        changed=changed(chosen),
        left_out=chosen.leave_out,
    )
    if len(told.days) < LEAST_VALID:
        return replace(told, why_not=_too_few(told.window, is_past=is_past))
    minutes = (tuple(one.ai / _MINUTE for one in days) for days in (span.lately, span.earlier))
    rules = {name: Rule.of(chosen, name) for name in Name}
    scale = Scale(
        {name: rule for name, rule in rules.items() if rule.weight},
        Growth.of(*minutes),
        _knows_contact(span, talks),
    )
    week = Figures.sum(told.days)
    score = scale.score(week)
    if score is None:
        return replace(told, why_not="No part that can be told has any weight in your settings.")
    parts = _parts(scale, week)
    values, weights = [one.value for one in parts], [one.rule.weight for one in parts]
    told_scale = replace(scale, rules={one.name: one.rule for one in parts})
    return replace(
        told,
        growth=scale.growth,
        score=score,
        parts=parts,
        missing=_missing(rules, parts, week, span),
        ranges=(
            by_days(told_scale, span, talks, score),
            by_unseen(told_scale, span, week, score),
            by_parts(values, weights, score),
        ),
    )


def _too_few(window: Sequence[Checked], *, is_past: bool) -> str:
    valid = sum(one.is_valid for one in window)
    days = "1 day tells" if valid == 1 else f"{valid or 'none'} of them tell"
    return (
        f"No index yet: it takes {LEAST_VALID} of the {WINDOW} days, and {days} enough. A day tells"
        " enough with 60 active minutes and half of its usual hours seen."
        f"{'' if is_past else ' It comes by itself.'}"
    )


def _knows_contact(span: Span, talks: Mapping[date, timedelta] | None) -> bool:
    days = (*span.earlier, *span.lately)
    return talks is not None or any(one.calls or one.messages for one in days)


def _parts(scale: Scale, week: Figures) -> tuple[Part, ...]:
    parts = []
    for name, rule in scale.rules.items():
        x = scale.measure(name, week)
        if x is not None:
            says = part_words.says(name, x, week, scale.growth)
            reckoning = part_words.reckoning(name, x, week, scale.growth)
            parts.append(Part(name, x, rule, points(name, x, rule), says, reckoning))
    return tuple(parts)


def _missing(
    rules: Mapping[Name, Rule], parts: Sequence[Part], week: Figures, span: Span
) -> tuple[Missing, ...]:
    told = {part.name for part in parts}
    return tuple(
        Missing(
            name,
            part_words.why_missing(name, week, len(span.lately), len(span.earlier))
            if rule.weight
            else "it has no weight in your settings",
        )
        for name, rule in rules.items()
        if name not in told
    )
