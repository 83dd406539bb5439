"""A stretch of calendar days that a question names."""

from dataclasses import dataclass
from datetime import date

from records.when import When


@dataclass(frozen=True, slots=True)
class Period:
    """From `first` to `last`, both included.

    Attributes:
        first: None when open towards the past.
        last: None when open towards the future.
        year_stated: False when the question named a month or a day without its year, so that `first` and
            `last` are the most recent ones and another year may be meant.
    """

    first: date | None
    last: date | None
    year_stated: bool = True

    def holds(self, when: When | None) -> bool:
        """Whether something that imprecise may lie inside. What has no date lies in no period."""
        if when is None:
            return False
        return (self.first is None or when.last_day >= self.first) and (
            self.last is None or when.first_day <= self.last
        )

    def distance_days(self, when: When) -> int:
        """How far outside it lies; 0 inside."""
        if self.holds(when):
            return 0
        if self.first is not None and when.last_day < self.first:
            return (self.first - when.last_day).days
        return (when.first_day - self.last).days if self.last is not None else 0
