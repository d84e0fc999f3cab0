"""Where each browser looks for the host programs that its extensions may start."""

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from config.tools import Family

NAME = "org.humanward.browser"  # what the extension asks for
_FOLDERS = {"chromium": "NativeMessagingHosts", "firefox": "native-messaging-hosts"}
_MAC_FOLDER = "NativeMessagingHosts"
_MAC = "Library/Application Support"

Lies = tuple[str, ...]
"""A folder that holds manifests, then further ones that are there when the browser has run."""


@dataclass(frozen=True, slots=True)
class Kept:
    """One browser's own places, all its channels: on Linux, on a Mac, on Windows, in a box.

    ``linux`` begins at the folder of settings where it says so with '@', else at home; ``mac``
    below Application Support; ``windows`` are its data below AppData. ``keys`` are the browsers
    whose registry keys it reads there. ``boxes`` are snap and flatpak, ``processes`` the names
    that it runs by.
    """

    name: str
    label: str
    family: Family
    linux: tuple[Lies, ...]
    mac: tuple[Lies, ...] = ()
    windows: tuple[str, ...] = ()
    keys: tuple[str, ...] = ()
    boxes: tuple[str, ...] = ()
    processes: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Spot:
    """Where a host manifest goes.

    One of ``roots`` is there when the browser has run. ``key`` is what leads to the file in the
    registry of Windows, '' elsewhere.
    """

    roots: tuple[Path, ...]
    manifest: Path
    key: str = ""

    @property
    def is_found(self) -> bool:
        """Whether the browser has run here."""
        return any(root.is_dir() for root in self.roots)


def _each(*folders: str) -> tuple[Lies, ...]:
    """Channels that each keep a folder of their own, with their manifests in it."""
    return tuple((folder,) for folder in folders)


_KEYS = {
    "chromium": "Chromium", "chrome": "Google\\Chrome", "brave": "BraveSoftware\\Brave-Browser",
    "edge": "Microsoft\\Edge", "vivaldi": "Vivaldi", "firefox": "Mozilla",
}  # fmt: skip
BROWSERS = (
    Kept(
        "chromium", "Chromium", "chromium",
        _each("@/chromium"), _each("Chromium"),
        ("Local/Chromium/User Data",), ("chromium", "chrome"),
        ("snap/chromium", ".var/app/org.chromium.Chromium"),
        ("chromium", "chromium-browser"),
    ),
    Kept(
        "chrome", "Google Chrome", "chromium",
        _each("@/google-chrome", "@/google-chrome-beta", "@/google-chrome-unstable",
              "@/google-chrome-canary"),
        _each("Google/Chrome", "Google/Chrome Beta", "Google/Chrome Dev", "Google/Chrome Canary"),
        ("Local/Google/Chrome/User Data", "Local/Google/Chrome Beta/User Data",
         "Local/Google/Chrome Dev/User Data", "Local/Google/Chrome SxS/User Data"),
        ("chrome",),
        (".var/app/com.google.Chrome", ".var/app/com.google.ChromeDev"),
        ("chrome", "google chrome", "google chrome beta", "google chrome dev",
         "google chrome canary"),
    ),
    Kept(
        "brave", "Brave", "chromium",
        _each("@/BraveSoftware/Brave-Browser", "@/BraveSoftware/Brave-Browser-Beta",
              "@/BraveSoftware/Brave-Browser-Nightly"),
        _each("BraveSoftware/Brave-Browser", "BraveSoftware/Brave-Browser-Beta",
              "BraveSoftware/Brave-Browser-Nightly", "BraveSoftware/Brave-Browser-Dev"),
        ("Local/BraveSoftware/Brave-Browser/User Data",
         "Local/BraveSoftware/Brave-Browser-Beta/User Data",
         "Local/BraveSoftware/Brave-Browser-Nightly/User Data"),
        ("brave", "chrome"),
        ("snap/brave", ".var/app/com.brave.Browser", ".var/app/com.brave.Browser.nightly"),
        ("brave", "brave browser", "brave browser beta", "brave browser nightly"),
    ),
    Kept(
        "edge", "Microsoft Edge", "chromium",
        _each("@/microsoft-edge", "@/microsoft-edge-beta", "@/microsoft-edge-dev",
              "@/microsoft-edge-canary"),
        _each("Microsoft Edge", "Microsoft Edge Beta", "Microsoft Edge Dev",
              "Microsoft Edge Canary"),
        ("Local/Microsoft/Edge/User Data", "Local/Microsoft/Edge Beta/User Data",
         "Local/Microsoft/Edge Dev/User Data", "Local/Microsoft/Edge SxS/User Data"),
        ("edge",),
        (".var/app/com.microsoft.Edge", ".var/app/com.microsoft.EdgeDev"),
        ("msedge", "microsoft edge", "microsoft edge beta", "microsoft edge dev",
         "microsoft edge canary"),
    ),
    Kept(
        "vivaldi", "Vivaldi", "chromium",
        _each("@/vivaldi", "@/vivaldi-snapshot"), _each("Vivaldi", "Vivaldi Snapshot"),
        ("Local/Vivaldi/User Data",), ("vivaldi", "chrome"),
        (".var/app/com.vivaldi.Vivaldi",),
        ("vivaldi", "vivaldi-bin", "vivaldi snapshot"),
    ),
    Kept(
        "opera", "Opera", "chromium",
        _each("@/opera", "@/opera-beta", "@/opera-developer"),
        _each("com.operasoftware.Opera", "com.operasoftware.OperaNext",
              "com.operasoftware.OperaDeveloper"),
        ("Roaming/Opera Software/Opera Stable", "Roaming/Opera Software/Opera Next",
         "Roaming/Opera Software/Opera Developer"),
        ("chrome",),
        ("snap/opera", ".var/app/com.opera.Opera"),
        ("opera", "opera beta", "opera developer"),
    ),
    Kept(
        # with its profiles in the folder of settings it still looks for hosts in ~/.mozilla
        "firefox", "Firefox", "firefox",
        ((".mozilla", "@/mozilla"), ("@/mozilla",)), (("Mozilla", "Firefox"),),
        ("Roaming/Mozilla",), ("firefox",),
        ("snap/firefox", ".var/app/org.mozilla.firefox"),
        ("firefox", "firefox-esr", "firefox-bin"),
    ),
    Kept(
        "librewolf", "LibreWolf", "firefox",
        _each(".librewolf", "@/librewolf"), _each("LibreWolf"),
        ("Roaming/librewolf",), ("firefox",),
        (".var/app/io.gitlab.librewolf-community",),
        ("librewolf",),
    ),
    Kept(
        "waterfox", "Waterfox", "firefox",
        _each(".waterfox"), _each("Waterfox"),
        ("Roaming/Waterfox",), ("firefox",),
        (".var/app/net.waterfox.waterfox",),
        ("waterfox", "waterfox-bin"),
    ),
)  # fmt: skip


def spots(
    browser: Kept, *, system: str, home: Path, environ: Mapping[str, str], data: Path
) -> tuple[Spot, ...]:
    """Where the manifest of a browser goes; ``data`` is our own folder, for what Windows leaves.

    Several browsers may share a spot.
    """
    if system == "win32":
        roots = tuple(home / "AppData" / one for one in browser.windows)
        return tuple(
            Spot(
                roots,
                data / f"{NAME}.{owner}.json",
                f"Software\\{_KEYS[owner]}\\NativeMessagingHosts\\{NAME}",
            )
            for owner in browser.keys
        )
    if system == "darwin":
        return tuple(
            _spot([home / _MAC / one for one in lies], _MAC_FOLDER) for lies in browser.mac
        )
    own = Path(environ.get("XDG_CONFIG_HOME", ""))
    config = own if own.is_absolute() else home / ".config"
    return tuple(
        _spot([_on_linux(one, home, config) for one in lies], _FOLDERS[browser.family])
        for lies in browser.linux
    )


def boxes(browser: Kept, home: Path) -> tuple[Path, ...]:
    """Where this browser lives in a snap or a flatpak, which lets it start no program of ours."""
    return tuple(home / one for one in browser.boxes if (home / one).is_dir())


def _spot(roots: list[Path], folder: str) -> Spot:
    return Spot(tuple(roots), roots[0] / folder / f"{NAME}.json")


def _on_linux(folder: str, home: Path, config: Path) -> Path:
    return config / folder.removeprefix("@/") if folder.startswith("@/") else home / folder
