"""The daemon: puts the parts together, starts the two loops, ends in order.

It runs as its own process (``--daemon``), so that nothing a command needs stays in memory.
"""

import argparse
import logging
import os
import sys
from collections.abc import Callable, Sequence
from contextlib import suppress
from copy import copy
from pathlib import Path

from config.errors import SettingsError
from config.load import load
from config.paths import Home, home, stamp
from config.schema import DEFAULTS, Hosts, Settings
from monitor.core.types import GapReason
from monitor.errors import AlreadyRunningError, DamagedLedgerError, MonitorError
from monitor.sense.around.surroundings import open_surroundings
from monitor.sense.browser.tabs import Tabs
from monitor.sense.candidates import known_sensors
from monitor.sense.choose import choose
from monitor.sense.history import Histories
from monitor.sense.programs.agents import Agents
from monitor.sense.programs.inside import open_insides
from monitor.service import door
from monitor.service.clock import SystemClock
from monitor.service.journal import open_journal
from monitor.service.keeping import View
from monitor.service.matching import OwnMatcher
from monitor.service.office import Office
from monitor.service.resolve import Resolver
from monitor.service.seeing import Senses
from monitor.service.sight import Sight
from monitor.service.statusline import StatusLine
from monitor.service.wake import Wake
from monitor.service.watcher import Watcher
from monitor.store import lock
from monitor.store.ledger import Ledger


def main() -> int:
    """Run until asked to end; return the exit code."""
    parser = argparse.ArgumentParser(prog="humanward --daemon")
    parser.add_argument("--home", type=Path)
    parser.add_argument("--foreground", action="store_true")
    words = parser.parse_args(sys.argv[2:])
    place = home(words.home)
    try:
        held = lock.acquire(place.lock)
    except MonitorError as error:
        sys.stderr.write(f"humanward: {error}\n{error.hint}\n")
        return door.ALREADY_RUNNING if isinstance(error, AlreadyRunningError) else 1
    log = open_journal(place.log, foreground=words.foreground)
    try:
        Daemon(place, log, foreground=words.foreground).run()
    except DamagedLedgerError as error:
        log.error("%s Starting again to set it aside.", error)
        held.release()
        again = door.command(*_home_words(words.home), "run", *_quietly(words.foreground))
        os.execv(again[0], again)  # noqa: S606 - this very program
    except MonitorError as error:
        log.error("%s %s", error, error.hint)
        _leave(1)
    _leave(0)
    return 0


class Daemon:
    """The looking loop in this thread, everything periodic on the office's worker."""

    def __init__(self, place: Home, log: logging.Logger, *, foreground: bool) -> None:
        self._place = place
        self._log = log
        self._foreground = foreground
        self._clock = SystemClock()
        self._wake = Wake()
        self._stamp = stamp(place.settings)
        self._note = ""
        self._settings = self._load(DEFAULTS)

    def run(self) -> None:
        """Watch until a signal or a command asks for the end."""
        self._wake.listen_to_signals()
        matcher = OwnMatcher(self._place, self._log.warning)
        inside = open_insides(self._clock, matcher.knows_program, matcher.is_terminal)
        hosts = self._settings.privacy.hosts
        tabs = Tabs(self._place.runtime, self._clock, matcher)
        tabs.open()
        resolver = Resolver(matcher, Histories(), hosts, inside.program, tabs)
        sensors = known_sensors(
            os.environ,
            self._clock,
            follows_title=matcher.needs_title,
            knows_program=matcher.knows_program,
        )
        agents = Agents(self._clock, matcher.is_ai_program)
        senses = Senses(
            sight=Sight(self._clock, lambda: choose(sensors), self._log.info),
            surroundings=open_surroundings(os.environ, self._clock),
            resolver=resolver,
            at_work=lambda program: agents.at_work(program, inside.bearer),
            tabs=tabs,
        )
        line = StatusLine(sys.stdout, matcher) if self._foreground else None
        office = Office(
            self._place.ledger,
            clock=self._clock,
            settings=lambda: self._settings,
            wake=self._wake,
            log=self._log,
        )
        office.prepare()
        matcher.judge_past()
        with Ledger(self._place.ledger, matcher.judge, matcher.version) as ledger:
            ledger.begin(pid=os.getpid(), now=self._clock.read().wall, sensor="")
            watcher = Watcher(
                clock=self._clock,
                ledger=ledger,
                senses=senses,
                settings=self._settings,
                wake=self._wake,
                say=self._log.warning,
            )
            watcher.note = self._notes(matcher)
            watcher.keeping.judged = lambda: office.judgement
            watcher.on_tick = lambda: self._follow(watcher, resolver, matcher, ledger, office)
            watcher.on_jump = lambda reason: self._redate(reason, office)
            watcher.on_look = self._lookers(office, line)
            office.start()
            try:
                watcher.run()
            finally:
                office.stop()
                watcher.close()
                if line:
                    line.end()
            ledger.end(self._clock.read().wall)
        if office.damage:
            raise office.damage
        self._log.info("ended")

    @staticmethod
    def _lookers(office: Office, line: StatusLine | None) -> Callable[[View], None]:
        """Who is told of each look: the office, and the line for the person before the screen."""
        if line is None:
            return office.see

        def tell(view: View) -> None:
            office.see(view)
            line.show(view)

        return tell

    def _follow(
        self,
        watcher: Watcher,
        resolver: Resolver,
        matcher: OwnMatcher,
        ledger: Ledger,
        office: Office,
    ) -> None:
        day = self._settings.day
        self._follow_settings(watcher, resolver)
        if self._settings.day != day:
            office.redate()  # days are cut anew at once
        if matcher.follow():
            ledger.follow(matcher.version)
            self._settings = copy(self._settings)  # another object: limits are counted anew
            resolver.hosts = Hosts.NONE  # the page in front is looked up anew
            resolver.hosts = self._settings.privacy.hosts
        watcher.note = self._notes(matcher)

    def _notes(self, matcher: OwnMatcher) -> str:
        return "\n".join(filter(None, (self._note, matcher.note)))

    def _follow_settings(self, watcher: Watcher, resolver: Resolver) -> None:
        seen = stamp(self._place.settings)
        if seen == self._stamp:
            return
        self._stamp = seen
        self._settings = self._load(self._settings)
        watcher.follow(self._settings)
        resolver.hosts = self._settings.privacy.hosts

    def _load(self, last_good: Settings) -> Settings:
        """A bad file never stops a running daemon: it keeps the last good settings."""
        try:
            settings = load(self._place.settings)
        except SettingsError as error:
            which = "The defaults" if last_good is DEFAULTS else "The settings of before"
            self._note = f"{which} are in force: {error}"
            self._log.warning("%s", self._note)
            return last_good
        self._note = ""
        return settings

    @staticmethod
    def _redate(reason: GapReason, office: Office) -> None:
        if reason in {GapReason.CLOCK_SET, GapReason.SUSPENDED}:
            office.redate()


def _home_words(directory: Path | None) -> Sequence[str]:
    return ("--home", str(directory)) if directory else ()


def _quietly(foreground: bool) -> Sequence[str]:  # noqa: FBT001 - a flag passed on
    return () if foreground else ("--quiet",)


def _leave(code: int) -> None:
    """End now: everything is kept, and a job may wait seconds for a slow notification server."""
    logging.shutdown()
    with suppress(OSError):
        sys.stdout.flush()
    os._exit(code)
