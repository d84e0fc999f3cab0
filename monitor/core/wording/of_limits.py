"""What is said of a limit. Fields: {amount} so far, {limit} the mark, {where} it was spent."""

from config.schema import Limit, Per
from monitor.core.wording.saying import Saying
from monitor.core.wording.tongue import Tongue, short, text

_TOPIC = "limit"
_KINDS = {
    "assistant": text("with AI assistants"),
    "companion": text("with AI companions"),
    "wellbeing": text("with wellbeing bots"),
    "coding_agent": text("with coding agents"),
    "ai_ide": text("in AI editors"),
    "ai_search": text("with AI search"),
    "local_model": text("with models on this computer"),
    "study": text("with AI study tools"),
    "creative": text("with AI studios"),
    "writing": text("with AI writing tools"),
    "call": text("in calls"),
    "message": text("with messages"),
    "social": text("on social networks"),
    "reference": text("in reference works"),
    "search": text("in search engines"),
    "other": text("in other programs"),
}
_SCREEN, _AI = text("at the screen"), text("with AI tools")
_TOOL, _TAG = text("with {name}"), text('with what you tagged "{name}"')
_WITHOUT = text('{where} (without "{name}")')

_BREAK = Saying(
    text("Time for a break?"),
    (
        text(
            "You have been at the screen for {amount} without a break. A few minutes away would "
            "do you good. Or call someone?"
        ),
        text(
            "{amount} at the screen in one go. A glass of water, a window, a few steps: all of "
            "them wait for you."
        ),
        text(
            "You and the screen have had {amount} together without a break. Somebody nearby may "
            "like a word with you."
        ),
        text(
            "{amount} without a break so far. Five minutes away from the screen would be a real "
            "rest."
        ),
    ),
    text("You have been at the screen for {amount} without a break."),
    _TOPIC,
)
_SPELL = Saying(
    text("Time for a break?"),
    (
        text("{amount} {where} since your last break. Stand up for a moment? The screen waits."),
        text(
            "Since your last break you have been {where} for {amount}. A few steps would do you "
            "good."
        ),
        text("{amount} {where} without a break. Is there somebody you could ask or tell instead?"),
    ),
    text("You have been {where} for {amount} since your last break."),
    _TOPIC,
)
_SESSION = Saying(
    text("A pause?"),
    (
        text(
            "You have been {where} for {amount} in this session. A short walk may bring the next "
            "thought."
        ),
        text(
            "{amount} {where} in this session. Who do you know that would enjoy the same question?"
        ),
        text(
            "This session {where} has come to {amount}. A good moment to stretch, or to talk to "
            "someone."
        ),
        text(
            "{amount} {where} so far in this session. A break, and the next thought may come by "
            "itself."
        ),
    ),
    text("You have been {where} for {amount} in this session."),
    _TOPIC,
)
_DAY = Saying(
    text("Enough for today?"),
    (
        text(
            "You have been {where} for {amount} today; your mark is {limit}. The rest of the day "
            "is free for people and other things."
        ),
        text(
            "{amount} {where} today, and your mark is {limit}. How about a call to someone you "
            "like?"
        ),
        text(
            "Today has come to {amount} {where}, with {limit} as your mark. A good point for a "
            "longer break."
        ),
    ),
    text("You have been {where} for {amount} today; your mark is {limit}."),
    _TOPIC,
)
_WEEK = Saying(
    text("Enough for this week?"),
    (
        text(
            "This week you have been {where} for {amount}; your mark is {limit}. Is there somebody "
            "you would like to see?"
        ),
        text(
            "{amount} {where} this week, and your mark is {limit}. A few quiet hours elsewhere "
            "would be well earned."
        ),
        text(
            "The week has come to {amount} {where}, with {limit} as your mark. Perhaps meet "
            "someone for what comes next?"
        ),
    ),
    text("You have been {where} for {amount} this week; your mark is {limit}."),
    _TOPIC,
)
_NONE_MEANT = Saying(
    text("Time you wanted free"),
    (
        text(
            "You have been {where} for {amount}, in time that you meant to keep free of it. Is "
            "there somebody you would rather be with?"
        ),
        text(
            "{amount} {where}, in time that you meant to keep free of it. Leave it for another day?"
        ),
        text(
            "You wanted this time for other things; {amount} {where} so far. A good moment to let "
            "it rest."
        ),
    ),
    text("You have been {where} for {amount}, in time that you meant to keep free of it."),
    _TOPIC,
)
_NIGHT = Saying(
    text("Time to sleep?"),
    (
        text(
            "It is night, and you have been {where} for {amount}. Sleep may bring the better "
            "answer; the rest keeps until tomorrow."
        ),
        text("{amount} {where} tonight. A dark room and a pillow would do you good now."),
        text(
            "The night has come to {amount} {where} so far. Take the rest to somebody over "
            "breakfast?"
        ),
    ),
    text("It is night, and you have been {where} for {amount}."),
    _TOPIC,
)
_COMPANION = Saying(
    text("And a person?"),
    (
        text(
            "You have been {where} for {amount}; your mark is {limit}. An AI can be wrong, and it "
            "cannot sit beside you. Who among your people would like to hear from you?"
        ),
        text(
            "{amount} {where}, and your mark is {limit}. What an AI says can be wrong. A person "
            "who knows you can help in other ways: is there someone you could call?"
        ),
        text(
            "It has come to {amount} {where}, with {limit} as your mark. An AI can be wrong about "
            "you. There is help among people too: whom would you trust with this?"
        ),
    ),
    text("You have been {where} for {amount}; an AI can be wrong, and people can help too."),
    _TOPIC,
)
_WELLBEING = Saying(
    text("And a person?"),
    (
        text(
            "You have been {where} for {amount}; your mark is {limit}. A bot can be wrong. There "
            "is help among people: a friend, a doctor, a helpline."
        ),
        text(
            "{amount} {where}, and your mark is {limit}. What a bot says can be wrong. Whom could "
            "you tell the same: a friend, your family, a helpline?"
        ),
        text(
            "It has come to {amount} {where}, with {limit} as your mark. A bot can be wrong. "
            "People who listen, as friends or as their calling, are within reach too."
        ),
    ),
    text("You have been {where} for {amount}; a bot can be wrong, and people can help too."),
    _TOPIC,
)
_LAW_180 = Saying(
    text("It is a program, not a human being"),
    (
        text(
            "You have been {where} for {amount}. What answers there is a program and not a human "
            "being. A long break would do you good, or a voice that you know."
        ),
        text(
            "{amount} of continuing conversation {where}: it is a program and not a human being, "
            "and it can be wrong. How about a break, and then a person?"
        ),
        text(
            "This conversation {where} has gone on for {amount}. A program answers, it is not a "
            "human being. Who would be glad of your company now?"
        ),
    ),
    text("You have been {where} for {amount}: it is a program and not a human being."),
    _TOPIC,
)
_PERS = {Per.SPELL: _SPELL, Per.SESSION: _SESSION, Per.DAY: _DAY, Per.WEEK: _WEEK}
_NAMED = {"ai-at-night": _NIGHT, "law-180": _LAW_180}
_OF_KIND = {"kind:companion": _COMPANION, "kind:wellbeing": _WELLBEING}

SAYINGS = (_BREAK, *_PERS.values(), _NONE_MEANT, *_NAMED.values(), *_OF_KIND.values())


def saying(limit: Limit) -> Saying:
    """Find what is said of a limit."""
    if not limit.at_most:
        return _NONE_MEANT
    if limit.per is Per.SPELL and limit.what == "screen" and not limit.without:
        return _BREAK
    return _NAMED.get(limit.name) or _OF_KIND.get(limit.what) or _PERS[limit.per]


def where(limit: Limit, tool: str, tongue: Tongue) -> str:
    """Say where the time of a limit was spent; ``tool`` is the one AI tool that it was, if one."""
    told = _of_what(limit, tool, tongue)
    if not limit.without:
        return told
    return tongue.put(_WITHOUT, {"where": told, "name": short(", ".join(limit.without))})


def _of_what(limit: Limit, tool: str, tongue: Tongue) -> str:
    what, scope, name = limit.what, limit.what.scope, limit.what.name
    if what == "screen":
        return tongue.say(_SCREEN)
    if scope == "kind":
        return tongue.say(_KINDS[name])
    if scope == "tag":
        return tongue.put(_TAG, {"name": short(name)})
    named = name or tool
    return tongue.put(_TOOL, {"name": short(named)}) if named else tongue.say(_AI)
