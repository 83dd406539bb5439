"""Observation and DiagnosticReport: values as printed, with the range and laboratory of that report."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from connectors.fhir_r4.elements import (
    absent_reason,
    code,
    codings,
    ended,
    joined,
    label,
    labels,
    member,
    notes,
    number,
    objects,
    printed,
    quantity,
    ratio,
    remembered,
    span,
    started,
    unit_text,
    when,
    words,
)
from connectors.fhir_r4.parse import Body, Resource
from connectors.fhir_r4.shelf import Shelf, source
from connectors.fhir_r4.terms import term
from records.model import Fact, Kind, Passage, Problem, Record, ReferenceRange, revised
from records.quantity import Quantity
from records.when import When

_LONG_CONCLUSION = 600
_NO_RANGE = frozenset(("na", "n/a", "none", "-", "--"))
# A comma before exactly three digits could group thousands: such a range stays words.
_FIGURE = r"-?\d+(?:\.\d+|,(?!\d{3}(?!\d))\d+)?"
_PLAIN_RANGE = re.compile(
    rf"(?:(?P<low>{_FIGURE})\s*(?:-|–|à|to)\s*(?P<high>{_FIGURE})|(?P<sign>[<>≤≥])=?\s*(?P<one>{_FIGURE}))"
    r"(?:\s+(?P<unit>\D.*))?"
)
_MAX_RESULTS_NAMED = 30


Fields = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Value:
    """A value[x]: text as printed, its unit, and the number when it is one."""

    text: str | None = None
    unit: str | None = None
    quantity: Quantity | None = None


class Reports:
    """Which DiagnosticReport an Observation belongs to."""

    def __init__(self, shelf: Shelf) -> None:
        self._of: dict[str, Resource] = {}
        for report in shelf:
            if report.type == "DiagnosticReport":
                for reference in objects(report.body.get("result")):
                    self._place(shelf.find(reference, report), report, shelf)

    def _place(self, result: Resource | None, report: Resource, shelf: Shelf) -> None:
        if result is None or result.pointer in self._of:
            return
        self._of[result.pointer] = report
        for reference in objects(result.body.get("hasMember")):
            self._place(shelf.find(reference, result), report, shelf)

    def of(self, observation: Resource) -> Resource | None:
        """The report that lists this result, directly or within a panel."""
        return self._of.get(observation.pointer)


def value(body: Body, language: str) -> Value:
    """The value of an Observation or of one of its components."""
    if isinstance(body.get("valueQuantity"), dict):
        given = body["valueQuantity"]
        return Value(printed(given), unit_text(given), quantity(given))
    for name in ("valueInteger", "valueDecimal"):
        digits = words(body.get(name))
        if digits:
            found = number(digits)
            return Value(digits, None, None if found is None else Quantity(found, "1"))
    if isinstance(body.get("valueBoolean"), bool):
        return Value(term("yes" if body["valueBoolean"] else "no", language))
    if isinstance(body.get("valuePeriod"), dict):
        period = body["valuePeriod"]
        return Value(joined((words(period.get("start")), words(period.get("end"))), " - "))
    return Value(
        labels(body.get("valueCodeableConcept"))
        or words(body.get("valueString"))
        or span(body.get("valueRange"))
        or ratio(body.get("valueRatio"))
        or words(body.get("valueDateTime"))
        or words(body.get("valueTime"))
    )


def reference_range(body: Body, own: Value) -> ReferenceRange | None:
    """The report's own range. Limits only when it prints exactly one, in the value's unit."""
    return _reference_range(
        body.get("referenceRange"), own.unit, None if own.quantity is None else own.quantity.unit
    )


@remembered
def _reference_range(ranges: Any, unit: str | None, number_unit: str | None) -> ReferenceRange | None:
    given = objects(ranges)
    normal = [item for item in given if code(item.get("type")) in (None, "normal")] or given
    printed_ranges = [(text, item) for item in normal if (text := _range_text(item)) is not None]
    text = joined(text for text, _ in printed_ranges)
    if text is None:
        return None
    if len(printed_ranges) > 1:
        return ReferenceRange(text)
    item = printed_ranges[0][1]
    if item.get("low") is None and item.get("high") is None:
        return _from_words(text, unit, number_unit)
    return ReferenceRange(text, _limit(item.get("low"), unit), _limit(item.get("high"), unit))


def _range_text(item: Body) -> str | None:
    text = words(item.get("text")) or span(item)
    if text is None or text.lower() in _NO_RANGE:
        return None
    whom = joined((labels(item.get("appliesTo")), span(item.get("age"))), ", ")
    return f"{text} ({whom})" if whom else text


def _limit(limit: Any, unit: str | None) -> Quantity | None:
    return quantity(limit) if unit_text(limit) in (None, unit) else None


def _from_words(text: str, unit: str | None, number_unit: str | None) -> ReferenceRange:
    """Limits of a range that stands only in words (``2.10-2.55``, ``< 5,0 mmol/L``), when so plain."""
    match = _PLAIN_RANGE.fullmatch(text.strip("()[] "))
    if match is None or number_unit is None or (match["unit"] or unit) != unit:
        return ReferenceRange(text)
    low, high = (_printed_limit(match[side], number_unit) for side in ("low", "high"))
    one = _printed_limit(match["one"], number_unit)
    if one is not None:
        return ReferenceRange(text, None, one) if match["sign"] in "<≤" else ReferenceRange(text, one, None)
    return ReferenceRange(text, low, high)


def _printed_limit(text: str | None, unit: str) -> Quantity | None:
    found = number(text.replace(",", ".")) if text else None
    return None if found is None else Quantity(found, unit)


def observation(resource: Resource, shelf: Shelf, reports: Reports) -> Iterator[Record | Problem]:
    """The facts of an Observation: its own value, and one per component.

    A panel that only groups results of this file is no fact; a missing result is one, with its reason.
    """
    body = resource.body
    report = reports.of(resource)
    whole = _whole(resource, shelf, report)
    own = value(body, shelf.language)
    components = objects(body.get("component"))
    members = [shelf.find(reference, resource) for reference in objects(body.get("hasMember"))]
    grouping = bool(components) or any(found is not None for found in members)
    if own.text is not None or (not grouping and whole["label"]):
        yield _with_value(whole, body, own, absent_reason(body) if own.text is None else None)
    for index, component in enumerate(_places(body.get("component"))):
        if component is not None:
            yield from _component(resource, shelf, whole, component, index)
    yield from _odd(resource, body, own, "")


def _odd(resource: Resource, body: Body, own: Value, at: str) -> Iterator[Problem]:
    if member(body, "valueSampledData") is not None:
        yield Problem("sampled_data_not_read", source(resource, f"{at}/valueSampledData"))
    if isinstance(body.get("valueQuantity"), dict) and own.text is not None and own.quantity is None:
        yield Problem("value_not_a_number", source(resource, f"{at}/valueQuantity"))


def _places(value: Any) -> list[Body | None]:
    return [item if isinstance(item, dict) else None for item in value] if isinstance(value, list) else []


def _whole(resource: Resource, shelf: Shelf, report: Resource | None) -> Fields:
    """What the facts of an Observation share, as fields of `Fact`."""
    body = resource.body
    specimen = shelf.find(body.get("specimen"), resource)
    laboratory = shelf.organisation(body.get("performer"), resource)
    if laboratory is None and report is not None:
        laboratory = shelf.organisation(report.body.get("performer"), report)
    laboratory = laboratory or shelf.measured_by(resource)
    return {
        "kind": Kind.OBSERVATION,
        "label": label(body.get("code")) or label(body.get("category")) or "",
        "source": source(
            resource,
            laboratory=laboratory,
            method=label(body.get("method")),
            device=shelf.name(body.get("device"), resource),
        ),
        "codings": codings(body.get("code")),
        "start": _observed(body, specimen, report),
        "end": ended(body, "effective"),
        "status": words(body.get("status")),
        "detail": joined(
            (
                label(body.get("bodySite")),
                None if specimen is None else label(specimen.body.get("type")),
                notes(body),
            )
        ),
        "confirmed": True,
        "identifiers": shelf.identifiers(resource),
    }


def _observed(body: Body, specimen: Resource | None, report: Resource | None) -> When | None:
    """When it was observed; without that, when the sample was taken, the report's date, or when issued."""
    return (
        started(body, "effective")
        or (started(specimen.body.get("collection") or {}, "collected") if specimen is not None else None)
        or (started(report.body, "effective") if report is not None else None)
        or when(body.get("issued"))
    )


def _with_value(fields: Fields, body: Body, own: Value, missing: str | None) -> Fact:
    detail = fields["detail"]
    return Fact(
        **{
            **fields,
            "value_text": own.text,
            "unit_text": own.unit,
            "quantity": own.quantity,
            "reference": reference_range(body, own),
            "interpretation": flags(body.get("interpretation")),
            "detail": joined((missing, detail)) if missing else detail,
        }
    )


@remembered
def flags(concepts: Any) -> str | None:
    """The report's flags: their codes (``H``), else their words."""
    return joined((code(item) or label(item) for item in objects(concepts)), ", ")


def _component(
    resource: Resource, shelf: Shelf, whole: Fields, component: Body, index: int
) -> Iterator[Record | Problem]:
    """A component as a fact of its own; it shares date, laboratory and status with its observation."""
    own = value(component, shelf.language)
    name = label(component.get("code"))
    if name is None:
        return
    part = {
        **whole,
        "label": name,
        "codings": codings(component.get("code")),
        "source": revised(whole["source"], locator=source(resource, f"/component/{index}").locator),
        "identifiers": shelf.identifiers(resource, code(component.get("code")) or str(index)),
        "detail": joined((whole["label"], whole["detail"])),
    }
    yield _with_value(part, component, own, absent_reason(component) if own.text is None else None)
    yield from _odd(resource, component, own, f"/component/{index}")


def report(resource: Resource, shelf: Shelf) -> Iterator[Record | Problem]:
    """A DiagnosticReport as a note: what was examined, what it concludes, which results it lists."""
    body = resource.body
    name = label(body.get("code")) or label(body.get("category"))
    if name is None:
        return
    conclusion = words(body.get("conclusion"))
    long = conclusion is not None and len(conclusion) > _LONG_CONCLUSION
    found = [
        shelf.name(reference, resource) for reference in objects(body.get("result"))[:_MAX_RESULTS_NAMED]
    ]
    results = joined(found, ", ")
    laboratory = shelf.organisation(body.get("performer"), resource)
    date = started(body, "effective") or when(body.get("issued"))
    yield Fact(
        kind=Kind.NOTE,
        label=name,
        source=source(resource, laboratory=laboratory),
        codings=codings(body.get("code")),
        start=date,
        end=ended(body, "effective"),
        status=words(body.get("status")),
        detail=joined(
            (
                None if long else conclusion,
                labels(body.get("conclusionCode")),
                f"{term('results', shelf.language)}: {results}" if results else None,
            )
        ),
        confirmed=True,
        identifiers=shelf.identifiers(resource),
    )
    if long and conclusion is not None:
        yield Passage(
            conclusion, source(resource, "/conclusion", laboratory=laboratory), heading=name, when=date
        )
