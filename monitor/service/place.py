"""Which time zone this machine is in."""

import time
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError


def zone_name() -> str:
    """The IANA name of the zone in force, '' where the system tells none.

    Asked anew each time: people travel.
    """
    import tzlocal  # noqa: PLC0415 - only the daemon and a first report need it

    if hasattr(time, "tzset"):  # else C's own notion of the zone stays that of the start
        time.tzset()
    try:
        name = tzlocal.reload_localzone().key
        ZoneInfo(name)
    except (AttributeError, ValueError, ZoneInfoNotFoundError):
        return ""
    return str(name)
