"""The closed choices that settings offer."""

from enum import StrEnum


class Per(StrEnum):
    """Over what the time of a limit is summed."""

    DAY = "day"
    SESSION = "session"
    SPELL = "spell"
    WEEK = "week"


class Weekday(StrEnum):
    """The days of the week, in the order of date.weekday()."""

    MON = "mon"
    TUE = "tue"
    WED = "wed"
    THU = "thu"
    FRI = "fri"
    SAT = "sat"
    SUN = "sun"


class Channel(StrEnum):
    """A way of showing a nudge."""

    DESKTOP = "desktop"
    PLYER = "plyer"
    LOG = "log"


class Profile(StrEnum):
    """How much is said, as a whole: it sets what the person did not set themselves."""

    GENTLE = "gentle"
    BALANCED = "balanced"
    FIRM = "firm"
    LAW_180 = "law-180"


class Language(StrEnum):
    """The language of nudges; auto is that of the desktop, as far as it is known here."""

    AUTO = "auto"
    EN = "en"
    DE = "de"


class Hosts(StrEnum):
    """Which host names of web sites are kept."""

    KNOWN = "known"
    ALL = "all"
    NONE = "none"
