"""The resources of one file, found again by reference; and what every fact made of a resource shares."""

import re
from collections import Counter
from collections.abc import Iterable, Iterator
from typing import Any

from connectors.fhir_r4.elements import code, human_name, joined, label, member, objects, replacing, words
from connectors.fhir_r4.parse import Body, Resource
from connectors.limits import Limits
from records.source import JsonPointer, Source

_UUID = re.compile(r"[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}\Z", re.IGNORECASE)
_SERVER = re.compile(r"(?P<server>https?://.+)/(?P<type>[A-Z][A-Za-z]+)/(?P<id>[A-Za-z0-9.-]{1,64})\Z")
_PERFORMERS = frozenset(("performer", "assembler"))
"""Provenance participant types that did the thing itself (HL7 provenance-participant-type)."""
_NO_OTHER = Limits()
_PLACEHOLDERS = ("http://example.", "https://example.", "http://localhost", "http://www.example.")


class Shelf:
    """Answers what a reference in this file means.

    Attributes:
        language: Of the words we add to a detail: ``fr`` when the file says or shows that it is French.
        limits: Of the reading, for files inside this one.
        sampled: Pointers of the Specimens that results of the file refer to.
        taken: Pointers of the Binaries that an attachment has brought already.
        withdrawn: Pointers of the documents that another document of the file takes the place of.
    """

    def __init__(self, resources: Iterable[Resource], limits: Limits = _NO_OTHER) -> None:
        self.limits = limits
        self.taken: set[str] = set()
        self._all = list(resources)
        self._by_name: dict[str, Resource] = {}
        self._contained: dict[tuple[str, str], Resource] = {}
        self._by_identifier: dict[str, Resource] = {}
        self._by_bare_id: dict[str, Resource] = {}
        self._identifiers = Counter(key for resource in self._all for key in set(business_keys(resource)))
        for resource in self._all:
            self._place(resource)
        self.language = "fr" if any(_is_french(resource) for resource in self._all) else "en"
        self.sampled = {
            found.pointer
            for resource in self._all
            if resource.type in ("Observation", "DiagnosticReport")
            for reference in objects(resource.body.get("specimen"))
            if (found := self.find(reference, resource)) is not None
        }
        self.withdrawn = {
            old.pointer
            for resource in self._all
            if resource.type == "DocumentReference"
            for reference in replacing(resource.body)
            if (old := self.find(reference, resource)) is not None and old is not resource
        }
        self._origins: dict[str, list[Resource]] = {}
        for resource in self._all:
            if resource.type == "Provenance":
                self._place_origin(resource)

    def _place(self, resource: Resource) -> None:
        own_id = words(resource.body.get("id"))
        if resource.within is not None:
            if own_id:
                self._contained[resource.within.pointer, own_id.lstrip("#")] = resource
            return
        if resource.full_url:
            self._by_name.setdefault(resource.full_url, resource)
        if own_id:
            self._by_name.setdefault(f"{resource.type}/{own_id}", resource)
            self._by_bare_id.setdefault(own_id, resource)
            if _UUID.match(own_id):
                self._by_name.setdefault(f"urn:uuid:{own_id}", resource)
        for key in business_keys(resource):
            self._by_identifier.setdefault(key, resource)

    def _place_origin(self, provenance: Resource) -> None:
        for target in objects(provenance.body.get("target")):
            found = self.find(target, provenance)
            if found is not None:
                self._origins.setdefault(found.pointer, []).append(provenance)

    def measured_by(self, resource: Resource) -> str | None:
        """The organisation that Provenance says performed this: a name, never that of a mere sender."""
        for provenance in self._origins.get(resource.pointer, ()):
            for agent in objects(provenance.body.get("agent")):
                if code(agent.get("type")) in _PERFORMERS:
                    name = self.organisation([agent.get("who"), agent.get("onBehalfOf")], provenance)
                    if name is not None:
                        return name
        return None

    def origin(self, resource: Resource) -> str | None:
        """Who made a statement and from which document, by Provenance; None without one."""
        provenances = self._origins.get(resource.pointer)
        if provenances is None:
            return None
        said = []
        for provenance in provenances:
            for agent in objects(provenance.body.get("agent")):
                who = joined(
                    (
                        self.name(agent.get("who") or agent.get("whoReference"), provenance),
                        self.name(agent.get("onBehalfOf") or agent.get("onBehalfOfReference"), provenance),
                    ),
                    ", ",
                )
                said.append(joined((label(agent.get("type")), who), " : ") if who else None)
            said += [
                self.name(item.get("what"), provenance) for item in objects(provenance.body.get("entity"))
            ]
        return joined(said, ", ")

    def __iter__(self) -> Iterator[Resource]:
        return iter(self._all)

    def find(self, reference: Any, origin: Resource) -> Resource | None:
        """The resource a Reference means, contained or anywhere in the file; None when it is elsewhere."""
        if not reference:
            return None
        target = words(member(reference, "reference"))
        if target is None:
            return self._by_identifier.get(identifier_key(member(reference, "identifier")) or "")
        if target.startswith("#"):
            holder = origin.within or origin
            # French e-prescriptions write "#id" for a resource that stands beside, not inside.
            return self._contained.get((holder.pointer, target[1:])) or self._by_bare_id.get(target[1:])
        target = target.split("/_history/")[0]
        if "?identifier=" in target:
            return self._by_identifier.get(target.partition("?identifier=")[2])
        return self._by_name.get(target) or self._by_name.get("/".join(target.split("/")[-2:]))

    def name(self, reference: Any, origin: Resource) -> str | None:
        """What a Reference calls its target: its display, else the target's own name."""
        if not reference:
            return None
        display = words(member(reference, "display"))
        if display:
            return display
        found = self.find(reference, origin)
        return own_name(found) if found is not None else None

    def names(self, references: Any, origin: Resource) -> str | None:
        """The names of several targets, in one line."""
        found = (self.name(reference, origin) for reference in objects(references))
        return ", ".join(dict.fromkeys(name for name in found if name)) or None

    def organisation(self, references: Any, origin: Resource) -> str | None:
        """The first of the references that is an organisation (or works for one), by name; never a person."""
        for reference in objects(references):
            found = self.find(reference, origin)
            if found is not None and found.type == "PractitionerRole":
                name = self.name(found.body.get("organization"), found)
            elif found is not None:
                name = own_name(found) if found.type == "Organization" else None
            else:
                target = words(member(reference, "reference")) or ""
                meant = words(member(reference, "type")) or target.rpartition("/")[0].rpartition("/")[2]
                is_one = meant == "Organization" or target.startswith("Organization?")
                name = words(member(reference, "display")) if is_one else None
            if name:
                return name
        return None

    def identifiers(self, resource: Resource, part: str = "") -> tuple[str, ...]:
        """Keys under which the same statement is known elsewhere.

        ``server|type|id|version``, only with a server or an id that is unique in the world, and business
        identifiers (``system|value``), only those that one resource of this file has alone: an order number
        on ten results names none of them. `part` tells the parts of one resource apart.
        """
        own_id = words(resource.body.get("id")) or ""
        version = words(member(resource.body, "meta", "versionId")) or ""
        keys = []
        match = _SERVER.match(resource.full_url)
        if match is not None and not match["server"].startswith(_PLACEHOLDERS):
            keys.append(f"{match['server']}|{resource.type}|{match['id']}|{version}")
        elif _UUID.match(own_id):
            keys.append(f"|{resource.type}|{own_id.lower()}|{version}")
        elif resource.full_url.startswith("urn:uuid:"):
            keys.append(f"|{resource.type}|{resource.full_url[9:].lower()}|{version}")
        keys += [key for key in business_keys(resource) if self._identifiers[key] == 1]
        return tuple(f"{key}#{part}" if part else key for key in dict.fromkeys(keys))


def business_keys(resource: Resource) -> list[str]:
    """The business identifiers of a resource as ``system|value``; those without a system name nothing."""
    if "identifier" not in resource.body:
        return []
    keys = (identifier_key(identifier) for identifier in objects(resource.body.get("identifier")))
    return [key for key in keys if key is not None]


def identifier_key(identifier: Any) -> str | None:
    """An Identifier as ``system|value``; None when it has no system."""
    system, value = words(member(identifier, "system")), words(member(identifier, "value"))
    return f"{system}|{value}" if system and value else None


def own_name(resource: Resource) -> str | None:
    """What a resource calls itself: a person's name, an organisation's, a drug's, a device's."""
    body: Body = resource.body
    name = body.get("name")
    if isinstance(name, str):
        return words(name)
    return (
        human_name(name)
        or label(body.get("code"))
        or words(member(body, "deviceName", "name"))
        or label(body.get("type"))
        or words(body.get("description"))
    )


def source(
    resource: Resource,
    at: str = "",
    *,
    laboratory: str | None = None,
    method: str | None = None,
    device: str | None = None,
) -> Source:
    """The place in the file; `at` is a pointer inside the resource."""
    return Source(JsonPointer(resource.pointer + at), laboratory, method, device)


def _is_french(resource: Resource) -> bool:
    if "language" not in resource.body and "meta" not in resource.body:
        return False
    language = words(resource.body.get("language")) or ""
    profiles = member(resource.body, "meta", "profile")
    shown = isinstance(profiles, list) and any("esante.gouv.fr" in str(profile) for profile in profiles)
    return shown or language.lower().startswith("fr")
