"""The catalogue of what nudges say: whole, true to the code, and spoken as the desktop speaks."""

import re
import shutil
import subprocess
import sys
from datetime import timedelta
from gettext import GNUTranslations
from pathlib import Path

import pytest

from config.choices import Language
from config.translation import DOMAIN, FOLDER, translation
from monitor.core.wording.tongue import Tongue, length
from monitor.core.words import Material
from tests.catalogue import TEMPLATE, collected, fields, forms, languages, messages, opened
from tests.saying import about, say

_ROOT = Path(__file__).resolve().parents[1]
_REMEDY = "run: python -m tests.catalogue"
_FILES = languages()
_NEVER = re.compile(
    "addict|depend|disorder|risk|average|süchtig|sucht|abhängig|störung|risik|durchschnitt",
    re.IGNORECASE,
)


def _german() -> Tongue:
    found = translation(Language.DE, {})
    return Tongue(found.say, found.count)


def test_the_template_holds_every_text_of_the_code_and_no_other() -> None:
    kept = {forms(one.id) for one in messages(opened(TEMPLATE))}
    marked = {forms(one.id) for one in messages(collected())}

    assert len(marked) > 100
    assert kept == marked, _REMEDY


def test_every_language_that_can_be_chosen_has_its_catalogue() -> None:
    chosen = {one.value for one in Language} - {Language.AUTO.value, Language.EN.value}

    assert {file.parts[-3] for file in _FILES} == chosen


@pytest.mark.parametrize("file", _FILES, ids=lambda file: file.parts[-3])
def test_a_language_is_whole_nothing_missing_doubtful_or_unused(file: Path) -> None:
    catalog = opened(file)
    wanted = {forms(one.id) for one in messages(collected())}
    held = list(messages(catalog))

    assert {forms(one.id) for one in held} == wanted, _REMEDY
    assert not [one.id for one in held if one.fuzzy or not all(forms(one.string))]
    assert not catalog.obsolete
    assert all(len(forms(one.string)) == catalog.num_plurals for one in held if one.pluralizable)


@pytest.mark.parametrize("file", _FILES, ids=lambda file: file.parts[-3])
def test_a_translation_has_the_gaps_of_its_text_and_its_edges(file: Path) -> None:
    for one in messages(opened(file)):
        wanted = fields(forms(one.id)[0])
        for said in forms(one.string):
            assert fields(said) == wanted, said
            assert said == said.strip()
            assert "  " not in said


@pytest.mark.parametrize("file", [*_FILES, TEMPLATE], ids=lambda file: file.parts[-3])
def test_no_text_in_any_language_uses_a_word_that_we_never_say(file: Path) -> None:
    for one in messages(opened(file)):
        for said in (*forms(one.id), *forms(one.string)):
            assert not _NEVER.search(said), said


@pytest.mark.parametrize("file", _FILES, ids=lambda file: file.parts[-3])
def test_what_is_shipped_compiled_says_what_the_file_for_people_says(file: Path) -> None:
    with file.with_suffix(".mo").open("rb") as compiled:
        shipped = GNUTranslations(compiled)

    for one in messages(opened(file)):
        source = forms(one.id)
        if one.pluralizable:
            said = tuple(shipped.ngettext(source[0], source[1], count) for count in (1, 2))
            assert said == forms(one.string), _REMEDY
        else:
            assert (shipped.gettext(source[0]),) == forms(one.string), _REMEDY


def test_german_counts_as_germans_do() -> None:
    german = _german()

    for turn in range(20):
        texts = {
            days: say(
                about("contact", turn=turn, days=days, noted=1), material=Material(tongue=german)
            ).text
            for days in (1, 2, 21)
        }
        assert re.search(r"\b1 Tag\b", texts[1])
        assert re.search(r"\b2 Tagen?\b", texts[2])
        assert re.search(r"\b21 Tagen?\b", texts[21])
    told = [length(timedelta(minutes=count), german) for count in (1, 62, 60, 120, 125)]
    assert told == ["1 Minute", "62 Minuten", "1 Stunde", "2 Stunden", "2 h 05 min"]


def test_german_says_du_and_names_the_person_on_the_button() -> None:
    nudge = say(about("contact"), material=Material(tongue=_german()), new=True)

    assert "Anna" in nudge.text
    assert nudge.text.endswith("Zum Einstellen: humanward config explain contact")
    assert [one.words for one in nudge.buttons] == ["Ich melde mich", "Später", "Nicht hilfreich"]
    assert nudge.to_answer == "Zum Antworten: humanward answer k7m did"
    for one in messages(opened(FOLDER / "de" / "LC_MESSAGES" / f"{DOMAIN}.po")):
        assert not re.search(r"\b(Sie haben|Ihnen|Ihre?[mnrs]?)\b", " ".join(forms(one.string)))


@pytest.mark.parametrize(
    ("environ", "language"),
    [
        ({}, "en"),
        ({"LANG": "de_DE.UTF-8"}, "de"),
        ({"LANG": "de"}, "de"),
        ({"LANG": "de_AT@euro"}, "de"),
        ({"LANG": "DE-de"}, "de"),
        ({"LANG": "fr_FR.UTF-8"}, "en"),
        ({"LANG": "C.UTF-8"}, "en"),
        ({"LANG": "den_CA"}, "en"),
        ({"LANG": "en_GB.UTF-8", "LC_MESSAGES": "de_CH.UTF-8"}, "de"),
        ({"LANG": "de_DE.UTF-8", "LC_MESSAGES": "en_US.UTF-8"}, "en"),
        ({"LANG": "de_DE.UTF-8", "LC_MESSAGES": "", "LC_ALL": ""}, "de"),
        ({"LANG": "de_DE.UTF-8", "LC_ALL": "C"}, "en"),
        ({"LANG": "fr_FR.UTF-8", "LANGUAGE": "fr:de:en"}, "de"),
        ({"LANG": "de_DE.UTF-8", "LANGUAGE": "en_US:en"}, "en"),
        ({"LANGUAGE": "de"}, "de"),
        ({"LC_ALL": "POSIX", "LANGUAGE": "de"}, "en"),
    ],
)
def test_auto_is_the_language_of_the_desktop_where_it_is_known_here(
    environ: dict[str, str], language: str
) -> None:
    found = translation(Language.AUTO, environ)

    assert found.language.value == language
    assert found.say("Later") == ("Später" if language == "de" else "Later")
    assert found.trouble == ""


def test_a_chosen_language_is_spoken_whatever_the_desktop_speaks() -> None:
    assert translation(Language.DE, {"LC_ALL": "en_US.UTF-8"}).say("Later") == "Später"
    assert translation(Language.EN, {"LC_ALL": "de_DE.UTF-8"}).say("Later") == "Later"


@pytest.mark.parametrize("damage", [b"", b"no catalogue", None, "half"])
def test_without_its_catalogue_a_language_is_english_and_says_why(
    tmp_path: Path, damage: bytes | str | None
) -> None:
    shutil.copytree(FOLDER, tmp_path / "locale")
    file = tmp_path / "locale" / "de" / "LC_MESSAGES" / f"{DOMAIN}.mo"
    if damage is None:
        file.unlink()
    else:
        file.write_bytes(damage if isinstance(damage, bytes) else file.read_bytes()[:5000])

    found = translation(Language.DE, {}, tmp_path / "locale")

    assert found.language is Language.EN
    assert found.say("Later") == "Later"
    assert found.count("{n} day", "{n} days", 2) == "{n} days"
    assert str(file) in found.trouble


def test_a_language_costs_memory_only_while_it_is_spoken() -> None:
    code = (
        "import gettext, tracemalloc; from config.choices import Language;"
        "from config.translation import translation; translation(Language.DE, {});"
        "tracemalloc.start(); found = translation(Language.DE, {});"
        "held = tracemalloc.get_traced_memory()[0]; del found;"
        "print(held, tracemalloc.get_traced_memory()[0])"
    )
    done = subprocess.run(  # noqa: S603 - this very Python, and a text from above
        [sys.executable, "-c", code], cwd=_ROOT, capture_output=True, text=True, check=True
    )
    held, left = map(int, done.stdout.split())

    assert held < 200_000
    assert left < 20_000
