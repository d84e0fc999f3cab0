"""The names of programs by their command lines, on every system.

Arguments are read to name a program that runs inside an interpreter; they are never kept.
"""

import re
from collections.abc import Callable

_INTERPRETER = re.compile(
    r"(node|nodejs|bun|deno|python|pypy|ruby|perl|sh|bash|dash|npx|uv|uvx|env)[\d.]*"
)
_TAKES_VALUE = frozenset({"-W", "-X", "-r", "--require", "--import", "--loader", "-C"})
_ENTRY = re.compile(r"(cli|index|main|__main__|bin|start)\.(c?js|mjs|ts|py)")
_VERSION = re.compile(r"\d+(\.\d+)+([-+.]\w+)*")
_SERVES = frozenset({"serve", "server", "app-server", "mcp-server", "mcp"})
_SERVER = re.compile(r"(.*[-_.])?(server|lsp)")
_OLLAMA_SERVES = frozenset({"serve", "start", "runner"})


def named(words: list[str], executable: str, is_known: Callable[[str], bool]) -> str:
    """Name the program of a command line.

    What an interpreter runs is named only when it is known ("@openai/codex", "aider"): the name
    of any other script is an argument, and arguments are not kept. A known program that only
    serves others bears another name, "ollama serve", since that nobody uses it.
    """
    is_path = bool(executable) and f"{words[0]} ".startswith(f"{executable} ")  # may hold spaces
    name = _base(executable if is_path else words[0].split(" ")[0]).lstrip("-")
    inner: tuple[str, ...] = ()
    rest = words[1:]
    if _INTERPRETER.fullmatch(name):
        inner, rest = _script(rest)
    elif _VERSION.fullmatch(name):  # some programs are started by the number of their version
        inner = (_named_by_folder(executable or words[0]),)
    found = next(filter(is_known, inner), name)
    return _by_use(found, rest) if is_known(found) else found


def is_server(name: str) -> bool:
    """Whether a program serves others, by its name: llama-server, copilot-language-server."""
    return _SERVER.fullmatch(name) is not None


def _by_use(name: str, rest: list[str]) -> str:
    """Tell use from service: one word of a fixed list is all that is taken of the arguments."""
    verb = next((word for word in rest if not word.startswith("-")), "")
    if is_server(name) or verb in _SERVES or (name == "ollama" and verb in _OLLAMA_SERVES):
        return f"{name} serve"
    if name == "ollama" and verb not in ("run", ""):
        return "ollama models"  # pull, list, rm, ...: models are handled, none is asked
    return name


def _script(words: list[str]) -> tuple[tuple[str, ...], list[str]]:
    """What an interpreter runs may be called, best first; and the words that follow it."""
    rest = iter(words)
    for word in rest:
        if word == "-m":
            return (next(rest, "").split(".__main__")[0],), list(rest)
        if word in ("-c", "-e", "--eval", "-p"):
            return (), []
        if word in _TAKES_VALUE:
            next(rest, "")
        elif not word.startswith("-"):
            return _script_names(word), list(rest)
    return (), []


def _script_names(path: str) -> tuple[str, ...]:
    name = _base(path)
    parts = path.split("/")
    if "node_modules" in parts[:-1]:
        at = len(parts) - parts[::-1].index("node_modules")
        scoped = parts[at].startswith("@") and at + 1 < len(parts)
        return name, "/".join(parts[at : at + 2]) if scoped else parts[at]
    if not _ENTRY.fullmatch(name):
        return (name,)
    folder = [part for part in parts[:-1] if part not in ("", "bin", "dist", "src", "lib")]
    return (folder[-1] if folder else name,)


def _named_by_folder(path: str) -> str:
    """``.../claude/versions/2.1.39`` is claude."""
    for part in reversed(path.split("/")[:-1]):
        if part and part not in ("versions", "bin", "dist", "current"):
            return part
    return ""


def _base(path: str) -> str:
    return path.rstrip("/").rpartition("/")[2]
