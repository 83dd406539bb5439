"""What connectors yield and the house works on: facts, passages, problems.

A `Fact` is thin: the exact resource or page stays sealed as evidence and the fact points at it.
Connectors make facts without `id`, `analyte`, `canonical`; ingest fills these in (`dataclasses.replace`).
"""

from collections.abc import Callable
from dataclasses import dataclass, field, fields
from enum import StrEnum
from functools import lru_cache
from operator import attrgetter
from typing import Any, TypeVar

from records.codes import Coding
from records.quantity import Quantity
from records.source import Source
from records.when import When


class Kind(StrEnum):
    """What a fact is about (FHIR resource families)."""

    OBSERVATION = "observation"
    MEDICATION = "medication"
    CONDITION = "condition"
    ALLERGY = "allergy"
    IMMUNIZATION = "immunization"
    PROCEDURE = "procedure"
    ENCOUNTER = "encounter"
    NOTE = "note"


class Extraction(StrEnum):
    """How a fact was read."""

    CODED = "coded"
    TEXT = "text"
    OCR = "ocr"
    TYPED = "typed"


@dataclass(frozen=True, slots=True)
class ReferenceRange:
    """The normal range *that report* printed; never one of ours.

    Attributes:
        text: As printed, e.g. ``15 - 150`` or ``< 5,0``.
        low: Lower limit in the fact's printed unit; None when open or not a number.
        high: Upper limit in the fact's printed unit; None when open or not a number.
    """

    text: str
    low: Quantity | None = None
    high: Quantity | None = None


@dataclass(frozen=True, slots=True)
class Fact:
    """One statement about the person, as one source makes it.

    Attributes:
        kind: What it is about.
        label: As printed: ``Ferritine``, ``LDL Cholesterol``, ``Metformin 500 mg``.
        source: Where it was read.
        id: Opaque; empty until ingest gives one.
        analyte: Key of ``records/data/analytes.toml`` (``ferritin``); None when not known there.
        codings: As the source gave them.
        quantity: The measured value, in the printed unit's UCUM code; None for text results.
        value_text: The value exactly as printed (``1,90``, ``< 0.05``, ``négatif``); None when there is none.
        unit_text: The unit exactly as printed.
        canonical: `quantity` in the analyte's canonical unit; None where no exact conversion exists.
        reference: The report's own range.
        interpretation: The report's flag as printed or coded (``H``, ``L``, ``*``); None without one.
        start: When it was observed, started or noted; None when the source does not say.
        end: When it ended; None when open or instantaneous.
        status: As the source says (FHIR words: ``final``, ``active``, ``entered-in-error``); None if unsaid.
        negated: True when the source says it is absent ("no known allergy").
        detail: More printed words that belong to it: dose and frequency, reaction, site, comment.
        extraction: How it was read.
        confirmed: True once the person confirmed or corrected it, for coded facts, and for numbers read from
            a picture that `records.plausible` finds certain enough to work with.
        identifiers: Business identifiers (``system|value``) and ``server|type|id|version`` keys, for merging.
        same_as: Id of the fact that already states the same; this one is a second source, not counted.
        conflict_with: Ids of facts with the same key and another value; filled by merge.
        corrects: Id of the fact this one, typed by the person, corrects; the original stays.
    """

    kind: Kind
    label: str
    source: Source
    id: str = ""
    analyte: str | None = None
    codings: tuple[Coding, ...] = ()
    quantity: Quantity | None = None
    value_text: str | None = None
    unit_text: str | None = None
    canonical: Quantity | None = None
    reference: ReferenceRange | None = None
    interpretation: str | None = None
    start: When | None = None
    end: When | None = None
    status: str | None = None
    negated: bool = False
    detail: str | None = None
    extraction: Extraction = Extraction.CODED
    confirmed: bool = False
    identifiers: tuple[str, ...] = ()
    same_as: str | None = None
    conflict_with: tuple[str, ...] = ()
    corrects: str | None = None


Of = TypeVar("Of", Fact, Source)


def revised(value: Of, **changes: Any) -> Of:
    """The value with some fields changed: `dataclasses.replace` for what is done to every fact of a file."""
    kind: Any = type(value)
    names, read = _reading(kind)
    made: Of = kind(**{**dict(zip(names, read(value), strict=True)), **changes})
    return made


@lru_cache(maxsize=8)
def _reading(kind: Any) -> tuple[tuple[str, ...], Callable[[Any], tuple[Any, ...]]]:
    names = tuple(each.name for each in fields(kind))
    return names, attrgetter(*names)


@dataclass(frozen=True, slots=True)
class Passage:
    """A piece of a document's own words, for search and citing.

    Attributes:
        text: Never blank.
        source: Where it stands.
        id: Opaque; empty until ingest gives one.
        heading: The section it stands under, when there is one.
        when: The date of the document or section.
        quoted_orders: True when `safety.documents` found orders to a reader in it; shown as data.
    """

    text: str
    source: Source
    id: str = ""
    heading: str | None = None
    when: When | None = None
    quoted_orders: bool = False


@dataclass(frozen=True, slots=True)
class Person:
    """Who the file says it is about. Compared with the account's person, never shown to a model.

    Attributes:
        names: As printed.
        birth: When known.
        sex: FHIR administrative gender, when the file says.
    """

    names: tuple[str, ...] = ()
    birth: When | None = None
    sex: str | None = None


@dataclass(frozen=True, slots=True)
class Problem:
    """Something that could not be read, as a value in the stream.

    Attributes:
        code: Key of a sentence in ``ui/strings`` (``[problems.<code>]``).
        source: Where, when known.
        count: How many things it concerns.
    """

    code: str
    source: Source | None = None
    count: int = 1


Record = Fact | Passage | Person


@dataclass(frozen=True, slots=True)
class Document:
    """A file the person gave, as the house knows it.

    Attributes:
        id: Opaque id of the sealed original.
        name: As the person named it.
        media_type: What its bytes are (``application/pdf``), not what its name says.
        size_bytes: Of the original.
        received: UTC instant, ISO.
        connector: Id of the connector that read it.
        when: The date the document gives itself.
        pages: Page count, for files that have pages.
        identifiers: Keys of this document, as it gives them.
        replaces: Keys of documents whose place it takes.
    """

    id: str
    name: str
    media_type: str
    size_bytes: int
    received: str
    connector: str
    when: When | None = None
    pages: int | None = None
    problems: tuple[Problem, ...] = field(default=())
    identifiers: tuple[str, ...] = ()
    replaces: tuple[str, ...] = ()
