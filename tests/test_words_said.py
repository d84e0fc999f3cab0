"""What a nudge says besides, to whom it leads, and how it is answered."""

import re
from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from config.choices import Language
from config.profiles import LAW_180, settings_under
from config.schema import BUILT_IN, Per, Profile
from monitor.core.letter import Company, Letter, Past, Translate, letter, note
from monitor.core.notices import Answer, Figure, Finding
from monitor.core.people import How, Person
from monitor.core.wording.tongue import Tongue
from monitor.core.words import LETTERS, SAYINGS, Material, room
from tests.saying import (
    ANNA,
    LONG,
    NOW,
    TONGUES,
    about,
    limit,
    reached,
    say,
)
from tests.weeks import LAST, day

_OF_PEOPLE = {"contact", "birthday", "follow-up"}
ANNA_TOO = (about("contact"),)


def test_the_reminder_of_the_law_is_said_within_another_nudge_too() -> None:
    for language, spoken in TONGUES.items():
        limits = settings_under(Profile.LAW_180).limit
        long = next(one for one in limits if one.name == "long-ai-session")
        for turn in range(10):
            own = reached(long, seconds=10_800, turn=turn)
            law = reached(LAW_180, seconds=10_800)
            nudge = say(own, law, material=Material(limits, tongue=spoken), new=True)

            assert nudge.also == ((law.rule, law.occasion),), language
            assert re.search("not a human being|kein Mensch", nudge.text)


def test_a_person_is_named_with_the_reason_and_never_told_that_there_was_no_talk() -> None:
    for turn in range(20):
        nudge = say(about("contact", turn=turn))

        assert "Anna" in nudge.title
        assert "9 days" in nudge.text
        assert re.search("noted", nudge.text)
        assert re.search(r"1 day\b", say(about("contact", turn=turn, days=1, noted=1)).text)
        assert not re.search(r"\d", say(about("contact", turn=turn, days=4, noted=0)).text)


def test_what_waited_is_said_in_one_more_sentence() -> None:
    rule = BUILT_IN[1]
    material = Material((rule,), (ANNA,), tools={rule.name: "Claude"})
    nudge = say(reached(rule, seconds=3720), about("contact"), material=material)

    assert "with Claude" in nudge.text
    assert "62 minutes" in nudge.text
    assert nudge.text.endswith("You have not noted a talk with Anna for 9 days.")
    assert nudge.also == (("contact", "day:0"),)
    assert nudge.person == ""


def test_a_limit_that_is_said_within_names_the_one_tool_that_its_time_went_to() -> None:
    session, day = limit("ai", Per.SESSION, name="a"), limit("ai", Per.DAY, name="b")
    material = Material((session, day), (ANNA,), tools={"a": "Claude"})
    nudge = say(about("contact"), reached(session), reached(day), material=material)

    assert "with Claude for" in nudge.text
    assert "with AI tools for" in nudge.text


def test_of_many_that_waited_two_are_said_at_most_and_only_those_count_as_said() -> None:
    limits = (limit("screen", Per.SPELL, name="a"), limit("ai", Per.DAY, name="b"))
    also = (reached(limits[0]), about("contact"), reached(limits[1]))
    brief = say(about("returning"), *also, material=Material(limits))
    tight = say(about("birthday", LONG), about("contact", LONG), *also, material=Material(limits))

    assert brief.also == (("a", "spell:0"), ("contact", "day:0"))
    assert len(tight.text) <= LETTERS
    assert len(tight.also) >= 1


def test_a_question_is_asked_by_itself_where_its_buttons_are() -> None:
    rule = BUILT_IN[0]
    nudge = say(reached(rule), about("follow-up"), about("contact"), material=Material((rule,)))

    assert nudge.also == (("contact", "day:0"),)
    assert say(about("follow-up"), about("contact")).also == (("contact", "day:0"),)


def test_a_text_of_its_own_is_said_as_it_is_and_within_no_other() -> None:
    told = Material(told=("Your day", "Three sentences."))
    evening = Finding("evening", "day:1", ())

    assert say(evening, material=told).text == "Three sentences."
    assert say(evening, material=told).title == "Your day"
    assert [one.words for one in say(evening, material=told).buttons] == [
        "Thank you",
        "Not helpful",
    ]
    assert say(about("contact"), evening, material=told).also == ()


@pytest.mark.parametrize(
    ("person", "words", "opens"),
    [
        (replace(ANNA, phone="+49 (30) 123-45"), "Call Anna", "tel:+493012345"),
        (replace(ANNA, email="anna@example.org"), "Write to Anna", "mailto:anna@example.org"),
        (replace(ANNA, link="https://meet.example/a"), "Open the chat with Anna",
         "https://meet.example/a"),
        (replace(ANNA, phone="030 1", email="a@b.example", how=(How.MESSAGE, How.CALL)),
         "Write to Anna", "mailto:a@b.example"),
        (replace(ANNA, phone="030 1", email="a@b.example", how=(How.VISIT,)), "Call Anna",
         "tel:0301"),
        (replace(ANNA, phone="none", email="a@b?bcc=all@x.example"), "I will get in touch", ""),
        (ANNA, "I will get in touch", ""),
    ],
)  # fmt: skip
def test_the_first_button_opens_the_way_that_the_person_likes_best(
    person: Person, words: str, opens: str
) -> None:
    for rule in ("contact", "birthday"):
        first, *others = say(about(rule), material=Material(people=(person,))).buttons

        assert (first.answer, first.words, first.opens) == (Answer.DID, words, opens)
        assert [(one.answer, one.words) for one in others] == [
            (Answer.LATER, "Later"),
            (Answer.NO, "Not helpful"),
        ]


def test_asking_once_after_a_talk_has_answers_of_its_own() -> None:
    yes, not_yet = say(about("follow-up")).buttons

    assert (yes.answer, yes.words) == (Answer.DID, "Yes, we talked")
    assert (not_yet.answer, not_yet.words) == (Answer.NO, "Not yet")


@pytest.mark.parametrize(
    ("finding", "topic"),
    [
        (reached(BUILT_IN[0]), "limit"),
        (about("contact"), "contact"),
        (about("returning"), "returning"),
        (about("ask-first"), "ask_first"),
        (Finding("letter", "week:1", ()), "evening"),
    ],
)
def test_in_the_first_days_the_text_ends_with_how_to_tune_it(finding: Finding, topic: str) -> None:
    tune = f"To tune this: humanward config explain {topic}"

    assert say(finding, material=Material(BUILT_IN), new=True).text.endswith(tune)
    assert tune not in say(finding, material=Material(BUILT_IN)).text


@pytest.mark.parametrize("language", TONGUES)
@pytest.mark.parametrize("tell", [letter, note])
@pytest.mark.parametrize("seen", [0.7, 1.0])
def test_the_evening_keeps_its_word_towards_people_and_how_to_tune_it_within_the_room(
    language: Language, tell: Callable[[Past, Company, Translate], Letter], seen: float
) -> None:
    spoken, company = TONGUES[language], Company(1, "Anna-Lena Mustermann", 30)
    days = {one.day: one for one in (day(number, 599, 600, seen=seen) for number in range(3))}
    told, evening = tell(Past(days, LAST), company, spoken.say), Finding("evening", "day:1", ())

    own = told.within(room(evening, Material(tongue=spoken), new=True))
    nudge = say(evening, material=Material(tongue=spoken, told=(told.title, own)), new=True)

    assert len(nudge.text) <= LETTERS
    assert told.sentences[2] in nudge.text
    assert nudge.text.endswith("humanward config explain evening")
    assert room(evening, Material(tongue=spoken), new=False) == LETTERS


def test_a_text_that_leaves_no_room_for_it_does_not_say_how_to_tune_it() -> None:
    material = Material(told=("Your day", "x" * 240))

    assert say(Finding("evening", "day:1", ()), material=material, new=True).text == "x" * 240


def test_a_shorter_text_of_its_own_that_leaves_room_says_how_to_tune_it() -> None:
    rule = msgspec.structs.replace(
        limit("kind:companion", Per.DAY), without=("what I read for my thesis in summer",)
    )
    for turn in range(10):
        own, material = reached(rule, turn=turn), Material((rule,), (ANNA,))
        alone, nudge = (say(own, *also, material=material, new=True) for also in ((), ANNA_TOO))

        assert "To tune this" not in alone.text
        assert nudge.also == (("contact", "day:0"),)
        assert nudge.text.endswith("To tune this: humanward config explain limit")


def test_a_nudge_keeps_what_it_was_made_of() -> None:
    rule = limit("ai", Per.DAY)
    nudge = say(reached(rule), material=Material((rule,)), code="x4k")

    assert (nudge.code, nudge.rule, nudge.occasion) == ("x4k", "mine", "day:0")
    assert (nudge.at, nudge.expires) == (NOW, NOW + timedelta(minutes=20))
    assert [figure.name for figure in nudge.figures] == ["amount", "limit"]
    assert say(about("contact")).person == "Anna"


_NAMES = st.text(min_size=1, max_size=90)


@given(
    name=_NAMES,
    rules=st.lists(st.sampled_from([*SAYINGS, "a", "b", "c", "evening"]), min_size=1, max_size=5),
    figure=st.floats(0, 10**7),
    new=st.booleans(),
    spoken=st.sampled_from(list(TONGUES.values())),
)
def test_whatever_comes_together_is_said_with_room_to_spare_and_counted_truly(
    *, name: str, rules: list[str], figure: float, new: bool, spoken: Tongue
) -> None:
    limits = tuple(
        limit(what, per, name=one)
        for one, what, per in (
            ("a", f"tool:{name}", Per.WEEK),
            ("b", f"tag:{name}", Per.SESSION),
            ("c", "screen", Per.SPELL),
        )
    )
    figures = ("amount", "days", "returns", "episodes")
    told = tuple(Figure(one, figure, "") for one in figures)
    findings = [
        Finding(rule, f"day:{turn}", told, name if rule in _OF_PEOPLE else "")
        for turn, rule in enumerate(rules)
    ]
    material = Material(
        limits, tongue=spoken, tools={"b": name}, told=("Your day", "x" * (len(name) + 160))
    )
    nudge = say(findings[0], *findings[1:], material=material, new=new)

    waited = [(one.rule, one.occasion) for one in findings[1:]]
    assert 0 < len(nudge.text) <= LETTERS
    assert 0 < len(nudge.title) <= 60
    assert len(nudge.also) <= 2
    assert set(nudge.also) <= set(waited)
    assert nudge.occasion == "day:0"
    assert len(nudge.buttons) in {2, 3}
