"""Apple's dates: ``2024-03-12 08:15:00 +0100``, a clock with its distance from UTC."""

import re
from datetime import UTC, date, datetime, time

from connectors import zones
from records.when import Precision, When

_STAMP = re.compile(r"(\d{4}-\d\d-\d\d) (\d\d:\d\d:\d\d) ([+-])(\d\d)(\d\d)\Z")
_REMEMBERED = 50_000
_FIRST = date(1970, 1, 1).toordinal()
_WIDEST_MIN = 15 * 60


class Days(dict[str | bytes, int]):
    """Seconds from 1970 to the start of a day, by ``2024-03-12``; worked out once for each day."""

    def __missing__(self, text: str | bytes) -> int:
        if len(self) > _REMEMBERED:
            self.clear()
        self[text] = seconds = (date.fromisoformat(_plain(text)).toordinal() - _FIRST) * 86_400
        return seconds


class Clock(dict[str | bytes, int]):
    """Seconds since midnight, by ``08:15:00``; 86,400 of them at most."""

    def __missing__(self, text: str | bytes) -> int:
        clock = time.fromisoformat(_plain(text))
        if len(text) != 8 or clock.microsecond or clock.tzinfo:  # noqa: PLR2004  HH:MM:SS
            raise ValueError("not a time of day")
        self[text] = seconds = clock.hour * 3600 + clock.minute * 60 + clock.second
        return seconds


class Offsets(dict[str | bytes, int]):
    """Minutes east of UTC, by ``+0100``."""

    def __missing__(self, written: str | bytes) -> int:
        text = _plain(written)
        if len(text) != 5 or text[0] not in "+-" or not text[1:].isdigit():  # noqa: PLR2004  sign, hours, minutes
            raise ValueError("not an offset")
        minutes = (int(text[1:3]) * 60 + int(text[3:])) * (-1 if text[0] == "-" else 1)
        if abs(minutes) > _WIDEST_MIN:
            raise ValueError("not an offset")
        self[written] = minutes
        return minutes


def _plain(text: str | bytes) -> str:
    return text if isinstance(text, str) else text.decode("ascii")


def when(text: str) -> When | None:
    """The date; None when it is none."""
    match = _STAMP.match(text)
    if match is None:
        return When.parse(text)
    day, clock, sign, hours, minutes = match.groups()
    found = When.parse(f"{day}T{clock}{sign}{hours}:{minutes}")
    return found if found is not None and abs(found.offset_min or 0) <= _WIDEST_MIN else None


def in_zone(stated: When, zone: str) -> When:
    """The same instant at the clock of a time zone: exports write every date at the phone's present one."""
    instant = stated.utc
    minutes = zones.offset(int(instant.timestamp()), zone) if instant is not None else None
    if instant is None or minutes is None:
        return stated
    local = datetime.fromtimestamp(instant.timestamp() + minutes * 60, UTC)
    return When(local.strftime("%Y-%m-%dT%H:%M:%S"), Precision.SECOND, minutes)
