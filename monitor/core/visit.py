"""Which of several pages with one title is in front: told by when they were visited.

A title in a window says that a page came up, a visit in a browser's history that a page was
gone to. Where the two lie together, the visit is of that page. An older one may be of a tab that
was come back to, or of another page while the visit of this one is not written yet.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

_NEAR = timedelta(seconds=5)  # a title comes some moments after its page was gone to


@dataclass(frozen=True, slots=True)
class Visit:
    """A visit to a site, and when."""

    at: datetime
    site: str


@dataclass(frozen=True, slots=True)
class Meant:
    """The site that is meant; ``is_final``: no visit written later can be of that page."""

    site: str
    is_final: bool


def meant(visits: Sequence[Visit], since: datetime, *, is_written: bool) -> Meant | None:
    """Tell the site of a page that came up at ``since``, of visits that are the newest first.

    ``is_written``: whatever the browser had to write of that page is written by now. None: it is
    not told, or two sites were visited at once and nobody can say which of them it is.
    """
    near = {visit.site for visit in visits if abs(visit.at - since) <= _NEAR}
    if near:
        return Meant(near.pop(), is_final=True) if len(near) == 1 else None
    if is_written or len({visit.site for visit in visits}) == 1:
        return Meant(visits[0].site, is_final=is_written) if visits else None
    return None
