"""The person's session as logind (or elogind) tells it: locked, on the screen, about to sleep."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import timedelta

from jeepney import DBusAddress, MatchRule, Message

from monitor.core.sighting import Around
from monitor.sense.around.caller import Caller
from monitor.sense.around.listener import PROPERTIES, new_owner, owner_rule, said

_NAME = "org.freedesktop.login1"
_ROOT = "/org/freedesktop/login1"
_SESSION = f"{_NAME}.Session"
_MANAGER = DBusAddress(_ROOT, bus_name=_NAME, interface=f"{_NAME}.Manager")
_WANTED = timedelta(seconds=30)  # told to lock: by then it is locked and says so, or never is
_FACTS = ("LockedHint", "Active")


class Login:
    """One session: ours, or else the one that our user has on the screen.

    ``pid`` and ``uid`` are our own; a service of the user's belongs to no session by itself.
    """

    def __init__(self, environ: Mapping[str, str], *, pid: int, uid: int) -> None:
        self._named = environ.get("XDG_SESSION_ID", "")
        self._pid, self._uid = pid, uid
        self._owner = ""
        self._session = ""
        self._is_locked = False
        self._is_switched = False
        self._is_asleep = False
        self._is_wanted = False
        self._wanted_at: timedelta | None = None
        self.is_stale = True

    @property
    def is_passing(self) -> bool:
        """A lock that was only wanted is told for half a minute."""
        return self._is_wanted

    def rules(self) -> Sequence[MatchRule]:
        """All that logind says of this session, of sleep, and of sessions coming and going."""
        said_by_it = (
            {"interface": PROPERTIES, "member": "PropertiesChanged", "path_namespace": _ROOT},
            {"interface": _SESSION},
            *(
                {"interface": _MANAGER.interface, "member": member}
                for member in ("PrepareForSleep", "SessionNew", "SessionRemoved")
            ),
        )
        rules = (MatchRule(type="signal", sender=_NAME, **fields) for fields in said_by_it)
        return (*rules, owner_rule(_NAME))

    def meet(self, names: Sequence[str]) -> None:
        """It is asked by its name."""

    def hear(self, message: Message) -> bool:
        """Take in what logind says; what anybody else says in its name is not heard."""
        if change := new_owner(message):
            return change[0] == _NAME and self._forget()
        sender, path, interface, member, signature = said(message)
        if sender != self._owner:
            return False
        if member in ("Lock", "Unlock") and interface == _SESSION:
            return path == self._session and self._want(is_locked=member == "Lock")
        if (member, signature) in (("SessionNew", "so"), ("SessionRemoved", "so")):
            affected = message.body[1] if member == "SessionRemoved" else ""
            return self._session == affected and self._forget()
        if (member, signature) == ("PrepareForSleep", "b"):
            self._is_asleep = bool(message.body[0])
            return True
        is_change = (member, signature) == ("PropertiesChanged", "sa{sv}as")
        return is_change and self._change(path, message.body)

    def ask(self, caller: Caller) -> None:
        """Ask for everything; what is not told counts as: no."""
        owner = caller.owner(_NAME)
        session = self._session if _lives(caller, self._session) else ""
        if owner and not session:
            session = next(self._sessions(caller), "")
        place = _session(session or _ROOT)
        is_locked = bool(session) and caller.truth(place, "LockedHint") is True
        is_switched = bool(session) and caller.truth(place, "Active") is False
        is_asleep = bool(owner) and caller.truth(_MANAGER, "PreparingForSleep") is True
        if caller.is_sure:
            self._owner, self._session = owner, session
            self._is_locked, self._is_switched = is_locked, is_switched
            self._is_asleep = is_asleep

    def around(self, now: timedelta) -> Around:
        """Tell what is known; a lock that was only wanted counts for half a minute."""
        if self._is_wanted:
            self._wanted_at = now if self._wanted_at is None else self._wanted_at
            self._is_wanted = now - self._wanted_at < _WANTED
        return Around(
            locked=self._is_locked or self._is_wanted,
            switched=self._is_switched,
            asleep=self._is_asleep,
        )

    def trouble(self) -> str:
        """Why lock, sleep or user switching are not heard of from here."""
        if not self._owner:
            return (
                f"Nobody on the system bus answers to {_NAME} (logind or elogind):"
                " sleep and user switching are known by the clocks and the screen alone."
            )
        if not self._session:
            return (
                "logind knows no session of yours with a screen:"
                " lock and user switching are known by the desktop alone."
            )
        return ""

    def _want(self, *, is_locked: bool) -> bool:
        """The session is told to lock or unlock; whether it did is asked."""
        self._is_wanted, self._wanted_at = is_locked, None
        self.is_stale = True
        return True

    def _change(
        self, path: str, body: tuple[str, dict[str, tuple[str, object]], list[str]]
    ) -> bool:
        """A property of ours changed, or which session our user has on the screen."""
        interface, changed, unsaid = body
        if interface == f"{_NAME}.User" and "Display" in {*changed, *unsaid}:
            return self._forget()
        is_ours = path == self._session and interface == _SESSION
        if not is_ours or not any(fact in changed or fact in unsaid for fact in _FACTS):
            return False
        if "LockedHint" in changed:
            self._is_wanted = False  # what was wanted has been done, and this is what
        self.is_stale = True
        return True

    def _forget(self) -> bool:
        """Choose the session again at the next look."""
        self._session = ""
        self.is_stale = True
        return True

    def _sessions(self, caller: Caller) -> Iterator[str]:
        """The sessions that may be ours, best first."""
        for path in self._known(caller):
            if isinstance(path, str) and _lives(caller, path):
                yield path

    def _known(self, caller: Caller) -> Iterator[object]:
        yield caller.call(_MANAGER, "GetSessionByPID", "u", self._pid)
        if self._named:
            yield caller.call(_MANAGER, "GetSession", "s", self._named)
        user = caller.call(_MANAGER, "GetUser", "u", self._uid)
        if isinstance(user, str):
            yield caller.path(DBusAddress(user, _NAME, f"{_NAME}.User"), "Display")


def _lives(caller: Caller, path: str) -> bool:
    """Whether a session can be asked; one that is ending is nobody's, though we may be in it."""
    if path in ("", "/"):
        return False
    return caller.text(_session(path), "State") not in (None, "closing")


def _session(path: str) -> DBusAddress:
    return DBusAddress(path, bus_name=_NAME, interface=_SESSION)
