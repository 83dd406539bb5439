"""Appointments and tasks as a calendar file (RFC 5545): to be read by any calendar, twice without doubles.

Says nothing of health unless the person chooses it: a calendar is often shared, and kept by somebody else.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from zoneinfo import ZoneInfo

from babel.core import get_global
from icalendar import Calendar, Event

from records.when import Precision, When

_HERE = "carnet"
_TEXT_MAX = 300


@dataclass(frozen=True, slots=True)
class Day:
    """Something with a day.

    Attributes:
        id: Opaque, and the same each time: what a calendar knows it by.
        when: A day, or a day with its local time; coarser dates are no entry of a calendar.
        title: What stands in the calendar.
        text: More words; empty for none.
        revision: Raised with each change, so that a newer import replaces an older one.
    """

    id: str
    when: When
    title: str
    text: str = ""
    revision: int = 0


def zones(country: str) -> tuple[str, ...]:
    """Time zones of a country, its first one first; UTC where none is known.

    >>> zones("FR")
    ('Europe/Paris',)

    Source:
        CLDR, by way of Babel.
    """
    found = sorted(
        zone
        for zone, where in get_global("zone_territories").items()
        if where == country and "/" in zone and not zone.startswith("Etc/")
    )
    first = _CAPITALS.get(country)
    ordered = [zone for zone in found if zone == first] + [zone for zone in found if zone != first]
    return tuple(ordered) or ("UTC",)


_CAPITALS = {"CA": "America/Toronto", "US": "America/New_York", "ES": "Europe/Madrid", "PT": "Europe/Lisbon"}
"""Where most people of a country of several zones live."""


def calendar(days: Iterable[Day], *, zone: str, now: datetime) -> bytes:
    """The entries as an iCalendar file.

    Args:
        days: In any order.
        zone: IANA name; the local times of `days` are of it.
        now: UTC; RFC 5545 wants to know when the file was made.
    """
    made = Calendar()
    made.add("prodid", f"-//{_HERE}//{_HERE}//EN")
    made.add("version", "2.0")
    made.add("method", "PUBLISH")
    entries = [day for day in days if day.when.precision in (Precision.DAY, Precision.SECOND)]
    for day in entries:
        made.add_component(_event(day, zone, now))
    if any(day.when.precision is Precision.SECOND for day in entries):
        years = [day.when.first_day.year for day in entries]
        made.add_missing_timezones(date(min(years), 1, 1), date(max(years) + 1, 1, 1))
    return bytes(made.to_ical())


def _event(day: Day, zone: str, now: datetime) -> Event:
    event = Event()
    event.add("uid", f"{day.id}@{_HERE}")
    event.add("dtstamp", now)
    event.add("sequence", day.revision)
    event.add("summary", _one_line(day.title))
    if day.text:
        event.add("description", day.text[:_TEXT_MAX])
    if day.when.precision is Precision.SECOND:
        event.add("dtstart", datetime.fromisoformat(day.when.local).replace(tzinfo=ZoneInfo(zone)))
    else:
        event.add("dtstart", day.when.first_day)
        event.add("transp", "TRANSPARENT")
    event.add("class", "PRIVATE")
    return event


def _one_line(text: str) -> str:
    return " ".join(text.split())[:_TEXT_MAX]
