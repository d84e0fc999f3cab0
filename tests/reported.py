"""A report as it is shown on a Monday: drawn, and in plain sentences."""

from datetime import date
from io import StringIO

from rich.console import Console

from cli.drawing.picture import draw_report
from cli.drawing.sentences import sentences
from monitor.service.exchanges import Exchanges
from monitor.service.report import Report

_MONDAY = date(2026, 11, 23)


def drawn(found: Report, width: int = 80) -> str:
    """What stands on a terminal of this width."""
    paper = StringIO()
    console = Console(file=paper, width=width, highlight=False, markup=False)
    draw_report(console, found, Exchanges(), _MONDAY, not_watching_since="")
    return paper.getvalue()


def said(found: Report) -> str:
    """The lines of --plain."""
    return "\n".join(sentences(found, Exchanges(), _MONDAY, not_watching_since=""))
