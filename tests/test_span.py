from datetime import time

from hypothesis import given
from hypothesis import strategies as st

from config.span import Span

_TIMES = st.times().map(lambda moment: moment.replace(second=0, microsecond=0, fold=0))


@given(_TIMES, _TIMES)
def test_a_span_that_is_written_reads_back_as_itself(start: time, end: time) -> None:
    if start == end:
        start, end = time(0), time(0)
    span = Span(start, end)

    assert Span.of(str(span)) == span


@given(_TIMES, _TIMES, st.times())
def test_a_moment_lies_in_a_span_or_in_the_rest_of_the_day(
    start: time, end: time, moment: time
) -> None:
    if start != end:
        assert Span(start, end).contains(moment) != Span(end, start).contains(moment)
    assert Span(start, start).contains(moment)


def test_a_span_may_pass_midnight_and_ends_before_its_end() -> None:
    quiet = Span.of("22:30 - 7:00")

    assert quiet.contains(time(22, 30))
    assert quiet.contains(time(3))
    assert not quiet.contains(time(7))
    assert not quiet.contains(time(22, 29, 59))
    assert str(Span.of("18:00-24:00")) == "18:00-24:00"
