"""What a connector is: a folder with a manifest and one module. It gets bytes, never a key or a store."""

from collections.abc import Iterator
from typing import BinaryIO, Protocol

from records.model import Problem, Record


class Connector(Protocol):
    """A reader of one kind of file. Every ``connectors/<id>/connector.py`` is one, as module functions."""

    def identify(self, head: bytes, name: str) -> bool:
        """Whether this connector reads the file.

        Args:
            head: The first 64 KiB of the file, or all of it. Decides.
            name: The file's name; a hint only, since names lie.
        """
        ...

    def extract(self, stream: BinaryIO) -> Iterator[Record | Problem]:
        """Read the whole file, one record at a time; what cannot be read is a `Problem` in the stream.

        Runs in the sandboxed parser process. Facts come without `id`, `analyte` and `canonical`,
        sources without file.

        Raises:
            UnreadableFileError: Nothing of the file can be read (encrypted, truncated, empty).
        """
        ...
