"""The laws of corrections: they count, the latest holds, and undone they were never there."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import datetime, timedelta
from itertools import pairwise
from pathlib import Path
from tempfile import TemporaryDirectory

from hypothesis import given, settings
from hypothesis import strategies as st

from config.paths import Home
from monitor.core.correct import Claim, Correction, Seen, changing, lay
from monitor.core.days import Calendar
from monitor.core.types import Kind, Presence, Stretch, Track
from tests.corrected import Life, after, claims, figures, forget, lives, make, roll, told, undo
from tests.ledgers import filled_home, judge, rows_of
from tests.proof import counts

_KEPT = (
    "select * from stretch order by start, track",
    "select * from gap order by start",
    "select * from subject where hint not glob 'said:*' order by id",
)


@contextmanager
def kept(life: Life) -> Iterator[tuple[Home, Calendar]]:
    with TemporaryDirectory() as folder:
        yield filled_home(Path(folder), *life), Calendar(tuple(life[2]))


@st.composite
def corrected_lives(draw: st.DrawFn, most: int = 4) -> tuple[Life, list[Correction]]:
    life = draw(lives())
    found = draw(st.lists(claims(life), min_size=1, max_size=most))
    return life, [replace(one, number=number) for number, one in enumerate(found, start=1)]


def seen_of(life: Life) -> list[Seen]:
    ordered = sorted(life[0], key=lambda one: one.start)
    return [(one, judge(one.subject)) for one in ordered]


def as_said(stretch: Stretch, at: datetime, said: list[Correction]) -> tuple[Presence, str, Kind]:
    """What a moment counts as, told from the claims one by one."""
    verdict = judge(stretch.subject)
    presence, tool, kind = stretch.presence, verdict.tool, verdict.kind
    for one in said:
        if not one.start <= at < one.end or stretch.track is Track.UNATTENDED:
            continue
        fits = one.app.lower() in {"", stretch.subject.app}
        if one.claim is Claim.AWAY:
            presence = Presence.IDLE
        elif one.claim is Claim.THERE:
            presence = Presence.ACTIVE
        elif one.claim is Claim.AI and fits:
            tool, kind = one.tool, one.kind
        elif one.claim is Claim.NOT_AI and fits:
            may_be = kind.is_ai or kind in {Kind.AI_IDE, Kind.BROWSER}
            if tool.lower() == one.tool.lower() if one.tool else may_be:
                tool, kind = "", Kind.OTHER
    return presence, tool, kind


def moments(life: Life, said: list[Correction]) -> list[datetime]:
    """One moment inside each part of time in which nothing changes."""
    edges = {edge for one in life[0] for edge in (one.start, one.end)}
    edges |= {edge for one in said for edge in (one.start, one.end)}
    return [start + (end - start) / 2 for start, end in pairwise(sorted(edges))]


def at(seen: list[Seen], moment: datetime, track: Track) -> Seen | None:
    found = (one for one in seen if one[0].start <= moment < one[0].end and one[0].track is track)
    return next(found, None)


@given(corrected_lives())
def test_each_moment_counts_as_the_last_claim_about_it_says(
    told_life: tuple[Life, list[Correction]],
) -> None:
    life, said = told_life
    seen = seen_of(life)

    laid = list(lay(seen, said))

    for moment in moments(life, said):
        for track in Track:
            before, now = at(seen, moment, track), at(laid, moment, track)
            assert (before is None) == (now is None)
            if before and now:
                counted = now[0].presence, now[1].tool, now[1].kind
                assert counted == as_said(before[0], moment, said)


@given(corrected_lives())
def test_laid_over_stretches_stay_in_order_and_lose_no_time(
    told_life: tuple[Life, list[Correction]],
) -> None:
    life, said = told_life
    seen = seen_of(life)

    laid = [stretch for stretch, _ in lay(seen, said)]

    assert [one.start for one in laid] == sorted(one.start for one in laid)
    assert sum((one.length for one in laid), timedelta()) == sum(
        (one.length for one, _ in seen), timedelta()
    )


@given(corrected_lives())
def test_a_stretch_bears_the_number_of_each_correction_that_changes_it_and_no_other(
    told_life: tuple[Life, list[Correction]],
) -> None:
    life, said = told_life
    for stretch, verdict in seen_of(life):
        numbers = changing(stretch, verdict, said)
        changed = list(lay([(stretch, verdict)], said))

        assert numbers or changed == [(stretch, verdict)]
        for one in said:
            touches = one.start < stretch.end and one.end > stretch.start
            assert touches or one.number not in numbers


@given(corrected_lives())
def test_where_corrections_do_not_overlap_their_order_makes_no_difference(
    told_life: tuple[Life, list[Correction]],
) -> None:
    life, said = told_life
    apart: list[Correction] = []
    for one in said:
        if all(one.end <= other.start or other.end <= one.start for other in apart):
            apart.append(one)

    forwards, backwards = lay(seen_of(life), apart), lay(seen_of(life), apart[::-1])

    assert list(forwards) == list(backwards)


@settings(max_examples=counts(40, 1_000))
@given(corrected_lives(), st.sampled_from(["open", "closed", "bygone", "forgotten between"]))
def test_a_correction_undone_leaves_every_figure_as_it_was(
    told_life: tuple[Life, list[Correction]], state: str
) -> None:
    life, (last, *before) = told_life
    now = after(life)
    with kept(life) as (home, calendar):
        if state != "open":
            roll(home, calendar, now)
        for one in before:
            make(home, one, now)
        if state == "bygone":
            forget(home, now)
        as_was = figures(home, calendar, now)

        number = make(home, last, now)
        if state == "forgotten between":
            forget(home, now)
        undo(home, number, now)

        tables, facts, reports = figures(home, calendar, now)
        assert (tables, reports) == (as_was[0], as_was[2])
        if not (before and state == "forgotten between"):  # then what needs order is lost
            assert facts == as_was[1]


@settings(max_examples=counts(40, 1_000))
@given(corrected_lives())
def test_all_corrections_undone_after_the_stretches_went_leave_the_figures_of_before(
    told_life: tuple[Life, list[Correction]],
) -> None:
    life, said = told_life
    now = after(life)
    with kept(life) as (home, calendar):
        roll(home, calendar, now)
        as_was = figures(home, calendar, now)
        numbers = [make(home, one, now) for one in said]
        forget(home, now)

        for number in numbers:
            undo(home, number, now)

        assert figures(home, calendar, now) == as_was


@settings(max_examples=counts(40, 1_000))
@given(corrected_lives())
def test_a_closed_day_counts_a_correction_like_an_open_one(
    told_life: tuple[Life, list[Correction]],
) -> None:
    life, said = told_life
    now = after(life)
    with kept(life) as (home, calendar):
        for one in said:
            make(home, one, now)
        while_open = told(home, calendar, now)
        roll(home, calendar, now)
        closed_after = told(home, calendar, now)
    with kept(life) as (home, calendar):
        roll(home, calendar, now)
        for one in said:
            make(home, one, now)
        closed_before = told(home, calendar, now)

    assert while_open == closed_after == closed_before


@settings(max_examples=counts(40, 1_000))
@given(corrected_lives())
def test_what_was_kept_is_never_changed(told_life: tuple[Life, list[Correction]]) -> None:
    life, said = told_life
    now = after(life)
    with kept(life) as (home, calendar):
        kept_rows = [rows_of(home.ledger, query) for query in _KEPT]
        roll(home, calendar, now)
        for one in said:
            make(home, one, now)
        after_all = [rows_of(home.ledger, query) for query in _KEPT]

    assert after_all == kept_rows


@settings(max_examples=counts(40, 1_000))
@given(corrected_lives(most=1))
def test_a_bygone_day_is_corrected_by_whole_hours(
    told_life: tuple[Life, list[Correction]],
) -> None:
    """Whole days away: the sums say the same, with and without the stretches."""
    life, (one,) = told_life
    now = after(life)
    with kept(life) as (home, calendar):
        start = calendar.bounds(calendar.day(one.start))[0]
        end = calendar.bounds(calendar.day(one.end))[1]
        whole = replace(one, start=start, end=end)
        if whole.claim is Claim.THERE or len(calendar.zones) > 1:
            return  # idle time is in no sum; a journey gives one hour to two days
        roll(home, calendar, now)
        forget(home, now)
        make(home, whole, now)
        from_sums = told(home, calendar, now)
    with kept(life) as (home, calendar):
        roll(home, calendar, now)
        make(home, whole, now)

        assert told(home, calendar, now) == from_sums
