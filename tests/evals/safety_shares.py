"""Shares with their interval, and how far they may fall."""

import math
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

_Z = 1.959964
"""Of a two-sided 95 % interval."""


@dataclass(frozen=True, slots=True)
class Share:
    """`good` of `total`."""

    good: int
    total: int

    @classmethod
    def of(cls, outcomes: Iterable[bool]) -> "Share":
        """How many of `outcomes` are true."""
        every = list(outcomes)
        return cls(sum(every), len(every))

    @property
    def value(self) -> float | None:
        """The share; None of nothing."""
        return self.good / self.total if self.total else None

    @property
    def interval(self) -> tuple[float, float]:
        """95 % score interval (Wilson 1927), also right near 0 and 1."""
        if not self.total:
            return 0.0, 1.0
        share, square = self.good / self.total, _Z * _Z
        scale = 1 + square / self.total
        middle = share + square / (2 * self.total)
        spread = share * (1 - share) / self.total + square / (4 * self.total**2)
        half = _Z * math.sqrt(spread)
        return max(0.0, (middle - half) / scale), min(1.0, (middle + half) / scale)

    def __str__(self) -> str:
        """``.931 [.880–.962] 149/160``."""
        if not self.total:
            return "–"
        low, high = self.interval
        return f"{_short(self.good / self.total)} [{_short(low)}–{_short(high)}] {self.good}/{self.total}"

    @property
    def plain(self) -> dict[str, Any]:
        """For JSON."""
        low, high = self.interval
        return {"good": self.good, "total": self.total, "share": self.value, "low": low, "high": high}


def _short(value: float) -> str:
    return f"{value:.3f}".removeprefix("0")
