"""Numbers worked out over values that may be compared with each other: exact, whatever their order.

Pure arithmetic on `Decimal`. What may be compared is decided before (`records.timeline`); here every value
of a series is in one unit.

The slope is Theil and Sen's: the median of the slopes between every two days. Its uncertainty is the
distribution-free interval that belongs to it: the slopes at two ranks that come from how Kendall's count of
rising less falling pairs is distributed when nothing moves. Neither supposes a bell curve, and one odd value
moves neither far. Source: P. K. Sen, *Estimates of the regression coefficient based on Kendall's tau*, J. Am.
Stat. Assoc. 63 (1968) 1379; M. Hollander and D. A. Wolfe, *Nonparametric Statistical Methods*, chapter 9.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import ROUND_CEILING, ROUND_FLOOR, ROUND_HALF_EVEN, Decimal
from enum import StrEnum
from functools import lru_cache
from itertools import combinations
from math import floor, sqrt
from types import MappingProxyType

from retrieval.spans import Step


class Statistic(StrEnum):
    """What can be worked out over the values of one thing."""

    COUNT = "count"
    MIN = "min"
    MAX = "max"
    RANGE = "range"
    MEAN = "mean"
    MEDIAN = "median"
    CHANGE = "change"
    SLOPE = "slope"
    IN_RANGE = "in_range"


SLOPE_LEAST = 5
"""Days with a value that a slope needs: of fewer no interval at 95 % exists, whatever the values."""
SLOPE_LEVEL = 95
"""Per cent. By the ranks there are, the interval of few values covers somewhat more."""
PER_DAYS: Mapping[Step, Decimal] = MappingProxyType(
    {
        Step.DAY: Decimal(1),
        Step.WEEK: Decimal(7),
        Step.MONTH: Decimal("30.4375"),
        Step.YEAR: Decimal("365.25"),
    }
)
"""Days of a step, on average over the leap years."""

_YEAR_DAYS, _MONTHS_DAYS = 365, 60
_EXACT_MOST = 40
"""Days up to which Kendall's distribution is counted out; beyond it is normal to the third digit."""
_DIGITS_MOST = 6
_TAIL = Decimal("0.025")
_NORMAL_TAIL = 1.959964

Dated = tuple[date, Decimal]


@dataclass(frozen=True, slots=True)
class Slope:
    """How fast values move.

    Attributes:
        value: Change per step; negative when they fall.
        low: Lower end of its 95 % interval.
        high: Upper end.
        per: The step.
        n: Days it rests on.
    """

    value: Decimal
    low: Decimal
    high: Decimal
    per: Step
    n: int

    @property
    def direction(self) -> int:
        """1 up, -1 down, 0 when the interval holds both: no direction can be said."""
        return 1 if self.low > 0 else -1 if self.high < 0 else 0


def mean(values: Sequence[Decimal]) -> Decimal:
    """As precise as `rounded` says.

    >>> mean([Decimal("9"), Decimal("15"), Decimal("12.5")])
    Decimal('12.17')
    """
    return rounded(sum(sorted(values), Decimal(0)) / len(values), values)


def median(values: Sequence[Decimal]) -> Decimal:
    """The middle one, or half way between the two in the middle."""
    ranked = sorted(values)
    middle = len(ranked) // 2
    if len(ranked) % 2:
        return ranked[middle]
    return rounded((ranked[middle - 1] + ranked[middle]) / 2, values)


def rounded(number: Decimal, values: Sequence[Decimal]) -> Decimal:
    """To one decimal place more than the most precise of the values it was worked out from.

    Never to more than six digits of the largest value, so that a source that prints ``94.18046150125717``
    does not lend its noise to what is worked out.

    >>> rounded(Decimal("94.180461501"), [Decimal("94.18046150125717")])
    Decimal('94.1805')
    """
    return number.quantize(_step_of(values), ROUND_HALF_EVEN)


def capped(number: Decimal, values: Sequence[Decimal]) -> Decimal:
    """A sum or difference as it is, or as `rounded` would have it where it is more precise than that.

    >>> capped(Decimal("-18.4"), [Decimal("88.5")]), capped(Decimal("3.58636853"), [Decimal("94.18046150")])
    (Decimal('-18.4'), Decimal('3.5864'))
    """
    step = _step_of(values)
    finer = int(number.as_tuple().exponent) < int(step.as_tuple().exponent)
    return number.quantize(step, ROUND_HALF_EVEN) if finer else number


def _step_of(values: Sequence[Decimal]) -> Decimal:
    return max(_place(values), _finest(values))


def _place(values: Sequence[Decimal]) -> Decimal:
    """One decimal place more than the most precise value."""
    places = max(max(0, -int(value.as_tuple().exponent)) for value in values)
    return Decimal(1).scaleb(-(places + 1))


def _finest(values: Sequence[Decimal]) -> Decimal:
    """The last of six digits of the largest value; at most a whole."""
    largest = max(map(abs, values))
    return (
        Decimal(1).scaleb(min(0, largest.adjusted() - _DIGITS_MOST + 1)) if largest else Decimal("0.000001")
    )


def slope(points: Sequence[Dated], per: Step | None = None) -> Slope | None:
    """Theil and Sen's slope with its interval; None of fewer than `SLOPE_LEAST` days.

    Args:
        points: In any order. Values of one day count as one, their median.
        per: The step; without one a year from a year on, a month from two months on, else a week.
    """
    days = _by_day(points)
    n = len(days)
    if n < SLOPE_LEAST:
        return None
    step = per or _step(days[0][0], days[-1][0])
    slopes = sorted(
        (after[1] - before[1]) / (after[0] - before[0]).days for before, after in combinations(days, 2)
    )
    pairs = len(slopes)
    rank = max(1, floor((pairs - _spread(n)) / 2))
    times = PER_DAYS[step]
    value, low, high = (one * times for one in (_middle(slopes), slopes[rank - 1], slopes[pairs - rank]))
    digits = min(_digits(value, low, high), Decimal(1))
    return Slope(
        value.quantize(digits, ROUND_HALF_EVEN),
        low.quantize(digits, ROUND_FLOOR),
        high.quantize(digits, ROUND_CEILING),
        step,
        n,
    )


def _by_day(points: Sequence[Dated]) -> list[Dated]:
    days: dict[date, list[Decimal]] = {}
    for day, value in points:
        days.setdefault(day, []).append(value)
    return [(day, _middle(sorted(values))) for day, values in sorted(days.items())]


def _middle(ranked: Sequence[Decimal]) -> Decimal:
    middle = len(ranked) // 2
    return ranked[middle] if len(ranked) % 2 else (ranked[middle - 1] + ranked[middle]) / 2


def _step(first: date, last: date) -> Step:
    span = (last - first).days
    return Step.YEAR if span >= _YEAR_DAYS else Step.MONTH if span >= _MONTHS_DAYS else Step.WEEK


def _digits(value: Decimal, low: Decimal, high: Decimal) -> Decimal:
    """Two digits of the slope, or of its uncertainty where that is larger; more would say nothing."""
    size = max(abs(value), (high - low) / 2)
    return Decimal(1).scaleb(size.adjusted() - 1) if size else Decimal(1)


def _spread(n: int) -> int:
    """How far apart, in pairs, the two ranks of the interval lie: Hollander and Wolfe's C at 95 %."""
    if n > _EXACT_MOST:
        return int(_NORMAL_TAIL * sqrt(n * (n - 1) * (2 * n + 5) / 18))
    counts = _kendall(n)
    pairs, whole, beyond = len(counts) - 1, sum(counts), 0
    for falling, count in enumerate(counts):  # S = pairs - 2 falling, from the largest down
        beyond += count
        if Decimal(beyond) / whole > _TAIL:
            return pairs - 2 * falling
    raise AssertionError("more than a tail of a distribution was counted")


@lru_cache(maxsize=64)
def _kendall(n: int) -> tuple[int, ...]:
    """In how many orders of `n` different values so many pairs fall, from none to all of them."""
    counts = [1]
    for more in range(1, n):
        wider = [0] * (len(counts) + more)
        for falling, count in enumerate(counts):
            for add in range(more + 1):
                wider[falling + add] += count
        counts = wider
    return tuple(counts)
