"""How much one file may cost. The sandbox enforces size, memory, time and records; a connector the rest."""

import io
from dataclasses import dataclass
from typing import BinaryIO


@dataclass(frozen=True, slots=True)
class Limits:
    """Bounds on reading one file.

    Attributes:
        size_bytes: Of the file.
        memory_mib: Address space of the parser process.
        wall_s: From start to last record, kept by the parent.
        cpu_s: Processor time of the parser process, kept by the kernel.
        pages: Pages read of a document.
        pixels: Of one picture.
        depth: Nesting of objects.
        records: Facts, passages and persons in one file.
    """

    size_bytes: int = 25 * 1024 * 1024
    memory_mib: int = 1024
    wall_s: float = 60.0
    cpu_s: int = 60
    pages: int = 200
    pixels: int = 40_000_000
    depth: int = 100
    records: int = 200_000


class Upload(io.BytesIO):
    """The bytes of one file, with the limits of this reading."""

    def __init__(self, data: bytes, limits: Limits) -> None:
        super().__init__(data)
        self.limits = limits


def of(stream: BinaryIO) -> Limits:
    """The limits that came with `stream`; the defaults for any other stream."""
    return stream.limits if isinstance(stream, Upload) else Limits()
