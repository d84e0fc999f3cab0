"""Make the pictures of reports in docs, from the life of somebody made up.

The terminal is drawn by rich as SVG, the page by a headless Chromium as PNG.
"""

import base64
import sys
from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from io import StringIO
from pathlib import Path
from tempfile import TemporaryDirectory

import click
from rich.console import Console
from rich.terminal_theme import DIMMED_MONOKAI

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from cli.drawing.picture import draw_report
from cli.page.file import page
from config.catalogue import load_catalogue
from config.paths import Home
from config.paths import home as home_in
from config.schema import DEFAULTS
from monitor.core.correct import Claim, Correction
from monitor.core.people import Contact, How, Person
from monitor.core.recognise import Matcher
from monitor.core.types import ELSEWHERE, Gap, GapReason, Mark, Stretch, Subject
from monitor.service.exchanges import Exchanges
from monitor.service.report import Report, report
from monitor.service.reporting.spans import Stride
from monitor.store import amend, connect, control, lock, people
from monitor.store.ledger import Ledger
from monitor.store.schema import migrate
from tests.devtools import Headless
from tests.fakes import FakeClock
from tests.ledgers import beat
from tests.processes import Processes

_DOCS = Path(__file__).resolve().parents[1] / "docs"
_THURSDAY = date(2026, 11, 19)
_DAYS = 46
_DAY = timedelta(days=1)
_MINUTE = timedelta(minutes=1)
_ZONE = "Europe/Berlin"
_COLUMNS = 80
_SCALE = 0.75
_EDITOR, _TERMINAL = Subject("code"), Subject("gnome-terminal", program="claude")
_WORK = (
    (_EDITOR, 24), (Subject("firefox", host="claude.ai"), 9), (_TERMINAL, 11),
    (Subject("firefox", host=ELSEWHERE), 13), (_EDITOR, 18), (Subject("zoom"), 17),
    (Subject("firefox", host="chatgpt.com"), 7), (Subject("firefox"), 5), (_EDITOR, 21),
    (Subject("libreoffice-writer"), 14), (Subject("signal"), 6),
)  # fmt: skip
_LEISURE = (
    (Subject("firefox", host=ELSEWHERE), 19), (Subject("signal"), 9), (Subject("vlc"), 31),
    (Subject("firefox", host="character.ai"), 8), (Subject("firefox"), 4),
)  # fmt: skip
_TALKS = (("Anna", 1, How.CALL), ("Anna", 3, How.VISIT), ("Ben", 2, How.MESSAGE))
_SVG = """\
<svg class="rich-terminal" viewBox="0 0 {width} {height}" xmlns="http://www.w3.org/2000/svg">
<style>
.{unique_id}-matrix {{ font-family: "DejaVu Sans Mono", Menlo, Consolas, monospace;
  font-size: {char_height}px; line-height: {line_height}px; font-variant-east-asian: full-width; }}
.{unique_id}-title {{ font-size: 18px; font-weight: bold; font-family: system-ui, sans-serif; }}
{styles}
</style>
<defs><clipPath id="{unique_id}-clip-terminal">
<rect x="0" y="0" width="{terminal_width}" height="{terminal_height}"/></clipPath>{lines}</defs>
{chrome}
<g transform="translate({terminal_x}, {terminal_y})"
  clip-path="url(#{unique_id}-clip-terminal)">{backgrounds}
<g class="{unique_id}-matrix">{matrix}</g></g>
</svg>
"""


def life(today: date) -> Iterator[tuple[datetime, timedelta, Subject]]:
    """What was in front, from early October to an afternoon."""
    for ahead in range(_DAYS - 1, -1, -1):
        day = today - ahead * _DAY
        is_weekend = day.weekday() >= 5  # noqa: PLR2004 - Saturday
        parts = _LEISURE if is_weekend else _WORK
        first = 15 if is_weekend else 8
        now = datetime(day.year, day.month, day.day, first, 40 - day.day % 30, tzinfo=UTC)
        for turn in range(11 if is_weekend else 27 - (11 if not ahead else 0)):
            subject, minutes = parts[(turn * 3 + ahead) % len(parts)]
            length = (minutes + (turn * 7 + ahead * 5) % 9) * _MINUTE
            yield now, length, subject
            now += length + (turn + ahead) % 4 * _MINUTE


def fill(folder: Path) -> tuple[Home, datetime]:
    """A home with that life in it, and the moment up to which it goes."""
    home = home_in(folder)
    home.make_folders()
    migrate(home.ledger)
    matcher = Matcher(load_catalogue())
    lived = list(life(_THURSDAY))
    now = lived[-1][0] + lived[-1][1]
    with Ledger(home.ledger, matcher.judge, matcher.version) as ledger:
        ledger.begin(pid=1, now=lived[0][0], sensor="made up")
        for start, length, subject in lived:
            marks = Mark.CALL if subject.app == "zoom" else 0
            ledger.gathered.keep(Stretch(start, start + length, subject, marks=marks))
        for ahead in range(_DAYS):
            noon = now.replace(hour=12, minute=0) - ahead * _DAY
            ledger.gathered.mark(Gap(noon - 8 * _MINUTE, noon, GapReason.LOCKED))
        ledger.flush(beat(now))
    connection = connect.for_writing(home.ledger)
    control.note_zone(connection, home.ledger, name=_ZONE, at=lived[0][0] - _DAY)
    for name, ago, how in _TALKS:
        people.add(connection, home.ledger, Person(name, 7 * _DAY, lived[0][0]))
        people.log(connection, home.ledger, Contact(name, now - ago * _DAY, how), now)
    connection.close()
    lunch = now.replace(hour=11, minute=15) - 2 * _DAY
    away = Correction(0, now, lunch, lunch + 40 * _MINUTE, Claim.AWAY)
    amend.make(home.ledger, away, now, DEFAULTS.day.night)
    return home, now


def terminal(found: Report) -> str:
    """What a terminal of 80 columns shows."""
    console = Console(record=True, width=_COLUMNS, file=StringIO(), force_terminal=True,
                      color_system="standard", highlight=False, markup=False)  # fmt: skip
    draw_report(console, found, Exchanges(), found.until, not_watching_since="")
    return console.export_svg(title="humanward report week", theme=DIMMED_MONOKAI,
                              code_format=_SVG, unique_id="report")  # fmt: skip


def draw_pages(file: Path, docs: Path) -> None:
    """The page in light, in dark, on a phone and on paper."""
    with Processes() as rig:
        browser = Headless(rig)
        browser.ask("Emulation.setScrollbarsHidden", hidden=True)
        browser.open(file)
        for name, scheme, width in (("light", "light", 1000), ("dark", "dark", 1000),
                                    ("phone", "light", 390)):  # fmt: skip
            browser.look(scheme=scheme, width=width)
            browser.js("dispatchEvent(new Event('resize'))")
            shoot(browser, docs / f"report-page-{name}.png")
        browser.look(width=760, media="print")
        browser.js("dispatchEvent(new Event('beforeprint'))")
        shoot(browser, docs / "report-page-print.png")


def shoot(browser: Headless, path: Path) -> None:
    """Keep the whole page as a picture."""
    size = browser.ask("Page.getLayoutMetrics")["cssContentSize"]
    clip = {"x": 0, "y": 0, "width": size["width"], "height": size["height"], "scale": _SCALE}
    told = browser.ask("Page.captureScreenshot", captureBeyondViewport=True, clip=clip)
    path.write_bytes(base64.b64decode(told["data"]))


@click.command(help=__doc__)
@click.option("--docs", type=click.Path(path_type=Path, file_okay=False), default=_DOCS)
def main(docs: Path) -> None:
    """Make them all."""
    with TemporaryDirectory(prefix="hw-pictures-") as folder:
        home, now = fill(Path(folder))
        watching = lock.acquire(home.lock)
        monday = _THURSDAY - _THURSDAY.weekday() * _DAY
        found = report(home, FakeClock(now), monday, _THURSDAY, stride=Stride.WEEK)
        watching.release()
        (docs / "report-terminal.svg").write_text(terminal(found), "utf-8")
        file = Path(folder) / "page.html"
        made = page(found, Exchanges(), _THURSDAY, not_watching_since="", made=now)
        file.write_text(made, "utf-8")
        draw_pages(file, docs)


if __name__ == "__main__":
    main()
