"""The law of words: exact, kind, short."""

import re
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from config.schema import KINDS, Length, Limit, Per, What
from monitor.core.notices import Figure, Finding, Nudge
from monitor.core.words import TUNE, compose, length, new_code

NOW = datetime(2026, 11, 23, 11, tzinfo=UTC)
WHATS = ("screen", "ai", *(f"kind:{kind}" for kind in KINDS), "tool:Character.AI", "tag:work")
NEVER = re.compile("addict|depend|disorder|risk|diagnos|should|must|fail", re.IGNORECASE)


def limit(what: str, per: Per, at_most: str = "2h") -> Limit:
    return Limit(name="mine", what=What(what), at_most=Length.of(at_most), per=per)


def put(
    rule: Limit, *, seconds: float = 7530, code: str = "k7m", turn: int = 0, new: bool = False
) -> Nudge:
    figures = (Figure("amount", seconds, "s"), Figure("limit", 7200.0, "s"))
    finding = Finding(rule.name, f"{rule.per}:{turn}", figures)
    return compose(finding, rule, code, NOW, NOW + timedelta(minutes=20), new=new)


def every_wording(*, new: bool = False) -> list[Nudge]:
    return [
        put(limit(what, per, at_most), turn=turn, new=new)
        for what in WHATS
        for per in Per
        for at_most in ("2h", "0s")
        for turn in range(10)
    ]


def test_no_wording_judges_scolds_or_orders() -> None:
    wordings = {f"{nudge.title} {nudge.text}" for nudge in every_wording(new=True)}

    assert len(wordings) > 200
    assert not [text for text in wordings if NEVER.search(text)]


def test_every_wording_names_its_figure_and_leaves_no_blank() -> None:
    for nudge in every_wording():
        assert "2 h 05 min" in nudge.text
        assert not set("{}") & set(nudge.title + nudge.text)


@pytest.mark.parametrize("per", [Per.DAY, Per.WEEK])
def test_of_a_day_or_a_week_the_mark_that_was_set_is_told_too(per: Per) -> None:
    for turn in range(10):
        assert "2 hours" in put(limit("ai", per), turn=turn).text


def test_every_wording_fits_where_little_room_is() -> None:
    for nudge in every_wording(new=True):
        assert len(nudge.title) <= 63
        assert len(nudge.text) <= 255


def test_every_wording_says_what_it_is_about() -> None:
    assert "at the screen" in put(limit("screen", Per.DAY)).text
    assert "with AI tools" in put(limit("ai", Per.SESSION)).text
    assert "with AI companions" in put(limit("kind:companion", Per.WEEK)).text
    assert "with Character.AI" in put(limit("tool:Character.AI", Per.DAY)).text
    assert 'with what you tagged "work"' in put(limit("tag:work", Per.SPELL)).text


@pytest.mark.parametrize("per", list(Per))
def test_wordings_take_turns_and_the_same_occasion_keeps_its_own(per: Per) -> None:
    rule = limit("screen", per)

    assert len({put(rule, turn=turn).text for turn in range(10)}) >= 3
    assert put(rule) == put(rule)


def test_a_tool_may_bear_any_name() -> None:
    odd = put(limit("tool:{amount} %s {0}", Per.DAY))

    assert "with {amount} %s {0}" in odd.text


def test_in_the_first_days_the_text_ends_with_how_to_tune_it() -> None:
    assert put(limit("ai", Per.DAY), new=True).text.endswith(TUNE)
    assert TUNE not in put(limit("ai", Per.DAY)).text


def test_a_nudge_keeps_what_it_was_made_of() -> None:
    nudge = put(limit("ai", Per.DAY), code="x4k")

    assert (nudge.code, nudge.rule, nudge.occasion) == ("x4k", "mine", "day:0")
    assert (nudge.at, nudge.expires) == (NOW, NOW + timedelta(minutes=20))
    assert [figure.name for figure in nudge.figures] == ["amount", "limit"]


@pytest.mark.parametrize(
    ("seconds", "words"),
    [
        (0, "0 seconds"),
        (1, "1 second"),
        (59.9, "59 seconds"),
        (60, "1 minute"),
        (3120, "52 minutes"),
        (3599, "59 minutes"),
        (3600, "1 hour"),
        (3900, "1 h 05 min"),
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
