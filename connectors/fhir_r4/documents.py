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
from records.model import Fact, Kind, Passage, Problem, Record
from records.when import When

MAX_ATTACHMENT_BYTES = 5 * 1024 * 1024
_TEXT_TYPES = (
    "text/plain",
    "text/markdown",
    "text/html",
    "application/xhtml+xml",
    "text/xml",
    "application/xml",
)


def document(resource: Resource, shelf: Shelf) -> Iterator[Record | Problem]:
    """A DocumentReference: a note that it exists, and its text when it is in the file."""
    body = resource.body
    name = label(body.get("type")) or words(body.get("description")) or labels(body.get("category"))
    date = when(body.get("date")) or when(member(body, "context", "period", "start"))
    titles = (words(member(item, "attachment", "title")) for item in objects(body.get("content")))
    title = joined(titles, ", ")
    if name is not None or title is not None:
        yield Fact(
            kind=Kind.NOTE,
            label=name or title or "",
            source=source(resource),
            codings=codings(body.get("type")),
            start=date,
            status=words(body.get("status")),
            detail=joined(
                (
                    words(body.get("description")),
                    title if name else None,
                    shelf.names(body.get("author"), resource),
                    shelf.name(body.get("custodian"), resource),
                    label(member(body, "context", "practiceSetting")),
                )
            ),
            confirmed=True,
            identifiers=shelf.identifiers(resource),
        )
    content = body.get("content")
    for index, item in enumerate(content if isinstance(content, list) else []):
        yield from attachment(
            member(item, "attachment"), resource, f"/content/{index}/attachment", name or title, date
        )


def attachment(
    given: Any, resource: Resource, at: str, heading: str | None, date: When | None
) -> Iterator[Passage | Problem]:
    """The text of an attachment. What is elsewhere, too long, or no text is a problem, never silence."""
    if not isinstance(given, dict):
        return
    data = given.get("data")
    if not isinstance(data, str):
        if words(given.get("url")):
            yield Problem("attachment_elsewhere", source(resource, at))
        return
    kind = (words(given.get("contentType")) or "").split(";")[0].strip().lower()
    if kind and kind not in _TEXT_TYPES:
        yield Problem("attachment_not_read", source(resource, at))
        return
    text = _decoded(data)
    if text is None:
        yield Problem("attachment_not_read", source(resource, at))
        return
    if kind not in ("", "text/plain", "text/markdown") or sniff.media_type(text.encode()) == "text/html":
        text = prose(text)
    if text.strip():
        yield Passage(
            text.strip(),
            source(resource, f"{at}/data"),
            heading=words(given.get("title")) or heading,
            when=when(given.get("creation")) or date,
        )


def _decoded(data: str) -> str | None:
    if len(data) > MAX_ATTACHMENT_BYTES * 4 // 3:
        return None
    try:
        raw = base64.b64decode("".join(data.split()), validate=True)
    except (binascii.Error, ValueError):
        return None
    return sniff.decode(raw)


def presented_forms(
    resource: Resource, heading: str | None, date: When | None
) -> Iterator[Passage | Problem]:
    """The attached forms of a DiagnosticReport."""
    forms = resource.body.get("presentedForm")
    for index, form in enumerate(forms if isinstance(forms, list) else []):
        yield from attachment(form, resource, f"/presentedForm/{index}", heading, date)


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
    """A resource's narrative, only when it says more than its coded parts (``additional``)."""
    if words(member(resource.body, "text", "status")) == "additional":
        yield from narrative(resource, resource.body, "", heading, date)
