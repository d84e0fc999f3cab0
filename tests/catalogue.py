"""The catalogue of what nudges say: collected from the code, and carried into every language.

`python -m tests.catalogue` brings config/locale up to date after a text was changed, and tells
what is still to be translated; `python -m tests.catalogue fr` begins a language.
"""

import re
import sys
from collections.abc import Iterator, Sequence
from datetime import UTC, datetime
from io import BytesIO
from pathlib import Path

from babel.messages.catalog import Catalog, Message
from babel.messages.extract import extract_from_file
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po, write_po

from config.translation import DOMAIN, FOLDER
from monitor.core import letter_words

TEMPLATE = FOLDER / f"{DOMAIN}.pot"
_ROOT = Path(__file__).resolve().parents[1]
_MARKS = {"text": None, "plural": (1, 2)}
_BEGUN = datetime(2026, 11, 23, tzinfo=UTC)  # no date of today: the same texts make the same file
_FIELD = re.compile(r"\{[^{}]*\}")
_HEADER = """\
# What the nudges of humanward say.
# This file is distributed under the same license as humanward.
#"""


def collected() -> Catalog:
    """Every text that is marked in the code."""
    catalog = _empty(None)
    rooms = sorted((_ROOT / "monitor/core/wording").glob("*.py"))
    for file in (*rooms, _ROOT / "monitor/core/words.py"):
        place = file.relative_to(_ROOT).as_posix()
        for line, said, comments, _ in extract_from_file("python", file, keywords=_MARKS):
            catalog.add(said, locations=[(place, line)], auto_comments=comments)
    for said in letter_words.TEXTS:
        catalog.add(said, locations=[("monitor/core/letter_words.py", 1)])
    return catalog


def languages() -> tuple[Path, ...]:
    """The file of each language."""
    return tuple(sorted(FOLDER.glob(f"*/LC_MESSAGES/{DOMAIN}.po")))


def opened(file: Path) -> Catalog:
    """Read a language's file."""
    with file.open("rb") as source:
        return read_po(source, locale=None if file == TEMPLATE else file.parts[-3], domain=DOMAIN)


def messages(catalog: Catalog) -> Iterator[Message]:
    """Its messages without the header."""
    return (message for message in catalog if message.id)


def forms(said: str | Sequence[str] | None) -> tuple[str, ...]:
    """A text, or all forms of one that counts; '' for what is not translated yet."""
    return (said,) if isinstance(said, str) else tuple(said or ("",))


def fields(said: str) -> set[str]:
    """The gaps of a text."""
    return set(_FIELD.findall(said))


def written(catalog: Catalog) -> bytes:
    """A catalogue as a file for people."""
    paper = BytesIO()
    write_po(paper, catalog, width=96, include_lineno=False, ignore_obsolete=True)
    return paper.getvalue()


def compiled(catalog: Catalog) -> bytes:
    """A catalogue as a file for gettext."""
    paper = BytesIO()
    write_mo(paper, catalog)
    return paper.getvalue()


def bring_up_to_date(*begun: str) -> list[str]:
    """Write all files anew; tell what lacks a translation."""
    template = collected()
    TEMPLATE.parent.mkdir(exist_ok=True)
    TEMPLATE.write_bytes(written(template))
    for code in begun:
        file = FOLDER / code / "LC_MESSAGES" / f"{DOMAIN}.po"
        file.parent.mkdir(parents=True)
        file.write_bytes(written(_empty(code)))
    missing = []
    for file in languages():
        catalog = opened(file)
        catalog.update(template, no_fuzzy_matching=True)
        file.write_bytes(written(catalog))
        file.with_suffix(".mo").write_bytes(compiled(catalog))
        missing += [
            f"{file.parts[-3]}: {forms(one.id)[0]}"
            for one in messages(catalog)
            if not all(forms(one.string))
        ]
    return missing


def _empty(language: str | None) -> Catalog:
    return Catalog(
        locale=language,
        header_comment=_HEADER,
        project="humanward",
        version="1",
        copyright_holder="",
        msgid_bugs_address="humanward",
        last_translator="humanward",
        language_team=language or "",
        creation_date=_BEGUN,
        revision_date=_BEGUN,
        charset="utf-8",
        fuzzy=False,
    )


if __name__ == "__main__":
    print("\n".join(bring_up_to_date(*sys.argv[1:])) or "Every text is translated.")  # noqa: T201 - it is a tool
