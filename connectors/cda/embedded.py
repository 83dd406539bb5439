"""Files that lie in a CDA document as base64: letters as PDF, pictures, other documents."""

import base64
import binascii
import zlib
from collections.abc import Iterator
from typing import Final

from lxml import etree

from connectors import parts
from connectors.cda.context import Document, Place, source
from connectors.cda.datatypes import Texts
from connectors.cda.parse import Element, name, path
from core.errors import UnreadableFileError
from records.model import Passage, Problem, Record
from records.samples import Samples

_INFLATE: Final = {"DF": -15, "ZL": 15, "GZ": 31}


def is_file(element: Element) -> bool:
    """Whether an ED holds bytes rather than words."""
    return (element.get("representation") or "").upper() == "B64"


def read(element: Element, place: Place, within: Document) -> Iterator[Record | Problem | Samples]:
    """What a file in the document says, its place being the element that holds it.

    Yields:
        Its records; ``attachment_elsewhere`` for one that is only named, ``attachment_not_read`` for what is
        no base64, else what `connectors.parts.read_part` says.
    """
    here = source(element)
    if not is_file(element):
        words = Texts.words(within.texts, element)
        if words:
            yield Passage(words, here, heading=place.heading, when=place.start)
        elif any(name(item) == "reference" for item in element):
            yield Problem("attachment_elsewhere", here)
        return
    data = contents(element, within.limits.size_bytes)
    if data is None:
        yield Problem("attachment_not_read", here)
        return
    yield from parts.read_part(data, "", path(element), within.limits)


def contents(element: Element, most_bytes: int) -> bytes | None:
    """The bytes of an ED; None when they are not what they say, or too many."""
    text = "".join("".join(part for part in element.itertext() if isinstance(part, str)).split())
    if not text or len(text) > most_bytes * 4 // 3 + 4:
        return None
    try:
        data = base64.b64decode(text + "=" * (-len(text) % 4), validate=True)
        wide = _INFLATE.get((element.get("compression") or "").upper())
        if wide is None:
            return data
        inflating = zlib.decompressobj(wide)
        data = inflating.decompress(data, most_bytes)
    except (binascii.Error, ValueError, zlib.error):
        return None
    return None if inflating.unconsumed_tail else data


def at(root: Element, step: str, most_bytes: int) -> bytes:
    """The bytes of the file that `step`, an XPath of ours, names.

    Raises:
        UnreadableFileError: ``file_damaged``: there is none.
    """
    prefixes = {prefix: uri for prefix, uri in root.nsmap.items() if prefix}
    try:
        found = root.getroottree().xpath(step, namespaces=prefixes)
    except (ValueError, SyntaxError):
        found = []
    element = found[0] if isinstance(found, list) and found else None
    data = contents(element, most_bytes) if isinstance(element, etree._Element) else None
    if data is None:
        raise UnreadableFileError("file_damaged")
    return data
