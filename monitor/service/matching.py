"""The catalogue with the person's own tools over it, also while the daemon runs."""

from collections.abc import Callable

from config.catalogue import load_catalogue
from config.errors import SettingsError
from config.paths import Home, stamp
from config.tools import Catalogue
from monitor.core.recognise import Matcher
from monitor.errors import LedgerError
from monitor.store.connect import reading
from monitor.store.rejudge import Moved, judged_by, rejudge

_BUSY_MS = 200  # a look must not wait long; what cannot be judged now is judged at the next


def load_matcher(home: Home) -> Matcher:
    """Recognise as this home does; SettingsError when the person's file cannot be used."""
    return Matcher(_catalogue(home))


class OwnMatcher(Matcher):
    """Follows the person's file. Many parts of the daemon hold it, so it is renewed in place.

    A bad file stops nothing: the last good entries stay in force and ``note`` says so.
    """

    def __init__(self, home: Home, log: Callable[[str], None]) -> None:
        self._home = home
        self._log = log
        self._trouble = ""
        self.note = ""
        self._stamp = stamp(home.tools)
        super().__init__(self._read() or load_catalogue())

    def follow(self) -> bool:
        """Take in the file when it changed; True when subjects mean something else now."""
        seen = stamp(self._home.tools)
        if seen == self._stamp:
            return False
        catalogue = self._read()
        if catalogue is None or catalogue.version == self.version:
            self._stamp = seen
            return False
        try:
            judge = Matcher(catalogue).judge
            moved = rejudge(self._home.ledger, judge, catalogue.version, busy_ms=_BUSY_MS)
        except LedgerError as error:
            self._complain(f"{error} Your own tools wait until it can be written.")
            return False
        super().__init__(catalogue)
        self._stamp, self._trouble = seen, ""
        self._tell(moved)
        return True

    def judge_past(self) -> None:
        """Before watching begins: judge what is kept by this catalogue, if another one did."""
        with reading(self._home.ledger) as connection:
            version = judged_by(connection)
        if version not in {"", self.version}:
            self._tell(rejudge(self._home.ledger, self.judge, self.version))

    def _tell(self, moved: Moved) -> None:
        if moved.subjects:
            hours = moved.time.total_seconds() / 3600
            self._log(f"the catalogue changed: {hours:.1f} h of the past are judged anew")

    def _read(self) -> Catalogue | None:
        """None: the file is bad, which is said once."""
        try:
            catalogue = _catalogue(self._home)
        except SettingsError as error:
            self.note = f"Your own tools of before are in force: {error}"
            self._complain(self.note)
            return None
        self.note = ""
        return catalogue

    def _complain(self, trouble: str) -> None:
        if trouble != self._trouble:
            self._log(trouble)
        self._trouble = trouble


def _catalogue(home: Home) -> Catalogue:
    if not (home.tools.exists() or home.tools.is_symlink()):
        return load_catalogue()
    from config.own_catalogue import merged  # noqa: PLC0415 - few have tools of their own
    from config.own_tools import load  # noqa: PLC0415 - as above

    return merged(load_catalogue(), load(home.tools))
