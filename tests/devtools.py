"""A headless Chromium, spoken to through the pipe of its developer tools."""

import base64
import json
import os
import subprocess
from collections.abc import Callable
from pathlib import Path
from typing import Any

from tests.processes import Processes, need

_WORDS = (
    "--headless=new",
    "--no-sandbox",  # refused to root, and needs rights that containers withhold
    "--disable-gpu",
    "--disable-dev-shm-usage",
    "--disable-background-networking",
    "--disable-component-update",
    "--no-first-run",
    "--remote-debugging-pipe",
)
_CHUNK = 65_536
_TROUBLE = {"Runtime.exceptionThrown", "Runtime.consoleAPICalled", "Log.entryAdded"}


class Headless:
    """One page of a browser. ``events`` is all that it reported since the last page was opened."""

    def __init__(self, rig: Processes) -> None:
        need("chromium")
        ours, theirs = os.pipe(), os.pipe()
        words = " ".join([*_WORDS, f"--user-data-dir={rig.home}/chromium"])
        shell = f"exec chromium {words} 3<&{ours[0]} 4>&{theirs[1]}"
        with (rig.home / "chromium.log").open("wb") as log:
            self._process = subprocess.Popen(  # noqa: S603 - the test's own browser
                ["/bin/bash", "-c", shell],
                env=rig.env,
                stderr=log,
                pass_fds=(ours[0], theirs[1]),
                start_new_session=True,
            )
        rig.callback(self._end)
        os.close(ours[0])
        os.close(theirs[1])
        self._pipe = os.fdopen(theirs[0], "rb", 0), os.fdopen(ours[1], "wb", 0)
        self._heard = b""
        self._said = 0
        self._session = ""
        self.events: list[dict[str, Any]] = []
        page = self.ask("Target.createTarget", url="about:blank")["targetId"]
        self._session = self.ask("Target.attachToTarget", targetId=page, flatten=True)["sessionId"]
        for domain in ("Page", "Runtime", "Log", "Network"):
            self.ask(f"{domain}.enable")

    def ask(self, method: str, **values: Any) -> Any:  # noqa: ANN401 - as the protocol has it
        """Call a method of the protocol, and wait for its answer."""
        self._said += 1
        message = {"id": self._said, "method": method, "params": values}
        if self._session:
            message["sessionId"] = self._session
        data = json.dumps(message).encode() + b"\0"
        while data:
            data = data[self._pipe[1].write(data) or 0 :]
        found = self._until(lambda told: told.get("id") == self._said)
        if "error" in found:
            raise RuntimeError(f"{method}: {found['error']}")
        return found["result"]

    def open(self, file: Path) -> None:
        """Open a file, and wait until it is loaded."""
        self.events.clear()
        self.ask("Page.navigate", url=file.as_uri())
        if not any(told["method"] == "Page.loadEventFired" for told in self.events):
            self._until(lambda told: told.get("method") == "Page.loadEventFired")

    def js(self, expression: str) -> Any:  # noqa: ANN401 - any value of the page
        """What an expression is on the page."""
        told = self.ask("Runtime.evaluate", expression=expression, awaitPromise=True,
                        returnByValue=True)  # fmt: skip
        if "exceptionDetails" in told:
            raise RuntimeError(str(told["exceptionDetails"]))
        return told["result"].get("value")

    def look(self, *, scheme: str = "light", width: int = 1000, media: str = "") -> None:
        """Be a screen of this width, or paper, in light or dark."""
        features = [{"name": "prefers-color-scheme", "value": scheme}]
        self.ask("Emulation.setEmulatedMedia", media=media, features=features)
        self.ask("Emulation.setDeviceMetricsOverride", width=width, height=900,
                 deviceScaleFactor=1, mobile=width < 500)  # fmt: skip
        self.js("new Promise(done => requestAnimationFrame(() => requestAnimationFrame(done)))")

    def pdf(self) -> bytes:
        """The page as it is printed."""
        return base64.b64decode(self.ask("Page.printToPDF")["data"])

    @property
    def troubles(self) -> list[dict[str, Any]]:
        """What the page complained of: errors, warnings, breaches of its policy."""
        return [told for told in self.events if told["method"] in _TROUBLE]

    @property
    def requests(self) -> list[str]:
        """What it asked for."""
        return [told["params"]["request"]["url"] for told in self.events
                if told["method"] == "Network.requestWillBeSent"]  # fmt: skip

    def _until(self, is_it: Callable[[dict[str, Any]], bool]) -> dict[str, Any]:
        while True:
            while b"\0" not in self._heard:
                data = self._pipe[0].read(_CHUNK)
                if not data:
                    raise RuntimeError("Chromium went away")
                self._heard += data
            line, _, self._heard = self._heard.partition(b"\0")
            told = json.loads(line)
            if "method" in told:
                self.events.append(told)
            if is_it(told):
                return told  # type: ignore[no-any-return] # JSON

    def _end(self) -> None:
        self._process.terminate()
        self._process.wait(10)
        for end in self._pipe:
            end.close()
