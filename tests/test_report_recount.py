"""The law of figures: the json is what anybody counts from the export."""

import json
import re
from collections import Counter
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from monitor.core.types import Gap
from tests.ledgers import filled_home
from tests.odd_nights import DAY, NAMES, claims, lives, said, spoil
from tests.proof import counts
from tests.recount import Row, corrected, ms, pieces, recount


def of_json(found: Row) -> Counter[Any]:
    """The json's own sums, under the names of the recount, in ms."""
    told: dict[Any, float] = {name: found["seconds"][name] for name in (*NAMES, "ai_low")}
    told["unattended", "ai"] = found["seconds"]["unattended_ai"]
    told |= {("kind", one["kind"]): one["seconds"] for one in found["kinds"]}
    told |= {("tool", one["tool"], one["kind"]): one["seconds"] for one in found["tools"]}
    for one in found["days"]:
        day = date.fromisoformat(one["day"])
        told |= {(day, name): one[name] for name in ("active", "ai")}
    for one in found["hours"]:
        told |= {(one["weekday"], one["hour"], name): one[name] for name in NAMES}
    told |= {("gap", one["reason"]): one["seconds"] for one in found["gaps"]}
    return Counter({name: round(seconds * 1000) for name, seconds in told.items() if seconds})


def is_told(name: Any) -> bool:  # noqa: ANN401 - the names of the recount are of many sorts
    """Whether the json tells this sum by itself."""
    match name:
        case ("browsed", _) | ("tool", None, _):
            return False
        case (date(), group):
            return group in {"active", "ai"}
    return True


def as_lines(gaps: list[Gap]) -> Iterator[Row]:
    for gap in gaps:
        start, end = gap.start.isoformat(), gap.end.isoformat()
        yield {"start": start, "end": end, "track": "gap", "kind": gap.reason.name.lower(),
               "presence": "active"}  # fmt: skip


@given(st.data())
@settings(max_examples=counts(25, 500))
def test_the_json_is_what_anybody_counts_from_the_export(data: st.DataObject) -> None:
    stretches, gaps, zones = data.draw(lives())
    first = min([one.start for one in stretches] + [gap.start for gap in gaps])
    over = data.draw(st.lists(claims(first), max_size=3))
    with TemporaryDirectory() as folder:
        home = filled_home(Path(folder), stretches, gaps, zones)
        spoil(home, zones, over, is_rolled=data.draw(st.booleans()))
        since = first.date() + data.draw(st.integers(-1, 2)) * DAY
        until = since + data.draw(st.integers(0, 2)) * DAY
        span = ("--since", str(since), "--until", str(until))
        found = json.loads(said(Path(folder), "report", *span, "--format", "json"))
        exported = [json.loads(line) for line in said(Path(folder), "data", "export").splitlines()]
        corrections = json.loads(said(Path(folder), "correct", "--format", "json"))["corrections"]
    places = [(ms(zone.since.isoformat()), zone.name) for zone in zones]
    days = {since + n * DAY for n in range((until - since).days + 1)}
    counted = recount([*exported, *as_lines(gaps)], corrections, places, days)

    assert of_json(found) == Counter({k: v for k, v in counted.items() if v and is_told(k)})
    assert found["coverage"] == covered(counted)
    assert round(found["corrected"] * 1000) == changed(exported, corrections, places, days)
    assert abs(found["seconds"]["ai_high"] * 1000 - high(counted)) < 1


def test_who_counts_anew_needs_few_lines_and_none_of_the_product() -> None:
    script = Path(__file__).with_name("recount.py").read_text("utf-8")

    assert len([line for line in script.splitlines() if line.strip()]) <= 50
    assert not re.search(r"^(from|import) (cli|config|humanward|monitor|tests)", script, re.M)


def covered(counted: Counter[Any]) -> float | None:
    whole = counted["active"] + counted["gap", "blind"] + counted["gap", "stalled"]
    seen = counted["active"] - counted["unrecognised_browser"]
    return round(seen / whole, 4) if whole else None


def changed(lines: list[Row], over: list[Row], zones: list[Any], days: set[date]) -> int:
    """Time that counts otherwise than it was seen."""
    edges = {ms(one[end]) for one in over for end in ("start", "end")}
    return sum(
        length
        for line in lines
        if line["track"] == "attended"
        for at, day, _, length in pieces(line, zones, edges)
        for told in [corrected(line, at, over)]
        if day in days and told != line and "active" in {told["presence"], line["presence"]}
    )


def high(counted: Counter[Any]) -> float:
    """With the part of unknown pages that may be AI; all of it below ten minutes of known ones."""
    known = counted["browsed", True] + counted["browsed", False]
    part = 1.0 if known < 600_000 else counted["browsed", True] / known
    return float(counted["ai"] + counted["unrecognised_browser"] * part)
