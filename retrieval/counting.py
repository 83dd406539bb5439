"""The facts that count, newest first, and where those of an analyte, a kind or a label stand among them.

Made anew after a change and not for a question, so that a look-up costs with what it finds and not with the
record.
"""

from collections.abc import Iterable, Sequence

from rapidfuzz import fuzz, process

from records.model import Fact, Kind
from records.words import words
from retrieval.labels import Labels

_LABEL_LIKENESS = 90


class Counting:
    """Facts that count.

    Attributes:
        facts: Newest first; undated ones last.
        place: Of each among them, by id.
        labels: As printed, each once; words for a stay or an appointment ("consultation") name the letter
            they stand in and are left out.
        printed: Labels of measured values, each once, with the analyte they are known for.
    """

    def __init__(self, facts: Iterable[Fact]) -> None:
        self.facts = tuple(facts)
        self.place = {fact.id: place for place, fact in enumerate(self.facts)}
        self.labels = Labels(fact.label for fact in self.facts if not _names_a_visit(fact))
        self.printed = {fact.label: fact.analyte for fact in self.facts if fact.kind is Kind.OBSERVATION}
        self._by_analyte: dict[str, list[int]] = {}
        self._by_kind: dict[Kind, list[int]] = {}
        self._by_spelling: dict[str, list[int]] = {}
        spelled: dict[str, str] = {}
        for place, fact in enumerate(self.facts):
            if fact.label not in spelled:
                spelled[fact.label] = " ".join(words(fact.label))
            self._by_spelling.setdefault(spelled[fact.label], []).append(place)
            self._by_kind.setdefault(fact.kind, []).append(place)
            if fact.analyte is not None:
                self._by_analyte.setdefault(fact.analyte, []).append(place)

    def chosen(self, analytes: Sequence[str], kinds: Sequence[Kind], labels: Sequence[str]) -> Sequence[Fact]:
        """Those of one of the kinds that are one of the analytes or bear one of the labels, newest first.

        Args:
            analytes: Keys; with none and no labels, every fact.
            kinds: With none, every kind.
            labels: Compared without accents, case and order; a slip of the pen is forgiven.
        """
        if not (analytes or labels or kinds):
            return self.facts
        if not (analytes or labels):
            places = sorted({place for kind in kinds for place in self._by_kind.get(kind, ())})
            return [self.facts[place] for place in places]
        found = {place for key in analytes for place in self._by_analyte.get(key, ())}
        for label in labels:
            found.update(place for near in self._near(label) for place in self._by_spelling[near])
        facts = (self.facts[place] for place in sorted(found))
        return [fact for fact in facts if not kinds or fact.kind in kinds]

    def _near(self, label: str) -> list[str]:
        asked = " ".join(words(label))
        alike = process.extract(
            asked,
            self._by_spelling.keys(),
            scorer=fuzz.token_sort_ratio,
            score_cutoff=_LABEL_LIKENESS,
            limit=None,
        )
        return [near for near, _, _ in alike] or [asked] * (asked in self._by_spelling)

    def of(self, ids: Iterable[str]) -> tuple[Fact, ...]:
        """Those of these ids that count, newest first."""
        return tuple(self.facts[place] for place in sorted(self.place[id] for id in ids if id in self.place))


def _names_a_visit(fact: Fact) -> bool:
    return fact.kind is Kind.ENCOUNTER or (fact.kind is Kind.NOTE and fact.status == "planned")
