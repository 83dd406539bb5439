"""How far back and how densely a source speaks: first and newest date, and the stretches without any."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from itertools import pairwise
from statistics import median

from records.when import Precision, When

_GAP_DAYS = 90
"""Shorter silences are usual between visits."""
_TIMES_USUAL = 3
_GAPS_TOLD = 3


@dataclass(frozen=True, slots=True)
class Gap:
    """A stretch without a date, both ends being dates that have one."""

    after: When
    before: When

    @property
    def days(self) -> int:
        """Its length."""
        return (self.before.first_day - self.after.last_day).days


@dataclass(frozen=True, slots=True)
class Coverage:
    """What a source covers.

    Attributes:
        count: How many things it states, with or without a date.
        first: The earliest date; None when nothing has one.
        newest: The latest.
        gaps: The longest silences, in time's order.
    """

    count: int
    first: When | None
    newest: When | None
    gaps: tuple[Gap, ...] = ()


def coverage(dates: Iterable[When | None]) -> Coverage:
    """Of all that one source states.

    A gap is longer than 90 days and than three times the usual stretch between two dates of that source; a
    date that says only a year neither opens nor closes one.
    """
    every = list(dates)
    known = sorted({when.day: when for when in every if when is not None}.values())
    days = [when for when in known if when.precision is not Precision.YEAR]
    steps = [(_first(two) - _first(one)).days for one, two in pairwise(days)]
    usual = median(steps) if steps else 0
    gaps = [
        Gap(one, two)
        for (one, two), step in zip(pairwise(days), steps, strict=True)
        if step > max(_GAP_DAYS, _TIMES_USUAL * usual)
    ]
    longest = sorted(gaps, key=lambda gap: gap.days, reverse=True)[:_GAPS_TOLD]
    told = tuple(sorted(longest, key=lambda gap: gap.after))
    return Coverage(len(every), known[0] if known else None, known[-1] if known else None, told)


def _first(when: When) -> date:
    return when.first_day
