"""Recognises raw genetic data and says what it is. Nothing in it is read, stored apart, or interpreted.

What a variant means for a person is for a genetic counsellor with a validated test, not for a raw file: a
large share of variants in such files that looked harmful were not there when a laboratory looked again
(Tandy-Connor et al., Genet Med 2018: 40 %).
"""

import re
import zlib
from collections.abc import Iterator
from typing import BinaryIO

from connectors.base import About
from core.errors import UnreadableFileError
from records.model import Extraction, Fact, Kind, Problem, Record
from records.source import Lines, Source
from records.when import When

_HEAD = 64 * 1024
_GZIP = b"\x1f\x8b"
_VCF = re.compile(rb"\A(?:\xef\xbb\xbf)?##fileformat=(?P<version>VCFv\d+\.\d+)")
_MAKERS = (
    ("23andMe", re.compile(rb"\A(?:\xef\xbb\xbf)?#[^\n]{0,200}23andMe", re.IGNORECASE)),
    ("AncestryDNA", re.compile(rb"\A(?:\xef\xbb\xbf)?#\s*AncestryDNA", re.IGNORECASE)),
    ("MyHeritage", re.compile(rb"\A(?:\xef\xbb\xbf)?#+\s*MyHeritage", re.IGNORECASE)),
    ("FamilyTreeDNA", re.compile(rb"\A(?:\xef\xbb\xbf)?RSID,CHROMOSOME,POSITION,RESULT", re.IGNORECASE)),
)
_TABLE = re.compile(
    rb"^#?\s*\"?rsid\"?[\t,;]\"?chrom(?:osome)?\"?[\t,;]\"?pos(?:ition)?\"?[\t,;]",
    re.IGNORECASE | re.MULTILINE,
)
_BUILD = re.compile(
    rb"(?:build|reference|assembly)[^\n]{0,60}?(?P<build>GRCh3[78]|hg19|hg38|\b3[678]\b)", re.IGNORECASE
)
_DATE = re.compile(rb"^##fileDate=(?P<y>\d{4})-?(?P<m>\d\d)-?(?P<d>\d\d)", re.MULTILINE)
_COMMENT = re.compile(rb"^#[^\n]*\n|^[^\n]*rsid[^\n]*\n", re.IGNORECASE | re.MULTILINE)


def identify(head: bytes, name: str) -> bool:  # noqa: ARG001  the bytes decide
    """Whether it begins like a variant file or a provider's raw data."""
    return _kind(_plain(head)) is not None


def extract(stream: BinaryIO) -> Iterator[Record | Problem | About]:
    """One note that says what the file is.

    Raises:
        UnreadableFileError: ``file_damaged``.
    """
    data = stream.read()
    head = _plain(data[:_HEAD])
    kind = _kind(head)
    if kind is None:
        raise UnreadableFileError("file_damaged")
    build = _BUILD.search(head)
    count = data.count(b"\n") - len(_COMMENT.findall(head))
    lines = "" if data.startswith(_GZIP) else f"{count} lines"
    when = _date(head)
    yield About(when=when)
    yield Fact(
        kind=Kind.NOTE,
        label=f"{kind} (données génétiques brutes, raw genetic data)",
        source=Source(Lines(1, 1)),
        start=when,
        detail=", ".join(part for part in (_build(build), lines) if part) or None,
        extraction=Extraction.CODED,
        confirmed=True,
    )
    yield Problem("genome_not_interpreted", Source(Lines(1, 1)))


def _plain(head: bytes) -> bytes:
    """The first bytes, inflated where they are compressed; never more than the head's size."""
    if not head.startswith(_GZIP):
        return head
    try:
        return zlib.decompressobj(wbits=31).decompress(head, _HEAD)
    except zlib.error:
        return b""


def _kind(head: bytes) -> str | None:
    """What the file calls itself."""
    if (match := _VCF.match(head)) is not None:
        return match["version"].decode("ascii")
    table = _TABLE.search(head)
    if table is None:
        return None
    return next((maker for maker, pattern in _MAKERS if pattern.search(head)), "Genotypes")


def _build(match: re.Match[bytes] | None) -> str:
    return "" if match is None else f"build {match['build'].decode('ascii')}"


def _date(head: bytes) -> When | None:
    match = _DATE.search(head)
    if match is None:
        return None
    return When.parse("-".join(match[part].decode("ascii") for part in ("y", "m", "d")))
