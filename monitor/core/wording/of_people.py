"""What is said of people. Fields: {person}, and {days} since the last talk that was noted.

Nobody knows with whom a person talked elsewhere: say that no talk was noted, never that none was.
FIRST_TALK is the rule of contact for somebody with whom none was noted yet.
"""

from collections.abc import Iterator

from monitor.core.notices import Answer, Button
from monitor.core.people import How, Person
from monitor.core.wording.saying import LATER, NO, Saying
from monitor.core.wording.tongue import Tongue, plural, short, text

_TOPIC = "contact"
_CALL, _WRITE = text("Call {person}"), text("Write to {person}")
_CHAT, _SELF = text("Open the chat with {person}"), text("I will get in touch")
_UNSAFE = frozenset("?&%#\"'<>\\")

CONTACT = Saying(
    text("A word with {person}?"),
    (
        plural(
            "You have not noted a talk with {person} for {days} day. How about a few words today?",
            "You have not noted a talk with {person} for {days} days. How about a few words today?",
            "days",
        ),
        plural(
            "For {days} day you have noted no talk with {person}. Now may be a good moment for "
            "one.",
            "For {days} days you have noted no talk with {person}. Now may be a good moment for "
            "one.",
            "days",
        ),
        plural(
            "{days} day without a noted talk with {person}. It need not be long to do you both "
            "good.",
            "{days} days without a noted talk with {person}. It need not be long to do you both "
            "good.",
            "days",
        ),
        plural(
            "You have not noted a talk with {person} for {days} day. What would you like to tell "
            "first?",
            "You have not noted a talk with {person} for {days} days. What would you like to tell "
            "first?",
            "days",
        ),
    ),
    plural(
        "You have not noted a talk with {person} for {days} day.",
        "You have not noted a talk with {person} for {days} days.",
        "days",
    ),
    _TOPIC,
)
FIRST_TALK = Saying(
    text("A word with {person}?"),
    (
        text("You have not noted a talk with {person} yet. How about a few words today?"),
        text("No talk with {person} is noted so far. Now may be a good moment for one."),
        text("You named {person} and have not noted a talk yet. What would you like to tell?"),
    ),
    text("You have not noted a talk with {person} yet."),
    _TOPIC,
)
BIRTHDAY = Saying(
    text("A birthday: {person}"),
    (
        text("{person} has a birthday today. How about a call, or a few words?"),
        text("Today is the birthday of {person}. Few things are as welcome as a voice."),
        text("A birthday today: {person}. A good reason to get in touch."),
    ),
    text("{person} has a birthday today."),
    _TOPIC,
)
FOLLOW_UP = Saying(
    text("Did you talk with {person}?"),
    (
        text("You wanted to get in touch with {person}. Did it come to a talk?"),
        text("Did it come to a talk with {person}? With a yes it is noted."),
        text("Earlier you meant to reach {person}. Did the two of you talk?"),
    ),
    "",
    _TOPIC,
    ((Answer.DID, text("Yes, we talked")), (Answer.NO, text("Not yet"))),
)


def buttons(person: Person | None, tongue: Tongue) -> tuple[Button, ...]:
    """The first opens the way to the person that they like best, of those that are known."""
    label, opens = _SELF, ""
    fields = {"person": ""}
    if person is not None:
        label, opens = next(_ways(person), (label, opens))
        fields["person"] = short(person.name)
    return (
        Button(Answer.DID, tongue.put(label, fields), opens),
        Button(Answer.LATER, tongue.say(LATER)),
        Button(Answer.NO, tongue.say(NO)),
    )


def _ways(person: Person) -> Iterator[tuple[str, str]]:
    call = (_CALL, _tel(person.phone))
    chat, mail = (_CHAT, person.link), (_WRITE, _mailto(person.email))
    liked = {How.CALL: (call,), How.MESSAGE: (chat, mail), How.VISIT: ()}
    order = [way for how in person.how for way in liked[how]]
    return ((label, opens) for label, opens in (*order, call, chat, mail) if opens)


def _tel(phone: str) -> str:
    digits = "".join(sign for sign in phone if sign.isascii() and sign.isdigit())
    plus = "+" if phone.strip().startswith("+") else ""
    return f"tel:{plus}{digits}" if digits else ""


def _mailto(email: str) -> str:
    """An address as the link of a mail program; one that would need quoting opens nothing."""
    is_plain = "@" in email and email.isprintable() and not _UNSAFE & set(email)
    return f"mailto:{email}" if is_plain and " " not in email else ""
