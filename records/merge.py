"""The same thing said twice, and the same thing said differently.

Order of judgement (DESIGN 4): shared identifiers; the same analyte (or label), time and value. The same key
with another value is a conflict: both are kept and each lists the other; nothing is averaged or chosen.
"""

from bisect import bisect_left, bisect_right, insort
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace
from decimal import Decimal

from records.analytes import get
from records.conversion import line
from records.model import Fact, Kind
from records.when import Precision
from records.words import words

SUPERSEDED = "superseded"
"""Carnet's own status of a fact that a later version of the same resource took the place of."""
VOID = frozenset({"entered-in-error", "cancelled", SUPERSEDED})
"""Statuses of facts that say nothing any more. They are kept, and count nowhere."""

_AMENDING = frozenset({"corrected", "amended"})
_ROUNDING = Decimal("0.01")
_READINGS_A_DAY = 4
"""More different values of one day than this are repeated readings (a meter, a monitor), not a conflict."""


@dataclass(frozen=True, slots=True)
class Merged:
    """What an import adds to a record.

    Attributes:
        new: Incoming facts that say something new; `conflict_with` filled where another value stands.
        same: Incoming facts that repeat an existing or an earlier incoming one; `same_as` filled.
        conflicts: Pairs of an earlier and an incoming fact.
        changed: Existing facts that must be stored again: a new conflict listed, or status `SUPERSEDED`.
    """

    new: tuple[Fact, ...]
    same: tuple[Fact, ...]
    conflicts: tuple[tuple[Fact, Fact], ...]
    changed: tuple[Fact, ...]


def merge(existing: Sequence[Fact], incoming: Sequence[Fact]) -> Merged:
    """Judge each incoming fact against the record and against those before it.

    Every fact is normalised and has an id. Deterministic: it depends on the two sequences and their order
    only. Importing the same facts again gives nothing new.

    Args:
        existing: The record, duplicates and conflicts included.
        incoming: In the order of their file.
    """
    bench = _Bench()
    for fact in existing:
        bench.seat(fact)
    old = {fact.id for fact in existing}
    for fact in incoming:
        bench.judge(fact)
    judged = [bench.facts[fact.id] for fact in incoming]
    before = {fact.id: fact for fact in existing}
    return Merged(
        new=tuple(fact for fact in judged if fact.same_as is None),
        same=tuple(fact for fact in judged if fact.same_as is not None),
        conflicts=tuple((bench.facts[one], bench.facts[other]) for one, other in bench.conflicts),
        changed=tuple(fact for fact in bench.facts.values() if fact.id in old and fact != before[fact.id]),
    )


@dataclass(slots=True)
class _Day:
    """The heads of one analyte (or label) on one day: at a clock time, or on the day as such."""

    clocked: dict[str, list[str]] = field(default_factory=dict)
    dated: list[str] = field(default_factory=list)
    by_value: list[tuple[Decimal, str]] = field(default_factory=list)
    coarsest: Decimal = Decimal(0)


@dataclass(slots=True)
class _Bench:
    """Facts judged so far, findable by identifier and by key in logarithmic time."""

    facts: dict[str, Fact] = field(default_factory=dict)
    days: dict[tuple[str, ...], _Day] = field(default_factory=dict)
    identified: dict[tuple[str, ...], str] = field(default_factory=dict)
    void: dict[tuple[str, ...], str] = field(default_factory=dict)
    conflicts: list[tuple[str, str]] = field(default_factory=list)

    def seat(self, fact: Fact) -> None:
        """Take a fact as it is; only heads are compared with later ones."""
        self.facts[fact.id] = fact
        if fact.same_as is not None or fact.corrects is not None:
            return
        if fact.status in VOID:
            self.void.setdefault(_wording(fact), fact.id)
            return
        for identity in _identities(fact):
            self.identified.setdefault(identity, fact.id)
        for key in _keys(fact):
            day = self.days.setdefault(key, _Day())
            clock = _clock(fact)
            (day.clocked.setdefault(clock, []) if clock else day.dated).append(fact.id)
            value = _value(fact)
            if value is not None:
                insort(day.by_value, (value, fact.id))
                day.coarsest = max(day.coarsest, _half_digit(fact))

    def judge(self, fact: Fact) -> None:
        fact = replace(fact, same_as=None, conflict_with=())
        twin = self._identified(fact)
        takes_back = fact.status in VOID and _wording(fact) not in self.void  # once, not at every import
        if twin is not None and (takes_back or fact.status in _AMENDING) and not _equal(twin, fact):
            self._supersede(twin)
            twin = None
        if fact.status in VOID:
            self.seat(replace(fact, same_as=self.void.get(_wording(fact))))
            return
        if twin is None or not _equal(twin, fact):
            rivals = [twin] if twin is not None else []
            twin = self._same(fact)
            if twin is None:
                rivals += [rival for rival in self._rivals(fact) if rival not in rivals]
                self._seat_with_rivals(fact, rivals)
                return
        self.facts[fact.id] = replace(fact, same_as=twin.id)

    def _identified(self, fact: Fact) -> Fact | None:
        for identity in _identities(fact):
            if identity in self.identified:
                return self.facts[self.identified[identity]]
        return None

    def _supersede(self, fact: Fact) -> None:
        self.facts[fact.id] = replace(fact, status=SUPERSEDED)
        for identity in _identities(fact):
            self.identified.pop(identity, None)
        for key in _keys(fact):
            day = self.days[key]
            for ids in (*day.clocked.values(), day.dated):
                if fact.id in ids:
                    ids.remove(fact.id)
            day.by_value = [(value, id_) for value, id_ in day.by_value if id_ != fact.id]

    def _same(self, fact: Fact) -> Fact | None:
        value = _value(fact)
        for key in _keys(fact):
            day = self.days.get(key)
            if day is None:
                continue
            for id_ in _near(day, fact, value):
                other = self.facts[id_]
                if _same_time(other, fact) and _one_way(other, fact) and _equal(other, fact):
                    return other
        return None

    def _rivals(self, fact: Fact) -> list[Fact]:
        """Heads of the same key and time that say another value; only measured things can disagree."""
        if (
            fact.kind is not Kind.OBSERVATION
            or fact.start is None
            or (_value(fact) is None and not fact.value_text)
        ):
            return []
        clock, found = _clock(fact), list[Fact]()
        for key in _keys(fact):
            day = self.days.get(key)
            if day is None:
                continue
            clocked = [day.clocked.get(clock, [])] if clock else list(day.clocked.values())
            if _repeated(fact) or len(day.dated) + sum(map(len, clocked)) > _READINGS_A_DAY:
                continue
            ids = [*day.dated, *(id_ for timed in clocked for id_ in timed)]
            rivals = (self.facts[id_] for id_ in ids)
            found += [rival for rival in rivals if _one_way(rival, fact) and rival not in found]
        return found

    def _seat_with_rivals(self, fact: Fact, rivals: Iterable[Fact]) -> None:
        rivals = list(rivals)
        self.seat(replace(fact, conflict_with=tuple(rival.id for rival in rivals)))
        for rival in rivals:
            current = self.facts[rival.id]
            self.facts[rival.id] = replace(current, conflict_with=(*current.conflict_with, fact.id))
            self.conflicts.append((rival.id, fact.id))


# --- keys ---------------------------------------------------------------------------------------------------


def _names(fact: Fact) -> list[str]:
    """What the fact is about: its analyte, or else each code and its label."""
    if fact.analyte is not None:
        return [f"analyte {fact.analyte}"]
    codes = [f"code {coding.system} {coding.code}" for coding in fact.codings]
    return [*codes, "label " + " ".join(words(fact.label))]


def _keys(fact: Fact) -> list[tuple[str, ...]]:
    day = fact.start.day if fact.start else ""
    unit = ""
    if fact.kind is Kind.OBSERVATION and fact.quantity is not None and fact.canonical is None:
        unit = fact.quantity.unit  # what cannot be converted is another key, neither same nor in conflict
    if fact.kind in (Kind.ALLERGY, Kind.CONDITION):
        day = ""  # compared in `_same_time`: one list says since when, the next does not
    return [(fact.kind.value, name, unit, day) for name in _names(fact)]


def _identities(fact: Fact) -> list[tuple[str, ...]]:
    """A resource may hold several facts (systolic, diastolic), so the identifier alone is not enough."""
    when = fact.start.day if fact.start else ""
    return [(identifier, fact.kind.value, _names(fact)[0], when) for identifier in fact.identifiers]


def _wording(fact: Fact) -> tuple[str, ...]:
    """All that a withdrawn fact still says: enough to know it again."""
    value = fact.value_text or (str(fact.quantity.value) if fact.quantity else "")
    when = fact.start.local if fact.start else ""
    return (fact.kind.value, fact.status or "", _names(fact)[0], when, value, *fact.identifiers)


def _clock(fact: Fact) -> str:
    """The instant to the minute; empty when the source gives a day or less."""
    if fact.start is None or fact.start.precision is not Precision.SECOND:
        return ""
    return (fact.start.utc.isoformat() if fact.start.utc else fact.start.local)[:16]


def _repeated(fact: Fact) -> bool:
    """Vital signs without a clock time: several a day are ordinary."""
    row = get(fact.analyte) if fact.analyte else None
    return row is not None and row.group == "vitals" and not _clock(fact)


def _same_time(one: Fact, other: Fact) -> bool:
    if one.kind in (Kind.ALLERGY, Kind.CONDITION):
        return one.start is None or other.start is None or one.start.day == other.start.day
    first, second = _clock(one), _clock(other)
    if not first or not second or first == second:
        return True
    known = [fact.start is not None and fact.start.utc is not None for fact in (one, other)]
    if all(known) or one.start is None or other.start is None:
        return False
    return one.start.local[:16] == other.start.local[:16]  # one source gave no offset: the wall clock decides


def _one_way(one: Fact, other: Fact) -> bool:
    """Not measured in two ways that both sources name: CKD-EPI and MDRD in one report are two results."""
    first, second = words(one.source.method or ""), words(other.source.method or "")
    return not first or not second or first == second


# --- values -------------------------------------------------------------------------------------------------


def _value(fact: Fact) -> Decimal | None:
    if fact.canonical is not None:
        return fact.canonical.value
    return fact.quantity.value if fact.quantity is not None else None


def _near(day: _Day, fact: Fact, value: Decimal | None) -> list[str]:
    """Heads of that day whose value could equal this one, in the order they came."""
    if value is None:
        return [*day.dated, *(id_ for ids in day.clocked.values() for id_ in ids)]
    margin = max(abs(value) * _ROUNDING * 2, _half_digit(fact), day.coarsest)
    low = bisect_left(day.by_value, (value - margin, ""))
    high = bisect_right(day.by_value, (value + margin, "\U0010ffff"))
    return [id_ for _, id_ in day.by_value[low:high]]


def _equal(one: Fact, other: Fact) -> bool:
    """The same statement, up to rounding.

    In one printed unit two numbers are the same when they differ by half a last digit at most: 140 and 141
    mmol/L are two results. Across units one per cent is allowed, for what the conversion rounds.
    """
    if one.negated != other.negated:
        return False
    first, second = one.canonical or one.quantity, other.canonical or other.quantity
    if first is None or second is None:
        return first is second and _text(one) == _text(other) and _detail(one, other)
    if first.comparator != second.comparator or first.unit != second.unit:
        return False
    gap = abs(first.value - second.value)
    if gap <= max(_half_digit(one), _half_digit(other)):
        return True
    crossed = (
        one.quantity is not None and other.quantity is not None and one.quantity.unit != other.quantity.unit
    )
    return crossed and gap <= _ROUNDING * max(abs(first.value), abs(second.value))


def _half_digit(fact: Fact) -> Decimal:
    """Half of one in the last printed place, in the canonical unit."""
    quantity = fact.quantity
    if quantity is None:
        return Decimal(0)
    exponent = quantity.value.as_tuple().exponent
    half = Decimal(5).scaleb((exponent if isinstance(exponent, int) else 0) - 1)
    row = get(fact.analyte) if fact.analyte else None
    if row is None or fact.canonical is None or fact.canonical.unit == quantity.unit:
        return half
    slope = line(quantity.unit, fact.canonical.unit, row.chemistry).slope
    return half * Decimal(slope.numerator) / Decimal(slope.denominator)


def _text(fact: Fact) -> tuple[str, ...]:
    return words(fact.value_text or "")


def _detail(one: Fact, other: Fact) -> bool:
    """Dose, reaction, comment: the same, or said by one source only."""
    first, second = words(one.detail or ""), words(other.detail or "")
    return not first or not second or first == second
