import stat
from pathlib import Path

import pytest

from config.errors import SettingsError
from config.paths import home


def test_a_named_folder_holds_settings_and_data_together(tmp_path: Path) -> None:
    found = home(tmp_path)

    assert found.settings == tmp_path / "settings.toml"
    assert found.tools == tmp_path / "tools.toml"
    assert found.ledger == tmp_path / "ledger.sqlite"
    assert found.log == tmp_path / "humanward.log"
    assert found.lock == tmp_path / "daemon.lock"
    assert found.runtime == tmp_path / "run"


def test_the_variable_names_the_home_unless_a_folder_is_given(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("HUMANWARD_HOME", str(tmp_path / "one"))

    assert home().ledger == tmp_path / "one" / "ledger.sqlite"
    assert home(tmp_path / "two").ledger == tmp_path / "two" / "ledger.sqlite"


def test_without_a_name_things_lie_where_users_expect_them(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("HUMANWARD_HOME", raising=False)
    for name in ("XDG_CONFIG_HOME", "XDG_DATA_HOME", "XDG_RUNTIME_DIR", "HOME", "LOCALAPPDATA"):
        monkeypatch.setenv(name, str(tmp_path / name))

    found = home()

    assert found.settings.name == "settings.toml"
    assert found.settings.parent.name == found.ledger.parent.name == "humanward"
    assert found.runtime == tmp_path / "XDG_RUNTIME_DIR" / "humanward"
    assert all(path.is_relative_to(tmp_path) for path in (found.settings, found.ledger))


def test_a_relative_home_is_made_absolute(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)

    assert home(Path("here")).lock == tmp_path / "here" / "daemon.lock"


def test_folders_are_made_for_their_owner_alone(tmp_path: Path) -> None:
    found = home(tmp_path / "a" / "b")

    found.make_folders()
    found.make_folders()

    for folder in (tmp_path / "a", tmp_path / "a" / "b", found.runtime):
        assert stat.S_IMODE(folder.stat().st_mode) == 0o700


def test_a_folder_that_exists_keeps_its_rights(tmp_path: Path) -> None:
    tmp_path.chmod(0o750)

    home(tmp_path).make_folders()

    assert stat.S_IMODE(tmp_path.stat().st_mode) == 0o750


def test_a_folder_that_cannot_be_made_is_told_with_what_to_do(tmp_path: Path) -> None:
    (tmp_path / "file").touch()

    with pytest.raises(SettingsError, match=r"cannot be made: .*\nChoose another folder"):
        home(tmp_path / "file" / "below").make_folders()


def test_a_home_of_nobody_is_told() -> None:
    with pytest.raises(SettingsError, match="Nobody of that name"):
        home(Path("~nobody-of-this-name/x"))
