"""How much one file may cost. The sandbox enforces size, memory, time and records; a connector the rest."""

import io
from collections.abc import Mapping
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
        samples: Rows of dense measurements in one file.
        members: Files in an archive.
        inflated_bytes: What all members of an archive that are read may come to, inflated.
        ratio: How many times its size in the archive a member above 10 MiB may have.
    """

    size_bytes: int = 25 * 1024 * 1024
    memory_mib: int = 1024
    wall_s: float = 60.0
    cpu_s: int = 60
    pages: int = 200
    pixels: int = 40_000_000
    depth: int = 100
    records: int = 200_000
    samples: int = 20_000_000
    members: int = 20_000
    inflated_bytes: int = 500 * 1024 * 1024
    ratio: int = 200


class Upload(io.BytesIO):
    """The bytes of one file, with the limits and the options of this reading."""

    def __init__(self, data: bytes, limits: Limits, options: Mapping[str, str] | None = None) -> None:
        super().__init__(data)
        self.limits = limits
        self.options = dict(options or {})
        self.opened: object = None
        """What a library has opened on these bytes and may use again."""


def of(stream: BinaryIO) -> Limits:
    """The limits that came with `stream`; the defaults for any other stream."""
    return stream.limits if isinstance(stream, Upload) else Limits()


def options_of(stream: BinaryIO) -> Mapping[str, str]:
    """What the person chose for this reading (which column is what); empty without."""
    return stream.options if isinstance(stream, Upload) else {}
