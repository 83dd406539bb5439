"""What an XML file says around one place, as a tree to read. Runs behind the walls.

Shown is the smallest part around the place that a reader can make sense of: the entry or section it lies in,
as long as that is not too much to look at.
"""

from typing import Any

import orjson
from lxml import etree

from core.errors import UnreadableFileError

_NODES = 160
"""Elements shown."""
_TEXT = 600
_DEPTH = 24


def outline(data: bytes, path: str) -> bytes:
    """JSON of ``{key, value, cut, marked, children}``, the place at `path` marked.

    Args:
        data: The XML file.
        path: An XPath as `lxml.etree.ElementTree.getpath` writes it.

    Raises:
        UnreadableFileError: ``file_damaged``: no XML, or nothing is there.
    """
    parser = etree.XMLParser(
        resolve_entities=False, no_network=True, load_dtd=False, remove_comments=True, huge_tree=False
    )
    try:
        root = etree.fromstring(data, parser)
        prefixes = {prefix: uri for prefix, uri in root.nsmap.items() if prefix}
        found = root.getroottree().xpath(path, namespaces=prefixes)
    except (etree.LxmlError, ValueError):
        raise UnreadableFileError("file_damaged") from None
    target = found[0] if isinstance(found, list) and found else None
    if not isinstance(target, etree._Element):
        raise UnreadableFileError("file_damaged")
    return orjson.dumps(_node(_around(target), target, 0))


def _around(target: etree._Element) -> etree._Element:
    """The largest part around `target` that is small enough."""
    here = target
    while (parent := here.getparent()) is not None and _count(parent) <= _NODES:
        here = parent
    return here


def _count(element: etree._Element) -> int:
    count = 0
    for _ in element.iter(etree.Element):
        count += 1
        if count > _NODES:
            break
    return count


def _node(element: etree._Element, target: etree._Element, depth: int) -> dict[str, Any]:
    attributes = [_leaf(_name(str(key)), str(value)) for key, value in element.attrib.items()]
    text = " ".join((element.text or "").split())
    if depth >= _DEPTH:
        text = " ".join(" ".join(map(str, element.itertext())).split())
    inner = []
    for child in element if depth < _DEPTH else ():
        if isinstance(child.tag, str):
            inner.append(_node(child, target, depth + 1))
        if tail := " ".join((child.tail or "").split()):
            inner.append(_leaf("", tail))
    children = [*attributes, *([_leaf("", text)] if text and (attributes or inner) else []), *inner]
    leaf = _leaf(_name(element.tag), text) if not children else {"value": None, "cut": 0}
    return {**leaf, "key": _name(element.tag), "marked": element is target, "children": children}


def _leaf(key: str, text: str) -> dict[str, Any]:
    cut = max(0, len(text) - _TEXT)
    return {"key": key, "value": text[:_TEXT], "cut": cut, "marked": False, "children": []}


def _name(tag: Any) -> str:
    return str(etree.QName(str(tag)).localname)
