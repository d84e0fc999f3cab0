"""`humanward browser`: what it writes for each browser, says, and takes away again."""

import json
import subprocess
from collections.abc import Mapping
from pathlib import Path
from typing import Any
from zipfile import ZipFile

import pytest

from config.catalogue import load_catalogue
from monitor.sense.browser.places import BROWSERS, NAME, Spot, spots
from monitor.service.browser_parts import EXTENSION
from monitor.service.browsers import names
from tests.rig import Desktop

_SOURCE = Path(__file__).resolve().parents[1] / "monitor/sense/browser/extension"


@pytest.fixture
def person(desktop: Desktop) -> Desktop:
    """Somebody who has used Chromium and Firefox."""
    for folder in (".config/chromium", ".mozilla"):
        (desktop.home / folder).mkdir(parents=True)
    return desktop


def say(desktop: Desktop, home: Path, *words: str) -> subprocess.CompletedProcess[str]:
    return desktop.humanward("--home", home, "browser", *words)


def told(desktop: Desktop, home: Path, *words: str) -> str:
    done = say(desktop, home, *words)
    assert (done.returncode, done.stderr) == (0, ""), done
    return done.stdout


def standing(desktop: Desktop, home: Path, *words: str) -> Mapping[str, Mapping[str, Any]]:
    found = json.loads(told(desktop, home, "status", *words, "--format", "json"))
    assert found["version"] == 1
    return {one["browser"]: one for one in found["browsers"]}


def manifests(desktop: Desktop) -> tuple[Path, Path]:
    return (
        desktop.home / f".config/chromium/NativeMessagingHosts/{NAME}.json",
        desktop.home / f".mozilla/native-messaging-hosts/{NAME}.json",
    )


def everything(desktop: Desktop, home: Path) -> set[Path]:
    return {*desktop.home.rglob("*"), *home.rglob("*")}


def test_install_makes_each_browser_that_is_found_ready_and_says_the_one_step_left(
    person: Desktop, home: Path
) -> None:
    said = told(person, home, "install")
    chromium, firefox = (json.loads(one.read_bytes()) for one in manifests(person))

    assert chromium["allowed_origins"] == [f"chrome-extension://{EXTENSION}/"]
    assert firefox["allowed_extensions"] == ["browser@humanward.org"]
    assert {one["type"] for one in (chromium, firefox)} == {"stdio"}
    assert chromium["path"] == firefox["path"] == str(home / "browser/host")
    assert f"'Load unpacked' and choose {home / 'browser/chromium'}" in said
    assert f"'Load Temporary Add-on…' and choose {home / 'browser/humanward.xpi'}" in said


def test_what_browsers_load_is_the_extension_as_it_was_made(person: Desktop, home: Path) -> None:
    told(person, home, "install")

    code = (_SOURCE / "background.js").read_bytes()
    for family in ("chromium", "firefox"):
        folder = home / "browser" / family
        manifest = (_SOURCE / family / "manifest.json").read_bytes()
        assert {one.name: one.read_bytes() for one in folder.iterdir()} == {
            "background.js": code,
            "manifest.json": manifest,
        }
    with ZipFile(home / "browser/humanward.xpi") as packed:
        assert set(packed.namelist()) == {"manifest.json", "background.js"}
        assert packed.read("background.js") == code


def test_what_a_browser_starts_is_the_program_of_this_very_home(
    person: Desktop, home: Path
) -> None:
    told(person, home, "install")
    done = subprocess.run(  # noqa: S603 - our own program
        [home / "browser/host", "chrome-extension://any/"],
        input=b"",
        capture_output=True,
        check=False,
        timeout=30,
    )

    assert done.returncode == 0
    assert json.loads(done.stdout[4:]) == {"places": []}


def test_remove_leaves_nothing_of_what_install_wrote(person: Desktop, home: Path) -> None:
    home.mkdir()
    before = everything(person, home)
    told(person, home, "install")

    said = told(person, home, "remove")

    assert everything(person, home) == before
    assert "Chromium: gone." in said
    assert told(person, home, "remove") == "There was nothing to take away.\n"


def test_one_browser_can_be_removed_while_another_stays(person: Desktop, home: Path) -> None:
    chromium, firefox = manifests(person)
    told(person, home, "install")
    told(person, home, "remove", "--browser", "chromium")

    assert (chromium.exists(), firefox.exists()) == (False, True)
    assert (home / "browser/host").exists()


def test_the_hosts_of_others_in_the_same_folder_stay(person: Desktop, home: Path) -> None:
    other = manifests(person)[0].with_name("org.example.other.json")
    other.parent.mkdir()
    other.write_text("theirs")
    told(person, home, "install")
    told(person, home, "remove")

    assert other.read_text() == "theirs"


@pytest.mark.parametrize("held", ["theirs", "{}", '{"name": "org.humanward.browser"}'])
@pytest.mark.parametrize("word", ["install", "remove"])
def test_a_manifest_that_is_not_ours_is_left_alone_and_told(
    person: Desktop, home: Path, word: str, held: str
) -> None:
    chromium, firefox = manifests(person)
    chromium.parent.mkdir()
    chromium.write_text(held)

    done = say(person, home, word)

    assert chromium.read_text() == held
    assert not firefox.exists()
    assert done.returncode == (1 if word == "install" else 0)
    if word == "install":
        assert done.stderr.startswith(f"humanward: {chromium} is not humanward's.\n")
    assert standing(person, home)["chromium"]["manifest"] == "foreign"


def test_a_link_in_the_place_of_a_manifest_is_left_alone(person: Desktop, home: Path) -> None:
    told(person, home, "install")
    chromium, _ = manifests(person)
    kept = chromium.rename(person.home / "kept.json")
    chromium.symlink_to(kept)

    done = say(person, home, "remove")

    assert done.returncode == 0
    assert chromium.is_symlink()
    assert kept.exists()


def test_status_tells_of_each_browser_how_it_stands(person: Desktop, home: Path) -> None:
    before = standing(person, home)
    told(person, home, "install", "--browser", "chromium")
    after = standing(person, home)
    (home / "browser/chromium/background.js").write_text("// of another release")
    old = standing(person, home)

    assert {name: one["manifest"] for name, one in before.items()} == {
        "chromium": "missing",
        "firefox": "missing",
    }
    assert before["chromium"]["text"].startswith("found, not made ready")
    assert (after["chromium"]["manifest"], after["chromium"]["talking"]) == ("written", 0)
    assert after["firefox"]["manifest"] == "missing"
    assert old["chromium"]["manifest"] == "old"


def test_a_browser_that_is_named_is_made_ready_though_it_was_not_found(
    desktop: Desktop, home: Path
) -> None:
    none = say(desktop, home, "install")
    told(desktop, home, "install", "--browser", "brave", "--browser", "librewolf")

    assert none.returncode == 1
    assert "No browser was found" in none.stderr
    brave = desktop.home / ".config/BraveSoftware/Brave-Browser/NativeMessagingHosts"
    assert (brave / f"{NAME}.json").exists()
    assert (desktop.home / f".librewolf/native-messaging-hosts/{NAME}.json").exists()


def test_a_browser_in_a_box_is_told_to_be_one(desktop: Desktop, home: Path) -> None:
    (desktop.home / "snap/firefox").mkdir(parents=True)
    (desktop.home / ".var/app/org.chromium.Chromium").mkdir(parents=True)

    found = standing(desktop, home)

    assert "as a snap it cannot start" in found["firefox"]["text"]
    assert "as a flatpak it cannot start" in found["chromium"]["text"]


def test_the_folder_of_settings_is_where_the_person_wants_it(
    person: Desktop, home: Path, tmp_path: Path
) -> None:
    (tmp_path / "own/google-chrome").mkdir(parents=True)
    env = {"XDG_CONFIG_HOME": str(tmp_path / "own")}
    done = person.humanward("--home", home, "browser", "install", env=env)

    assert done.returncode == 0
    assert (tmp_path / f"own/google-chrome/NativeMessagingHosts/{NAME}.json").exists()
    assert not manifests(person)[0].exists()


def test_an_unknown_browser_is_refused(desktop: Desktop, home: Path) -> None:
    done = say(desktop, home, "install", "--browser", "mosaic")

    assert done.returncode == 2
    assert "firefox" in done.stderr


def places(name: str, system: str, **environ: str) -> tuple[Spot, ...]:
    browser = next(one for one in BROWSERS if one.name == name)
    return spots(browser, system=system, home=Path("/h"), environ=environ, data=Path("/d"))


@pytest.mark.parametrize("system", ["linux", "darwin"])
def test_no_two_browsers_share_a_manifest(system: str) -> None:
    found = [spot for name in names() for spot in places(name, system)]

    assert len({spot.manifest for spot in found}) == len(found)
    assert {spot.key for spot in found} == {""}
    assert {"chromium", "chrome", "brave", "edge", "vivaldi", "firefox", "librewolf"} <= set(
        names()
    )


def test_on_windows_a_key_leads_to_one_file_and_browsers_made_from_others_read_theirs_too() -> None:
    keys = {
        name: [spot.key.split("\\", 1)[1] for spot in places(name, "win32")] for name in names()
    }
    led = {(spot.key, spot.manifest) for name in names() for spot in places(name, "win32")}
    tail = f"\\NativeMessagingHosts\\{NAME}"

    assert len(led) == len({key for key, _ in led}) == len({file for _, file in led})
    assert keys["brave"] == [f"BraveSoftware\\Brave-Browser{tail}", f"Google\\Chrome{tail}"]
    assert keys["vivaldi"] == [f"Vivaldi{tail}", f"Google\\Chrome{tail}"]
    assert keys["opera"] == keys["chrome"] == [f"Google\\Chrome{tail}"]
    assert keys["edge"] == [f"Microsoft\\Edge{tail}"]
    assert keys["librewolf"] == keys["firefox"] == [f"Mozilla{tail}"]


_CHANNELS = (
    ("brave", "linux", ".config/BraveSoftware/Brave-Browser-Beta"),
    ("brave", "darwin", "Library/Application Support/BraveSoftware/Brave-Browser-Nightly"),
    ("edge", "linux", ".config/microsoft-edge-dev"),
    ("edge", "darwin", "Library/Application Support/Microsoft Edge Canary"),
    ("vivaldi", "linux", ".config/vivaldi-snapshot"),
    ("vivaldi", "darwin", "Library/Application Support/Vivaldi Snapshot"),
    ("opera", "linux", ".config/opera-developer"),
    ("opera", "darwin", "Library/Application Support/com.operasoftware.OperaNext"),
    ("chrome", "linux", ".config/google-chrome-unstable"),
    ("chrome", "darwin", "Library/Application Support/Google/Chrome Beta"),
)


@pytest.mark.parametrize(("name", "system", "folder"), _CHANNELS)
def test_each_channel_of_a_browser_has_a_manifest_of_its_own(
    name: str, system: str, folder: str
) -> None:
    root = Path("/h", folder)

    assert Spot((root,), root / f"NativeMessagingHosts/{NAME}.json") in places(name, system)


@pytest.mark.parametrize("system", ["linux", "darwin", "win32"])
def test_where_a_chromium_looks_for_hosts_its_history_is_looked_for_too(system: str) -> None:
    read = {f"/h/{folder}" for one in load_catalogue().browsers for folder in one.folders}
    chromiums = [one.name for one in BROWSERS if one.family == "chromium"]
    roots = {str(root) for name in chromiums for one in places(name, system) for root in one.roots}

    assert roots
    assert roots <= read


def test_firefox_looks_for_hosts_in_its_old_folder_also_where_its_profiles_are_in_the_new_one(
    desktop: Desktop, home: Path
) -> None:
    new = desktop.home / ".config/mozilla"
    (new / "firefox").mkdir(parents=True)
    before = everything(desktop, home)
    told(desktop, home, "install")
    written = {one.parent for one in desktop.home.rglob(f"{NAME}.json")}
    old = desktop.home / ".mozilla"
    held = {one.name for one in old.iterdir()}
    told(desktop, home, "remove")

    assert written == {new / "native-messaging-hosts", old / "native-messaging-hosts"}
    assert held == {"native-messaging-hosts"}  # no profile there: Firefox keeps to the new folder
    assert everything(desktop, home) - {home} == before


def test_firefox_in_its_old_folder_alone_gets_no_new_one(person: Desktop, home: Path) -> None:
    told(person, home, "install")

    assert not (person.home / ".config/mozilla").exists()


def test_librewolf_with_its_profiles_in_the_new_folder_gets_no_old_one(
    desktop: Desktop, home: Path
) -> None:
    new = desktop.home / ".config/librewolf"
    new.mkdir(parents=True)
    told(desktop, home, "install")

    assert (new / f"native-messaging-hosts/{NAME}.json").exists()
    assert not (desktop.home / ".librewolf").exists()


def test_a_folder_of_settings_that_is_no_whole_path_is_passed_by() -> None:
    assert places("chromium", "linux", XDG_CONFIG_HOME="odd") == places("chromium", "linux")


def test_the_places_on_a_mac_and_on_windows_are_those_of_the_documentation() -> None:
    mac = Path("/h/Library/Application Support")
    key = "Software\\{}\\NativeMessagingHosts\\" + NAME

    assert places("chrome", "darwin")[0] == Spot(
        (mac / "Google/Chrome",), mac / f"Google/Chrome/NativeMessagingHosts/{NAME}.json"
    )
    assert places("firefox", "darwin") == (
        Spot((mac / "Mozilla", mac / "Firefox"), mac / f"Mozilla/NativeMessagingHosts/{NAME}.json"),
    )
    assert places("chrome", "win32")[0].key == key.format("Google\\Chrome")
    assert places("firefox", "win32")[0].key == key.format("Mozilla")
