"""Reads SMART Health Cards and Links: the FHIR record in them, and on every statement how far to believe it.

A card whose signature does not hold gives nothing but a problem. A card of an issuer whose keys we have not
is read, and says so everywhere. A link is never followed; files of it that came along are opened with its
key.
"""

import time
from collections.abc import Iterator
from dataclasses import replace
from typing import BinaryIO

from connectors import limits, sniff
from connectors.base import About
from connectors.fhir_r4 import connector as fhir
from connectors.fhir_r4 import parse
from connectors.fhir_r4.shelf import Shelf
from connectors.limits import Limits
from connectors.parts import read_part
from connectors.smart_health import cards, issuers, links, tokens
from connectors.smart_health.cards import Card, Verdict
from core.errors import UnreadableFileError
from records.model import Fact, Kind, Passage, Problem, Record
from records.samples import Samples
from records.source import WITHIN, JsonPointer, Source
from records.when import When

_BUNDLE = "/vc/credentialSubject/fhirBundle"
_CARD, _FILE = "card", "file"
_NAME = "SMART Health Card"
_VERDICTS = {
    Verdict.VALID: {"fr": "signature vérifiée, émetteur", "en": "signature verified, issuer"},
    Verdict.ISSUER_UNKNOWN: {
        "fr": "signature non vérifiée, émetteur inconnu",
        "en": "signature not verified, unknown issuer",
    },
    Verdict.UNSIGNED: {"fr": "sans signature, émetteur annoncé", "en": "not signed, stated issuer"},
}

_REFUSALS = frozenset(("card_broken", "card_part_missing"))
"""Of a file with nothing else in it, the reason to refuse it."""

Found = Iterator[Record | Problem | Samples | About]


def identify(head: bytes, name: str) -> bool:  # noqa: ARG001  the bytes decide
    """Whether the file is made of cards or links."""
    text = sniff.decode(head)
    return text is not None and tokens.is_ours(text.lstrip("\ufeff"), whole=len(head) < sniff.HEAD_BYTES)


def from_qr(*texts: str) -> bytes | None:
    """The texts of a picture's QR codes as a file that this connector reads; None when they are not ours."""
    lines = "\n".join(text.strip() for text in texts)
    return lines.encode() if tokens.is_ours(lines, whole=True) else None


def extract(stream: BinaryIO) -> Found:
    """Cards in the order of the file, then files of links, then what stays elsewhere.

    Raises:
        UnreadableFileError: ``card_broken`` or ``card_part_missing``: the file holds nothing that could be
            read, for this reason; ``file_damaged``, ``file_truncated``, ``file_too_complex``.
    """
    bounds = limits.of(stream)
    data = stream.read()
    found = tokens.find(data)
    told = 0
    first: Problem | None = None
    for record in _everything(data, found, bounds):
        if not isinstance(record, Problem | About):
            told += 1
        elif isinstance(record, Problem) and first is None:
            first = record
        yield record
    if not told and (first is None or first.code in _REFUSALS):
        raise UnreadableFileError("file_damaged" if first is None else first.code)


def part(data: bytes, step: str) -> bytes:
    """A card's content (``card/1``), a file of a link (``file/1``), or a file inside a card's content.

    Raises:
        UnreadableFileError: ``file_damaged``: there is none; other codes as for `extract`.
    """
    if step.startswith("/"):
        return fhir.part(data, step)
    kind, _, number = step.partition("/")
    found = tokens.find(data)
    given = found.cards if kind == _CARD else found.ciphers if kind == _FILE else []
    at = int(number) if number.isdigit() else 0
    if not 1 <= at <= len(given):
        raise UnreadableFileError("file_damaged")
    text = given[at - 1].text
    if kind == _CARD:
        card = cards.opened(text, issuers.known(), found.keys)
        taken = card.payload if card.verdict is not Verdict.BROKEN else None
    else:
        taken = links.decrypted(text, _keys(found))
    if taken is None:
        raise UnreadableFileError("card_broken" if kind == _CARD else "file_encrypted")
    return taken


def _everything(data: bytes, found: tokens.Found, bounds: Limits) -> Found:
    if found.payload:
        card = cards.described(data, Verdict.UNSIGNED, {})
        yield from _card(card, "", Source(JsonPointer(_BUNDLE)), bounds)
    for number, token in enumerate(found.cards, start=1):
        if token.missing:
            yield Problem("card_part_missing", token.place)
            continue
        card = cards.opened(token.text, issuers.known(), found.keys)
        yield from _card(card, f"{_CARD}/{number}", token.place, bounds)
    keys = _keys(found)
    for number, token in enumerate(found.ciphers, start=1):
        content = links.decrypted(token.text, keys)
        if content is None:
            yield Problem("link_key_missing", token.place)
        else:
            yield from read_part(content, "", f"{_FILE}/{number}", bounds)
    for link, place in found.links:
        yield from _link(link, place, needs=not found.ciphers)
    for place in found.elsewhere:
        yield Passage(links.NAME, place)
        yield Problem("link_needs_connection", place)


def _keys(found: tokens.Found) -> list[bytes]:
    return [key for link, _ in found.links if (key := links.key_of(link)) is not None]


def _card(card: Card, member: str, place: Source, bounds: Limits) -> Found:
    """A card as a note, and the record in it with the verdict on every statement."""
    if card.verdict is Verdict.BROKEN:
        yield Problem("card_broken", place)
        return
    try:
        contents = parse.read(card.payload, depth=bounds.depth, at=_BUNDLE)
    except UnreadableFileError:
        yield Problem("card_broken", place)
        return
    verdict = f"{_VERDICTS[card.verdict][Shelf(contents.resources).language]} : {card.issuer}"
    yield from _doubts(card, place)
    yield About(when=card.issued)
    yield Fact(
        kind=Kind.NOTE,
        label=_NAME,
        source=place,
        value_text=card.issuer,
        start=card.issued,
        end=card.expires,
        detail=verdict,
        confirmed=True,
    )
    for record in fhir.statements_of(contents, bounds):
        if isinstance(record, About):
            continue
        yield _marked(record, member, verdict)


def _marked(record: Record | Problem | Samples, member: str, verdict: str) -> Record | Problem | Samples:
    if isinstance(record, Fact):
        detail = f"{record.detail}; {verdict}" if record.detail else verdict
        return replace(record, source=_inside(record.source, member), detail=detail)
    if isinstance(record, Passage | Samples):
        return replace(record, source=_inside(record.source, member))
    if isinstance(record, Problem) and record.source is not None:
        return replace(record, source=_inside(record.source, member))
    return record


def _inside(source: Source, member: str) -> Source:
    parts = [part for part in (member, source.member) if part]
    return replace(source, member=WITHIN.join(parts))


def _doubts(card: Card, place: Source) -> Iterator[Problem]:
    if card.verdict is Verdict.ISSUER_UNKNOWN:
        yield Problem("card_issuer_unknown", place)
    elif card.verdict is Verdict.UNSIGNED:
        yield Problem("card_unsigned", place)
    now = time.time()
    if card.ends_s is not None and card.ends_s < now:
        yield Problem("card_expired", place)
    if card.starts_s is not None and card.starts_s > now:
        yield Problem("card_not_yet_valid", place)


def _link(link: dict[str, object], place: Source, *, needs: bool) -> Iterator[Passage | Problem]:
    expires: When | None = cards.moment(link.get("exp"))
    yield Passage(links.told(link, expires), place, when=None)
    if needs:
        yield Problem("link_needs_connection", place)
