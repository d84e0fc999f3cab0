"""What a judge goes by at one moment."""

from dataclasses import dataclass
from datetime import datetime

from config.schema import Settings
from monitor.core.nudging.words import Moment
from monitor.store.nudges import Told


@dataclass(frozen=True, slots=True)
class Situation:
    """How it is now, the settings in force, and what was said in the last weeks."""

    now: datetime
    settings: Settings
    moment: Moment
    told: tuple[Told, ...]
