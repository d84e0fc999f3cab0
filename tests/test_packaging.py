"""What is shipped: one name in site-packages, a command that works, and nothing of this machine."""

import json
import re
import subprocess
import sys
import sysconfig
import tarfile
import tomllib
from collections.abc import Iterator
from dataclasses import dataclass
from fnmatch import fnmatch
from pathlib import Path
from zipfile import ZipFile

import pytest

_ROOT = Path(__file__).resolve().parents[1]
_PROJECT = tomllib.loads((_ROOT / "pyproject.toml").read_text("utf-8"))
_VERSION = _PROJECT["project"]["version"]
# in pieces, for this file is searched too
_REGISTRIES = (
    ("pypi", "org"),
    ("pythonhosted", "org"),
    ("registry", "npmjs", "org"),
    ("registry", "yarnpkg", "com"),
    ("deb", "debian", "org"),
    ("security", "debian", "org"),
    ("snapshot", "debian", "org"),
    ("archive", "ubuntu", "com"),
    ("crates", "io"),
    ("proxy", "golang", "org"),
    ("repo1", "maven", "org"),
    ("rubygems", "org"),
)


@dataclass(frozen=True, slots=True)
class Shipped:
    """What a release would hand out."""

    sdist: Path
    wheel: Path


@dataclass(frozen=True, slots=True)
class Installed:
    """A virtual environment that holds the wheel, and the libraries of the one the tests run in."""

    python: Path
    site: Path
    command: Path


def _run(*command: str | Path, cwd: Path) -> str:
    done = subprocess.run(  # noqa: S603 - the tools of this environment
        command,
        cwd=cwd,
        env={"PATH": "/usr/bin:/bin", "HOME": str(cwd), "LC_ALL": "C.UTF-8"},
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        timeout=180,
        check=False,
    )
    assert done.returncode == 0, f"{command}\n{done.stdout}\n{done.stderr}"
    return done.stdout


@pytest.fixture(scope="module")
def shipped(tmp_path_factory: pytest.TempPathFactory) -> Shipped:
    """The sdist, and the wheel that is built from it."""
    folder = tmp_path_factory.mktemp("dist")
    python = Path(sys.executable)
    _run(python, "-m", "build", "--no-isolation", "--outdir", folder, _ROOT, cwd=folder)
    (sdist,) = folder.glob("*.tar.gz")
    (wheel,) = folder.glob("*.whl")
    return Shipped(sdist, wheel)


@pytest.fixture(scope="module")
def installed(shipped: Shipped, tmp_path_factory: pytest.TempPathFactory) -> Installed:
    """The wheel in a new environment, where another project has packages of the same names."""
    place = tmp_path_factory.mktemp("installed")
    _run(sys.executable, "-m", "venv", "--without-pip", place, cwd=place)
    python = place / "bin/python"
    pip = (sys.executable, "-m", "pip", "--python", python, "--disable-pip-version-check")
    _run(*pip, "install", "--no-deps", "--no-index", shipped.wheel, cwd=place)
    asked = "import sysconfig; print(sysconfig.get_path('purelib'))"
    site = Path(_run(python, "-c", asked, cwd=place).strip())
    return Installed(python, site, place / "bin/humanward")


@pytest.fixture
def crowded(installed: Installed) -> Iterator[Installed]:
    """The same, with the libraries, and with another project's config, cli and monitor."""
    libraries = installed.site / "libraries.pth"
    libraries.write_text(sysconfig.get_path("purelib") + "\n", "utf-8")
    others = [installed.site / f"{name}.py" for name in ("config", "cli", "monitor")]
    for other in others:
        other.write_text('raise ImportError("this is another project")\n', "utf-8")
    yield installed
    for file in (libraries, *others):
        file.unlink()


def _names(wheel: Path) -> list[str]:
    with ZipFile(wheel) as opened:
        return opened.namelist()


def test_the_wheel_puts_the_one_name_humanward_into_site_packages(installed: Installed) -> None:
    names = {entry.name for entry in installed.site.iterdir()} - {"__pycache__", "libraries.pth"}
    told = {name for name in names if name.endswith(".dist-info")}

    assert names - told == {"humanward"}
    assert told == {f"humanward-{_VERSION}.dist-info"}


def test_the_installed_command_works_from_any_folder(crowded: Installed, tmp_path: Path) -> None:
    (tmp_path / "config.py").write_text('raise ImportError("this is the work of the day")\n')

    for command in ((crowded.command,), (crowded.python, "-m", "humanward")):
        assert _run(*command, "--version", cwd=tmp_path) == f"humanward {_VERSION}\n"


def test_the_installed_command_knows_the_tools(crowded: Installed, tmp_path: Path) -> None:
    words = ("tools", "which", "--url", "https://chatgpt.com/", "--format", "json")
    told = json.loads(_run(crowded.command, "--home", tmp_path / "home", *words, cwd=tmp_path))

    assert told["version"] == 1
    assert told["kind"] == "assistant"


def test_the_wheel_holds_every_file_of_the_product_and_no_other(shipped: Shipped) -> None:
    held = {name for name in _names(shipped.wheel) if ".dist-info/" not in name}
    front = {path for path in (_ROOT / "humanward").iterdir() if path.is_file()}
    rooms = {
        path
        for room in ("cli", "monitor", "config")
        for path in (_ROOT / room).rglob("*")
        if path.is_file() and "__pycache__" not in path.parts
    }

    assert held == {f"humanward/{path.name}" for path in front} | {
        f"humanward/_app/{path.relative_to(_ROOT).as_posix()}" for path in rooms
    }
    assert "humanward/_app/config/catalogue.toml" in held
    assert "humanward/_app/monitor/sense/kde/script.js" in held
    assert "humanward/_app/monitor/sense/gnome_shell/extension/45/metadata.json" in held


def test_the_wheel_carries_its_licence(shipped: Shipped) -> None:
    assert f"humanward-{_VERSION}.dist-info/licenses/LICENSE" in _names(shipped.wheel)


def test_the_sdist_holds_what_builds_and_tests_it(shipped: Shipped) -> None:
    with tarfile.open(shipped.sdist) as opened:
        names = {name.removeprefix(f"humanward-{_VERSION}/") for name in opened.getnames()}

    wanted = {
        "pyproject.toml",
        "README.md",
        "LICENSE",
        "CHANGELOG.md",
        "CONTRIBUTING.md",
        "Makefile",
    }
    assert wanted | {"tests/test_packaging.py", "config/catalogue.toml"} <= names
    assert not [name for name in names if "__pycache__" in name or name.startswith(".venv")]


def test_every_dependency_has_its_reason() -> None:
    groups = _PROJECT["dependency-groups"]
    asked = [*_PROJECT["project"]["dependencies"], *groups["test"], *groups["lint"]]
    names = {re.split(r"[^\w-]", line)[0] for line in asked}
    reasons = (_ROOT / "CONTRIBUTING.md").read_text("utf-8")

    assert not [name for name in sorted(names) if f"\n- **{name}**" not in reasons]


def test_no_file_names_the_host_of_a_package_registry() -> None:
    hosts = re.compile(
        "|".join(re.escape(".".join(pieces)) for pieces in _REGISTRIES), re.IGNORECASE
    )
    named = [
        str(file)
        for file in _kept_files(_ROOT)
        if hosts.search(file.read_text("utf-8", errors="replace"))
    ]

    assert named == []


def _kept_files(folder: Path) -> Iterator[Path]:
    """The files that git would keep."""
    ignored = [line.rstrip("/") for line in (_ROOT / ".gitignore").read_text("utf-8").split()]
    for path in folder.iterdir():
        if path.name == ".git" or any(fnmatch(path.name, pattern) for pattern in ignored):
            continue
        if path.is_dir():
            yield from _kept_files(path)
        else:
            yield path
