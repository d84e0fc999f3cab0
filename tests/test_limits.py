"""The law of limits: what each one counts, and since when."""

from datetime import timedelta

import pytest

from config.schema import Length, Per, Span
from monitor.core.limits import Tally, begin, findings, fold, step
from monitor.core.types import Kind, Presence, Stretch, Subject, Track, Verdict
from tests.judging import BERLIN, CLAUDE, EDITOR, START, at, counted, limit, minutes, seen


@pytest.mark.parametrize(
    ("what", "verdict", "matches"),
    [
        ("screen", EDITOR, True),
        ("ai", CLAUDE, True),
        ("ai", EDITOR, False),
        ("ai", Verdict("Cursor", Kind.AI_IDE, ""), False),
        ("kind:assistant", CLAUDE, True),
        ("kind:companion", CLAUDE, False),
        ("tool:claude", CLAUDE, True),
        ("tool:CLAUDE", CLAUDE, True),
        ("tool:Claude Code", CLAUDE, False),
        ("tag:work", CLAUDE, True),
        ("tag:Work", CLAUDE, True),
        ("tag:wor", CLAUDE, False),
    ],
)
def test_a_limit_counts_only_what_it_names(what: str, verdict: Verdict, *, matches: bool) -> None:
    told = counted(limit(what), [seen(START, minutes(7), verdict)])

    assert told.amount == (minutes(7) if matches else timedelta())


@pytest.mark.parametrize("per", list(Per))
@pytest.mark.parametrize("what", ["screen", "ai", "tag:work"])
def test_what_bears_a_tag_that_a_limit_leaves_out_counts_nothing(what: str, per: Per) -> None:
    private = Verdict("Claude", Kind.ASSISTANT, "", tags=("private",))
    life = [seen(START, minutes(9), CLAUDE), seen(START + minutes(9), minutes(4), private)]
    whole = counted(limit(what, per), life)
    rest = counted(limit(what, per, without=("Work",)), life)
    own = counted(limit(what, per, without=("private",)), life)

    assert rest.amount == (minutes(0) if what == "tag:work" else minutes(4))
    assert own.amount == minutes(9)
    assert whole.amount == (minutes(9) if what == "tag:work" else minutes(13))


def test_a_spell_goes_on_through_what_it_leaves_out() -> None:
    life = [
        seen(START, minutes(10)),
        seen(START + minutes(10), minutes(20), CLAUDE),
        seen(START + minutes(30), minutes(10)),
    ]
    rule = limit("screen", Per.SPELL, without=("work",))

    assert counted(rule, life) == Tally(minutes(20), START, "spell:2026-11-23T09:00:00Z")


@pytest.mark.parametrize("per", list(Per))
def test_time_that_nobody_attended_or_that_was_idle_counts_nowhere(per: Per) -> None:
    idle = Stretch(START, START + minutes(9), Subject("some"), Presence.IDLE)
    alone = Stretch(START, START + minutes(9), Subject("some"), track=Track.UNATTENDED)
    fresh = begin(limit(per=per))

    assert step(fresh, idle, CLAUDE, BERLIN) == fresh
    assert step(fresh, alone, CLAUDE, BERLIN) == fresh


def test_a_session_joins_pauses_of_five_minutes_and_counts_only_the_time_inside() -> None:
    life = [
        seen(START, minutes(10), CLAUDE),
        seen(START + minutes(10), minutes(5), EDITOR),
        seen(START + minutes(15), minutes(10), CLAUDE),
    ]

    told = counted(limit("ai", Per.SESSION), life)

    assert told == Tally(minutes(20), START, "session:2026-11-23T09:00:00Z")


def test_a_session_ends_after_more_than_five_minutes_of_other_things() -> None:
    again = START + minutes(15.1)
    life = [
        seen(START, minutes(10), CLAUDE),
        seen(START + minutes(10), minutes(5.1), EDITOR),
        seen(again, minutes(3), CLAUDE),
    ]

    assert counted(limit("ai", Per.SESSION), life[:2]).amount == timedelta()
    assert counted(limit("ai", Per.SESSION), life) == Tally(
        minutes(3), again, "session:2026-11-23T09:15:06Z"
    )


def test_a_spell_goes_on_through_short_absences() -> None:
    life = [seen(START, minutes(30)), seen(START + minutes(34.9), minutes(20))]

    told = counted(limit(per=Per.SPELL), life)

    assert told == Tally(minutes(50), START, "spell:2026-11-23T09:00:00Z")


def test_a_spell_ends_with_five_minutes_away() -> None:
    life = [seen(START, minutes(30)), seen(START + minutes(35), minutes(20))]

    told = counted(limit(per=Per.SPELL), life)

    assert told == Tally(minutes(20), START + minutes(35), "spell:2026-11-23T09:35:00Z")


def test_a_spell_of_ai_is_not_ended_by_other_work_at_the_screen() -> None:
    life = [
        seen(START, minutes(10)),
        seen(START + minutes(10), minutes(10), CLAUDE),
        seen(START + minutes(20), minutes(30)),
        seen(START + minutes(50), minutes(10), CLAUDE),
    ]

    told = counted(limit("ai", Per.SPELL), life)

    assert told == Tally(minutes(20), START, "spell:2026-11-23T09:00:00Z")


@pytest.mark.parametrize("per", [Per.SPELL, Per.SESSION])
def test_what_has_ended_counts_nothing_now(per: Per) -> None:
    life = [seen(START, minutes(90))]

    assert counted(limit(per=per), life, START + minutes(94)).amount == minutes(90)
    assert counted(limit(per=per), life, START + minutes(95.1)) == Tally(timedelta(), None, "")


def test_a_finding_tells_its_figures_and_comes_when_the_limit_is_reached() -> None:
    life = [seen(START, minutes(50))]
    counts_ = fold([begin(limit(per=Per.SPELL))], life, BERLIN)
    just_short = fold([begin(limit(per=Per.SPELL))], [seen(START, minutes(49.9))], BERLIN)

    (found,) = findings(counts_, START + minutes(50), BERLIN)

    assert (found.rule, found.occasion) == ("mine", "spell:2026-11-23T09:00:00Z")
    assert [(one.name, one.value, one.unit) for one in found.figures] == [
        ("amount", 3000.0, "s"),
        ("limit", 3000.0, "s"),
        ("since", START.timestamp(), "unix"),
    ]
    assert findings(just_short, START + minutes(50), BERLIN) == ()
    assert findings(counts_, START + minutes(55), BERLIN) == ()


def test_no_time_at_all_allowed_means_any_time_and_never_none() -> None:
    rule = limit("ai", at_most=Length(), hours=(Span.of("22:00-04:00"),))
    evening = at("2026-11-23T22:00+01:00")

    none = fold([begin(rule)], [seen(START, minutes(60), CLAUDE)], BERLIN)
    any_ = fold(none, [seen(evening, timedelta(seconds=1), CLAUDE)], BERLIN)

    assert findings(none, evening, BERLIN) == ()
    assert len(findings(any_, evening + minutes(1), BERLIN)) == 1


def test_a_limit_that_is_off_finds_nothing() -> None:
    counts_ = fold([begin(limit(on=False))], [seen(START, minutes(90))], BERLIN)

    assert findings(counts_, START + minutes(90), BERLIN) == ()
