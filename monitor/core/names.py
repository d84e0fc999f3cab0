"""Names of people: what may be one, when two are the same, and who is meant by a part of one.

SQLite's NOCASE knows ASCII alone, so whether two names are the same is told here.
"""

import unicodedata
from collections.abc import Callable, Iterable
from functools import lru_cache

LONGEST = 120
_JOINERS = "\u200c\u200d"  # Persian and Indian names and joined emoji need them
_UNSEEN = frozenset({"Cc", "Cf", "Cs", "Co", "Zl", "Zp"})


def clean(text: str) -> str:
    """Make a name of what was typed; a ValueError tells in a sentence why it is none."""
    if any("\ud800" <= sign <= "\udfff" for sign in text):
        raise ValueError("A name is valid text (UTF-8), and this is none.")
    if any(is_unseen(sign) for sign in text):
        raise ValueError("A name is one line, without control characters.")
    name = " ".join(unicodedata.normalize("NFC", text).split())
    if not any(unicodedata.category(sign)[0] in "LNS" for sign in name):
        raise ValueError("A name needs at least one letter.")
    if len(name) > LONGEST:
        raise ValueError(f"A name has at most {LONGEST} letters.")
    return name


def tidy(text: str) -> str:
    """Make the nearest name of what a file holds, '' where there is none in it."""
    seen = "".join(" " if sign.isspace() or is_unseen(sign) else sign for sign in text)
    name = " ".join(unicodedata.normalize("NFC", seen).split())[:LONGEST].rstrip()
    try:
        return clean(name)
    except ValueError:
        return ""


@lru_cache(maxsize=8192)
def fold(name: str) -> str:
    """What is the same for two spellings of one name: Zoë, zoë, ZOË."""
    bare = name.translate(dict.fromkeys(map(ord, _JOINERS)))
    folded = unicodedata.normalize("NFKC", bare).casefold()
    return unicodedata.normalize("NFKC", folded)


def matching(names: Iterable[str], words: str) -> tuple[str, ...]:
    """Tell who may be meant: by the whole name, its beginning, or that of one of its parts.

    The nearest way that fits anybody counts; accents need not be typed.
    """
    known, wanted = tuple(names), " ".join(words.split())
    if not wanted:
        return ()
    ways: tuple[tuple[Callable[[str], str], Callable[[str, str], bool]], ...] = (
        (fold, str.__eq__),
        (plain, str.__eq__),
        (fold, str.startswith),
        (plain, str.startswith),
        (plain, _starts_a_part),
    )
    for spell, fits in ways:
        found = tuple(name for name in known if fits(spell(name), spell(wanted)))
        if found:
            return found
    return ()


def plain(name: str) -> str:
    """A name as it is typed in a hurry: Zoë is zoe, Łukasz stays łukasz."""
    apart = unicodedata.normalize("NFD", fold(name))
    return "".join(sign for sign in apart if unicodedata.category(sign) != "Mn")


def _starts_a_part(name: str, wanted: str) -> bool:
    return f" {wanted}" in name.replace("-", " ")


def is_unseen(sign: str) -> bool:
    """Tell whether a sign shows nothing, and belongs into no name."""
    return unicodedata.category(sign) in _UNSEEN and sign not in _JOINERS
