"""What docs/desktops.md shows of each desktop stands in the words that the product still says."""

import ast
import re
from collections.abc import Iterator
from functools import cache
from pathlib import Path

_ROOT = Path(__file__).parents[1]
_BLOCKS = re.compile(r"^```console\n(.+?)^```", re.MULTILINE | re.DOTALL)
_NAMES = re.compile(r"^(ok|--|\?\?)  \w+( \w+)?  +")
_LEFT_OUT = re.compile(  # a command, or what is told of one machine alone
    r"\$ |\.\.\.|humanward on |Watching since |ok  (ledger|disk|zone|silence) "
)
_WORDS = re.compile(r"[^\W\d_]{2,}")
_SEEN = frozenset({  # names on that machine, and what stands in the code as a single word
    "claude", "Claude", "Code", "coding", "agent", "XTerm", "foot", "org", "kde", "konsole",
    "terminal", "wayland", "weston", "plasma", "sway", "toplevel", "kwin", "gnome", "KWin",
    "zwlr", "foreign", "manager", "zcosmic", "info", "nor", "sees", "Today", "active",
})  # fmt: skip


@cache
def said() -> tuple[str, ...]:
    """Every text of more than a word in the code, f-strings in pieces, the longest first."""
    files = (*(_ROOT / "cli").rglob("*.py"), *(_ROOT / "monitor").rglob("*.py"))
    found = {text.strip() for file in files for text in _texts(ast.parse(file.read_text()))}
    return tuple(sorted((one for one in found if " " in one), key=len, reverse=True))


def _texts(tree: ast.Module) -> Iterator[str]:
    """Those that may be said: what stands alone is a docstring."""
    alone = {id(node.value) for node in ast.walk(tree) if isinstance(node, ast.Expr)}
    for node in ast.walk(tree):
        if isinstance(node, ast.Constant) and isinstance(node.value, str) and id(node) not in alone:
            yield node.value


def transcripts() -> list[str]:
    """What the product said, without the names before it."""
    return [
        _NAMES.sub("", line).strip()
        for block in _BLOCKS.findall((_ROOT / "docs/desktops.md").read_text())
        for line in block.splitlines()
        if line and not _LEFT_OUT.match(line)
    ]


def unsaid(line: str, texts: tuple[str, ...]) -> list[str]:
    """The words of a line that stand in no text; texts count whole, not inside of words."""
    for text in texts:
        if text in line:
            line = _whole(text).sub("\0", line)
    return [word for word in _WORDS.findall(line) if word not in _SEEN]


def _whole(text: str) -> re.Pattern[str]:
    before, after = r"(?<!\w)" * text[0].isalnum(), r"(?!\w)" * text[-1].isalnum()
    return re.compile(f"{before}{re.escape(text)}{after}")


def test_the_lines_of_the_transcripts_are_made_of_what_the_product_says() -> None:
    lines = transcripts()

    assert len(lines) > 50
    assert {line: words for line in lines if (words := unsaid(line, said()))} == {}


def test_a_line_is_missed_once_the_product_says_a_text_of_it_otherwise() -> None:
    for line in set(transcripts()):
        longest = next(text for text in said() if _whole(text).search(line))
        others = tuple(text for text in said() if text != longest)

        assert unsaid(line, others), (line, longest)
