"""Lines of text that fit the terminal, each in its place, and numbers of things in words."""

from collections.abc import Iterator

from cli import output


def wrapped(text: str, indent: int = 0, *, hang: int = 0) -> Iterator[str]:
    """A text in lines; all of them are indented, those after the first by ``hang`` more."""
    yield from output.fitted(" " * indent + text, hang=indent + hang)


def count(number: int, one: str, many: str = "") -> str:
    """So many of something: 1 nudge, 2 nudges."""
    return f"{number} {one if number == 1 else many or f'{one}s'}"
