"""The profiles: what each sets where the person set nothing of their own.

``balanced`` is the defaults. What a profile does not name is as in balanced.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from typing import Any

from msgspec.structs import replace

from config.choices import Per, Profile
from config.keys import Key, sections
from config.length import Length
from config.limit import BUILT_IN, Limit, What
from config.say import toml
from config.schema import DEFAULTS, Settings

LAW_180 = Limit(
    name="law-180",
    what=What("ai"),
    at_most=Length.of("3h"),
    per=Per.SESSION,
    again=Length.of("3h"),
)
ABSENT = ""
_PROFILE = "nudge.profile"

_Changes = Mapping[str, Mapping[str, object]]
_GENTLE: _Changes = {
    "nudge": {
        "profile": Profile.GENTLE,
        "most_a_day": 3,
        "most_a_week": 12,
        "spacing": Length.of("1h"),
        "snooze": Length.of("30m"),
    },
    "contact": {"after": Length.of("5d"), "most_a_week": 1},
    "returning": {"on": False},
}
_GENTLE_LIMITS: _Changes = {
    "break": {"at_most": Length.of("90m")},
    "long-ai-session": {"at_most": Length.of("90m")},
    "ai-of-the-day": {"at_most": Length.of("3h")},
    "screen-of-the-day": {"at_most": Length.of("10h")},
    "ai-at-night": {"at_most": Length.of("30m")},
    "companion": {"at_most": Length.of("1h")},
    "wellbeing-bot": {"at_most": Length.of("1h")},
}
_FIRM: _Changes = {
    "nudge": {
        "profile": Profile.FIRM,
        "most_a_day": 12,
        "most_a_week": 60,
        "spacing": Length.of("10m"),
        "snooze": Length.of("5m"),
    },
    "contact": {"after": Length.of("2d"), "most_a_week": 5},
    "returning": {"times": 4},
    "ask_first": {"on": True},
}
_FIRM_LIMITS: _Changes = {
    "break": {"at_most": Length.of("30m"), "again": Length.of("30m")},
    "long-ai-session": {"at_most": Length.of("45m"), "again": Length.of("45m")},
    "ai-of-the-day": {"at_most": Length.of("90m"), "again": Length.of("30m")},
    "screen-of-the-day": {"at_most": Length.of("8h"), "again": Length.of("1h")},
    "ai-at-night": {"at_most": Length.of("5m"), "again": Length.of("15m")},
    "companion": {"at_most": Length.of("20m"), "again": Length.of("20m")},
    "wellbeing-bot": {"at_most": Length.of("20m"), "again": Length.of("20m")},
}


@dataclass(frozen=True, slots=True)
class Difference:
    """A key that not all profiles set alike, and its value under each, as a file writes it.

    The values stand in the order of Profile; ABSENT: the profile has no such limit.
    """

    key: str
    values: tuple[str, ...]


@cache
def settings_under(profile: Profile) -> Settings:
    """Give the settings that hold under a profile for a person who set nothing else."""
    match profile:
        case Profile.BALANCED:
            return DEFAULTS
        case Profile.GENTLE:
            return _changed(_GENTLE, _GENTLE_LIMITS)
        case Profile.FIRM:
            return _changed(_FIRM, _FIRM_LIMITS)
        case Profile.LAW_180:
            named = replace(DEFAULTS.nudge, profile=profile)
            return replace(DEFAULTS, nudge=named, limit=(*BUILT_IN, LAW_180))


def built_in(name: object, profile: Profile) -> Limit | None:
    """Give the built-in limit of a name, as the profile has it; None: it is none."""
    known = (*settings_under(profile).limit, LAW_180)
    return next((limit for limit in known if limit.name == name), None)


@cache
def differences() -> tuple[Difference, ...]:
    """Tell all that the profiles set differently, in the order of the schema."""
    found = []
    for section in sections().values():
        for key in section.keys.values():
            if section.is_list or key.name == _PROFILE:
                continue
            values = tuple(
                toml(getattr(getattr(settings_under(one), section.name), key.name.split(".")[1]))
                for one in Profile
            )
            found.append(Difference(key.name, values))
    found += _limit_differences()
    return tuple(one for one in found if len(set(one.values)) > 1)


def _changed(tables: _Changes, limits: _Changes) -> Settings:
    found: dict[str, Any] = {
        name: replace(getattr(DEFAULTS, name), **values) for name, values in tables.items()
    }
    own = tuple(replace(limit, **limits.get(limit.name, {})) for limit in BUILT_IN)
    return replace(DEFAULTS, limit=own, **found)


def _limit_differences() -> list[Difference]:
    keys = next(section for section in sections().values() if section.is_list).keys
    return [
        Difference(f"limit.{limit.name}.{name}", _under_each(limit, key, name))
        for limit in (*BUILT_IN, LAW_180)
        for name, key in keys.items()
        if name != "name"
    ]


def _under_each(limit: Limit, key: Key, name: str) -> tuple[str, ...]:
    """What is by default is not worth a word where only some profiles have the limit."""
    values = []
    for profile in Profile:
        held = [one for one in settings_under(profile).limit if one.name == limit.name]
        is_told = held and not (limit is LAW_180 and getattr(held[0], name) == key.default)
        values.append(toml(getattr(held[0], name)) if is_told else ABSENT)
    return tuple(values)
