"""``export.xml`` as XML that a parser takes: pieces without type definition and control characters.

Phones with iOS 16 wrote a broken type definition and U+000B. Cutting the definition off also means that no
entity is ever defined.
"""

import re
from collections.abc import Iterator
from typing import BinaryIO

from core.errors import UnreadableFileError

CHUNK = 256 * 1024
ROOT = b"<HealthData"
PAIR_END = b"pair-end"
"""Name of an element put in before the end of each correlation, so that its end is heard as a beginning:
being told of every end costs a quarter of the reading."""

_HEAD_MAX = 1024 * 1024
_CONTROL = bytes(sorted(set(range(32)) - {9, 10, 13}))
_REFERENCE = re.compile(rb"&#(?:0*(?:[0-8]|1[124-9]|2\d|3[01])|[xX]0*(?:[0-8bBcCeEfF]|1[0-9a-fA-F]));")
_LONGEST_REFERENCE = 16
_END, _MARKED_END = b"</Correlation>", b"<" + PAIR_END + b"/></Correlation>"
_CLOSE = b"</HealthData>"


def pieces(file: BinaryIO) -> Iterator[bytes]:
    """The XML declaration aside, everything from the root element on.

    Raises:
        UnreadableFileError: ``file_damaged``: no such root in the first MiB; ``file_truncated``.
    """
    rest = _from_root(file)
    closed = False
    while True:
        chunk = file.read(CHUNK)
        whole = rest + chunk
        held = _unfinished(whole) if chunk else len(whole)
        ready, rest = whole[:held], whole[held:]
        if ready:
            yield _clean(ready)
            closed = closed or _CLOSE in ready
        if not chunk:
            break
    if not closed:
        raise UnreadableFileError("file_truncated")


def _from_root(file: BinaryIO) -> bytes:
    head = b""
    while (at := head.find(ROOT)) < 0:
        chunk = file.read(CHUNK)
        if not chunk or len(head) > _HEAD_MAX:
            raise UnreadableFileError("file_damaged")
        head += chunk
    return head[at:]


def _clean(piece: bytes) -> bytes:
    """Without control characters, and with the end of each pair marked."""
    piece = piece.translate(None, _CONTROL)
    if b"#" in piece and b"&#" in piece:
        piece = _REFERENCE.sub(b"", piece)
    return piece.replace(_END, _MARKED_END) if _END in piece else piece


def _unfinished(piece: bytes) -> int:
    """Where a reference or a closing tag begins that the piece cuts in two; its length without one."""
    cuts = (piece.rfind(b"&", -_LONGEST_REFERENCE), piece.rfind(b"<", -len(_END)))
    return min((cut for cut in cuts if cut >= 0), default=len(piece))
