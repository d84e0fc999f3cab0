"""Read the shipped catalogue, and hold it to its laws."""

import re
import tomllib
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from zlib import crc32

from config.public_suffixes import is_public_suffix
from config.tools import KINDS, Browser, Catalogue, Tool

_FILE = Path(__file__).with_name("catalogue.toml")
_HOST = re.compile(
    r"(localhost:\d{2,5}|(www\.)?[a-z0-9-]+(\.[a-z0-9-]+)+)"
    r"(/[\w.~-]+)*(\?\w+=[\w-]+)?"
)  # fmt: skip
_VERSION = re.compile(r"\d+(\.\d+)+")


class CatalogueError(Exception):
    """The shipped catalogue cannot be read; the hint says what to do."""

    def __init__(self, message: str) -> None:
        super().__init__(message)
        self.hint = "Install humanward again: a part of it is missing or damaged."


def load_catalogue(file: Path = _FILE) -> Catalogue:
    """Read what is known at release; takes some 10 ms, so keep what it returns."""
    try:
        return read_catalogue(file.read_bytes())
    except KeyError as error:
        raise CatalogueError(f"{file} cannot be read: {error} is missing") from error
    except (OSError, ValueError, TypeError) as error:
        raise CatalogueError(f"{file} cannot be read: {error}") from error


def read_catalogue(raw: bytes) -> Catalogue:
    """Read a catalogue from TOML; its version ends in a check sum of the text."""
    found = tomllib.loads(raw.decode())
    return Catalogue(
        version=f"{found['version']}-{crc32(raw):08x}",
        tools=tuple(Tool(**_frozen(entry)) for entry in found["tool"]),
        browsers=tuple(Browser(**_frozen(entry)) for entry in found["browser"]),
        terminals=tuple(found["terminals"]),
        terminals_of_many_windows=tuple(found["terminals_of_many_windows"]),
    )


def problems(catalogue: Catalogue) -> tuple[str, ...]:
    """Tell in words every law that a catalogue breaks; empty when it is sound."""
    return (
        *(told for tool in catalogue.tools for told in _tool_problems(tool)),
        *_double_claims(catalogue),
    )


def _frozen(entry: dict[str, Any]) -> dict[str, Any]:
    return {key: tuple(value) if isinstance(value, list) else value for key, value in entry.items()}


def _tool_problems(tool: Tool) -> Iterator[str]:
    if tool.kind not in KINDS:
        yield f"{tool.name}: {tool.kind} is no kind"
    if not (tool.hosts or tool.apps or tool.programs or tool.titles or "unseen" in tool.tags):
        yield f"{tool.name}: nothing tells it"
    for host in tool.hosts:
        if not _HOST.fullmatch(host):
            yield f"{tool.name}: {host} is no host"
        elif is_public_suffix(host.removeprefix("www.")):
            yield f"{tool.name}: {host} belongs to many"
    for program in tool.programs:
        if _VERSION.fullmatch(program) or not program or " " in program:
            yield f"{tool.name}: {program!r} is no program's name"
    for title in tool.titles:
        yield from _title_problems(tool.name, title)


def _title_problems(name: str, title: str) -> Iterator[str]:
    try:
        fits_nothing = re.compile(title).search("") is not None
    except re.error as error:
        yield f"{name}: the title {title!r} does not compile: {error}"
        return
    if fits_nothing:
        yield f"{name}: the title {title!r} fits an empty title"
    if not (title.startswith("^") or title.endswith("$")):
        yield f"{name}: the title {title!r} is not anchored"


def _double_claims(catalogue: Catalogue) -> Iterator[str]:
    owners: dict[tuple[str, str], str] = {}
    for owner, way, key in _claims(catalogue):
        first = owners.setdefault((way, key), owner)
        if first != owner:
            yield f"{way} {key!r} is claimed by {first} and by {owner}"


def _claims(catalogue: Catalogue) -> Iterator[tuple[str, str, str]]:
    """Who claims what; tools are numbered, so that two of one name are told apart."""
    for number, tool in enumerate(catalogue.tools, start=1):
        owner = f"{tool.name} (tool {number})"
        yield owner, "name", tool.name.casefold()
        yield from ((owner, "host", host.removeprefix("www.")) for host in tool.hosts)
        yield from ((owner, "app", app.casefold()) for app in tool.apps)
        yield from ((owner, "program", program) for program in tool.programs)
        yield from ((owner, "title", title) for title in tool.titles)
    for browser in catalogue.browsers:
        owner = f"{browser.name} (browser)"
        yield owner, "app", browser.name.casefold()  # what is in front is kept by this name
        yield from ((owner, "app", app.casefold()) for app in browser.apps)
