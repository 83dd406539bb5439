"""OBX segments: a value of a type that the segment names, with unit, range, flag, status and time."""

import base64
import binascii
import re

from connectors.hl7_v2.segments import Segment
from records.codes import LOINC, SNOMED, Coding
from records.model import Fact, Kind, ReferenceRange
from records.quantity import Number, Quantity, parse_number
from records.source import Source
from records.when import When

_SYSTEMS = {
    "LN": LOINC, "LOINC": LOINC, "SCT": SNOMED, "SNM": SNOMED, "CVX": "http://hl7.org/fhir/sid/cvx",
    "NDC": "http://hl7.org/fhir/sid/ndc", "I10": "http://hl7.org/fhir/sid/icd-10",
    "I10C": "http://hl7.org/fhir/sid/icd-10-cm", "ICD10": "http://hl7.org/fhir/sid/icd-10",
    "RXNORM": "http://www.nlm.nih.gov/research/umls/rxnorm", "ATC": "http://www.whocc.no/atc",
}  # fmt: skip
"""HL7 table 0396, the systems that mean something to us."""

STATUS = {
    "F": "final", "P": "preliminary", "C": "corrected", "D": "entered-in-error", "W": "entered-in-error",
    "X": "cancelled", "S": "preliminary", "R": "preliminary", "U": "final", "A": "amended",
}  # fmt: skip
"""HL7 table 0085 in the words of FHIR."""
WITHOUT_RESULT = frozenset("ION")
"""Of table 0085: specimen received, order only, not asked for: nothing was measured."""

TEXT = ("TX", "FT")
_CODED = ("CE", "CWE", "CF", "CNE", "IS", "ID")
_RANGE = re.compile(r"\s*(?P<low>[+-]?\d+(?:[.,]\d+)?)\s*[-–]\s*(?P<high>\d+(?:[.,]\d+)?)\s*\Z")
_ORIGINAL_TEXT = 9


def codings(segment: Segment, field: int) -> tuple[Coding, ...]:
    """The codes of a coded field whose system is known, and local ones without a system."""
    found = []
    for code, label, system in ((1, 2, 3), (4, 5, 6)):
        value = segment.get(field, code)
        if value:
            found.append(
                Coding(_SYSTEMS.get(segment.get(field, system).upper(), ""), value, segment.get(field, label))
            )
    return tuple(found)


def words(segment: Segment, field: int) -> str:
    """What people call it: a display, else the original text, else the code."""
    return next((text for place in (2, _ORIGINAL_TEXT, 5, 1, 4) if (text := segment.get(field, place))), "")


def observation(
    segment: Segment, *, laboratory: str | None, taken: When | None, order: str, panel: str
) -> Fact | None:
    """The fact of one OBX; None when it holds no result.

    Args:
        segment: The OBX.
        laboratory: Who sent the message.
        taken: When the specimen was taken (OBR-7), for results without a time of their own.
        order: The filler's order number (OBR-3), for knowing a corrected result again.
        panel: What was ordered.
    """
    status = segment.get(11)
    label = words(segment, 3)
    text, number = _value(segment)
    if not label or status in WITHOUT_RESULT or (not text and STATUS.get(status) != "entered-in-error"):
        return None
    unit = "" if segment.get(2) in _CODED else segment.get(6) or segment.get(6, 2)
    code = segment.get(3) or label
    quantity = None if number is None else Quantity(number.value, unit or "1", number.comparator)
    return Fact(
        kind=Kind.OBSERVATION,
        label=label,
        source=Source(
            segment.place,
            segment.get(23) or segment.get(15, 2) or laboratory,
            segment.get(17, 2) or None,
            segment.get(18) or None,
        ),
        codings=codings(segment, 3),
        quantity=quantity,
        value_text=text or None,
        unit_text=unit or None,
        reference=_reference(segment.get(7), unit),
        interpretation=segment.get(8) or None,
        start=segment.when(14) or segment.when(19) or taken,
        status=STATUS.get(status, status or None),
        detail=panel if panel and panel != label else None,
        confirmed=True,
        identifiers=(f"{order}|{code}|{segment.get(4)}",) if order else (),
    )


def attachment(segment: Segment) -> bytes | None:
    """The file in an encapsulated value (type ED); None when there is none, or it cannot be decoded."""
    data, coding = segment.get(5, 5), segment.get(5, 4).lower()
    if not data:
        return None
    if coding != "base64":
        return data.encode()
    try:
        return base64.b64decode(data.replace(" ", ""), validate=True)
    except (binascii.Error, ValueError):
        return None


def _value(segment: Segment) -> tuple[str, Number | None]:
    """The value as printed, and its number where it is one."""
    kind = segment.get(2)
    if segment.repetitions(5) > 1:  # several values at once are words: none of them is the value
        return segment.raw(5).replace("~", " ~ "), None
    if kind == "SN":
        return _structured(segment)
    if kind in _CODED:
        return words(segment, 5), None
    text = segment.get(5)
    if kind == "NM" or segment.get(6):
        return text, parse_number(text)
    return text, None


def _structured(segment: Segment) -> tuple[str, Number | None]:
    """A structured number: ``^182``, ``>^100``; a ratio or an interval (``^1^:^128``) stays words."""
    comparator, first, between, second = (segment.get(5, place) for place in (1, 2, 3, 4))
    text = f"{comparator}{first}{between}{second}"
    if second or between or comparator == "<>":
        return text, None
    return text, parse_number(text.removeprefix("="))


def _reference(text: str, unit: str) -> ReferenceRange | None:
    if not text:
        return None
    match = _RANGE.match(text)
    if match is not None:
        low, high = parse_number(match["low"]), parse_number(match["high"])
        if low is not None and high is not None and low.value <= high.value:
            return ReferenceRange(text, Quantity(low.value, unit or "1"), Quantity(high.value, unit or "1"))
    number = parse_number(text)
    if number is not None and number.comparator is not None:
        limit = Quantity(number.value, unit or "1")
        below = number.comparator in ("<", "<=")
        return ReferenceRange(text, None if below else limit, limit if below else None)
    return ReferenceRange(text)
