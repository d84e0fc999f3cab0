"""The extension's own files: the least permissions, one code for both kinds, and Mozilla's lint."""

import hashlib
import json
import re
import shutil
import subprocess
from base64 import b64decode
from pathlib import Path
from typing import Any

import pytest

from monitor.sense.browser.places import NAME
from monitor.service.browser_parts import ADD_ON, EXTENSION
from tests.processes import need

_ROOT = Path(__file__).resolve().parents[1]
_SOURCE = _ROOT / "monitor/sense/browser/extension"
_CODE = (_SOURCE / "background.js").read_text("utf-8")
_ASKED = ("x.com/i/grok", "google.com/search?udm=50", "localhost:3000/chat", "box:8080/ai",
          "duckduckgo.com?ia=chat", "box:8080?mode=ai")  # fmt: skip
_SITES = (  # an address, and what is told of it
    ("https://docs.google.com/document/d/1", "docs.google.com", ""),
    ("https://www.google.com/search?q=tea&udm=50", "www.google.com", "/search?udm=50"),
    ("https://X.com./i/grok/share/1", "x.com", "/i/grok"),
    ("https://notx.com/i/grok", "notx.com", ""),
    ("http://localhost:3000/", "localhost:3000", ""),
    ("http://127.0.0.1:3000/c/1", "localhost:3000", ""),
    ("http://[::1]:3000/", "localhost:3000", ""),
    ("http://0.0.0.0:3000/chat/7", "localhost:3000", "/chat"),
    ("http://127.0.0.1:3000/chat", "localhost:3000", "/chat"),
    ("http://[::1]:3000/chat/7", "localhost:3000", "/chat"),
    ("http://webui.localhost:3000/chat", "localhost:3000", "/chat"),
    ("http://localhost/", "localhost:80", ""),
    ("https://localhost/", "localhost:443", ""),
    ("https://127.0.0.1/chat", "localhost:443", ""),
    ("https://localhost:3001/chat", "localhost:3001", ""),
    ("http://box:8080/ai", "box:8080", "/ai"),
    ("https://box/ai", "box", ""),
    ("http://box:8080/?mode=ai", "box:8080", "?mode=ai"),
    ("https://duckduckgo.com/?q=tea&ia=chat", "duckduckgo.com", "?ia=chat"),
    ("https://duckduckgo.com?ia=chat#tea", "duckduckgo.com", "?ia=chat"),
    ("https://safe.duckduckgo.com/c/1?ia=chat", "safe.duckduckgo.com", "?ia=chat"),
    ("https://duckduckgo.com/?q=tea&ia=web", "duckduckgo.com", ""),
    ("https://duckduckgo.com/?q=ia=chat", "duckduckgo.com", ""),
    ("https://notduckduckgo.com/?ia=chat", "notduckduckgo.com", ""),
    ("https://acme.example:8443/", "acme.example:8443", ""),
    ("about:blank", "", ""),
    ("file:///tmp/tea", "", ""),
)
_ASK = """
const quiet = { addListener() {} };
globalThis.chrome = {
  runtime: {
    connectNative: () => ({ onMessage: quiet, onDisconnect: quiet, postMessage() {} }),
    onStartup: quiet, onInstalled: quiet,
  },
  tabs: { onActivated: quiet, onUpdated: quiet, query: async () => [] },
  windows: { onFocusChanged: quiet, getLastFocused: async () => ({ focused: false }) },
};
require("vm").runInThisContext(require("fs").readFileSync(process.argv[1], "utf8"));
listen({ places: JSON.parse(process.argv[2]) });
console.log(JSON.stringify(JSON.parse(process.argv[3]).map(site)));
"""
_LINTER = ("npx", "--yes", "web-ext@10")
_LINT_S = 300


def manifest(family: str) -> dict[str, Any]:
    found: dict[str, Any] = json.loads((_SOURCE / family / "manifest.json").read_text("utf-8"))
    return found


@pytest.mark.parametrize("family", ["chromium", "firefox"])
def test_it_asks_for_two_permissions_and_no_site_and_the_docs_explain_each(family: str) -> None:
    asked = manifest(family)
    explained = (_ROOT / "docs/privacy.md").read_text("utf-8")

    assert asked["permissions"] == ["nativeMessaging", "tabs"]
    assert not {one for one in asked if "host" in one or one.startswith(("optional", "content"))}
    assert all(f"`{permission}`" in explained for permission in asked["permissions"])


def test_both_kinds_are_of_one_version_and_say_the_same() -> None:
    chromium, firefox = manifest("chromium"), manifest("firefox")

    same = ("manifest_version", "name", "version", "description", "permissions")
    assert [chromium[key] for key in same] == [firefox[key] for key in same]
    assert chromium["manifest_version"] == 3


def test_the_id_that_may_start_our_program_follows_from_the_key() -> None:
    digest = hashlib.sha256(b64decode(manifest("chromium")["key"])).hexdigest()[:32]

    assert digest.translate(str.maketrans("0123456789abcdef", "abcdefghijklmnop")) == EXTENSION
    assert manifest("firefox")["browser_specific_settings"]["gecko"]["id"] == ADD_ON


def test_the_code_asks_for_no_title_and_talks_to_no_net() -> None:
    assert f'"{NAME}"' in _CODE
    assert not re.findall(r"\.title\b|fetch|XMLHttp|WebSocket|sendBeacon|import\(|eval", _CODE)
    assert not re.findall(r"storage|cookies|history|scripting", _CODE)


def test_a_site_is_told_as_the_history_would_be_read_and_of_its_path_what_was_asked() -> None:
    need("node")
    addresses = [address for address, _, _ in _SITES]
    words = (str(_SOURCE / "background.js"), json.dumps(_ASKED), json.dumps(addresses))
    told = json.loads(_run("node", "-e", _ASK, *words).stdout)

    assert told == [{"host": host, "tail": tail} for _, host, tail in _SITES]


def test_mozillas_lint_finds_nothing(tmp_path: Path) -> None:
    need("npx")
    for file in (_SOURCE / "firefox/manifest.json", _SOURCE / "background.js"):
        shutil.copy(file, tmp_path)
    known = _run(*_LINTER, "--version")
    if known.returncode:
        pytest.skip(f"needs web-ext, which npm could not bring: {known.stderr.strip()[-200:]}")

    told = json.loads(_run(*_LINTER, "lint", "--source-dir", str(tmp_path), "-o", "json").stdout)

    assert {key: told[key] for key in ("errors", "warnings", "notices")} == {
        "errors": [],
        "warnings": [],
        "notices": [],
    }


def _run(*words: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(  # noqa: S603 - fixed words
        words, capture_output=True, text=True, check=False, timeout=_LINT_S
    )
