"""HTML by hand: every text is escaped here and nowhere else."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from html import escape

from cli.drawing.summary import Figure
from cli.output import safe

NUMBER = "number"  # the style of a figure


class Markup(str):
    """Text that is HTML already."""

    __slots__ = ()


@dataclass(frozen=True, slots=True)
class Cell:
    """A cell of a table. ``style`` is a class of our own."""

    text: str
    style: str = ""


def text(words: str) -> Markup:
    """Words as they are, whatever they hold; a name that runs the other way disturbs nothing."""
    return Markup(escape(safe(words), quote=True))


def name(words: str) -> Markup:
    """A name that a program gave itself."""
    return Markup(f"<bdi>{text(words)}</bdi>")


def paragraph(words: str, style: str = "soft") -> Markup:
    """One paragraph; nothing where there are no words."""
    return Markup(f'<p class="{style}">{text(words)}</p>' if words else "")


def section(title: str, parts: Iterable[Markup]) -> Markup:
    """A part of the page under its heading; nothing where all of it is empty."""
    inner = "\n".join(filter(None, parts))
    return Markup(f"<section>\n<h2>{text(title)}</h2>\n{inner}\n</section>" if inner else "")


def chart(number: str, label: str) -> Markup:
    """A place for a chart; the table behind it tells the same."""
    return Markup(
        f'<div class="chart"><canvas id="{number}" role="img" aria-label="{text(label)}">'
        f"</canvas></div>"
    )


def folded(summary: str, inner: Markup) -> Markup:
    """Something to open."""
    return Markup(f"<details>\n<summary>{text(summary)}</summary>\n{inner}\n</details>")


def table(
    caption: str, header: Sequence[str], rows: Iterable[Sequence[str | Cell]], style: str = ""
) -> Markup:
    """A table whose first column names its rows; the last columns are figures."""
    kind = f' class="{style}"' if style else ""
    told = list(rows)
    first = told[0] if told else header
    heads = (_head(words, cell) for words, cell in zip(header, first, strict=True))
    lines = [
        f'<div class="scroll" role="region" tabindex="0" aria-label="{text(caption)}">',
        f"<table{kind}>",
        f"<caption>{text(caption)}</caption>",
        f"<thead><tr>{''.join(heads)}</tr></thead>",
        "<tbody>",
        *(_row(row) for row in told),
        "</tbody></table></div>",
    ]
    return Markup("\n".join(lines))


def _head(words: str, below: str | Cell) -> str:
    """A column's head, set as what stands below it."""
    style = f' class="{below.style}"' if isinstance(below, Cell) and below.style == NUMBER else ""
    return f'<th scope="col"{style}>{text(words)}</th>' if words else "<td></td>"


def _row(row: Sequence[str | Cell]) -> str:
    first, *rest = row
    return f'<tr><th scope="row">{name(str(first))}</th>{"".join(map(_cell, rest))}</tr>'


def _cell(cell: str | Cell) -> str:
    if isinstance(cell, Cell):
        return f'<td class="{cell.style}">{text(cell.text)}</td>'
    return f"<td>{text(cell)}</td>"


def figures(rows: Iterable[Figure]) -> Markup:
    """Figures with what they mean; the first leads."""
    told = []
    for place, one in enumerate(rows):
        first = ' class="first"' if not place else ""
        meaning = f"<dd>{text(one.meaning)}</dd>" if one.meaning else ""
        figure = f'<dd class="figure">{text(one.told)}</dd>'
        told.append(f"<div{first}><dt>{text(one.label)}</dt>{figure}{meaning}</div>")
    return Markup("<dl>\n" + "\n".join(told) + "\n</dl>")
