"""The words of the evening note and the weekly letter: whole sentences, for a translator to take.

Lengths come as "1 h 05 min", which is the same in most languages. None of the texts counts one.
"""

from collections.abc import Mapping
from dataclasses import dataclass

from monitor.core.changes import About


@dataclass(frozen=True, slots=True)
class Wording:
    """What is said of one span of time. ``more`` and ``less`` are of one figure each.

    ``all_told`` is the first sentence where nothing goes beyond the usual, ``nothing_else`` the
    second after a single change, ``longest`` the second after none.
    """

    title: str
    more: Mapping[About, str]
    less: Mapping[About, str]
    all_told: str
    nothing_else: str
    longest: str
    too_little: str
    beside: str

    @property
    def texts(self) -> tuple[str, ...]:
        """All of them."""
        return (
            self.title,
            *self.more.values(),
            *self.less.values(),
            self.all_told,
            self.nothing_else,
            self.longest,
            self.too_little,
            self.beside,
        )


DAY = Wording(
    title="Your day",
    more={
        About.AI: "Today brought {now} with AI tools; {usual} is usual for you.",
        About.NIGHT: "{now} with AI tools fell into your night; {usual} is usual.",
        About.SESSION: "Your longest time with AI in one go was {now}; {usual} is usual.",
        About.PEOPLE: "Calls and messages took {now} of your day; {usual} is usual.",
        About.SCREEN: "You were at the screen for {now}; {usual} is usual.",
        About.SPELL: "Your longest time without a break was {now}; {usual} is usual.",
    },
    less={},  # the day is not over yet
    all_told="Today so far brought {ai} with AI tools in {screen} at the screen.",
    nothing_else="Nothing else goes beyond your last four weeks.",
    longest="That is within your last four weeks, and your longest time in one go was {spell}.",
    too_little="Too little was seen today to tell how it was.",
    beside="{seen} % of your usual hours so far were seen; phones never are. This describes "
    "computer use. It is no diagnosis.",
)
WEEK = Wording(
    title="Your week",
    more={
        About.AI: "The last seven days brought {now} a day with AI tools; {usual} is usual.",
        About.NIGHT: "{now} a day with AI tools fell into your nights; {usual} is usual.",
        About.SESSION: "Your longest times with AI in one go came to {now}; {usual} is usual.",
        About.PEOPLE: "Calls and messages took {now} a day; {usual} is usual.",
        About.SCREEN: "You were at the screen for {now} a day; {usual} is usual.",
        About.SPELL: "Your longest times without a break came to {now}; {usual} is usual.",
    },
    less={
        About.AI: "The last seven days brought {now} a day with AI tools, where {usual} is usual.",
        About.NIGHT: "Your nights were freer of AI tools: {now} a day, where {usual} is usual.",
        About.SESSION: "Your longest times with AI in one go came to {now}, where {usual} is "
        "usual.",
        About.PEOPLE: "Calls and messages took {now} a day, where {usual} is usual.",
        About.SCREEN: "You were at the screen for {now} a day, where {usual} is usual.",
        About.SPELL: "You took breaks sooner: after {now} at the longest, where {usual} is usual.",
    },
    all_told="The last seven days brought {ai} a day with AI tools in {screen} at the screen.",
    nothing_else="All else was much as in the four weeks before.",
    longest="That is much as in the four weeks before.",
    too_little="Too little was seen in the last seven days to tell how they were.",
    beside="{valid} of the 7 days tell enough; {seen} % of your usual hours were seen, phones "
    "never are. This describes computer use. It is no diagnosis.",
)

LEARNING = "What is usual for you is still being learned: {days} of 14 days so far."
FEW_WEEKENDS = "Too few days of the weekend are known to say what is usual for you."
WEEKDAYS_MORE = "Your weekdays brought {now} a day with AI tools; {usual} is usual."
WEEKDAYS_LESS = "Your weekdays brought {now} a day with AI tools, where {usual} is usual."
UNSEEN = "About {percent} % of your usual hours were not seen, so there may have been more."
ENOUGH = "A day tells enough with an hour at the screen."
NOT_APART = "Too little can be told of these seven days without the tags that you leave out."
TOGETHER = "The sums that are kept of old days hold what bears these tags, too."

DUE = "No talk with {name} is noted for {days} days; how about a call?"
DUE_NOW = "A word with {name} would be timely; how about a call?"
NEVER_NOTED = "You have not noted a talk with {name} yet; how about a call?"
TALKS = "You noted {talks} talks; who would you like to hear from next?"
ONE_TALK = "You noted a talk; who would you like to hear from next?"
NOBODY_DUE = "Nobody on your list is due; a call out of the blue may please somebody."
NOBODY_NAMED = "Is there somebody you would like to call or see soon?"

TOWARDS_PEOPLE = (DUE, DUE_NOW, NEVER_NOTED, TALKS, ONE_TALK, NOBODY_DUE, NOBODY_NAMED)
TEXTS = (
    *DAY.texts, *WEEK.texts, LEARNING, FEW_WEEKENDS, WEEKDAYS_MORE, WEEKDAYS_LESS, UNSEEN, ENOUGH,
    NOT_APART, TOGETHER, *TOWARDS_PEOPLE,
)  # fmt: skip
