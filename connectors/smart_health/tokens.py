"""What a dropped file holds of cards and links: in JSON, in lines of text, in the digits of QR codes."""

import base64
import binascii
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

import orjson

from connectors import sniff
from core.errors import UnreadableFileError
from records.source import JsonPointer, Lines, Source

_SEGMENT = r"[A-Za-z0-9_-]"
_JWS = re.compile(rf"ey{_SEGMENT}+\.{_SEGMENT}+\.{_SEGMENT}+")
_JWE = re.compile(rf"ey{_SEGMENT}+\.{_SEGMENT}*\.{_SEGMENT}+\.{_SEGMENT}+\.{_SEGMENT}+")
_LINK = re.compile(rf"(?:https://\S+?#)?shlink:/(?P<payload>{_SEGMENT}+)")
_DIGITS = re.compile(r"shc:/(?:(?P<at>\d{1,4})/(?P<of>\d{1,4})/)?(?P<digits>\d+)")
_LINE = re.compile(rf"{_JWE.pattern}|{_JWS.pattern}|shc:/\S*|(?:https://\S+?#)?shlink:/{_SEGMENT}+")
_OF_LINK = r'"contentType"\s*:\s*"application/(?:smart-health-card|smart-api-access|fhir\+json)\b'
_OF_JSON = re.compile(
    rf'"verifiableCredential"|"fhirBundle"|{_OF_LINK}|"key"\s*:\s*"{_SEGMENT}{{43}}"[^{{}}]*"url"\s*:'
    rf'|"url"\s*:[^{{}}]*"key"\s*:\s*"{_SEGMENT}{{43}}"'
)
_OBJECT = re.compile(r"\s*\{")
_FIRST_CHARACTER = 45
_PAIRS = 77
_MAX_CHUNKS = 200
_MAX_TOKENS = 500


@dataclass(frozen=True, slots=True)
class Token:
    """A card, an encrypted file, or what a link says, and where it stands.

    Attributes:
        text: The compact JWS or JWE; empty when it could not be put together.
        place: Where.
        missing: Whether it is a code of which a part is not here.
    """

    text: str
    place: Source
    missing: bool = False


@dataclass(slots=True)
class Found:
    """Everything in one file.

    Attributes:
        cards: Signed cards.
        ciphers: Encrypted files of links.
        links: Payloads of links.
        elsewhere: Files a manifest names by an address only.
        payload: The file itself, when it is a card's content without a signature.
        keys: Key sets that lie beside the cards.
    """

    cards: list[Token] = field(default_factory=list)
    ciphers: list[Token] = field(default_factory=list)
    links: list[tuple[dict[str, Any], Source]] = field(default_factory=list)
    elsewhere: list[Source] = field(default_factory=list)
    payload: bool = False
    keys: list[Any] = field(default_factory=list)


def is_ours(text: str, *, whole: bool) -> bool:
    """Whether a file that begins with `text` is one of cards and links, not prose that names one.

    Args:
        text: The beginning.
        whole: Whether it is all of the file; else its last line may be cut.
    """
    if _OBJECT.match(text):
        return _OF_JSON.search(text) is not None and '"resourceType"' not in _before_card(text)
    lines = [line.strip() for line in text.split("\n")]
    told = [line for line in (lines if whole else lines[:-1] or lines) if line]
    return bool(told) and all(_LINE.fullmatch(line) for line in told) and any(map(_is_health, told))


def _before_card(text: str) -> str:
    """What stands before the first sign of a card: a resource there is the file, the card a part of it."""
    match = _OF_JSON.search(text)
    head = text[: match.start()] if match else text
    return "" if '"Parameters"' in head else head


def _is_health(line: str) -> bool:
    """A token of ours: by its scheme, or by the header of a JWS or JWE."""
    if not line.startswith("ey"):
        return True
    header = json_of(line.partition(".")[0])
    return header is not None and (
        "kid" in header or "zip" in header or header.get("alg") in ("ES256", "dir")
    )


def find(data: bytes) -> Found:
    """Everything in the file.

    Raises:
        UnreadableFileError: ``file_damaged`` (neither JSON nor text), ``file_truncated`` or
            ``file_too_complex``.
    """
    text = sniff.decode(data)
    if text is None:
        raise UnreadableFileError("file_damaged")
    text = text.lstrip("\ufeff").strip()
    found = Found()
    if text.startswith("{"):
        try:
            root = orjson.loads(text.encode("utf-8", "replace"))
        except orjson.JSONDecodeError:
            raise UnreadableFileError("file_truncated" if text[-1:] != "}" else "file_damaged") from None
        _in_json(root, "", found)
        found.payload = _is_payload(root)
        keys = root.get("keys")
        found.keys = keys if isinstance(keys, list) else []
    else:
        _in_lines(text.split("\n"), found)
    if len(found.cards) + len(found.ciphers) + len(found.links) > _MAX_TOKENS:
        raise UnreadableFileError("file_too_complex")
    return found


def _is_payload(root: Any) -> bool:
    subject = root.get("vc", {}) if isinstance(root, dict) else {}
    inner = subject.get("credentialSubject") if isinstance(subject, dict) else None
    return isinstance(inner, dict) and isinstance(inner.get("fhirBundle"), dict)


def _in_json(root: Any, pointer: str, found: Found) -> None:
    stack: list[tuple[str, Any]] = [(pointer, root)]
    while stack:
        at, value = stack.pop()
        if isinstance(value, str):
            _in_string(value.strip(), Source(JsonPointer(at)), found)
        elif isinstance(value, list):
            stack += [(f"{at}/{index}", item) for index, item in reversed(list(enumerate(value)))]
        elif isinstance(value, dict):
            if isinstance(value.get("url"), str) and isinstance(value.get("key"), str):
                found.links.append((value, Source(JsonPointer(at))))
                continue
            if isinstance(value.get("location"), str) and not isinstance(value.get("embedded"), str):
                found.elsewhere.append(Source(JsonPointer(at)))
            escaped = [(name.replace("~", "~0").replace("/", "~1"), inner) for name, inner in value.items()]
            stack += [(f"{at}/{name}", inner) for name, inner in reversed(escaped)]


def _in_string(text: str, place: Source, found: Found) -> None:
    if text.startswith("shc:/"):
        found.cards += _codes([(text, place)])
    elif _JWE.fullmatch(text):
        found.ciphers.append(Token(text, place))
    elif _JWS.fullmatch(text) or ".verifiableCredential" in _named(place):
        found.cards.append(Token(text, place))
    elif (match := _LINK.fullmatch(text)) is not None:
        _link(match["payload"], place, found)


def _named(place: Source) -> str:
    """The last names of a pointer, with a dot before each: whether a string stands where a card belongs."""
    pointer = place.locator.pointer if isinstance(place.locator, JsonPointer) else ""
    return "".join(f".{name}" for name in pointer.split("/")[-2:])


def _in_lines(lines: list[str], found: Found) -> None:
    codes: list[tuple[str, Source]] = []
    for number, line in enumerate(map(str.strip, lines), start=1):
        place = Source(Lines(number, number))
        if line.startswith("shc:/"):
            codes.append((line, place))
        elif _JWE.fullmatch(line):
            found.ciphers.append(Token(line, place))
        elif _JWS.fullmatch(line):
            found.cards.append(Token(line, place))
        elif (match := _LINK.fullmatch(line)) is not None:
            _link(match["payload"], place, found)
    found.cards += _codes(codes)


def _link(payload: str, place: Source, found: Found) -> None:
    plain = json_of(payload)
    found.links.append((plain or {}, place))


def _codes(codes: list[tuple[str, Source]]) -> Iterator[Token]:
    """The cards in the texts of QR codes: one each, or one out of all its numbered parts.

    Each card's parts have the same count. A part that is missing, doubled or out of its count leaves the card
    unread; texts that are no digits of ours are broken cards.
    """
    parts: dict[int, dict[int, tuple[str, Source]]] = {}
    for text, place in codes:
        match = _DIGITS.fullmatch(text)
        if match is None:
            yield Token("", place)
        elif match["of"] is None:
            yield Token(_characters(match["digits"]) or "", place)
        else:
            at, of = int(match["at"]), int(match["of"])
            if not 1 <= at <= of <= _MAX_CHUNKS or parts.get(of, {}).get(at, (text, place))[0] != text:
                yield Token("", place)
            else:
                parts.setdefault(of, {})[at] = (text, place)
    for of, given in parts.items():
        place = given[min(given)][1]
        if len(given) < of:
            yield Token("", place, missing=True)
            continue
        texts = (given[at][0].rpartition("/")[2] for at in range(1, of + 1))
        segments = [_characters(digits) for digits in texts]
        yield Token("".join(map(str, segments)) if None not in segments else "", place)


def _characters(digits: str) -> str | None:
    """The text of a numeric code: two digits a character, counted from 45 (the minus sign)."""
    if len(digits) % 2:
        return None
    values = [int(digits[at : at + 2]) for at in range(0, len(digits), 2)]
    return None if max(values) > _PAIRS else "".join(chr(value + _FIRST_CHARACTER) for value in values)


def bytes_of(segment: str) -> bytes | None:
    """The bytes of a base64url segment without padding; None when it is none."""
    try:
        return base64.b64decode(segment + "=" * (-len(segment) % 4), altchars=b"-_", validate=True)
    except (binascii.Error, ValueError):
        return None


def json_of(segment: str) -> dict[str, Any] | None:
    """The JSON object of a base64url segment; None when it is none."""
    raw = bytes_of(segment)
    try:
        plain = orjson.loads(raw or b"")
    except orjson.JSONDecodeError:
        return None
    return plain if isinstance(plain, dict) else None
