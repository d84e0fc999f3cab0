"""Where each browser looks for the host programs that its extensions may start."""

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from config.tools import Family

NAME = "org.humanward.browser"  # what the extension asks for
_FOLDERS = {"chromium": "NativeMessagingHosts", "firefox": "native-messaging-hosts"}
_MAC_FOLDER = "NativeMessagingHosts"
_MAC = "Library/Application Support"


@dataclass(frozen=True, slots=True)
class Kept:
    """One browser's own places: on Linux, on a Mac, on Windows, and inside snap and flatpak.

    ``linux`` begins at the folder of settings where it says so with '@', else at home; ``mac``
    below Application Support; ``windows`` are its data below AppData and its registry key.
    ``processes`` are the names it runs by.
    """

    name: str
    label: str
    family: Family
    linux: tuple[str, ...]
    mac: tuple[str, ...] = ()
    windows: tuple[str, str] | tuple[()] = ()
    boxes: tuple[str, ...] = ()
    processes: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Spot:
    """Where a host manifest goes.

    ``root`` is there when the browser has run. ``key`` is what leads to the file in the registry of
    Windows, '' elsewhere.
    """

    root: Path
    manifest: Path
    key: str = ""


BROWSERS = (
    Kept(
        "chromium", "Chromium", "chromium",
        ("@/chromium",), ("Chromium",), ("Local/Chromium/User Data", "Chromium"),
        ("snap/chromium", ".var/app/org.chromium.Chromium"),
        ("chromium", "chromium-browser"),
    ),
    Kept(
        "chrome", "Google Chrome", "chromium",
        ("@/google-chrome", "@/google-chrome-beta", "@/google-chrome-unstable"),
        ("Google/Chrome",), ("Local/Google/Chrome/User Data", "Google\\Chrome"),
        (".var/app/com.google.Chrome",),
        ("chrome", "google chrome"),
    ),
    Kept(
        "brave", "Brave", "chromium",
        ("@/BraveSoftware/Brave-Browser",), ("BraveSoftware/Brave-Browser",),
        ("Local/BraveSoftware/Brave-Browser/User Data", "BraveSoftware\\Brave-Browser"),
        ("snap/brave", ".var/app/com.brave.Browser"),
        ("brave", "brave browser"),
    ),
    Kept(
        "edge", "Microsoft Edge", "chromium",
        ("@/microsoft-edge",), ("Microsoft Edge",),
        ("Local/Microsoft/Edge/User Data", "Microsoft\\Edge"),
        (".var/app/com.microsoft.Edge",),
        ("msedge", "microsoft edge"),
    ),
    Kept(
        "vivaldi", "Vivaldi", "chromium",
        ("@/vivaldi",), ("Vivaldi",), ("Local/Vivaldi/User Data", "Vivaldi"),
        (".var/app/com.vivaldi.Vivaldi",),
        ("vivaldi", "vivaldi-bin"),
    ),
    Kept(
        "opera", "Opera", "chromium",
        ("@/opera",), ("com.operasoftware.Opera",),
        (),
        ("snap/opera", ".var/app/com.opera.Opera"),
        ("opera",),
    ),
    Kept(
        "firefox", "Firefox", "firefox",
        (".mozilla", "@/mozilla"), ("Mozilla", "Firefox"), ("Roaming/Mozilla", "Mozilla"),
        ("snap/firefox", ".var/app/org.mozilla.firefox"),
        ("firefox", "firefox-esr", "firefox-bin"),
    ),
    Kept(
        "librewolf", "LibreWolf", "firefox",
        (".librewolf",), ("LibreWolf",), (),
        (".var/app/io.gitlab.librewolf-community",),
        ("librewolf",),
    ),
    Kept(
        "waterfox", "Waterfox", "firefox",
        (".waterfox",), ("Waterfox",), (),
        (".var/app/net.waterfox.waterfox",),
        ("waterfox", "waterfox-bin"),
    ),
)  # fmt: skip


def spots(
    browser: Kept, *, system: str, home: Path, environ: Mapping[str, str], data: Path
) -> tuple[Spot, ...]:
    """Where the manifest of a browser goes; ``data`` is our own folder, for what Windows leaves."""
    if system == "win32":
        if not browser.windows:
            return ()  # it goes by the key of the browser that it was made from
        root, key = browser.windows
        manifest = data / f"{NAME}.{browser.name}.json"
        key = f"Software\\{key}\\NativeMessagingHosts\\{NAME}"
        return (Spot(home / "AppData" / root, manifest, key),)
    if system == "darwin":
        roots = [home / _MAC / one for one in browser.mac]
        # Firefox keeps its profiles in one folder and looks for hosts in another
        return tuple(_spot(root, roots[0] / _MAC_FOLDER) for root in roots[-1:])
    config = Path(environ.get("XDG_CONFIG_HOME") or home / ".config")
    roots = [
        config / one.removeprefix("@/") if one.startswith("@") else home / one
        for one in browser.linux
    ]
    return tuple(_spot(root, root / _FOLDERS[browser.family]) for root in roots)


def boxes(browser: Kept, home: Path) -> tuple[Path, ...]:
    """Where this browser lives in a snap or a flatpak, which lets it start no program of ours."""
    return tuple(home / one for one in browser.boxes if (home / one).is_dir())


def _spot(root: Path, folder: Path) -> Spot:
    return Spot(root, folder / f"{NAME}.json")
