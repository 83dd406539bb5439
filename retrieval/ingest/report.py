"""What came of one file: for the card in the chat and the line of the command."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

from records.model import Document, Fact, Problem
from retrieval.ingest.dense import Segment


class Stage(StrEnum):
    """Where an import is, in this order. Embedding goes on behind the report."""

    SEALING = "sealing"
    READING = "reading"
    MERGING = "merging"
    SAVING = "saving"
    INDEXING = "indexing"
    EMBEDDING = "embedding"


class Share(float):
    """The share of a stage that is done (0 to 1), and how much of it there is so far.

    Attributes:
        read: While reading: facts, passages and samples read until now.
    """

    read: int

    def __new__(cls, share: float, read: int = 0) -> "Share":
        """A number like any other, for those who ask only for the share."""
        made = super().__new__(cls, share)
        made.read = read
        return made


@dataclass(frozen=True, slots=True)
class Dense:
    """What a file holds of one metric.

    Attributes:
        metric: Key of ``metrics.toml``.
        n: Samples.
        first: Local day of the earliest.
        last: Local day of the latest.
    """

    metric: str
    n: int
    first: date
    last: date

    @classmethod
    def of(cls, segments: Iterable[Segment]) -> "tuple[Dense, ...]":
        """Of everything in one file, metric by metric in the file's order."""
        by_metric: dict[str, list[Segment]] = {}
        for segment in segments:
            by_metric.setdefault(segment.metric, []).append(segment)
        return tuple(
            cls(metric, sum(one.n for one in held), _day(min(one.first_s for one in held)),
                _day(max(one.last_s for one in held)))
            for metric, held in by_metric.items()
        )  # fmt: skip


def _day(local_s: int) -> date:
    return date(1970, 1, 1) + timedelta(seconds=local_s)


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
        samples: Its dense measurements, metric by metric.
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
    samples: tuple[Dense, ...] = ()
