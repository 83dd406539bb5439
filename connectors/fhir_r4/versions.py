"""Which document a FHIR file is, and whose place it takes (``relatesTo`` of code ``replaces``).

Source: FHIR R4 and R5, Composition.relatesTo, DocumentReference.relatesTo (R5 writes ``type`` and
``resourceReference`` for ``code`` and ``targetReference``).
"""

from collections.abc import Iterator, Sequence
from typing import Any

from connectors.fhir_r4.elements import member, replacing, words
from connectors.fhir_r4.parse import Resource
from connectors.fhir_r4.shelf import business_keys, identifier_key

_UNIVERSAL = ("urn:", "http://", "https://")


def versions(resources: Sequence[Resource]) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Keys of the document that a file is, and of those whose place it takes.

    Both empty for a file that is no single document: a search's answer, an export.
    """
    head = _document(resources)
    if head is None:
        return (), ()
    own = [*business_keys(head), *_master(head)]
    if head.full_url and head.full_url.startswith(_UNIVERSAL):
        own.append(head.full_url)
    if resources[0].type == "Bundle":
        own += business_keys(resources[0])
    replaced = dict.fromkeys(key for item in replacing(head.body) for key in _keys(item))
    return tuple(dict.fromkeys(own)), tuple(replaced)


def _document(resources: Sequence[Resource]) -> Resource | None:
    alone = [resource for resource in resources if resource.within is None and resource.type != "Bundle"]
    if not alone:
        return None
    if resources[0].type == "Bundle":
        is_document = words(resources[0].body.get("type")) == "document"
        return alone[0] if is_document and alone[0].type == "Composition" else None
    return alone[0] if len(alone) == 1 and alone[0].type in ("Composition", "DocumentReference") else None


def _master(head: Resource) -> list[str]:
    key = identifier_key(head.body.get("masterIdentifier"))
    return [key] if key else []


def _keys(reference: Any) -> Iterator[str]:
    """Keys that mean the same thing everywhere: an identifier, an address that is no path."""
    key = identifier_key(member(reference, "identifier"))
    if key:
        yield key
    address = words(member(reference, "reference"))
    if address and address.startswith(_UNIVERSAL):
        yield address
