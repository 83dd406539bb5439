"""Reads DICOM: structured reports into facts and passages; of pictures, what their labels say.

Source of the content tree: DICOM PS3.3 section C.17.3. Pixels are never read.
"""

import re
from collections.abc import Iterator
from decimal import Decimal
from io import BytesIO
from typing import Any, BinaryIO

from connectors import limits
from connectors.base import About
from core.errors import UnreadableFileError
from records.codes import LOINC, SNOMED, UCUM, Coding
from records.model import Fact, Kind, Passage, Person, Problem, Record
from records.quantity import Quantity, parse_number
from records.samples import Samples
from records.source import Rows, Source
from records.when import When

_MAGIC = (128, b"DICM")
_SR = "1.2.840.10008.5.1.4.1.1.88."
_ENCAPSULATED = "1.2.840.10008.5.1.4.1.1.104."
_DEFLATED = "1.2.840.10008.1.2.1.99"
_ITEMS_MAX = 20_000
_DEPTH_MAX = 40
_SEX = {"F": "female", "M": "male", "O": "other"}
_SYSTEMS = {
    "LN": LOINC,
    "SCT": SNOMED,
    "SRT": "",
    "UCUM": UCUM,
    "DCM": "http://dicom.nema.org/resources/ontology/DCM",
}
_UNIT_NONE = ("1", "{0:1}", "no units", "")
_DATE = re.compile(r"(?P<y>\d{4})[.:]?(?P<m>\d\d)[.:]?(?P<d>\d\d)")
TABLE = "ContentSequence"


def identify(head: bytes, name: str) -> bool:  # noqa: ARG001  the bytes decide
    """Whether it is a DICOM file."""
    return head.startswith(_MAGIC[1], _MAGIC[0])


def extract(stream: BinaryIO) -> Iterator[Record | Problem | Samples | About]:
    """What a report says, item by item; what the labels of a picture say.

    Raises:
        UnreadableFileError: ``file_damaged``, ``file_truncated``, ``file_too_complex``.
    """
    bounds = limits.of(stream)
    dataset = _opened(stream.read())
    kind = str(dataset.get("SOPClassUID", ""))
    when = next(
        (found for name in ("ContentDate", "StudyDate", "SeriesDate") if (found := _day(dataset.get(name)))),
        None,
    )
    yield About(when=when)
    if (person := _person(dataset)) is not None:
        yield person
    place = _words(dataset.get("InstitutionName")) or None
    if kind.startswith(_SR):
        yield from _report(dataset, place, when)
    elif kind.startswith(_ENCAPSULATED):
        from connectors.parts import read_part  # here: only these hold files

        yield from read_part(_held(dataset), "", "document", bounds)
    else:
        yield from _picture(dataset, place, when)


def part(data: bytes, step: str) -> bytes:
    """The document that an encapsulating file holds.

    Raises:
        UnreadableFileError: ``file_damaged``: there is none.
    """
    held = _held(_opened(data)) if step == "document" else b""
    if not held:
        raise UnreadableFileError("file_damaged")
    return held


def _opened(data: bytes) -> Any:
    from pydicom import dcmread  # here: loaded in the parser process only
    from pydicom.errors import InvalidDicomError

    try:
        head = dcmread(BytesIO(data), stop_before_pixels=True, specific_tags=["SOPClassUID"])
        if str(getattr(head.file_meta, "TransferSyntaxUID", "")) == _DEFLATED:
            raise UnreadableFileError("file_too_complex")  # it inflates without a bound
        dataset = dcmread(BytesIO(data), stop_before_pixels=True)
        dataset.decode()
    except (UnreadableFileError, MemoryError, RecursionError):
        raise
    except InvalidDicomError:
        raise UnreadableFileError("file_damaged") from None
    except Exception:  # noqa: BLE001  over a damaged file the library raises whatever it stumbles on
        raise UnreadableFileError("file_truncated") from None
    return dataset


# --- reports ------------------------------------------------------------------------------------------------


def _report(dataset: Any, place: str | None, when: When | None) -> Iterator[Record | Problem]:
    title = _meaning(_first(dataset.get("ConceptNameCodeSequence"))) or _words(
        dataset.get("StudyDescription")
    )
    found = 0
    for number, (item, heading) in enumerate(_items(dataset, title, 0), start=1):
        if number > _ITEMS_MAX:
            raise UnreadableFileError("file_too_complex")
        record = _item(item, heading, Source(Rows(TABLE, number, number), place), when)
        if record is not None:
            found += 1
            yield record
    if not found:
        yield Problem("resource_says_nothing")


def _items(node: Any, heading: str, depth: int) -> Iterator[tuple[Any, str]]:
    """Every item of the tree, depth first, with the name of the container it lies in."""
    if depth > _DEPTH_MAX:
        raise UnreadableFileError("file_too_complex")
    for item in node.get("ContentSequence") or ():
        yield item, heading
        name = _meaning(_first(item.get("ConceptNameCodeSequence")))
        inner = name if str(item.get("ValueType", "")) == "CONTAINER" and name else heading
        yield from _items(item, inner, depth + 1)


def _item(item: Any, heading: str, source: Source, when: When | None) -> Record | None:
    name = _meaning(_first(item.get("ConceptNameCodeSequence")))
    match str(item.get("ValueType", "")):
        case "TEXT":
            text = _words(item.get("TextValue"), lines=True)
        case "CODE":
            text = _meaning(_first(item.get("ConceptCodeSequence")))
        case "NUM":
            return _number(item, name, heading, source, when)
        case "DATE" | "TIME" | "DATETIME":
            text = str(item.get("Date") or item.get("DateTime") or item.get("Time") or "")
        case "PNAME":
            text = _name(item.get("PersonName"))
        case _:
            return None
    if not text:
        return None
    return Passage(f"{name}: {text}" if name else text, source, heading=heading or None, when=when)


def _number(item: Any, name: str, heading: str, source: Source, when: When | None) -> Record | None:
    measured = _first(item.get("MeasuredValueSequence"))
    text = "" if measured is None else _words(measured.get("NumericValue"))
    number = parse_number(text)
    unit = _first(None if measured is None else measured.get("MeasurementUnitsCodeSequence"))
    code = "" if unit is None else _words(unit.get("CodeValue"))
    concept = _first(item.get("ConceptNameCodeSequence"))
    if not name or number is None or concept is None:
        return (
            None
            if not text
            else Passage(f"{name}: {text} {code}".strip(), source, heading=heading or None, when=when)
        )
    unit_text = "" if code in _UNIT_NONE else code
    context = [
        _meaning(_first(below.get("ConceptCodeSequence")))
        for below in item.get("ContentSequence") or ()
        if str(below.get("ValueType", "")) == "CODE"
    ]
    return Fact(
        kind=Kind.OBSERVATION,
        label=name,
        source=source,
        codings=_codings(concept),
        quantity=Quantity(Decimal(number.value), unit_text or "1", number.comparator),
        value_text=text,
        unit_text=unit_text or None,
        start=_moment(item.get("ObservationDateTime")) or when,
        status="final",
        detail=", ".join(part for part in (heading, *context) if part and part != name) or None,
        confirmed=True,
    )


# --- pictures -----------------------------------------------------------------------------------------------


def _picture(dataset: Any, place: str | None, when: When | None) -> Iterator[Record | Problem]:
    source = Source(Rows("Dataset", 1, 1), place, device=_words(dataset.get("ManufacturerModelName")) or None)
    named = [
        _words(dataset.get(name)) for name in ("StudyDescription", "SeriesDescription", "BodyPartExamined")
    ]
    modality = _words(dataset.get("Modality"))
    label = next((name for name in named if name), "")
    if label or modality:
        study = _words(dataset.get("StudyInstanceUID"))
        yield Fact(
            kind=Kind.PROCEDURE,
            label=label or modality,
            source=source,
            start=_day(dataset.get("StudyDate")) or when,
            status="completed",
            detail=", ".join(dict.fromkeys(part for part in (modality, *named) if part and part != label))
            or None,
            confirmed=True,
            identifiers=(f"urn:oid|{study}",) if study else (),
        )
    yield Problem("picture_not_interpreted", source)


def _held(dataset: Any) -> bytes:
    data = bytes(dataset.get("EncapsulatedDocument") or b"")
    length = dataset.get("EncapsulatedDocumentLength")
    return data[: int(length)] if length else data


# --- elements -----------------------------------------------------------------------------------------------


def _first(sequence: Any) -> Any:
    return sequence[0] if sequence else None


def _meaning(code: Any) -> str:
    return "" if code is None else _words(code.get("CodeMeaning")) or _words(code.get("CodeValue"))


def _codings(code: Any) -> tuple[Coding, ...]:
    value = _words(code.get("CodeValue"))
    system = _SYSTEMS.get(_words(code.get("CodingSchemeDesignator")), "")
    return (Coding(system, value, _words(code.get("CodeMeaning"))),) if value else ()


def _words(value: Any, *, lines: bool = False) -> str:
    """Text of a value, several of them joined; line ends kept only where asked."""
    if value is None:
        return ""
    many = not isinstance(value, str | bytes) and hasattr(value, "__iter__")
    text = ", ".join(str(one) for one in value) if many else str(value)
    if lines:
        return "\n".join(
            line.strip() for line in text.replace("\r\n", "\n").replace("\r", "\n").split("\n")
        ).strip()
    return " ".join(text.split())


def _name(value: Any) -> str:
    """A person's name: given names first."""
    if value is None:
        return ""
    family, _, given = str(value).split("=")[0].partition("^")
    return " ".join(" ".join((given.replace("^", " "), family)).split())


def _person(dataset: Any) -> Person | None:
    name, birth = _name(dataset.get("PatientName")), _day(dataset.get("PatientBirthDate"))
    if not name and birth is None:
        return None
    return Person((name,) if name else (), birth, _SEX.get(_words(dataset.get("PatientSex"))))


def _day(value: Any) -> When | None:
    match = _DATE.match(str(value or ""))
    return None if match is None else When.parse(f"{match['y']}-{match['m']}-{match['d']}")


def _moment(value: Any) -> When | None:
    text = str(value or "")
    clock = re.match(r"\d{8}(\d\d)(\d\d)(\d\d)?", text)
    day = _day(text)
    if day is None or clock is None:
        return day
    return When.parse(f"{day.local}T{clock[1]}:{clock[2]}:{clock[3] or '00'}") or day
