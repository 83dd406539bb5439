"""What glucose sensors, meters and pumps write, gathered from any vendor's rows.

Sensor readings, insulin and carbohydrates are `Samples`; a drop of blood measured by a meter is a `Fact` in
its printed unit, and so is a sensor that only says "Low": no number stands in for a word.
"""

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime
from fractions import Fraction

from records.analytes import get
from records.metrics import metrics
from records.model import Fact, Kind, Problem
from records.quantity import Quantity, parse_number
from records.samples import ROWS_MAX, Row, Samples
from records.source import JsonPointer, Lines, Locator, Source
from records.units import ucum
from records.when import Precision, When
from records.words import words

SENSOR, BASAL, BOLUS, CARBS = "glucose_sensor", "insulin_basal", "insulin_bolus", "carbohydrates"
MMOL, MG = "mmol/L", "mg/dL"

_LIMITS = frozenset(
    "low lo bas basse faible hypo niedrig tief bajo basso "
    "high hi haut haute eleve elevee hoch hoher alto".split()
)
_TOGETHER_S = 20 * 60  # sensors speak every 1, 5 or 15 minutes
_LEAST_MMOL, _MOST_MMOL = 0.5, 60.0  # a sensor that says more or less than any body is out of order
_MOST = {BASAL: 300.0, BOLUS: 300.0, CARBS: 2000.0}


def unit_in(text: str) -> str | None:
    """``mg/dL`` or ``mmol/L`` where a column's header says which; None where it does not."""
    folded = text.lower().replace(" ", "")
    return MG if "mg/dl" in folded else MMOL if "mmol" in folded else None


def is_limit(text: str) -> bool:
    """Whether a sensor says "Low" or "High" in place of a number."""
    said = words(text)
    return len(said) == 1 and said[0] in _LIMITS


def mmol(value: float, unit: str) -> float:
    """A glucose concentration in mmol/L, by the molar mass."""
    row = get("glucose")
    if unit == MMOL or row is None or row.chemistry.molar_mass is None:
        return value
    return float(Fraction(value) * 10 / Fraction(row.chemistry.molar_mass))


def seconds(when: When) -> int:
    """Seconds since 1970 in UTC, or of the local clock where the file names no zone."""
    moment = when.utc or datetime.fromisoformat(when.local).replace(tzinfo=UTC)
    return int(moment.timestamp())


@dataclass(slots=True)
class _Run:
    """A sensor at the end of its scale, for as long as it says so."""

    text: str
    label: str
    device: str | None
    first: When
    last: When
    count: int
    locator: Locator
    quantity: Quantity | None


@dataclass(slots=True)
class Log:
    """What has been read of one file so far.

    Attributes:
        problems: What could not be read, counted.
    """

    problems: Counter[str] = field(default_factory=Counter)
    _rows: dict[tuple[str, str | None], dict[tuple[int, float], tuple[Row, Locator]]] = field(
        default_factory=dict
    )
    _facts: dict[tuple[object, ...], Fact] = field(default_factory=dict)
    _runs: list[_Run] = field(default_factory=list)

    def sensor(
        self, when: When | None, text: str, unit: str | None, device: str | None, place: Locator, label: str
    ) -> None:
        """A reading of a sensor, number or word."""
        if when is None or when.precision is not Precision.SECOND:
            self.problems["date_missing"] += 1
        elif is_limit(text):
            self.limit(when, text, None, device, place, label)
        elif unit is None:
            self.problems["glucose_without_unit"] += 1
        else:
            number = parse_number(text)
            if number is None:
                self.problems["value_not_a_number"] += 1
            elif number.comparator is not None:
                quantity = Quantity(number.value, unit, number.comparator)
                self.limit(when, text, quantity, device, place, label)
            else:
                self._sample(SENSOR, when, mmol(float(number.value), unit), device, place)

    def limit(
        self, when: When, text: str, quantity: Quantity | None, device: str | None, place: Locator, label: str
    ) -> None:
        """A reading beyond what the sensor measures; readings that follow each other are one fact."""
        self.problems["sensor_beyond_scale"] += 1
        for run in reversed(self._runs[-8:]):
            near = min(abs(seconds(when) - seconds(edge)) for edge in (run.first, run.last)) <= _TOGETHER_S
            if near and (run.text, run.device) == (text, device):
                run.first, run.last = min(run.first, when), max(run.last, when)
                run.count += 1
                return
        self._runs.append(_Run(text, label, device, when, when, 1, place, quantity))

    def dose(
        self,
        metric: str,
        when: When | None,
        text: str,
        device: str | None,
        place: Locator,
        duration_s: int = 0,
    ) -> None:
        """Insulin in units or carbohydrates in grams; nothing for a dose of nothing."""
        number = parse_number(text)
        if number is None or number.comparator is not None:
            self.problems["value_not_a_number"] += 1
        elif when is None or when.precision is not Precision.SECOND:
            self.problems["date_missing"] += 1
        elif number.value > 0:
            self._sample(metric, when, float(number.value), device, place, duration_s)

    def minutes(
        self, metric: str, when: When | None, duration_s: int, device: str | None, place: Locator
    ) -> None:
        """Time spent on something."""
        if when is None or when.precision is not Precision.SECOND:
            self.problems["date_missing"] += 1
        elif duration_s > 0:
            self._sample(metric, when, duration_s / 60, device, place, duration_s)

    def drop(
        self,
        when: When | None,
        text: str,
        unit: str | None,
        device: str | None,
        place: Locator,
        label: str,
        analyte: str | None = "glucose",
    ) -> None:
        """A value from a drop of blood, in its printed unit."""
        if is_limit(text):
            self._keep(
                Fact(
                    Kind.OBSERVATION,
                    label,
                    Source(place, device=device),
                    analyte=analyte,
                    value_text=text,
                    start=when,
                )
            )
            return
        number = parse_number(text)
        if number is None:
            self.problems["value_not_a_number"] += 1
        elif unit is None:
            self.problems["glucose_without_unit"] += 1
        elif when is None:
            self.problems["date_missing"] += 1
        else:
            self._keep(
                Fact(
                    Kind.OBSERVATION, label, Source(place, device=device), analyte=analyte,
                    quantity=Quantity(number.value, ucum(unit) or unit, number.comparator),
                    value_text=text, unit_text=unit, start=when,
                )
            )  # fmt: skip

    def note(self, when: When | None, text: str, device: str | None, place: Locator) -> None:
        """Words that the person wrote."""
        if any(sign.isalnum() for sign in text):
            self._keep(Fact(Kind.NOTE, text, Source(place, device=device), start=when))

    def records(self) -> Iterator[Fact | Problem | Samples]:
        """Everything, once the file is read."""
        yield from self._facts.values()
        for run in sorted(self._runs, key=lambda run: run.first):
            yield Fact(
                Kind.OBSERVATION, run.label, Source(run.locator, device=run.device),
                analyte="glucose" if run.quantity else None, quantity=run.quantity, value_text=run.text,
                unit_text=run.quantity.unit if run.quantity else None, start=run.first,
                end=run.last if run.count > 1 else None,
                detail=f"{run.count} ×" if run.count > 1 else None,
            )  # fmt: skip
        for (metric, device), rows in self._rows.items():
            yield from _batches(metric, device, [rows[key] for key in sorted(rows)])
        yield from (Problem(code, count=count) for code, count in self.problems.items())

    def _sample(
        self, metric: str, when: When, value: float, device: str | None, place: Locator, duration_s: int = 0
    ) -> None:
        least, most = (_LEAST_MMOL, _MOST_MMOL) if metric == SENSOR else (0.0, _MOST.get(metric, 1e6))
        if not least <= value <= most:
            self.problems["value_impossible"] += 1
            return
        start = seconds(when)
        row = (start, duration_s, when.offset_min, value)
        self._rows.setdefault((metric, device), {}).setdefault((start, value), (row, place))

    def _keep(self, fact: Fact) -> None:
        self._facts.setdefault((fact.kind, fact.label, fact.start, fact.value_text), fact)


def _batches(metric: str, device: str | None, rows: list[tuple[Row, Locator]]) -> Iterator[Samples]:
    unit = metrics()[metric].unit
    for at in range(0, len(rows), ROWS_MAX):
        batch = rows[at : at + ROWS_MAX]
        yield Samples.of(
            metric,
            unit,
            Source(_span([place for _, place in batch]), device=device),
            [row for row, _ in batch],
        )


def _span(places: list[Locator]) -> Locator:
    """The lines from the first to the last; the whole file where it has no lines."""
    lines = [place for place in places if isinstance(place, Lines)]
    if not lines:
        return JsonPointer("")
    return Lines(min(place.first for place in lines), max(place.last for place in lines))
