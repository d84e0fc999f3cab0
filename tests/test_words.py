"""The law of words: exact, kind, short, towards a break or a person."""

import re
from dataclasses import replace
from datetime import timedelta

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from config.profiles import LAW_180
from config.schema import BUILT_IN, Per
from monitor.core.wording.tongue import Tongue
from monitor.core.words import LETTERS, SAYINGS, Material, length, new_code
from tests.saying import (
    TONGUES,
    about,
    every_limit,
    every_wording,
    limit,
    put,
    reached,
    say,
)

NEVER = re.compile(
    "addict|depend|disorder|risk|diagnos|should|must|fail|average"
    "|süchtig|sucht|abhängig|störung|risik|musst|solltest|versag|durchschnitt",
    re.IGNORECASE,
)


@pytest.mark.parametrize("spoken", TONGUES.values(), ids=("en", "de"))
def test_no_wording_judges_scolds_or_orders(spoken: Tongue) -> None:
    wordings = {f"{nudge.title} {nudge.text}" for nudge in every_wording(spoken, new=True)}

    assert len(wordings) > 200
    assert not [text for text in wordings if NEVER.search(text)]


@pytest.mark.parametrize("spoken", TONGUES.values(), ids=("en", "de"))
def test_every_wording_fits_where_little_room_is_and_leaves_no_blank(spoken: Tongue) -> None:
    for nudge in every_wording(spoken, new=True):
        assert len(nudge.title) <= 60, nudge.title
        assert len(nudge.text) <= LETTERS, nudge.text
        assert not set("{}") & set(nudge.title + nudge.text)
        assert len(nudge.buttons) in {2, 3}
        assert all(0 < len(button.words) <= 65 for button in nudge.buttons)


def test_every_wording_of_a_limit_names_its_figure() -> None:
    for one in every_limit():
        for turn in range(10):
            assert "2 h 05 min" in put(one, turn=turn).text


@pytest.mark.parametrize("per", [Per.DAY, Per.WEEK])
def test_of_a_day_or_a_week_the_mark_that_was_set_is_told_too(per: Per) -> None:
    for turn in range(10):
        assert "2 hours" in put(limit("ai", per), turn=turn).text


def test_every_wording_says_what_it_is_about() -> None:
    assert "at the screen" in put(limit("screen", Per.DAY)).text
    assert "with AI tools" in put(limit("ai", Per.SESSION)).text
    assert "with AI companions" in put(limit("kind:companion", Per.WEEK)).text
    assert "with Character.AI" in put(limit("tool:Character.AI", Per.DAY)).text
    assert 'with what you tagged "work"' in put(limit("tag:work", Per.SPELL)).text
    for what in ("screen", "ai"):
        for per in Per:
            rule = msgspec.structs.replace(limit(what, per), without=("work",))
            assert '(without "work")' in put(rule).text


def test_the_one_tool_that_the_time_went_to_is_named() -> None:
    rule = BUILT_IN[1]
    nudge = say(
        reached(rule, seconds=3720), material=Material((rule,), tools={rule.name: "Claude"})
    )

    assert "with Claude" in nudge.text
    assert "62 minutes" in nudge.text


@pytest.mark.parametrize("kind", ["kind:companion", "kind:wellbeing"])
@pytest.mark.parametrize("spoken", TONGUES.values(), ids=("en", "de"))
def test_of_companions_it_says_that_ai_can_be_wrong_and_that_there_are_people(
    kind: str, spoken: Tongue
) -> None:
    people = "people|person|friend|mensch|freunde|leuten"
    for turn in range(10):
        text = put(limit(kind, Per.DAY), turn=turn, spoken=spoken).text

        assert re.search("can be wrong|kann sich (in dir )?irren", text)
        assert re.search(people, text, re.IGNORECASE)


@pytest.mark.parametrize("spoken", TONGUES.values(), ids=("en", "de"))
def test_after_three_hours_of_conversation_it_says_that_it_is_no_human_being(
    spoken: Tongue,
) -> None:
    material = Material((LAW_180,), tongue=spoken)
    for turn in range(10):
        nudge = say(reached(LAW_180, seconds=10_800, turn=turn), material=material)

        assert re.search("3 hours|3 Stunden", nudge.text)
        assert re.search("program.* not a human being|Programm.* kein Mensch", nudge.text)


@pytest.mark.parametrize("per", list(Per))
def test_wordings_take_turns_and_the_same_occasion_keeps_its_own(per: Per) -> None:
    rule = limit("screen", per)

    assert len({put(rule, turn=turn).text for turn in range(10)}) >= 3
    assert put(rule) == put(rule)


@pytest.mark.parametrize("spoken", TONGUES.values(), ids=("en", "de"))
def test_nothing_is_said_twice_in_a_row_whatever_the_figures(spoken: Tongue) -> None:
    findings = [reached(one) for one in BUILT_IN] + [about(rule) for rule in SAYINGS]
    for finding in findings:
        figures = tuple(replace(one, value=one.value + 60) for one in finding.figures)
        for code in ("k7m", "b3n", "c4d", "p9x", "r6t", "w7y"):
            material = Material(BUILT_IN, tongue=spoken)
            last = say(finding, material=material, code=code, new=True).text
            before = replace(finding, figures=figures)
            again = say(before, material=replace(material, last=last), code=code)

            assert again.text[:40] != last[:40] or again.text[-20:] not in last


def test_a_tool_or_a_person_may_bear_any_name() -> None:
    odd = put(limit("tool:{amount} %s {0}", Per.DAY))
    anna = say(about("contact", "{days} %s {0}"))

    assert "with {amount} %s {0}" in odd.text
    assert "{days} %s {0}" in anna.text


@pytest.mark.parametrize(
    ("seconds", "words"),
    [
        (0, "0 seconds"),
        (1, "1 second"),
        (59.4, "59 seconds"),
        (59.9, "1 minute"),
        (60, "1 minute"),
        (3120, "52 minutes"),
        (3569, "59 minutes"),
        (3599, "1 hour"),
        (3600, "1 hour"),
        (3720, "62 minutes"),
        (5369, "89 minutes"),
        (5399, "1 h 30 min"),
        (5400, "1 h 30 min"),
        (7200, "2 hours"),
        (93_600, "26 hours"),
    ],
)
def test_a_length_is_said_as_people_say_it(seconds: float, words: str) -> None:
    assert length(timedelta(seconds=seconds)) == words


@given(st.integers(0, 2**64), st.integers(0, 400))
def test_a_code_is_short_typeable_and_not_taken(seed: int, before: int) -> None:
    taken = {new_code(frozenset(), seed + turn) for turn in range(before)}

    code = new_code(taken, seed)

    assert code not in taken
    assert re.fullmatch("[a-z][a-z0-9]{2}", code)
    assert not set(code) & set("aeiou01lqgsz258")
    assert new_code(taken, seed) == code


def test_codes_grow_by_a_sign_when_all_short_ones_are_taken() -> None:
    taken: set[str] = set()
    for seed in range(16 * 21 * 21):
        taken.add(new_code(taken, seed))

    code = new_code(taken, 1)

    assert {len(one) for one in taken} == {3}
    assert len(code) == 4
