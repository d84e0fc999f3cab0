"""A yes or no that several programs may know: yes when one of those that run says yes."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import timedelta

from jeepney import DBusAddress, MatchRule, Message

from monitor.core.sighting import Around
from monitor.sense.around.caller import Caller
from monitor.sense.around.listener import new_owner, owner_rule, said


@dataclass(frozen=True, slots=True)
class Question:
    """Whom to ask, what, and which of its signals say that the answer may have changed."""

    place: DBusAddress
    member: str
    signals: tuple[str, ...]
    word: int | None = None


class Survey:
    """Asks those that have an owner; a signal only says that it is time to ask again."""

    is_passing = False

    def __init__(self, questions: Sequence[Question], *, yes: Around) -> None:
        self._questions = questions
        self._signals = {
            (question.place.interface, signal)
            for question in questions
            for signal in question.signals
        }
        self._names = {question.place.bus_name for question in questions}
        self._owned: set[str] = set()
        self._yes = yes
        self._is_so = False
        self.is_stale = True

    def rules(self) -> Sequence[MatchRule]:
        """Its signals, and the coming and going of those who are asked."""
        return tuple(self._rules())

    def meet(self, names: Sequence[str]) -> None:
        """Learn who can be asked."""
        self._owned = self._names.intersection(names)

    def hear(self, message: Message) -> bool:
        """A signal, or a new owner: ask again."""
        _, _, interface, member, _ = said(message)
        is_news = (interface, member) in self._signals
        if change := new_owner(message):
            name, owner = change
            is_news = name in self._names
            if is_news and owner:
                self._owned.add(name)
            elif is_news:
                self._owned.discard(name)
        self.is_stale = self.is_stale or is_news
        return is_news

    def ask(self, caller: Caller) -> None:
        """Ask one after the other until one says yes."""
        owned = (one for one in self._questions if one.place.bus_name in self._owned)
        is_so = any(_is_yes(caller, question) for question in owned)
        self._is_so = is_so if caller.is_sure else is_so or self._is_so

    def around(self, now: timedelta) -> Around:  # noqa: ARG002 - what is known does not age
        """Tell what was said."""
        return self._yes if self._is_so else Around()

    def trouble(self) -> str:
        """None of them has to run."""
        return ""

    def _rules(self) -> Iterator[MatchRule]:
        for question in self._questions:
            place = question.place
            yield owner_rule(place.bus_name)
            for signal in question.signals:
                yield MatchRule(
                    type="signal",
                    sender=place.bus_name,
                    interface=place.interface,
                    member=signal,
                )


def _is_yes(caller: Caller, question: Question) -> bool:
    if question.word is None:
        return caller.call(question.place, question.member) is True
    return caller.call(question.place, question.member, "u", question.word) is True
