"""Imports every record of the corpus through the gate and prints what came of it.

``CARNET_CORPUS=… python -m tests.evals.corpus`` prints a row per folder; ``--files`` a row per file. File
names are of the public corpus; of a person's files none is ever printed.
"""

import json
import os
import sys
import time
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from connectors import intake
from core.errors import AppError
from records.model import Fact, Passage
from records.source import JsonPointer

RECORDS = ("fhir", "ccda", "hl7v2", "dicom-sr", "devices", "photos", "smart-health-cards")
"""Folders of the corpus that hold what people bring; the others are questions and tables."""
CLINICAL = frozenset(
    "MedicationRequest MedicationStatement MedicationDispense MedicationAdministration Condition "
    "AllergyIntolerance Immunization Procedure Encounter DiagnosticReport DocumentReference CarePlan Goal "
    "ServiceRequest FamilyMemberHistory Flag Observation".split()
)


@dataclass(frozen=True, slots=True)
class Row:
    """What came of one file.

    Attributes:
        folder: Of the corpus.
        name: Of the file.
        refused: Error code, or empty.
        facts: How many.
        passages: How many.
        samples: How many dense measurements.
        problems: Codes with counts.
        unread: Pointers of clinical resources that no record points into.
        seconds: Wall clock, process start included.
    """

    folder: str
    name: str
    refused: str = ""
    facts: int = 0
    passages: int = 0
    samples: int = 0
    problems: tuple[tuple[str, int], ...] = ()
    unread: tuple[str, ...] = ()
    seconds: float = 0.0


def files(root: Path) -> list[Path]:
    """The files of a corpus folder."""
    return sorted(path for path in root.rglob("*") if path.is_file())


def read_one(path: Path, root: Path | None = None) -> Row:
    """Import one file; its folder is told from the corpus's `root`."""
    folder = path.parent.name if root is None else "/".join(path.relative_to(root).parent.parts[:2])
    data = path.read_bytes()
    started = time.perf_counter()
    try:
        reading = intake.read(data, path.name)
    except AppError as error:
        return Row(folder, path.name, error.code, seconds=time.perf_counter() - started)
    seconds = time.perf_counter() - started
    counted: Counter[str] = Counter()
    for problem in reading.problems:
        counted[problem.code] += problem.count
    places = [
        record.source.locator.pointer
        for record in reading.records
        if isinstance(record, Fact | Passage) and isinstance(record.source.locator, JsonPointer)
    ]
    return Row(
        folder=folder,
        name=path.name,
        facts=sum(isinstance(record, Fact) for record in reading.records),
        passages=sum(isinstance(record, Passage) for record in reading.records),
        samples=sum(len(batch) for batch in reading.samples),
        problems=tuple(sorted(counted.items())),
        unread=tuple(sorted(set(_expected(data)) - {_resource(place) for place in places}))
        if reading.connector == "fhir_r4"
        else (),
        seconds=seconds,
    )


def _resource(pointer: str) -> str:
    head, found, _ = pointer.partition("/resource")
    if found:
        return head + found
    first = pointer.split("/")[1] if "/" in pointer else ""
    return f"/{first}" if first.isdigit() else ""


def _expected(data: bytes) -> Iterator[str]:
    try:
        roots = [("", json.loads(data))]
    except json.JSONDecodeError:
        lines = data.decode().split("\n")
        roots = [(f"/{number}", json.loads(line)) for number, line in enumerate(lines) if line.strip()]
    for pointer, root in roots:
        if root.get("resourceType") == "Bundle":
            for index, entry in enumerate(root.get("entry", [])):
                if _says_something(entry.get("resource", {})):
                    yield f"{pointer}/entry/{index}/resource"
        elif _says_something(root):
            yield pointer


def _says_something(resource: dict[str, Any]) -> bool:
    """Whether it is clinical; of observations, those with a value of their own."""
    if resource.get("resourceType") != "Observation":
        return resource.get("resourceType") in CLINICAL
    return any(name.startswith("value") for name in resource) or bool(resource.get("component"))


def main() -> None:
    """Print the table."""
    root = Path(os.environ["CARNET_CORPUS"])
    rows = [read_one(path, root) for name in RECORDS for path in files(root / name)]
    out = sys.stdout.write
    if "--files" in sys.argv:
        for row in rows:
            outcome = row.refused or " ".join(f"{code}={count}" for code, count in row.problems)
            out(f"{row.folder}/{row.name}\t{row.facts}\t{row.passages}\t{outcome}\t{row.seconds:.2f}\n")
        return
    columns = (
        "folder files read refused facts passages samples unread refusals problems median_s slowest_s".split()
    )
    for line in (columns, ["---"] * len(columns), *(_summary(rows, name) for name in _folders(rows))):
        out(f"| {' | '.join(line)} |\n")


def _folders(rows: list[Row]) -> list[str]:
    return sorted({row.folder for row in rows})


def _summary(rows: list[Row], folder: str) -> list[str]:
    of = [row for row in rows if row.folder == folder]
    problems: Counter[str] = Counter()
    for row in of:
        problems.update(dict(row.problems))
    times = sorted(row.seconds for row in of)
    counts = (
        len(of),
        sum(not row.refused for row in of),
        sum(bool(row.refused) for row in of),
        sum(row.facts for row in of),
        sum(row.passages for row in of),
        sum(row.samples for row in of),
        sum(len(row.unread) for row in of),
    )
    refusals = Counter(row.refused for row in of if row.refused)
    said = [
        ", ".join(f"{code} {count}" for code, count in sorted(found.items())) or "none"
        for found in (refusals, problems)
    ]
    return [folder, *map(str, counts), *said, f"{times[len(times) // 2]:.2f}", f"{times[-1]:.2f}"]


if __name__ == "__main__":
    main()
