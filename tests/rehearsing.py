"""A week of known days to rehearse: what was kept of it, and the nudges that it brings."""

from datetime import UTC, date, datetime, timedelta
from pathlib import Path

from config.paths import Home
from monitor.core.types import Stretch, Subject
from monitor.service.rehearse import rehearse
from tests.fakes import FakeClock
from tests.ledgers import filled_home, use

EDITOR = Subject("editor")
MAIL = Subject("mail")
CLAUDE = Subject("browser", host="claude.ai")
MONDAY = date(2024, 3, 4)
NINE = datetime(2024, 3, 4, 9, tzinfo=UTC)
DAY, HOUR, MINUTE = timedelta(days=1), timedelta(hours=1), timedelta(minutes=1)


def two_hours(start: datetime) -> list[Stretch]:
    """An editor for two hours, with a glance at the mail every ten minutes."""
    found = []
    for turn in (start + n * 10 * MINUTE for n in range(12)):
        glance = turn + 9 * MINUTE
        found += [use(turn, glance, EDITOR), use(glance, glance + MINUTE, MAIL)]
    return found


def life() -> list[Stretch]:
    """A first look ten days before, then two hours each morning and a session with AI at noon."""
    found = [use(NINE - 10 * DAY, NINE - 10 * DAY + MINUTE, EDITOR)]
    for day in range(7):
        morning = NINE + day * DAY
        found += two_hours(morning)
        found.append(use(morning + 3 * HOUR, morning + 4.5 * HOUR, CLAUDE))
    return found


def lived(folder: Path) -> Home:
    """A home with that life, where nudges may follow one another closely."""
    home = filled_home(folder, life())
    home.settings.write_text('[nudge]\nspacing = "6m"\n')
    return home


def told(home: Home, *changes: str, since: date = MONDAY) -> list[list[tuple[str, str]]]:
    """Day and time, and rule, of each nudge of each play."""
    found = rehearse(home, FakeClock(), since, MONDAY + 6 * DAY, changes)
    return [[(f"{one.at:%a %H:%M}", one.rule) for one in play.said] for play in found.plays]
