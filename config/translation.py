"""Find the language that a person reads, and its catalogue; English stands in the code itself."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from gettext import GNUTranslations, NullTranslations
from pathlib import Path
from struct import error as StructError  # noqa: N812 - it is a class

from config.choices import Language

DOMAIN = "humanward"
FOLDER = Path(__file__).with_name("locale")
_WHOLE = ("LC_ALL", "LC_MESSAGES", "LANG")  # the first that is set names the locale
_NO_LANGUAGE = {"C", "POSIX"}
_SPOKEN = {one.value for one in Language} - {Language.AUTO.value}


@dataclass(frozen=True, slots=True)
class Translation:
    """How a language says a text, and a text that counts: ("{n} day", "{n} days", 9).

    ``trouble`` says why it is English though another language was wanted; '' when all is well.
    """

    language: Language
    say: Callable[[str], str]
    count: Callable[[str, str, int], str]
    trouble: str = ""


def translation(
    language: Language, environ: Mapping[str, str], folder: Path = FOLDER
) -> Translation:
    """Open a language's catalogue; it takes a few milliseconds, so keep nothing but the words."""
    wanted = _of_desktop(environ) if language is Language.AUTO else language
    plain = NullTranslations()
    if wanted is Language.EN:
        return Translation(wanted, plain.gettext, plain.ngettext)
    path = folder / wanted.value / "LC_MESSAGES" / f"{DOMAIN}.mo"
    try:
        with path.open("rb") as file:
            found = GNUTranslations(file)
    except (OSError, ValueError, StructError) as error:  # the last two: it is damaged
        trouble = f"{path} cannot be read, so nudges are in English: {error}."
        return Translation(Language.EN, plain.gettext, plain.ngettext, trouble)
    return Translation(wanted, found.gettext, found.ngettext)


def _of_desktop(environ: Mapping[str, str]) -> Language:
    """What the environment asks for; LANGUAGE may name several, the best first."""
    whole = next((environ[name] for name in _WHOLE if environ.get(name)), "")
    if whole in _NO_LANGUAGE:
        return Language.EN
    for name in (*environ.get("LANGUAGE", "").split(":"), whole):
        code = name.replace("-", "_").partition("_")[0].partition(".")[0].partition("@")[0].lower()
        if code in _SPOKEN:
            return Language(code)
    return Language.EN
