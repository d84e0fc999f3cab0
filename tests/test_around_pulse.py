"""The sound server's language, and which of its recordings a person may be behind."""

import pytest

from monitor.sense.around import tags
from monitor.sense.around.sound import recordings

NONE = 0xFFFFFFFF


def test_a_meter_a_held_stream_and_one_without_a_program_are_not_heard() -> None:
    about: dict[bytes, bytes] = {b"application.name": b"any"}
    row = (1, b"a title", NONE, 5, 3, None, None, 0, 0, b"copy", b"any", about, 0)

    assert [one.is_heard for one in recordings(row)] == [True]
    for place, value in (
        (3, NONE),
        (9, b"peaks"),
        (11, {b"resample.peaks": b"true"}),
        (11, {b"node.link-group": b"loopback-1"}),
        (12, 1),
    ):
        other = (*row[:place], value, *row[place + 1 :])
        assert [one.is_heard for one in recordings(other)] == [False]
    assert recordings(row[:12]) == recordings((b"nonsense",) * 13) == ()


def test_every_value_that_the_server_may_say_is_read_or_refused() -> None:
    said = (
        tags.number(7) + tags.nothing() + tags.octets(b"ab") + b"tname\0" + b"1" + b"0"
        + tags.properties({b"k": b"v"}) + b"a" + bytes(6) + b"T" + bytes(8) + b"m\2ab"
        + b"v\1abcd" + b"B\5" + b"R" + bytes(8) + b"U" + bytes(8) + b"r" + bytes(8) + b"Vabcd"
    )  # fmt: skip

    assert [*tags.read(said)][:7] == [7, None, b"ab", b"name", 1, 0, {b"k": b"v"}]
    assert len([*tags.read(said)]) == 16
    for broken in (b"?", b"L\0", b"tno end", b"P1", b"x\0\0", b"m"):
        with pytest.raises(tags.BROKEN):
            [*tags.read(broken)]
