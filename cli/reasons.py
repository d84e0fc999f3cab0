"""Why a time belongs to no stretch, and why nothing is seen now, in words."""

from monitor.core.types import GapReason

GAPS = {
    GapReason.OFF: "humanward was not running",
    GapReason.PAUSED: "paused by you",
    GapReason.LOCKED: "locked",
    GapReason.SWITCHED: "another person's session was on the screen",
    GapReason.SUSPENDED: "asleep",
    GapReason.CLOCK_SET: "the clock was set",
    GapReason.STALLED: "the computer was too busy to look",
    GapReason.BLIND: "nothing could be seen",
}
NOW = {
    GapReason.OFF: "humanward is not running",
    GapReason.PAUSED: "paused by you",
    GapReason.LOCKED: "the screen is locked",
    GapReason.SWITCHED: "another person's session is on the screen",
    GapReason.SUSPENDED: "the computer goes to sleep",
    GapReason.CLOCK_SET: "the clock was set back; what it shows was counted before",
    GapReason.STALLED: "the computer is too busy to look",
    GapReason.BLIND: "nothing can be seen",
}


def unseen(obstacle: GapReason, because: str) -> str:
    """Why nothing is seen now; of a desktop that cannot be seen the sensor tells more."""
    return because if obstacle is GapReason.BLIND and because else NOW[obstacle]
