"""The profiles: each sets what the person did not, and everything told of them is true."""

import re
from pathlib import Path

import pytest
from msgspec.structs import replace

from config.convert import RULES
from config.errors import SettingsError
from config.keys import sections
from config.load import load, read
from config.profiles import ABSENT, LAW_180, built_in, differences, settings_under
from config.render import explain, markdown, sample
from config.say import toml
from config.schema import BUILT_IN, DEFAULTS, Length, Limit, Per, Profile, Settings
from config.write import set_value, unset
from monitor.core.words import SAYINGS, TOLD


def limit_of(settings: Settings, name: str) -> Limit:
    return next(limit for limit in settings.limit if limit.name == name)


def test_balanced_is_the_defaults() -> None:
    assert settings_under(Profile.BALANCED) is DEFAULTS
    assert read('[nudge]\nprofile = "balanced"\n') == DEFAULTS


@pytest.mark.parametrize("profile", Profile)
def test_a_file_that_names_a_profile_alone_has_all_that_the_profile_sets(profile: Profile) -> None:
    found = read(f'[nudge]\nprofile = "{profile}"\n')

    assert found == settings_under(profile)
    assert found.nudge.profile is profile


def test_gentle_says_less_and_firm_says_more() -> None:
    gentle, balanced, firm = (
        settings_under(one) for one in (Profile.GENTLE, Profile.BALANCED, Profile.FIRM)
    )

    assert gentle.nudge.most_a_day == 3
    assert limit_of(gentle, "break").at_most == Length.of("90m")
    assert limit_of(firm, "break").at_most == limit_of(firm, "break").again == Length.of("30m")
    assert firm.ask_first.on
    assert not gentle.returning.on
    for name in (limit.name for limit in BUILT_IN):
        ordered = [limit_of(one, name).at_most for one in (firm, balanced, gentle)]
        assert ordered == sorted(ordered)
        assert len(set(ordered)) == 3
    assert gentle.contact.after > balanced.contact.after > firm.contact.after


def test_law_180_is_balanced_with_the_reminder_after_three_hours() -> None:
    found = settings_under(Profile.LAW_180)

    assert found.limit == (*BUILT_IN, LAW_180)
    assert (LAW_180.what, LAW_180.per) == ("ai", Per.SESSION)
    assert LAW_180.at_most == LAW_180.again == Length.of("3h")
    assert found.contact == DEFAULTS.contact
    assert replace(found.nudge, profile=Profile.BALANCED) == DEFAULTS.nudge


def test_what_the_person_set_holds_under_any_profile() -> None:
    own = """
        [contact]
        after = "2d"
        [returning]
        times = 9
        [[limit]]
        name = "break"
        at_most = "25m"
        [[limit]]
        name = "bots"
        what = "kind:companion"
        at_most = "5m"
        [nudge]
        most_a_day = 5
    """
    for profile in Profile:
        found = read(f'{own}profile = "{profile}"\n')

        assert found.contact.after == Length.of("2d")
        assert found.returning.times == 9
        assert found.nudge.most_a_day == 5
        assert limit_of(found, "break").at_most == Length.of("25m")
        assert limit_of(found, "break").again == limit_of(settings_under(profile), "break").again
        assert found.limit[-1].name == "bots"
        assert found.nudge.spacing == settings_under(profile).nudge.spacing


def test_a_limit_of_one_profile_may_stand_in_the_file_under_any_other() -> None:
    off = '[[limit]]\nname = "law-180"\non = false\n'
    for profile in Profile:
        found = limit_of(read(f'{off}[nudge]\nprofile = "{profile}"\n'), "law-180")

        assert not found.on
        assert found.at_most == Length.of("3h")
    assert built_in("law-180", Profile.GENTLE) is LAW_180
    assert built_in("bots", Profile.GENTLE) is None


@pytest.mark.parametrize(
    ("text", "part"),
    [
        ('profile = "frim"', "Did you mean firm?"),
        ("profile = 3", "one of"),
        ('profile = ["firm"]', "one of"),
    ],
)
def test_a_wrong_profile_is_told_and_the_rest_is_looked_over_by_the_defaults(
    text: str, part: str
) -> None:
    with pytest.raises(SettingsError) as refused:
        read(f"[nudge]\n{text}\nmost_a_day = 500\n")

    profile, most = refused.value.problems
    assert (profile.key, most.key) == ("nudge.profile", "nudge.most_a_day")
    assert part in profile.text


@pytest.mark.parametrize("name", RULES)
def test_no_limit_may_bear_the_name_of_another_rule(name: str) -> None:
    text = f'[[limit]]\nname = "{name}"\nwhat = "ai"\nat_most = "1h"\n'

    with pytest.raises(SettingsError, match=f'line 2: limit.{name}.name: "{name}" is the name of'):
        read(text)


def test_the_rules_beside_the_limits_are_those_that_have_words() -> None:
    assert set(RULES) == {*SAYINGS, *TOLD}


@pytest.mark.parametrize("profile", Profile)
def test_the_settings_shown_under_a_profile_load_to_the_same(profile: Profile) -> None:
    settings = settings_under(profile)

    assert read(sample(settings)) == settings


@pytest.mark.parametrize("profile", Profile)
def test_every_value_of_a_profile_keeps_its_bounds(profile: Profile) -> None:
    settings = settings_under(profile)
    for section in sections().values():
        value = getattr(settings, section.name)
        for table in value if section.is_list else (value,):
            for name, key in section.keys.items():
                held = getattr(table, name)
                size = len(held) if key.unit else held
                assert key.least is None or key.least <= size
                assert key.most is None or size <= key.most


def test_the_table_in_the_docs_tells_each_value_that_a_profile_sets() -> None:
    table = markdown().partition("## The profiles")[2]
    rows = re.findall(r"^\| `(\S+)` \|(.*)\|$", table, re.MULTILINE)
    told = {key: [cell.strip().strip("`") for cell in row.split("|")] for key, row in rows}

    assert list(told) == [one.key for one in differences()]
    for key, cells in told.items():
        section, _, rest = key.partition(".")
        for profile, cell in zip(Profile, cells, strict=True):
            settings = settings_under(profile)
            limit, _, name = rest.rpartition(".")
            held = [one for one in settings.limit if one.name == limit] if limit else []
            holder = next(iter(held), None) if limit else getattr(settings, section)
            assert cell == (ABSENT if holder is None else toml(getattr(holder, name)))


def test_explaining_a_key_tells_what_the_profiles_set_it_to() -> None:
    (most,) = explain("nudge.most_a_day")
    (every,) = explain("watch.every")

    assert most.default == "8"
    assert most.meaning.endswith("By profile it is another (gentle: 3, firm: 12).")
    assert "profile" not in every.meaning


def test_a_profile_is_set_and_unset_like_any_key(tmp_path: Path) -> None:
    path = tmp_path / "settings.toml"
    path.write_text("# mine\n[nudge]\nquiet = []  # none\n")

    firm = set_value(path, "nudge.profile", "firm")

    assert firm == load(path) == settings_under(Profile.FIRM)
    assert path.read_text() == '# mine\n[nudge]\nquiet = []  # none\nprofile = "firm"\n'
    assert unset(path, "nudge.profile") == DEFAULTS
    with pytest.raises(SettingsError, match="Did you mean gentle"):
        set_value(path, "nudge.profile", "gentl")
