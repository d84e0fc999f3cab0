from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from config.length import Length

_WHOLE_MS = st.integers(min_value=0, max_value=10**13)


@given(_WHOLE_MS)
def test_a_length_that_is_written_reads_back_as_itself(ms: int) -> None:
    length = Length(milliseconds=ms)

    assert Length.of(str(length)) == length


@given(st.text(max_size=40))
def test_any_text_is_a_length_or_refused_with_a_sentence(text: str) -> None:
    length, refusal = Length(), "."
    try:
        length = Length.of(text)
    except ValueError as error:
        refusal = str(error)

    assert length >= timedelta()
    assert refusal.endswith(".")


@pytest.mark.parametrize(
    ("text", "length", "written"),
    [
        ("25m", timedelta(minutes=25), "25m"),
        ("90s", timedelta(seconds=90), "1m 30s"),
        ("1h30m", timedelta(minutes=90), "1h 30m"),
        ("1.5h", timedelta(minutes=90), "1h 30m"),
        (" 1 Hour 5 min ", timedelta(minutes=65), "1h 5m"),
        ("1d", timedelta(days=1), "1d"),
        ("500ms", timedelta(milliseconds=500), "500ms"),
        ("0m", timedelta(), "0s"),
    ],
)
def test_a_length_is_read_as_people_write_it(text: str, length: timedelta, written: str) -> None:
    made = Length.of(text)

    assert made == length
    assert str(made) == written


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ("25", '25 needs a unit, such as "25s" or "25m".'),
        ("5 fortnights", '"fortnights" is no unit; use d, h, m, s or ms, as in "1h 30m".'),
        ("soon", '"soon" is no length of time; write it as in "1h 30m".'),
        ("-5m", '"-5m" is no length of time; write it as in "1h 30m".'),
        ("30m 1h", '"30m 1h": larger units first, each once, as in "1h 30m".'),
        ("1m 1m", '"1m 1m": larger units first, each once, as in "1h 30m".'),
        ("0.5ms", '"0.5ms" is finer than a millisecond.'),
        ("999999999999d", '"999999999999d" is longer than anything here can be.'),
    ],
)
def test_what_is_no_length_is_refused_with_what_to_write(text: str, sentence: str) -> None:
    with pytest.raises(ValueError, match=r"\.$") as refused:
        Length.of(text)

    assert str(refused.value) == sentence


def test_a_length_counts_like_any_timedelta() -> None:
    assert Length.of("20m") + Length.of("5m") == timedelta(minutes=25)
    assert f"at most {Length.of('25m')}" == "at most 25m"
