"""The house is built as it was drawn: its floors, its rooms, and what each may touch."""

import ast
import re
import shutil
import subprocess
import sys
import tomllib
from pathlib import Path

import pytest

_ROOT = Path(__file__).resolve().parents[1]
_PACKAGES = ("humanward", "cli", "monitor", "config")
_ROOMS = (
    *_PACKAGES,
    "cli/commands",
    "cli/drawing",
    "cli/page",
    "monitor/core",
    "monitor/core/nudging",
    "monitor/core/rules",
    "monitor/core/wording",
    "monitor/bus",
    "monitor/sense",
    "monitor/sense/around",
    "monitor/sense/browser",
    "monitor/sense/foreign",
    "monitor/sense/gnome_shell",
    "monitor/sense/kde",
    "monitor/sense/programs",
    "monitor/sense/wayland",
    "monitor/sense/x",
    "monitor/store",
    "monitor/notify",
    "monitor/service",
    "monitor/service/demo",
    "monitor/service/imports",
    "monitor/service/reporting",
)
_FLOORS_WITHOUT_A_ROOM = ("monitor/errors.py", "monitor/ports.py")
_NAMES_OF_NOTHING = {"base", "common", "helper", "helpers", "manager", "misc", "util", "utils"}
_SOURCES = [file for package in _PACKAGES for file in sorted((_ROOT / package).rglob("*.py"))]

# one breach for each contract: new modules, and the one line in each
_BREACHES = {
    "floors": {"monitor/notify/breach_a.py": "import monitor.store"},
    "core": {"monitor/core/breach_b.py": "import os"},
    "plain": {"monitor/core/breach_c.py": "import config.write"},
    "screen": {"monitor/service/breach_d.py": "import psutil"},
    "notices": {"monitor/service/breach_e.py": "import plyer"},
    "bus": {"monitor/service/breach_p.py": "import jeepney.io.blocking"},
    "scheduler": {"cli/breach_f.py": "import apscheduler.schedulers.background"},
    "ledger": {"monitor/service/breach_g.py": "import sqlite_utils"},
    "sqlite": {"monitor/notify/breach_h.py": "import sqlite3"},
    "settings": {"monitor/store/breach_i.py": "import tomlkit"},
    "words": {"monitor/service/breach_j.py": "import rich.table"},
    "address-books": {"monitor/store/breach_q.py": "import vobject"},
    "commands": {
        "cli/commands/breach_k.py": "import cli.commands.breach_l",
        "cli/commands/breach_l.py": "",
    },
    "product": {"cli/breach_m.py": "import tests.rig"},
    "circles": {
        "config/breach_n.py": "import config.breach_o",
        "config/breach_o.py": "import config.breach_n",
    },
}


def _lint_imports(folder: Path, *words: str) -> subprocess.CompletedProcess[str]:
    command = Path(sys.executable).with_name("lint-imports")
    return subprocess.run(  # noqa: S603 - the linter of this environment
        [command, "--no-logo", "--no-cache", *words],
        cwd=folder,
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
    )


def _contracts() -> dict[str, str]:
    settings = tomllib.loads((_ROOT / "pyproject.toml").read_text("utf-8"))
    told = settings["tool"]["importlinter"]["contracts"]
    return {contract["id"]: contract["name"] for contract in told}


def test_every_contract_between_the_floors_is_kept() -> None:
    done = _lint_imports(_ROOT)

    assert done.returncode == 0, done.stdout + done.stderr


def test_every_contract_catches_its_breach(tmp_path: Path) -> None:
    house = tmp_path / "house"
    for package in _PACKAGES:
        shutil.copytree(
            _ROOT / package, house / package, ignore=shutil.ignore_patterns("__pycache__")
        )
    shutil.copy(_ROOT / "pyproject.toml", house)
    for breach in _BREACHES.values():
        for place, line in breach.items():
            (house / place).write_text(f'"""A breach."""\n\n{line}\n', "utf-8")

    said = _lint_imports(house).stdout
    kept = [key for key, name in _contracts().items() if f"\n{name} BROKEN" not in said]
    unseen = [
        place for breach in _BREACHES.values() for place in breach if Path(place).stem not in said
    ]

    assert kept == [], said
    assert unseen == [], said


def test_every_contract_has_a_breach_to_catch() -> None:
    assert set(_contracts()) == set(_BREACHES)


@pytest.mark.parametrize("room", _ROOMS)
def test_every_room_of_the_house_is_there(room: str) -> None:
    assert (_ROOT / room / "__init__.py").is_file()


@pytest.mark.parametrize("floor", _FLOORS_WITHOUT_A_ROOM)
def test_every_floor_without_a_room_is_one_file(floor: str) -> None:
    assert (_ROOT / floor).is_file()


def test_there_is_no_room_that_the_drawing_does_not_name() -> None:
    rooms = {file.parent.relative_to(_ROOT).as_posix() for file in _SOURCES}

    assert rooms == set(_ROOMS)


@pytest.mark.parametrize("room", _ROOMS)
def test_the_door_of_a_room_holds_one_docstring_and_no_code(room: str) -> None:
    door = ast.parse((_ROOT / room / "__init__.py").read_text("utf-8"))

    assert len(door.body) == 1
    assert ast.get_docstring(door)


def test_every_module_says_its_job_first() -> None:
    silent = [str(file) for file in _SOURCES if not ast.get_docstring(ast.parse(file.read_bytes()))]

    assert silent == []


def test_no_module_is_named_after_nothing() -> None:
    nameless = [str(file) for file in _SOURCES if file.stem in _NAMES_OF_NOTHING]

    assert nameless == []


def test_no_folder_of_tests_hides_a_package() -> None:
    tests = _ROOT / "tests"

    assert not (tests / "__init__.py").exists()
    assert not [name for name in _PACKAGES if (tests / name).exists()]


def test_every_file_that_a_workflow_names_is_there() -> None:
    texts = (file.read_text("utf-8") for file in (_ROOT / ".github/workflows").iterdir())
    named = {name for text in texts for name in re.findall(r"(?:monitor|tests)/\S+\.py", text)}

    assert named
    assert [name for name in named if not (_ROOT / name).exists()] == []
