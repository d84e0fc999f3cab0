"""The law of the page: one file, nothing from outside, nothing from a name, readable by all."""

import hashlib
import json
import re
from base64 import b64encode
from collections.abc import Iterator
from datetime import timedelta
from importlib.resources import files
from pathlib import Path

import pytest

from cli.output import length
from cli.page.file import page
from config.paths import Home
from monitor.core.types import Gap, GapReason, Subject
from monitor.service.exchanges import Exchanges
from monitor.service.report import report
from tests.devtools import Headless
from tests.fakes import NOON, FakeClock
from tests.judging import minutes
from tests.ledgers import filled_home, use
from tests.processes import Processes

_DAY = timedelta(days=1)
_MONDAY = NOON.date()
_HOSTILE = (
    "</script><script>window.harmed = 1</script>",
    "\"' onmouseover='window.harmed = 1' <img src=x onerror=window.harmed=1>",
    "]]></style><style>body{display:none}</style><!--",
    "line\u2028end\u2029\u202eereh\u2066\0nul\x1b[31m&amp;",
    "${title} $title $$",
)
_SHIPPED = Path(__file__).parents[1] / "cli/page/shipped"
_CHART_JS = "87364cc2b2a76a6684929e7d6b80b18a897794db38400caff1fcf1791c6925d2"
_CONTRAST = """
(() => {
  const part = c => (c /= 255) <= .03928 ? c / 12.92 : ((c + .055) / 1.055) ** 2.4;
  const light = ([r, g, b]) => .2126 * part(r) + .7152 * part(g) + .0722 * part(b);
  const rgb = text => text.match(/[\\d.]+/g).map(Number);
  const ground = node => {
    for (let at = node; at; at = at.parentElement) {
      const found = rgb(getComputedStyle(at).backgroundColor);
      if (found.length === 3 || found[3] === 1) return found;
    }
    return [255, 255, 255];
  };
  const weak = [];
  for (const node of document.querySelectorAll('body *')) {
    const own = [...node.childNodes].some(one => one.nodeType === 3 && one.data.trim());
    if (!own || !node.getClientRects().length || /SCRIPT/.test(node.tagName)) continue;
    const ink = rgb(getComputedStyle(node).color);
    const two = [light(ink), light(ground(node))].sort((a, b) => b - a);
    if ((two[0] + .05) / (two[1] + .05) < 4.5) weak.push(node.outerHTML.slice(0, 120));
  }
  return weak;
})()
"""
_AXE = """
axe.run().then(({violations, incomplete}) => [...violations, ...incomplete]
  .filter(one => one.id !== 'color-contrast' || violations.includes(one))
  .map(one => `${one.impact} ${one.id}: ${one.nodes.map(node => node.html).join(' ')}`))
"""
_BLANK = """
[...document.querySelectorAll('canvas')].filter(one => {
  const empty = document.createElement('canvas');
  [empty.width, empty.height] = [one.width, one.height];
  return one.toDataURL() === empty.toDataURL();
}).length
"""
_BASICS = """
(() => {
  const all = css => [...document.querySelectorAll(css)];
  const wrong = [];
  const tell = (what, nodes) => nodes.forEach(one => wrong.push(what + one.outerHTML.slice(0, 99)));
  tell('no caption: ', all('table').filter(one => !one.caption));
  tell('no scope: ', all('th').filter(one => !one.scope));
  tell('no name: ', all('canvas, [role=region]').filter(one => !one.ariaLabel));
  tell('no summary: ', all('details').filter(one => !one.querySelector(':scope > summary')));
  tell('twice the same id: ', all('[id]').filter(one => all('#' + one.id).length > 1));
  tell('scrolls and takes no focus: ',
       all('main *').filter(one => one.scrollWidth > one.clientWidth + 1
         && /auto|scroll/.test(getComputedStyle(one).overflowX) && one.tabIndex < 0));
  const levels = all('h1, h2, h3').map(one => Number(one.tagName[1]));
  if (levels[0] !== 1 || levels.some((one, n) => n && one > levels[n - 1] + 1))
    wrong.push('headings: ' + levels);
  for (const one of ['header', 'main', 'footer'])
    if (all(one).length !== 1) wrong.push('landmark ' + one);
  if (!document.documentElement.lang || !document.title) wrong.push('language or title');
  return wrong;
})()
"""


def home_of_a_week(folder: Path) -> Home:
    """A month and a half, with names that want to do harm."""
    subjects = [Subject("browser", host="claude.ai"), Subject("zoom"), Subject("browser"),
                Subject("cursor"), *(Subject(name) for name in _HOSTILE)]  # fmt: skip
    stretches = []
    for day in range(40):
        now = NOON - day * _DAY - minutes(200)
        for turn, subject in enumerate(subjects):
            length = minutes(7 + (day * turn) % 23)
            stretches.append(use(now, now + length, subject))
            now += length + minutes(1)
    gaps = [Gap(NOON + minutes(60), NOON + minutes(90), GapReason.SUSPENDED)]
    return filled_home(folder / "home", sorted(stretches, key=lambda one: one.start), gaps)


def written(folder: Path, *, days: int, previous: bool = False) -> Path:
    """The page of so many days up to Monday."""
    home, since = home_of_a_week(folder), _MONDAY - (days - 1) * _DAY
    before = (since - days * _DAY, since - _DAY) if previous else None
    found = report(home, FakeClock(NOON + minutes(120)), since, _MONDAY, previous=before)
    made = page(found, Exchanges(3, 1), _MONDAY, not_watching_since="09:12", made=NOON)
    file = folder / "page.html"
    file.write_text(made, "utf-8")
    return file


@pytest.fixture
def browser() -> Iterator[Headless]:
    with Processes() as rig:
        yield Headless(rig)


def test_the_library_is_the_kept_one_and_brings_its_licence(tmp_path: Path) -> None:
    shipped = (_SHIPPED / "chart.umd.min.js").read_bytes()
    text = written(tmp_path, days=7).read_text("utf-8")

    assert hashlib.sha256(shipped).hexdigest() == _CHART_JS
    for holder in ("Chart.js Contributors", "Jukka Kurkela"):
        assert holder in (_SHIPPED / "LICENSE.chart.txt").read_text("utf-8")
        assert holder in text
    assert len(text) < 300_000


@pytest.mark.parametrize("days", [1, 7, 40])
def test_the_policy_allows_what_is_inside_and_nothing_else(tmp_path: Path, days: int) -> None:
    text = written(tmp_path, days=days).read_text("utf-8")
    policy = re.search(r'http-equiv="Content-Security-Policy" content="([^"]+)"', text)
    inside = re.findall(r"<(script|style)>(.*?)</\1>", text, re.DOTALL)

    assert policy is not None
    assert policy[1].startswith("default-src 'none'; script-src 'sha256-")
    assert "unsafe" not in policy[1]
    assert [kind for kind, _ in inside] == ["style", "script", "script"]
    for _, inner in inside:
        assert b64encode(hashlib.sha256(inner.encode()).digest()).decode() in policy[1]


def test_no_name_of_a_program_becomes_anything_but_text(tmp_path: Path) -> None:
    text = written(tmp_path, days=1).read_text("utf-8")
    data = re.search(r'id="data">(.*?)</script>', text, re.DOTALL)

    assert data is not None
    assert json.loads(data[1])
    assert not set(data[1]) & set("<>&\u2028\u2029")
    assert text.count("<script") == 3
    assert text.count("<style") == 1
    for sign in (*"\0\x1b\u2028\u2029\u202e\u2066", "<img"):
        assert sign not in text
    for harmless in ("&lt;/script&gt;", "${title} $title $$", "&amp;amp;"):
        assert harmless in text


def test_each_line_of_the_chart_of_days_is_a_column_of_the_table_behind_it(tmp_path: Path) -> None:
    text = written(tmp_path, days=7).read_text("utf-8")
    data = re.search(r'id="data">(.*?)</script>', text, re.DOTALL)
    table = re.search(r"<caption>AI time by day</caption>.*?</table>", text, re.DOTALL)

    assert data is not None
    assert table is not None
    line = json.loads(data[1])["chart-days"]["sets"][1]
    heads = re.findall(r"<th[^>]*>([^<]*)</th>", table[0].partition("<tbody>")[0])
    cells = re.findall(r"<td[^>]*>([^<]*)</td>", table[0])
    assert heads == ["Day", "AI", line["label"], "At the screen"]
    assert cells[1::3] == [length(timedelta(minutes=one)) for one in line["values"]]


@pytest.mark.parametrize("days", [1, 40])
def test_a_real_browser_draws_it_without_a_word_of_complaint(
    tmp_path: Path, browser: Headless, days: int
) -> None:
    file = written(tmp_path, days=days, previous=True)
    browser.open(file)
    for scheme in ("light", "dark"):
        browser.look(scheme=scheme)
        blank = browser.js(_BLANK)

        assert browser.js("document.querySelectorAll('canvas').length") == 3
        assert blank == 0
        assert browser.js(_CONTRAST) == []
    browser.look(width=360)

    assert browser.js("document.documentElement.scrollWidth") <= 360
    assert browser.js(_BASICS) == []
    assert browser.js("window.harmed") is None
    assert browser.troubles == []
    assert browser.requests == [file.as_uri()]


@pytest.mark.parametrize("days", [1, 40])
def test_axe_finds_nothing_to_mend_for_those_who_read_otherwise(
    tmp_path: Path, browser: Headless, days: int
) -> None:
    browser.open(written(tmp_path, days=days, previous=True))
    browser.js(f"{(files('axe_core_python') / 'axe.min.js').read_text()};0")
    for scheme, width in (("light", 1000), ("dark", 1000), ("light", 390)):
        browser.look(scheme=scheme, width=width)
        browser.js("document.querySelectorAll('details').forEach(one => { one.open = true })")

        assert browser.js(_AXE) == []
    assert browser.troubles == []


def test_what_it_would_load_or_run_from_elsewhere_is_refused(
    tmp_path: Path, browser: Headless
) -> None:
    browser.open(written(tmp_path, days=1))
    ran = browser.js(
        "new Promise(done => { const one = document.createElement('script');"
        " one.textContent = 'window.harmed = 1'; document.body.append(one);"
        " const image = new Image(); image.onerror = () => done(String(window.harmed));"
        " image.src = 'data:image/png;base64,AAAA'; })"
    )

    assert ran == "undefined"
    assert len(browser.troubles) >= 2


def test_the_keyboard_opens_the_table_behind_each_chart(tmp_path: Path, browser: Headless) -> None:
    browser.open(written(tmp_path, days=7))
    browser.js("document.querySelector('main summary').focus()")
    for kind in ("keyDown", "keyUp"):
        browser.ask("Input.dispatchKeyEvent", type=kind, key="Enter", code="Enter", text="\r",
                    windowsVirtualKeyCode=13)  # fmt: skip

    assert browser.js("document.querySelector('main details').open") is True
    assert browser.js("document.querySelector('main details table').rows.length") == 8


def test_paper_is_light_and_shows_every_table(tmp_path: Path, browser: Headless) -> None:
    browser.open(written(tmp_path, days=7))
    browser.look(scheme="dark", width=760, media="print")
    browser.js("dispatchEvent(new Event('beforeprint'))")
    ground = browser.js("getComputedStyle(document.documentElement).backgroundColor")
    closed = browser.js("document.querySelectorAll('main details:not([open])').length")
    printed = browser.pdf()
    browser.js("dispatchEvent(new Event('afterprint'))")

    assert ground == "rgb(253, 253, 251)"
    assert closed == 0
    assert printed.startswith(b"%PDF")
    assert browser.js("document.querySelectorAll('main details[open]').length") == 0


def test_without_scripts_the_tables_still_tell_it_all(tmp_path: Path, browser: Headless) -> None:
    browser.ask("Emulation.setScriptExecutionDisabled", value=True)
    browser.open(written(tmp_path, days=7))
    browser.ask("Emulation.setScriptExecutionDisabled", value=False)

    assert browser.js("getComputedStyle(document.querySelector('.chart')).display") == "none"
    assert browser.js("document.querySelectorAll('table').length") >= 5
