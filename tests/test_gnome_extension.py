"""The extension's two forms: what they are made of, and the newer one run on fakes under Node.

GNOME Shell 42 to 44 is tested by a real shell, in test_gnome.py. That of 45 and later cannot run
here: what it gives to an extension is faked, and what the fakes do not know is an error.
"""

import json
import subprocess
from pathlib import Path
from typing import Any

import pytest

from monitor.sense.gnome_shell.shell import NEWEST, UUID, form_for
from monitor.service.desktop import extension_files
from tests.processes import need

_HERE = Path(__file__).parent
_START = """
const {default: Humanward} = await import(%s);
const extension = new Humanward();
extension.enable();
const show = value => console.log(JSON.stringify(value));
"""


def _run(folder: Path, script: str) -> list[Any]:
    """Run a script with the enabled extension; what it shows, line by line."""
    need("node")
    code = folder / "extension.mjs"
    code.write_bytes(extension_files("45")["extension.js"])
    done = subprocess.run(  # noqa: S603 - a fixed command
        [
            *("node", "--no-warnings", "--experimental-loader", _HERE / "gnome_loader.mjs"),
            *("--input-type=module", "-e", _START % json.dumps(code.as_uri()) + script),
        ],
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    return [json.loads(line) for line in done.stdout.splitlines()]


@pytest.mark.parametrize(
    ("version", "form"),
    [("41.9", ""), ("42.0", "42"), ("44.10", "42"), ("45.rc", "45"), ("51.2", "45"), ("52.0", ""),
     ("", ""), ("nonsense", "")],
)  # fmt: skip
def test_each_gnome_shell_has_its_form(version: str, form: str) -> None:
    assert form_for(version) == form


@pytest.mark.parametrize("form", ["42", "45"])
def test_the_metadata_names_the_shells_that_the_form_is_for(form: str) -> None:
    about = json.loads(extension_files(form)["metadata.json"])

    assert about["uuid"] == UUID
    assert about["session-modes"] == ["user", "unlock-dialog"]
    assert about["shell-version"] == [
        str(one) for one in range(40, NEWEST + 2) if form_for(f"{one}.0") == form
    ]


@pytest.mark.parametrize(("form", "suffix"), [("42", "js"), ("45", "mjs")])
def test_each_form_is_sound_javascript(tmp_path: Path, form: str, suffix: str) -> None:
    need("node")
    code = tmp_path / f"extension.{suffix}"
    code.write_bytes(extension_files(form)["extension.js"])

    done = subprocess.run(["node", "--check", code], capture_output=True, text=True, check=False)  # noqa: S603, S607 - a fixed command

    assert (done.returncode, done.stderr) == (0, "")


def test_the_newer_form_tells_each_change_to_those_who_follow(tmp_path: Path) -> None:
    told = _run(
        tmp_path,
        """
        show(world.follow(':1.7', ['firefox']));
        const fox = world.window({wm_class: 'firefox', app: 'org.mozilla.firefox.desktop',
            title: 'a page', pid: 7});
        world.focus(fox);
        fox.about.title = 'another';
        fox.emit('notify::title');
        fox.emit('notify::title');
        const pad = world.window({app: 'window:12', instance: 'pad', title: 'a letter'});
        world.focus(pad);
        pad.about.title = 'a long letter';
        pad.emit('notify::title');
        pad.about.fullscreen = true;
        pad.emit('notify::fullscreen');
        world.focus(null);
        for (const one of world.told)
            show(one);
        """,
    )
    start = [":1.7", "/org/humanward/Desktop", "org.humanward.Desktop1", "Changed", "(a{sv})"]
    fronts = [one[5] for one in told[1:]]

    assert told[0] == {"locked": False}
    assert all(one[:5] == start for one in told[1:])
    assert fronts[0] == {
        "locked": False,
        "wm_class": "firefox",
        "app": "org.mozilla.firefox",
        "sandbox": "",
        "instance": "",
        "title": "a page",
        "pid": 7,
        "fullscreen": False,
    }
    assert [one.get("title") for one in fronts] == ["a page", "another", None, None, None]
    assert [one.get("app") for one in fronts[2:]] == ["", "", None]
    assert [one.get("fullscreen") for one in fronts[2:]] == [False, True, None]


def test_the_newer_form_tells_three_titles_at_once_and_then_one_a_second(tmp_path: Path) -> None:
    told = _run(
        tmp_path,
        """
        const fox = world.window({wm_class: 'firefox'});
        world.follow(':1.7', ['firefox']);
        world.focus(fox);
        for (let i = 0; i < 100; i++) {
            fox.about.title = `page ${i}`;
            fox.emit('notify::title');
            world.pass(0.05);
        }
        world.pass(1);
        show(world.told.map(one => one[5].title));
        show(world.timers.size);
        """,
    )
    titles = told[0][1:]

    assert titles[:3] == ["page 0", "page 1", "page 2"]
    assert 7 <= len(titles) <= 9
    assert titles[-1] == "page 99"
    assert told[1] == 0


def test_the_newer_form_tells_nothing_behind_lock_and_overview(tmp_path: Path) -> None:
    told = _run(
        tmp_path,
        """
        world.focus(world.window({wm_class: 'pad', title: 'a letter'}));
        show('wm_class' in world.follow(':1.7', ['pad']));
        world.overview.visibleTarget = true;
        world.overview.emit('showing');
        world.overview.visibleTarget = false;
        world.overview.emit('hiding');
        world.sessionMode.isLocked = true;
        world.sessionMode.emit('updated');
        world.focus(world.window({wm_class: 'icons', type: 1}));
        world.sessionMode.isLocked = false;
        world.sessionMode.emit('updated');
        for (const one of world.told)
            show(one[5]);
        """,
    )

    assert told[0] is True
    assert told[1] == {"locked": False}
    assert told[2]["wm_class"] == "pad"
    assert told[3:] == [{"locked": True}, {"locked": False}]


def test_the_newer_form_leaves_nothing_behind(tmp_path: Path) -> None:
    told = _run(
        tmp_path,
        """
        const pad = world.window({wm_class: 'pad'});
        const count = () => [world.handlers + pad.handlers, world.watched.size, world.names.size,
            world.exported.size, world.timers.size];
        world.focus(pad);
        world.follow(':1.7', []);
        world.follow(':1.8', []);
        world.follow(':1.8', ['pad']);
        show(count());
        world.leave(':1.8');
        world.focus(null);
        show(world.told.map(one => one[0]));
        world.focus(pad);
        world.follow(':1.7', ['pad']);
        for (const title of 'abcd') {
            pad.about.title = title;
            pad.emit('notify::title');
        }
        show(count());
        extension.disable();
        show(count());
        extension.enable();
        pad.emit('unmanaged');
        show(count());
        extension.disable();
        show(count());
        """,
    )

    assert told[0][0] > 0
    assert told[0][1:] == [2, 1, 1, 0]
    assert told[1] == [":1.7"]
    assert told[2][1:] == [1, 1, 1, 1]
    assert told[3] == [0, 0, 0, 0, 0]
    assert told[4][1:] == [0, 1, 1, 0]
    assert told[5] == [0, 0, 0, 0, 0]
