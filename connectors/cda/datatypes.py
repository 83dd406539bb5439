"""CDA data types in the words of the house: text, codes, times, quantities, ranges. Null is nothing."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal
from typing import Final

from connectors.cda.parse import Element, child, children, name, xsi_type
from connectors.cda.terms import term
from records.codes import Coding
from records.model import ReferenceRange
from records.quantity import Comparator, Quantity, parse_number
from records.when import When

_MAX_WORDS: Final = 20_000
_MAX_DIGITS: Final = 40
_LONG_LABEL: Final = 240
_FIRST_YEAR: Final = 1850
_EMPTY_WORDS: Final = frozenset(("", "null", "undefined", "nan", "unk"))
_NULLS: Final = frozenset(("UNK", "NI", "NA", "OTH", "NASK", "ASKU", "NAV", "MSK", "NINF", "PINF"))
"""HL7 null flavours, which some systems write where a code should be."""
_SPACES: Final = re.compile(r"\s+")
_STAMP: Final = re.compile(
    r"(?P<y>\d{4})(?P<m>\d{2})?(?P<d>\d{2})?(?P<h>\d{2})?(?P<n>\d{2})?(?P<s>\d{2})?(?:\.\d+)?"
    r"(?P<z>[+-]\d{2}:?\d{2}|Z)?\Z"
)
_SYSTEMS: Final = {
    "2.16.840.1.113883.6.1": "http://loinc.org",
    "2.16.840.1.113883.6.96": "http://snomed.info/sct",
    "2.16.840.1.113883.6.88": "http://www.nlm.nih.gov/research/umls/rxnorm",
    "2.16.840.1.113883.6.90": "http://hl7.org/fhir/sid/icd-10-cm",
    "2.16.840.1.113883.6.3": "http://hl7.org/fhir/sid/icd-10",
    "2.16.840.1.113883.6.103": "http://hl7.org/fhir/sid/icd-9-cm",
    "2.16.840.1.113883.12.292": "http://hl7.org/fhir/sid/cvx",
    "2.16.840.1.113883.6.69": "http://hl7.org/fhir/sid/ndc",
    "2.16.840.1.113883.6.12": "http://www.ama-assn.org/go/cpt",
    "2.16.840.1.113883.6.73": "http://www.whocc.no/atc",
    "2.16.840.1.113883.4.9": "http://fdasis.nlm.nih.gov",
    "2.16.840.1.113883.6.8": "http://unitsofmeasure.org",
    "2.16.840.1.113883.6.24": "urn:iso:std:iso:11073:10101",
}


class Texts:
    """The narrative of a document, found by the IDs that entries refer to."""

    def __init__(self, root: Element, language: str = "en") -> None:
        self.language = language
        self._by_id: dict[str, Element] = {}
        for element in root.iter():
            key = element.get("ID") or element.get("id")
            if key and isinstance(element.tag, str):
                self._by_id.setdefault(key, element)

    def words(self, element: Element | None) -> str | None:
        """What an ED or ST says: its own words, else those it refers to."""
        if element is None:
            return None
        if (element.get("representation") or "").upper() == "B64":
            return None
        own = flat(element)
        if own:
            return own
        for reference in element.iter():
            if name(reference) == "reference":
                found = self._by_id.get((reference.get("value") or "").strip().removeprefix("#"))
                if found is not None and found is not element and (said := flat(found)):
                    return said
        return None


def flat(element: Element) -> str:
    """All words below an element, in one line."""
    parts = (part for part in element.itertext() if isinstance(part, str))
    return _SPACES.sub(" ", " ".join(parts))[:_MAX_WORDS].strip()


def attribute(element: Element | None, key: str) -> str | None:
    """An attribute's text; None when it is blank or missing."""
    found = element.get(key) if element is not None else None
    said = _SPACES.sub(" ", found)[:_MAX_WORDS].strip() if found else ""
    return None if said.lower() in _EMPTY_WORDS else said


def joined(parts: Iterable[str | None], sign: str = "; ") -> str | None:
    """The parts that say something, each once, in one line; None when none does."""
    return sign.join(dict.fromkeys(part for part in parts if part)) or None


# --- codes --------------------------------------------------------------------------------------------------


def is_null(element: Element | None) -> bool:
    """Whether the source says that it does not say."""
    return element is None or bool(element.get("nullFlavor"))


def codings(*concepts: Element | None) -> tuple[Coding, ...]:
    """The codes of concepts and of their translations, in order, without repeats."""
    found: list[Coding] = []
    for concept in concepts:
        for part in [] if concept is None else [concept, *children(concept, "translation")]:
            code = attribute(part, "code")
            if code is not None and code not in _NULLS and not part.get("nullFlavor"):
                found.append(Coding(system(part), code, attribute(part, "displayName") or ""))
    return tuple(dict.fromkeys(found))


def system(concept: Element) -> str:
    """The URI of a concept's vocabulary."""
    oid = (concept.get("codeSystem") or "").strip()
    return _SYSTEMS.get(oid) or (f"urn:oid:{oid}" if re.fullmatch(r"[\d.]+", oid) else "")


def label(concept: Element | None, texts: Texts) -> str | None:
    """What a concept calls itself: its display, its original words, a translation's display, its code."""
    if concept is None:
        return None
    original = texts.words(child(concept, "originalText"))
    if original is not None and len(original) > _LONG_LABEL:
        original = None
    translations = children(concept, "translation")
    candidates = [
        None if concept.get("nullFlavor") and not concept.get("code") else attribute(concept, "displayName"),
        original,
        *(attribute(item, "displayName") for item in translations),
        *(texts.words(child(item, "originalText")) for item in translations),
    ]
    candidates += [found.code for found in codings(concept)]
    return next((found for found in candidates if found), None)


def worded(text: str | None) -> str | None:
    """A label that says something in words; None for a bare code."""
    return text if text is not None and any(sign.isalpha() for sign in text) else None


def codes(concept: Element | None) -> frozenset[str]:
    """The bare codes of a concept and of its translations."""
    return frozenset(coding.code for coding in codings(concept))


# --- times --------------------------------------------------------------------------------------------------


def when(stamp: str | None) -> When | None:
    """An HL7 time (``20240312``, ``202403120815+0100``) of the precision it has; None when it is none."""
    text = (stamp or "").strip()
    match = _STAMP.match(text)
    if match is None:
        return When.parse(text) if text else None
    year, month, day, hour, minute, second, zone = (match[part] for part in "ymdhnsz")
    if int(year) < _FIRST_YEAR:
        return None  # a system's way of leaving a date out
    iso = "-".join(part for part in (year, month, day) if part)
    if hour and minute and day:
        iso += f"T{hour}:{minute}:{second or '00'}{zone or ''}"
    return When.parse(iso)


def point(element: Element | None) -> When | None:
    """A TS, unless it is null."""
    return None if element is None or element.get("nullFlavor") else when(element.get("value"))


@dataclass(frozen=True, slots=True)
class Span:
    """When something began and ended.

    Attributes:
        start: None when not said.
        end: None when open, not said or instantaneous.
        over: The source says that it ended, whether or not it says when.
    """

    start: When | None = None
    end: When | None = None
    over: bool = False


def span(elements: Iterable[Element]) -> Span:
    """The period that effectiveTime elements state; repetitions within it are `frequency`'s."""
    for element in elements:
        kind = xsi_type(element)
        if kind in ("PIVL_TS", "EIVL_TS"):
            phase = child(element, "phase")
            found = span([phase]) if phase is not None else Span()
        elif children(element, "comp"):
            found = span(children(element, "comp"))
        else:
            low, high = child(element, "low"), child(element, "high")
            instant = point(element) or point(child(element, "center"))
            found = Span(point(low) or instant, point(high), high is not None)
        if found.start is not None or found.end is not None or found.over:
            return found
    return Span()


# --- quantities ---------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Value:
    """A value: text as printed, its unit, the number when it is one; `more` is the same in other units."""

    text: str | None = None
    unit: str | None = None
    quantity: Quantity | None = None
    codings: tuple[Coding, ...] = ()
    more: str | None = None
    odd: bool = False


def number(text: str | None) -> Decimal | None:
    """A printed number, digit for digit; None for what no report prints."""
    found = parse_number(text) if text and len(text) <= _MAX_DIGITS else None
    return found.value if found is not None and found.comparator is None else None


def unit_of(element: Element | None) -> str | None:
    """The unit of a PQ as printed; None for a bare number."""
    unit = attribute(element, "unit")
    if unit is None and element is not None:
        said = child(element, "originalText")
        unit = flat(said) if said is not None else None
    return None if unit in (None, "", "1") else unit


def with_unit(element: Element | None) -> str | None:
    """A PQ as one reads it: ``5.40 mmol/L``; an interval as ``1 - 2 mg``."""
    if element is None:
        return None
    if any(child(element, side) is not None for side in ("low", "high", "center")):
        return limits_text(element)
    if element.get("nullFlavor") or not attribute(element, "value"):
        return None
    return joined((attribute(element, "value"), bare(unit_of(element))), " ")


def bare(unit: str | None) -> str | None:
    """A unit without the braces UCUM puts around words: ``{tablet}`` is ``tablet``."""
    return unit[1:-1] if unit and unit.startswith("{") and unit.endswith("}") else unit


def ratio(element: Element | None) -> str | None:
    """An RTO as one reads it: ``1 : 128``, ``500 mg / 5 mL``."""
    upper, lower = child(element, "numerator"), child(element, "denominator")
    over, under = with_unit(upper), with_unit(lower)
    if over is None or under is None:
        return over
    plain = unit_of(upper) is None and unit_of(lower) is None
    return f"{over} : {under}" if plain else f"{over} / {under}"


def _sign(element: Element, side: str) -> Comparator:
    """A limit is within the interval unless the source says it is not (HL7 V3 IVL, ``inclusive``)."""
    strict = (element.get("inclusive") or "").lower() == "false"
    if side == "high":
        return "<" if strict else "<="
    return ">" if strict else ">="


def limits_text(element: Element) -> str | None:
    """An interval as one reads it: ``3.5 - 5.1 mmol/L``, ``>= 3.5``, ``< 5.1 g/L``."""
    low, high = child(element, "low"), child(element, "high")
    first, last = with_unit(low), with_unit(high)
    if first and last and low is not None and high is not None:
        alike = unit_of(low) in (None, unit_of(high))
        return f"{attribute(low, 'value') if alike else first} - {last}"
    if first and low is not None:
        return f"{_sign(low, 'low')} {first}"
    if last and high is not None:
        return f"{_sign(high, 'high')} {last}"
    return with_unit(child(element, "center"))


def value(element: Element, texts: Texts) -> Value:  # noqa: PLR0911  one way out per data type
    """The value of an observation; a null one is `Value()`, unless words or a translation say more."""
    kind = xsi_type(element) or _guessed(element)
    if kind.startswith("IVL_") and kind != "IVL_TS":
        return _interval(element)
    if kind in ("PQ", "INT", "REAL", "MO"):
        return _quantity(element, texts)
    if kind.startswith("RTO"):
        return Value(ratio(element))
    if kind == "BL":
        said = attribute(element, "value")
        return Value(
            term("yes" if said == "true" else "no", texts.language) if said in ("true", "false") else None
        )
    if kind in ("TS", "IVL_TS"):
        found = span([element])
        return Value(
            joined(
                (found.start.local if found.start else None, found.end.local if found.end else None), " - "
            )
        )
    if kind in ("CD", "CE", "CV", "CO", "CS", "SC"):
        return Value(
            label(element, texts) or (None if is_null(element) else texts.words(element)),
            codings=codings(element),
        )
    if kind == "TEL":
        return Value()
    said = texts.words(element)
    return Value(said if said or is_null(element) else attribute(element, "value"))


def _guessed(element: Element) -> str:
    if any(child(element, side) is not None for side in ("low", "high")):
        return "IVL_PQ"
    if element.get("unit") is not None:
        return "PQ"
    return "CD" if element.get("code") else "ST"


def _interval(element: Element) -> Value:
    low, high = child(element, "low"), child(element, "high")
    sides = [(side, found) for side, found in (("low", low), ("high", high)) if with_unit(found)]
    if not sides and attribute(element, "value") and not element.get("nullFlavor"):
        return _plain(element)
    if len(sides) != 1:
        found = limits_text(element)
        unit = unit_of(high)
        if found and unit and found.endswith(f" {unit}") and unit_of(low) in (None, unit):
            return Value(found.removesuffix(f" {unit}"), unit)
        return Value(found)
    side, only = sides[0]
    if only is None:
        return Value()
    inner = _plain(only)
    sign = _sign(only, side)
    exact = None if inner.quantity is None else Quantity(inner.quantity.value, inner.quantity.unit, sign)
    if inner.quantity is not None and inner.quantity.comparator is not None:
        return Value(inner.text, inner.unit, None, odd=True)
    return Value(f"{sign} {inner.text}", inner.unit, exact, odd=inner.odd)


def _quantity(element: Element, texts: Texts) -> Value:
    translations = [item for item in children(element, "translation") if attribute(item, "value")]
    if element.get("nullFlavor") or not attribute(element, "value"):
        if translations:
            return _plain(translations[0])
        return Value(
            texts.words(child(element, "originalText"))
            or (None if is_null(element) else texts.words(element))
        )
    own = _plain(element)
    others = joined((with_unit(item) for item in translations if unit_of(item) != own.unit), ", ")
    return Value(own.text, own.unit, own.quantity, more=others, odd=own.odd)


def _plain(element: Element) -> Value:
    text, unit = attribute(element, "value"), unit_of(element)
    found = parse_number(text) if text and len(text) <= _MAX_DIGITS else None
    if found is None:
        return Value(text, unit, odd=True)
    return Value(text, unit, Quantity(found.value, unit or "1", found.comparator))


def reference_range(observation: Element, own: Value, texts: Texts) -> ReferenceRange | None:
    """The report's own range. Limits only when it states exactly one, in the value's unit."""
    ranges = [
        found
        for holder in children(observation, "referenceRange")
        for found in children(holder, "observationRange")
    ]
    normal = [item for item in ranges if codes(child(item, "interpretationCode")) <= {"N"}]
    printed = [(text, item) for item in normal or ranges if (text := _range_text(item, texts)) is not None]
    text = joined(text for text, _ in printed)
    if text is None:
        return None
    bounds = child(printed[0][1], "value")
    if (
        len(printed) > 1
        or bounds is None
        or own.quantity is None
        or child(printed[0][1], "precondition") is not None
    ):
        return ReferenceRange(text)
    return ReferenceRange(text, *(_limit(child(bounds, side), own) for side in ("low", "high")))


def _range_text(item: Element, texts: Texts) -> str | None:
    bounds = child(item, "value")
    coded = None if bounds is None else limits_text(bounds) or value(bounds, texts).text
    return texts.words(child(item, "text")) or coded


def _limit(bound: Element | None, own: Value) -> Quantity | None:
    if bound is None or bound.get("nullFlavor") or unit_of(bound) not in (None, own.unit):
        return None
    found = number(attribute(bound, "value"))
    return None if found is None else Quantity(found, own.unit or "1")
