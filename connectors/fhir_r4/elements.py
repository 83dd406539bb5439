"""FHIR data types in the words of the house: labels, codes, dates, quantities, ranges.

Everything here takes whatever JSON gives (a string where an object should be, a list where a string should
be) and answers None or an empty tuple for what it cannot read; it never raises.
"""

import re
from collections.abc import Callable, Iterable, Iterator
from decimal import Decimal, InvalidOperation
from functools import lru_cache, wraps
from typing import Any, TypeVar, get_args

import orjson

from connectors.fhir_r4.parse import Body
from connectors.fhir_r4.prose import plain
from records.codes import UCUM, Coding
from records.quantity import Comparator, Quantity
from records.when import When

_CONTROL = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\ud800-\udfff]")
_MAX_WORDS = 20_000
_MAX_DIGITS = 40
_MAX_EXPONENT = 30
_COMPARATORS: dict[str, Comparator] = {sign: sign for sign in get_args(Comparator)}
_DATA_ABSENT = "http://hl7.org/fhir/StructureDefinition/data-absent-reason"


T = TypeVar("T")
_REMEMBERED = 2048


def remembered(read: Callable[..., T]) -> Callable[..., T]:
    """The same reading of a JSON value, done once for equal ones: a record repeats its codes and ranges.

    Args:
        read: Of a JSON value and of further arguments that can be hashed; what it gives cannot be changed.
    """

    @lru_cache(maxsize=_REMEMBERED)
    def of_text(text: bytes, *more: Any) -> T:
        return read(orjson.loads(text), *more)

    @wraps(read)
    def of_value(value: Any, *more: Any) -> T:
        if not value:
            return read(value, *more)
        try:
            text = orjson.dumps(value)
        except TypeError:  # half of a character pair, or nested very deep
            return read(value, *more)
        return of_text(text, *more)

    return of_value


def objects(value: Any) -> list[Body]:
    """The objects of a list, or a lone object as one."""
    if isinstance(value, dict):
        return [value]
    return [item for item in value if isinstance(item, dict)] if isinstance(value, list) else []


def replacing(body: Body) -> Iterator[Any]:
    """What a document says of each one it replaces: a Reference, or an Identifier under ``identifier``."""
    for item in objects(body.get("relatesTo")):
        if (words(item.get("code")) or words(item.get("type"))) == "replaces":
            for name in ("targetReference", "resourceReference", "target"):
                if item.get(name):
                    yield item[name]
            if item.get("targetIdentifier"):
                yield {"identifier": item["targetIdentifier"]}


def member(body: Any, *path: str) -> Any:
    """The member at the end of a path of names; of a list, its first object's."""
    for name in path:
        if isinstance(body, list):
            body = next(iter(objects(body)), None)
        if not isinstance(body, dict):
            return None
        body = body.get(name)
    return body


def words(value: Any) -> str | None:
    """A string for people: no control characters, no blank ends, bounded; None when nothing is left."""
    if value is None or not isinstance(value, str):
        return None
    if len(value) <= _MAX_WORDS and value.isprintable():
        return value.strip() or None
    return _CONTROL.sub(" ", value[:_MAX_WORDS]).strip() or None


@remembered
def label(concept: Any) -> str | None:
    """What a CodeableConcept (or Coding) calls itself: its text, else a display, else a code."""
    if isinstance(concept, list):
        return labels(concept)
    if not isinstance(concept, dict):
        return words(concept)
    if "concept" in concept:  # R5: a CodeableReference
        return label(concept["concept"])
    text = words(concept.get("text"))
    if text is not None:
        return text
    codings = objects(concept.get("coding"))
    chosen = [coding for coding in codings if coding.get("userSelected") is True]
    candidates = [concept.get("display")]
    candidates += [coding.get("display") for coding in (*chosen, *codings)]
    candidates += [coding.get("code") for coding in codings] + [concept.get("code")]
    return next((found for found in map(words, candidates) if found), None)


def labels(concepts: Any) -> str | None:
    """Several concepts as one line."""
    return joined((label(concept) for concept in objects(concepts)), ", ")


@remembered
def codings(concept: Any) -> tuple[Coding, ...]:
    """The codes of a CodeableConcept, in order, without repeats."""
    found = [
        Coding(words(coding.get("system")) or "", code, words(coding.get("display")) or "")
        for part in objects(concept)
        for coding in objects(member(part.get("concept", part), "coding"))
        if (code := words(coding.get("code"))) is not None
    ]
    return tuple(dict.fromkeys(found))


@remembered
def code(concept: Any) -> str | None:
    """The first code of a concept, or the code itself where FHIR has a bare one."""
    if isinstance(concept, str):
        return words(concept)
    return next((coding.code for coding in codings(concept)), None)


def joined(parts: Iterable[str | None], sign: str = "; ") -> str | None:
    """The parts that say something, each once, in one line; None when none does."""
    said = [part for part in parts if part]
    return (said[0] if len(said) == 1 else sign.join(dict.fromkeys(said))) if said else None


def number(value: Any) -> Decimal | None:
    """A printed number, digit for digit; None for what no report prints (``NaN``, ``1e999``)."""
    if not isinstance(value, str) or len(value) > _MAX_DIGITS:
        return None
    try:
        found = Decimal(value.strip())
    except InvalidOperation:
        return None
    return found if found.is_finite() and abs(found.adjusted()) <= _MAX_EXPONENT else None


def _one(value: Any) -> Body:
    """The object itself, or the first of a list; an empty one for anything else."""
    if isinstance(value, dict):
        return value
    return next(iter(objects(value)), {})


def quantity(value: Any) -> Quantity | None:
    """A Quantity with its UCUM code; the unit as printed when it has no UCUM code."""
    value = _one(value)
    found = number(value.get("value"))
    if found is None:
        return None
    comparator = value.get("comparator")
    unit = words(value.get("code")) if value.get("system") == UCUM else None
    return Quantity(
        found,
        unit or unit_text(value) or "1",
        _COMPARATORS.get(comparator) if isinstance(comparator, str) else None,
    )


def unit_text(value: Any) -> str | None:
    """The unit of a Quantity as printed."""
    value = _one(value)
    return words(value.get("unit")) or words(value.get("code"))


def printed(value: Any) -> str | None:
    """A number as printed, with its comparator, without unit."""
    value = _one(value)
    digits = words(value.get("value"))
    comparator = words(value.get("comparator"))
    return f"{comparator} {digits}" if digits and comparator and comparator != digits else digits


def with_unit(value: Any) -> str | None:
    """A Quantity as one reads it: ``< 5.40 mmol/L``."""
    digits = printed(value)
    unit = unit_text(value)
    return (digits if unit in (None, "1") else f"{digits} {unit}") if digits else None


def span(value: Any) -> str | None:
    """A Range as one reads it: ``3.5 - 5.1 mmol/L``, ``>= 3.5``, ``<= 5.1``."""
    value = _one(value)
    low, high = value.get("low"), value.get("high")
    least, most = printed(low), printed(high)
    if least and most:
        alike = unit_text(low) in (None, unit_text(high))
        return f"{least if alike else with_unit(low)} - {with_unit(high)}"
    if least:
        return f">= {with_unit(low)}"
    return f"<= {with_unit(high)}" if most else None


def ratio(value: Any) -> str | None:
    """A Ratio as one reads it: ``1 : 128``, ``500 mg / 5 mL``."""
    upper, lower = member(value, "numerator"), member(value, "denominator")
    over, under = with_unit(upper), with_unit(lower)
    if over is None or under is None:
        return over
    plain = unit_text(upper) in (None, "1") and unit_text(lower) in (None, "1")
    return f"{over} : {under}" if plain else f"{over} / {under}"


def when(value: Any) -> When | None:
    """A date, dateTime or instant of any precision."""
    return _parsed(value) if isinstance(value, str) else None


_parsed = lru_cache(maxsize=_REMEMBERED)(When.parse)


def started(body: Body, name: str) -> When | None:
    """The beginning of a choice: ``<name>DateTime``, ``Period``, ``Instant``, ``Date`` or ``Timing``."""
    for kind in ("DateTime", "Instant", "Date"):
        found = when(body.get(f"{name}{kind}"))
        if found is not None:
            return found
    period = body.get(f"{name}Period")
    timing = body.get(f"{name}Timing")
    if period is None and timing is None:
        return None
    events = member(timing, "event")
    return (
        when(member(period, "start"))
        or when(member(timing, "repeat", "boundsPeriod", "start"))
        or when(events[0] if isinstance(events, list) and events else None)
        or (when(member(period, "end")) if period else None)
    )


def ended(body: Body, name: str) -> When | None:
    """The end of a choice element, when it is a period with one."""
    return when(member(body.get(f"{name}Period"), "end"))


def said_age(body: Body, name: str) -> str | None:
    """An onset or abatement that is not a date: an age, a range of ages, or words."""
    return (
        with_unit(body.get(f"{name}Age"))
        or span(body.get(f"{name}Range"))
        or words(body.get(f"{name}String"))
    )


def notes(body: Body, name: str = "note") -> str | None:
    """The annotations of a resource, one after the other; a bare string where older versions have one."""
    given = body.get(name)
    if not given:
        return None
    found = [words(given), *(words(note.get("text")) for note in objects(given))]
    return joined(plain(note) if note else None for note in found)


def human_name(value: Any) -> str | None:
    """A HumanName as printed, else put together from its parts."""
    given = member(value, "given")
    parts = given if isinstance(given, list) else []
    return words(member(value, "text")) or joined((*map(words, parts), words(member(value, "family"))), " ")


def extension(body: Any, url: str) -> Body | None:
    """The extension with that address."""
    return next((item for item in objects(member(body, "extension")) if item.get("url") == url), None)


def absent_reason(body: Any) -> str | None:
    """Why a value is not there, when the source says so: beside it, or on the empty value itself."""
    given = [value for name, value in body.items() if name.lstrip("_").startswith("value")]
    reasons = (member(extension(place, _DATA_ABSENT), "valueCode") for place in (body, *given))
    return label(member(body, "dataAbsentReason")) or next(filter(None, map(words, reasons)), None)
