"""How many look-ups a second the shipped catalogue answers, on one core.

The mixtures are what a desktop shows: most pages and apps are no tool at all, some are searches
with long addresses, some are AI tools or people, a few are odd. Every look-up of a round is
another one; the order comes from the seed. Time is the processor's, the median of all rounds.
Python's own urlsplit, which only takes an address apart, is measured beside it.
"""

import gc
import json
import random
import statistics
import sys
import time
from collections.abc import Callable, Sequence
from dataclasses import asdict
from pathlib import Path
from typing import TypeVar
from urllib.parse import urlsplit

import click

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from benchmarks.bounds import Row, conclude
from benchmarks.stage import machine
from config.catalogue import load_catalogue
from monitor.core.recognise import Matcher
from monitor.core.types import Subject

_T = TypeVar("_T")
_AIM = 1_000_000
_PAGES = (  # how often in a hundred, and an address
    (22, "https://www.site{}.example/articles/2026/11/some-page-about-tea-{}.html?ref=home"),
    (13, "https://news.site{}.example.co.uk/story-{}"),
    (10, "https://github.com/ann/tea-{}/pull/{}"),
    (12, "https://www.google.com/search?q=tea+{}+cake&sourceid=chrome&ie=UTF-8&oq=tea+{}"),
    (4, "https://www.google.com/search?q=tea+{}&udm=50&x={}"),
    (8, "https://chatgpt.com/c/6740-{}-aa{}"),
    (6, "https://claude.ai/chat/0f8fad5b-{}-{}"),
    (2, "https://x.com/i/grok?conversation={}{}"),
    (8, "https://mail.google.com/mail/u/0/#inbox/{}{}"),
    (5, "https://acme{}.slack.com/archives/C{}"),
    (5, "https://en.wikipedia.org/wiki/Tea_{}_{}"),
    (2, "http://localhost:3000/page{}/{}"),
    (1, "https://ann:pass@xn--bcher{}-kva.example:8443/{}"),  # as browsers write other letters
    (1, "HTTPS://Claude.AI./new/{}{}"),
    (1, "about:page{}{}"),
)
_SUBJECTS = (
    (30, Subject("firefox", host="*")),
    (8, Subject("Google-chrome", host="claude.ai")),
    (8, Subject("firefox", host="chatgpt.com")),
    (4, Subject("Chromium", host="slack.com")),
    (6, Subject("firefox")),
    (4, Subject("firefox", hint="ChatGPT")),
    (8, Subject("kitty", program="claude")),
    (8, Subject("kitty", program="vim")),
    (6, Subject("org.gnome.Terminal")),
    (6, Subject("Code")),
    (6, Subject("thunderbird")),
    (6, Subject("org.gnome.Nautilus")),
)
_TITLES = (
    (40, "A page about tea, number {}, and cake {} - Google Chrome"),
    (25, "A page about tea, number {}, and cake {} \u2014 Mozilla Firefox"),
    (15, "Trip to Lisbon {}{} - Claude - Google Chrome"),
    (10, "ChatGPT - Trip {} to Lisbon {} - Personal - Microsoft\u200b Edge"),
    (10, "Tea {} and {} cakes"),
)


def mixture(parts: Sequence[tuple[int, _T]], count: int, chance: random.Random) -> list[_T]:
    """So many of the parts, as often as they say, in any order."""
    return chance.choices([part for _, part in parts], [often for often, _ in parts], k=count)


def filled(parts: Sequence[tuple[int, str]], count: int, chance: random.Random) -> list[str]:
    """The same for texts, each with numbers of its own in it."""
    return [
        text.format(number, chance.randrange(count))
        for number, text in enumerate(mixture(parts, count, chance))
    ]


def rate(look_up: Callable[[_T], object], asked: Sequence[_T], rounds: int) -> float:
    """Look-ups a second of processor time; the first round only warms up."""
    took = []
    for _ in range(rounds + 1):
        gc.collect()
        began = time.process_time()
        for one in asked:
            look_up(one)
        took.append(time.process_time() - began)
    return len(asked) / statistics.median(took[1:])


def measure(count: int, rounds: int, seed: int) -> list[Row]:
    """All rows."""
    chance = random.Random(seed)  # noqa: S311 - a mixture, no secret
    matcher = Matcher(load_catalogue())
    pages = filled(_PAGES, count, chance)
    subjects = mixture(_SUBJECTS, count, chance)
    titles = filled(_TITLES, count, chance)
    keys = [Subject("firefox", host=matcher.host_key(page) or "*") for page in pages]
    return [
        _row("a page's address (host_key)", rate(matcher.host_key, pages, rounds), _AIM),
        _row("what was in front (judge)", rate(matcher.judge, subjects, rounds), _AIM),
        _row("a page that was kept (judge)", rate(matcher.judge, keys, rounds), _AIM),
        _row("a window's title (title_hint)", rate(matcher.title_hint, titles, rounds)),
        _row("urlsplit alone, to compare", rate(urlsplit, pages, rounds)),
    ]


def _row(name: str, a_second: float, aim: int | None = None) -> Row:
    return Row(name, "a second", round(a_second), aim=aim, at_least=True)


def as_text(rows: list[Row]) -> str:
    """A table for people."""
    form = "{:<32} {:>12} {:>12}".format
    lines = [form("look-ups", "a second", "aim")]
    lines += [
        form(row.name, f"{row.measured:,.0f}", f"{row.aim:,}" if row.aim else "").rstrip()
        for row in rows
    ]
    found = machine()
    lines.append(f"{found.cpu}, {found.cores} cores, {found.system}, Python {found.python}")
    return "\n".join(lines)


@click.command(help=__doc__)
@click.option("--count", type=click.IntRange(min=1000), default=100_000, show_default=True)
@click.option("--rounds", type=click.IntRange(min=3), default=7, show_default=True)
@click.option("--seed", type=int, default=1, show_default=True, help="Another order.")
@click.option("--json", "file", type=click.Path(path_type=Path), help="Write the figures here too.")
def main(count: int, rounds: int, seed: int, file: Path | None) -> None:
    """Measure, and print each figure beside its aim."""
    rows = measure(count, rounds, seed)
    click.echo(as_text(rows))
    if file:
        value = {
            "version": 1,
            "machine": asdict(machine()),
            "count": count,
            "rounds": rounds,
            "seed": seed,
            "rows": [{"name": row.name, "a_second": row.measured, "aim": row.aim} for row in rows],
        }
        file.write_text(json.dumps(value, indent=2) + "\n", encoding="utf-8")
    conclude(rows)


if __name__ == "__main__":
    main()
