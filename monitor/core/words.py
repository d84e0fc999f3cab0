"""The words of a nudge: short, warm, with its figures, towards a break or a person."""

from collections.abc import Set as AbstractSet
from datetime import datetime, timedelta

from config.schema import Limit, Per
from monitor.core.notices import Finding, Nudge

TUNE = "To tune this: humanward config explain limit"
_CODE_FIRST = "bcdfhjkmnprtvwxy"  # nothing that looks like another sign, no vowels: no words
_CODE_REST = _CODE_FIRST + "34679"
_CODE_LEAST = 3
_STRIDE = 7919  # a prime that divides no number of codes, so the walk meets each once

_KINDS = {
    "assistant": "with AI assistants",
    "companion": "with AI companions",
    "wellbeing": "with wellbeing bots",
    "coding_agent": "with coding agents",
    "ai_ide": "in AI editors",
    "ai_search": "with AI search",
    "local_model": "with models on this computer",
    "study": "with AI study tools",
    "creative": "with AI studios",
    "writing": "with AI writing tools",
    "call": "in calls",
    "message": "with messages",
    "social": "on social networks",
    "reference": "in reference works",
    "search": "in search engines",
    "other": "in other programs",
}

_BREAK = (
    "You have been at the screen for {amount} without a break. A few minutes away would do you "
    "good. Or call someone?",
    "{amount} at the screen in one go. A glass of water, a window, a few steps: all of them wait "
    "for you.",
    "You and the screen have had {amount} together without a break. Somebody nearby may like a "
    "word with you.",
    "{amount} without a break so far. Five minutes away from the screen would be a real rest.",
)
_SPELL = (
    "{amount} {where} since your last break. Stand up for a moment? The screen waits.",
    "Since your last break you have been {where} for {amount}. A few steps would do you good.",
    "{amount} {where} without a break. Is there somebody you could ask or tell instead?",
)
_SESSION = (
    "You have been {where} for {amount} in this session. A short walk may bring the next thought.",
    "{amount} {where} in this session. Who do you know that would enjoy the same question?",
    "This session {where} has come to {amount}. A good moment to stretch, or to talk to someone.",
    "{amount} {where} so far in this session. A break, and the next thought may come by itself.",
)
_DAY = (
    "You have been {where} for {amount} today; your mark is {limit}. The rest of the day "
    "is free for people and other things.",
    "{amount} {where} today, and your mark is {limit}. How about a call to someone you like?",
    "Today has come to {amount} {where}, with {limit} as your mark. A good point for a longer "
    "break.",
)
_WEEK = (
    "This week you have been {where} for {amount}; your mark is {limit}. Is there somebody "
    "you would like to see?",
    "{amount} {where} this week, and your mark is {limit}. A few quiet hours elsewhere would "
    "be well earned.",
    "The week has come to {amount} {where}, with {limit} as your mark. Perhaps meet someone for "
    "what comes next?",
)
_NONE_MEANT = (
    "You have been {where} for {amount}, in time that you meant to keep free of it. Is there "
    "somebody you would rather be with?",
    "{amount} {where}, in time that you meant to keep free of it. Leave it for another day?",
    "You wanted this time for other things; {amount} {where} so far. A good moment to let it rest.",
)
_TITLES = {
    Per.SPELL: "Time for a break?",
    Per.SESSION: "A pause?",
    Per.DAY: "Enough for today?",
    Per.WEEK: "Enough for this week?",
}
_WORDINGS = {Per.SPELL: _SPELL, Per.SESSION: _SESSION, Per.DAY: _DAY, Per.WEEK: _WEEK}


def compose(  # noqa: PLR0913 - what a nudge is made of
    finding: Finding, limit: Limit, code: str, now: datetime, expires: datetime, *, new: bool
) -> Nudge:
    """Put a limit's finding into words; in the first days (``new``) with how to tune it."""
    figures = {figure.name: figure.value for figure in finding.figures}
    wordings = _wordings(limit)
    turn = sum(map(ord, finding.occasion + code)) % len(wordings)
    text = wordings[turn].format(
        amount=length(timedelta(seconds=figures["amount"])),
        limit=length(limit.at_most),
        where=_where(limit.what),
    )
    return Nudge(
        code=code,
        at=now,
        expires=expires,
        rule=finding.rule,
        occasion=finding.occasion,
        title=_TITLES[limit.per],
        text=f"{text} {TUNE}" if new else text,
        figures=finding.figures,
    )


def length(time: timedelta) -> str:
    """Say a length of time: 45 seconds, 1 minute, 52 minutes, 1 h 05 min."""
    seconds = int(time.total_seconds())
    minutes, hours = seconds // 60, seconds // 3600
    if not minutes:
        return f"{seconds} second{'' if seconds == 1 else 's'}"
    if not hours:
        return f"{minutes} minute{'' if minutes == 1 else 's'}"
    if minutes % 60:
        return f"{hours} h {minutes % 60:02} min"
    return f"{hours} hour{'' if hours == 1 else 's'}"


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


def _wordings(limit: Limit) -> tuple[str, ...]:
    if not limit.at_most:
        return _NONE_MEANT
    if limit.per is Per.SPELL and limit.what == "screen":
        return _BREAK
    return _WORDINGS[limit.per]


def _where(what: str) -> str:
    if what == "screen":
        return "at the screen"
    if what == "ai":
        return "with AI tools"
    scope, _, name = what.partition(":")
    if scope == "kind":
        return _KINDS[name]
    return f"with {name}" if scope == "tool" else f'with what you tagged "{name}"'
