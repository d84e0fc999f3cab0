"""Count a report anew from exported stretches, by its docs alone: no line of the product in it."""

from collections import Counter
from collections.abc import Iterator
from datetime import date, datetime, timedelta
from itertools import pairwise
from typing import Any
from zoneinfo import ZoneInfo

Row = dict[str, Any]
AI = {"assistant", "companion", "wellbeing", "coding_agent", "ai_search", "local_model", "study"}
GROUPS = {"ai_editor": {"ai_ide"}, "unrecognised_browser": {"browser"},
          "people": {"call", "message", "social"}, "ai": AI | {"creative", "writing"}}  # fmt: skip


def ms(moment: str) -> int:
    return round(datetime.fromisoformat(moment).timestamp() * 1000)


def pieces(line: Row, zones: list[Any], edges: set[int]) -> Iterator[tuple[int, date, int, int]]:
    start, end, quarter = ms(line["start"]), ms(line["end"]), 900_000  # hours begin on a quarter
    inner = {*edges, *range(start // quarter * quarter, end, quarter), *(zone[0] for zone in zones)}
    for at, after in pairwise(sorted({start, end, *(one for one in inner if start < one < end)})):
        zone = [name for since, name in zones if since <= at or since == zones[0][0]][-1]
        local = datetime.fromtimestamp(at / 1000, ZoneInfo(zone)).replace(tzinfo=None)
        yield at, (local - timedelta(hours=4)).date(), local.hour, after - at


def corrected(line: Row, at: int, claims: list[Row]) -> Row:
    for one in [one for one in claims if ms(one["start"]) <= at < ms(one["end"])]:
        if (one["app"] or line["app"]).lower() == line["app"].lower():
            is_maybe = not one["tool"] and line["kind"] in {*GROUPS["ai"], "browser", "ai_ide"}
            if one["claim"] in {"away", "there"}:
                line = {**line, "presence": {"away": "idle", "there": "active"}[one["claim"]]}
            elif one["claim"] == "ai":
                line = {**line, "tool": one["tool"], "kind": one["kind"], "way": "said"}
            elif is_maybe or (one["tool"] or "-").lower() == (line["tool"] or "").lower():
                line = {**line, "tool": None, "kind": "other", "way": "said"}
    return line


def recount(lines: list[Row], claims: list[Row], zones: list[Any], days: set[date]) -> Counter[Any]:
    sums: Counter[Any] = Counter()
    edges = {ms(one[end]) for one in claims for end in ("start", "end")}
    for line in lines:
        for at, day, hour, length in pieces(line, zones, edges):
            told = corrected(line, at, claims) if line["track"] == "attended" else line
            groups = [name for name, kinds in GROUPS.items() if told["kind"] in kinds]
            if day not in days or told["presence"] != "active":
                continue
            if told["track"] != "attended":
                sums[told["track"], "ai" if "ai" in groups else told["kind"]] += length
                continue
            for name in ("active", *groups):
                sums.update(dict.fromkeys((name, (day, name), (day.weekday(), hour, name)), length))
            sums["ai_low"] += length * ("ai" in groups and told["way"] != "title")
            sums["browsed", "ai" in groups] += length * bool(told["host"])
            sums["kind", told["kind"]] += length
            sums["tool", told["tool"], told["kind"]] += length
    return sums
