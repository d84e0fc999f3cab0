import json
import re
import tomllib
from pathlib import Path

import pytest

from config.errors import SettingsError
from config.keys import sections
from config.load import read
from config.render import explain, json_schema, markdown, sample, write_docs
from config.say import plain
from config.schema import BUILT_IN, DEFAULTS, KINDS
from monitor.core.types import Kind

_DOCS = Path(__file__).parents[1] / "docs"
_ALL = [key for section in sections().values() for key in section.keys.values()]


def test_the_sample_loads_to_the_defaults() -> None:
    assert read(sample()) == DEFAULTS


def test_the_sample_names_every_key_and_says_every_meaning() -> None:
    text = " ".join(sample().replace("\n# ", " ").split())

    for key in _ALL:
        assert key.about.sentence in text
        assert key.name.rpartition(".")[2] in text


def test_the_sample_of_settings_loads_to_those_settings() -> None:
    settings = read("""
        watch.every = "2s"
        nudge = { quiet = [], most_a_day = 3, channels = ["log"] }
        [[limit]]
        name = "break"
        per = "day"
        days = ["mon"]
        [[limit]]
        name = 'a "quoted" \\ one'
        what = "tool:Character.AI"
        at_most = "20m"
        hours = ["22:00-06:00"]
        on = false
    """)

    assert read(sample(settings)) == settings


def test_the_docs_in_the_repository_are_those_of_the_schema(tmp_path: Path) -> None:
    write_docs(tmp_path)

    for name in ("settings.md", "settings.schema.json"):
        remedy = f"docs/{name} is out of date: run python -m config.render docs/"
        assert (_DOCS / name).read_text() == (tmp_path / name).read_text(), remedy


def test_every_key_is_in_the_docs() -> None:
    text = markdown()

    for key in _ALL:
        assert f"| `{key.name.rpartition('.')[2]}` | {key.about.sentence} |" in text


def test_the_json_schema_knows_the_same_keys_and_defaults() -> None:
    tables = json_schema()["properties"]

    assert list(tables) == list(sections())
    for name, section in sections().items():
        table = tables[name].get("items", tables[name])
        assert list(table["properties"]) == list(section.keys)
        for key_name, key in section.keys.items():
            default = None if key.is_needed else plain(key.default)
            assert table["properties"][key_name].get("default") == default


def test_the_patterns_for_editors_fit_what_the_sample_holds() -> None:
    tables = json.loads(json.dumps(json_schema()))["properties"]
    checked = 0
    for name, value in tomllib.loads(sample()).items():
        properties = tables[name].get("items", tables[name])["properties"]
        for table in value if isinstance(value, list) else [value]:
            for key, held in table.items():
                one = properties[key].get("items", properties[key])
                for text in held if isinstance(held, list) else [held]:
                    if "pattern" in one:
                        checked += 1
                        assert re.search(one["pattern"], text)

    assert checked > 10


def test_a_key_is_explained_with_meaning_type_default_and_bounds() -> None:
    (entry,) = explain("watch.idle_after")

    assert entry.meaning == "Without input for this long, nobody is there."
    assert entry.takes == 'a length of time, such as "1h 30m"'
    assert (entry.default, entry.bounds) == ('"3m"', "30s to 1h")


def test_one_key_of_a_limit_a_section_or_everything_can_be_explained() -> None:
    assert explain("limit.break.at_most") == explain("limit.at_most")
    assert [entry.key for entry in explain("day")] == ["day.starts", "day.night"]
    assert [entry.key for entry in explain()] == [key.name for key in _ALL]


def test_explaining_what_there_is_not_says_what_was_probably_meant() -> None:
    with pytest.raises(SettingsError, match=r"Did you mean watch\.idle_after\?"):
        explain("watch.idel_after")


def test_the_kinds_a_limit_can_name_are_those_of_the_law() -> None:
    assert set(KINDS) == {kind.value for kind in Kind} - {Kind.BROWSER.value}


def test_every_default_keeps_its_own_bounds() -> None:
    for section in sections().values():
        for value in BUILT_IN if section.is_list else [getattr(DEFAULTS, section.name)]:
            for name, key in section.keys.items():
                size = getattr(value, name)
                size = len(size) if key.unit else size
                assert key.least is None or key.least <= size
                assert key.most is None or size <= key.most
