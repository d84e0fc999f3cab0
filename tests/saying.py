"""Findings to put into words, in each language that is spoken here."""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from os import environ

from config.profiles import LAW_180
from config.schema import BUILT_IN, KINDS, Language, Length, Limit, Per, What
from config.translation import translation
from monitor.core.notices import Figure, Finding, Nudge
from monitor.core.people import Person
from monitor.core.wording.tongue import ENGLISH, Tongue
from monitor.core.words import SAYINGS, Material, compose

NOW = datetime(2026, 11, 23, 11, tzinfo=UTC)
WHATS = ("screen", "ai", *(f"kind:{kind}" for kind in KINDS), "tool:Character.AI", "tag:work")
LONG = "Maximiliane-Theodora of Somewhere Far Away"  # longer than a text has room for
ANNA = Person("Anna", timedelta(days=7), NOW)


def tongue(language: Language) -> Tongue:
    """A language that must be whole."""
    found = translation(language, environ)
    assert not found.trouble
    return Tongue(found.say, found.count)


TONGUES = {language: tongue(language) for language in (Language.EN, Language.DE)}


def limit(what: str, per: Per, at_most: str = "2h", name: str = "mine") -> Limit:
    """A limit of two hours, unless told otherwise."""
    return Limit(name=name, what=What(what), at_most=Length.of(at_most), per=per)


def reached(rule: Limit, *, seconds: float = 7525, turn: int = 0) -> Finding:
    """A limit that is reached, with what was counted of it."""
    figures = (Figure("amount", seconds, "s"), Figure("limit", 7200.0, "s"))
    return Finding(rule.name, f"{rule.per}:{turn}", figures)


def about(rule: str, person: str = "Anna", turn: int = 0, **figures: float) -> Finding:
    """A finding of another rule, with all figures that one may have."""
    given = figures or {"days": 9.0, "noted": 1.0, "returns": 7.0, "episodes": 12.0}
    told = tuple(Figure(name, value, "") for name, value in given.items())
    named = person if rule in {"contact", "birthday", "follow-up"} else ""
    return Finding(rule, f"day:{turn}", told, named)


def say(
    finding: Finding,
    *also: Finding,
    material: Material | None = None,
    code: str = "k7m",
    new: bool = False,
) -> Nudge:
    """Put findings into words."""
    later = NOW + timedelta(minutes=20)
    given = material or Material()
    return compose(finding, also, given, code=code, now=NOW, expires=later, new=new)


def put(rule: Limit, *, turn: int = 0, new: bool = False, spoken: Tongue = ENGLISH) -> Nudge:
    """Put a limit into words."""
    return say(reached(rule, turn=turn), material=Material((rule,), tongue=spoken), new=new)


def every_limit() -> Iterator[Limit]:
    """Limits of every sort, built-in ones and such as people make."""
    yield from (*BUILT_IN, LAW_180)
    for what in (*WHATS, f"tool:{LONG}", f"tag:{LONG}"):
        for per in Per:
            for at_most in ("2h", "0s"):
                yield limit(what, per, at_most)


def every_wording(spoken: Tongue = ENGLISH, *, new: bool = False) -> Iterator[Nudge]:
    """Everything that is ever said."""
    for turn in range(10):
        for one in every_limit():
            yield put(one, turn=turn, new=new, spoken=spoken)
        for rule in SAYINGS:
            material = Material(tongue=spoken)
            yield say(about(rule, LONG, turn), material=material, new=new)
            yield say(about(rule, "Anna", turn, days=1, noted=0), material=material, new=new)
