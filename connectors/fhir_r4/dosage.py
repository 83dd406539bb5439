"""A dosage as one reads it: the source's own words when it has some, else its coded parts in order."""

from typing import Any

from connectors.fhir_r4.elements import (
    extension,
    joined,
    label,
    labels,
    member,
    number,
    objects,
    ratio,
    span,
    with_unit,
    words,
)
from connectors.fhir_r4.parse import Body
from connectors.fhir_r4.terms import DAYS, EVENTS, FEMININE, UNITS, term

_RENDERED = (
    "http://hl7.org/fhir/5.0/StructureDefinition/extension-MedicationRequest.renderedDosageInstruction",
    "http://hl7.org/fhir/5.0/StructureDefinition/extension-MedicationStatement.renderedDosageInstruction",
    "http://hl7.org/fhir/5.0/StructureDefinition/extension-MedicationDispense.renderedDosageInstruction",
)


def dosage(body: Body, language: str) -> str | None:
    """How a medication is to be taken, of any medication resource.

    Args:
        body: MedicationRequest, -Statement, -Dispense or -Administration.
        language: ``fr`` or ``en``, for the words between coded parts.
    """
    for url in _RENDERED:
        rendered = words(member(extension(body, url), "valueMarkdown"))
        if rendered:
            return rendered
    rendered = words(body.get("renderedDosageInstruction"))
    instructions = objects(body.get("dosageInstruction")) or objects(body.get("dosage"))
    return rendered or joined((_instruction(item, language) for item in instructions), " | ")


def _instruction(item: Body, language: str) -> str | None:
    own = words(item.get("text"))
    if own:
        return joined((own, words(item.get("patientInstruction"))))
    rates = objects(item.get("doseAndRate")) or [item]
    return joined(
        (
            joined((_dose(rate) for rate in rates), ", "),
            _timing(item.get("timing"), language),
            _as_needed(item, language),
            label(item.get("route")),
            label(item.get("method")),
            label(item.get("site")),
            _most(item, language),
            labels(item.get("additionalInstruction")),
            words(item.get("patientInstruction")),
        ),
        ", ",
    )


def _dose(item: Body) -> str | None:
    dose = with_unit(item.get("doseQuantity")) or span(item.get("doseRange")) or with_unit(item.get("dose"))
    rate = with_unit(item.get("rateQuantity")) or ratio(item.get("rateRatio")) or span(item.get("rateRange"))
    return joined((dose, rate), ", ")


def _as_needed(item: Body, language: str) -> str | None:
    reason = label(item.get("asNeededCodeableConcept"))
    needed = item.get("asNeededBoolean") is True or reason
    return joined((term("as_needed", language), reason), " : ") if needed else None


def _most(item: Body, language: str) -> str | None:
    most = joined((ratio(limit) for limit in objects(item.get("maxDosePerPeriod"))), ", ") or with_unit(
        item.get("maxDosePerAdministration")
    )
    return f"{term('at_most', language)} {most}" if most else None


def _timing(timing: Any, language: str) -> str | None:
    repeat = member(timing, "repeat")
    events = member(timing, "event")
    return joined(
        (
            label(member(timing, "code")),
            _frequency(repeat, language),
            _codes(member(repeat, "dayOfWeek"), DAYS, language),
            _codes(member(repeat, "when"), EVENTS, language),
            _codes(member(repeat, "timeOfDay"), {}, language),
            _bounds(repeat, language),
            joined(map(words, events), ", ") if isinstance(events, list) else None,
        ),
        ", ",
    )


def _frequency(repeat: Any, language: str) -> str | None:
    times = _up_to(member(repeat, "frequency"), member(repeat, "frequencyMax"))
    period = _up_to(member(repeat, "period"), member(repeat, "periodMax"))
    unit = words(member(repeat, "periodUnit"))
    if period is None or unit is None:
        return f"{times} x" if times else None
    each = _unit(unit, period, language)
    if period == "1":
        return f"{times or '1'} x {term('per', language)} {each}"
    every = term("every_feminine" if unit in FEMININE else "every", language)
    return f"{times or '1'} x {every} {period} {each}"


def _up_to(least: Any, most: Any) -> str | None:
    low, high = words(least), words(most)
    return f"{low} - {high}" if low and high and low != high else low


def _unit(code: str, count: str, language: str) -> str:
    found = number(count)
    names = UNITS.get(code)
    if names is None:
        return code
    return names[language][0 if found == 1 else 1]


def _codes(values: Any, names: dict[str, dict[str, str]], language: str) -> str | None:
    found = [words(value) for value in values] if isinstance(values, list) else []
    return joined((names.get(value, {}).get(language, value) for value in found if value), ", ")


def _bounds(repeat: Any, language: str) -> str | None:
    duration = member(repeat, "boundsDuration")
    length, code = words(member(duration, "value")), words(member(duration, "code"))
    if length and code in UNITS:
        bounds: str | None = f"{length} {_unit(code, length, language)}"
    else:
        bounds = with_unit(duration) or span(member(repeat, "boundsRange"))
    count = words(member(repeat, "count"))
    return joined(
        (f"{term('during', language)} {bounds}" if bounds else None, f"{count} x" if count else None), ", "
    )
