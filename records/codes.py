"""Codes from medical vocabularies, as a source gave them."""

from dataclasses import dataclass

LOINC = "http://loinc.org"
SNOMED = "http://snomed.info/sct"
UCUM = "http://unitsofmeasure.org"


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
