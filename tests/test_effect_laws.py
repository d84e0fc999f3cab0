"""The law of what came of a nudge: it says what holds whatever was not seen, and only that."""

from collections.abc import Iterator, Sequence
from datetime import timedelta
from itertools import product

from hypothesis import assume, given, settings
from hypothesis import strategies as st

from monitor.core.effect import left_ai, left_screen
from monitor.core.limits import Seen
from monitor.core.types import Gap, GapReason, Kind, Presence, Stretch, Subject, Verdict
from tests.judging import CLAUDE, EDITOR, NOON
from tests.proof import counts

SLOT = timedelta(seconds=30)
SLOTS = 41  # from just before the moment to the end of its reach
PAGE = Verdict("", Kind.BROWSER, "")
VERDICTS = {"ai": CLAUDE, "other": EDITOR, "page": PAGE}
LETTERS = ("ai", "other", "page", "away", "locked", "unseen")
OPEN = {"ai": {"page", "unseen"}, "away": {"unseen"}}
MOST_OPEN = 9  # two ways for each: what can be tried out


@st.composite
def spans(draw: st.DrawFn) -> tuple[str, ...]:
    """What was in front, slot by slot."""
    runs = draw(st.lists(st.tuples(st.sampled_from(LETTERS), st.integers(1, 34)), min_size=1))
    told = [letter for letter, length in runs for _ in range(length)][:SLOTS]
    return tuple(told + [told[-1]] * (SLOTS - len(told)))


def seen_of(slots: Sequence[str]) -> tuple[list[Seen], list[Gap]]:
    life: list[Seen] = []
    gaps = []
    for number, letter in enumerate(slots):
        start = NOON - SLOT + number * SLOT
        if letter == "locked":
            gaps.append(Gap(start, start + SLOT, GapReason.LOCKED))
        elif letter == "away":
            away = Stretch(start, start + SLOT, Subject("some"), Presence.IDLE)
            life.append((away, CLAUDE))
        elif letter != "unseen":
            life.append((Stretch(start, start + SLOT, Subject("some")), VERDICTS[letter]))
    return life, gaps


def fillings(slots: Sequence[str], opened: set[str], ways: tuple[str, str]) -> Iterator[list[str]]:
    """Everything that the open slots may have held."""
    places = [number for number, letter in enumerate(slots) if letter in opened]
    assume(len(places) <= MOST_OPEN)
    for chosen in product(ways, repeat=len(places)):
        filled = list(slots)
        for place, letter in zip(places, chosen, strict=True):
            filled[place] = letter
        yield filled


def was_left(slots: Sequence[str]) -> bool:
    """The same told slot by slot, of a time that is known whole."""
    ai = [number for number, letter in enumerate(slots) if letter == "ai"]
    for number in ai:
        later = [other for other in ai if other > number]
        if number <= 10 and (not later or later[0] - number - 1 >= 30):
            return True
    return False


def had_rest(slots: Sequence[str]) -> bool:
    away = [letter in {"away", "locked"} for letter in slots]
    begins = [number for number, is_away in enumerate(away)
              if is_away and (number == 0 or not away[number - 1])]  # fmt: skip
    return any(begin <= 11 and all(away[begin : begin + 10]) for begin in begins)


def verdict(told: set[bool]) -> bool | None:
    return told.pop() if len(told) == 1 else None


@settings(max_examples=counts(300, 3_000))
@given(spans())
def test_that_the_ai_was_left_is_said_if_it_holds_whatever_was_not_seen(
    slots: tuple[str, ...],
) -> None:
    told = left_ai(NOON, *seen_of(slots))

    if "ai" not in slots[:2]:
        assert told is None
    else:
        whole = fillings(slots, OPEN["ai"], ("ai", "other"))
        assert told is verdict({was_left(one) for one in whole})


@settings(max_examples=counts(300, 3_000))
@given(spans())
def test_that_the_screen_was_left_is_said_if_it_holds_whatever_was_not_seen(
    slots: tuple[str, ...],
) -> None:
    told = left_screen(NOON, *seen_of(slots))

    if not {"ai", "other", "page"}.intersection(slots[:2]):
        assert told is None
    else:
        whole = fillings(slots, OPEN["away"], ("away", "other"))
        assert told is verdict({had_rest(one) for one in whole})


@settings(max_examples=counts(200, 2_000))
@given(spans(), st.integers(0, SLOTS - 1))
def test_to_see_less_never_turns_a_yes_into_a_no(slots: tuple[str, ...], hidden: int) -> None:
    blinded = [*slots[:hidden], "unseen", *slots[hidden + 1 :]]
    for judge in (left_ai, left_screen):
        before, after = judge(NOON, *seen_of(slots)), judge(NOON, *seen_of(blinded))

        assert after in {before, None}
