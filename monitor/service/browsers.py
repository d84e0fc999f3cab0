"""The part of humanward inside browsers: what is written for it, what is left to do, who talks."""

import json
import sys
from collections.abc import Iterable, Mapping
from contextlib import suppress
from dataclasses import dataclass
from enum import Enum
from pathlib import Path

from config.paths import Home
from monitor.errors import MonitorError
from monitor.sense.browser import registry
from monitor.sense.browser.connections import names_talking
from monitor.sense.browser.folder import FOLDER
from monitor.sense.browser.places import BROWSERS, NAME, Kept, Spot, boxes, spots
from monitor.service.browser_parts import ABOUT, Parts, parts_of


class Manifest(Enum):
    """How the file stands by which a browser finds our program; the worst comes first."""

    FOREIGN = "foreign"
    OLD = "old"
    MISSING = "missing"
    WRITTEN = "written"


_LEFT_BEHIND = "Remove the extension in the browser's own list"
_OURS = (Manifest.WRITTEN, Manifest.OLD)


@dataclass(frozen=True, slots=True)
class State:
    """How one browser stands.

    ``talking`` counts its profiles whose extension talks now; ``boxes`` are snaps and flatpaks of
    it, which can start no program of ours. ``file`` is the manifest.
    """

    name: str
    label: str
    is_found: bool
    manifest: Manifest
    talking: int
    boxes: tuple[Path, ...]
    file: Path | None

    @property
    def text(self) -> str:
        """How it stands and what to do, in words."""
        if not self.boxes:
            return self._text()
        kind = "snap" if self.boxes[0].parent.name == "snap" else "flatpak"
        cannot = f"as a {kind} it cannot start humanward's program, so its history is read instead"
        return f"{self._text()}; {cannot}"

    def _text(self) -> str:
        if self.talking:
            profiles = "1 profile" if self.talking == 1 else f"{self.talking} profiles"
            return f"the extension talks, in {profiles}"
        if self.manifest is Manifest.FOREIGN:
            return f"{self.file} is not humanward's and is left as it is"
        if self.manifest is Manifest.OLD:
            return "made ready by another release or home: run `humanward browser install`"
        if self.manifest is Manifest.WRITTEN:
            return "ready, the extension is silent: `humanward browser install` says how to load it"
        if self.is_found:
            return "found, not made ready: run `humanward browser install`"
        return "not found"


@dataclass(frozen=True, slots=True)
class Done:
    """What was written or taken away for one browser; ``text`` says what is left to do.

    Without ``files`` nothing was, and the text says why.
    """

    name: str
    files: tuple[Path, ...]
    text: str


def names() -> tuple[str, ...]:
    """The browsers that are known here."""
    return tuple(browser.name for browser in BROWSERS)


def install(home: Home, environ: Mapping[str, str], wanted: Iterable[str]) -> tuple[Done, ...]:
    """Write what each wanted browser needs; when none is named, each that is found."""
    ours, chosen = parts_of(home), set(wanted)
    todo = [
        (browser, places)
        for browser in BROWSERS
        if (places := _spots(ours, environ, browser))
        and (browser.name in chosen or (not chosen and any(one.is_found for one in places)))
    ]
    if not todo:
        raise MonitorError(
            "No browser was found that the extension can be made ready for.",
            hint=f"Name one with --browser: {', '.join(names())}.",
        )
    _require_none_foreign(ours, todo)
    ours.write()
    return tuple(_install_one(ours, browser, places) for browser, places in todo)


def remove(home: Home, environ: Mapping[str, str], wanted: Iterable[str]) -> tuple[Done, ...]:
    """Take away what install wrote for these browsers; when none is named, for all."""
    ours, chosen = parts_of(home), set(wanted) or set(names())
    written = [
        (browser, spot)
        for browser in BROWSERS
        for spot in _spots(ours, environ, browser)
        if _stands(ours, browser, spot) in _OURS
    ]
    others = [(one, spot) for one, spot in written if one.name not in chosen]
    shared = {spot.manifest for _, spot in others if spot.is_found}
    gone = [(one, spot) for one, spot in written if one.name in chosen]
    gone = [(one, spot) for one, spot in gone if spot.manifest not in shared]
    for _, spot in gone:
        _take_away(spot)
    if not any(spot.manifest.exists() for _, spot in others):
        ours.remove()
    done = []
    for browser in (one for one in BROWSERS if one.name in chosen):
        files = tuple(spot.manifest for one, spot in gone if one is browser)
        kept = {spot.manifest for one, spot in written if one is browser} - {*files}
        readers = [one.label for one, spot in others if spot.is_found and spot.manifest in kept]
        if files or kept:
            done.append(Done(browser.name, files, _what_went(browser, files, readers)))
    return tuple(done)


def state(home: Home, environ: Mapping[str, str], wanted: Iterable[str]) -> tuple[State, ...]:
    """Tell how each of these browsers stands; when none is named, each that is found."""
    ours, chosen = parts_of(home), set(wanted)
    talking = names_talking(home.runtime / FOLDER)
    told = (_state(ours, environ, browser, talking) for browser in BROWSERS)
    return tuple(
        one
        for one in told
        if one.name in chosen or (not chosen and (one.is_found or one.boxes or one.talking))
    )


def _state(
    ours: Parts, environ: Mapping[str, str], browser: Kept, talking: tuple[str, ...]
) -> State:
    places = _spots(ours, environ, browser)
    standings = {_stands(ours, browser, spot) for spot in places} or {Manifest.MISSING}
    manifest = next(one for one in Manifest if one in standings)
    if manifest is Manifest.WRITTEN and not ours.are_current():
        manifest = Manifest.OLD
    return State(
        browser.name,
        browser.label,
        is_found=any(spot.is_found for spot in places),
        manifest=manifest,
        talking=sum(talking.count(name) for name in browser.processes),
        boxes=boxes(browser, _person(environ)),
        file=places[0].manifest if places else None,
    )


def _install_one(ours: Parts, browser: Kept, places: tuple[Spot, ...]) -> Done:
    for spot in places:
        spot.manifest.parent.mkdir(parents=True, exist_ok=True)
        spot.manifest.write_bytes(ours.manifest(browser.family))
        registry.lead(spot.key, str(spot.manifest))
    return Done(browser.name, tuple(one.manifest for one in places), _what_is_left(ours, browser))


def _what_is_left(ours: Parts, browser: Kept) -> str:
    """The one thing that only the person can do."""
    if browser.family == "firefox":
        return (
            f"{browser.label} is ready. One step is left: open"
            " about:debugging#/runtime/this-firefox, press 'Load Temporary Add-on…' and choose"
            f" {ours.add_on}\n"
            "It stays until the browser ends, for Mozilla has not signed it. Firefox ESR, Developer"
            " Edition and LibreWolf keep it for good when xpinstall.signatures.required is off in"
            " about:config and the file is opened there."
        )
    return (
        f"{browser.label} is ready. One step is left: open chrome://extensions, switch on"
        f" 'Developer mode', press 'Load unpacked' and choose {ours.extension(browser.family)}"
    )


def _what_went(browser: Kept, files: tuple[Path, ...], readers: list[str]) -> str:
    """On Windows several browsers find our program by one key, some by two."""
    if not readers:
        return f"{browser.label}: gone. {_LEFT_BEHIND}, too."
    reads = f"{' and '.join(readers)} read{'s' if len(readers) == 1 else ''}"
    if not files:
        return f"{browser.label}: kept, since {reads} the same key. {_LEFT_BEHIND}."
    return f"{browser.label}: gone, save a key that {reads} as well. {_LEFT_BEHIND}."


def _require_none_foreign(ours: Parts, todo: list[tuple[Kept, tuple[Spot, ...]]]) -> None:
    for browser, places in todo:
        for spot in places:
            if _stands(ours, browser, spot) is Manifest.FOREIGN:
                hint = "Move it away, then try again. Nothing was written."
                raise MonitorError(f"{spot.manifest} is not humanward's.", hint=hint)


def _stands(ours: Parts, browser: Kept, spot: Spot) -> Manifest:
    file = spot.manifest
    if not file.exists() and not file.is_symlink():
        return Manifest.MISSING
    held = b""
    with suppress(OSError):
        held = file.read_bytes()
    if file.is_symlink() or not _is_ours(held):
        return Manifest.FOREIGN
    leads = not spot.key or registry.leads_to(spot.key) == str(file)
    return Manifest.WRITTEN if held == ours.manifest(browser.family) and leads else Manifest.OLD


def _is_ours(held: bytes) -> bool:
    try:
        told = json.loads(held)
    except ValueError:
        return False
    return isinstance(told, dict) and (told.get("name"), told.get("description")) == (NAME, ABOUT)


def _take_away(spot: Spot) -> None:
    registry.cut(spot.key)
    spot.manifest.unlink(missing_ok=True)
    with suppress(OSError):  # it holds the manifests of others
        spot.manifest.parent.rmdir()
        if any(root.is_dir() for root in spot.roots[1:]):  # it was made for the manifest alone
            spot.roots[0].rmdir()


def _spots(ours: Parts, environ: Mapping[str, str], browser: Kept) -> tuple[Spot, ...]:
    """The places of a browser that are there, else the one where it would look first."""
    found = spots(
        browser, system=sys.platform, home=_person(environ), environ=environ, data=ours.folder
    )
    there = tuple(one for one in found if one.is_found or one.manifest.exists())
    return there or found[:1]


def _person(environ: Mapping[str, str]) -> Path:
    return Path(environ.get("HOME") or Path.home())
