"""What was done to the texts and by whom: an append-only file of JSON lines, each bound to the one before.

A line holds its number, the time, the act, who, what, the hash of the line before and its own hash, in
canonical JSON. Editing, removing or moving a line breaks the chain at that line. Cutting lines off the end
breaks no chain: that is told by the *head* (number and hash of the last line), which is kept beside the log,
in every place handed in as an `Anchor`, and in the statement of each signed act (`prompts.release`).
"""

import fcntl
import hashlib
import json
import os
import unicodedata
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC
from enum import StrEnum
from pathlib import Path
from typing import Any, BinaryIO, Protocol

from core.clock import Clock
from core.errors import IntegrityError

START = "0" * 64
"""What the first line holds as the hash of the line before."""

_FIELDS = frozenset(("sequence", "time", "act", "who", "what", "previous", "hash"))


@dataclass(frozen=True, slots=True)
class Head:
    """The end of a log.

    Attributes:
        sequence: Of the last line; 0 when there is none.
        hash: Of the last line; `START` when there is none.
    """

    sequence: int = 0
    hash: str = START


@dataclass(frozen=True, slots=True)
class Entry:
    """One line.

    Attributes:
        sequence: 1 for the first.
        time: UTC, ISO 8601, whole seconds.
        act: ``proposed``, ``signed``, ``released`` …
        who: Key id of a signed act, otherwise the name of who did it.
        what: The text, its version and hashes, as JSON.
        previous: Hash of the line before.
    """

    sequence: int
    time: str
    act: str
    who: str
    what: Mapping[str, Any]
    previous: str

    @property
    def hash(self) -> str:
        """SHA-256 of the line without this, hexadecimal."""
        return hashlib.sha256(canonical(self._plain())).hexdigest()

    @property
    def head(self) -> Head:
        """The end of a log that ends here."""
        return Head(self.sequence, self.hash)

    def line(self) -> bytes:
        """As it stands in the file, without the line's end."""
        return canonical(self._plain() | {"hash": self.hash})

    def _plain(self) -> dict[str, Any]:
        return {
            "sequence": self.sequence, "time": self.time, "act": self.act, "who": self.who,
            "what": dict(self.what), "previous": self.previous,
        }  # fmt: skip


class Wrong(StrEnum):
    """Why a line does not hold."""

    UNREADABLE = "unreadable"  # no line of ours: torn, or not canonical
    EDITED = "edited"  # its hash is not that of what it says
    MISSING = "missing"  # a number is left out before it
    MOVED = "moved"  # its number is not its place
    UNCHAINED = "unchained"  # it continues another line than the one before it
    CUT = "cut"  # the log ends before a line that is known to have been there


@dataclass(frozen=True, slots=True)
class Fault:
    """The first thing that does not hold.

    Attributes:
        line: Counted from 1; one past the end when the end is missing.
        wrong: Why.
    """

    line: int
    wrong: Wrong


class Anchor(Protocol):
    """A place beside the log that remembers where it ended."""

    def read(self) -> Head | None:
        """What was kept; None when nothing was."""
        ...

    def write(self, head: Head) -> None:
        """Keep it."""
        ...


@dataclass(frozen=True, slots=True)
class HeadFile:
    """The head in a file beside the log.

    Attributes:
        path: Of that file.
    """

    path: Path

    def read(self) -> Head | None:
        """What was kept; None when nothing was, or nothing that can be read."""
        try:
            plain = json.loads(self.path.read_bytes())
            return Head(int(plain["sequence"]), str(plain["hash"]))
        except (OSError, ValueError, KeyError, TypeError):
            return None

    def write(self, head: Head) -> None:
        """Keep it; the file appears whole or not at all."""
        fresh = self.path.with_name(self.path.name + ".new")
        with fresh.open("wb") as file:
            file.write(canonical({"sequence": head.sequence, "hash": head.hash}) + b"\n")
            file.flush()
            os.fsync(file.fileno())
        fresh.replace(self.path)


class Log:
    """The log in one file. One writer at a time, of all processes; readers need no lock.

    Args:
        path: Of the file; made at the first line.
        clock: For the time of each line.
        anchors: Other places that remember the head, besides the file beside the log.
    """

    def __init__(self, path: Path, clock: Clock, anchors: Sequence[Anchor] = ()) -> None:
        self.path = path
        self._clock = clock
        self._anchors: tuple[Anchor, ...] = (HeadFile(path.with_suffix(".head")), *anchors)

    def entries(self) -> tuple[Entry, ...]:
        """Every line, once the whole chain was checked.

        Raises:
            IntegrityError: ``log_broken`` with the first line that does not hold.
        """
        entries, fault = _chain(self._read(), self._anchored())
        if fault is not None:
            raise IntegrityError("log_broken", line=fault.line, wrong=fault.wrong)
        return entries

    def head(self) -> Head:
        """Where it ends now.

        Raises:
            IntegrityError: ``log_broken``.
        """
        entries = self.entries()
        return entries[-1].head if entries else Head()

    def known(self) -> bool:
        """Whether a line was ever written, as far as the places that remember the head can tell."""
        return any(anchor.read() is not None for anchor in self._anchors)

    def verify(self, known: Iterable[Head] = ()) -> Fault | None:
        """The first line that does not hold; None when all do.

        Args:
            known: Heads noted elsewhere, which must be lines of the log.
        """
        return check(self._read(), (*self._anchored(), *known))

    def append(self, act: str, who: str, what: Mapping[str, Any], *, after: Head | None = None) -> Entry:
        """Add a line; it is on the disk when this returns.

        Args:
            act: What was done.
            who: By whom.
            what: JSON values.
            after: The head that was signed; nothing is added when the log has moved on.

        Raises:
            IntegrityError: ``log_broken``: nothing is added to a log that does not hold; ``log_moved_on``.
        """
        with self._alone() as file:
            self._drop_torn(file)
            entries = self.entries()
            head = entries[-1].head if entries else Head()
            if after is not None and after != head:
                raise IntegrityError("log_moved_on")
            now = self._clock.now().astimezone(UTC).isoformat(timespec="seconds").replace("+00:00", "Z")
            entry = Entry(head.sequence + 1, now, act, _nfc(who), _normal(what), head.hash)
            file.seek(0, os.SEEK_END)
            file.write(entry.line() + b"\n")
            file.flush()
            os.fsync(file.fileno())
            for anchor in self._anchors:
                anchor.write(entry.head)
        return entry

    def _anchored(self) -> tuple[Head, ...]:
        return tuple(head for anchor in self._anchors if (head := anchor.read()) is not None)

    def _read(self) -> bytes:
        return self.path.read_bytes() if self.path.exists() else b""

    @contextmanager
    def _alone(self) -> Iterator[BinaryIO]:
        self.path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        with self.path.open("a+b") as file:
            fcntl.flock(file, fcntl.LOCK_EX)
            yield file

    def _drop_torn(self, file: BinaryIO) -> None:
        """Take out what was written of a line when the machine stopped: nobody was told that it stands."""
        data = self._read()
        end = data.rfind(b"\n") + 1
        if end < len(data) and check(data[:end], self._anchored()) is None:
            file.truncate(end)


def check(data: bytes, known: Iterable[Head] = ()) -> Fault | None:
    """The first line of a log's bytes that does not hold; None when all do.

    Args:
        data: The file.
        known: Heads that must be lines of it.
    """
    return _chain(data, known)[1]


def canonical(plain: Mapping[str, Any]) -> bytes:
    """JSON with sorted keys, no spaces and UTF-8: the same bytes for the same content.

    >>> canonical({"b": 1, "a": "é"}).decode()
    '{"a":"é","b":1}'
    """
    return json.dumps(
        plain, sort_keys=True, ensure_ascii=False, separators=(",", ":"), allow_nan=False
    ).encode()


def _chain(data: bytes, known: Iterable[Head]) -> tuple[tuple[Entry, ...], Fault | None]:
    """The lines as far as they hold, each read once, and the first that does not."""
    lines = data.split(b"\n")
    torn = lines.pop()
    entries: list[Entry] = []
    hashes = [START]
    for place, line in enumerate(lines, 1):
        read = _read_line(line)
        if read is None:
            return tuple(entries), Fault(place, Wrong.UNREADABLE)
        entry, stated = read
        hash = entry.hash
        wrong: Wrong | None = None
        if stated != hash:
            wrong = Wrong.EDITED
        elif entry.sequence != place:
            wrong = Wrong.MISSING if entry.sequence > place else Wrong.MOVED
        elif entry.previous != hashes[-1]:
            wrong = Wrong.UNCHAINED
        if wrong is not None:
            return tuple(entries), Fault(place, wrong)
        entries.append(entry)
        hashes.append(hash)
    if torn:
        return tuple(entries), Fault(len(hashes), Wrong.UNREADABLE)
    return tuple(entries), next((fault for head in known if (fault := _against(head, hashes))), None)


def _against(head: Head, hashes: Sequence[str]) -> Fault | None:
    if head.sequence >= len(hashes):
        return Fault(len(hashes), Wrong.CUT)
    return None if hashes[head.sequence] == head.hash else Fault(max(1, head.sequence), Wrong.EDITED)


def _read_line(line: bytes) -> tuple[Entry, object] | None:
    """A line and the hash it states; None when it is no line of ours."""
    try:
        plain = json.loads(line)
        fits = plain.keys() == _FIELDS and canonical(plain) == line and isinstance(plain["what"], dict)
        if not fits or not isinstance(plain["sequence"], int):
            return None
        return Entry(**{name: plain[name] for name in _FIELDS - {"hash"}}), plain["hash"]
    except (ValueError, AttributeError):
        return None


def _normal(what: Mapping[str, Any]) -> dict[str, Any]:
    plain: dict[str, Any] = json.loads(_nfc(json.dumps(dict(what), ensure_ascii=False, allow_nan=False)))
    return plain


def _nfc(text: str) -> str:
    return unicodedata.normalize("NFC", text)
