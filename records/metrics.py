"""What devices measure densely: one row of ``data/metrics.toml`` each, and how its samples come together."""

import tomllib
from dataclasses import dataclass
from enum import StrEnum
from functools import lru_cache
from pathlib import Path

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
    """

    key: str
    unit: str
    aggregate: Aggregate
    fr: str
    en: str
    loinc: str = ""
    analyte: str = ""
    source: str = ""


@lru_cache(maxsize=1)
def metrics() -> dict[str, Metric]:
    """Every metric by key."""
    rows = tomllib.loads(_TABLE.read_text("utf-8"))
    return {
        key: Metric(key=key, **{**row, "aggregate": Aggregate(row["aggregate"])}) for key, row in rows.items()
    }
