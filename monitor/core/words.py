"""Put what is to be said into words: short, warm, with its figures, towards a break or a person."""

import re
from collections.abc import Iterable, Mapping, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from config.schema import Limit
from monitor.core.notices import Button, Finding, Nudge
from monitor.core.nudging.words import MERGED
from monitor.core.people import Person
from monitor.core.wording import of_habits, of_limits, of_people
from monitor.core.wording.saying import Saying
from monitor.core.wording.tongue import ENGLISH, Message, Tongue, length, short, text

__all__ = ["LETTERS", "Material", "compose", "length", "new_code", "room"]

LETTERS = 250
"""The most letters of a text: of longer ones some systems show nothing at all."""
_TUNE = text("To tune this: {command}")
_ANSWER = text("Answer: {command}")
_CODE_FIRST = "bcdfhjkmnprtvwxy"  # nothing that looks like another sign, no vowels: no words
_CODE_REST = _CODE_FIRST + "34679"
_CODE_LEAST = 3
_STRIDE = 7919  # a prime that divides no number of codes, so the walk meets each once
_FIELD = re.compile(r"\{[^{}]*\}")
_A_FEW = (1, 2, 5)  # counts for which no language that is spoken here has more forms

SAYINGS = {
    "contact": of_people.CONTACT,
    "birthday": of_people.BIRTHDAY,
    "follow-up": of_people.FOLLOW_UP,
    "returning": of_habits.RETURNING,
    "ask-first": of_habits.ASK_FIRST,
}
"""What the rules beside the limits say."""
TOLD = ("evening", "letter")
"""The rules that bring a text of their own."""
_TOPIC_OF_TOLD = "evening"


@dataclass(frozen=True, slots=True)
class Material:
    """What words are made of besides the findings.

    ``tools`` are the rules of a limit whose time went to one AI tool alone, and which that was.
    ``last`` is the text that the rule said last: it is not said twice in a row. ``told`` is the
    title and the text of the evening's note or the letter of the week.
    """

    limits: tuple[Limit, ...] = ()
    people: tuple[Person, ...] = ()
    tongue: Tongue = ENGLISH
    tools: Mapping[str, str] = field(default_factory=dict)
    last: str = ""
    told: tuple[str, str] = ("", "")


def compose(  # noqa: PLR0913 - what a nudge is made of
    finding: Finding,
    also: Sequence[Finding],
    material: Material,
    *,
    code: str,
    now: datetime,
    expires: datetime,
    new: bool,
) -> Nudge:
    """Put a finding into words, with what waited with it as far as there is room.

    The nudge's ``also`` are those of them that it says. In the first days (``new``) it ends with
    how to tune it, unless its own text leaves no room for that.
    """
    title, words = _own(finding, material, code)
    tail = _tune(finding, material) if new else ""
    brief = _short(finding, material) or words
    merged = [_merge(own, also, material, tail) for own in (words, brief)]
    words, said = max(merged, key=lambda one: len(one[1]))
    return Nudge(
        code=code,
        at=now,
        expires=expires,
        rule=finding.rule,
        occasion=finding.occasion,
        title=title,
        text=words,
        figures=finding.figures,
        person=finding.person,
        also=said,
        buttons=_buttons(finding, material),
        to_answer=material.tongue.put(_ANSWER, {"command": f"humanward answer {code} did"}),
    )


def room(finding: Finding, material: Material, *, new: bool) -> int:
    """The letters that a text of its own may have, beside how to tune it in the first days."""
    return LETTERS - len(f" {_tune(finding, material)}" if new else "")


def _merge(
    words: str, also: Sequence[Finding], material: Material, tail: str
) -> tuple[str, tuple[tuple[str, str], ...]]:
    """The text, with its tail before what else there is room for; the rule and occasion of that."""
    tail = tail if len(f"{words} {tail}") <= LETTERS else ""
    told = " ".join(filter(None, (words, tail)))
    said = []
    for one in also[:MERGED]:
        more = _short(one, material)
        longer = " ".join(filter(None, (words, more, tail)))
        if more and len(longer) <= LETTERS:
            words, told = f"{words} {more}", longer
            said.append((one.rule, one.occasion))
    return told, tuple(said)


def new_code(taken: AbstractSet[str], seed: int) -> str:
    """Make a short code that is easy to type and not taken; the same seed makes the same one."""
    letters = _CODE_LEAST
    while True:
        codes = len(_CODE_FIRST) * len(_CODE_REST) ** (letters - 1)
        for turn in range(codes):
            code = _code((seed + turn) * _STRIDE % codes, letters)
            if code not in taken:
                return code
        letters += 1


def _code(number: int, letters: int) -> str:
    number, first = divmod(number, len(_CODE_FIRST))
    code = _CODE_FIRST[first]
    for _ in range(letters - 1):
        number, sign = divmod(number, len(_CODE_REST))
        code += _CODE_REST[sign]
    return code


def _own(finding: Finding, material: Material, code: str) -> tuple[str, str]:
    """The title and the text of the finding itself."""
    if finding.rule in TOLD:
        return material.told
    saying, tongue = _saying(finding, material), material.tongue
    fields = _fields(finding, material)
    fresh = [one for one in saying.texts if not _was_said(one, material)] or saying.texts
    chosen = fresh[sum(map(ord, finding.occasion + code)) % len(fresh)]
    return tongue.put(saying.title, fields), tongue.put(chosen, fields)


def _short(finding: Finding, material: Material) -> str:
    """One sentence of a finding, for within the nudge of another; '' when it has none."""
    message = "" if finding.rule in TOLD else _saying(finding, material).short
    return material.tongue.put(message, _fields(finding, material)) if message else ""


def _tune(finding: Finding, material: Material) -> str:
    topic = _TOPIC_OF_TOLD if finding.rule in TOLD else _saying(finding, material).topic
    return material.tongue.put(_TUNE, {"command": f"humanward config explain {topic}"})


def _buttons(finding: Finding, material: Material) -> tuple[Button, ...]:
    tongue = material.tongue
    if finding.rule in {"contact", "birthday"}:
        known = (one for one in material.people if one.name == finding.person)
        return of_people.buttons(next(known, None), tongue)
    told = finding.rule in TOLD
    choices = of_habits.THANKS if told else _saying(finding, material).buttons
    return tuple(Button(answer, tongue.say(label)) for answer, label in choices)


def _saying(finding: Finding, material: Material) -> Saying:
    limit = _limit(finding, material)
    if limit is not None:
        return of_limits.saying(limit)
    is_first = finding.rule == "contact" and finding.figure("noted") == 0
    return of_people.FIRST_TALK if is_first else SAYINGS[finding.rule]


def _limit(finding: Finding, material: Material) -> Limit | None:
    return next((limit for limit in material.limits if limit.name == finding.rule), None)


def _fields(finding: Finding, material: Material) -> dict[str, object]:
    """What fills the gaps of a text, from the figures."""
    tongue, limit = material.tongue, _limit(finding, material)
    figures = {figure.name: figure.value for figure in finding.figures}
    if limit is not None:
        return {
            "amount": length(timedelta(seconds=figures["amount"]), tongue),
            "limit": length(limit.at_most, tongue),
            "where": of_limits.where(limit, material.tools.get(limit.name, ""), tongue),
        }
    if finding.person:
        return {"person": short(finding.person), "days": max(1, int(figures.get("days", 1)))}
    return {"times": int(figures.get("returns", figures.get("episodes", 0)))}


def _was_said(message: Message, material: Material) -> bool:
    """Whether the last text of the rule was made of this message, whatever its figures were."""
    return any(_is_made_of(form, material.last) for form in _forms(message, material.tongue))


def _forms(message: Message, tongue: Tongue) -> Iterable[str]:
    if isinstance(message, str):
        return (tongue.say(message),)
    return {tongue.count(message.one, message.many, count) for count in _A_FEW}


def _is_made_of(form: str, said: str) -> bool:
    at = 0
    for piece in _FIELD.split(form):
        found = said.find(piece, at)
        if found < 0:
            return False
        at = found + len(piece)
    return True
