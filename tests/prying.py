"""Run in a process of its own: read a log, and after each exchange search all of memory for words.

Arguments: the form's source, the file, the words backwards. Prints how many exchanges there were,
and where the words were found.
"""

import gc
import sys
import tracemalloc
from collections.abc import Iterator
from pathlib import Path

from monitor.service.imports.find import FORMS, in_file


def holders(words: bytes) -> Iterator[str]:
    """The type of each object that holds a text or bytes with the words in it."""
    text = words.decode()
    for holder in gc.get_objects():
        for inner in gc.get_referents(holder):
            is_found = (isinstance(inner, str) and text in inner) or (
                isinstance(inner, bytes | bytearray) and words in inner
            )
            if is_found and inner is not text and inner is not words:
                yield type(holder).__name__


def main() -> None:
    """Read and search."""
    source, file, backwards = sys.argv[1:]
    words = backwards[::-1].encode()
    (log,) = in_file(Path(file))
    assert log.form in FORMS
    assert log.form.source == source
    count, found = 0, list(holders(words))
    tracemalloc.start()
    with log.open() as stream:
        for _ in log.form.moments(stream):
            count += 1
            if count <= 3 or count % 1000 == 0:
                found += holders(words)
        found += holders(words)
    print(count, tracemalloc.get_traced_memory()[1], *found)  # noqa: T201 - to the test


if __name__ == "__main__":
    main()
