"""The only way a zip is opened: names checked, sizes bounded, nothing unpacked to a disk.

Sizes are counted while inflating, since what an archive announces of itself may be a lie.
"""

import stat
import zipfile
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from io import BufferedReader, RawIOBase
from typing import TYPE_CHECKING, BinaryIO

from connectors import limits as bounds
from connectors.limits import Given, Limits
from core.errors import UnreadableFileError

if TYPE_CHECKING:
    from _typeshed import WriteableBuffer

_RATIO_FROM_BYTES = 10 * 1024 * 1024
_CHUNK = 256 * 1024
_ENCRYPTED = 0x1
_METHODS = (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED)
_CLUTTER = ("__MACOSX/", ".DS_Store", "Thumbs.db")
_BROKEN = (zipfile.BadZipFile, zlib.error, EOFError, OSError, NotImplementedError, ValueError, RuntimeError)


@dataclass(frozen=True, slots=True)
class Member:
    """A file in an archive.

    Attributes:
        path: Inside the archive, with ``/`` between folders; checked.
        size_bytes: Inflated, as the archive announces it.
    """

    path: str
    size_bytes: int


def names(data: BinaryIO, limits: Limits) -> tuple[str, ...]:
    """The member paths of an archive, unchecked, for telling what it is; empty when it is no archive.

    Reads the directory only and inflates nothing.
    """
    try:
        with zipfile.ZipFile(data) as archive:
            return tuple(info.filename for info in archive.infolist()[: limits.members] if not info.is_dir())
    except _BROKEN:
        return ()


def members(stream: BinaryIO) -> tuple[Member, ...]:
    """The files of an archive, in its order, without folders and what systems leave behind.

    Raises:
        UnreadableFileError: ``file_damaged``: no directory; ``archive_unsafe``: a name that leads outside,
            a link, or two files of one name; ``file_encrypted``; ``file_too_complex``: too many files, or
            they announce more bytes than `Limits` allow.
    """
    limits = bounds.of(stream)
    with _opened(stream) as archive:
        infos = archive.infolist()
        if len(infos) > limits.members:
            raise UnreadableFileError("file_too_complex")
        found = [info for info in infos if not info.is_dir() and not _is_clutter(info.filename)]
        for info in found:
            _check(info, limits)
        if len({info.filename for info in found}) != len(found):
            raise UnreadableFileError("archive_unsafe")
        if sum(info.file_size for info in found) > limits.inflated_bytes:
            raise UnreadableFileError("file_too_complex")
        return tuple(Member(info.filename, info.file_size) for info in found)


def read(stream: BinaryIO, member: Member | str) -> bytes:
    """A member, whole.

    Raises:
        UnreadableFileError: As `members`; ``file_too_complex`` when it inflates to more than it announced
            or than `Limits.size_bytes`; ``file_damaged`` when its checksum is wrong.
    """
    most = bounds.of(stream).size_bytes
    with _inflating(stream, member) as (file, size_bytes):
        if size_bytes > most:
            raise UnreadableFileError("file_too_complex")
        try:
            return file.read(size_bytes)  # told how much, it is in memory once
        except _BROKEN:
            raise UnreadableFileError("file_damaged") from None


@contextmanager
def open_member(stream: BinaryIO, member: Member | str) -> Iterator[BinaryIO]:
    """A member as a stream that inflates as it is read, and never to more than it announced.

    Raises:
        UnreadableFileError: As `read`; raised from reading, too.
    """
    with _inflating(stream, member) as (file, _):
        yield file


@contextmanager
def _inflating(stream: BinaryIO, member: Member | str) -> Iterator[tuple[BinaryIO, int]]:
    path = member if isinstance(member, str) else member.path
    with _opened(stream) as archive:
        try:
            info = archive.getinfo(path)
        except KeyError:
            raise UnreadableFileError("file_damaged") from None
        _check(info, bounds.of(stream))
        try:
            with archive.open(info) as inflating:
                yield BufferedReader(_Bounded(inflating, info.file_size), _CHUNK), info.file_size
        except _BROKEN:
            raise UnreadableFileError("file_damaged") from None


class _Bounded(RawIOBase):
    """A stream that fails when more comes than was announced."""

    def __init__(self, inner: object, size_bytes: int) -> None:
        self._inner = inner
        self._left = size_bytes

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: "WriteableBuffer") -> int:
        view = memoryview(buffer).cast("B")
        chunk: bytes = self._inner.read(min(len(view), _CHUNK))  # type: ignore[attr-defined]  # ZipExtFile
        self._left -= len(chunk)
        if self._left < 0:
            raise UnreadableFileError("file_too_complex")
        view[: len(chunk)] = chunk
        return len(chunk)


@contextmanager
def _opened(stream: BinaryIO) -> Iterator[zipfile.ZipFile]:
    """The archive; its directory is read once for each upload, however many files are taken out."""
    kept = stream.opened if isinstance(stream, Given) else None
    if isinstance(kept, zipfile.ZipFile):
        yield kept
        return
    stream.seek(0)
    try:
        archive = zipfile.ZipFile(stream)
    except _BROKEN:
        raise UnreadableFileError("file_damaged") from None
    if isinstance(stream, Given):
        stream.opened = archive
        yield archive
        return
    with archive:
        yield archive


def _check(info: zipfile.ZipInfo, limits: Limits) -> None:
    """Refuse a member whose name or size is not what an honest export has."""
    path = info.filename
    parts = path.replace("\\", "/").split("/")
    linked = stat.S_ISLNK(info.external_attr >> 16)
    if path.startswith("/") or ".." in parts or ":" in parts[0] or "\x00" in info.orig_filename or linked:
        raise UnreadableFileError("archive_unsafe")
    if info.flag_bits & _ENCRYPTED:
        raise UnreadableFileError("file_encrypted")
    if info.compress_type not in _METHODS:
        raise UnreadableFileError("file_damaged")
    if info.file_size > limits.inflated_bytes:
        raise UnreadableFileError("file_too_complex")
    if info.file_size > _RATIO_FROM_BYTES and info.file_size > limits.ratio * max(1, info.compress_size):
        raise UnreadableFileError("file_too_complex")


def _is_clutter(path: str) -> bool:
    return path.startswith(_CLUTTER[0]) or path.rsplit("/", 1)[-1] in _CLUTTER[1:]
