"""What came of one file: for the card in the chat and the line of the command."""

from dataclasses import dataclass
from enum import StrEnum

from records.model import Document, Fact, Problem


class Stage(StrEnum):
    """Where an import is, in this order. Embedding goes on behind the report."""

    SEALING = "sealing"
    READING = "reading"
    MERGING = "merging"
    SAVING = "saving"
    INDEXING = "indexing"
    EMBEDDING = "embedding"


@dataclass(frozen=True, slots=True)
class IngestReport:
    """One file's import.

    Attributes:
        file_id: Of the sealed original.
        file_name: As the person named it.
        connector: Id of the one that read it; empty when the file could not be read.
        added: Facts that were not in the record before, in the file's order.
        merged: How many facts the record already stated; kept as further sources, not counted twice.
        conflicts: Pairs (earlier, this file's) that say different things of the same moment; both kept.
        to_confirm: Facts read from a picture that no statistic uses until the person looked.
        passages: How many pieces of the file's own words can be searched.
        problems: What could not be read, and why.
        already_here: The same bytes were imported before; nothing changed.
        document: As the house keeps it.
        person_differs: The file names another person than the record so far.
        seconds: From the bytes to here.
    """

    file_id: str
    file_name: str
    connector: str
    added: tuple[Fact, ...]
    merged: int
    conflicts: tuple[tuple[Fact, Fact], ...]
    to_confirm: tuple[Fact, ...]
    passages: int
    problems: tuple[Problem, ...]
    already_here: bool
    document: Document | None
    person_differs: bool
    seconds: float
