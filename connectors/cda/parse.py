"""From the bytes of a CDA file to its tree: entities stay closed, no DTD, nothing fetched, nothing guessed.

Flaws that leave every element where it is (a prefix nobody declared, an HTML entity, a control character) are
overlooked; a tree that lost its end is refused.
"""

import html
import re
from typing import Final

from lxml import etree

from connectors import sniff
from connectors.limits import Limits
from core.errors import UnreadableFileError

Element = etree._Element

_DOCTYPE: Final = re.compile(r"<!DOCTYPE[^<>\[]*(?:\[[^\]]*\])?[^<>]*>", re.IGNORECASE)
_DECLARATION: Final = re.compile(r"\A\s*<\?xml[^>]*\?>")
_DECLARED: Final = re.compile(rb"<\?xml[^>]*encoding\s*=\s*[\"']([A-Za-z0-9._-]+)[\"']")
_NAMED: Final = re.compile(r"&([A-Za-z][A-Za-z0-9]{1,30});")
_XML_OWN: Final = frozenset(("amp", "lt", "gt", "quot", "apos"))
_FORBIDDEN: Final = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]")
_OVERLOOKED: Final = frozenset(range(200, 206)) | {99}
"""libxml2: errors of namespaces and of their addresses. The tree is whole."""
_TOO_MUCH: Final = re.compile("Excessive depth|Resource limit|[Hh]uge")


def root_of(data: bytes, limits: Limits) -> Element:
    """The root element of an XML file.

    Raises:
        UnreadableFileError: ``file_empty``, ``file_damaged``, ``file_truncated`` or ``file_too_complex``.
    """
    if not data.strip():
        raise UnreadableFileError("file_empty")
    try:
        root = etree.fromstring(data, _parser())
        if root.getroottree().docinfo.internalDTD is None:
            return _checked(root, limits)
    except etree.XMLSyntaxError:
        pass  # looked at again below, as text: what is wrong may be nothing that matters
    except ValueError:
        raise UnreadableFileError("file_damaged") from None
    return _checked(_mended(data), limits)


def _parser(*, recover: bool = False) -> etree.XMLParser:
    return etree.XMLParser(
        resolve_entities=False, no_network=True, load_dtd=False, dtd_validation=False, huge_tree=False,
        remove_comments=True, remove_pis=True, recover=recover,
    )  # fmt: skip


def _mended(data: bytes) -> Element:
    text = _text(data)
    text = _DECLARATION.sub("", _DOCTYPE.sub("", text.lstrip("\ufeff"), count=1), count=1)
    text = _FORBIDDEN.sub(" ", _NAMED.sub(_character, text)).strip()
    parser = _parser(recover=True)
    try:
        root = etree.fromstring(text.encode("utf-8", "replace"), parser)
    except (etree.XMLSyntaxError, ValueError):
        root = None
    grave = [error for error in parser.error_log if error.type not in _OVERLOOKED]
    if any(_TOO_MUCH.search(error.message) for error in grave):
        raise UnreadableFileError("file_too_complex")
    if root is None or grave:
        ended = root is not None and re.search(rf"</(?:[\w.-]+:)?{re.escape(name(root))}\s*>\Z", text)
        raise UnreadableFileError("file_damaged" if root is None or ended else "file_truncated")
    return root


def _text(data: bytes) -> str:
    declared = _DECLARED.search(data[:200])
    for name in ((declared[1].decode("ascii"),) if declared else ()) + ((sniff.encoding(data) or ""),):
        try:
            return data.decode(name)
        except (LookupError, UnicodeDecodeError):
            continue
    raise UnreadableFileError("file_damaged")


def _character(match: re.Match[str]) -> str:
    """An HTML entity as its character; one that nobody knows stays as text, and is never resolved."""
    if match[1] in _XML_OWN:
        return match[0]
    found = html.unescape(match[0])
    return f"&amp;{match[1]};" if found == match[0] else found


def _checked(root: Element, limits: Limits) -> Element:
    deepest, depth = 0, 0
    for event, _ in etree.iterwalk(root, events=("start", "end")):
        depth += 1 if event == "start" else -1
        deepest = max(deepest, depth)
    if deepest > max(limits.depth, 200):
        raise UnreadableFileError("file_too_complex")
    return root


def name(element: Element) -> str:
    """The local name of an element, whatever its prefix; empty for what is none."""
    tag: object = element.tag  # of an entity it is a function
    return tag.rpartition("}")[2].rpartition(":")[2] if isinstance(tag, str) else ""


def children(element: Element | None, *names: str) -> list[Element]:
    """The children of these names, in order."""
    return [] if element is None else [child for child in element if name(child) in names]


def child(element: Element | None, *path: str) -> Element | None:
    """The element at the end of a path of names, the first of each."""
    for step in path:
        if element is None:
            return None
        element = next((inner for inner in element if name(inner) == step), None)
    return element


def path(element: Element) -> str:
    """The XPath of an element, as `connectors.outline` finds it again."""
    return element.getroottree().getpath(element)


def xsi_type(element: Element) -> str:
    """The data type an element says it has (``IVL_PQ``); empty without one."""
    for key, value in element.attrib.items():
        if str(key).rpartition("}")[2].rpartition(":")[2] == "type":
            return str(value).rpartition(":")[2].strip()
    return ""
