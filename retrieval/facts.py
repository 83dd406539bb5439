"""The fact table: one person's facts in memory, for exact look-ups and statistics by code.

A fact *counts* once: not when it repeats another, was corrected by the person, was withdrawn by its source.
Numbers go into a statistic only when they are certain: OCR readings only once confirmed, values in conflict
never. Thread-safe. Nothing here is ever written anywhere.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import ROUND_HALF_EVEN, Decimal
from enum import StrEnum
from threading import RLock

from rapidfuzz import fuzz

from records.merge import VOID
from records.model import Extraction, Fact, Kind
from records.quantity import Quantity
from records.timeline import Segment, series
from records.when import When
from records.words import words
from retrieval.period import Period

_LABEL_LIKENESS = 90


class Statistic(StrEnum):
    """What can be worked out over the values of one analyte."""

    COUNT = "count"
    MIN = "min"
    MAX = "max"
    MEAN = "mean"
    MEDIAN = "median"
    CHANGE = "change"


@dataclass(frozen=True, slots=True)
class StatisticResult:
    """A number that code worked out.

    Attributes:
        statistic: Which.
        value: Exact; mean and median to one digit more than the most precise value printed. For `CHANGE`,
            last minus first.
        unit: UCUM; ``1`` for a count.
        n: How many values it rests on.
        first: Date of the oldest of them.
        last: Date of the newest of them.
        fact_ids: All of them, oldest first; for `MIN` and `MAX` only those that hold the value.
        comparator: For `MIN` and `MAX` when that value is a limit (``< 5``).
        set_aside: Facts that could not be used: in conflict, unconfirmed, limits, or beyond a
            comparability boundary.
    """

    statistic: Statistic
    value: Decimal
    unit: str
    n: int
    first: When
    last: When
    fact_ids: tuple[str, ...]
    comparator: str | None = None
    set_aside: tuple[str, ...] = ()


class FactTable:
    """All facts of one opened vault."""

    def __init__(self, facts: Iterable[Fact] = ()) -> None:
        self._lock = RLock()
        self._facts: dict[str, Fact] = {}
        self._counting: tuple[Fact, ...] | None = None
        self._repeats: dict[str, list[Fact]] | None = None
        self.add(facts)

    def add(self, facts: Iterable[Fact]) -> None:
        """Take facts in; a fact of a known id takes its place."""
        with self._lock:
            self._facts.update((fact.id, fact) for fact in facts)
            self._counting = self._repeats = None

    def remove(self, ids: Iterable[str]) -> None:
        """Forget facts. What repeated a forgotten fact counts from then on."""
        with self._lock:
            for id_ in ids:
                self._facts.pop(id_, None)
            self._counting = self._repeats = None

    def get(self, id_: str) -> Fact | None:
        """The fact of that id, whether it counts or not."""
        with self._lock:
            return self._facts.get(id_)

    def all(self) -> tuple[Fact, ...]:
        """Every fact, newest first, repeated and corrected ones included."""
        with self._lock:
            return tuple(sorted(self._facts.values(), key=_newest, reverse=True))

    def counting(self) -> tuple[Fact, ...]:
        """The facts that count, newest first; undated ones last."""
        with self._lock:
            if self._counting is None:
                self._counting = tuple(sorted(_counting(self._facts), key=_newest, reverse=True))
            return self._counting

    def repeats(self, fact: Fact) -> tuple[Fact, ...]:
        """The facts that state the same as a counting one, oldest import first; they do not count."""
        with self._lock:
            if self._repeats is None:
                self._repeats = {}
                for other in self._facts.values():
                    if other.same_as is not None and other.status not in VOID:
                        self._repeats.setdefault(other.same_as, []).append(other)
            return tuple(self._repeats.get(fact.id, ()))

    def labels(self) -> tuple[str, ...]:
        """Every printed label that counts, each once: what `retrieval.query.plan` may look for.

        Words for a stay or an appointment ("consultation") name the letter they stand in.
        """
        return tuple(dict.fromkeys(fact.label for fact in self.counting() if not _names_a_visit(fact)))

    def select(
        self,
        analytes: Sequence[str] = (),
        kinds: Sequence[Kind] = (),
        period: Period | None = None,
        labels: Sequence[str] = (),
    ) -> tuple[Fact, ...]:
        """The counting facts that are one of the analytes or bear one of the labels, newest first.

        Args:
            analytes: Keys; with none and no labels, every fact.
            kinds: With none, every kind.
            period: Facts whose date may lie in it.
            labels: Compared without accents, case and order; a slip of the pen is forgiven.
        """
        wanted = [" ".join(words(label)) for label in labels]
        found = []
        for fact in self.counting():
            if kinds and fact.kind not in kinds:
                continue
            if period is not None and not period.holds(fact.start):
                continue
            if (analytes or wanted) and fact.analyte not in analytes and not _labelled(fact, wanted):
                continue
            found.append(fact)
        return tuple(found)

    def latest(self, analyte: str) -> Fact | None:
        """The newest dated fact of an analyte; None without one."""
        return next((fact for fact in self.select([analyte]) if fact.start is not None), None)

    def nearest(self, analyte: str, period: Period) -> Fact | None:
        """The fact nearest to a period, in it or outside; of two as near, the newer."""
        dated = [fact for fact in self.select([analyte]) if fact.start is not None]
        return min(
            dated, key=lambda fact: period.distance_days(fact.start) if fact.start else 0, default=None
        )

    def conflicts(self, fact: Fact) -> tuple[Fact, ...]:
        """The counting facts that say another value for the same key."""
        rivals = set(fact.conflict_with)
        return tuple(other for other in self.counting() if other.id in rivals) if rivals else ()

    def certain(self, fact: Fact) -> bool:
        """Whether a number may be worked with: read surely or confirmed, not negated, in no open conflict."""
        read = fact.extraction is not Extraction.OCR or fact.confirmed
        return read and not fact.negated and fact.quantity is not None and not self.conflicts(fact)

    def segments(
        self, analyte: str | None, period: Period | None = None, *, labels: Sequence[str] = ()
    ) -> tuple[Segment, ...]:
        """The certain values of an analyte (or label), cut at comparability boundaries, oldest first."""
        chosen = self.select([analyte] if analyte else (), (Kind.OBSERVATION,), period, labels)
        return series(fact for fact in chosen if self.certain(fact))

    def statistic(
        self,
        statistic: Statistic,
        analyte: str | None,
        period: Period | None = None,
        *,
        labels: Sequence[str] = (),
    ) -> StatisticResult | None:
        """Work a statistic out; None when there are too few values to say.

        Count, lowest and highest are about single reports and run over all segments of one unit. Mean,
        median (two values or more) and change (two dates or more) stay inside the newest segment that has
        enough values.
        """
        if analyte is None and not labels:
            return None
        segments = self.segments(analyte, period, labels=labels)
        chosen = self.select([analyte] if analyte else (), (Kind.OBSERVATION,), period, labels)
        if statistic in (Statistic.COUNT, Statistic.MIN, Statistic.MAX):
            points = _one_unit(segments)
            made = _of_reports(statistic, points)
        else:
            made = next(
                (made for part in reversed(segments) if (made := _of_segment(statistic, part)) is not None),
                None,
            )
            points = []
        if made is None:
            return None
        used = {fact.id for fact, _ in points} or set(made.fact_ids)
        aside = tuple(fact.id for fact in chosen if fact.id not in used)
        return StatisticResult(
            made.statistic, made.value, made.unit, made.n, made.first, made.last, made.fact_ids,
            made.comparator, aside,
        )  # fmt: skip


# --- what counts --------------------------------------------------------------------------------------------


def _counting(facts: dict[str, Fact]) -> list[Fact]:
    corrected = {fact.corrects for fact in facts.values() if fact.corrects is not None}
    heirs: dict[str, str] = {}
    found = []
    for fact in facts.values():
        twin = fact.same_as
        if twin is not None and (twin in facts or heirs.setdefault(twin, fact.id) != fact.id):
            continue  # its head counts, or, once that is forgotten, the first of those that repeated it
        if fact.id in corrected or fact.status in VOID:
            continue
        found.append(fact)
    return found


def _names_a_visit(fact: Fact) -> bool:
    return fact.kind is Kind.ENCOUNTER or (fact.kind is Kind.NOTE and fact.status == "planned")


def _newest(fact: Fact) -> tuple[str, str]:
    return (fact.start.local if fact.start else "", fact.id)


def _labelled(fact: Fact, wanted: Sequence[str]) -> bool:
    own = " ".join(words(fact.label))
    return any(own == label or fuzz.token_sort_ratio(own, label) >= _LABEL_LIKENESS for label in wanted)


# --- arithmetic ---------------------------------------------------------------------------------------------

_Point = tuple[Fact, Quantity]


def _points(part: Segment) -> list[_Point]:
    return list(zip(part.facts, part.values, strict=True))


def _one_unit(segments: Sequence[Segment]) -> list[_Point]:
    """Points of all segments in one unit: the printed one where all share it, else the canonical one."""
    units = {part.unit for part in segments}
    if len(units) <= 1:
        return sorted((point for part in segments for point in _points(part)), key=_age)
    exact = [(fact, fact.canonical) for part in segments for fact in part.facts if fact.canonical is not None]
    return sorted(exact or _points(segments[-1]), key=_age)


def _age(point: _Point) -> tuple[str, str]:
    return _newest(point[0])


def _of_reports(statistic: Statistic, points: list[_Point]) -> StatisticResult | None:
    if not points:
        return None
    n, first, last = len(points), _when(points[0]), _when(points[-1])
    if statistic is Statistic.COUNT:
        ids = tuple(fact.id for fact, _ in points)
        return StatisticResult(statistic, Decimal(n), "1", n, first, last, ids)
    choose = min if statistic is Statistic.MIN else max
    extreme = choose(value.value for _, value in points)
    holding = [(fact, value) for fact, value in points if value.value == extreme]
    quantity = holding[0][1]
    return StatisticResult(
        statistic, extreme, quantity.unit, n, first, last, tuple(fact.id for fact, _ in holding),
        quantity.comparator,
    )  # fmt: skip


def _of_segment(statistic: Statistic, part: Segment) -> StatisticResult | None:
    """Mean, median or change of one segment; a limit (``< 5``) is not a number and is left out."""
    points = [point for point in _points(part) if point[1].comparator is None]
    if len(points) < 2:  # noqa: PLR2004  one value has no mean worth the name and no change
        return None
    values = [quantity.value for _, quantity in points]
    if statistic is Statistic.CHANGE:
        if _when(points[0]).day == _when(points[-1]).day:
            return None
        value = values[-1] - values[0]
        points = [points[0], points[-1]]
    else:
        value = _mean(values) if statistic is Statistic.MEAN else _median(values)
    ids = tuple(fact.id for fact, _ in points)
    return StatisticResult(statistic, value, part.unit, len(points), _when(points[0]), _when(points[-1]), ids)


def _when(point: _Point) -> When:
    when = point[0].start
    if when is None:
        raise AssertionError("a segment holds dated facts only")
    return when


def _mean(values: Sequence[Decimal]) -> Decimal:
    return (sum(values, Decimal(0)) / len(values)).quantize(_place(values), ROUND_HALF_EVEN)


def _median(values: Sequence[Decimal]) -> Decimal:
    ranked = sorted(values)
    middle = len(ranked) // 2
    if len(ranked) % 2:
        return ranked[middle]
    return ((ranked[middle - 1] + ranked[middle]) / 2).quantize(_place(values), ROUND_HALF_EVEN)


def _place(values: Sequence[Decimal]) -> Decimal:
    """One decimal place more than the most precise value."""
    places = max(max(0, -int(value.as_tuple().exponent)) for value in values)
    return Decimal(1).scaleb(-(places + 1))
