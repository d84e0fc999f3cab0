"""The law of tags: what bears one is left out, alike for index, reports and limits."""

from monitor.core.tags import bears
from monitor.core.types import Kind, Verdict
from tests.judging import CLAUDE, EDITOR


def test_what_bears_a_tag_is_left_out_whatever_its_capitals() -> None:
    assert bears(CLAUDE, ("Work",))
    assert not bears(CLAUDE, ("private",))
    assert not bears(CLAUDE, ())
    assert not bears(EDITOR, ("work",))


def test_a_tag_is_matched_whole() -> None:
    assert not bears(Verdict("", Kind.OTHER, "", tags=("homework",)), ("work",))
