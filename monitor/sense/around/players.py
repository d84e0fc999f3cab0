"""Media players that play (MPRIS). What they play is never asked and never kept."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta

from jeepney import DBusAddress, MatchRule, Message

from monitor.core.sighting import Around, Player
from monitor.sense.around.caller import Caller
from monitor.sense.around.listener import PROPERTIES, new_owner, owner_rule, said

_FAMILY = "org.mpris.MediaPlayer2"
_PLAYER = f"{_FAMILY}.Player"
_PATH = "/org/mpris/MediaPlayer2"
_MIRRORS = ("playerctld",)  # says again what another player says
_MOST = 32  # a program can take as many names as it likes
_LONGEST = 100


@dataclass(slots=True)
class _Known:
    """What is known of one name: who owns it, whether it plays, and as whom."""

    owner: str = ""
    plays: bool = False
    player: Player | None = None


class Players:
    """Every player on the session bus."""

    is_passing = False

    def __init__(self) -> None:
        self._known: dict[str, _Known] = {}
        self._told = Around()
        self.is_stale = True

    def rules(self) -> Sequence[MatchRule]:
        """Players coming and going, and changes of what one does."""
        changed = MatchRule(
            type="signal", interface=PROPERTIES, member="PropertiesChanged", path=_PATH
        )
        changed.add_arg_condition(0, _PLAYER)
        return (owner_rule(_FAMILY, "namespace"), changed)

    def meet(self, names: Sequence[str]) -> None:
        """Learn which players run."""
        self._known = {}
        for name in names:
            self._come(name, "")

    def hear(self, message: Message) -> bool:
        """A player came or went, began or stopped."""
        if change := new_owner(message):
            name, owner = change
            gone = self._known.pop(name, None)
            came = bool(owner) and self._come(name, owner)
            self._told = self._tell()
            return came or (gone is not None and gone.plays)
        sender, path, _, member, signature = said(message)
        if (path, member, signature) != (_PATH, "PropertiesChanged", "sa{sv}as"):
            return False
        interface, changed, unsaid = message.body
        if interface != _PLAYER:
            return False
        is_news = False
        for known in self._known.values():
            if known.owner == sender:
                is_news = self._change(known, changed, unsaid) or is_news
        return is_news

    def ask(self, caller: Caller) -> None:
        """Ask each whether it plays, and those that do for their names."""
        for name, known in self._known.items():
            known.owner = known.owner or caller.owner(name)
            place = DBusAddress(_PATH, bus_name=known.owner or name, interface=_PLAYER)
            status = caller.text(place, "PlaybackStatus")
            known.plays = status == "Playing" or (known.plays and not (status or caller.is_sure))
            if known.plays and known.player is None:
                player = _player(caller, name, known.owner or name)
                known.player = player if caller.is_sure else None
        self._told = self._tell()

    def around(self, now: timedelta) -> Around:  # noqa: ARG002 - what is known does not age
        """Tell who plays."""
        return self._told

    def trouble(self) -> str:
        """No player has to run."""
        return ""

    def _come(self, name: str, owner: str) -> bool:
        """Note a new player; it is asked at the next look."""
        kind = _kind(name)
        if not kind or kind in _MIRRORS or len(self._known) >= _MOST:
            return False
        self._known[name] = _Known(owner)
        self.is_stale = True
        return True

    def _change(
        self, known: _Known, changed: dict[str, tuple[str, object]], unsaid: list[str]
    ) -> bool:
        """Of all that a player says of itself, only whether it plays is looked at."""
        if "PlaybackStatus" not in changed and "PlaybackStatus" not in unsaid:
            return False
        plays = changed.get("PlaybackStatus") == ("s", "Playing")
        if plays == known.plays and "PlaybackStatus" in changed:
            return False
        known.plays = plays
        self.is_stale = self.is_stale or known.player is None or "PlaybackStatus" in unsaid
        self._told = self._tell()
        return True

    def _tell(self) -> Around:
        playing = (known.player for known in self._known.values() if known.plays)
        return Around(playing=tuple(dict.fromkeys(filter(None, playing))))


def _kind(name: str) -> str:
    """The word after the family's name: of ...MediaPlayer2.vlc.instance7 it is vlc."""
    family, _, rest = name.partition(f"{_FAMILY}.")
    return "" if family else rest.partition(".")[0].casefold()


def _player(caller: Caller, name: str, owner: str) -> Player:
    """The names it may bear as an app."""
    place = DBusAddress(_PATH, bus_name=owner, interface=_FAMILY)
    told = (caller.text(place, word) or "" for word in ("DesktopEntry", "Identity"))
    names = frozenset(word.casefold() for word in told if 0 < len(word) <= _LONGEST)
    return Player(names | {_kind(name)}, caller.pid(owner))
