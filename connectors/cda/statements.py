"""The walk over clinical statements: each is a fact, a part of the fact that holds it, or a way further down.

Nothing planned, wished, denied or said of a relative becomes something the person has or had done.
"""

from collections.abc import Iterator
from dataclasses import replace
from typing import Final

from connectors.cda import embedded, medications
from connectors.cda.context import (
    CLINICAL,
    LINKS,
    Document,
    Place,
    below,
    identifiers,
    sampled,
    source,
)
from connectors.cda.datatypes import (
    Span,
    Value,
    attribute,
    codes,
    codings,
    flat,
    is_null,
    joined,
    label,
    point,
    reference_range,
    span,
    value,
    worded,
)
from connectors.cda.parse import Element, child, children, name
from connectors.cda.terms import (
    ALLERGY_TYPES,
    COMMENT_CODES,
    DENIAL,
    DOSE_NUMBER_CODES,
    NOT_CLINICAL_CODES,
    NOT_SAID,
    ONLY_A_KIND,
    PROBLEM_TYPES,
    STATUS_CODES,
    STATUS_WORDS,
    term,
)
from records.codes import NONE_KNOWN, Coding
from records.model import Fact, Kind, Problem, Record
from records.samples import Samples
from records.when import When

Found = Iterator[Record | Problem | Samples]

_MOODS: Final = {
    "INT": "planned", "RQO": "ordered", "PRP": "proposed", "PRMS": "planned", "APT": "booked",
    "ARQ": "requested", "GOL": "goal", "DEF": "planned", "EVN.CRT": "planned", "SLOT": "planned",
    "OPT": "proposed", "RSK": "risk", "EXPEC": "expected",
}  # fmt: skip
_STATUSES: Final = {
    "nullified": "entered-in-error",
    "held": "on-hold",
    "suspended": "on-hold",
    "aborted": "stopped",
}
_SHORT: Final = 240


def statements(holder: Element, place: Place, within: Document) -> Found:
    """What the statements directly in a section, an organizer or another statement say."""
    for link, inner in parts(holder):
        del link
        yield from statement(inner, place, within)


def parts(holder: Element) -> Iterator[tuple[Element, Element]]:
    """The statements directly in `holder`, with the link that says how they belong to it."""
    for link in children(holder, *LINKS):
        for inner in children(link, *CLINICAL):
            yield link, inner


def statement(element: Element, place: Place, within: Document) -> Found:
    """What one statement says, and those in it."""
    reader = _READERS.get(name(element))
    if reader is not None and not codes(child(element, "code")) & NOT_CLINICAL_CODES:
        yield from reader(element, place, within)


# --- what all share -----------------------------------------------------------------------------------------


def _plan(element: Element, place: Place) -> str | None:
    """The status of what did not happen (yet); None for what did, or is being taken."""
    mood = element.get("moodCode") or "EVN"
    taken = name(element) in ("substanceAdministration", "supply") and mood == "INT"
    if mood == "EVN" or (taken and place.section not in ("plan", "goal", "immunization")):
        if place.planned:
            return _MOODS.get(place.planned, "planned")
        return "planned" if place.section == "plan" and _status(element) != "completed" else None
    return _MOODS.get(mood, "planned")


def _status(element: Element) -> str | None:
    code = (attribute(child(element, "statusCode"), "code") or "").lower()
    return _STATUSES.get(code, code) or None


def _negated(element: Element) -> bool:
    return (element.get("negationInd") or "").lower() in ("true", "1")


def _fact(
    element: Element,
    place: Place,
    within: Document,
    kind: Kind,
    said: str | None,
    *,
    coded: tuple[Coding, ...] = (),
    start: When | None = None,
    end: When | None = None,
    status: str | None = None,
    negated: bool = False,
    detail: str | None = None,
    measured: Value | None = None,
    unsure: bool = False,
) -> Fact | Problem:
    """One fact, or what is wrong. Of a relative, planned, or known from words beside a null code: a note."""
    if said is None:
        return Problem("resource_says_nothing", source(element))
    language = within.texts.language
    found = {coding.code for coding in coded}
    plan = _plan(element, place)
    lasting = kind in (Kind.CONDITION, Kind.ALLERGY, Kind.MEDICATION)
    negated = negated or bool(found & NONE_KNOWN) or (lasting and DENIAL.match(said) is not None)
    unsure = unsure or (not negated and bool(found) and found <= _kinds_only(kind))
    if place.relative is not None or place.section == "family":
        said = f"{_whose(place, language)}: {said}"
    if (
        plan is not None
        or place.relative is not None
        or place.section == "family"
        or found & NOT_SAID
        or unsure
    ):
        kind = Kind.NOTE
    observed = kind is Kind.OBSERVATION
    shown = measured or Value()
    return Fact(
        kind=kind,
        label=said,
        source=source(
            element,
            laboratory=place.laboratory if observed and place.laboratory != said else None,
            method=joined((label(item, within.texts) for item in children(element, "methodCode")), ", "),
            device=_device(element, within) if observed else None,
        ),
        codings=coded,
        quantity=shown.quantity if observed else None,
        value_text=shown.text if observed else joined((shown.text, shown.unit), " "),
        unit_text=shown.unit if observed else None,
        reference=reference_range(element, shown, within.texts) if observed else None,
        interpretation=_flags(element, within) if observed else None,
        start=start,
        end=end,
        status=plan if plan is not None and status not in ("cancelled", "entered-in-error") else status,
        negated=negated,
        detail=detail,
        confirmed=True,
        identifiers=identifiers(element, within),
    )


def _kinds_only(kind: Kind) -> frozenset[str]:
    """Codes that name no thing of that kind: "an allergy", to what is not said."""
    return ONLY_A_KIND | ALLERGY_TYPES if kind is Kind.ALLERGY else ONLY_A_KIND


def _lasting(element: Element) -> Span:
    """The course of a problem or allergy. An end at its very start is the moment it was written down."""
    found = span(children(element, "effectiveTime"))
    return Span(found.start) if found.end is not None and found.end == found.start else found


def _whose(place: Place, language: str) -> str:
    known = place.relative is not None and place.relative != "?"
    return str(place.relative) if known else term("relative", language)


def _flags(element: Element, within: Document) -> str | None:
    given = [item for item in children(element, "interpretationCode") if not is_null(item)]
    return joined((attribute(item, "code") or label(item, within.texts) for item in given), ", ")


def _device(element: Element, within: Document) -> str | None:
    devices = [
        label(child(item, "participantRole", "playingDevice", "code"), within.texts)
        or _model(child(item, "participantRole", "playingDevice", "manufacturerModelName"))
        for item in children(element, "participant")
        if item.get("typeCode") == "DEV"
    ]
    devices += [
        _model(child(item, "assignedAuthor", "assignedAuthoringDevice", "manufacturerModelName"))
        for item in children(element, "author")
    ]
    return joined(devices, ", ")


def _model(element: Element | None) -> str | None:
    return flat(element) or None if element is not None else None


# --- what belongs to the statement that holds it ------------------------------------------------------------


def _is_comment(inner: Element) -> bool:
    own = child(inner, "code")
    return bool(codes(own) & COMMENT_CODES) or (
        name(inner) == "act" and own is None and child(inner, "text") is not None
    )


def _remark(link: Element, inner: Element, within: Document) -> str | None:  # noqa: PLR0911  one per kind
    """A statement as words of the one that holds it; None when it stands for itself."""
    texts, language = within.texts, within.texts.language
    kind, own = name(inner), codes(child(inner, "code"))
    if _is_comment(inner):
        return texts.words(child(inner, "text")) or _value_words(inner, within)
    if kind == "observation" and inner.get("classCode") != "DGIMG":
        if own & STATUS_CODES:
            return ""
        said = _value_words(inner, within)
        about = None if own & {"ASSERTION"} else label(child(inner, "code"), texts)
        more = joined((_remark(below_link, part, within) for below_link, part in parts(inner)), ", ")
        tail = f" ({more})" if more else ""
        if link.get("typeCode") == "MFST":
            return (
                f"{term('reaction', language)}: {said or texts.words(child(inner, 'text'))}{tail}"
                if said
                else ""
            )
        if link.get("typeCode") == "RSON":
            return f"{term('reason', language)}: {said or about}{tail}" if said or about else ""
        if own & DOSE_NUMBER_CODES and said:
            return f"{term('dose_number', language)} {said}"
        if about is None:
            return f"{said}{tail}" if said else ""
        denied = f" ({term('no', language)})" if _negated(inner) else ""
        return f"{about}: {said}{tail}{denied}" if said else ""
    if kind == "supply":
        found = medications.supply(inner, within)
        until = span(children(inner, "effectiveTime")).end
        return joined((found, f"{term('until', language)} {until.day}" if until else None), ", ") or ""
    if (
        kind == "substanceAdministration"
        and medications.product_label(medications.product(inner), within) is None
    ):
        return medications.dosage(inner, within) or texts.words(child(inner, "text")) or ""
    if kind == "act" and child(inner, "text") is not None and not any(parts(inner)):
        return (
            joined((worded(label(child(inner, "code"), texts)), texts.words(child(inner, "text"))), ": ")
            or ""
        )
    return None


def _value_words(observation: Element, within: Document) -> str | None:
    shown = [value(item, within.texts) for item in children(observation, "value")]
    return joined((joined((item.text, item.unit), " ") for item in shown), ", ")


def _remarks(element: Element, within: Document) -> str | None:
    return joined(_remark(link, inner, within) or None for link, inner in parts(element))


def _others(element: Element, place: Place, within: Document) -> Found:
    """The statements in `element` that stand for themselves."""
    under = below(element, place, within)
    for link, inner in parts(element):
        if _remark(link, inner, within) is None:
            yield from statement(inner, under, within)


def _stated_status(element: Element, within: Document) -> str | None:
    """What a status observation in `element` says."""
    for _, inner in parts(element):
        if name(inner) == "observation" and codes(child(inner, "code")) & STATUS_CODES:
            shown = child(inner, "value")
            known = next((STATUS_WORDS[code] for code in codes(shown) if code in STATUS_WORDS), None)
            if known is not None:
                return known
            said = _value_words(inner, within)
            if said is not None:
                return said.lower()
    return None


# --- observations -------------------------------------------------------------------------------------------


def _observation(element: Element, place: Place, within: Document) -> Found:
    about, values = child(element, "code"), children(element, "value")
    if about is not None and codes(about) & STATUS_CODES:
        return
    place = below(element, place, within) if child(element, "subject") is not None else place
    if _is_allergy(element, place):
        yield _allergy(element, place, within)
        yield from _others(element, place, within)
    elif _is_condition(about, values, place):
        yield _condition(element, place, within)
        yield from _others(element, place, within)
    else:
        yield from _measurement(element, place, within)


def _allergens(element: Element) -> list[Element]:
    found = (
        child(item, "participantRole", "playingEntity")
        for item in children(element, "participant")
        if item.get("typeCode") == "CSM"
    )
    return [item for item in found if item is not None]


def _is_allergy(element: Element, place: Place) -> bool:
    kinds = codes(child(element, "code")).union(*(codes(item) for item in children(element, "value")))
    return bool(kinds & ALLERGY_TYPES) or bool(_allergens(element)) or place.section == "allergy"


def _allergy(element: Element, place: Place, within: Document) -> Fact | Problem:
    texts = within.texts
    allergens, values = _allergens(element), children(element, "value")
    named = joined(
        (label(child(item, "code"), texts) or _model(child(item, "name")) for item in allergens), ", "
    )
    about = child(element, "code")
    kind_of = joined((label(item, texts) for item in values), ", ")
    kind_of = kind_of or (label(about, texts) if codes(about) & ALLERGY_TYPES else None)
    if worded(named) is None and worded(kind_of) is not None:
        named = None  # a bare code says less to a person than the kind of allergy
    coded = codings(*(child(item, "code") for item in allergens))
    lasted = _lasting(element)
    return _fact(
        element, place, within, Kind.ALLERGY, named or kind_of or _own_words(element, within),
        coded=coded or codings(*values),
        start=lasted.start or place.start,
        end=lasted.end,
        status=_stated_status(element, within) or _open_status(element, place, lasted.end is not None),
        negated=_negated(element) or bool(codes(child(element, "code")) & NONE_KNOWN)
        or any(codes(item) & NONE_KNOWN for item in values),
        detail=joined((kind_of if named else None, _remarks(element, within))),
        unsure=not named and not kind_of,
    )  # fmt: skip


def _open_status(element: Element, place: Place, ended: bool) -> str | None:
    """The status of a lasting thing: void, over, or that of the concern it stands in."""
    own = _status(element)
    if own in ("cancelled", "entered-in-error"):
        return own
    if _negated(element):
        return None  # what is denied has no course
    return "resolved" if ended else place.status


def _own_words(element: Element, within: Document) -> str | None:
    said = within.texts.words(child(element, "text"))
    return said if said is not None and len(said) <= _SHORT else None


def _is_condition(about: Element | None, values: list[Element], place: Place) -> bool:
    """Whether the code says no more than "a problem", and the value which."""
    if place.section in ("social", "vitals") or not values or not any(_is_concept(item) for item in values):
        return False
    kinds = codes(about)
    return bool(kinds & PROBLEM_TYPES) or (place.section in ("problem", "family") and not kinds)


def _is_concept(item: Element) -> bool:
    return (
        item.get("code") is not None
        or child(item, "originalText") is not None
        or bool(children(item, "translation"))
    )


def _condition(element: Element, place: Place, within: Document) -> Fact | Problem:
    texts, values = within.texts, children(element, "value")
    lasted = _lasting(element)
    sites = joined((label(item, texts) for item in children(element, "targetSiteCode")), ", ")
    return _fact(
        element, place, within, Kind.CONDITION,
        joined((label(item, texts) for item in values), ", ") or _own_words(element, within),
        coded=codings(*values),
        start=lasted.start or (None if lasted.over or _negated(element) else place.start),
        end=lasted.end,
        status=_stated_status(element, within) or _open_status(element, place, lasted.end is not None),
        negated=_negated(element),
        detail=joined((place.panel, sites, _remarks(element, within))),
        unsure=not any(label(item, texts) for item in values),
    )  # fmt: skip


def _measurement(element: Element, place: Place, within: Document) -> Found:
    texts, language = within.texts, within.texts.language
    about, values = child(element, "code"), children(element, "value")
    files = [item for item in values if embedded.is_file(item)]
    for item in files:
        yield from embedded.read(item, place, within)
    shown = [value(item, texts) for item in values if item not in files]
    shown = [item for item in shown if item.text is not None]
    measured = (
        shown[0] if len(shown) == 1 else Value(joined(joined((item.text, item.unit), " ") for item in shown))
    )
    assertion = codes(about) <= {"ASSERTION"}
    noted = _noted(element) or place.noted
    own = _own_words(element, within)
    said = (
        (None if assertion else label(about, texts))
        or (place.panel or place.heading if shown else None)
        or own
    )
    lasted = span(children(element, "effectiveTime"))
    holds = any(
        _remark(link, inner, within) is None or not _is_comment(inner) for link, inner in parts(element)
    )
    if shown or (said is not None and not holds and not files):
        kind = Kind.PROCEDURE if place.section == "procedure" and not shown else Kind.OBSERVATION
        yield _fact(
            element, place, within, kind, said,
            coded=codings(about),
            start=lasted.start or lasted.end or sampled(element) or place.start or noted,
            end=lasted.end if lasted.start is not None else None,
            status=_result_status(element),
            negated=_negated(element) or any(codes(item) & NONE_KNOWN for item in values),
            detail=joined(
                (
                    None if shown or kind is Kind.PROCEDURE or own else term("no_value", language),
                    own if not shown and own != said else None,
                    f"{term('also', language)} {measured.more}" if measured.more else None,
                    None if place.panel == said else place.panel,
                    joined((label(item, texts) for item in children(element, "targetSiteCode")), ", "),
                    place.specimen,
                    *(_remark(link, inner, within) for link, inner in parts(element) if _is_comment(inner)),
                )
            ),
            measured=measured,
        )  # fmt: skip
        if any(item.odd for item in shown):
            yield Problem("value_not_a_number", source(element))
    elif said is None and not holds and not files:
        yield Problem("resource_says_nothing", source(element))
    under = replace(below(element, place, within), panel=worded(said) or place.panel)
    for _, inner in parts(element):
        if not _is_comment(inner):
            yield from statement(inner, under, within)


def _noted(element: Element) -> When | None:
    return next(
        (found for item in children(element, "author") if (found := point(child(item, "time")))), None
    )


def _result_status(element: Element) -> str | None:
    status = _status(element)
    return "final" if status == "completed" else status


# --- medicines, vaccines, supplies --------------------------------------------------------------------------


def _administration(element: Element, place: Place, within: Document) -> Found:
    material = medications.product(element)
    said = medications.product_label(material, within) or label(child(element, "code"), within.texts)
    coded = medications.product_codings(material)
    vaccine = place.section == "immunization" or medications.is_vaccine(element, material)
    lasted = span(children(element, "effectiveTime"))
    status = _stated_status(element, within) or _status(element)
    if not vaccine and status == "completed" and lasted.end is None:
        status = None  # the record of it is complete, which does not say that the taking is
    if _negated(element) and status == "cancelled":
        status = "not-done"  # said of the vaccine, not of the saying
    dosage = medications.dosage(element, within)
    lot = child(material, "lotNumberText")
    number = flat(lot) if lot is not None and flat(lot).upper() != "UNK" else ""
    maker = child(material.getparent(), "manufacturerOrganization", "name") if material is not None else None
    yield _fact(
        element, place, within, Kind.IMMUNIZATION if vaccine else Kind.MEDICATION,
        said or _own_words(element, within),
        coded=coded or codings(child(element, "code")),
        start=lasted.start or (lasted.end if vaccine else None) or _noted(element) or place.start,
        end=None if vaccine else lasted.end,
        status=status,
        negated=_negated(element),
        unsure=said is None,
        detail=joined(
            (
                dosage or _sig(element, said, within),
                medications.composition(material, within),
                f"{term('lot', within.texts.language)} {number}" if number else None,
                (flat(maker) or None) if maker is not None and vaccine else None,
                medications.supply(element, within) if not vaccine else _rank(element, within),
                _remarks(element, within),
            )
        ),
    )  # fmt: skip
    yield from _others(element, place, within)


def _sig(element: Element, said: str | None, within: Document) -> str | None:
    """The words for how to take it, when they are not only the drug's name again."""
    words = _own_words(element, within)
    return words if words and words != said else None


def _rank(element: Element, within: Document) -> str | None:
    again = child(element, "repeatNumber")
    count = attribute(again, "value") if again is not None and not is_null(again) else None
    return f"{term('dose_number', within.texts.language)} {count}" if count and count != "0" else None


def _supply(element: Element, place: Place, within: Document) -> Found:
    texts = within.texts
    material = medications.product(element)
    device = _role(element, within)
    said = medications.product_label(material, within) or device or label(child(element, "code"), texts)
    equipment = place.section == "equipment" or material is None
    lasted = span(children(element, "effectiveTime"))
    if said is not None or not any(parts(element)):
        yield _fact(
            element, place, within, Kind.NOTE if equipment else Kind.MEDICATION,
            said or _own_words(element, within),
            coded=medications.product_codings(material) or codings(child(element, "code")),
            start=lasted.start or _noted(element) or place.start,
            end=lasted.end,
            status=_status(element),
            negated=_negated(element),
            detail=joined((medications.supply(element, within), _remarks(element, within))),
        )  # fmt: skip
    yield from _others(element, place, within)


def _role(element: Element, within: Document) -> str | None:
    """The device or product that takes part in a statement."""
    names = (
        label(child(item, "participantRole", kind, "code"), within.texts)
        for item in children(element, "participant")
        for kind in ("playingDevice", "playingEntity")
    )
    return joined(names, ", ")


# --- procedures, visits, the rest ---------------------------------------------------------------------------


def _procedure(element: Element, place: Place, within: Document) -> Found:
    yield _done(element, place, within, Kind.PROCEDURE)
    yield from _others(element, place, within)


def _done(element: Element, place: Place, within: Document, kind: Kind) -> Fact | Problem:
    texts = within.texts
    lasted = span(children(element, "effectiveTime"))
    sites = (label(item, texts) for item in children(element, "targetSiteCode", "approachSiteCode"))
    return _fact(
        element, place, within, kind, label(child(element, "code"), texts) or _own_words(element, within),
        coded=codings(child(element, "code")),
        start=lasted.start or lasted.end or place.start or _noted(element),
        end=lasted.end if lasted.start is not None else None,
        status=_status(element),
        negated=_negated(element),
        unsure=is_null(child(element, "code")) and not codings(child(element, "code")),
        detail=joined(
            (
                place.panel,
                joined(sites, ", "),
                _role(element, within),
                _who(element),
                _remarks(element, within),
            )
        ),
    )  # fmt: skip


def _who(element: Element) -> str | None:
    """Who did it: the organisation, else the person."""
    names = []
    for item in children(element, "performer"):
        entity = child(item, "assignedEntity")
        found = child(entity, "representedOrganization", "name")
        person = child(entity, "assignedPerson", "name")
        names.append(
            joined(
                (flat(person) if person is not None else None, flat(found) if found is not None else None),
                ", ",
            )
        )
    return joined(names, ", ")


def _encounter(element: Element, place: Place, within: Document) -> Found:
    texts = within.texts
    lasted = span(children(element, "effectiveTime"))
    if label(child(element, "code"), texts) is None and lasted.start is None and lasted.end is None:
        yield from _others(element, place, within)  # a pointer to a visit that stands elsewhere
        return
    where = (
        _model(child(item, "participantRole", "playingEntity", "name"))
        for item in children(element, "participant")
        if item.get("typeCode") == "LOC"
    )
    reasons = (_remark(link, inner, within) for link, inner in parts(element) if name(inner) != "act")
    yield _fact(
        element, place, within, Kind.ENCOUNTER,
        label(child(element, "code"), texts) or _own_words(element, within) or place.heading,
        coded=codings(child(element, "code")),
        start=lasted.start or lasted.end,
        end=lasted.end if lasted.start is not None else None,
        status=_status(element),
        negated=_negated(element),
        detail=joined((*reasons, joined(where, ", "), _who(element))),
    )  # fmt: skip
    under = replace(below(element, place, within), panel=None, status=None)
    for link, inner in parts(element):
        if name(inner) == "act" or _remark(link, inner, within) is None:
            yield from statement(inner, under, within)


def _organizer(element: Element, place: Place, within: Document) -> Found:
    own = child(element, "code")
    said = label(own, within.texts)
    under = replace(below(element, place, within), panel=worded(said) or place.panel)
    silent = True
    for record in statements(element, under, within):
        silent = silent and isinstance(record, Problem)
        yield record
    if silent and said is not None and not is_null(own):
        yield _done(element, replace(place, panel=None), within, Kind.NOTE)


def _act(element: Element, place: Place, within: Document) -> Found:
    """An act is what was done, or only what holds other statements together; then it says nothing itself."""
    inner = [part for link, part in parts(element) if not _is_comment(part)]
    under = below(element, place, within)
    if (
        place.section == "procedure"
        and label(child(element, "code"), within.texts)
        and not _is_wrapper(element)
    ):
        yield _done(element, place, within, Kind.PROCEDURE)
        yield from _others(element, place, within)
        return
    if not inner:
        yield from _alone(element, place, within)
        return
    concern = place.section in ("problem", "allergy") or bool(
        codes(child(element, "code")) & {"CONC", "48765-2"}
    )
    kept = _status(element) if concern else place.status
    title = None if concern else worded(label(child(element, "code"), within.texts))
    # A completed concern may only mean that its record is: old systems write it for all, allergies included.
    under = replace(under, status=None if kept == "completed" else kept, panel=title or place.panel)
    silent = True
    for part in inner:
        for record in statement(part, under, within):
            silent = silent and isinstance(record, Problem)
            yield record
    if silent:
        yield from _alone(element, place, within)


def _is_wrapper(element: Element) -> bool:
    return bool(codes(child(element, "code")) & ({"CONC"} | PROBLEM_TYPES))


def _alone(element: Element, place: Place, within: Document) -> Found:
    """An act that holds nothing: a note of its code and words, where it has any."""
    own = child(element, "code")
    words = within.texts.words(child(element, "text"))
    said = label(own, within.texts) or (words if words and len(words) <= _SHORT else None)
    if said is None:
        if not element.get("nullFlavor") and not is_null(own):
            yield Problem("resource_says_nothing", source(element))
        return
    fact = _done(element, place, within, Kind.NOTE)
    if isinstance(fact, Fact):
        yield replace(fact, detail=joined((words if words != fact.label else None, fact.detail)))
    else:
        yield fact


def _media(element: Element, place: Place, within: Document) -> Found:
    for item in children(element, "value"):
        yield from embedded.read(item, place, within)
    yield from statements(element, place, within)


_READERS: Final = {
    "observation": _observation,
    "act": _act,
    "procedure": _procedure,
    "substanceAdministration": _administration,
    "supply": _supply,
    "encounter": _encounter,
    "organizer": _organizer,
    "observationMedia": _media,
    "regionOfInterest": statements,
}
