"""A connector that does what its file says, to try the walls around the parser process.

Tests copy this file into a folder of connectors of their own and hand that folder to `intake.read`. Each
attempt is told as a passage: ``done`` when it worked, ``refused`` when a wall held.
"""

import ctypes
import os
import socket
import sys
import time
from collections.abc import Callable, Iterator
from itertools import chain, repeat
from pathlib import Path
from typing import Any, BinaryIO

from connectors import frames
from core.errors import UnreadableFileError
from records.model import Passage
from records.source import Lines, Source

HERE = Source(Lines(1, 1))


def identify(head: bytes, name: str) -> bool:
    """Any file that says it is rogue."""
    return head.startswith(b"rogue:")


def extract(stream: BinaryIO) -> Iterator[Any]:
    """Do the deed on the first line, with the rest of that line as its argument."""
    deed, _, argument = stream.read().decode().split("\n")[0].removeprefix("rogue:").partition(" ")
    if deed == "want":
        stream._fetch(*map(int, argument.split()))  # type: ignore[attr-defined]  # of `Distant`
    yield from DEEDS[deed](argument)


def _attempt(deed: Callable[[], object]) -> Iterator[Passage]:
    try:
        deed()
    except OSError:
        yield Passage("refused", HERE)
    else:
        yield Passage("done", HERE)


def _connect() -> None:
    with socket.socket() as plug:
        plug.connect(("127.0.0.1", 9))


def _say(argument: str) -> Iterator[Passage]:
    yield Passage(argument or "hello", HERE)


def _abort(_: str) -> Iterator[Passage]:
    yield Passage("before", HERE)
    os.abort()


def _fault(_: str) -> Iterator[Passage]:
    yield Passage("before", HERE)
    ctypes.string_at(1)


def _raise(argument: str) -> Iterator[Passage]:
    yield Passage("before", HERE)
    raise ValueError(argument)


def _refuse(argument: str) -> Iterator[Passage]:
    yield Passage("before", HERE)
    raise UnreadableFileError(argument)


def _sleep(_: str) -> Iterator[Passage]:
    yield Passage("before", HERE)
    time.sleep(600)


def _spin(_: str) -> Iterator[Passage]:
    yield Passage("before", HERE)
    while True:
        pass


def _eat(_: str) -> Iterator[Passage]:
    hoard = [bytearray(64 * 1024 * 1024) for _ in range(100)]
    yield Passage(str(len(hoard)), HERE)


def _recurse(_: str) -> Iterator[Passage]:
    def deeper(level: int) -> int:
        return deeper(level + 1)

    yield Passage(str(deeper(0)), HERE)


def _flood(_: str) -> Iterator[Passage]:
    while True:
        yield Passage("drop", HERE)


def _leave(_: str) -> Iterator[Passage]:
    yield Passage("before", HERE)
    os._exit(0)


def _babble(_: str) -> Iterator[Passage]:
    """Write nonsense to whatever is open, the pipe to the house among it."""
    for descriptor in range(3, 64):
        try:
            os.write(descriptor, b"\xff" * 4096)
        except OSError:
            continue
    yield Passage("before", HERE)


def _hurry(_: str) -> Iterator[Passage]:
    """Ask for a piece of the file again and again, and read none."""
    for descriptor in chain.from_iterable(repeat(range(3, 64), 20_000)):
        try:
            os.write(descriptor, frames.pack_want(0, 6))
        except OSError:
            continue
    yield Passage("before", HERE)


def _print(argument: str) -> Iterator[Passage]:
    sys.stdout.write(argument)
    sys.stdout.flush()
    os.write(1, argument.encode())
    os.write(2, argument.encode())
    yield Passage("printed", HERE)


def _shape(_: str) -> Iterator[Any]:
    lie: Any = 12345
    yield Passage(lie, HERE)


def _blank(_: str) -> Iterator[Any]:
    yield Passage("  ", HERE)


DEEDS: dict[str, Callable[[str], Iterator[Any]]] = {
    "say": _say, "abort": _abort, "fault": _fault, "raise": _raise, "refuse": _refuse, "sleep": _sleep,
    "spin": _spin, "eat": _eat, "recurse": _recurse, "flood": _flood, "leave": _leave, "babble": _babble,
    "print": _print, "want": _say, "hurry": _hurry, "shape": _shape, "blank": _blank,
    "connect": lambda _: _attempt(_connect),
    "fork": lambda _: _attempt(os.fork),
    "exec": lambda _: _attempt(lambda: os.execv("/bin/true", ["true"])),  # noqa: S606  must be refused
    "write": lambda path: _attempt(lambda: os.open(path, os.O_WRONLY | os.O_CREAT, 0o600)),
    "append": lambda path: _attempt(lambda: os.open(path, os.O_RDWR)),
    "remove": lambda path: _attempt(lambda: Path(path).unlink()),
    "read": lambda path: _attempt(lambda: os.open(path, os.O_RDONLY)),
}  # fmt: skip
