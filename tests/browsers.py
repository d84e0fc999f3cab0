"""Real browsers on local pages under real host names, with nothing of the net behind them."""

import json
import shutil
import subprocess
from dataclasses import dataclass
from pathlib import Path

from tests.pages import Pages
from tests.processes import Processes, need

_CHROMIUM = (
    "--no-sandbox",  # refused to root, and needs rights that containers withhold
    "--ignore-certificate-errors",  # claude.ai and chatgpt.com are https only, whatever is typed
    "--no-first-run",
    "--no-default-browser-check",
    "--disable-gpu",
    "--disable-dev-shm-usage",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--password-store=basic",
)
_FIREFOX: dict[str, object] = {
    # https-only hosts are shipped as a list; without it http://claude.ai stays http
    "network.stricttransportsecurity.preloadlist": False,
    "dom.security.https_first": False,
    "dom.security.https_only_mode": False,
    "network.proxy.type": 1,
    "network.proxy.no_proxies_on": "",
    "network.trr.mode": 5,
    "network.captive-portal-service.enabled": False,
    "network.connectivity-service.enabled": False,
    "browser.aboutwelcome.enabled": False,
    "browser.preonboarding.enabled": False,
    "browser.shell.checkDefaultBrowser": False,
    "browser.startup.homepage_override.mstone": "ignore",
    "browser.tabs.warnOnClose": False,
    "startup.homepage_welcome_url": "",
    "termsofuse.acceptedVersion": 999,
    "trailhead.firstrun.didSeeAboutWelcome": True,
    "datareporting.policy.dataSubmissionEnabled": False,
    "toolkit.telemetry.reportingpolicy.firstRun": False,
    "app.update.enabled": False,
    "media.autoplay.default": 0,
    "marionette.port": 0,  # any; it writes down which
}


@dataclass(frozen=True, slots=True)
class Browser:
    """A running browser. ``history`` is its own history file."""

    process: subprocess.Popen[bytes]
    profile: Path
    history: Path


def open_chromium(rig: Processes, pages: Pages, *words: str) -> Browser:
    """Start Chromium with its own profile inside the rig's home, as a person's would be."""
    need("chromium")
    profile = Path(rig.env["XDG_CONFIG_HOME"], "chromium")
    process = rig.spawn("chromium", *_CHROMIUM, f"--proxy-server={pages.proxy}", *words)
    return Browser(process, profile, profile / "Default/History")


def open_firefox(rig: Processes, pages: Pages, *words: str, name: str = "rig") -> Browser:
    """Start Firefox with a profile of this name inside the rig's home, as a person's would be.

    Give it http addresses: it takes no certificate made here.
    """
    program = "firefox-esr" if shutil.which("firefox-esr") else "firefox"
    need(program)
    root = rig.home / ".mozilla/firefox"
    profile = root / f"{name}.default"
    profile.mkdir(parents=True, exist_ok=True)
    (root / "profiles.ini").write_text(
        "[General]\nStartWithLastProfile=1\n"
        + "".join(
            f"\n[Profile{number}]\nName={one.stem}\nIsRelative=1\nPath={one.name}\n"
            f"Default={int(not number)}\n"
            for number, one in enumerate(sorted(root.glob("*.default")))
        )
    )
    host, port = pages.server_address[0], pages.server_port
    proxied = {f"network.proxy.{scheme}": host for scheme in ("http", "ssl")}
    ports = {f"network.proxy.{scheme}_port": port for scheme in ("http", "ssl")}
    (profile / "user.js").write_text(
        "".join(
            f"user_pref({json.dumps(name)}, {json.dumps(value)});\n"
            for name, value in {**_FIREFOX, **proxied, **ports}.items()
        )
    )
    process = rig.spawn(program, "--no-remote", "--profile", profile, *words)
    return Browser(process, profile, profile / "places.sqlite")
