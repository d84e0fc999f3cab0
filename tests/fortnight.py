"""A scripted fortnight, lived through the real judge on a real ledger, and what is true of it."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import msgspec

from config.schema import DEFAULTS, Length, Limit, Settings, Span, What
from monitor.core.notices import Answer, Delivery, Nudge, Outcome, Response
from monitor.core.nudging.trace import Glimpse, Trace, follow
from monitor.core.people import Birthday, Contact, How, Person
from monitor.core.types import Kind, Subject, Verdict, Zone
from monitor.service.answering import take
from monitor.service.judge import Judge, World
from monitor.store import connect, control, people
from monitor.store.ledger import Ledger
from tests.fakes import FakeClock
from tests.ledgers import beat, new_ledger, use

_SCRIPT = Path(__file__).with_name("fortnight.txt")
_NOBODY = frozenset({"away", "asleep", "locked", "paused"})
_BERLIN = ZoneInfo("Europe/Berlin")
_DAY_STARTS = 4
_LATE_S = 300
_MINUTE = timedelta(minutes=1)
_NOTICED = DEFAULTS.watch.idle_after  # so late a watcher tells that nobody is there any more
_LONG_BEFORE = timedelta(days=20)  # the first three days are another law's matter
_KNOWN = {
    "claude": Verdict("Claude", Kind.ASSISTANT, "script"),
    "replika": Verdict("Replika", Kind.COMPANION, "script"),
    "zoom": Verdict("Zoom", Kind.CALL, "script"),
    "mail": Verdict("Mail", Kind.MESSAGE, "script"),
}
_ANNA = Person(
    "Anna", timedelta(days=4), datetime(2026, 3, 22, 12, tzinfo=UTC), birthday=Birthday(4, 2)
)
SETTINGS: Settings = msgspec.structs.replace(
    DEFAULTS,
    nudge=msgspec.structs.replace(
        DEFAULTS.nudge, quiet=(Span.of("01:45-07:00"),), spacing=Length.of("15m")
    ),
    limit=(
        *DEFAULTS.limit,
        Limit(name="replika", what=What("tool:Replika"), at_most=Length.of("20m")),
        Limit(
            name="late", what=What("ai"), at_most=Length.of("0s"), hours=(Span.of("22:00-04:00"),)
        ),
    ),
)


@dataclass(frozen=True, slots=True)
class Spell:
    """What is in front from one moment to the next."""

    start: datetime
    end: datetime
    what: str
    how: str = ""

    @property
    def is_attended(self) -> bool:
        """Whether somebody is there."""
        return self.what not in _NOBODY


@dataclass(frozen=True, slots=True)
class Due:
    """What is true: a rule is to be said within this time."""

    rule: str
    since: datetime
    until: datetime


@dataclass(frozen=True, slots=True)
class Spoken:
    """A rule that was said, by its own nudge or within another's."""

    rule: str
    at: datetime


@dataclass(frozen=True, slots=True)
class Score:
    """How what was said agrees with what is true."""

    right: tuple[Spoken, ...]
    late: tuple[Spoken, ...]
    wrong: tuple[Spoken, ...]
    missed: tuple[Due, ...]

    @property
    def precision(self) -> float:
        """The share of what was said that was right."""
        return len(self.right) / (len(self.right) + len(self.late) + len(self.wrong))

    @property
    def recall(self) -> float:
        """The share of what was to be said that was."""
        return len(self.right) / (len(self.right) + len(self.missed))


@dataclass(frozen=True, slots=True)
class Fortnight:
    """The script: what was in front, what is due, how nudges are answered, who was talked with."""

    spells: tuple[Spell, ...]
    dues: tuple[Due, ...]
    answers: tuple[tuple[datetime, str, Answer], ...]
    talks: tuple[Contact, ...]


def read_fortnight() -> Fortnight:
    """Read the script."""
    spells: list[Spell] = []
    dues: list[Due] = []
    answers: list[tuple[datetime, str, Answer]] = []
    talks: list[Contact] = []
    day = ""
    for line in _SCRIPT.read_text("utf-8").splitlines():
        words = line.split()
        if not words or words[0] == "#" or line.startswith("#"):
            continue
        if words[0] == "=":
            since, _, until = words[1].partition("-")
            start = _at(day, since)
            dues.append(Due(words[2], start, _at(day, until) if until else _after(start)))
        elif words[0] == "+":
            talks.append(Contact(words[2], _at(day, words[1]), How.CALL))
        elif words[0] == "~":
            answers.append((_at(day, "04:00"), words[1], Answer(words[2])))
        elif ":" in words[0]:
            start = _at(day, words[0])
            if spells:
                spells[-1] = replace(spells[-1], end=start)
            spells.append(Spell(start, start + _MINUTE, words[1], "".join(words[2:])))
        else:
            day = words[1]
    return Fortnight(tuple(spells), tuple(dues), tuple(answers), tuple(talks))


def live(fortnight: Fortnight, path: Path) -> tuple[Spoken, ...]:
    """Live through it, minute by minute and at each change of window; tell what was said."""
    clock = FakeClock(fortnight.spells[0].start - _LONG_BEFORE)
    life = _Life(new_ledger(path), clock, fortnight)
    life.begin()
    for spell in fortnight.spells:
        life.live(spell)
    life.end()
    return tuple(life.spoken)


def score(spoken: Sequence[Spoken], dues: Sequence[Due]) -> Score:
    """Compare what was said with what is true; each truth holds for one saying."""
    open_dues = list(dues)
    right: list[Spoken] = []
    late: list[Spoken] = []
    wrong: list[Spoken] = []
    for one in spoken:
        fits = [due for due in open_dues if due.rule == one.rule and due.since <= one.at]
        if fits and one.at <= fits[-1].until:
            open_dues.remove(fits[-1])
            right.append(one)
        elif fits and one.at - fits[-1].until < timedelta(hours=1):
            late.append(one)
        else:
            wrong.append(one)
    return Score(tuple(right), tuple(late), tuple(wrong), tuple(open_dues))


def table(score: Score) -> str:
    """The score by rule, as it stands in docs/nudges.md."""
    said = (score.right, score.late, score.wrong)
    groups = [[one.rule for one in group] for group in said]
    groups.append([one.rule for one in score.missed])
    rules = sorted({rule for group in groups for rule in group})
    lines = ["| rule | right | late | wrong | missed |", "|---|---|---|---|---|"]
    for rule in (*rules, ""):
        counts = [sum(one == rule or not rule for one in group) for group in groups]
        cells = (f"`{rule}`" if rule else "all", *map(str, counts))
        lines.append(f"| {' | '.join(cells)} |")
    lines += ["", f"Precision {score.precision:.3f}, recall {score.recall:.3f}."]
    return "\n".join(lines)


class _Life:
    """One ledger, one judge, one clock."""

    def __init__(self, path: Path, clock: FakeClock, fortnight: Fortnight) -> None:
        self._path = path
        self._clock = clock
        self._answers = list(fortnight.answers)
        self._talks = list(fortnight.talks)
        self._trace = Trace()
        self._spell = fortnight.spells[0]
        self._left: datetime | None = None
        self._silence = ""
        self._ledger = Ledger(path, _judge, "1-fortnight")
        self._connection = connect.for_writing(path)
        world = World(lambda: self._trace, lambda: self._silence, self._deliver, _ignore)
        self._judge = Judge(
            self._connection, path, clock=clock, settings=lambda: SETTINGS, world=world
        )
        self.spoken: list[Spoken] = []

    def begin(self) -> None:
        """A daemon starts, long before the fortnight."""
        now = self._clock.read().wall
        self._ledger.begin(pid=1, now=now, sensor="scripted")
        zone = Zone(now, "Europe/Berlin")
        control.note_zone(self._connection, self._path, name=zone.name, at=zone.since)
        self._ledger.gathered.keep(use(now, now + _MINUTE, Subject("editor")))
        people.add(self._connection, self._path, _ANNA)

    def live(self, spell: Spell) -> None:
        """Go through one spell; a machine that is asleep judges nothing."""
        self._wind_to(spell.start)
        self._silence = "Do Not Disturb is on" if spell.how == "silence" else ""
        self._left = None if spell.is_attended else spell.start
        at = self._linger(spell) if spell.what == "away" else spell.start
        self._wind_to(at)
        self._look(spell, at)
        while at < spell.end:
            if spell.what != "asleep":
                self._minute(spell, at)
            at += _MINUTE if spell.is_attended else 5 * _MINUTE
        if spell.is_attended:
            self._ledger.gathered.keep(use(spell.start, spell.end, Subject(spell.what)))
        self._spell = spell

    def end(self) -> None:
        """The last daemon ends."""
        self._ledger.close()
        self._judge.close()
        self._connection.close()

    def _linger(self, away: Spell) -> datetime:
        """Who left is taken for somebody who pauses, until that is noticed and taken back."""
        noticed = away.start + _NOTICED
        for minute in range(_NOTICED // _MINUTE):
            self._minute(self._spell, away.start + minute * _MINUTE)
        self._ledger.gathered.cut(away.start, noticed)
        return noticed

    def _minute(self, spell: Spell, at: datetime) -> None:
        self._wind_to(at)
        while self._talks and self._talks[0].at <= at:
            people.log(self._connection, self._path, self._talks.pop(0), at)
        if at != spell.start:
            self._look(spell, at)
        self._judge.judge()

    def _look(self, spell: Spell, at: datetime) -> None:
        """What a watcher does: keep the stretch so far, give a sign of life, trace the moment."""
        subject = Subject(spell.what)
        if spell.is_attended and at > spell.start:
            self._ledger.gathered.keep(use(spell.start, at, subject))
        self._ledger.flush(beat(at, subject if spell.is_attended else None))
        glimpse = Glimpse(
            at=at,
            active=spell.is_attended,
            locked=spell.what == "locked",
            fullscreen=spell.how == "fullscreen",
            call=spell.how == "call",
            subject=subject,
            idle=at - (self._left or at),
        )
        self._trace = follow(self._trace, glimpse)

    def _wind_to(self, at: datetime) -> None:
        self._clock.advance((at - self._clock.read().wall).total_seconds())

    def _deliver(self, nudge: Nudge) -> tuple[Delivery, ...]:
        rules = (nudge.rule, *(rule for rule, _ in nudge.also))
        self.spoken += [Spoken(rule, nudge.at) for rule in rules]
        for since, rule, answer in self._answers:
            if rule == nudge.rule and since <= nudge.at:
                self._answers.remove((since, rule, answer))
                take(self._path, Response(nudge.code, nudge.at, answer, "script"))
                break
        return (Delivery("script", Outcome.SHOWN, "the script sees it"),)


def _judge(subject: Subject) -> Verdict:
    return _KNOWN.get(subject.app, Verdict("", Kind.OTHER, "script"))


def _at(day: str, clock: str) -> datetime:
    """A time of the day's clock; what is before four o'clock belongs to the night after it."""
    hour, _, minute = clock.partition(":")
    told = datetime.fromisoformat(f"{day}T{int(hour):02}:{minute}")
    if told.hour < _DAY_STARTS:
        told += timedelta(days=1)
    return told.replace(tzinfo=_BERLIN).astimezone(UTC)


def _after(start: datetime) -> datetime:
    return start + timedelta(seconds=_LATE_S)


def _ignore(_: str) -> None:
    """Nothing here can be in a wrong language."""
