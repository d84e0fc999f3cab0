"""Why a time counts, in words, for each sort of time, and which corrections made it so."""

from datetime import timedelta
from pathlib import Path

import pytest

from cli import explaining
from monitor.core.correct import Claim, Correction
from monitor.core.days import Calendar
from monitor.core.types import Kind, Mark, Presence, Stretch, Subject, Track, Verdict
from monitor.service.explain import Seen, explain
from tests.corrected import make
from tests.fakes import moment
from tests.ledgers import filled_home, open_ledger, use

CLAUDE = Verdict("Claude", Kind.ASSISTANT, "claude.ai is a host of Claude")
WEAK = Verdict("Claude", Kind.ASSISTANT, "the title looks like it (weak)", weak=True)
EDITOR = Verdict("", Kind.OTHER, "nothing matches")


def stretch(
    *, presence: Presence = Presence.ACTIVE, marks: int = 0, track: Track = Track.ATTENDED
) -> Stretch:
    return Stretch(moment(0), moment(60), Subject("some"), presence, track=track, marks=marks)


@pytest.mark.parametrize(
    ("one", "verdict", "said"),
    [
        (stretch(), CLAUDE, "(by input), so it counts as active time and as AI time."),
        (stretch(), WEAK, "but not in its lower figure: a title is a weak sign."),
        (stretch(), EDITOR, "as active time, and as no AI time."),
        (stretch(marks=Mark.PASSIVE), EDITOR, "(watching or listening, without input)"),
        (stretch(marks=Mark.CALL | Mark.PASSIVE), EDITOR, "(in a call)"),
        (stretch(marks=Mark.UNCHANGED), EDITOR, "nothing changed in front: reports point it out"),
        (stretch(presence=Presence.IDLE), CLAUDE, "no input for a while), so it does not count."),
        (stretch(track=Track.UNATTENDED), CLAUDE, "ran by itself, so it never counts"),
    ],
)
def test_each_sort_of_time_has_its_reason(one: Stretch, verdict: Verdict, said: str) -> None:
    assert said in explaining.why(one, verdict)


@pytest.mark.parametrize(
    ("before", "after", "verdict", "said"),
    [
        (stretch(), stretch(presence=Presence.IDLE), CLAUDE, "You were away, so it does not"),
        (stretch(presence=Presence.IDLE), stretch(), CLAUDE, "You were there, so it counts as"),
        (stretch(presence=Presence.IDLE), stretch(presence=Presence.IDLE), EDITOR, "Nobody was"),
        (stretch(), stretch(), EDITOR, "as no AI time (nothing matches)."),
    ],
)
def test_a_correction_speaks_for_the_person(
    before: Stretch, after: Stretch, verdict: Verdict, said: str
) -> None:
    assert said in explaining.why_now(Seen(before, CLAUDE, after, verdict))


@pytest.mark.parametrize(
    ("at", "tool", "numbers"),
    [
        (1800, "ChatGPT", ()),
        (1800, "Claude", (2,)),
        (600, "Claude", (1,)),  # the first one alone is why; nothing was left for the second
        (7200, "Claude", ()),
    ],
)
def test_only_corrections_that_change_the_moment_are_named(
    tmp_path: Path, at: int, tool: str, numbers: tuple[int, ...]
) -> None:
    claude = use(moment(0), moment(3600), Subject("browser", host="claude.ai"))
    home = filled_home(tmp_path / "home", [claude])
    make(home, Correction(0, moment(0), moment(300), moment(900), Claim.NOT_AI), moment(9000))
    of_tool = Correction(0, moment(0), moment(0), moment(9000), Claim.NOT_AI, tool)
    make(home, of_tool, moment(9000))

    found = explain(home, moment(at))
    said = [line for line in explaining.lines(found, Calendar(())) if "Corrected" in line]

    assert [one.number for one in found.corrections] == list(numbers)
    assert len(said) == len(numbers)


@pytest.mark.parametrize(
    ("after", "ago", "is_told"),
    [(0.0, 0.0, True), (0.0, 30.0, True), (30.0, 0.0, True), (61.0, 0.0, False), (0, 61.0, False)],
)
def test_of_the_seconds_that_are_not_written_yet_the_newest_kept_is_told_while_somebody_watches(
    tmp_path: Path,
    after: float,
    ago: float,
    is_told: bool,  # noqa: FBT001 - a switch
) -> None:
    claude = use(moment(0), moment(3600), Subject("browser", host="claude.ai"))
    home = filled_home(tmp_path / "home", [claude])

    when = moment(3600 + after)
    found = explain(home, when, when + timedelta(seconds=ago))
    with open_ledger(home.ledger, now=moment(3600)) as ledger:
        ledger.end(moment(3600))
    ended = explain(home, when, when)

    assert (found.seen is not None, found.when < moment(3600)) == (is_told, is_told)
    assert (ended.seen, ended.when) == (None, when)
