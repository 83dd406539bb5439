"""The facts that are live, worked out from what is sealed: pure, and from the beginning each time.

Nothing that follows from other rows is kept: forgetting a file, or taking a correction back, leaves exactly
the record that would be there had it never happened.
"""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, replace

import orjson

from core.errors import IntegrityError
from records import codec
from records.merge import SUPERSEDED, VOID
from records.model import Document, Extraction, Fact, Kind
from retrieval.ingest.segment import Imported
from vault.unlocked import Item

KIND = "amendment"


@dataclass(frozen=True, slots=True)
class Amendment:
    """What the person said of a fact.

    Attributes:
        fact: Id of the fact as its document states it.
        typed: What they read instead; None when they confirmed it.
    """

    fact: str
    typed: Fact | None

    def to_item(self) -> Item:
        """As the vault seals it: one row a fact, so that the last word replaces the one before."""
        return Item(KIND, self.fact, orjson.dumps({"v": 1, "typed": codec.to_plain(self.typed)}))

    @classmethod
    def from_item(cls, item: Item) -> "Amendment":
        """Read back; ``amendment_shape`` (IntegrityError) when it is none of ours."""
        try:
            plain = orjson.loads(item.body)
            return cls(item.id, None if plain["typed"] is None else codec.from_plain(Fact, plain["typed"]))
        except (ValueError, KeyError, TypeError):
            raise IntegrityError("amendment_shape", item=item.id) from None


def replaced(documents: Iterable[Document]) -> dict[str, str]:
    """Files that a later version took the place of, by id, and that version's.

    Versions may share an identifier (FHIR's Composition has one for all of them): a document is never
    replaced by one that dates itself earlier.
    """
    documents = sorted(documents, key=_dated)
    newer = {key: document for document in documents for key in document.replaces}
    found = ((one, newer[key]) for one in documents for key in one.identifiers if key in newer)
    return {old.id: new.id for old, new in found if old.id != new.id and not _earlier(new, old)}


def _dated(document: Document) -> str:
    return document.when.local if document.when is not None else ""


def _earlier(one: Document, other: Document) -> bool:
    """Whether both are dated, and `one` is so for certain before `other`."""
    mine, its = one.when, other.when
    if mine is None or its is None:
        return False
    return mine.last_day < its.first_day or (mine.precision is its.precision and mine.local < its.local)


def live(
    imports: Iterable[Imported], amendments: Mapping[str, Amendment], withdrawn: Collection[str] = ()
) -> dict[str, Fact]:
    """Every live fact by id, in the order files came, a correction right after what it corrects.

    Links hold among the facts returned: a second source whose first is gone becomes the first, a conflict is
    listed on both sides, a link to something that is not here is dropped.

    Args:
        imports: In the order they came.
        amendments: By the fact's id.
        withdrawn: Files that a later version took the place of: all they say is superseded, also what the
            later version leaves out.
    """
    imports = list(imports)
    superseded = {id for imported in imports for id in imported.supersedes}
    for imported in imports:
        if imported.file_id in withdrawn:
            superseded.update(fact.id for fact in imported.facts)
    facts: dict[str, Fact] = {}
    for imported in imports:
        for fact in imported.facts:
            amendment = amendments.get(fact.id)
            facts[fact.id] = _stated(fact, amendment, superseded)
            if amendment is not None and amendment.typed is not None:
                typed = amendment.typed
                facts[typed.id] = replace(typed, status=SUPERSEDED) if fact.id in superseded else typed
    return _linked(facts, withdrawn)


def _stated(fact: Fact, amendment: Amendment | None, superseded: Collection[str]) -> Fact:
    if fact.id in superseded:
        fact = replace(fact, status=SUPERSEDED)
    if amendment is not None and amendment.typed is None:
        fact = replace(fact, confirmed=True)
    return fact


def _linked(facts: dict[str, Fact], withdrawn: Collection[str]) -> dict[str, Fact]:
    heirs: dict[str, str] = {}
    against: dict[str, dict[str, None]] = {}
    here = {id for id, fact in facts.items() if fact.source.file_id not in withdrawn} if withdrawn else facts
    for fact in facts.values():
        if fact.same_as is not None and fact.same_as not in here and fact.id in here:
            heirs.setdefault(fact.same_as, fact.id)
        for other in fact.conflict_with:
            if other in here and fact.id in here:
                against.setdefault(fact.id, {})[other] = None
                against.setdefault(other, {})[fact.id] = None
    for fact in facts.values():
        same_as = heirs.get(fact.same_as, fact.same_as) if fact.same_as else None
        same_as = None if same_as == fact.id else same_as
        rivals = tuple(against.get(fact.id, ()))
        if same_as != fact.same_as or rivals != fact.conflict_with:
            facts[fact.id] = replace(fact, same_as=same_as, conflict_with=rivals)
    return facts


def represented(facts: Mapping[str, Fact]) -> dict[str, Fact]:
    """The same facts, each thing that several sources state spoken for by the one that says it best.

    `records.merge` ties a repetition to what was there first, which an order of imports decides. What counts,
    is listed and is cited is the fullest statement (`_telling`), whenever it came; what was first repeats it.
    One that the person corrected comes first, so that the correction stands for all that said the same.

    Args:
        facts: As `live` gives them.
    """
    repeats: dict[str, list[str]] = {}
    for fact in facts.values():
        if fact.same_as is not None and fact.same_as in facts:
            repeats.setdefault(fact.same_as, []).append(fact.id)
    corrected = {fact.corrects for fact in facts.values() if fact.corrects is not None}
    spokesman: dict[str, str] = {}
    for head, others in repeats.items():
        if facts[head].corrects is None and facts[head].status not in VOID:
            stated = (
                head,
                *(id for id in others if facts[id].corrects is None and facts[id].status not in VOID),
            )
            best = max(stated, key=lambda id: (id in corrected, *_telling(facts[id])))
            if best != head:
                spokesman[head] = best
    return {id: _spoken_for(fact, facts, spokesman) for id, fact in facts.items()} if spokesman else {**facts}


def _spoken_for(fact: Fact, facts: Mapping[str, Fact], spokesman: Mapping[str, str]) -> Fact:
    head = fact.same_as if fact.same_as in facts else fact.id
    best = spokesman.get(head or fact.id)
    rivals = tuple(spokesman.get(id, id) for id in fact.conflict_with)
    if best is None:
        return fact if rivals == fact.conflict_with else replace(fact, conflict_with=rivals)
    if fact.id != best:
        return replace(fact, same_as=best, conflict_with=())
    rivals = tuple(spokesman.get(id, id) for id in facts[head or fact.id].conflict_with)
    return replace(fact, same_as=None, conflict_with=rivals)


_SURENESS = (Extraction.OCR, Extraction.TEXT, Extraction.CODED, Extraction.TYPED)


def _telling(fact: Fact) -> tuple[int, ...]:
    """How much a statement says, what matters most first; of two that say as much the earlier import wins."""
    sure = fact.extraction is not Extraction.OCR or fact.confirmed
    said = (fact.detail, fact.end) if fact.kind is not Kind.OBSERVATION else (fact.reference, fact.quantity)
    return (
        sure,
        sum(one is not None for one in said),
        len(fact.start.local) if fact.start is not None else 0,
        fact.source.laboratory is not None,
        _SURENESS.index(fact.extraction),
        bool(fact.codings),
    )


def heads(facts: Iterable[Fact]) -> tuple[Fact, ...]:
    """The facts an incoming one is compared with: a correction stands in for what it corrects."""
    facts = list(facts)
    corrected = {fact.corrects for fact in facts if fact.corrects is not None}
    return tuple(replace(fact, corrects=None) for fact in facts if fact.id not in corrected)
