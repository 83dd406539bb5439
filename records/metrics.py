"""What devices measure densely: one row of ``data/metrics.toml`` each, and how its samples come together."""

import tomllib
from dataclasses import dataclass
from decimal import ROUND_HALF_EVEN, Decimal
from enum import StrEnum
from functools import lru_cache
from pathlib import Path
from typing import Any

from core.language import Language

_TABLE = Path(__file__).parent / "data" / "metrics.toml"


class Aggregate(StrEnum):
    """How the samples of a day become one value."""

    SUM = "sum"
    MEAN = "mean"
    LAST = "last"
    DURATION = "duration"
    """The time covered, in minutes; overlapping intervals count once."""


@dataclass(frozen=True, slots=True)
class Metric:
    """One thing that devices measure.

    Attributes:
        key: ``steps``; what `Samples.metric` holds.
        unit: UCUM unit of every sample.
        aggregate: How a day's samples become one value.
        fr: What French speakers call it.
        en: What English speakers call it.
        loinc: Its LOINC code; empty where there is none.
        analyte: Key of ``analytes.toml`` when single values of it are facts there, too.
        source: Where its definition comes from.
        printed: Its unit as French and as English answers print it; empty for a pure number.
        per: How many of `unit` are one of the printed unit.
        decimals: Of values in the printed unit, as answers round them.
        lay: What people say for it, in both languages.
        second: Another unit that people know it in, printed in brackets, in whole numbers; empty for none.
        second_is: How many of `second` are one of `unit`.
    """

    key: str
    unit: str
    aggregate: Aggregate
    fr: str
    en: str
    loinc: str = ""
    analyte: str = ""
    source: str = ""
    printed: tuple[str, str] = ("", "")
    per: int = 1
    decimals: int = 0
    lay: tuple[str, ...] = ()
    second: str = ""
    second_is: float = 1.0

    def name(self, language: Language) -> str:
        """What it is called in a language."""
        return self.fr if language == "fr" else self.en

    def title(self, language: Language) -> str:
        """Its name at the head of a line."""
        name = self.name(language)
        return name[:1].upper() + name[1:]

    def printed_unit(self, language: Language) -> str:
        """Its unit as answers in a language print it."""
        return self.printed[0 if language == "fr" else 1]

    def shown(self, value: float, language: Language) -> str:
        """A value in `unit` as answers print it, with its unit.

        >>> metrics()["sleep_asleep"].shown(425.2, "fr"), metrics()["distance_walking"].shown(5123, "en")
        ('7 h 05 min', '5.12 km')
        """
        if self.aggregate is Aggregate.DURATION:
            hours, minutes = divmod(int(self.rounded(value)), 60)
            return f"{hours} h {minutes:02d} min" if hours else f"{minutes} min"
        text = f"{grouped(self.rounded(value), language)} {self.printed_unit(language)}".rstrip()
        if not self.second:
            return text
        return f"{text} ({grouped(Decimal(round(value * self.second_is)), language)} {self.second})"

    def rounded(self, value: float) -> Decimal:
        """A value in `unit` as answers state it: in the printed unit, half to even."""
        step = Decimal(1).scaleb(-self.decimals)
        return Decimal(repr(float(value) / self.per)).quantize(step, ROUND_HALF_EVEN)


def grouped(value: Decimal, language: Language) -> str:
    """A number with a narrow space between thousands, which no one takes for a decimal mark.

    >>> grouped(Decimal("12345.6"), "fr")
    '12\u202f345,6'
    """
    text = f"{value:,f}".replace(",", "\u202f")
    return text.replace(".", ",") if language == "fr" else text


@lru_cache(maxsize=1)
def metrics() -> dict[str, Metric]:
    """Every metric by key."""
    rows = tomllib.loads(_TABLE.read_text("utf-8"))
    return {key: _metric(key, row) for key, row in rows.items()}


def _metric(key: str, row: dict[str, Any]) -> Metric:
    fields: dict[str, Any] = {**row, "aggregate": Aggregate(row["aggregate"])}
    for name in ("printed", "lay"):
        if name in row:
            fields[name] = tuple(row[name])
    return Metric(key=key, **fields)
