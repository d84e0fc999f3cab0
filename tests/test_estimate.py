"""The law of estimates: what is sure, what is likely, and how much was seen."""

from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from monitor.core.estimate import Browsing, ai_range, coverage
from monitor.core.types import ELSEWHERE, Kind, Subject, Verdict
from tests.judging import CLAUDE, EDITOR, minutes

PAGELESS = Verdict("", Kind.BROWSER, "a browser whose page is not known")
WEAK = Verdict("Claude", Kind.ASSISTANT, "the title looks like it", weak=True)
SITE = Verdict("", Kind.OTHER, "the site is no tool we know")
CURSOR = Verdict("Cursor", Kind.AI_IDE, "an app")

lengths = st.integers(0, 10**8).map(lambda ms: timedelta(milliseconds=ms))


def browsing(ai: float, other: float, pageless: float) -> Browsing:
    """Minutes in a browser: with AI, with other sites, with no page known."""
    return Browsing.of([
        (Subject("browser", host="claude.ai"), CLAUDE, minutes(ai)),
        (Subject("browser", host=ELSEWHERE), SITE, minutes(other)),
        (Subject("browser"), PAGELESS, minutes(pageless)),
        (Subject("editor"), EDITOR, minutes(1000)),
    ])  # fmt: skip


def test_browsing_is_parted_into_ai_other_and_unrecognised() -> None:
    assert browsing(10, 30, 20) == Browsing(minutes(40), minutes(10), minutes(20))


def test_unrecognised_browsing_holds_as_much_ai_as_the_recognised_does() -> None:
    assert browsing(10, 30, 20).likely_ai == minutes(5)


@pytest.mark.parametrize(("ai", "other"), [(0, 0), (0, 9.99), (1, 8.9)])
def test_with_next_to_no_recognised_browsing_all_the_rest_may_be_ai(
    ai: float, other: float
) -> None:
    assert browsing(ai, other, 20).likely_ai == minutes(20)


def test_the_range_is_sure_then_weak_then_likely() -> None:
    uses = [(CLAUDE, minutes(10)), (WEAK, minutes(5)), (EDITOR, minutes(50)), (CURSOR, minutes(9))]

    assert ai_range(uses, browsing(10, 10, 20)) == (minutes(10), minutes(15), minutes(25))


@given(st.lists(st.tuples(st.sampled_from((CLAUDE, WEAK, EDITOR)), lengths)), lengths, lengths)
def test_the_range_never_turns_round_nor_passes_all_there_was(
    uses: list[tuple[Verdict, timedelta]], pageless: timedelta, ai: timedelta
) -> None:
    low, told, high = ai_range(uses, Browsing(ai + minutes(1), ai, pageless))

    assert low <= told <= high
    assert high <= sum((length for _, length in uses), pageless)


def test_coverage_is_what_was_seen_and_told_apart_of_all_there_was() -> None:
    told = coverage(active=minutes(60), unrecognised=minutes(15), unseen=minutes(30))

    assert told == pytest.approx(0.5)


def test_where_nothing_was_there_is_no_coverage() -> None:
    assert coverage(active=minutes(0), unrecognised=minutes(0), unseen=minutes(0)) is None


@given(lengths, lengths, lengths)
def test_coverage_is_a_share(active: timedelta, pageless: timedelta, unseen: timedelta) -> None:
    told = coverage(active=active + pageless, unrecognised=pageless, unseen=unseen)

    assert told is None or 0 <= told <= 1
