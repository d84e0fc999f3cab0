"""Write the page to a file of its own, and open it."""

import json
import os
import tempfile
from base64 import b64encode
from datetime import date, datetime
from hashlib import sha256
from pathlib import Path
from string import Template

import click

from cli import left_out
from cli.drawing.words import NEVER_SEEN, NO_DIAGNOSIS, beginning, heading, little_yet, not_watching
from cli.page.charts import charts
from cli.page.markup import Markup, paragraph, text
from cli.page.sections import sections
from config.paths import Home
from monitor.errors import MonitorError
from monitor.service.exchanges import Exchanges
from monitor.service.reporting.shape import Report

MARK = b"<title>humanward: "
"""What stands near the beginning of every page, and of no other file."""
_HERE = Path(__file__).parent
_UNSAFE = {ord(sign): f"\\u{ord(sign):04x}" for sign in "<>&\u2028\u2029"}


def page(  # noqa: PLR0913 - what is shown, and what is said of it
    found: Report,
    told: Exchanges,
    today: date,
    *,
    not_watching_since: str,
    made: datetime,
    made_up: str = "",
) -> str:
    """The whole page. Its policy allows the two scripts and the style inside, nothing else."""
    style, own = _part("style.css"), _part("charts.js")
    library = _part("shipped/chart.umd.min.js").partition("//# sourceMappingURL")[0]
    policy = (
        f"default-src 'none'; script-src {_hash(library)} {_hash(own)}; style-src {_hash(style)};"
        " base-uri 'none'; form-action 'none'"
    )
    title = heading(found, today)
    return Template(_part("template.html")).substitute(
        policy=policy,
        title=text(f"humanward: {title}"),
        style=style,
        heading=text(title),
        notice=paragraph(made_up, "notice")
        + paragraph(not_watching(found, not_watching_since), "notice")
        + paragraph(beginning(found))
        + paragraph(little_yet(found))
        + Markup("").join(map(paragraph, left_out.of_report(found))),
        body=Markup("\n").join(filter(None, sections(found, told))),
        unseen=paragraph(NEVER_SEEN) + paragraph(NO_DIAGNOSIS),
        made=text(f"{made:%Y-%m-%d %H:%M}"),
        licence=text_lines(_part("shipped/LICENSE.chart.txt")),
        data=json.dumps(charts(found)).translate(_UNSAFE),
        library=library,
        charts=own,
    )


def keep(content: str, path: Path) -> None:
    """Write it for the person's eyes alone: whole, or not at all."""
    target = path.resolve()
    if target.exists() and not target.is_file():
        target.write_text(content, "utf-8")
        return
    if not target.parent.is_dir():
        raise MonitorError(
            f"There is no folder {target.parent}; nothing was written.",
            hint="Make it first, or name another file.",
        )
    handle, name = tempfile.mkstemp(prefix=".humanward-", dir=target.parent)
    try:
        with os.fdopen(handle, "w", encoding="utf-8") as file:
            file.write(content)
        Path(name).replace(target)
    except BaseException:
        Path(name).unlink(missing_ok=True)
        raise


def place(home: Home) -> Path:
    """Where a page goes that is only looked at."""
    home.make_folders()
    return home.runtime / "report.html"


def show(path: Path) -> None:
    """Open it in the person's browser."""
    import webbrowser  # noqa: PLC0415 - only to open

    if not webbrowser.open(path.resolve().as_uri()):
        raise MonitorError(
            "No browser could be opened.", hint=f"The page is {path}; open it there."
        )


def tell_size(path: Path) -> None:
    """Say where it is and what it weighs."""
    size = path.stat().st_size // 1000
    click.echo(f"{path} ({size} kB) holds all that it needs.", err=True)


def text_lines(words: str) -> Markup:
    """A longer text with its lines."""
    return Markup("\n".join(text(line) for line in words.splitlines()))


def _part(name: str) -> str:
    return (_HERE / name).read_text("utf-8")


def _hash(inner: str) -> str:
    return f"'sha256-{b64encode(sha256(inner.encode()).digest()).decode()}'"
