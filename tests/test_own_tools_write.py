"""The law of changing the person's own tools: comments stay, and what is undone leaves no trace."""

from dataclasses import replace
from pathlib import Path

import pytest

from config import own_write
from config.errors import SettingsError
from config.own_tools import Own, load
from config.tools import Tool
from monitor.service.tools import host_key

ACME = Tool("Acme Chat", "assistant", hosts=("chat.acme.example",))
FILE = """
# the firm's
[[tool]]
name = "Acme Chat"
kind = "assistant"
hosts = ["chat.acme.example"]
tags = ["work"]

[[ignore]]
tool = "Perplexity"

[[rename]]
tool = "ChatGPT"
to = "Chatty"
"""


def test_writing_keeps_comments_and_what_is_undone_leaves_no_trace(tmp_path: Path) -> None:
    file = tmp_path / "tools.toml"
    file.write_text(FILE)
    own_write.ignore(file, tool="Replika")
    own_write.add(file, Tool("Birch", "study", hosts=("birch.example",)))
    own_write.rename(file, "Claude", "Clod")

    assert "# the firm's" in file.read_text()
    for name in ("Replika", "Birch", "Clod"):
        assert own_write.remove(file, name)
    assert file.read_text() == FILE
    assert file.stat().st_mode & 0o777 == 0o600


def test_a_comment_before_the_next_table_outlives_the_one_before(tmp_path: Path) -> None:
    file = tmp_path / "tools.toml"
    file.write_text(
        '[[ignore]]\ntool = "A"\n\n# of the second\n[[ignore]]\ntool = "B"\n# the end\n'
    )

    assert own_write.remove(file, "A") == ("that it is ignored",)
    assert file.read_text() == '\n# of the second\n[[ignore]]\ntool = "B"\n# the end\n'


def test_adding_twice_adds_keys_to_the_one_tool(tmp_path: Path) -> None:
    file = tmp_path / "tools.toml"
    own_write.add(file, ACME)
    own_write.add(file, replace(ACME, name="acme chat", hosts=("b.example",), apps=("Acme",)))
    own = own_write.add(file, ACME)

    assert [tool.name for tool in own.tools] == ["Acme Chat"]
    assert own.tools[0].hosts == ("chat.acme.example", "b.example")
    assert own_write.remove(file, "b.example") == ("the host of Acme Chat",)
    assert load(file).tools[0].hosts == ("chat.acme.example",)


def test_the_last_key_goes_with_its_tool(tmp_path: Path) -> None:
    file = tmp_path / "tools.toml"
    own_write.add(file, ACME)

    assert own_write.remove(file, "chat.acme.example") == ("the host of Acme Chat",)
    assert load(file) == Own()


def test_a_bad_result_is_never_written(tmp_path: Path) -> None:
    file = tmp_path / "tools.toml"
    own_write.add(file, ACME)
    before = file.read_text()
    other = Tool("Other", "assistant", hosts=("chat.acme.example",))

    with pytest.raises(SettingsError, match="belongs to Acme Chat already"):
        own_write.add(file, other)
    assert file.read_text() == before


@pytest.mark.parametrize(
    ("typed", "key"),
    [
        ("chat.acme.example", "chat.acme.example"),
        ("https://WWW.Chat.Acme.example:443/", "chat.acme.example"),
        ("https://acme.example/chat/?mode=ai#x", "acme.example/chat?mode=ai"),
        ("http://127.0.0.1:3000/ui/", "localhost:3000/ui"),
        ("http://[::1]:3000", "localhost:3000"),
        ("http://webui.localhost:3000", "localhost:3000"),
        ("http://localhost/", "localhost:80"),
        ("localhost", "localhost"),
        ("http://nas:8080", "nas:8080"),
        ("chat.b\u00fccher.example.", "chat.xn--bcher-kva.example"),
        ("ftp://x.example", "ftp://x.example"),
        ("two words", "two words"),
        ("http://[", "http://["),
        ("x:99999", "x:99999"),
    ],
)
def test_an_address_may_be_pasted_as_the_browser_shows_it(typed: str, key: str) -> None:
    assert host_key(typed) == key
