"""Who has not heard from the person for long: the rule, the birthdays, and asking once after.

It knows what was noted or seen on this computer, never that there was no talk. It is silent until
somebody is named.
"""

from collections.abc import Iterable
from datetime import datetime, timedelta

from config.schema import Contact as Rule
from monitor.core.days import Calendar
from monitor.core.notices import Answer, Figure, Finding, Nudge, Response
from monitor.core.nudging.words import Cap
from monitor.core.people import Contact, Person, Standing, latest, standings, today_of

NAME, BIRTHDAY, FOLLOW_UP = "contact", "birthday", "follow-up"
ASK_AFTER = timedelta(hours=3)  # a talk takes a while to come about
ASK_UNTIL = timedelta(hours=36)  # what was two days ago is asked no more
_DAY = timedelta(days=1)


def caps(rule: Rule) -> dict[str, Cap]:
    """How often each may speak."""
    return {
        NAME: Cap(a_day=1, a_week=rule.most_a_week),
        BIRTHDAY: Cap(a_day=2, a_week=7),
        FOLLOW_UP: Cap(a_day=2, a_week=7),
    }


def findings(
    people: Iterable[Person],
    contacts: Iterable[Contact],
    now: datetime,
    calendar: Calendar,
    rule: Rule,
) -> tuple[Finding, ...]:
    """Find whose birthday it is; or else the most overdue one, if it is time for a talk.

    It is time when somebody is due, or when no talk at all was noted or seen for long. A talk that
    was seen is with somebody unknown: it can silence the rule, and never makes it speak.
    """
    named = tuple(people)
    if not rule.on or not named:
        return ()
    last = latest(contacts)
    order = standings(named, last.values(), now, calendar)
    begins = calendar.bounds(today_of(now, calendar))[0]
    if rule.birthdays and (found := _birthdays(order, begins)):
        return found
    first = order[0]
    quiet = _quiet(named, last.values(), now)
    if not first.is_due and quiet < rule.after:
        return ()
    figures = (*_figures(first), Figure("quiet", float(quiet.days), "d"), _since(begins))
    return (Finding(NAME, f"day:{first.today}", figures, first.person.name),)


def follow_ups(
    told: Iterable[tuple[Nudge, Response | None]],
    contacts: Iterable[Contact],
    now: datetime,
    rule: Rule,
) -> tuple[Finding, ...]:
    """Ask once, hours after the person took up a word about somebody, if it came to a talk.

    Only an answer "did" (its button opens the call) is followed up, and only while no talk was
    noted since. Of several about one person the latest is asked about.
    """
    if not rule.on or not rule.follow_up:
        return ()
    last = latest(contacts)
    found: dict[str, Finding] = {}
    for nudge, response in sorted(told, key=lambda one: one[0].at):
        if nudge.rule not in {NAME, BIRTHDAY} or not nudge.person:
            continue
        if response is None or response.answer is not Answer.DID:
            continue
        talk = last.get(nudge.person)
        if talk is not None and talk.at >= nudge.at:
            continue
        found[nudge.person] = _follow_up(nudge, response, now)
    ripe = (one for one in found.values() if _is_ripe(one, now))
    return tuple(ripe)


def _birthdays(order: Iterable[Standing], begins: datetime) -> tuple[Finding, ...]:
    """Of each its own occasion, whoever is named or talked with meanwhile."""
    today = sorted((one for one in order if one.has_birthday), key=lambda one: one.person.name)
    return tuple(
        Finding(
            BIRTHDAY,
            f"day:{one.today}#{one.person.number}",
            (*_figures(one), *_turns(one), _since(begins)),
            one.person.name,
        )
        for one in today
        if one.last is None or one.last.at < begins
    )


def _figures(of: Standing) -> tuple[Figure, ...]:
    """``noted`` tells whether a talk with them ever was: else it runs since they were named."""
    return (
        Figure("days", float(of.silent), "d"),
        Figure("every", float(of.person.every.days), "d"),
        Figure("over", float(of.over), "d"),
        Figure("noted", float(of.last is not None), ""),
    )


def _turns(of: Standing) -> tuple[Figure, ...]:
    return () if of.turns is None else (Figure("turns", float(of.turns), "years"),)


def _since(begins: datetime) -> Figure:
    """The occasion begins with the day; nothing said before was about it."""
    return Figure("since", begins.timestamp(), "unix")


def _quiet(people: Iterable[Person], contacts: Iterable[Contact], now: datetime) -> timedelta:
    """How long no talk at all was noted or seen; before the first it runs since the first name."""
    named = min(one.added for one in people)
    return now - max((one.at for one in contacts), default=named)


def _follow_up(nudge: Nudge, response: Response, now: datetime) -> Finding:
    hours = (now - response.at) / timedelta(hours=1)
    figures = (
        Figure("hours", float(int(hours)), "h"),
        Figure("took_up", response.at.timestamp(), "unix"),
        Figure("since", nudge.at.timestamp(), "unix"),
    )
    return Finding(FOLLOW_UP, f"nudge:{nudge.code}", figures, nudge.person)


def _is_ripe(finding: Finding, now: datetime) -> bool:
    waited = now.timestamp() - (finding.figure("took_up") or 0)
    return ASK_AFTER.total_seconds() <= waited < ASK_UNTIL.total_seconds()
