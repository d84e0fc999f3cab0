"""The law of screens: each number on them is one of the json, or what anybody makes of those."""

import json
import re
from collections.abc import Iterator
from datetime import UTC, date, datetime
from pathlib import Path
from tempfile import TemporaryDirectory

from hypothesis import given, settings
from hypothesis import strategies as st

from monitor.core.correct import Claim, Correction
from monitor.core.types import Zone
from tests.judging import minutes
from tests.ledgers import filled_home, use
from tests.odd_nights import DAY, SUBJECTS, claims, lives, said, spoil
from tests.proof import counts
from tests.recount import Row

COUNTS = {"weekday", "hour", "count", "talks", "days", "of_days", "coverage", "version", "total"}
LENGTH = re.compile(r"\b(\d+ h \d\d|\d+ min|\d+ s)\b")
SHARE = re.compile(r"\b\d+%")


def as_read(seconds: float) -> int:
    """The seconds of a length as people read it."""
    whole = round(seconds)
    return whole if whole < 60 else round(whole / 60) * 60


def words(seconds: float) -> str:
    """A length as people read it."""
    told = as_read(seconds)
    if told < 60:
        return f"{told} s"
    return f"{told // 60} min" if told < 3600 else f"{told // 3600} h {told // 60 % 60:02}"


def lengths_of(found: object, key: str = "") -> Iterator[float]:
    """Every length in the json."""
    if isinstance(found, dict):
        for name, value in found.items():
            yield from lengths_of(value, name)
    elif isinstance(found, list):
        for one in found:
            yield from lengths_of(one)
    elif isinstance(found, float | int) and not isinstance(found, bool) and key not in COUNTS:
        yield float(found)


def derived(found: Row) -> Iterator[float]:
    """What the screen makes of the json: what is left of a list, differences, means."""
    for rows in (found["subjects"], found["tools"], found["kinds"]):
        yield sum(row["seconds"] for row in rows[10:])
    sums = found["seconds"]
    yield from (sums["ai"] - sums["ai_low"], sums["ai_high"] - sums["ai"])
    before = found["previous"]
    for name in sums if before else ():
        yield abs(as_read(sums[name]) - as_read(before["seconds"][name]))
    since, until = (date.fromisoformat(found[name]) for name in ("since", "until"))
    days = [since + n * DAY for n in range((until - since).days + 1)]
    for one in found["hours"] or ():
        yield one["ai"] / max(1, sum(day.weekday() == one["weekday"] for day in days))
        yield one["active"] / max(1, sum(day.weekday() == one["weekday"] for day in days))


def check(found: Row, text: str) -> None:
    """Each length and each share on the screen is one of the json's."""
    told = {words(one) for one in (*lengths_of(found), *derived(found))}
    sums, part = found["seconds"], found["coverage"]
    shares = {f"{sums['ai'] / sums['active']:.0%}"} if sums["active"] else set()
    shares |= set() if part is None else {f"{part:.0%}"}

    assert set(LENGTH.findall(text)) <= told
    assert set(SHARE.findall(text)) <= shares
    for name in ("active", *(("ai",) if sums["ai"] >= 1 else ())):
        ends = {words(sums[one]) for one in (name, f"{name}_low") if one in sums}
        assert sums[name] < 1 or ends & set(LENGTH.findall(text))


@given(st.data())
@settings(max_examples=counts(10, 200))
def test_every_number_on_the_screen_is_one_of_the_json(data: st.DataObject) -> None:
    stretches, gaps, zones = data.draw(lives())
    first = min([one.start for one in stretches] + [gap.start for gap in gaps])
    with TemporaryDirectory() as folder:
        home = filled_home(Path(folder), stretches, gaps, zones)
        spoil(home, zones, data.draw(st.lists(claims(first), max_size=2)), is_rolled=False)
        since = str(first.date() + data.draw(st.integers(0, 2)) * DAY)
        span = ("report", "--since", since, "--until", str(first.date() + 3 * DAY))
        by = data.draw(st.sampled_from([(), ("--by", "kind"), ("--by", "hour")]))
        more = (*by, *data.draw(st.sampled_from([(), ("--compare", "previous")])))
        found = json.loads(said(Path(folder), *span, *more, "--format", "json"))
        texts = [said(Path(folder), *span, *more, *form) for form in ((), ("--plain",))]

    for text in texts:
        check(found, text)


def test_a_life_with_a_usual_week_reads_the_same_on_every_screen(tmp_path: Path) -> None:
    start = datetime(2025, 3, 3, 12, tzinfo=UTC)
    stretches = [
        use(at, at + minutes(14 + (day * turn) % 31), subject)
        for day in range(42)
        for turn, subject in enumerate(SUBJECTS[:5])
        for at in [start + day * DAY + turn * minutes(45)]
    ]
    home = filled_home(tmp_path, stretches, zones=[Zone(start - DAY, "Europe/Berlin")])
    away = Correction(0, start, start + 38 * DAY, start + 38 * DAY + minutes(30), Claim.AWAY)
    spoil(home, [], [away], is_rolled=False)
    for since in ("2025-04-07", "2025-04-10"):
        span = ("report", "--since", since, "--until", "2025-04-10", "--compare", "previous")
        found = json.loads(said(tmp_path, *span, "--format", "json"))

        assert found["usual"]["standing"] in {"less", "usual", "more"}
        assert found["corrected"] > 600
        for form in ((), ("--plain",), ("--html", "-")):
            text = said(tmp_path, *span, *form).partition("<script type")
            check(found, re.sub(r"<[^>]+>", " ", text[0].rpartition("</style>")[2]))
