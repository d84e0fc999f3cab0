"""The law of judging anew: subjects alone are touched, and what moved is told in hours."""

from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest

from config.catalogue import load_catalogue
from config.own_catalogue import IGNORED, merged
from config.own_tools import read as read_own
from config.paths import Home
from monitor.core.recognise import Matcher
from monitor.core.types import Kind, Stretch, Subject, Track, Verdict
from monitor.store import connect, read, rollup
from monitor.store.rejudge import Moved, judged_by, rejudge
from monitor.store.subjects import Judge
from tests.fakes import moment
from tests.ledgers import CATALOGUE, filled_home, judge, rows_of, use

CHAT = Subject("browser", host="chat.example")
TITLED = Subject("browser", hint="ChatGPT")
DAY_S = 86_400
HOUR = timedelta(hours=1)


def hour(number: float, subject: Subject, track: Track = Track.ATTENDED) -> Stretch:
    start = moment(number * 3600)
    return use(start, start + timedelta(minutes=30), subject, track=track)


def with_chat(subject: Subject) -> Verdict:
    if subject.host == "chat.example":
        return Verdict("Chat", Kind.ASSISTANT, "the person said so", tags=("own",))
    if subject.hint:
        return Verdict("", Kind.OTHER, "a judge that knows no titles")
    return judge(subject)


def without_claude(subject: Subject) -> Verdict:
    found = with_chat(subject)
    return Verdict("Claude", Kind.OTHER, "ignored") if found.tool == "Claude" else found


@pytest.fixture
def home(tmp_path: Path) -> Home:
    """Ten days: two of them summed up, with the stretches of the first gone."""
    used = [hour(24 * day, CHAT) for day in range(10)]
    used += [hour(24 * day + 1, Subject("browser", host="claude.ai")) for day in range(10)]
    used += [hour(3, Subject("browser", hint="Poe")), hour(4, Subject("editor"))]
    used += [hour(5, CHAT, Track.UNATTENDED)]
    place = filled_home(tmp_path, used)
    connection = connect.for_writing(place.ledger)
    rollup.roll_up(connection, place.ledger, read.calendar(connection), moment(6 * DAY_S))
    connection.execute("delete from stretch where start < ?", (_ms(DAY_S * 2 - 12 * 3600),))
    connection.close()
    return place


def _ms(seconds: float) -> int:
    return int(moment(seconds).timestamp() * 1000)


def verdicts(home: Home) -> dict[Subject, Verdict]:
    with connect.reading(home.ledger) as connection:
        return dict(read.subjects(connection).values())


def test_a_new_entry_moves_all_the_hours_it_stands_for(home: Home) -> None:
    moved = rejudge(home.ledger, with_chat, "2-test")

    assert moved == Moved(subjects=1, time=10 * HOUR / 2, ai=10 * HOUR / 2)
    assert verdicts(home)[CHAT].tool == "Chat"


def test_a_tag_alone_is_told_apart_and_its_days_are_made_anew(home: Home) -> None:
    def tagged(subject: Subject) -> Verdict:
        found = judge(subject)
        return replace(found, tags=("own", "work")) if found.tool == "Claude" else found

    count = "select count(*) from day_facts"
    before = rows_of(home.ledger, count)
    moved = rejudge(home.ledger, tagged, "2-test")

    assert moved == Moved(tagged=10 * HOUR / 2)
    assert rows_of(home.ledger, count) < before
    assert rejudge(home.ledger, tagged, "3-test") == Moved()


def test_ai_time_that_is_taken_away_is_told_as_less(home: Home) -> None:
    moved = rejudge(home.ledger, without_claude, "2-test")

    assert moved.subjects == 2
    assert moved.time == 20 * HOUR / 2
    assert moved.ai == timedelta()


def test_a_weak_titles_verdict_is_never_judged_anew(home: Home) -> None:
    hinted = Subject("browser", hint="Poe")
    before = verdicts(home)[hinted]
    rejudge(home.ledger, with_chat, "2-test")

    assert before.tool == "Poe"
    assert verdicts(home)[hinted] == before


def test_a_weak_title_of_a_tool_gets_the_tags_of_that_tool(home: Home) -> None:
    hinted = Subject("browser", hint="Poe")
    before = verdicts(home)[hinted]

    def tagged(subject: Subject) -> Verdict:
        return replace(judge(subject), because="another", tags=("work",))

    rejudge(home.ledger, tagged, "2-test")

    assert verdicts(home)[hinted] == replace(before, tags=("work",))


def judge_of(own: str) -> Judge:
    """The shipped catalogue with the person's own tools over it."""
    return Matcher(merged(load_catalogue(), read_own(own))).judge


@pytest.fixture
def titled(tmp_path: Path) -> Home:
    """Half an hour of which a weak title alone told that it was ChatGPT."""
    return filled_home(tmp_path / "titled", [hour(0, TITLED)])


def test_a_weak_title_gets_the_tags_of_its_tool_though_that_is_called_otherwise_now(
    titled: Home,
) -> None:
    before = verdicts(titled)[TITLED]
    renamed = '[[rename]]\ntool = "ChatGPT"\nto = "Chat"\n'
    rejudge(titled.ledger, judge_of(renamed), "2-test")
    tagged = f'{renamed}[[tool]]\nname = "ChatGPT"\nkind = "assistant"\ntags = ["work"]\n'
    moved = rejudge(titled.ledger, judge_of(tagged), "3-test")
    after = verdicts(titled)[TITLED]

    assert "work" in after.tags
    assert replace(after, tags=before.tags) == before
    assert moved == Moved(tagged=HOUR / 2)


def test_a_weak_title_of_a_tool_that_counts_as_no_ai_counts_as_none_until_that_is_taken_back(
    titled: Home,
) -> None:
    before = verdicts(titled)[TITLED]
    forth = rejudge(titled.ledger, judge_of('[[ignore]]\ntool = "ChatGPT"\n'), "2-test")
    ignored = verdicts(titled)[TITLED]
    back = rejudge(titled.ledger, judge_of(""), "3-test")
    after = verdicts(titled)[TITLED]

    assert before.kind.is_ai
    assert not ignored.kind.is_ai
    assert IGNORED in ignored.tags
    assert forth == Moved(1, HOUR / 2, -HOUR / 2)
    assert (after.tool, after.kind, after.tags) == (before.tool, before.kind, before.tags)
    assert back.ai == HOUR / 2


def test_going_back_moves_the_same_hours_back(home: Home) -> None:
    first = verdicts(home)
    forth = rejudge(home.ledger, with_chat, "2-test")
    back = rejudge(home.ledger, judge, CATALOGUE)

    assert (back.time, back.ai) == (forth.time, -forth.ai)  # no day counts twice in between
    assert verdicts(home) == first
    assert rejudge(home.ledger, judge, CATALOGUE) == Moved()


def test_no_stretch_and_no_sum_is_touched(home: Home) -> None:
    tables = ("stretch", "gap", "use_by_hour", "use_by_day", "use_by_month", "subject")
    before = [rows_of(home.ledger, f"select * from {table}") for table in tables]  # noqa: S608 - ours
    rejudge(home.ledger, with_chat, "2-test")

    assert [rows_of(home.ledger, f"select * from {table}") for table in tables] == before  # noqa: S608 - ours


def test_facts_of_days_that_moved_are_made_anew_where_their_stretches_are_kept(home: Home) -> None:
    before = facts(home)
    rejudge(home.ledger, with_chat, "2-test")
    connection = connect.for_writing(home.ledger)
    rollup.roll_up(connection, home.ledger, read.calendar(connection), moment(6 * DAY_S))
    connection.close()

    told = list(facts(home).values())
    assert list(before.values()) == [3600, 1800, 1800, 1800, 1800, 1800]
    # the first three days lost stretches, or may have
    assert told == [3600, 1800, 1800, 3600, 3600, 3600]


def facts(home: Home) -> dict[object, object]:
    """AI seconds of each day that is summed up."""
    query = "select day, json_extract(facts, '$.ai') from day_facts order by day"
    return {row[0]: row[1] for row in rows_of(home.ledger, query)}


def test_the_version_that_holds_is_told(home: Home) -> None:
    rejudge(home.ledger, with_chat, "2-test")

    with connect.reading(home.ledger) as connection:
        assert judged_by(connection) == "2-test"
