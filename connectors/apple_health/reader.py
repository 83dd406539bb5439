"""Hears ``export.xml`` element by element, half a million records and more, and keeps none of them.

Dense types go straight into columns. Everything else is held open until the next element of its rank, since
its metadata follow it, and then becomes a fact.
"""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from typing import AnyStr, NamedTuple

from connectors import zones
from connectors.apple_health import facts, feed, kinds, rows, times
from connectors.apple_health.rows import Route
from connectors.dense import LONGEST_S, Column, Columns
from connectors.glucose import mmol
from connectors.nights import Nights, Stretch
from core.errors import UnreadableFileError
from records.model import Fact, Person, Problem
from records.samples import Samples
from records.source import Source, XPath
from records.when import When

_PAIR_END = feed.PAIR_END.decode()
_KINDS_MAX = 20_000
_HELD_MAX = 500_000
_SENSOR_FROM = 200
_SENSOR_A_DAY = 30
_BASAL = "1"
_SHARE = 100.0
_ROOT = XPath("/HealthData")

Attributes = Mapping[str, str]
_Key = tuple[str | None, str | None, str | None, str | None]


class Element(NamedTuple):
    """An element of the first rank, with what stood in it."""

    tag: str
    place: int
    attributes: Attributes
    metadata: dict[str, str]
    parts: list[tuple[str, Attributes]]


class Reader:
    """A parser's target; `take` gives what has gathered since the last call.

    Attributes:
        exported: The date the export gives itself.
        rows: Takes plain lines out of the document before the parser has it.
    """

    def __init__(self, member: str) -> None:
        self._member = member
        self._columns = Columns(_ROOT, member)
        self._nights = Nights(_ROOT, member)
        self._routes: dict[_Key, Route | None] = {}
        self._last: Column | None = None
        self._open: Element | None = None
        self._in_pair = False
        self.rows = rows.Rows(self._plain_route)
        self._places: Counter[str] = Counter()
        self._days, self._clock, self._offsets = times.Days(), times.Clock(), times.Offsets()
        self._out: list[Fact | Person | Samples] = []
        self._seen: set[tuple[str | None, ...]] = set()
        self._repeated: list[Element] = []
        self._glucose: dict[str | None, list[Element] | bool] = {}
        self._problems: Counter[str] = Counter()
        self._records = 0
        self.exported: When | None = None

    # --- what the parser calls ------------------------------------------------------------------------------

    def start(self, tag: str, a: Attributes) -> None:
        """An element begins."""
        if tag == rows.TAG:
            self._run(a.get("n", ""))
        elif tag == "Record":
            if self._open is not None:
                self._settle()
            self._records += not self._in_pair
            route = self._plain_route(a)
            self._last = None
            if route is None or self._in_pair:
                self._hold(tag, a)
            elif self._append(route, ((a.get("startDate", ""), a.get("endDate", ""), a.get("value", "")),)):
                self._last = route[0]
        elif tag == "MetadataEntry":
            self._entry(a)
        else:
            self._other(tag, a)

    def close(self) -> None:
        """The document ends."""
        self._settle()

    # --- what the connector calls ---------------------------------------------------------------------------

    def take(self) -> Iterator[Fact | Person | Samples]:
        """What has gathered."""
        out, self._out = self._out, []
        yield from out
        yield from self._columns.ready()

    def rest(self) -> Iterator[Fact | Person | Samples | Problem]:
        """What was kept for the end, and what could not be read."""
        for element in self._repeated:
            if _identity(element.attributes) not in self._seen:
                self._record(element)
        for device, waiting in self._glucose.items():
            if isinstance(waiting, list):
                self._decide(device, waiting, enough=False)
        yield from self._out
        yield from self._columns.rest()
        yield from self._nights.facts()
        self._problems["samples_not_read"] += self._columns.impossible
        for code, count in self._problems.items():
            if count:
                yield Problem(code, self._source(None), count)

    # --- within ---------------------------------------------------------------------------------------------

    def _run(self, number: str) -> None:
        """Plain lines stood here."""
        if self._open is not None:
            self._settle()
        self._last = None
        for same in self.rows.taken(number):
            if not self._in_pair:  # each part of a pair stands in the document once more, by itself
                self._records += len(same.rows)
                self._append(same.route, same.rows)

    def _append(self, route: Route, rows: Sequence[tuple[AnyStr, AnyStr, AnyStr]]) -> int:
        """Put rows (start, end, value) into their column, all at once, for speed; how many could be read."""
        column, factor, shift = route
        days, clock, minutes = self._days, self._clock, self._offsets
        try:
            offsets = [minutes[start[20:]] for start, _, _ in rows]
            first = [
                days[row[0][:10]] + clock[row[0][11:19]] - offset * 60
                for row, offset in zip(rows, offsets, strict=True)
            ]
            lasted = [
                0 if end == start else days[end[:10]] + clock[end[11:19]] - minutes[end[20:]] * 60 - at
                for (start, end, _), at in zip(rows, first, strict=True)
            ]
            values = [float(text) for _, _, text in rows]
            if min(lasted) < 0 or max(lasted) > LONGEST_S:
                raise ValueError("no such time")
        except (ValueError, OverflowError):
            if len(rows) > 1:  # one of them: each by itself
                return sum(self._append(route, (row,)) for row in rows)
            self._problems["samples_not_read"] += 1
            return 0
        if factor == _SHARE:
            values = [round(value * factor, 9) for value in values]  # 0.57 is 57 %, not 56.99999999999999
        elif factor != 1.0:
            values = [value * factor + shift for value in values]
        column.extend(first, lasted, offsets, values)
        return len(values)

    def _plain_route(self, a: Attributes) -> Route | None:
        """The column of a type from one source in one unit; None for what needs a closer look."""
        key = (a.get("type"), a.get("unit"), a.get("sourceName"), a.get("device"))
        try:
            return self._routes[key]
        except KeyError:
            return self._route(key)

    def _route(self, key: _Key) -> Route | None:
        if len(self._routes) > _KINDS_MAX:
            self._routes.clear()
        kind, unit, source, device = key
        name = (kind or "").removeprefix(kinds.QUANTITY)
        route = None
        if name == kinds.WRIST and unit in ("degC", "degF"):
            column = self._columns.of("skin_temperature", facts.device(source, device))
            route = (column, 1.0, 0.0) if unit == "degC" else (column, 5 / 9, -160 / 9)
        elif name in kinds.DENSE:
            metric, factors = kinds.DENSE[name]
            if unit in factors:
                route = (self._columns.of(metric, facts.device(source, device)), factors[unit], 0.0)
        self._routes[key] = route
        return route

    def _entry(self, a: Attributes) -> None:
        key = a.get("key", "")
        if self._open is not None:
            if len(self._open.metadata) < 100:  # noqa: PLR2004  more than any record has
                self._open.metadata[key] = a.get("value", "")
        elif key == "HKTimeZone" and self._last is not None and self._last.starts:
            minutes = zones.offset(self._last.starts[-1], a.get("value", ""))
            if minutes is not None:
                self._last.offsets[-1] = minutes

    def _other(self, tag: str, a: Attributes) -> None:
        if tag in ("Workout", "Audiogram", "VisionPrescription", "Correlation", "Me", "ExportDate"):
            self._settle()
            self._last = None
            if tag == "Correlation":
                self._in_pair = True
            elif tag == "ExportDate":
                self.exported = times.when(a.get("value", ""))
            else:
                self._hold(tag, a)
        elif tag == _PAIR_END:
            self._settle()
            self._in_pair = False
        elif self._open is not None and tag in facts.PARTS:
            if len(self._open.parts) < 1000:  # noqa: PLR2004  more than any workout has
                self._open.parts.append((tag, a))
        elif tag not in kinds.INSIDE and tag != "HealthData":
            self._problems["measures_not_kept"] += 1

    def _hold(self, tag: str, a: Attributes) -> None:
        self._last = None
        if tag == "Record":
            place = 0 if self._in_pair else self._records
        else:
            self._places[tag] += 1
            place = self._places[tag]
        self._open = Element(tag, place, a, {}, [])

    def _settle(self) -> None:
        """The open element is complete: make of it what it is."""
        element, self._open = self._open, None
        if element is None:
            return
        if element.tag != "Record":
            made = facts.of_element(element.tag, element.attributes, element.metadata, element.parts)
            self._out += [facts.placed(one, self._source(element)) for one in made]
        elif not self._in_pair:
            self._record(element)
        elif _may_repeat(element.attributes):
            self._keep(self._repeated, element)

    def _keep(self, held: list[Element], element: Element) -> None:
        if len(held) >= _HELD_MAX:
            raise UnreadableFileError("file_too_complex")
        held.append(element)

    def _record(self, element: Element) -> None:
        a = element.attributes
        name = a.get("type", "").removeprefix(kinds.QUANTITY)
        category = a.get("type", "").removeprefix(kinds.CATEGORY)
        if _may_repeat(a):
            self._seen.add(_identity(a))
            if len(self._seen) > _HELD_MAX:
                raise UnreadableFileError("file_too_complex")
        if name in kinds.EATEN:
            metric, factors = kinds.EATEN[name]
            self._sample(element, metric, factors.get(a.get("unit", "")))
        elif name == kinds.INSULIN:
            basal = element.metadata.get("HKInsulinDeliveryReason") == _BASAL
            factor = 1.0 if a.get("unit") == "IU" else None
            self._sample(element, "insulin_basal" if basal else "insulin_bolus", factor)
        elif name == kinds.GLUCOSE:
            self._sugar(element)
        elif category == kinds.SLEEP:
            self._sleep(element)
        elif name in kinds.DENSE or name == kinds.WRIST:
            self._problems["values_without_unit"] += 1
        else:
            self._fact(element)

    def _fact(self, element: Element) -> None:
        made = facts.of_record(element.attributes, element.metadata)
        if isinstance(made, Fact):
            self._out.append(facts.placed(made, self._source(element)))
        else:
            self._problems[made] += 1

    def _sample(self, element: Element, metric: str, factor: float | None) -> None:
        a = element.attributes
        if factor is None:
            self._problems["values_without_unit"] += 1
            return
        try:
            start, offset = self._moment(a, "startDate", element.metadata)
            end, _ = self._moment(a, "endDate", element.metadata)
            value = round(float(a["value"]) * factor, 9)
        except (KeyError, ValueError, OverflowError):
            self._problems["samples_not_read"] += 1
            return
        self._columns.add(metric, facts.device_of(a), start, end - start, offset, value)

    def _moment(self, a: Attributes, name: str, metadata: Mapping[str, str]) -> tuple[int, int]:
        text = a[name]
        offset = self._offsets[text[20:]]
        instant = self._days[text[:10]] + self._clock[text[11:19]] - offset * 60
        zone = metadata.get("HKTimeZone")
        there = zones.offset(instant, zone) if zone else None
        return instant, offset if there is None else there

    def _sleep(self, element: Element) -> None:
        a = element.attributes
        stage = kinds.STAGES.get(a.get("value", "").removeprefix("HKCategoryValueSleepAnalysis"))
        if stage is None:
            self._problems["measures_not_kept"] += 1
            return
        try:
            start, offset = self._moment(a, "startDate", element.metadata)
            end, _ = self._moment(a, "endDate", element.metadata)
        except (KeyError, ValueError, OverflowError):
            self._problems["samples_not_read"] += 1
            return
        device = facts.device_of(a)
        self._columns.add(stage, device, start, end - start, offset, 1.0)
        if 0 < end - start <= LONGEST_S:
            self._nights.add(device, Stretch(start, end, stage, offset))

    def _sugar(self, element: Element) -> None:
        """A meter's few values a day are facts; a sensor's hundreds are samples. The first tell."""
        device = facts.device_of(element.attributes)
        waiting = self._glucose.setdefault(device, [])
        if len(self._glucose) > 1000:  # noqa: PLR2004  more meters than anyone has
            raise UnreadableFileError("file_too_complex")
        if isinstance(waiting, list):
            waiting.append(element)
            if len(waiting) >= _SENSOR_FROM:
                self._decide(device, waiting, enough=True)
        else:
            self._sugar_as(element, sensor=waiting)

    def _decide(self, device: str | None, waiting: list[Element], *, enough: bool) -> None:
        days = {element.attributes.get("startDate", "")[:10] for element in waiting}
        sensor = len(waiting) > _SENSOR_A_DAY * len(days)
        if enough:
            self._glucose[device] = sensor
        for element in waiting:
            self._sugar_as(element, sensor=sensor)

    def _sugar_as(self, element: Element, *, sensor: bool) -> None:
        if not sensor:
            self._fact(element)
            return
        unit = facts.unit(element.attributes.get("unit", ""))
        factor = mmol(1.0, unit) if unit in ("mg/dL", "mmol/L") else None
        self._sample(element, "glucose_sensor", factor)

    def _source(self, element: Element | None) -> Source:
        if element is None:
            return Source(_ROOT, member=self._member)
        place = XPath(f"/HealthData/{element.tag}[{element.place}]") if element.place else _ROOT
        return Source(place, device=facts.device_of(element.attributes), member=self._member)


def _may_repeat(a: Attributes) -> bool:
    name = a.get("type", "").removeprefix(kinds.QUANTITY)
    return name in kinds.EATEN or name.startswith("BloodPressure")


def _identity(a: Attributes) -> tuple[str | None, ...]:
    return tuple(a.get(name) for name in ("type", "startDate", "endDate", "value", "unit", "sourceName"))
