"""The five made-up people, from no AI at all to a companion at night."""

from datetime import timedelta

from monitor.core.people import How
from monitor.service.demo.persona import (
    OTHER_SITES,
    UNKNOWN_PAGE,
    WEAK_TITLE,
    Friend,
    Persona,
    Sitting,
    Thing,
)

_WEEK = timedelta(weeks=1)
_WRITER = "libreoffice-writer"
_MAIL = Thing.window("thunderbird", 0.1, 2, 9)
_FILES = Thing.window("org.gnome.Nautilus", 0.02, 1, 2)
_SEARCH = Thing.site("duckduckgo.com", 0.03, 1, 3)
_WIKIPEDIA = Thing.site("wikipedia.org", 0.03, 2, 6)
_SIGNAL = Thing.window("Signal", 0.03, 1, 4)
_ZOOM = Thing.call("zoom", 0.1, 20, 45)
_AT_HOME = (OTHER_SITES, _WIKIPEDIA, _SIGNAL, _MAIL, _SEARCH, UNKNOWN_PAGE)
_OFFICE = (
    Thing.window(_WRITER, 0.4, 5, 18), _MAIL, OTHER_SITES, _SEARCH, _WIKIPEDIA, _SIGNAL, _ZOOM,
    _FILES, UNKNOWN_PAGE,
)  # fmt: skip

NONE = Persona(
    name="none",
    about="No AI at all: an office by day, a film now and then.",
    weekdays=(
        Sitting(9 * 60, 170, _OFFICE),
        Sitting(13 * 60, 210, _OFFICE),
        Sitting(20 * 60, 80, (*_AT_HOME, Thing.film(0.5)), 0.5),
    ),
    weekends=(Sitting(11 * 60, 90, _AT_HOME), Sitting(19 * 60, 100, (Thing.film(0.8),), 0.5)),
    least=35,
    most=75,
    friends=(Friend("Mia", _WEEK, (2, 8, 15, 21)), Friend("Uncle Paul", 4 * _WEEK, (12,))),
)

_SOME_AI = (Thing.site("chatgpt.com", 0.06, 2, 7), Thing.site("claude.ai", 0.025, 2, 5))
LIGHT = Persona(
    name="light",
    about="A light user: an assistant for a question or two, and people around.",
    weekdays=(
        Sitting(9 * 60, 165, (*_OFFICE, *_SOME_AI)),
        Sitting(13 * 60, 205, (*_OFFICE, *_SOME_AI)),
        Sitting(20 * 60, 70, (*_AT_HOME, Thing.film(0.5)), 0.5),
    ),
    weekends=(Sitting(11 * 60, 110, (*_AT_HOME, *_SOME_AI)),),
    least=35,
    most=80,
    friends=(Friend("Anna", _WEEK, (1, 6, 13, 20)), Friend("Tom", 2 * _WEEK, (9, 23), How.VISIT)),
)

_DAILY_AI = (
    Thing.site("chatgpt.com", 0.12, 3, 14, grows=True),
    Thing.site("claude.ai", 0.04, 3, 12, grows=True),
    Thing.site("gemini.google.com", 0.01, 2, 6, grows=True),
    WEAK_TITLE,
)
HEAVY = Persona(
    name="heavy",
    about="A heavy user of assistants: at work, in the evening, and more of late.",
    weekdays=(
        Sitting(9 * 60, 180, (*_OFFICE, *_DAILY_AI)),
        Sitting(13 * 60 + 10, 225, (*_OFFICE, *_DAILY_AI)),
        Sitting(20 * 60 + 15, 130, (*_AT_HOME, *_DAILY_AI), 0.9),
        Sitting(23 * 60 + 20, 70, (*_AT_HOME, *_DAILY_AI), 0.35),
    ),
    weekends=(
        Sitting(10 * 60 + 30, 150, (*_AT_HOME, *_DAILY_AI)),
        Sitting(20 * 60, 140, (*_AT_HOME, *_DAILY_AI), 0.8),
    ),
    least=50,
    most=120,
    friends=(
        Friend("Anna", _WEEK, (9, 17, 24)),
        Friend("Jonas", 2 * _WEEK, (4, 19), How.MESSAGE),
        Friend("Mum", _WEEK, (3, 10, 18, 26)),
    ),
    growth=3.0,
)  # fmt: skip

_COMPANION = (
    Thing.site("character.ai", 0.7, 15, 50),
    Thing.site("replika.com", 0.12, 8, 25),
    Thing.site("reddit.com", 0.08, 2, 6),
    UNKNOWN_PAGE,
)
_ALONE = (
    OTHER_SITES,
    _WIKIPEDIA,
    _MAIL,
    _SEARCH,
    UNKNOWN_PAGE,
    Thing.window("Signal", 0.005, 1, 2),
)
COMPANION = Persona(
    name="companion",
    about="A companion at night: long talks with a chatbot past midnight, few with people.",
    weekdays=(
        Sitting(10 * 60, 120, (*_ALONE, Thing.window(_WRITER, 0.4, 5, 20))),
        Sitting(15 * 60, 140, (*_ALONE, Thing.site("character.ai", 0.1, 4, 12))),
        Sitting(22 * 60 + 15, 200, _COMPANION, 0.95),
    ),
    weekends=(
        Sitting(13 * 60, 130, (*_ALONE, Thing.site("character.ai", 0.3, 8, 25))),
        Sitting(22 * 60, 230, _COMPANION),
    ),
    least=60,
    most=130,
    friends=(Friend("Lena", _WEEK, (19,)), Friend("Dad", 2 * _WEEK, (11, 25))),
)

_CODING = (
    Thing.window("jetbrains-pycharm-ce", 0.3, 4, 15),
    Thing.program("claude", 0.2, 2, 7),
    Thing.program("bash", 0.1, 1, 5),
    Thing.site("github.com", 0.08, 2, 8),
    Thing.site("stackoverflow.com", 0.03, 2, 5),
    Thing.site("docs.python.org", 0.03, 2, 6),
    Thing.window("Slack", 0.05, 1, 4),
    Thing.call("zoom", 0.1, 15, 30),
    Thing.site("claude.ai", 0.02, 2, 6),
    OTHER_SITES,
    UNKNOWN_PAGE,
)
PROGRAMMER = Persona(
    name="programmer",
    about="A programmer with agents, that work on alone at lunch; calls with the team.",
    weekdays=(
        Sitting(9 * 60 + 30, 175, _CODING),
        Sitting(13 * 60 + 15, 250, _CODING),
        Sitting(21 * 60, 60, _AT_HOME, 0.5),
    ),
    weekends=(Sitting(14 * 60, 100, _CODING, 0.6), Sitting(11 * 60, 60, _AT_HOME, 0.4)),
    least=50,
    most=110,
    friends=(Friend("Sam", _WEEK, (5, 12, 20)), Friend("Ines", 2 * _WEEK, (2, 16), How.VISIT)),
    agent="claude",
)

PERSONAS = (NONE, LIGHT, PROGRAMMER, HEAVY, COMPANION)
