"""The law of tags: what bears one is left out, alike for index, reports and limits."""

from datetime import timedelta

from monitor.core.tags import is_left_out, without
from monitor.core.types import Kind, Verdict
from tests.judging import CLAUDE, EDITOR

HOUR = timedelta(hours=1)


def test_what_bears_a_tag_is_left_out_whatever_its_capitals() -> None:
    assert is_left_out(CLAUDE, ("Work",))
    assert not is_left_out(CLAUDE, ("private",))
    assert not is_left_out(CLAUDE, ())
    assert not is_left_out(EDITOR, ("work",))


def test_a_tag_is_matched_whole() -> None:
    assert not is_left_out(Verdict("", Kind.OTHER, "", tags=("homework",)), ("work",))


def test_sums_lose_what_bears_a_tag_and_nothing_else() -> None:
    uses = [("a", CLAUDE, HOUR), ("b", EDITOR, HOUR)]

    assert list(without(uses, ("work",))) == uses[1:]
    assert list(without(uses, ())) == uses
