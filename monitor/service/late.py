"""Pages that are told late: by an extension a moment, by a history some ten seconds later."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta

from monitor.core.sighting import Reading
from monitor.core.types import Instant, Stretch, Subject, Way
from monitor.service.resolve import Resolved, Resolver

_FOR = timedelta(minutes=1)
_AT_MOST = 8


@dataclass(frozen=True, slots=True)
class LatePage:
    """A stretch as it was kept, the reading it came from, and when its page came up."""

    start: datetime
    subject: Subject
    reading: Reading
    since: Instant
    until: timedelta


class LatePages:
    """Asks again at each look for a minute; titles live no longer than that, in memory."""

    def __init__(self, resolver: Resolver) -> None:
        self._resolver = resolver
        self._waiting: list[LatePage] = []

    def remember(self, stretch: Stretch, reading: Reading, now: Instant) -> None:
        """Note a stretch whose page is not told for good."""
        since = self._resolver.since
        if since and all(page.start != stretch.start for page in self._waiting):
            until = now.mono + _FOR
            page = LatePage(stretch.start, stretch.subject, reading, since, until)
            self._waiting = [*self._waiting[1 - _AT_MOST :], page]

    def told(self, now: Instant) -> Iterator[tuple[LatePage, Resolved]]:
        """Hand out each page that is told now for good."""
        waiting, self._waiting = self._waiting, []
        for page in waiting:
            found = self._resolver.again(page.reading, page.since, now)
            if found.is_final and found.way in {Way.HISTORY, Way.EXTENSION}:
                yield page, found
            elif now.mono < page.until:
                self._waiting.append(page)

    def forget(self) -> None:
        """Ask for none of them any more."""
        self._waiting.clear()
