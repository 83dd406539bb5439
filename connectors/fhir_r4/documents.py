"""What a FHIR file says in prose: attached texts, narratives of sections, messages."""

import base64
import binascii
from collections.abc import Iterator
from typing import Any

from connectors import sniff
from connectors.fhir_r4.elements import codings, joined, label, labels, member, objects, when, words
from connectors.fhir_r4.parse import Body, Resource
from connectors.fhir_r4.prose import prose
from connectors.fhir_r4.shelf import Shelf, source
from connectors.parts import read_part
from records.model import Fact, Kind, Passage, Problem, Record
from records.samples import Samples
from records.source import JsonPointer, Source
from records.when import When

MAX_ATTACHMENT_BYTES = 25 * 1024 * 1024
_NOT_CURRENT = frozenset(("superseded", "entered-in-error"))


def document(resource: Resource, shelf: Shelf) -> Iterator[Record | Problem | Samples]:
    """A DocumentReference: a note that it exists, and its text when it is in the file and still holds."""
    body = resource.body
    name = label(body.get("type")) or words(body.get("description")) or labels(body.get("category"))
    date = _of_document(body)
    titles = (words(member(item, "attachment", "title")) for item in objects(body.get("content")))
    title = joined(titles, ", ")
    if name is not None or title is not None:
        yield Fact(
            kind=Kind.NOTE,
            label=name or title or "",
            source=source(resource),
            codings=codings(body.get("type")),
            start=date,
            status="superseded" if resource.pointer in shelf.withdrawn else words(body.get("status")),
            detail=joined(
                (
                    words(body.get("description")),
                    title if name else None,
                    draft if (draft := words(body.get("docStatus"))) not in (None, "final") else None,
                    shelf.names(body.get("author"), resource),
                    shelf.name(body.get("custodian"), resource),
                    label(member(body, "context", "practiceSetting")),
                )
            ),
            confirmed=True,
            identifiers=shelf.identifiers(resource),
        )
    if resource.pointer in shelf.withdrawn or words(body.get("status")) in _NOT_CURRENT:
        if body.get("content"):
            yield Problem("document_withdrawn", source(resource))
        for item in objects(body.get("content")):
            kept = shelf.find({"reference": member(item, "attachment", "url")}, resource)
            shelf.taken.update(() if kept is None else (kept.pointer,))
        return
    yield from attachments(resource, shelf, name or title, date)


def _of_document(body: Body) -> When | None:
    """When a document was written; before R4, when it was created."""
    return (
        when(body.get("date"))
        or when(member(body, "context", "period", "start"))
        or when(body.get("created"))
        or when(body.get("indexed"))
    )


def attachment(
    given: Any, resource: Resource, shelf: Shelf, at: str, heading: str | None, date: When | None
) -> Iterator[Record | Problem | Samples]:
    """What an attachment says: its text as a passage, any other file by whichever connector reads it.

    Args:
        given: The Attachment.
        resource: That holds it.
        shelf: Of the file; an address may mean a Binary in it.
        at: Pointer to it inside the resource.
        heading: For its text, when it has no title.
        date: For its text, when it has none.

    Yields:
        Records; ``attachment_elsewhere`` for one that is not in the file, ``attachment_not_read`` for data
        that is none, else what `connectors.parts.read_part` says. Never nothing.
    """
    if not isinstance(given, dict):
        return
    data, place, kind = given.get("data"), source(resource, f"{at}/data"), words(given.get("contentType"))
    address = words(given.get("url"))
    if not isinstance(data, str) and address is not None:
        binary = shelf.find({"reference": address}, resource)
        if binary is None or binary.type != "Binary":
            yield Problem("attachment_elsewhere", source(resource, at))
            return
        shelf.taken.add(binary.pointer)
        data, place = binary.body.get("data"), source(binary, "/data")
        kind = kind or words(binary.body.get("contentType"))
    if isinstance(data, str):
        named = words(given.get("title"))
        yield from _file(
            data, kind or "", place, shelf, named, named or heading, when(given.get("creation")) or date
        )


def binary(resource: Resource, shelf: Shelf) -> Iterator[Record | Problem | Samples]:
    """A Binary that no attachment of the file means."""
    data = resource.body.get("data")
    if isinstance(data, str):
        kind = words(resource.body.get("contentType")) or ""
        yield from _file(data, kind, source(resource, "/data"), shelf, None, None, None)


def _file(
    data: str,
    kind: str,
    place: Source,
    shelf: Shelf,
    name: str | None,
    heading: str | None,
    date: When | None,
) -> Iterator[Record | Problem | Samples]:
    raw = decoded(data)
    if raw is None:
        yield Problem("attachment_not_read", place)
        return
    if not raw.strip():
        return
    text = _text(raw, kind.split(";")[0].strip().lower())
    if text is None:
        at = place.locator.pointer if isinstance(place.locator, JsonPointer) else ""
        for record in read_part(raw, name or "", at, shelf.limits):
            is_unknown = isinstance(record, Problem) and record.code == "part_not_read"
            markup = sniff.decode(raw) if is_unknown else None
            text = prose(markup) if markup is not None else None  # XML that nobody knows still has words
            if not text:
                yield record
    if text and text.strip():
        yield Passage(text.strip(), place, heading=heading, when=date)


def _text(raw: bytes, kind: str) -> str | None:
    """The words of a text; None for another kind of file, whatever its type says."""
    found = sniff.media_type(raw[: sniff.HEAD_BYTES])
    text = sniff.decode(raw)
    if text is None:
        return None
    if found == "text/html" or (found == "application/xml" and "html" in kind):
        return prose(text)
    if found.startswith("text/") and "html" in kind:
        return prose(text)
    plain_kind = kind in ("", "text/plain", "text/markdown") or found == "text/plain"
    return text if found.startswith("text/") and plain_kind else None


def decoded(data: str) -> bytes | None:
    """The bytes of a base64 string; None when it is none or too long."""
    if len(data) > MAX_ATTACHMENT_BYTES * 4 // 3:
        return None
    try:
        return base64.b64decode("".join(data.split()), validate=True)
    except (binascii.Error, ValueError):
        return None


_ATTACHED: dict[str, tuple[str, str | None]] = {
    "DiagnosticReport": ("presentedForm", None),
    "DocumentReference": ("content", "attachment"),
    "Media": ("content", None),
    "Communication": ("payload", "contentAttachment"),
    "CommunicationRequest": ("payload", "contentAttachment"),
    "Consent": ("sourceAttachment", None),
}


def is_bare(resource: Resource) -> bool:
    """Whether a resource has neither words of its own nor files attached to it."""
    name, _ = _ATTACHED.get(resource.type, ("", None))
    return "text" not in resource.body and name not in resource.body


def attachments(
    resource: Resource, shelf: Shelf, heading: str | None, date: When | None
) -> Iterator[Record | Problem | Samples]:
    """The files attached to a resource, where its type has some."""
    name, inner = _ATTACHED.get(resource.type, ("", None))
    found = resource.body.get(name)
    for index, item in enumerate(found if isinstance(found, list) else [found]):
        at = (f"/{name}/{index}" if isinstance(found, list) else f"/{name}") + (f"/{inner}" if inner else "")
        yield from attachment(
            item if inner is None else member(item, inner), resource, shelf, at, heading, date
        )


def composition(resource: Resource, shelf: Shelf) -> Iterator[Record | Problem]:
    """The narratives of a Composition and of its sections, each under its title; why one is empty."""
    body = resource.body
    date = when(body.get("date"))
    title = words(body.get("title")) or label(body.get("type"))
    yield from narrative(resource, body, "", title, date)
    yield from _sections(resource, shelf, body, "", title, date)


def _sections(
    resource: Resource, shelf: Shelf, body: Body, at: str, heading: str | None, date: When | None
) -> Iterator[Record | Problem]:
    sections = body.get("section")
    for index, section in enumerate(sections if isinstance(sections, list) else []):
        if not isinstance(section, dict):
            continue
        here = f"{at}/section/{index}"
        title = words(section.get("title")) or label(section.get("code")) or heading
        yield from narrative(resource, section, here, title, date)
        empty = label(section.get("emptyReason"))
        if empty is not None:
            yield Fact(
                kind=Kind.NOTE,
                label=title or empty,
                source=source(resource, here),
                codings=codings(section.get("code")),
                value_text=empty,
                start=date,
                status=words(resource.body.get("status")),
                confirmed=True,
                identifiers=shelf.identifiers(resource, here),
            )
        yield from _sections(resource, shelf, section, here, title, date)


def narrative(
    resource: Resource, body: Body, at: str, heading: str | None, date: When | None
) -> Iterator[Passage]:
    """The human-readable text of a resource or section."""
    div = member(body, "text", "div")
    text = prose(div) if isinstance(div, str) else ""
    if text:
        yield Passage(text, source(resource, f"{at}/text/div"), heading=heading, when=date)


def own_words(resource: Resource, heading: str | None, date: When | None) -> Iterator[Passage]:
    """A resource's narrative, unless it is said to repeat the coded parts (``generated``)."""
    if words(member(resource.body, "text", "status")) not in ("generated", "empty"):
        yield from narrative(resource, resource.body, "", heading, date)
