"""Which of several terminals is in front: where the last key went, and under which title.

The kernel stamps a terminal when its program reads a key, once in 8 s: the first key that comes
in each. So a window that was switched to is told by its stamp only once something is typed in
it; until then its title tells, if it had the same one when it was in front before.
"""

import os
import re
from dataclasses import dataclass, field

from monitor.sense.programs.process import device_path

_MARKS = re.compile(r"^\W+")  # some programs turn a wheel before their title
_FAREWELL_S = 2  # a program is told, by a key, that its window is left: that is no input
_BAPTISM_S = 2  # a window just opened gets its title, which another one may have had


def last_input(device: int) -> float:
    """When a terminal had its last input, by the wall clock; 0 when it is gone."""
    try:
        return os.stat(device_path(device)).st_atime  # noqa: PTH116 - asked at each look
    except OSError:
        return 0.0


@dataclass(slots=True)
class Frontmost:
    """The terminals of one program, and what is remembered of them: stamps and title hashes."""

    _device: int = 0
    _title: int = 0
    _left: int = 0
    _left_at: float = 0.0
    _opened_at: float = 0.0
    _opened_under: int = 0
    _stamps: dict[int, float] = field(default_factory=dict)
    _titles: dict[int, int] = field(default_factory=dict)

    def choose(self, devices: list[int], title: str, now: float) -> int:
        """Tell the device in front; ``now`` is the wall clock's time. The title is not kept."""
        heard = hash(_MARKS.sub("", title)) if title else 0
        stamps = {device: last_input(device) for device in devices}
        opened = [device for device in devices if self._stamps and device not in self._stamps]
        fresh = [
            device
            for device, stamp in stamps.items()
            if device not in opened
            and stamp > self._stamps.get(device, 0.0)
            and not self._is_farewell(device, stamp)
        ]
        is_just_opened = 0 <= now - self._opened_at < _BAPTISM_S
        is_gone_back = heard == self._opened_under
        if heard == self._title or opened or (is_just_opened and not is_gone_back):
            among = opened or fresh or [self._device]
        else:
            among = [device for device in devices if self._titles.get(device) == heard]
        chosen = self._newest(among, stamps) or self._newest(devices, stamps)
        if opened:
            self._opened_at, self._opened_under = now, self._title
        if heard != self._title:
            self._left, self._left_at = self._device, now
        elif heard and chosen in fresh:
            self._titles[chosen] = heard
            self._opened_at = 0.0
        self._device, self._title, self._stamps = chosen, heard, stamps
        self._titles = {one: said for one, said in self._titles.items() if one in stamps}
        return chosen

    def _is_farewell(self, device: int, stamp: float) -> bool:
        return device == self._left != self._device and stamp <= self._left_at + _FAREWELL_S

    def _newest(self, among: list[int], stamps: dict[int, float]) -> int:
        """The one with the newest stamp; of equals the one that was in front; 0 for none."""
        alive = [device for device in among if device in stamps]
        return max(alive, key=lambda one: (stamps[one], one == self._device), default=0)
