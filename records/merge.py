"""The same thing said twice, and the same thing said differently.

Order of judgement (DESIGN 4): shared identifiers; the same thing at the same time. Nothing is averaged or
chosen, and what is not surely the same stays two.

**Observations** (and notes): the same analyte (or label), time and value are one. The same key with another
value is a conflict: both are kept and each lists the other.

- Two clock times are one instant told in two zones, or one wall clock where a source gives no zone. A day
  alone holds every clock time of that day.
- A month alone joins a day of it when the value is the same and no second day offers itself.
- Values: `_equal`. Two specimens, or two methods that both sources name, are two.

**Medicines, conditions, allergies** last. They are one when they share a name (`records.identity`), when
affirmation and status agree, and no number of the dose, no side, no end contradicts. Dates agree when one is
missing or holds the other, or when both say that it is so at present: a later list of the same treatment is
no second treatment. A condition without a status does not say that (two sore throats), unless it is chronic.
Active here and stopped there is a change over time: two, not in conflict.

**Vaccines, procedures, visits** happen. They are one when they share a name and a day, or a coarser date that
holds the day; no lot, side, number of dose, clock time contradicts; and, within one file, they do not
differ in code or detail: there the source itself tells them apart. What a life holds once (an appendectomy)
needs no date.

**Affirmed and denied** are never one. An allergy that one source affirms and another denies ("no known
allergy") is a conflict, unless the denial is the older.

A statement joins only where it agrees with every one that joined before it, so that a vague one never draws
two precise ones together.
"""

from bisect import bisect_left, bisect_right, insort
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from functools import lru_cache
from operator import attrgetter

from records.analytes import get
from records.conversion import line
from records.identity import ANY_ALLERGY, EVENTS, NAMED, Dose, Name, apart, dose, marks, name
from records.model import Fact, Kind, revised
from records.when import Precision, When
from records.words import words

SUPERSEDED = "superseded"
"""Carnet's own status of a fact that a later version of the same resource took the place of."""
VOID = frozenset({"entered-in-error", "cancelled", SUPERSEDED})
"""Statuses of facts that say nothing any more. They are kept, and count nowhere."""

_AMENDING = frozenset({"corrected", "amended"})
_ROUNDING = Decimal("0.01")
_CANDIDATES = 24
"""Things of one name that a statement is compared with at most, and statements of one thing; beyond it stays
apart, so that a strange file costs time in proportion to its length."""
_READINGS_A_DAY = 4
"""More different values of one day than this are repeated readings (a meter, a monitor), not a conflict."""


_MONTH = len("2024-03")
_WITHIN = " within"
"""Ends the key under which a month finds what its days hold."""


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
    for fact in sorted(existing, key=lambda fact: fact.same_as is not None):
        bench.seat(fact)
    for fact in incoming:
        bench.judge(fact)
    judged = [bench.facts[fact.id] for fact in incoming]
    before = {fact.id: fact for fact in existing}
    return Merged(
        new=tuple(fact for fact in judged if fact.same_as is None),
        same=tuple(fact for fact in judged if fact.same_as is not None),
        conflicts=tuple((bench.facts[one], bench.facts[other]) for one, other in bench.conflicts),
        changed=tuple(
            fact for id_, one in before.items() if (fact := bench.facts[id_]) is not one and fact != one
        ),
    )


_Key = tuple[str, ...]


@dataclass(slots=True)
class _Measured:
    """An observation or note with what it is compared by, each worked out once.

    Attributes:
        keys: What it is about, on the day its source tells and on the day in UTC.
        clock: The instant to the minute; empty when the source gives a day or less.
        zoned: Whether the clock time is that of UTC.
        value: In the canonical unit where there is one.
        half_digit: Half of one in the last printed place, in the unit of `value`.
    """

    fact: Fact
    keys: list[_Key]
    clock: str
    zoned: bool
    value: Decimal | None
    half_digit: Decimal

    @classmethod
    def of(cls, fact: Fact) -> "_Measured":
        clock, utc_day = _instant(fact.start) if fact.start is not None else ("", None)
        quantity = fact.canonical or fact.quantity
        return cls(
            fact,
            _keys(fact, utc_day),
            clock,
            utc_day is not None,
            quantity.value if quantity is not None else None,
            _half_digit(fact),
        )

    @property
    def day(self) -> str:
        return self.fact.start.day if self.fact.start is not None else ""

    @property
    def months(self) -> list[_Key]:
        """The keys under which a month finds it."""
        if self.fact.kind is not Kind.OBSERVATION or len(self.day) <= _MONTH:
            return []
        return list(dict.fromkeys((*key, day[:_MONTH] + _WITHIN) for *key, day in self.keys))


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
    measured: dict[str, _Measured] = field(default_factory=dict)
    days: dict[_Key, _Day] = field(default_factory=dict)
    identified: dict[_Key, str] = field(default_factory=dict)
    void: dict[_Key, str] = field(default_factory=dict)
    amended: dict[_Key, str] = field(default_factory=dict)
    refined: dict[str, str] = field(default_factory=dict)
    said: dict[str, list["_Said"]] = field(default_factory=dict)
    exact: dict["_Said", str] = field(default_factory=dict)
    named: dict[_Key, list[str]] = field(default_factory=dict)
    denials: list[str] = field(default_factory=list)
    allergies: list[str] = field(default_factory=list)
    conflicts: list[tuple[str, str]] = field(default_factory=list)

    def seat(self, fact: Fact, measured: _Measured | None = None) -> None:
        """Take a fact as it is; only heads are compared with later ones.

        Args:
            fact: With its links.
            measured: The same, where it is at hand.
        """
        self.facts[fact.id] = fact
        if fact.same_as is not None:
            self._join(fact, fact.same_as)
            return
        if fact.corrects is not None:
            return
        if fact.status in VOID:
            self.void.setdefault(_wording(fact), fact.id)
            if fact.status == SUPERSEDED:
                self.amended.setdefault(_stated(fact), fact.id)
            return
        for identity in _identities(fact):
            self.identified.setdefault(identity, fact.id)
        if fact.kind in NAMED:
            self._name(fact, fact.id)
        else:
            self._measure(fact.id, measured or _Measured.of(fact))

    def _measure(self, id_: str, measured: _Measured) -> None:
        self.measured[id_] = measured
        for key in (*measured.keys, *measured.months):
            day = self.days.get(key)
            if day is None:
                day = self.days[key] = _Day()
            (day.clocked.setdefault(measured.clock, []) if measured.clock else day.dated).append(id_)
            if measured.value is not None:
                insort(day.by_value, (measured.value, id_))
                day.coarsest = max(day.coarsest, measured.half_digit)

    def _join(self, fact: Fact, head: str) -> None:
        """What has joined a head is compared with later ones too."""
        if fact.kind in NAMED:
            if head in self.said:
                self._name(fact, head)
        elif fact.start is not None and fact.start.precision in (Precision.DAY, Precision.SECOND):
            self.refined.setdefault(head, fact.start.day)

    def _name(self, fact: Fact, head: str) -> None:
        said, known = _said(fact), self.said.setdefault(head, [])
        if self.exact.setdefault(said, head) != head or said in known or len(known) == _CANDIDATES:
            return
        known.append(said)
        for key in said.seats():
            heads = self.named.setdefault(key, [])
            if head not in heads[-_CANDIDATES:]:
                heads.append(head)
        if fact.kind is Kind.ALLERGY and head == fact.id:
            if not fact.negated:
                self.allergies.append(head)
            elif ANY_ALLERGY in said.name.own:
                self.denials.append(head)

    def judge(self, fact: Fact) -> None:
        if fact.same_as is not None or fact.conflict_with:
            fact = revised(fact, same_as=None, conflict_with=())
        measured = _Measured.of(fact) if fact.kind not in NAMED else None
        twin = self._identified(fact)
        repeats = twin is not None and self._repeats(twin, fact, measured)
        takes_back = fact.status in VOID and _wording(fact) not in self.void  # once, not at every import
        if twin is not None and (takes_back or fact.status in _AMENDING) and not repeats:
            self._supersede(twin)
            twin = None
        if fact.status in VOID:
            self.seat(revised(fact, same_as=self.void.get(_wording(fact))))
            return
        if twin is None or not repeats:
            rivals = {twin.id: twin} if twin is not None and measured is not None else {}
            twin = self._same_name(fact) if measured is None else self._same(measured)
            if twin is None and fact.status not in _AMENDING:
                # what was amended, told once more by whoever: the amendment stands
                twin = self.facts.get(self.amended.get(_stated(fact), ""))
                if twin is not None:
                    self.facts[fact.id] = revised(fact, same_as=twin.id)
                    return
            if twin is None:
                rivals |= self._denied(fact) if measured is None else self._rivals(measured)
                self._seat_with_rivals(fact, measured, rivals.values())
                return
        self.facts[fact.id] = revised(fact, same_as=twin.id)
        self._join(fact, twin.id)

    def _repeats(self, twin: Fact, fact: Fact, measured: _Measured | None) -> bool:
        """Whether a fact says again what a fact of its own identifier said."""
        if measured is not None:
            return _equal(self.measured[twin.id], measured)
        said = _said(fact)
        return all(_agree(one, said) for one in self.said[twin.id])

    def _same_name(self, fact: Fact) -> Fact | None:
        said = _said(fact)
        if said in self.exact and self.facts[self.exact[said]].status not in VOID:
            return self.facts[self.exact[said]]
        heads: dict[str, None] = {}
        for key in said.asks():
            heads.update(dict.fromkeys(self.named.get(key, ())[:_CANDIDATES]))
        for head in heads:
            known = self.said[head]
            agreed = all(_agree(one, said) for one in known)
            if agreed and self.facts[head].status not in VOID and any(_named(one, said) for one in known):
                return self.facts[head]
        return None

    def _identified(self, fact: Fact) -> Fact | None:
        for identity in _identities(fact):
            if identity in self.identified:
                return self.facts[self.identified[identity]]
        return None

    def _supersede(self, fact: Fact) -> None:
        self.facts[fact.id] = revised(fact, status=SUPERSEDED)
        self.amended.setdefault(_stated(fact), fact.id)
        for identity in _identities(fact):
            self.identified.pop(identity, None)
        measured = self.measured.get(fact.id)
        for key in (*measured.keys, *measured.months) if measured is not None else ():
            day = self.days[key]
            for ids in (*day.clocked.values(), day.dated):
                if fact.id in ids:
                    ids.remove(fact.id)
            day.by_value = [(value, id_) for value, id_ in day.by_value if id_ != fact.id]

    def _same(self, measured: _Measured) -> Fact | None:
        for key in measured.keys:
            day = self.days.get(key)
            for id_ in _near(day, measured) if day is not None else ():
                other = self.measured[id_]
                if _same_time(other, measured) and _one_way(other, measured) and _equal(other, measured):
                    return self.facts[id_]
        return self._of_month(measured)

    def _of_month(self, measured: _Measured) -> Fact | None:
        """A month's value and the only day of that month with the same value."""
        start = measured.fact.start
        if measured.fact.kind is not Kind.OBSERVATION or start is None or measured.value is None:
            return None
        if start.precision is Precision.YEAR:
            return None
        found: dict[str, None] = {}
        for kind, said, unit, day in measured.keys:
            asked = day + _WITHIN if start.precision is Precision.MONTH else day[:_MONTH]
            heads = self.days.get((kind, said, unit, asked))
            for id_ in _near(heads, measured) if heads is not None else ():
                other = self.measured[id_]
                elsewhere = not self.refined.get(id_, start.day).startswith(start.day)
                if not elsewhere and _one_way(other, measured) and _equal(other, measured):
                    found[id_] = None
        return self.facts[next(iter(found))] if len(found) == 1 else None

    def _rivals(self, measured: _Measured) -> dict[str, Fact]:
        """Heads of one key and time that say another value."""
        fact, found = measured.fact, dict[str, Fact]()
        if fact.kind is not Kind.OBSERVATION or fact.start is None:
            return found
        if measured.value is None and not fact.value_text:
            return found
        for key in measured.keys:
            day = self.days.get(key)
            if day is None:
                continue
            clocked = [day.clocked.get(measured.clock, [])] if measured.clock else [*day.clocked.values()]
            if _repeated(measured) or len(day.dated) + sum(map(len, clocked)) > _READINGS_A_DAY:
                continue
            for id_ in (*day.dated, *(id_ for timed in clocked for id_ in timed)):
                other = self.measured[id_]
                if id_ not in found and _same_time(other, measured) and _one_way(other, measured):
                    found[id_] = self.facts[id_]
        return found

    def _denied(self, fact: Fact) -> dict[str, Fact]:
        """Allergies affirmed here and denied there."""
        if fact.kind is not Kind.ALLERGY:
            return {}
        said = _said(fact)
        heads = list(self.denials) if not fact.negated else []
        if fact.negated and ANY_ALLERGY in said.name.own:
            heads += self.allergies
        for key in said.asks():
            heads += self.named.get(key, ())[:_CANDIDATES]
        rivals = {head: self.facts[head] for head in heads}
        return {id_: one for id_, one in rivals.items() if one.status not in VOID and _contradict(one, fact)}

    def _seat_with_rivals(self, fact: Fact, measured: _Measured | None, rivals: Collection[Fact]) -> None:
        if rivals:
            fact = revised(fact, conflict_with=tuple(rival.id for rival in rivals))
        self.seat(fact, measured)
        for rival in rivals:
            self.facts[rival.id] = revised(rival, conflict_with=(*rival.conflict_with, fact.id))
            self.conflicts.append((rival.id, fact.id))


# --- keys ---------------------------------------------------------------------------------------------------


def _names(fact: Fact) -> list[str]:
    """What the fact is about: its analyte, or else each code and its label."""
    if fact.analyte is not None:
        return [f"analyte {fact.analyte}"]
    codes = [f"code {coding.system} {coding.code}" for coding in fact.codings]
    return list(dict.fromkeys((*codes, "label " + " ".join(words(fact.label)))))


def _keys(fact: Fact, utc_day: str | None) -> list[_Key]:
    day = fact.start.day if fact.start is not None else ""
    unit = ""
    if fact.kind is Kind.OBSERVATION and fact.quantity is not None and fact.canonical is None:
        unit = fact.quantity.unit  # what cannot be converted is another key, neither same nor in conflict
    # Another zone may tell the instant on another day.
    days = [day] if utc_day is None or utc_day == day else [day, utc_day]
    return [(fact.kind, said, unit, each) for said in _names(fact) for each in days]


def _identities(fact: Fact) -> list[_Key]:
    """A resource may hold several facts (systolic, diastolic), so the identifier alone is not enough."""
    if not fact.identifiers:
        return []
    when = fact.start.day if fact.start is not None else ""
    name = _names(fact)[0]
    return [(identifier, fact.kind, name, when) for identifier in fact.identifiers]


def _stated(fact: Fact) -> tuple[str, ...]:
    """What a measured fact states, whoever says it and whatever became of it; nothing else matches it."""
    if fact.kind in NAMED:
        return (fact.id,)
    value = fact.value_text or (str(fact.quantity.value) if fact.quantity else "")
    when = fact.start.local if fact.start else ""
    return (fact.kind.value, _names(fact)[0], when, value, fact.unit_text or "")


def _wording(fact: Fact) -> tuple[str, ...]:
    """All that a withdrawn fact still says: enough to know it again."""
    value = fact.value_text or (str(fact.quantity.value) if fact.quantity else "")
    when = fact.start.local if fact.start else ""
    return (fact.kind.value, fact.status or "", _names(fact)[0], when, value, *fact.identifiers)


_utc = lru_cache(maxsize=4096)(attrgetter("utc"))
"""`When.utc`, which is asked of one date again and again."""


@lru_cache(maxsize=4096)
def _instant(start: When) -> tuple[str, str | None]:
    """The clock time to the minute, in UTC where the offset is known, and then the day in UTC."""
    if start.precision is not Precision.SECOND:
        return "", None
    utc = _utc(start)
    if utc is None:
        return start.local[:16], None
    told = utc.isoformat()
    return told[:16], told[:10]


def _repeated(measured: _Measured) -> bool:
    """Vital signs without a clock time: several a day are ordinary."""
    row = get(measured.fact.analyte) if measured.fact.analyte else None
    return row is not None and row.group == "vitals" and not measured.clock


def _same_time(one: _Measured, other: _Measured) -> bool:
    if not one.clock or not other.clock:
        return one.day == other.day
    if one.clock == other.clock:
        return True
    first, second = one.fact.start, other.fact.start
    if (one.zoned and other.zoned) or first is None or second is None:
        return False
    return first.local[:16] == second.local[:16]  # one source gave no offset: the wall clock decides


def _one_way(first: _Measured, second: _Measured) -> bool:
    """Not measured in two ways or specimens that both sources name: CKD-EPI and MDRD are two results."""
    one, other = first.fact, second.fact
    if one.analyte is None and apart(marks(_about(one)), marks(_about(other))):
        return False
    if not one.source.method or not other.source.method:
        return True
    mine, theirs = words(one.source.method), words(other.source.method)
    return not mine or not theirs or mine == theirs


# --- what is known by name ----------------------------------------------------------------------------------

_PRESENT = frozenset({"active", "in-progress", "recurrence", "relapse", "ongoing", "confirmed"})
_OVER = frozenset(
    {
        "completed",
        "stopped",
        "inactive",
        "resolved",
        "remission",
        "ended",
        "discontinued",
        "aborted",
        "finished",
    }
)
_UNSAID = frozenset({"unknown", "final", "recorded", "registered", "provisional", "unconfirmed"})


@dataclass(frozen=True, slots=True)
class _Said:
    """A statement as it is compared: two sources that say this much the same make the same one."""

    kind: Kind
    name: Name
    negated: bool
    status: str
    start: When | None
    end: When | None
    dose: Dose
    marks: frozenset[str]
    detail: tuple[str, ...]
    file: str = field(compare=False)

    def seats(self) -> Iterable[tuple[str, ...]]:
        """The keys under which later statements find this one."""
        days = [*([self.start.day] if self.start is not None else []), ""]
        if self.kind in EVENTS and not self.name.once:
            days = _days(self.start)
        return [(self.kind.value, key, day) for key in sorted(self.name.keys) for day in days]

    def asks(self) -> Iterable[tuple[str, ...]]:
        """The keys under which this one looks for earlier ones, the likeliest first."""
        days = [*([self.start.day] if self.start is not None else []), ""]
        if self.kind in EVENTS and not self.name.once and self.start is None:
            days = _days(None)
        elif self.kind in EVENTS and not self.name.once and self.start is not None:
            days = [*_days(self.start), *(self.start.local[:size] for size in (_MONTH, len("2024")))]
        return [(self.kind.value, key, day) for day in dict.fromkeys(days) for key in sorted(self.name.keys)]


def _days(start: When | None) -> list[str]:
    """An event's day, and by ``…`` the month and year that hold it."""
    if start is None:
        return ["undated"]
    days = [start.day]
    _, utc_day = _instant(start)
    if utc_day is not None:
        days.append(utc_day)
    wider = [start.day[:size] + _WITHIN for size in (_MONTH, len("2024")) if len(start.day) > size]
    exact = [start.day + _WITHIN] if len(start.day) <= _MONTH else []
    return [*days, *wider, *exact]


def _said(fact: Fact) -> _Said:
    drug = fact.kind is Kind.MEDICATION
    return _Said(
        kind=fact.kind,
        name=name(fact),
        negated=fact.negated,
        status=_state(fact),
        start=fact.start,
        end=fact.end if fact.kind not in EVENTS else None,
        dose=dose(fact.label, fact.detail or "") if drug else Dose(),
        marks=marks(_about(fact)) if fact.kind is not Kind.ALLERGY else frozenset(),
        detail=words(fact.detail or "") if fact.kind in EVENTS else (),
        file=fact.source.file_id,
    )


def _about(fact: Fact) -> str:
    return f"{fact.label}; {fact.detail or ''}"


def _state(fact: Fact) -> str:
    status = (fact.status or "").lower()
    if fact.negated or status in _UNSAID:
        return ""
    if status in _OVER:
        return "" if fact.kind in EVENTS else "over"
    return "present" if status in _PRESENT else status


def _named(one: _Said, other: _Said) -> bool:
    return one.name.meets(other.name)


def _agree(one: _Said, other: _Said) -> bool:
    """Whether two statements of one name can be of one thing."""
    if one.negated != other.negated:
        return False
    if one.kind in EVENTS:
        return one.status == other.status and _same_event(one, other) and not apart(one.marks, other.marks)
    if (one.dose is not other.dose and not one.dose.agrees(other.dose)) or apart(one.marks, other.marks):
        return False
    if one.end is not None and other.end is not None and not _holds(one.end, other.end):
        return False
    if one.status != other.status and {one.status, other.status} != {"", "present"}:
        return False
    return (
        _at_present(one, other) or one.start is None or other.start is None or _holds(one.start, other.start)
    )


def _at_present(one: _Said, other: _Said) -> bool:
    """Whether both say that it lasts, so that their dates need not be one."""
    lasts = one.kind is Kind.ALLERGY and (one.start is None or other.start is None)
    lasts = lasts or one.negated or (one.name.chronic and other.name.chronic)
    return "over" not in (one.status, other.status) and (lasts or one.status == other.status == "present")


def _same_event(one: _Said, other: _Said) -> bool:
    if one.file == other.file:
        if one.name.codes and other.name.codes and not one.name.codes & other.name.codes:
            return False
        if one.detail and other.detail and one.detail != other.detail:
            return False
    if one.kind is Kind.ENCOUNTER and one.detail and other.detail and not set(one.detail) & set(other.detail):
        return False
    if one.start is None or other.start is None:
        return one.start is other.start or (one.name.once and other.name.once)
    if one.start.precision is Precision.SECOND and other.start.precision is Precision.SECOND:
        first, second = _utc(one.start), _utc(other.start)
        zones = first is not None and second is not None
        return first == second if zones else one.start.local[:16] == other.start.local[:16]
    return _holds(one.start, other.start)


def _holds(one: When, other: When) -> bool:
    """Whether one date is the other, or the coarser holds the finer."""
    return one.day.startswith(other.day) or other.day.startswith(one.day)


def _contradict(one: Fact, other: Fact) -> bool:
    """Whether one affirms an allergy that the other denies; a denial from before it began does not."""
    if one.negated == other.negated:
        return False
    affirmed, denied = (other, one) if one.negated else (one, other)
    if _state(affirmed) == "over":
        return False
    first, second = name(affirmed), name(denied)
    if ANY_ALLERGY not in second.own and not first.meets(second):
        return False
    return affirmed.start is None or denied.start is None or denied.start.last_day >= affirmed.start.first_day


# --- values -------------------------------------------------------------------------------------------------


def _near(day: _Day, measured: _Measured) -> list[str]:
    """Heads of that day whose value could equal this one, in the order they came."""
    value = measured.value
    if value is None:
        return [*day.dated, *(id_ for ids in day.clocked.values() for id_ in ids)]
    margin = max(abs(value) * _ROUNDING * 2, measured.half_digit, day.coarsest)
    low = bisect_left(day.by_value, (value - margin, ""))
    high = bisect_right(day.by_value, (value + margin, "\U0010ffff"))
    return [id_ for _, id_ in day.by_value[low:high]]


def _equal(one: _Measured, other: _Measured) -> bool:
    """The same statement, up to rounding.

    In one printed unit two numbers are the same when they differ by half a last digit at most: 140 and 141
    mmol/L are two results. Across units one per cent is allowed, for what the conversion rounds.
    """
    mine, theirs = one.fact, other.fact
    if mine.negated != theirs.negated:
        return False
    first, second = mine.canonical or mine.quantity, theirs.canonical or theirs.quantity
    if first is None or second is None:
        return first is second and _text(mine) == _text(theirs) and _detail(mine, theirs)
    if first.comparator != second.comparator or first.unit != second.unit:
        return False
    gap = abs(first.value - second.value)
    if gap <= max(one.half_digit, other.half_digit):
        return True
    crossed = (
        mine.quantity is not None
        and theirs.quantity is not None
        and mine.quantity.unit != theirs.quantity.unit
    )
    return crossed and gap <= _ROUNDING * max(abs(first.value), abs(second.value))


def _half_digit(fact: Fact) -> Decimal:
    """Half of one in the last printed place, in the canonical unit."""
    quantity = fact.quantity
    if quantity is None:
        return Decimal(0)
    exponent = quantity.value.as_tuple().exponent
    place = exponent if isinstance(exponent, int) else 0
    if fact.canonical is None or fact.canonical.unit == quantity.unit:
        return _half(place)
    return _half(place, fact.analyte, quantity.unit, fact.canonical.unit)


@lru_cache(maxsize=4096)
def _half(place: int, analyte: str | None = None, printed: str = "", canonical: str = "") -> Decimal:
    half = Decimal(5).scaleb(place - 1)
    row = get(analyte) if analyte else None
    if row is None:
        return half
    slope = line(printed, canonical, row.chemistry).slope
    return half * Decimal(slope.numerator) / Decimal(slope.denominator)


def _text(fact: Fact) -> tuple[str, ...]:
    return words(fact.value_text or "")


def _detail(one: Fact, other: Fact) -> bool:
    """Dose, reaction, comment: the same, or said by one source only."""
    first, second = words(one.detail or ""), words(other.detail or "")
    return not first or not second or first == second
