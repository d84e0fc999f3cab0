"""The law of the evening note and the weekly letter: what is told, in which words, and when not."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from monitor.core.baseline import Standing, baseline, standing
from monitor.core.changes import About, changes, telling
from monitor.core.facts import DayFacts
from monitor.core.letter import Company, Letter, Past, letter, note
from monitor.core.letter_words import TEXTS
from monitor.core.types import Kind
from tests.judging import minutes
from tests.proof import counts
from tests.test_index_laws import lives
from tests.weeks import LAST, day, days_of

FORBIDDEN = (
    "addict", "dependen", "disorder", "risk", "should", "must", "too much", "too long", "only",
    "again", "fail", "waste", "guilt", "problem", "alarm", "worr", "sorry", "bad", "limit",
    "average", "others", "most people", "normal", "!",
)  # fmt: skip
NOBODY = Company()
COMPANIES = (
    NOBODY,
    Company(2, "Anna", 9, 1),
    Company(2, "Anna", 1),
    Company(2, "Anna"),
    Company(2, talks=3),
    Company(2, talks=1),
    Company(2),
)
STEADY = [60.0] * 35


def past(days: Iterable[DayFacts], passed: Iterable[int] | None = None) -> Past:
    return Past({one.day: one for one in days}, LAST, None if passed is None else frozenset(passed))


def week(now: float, before: float = 60, **more: object) -> Letter:
    """Seven days of so many AI minutes after four weeks of others; ``more`` is of the seven."""
    return letter(past(weeks(now, before, **more)), NOBODY)


def weeks(now: float, before: float = 60, **more: object) -> list[DayFacts]:
    lately = [day(number, now, **more) for number in range(7)]  # type: ignore[arg-type] # each by its own name
    return [*lately, *(day(number, before) for number in range(7, 35))]


def test_the_most_telling_change_comes_first_beside_what_is_usual() -> None:
    told = week(150, night=minutes(40))

    assert told.sentences[:2] == (
        "The last seven days brought 2 h 30 min a day with AI tools; 1 h 00 min is usual.",
        "40 min a day with AI tools fell into your nights; 0 min is usual.",
    )


def test_less_is_told_as_plainly_as_more() -> None:
    assert week(10).sentences[0] == (
        "The last seven days brought 10 min a day with AI tools, where 1 h 00 min is usual."
    )


def test_of_two_figures_that_say_the_same_one_is_told() -> None:
    told = week(150)  # the longest session rose with it

    assert told.sentences[1] == "All else was much as in the four weeks before."


def test_a_week_like_the_others_is_told_as_one() -> None:
    told = letter(past(days_of(STEADY)), NOBODY)

    assert told.sentences[:2] == (
        "The last seven days brought 1 h 00 min a day with AI tools in 8 h 00 min at the screen.",
        "That is much as in the four weeks before.",
    )


@pytest.mark.parametrize(("days", "known"), [(8, 1), (14, 7), (20, 13)])
def test_for_two_weeks_the_letter_says_that_it_still_learns(days: int, known: int) -> None:
    told = letter(past(days_of(STEADY[:days])), NOBODY)

    assert told.sentences[1] == (
        f"What is usual for you is still being learned: {known} of 14 days so far."
    )


def test_what_was_not_seen_is_said_before_a_second_change() -> None:
    told = week(150, night=minutes(40), seen=0.7)

    assert told.sentences[1] == (
        "About 30 % of your usual hours were not seen, so there may have been more."
    )
    assert told.beside.startswith("7 of the 7 days tell enough; 70 % of your usual hours were seen")


def test_days_that_tell_too_little_make_no_letter_of_figures() -> None:
    told = letter(past(days_of([5] * 7, active=20)), NOBODY)

    assert told.sentences[0] == "Too little was seen in the last seven days to tell how they were."
    assert told.beside.startswith("0 of the 7 days tell enough")


def test_an_open_day_is_never_told_as_less_and_its_hours_to_come_are_not_missed() -> None:
    days = [day(0, 0, 240), *days_of(STEADY)[1:]]
    half = day(0, 0, 240).hours[:4]
    days[0] = day(0, 0, 240, hours=half)

    whole, so_far = note(past(days), NOBODY), note(past(days, range(4, 13)), NOBODY)

    assert "50 % of your usual hours were not seen" in whole.sentences[1]
    assert so_far.sentences[:2] == (
        "Today so far brought 0 min with AI tools in 4 h 00 min at the screen.",
        "That is within your last four weeks, and your longest time in one go was 0 min.",
    )


@pytest.mark.parametrize(
    ("company", "said"),
    [
        (Company(2, "Anna", 9, 3), "No talk with Anna is noted for 9 days; how about a call?"),
        (Company(2, "Anna", 1), "A word with Anna would be timely; how about a call?"),
        (Company(2, "Anna"), "You have not noted a talk with Anna yet; how about a call?"),
        (Company(2, talks=3), "You noted 3 talks; who would you like to hear from next?"),
        (Company(2, talks=1), "You noted a talk; who would you like to hear from next?"),
        (Company(2), "Nobody on your list is due; a call out of the blue may please somebody."),
        (Company(), "Is there somebody you would like to call or see soon?"),
        (Company(1, "N" * 50, 9),
         f"No talk with {'N' * 39}… is noted for 9 days; how about a call?"),
    ],
)  # fmt: skip
def test_the_last_sentence_leads_towards_people(company: Company, said: str) -> None:
    days = past(days_of(STEADY))

    assert letter(days, company).sentences[2] == note(days, company).sentences[2] == said


@settings(max_examples=counts(60, 500), deadline=None)
@given(lives(), st.sampled_from(COMPANIES))
def test_any_life_is_told_in_three_short_sentences(life: list[DayFacts], company: Company) -> None:
    for told in (letter(past(life), company), note(past(life), company)):
        assert len(told.sentences) == 3
        for sentence in told.sentences:
            assert re.fullmatch(r"[A-Z0-9][^.?{}]*[.?]", sentence), sentence
            assert len(sentence) <= 110
        assert len(told.within(250)) <= 250
        assert told.within(250).endswith(told.sentences[2])


@settings(max_examples=counts(60, 500), deadline=None)
@given(lives())
def test_a_note_says_more_only_where_the_baseline_does(life: list[DayFacts]) -> None:
    known = {one.day: one for one in life}
    today = [one for one in life if one.day == LAST]
    for one in telling(changes(today, known, LAST) or ()):
        usual = baseline(known, LAST, one.about.of)
        wanted = Standing.MORE if one.is_more else Standing.LESS

        assert standing(one.now, usual) is wanted


def test_each_text_is_said_on_some_day_and_none_else_is() -> None:
    said: set[str] = set()

    def listen(text: str) -> str:
        said.add(text)
        return text

    for days in _lives_of_all_sorts():
        for tell in (letter, note):
            tell(past(days), NOBODY, listen)
    for company in COMPANIES:
        letter(past(days_of(STEADY)), company, listen)
    letter(Past({}, LAST, inseparable=frozenset({LAST})), NOBODY, listen)

    assert said == set(TEXTS)


def _lives_of_all_sorts() -> Iterable[Sequence[DayFacts]]:
    """One for each figure going up and down, one steady, one new, one blind, one empty."""
    figures = {
        About.NIGHT: "night", About.SESSION: "longest_session", About.SPELL: "longest_spell",
        About.SCREEN: "left_out",
    }  # fmt: skip
    plain = {name: minutes(50) for name in figures.values()}
    for low, high in ((0, 200), (200, 0)):
        for name in figures.values():
            yield [
                day(number, 60, **{**plain, name: minutes(high if number < 7 else low)})  # type: ignore[arg-type] # each by its own name
                for number in range(35)
            ]
        yield [
            day(number, high if number < 7 else low, longest_session=minutes(30))
            for number in range(35)
        ]
        yield [_with_people(number, high if number < 7 else low) for number in range(35)]
    yield days_of(STEADY)
    yield days_of(STEADY[:9])
    for now in (60, 200, 0):
        yield [
            day(number, now if number < 7 else 60)
            for number in range(35)
            if number < 7 or number % 7 > 1  # of the days before weekdays alone
        ]
    yield [day(number, 60, seen=0.7 if number < 7 else 1) for number in range(35)]
    yield []


def _with_people(number: int, length: float) -> DayFacts:
    facts = day(number, 60)
    return replace(facts, kinds=(*facts.kinds, (Kind.CALL, minutes(length))))


@pytest.mark.parametrize("text", TEXTS)
def test_no_text_scolds_or_judges(text: str) -> None:
    assert [word for word in FORBIDDEN if word in text.casefold()] == []


def test_texts_are_whole_sentences_with_named_places_for_a_translator() -> None:
    for text in (one for one in TEXTS if one not in {"Your day", "Your week"}):
        assert text.endswith((".", "?"))
        assert "{}" not in text


def test_a_translator_is_given_whole_texts_and_the_figures_come_after() -> None:
    told = letter(past(weeks(150)), Company(1, "Anna", 9), lambda text: f"<{text}>")

    assert told.title == "<Your week>"
    assert told.sentences[2] == "<No talk with Anna is noted for 9 days; how about a call?>"
    assert told.beside.startswith("<7 of the 7 days")


def test_where_three_sentences_have_no_room_the_second_is_left_out() -> None:
    first, second, last = week(150).sentences

    assert week(150).within(250) == f"{first} {second} {last}"
    assert week(150).within(150) == f"{first} {last}"


def test_figures_bear_what_the_sentences_are_made_of() -> None:
    figures = {one.name: one.value for one in week(150).figures}

    assert figures["ai"] == timedelta(minutes=150).total_seconds()
    assert (figures["days"], figures["unseen"]) == (7, 0)
