"""When something happened, no more precisely than its source says."""

import re
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from enum import StrEnum


class Precision(StrEnum):
    """How much of a date its source gives."""

    YEAR = "year"
    MONTH = "month"
    DAY = "day"
    SECOND = "second"


_ISO = re.compile(
    r"(?P<y>\d{4})(?:-(?P<m>\d{2})(?:-(?P<d>\d{2})"
    r"(?:T(?P<t>\d{2}:\d{2}(?::\d{2})?)(?:\.\d+)?(?P<z>Z|[+-]\d{2}:?\d{2})?)?)?)?\Z"
)


@dataclass(frozen=True, slots=True, order=True)
class When:
    """A point in a person's life, with the precision it was given.

    Attributes:
        local: Calendar date (and time) where it happened: ``2024``, ``2024-03``, ``2024-03-12`` or
            ``2024-03-12T08:15:00``. Sorts as text. What a person reads.
        precision: What of `local` the source stated.
        offset_min: Minutes east of UTC, when the source said; None otherwise.
    """

    local: str
    precision: Precision
    offset_min: int | None = None

    @classmethod
    def parse(cls, text: str) -> "When | None":
        """Read an ISO 8601 or FHIR date of any precision; None when it is not a real date.

        >>> When.parse("2024-03").precision.value
        'month'
        >>> When.parse("2024-02-30") is None
        True
        """
        match = _ISO.match(text.strip())
        if match is None:
            return None
        year, month, day, clock, zone = match.groups()
        try:
            if clock is None:
                date(int(year), int(month or 1), int(day or 1))
            else:
                clock = clock if len(clock) > 5 else clock + ":00"  # noqa: PLR2004  "08:15" has no seconds
                datetime.fromisoformat(f"{year}-{month}-{day}T{clock}")
        except ValueError:
            return None
        if clock is not None:
            return cls(f"{year}-{month}-{day}T{clock}", Precision.SECOND, _minutes(zone))
        if day is not None:
            return cls(f"{year}-{month}-{day}", Precision.DAY)
        return cls(f"{year}-{month}", Precision.MONTH) if month else cls(year, Precision.YEAR)

    @classmethod
    def of_day(cls, day: date) -> "When":
        """The whole of one calendar day."""
        return cls(day.isoformat(), Precision.DAY)

    @property
    def day(self) -> str:
        """`local` without its time of day: the date a person would write."""
        return self.local[:10]

    @property
    def first_day(self) -> date:
        """The earliest calendar day this can mean."""
        parts = [int(part) for part in self.day.split("-")]
        return date(parts[0], parts[1] if len(parts) > 1 else 1, parts[2] if len(parts) > 2 else 1)  # noqa: PLR2004  year-month-day

    @property
    def last_day(self) -> date:
        """The latest calendar day this can mean."""
        first = self.first_day
        if self.precision is Precision.YEAR:
            return date(first.year, 12, 31)
        if self.precision is Precision.MONTH:
            return (first.replace(day=28) + timedelta(days=4)).replace(day=1) - timedelta(days=1)
        return first

    @property
    def utc(self) -> datetime | None:
        """The instant in UTC, when time and offset are known."""
        if self.precision is not Precision.SECOND or self.offset_min is None:
            return None
        return datetime.fromisoformat(self.local).replace(tzinfo=UTC) - timedelta(minutes=self.offset_min)


def _minutes(zone: str | None) -> int | None:
    if zone is None:
        return None
    if zone == "Z":
        return 0
    hours, minutes = int(zone[1:3]), int(zone[-2:])
    return (hours * 60 + minutes) * (-1 if zone[0] == "-" else 1)
