"""The law of rehearsal: it tells the nudges of a daemon that judges every minute, and sooner."""

from dataclasses import replace as changed
from datetime import UTC, datetime, timedelta
from random import Random

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from msgspec.structs import replace

from config.profiles import LAW_180, settings_under
from config.schema import (
    DEFAULTS,
    Evening,
    Length,
    Limit,
    Per,
    Profile,
    Settings,
    Span,
    Weekday,
    What,
)
from monitor.core.contacts import Known
from monitor.core.days import Calendar
from monitor.core.people import Birthday, Contact, How, Person
from monitor.core.types import Kind, Mark, Presence, Stretch, Subject, Verdict, Zone
from tests.judging import BERLIN, LONG_AGO, minutes
from tests.proof import counts
from tests.replaying import Life, lived, rehearsed

VERDICTS = (
    Verdict("", Kind.OTHER, ""),
    Verdict("Claude", Kind.ASSISTANT, "", tags=("work",)),
    Verdict("Replika", Kind.COMPANION, ""),
    Verdict("", Kind.SEARCH, ""),
    Verdict("Signal", Kind.MESSAGE, ""),
)
JOURNEY = Calendar((
    Zone(datetime(2020, 1, 1, tzinfo=UTC), "Europe/Berlin"),
    Zone(datetime(2026, 3, 29, 9, tzinfo=UTC), "America/New_York"),
    Zone(datetime(2026, 3, 30, 11, tzinfo=UTC), "Asia/Tokyo"),
))  # fmt: skip
EVENINGS = (
    datetime(2026, 3, 28, 18, tzinfo=UTC),
    datetime(2026, 10, 24, 18, tzinfo=UTC),
    datetime(2026, 11, 22, 7, tzinfo=UTC),
)
NOON = datetime(2026, 11, 23, 11, tzinfo=UTC)  # twelve o'clock in Berlin, on a Monday
LENGTHS = st.sampled_from([Length.of(text) for text in ("1m", "10m", "20m 1s", "1h", "2h", "0s")])
SPANS = st.sampled_from(
    [(), (), (Span.of("22:30-07:00"),), (Span.of("12:00-13:30"), Span.of("20:00-20:10"))]
)
ORDERS = st.builds(
    Evening, note=st.booleans(), letter=st.booleans(), hour=st.sampled_from((12, 20, 20, 23))
)
STAYS = (1, 20, 60, 61, 299, 600, 600, 1799, 1800, 3000, 5400)
ABSENCES = (1, 20, 60, 299, 300, 301, 599, 1800, 7200, 30_000)


@st.composite
def lives(draw: st.DrawFn) -> Life:
    """A day or two of stays, short and long, with absences and calls; drawn at random by a seed."""
    chance = Random(draw(st.integers(0, 1 << 32)))  # noqa: S311 - a life, no secret
    now = draw(st.sampled_from(EVENINGS)) + timedelta(milliseconds=chance.randrange(60_000))
    seen = []
    for _ in range(draw(st.integers(1, 90))):
        start = now + timedelta(seconds=chance.choice(ABSENCES) if chance.random() < 0.2 else 0)
        length = timedelta(seconds=chance.choice(STAYS), milliseconds=chance.randrange(1000))
        now = start + length
        number = chance.randrange(len(VERDICTS) * 2)
        presence = Presence.IDLE if chance.random() < 0.1 else Presence.ACTIVE
        marks = Mark.CALL if chance.random() < 0.1 else 0
        stretch = Stretch(start, now, Subject(str(number)), presence, marks=int(marks))
        seen.append((stretch, VERDICTS[number % len(VERDICTS)]))
    known = Known(*_people(chance, seen[0][0].start))
    first = draw(st.sampled_from((None, seen[0][0].start, LONG_AGO, LONG_AGO, LONG_AGO)))
    return Life(tuple(seen), draw(st.sampled_from((BERLIN, JOURNEY))), first, known)


def _people(chance: Random, since: datetime) -> tuple[tuple[Person, ...], tuple[Contact, ...]]:
    """Nobody, or a few with a talk now and then, some of them named while the life goes on."""
    hours = [timedelta(hours=chance.randrange(-200, 40)) for _ in range(6)]
    names = ("Anna", "Ben")[: chance.randrange(3)]
    people = tuple(
        Person(name, timedelta(days=chance.randrange(1, 9)), since + hours.pop(), birthday=birthday)
        for name, birthday in zip(names, (Birthday(3, 29), None), strict=False)
    )
    talks = [Contact(chance.choice(("", *names)), since + ago, How.VISIT) for ago in sorted(hours)]
    return people, tuple(talks[: chance.randrange(5)])


LIMITS = st.builds(
    Limit,
    name=st.sampled_from(["one", "two", LAW_180.name]),
    what=st.sampled_from([What(text) for text in ("screen", "ai", "kind:companion", "tag:work")]),
    at_most=LENGTHS,
    per=st.sampled_from(Per),
    days=st.sampled_from([tuple(Weekday), (Weekday.MON, Weekday.SAT), (Weekday.SUN,)]),
    hours=SPANS,
    without=st.sampled_from([(), ("work",)]),
    again=LENGTHS,
)


@st.composite
def choices(draw: st.DrawFn) -> Settings:
    """A profile, changed in all that bears on when and how much is said."""
    chosen = settings_under(draw(st.sampled_from(Profile)))
    nudge = replace(
        chosen.nudge,
        quiet=draw(SPANS),
        hours=draw(st.sampled_from([(), (), (), (Span.of("09:00-21:15"),)])),
        days=draw(st.sampled_from([tuple(Weekday), tuple(Weekday), tuple(Weekday)[:6]])),
        most_a_day=draw(st.integers(1, 9)),
        most_a_week=draw(st.sampled_from((40, 40, 1, 7, 10))),
        spacing=draw(st.sampled_from([Length.of("1m"), Length.of("15m"), Length.of("2h")])),
        expires=draw(st.sampled_from([Length.of("1m"), Length.of("20m")])),
        patience=draw(st.sampled_from([Length.of("0s"), Length.of("3m"), Length.of("1h")])),
        settle_in=draw(st.sampled_from([Length.of("0s"), Length.of("2m")])),
        stay_silent=draw(st.sampled_from([0, 50])),
    )
    own = draw(st.lists(LIMITS, min_size=1, max_size=3, unique_by=lambda one: one.name))
    names = {one.name for one in own}
    others = [one for one in chosen.limit if one.name not in names]
    return replace(
        chosen,
        nudge=nudge,
        limit=(*(others if draw(st.booleans()) else ()), *own),
        returning=replace(chosen.returning, on=True, times=draw(st.integers(2, 4))),
        ask_first=replace(chosen.ask_first, on=draw(st.booleans()), episodes=2),
        evening=draw(ORDERS),
        index=replace(chosen.index, leave_out=draw(st.sampled_from([(), ("work",)]))),
    )


@settings(max_examples=counts(30, 1000), suppress_health_check=[HealthCheck.too_slow])
@given(lives(), choices())
def test_in_any_life_the_rehearsal_tells_the_nudges_of_judging_every_minute(
    life: Life, chosen: Settings
) -> None:
    assert rehearsed(life, chosen) == lived(life, chosen)


def spoken(life: Life, chosen: Settings) -> list[tuple[str, str]]:
    """The nudges on the clock of Berlin, the same both ways."""
    found = rehearsed(life, chosen)

    assert found == lived(life, chosen)
    return [(f"{BERLIN.local(one.at):%H:%M}", one.rule) for one in found]


def one_after_another(*parts: tuple[int, str, int]) -> Life:
    """From noon on: minutes, what was in front ('' for nobody there), the marks."""
    seen, now = [], NOON
    for length, app, marks in parts:
        end = now + minutes(length)
        if app:
            seen.append((Stretch(now, end, Subject(app), marks=marks), VERDICTS[0]))
        now = end
    return Life(tuple(seen), BERLIN, LONG_AGO)


def days_later(life: Life, days: int) -> Life:
    """The same life, so many days later."""
    ahead = timedelta(days=days)
    seen = tuple(
        (changed(one, start=one.start + ahead, end=one.end + ahead), verdict)
        for one, verdict in life.seen
    )
    return changed(life, seen=seen)


def chosen_with(at_most: str = "50m", again: str = "0s", **nudge: object) -> Settings:
    """One limit on unbroken time at the screen, and these keys of the table [nudge]."""
    limit = Limit(
        name="break",
        what=What("screen"),
        at_most=Length.of(at_most),
        per=Per.SPELL,
        again=Length.of(again),
    )
    return replace(DEFAULTS, limit=(limit,), nudge=replace(DEFAULTS.nudge, **nudge))


def test_what_is_left_of_many_is_judged_anew_a_minute_after_chance_was_silent() -> None:
    limits = tuple(
        Limit(name=name, what=What("screen"), at_most=Length.of("5m"), per=Per.DAY)
        for name in ("one", "two", "three", "four", "five")
    )
    at_once = replace(chosen_with(patience=Length.of("0s"), stay_silent=50), limit=limits)
    told = [spoken(days_later(one_after_another((90, "1", 0)), day), at_once) for day in range(8)]

    assert {each[0] for each in told if each} == {("12:05", "one"), ("12:06", "four")}


def test_a_limit_is_reached_to_the_minute_and_the_next_window_or_patience_brings_the_nudge() -> (
    None
):
    through, turning = one_after_another((90, "1", 0)), one_after_another((51, "1", 0), (9, "2", 0))

    assert spoken(through, chosen_with()) == [("12:53", "break")]
    assert spoken(turning, chosen_with()) == [("12:51", "break")]
    assert spoken(one_after_another((49, "1", 0)), chosen_with()) == []


def test_a_call_and_an_absence_hold_back_and_coming_back_takes_its_time() -> None:
    call = one_after_another((40, "1", 0), (30, "2", int(Mark.CALL)), (20, "1", 0))
    gone = one_after_another((50, "1", 0), (30, "", 0), (20, "1", 0))
    soon = one_after_another((50, "1", 0), (4, "", 0), (20, "1", 0))

    assert spoken(call, chosen_with()) == [("13:10", "break")]
    assert spoken(gone, chosen_with()) == []
    assert spoken(soon, chosen_with()) == [("12:57", "break")]


def test_quiet_hours_that_begin_while_a_nudge_waits_make_it_wait_anew() -> None:
    quiet = chosen_with(patience=Length.of("30m"), quiet=(Span.of("13:00-13:20"),))

    assert spoken(one_after_another((120, "1", 0)), quiet) == [("13:50", "break")]


def test_what_is_said_again_keeps_to_the_growing_spacing_and_to_the_days_cap() -> None:
    life = one_after_another((300, "1", 0))
    again = chosen_with("10m", "10m", patience=Length.of("0s"), spacing=Length.of("25m"))
    few = chosen_with("10m", "10m", patience=Length.of("0s"), most_a_day=2)

    assert [at for at, _ in spoken(life, again)][:3] == ["12:10", "12:35", "13:25"]
    assert [at for at, _ in spoken(life, few)] == ["12:10", "12:40"]


def test_the_note_of_the_evening_comes_at_its_hour_while_all_else_rests() -> None:
    life = one_after_another((300, "1", 0))
    often = chosen_with("10m", "10m", patience=Length.of("0s"), spacing=Length.of("25m"))
    note = replace(often, evening=Evening(note=True, hour=14))
    few = replace(note, nudge=replace(note.nudge, most_a_day=2))

    assert spoken(life, note)[2:4] == [("13:25", "break"), ("14:00", "evening")]
    assert spoken(life, few) == [("12:10", "break"), ("14:00", "evening")]


def test_what_waits_on_after_the_note_waits_anew_once_the_rest_is_over() -> None:
    patient = chosen_with(patience=Length.of("1h"), spacing=Length.of("10m"))
    note = replace(patient, evening=Evening(note=True, hour=13))

    told = [("13:50", "evening"), ("15:00", "break")]
    assert spoken(one_after_another((220, "1", 0)), note) == told


def test_what_a_stretch_across_the_start_of_a_day_brings_before_it_is_told() -> None:
    def asked(hour: float, length: int) -> tuple[Stretch, Verdict]:
        start = NOON + timedelta(hours=hour)
        return Stretch(start, start + minutes(length), Subject("1")), VERDICTS[1]

    life = Life((asked(14.5, 10), asked(15.75, 60)), BERLIN, LONG_AGO)  # from 03:45 to 04:45
    ask = replace(DEFAULTS.ask_first, on=True, episodes=2)
    chosen = replace(DEFAULTS, limit=(), ask_first=ask)

    assert spoken(life, chosen) == [("03:50", "ask-first")]


def test_the_letter_comes_on_sunday_to_whoever_is_back_at_the_screen() -> None:
    away = one_after_another((60, "", 0), (40, "1", 0))
    letter = replace(chosen_with(), evening=Evening(letter=True, hour=12))

    assert spoken(away, letter) == []
    assert spoken(days_later(away, 6), letter) == [("13:05", "letter")]


def test_what_is_left_out_by_chance_stays_left_out_and_switched_off_there_is_nothing() -> None:
    life = one_after_another((300, "1", 0))
    often = chosen_with("10m", "10m", most_a_day=50)
    half = chosen_with("10m", "10m", most_a_day=50, stay_silent=50)

    assert 0 < len(spoken(life, half)) < len(spoken(life, often))
    assert spoken(life, chosen_with(on=False)) == []


def test_what_waits_together_is_said_together() -> None:
    life = one_after_another((90, "1", 0))
    two = chosen_with()
    day = Limit(name="day", what=What("screen"), at_most=Length.of("49m"))
    (said,) = rehearsed(life, replace(two, limit=(*two.limit, day)))

    assert (said.rule, said.also) == ("day", ("break",))
