"""Why a time belongs to no stretch, in words."""

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
