"""Reads every clinical document of the corpus through the gate; a second reader looks for what was missed.

``CARNET_CORPUS=… python -m tests.evals.cda`` prints a row per folder; ``--files`` a row per file;
``--missed`` each coded entry that no record speaks of. The second reader shares no code with the connector:
it finds entries by their names alone, and asks whether any fact stands there, or any record around it uses
its words. File names are of the public corpus; of a person's files none is ever printed.
"""

import os
import re
import sys
import time
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from lxml import etree

from connectors import intake
from core.errors import AppError
from records.model import Fact, Passage, Record
from records.source import XPath
from records.words import words

_ENTRIES: Final = frozenset("observation substanceAdministration procedure encounter act supply".split())
_WRAPPERS: Final = frozenset(
    "CONC 48765-2 75310-3 46241-6 11535-2 29308-4 10219-4 59769-0 10183-2 42346-7 48768-6 33999-4 "
    "52460-3 86744-0 48767-8 NP".split()
)
_CODES: Final = frozenset("value code".split())


@dataclass(frozen=True, slots=True)
class Row:
    """What came of one file.

    Attributes:
        folder: First two folders of the corpus path.
        name: Path of the file below the corpus.
        refused: Error code, or empty.
        facts: By kind.
        passages: How many.
        problems: Codes with counts.
        entries: Coded entries that the second reader counts.
        missed: Those that nothing speaks of: XPath and words.
        seconds: Wall clock, process start included.
    """

    folder: str
    name: str
    refused: str
    facts: Counter[str]
    passages: int
    problems: Counter[str]
    entries: int
    missed: tuple[tuple[str, str], ...]
    seconds: float


def main() -> None:
    """Print the table."""
    root = Path(os.environ["CARNET_CORPUS"]) / "ccda"
    rows = [read_one(path, root) for path in sorted(root.rglob("*")) if path.is_file()]
    out = sys.stdout.write
    if "--missed" in sys.argv:
        for row in rows:
            for place, said in row.missed:
                out(f"{row.name}\t{place}\t{said}\n")
        return
    if "--files" in sys.argv:
        for row in rows:
            said = row.refused or " ".join(f"{code}={count}" for code, count in sorted(row.problems.items()))
            out(
                f"{row.name}\t{sum(row.facts.values())}\t{row.passages}\t{row.entries}\t{len(row.missed)}\t{said}\n"
            )
        return
    for folder in sorted({row.folder for row in rows}):
        out(_summary([row for row in rows if row.folder == folder], folder))
    out(_summary(rows, "all"))


def read_one(path: Path, root: Path) -> Row:
    """Import one file and look for what was missed."""
    data = path.read_bytes()
    relative = path.relative_to(root)
    started = time.perf_counter()
    try:
        reading = intake.read(data, path.name)
    except AppError as error:
        records: tuple[Record, ...] = ()
        refused, problems = error.code, Counter[str]()
    else:
        records, refused, problems = reading.records, "", Counter[str]()
        for problem in reading.problems:
            problems[problem.code] += problem.count
    seconds = time.perf_counter() - started
    expected = list(_expected(data))
    return Row(
        folder=relative.parts[0],
        name=str(relative),
        refused=refused,
        facts=Counter(record.kind.value for record in records if isinstance(record, Fact)),
        passages=sum(isinstance(record, Passage) for record in records),
        problems=problems,
        entries=len(expected),
        missed=() if refused else tuple(_missed(expected, records)),
        seconds=seconds,
    )


def _missed(expected: list[tuple[str, str]], records: tuple[Record, ...]) -> Iterator[tuple[str, str]]:
    said: dict[str, list[str]] = {}
    for record in records:
        if isinstance(record, Fact) and isinstance(record.source.locator, XPath):
            codes = [part for coding in record.codings for part in (coding.code, coding.display)]
            texts = (record.label, record.value_text, record.detail, record.status, *codes)
            said.setdefault(record.source.locator.path, []).append(" ".join(filter(None, texts)))
    for place, wanted in expected:
        if place in said:
            continue
        around = [text for at, texts in said.items() if place.startswith(at + "/") for text in texts]
        spoken = frozenset(word for text in around for word in words(text))
        if not frozenset(words(wanted)) or not frozenset(words(wanted)) <= spoken:
            yield place, wanted


def _expected(data: bytes) -> Iterator[tuple[str, str]]:
    """Every coded entry that states something: its place, and the words it states it with."""
    parser = etree.XMLParser(recover=True, resolve_entities=False, no_network=True, remove_comments=True)
    root = etree.fromstring(data, parser)
    if root is None:
        return
    for element in root.iter(etree.Element):
        if _tag(element) not in _ENTRIES or element.get("nullFlavor"):
            continue
        own = {_tag(child): child for child in element}
        code = own.get("code")
        if code is not None and code.get("code") in _WRAPPERS:
            continue
        wanted = _states(element, own)
        if wanted:
            yield root.getroottree().getpath(element), wanted


def _states(element: "etree._Element", own: dict[str, "etree._Element"]) -> str:
    kind = _tag(element)
    if kind == "observation":
        value = own.get("value")
        return "" if value is None or value.get("nullFlavor") else _shown(value)
    if kind == "substanceAdministration":
        for inner in element.iter(etree.Element):
            if _tag(inner) == "manufacturedMaterial":
                code = next((part for part in inner if _tag(part) == "code"), None)
                return "" if code is None or code.get("nullFlavor") else _shown(code)
        return ""
    if kind in ("act", "supply") and any(
        _tag(part) in ("entryRelationship", "component") for part in element
    ):
        return ""
    code = own.get("code")
    return "" if code is None or code.get("nullFlavor") else _shown(code)


def _shown(element: "etree._Element") -> str:
    return element.get("displayName") or element.get("value") or element.get("code") or _inner(element)


def _inner(element: "etree._Element") -> str:
    return re.sub(r"\s+", " ", " ".join(str(text) for text in element.itertext())).strip()


def _tag(element: "etree._Element") -> str:
    return str(element.tag).rpartition("}")[2]


def _summary(rows: list[Row], folder: str) -> str:
    facts, problems = Counter[str](), Counter[str]()
    refused = Counter(row.refused for row in rows if row.refused)
    for row in rows:
        facts.update(row.facts)
        problems.update(row.problems)
    times = sorted(row.seconds for row in rows)
    columns = (
        folder,
        str(len(rows)),
        str(sum(not row.refused for row in rows)),
        _counts(refused),
        f"{facts.total()} ({_counts(facts)})",
        str(sum(row.passages for row in rows)),
        str(sum(row.entries for row in rows if not row.refused)),
        str(sum(len(row.missed) for row in rows)),
        _counts(problems),
        f"{times[len(times) // 2]:.2f}",
        f"{times[-1]:.2f}",
    )
    return f"| {' | '.join(columns)} |\n"


def _counts(counted: Counter[str]) -> str:
    return ", ".join(f"{name} {count}" for name, count in sorted(counted.items())) or "none"


if __name__ == "__main__":
    main()
