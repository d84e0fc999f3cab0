"""What came of a nudge: what was left, what followed, and what cannot be told."""

from datetime import timedelta

import pytest

from monitor.core.effect import Effect, Sign, left_ai, left_screen, sign_of, talked
from monitor.core.limits import Seen
from monitor.core.types import (
    Gap,
    GapReason,
    Kind,
    Presence,
    Stretch,
    Subject,
    Track,
    Verdict,
)
from tests.judging import BERLIN, CLAUDE, EDITOR, NOON, minutes, seen

PAGE = Verdict("", Kind.BROWSER, "a browser whose page is not known")
LONG = minutes(30)


def life(*parts: tuple[float, Verdict | None]) -> list[Seen]:
    """What was in front from ten minutes before noon on, each to a minute; None: nobody there."""
    told, at = [], NOON - minutes(10)
    for until, verdict in parts:
        end = NOON + minutes(until)
        presence = Presence.IDLE if verdict is None else Presence.ACTIVE
        told.append((Stretch(at, end, Subject("some"), presence), verdict or CLAUDE))
        at = end
    return told


def gap(first: float, last: float, reason: GapReason) -> Gap:
    return Gap(NOON + minutes(first), NOON + minutes(last), reason)


@pytest.mark.parametrize(
    ("parts", "told"),
    [
        ([(4, CLAUDE), (30, EDITOR)], True),
        ([(5, CLAUDE), (30, EDITOR)], True),
        ([(5.1, CLAUDE), (30, EDITOR)], False),
        ([(2, CLAUDE), (16.9, EDITOR), (30, CLAUDE)], False),
        ([(2, CLAUDE), (17, EDITOR), (30, CLAUDE)], True),
        ([(2, CLAUDE), (3, EDITOR), (4, CLAUDE), (30, EDITOR)], True),
        ([(2, CLAUDE), (30, None)], True),
        ([(30, CLAUDE)], False),
        ([(-0.4, CLAUDE), (30, EDITOR)], True),
        ([(-0.6, CLAUDE), (30, EDITOR)], None),
        ([(30, EDITOR)], None),
        ([(-2, CLAUDE), (30, None)], None),
    ],
)
def test_an_ai_tool_is_left_when_it_ends_soon_and_is_not_back_for_a_quarter_of_an_hour(
    parts: list[tuple[float, Verdict | None]], told: object
) -> None:
    assert left_ai(NOON, life(*parts), ()) is told


@pytest.mark.parametrize(
    ("parts", "told"),
    [
        ([(4, EDITOR), (9, None), (30, EDITOR)], True),
        ([(4, EDITOR), (8.9, None), (30, EDITOR)], False),
        ([(5, EDITOR), (30, None)], True),
        ([(5.1, EDITOR), (30, None)], False),
        ([(-0.2, EDITOR), (30, None)], True),  # it came in the pause in which they left
        ([(-1, EDITOR), (30, None)], None),
        ([(30, EDITOR)], False),
    ],
)
def test_the_screen_is_left_when_somebody_goes_soon_and_stays_away_for_five_minutes(
    parts: list[tuple[float, Verdict | None]], told: object
) -> None:
    assert left_screen(NOON, life(*parts), ()) is told


@pytest.mark.parametrize("reason", [GapReason.LOCKED, GapReason.SUSPENDED, GapReason.SWITCHED])
def test_who_locks_the_screen_or_lets_it_sleep_has_left_it(reason: GapReason) -> None:
    before, after = life((2, CLAUDE)), [seen(NOON + minutes(12), LONG, EDITOR)]
    away = [gap(2, 12, reason)]

    assert left_screen(NOON, before + after, away) is True
    assert left_ai(NOON, before + after, away) is True


@pytest.mark.parametrize(
    "reason",
    [GapReason.BLIND, GapReason.PAUSED, GapReason.OFF, GapReason.STALLED, GapReason.CLOCK_SET],
)
def test_of_time_that_was_not_seen_nothing_is_claimed(reason: GapReason) -> None:
    before = life((2, CLAUDE))
    unseen = [gap(2, 40, reason)]

    assert left_ai(NOON, before, unseen) is None
    assert left_screen(NOON, before, unseen) is None
    assert left_ai(NOON, [], ()) is None
    assert left_screen(NOON, [], ()) is None


def test_what_is_sure_in_spite_of_an_unseen_time_is_told() -> None:
    ongoing = [*life((10, CLAUDE)), seen(NOON + minutes(15), LONG, EDITOR)]
    quiet_after = [*life((1, CLAUDE)), seen(NOON + minutes(4), LONG, EDITOR)]

    assert left_ai(NOON, ongoing, ()) is False
    assert left_screen(NOON, ongoing, ()) is False
    assert left_ai(NOON, quiet_after, ()) is True
    assert left_screen(NOON, quiet_after, ()) is False


def test_a_page_that_nobody_knows_may_have_been_ai() -> None:
    after = life((2, CLAUDE), (6, EDITOR), (9, PAGE), (30, EDITOR))

    assert left_ai(NOON, after, ()) is None
    assert left_ai(NOON, life((30, PAGE)), ()) is None
    assert left_screen(NOON, after, ()) is False


def test_a_blink_between_two_windows_hides_nothing() -> None:
    later = seen(NOON + minutes(2) + timedelta(seconds=4), LONG, EDITOR)

    assert left_ai(NOON, [*life((2, CLAUDE)), later], ()) is True


def test_what_runs_unattended_is_nobodys_use() -> None:
    agent = Stretch(NOON - LONG, NOON + LONG, Subject("claude"), track=Track.UNATTENDED)

    assert left_ai(NOON, [(agent, CLAUDE), *life((30, EDITOR))], ()) is None
    assert left_ai(NOON, [(agent, CLAUDE), *life((2, CLAUDE), (30, EDITOR))], ()) is True


@pytest.mark.parametrize(
    ("hours", "now", "told"),
    [
        ((3,), 4, True),
        ((15.9,), 17, True),  # before four in the morning it is still the same day
        ((16.1,), 17, False),
        ((-2,), 17, False),
        ((-2,), 4, None),
        ((), 4, None),
        ((), 17, False),
    ],
)
def test_a_talk_counts_for_what_was_said_earlier_the_same_day(
    hours: tuple[float, ...], now: float, told: object
) -> None:
    talks = [NOON + timedelta(hours=hour) for hour in hours]
    end = NOON + timedelta(hours=now)

    assert talked(NOON - timedelta(hours=1), talks, BERLIN, end) is told


@pytest.mark.parametrize(
    ("rule", "what", "sign"),
    [
        ("break", "screen", Sign.LEFT_SCREEN),
        ("mine", "ai", Sign.LEFT_AI),
        ("mine", "kind:companion", Sign.LEFT_AI),
        ("mine", "kind:social", None),
        ("mine", "tool:Claude", Sign.LEFT_AI),
        ("contact", "", Sign.TALKED),
        ("birthday", "", Sign.TALKED),
        ("returning", "", Sign.LEFT_AI),
        ("evening", "", None),
        ("gone-from-settings", "", None),
    ],
)
def test_each_rule_is_followed_by_what_it_asks_for(rule: str, what: str, sign: Sign | None) -> None:
    assert sign_of(rule, what) is sign


def test_an_effect_shows_each_sign_by_its_name() -> None:
    effect = Effect(left_ai=True, left_screen=False, talked=None)

    assert [effect.shows(sign) for sign in Sign] == [True, False, None]
