"""Time zones by name (``Europe/Paris``), as devices write them beside their dates."""

import re
from datetime import datetime
from functools import lru_cache
from zoneinfo import ZoneInfo

_NAME = re.compile(r"[A-Za-z]+(?:/[A-Za-z0-9_+-]+){0,2}\Z")
_LONGEST = 60


def offset(instant_s: int, zone: str) -> int | None:
    """Minutes east of UTC in a zone at an instant; None where the zone is not known."""
    known = _zone(zone)
    if known is None:
        return None
    try:
        distance = datetime.fromtimestamp(instant_s, known).utcoffset()
    except (OverflowError, OSError, ValueError):
        return None
    return None if distance is None else int(distance.total_seconds()) // 60


@lru_cache(maxsize=256)
def _zone(name: str) -> ZoneInfo | None:
    if len(name) > _LONGEST or not _NAME.match(name):
        return None
    try:
        return ZoneInfo(name)
    except (OSError, ValueError, KeyError):
        return None
