"""The weekly letter: as lines of text, and as JSON."""

from collections.abc import Iterator

from cli.output import safe
from monitor.service.letter import Weekly


def lines(told: Weekly) -> Iterator[str]:
    """The days, the three sentences, and what they are told of."""
    yield f"{told.since:%A %d %B %Y} to {told.until:%A %d %B %Y}"
    yield ""
    yield from (safe(sentence) for sentence in told.letter.sentences)
    yield ""
    yield told.letter.beside


def plain(told: Weekly) -> dict[str, object]:
    """The same for programs; figures are a day's mean."""
    return {
        "since": told.since.isoformat(),
        "until": told.until.isoformat(),
        "sentences": list(told.letter.sentences),
        "beside": told.letter.beside,
        "figures": {
            one.name: {"value": one.value, "unit": one.unit} for one in told.letter.figures
        },
    }
