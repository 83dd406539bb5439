"""Files that appear whole or not at all, readable by their owner only."""

import os
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path


@contextmanager
def draft_beside(target: Path) -> Iterator[Path]:
    """An empty file of our own in the folder of `target`, gone afterwards unless it was given a name."""
    handle, name = tempfile.mkstemp(prefix=".carnet-", dir=target.parent)
    os.close(handle)
    draft = Path(name)
    try:
        yield draft
    finally:
        draft.unlink(missing_ok=True)


def publish(draft: Path, target: Path) -> None:
    """Give the draft its name, durably.

    Raises:
        FileExistsError: Something of that name is there; it is left alone.
    """
    try:
        os.link(draft, target)
    except FileExistsError:
        raise
    except OSError:  # a file system without hard links, such as the one of a memory stick
        if target.exists():
            raise FileExistsError from None
        draft.rename(target)
    sync_folder(target.parent)


@contextmanager
def open_private(path: Path) -> Iterator[int]:
    """A handle of the file, made when absent, that only its owner may read."""
    handle = os.open(path, os.O_RDWR | os.O_CREAT, 0o600)
    try:
        yield handle
    finally:
        os.close(handle)


def write(path: Path, content: bytes) -> None:
    """Write the file's content and wait for the disk."""
    with path.open("wb") as file:
        file.write(content)
        file.flush()
        os.fsync(file.fileno())


def create_once(path: Path, content: bytes) -> None:
    """Write `content` to `path` unless the file is there already, in which case it is left alone."""
    with draft_beside(path) as draft:
        write(draft, content)
        try:
            publish(draft, path)
        except FileExistsError:
            return


def replace(path: Path, content: bytes) -> None:
    """Put `content` in the place of what `path` held."""
    with draft_beside(path) as draft:
        write(draft, content)
        draft.replace(path)


def destroy(path: Path) -> None:
    """Overwrite the file and remove it; nothing happens when it is not there."""
    if path.exists():
        size = path.stat().st_size
        with path.open("r+b") as file:
            file.write(os.urandom(size))
            file.flush()
            os.fsync(file.fileno())
        path.unlink()
        sync_folder(path.parent)


def sync_folder(folder: Path) -> None:
    """Wait until the folder's names are on the disk."""
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
