"""What a database must do for the vault. One module here per database that does it."""

from contextlib import AbstractContextManager
from typing import Protocol

from sqlalchemy import Connection


class Store(Protocol):
    """A database of sealed rows. Its errors are ours, never the driver's."""

    def read(self) -> AbstractContextManager[Connection]:
        """A transaction that sees one moment of the store, whatever others write meanwhile."""
        ...

    def write(self) -> AbstractContextManager[Connection]:
        """The one transaction that may change the store now; on leaving it, durable or as if never begun."""
        ...

    def compact(self) -> bool:
        """Give the room of deleted rows back to the disk; False when others kept it from happening."""
        ...

    def close(self) -> None:
        """Let go of every connection."""
        ...
