"""Of a made-up home everything says so, for people and for programs."""

from cli import output
from config.paths import Home
from monitor.service.made_up import words


def tell(home: Home, *, err: bool = False) -> None:
    """Begin what is told of a made-up home with a line that says so; of a real one with none.

    ``err`` is for rows and lines that a program reads.
    """
    notice = words(home)
    if notice:
        output.tell(notice, err=err)


def marked(home: Home) -> dict[str, object]:
    """What the JSON of a made-up home holds besides; of a real one nothing."""
    notice = words(home)
    return {"made_up": notice} if notice else {}
