"""What docs/desktops.md shows of each desktop stands in the words that the product still says."""

import ast
import re
from pathlib import Path

_ROOT = Path(__file__).parents[1]
_BLOCKS = re.compile(r"^```console\n(.+?)^```", re.MULTILINE | re.DOTALL)
_NAMES = re.compile(r"^(ok|--|\?\?)  \w+( \w+)?  +")
_LEFT_OUT = re.compile(  # a command, or what is told of one machine alone
    r"\$ |\.\.\.|humanward on |Watching since |ok  (ledger|disk|zone|silence) "
)
_LEAST = 4  # a shorter text of the product may stand anywhere
_ENOUGH = 0.45  # the rest of a line are names, numbers and times


def test_the_lines_of_the_transcripts_are_made_of_what_the_product_says() -> None:
    texts = _texts(_ROOT / "cli") | _texts(_ROOT / "monitor")
    said = sorted(texts, key=len, reverse=True)
    lines = _transcripts()

    assert len(lines) > 50
    assert [line for line in lines if _share(line, said) < _ENOUGH] == []


def _transcripts() -> list[str]:
    """What the product said, without the names before it."""
    return [
        _NAMES.sub("", line)
        for block in _BLOCKS.findall((_ROOT / "docs/desktops.md").read_text())
        for line in block.splitlines()
        if line and not _LEFT_OUT.match(line)
    ]


def _share(line: str, said: list[str]) -> float:
    """How much of a line are texts of the product, the longest first."""
    rest = line
    for text in said:
        rest = rest.replace(text, "\0")
    return 1 - len(rest.replace("\0", "").strip()) / len(line.strip())


def _texts(folder: Path) -> set[str]:
    """Every text in the code, f-strings in their pieces."""
    return {
        node.value.strip()
        for file in folder.rglob("*.py")
        for node in ast.walk(ast.parse(file.read_text()))
        if isinstance(node, ast.Constant)
        and isinstance(node.value, str)
        and len(node.value) >= _LEAST
        and " " in node.value  # so may a single word
    }
