"""From bytes to resources: JSON read so that a number stays what was printed, and nothing is guessed.

Numbers are kept as their text (``5.40`` stays ``5.40``; ``NaN`` is text, never a value). A name that stands
twice in one object with two values is dropped from it: two readers would disagree on which one holds.

Read with `orjson` when that is certain to give the same, else by the standard library's reader, which sees
every pair of an object and every digit of a number but takes about four times as long.
"""

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import chain
from typing import Any

import orjson

from connectors import sniff
from connectors.limits import Limits
from core.errors import UnreadableFileError
from records.model import Problem
from records.source import JsonPointer, Source

Body = dict[str, Any]

# A member whose value is a number. Inside a string, the quote set here would end it before a digit: that is
# no JSON, and the careful reader takes over.
_NUMBER = re.compile(rb'(":\s*)(-?(?:0|[1-9][0-9]*)(?:\.[0-9]+)?(?:[eE][+-]?[0-9]+)?)(?=[\s,}])')
_SPACES = bytes.maketrans(b"\n\r\t", b"   ")
_DIGITS = bytes.maketrans(b"-123456789", b"0000000000")
_NAME = re.compile(rb'"\s*:')


@dataclass(frozen=True, slots=True)
class Resource:
    """One resource and where it stands.

    Attributes:
        type: ``resourceType``.
        body: Its members.
        pointer: RFC 6901 pointer to it in the file.
        full_url: Of its Bundle entry; empty without one.
        within: The resource that contains it, for contained ones.
    """

    type: str
    body: Body
    pointer: str
    full_url: str = ""
    within: "Resource | None" = None


@dataclass(slots=True)
class Contents:
    """What a file holds.

    Attributes:
        resources: In order, contained ones after their container.
        problems: What was off.
        modified: Whether any modifier extension stands anywhere in it.
    """

    resources: list[Resource] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)
    modified: bool = False


def read(data: bytes, *, depth: int, at: str = "") -> Contents:
    """The resources of a file: one resource, a Bundle of any type, NDJSON, or an array of resources.

    Args:
        data: The file.
        depth: How deep its objects may be nested.
        at: Pointer to the resource to read, when it lies inside JSON that is not FHIR.

    Raises:
        UnreadableFileError: ``file_empty``, ``file_truncated``, ``file_damaged`` (not JSON, not FHIR) or
            ``file_too_complex`` (nested deeper than `depth`).
    """
    encoding = sniff.encoding(data)
    if encoding is None:
        raise UnreadableFileError("file_damaged")
    text = data.decode(encoding, "replace")
    if not text.strip():
        raise UnreadableFileError("file_empty")
    contents = Contents(modified="modifierExtension" in text)
    reader = _Reader(depth)
    roots = _roots(text, reader, contents)
    if reader.doubled:
        contents.problems.append(Problem("json_name_twice", count=reader.doubled))
    if at:
        roots = [(at, _followed(root, at)) for _, root in roots]
    for pointer, root in roots:
        contents.resources.extend(_resources(root, pointer, "", None))
    if not contents.resources:
        raise UnreadableFileError("file_damaged")
    return contents


def at(data: bytes, pointer: str) -> Any:
    """The value at a pointer, in a file that `read` reads; None when nothing is there.

    Raises:
        UnreadableFileError: As `read`.
    """
    encoding = sniff.encoding(data)
    if encoding is None:
        raise UnreadableFileError("file_damaged")
    for start, value in _roots(data.decode(encoding, "replace"), _Reader(Limits().depth), Contents()):
        if not pointer.startswith(f"{start}/"):
            continue
        return _followed(value, pointer[len(start) :])
    return None


def _followed(value: Any, pointer: str) -> Any:
    for step in pointer.split("/")[1:]:
        value = _inside(value, step.replace("~1", "/").replace("~0", "~"))
    return value


def _inside(value: Any, name: str) -> Any:
    if isinstance(value, list):
        return value[int(name)] if name.isdigit() and int(name) < len(value) else None
    return value.get(name) if isinstance(value, dict) else None


class _Reader:
    """The JSON decoder: counts names that stand twice, refuses what is nested deeper than `depth`."""

    def __init__(self, depth: int) -> None:
        self.doubled = 0
        self._depth = depth
        self._decoder = json.JSONDecoder(
            parse_float=str, parse_int=str, parse_constant=str, object_pairs_hook=self._object
        )

    def decode(self, text: str) -> Any:
        """The value of `text`.

        Raises:
            UnreadableFileError: ``file_too_complex``.
            json.JSONDecodeError: Not JSON.
        """
        found = _quickly(text, self._depth)
        if found is not None:
            return found
        try:
            found = self._decoder.decode(text)
        except RecursionError:
            raise UnreadableFileError("file_too_complex") from None
        if _deeper_than(found, self._depth):
            raise UnreadableFileError("file_too_complex")
        return found

    def _object(self, pairs: list[tuple[str, Any]]) -> Body:
        members = dict(pairs)
        if len(members) == len(pairs):
            return members
        seen: Body = {}
        for name, value in pairs:
            if name in seen and seen[name] != value:
                members.pop(name, None)
                self.doubled += 1
            seen[name] = value
        return members


def _quickly(text: str, depth: int) -> Body | None:
    """The object that `text` is, numbers as their text; None when only the careful reader can tell.

    Every name of an object is followed by a colon, so the text has as many quotes before colons as the tree
    has members when no name stands twice (and never fewer).
    """
    data = text.encode("utf-8", "surrogatepass")
    try:
        root = orjson.loads(_with_numbers_as_text(data))
    except orjson.JSONDecodeError:
        return None
    if not isinstance(root, dict):
        return None
    return root if _is_plain(root, data, depth) or _is_sound(root, data, depth) else None


def _with_numbers_as_text(data: bytes) -> bytes:
    parts = _NUMBER.split(data)
    parts[2::3] = [b'"%b"' % digits for digits in parts[2::3]]
    return b"".join(parts)


def _is_plain(root: Body, data: bytes, depth: int) -> bool:
    """Whether no name stands twice, no list holds a number and nothing is deep: what is nearly always so.

    Told by how orjson prints the tree, which is far quicker than a walk: every value of a list and every
    member begins a line, and a text never holds the end of one.
    """
    spaced = data.translate(_SPACES)
    if b'" :' in spaced or b"  :" in spaced or b"\\u00" in data:
        return False  # a quote before a colon may stand there otherwise than it is printed
    printed = orjson.dumps(root, option=orjson.OPT_INDENT_2)
    if b"\n" + b"  " * depth in printed or b"\n0" in printed.translate(_DIGITS, b" "):
        return False
    return printed.count(b'":') == data.count(b'":')


def _is_sound(root: Body, data: bytes, depth: int) -> bool:
    """The same, looked at closely.

    Raises:
        UnreadableFileError: ``file_too_complex``.
    """
    members, level = 0, list[Any]([root])
    while level:
        if depth <= 0 and any(type(value) in (dict, list) for value in level):
            raise UnreadableFileError("file_too_complex")
        objects = [value for value in level if type(value) is dict]
        lists = [value for value in level if type(value) is list]
        members += sum(map(len, objects))
        values = chain(chain.from_iterable(map(dict.values, objects)), chain.from_iterable(lists))
        if any(type(value) in (int, float) for value in level):
            return False  # in a list, where no number was kept as its text
        inside = [value for value in values if type(value) is not str]
        level, depth = inside, depth - 1
    return members == len(_NAME.findall(data))


def _roots(text: str, reader: _Reader, contents: Contents) -> list[tuple[str, Any]]:
    try:
        root = reader.decode(text.lstrip("\ufeff"))
    except json.JSONDecodeError as error:
        if error.msg != "Extra data":
            raise UnreadableFileError("file_truncated" if _ends_early(error) else "file_damaged") from None
        return _lines(text, reader, contents)
    if isinstance(root, list):
        return [(f"/{index}", item) for index, item in enumerate(root)]
    return [("", root)]


def _ends_early(error: json.JSONDecodeError) -> bool:
    return error.pos >= len(error.doc.rstrip()) or error.msg.startswith("Unterminated string")


def _lines(text: str, reader: _Reader, contents: Contents) -> list[tuple[str, Any]]:
    """NDJSON: a line that cannot be read is a problem, the others stand."""
    roots = []
    for number, line in enumerate(text.lstrip("\ufeff").split("\n")):
        if not line.strip():
            continue
        try:
            roots.append((f"/{number}", reader.decode(line)))
        except json.JSONDecodeError:
            contents.problems.append(Problem("line_not_json", Source(JsonPointer(f"/{number}"))))
    return roots


def _deeper_than(root: Any, depth: int) -> bool:
    level = [root] if isinstance(root, dict | list) else []
    for _ in range(depth):
        level = [
            child
            for value in level
            for child in (value.values() if isinstance(value, dict) else value)
            if isinstance(child, dict | list)
        ]
        if not level:
            return False
    return True


def _resources(body: Any, pointer: str, full_url: str, within: Resource | None) -> Iterator[Resource]:
    if not isinstance(body, dict) or not isinstance(body.get("resourceType"), str):
        return
    kind = body["resourceType"]
    if not re.fullmatch(r"[A-Za-z]{2,64}", kind):
        return
    resource = Resource(kind, body, pointer, full_url, within)
    yield resource
    if kind == "Bundle":
        for index, entry in enumerate(_items(body, "entry")):
            url = entry.get("fullUrl")
            inner = f"{pointer}/entry/{index}/resource"
            yield from _resources(entry.get("resource"), inner, url if isinstance(url, str) else "", None)
        return
    if kind == "Parameters":
        for index, parameter in enumerate(_items(body, "parameter")):
            yield from _resources(
                parameter.get("resource"), f"{pointer}/parameter/{index}/resource", "", None
            )
        return
    for index, inner_body in enumerate(_items(body, "contained")):
        yield from _resources(inner_body, f"{pointer}/contained/{index}", "", resource)


def is_modified(body: Any) -> bool:
    """Whether a modifier extension stands in a resource or a part of it, contained resources left out."""
    if isinstance(body, list):
        return any(is_modified(item) for item in body)
    if not isinstance(body, dict):
        return False
    return bool(body.get("modifierExtension")) or any(
        is_modified(value) for name, value in body.items() if name not in ("contained", "resource")
    )


def _items(body: Body, name: str) -> list[Body]:
    """The objects of a list member, with every place kept so that an index stays a pointer."""
    value = body.get(name)
    return [item if isinstance(item, dict) else {} for item in value] if isinstance(value, list) else []
