"""What an element of the export states, as a `Fact` in words a person reads, not in Apple's identifiers."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import replace
from decimal import Decimal
from functools import lru_cache

from connectors.apple_health import kinds, times
from records.codes import LOINC, Coding
from records.model import Fact, Kind, Person
from records.quantity import Quantity
from records.source import Entry, Source
from records.when import When

Attributes = Mapping[str, str]
Part = tuple[str, Attributes]

PARTS = frozenset(("WorkoutStatistics", "sensitivityPoint", "RightEye", "LeftEye"))
"""Elements inside others that say something."""

_NOWHERE = Source(Entry())
_NAME = re.compile(r"name:\s*([^,>]+)")
_MOLAR = re.compile(r"mmol<[\d.]+>/L\Z")
_NUMBER = re.compile(r"-?\d{1,15}(?:\.\d{1,20})?(?:[eE]-?\d{1,2})?\Z")
_CAPITALS = re.compile(r"(?<=[a-z0-9])(?=[A-Z])|(?<=[A-Z])(?=[A-Z][a-z])")
_DENIALS = frozenset(("not present", "negative"))
_EXERCISE = Coding(LOINC, "55411-3", "Exercise duration")
_BLOOD = Coding(LOINC, "882-1", "ABO and Rh group")
_SUMS = (
    ("DistanceWalkingRunning", "distance"), ("DistanceCycling", "distance"), ("DistanceSwimming", "distance"),
    ("DistanceWheelchair", "distance"), ("ActiveEnergyBurned", "energy"),
)  # fmt: skip
_LONG = 200


@lru_cache(maxsize=4096)
def device(source: str | None, described: str | None) -> str | None:
    """Who measured: the name the person gave the watch, phone or app, with what it is where that says more.

    The description holds an address in memory, which changes with every start of the phone and says nothing.

    >>> device("Zoé", "<<HKDevice: 0x2811a8b90>, name:Apple Watch, model:Watch>")
    'Apple Watch (Zoé)'
    """
    match = _NAME.search(described or "")
    name = match[1].strip()[:_LONG] if match else ""
    owner = (source or "").replace("\u00a0", " ").strip()[:_LONG]
    if not name or name.lower() in owner.lower():
        return owner or None
    return f"{name} ({owner})" if owner else name


def device_of(a: Attributes) -> str | None:
    """The same, of an element."""
    return device(a.get("sourceName"), a.get("device"))


def unit(printed: str) -> str:
    """A unit without the molar mass that some exports write in it."""
    return "mmol/L" if _MOLAR.match(printed) else printed


def placed(fact: Fact | Person, source: Source) -> Fact | Person:
    """With the place it was read."""
    return replace(fact, source=source) if isinstance(fact, Fact) else fact


def words(identifier: str) -> str:
    """``AbdominalCramps`` as ``Abdominal cramps``."""
    parts = _CAPITALS.sub(" ", identifier).split()
    said = " ".join(part if part.isupper() and len(part) > 1 else part.lower() for part in parts)
    return said[:1].upper() + said[1:_LONG]


def of_record(a: Attributes, metadata: Mapping[str, str]) -> Fact | str:
    """A record that is looked up by itself; the code of a problem where it is none."""
    kind = a.get("type", "")
    if kind.startswith(kinds.CATEGORY):
        return _category(kind.removeprefix(kinds.CATEGORY), a, metadata)
    measure = kinds.SPARSE.get(kind.removeprefix(kinds.QUANTITY))
    return "measures_not_kept" if measure is None else _measure(measure, a, metadata)


def _measure(measure: kinds.Measure, a: Attributes, metadata: Mapping[str, str]) -> Fact | str:
    text, printed = a.get("value", "").strip(), unit(a.get("unit", ""))
    start = _when(a, "startDate", metadata)
    if not _NUMBER.match(text):
        return "value_not_a_number"
    if start is None:
        return "rows_without_date"
    code = measure.unit if printed in ("", "count") else kinds.UNITS.get(printed, printed)
    value = Decimal(text)
    if measure.share and printed == "%":
        if not 0 <= value <= 1:
            return "value_impossible"
        value = (value * 100).normalize()
        value = value.quantize(Decimal(1)) if value == value.to_integral() else value
        text = format(value, "f")
    return Fact(
        Kind.OBSERVATION, measure.label, _NOWHERE,
        codings=(Coding(LOINC, measure.loinc),) if measure.loinc else (),
        quantity=Quantity(value, code), value_text=text,
        unit_text=None if printed in ("", "count") else printed,
        start=start, end=_end(a, start, metadata), detail=_remarks(metadata),
    )  # fmt: skip


def _category(name: str, a: Attributes, metadata: Mapping[str, str]) -> Fact | str:
    if name in kinds.NOT_KEPT:
        return "measures_not_kept"
    start = _when(a, "startDate", metadata)
    if start is None:
        return "rows_without_date"
    value = _value(name, a.get("value", ""))
    return Fact(
        Kind.OBSERVATION, words(name), _NOWHERE, value_text=value or None, start=start,
        end=_end(a, start, metadata), negated=value in _DENIALS, detail=_remarks(metadata),
    )  # fmt: skip


def _value(name: str, value: str) -> str:
    """``HKCategoryValueSeverityMild`` as ``mild``; empty where it only says that the thing was there."""
    rest = value.removeprefix("HKCategoryValue")
    for family in (name, "Severity", "Presence", "VaginalBleeding"):
        if rest.startswith(family) and rest != family:
            rest = rest.removeprefix(family)
            break
    said = words(rest).lower()
    return "" if said in ("not applicable", "0", "") else said


def _remarks(metadata: Mapping[str, str]) -> str | None:
    found = []
    if metadata.get("HKWasUserEntered") == "1":
        found.append("entered by hand")
    meal = kinds.MEALS.get(metadata.get("HKBloodGlucoseMealTime", ""))
    if meal:
        found.append(meal)
    return ", ".join(found) or None


def of_element(
    tag: str, a: Attributes, metadata: Mapping[str, str], parts: Sequence[Part]
) -> list[Fact | Person]:
    """Everything that an element other than a record states."""
    match tag:
        case "Me":
            return _me(a)
        case "Workout":
            return [_workout(a, metadata, parts)]
        case "Audiogram":
            return list(_audiogram(a, metadata, parts))
        case _:
            return [_glasses(a, metadata, parts)]


def _me(a: Attributes) -> list[Fact | Person]:
    about = {name.removeprefix("HKCharacteristicTypeIdentifier"): value for name, value in a.items()}
    born = When.parse(about.get("DateOfBirth", ""))
    sex = kinds.SEX.get(about.get("BiologicalSex", "").removeprefix("HKBiologicalSex"))
    blood = kinds.BLOOD.get(about.get("BloodType", "").removeprefix("HKBloodType"))
    found: list[Fact | Person] = [Person(birth=born, sex=sex)] if born or sex else []
    if blood:
        found.append(Fact(Kind.OBSERVATION, "Blood type", _NOWHERE, codings=(_BLOOD,), value_text=blood))
    return found


def _workout(a: Attributes, metadata: Mapping[str, str], parts: Sequence[Part]) -> Fact:
    """Type, duration, and in the detail what else was measured over the whole of it."""
    name = words(a.get("workoutActivityType", "").removeprefix("HKWorkoutActivityType")) or "Workout"
    text, printed = a.get("duration", ""), a.get("durationUnit", "min")
    start = _when(a, "startDate", metadata)
    known = bool(_NUMBER.match(text))
    said = [
        f"{label} {_short(a[total])} {a.get(total + 'Unit', '')}".strip()
        for label, total in (("distance", "totalDistance"), ("energy", "totalEnergyBurned"))
        if _counts(a.get(total))
    ]
    said = said or _totals(a, parts)
    return Fact(
        Kind.OBSERVATION, name, _NOWHERE, codings=(_EXERCISE,),
        quantity=Quantity(Decimal(text), "h" if printed == "hr" else printed) if known else None,
        value_text=text if known else None, unit_text=printed if known else None, start=start,
        end=_when(a, "endDate", metadata), detail=", ".join([*said, *_heart(a, parts)]) or None,
    )  # fmt: skip


def _totals(a: Attributes, parts: Sequence[Part]) -> list[str]:
    found = []
    for name, label in _SUMS:
        part = _statistic(a, parts, name)
        if part is not None and _counts(part.get("sum")):
            found.append(f"{label} {_short(part['sum'])} {part.get('unit', '')}".strip())
    return found


def _heart(a: Attributes, parts: Sequence[Part]) -> list[str]:
    part = _statistic(a, parts, "HeartRate")
    if part is None:
        return []
    named = ((name, part.get(name)) for name in ("average", "maximum"))
    return [f"heart rate {name} {_short(value)} /min" for name, value in named if value and _counts(value)]


def _statistic(a: Attributes, parts: Sequence[Part], name: str) -> Attributes | None:
    """Over the whole workout: activities inside one have statistics of their own."""
    found = [
        part
        for tag, part in parts
        if tag == "WorkoutStatistics" and part.get("type") == kinds.QUANTITY + name
    ]
    whole = [
        part for part in found
        if (part.get("startDate"), part.get("endDate")) == (a.get("startDate"), a.get("endDate"))
    ]  # fmt: skip
    return next(iter(whole or found), None)


def _short(number: str) -> str:
    """A number that a watch reckoned to fifteen digits, to two."""
    return format(round(Decimal(number), 2).normalize(), "f")


def _counts(value: str | None) -> bool:
    return value is not None and bool(_NUMBER.match(value)) and float(value) > 0


def _audiogram(a: Attributes, metadata: Mapping[str, str], parts: Sequence[Part]) -> "list[Fact]":
    """One statement for each ear and frequency."""
    start = _when(a, "startDate", metadata)
    found = []
    for _, part in parts:
        pitch = f"{part.get('frequencyValue', '')} {part.get('frequencyUnit', 'Hz')}".strip()[:_LONG]
        for ear in ("left", "right"):
            text = part.get(f"{ear}EarValue", "")
            if _NUMBER.match(text):
                printed = part.get(f"{ear}EarUnit", "dBHL")
                found.append(
                    Fact(
                        Kind.OBSERVATION, f"Hearing threshold, {ear} ear, {pitch}", _NOWHERE, start=start,
                        quantity=Quantity(Decimal(text), "dB[HL]" if printed == "dBHL" else printed),
                        value_text=text, unit_text=printed,
                    )
                )  # fmt: skip
    return found


def _glasses(a: Attributes, metadata: Mapping[str, str], parts: Sequence[Part]) -> Fact:
    """A prescription for glasses or lenses, its numbers as printed."""
    said = [
        f"{words(tag).lower()}: "
        + ", ".join(f"{words(name).lower()} {value}" for name, value in part.items())
        for tag, part in parts
    ]
    return Fact(
        Kind.NOTE, "Vision prescription", _NOWHERE, value_text=a.get("type") or None,
        start=_when(a, "dateIssued", metadata), end=_when(a, "expirationDate", metadata),
        detail="; ".join(said)[:1000] or None,
    )  # fmt: skip


def _when(a: Attributes, name: str, metadata: Mapping[str, str]) -> When | None:
    stated = times.when(a.get(name, ""))
    zone = metadata.get("HKTimeZone")
    return times.in_zone(stated, zone) if stated is not None and zone else stated


def _end(a: Attributes, start: When, metadata: Mapping[str, str]) -> When | None:
    end = _when(a, "endDate", metadata)
    return end if end is not None and end != start else None
