"""IHE XDM: a zip whose METADATA.XML names the documents of one exchange, and what is known of each."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import BinaryIO

from connectors import archive, parts
from connectors.base import About
from connectors.cda import header
from connectors.cda.datatypes import flat, joined, when
from connectors.cda.parse import Element, child, children, name, root_of
from connectors.limits import Limits
from core.errors import UnreadableFileError
from records.model import Fact, Kind, Passage, Person, Problem, Record
from records.samples import Samples
from records.source import Source, XPath
from records.when import When

Found = Iterator[Record | Problem | Samples | About]

_USUAL = ("readme.txt", "index.htm", "index.html", "metadata.xml", "autorun.inf")
_LOOKS = (".xsl", ".xslt", ".css", ".gif", ".js")
_CDA = ("text/xml", "application/xml", "application/hl7-v3", "text/hl7v3", "application/hl7-cda+xml")


@dataclass(frozen=True, slots=True)
class Named:
    """A document as the metadata names it.

    Attributes:
        member: Its path in the archive.
        at: Where the metadata names it.
        metadata: Path of the metadata.
        title: As its author called it.
        kind: Of document.
        created: When it was written.
        author: Person and institution, as printed.
        media_type: As announced; decides nothing but whether a note is needed.
        ids: Its unique identifier.
    """

    member: str
    at: str
    metadata: str
    title: str | None
    kind: str | None
    created: When | None
    author: str | None
    media_type: str
    ids: tuple[str, ...]


def documents(stream: BinaryIO, limits: Limits) -> Found:
    """Every document that the metadata names; files it does not name are said.

    Raises:
        UnreadableFileError: As `connectors.archive.members`; ``file_damaged``: no readable metadata.
    """
    members = {member.path: member for member in archive.members(stream)}
    sets = [path for path in members if _is_metadata(path)]
    named: dict[str, Named] = {}
    unreadable: list[str] = []
    for path in sets:
        try:
            for item in _listed(root_of(archive.read(stream, path), limits), path, list(members)):
                named.setdefault(item.member, item)
        except UnreadableFileError:
            unreadable.append(path)
    if unreadable and not named:
        raise UnreadableFileError("file_damaged")
    for path in unreadable:
        yield Problem("part_not_read", parts.place(path))
    if len(named) == 1:
        yield _about(stream, next(iter(named.values())), members, limits)
    people: list[Person] = []
    for item in named.values():
        for record in _document(stream, item, members, limits):
            if isinstance(record, Person):
                people.append(record)
            else:
                yield record
    yield from parts.about_whom(people)
    left = [path for path in members if path not in named and not _is_usual(path)]
    if left:
        yield Problem("part_not_read", parts.place(left[0]), len(left))


def _about(stream: BinaryIO, item: Named, members: dict[str, archive.Member], limits: Limits) -> About:
    """An archive of one document is that document: a later version takes the place of the whole file."""
    if item.media_type in _CDA and item.member in members:
        try:
            root = root_of(archive.read(stream, item.member), limits)
        except UnreadableFileError:  # said when the document itself is read
            return About(item.created)
        return About(item.created, None, *header.versions(root))
    return About(item.created)


def _is_metadata(path: str) -> bool:
    return path.replace("\\", "/").lower().endswith("/metadata.xml")


def _is_usual(path: str) -> bool:
    last = path.replace("\\", "/").rpartition("/")[2].lower()
    return last in _USUAL or last.endswith(_LOOKS)


def _document(
    stream: BinaryIO, item: Named, members: dict[str, archive.Member], limits: Limits
) -> Iterator[Record | Problem | Samples]:
    if item.member not in members:
        yield Problem("attachment_elsewhere", Source(XPath(item.at), member=item.metadata))
        return
    try:
        data = archive.read(stream, item.member)
    except UnreadableFileError as error:
        yield Problem(error.code, parts.place(item.member))
        return
    if item.media_type not in _CDA and (item.title or item.kind):
        yield _note(item)
    for record in parts.read_part(data, item.member, item.member, limits):
        if isinstance(record, Passage):
            yield replace(record, when=record.when or item.created, heading=record.heading or item.title)
        else:
            yield record


def _note(item: Named) -> Fact:
    """That there is a document, what it is and who wrote it: a PDF says it nowhere in code."""
    return Fact(
        kind=Kind.NOTE,
        label=item.title or item.kind or "",
        source=Source(XPath(item.at), member=item.metadata),
        start=item.created,
        detail=joined((item.kind if item.title else None, item.author)),
        confirmed=True,
        identifiers=item.ids,
    )


def _listed(root: Element, metadata: str, members: list[str]) -> Iterator[Named]:
    folder = metadata.rpartition("/")[0]
    paths = {_plain(path): path for path in members}
    for entry in root.iter():
        if name(entry) != "ExtrinsicObject":
            continue
        uri = _slot(entry, "URI")
        if uri is None:
            continue
        wanted = f"{folder}/{uri.removeprefix('./')}"
        authors = [
            joined(
                (_person(_slot(item, "authorPerson")), _organisation(_slot(item, "authorInstitution"))), ", "
            )
            for item in children(entry, "Classification")
        ]
        kinds = [
            _localized(child(item, "Name"))
            for item in children(entry, "Classification")
            if (item.get("classificationScheme") or "").lower()
            == "urn:uuid:f0306f51-975f-434e-a61c-c59651d33983"
        ]
        unique = [
            item.get("value") or ""
            for item in children(entry, "ExternalIdentifier")
            if (item.get("identificationScheme") or "").lower()
            == "urn:uuid:2e82c1f6-a085-4c72-9da3-8640a32e42ab"
        ]
        yield Named(
            member=paths.get(_plain(wanted)) or paths.get(_plain(uri)) or wanted,
            at=entry.getroottree().getpath(entry),
            metadata=metadata,
            title=_localized(child(entry, "Name")),
            kind=joined(kinds, ", "),
            created=when(_slot(entry, "creationTime")),
            author=joined(authors),
            media_type=(entry.get("mimeType") or "").lower(),
            ids=tuple(f"urn:ietf:rfc:3986|urn:oid:{value}" for value in unique if value),
        )


def _plain(path: str) -> str:
    return path.replace("\\", "/").lower()


def _slot(holder: Element, wanted: str) -> str | None:
    """The value of a slot; a long one comes in numbered pieces (``1|…``, ``2|…``)."""
    for slot in children(holder, "Slot"):
        if slot.get("name") == wanted:
            values = [flat(value) for value in children(child(slot, "ValueList"), "Value")]
            pieces = [value.partition("|") for value in values]
            if values and wanted == "URI" and all(head.isdigit() and bar for head, bar, _ in pieces):
                return "".join(tail for _, _, tail in sorted(pieces, key=lambda piece: int(piece[0])))
            return next((value for value in values if value), None)
    return None


def _localized(element: Element | None) -> str | None:
    said = child(element, "LocalizedString")
    return " ".join((said.get("value") or "").split()) or None if said is not None else None


def _person(xcn: str | None) -> str | None:
    """The name in an HL7 v2 XCN: ``id^family^given``."""
    fields = (xcn or "").split("^")
    return joined((fields[2] if len(fields) > 2 else None, fields[1] if len(fields) > 1 else None), " ")  # noqa: PLR2004  family, given


def _organisation(xon: str | None) -> str | None:
    return (xon or "").split("^")[0] or None
