"""The installed `people` and `reached`: name two people, note a talk, take an address book in."""

import csv
import json
import os
import pty
import re
import shlex
import sqlite3
import subprocess
from contextlib import closing
from datetime import timedelta
from pathlib import Path
from stat import S_IMODE

import pytest

from config.paths import home as home_in
from monitor.core.types import Subject
from monitor.service import people
from monitor.service.clock import SystemClock
from monitor.service.people import Words
from tests.address_books import APPLE, GOOGLE, OUTLOOK
from tests.ledgers import filled_home, use
from tests.rig import Desktop, installed, need
from tests.truth import now
from tests.watched import Watched

_DAY, _HOUR = timedelta(days=1), timedelta(hours=1)
_NO_TEXT = os.fsdecode(b"a\xffb")


@pytest.fixture
def watched(desktop: Desktop, home: Path) -> Watched:
    return Watched(desktop, home)


@pytest.fixture
def book(tmp_path: Path) -> Path:
    file = tmp_path / "book.vcf"
    file.write_bytes(GOOGLE + APPLE)
    return file


def age(watched: Watched, days: int) -> None:
    """Let everybody have been named so many days earlier."""
    with closing(sqlite3.connect(watched.ledger)) as ledger:
        ledger.execute("update person set added = added - ?", (days * 86_400_000,))
        ledger.commit()


def test_before_anybody_is_named_it_says_kindly_how_to_begin(watched: Watched) -> None:
    told = watched.told("people")

    assert told.startswith("Nobody is named yet")
    assert "`humanward people add NAME`" in told
    assert watched.json("people") == {"version": 1, "people": [], "seen": []}
    assert not watched.home.exists()


def test_two_people_are_named_and_a_talk_moves_one_of_them_down(watched: Watched) -> None:
    anna = watched.told("people", "add", "Anna", "Schmidt", "--phone", "030 12", "--every", "1w")
    watched.told("people", "add", "Ben", "--every", "2 weeks", "--birthday", "1990-04-12")
    age(watched, 16)
    before = watched.told("people").splitlines()
    noted = watched.told("reached", "an", "--how", "visit")
    after = watched.json("people")["people"]

    assert anna == "Anna Schmidt is named: every week, by call, 030 12.\n"
    assert [" ".join(line.split()) for line in before] == [
        "Anna Schmidt no talk noted every week overdue by 9 days",
        "Ben no talk noted every 2 weeks overdue by 2 days",
    ]
    assert noted.startswith("Noted: a visit with Anna Schmidt, ")
    assert [(one["name"], one["overdue_days"], one["is_due"]) for one in after] == [
        ("Ben", 2, True),
        ("Anna Schmidt", -7, False),
    ]
    assert after[1]["last"]["how"] == "visit"
    assert after[0]["birthday"] == "1990-04-12"


def test_a_call_that_was_seen_is_told_beside_the_people(watched: Watched) -> None:
    begin = now() - 2 * _HOUR
    filled_home(watched.home, [use(begin, begin + _HOUR, Subject("zoom"))])
    watched.told("people", "add", "Anna")
    (_, seen) = watched.told("people").splitlines()

    assert seen.startswith("Seen on this computer: a call ")
    assert seen.endswith(". With whom, nobody knows.")
    assert watched.json("people")["seen"][0]["told"] == "seen"


def test_as_csv_each_line_is_somebody(watched: Watched) -> None:
    watched.told("people", "add", "Anna, the first")
    watched.told("reached", "anna")
    (line,) = csv.DictReader(watched.told("people", "list", "--format", "csv").splitlines())

    assert (line["name"], line["every_days"], line["silent_days"]) == ("Anna, the first", "7", "0")
    assert (line["how"], line["told"]) == ("call", "said")


def test_a_talk_is_noted_when_it_was_and_the_last_is_taken_back(watched: Watched) -> None:
    watched.told("people", "add", "Anna")
    first = watched.json("reached", "anna", "--when", "2 days ago")
    watched.json("reached", "anna")
    undone = watched.json("reached", "--undo")
    left = watched.json("people", "export")["talks"]
    gone = watched.told("reached", "--undo")
    again = next(line.split("`")[1] for line in gone.splitlines() if "notes it again" in line)
    watched.told(*shlex.split(again)[1:])

    assert undone["undone"] is True
    assert [one["at"] for one in left] == [first["at"]]
    assert watched.json("people", "export")["talks"][0]["at"][:16] == first["at"][:16]
    assert first == {
        "version": 1,
        "undone": False,
        "person": "Anna",
        "at": left[0]["at"],
        "how": "call",
        "told": "said",
    }


def test_somebody_is_changed_and_forgotten(watched: Watched) -> None:
    watched.told("people", "add", "Zoë", "--email", "zoe@example.org")
    watched.told("reached", "zoe")
    renamed = watched.told("people", "edit", "zoe", "--rename", "Zoe", "--email", "")
    kept = watched.say("people", "remove", "zoe")
    gone = watched.told("people", "remove", "ZOE", "--yes")

    assert renamed == "Zoe (was Zoë): every week, by message.\n"
    assert (kept.returncode, kept.stdout) == (1, "")
    assert "Forget Zoe?" in kept.stderr
    assert gone == "Zoe is forgotten; 1 talk stays without a name.\n"
    assert [one["person"] for one in watched.json("people", "export")["talks"]] == [None]


def test_everybody_is_forgotten_with_every_talk(watched: Watched) -> None:
    watched.told("people", "add", "Anna")
    watched.told("reached", "anna")

    assert watched.told("people", "remove", "--all", "--yes") == "Forgotten: 1 person and 1 talk.\n"
    assert watched.json("people", "export") == {"version": 1, "people": [], "talks": []}


def test_everything_can_be_taken_out(watched: Watched, tmp_path: Path) -> None:
    watched.told("people", "add", "Anna", "--link", "https://meet.example.org/anna")
    watched.told("reached", "anna")
    file = tmp_path / "people.csv"
    watched.told("people", "export", "--format", "csv", "--output", file)
    person, talk = csv.DictReader(file.read_text().splitlines())

    assert S_IMODE(file.stat().st_mode) == 0o600
    assert (person["record"], person["link"]) == ("person", "https://meet.example.org/anna")
    assert (talk["record"], talk["name"], talk["told"]) == ("talk", "Anna", "said")


@pytest.mark.parametrize(
    ("code", "words", "said"),
    [
        (1, "people add anna", "Somebody is called anna already."),
        (1, "people edit Bob --every 2w", 'Nobody is called "Bob".'),
        (1, "people remove ann", 'Nobody is called just "ann". Did you mean Anna?'),
        (1, "people remove Hanna", "Did you mean Anna?"),
        (1, "reached Aana", "Did you mean Anna?"),
        (1, "reached --undo", "No talk is noted"),
        (2, "reached", "Give either a NAME or --undo."),
        (2, "reached anna --undo", "Give either a NAME or --undo."),
        (2, "reached anna --how letter", "'letter' is not one of"),
        (2, "people edit anna", "Say what to change"),
        (2, "people add X --every 5h", "in whole days"),
        (2, "people add X --birthday 2023-02-30", "no day of the calendar"),
        (2, "people add X --birthday 2999-02-01", "still to come"),
        (2, "people add X --phone none", "no telephone number"),
        (2, f"people add X --phone {'x' * 50_000}", "no telephone number"),
        (2, "people add X --email none", "no e-mail address"),
        (2, "people add X --link file:///etc/passwd", "opens nothing"),
        (2, "people add X --how calls", "Did you mean call?"),
        (2, "people add ..", "at least one letter"),
        (2, f"people add {_NO_TEXT}", "A name is valid text (UTF-8), and this is none."),
        (2, "people add X --every 0", '"0" cannot be how often: it takes 1d to 2y in whole days'),
        (2, "reached anna --when tomorrow", "and a talk lies in the past; write it as"),
        (2, "people --format json add X", "Give --format after add."),
        (2, "people remove", "Give either a NAME or --all."),
    ],
)
def test_a_slip_says_what_is_wrong_and_changes_nothing(
    watched: Watched, code: int, words: str, said: str
) -> None:
    people.add(home_in(watched.home), SystemClock(), Words("Anna"))
    told = watched.say(*words.split())

    assert said in told.stderr
    assert (told.returncode, told.stdout) == (code, "")
    assert "Traceback" not in told.stderr
    assert watched.all("select name, every_ms, how from person") == [("Anna", 604_800_000, "call")]


def test_a_talk_to_come_is_refused(watched: Watched) -> None:
    watched.told("people", "add", "Anna")
    day = (now() + _DAY).date().isoformat()
    told = watched.say("reached", "anna", "--when", f"{day} 12:00")

    assert told.returncode == 2
    assert "is still to come" in told.stderr


def test_a_hostile_name_does_not_reach_the_terminal(watched: Watched, tmp_path: Path) -> None:
    hostile = "\x1b[31mEve"
    typed = watched.say("people", "add", hostile)
    asked = watched.say("reached", hostile)
    book = tmp_path / "eve.vcf"
    book.write_text("BEGIN:VCARD\nVERSION:3.0\nFN:Eve\x1b[2J\nTEL:+1\x1b[2J2\nEND:VCARD\n")
    shown = watched.told("people", "import", book)

    assert typed.returncode == 2
    for told in (typed.stderr, asked.stderr, shown):
        assert "\x1b" not in told


def test_an_address_book_is_shown_first_and_nobody_is_taken_in_unasked(
    watched: Watched, book: Path
) -> None:
    told = watched.say("people", "import", book)

    assert told.returncode == 0
    assert [line.split()[:3] for line in told.stdout.splitlines()] == [
        ["1", "Anna", "Lena"],
        ["2", "Dr.", "Seán"],
        ["3", "Praxis", "am"],
        ["4", "Ярослав", "Мудрый"],
    ]
    assert "`--name NAME` takes one in" in told.stderr
    assert not watched.home.exists()


def test_who_is_chosen_comes_in_with_their_birthday(watched: Watched, book: Path) -> None:
    dry = watched.json("people", "import", str(book), "--name", "anna lena", "--dry-run")
    done = watched.told(
        "people", "import", book, "--name", "anna lena", "--name", "seán", "--every", "2w"
    )
    again = watched.told("people", "import", book, "--name", "Anna Lena Schmidt")
    kept = watched.json("people")["people"]

    assert dry["taken_in"] == [{"name": "Anna Lena Schmidt", "new": True, "filled": []}]
    assert done.splitlines() == ["Anna Lena Schmidt is named.", "Dr. Seán O'Brien is named."]
    assert again == "Anna Lena Schmidt was named already.\n"
    assert {(one["name"], one["birthday"], one["every_days"]) for one in kept} == {
        ("Anna Lena Schmidt", "1990-04-12", 14),
        ("Dr. Seán O'Brien", "--02-29", 14),
    }


def test_a_broken_card_names_its_line_and_the_rest_comes_in(
    watched: Watched, tmp_path: Path
) -> None:
    book = tmp_path / "outlook.vcf"
    book.write_bytes(OUTLOOK + b"BEGIN:VCARD\r\nVERSION:2.1\r\nFN:Lost\r\n")
    told = watched.say("people", "import", book, "--all")
    line = OUTLOOK.count(b"\n") + 1

    assert told.returncode == 0
    where = f"outlook.vcf, line {line}"
    assert f"{where}: the file ends in the middle of the card that begins here" in told.stderr
    assert told.stderr.endswith("Left out in all: 1 card.\n")
    assert len(told.stdout.splitlines()) == 2


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("BEGIN:VCARD\nVERSION:3.0\nFN:Lost\n", "line 1: the file ends in the middle"),
        ("BEGIN:VCARD\nVERSION:4.0\nKIND:group\nFN:All\nEND:VCARD\n", "its cards are groups"),
    ],
)
def test_a_file_of_which_nobody_can_be_read_is_a_failure(
    watched: Watched, tmp_path: Path, text: str, said: str
) -> None:
    book = tmp_path / "cut.vcf"
    book.write_text(text)
    told = watched.say("people", "import", book, "--all", "--yes")
    plain = watched.say("people", "import", book, "--all", "--format", "json")

    assert (told.returncode, told.stdout) == (1, "")
    assert said in told.stderr
    assert "Nobody was taken in" not in told.stderr
    assert plain.returncode == 1
    assert json.loads(plain.stdout)["cards"] == []


def test_what_of_a_person_cannot_be_taken_in_is_told_by_its_line(
    watched: Watched, tmp_path: Path
) -> None:
    book = tmp_path / "book.vcf"
    book.write_text(
        "BEGIN:VCARD\nVERSION:3.0\nFN:Anna\x07\nTEL:call me\nBDAY:circa 1800\nEND:VCARD\n"
    )
    told = watched.say("people", "import", book, "--all")
    plain = watched.json("people", "import", str(book))

    assert told.stdout == "Anna is named.\n"
    assert [line.partition("book.vcf, ")[2] for line in told.stderr.splitlines()[:-1]] == [
        "line 3: in the card of Anna, the name has signs that cannot be seen; they are left out.",
        'line 4: in the card of Anna, "call me" is no telephone number; it is left out.',
        'line 5: in the card of Anna, "circa 1800" is no birthday; it is left out.',
    ]
    assert told.stderr.endswith("Left out in all: 3 details.\n")
    assert [one["line"] for one in plain["left_out"]] == [3, 4, 5]


def test_on_a_narrow_terminal_everybody_has_lines_of_their_own(
    watched: Watched, book: Path
) -> None:
    need("script")
    watched.told("people", "add", "Anna Lena Schmidt", "--every", "2 weeks")
    age(watched, 16)
    told = {}
    for words in ("people", f"people import {book}"):
        command = f"stty cols 40; {installed()} --home {watched.home} {words} </dev/null"
        done = watched.desktop.run("script", "-qec", command, "/dev/null")
        plain = re.sub(r"\x1b\[[0-9;]*m|\r", "", done.stdout)
        told[words] = [line.rstrip() for line in plain.splitlines()]
    listed, offered = told.values()

    assert listed == [
        "Anna Lena Schmidt",
        "    no talk noted, every 2 weeks,",
        "    overdue by 2 days",
    ]
    assert offered[:3] == [
        "1  Anna Lena Schmidt",
        "    +49 170 1234567, 12 April 1990,",
        "    named already",
    ]


def test_many_at_once_are_asked_about_first(watched: Watched, tmp_path: Path) -> None:
    book = tmp_path / "many.vcf"
    card = "BEGIN:VCARD\nVERSION:3.0\nFN:Friend {}\nEND:VCARD\n"
    book.write_text("".join(card.format(number) for number in range(300)))
    asked = watched.say("people", "import", book, "--all")
    sure = watched.told("people", "import", book, "--all", "--yes")

    assert (asked.returncode, asked.stdout) == (1, "")
    assert "Be reminded of 300 more people?" in asked.stderr
    assert len(sure.splitlines()) == 300


def test_a_person_at_a_terminal_is_asked_whom_to_take_in(watched: Watched, book: Path) -> None:
    keys, screen = pty.openpty()
    command = [str(installed()), "--home", str(watched.home), "people", "import", str(book)]
    with subprocess.Popen(  # noqa: S603 - our own command
        command, stdin=screen, stderr=screen, stdout=subprocess.PIPE, env=watched.desktop.env
    ) as process:
        os.write(keys, b"1, sean\n")
        out, _ = process.communicate(timeout=30)
    os.close(screen)
    os.close(keys)

    assert out.decode().splitlines()[-2:] == [
        "Anna Lena Schmidt is named.",
        "Dr. Seán O'Brien is named.",
    ]
    assert json.loads(watched.told("people", "--format", "json"))["people"][0]["every_days"] == 7
