"""How much one file may cost. The sandbox enforces size, memory, time and records; a connector the rest."""

import io
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, BinaryIO

if TYPE_CHECKING:
    from _typeshed import WriteableBuffer

Fetch = Callable[[int, int], bytes]
_PIECE = 256 * 1024


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


class Given:
    """A stream of one file's bytes that comes with the limits and the options of this reading.

    Attributes:
        limits: What the reading may cost.
        options: What the person chose for it.
        opened: What a library has opened on these bytes and may use again.
    """

    limits: Limits
    options: Mapping[str, str] = {}
    opened: object = None


class Upload(io.BytesIO, Given):
    """A file whose bytes are at hand."""

    def __init__(self, data: bytes, limits: Limits, options: Mapping[str, str] | None = None) -> None:
        super().__init__(data)
        self.limits = limits
        self.options = dict(options or {})


class Distant(io.BufferedReader, Given):
    """A file that stays where it is: pieces of it are fetched as they are read, and none is kept.

    So an archive of half a gigabyte costs its reader no memory, unless it reads the whole.
    """

    def __init__(
        self, fetch: Fetch, size_bytes: int, limits: Limits, options: Mapping[str, str] | None = None
    ) -> None:
        """See `Given`.

        Args:
            fetch: Gives so many bytes from a place on; that many, or it raises.
            size_bytes: Of the file.
            limits: What the reading may cost.
            options: What the person chose for it.
        """
        super().__init__(_Pieces(fetch, size_bytes), _PIECE)
        self._fetch, self._size_bytes = fetch, size_bytes
        self.limits = limits
        self.options = dict(options or {})

    def read(self, size: int | None = -1, /) -> bytes:
        """As any stream; the whole in one piece, so that it is in memory once."""
        if size is not None and size >= 0:
            return super().read(size)
        at = min(self.tell(), self._size_bytes)
        self.seek(0, io.SEEK_END)
        return self._fetch(at, self._size_bytes - at)


class _Pieces(io.RawIOBase):
    def __init__(self, fetch: Fetch, size_bytes: int) -> None:
        self._fetch, self._size_bytes, self._at = fetch, size_bytes, 0

    def readable(self) -> bool:
        return True

    def seekable(self) -> bool:
        return True

    def tell(self) -> int:
        return self._at

    def seek(self, offset: int, whence: int = io.SEEK_SET, /) -> int:
        start = {io.SEEK_SET: 0, io.SEEK_CUR: self._at, io.SEEK_END: self._size_bytes}[whence]
        if start + offset < 0:
            raise ValueError("before the beginning")
        self._at = start + offset
        return self._at

    def readinto(self, buffer: "WriteableBuffer", /) -> int:
        view = memoryview(buffer).cast("B")
        count = max(0, min(len(view), _PIECE, self._size_bytes - self._at))
        if count:
            view[:count] = self._fetch(self._at, count)
            self._at += count
        return count


def of(stream: BinaryIO) -> Limits:
    """The limits that came with `stream`; the defaults for any other stream."""
    return stream.limits if isinstance(stream, Given) else Limits()


def options_of(stream: BinaryIO) -> Mapping[str, str]:
    """What the person chose for this reading (which column is what); empty without."""
    return stream.options if isinstance(stream, Given) else {}
