"""How a medicine is taken: dose, rhythm, route, and what goes with it, in one line."""

from collections.abc import Iterator

from connectors.cda.context import Document
from connectors.cda.datatypes import (
    attribute,
    bare,
    codes,
    codings,
    flat,
    is_null,
    joined,
    label,
    limits_text,
    ratio,
    with_unit,
)
from connectors.cda.parse import Element, child, children, name, xsi_type
from connectors.cda.terms import event, term, unit_of_time
from records.codes import Coding

_NO_PRODUCT = ("manufacturedMaterial", "manufacturedLabeledDrug")


def product(statement: Element) -> Element | None:
    """The drug, vaccine or device of a statement."""
    holders = [
        child(statement, "consumable", "manufacturedProduct"),
        child(statement, "product", "manufacturedProduct"),
    ]
    for holder in holders:
        for kind in _NO_PRODUCT:
            found = child(holder, kind)
            if found is not None:
                return found
    return None


def product_label(material: Element | None, within: Document) -> str | None:
    """The name of a product: its code's display, else its own name, else its words."""
    if material is None:
        return None
    code, own = child(material, "code"), child(material, "name")
    named = flat(own) if own is not None and not is_null(own) else None
    displayed = attribute(code, "displayName") if code is not None else None
    if displayed is None and named:
        return named
    return label(code, within.texts) or named or joined(_ingredients(material, within), " + ")


def product_codings(material: Element | None) -> tuple[Coding, ...]:
    """The codes of a product; a French one has several (CIS, CIP, ATC)."""
    if material is None:
        return ()
    specialised = [
        found
        for item in material.iter()
        if name(item) in ("asSpecializedKind", "asContent") and (found := _first_code(item)) is not None
    ]
    return codings(child(material, "code"), *specialised)


def _first_code(item: Element) -> Element | None:
    return next((found for found in item.iter() if name(found) == "code" and found.get("codeSystem")), None)


def _ingredients(material: Element, within: Document) -> Iterator[str | None]:
    for item in material.iter():
        if name(item) == "ingredient" and item is not material and len(item):
            amount = next((part for part in item if name(part) == "quantity"), None)
            inner = next(
                (part for part in item.iter() if part is not item and name(part) == "ingredient"), item
            )
            own = next((part for part in inner.iter() if name(part) == "name"), None)
            said = flat(own) if own is not None else label(child(inner, "code"), within.texts)
            yield joined((said, ratio(amount) if amount is not None else None), " ")


def composition(material: Element | None, within: Document) -> str | None:
    """Ingredients and strengths, form and lot, where the product lists them."""
    if material is None:
        return None
    form = label(child(material, "formCode"), within.texts)
    return joined((joined(_ingredients(material, within), " + "), form), ", ")


def dosage(statement: Element, within: Document) -> str | None:
    """Dose, rate, rhythm, route, site and limits of one administration."""
    texts = within.texts
    dose = child(statement, "doseQuantity")
    times = children(statement, "effectiveTime")
    most = joined((ratio(item) for item in children(statement, "maxDoseQuantity")), ", ")
    needed = [
        label(child(item, "criterion", "value"), texts) or texts.words(child(item, "criterion", "text"))
        for item in children(statement, "precondition")
    ]
    return joined(
        (
            _dose(dose, statement, within),
            with_unit(child(statement, "rateQuantity")),
            joined((rhythm(item, within) for item in times), ", "),
            joined((f"{term('as_needed', texts.language)}: {item}" for item in needed if item), ", ")
            if any(needed)
            else (term("as_needed", texts.language) if needed else None),
            label(child(statement, "routeCode"), texts),
            joined((label(item, texts) for item in children(statement, "approachSiteCode")), ", "),
            f"{term('at_most', texts.language)} {most}" if most else None,
        ),
        ", ",
    )


def _dose(dose: Element | None, statement: Element, within: Document) -> str | None:
    found = with_unit(dose) if dose is None or child(dose, "low") is None else limits_text(dose)
    if found is None or dose is None:
        return None
    unit = label(child(statement, "administrationUnitCode"), within.texts)
    has_unit = dose.get("unit") not in (None, "", "1") or any(item.get("unit") for item in dose)
    low, high = child(dose, "low"), child(dose, "high")
    if low is not None and high is not None and low.get("value") == high.get("value"):
        found = with_unit(low) or found
    return found if has_unit or not unit else f"{found} {bare(unit)}"


def rhythm(time: Element, within: Document) -> str | None:
    """How often: a PIVL, an EIVL, or a set of them; periods are `datatypes.span`'s."""
    language = within.texts.language
    comps = children(time, "comp")
    if comps:
        return joined((rhythm(item, within) for item in comps), ", ")
    kind = xsi_type(time)
    happening = child(time, "event")
    if kind == "EIVL_TS" or happening is not None:
        offset = with_unit(child(time, "offset"))
        code = attribute(happening, "code")
        return joined((event(code, language) if code else None, offset), " ")
    period, often = child(time, "period"), child(time, "frequency")
    if often is not None:
        return _often(often, language)
    if period is not None and not is_null(period):
        return _every(period, language)
    width = child(time, "width")
    if width is not None and not is_null(width) and attribute(width, "value"):
        return f"{term('during', language)} {_duration(width, language)}"
    return None


def _duration(element: Element, language: str) -> str:
    count = attribute(element, "value") or ""
    return f"{count} {unit_of_time(attribute(element, 'unit') or '', count, language)}".strip()


def _every(period: Element, language: str) -> str | None:
    low, high = child(period, "low"), child(period, "high")
    if low is not None or high is not None:
        span_text = limits_text(period)
        return f"{term('every', language)} {span_text}" if span_text else None
    count, unit = attribute(period, "value"), attribute(period, "unit") or ""
    if not count:
        return None
    if language == "fr" and unit in ("d", "mo", "a"):
        return f"tous les {_duration(period, language)}"
    return f"{term('every', language)} {_duration(period, language)}"


def _often(often: Element, language: str) -> str | None:
    times, per = child(often, "numerator"), child(often, "denominator")
    count = with_unit(times)
    if count is None or per is None:
        return count
    length, unit = attribute(per, "value") or "1", attribute(per, "unit") or ""
    if length == "1":
        return f"{count} x {term('per', language)} {unit_of_time(unit, '1', language)}"
    return f"{count} x / {_duration(per, language)}"


def supply(statement: Element, within: Document) -> str | None:
    """How much was or is to be dispensed, and how often again."""
    language = within.texts.language
    amount = with_unit(child(statement, "quantity"))
    again = child(statement, "repeatNumber")
    times = attribute(again, "value") if again is not None and not is_null(again) else None
    if again is not None and times is None:
        times = attribute(child(again, "high"), "value")
    return joined(
        (
            f"{term('supply', language)}: {amount}" if amount else None,
            f"{term('refills', language)}: {times}" if times else None,
        ),
        ", ",
    )


def is_vaccine(statement: Element, material: Element | None) -> bool:
    """Whether a product is a vaccine: by its code, or by what the statement says it is."""
    own = product_codings(material)
    said = codes(child(statement, "code")) & {"IMMUNIZ", "INITIMMUNIZ", "BOOSTER"}
    cvx = any(coding.system == "http://hl7.org/fhir/sid/cvx" for coding in own)
    atc = any(coding.system == "http://www.whocc.no/atc" and coding.code.startswith("J07") for coding in own)
    return bool(said) or cvx or atc
