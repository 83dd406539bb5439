"""Reads clinical documents in XML: C-CDA, French CDA R2, any other CDA R2, parts of them, and IHE XDM zips.

One walk for all of them: template identifiers are never required. Coded entries become facts, every section's
text becomes passages, files inside go to the connector that reads them. Nothing is drawn from the narrative
into facts.
"""

import re
from collections.abc import Iterator, Sequence
from typing import BinaryIO

from connectors import archive, limits, sniff
from connectors.base import About
from connectors.limits import Limits
from core.errors import UnreadableFileError
from records.model import Fact, Passage, Problem, Record
from records.samples import Samples

Found = Iterator[Record | Problem | Samples | About]

_HL7_V3 = "urn:hl7-org:v3"
_ASIDE = re.compile(
    r"<!--.*?(?:-->|\Z)|<\?.*?(?:\?>|\Z)|<!DOCTYPE[^<>\[]*(?:\[[^\]]*\])?[^<>]*>", re.DOTALL | re.IGNORECASE
)
_FIRST = re.compile(r"\s*<(?:[\w.-]+:)?(?P<name>[A-Za-z]+)(?=[\s/>])")
_PARTS = frozenset(
    "component structuredBody nonXMLBody section entry entryRelationship observation act procedure encounter "
    "substanceAdministration supply organizer".split()
)
"""What a piece of a CDA document may begin with, as guides print them."""
_PIECE = re.compile(
    r"<(?:[\w.-]+:)?templateId\s+[^>]*root\s*=|\bmoodCode\s*=|<component[\s>].*<section[\s>]", re.DOTALL
)
_METADATA = re.compile(r"(?:^|/)IHE_XDM/[^/]+/METADATA\.XML\Z", re.IGNORECASE)


def identify(head: bytes, name: str) -> bool:  # noqa: ARG001  the bytes decide
    """Whether the root is a ClinicalDocument, or a piece of one that carries CDA's name or templates."""
    text = sniff.decode(head)
    first = _FIRST.match(_ASIDE.sub("", text).lstrip("\ufeff \t\r\n")) if text is not None else None
    if first is None or text is None:
        return False
    if first["name"] == "ClinicalDocument":
        return True
    return first["name"] in _PARTS and (_HL7_V3 in text or _PIECE.search(text) is not None)


def identify_archive(members: Sequence[str], name: str) -> bool:  # noqa: ARG001  the members decide
    """Whether it is an IHE XDM exchange: a submission set with its metadata."""
    return any(_METADATA.search(member.replace("\\", "/")) for member in members)


def extract(stream: BinaryIO) -> Found:
    """The person first, then section by section the facts and the words; of an archive, document by document.

    Raises:
        UnreadableFileError: ``file_empty``, ``file_truncated``, ``file_damaged``, ``file_too_complex``, or
            ``no_facts_in_structured_file``: it has coded entries that say something, and none was read.
    """
    from connectors.cda import xdm  # parsers stay out of the house's own process

    bounds = limits.of(stream)
    head = stream.read(4)
    stream.seek(0)
    if head.startswith(b"PK"):
        yield from xdm.documents(stream, bounds)
    else:
        yield from _document(stream.read(), bounds)


def part(data: bytes, step: str) -> bytes:
    """A file inside: by its path in an archive, by the XPath of the element that holds it in a document.

    Raises:
        UnreadableFileError: ``file_damaged``: there is none; other codes as for `extract`.
    """
    from io import BytesIO

    from connectors.cda import embedded, parse

    if data.startswith(b"PK"):
        return archive.read(BytesIO(data), step)
    bounds = Limits()
    return embedded.at(parse.root_of(data, bounds), step, bounds.size_bytes)


def _document(data: bytes, bounds: Limits) -> Found:
    from connectors.cda import body, context, header, parse

    root = parse.root_of(data, bounds)
    within = context.document(root, bounds)
    yield About(header.written(root), None, *header.versions(root))
    yield from header.persons(root, within)
    facts = passages = 0
    for stated in (*header.visits(root, within), *header.titles(root, within)):
        passages += 1
        yield stated
    for record in body.read(root, within):
        facts += isinstance(record, Fact)
        passages += isinstance(record, Passage)
        yield record
    if not facts and body.says_something(root):
        raise UnreadableFileError("no_facts_in_structured_file")
    if not facts and not passages:
        yield Problem("document_says_nothing")
