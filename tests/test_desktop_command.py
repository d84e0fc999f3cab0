"""`humanward desktop`: what it installs, switches on, says and takes away; on a real shell."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from monitor.errors import UnfitError
from monitor.sense.gnome import open_gnome
from monitor.sense.gnome_shell.shell import UUID
from monitor.service.clock import SystemClock
from monitor.service.desktop import extension_files
from tests.gnome import Gnome
from tests.processes import wait_for
from tests.telling import say, status, told

_OTHERS = "['größe@example.org', 'it@example.org']"


@pytest.fixture(scope="module")
def session() -> Iterator[Gnome]:
    """One GNOME for all of them, that found no extension when it began."""
    with Gnome() as gnome:
        gnome.start()
        yield gnome


@pytest.fixture
def gnome(session: Gnome) -> Iterator[Gnome]:
    """GNOME without the extension."""
    session.set("enabled-extensions", _OTHERS)
    yield session
    session.ask("rm", "-rf", session.folder)
    session.set("disable-user-extensions", "false")


def refusal(gnome: Gnome) -> str:
    with pytest.raises(UnfitError) as refused:
        open_gnome(gnome.env, SystemClock(), bool)
    return str(refused.value)


def test_where_it_is_missing_status_and_sensor_say_what_to_do(gnome: Gnome) -> None:
    found = status(gnome)

    assert found == {
        "version": 1,
        "needed": True,
        "standing": "missing",
        "current": False,
        "shell": gnome.version,
        "folder": str(gnome.folder),
        "text": f"GNOME Shell {gnome.version}: the humanward extension is not installed:"
        " run `humanward desktop install`.",
    }
    assert refusal(gnome) == (
        "the humanward extension is not installed: run `humanward desktop install`"
    )


def test_installed_it_waits_for_the_next_login(gnome: Gnome) -> None:
    said = told(gnome, "install")

    assert said == (
        f"The humanward extension is in {gnome.folder} and switched on.\n"
        "Log out and in once: GNOME on Wayland loads new extensions only then.\n"
    )
    assert {one.name: one.read_bytes() for one in gnome.folder.iterdir()} == extension_files(
        gnome.form
    )
    assert gnome.setting("enabled-extensions") == f"{_OTHERS[:-1]}, '{UUID}']"
    assert status(gnome)["standing"] == "waiting"
    assert refusal(gnome).startswith("the humanward extension waits for your next login")
    assert told(gnome, "install") == said


def test_removed_it_leaves_nothing_and_no_other_extension_is_touched(gnome: Gnome) -> None:
    told(gnome, "install")

    said = told(gnome, "remove")

    assert said == f"The humanward extension is switched off and gone from {gnome.folder}.\n"
    assert not gnome.folder.exists()
    assert gnome.setting("enabled-extensions") == _OTHERS
    assert told(gnome, "remove") == "The humanward extension is not installed.\n"


def test_one_that_was_switched_off_before_is_taken_off_the_list_of_those(gnome: Gnome) -> None:
    gnome.set("disabled-extensions", f"['{UUID}']")

    told(gnome, "install")

    assert gnome.setting("disabled-extensions") == "@as []"


def test_extensions_switched_off_as_a_whole_are_told_and_left_so(gnome: Gnome) -> None:
    gnome.set("disable-user-extensions", "true")

    said = told(gnome, "install")

    assert "GNOME has all its extensions switched off" in said
    assert status(gnome)["standing"] == "all_off"
    assert gnome.setting("disable-user-extensions") == "true"


@pytest.mark.parametrize("about", [None, "no json", '{"uuid": "another@example.org"}'])
@pytest.mark.parametrize("word", ["install", "remove"])
def test_a_folder_that_is_not_ours_is_left_alone(
    gnome: Gnome, word: str, about: str | None
) -> None:
    gnome.folder.mkdir(parents=True)
    (gnome.folder / "extension.js").write_text("theirs")
    if about is not None:
        (gnome.folder / "metadata.json").write_text(about)

    done = say(gnome, word)

    assert done.returncode == 1
    assert done.stderr == (
        f"humanward: {gnome.folder} is not humanward's.\nMove it away, then try again.\n"
    )
    assert (gnome.folder / "extension.js").read_text() == "theirs"
    assert gnome.setting("enabled-extensions") == _OTHERS


def test_a_link_in_its_place_is_left_alone(gnome: Gnome, tmp_path: Path) -> None:
    for name, held in extension_files(gnome.form).items():
        (tmp_path / name).write_bytes(held)
    gnome.folder.parent.mkdir(parents=True, exist_ok=True)
    gnome.folder.symlink_to(tmp_path)

    done = say(gnome, "remove")

    assert done.returncode == 1
    assert (tmp_path / "extension.js").exists()


def test_files_of_others_in_the_folder_stay(gnome: Gnome) -> None:
    told(gnome, "install")
    (gnome.folder / "notes").write_text("theirs")

    said = told(gnome, "remove")

    assert "holds other files and stays" in said
    assert [one.name for one in gnome.folder.iterdir()] == ["notes"]


def test_the_folder_of_data_is_where_the_person_wants_it(gnome: Gnome, tmp_path: Path) -> None:
    folder = tmp_path / "gnome-shell/extensions" / UUID

    told(gnome, "install", XDG_DATA_HOME=str(tmp_path))

    assert (folder / "metadata.json").exists()
    assert str(folder) in told(gnome, "remove", XDG_DATA_HOME=str(tmp_path))
    assert not folder.exists()


def test_without_gsettings_it_says_so(gnome: Gnome) -> None:
    done = say(gnome, "install", PATH="/nowhere")

    assert done.returncode == 1
    assert "GNOME's list of extensions cannot be reached" in done.stderr


def test_one_that_the_shell_knows_works_at_once_and_ends_at_once() -> None:
    with Gnome() as gnome:
        gnome.place_extension()
        gnome.set("enabled-extensions", "[]")
        gnome.start()
        before, refused = status(gnome)["standing"], refusal(gnome)

        said = told(gnome, "install")
        open_gnome(gnome.env, SystemClock(), bool).close()
        after = status(gnome)
        told(gnome, "remove")

        assert before == "off"
        assert refused == (
            "the humanward extension is installed but switched off: run `humanward desktop install`"
        )
        assert said == f"The humanward extension is in {gnome.folder} and works.\n"
        assert (after["standing"], after["current"]) == ("works", True)
        wait_for(lambda: not gnome.has_name("org.humanward.Desktop"), "end of the extension")
        assert gnome.setting("enabled-extensions") == "@as []"
