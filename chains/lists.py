"""What the record lists: medicines, allergies, conditions, vaccines; and what the person has given at all."""

import re
from collections.abc import Iterator, Sequence
from itertools import islice

from chains.drafts import BULLET, Asked, Draft, counted
from chains.events import Basis
from chains.wording import shown
from records import analytes
from records.model import Document, Fact, Kind
from records.when import When
from records.words import fold, words

_ITEMS_MAX = 25
_DOCUMENTS_MAX = 12
_NAMES_MAX = 12
_EXPECTED = (Kind.OBSERVATION, Kind.MEDICATION, Kind.CONDITION, Kind.ALLERGY, Kind.IMMUNIZATION)
"""Kinds whose absence an inventory names."""
_STATUSES = {"in-progress": "active", "on-hold": "on_hold", "not-done": "not_done", "ended": "completed"}
_SILENT = frozenset({"final", "finished", "recorded", "registered", "unknown"})
"""Statuses that tell a person nothing about the thing itself."""
_DONE_WHEN_SAID = frozenset({Kind.IMMUNIZATION, Kind.PROCEDURE, Kind.ENCOUNTER})
"""Things that are over by being mentioned: "completed" says nothing more of them."""
_UNREAD = re.compile(
    r"(?:pas|rien) (?:pu |su |reussi a |arrive a |(?:ete )?capable de )?(?:lire|lus?|ouvrir)\b|illisibles?\b"
    r"|non lus?\b|\bincapable de (?:lire|ouvrir)|\bun(?:able to |)(?:read(?:able)?|open)\b|\bfailed to read\b"
    r"|\b(?:could|can|did)(?: ?n't| ?not|not) (?:be )?(?:read|open)"
)
_STRENGTH = re.compile(r"\d+(?:\.\d+)?\s?(?:mg|[µμ]g|mcg|g|ui|iu)\b")
_A_NAME = re.compile(r"[^\W\d]+(?:[ '’-][^\W\d]+){0,3}")
"""A printed label that is a name and nothing else, a few words long."""
_GIVEN = r"(?:documents?|fichiers?|papiers?|pieces|sources?|files?|papers?|uploads?|records)"
_KEPT = (
    r"(?:import\w*|envoy\w*|confi\w*|depos\w*|televers\w*|charg\w*|donnes?|uploaded|imported|sent|given|gave|added"
    r"|shared|as-tu|avez-vous|tu as|vous avez|dispos\w*|detiens|detenez|possed\w*|gard\w*|have|hold|keep|got)"
)
_EVERYTHING = re.compile(
    rf"\b(?:list\w*|montre\w*|affiche\w*|quels?|quelles?|show|give|which|what|how many)\b.*\b{_GIVEN}\b"
    rf"|\b{_GIVEN}\b.*\b{_KEPT}\b|\b(?:tout|everything|all)\b.*\b{_KEPT}\b"
    r"|\bde quoi\b.*\b(?:dispos\w*|as-tu|avez-vous)\b|\bwhat do you (?:have|hold|keep)\b"
)
_PRESCRIBED_DAYS = 365
"""A prescription says what is taken for a year at most (France: Code de la santé publique, R5132-21)."""
_FOR_DAYS = re.compile(
    r"\b(?:pendant|durant|pour|for) (?P<count>\d{1,3}) (?P<unit>jours?|days?|semaines?|weeks?|mois|months?)\b"
)
_DAYS = {"jo": 1, "da": 1, "se": 7, "we": 7, "mo": 31}
_GENERAL = re.compile(
    r"(?:known |drug |any )*allerg(?:ies?|y)\b(?: (?:connues?|known|medicamenteuses?|to medicines?))*$"
)
"""Allergies at large: denied, there are none known."""
_SINCE = frozenset({Kind.MEDICATION, Kind.CONDITION, Kind.ALLERGY})


def listed(asked: Asked, kind: Kind, facts: Sequence[Fact]) -> Iterator[Draft]:
    """The facts of one kind as bullets, newest first, with status and dates as recorded."""
    say = asked.wording
    yield asked.stated(f"list.{kind.value}")
    for fact in facts[:_ITEMS_MAX]:
        yield Draft(item(asked, fact), asked.sources(fact), lead=BULLET)
    more = len(facts) - _ITEMS_MAX
    if more > 0:
        text = say.say("list.more", count=str(more))
        yield Draft(text, asked.cite(facts[_ITEMS_MAX - 1 : _ITEMS_MAX]), (counted(more),), Basis.WORKED_OUT)
    if kind is Kind.MEDICATION:
        yield from _doses(asked, facts[:_ITEMS_MAX])
        yield asked.stated("list.medication_limit")


def _doses(asked: Asked, facts: Sequence[Fact]) -> Iterator[Draft]:
    """Medicines that are all said to be taken, under one name and in different strengths."""
    by_name: dict[str, dict[tuple[str, ...], Fact]] = {}
    for fact in facts:
        strengths = tuple(_STRENGTH.findall(fold(fact.label).replace(",", ".")))
        if strengths and (fact.status or "active").lower() == "active" and not over(asked, fact):
            by_name.setdefault(words(fact.label)[0], {}).setdefault(strengths, fact)
    for some in by_name.values():
        if len(some) > 1:
            items = asked.wording.joined(f"**{asked.wording.label(fact)}**" for fact in some.values())
            yield Draft(asked.wording.say("list.doses", items=items), asked.cite(some.values()))


def item(asked: Asked, fact: Fact) -> str:
    """One line of a list: label, what was printed with it, status, dates."""
    say = asked.wording
    parts = []
    if fact.quantity is not None or fact.value_text is not None:
        parts.append(say.value(fact))
    if fact.detail:
        parts.append(shown(fact.detail))
    status = (fact.status or "").lower()
    done = status == "completed" and fact.kind in _DONE_WHEN_SAID
    if status and not done and status not in _SILENT and not over(asked, fact):
        key = f"status.{_STATUSES.get(status, status.replace('-', '_'))}"
        if key == "status.active" and _is_old_statement(asked, fact):
            key = "status.active_then"
        parts.append(say.say(key) if say.has(key) else say.say("status.other", status=shown(status)))
    if fact.start is not None:
        parts.append(say.since(fact.start) if fact.kind in _SINCE else say.on(fact.start))
    if fact.end is not None:
        parts.append(say.until(fact.end))
    detail = "".join(f", {part}" for part in parts)
    if fact.negated and not detail and _GENERAL.match(fold(fact.label)):
        return say.say("list.none_known", label=say.label(fact))
    key = "list.absent_item" if fact.negated else "list.item"
    return say.say(key, label=say.label(fact), detail=detail)


def over(asked: Asked, fact: Fact) -> bool:
    """Whether what was prescribed for a number of days has run out ("pendant 3 jours" of February)."""
    match = _FOR_DAYS.search(fold(fact.detail or ""))
    if fact.kind is not Kind.MEDICATION or match is None or fact.start is None or fact.end is not None:
        return False
    days = int(match["count"]) * _DAYS[match["unit"][:2]]
    return (asked.today - fact.start.last_day).days > days


def _is_old_statement(asked: Asked, fact: Fact) -> bool:
    """Whether a medicine is said to be taken only by documents too old to say what is taken now."""
    if fact.kind is not Kind.MEDICATION:
        return False
    said = [when for one in asked.sources(fact) if (when := _said_on(asked, one.source.file_id, fact))]
    return bool(said) and (asked.today - max(said).last_day).days > _PRESCRIBED_DAYS


def _said_on(asked: Asked, file_id: str, fact: Fact) -> When | None:
    document = next((one for one in asked.room.documents() if one.id == file_id), None)
    return document.when if document is not None and document.when is not None else fact.start


def inventory(asked: Asked) -> Iterator[Draft]:
    """What the person has given: documents with dates, what was read in them, and what is missing."""
    say = asked.wording
    documents = asked.room.documents()
    if not documents:
        yield asked.stated("inventory.empty")
        return
    read = [document for document in documents if document.connector]
    yield from _documents(asked, sorted(read, key=_dated, reverse=True))
    if len(documents) > len(read):
        unread = len(documents) - len(read)
        text = say.say("inventory.unread", count=str(unread))
        yield Draft(text, (), (counted(unread),), Basis.WORKED_OUT)
        yield from _unread_names(asked)
    yield from _kinds(asked)


def asks_for_unread(asked: Asked) -> bool:
    """Whether the question is about files that could not be read."""
    return _UNREAD.search(fold(asked.query.text)) is not None


def asks_for_everything(asked: Asked) -> bool:
    """Whether a question that names nothing else asks what the person has given."""
    return not asked.query.names_something and _EVERYTHING.search(fold(asked.query.text)) is not None


def unread(asked: Asked) -> Iterator[Draft]:
    """The files that are kept but could not be read; that there are none."""
    names = list(_unread_names(asked))
    yield asked.stated("unread.lead" if names else "unread.none")
    yield from names


def _unread_names(asked: Asked) -> Iterator[Draft]:
    for document in asked.room.documents():
        if not document.connector:
            text = asked.wording.say("unread.item", label=shown(document.name))
            yield Draft(text, basis=Basis.WORKED_OUT, lead=BULLET, fixed=True)


def _dated(document: Document) -> str:
    return document.when.local if document.when is not None else ""


def _documents(asked: Asked, documents: Sequence[Document]) -> Iterator[Draft]:
    say, total = asked.wording, len(documents)
    if not total:
        return
    text = say.say("inventory.documents", count=str(total)) if total > 1 else say.say("inventory.document")
    yield Draft(text, (), (counted(total),), Basis.WORKED_OUT)
    for one in documents[:_DOCUMENTS_MAX]:
        yield document(asked, one)
    if total > _DOCUMENTS_MAX:
        more = total - _DOCUMENTS_MAX
        text = say.say("inventory.more", count=str(more))
        yield Draft(text, (), (counted(more),), Basis.WORKED_OUT)


def document(asked: Asked, one: Document) -> Draft:
    """A document by name and date, opening where it begins."""
    detail = f", {asked.wording.on(one.when)}" if one.when is not None else ""
    text = asked.wording.say("inventory.item", label=shown(one.name), detail=detail)
    ids = [passage.id for passage in asked.room.passages_of(one.id)[:1]]
    ids += [fact.id for fact in asked.room.facts_of(one.id)[:1]]
    cited = tuple(asked.room.evidence(id) for id in ids[:1])
    return Draft(text, cited, lead=BULLET, fixed=True)


def _kinds(asked: Asked) -> Iterator[Draft]:
    say = asked.wording
    by_kind = {kind: asked.room.facts.select(kinds=(kind,)) for kind in Kind}
    present = {kind: facts for kind, facts in by_kind.items() if facts}
    if present:
        yield asked.stated("inventory.facts")
    for kind, facts in present.items():
        detail = say.say("inventory.newest", date=say.day(facts[0].start)) if facts[0].start else ""
        text = say.say(
            "inventory.kind", label=say.say(f"kind.{kind.value}"), count=str(len(facts)), detail=detail
        )
        yield Draft(text, asked.cite(facts[:1]), (counted(len(facts)),), Basis.WORKED_OUT, BULLET)
    if names := available(asked):
        yield Draft(say.say("inventory.analytes", labels=", ".join(names)), basis=Basis.WORKED_OUT)
    gaps = [say.say(f"kind.{kind.value}").lower() for kind in _EXPECTED if kind not in present]
    if gaps:
        yield Draft(say.say("inventory.gaps", labels=", ".join(gaps)), basis=Basis.WORKED_OUT)


def available(asked: Asked) -> list[str]:
    """Names of the results that the record holds, newest first, as Markdown; at most a dozen."""
    printed = asked.room.facts.printed()
    names = (
        analytes.name(key, asked.wording.language) if key else label
        for label, key in printed.items()
        if key or _A_NAME.fullmatch(label)
    )
    return [shown(name) for name in islice(dict.fromkeys(names), _NAMES_MAX)]


def span(asked: Asked) -> tuple[When, When] | None:
    """Dates of the oldest and newest thing in the record; None when nothing is dated."""
    dated = [fact.start for fact in asked.room.facts.counting() if fact.start is not None]
    return (min(dated), max(dated)) if dated else None
