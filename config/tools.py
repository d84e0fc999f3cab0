"""What is known at release of tools, browsers and terminals: plain data, no reading, no judging."""

from dataclasses import dataclass
from typing import Literal

Family = Literal["chromium", "firefox", "other"]
"""How a browser keeps its history; of 'other' it is not read."""

KINDS = (
    "assistant", "companion", "wellbeing", "coding_agent", "ai_ide", "ai_search", "local_model",
    "study", "creative", "writing", "call", "message", "social", "reference", "search", "other",
)  # fmt: skip
"""What a tool of the catalogue may be for."""


@dataclass(frozen=True, slots=True)
class Tool:
    """One tool and what tells it: each key belongs to this tool alone.

    A host stands for itself with all below it; ``www.`` before it: for that site alone. A path
    and one ``?name=value`` may follow. ``apps`` are the desktop's own names (window class, app
    id, bundle id, executable), ``programs`` what runs in a terminal, ``titles`` weak patterns.
    ``was`` is the catalogue's name for one that the person calls otherwise, else ''.
    """

    name: str
    kind: str
    hosts: tuple[str, ...] = ()
    apps: tuple[str, ...] = ()
    programs: tuple[str, ...] = ()
    titles: tuple[str, ...] = ()
    tags: tuple[str, ...] = ()
    evidence: str = ""
    was: str = ""


@dataclass(frozen=True, slots=True)
class Browser:
    """One browser: its names on the desktop, what it adds to a page's title, where profiles lie.

    ``folders`` are below the home folder; a profile is such a folder or one right inside it.
    """

    name: str
    family: Family
    apps: tuple[str, ...]
    suffixes: tuple[str, ...] = ()
    folders: tuple[str, ...] = ()
    evidence: str = ""


@dataclass(frozen=True, slots=True)
class Catalogue:
    """All that is known at release; the version changes with every change in it."""

    version: str
    tools: tuple[Tool, ...]
    browsers: tuple[Browser, ...] = ()
    terminals: tuple[str, ...] = ()
    terminals_of_many_windows: tuple[str, ...] = ()
