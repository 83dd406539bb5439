"""The facts that are live, worked out from what is sealed: pure, and from the beginning each time.

Nothing that follows from other rows is kept: forgetting a file, or taking a correction back, leaves exactly
the record that would be there had it never happened.
"""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, replace

import orjson

from core.errors import IntegrityError
from records import codec
from records.merge import SUPERSEDED
from records.model import Fact
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


def live(imports: Iterable[Imported], amendments: Mapping[str, Amendment]) -> dict[str, Fact]:
    """Every live fact by id, in the order files came, a correction right after what it corrects.

    Links hold among the facts returned: a second source whose first is gone becomes the first, a conflict is
    listed on both sides, a link to something that is not here is dropped.
    """
    imports = list(imports)
    superseded = {id for imported in imports for id in imported.supersedes}
    facts: dict[str, Fact] = {}
    for imported in imports:
        for fact in imported.facts:
            amendment = amendments.get(fact.id)
            facts[fact.id] = _stated(fact, amendment, superseded)
            if amendment is not None and amendment.typed is not None:
                facts[amendment.typed.id] = amendment.typed
    return _linked(facts)


def _stated(fact: Fact, amendment: Amendment | None, superseded: Collection[str]) -> Fact:
    if fact.id in superseded:
        fact = replace(fact, status=SUPERSEDED)
    if amendment is not None and amendment.typed is None:
        fact = replace(fact, confirmed=True)
    return fact


def _linked(facts: dict[str, Fact]) -> dict[str, Fact]:
    heirs: dict[str, str] = {}
    against: dict[str, dict[str, None]] = {}
    for fact in facts.values():
        if fact.same_as is not None and fact.same_as not in facts:
            heirs.setdefault(fact.same_as, fact.id)
        for other in fact.conflict_with:
            if other in facts:
                against.setdefault(fact.id, {})[other] = None
                against.setdefault(other, {})[fact.id] = None
    for fact in facts.values():
        same_as = heirs.get(fact.same_as, fact.same_as) if fact.same_as else None
        same_as = None if same_as == fact.id else same_as
        rivals = tuple(against.get(fact.id, ()))
        if same_as != fact.same_as or rivals != fact.conflict_with:
            facts[fact.id] = replace(fact, same_as=same_as, conflict_with=rivals)
    return facts


def heads(facts: Iterable[Fact]) -> tuple[Fact, ...]:
    """The facts an incoming one is compared with: a correction stands in for what it corrects."""
    facts = list(facts)
    corrected = {fact.corrects for fact in facts if fact.corrects is not None}
    return tuple(replace(fact, corrects=None) for fact in facts if fact.id not in corrected)
