"""What a connector is: a folder with a manifest and one module. It gets bytes, never a key or a store."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import BinaryIO, Protocol

from records.model import Problem, Record
from records.samples import Samples
from records.when import When


@dataclass(frozen=True, slots=True)
class About:
    """What a document says of itself; at most one in a stream, anywhere in it.

    Attributes:
        when: The date the document gives itself.
        pages: Page count, for files that have pages.
        identifiers: Keys of this document; one stands for this version of it, and no other.
        replaces: Keys of documents whose place it takes.
    """

    when: When | None = None
    pages: int | None = None
    identifiers: tuple[str, ...] = ()
    replaces: tuple[str, ...] = ()


class Connector(Protocol):
    """A reader of one kind of file. Every ``connectors/<id>/connector.py`` is one, as module functions."""

    def identify(self, head: bytes, name: str) -> bool:
        """Whether this connector reads the file.

        Runs in the house's own process on bytes nobody has checked: it only looks, and imports no parser.
        Asked only when the sniffed media type is one of the manifest's.

        Args:
            head: The first 64 KiB of the file, or all of it. Decides.
            name: The file's name; a hint only, since names lie.
        """
        ...

    def identify_archive(self, members: Sequence[str], name: str) -> bool:
        """Whether this connector reads the zip that holds these files; asked instead of `identify`.

        Only connectors whose manifest names ``application/zip`` have it.

        Args:
            members: Their paths, unchecked.
            name: The zip's name; a hint only.
        """
        ...

    def extract(self, stream: BinaryIO) -> Iterator[Record | Problem | Samples | About]:
        """Read the whole file, one record at a time; what cannot be read is a `Problem` in the stream.

        Runs in the sandboxed parser process. Facts come without `id`, `analyte` and `canonical`,
        sources without file. `connectors.limits.of(stream)` tells the limits of this reading.

        Raises:
            UnreadableFileError: Nothing of the file can be read (encrypted, truncated, empty).
        """
        ...


class Renderer(Protocol):
    """What ``connectors/<id>/render.py`` is, for a connector whose files have pages to look at."""

    def render(self, data: bytes, page: int, width_px: int) -> bytes:
        """A page (from 1) as PNG, `width_px` wide. Runs in the sandboxed parser process.

        Raises:
            UnreadableFileError: The page cannot be drawn.
        """
        ...
