"""The body of a CDA document: its sections in order, or the one file it wraps."""

from dataclasses import replace

from connectors.cda import embedded, narrative
from connectors.cda.context import CLINICAL, Document, Place, place_of_section
from connectors.cda.datatypes import Span, codes, is_null, point, span
from connectors.cda.header import written
from connectors.cda.parse import Element, child, children, name
from connectors.cda.statements import Found, statement, statements
from connectors.cda.terms import NOT_CLINICAL_CODES, STATUS_CODES
from records.model import Problem
from records.when import When

_LEAVES = ("observation", "procedure", "substanceAdministration", "encounter")


def read(root: Element, within: Document) -> Found:
    """Everything the body says: section by section, entries before their text."""
    date = written(root)
    bare = 0
    for holder in _bodies(root):
        if name(holder) == "section":
            yield from _section(holder, Place(laboratory=within.laboratory), within, date)
            bare += sum(_is_uncoded(item) for item in holder.iter() if name(item) == "section")
        elif name(holder) == "nonXMLBody":
            text = child(holder, "text")
            if text is not None:
                yield from embedded.read(text, Place(start=date), within)
        elif name(holder) in CLINICAL:
            yield from statement(holder, Place(), within)
        else:
            for inner in children(holder, *CLINICAL):
                yield from statement(inner, Place(), within)
            yield from statements(holder, Place(), within)
    if bare:
        yield Problem("sections_without_codes", count=bare)


def _bodies(root: Element) -> list[Element]:
    """The sections, the wrapped file, or the statements of a document or of a piece of one."""
    kind = name(root)
    if kind == "ClinicalDocument":
        return [found for component in children(root, "component") for found in _bodies(component)]
    if kind in ("component", "structuredBody"):
        found = [part for part in root if name(part) in ("structuredBody", "component")]
        own = [part for part in root if name(part) in ("section", "nonXMLBody", *CLINICAL)]
        return [*own, *(inner for part in found for inner in _bodies(part))]
    return [root]


def _section(section: Element, above: Place, within: Document, date: When | None) -> Found:
    place = place_of_section(section, above, within.texts)
    yield from statements(section, place, within)
    text = child(section, "text")
    if text is not None:
        if embedded.is_file(text):
            yield from embedded.read(text, place, within)
        else:
            yield from narrative.passages(text, place, _dated(section) or date)
    for link in children(section, "component"):
        for inner in children(link, "section"):
            yield from _section(inner, replace(place, heading=None), within, date)


def _dated(section: Element) -> When | None:
    found: Span = span(children(section, "effectiveTime"))
    return found.start or next(
        (time for author in children(section, "author") if (time := point(child(author, "time")))), None
    )


def _is_uncoded(section: Element) -> bool:
    """Whether a section states things in a table that no coded entry repeats."""
    text = child(section, "text")
    return (
        text is not None
        and not children(section, "entry")
        and any(name(item) == "tr" for item in text.iter())
    )


def says_something(root: Element) -> bool:
    """Whether any coded entry states something: then a reading without facts has failed."""
    return any(_speaks(item) for item in root.iter() if name(item) in _LEAVES)


def _speaks(element: Element) -> bool:
    own = codes(child(element, "code"))
    if element.get("nullFlavor") or own & (NOT_CLINICAL_CODES | STATUS_CODES):
        return False
    value = child(element, "value")
    if name(element) == "observation" and value is not None:
        return not is_null(value)
    return bool(own) or child(element, "consumable") is not None
