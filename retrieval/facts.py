"""The fact table: one person's facts in memory, for exact look-ups and statistics by code.

A fact *counts* once: not when it repeats another, was corrected by the person, was withdrawn by its source.
Numbers go into a statistic only when they are certain: OCR readings only once confirmed, values in conflict
never; a limit (``< 5``) is never averaged as a number. A statistic stays inside a series whose values may be
compared (`records.timeline`): there is one result a series. Thread-safe. Nothing here is ever written.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from decimal import Decimal
from enum import StrEnum
from functools import partial
from itertools import takewhile
from threading import RLock

from records.merge import VOID
from records.model import Extraction, Fact, Kind
from records.quantity import Quantity
from records.timeline import Segment, part_of, series
from records.when import Precision, When
from retrieval import figures
from retrieval.counting import Counting
from retrieval.figures import Statistic as Statistic
from retrieval.labels import Labels
from retrieval.period import Period
from retrieval.spans import Step

_SAYS_BELOW, _SAYS_ABOVE = ("<", "<="), (">", ">=")


class Aside(StrEnum):
    """Why a value takes no part in a statistic."""

    UNCONFIRMED = "unconfirmed"
    CONFLICT = "conflict"
    LIMIT = "limit"
    UNDATED = "undated"
    IMPRECISE = "imprecise"
    WORDS = "words"


@dataclass(frozen=True, slots=True)
class StatisticResult:
    """A number that code worked out over one series.

    Attributes:
        statistic: Which.
        value: Exact; mean and median as `retrieval.figures.rounded` says. For `CHANGE`
            last minus first, for `RANGE` the highest.
        unit: UCUM; ``1`` for a count.
        n: How many values it rests on.
        first: Date of the oldest of them.
        last: Date of the newest of them.
        fact_ids: All of them, oldest first; for `MIN`, `MAX` and `RANGE` only those that hold the value or
            values, the lowest first.
        comparator: For `MIN` and `MAX` when that value is a limit (``< 5``).
        origin: Laboratory, method, device of the series as printed; empty when none is stated.
        low: For `RANGE` the lowest value; for `SLOPE` the lower end of its interval.
        high: For `SLOPE` the upper end of its interval.
        per: For `SLOPE` the step that `value`, `low` and `high` are per.
    """

    statistic: Statistic
    value: Decimal
    unit: str
    n: int
    first: When
    last: When
    fact_ids: tuple[str, ...]
    comparator: str | None = None
    origin: str = ""
    low: Decimal | None = None
    high: Decimal | None = None
    per: Step | None = None


@dataclass(frozen=True, slots=True)
class Worked:
    """A statistic of one thing.

    Attributes:
        parts: One result for each series that has enough values, oldest series first; none of a count.
        few: The series that have too few.
        overall: For count, lowest and highest, which single reports state, over all series that share a unit;
            None otherwise.
        aside: Ids of the values that take no part, by reason.
    """

    parts: tuple[StatisticResult, ...]
    few: tuple[Segment, ...] = ()
    overall: StatisticResult | None = None
    aside: Mapping[Aside, tuple[str, ...]] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Row:
    """One series over several stretches of time.

    Attributes:
        origin: As `StatisticResult.origin`.
        results: One for each stretch, in their order; None where the series has no value. A mean or median
            of one value is that value.
    """

    origin: str
    results: tuple[StatisticResult | None, ...]

    @property
    def held(self) -> tuple[StatisticResult, ...]:
        """The results there are."""
        return tuple(result for result in self.results if result is not None)


@dataclass(frozen=True, slots=True)
class Compared:
    """Several stretches of time side by side, series by series: two series are never compared."""

    rows: tuple[Row, ...]
    aside: Mapping[Aside, tuple[str, ...]] = field(default_factory=dict)


class FactTable:
    """All facts of one opened vault."""

    def __init__(self, facts: Iterable[Fact] = ()) -> None:
        self._lock = RLock()
        self._facts: dict[str, Fact] = {}
        self._counting: Counting | None = None
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
        return self._ordered().facts

    def counts(self, id_: str) -> bool:
        """Whether the fact of that id counts."""
        return id_ in self._ordered().place

    def _ordered(self) -> Counting:
        with self._lock:
            if self._counting is None:
                self._counting = Counting(sorted(_counting(self._facts), key=_newest, reverse=True))
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

    def labels(self) -> Labels:
        """Every printed label that counts, each once: what `retrieval.query.plan` may look for.

        Words for a stay or an appointment ("consultation") name the letter they stand in.
        """
        return self._ordered().labels

    def printed(self) -> Mapping[str, str | None]:
        """Every printed label of a measured value, and the analyte it is known for."""
        return self._ordered().printed

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
        chosen: Iterable[Fact] = self._ordered().chosen(analytes, kinds, labels)
        if period is None:
            return tuple(chosen)
        if period.first is not None:  # newest first, undated last: whatever follows an older year is older
            year = str(period.first.year)
            chosen = takewhile(lambda fact: fact.start is not None and fact.start.local[:4] >= year, chosen)
        return tuple(fact for fact in chosen if period.holds(fact.start))

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
        return self._ordered().of(fact.conflict_with) if fact.conflict_with else ()

    def certain(self, fact: Fact) -> bool:
        """Whether a number may be worked with: read surely or confirmed, not negated, in no open conflict."""
        read = fact.extraction is not Extraction.OCR or fact.confirmed
        return read and not fact.negated and fact.quantity is not None and not self.conflicts(fact)

    def segments(
        self, analyte: str | None, period: Period | None = None, *, labels: Sequence[str] = ()
    ) -> tuple[Segment, ...]:
        """The certain values of an analyte (or label), cut at comparability boundaries, oldest first."""
        return series(fact for fact in self._measured(analyte, period, labels) if self.certain(fact))

    def worked(
        self,
        statistic: Statistic,
        analyte: str | None,
        period: Period | None = None,
        *,
        labels: Sequence[str] = (),
        per: Step | None = None,
    ) -> Worked:
        """Work a statistic out, series by series.

        Mean, median (two values or more), change (two dates or more) and slope (`figures.SLOPE_LEAST` days)
        leave limits out; the highest value knows what is printed as above a limit, the lowest what is below.

        Args:
            statistic: Any but `Statistic.IN_RANGE`, which rests on what each report prints.
            analyte: Its key.
            period: Values whose date may lie in it.
            labels: Printed labels, when there is no key.
            per: The step of a slope.
        """
        chosen = self._measured(analyte, period, labels)
        segments = series(fact for fact in chosen if self.certain(fact))
        counted = statistic is Statistic.COUNT  # counting compares no values
        results = [] if counted else [(part, result_of(statistic, part, per=per)) for part in segments]
        aside = self._aside(chosen, statistic)
        if statistic is Statistic.SLOPE:
            vague = tuple(fact.id for part in segments for fact in part.facts if not _to_the_day(fact))
            aside |= {Aside.IMPRECISE: vague} if vague else {}
        return Worked(
            tuple(result for _, result in results if result is not None),
            tuple(part for part, result in results if result is None),
            _overall(statistic, segments),
            aside,
        )

    def compared(
        self,
        statistic: Statistic,
        analyte: str | None,
        stretches: Sequence[Period],
        *,
        labels: Sequence[str] = (),
    ) -> Compared:
        """A statistic in each of several stretches of time, series by series.

        A value counts where its whole date lies inside; one that may lie in or out is set aside.

        Args:
            statistic: Count, lowest, highest, mean or median.
            analyte: Its key.
            stretches: They do not overlap.
            labels: Printed labels, when there is no key.
        """
        chosen = [
            fact
            for fact in self._measured(analyte, None, labels)
            if any(period.holds(fact.start) for period in stretches)
        ]
        placed = [fact for fact in chosen if any(_lies_in(period, fact) for period in stretches)]
        rows = []
        segments = self.segments(analyte, labels=labels)
        if statistic is Statistic.COUNT and segments:
            segments = (_together(segments),)  # counting compares no values
        for segment in segments:
            parts = [part_of(segment, partial(_lies_in, period)) for period in stretches]
            results = tuple(result_of(statistic, part, least=1) for part in parts)
            if any(results):
                rows.append(Row(segment.origin, results))
        aside = self._aside(placed, statistic)
        vague = tuple(fact.id for fact in chosen if fact not in placed and self.certain(fact))
        return Compared(tuple(rows), aside | ({Aside.IMPRECISE: vague} if vague else {}))

    def _measured(
        self, analyte: str | None, period: Period | None, labels: Sequence[str]
    ) -> tuple[Fact, ...]:
        if analyte is None and not labels:
            return ()
        return self.select([analyte] if analyte else (), (Kind.OBSERVATION,), period, labels)

    def _aside(self, facts: Iterable[Fact], statistic: Statistic) -> dict[Aside, tuple[str, ...]]:
        found: dict[Aside, list[str]] = {}
        for fact in facts:
            reason = self._why_aside(fact, statistic)
            if reason is not None:
                found.setdefault(reason, []).append(fact.id)
        return {reason: tuple(found[reason]) for reason in Aside if reason in found}

    def _why_aside(self, fact: Fact, statistic: Statistic) -> Aside | None:
        if fact.negated:
            return None
        if fact.quantity is None:
            return Aside.WORDS
        if fact.extraction is Extraction.OCR and not fact.confirmed:
            return Aside.UNCONFIRMED
        if self.conflicts(fact):
            return Aside.CONFLICT
        if fact.start is None:
            return Aside.UNDATED
        sign = fact.quantity.comparator
        taken = {
            Statistic.COUNT: sign, Statistic.IN_RANGE: sign, Statistic.RANGE: sign,
            Statistic.MIN: sign in _SAYS_BELOW, Statistic.MAX: sign in _SAYS_ABOVE,
        }.get(statistic)  # fmt: skip
        return Aside.LIMIT if sign and not taken else None


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


def _newest(fact: Fact) -> tuple[str, str]:
    return (fact.start.local if fact.start else "", fact.id)


# --- arithmetic ---------------------------------------------------------------------------------------------

_Point = tuple[Fact, Quantity]


def result_of(
    statistic: Statistic, part: Segment, *, least: int = 2, per: Step | None = None
) -> StatisticResult | None:
    """A statistic of the values of one series; None when there are too few.

    Args:
        statistic: Any but `Statistic.IN_RANGE`.
        part: The series.
        least: Values that a mean or median needs.
        per: The step of a slope.
    """
    points = list(zip(part.facts, part.values, strict=True))
    exact = [point for point in points if point[1].comparator is None]
    match statistic:
        case Statistic.COUNT:
            found = _result(statistic, part, points, Decimal(len(points))) if points else None
        case Statistic.MIN | Statistic.MAX:
            found = _extreme(statistic, part, points)
        case Statistic.RANGE:
            found = _range(part, points)
        case Statistic.CHANGE:
            found = _change(part, exact)
        case Statistic.SLOPE:
            found = _slope(part, [point for point in exact if _to_the_day(point[0])], per)
        case _:
            found = _middle(statistic, part, exact) if len(exact) >= least else None
    return found


def _middle(statistic: Statistic, part: Segment, exact: Sequence[_Point]) -> StatisticResult:
    """Mean or median; of one value that value as printed."""
    values = [quantity.value for _, quantity in exact]
    work = figures.mean if statistic is Statistic.MEAN else figures.median
    return _result(statistic, part, exact, work(values) if len(values) > 1 else values[0])


def _result(
    statistic: Statistic, part: Segment, points: Sequence[_Point], value: Decimal, **more: object
) -> StatisticResult:
    made = StatisticResult(
        statistic=statistic,
        value=value,
        unit="1" if statistic is Statistic.COUNT else part.unit,
        n=len(points),
        first=_when(points[0]),
        last=_when(points[-1]),
        fact_ids=tuple(fact.id for fact, _ in points),
        origin=part.origin,
    )
    return replace(made, **more)  # type: ignore[arg-type]  # fields of the result


def _extreme(statistic: Statistic, part: Segment, points: Sequence[_Point]) -> StatisticResult | None:
    """The lowest or highest value printed; a limit is one where nothing printed lies beyond it."""
    lowest = statistic is Statistic.MIN
    signs = _SAYS_BELOW if lowest else _SAYS_ABOVE
    known = [point for point in points if point[1].comparator is None or point[1].comparator in signs]
    if not known:
        return None
    best = (min if lowest else max)(quantity.value for _, quantity in known)
    holding = [point for point in known if point[1].value == best]
    limits = [point for point in holding if point[1].comparator is not None]
    chosen = limits or holding
    return _result(
        statistic, part, known, best,
        fact_ids=tuple(fact.id for fact, _ in chosen), comparator=chosen[0][1].comparator,
    )  # fmt: skip


def _range(part: Segment, points: Sequence[_Point]) -> StatisticResult | None:
    """Lowest and highest of at least two values; none where a limit is one of them."""
    low, high = _extreme(Statistic.MIN, part, points), _extreme(Statistic.MAX, part, points)
    exact = [point for point in points if point[1].comparator is None]
    if low is None or high is None or low.comparator or high.comparator or len(exact) < 2:  # noqa: PLR2004
        return None
    ids = (low.fact_ids[0], high.fact_ids[-1])
    return _result(Statistic.RANGE, part, exact, high.value, low=low.value, fact_ids=ids)


def _change(part: Segment, exact: Sequence[_Point]) -> StatisticResult | None:
    if len(exact) < 2 or _when(exact[0]).day == _when(exact[-1]).day:  # noqa: PLR2004  one date says no change
        return None
    ends = [exact[0], exact[-1]]
    return _result(Statistic.CHANGE, part, ends, ends[1][1].value - ends[0][1].value)


def _slope(part: Segment, exact: Sequence[_Point], per: Step | None) -> StatisticResult | None:
    found = figures.slope([(_when(point).first_day, point[1].value) for point in exact], per)
    if found is None:
        return None
    return _result(Statistic.SLOPE, part, exact, found.value, low=found.low, high=found.high, per=found.per)


def _overall(statistic: Statistic, segments: Sequence[Segment]) -> StatisticResult | None:
    """Over all series that share a unit: what single reports state needs no comparing of values."""
    if statistic not in (Statistic.COUNT, Statistic.MIN, Statistic.MAX) or not segments:
        return None
    whole = _together(segments)
    if statistic is not Statistic.COUNT and len({value.unit for value in whole.values}) > 1:
        return None
    return result_of(statistic, whole)


def _together(segments: Sequence[Segment]) -> Segment:
    """All series as one, for what is counted or stated by single reports; in one unit where there is one."""
    units = {part.unit for part in segments}
    points = sorted(
        (
            (fact, value if len(units) == 1 else fact.canonical or value)
            for part in segments
            for fact, value in zip(part.facts, part.values, strict=True)
        ),
        key=lambda point: _newest(point[0]),
    )
    facts, values = tuple(fact for fact, _ in points), tuple(value for _, value in points)
    return Segment(segments[-1].analyte, values[-1].unit, "", "", "", facts, values)


def _lies_in(period: Period, fact: Fact) -> bool:
    """Whether the whole of its date lies in the period."""
    return (
        fact.start is not None
        and (period.first is None or fact.start.first_day >= period.first)
        and (period.last is None or fact.start.last_day <= period.last)
    )


def _to_the_day(fact: Fact) -> bool:
    return fact.start is not None and fact.start.precision in (Precision.DAY, Precision.SECOND)


def _when(point: _Point) -> When:
    when = point[0].start
    if when is None:
        raise AssertionError("a segment holds dated facts only")
    return when
