"""The law of address books: every name of every program comes in, and a broken card its line."""

import tracemalloc
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from monitor.core import names
from monitor.errors import MonitorError
from monitor.service import vcards
from tests.address_books import APPLE, BOOKS, GOOGLE, OUTLOOK, Told

_GOOD = "BEGIN:VCARD\nVERSION:3.0\nFN:Good\nEND:VCARD\n"


def read(tmp_path: Path, *texts: bytes | str) -> vcards.Found:
    files = []
    for number, text in enumerate(texts):
        file = tmp_path / f"{number}.vcf"
        file.write_bytes(text.encode() if isinstance(text, str) else text)
        files.append(file)
    return vcards.read(files)


def told(found: vcards.Found) -> tuple[Told, ...]:
    return tuple((one.name, one.phone, one.email, str(one.birthday or "")) for one in found.cards)


@pytest.mark.parametrize("program", BOOKS)
def test_a_programs_export_comes_in_without_loss_of_names(tmp_path: Path, program: str) -> None:
    book, expected = BOOKS[program]

    found = read(tmp_path, book)

    assert told(found) == expected
    assert found.troubles == ()


def test_a_way_to_write_is_taken_along_where_it_may_be_opened(tmp_path: Path) -> None:
    hostile = "BEGIN:VCARD\nVERSION:3.0\nFN:Eve\nIMPP:file:///etc/passwd\nEND:VCARD\n"

    found = read(tmp_path, APPLE, hostile)

    assert {one.name: one.link for one in found.cards if one.link} == {
        "Dr. Seán O'Brien": "xmpp:sean@example.ie"
    }


def test_who_is_in_two_books_comes_in_once_with_what_either_knows(tmp_path: Path) -> None:
    other = "BEGIN:VCARD\nVERSION:3.0\nFN:ANNA lena schmidt\nBDAY:--0101\nTEL:1234\nEND:VCARD\n"
    first = "BEGIN:VCARD\nVERSION:3.0\nFN:Anna Lena Schmidt\nTEL:5678\nEND:VCARD\n"

    assert told(read(tmp_path, first, other)) == (("Anna Lena Schmidt", "5678", "", "--01-01"),)


@pytest.mark.parametrize(
    ("text", "line", "reason"),
    [
        ("BEGIN:VCARD\nVERSION:3.0\nFN:Bad\njunk\nEND:VCARD\n", 4, "no line of a vCard"),
        ("BEGIN:VCARD\nVERSION:3.0\nFN:Bad\n", 1, "does not end"),
        ("BEGIN:VCARD\nVERSION:3.0\nTEL:1\nEND:VCARD\n", 1, "names nobody"),
        ("BEGIN:VCARD\nFN;=;=:x\nN;a b:y\nplain\nEND:VCARD\n", 4, "no line of a vCard"),
        ("\n\nBEGIN:VCARD\nVERSION:3.0\nFN:Bad\n", 3, "does not end"),
    ],
)
def test_a_broken_card_names_its_line_and_the_others_come_in(
    tmp_path: Path, text: str, line: int, reason: str
) -> None:
    found = read(tmp_path, text + _GOOD)

    assert [one.name for one in found.cards] == ["Good"]
    assert [(one.line, reason in one.reason) for one in found.troubles] == [(line, True)]


def test_a_part_that_comes_to_nothing_is_told_unless_the_card_or_another_has_a_good_one(
    tmp_path: Path,
) -> None:
    card = "BEGIN:VCARD\nVERSION:3.0\nFN:{}\n{}\nEND:VCARD\n"
    book = (
        card.format("Ben", "TEL:none\nTEL;TYPE=CELL:1234\nEMAIL:\nIMPP:aim:x")
        + card.format("Zoe", "EMAIL:zoe at home\nBDAY:1990-02-30")
        + card.format("ZOE", "EMAIL:zoe@example.org")
        + card.format("N" * 130, "NOTE:x")
    )

    found = read(tmp_path, book)

    assert [(one.line, one.reason.partition(", ")[2]) for one in found.left_out] == [
        (7, '"aim:x" is no link that a button opens; it is left out'),
        (13, '"1990-02-30" is no birthday; it is left out'),
        (22, "the name has more than 120 letters; its end is left out"),
    ]


def test_marks_that_nobody_sees_hide_no_number(tmp_path: Path) -> None:
    book = _GOOD.replace("END", "TEL:\u202a+49 170 12\u202c\nEMAIL:a@b.example\x00\nEND")

    found = read(tmp_path, book)

    assert told(found) == (("Good", "+49 170 12", "a@b.example", ""),)
    assert found.left_out == ()


@pytest.mark.parametrize("text", [b"", b"name,phone\nAnna,1\n", bytes(range(256)) * 9])
def test_a_file_without_any_card_is_an_error_that_says_so(tmp_path: Path, text: bytes) -> None:
    with pytest.raises(MonitorError, match=r"There is no vCard in .*0\.vcf"):
        read(tmp_path, text)


def test_a_file_that_cannot_be_read_is_an_error_that_says_so(tmp_path: Path) -> None:
    with pytest.raises(MonitorError, match="cannot be read"):
        vcards.read([tmp_path / "missing.vcf"])


def test_text_that_claims_to_be_wide_and_is_not_is_an_error_that_says_so(tmp_path: Path) -> None:
    with pytest.raises(MonitorError, match="it says UTF-16"):
        read(tmp_path, b"\xff\xfe\x00\xd8A\x00")


@pytest.mark.parametrize(
    "photo",
    [
        "PHOTO;ENCODING=b;TYPE=JPEG:" + "QUJD" * 2_500_000 + "\n",
        "PHOTO;ENCODING=b:QUJD\n" + (" " + "QUJD" * 18 + "\n") * 135_000,
        "PHOTO;ENCODING=BASE64:\n" + ("QUJD" * 18 + "\n") * 135_000 + "\n",
    ],
    ids=["in one line", "folded", "not even folded"],
)
def test_a_photo_of_ten_megabytes_costs_no_memory(tmp_path: Path, photo: str) -> None:
    file = tmp_path / "big.vcf"
    file.write_text(f"BEGIN:VCARD\nVERSION:3.0\nFN:Big\n{photo}TEL:1234\nEND:VCARD\n")
    vcards.read([_small(tmp_path)])  # the library itself is loaded

    tracemalloc.start()
    found = vcards.read([file])
    most = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()

    assert told(found) == (("Big", "1234", "", ""),)
    assert most < 2_000_000


def test_a_hostile_name_comes_in_without_what_a_terminal_obeys(tmp_path: Path) -> None:
    found = read(tmp_path, "BEGIN:VCARD\nVERSION:3.0\nFN:\x1b[31mRed\u202e\tEve\x07\nEND:VCARD\n")

    assert [one.name for one in found.cards] == ["[31mRed Eve"]


@given(st.data())
def test_no_damage_to_a_file_is_more_than_a_trouble(tmp_path_factory: pytest.TempPathFactory,
                                                    data: st.DataObject) -> None:  # fmt: skip
    book = bytearray(data.draw(st.sampled_from([GOOGLE, APPLE, OUTLOOK])))
    for _ in range(data.draw(st.integers(1, 8))):
        at = data.draw(st.integers(0, len(book) - 1))
        book[at : at + data.draw(st.integers(0, 30))] = data.draw(st.binary(max_size=8))
    file = tmp_path_factory.mktemp("book") / "book.vcf"
    file.write_bytes(book)

    try:
        found = vcards.read([file])
    except MonitorError:
        return

    assert all(names.clean(one.name) == one.name for one in found.cards)
    assert all(one.line >= 1 for one in found.troubles)


def _small(tmp_path: Path) -> Path:
    file = tmp_path / "small.vcf"
    file.write_text(_GOOD)
    return file
