"""Codes from medical vocabularies, as a source gave them."""

from dataclasses import dataclass

LOINC = "http://loinc.org"
SNOMED = "http://snomed.info/sct"
UCUM = "http://unitsofmeasure.org"

NONE_KNOWN = frozenset(
    (
        # SNOMED CT: no known allergy, drug, food, environmental, latex allergy; no current problems.
        "716186003", "409137002", "429625007", "428607008", "716184000", "716220001", "160245001",
        # HL7 IPS absent-unknown.
        "no-known-allergies", "no-known-medication-allergies", "no-known-environmental-allergies",
        "no-known-food-allergies", "no-known-devices", "no-known-immunizations", "no-known-medications",
        "no-known-problems", "no-known-procedures",
    )
)  # fmt: skip
"""Codes that state an absence. Source: SNOMED CT; HL7 IPS CodeSystem absent-unknown-uv-ips."""


@dataclass(frozen=True, slots=True)
class Coding:
    """One code.

    Attributes:
        system: URI of the vocabulary (FHIR ``Coding.system``); ``urn:oid:…`` for an OID; empty when unknown.
        code: The code.
        display: The label the source printed beside it; may be empty.
    """

    system: str
    code: str
    display: str = ""
