"""A series is cut where its values stop being comparable, and nowhere else."""

from dataclasses import replace
from decimal import Decimal

from records.model import Fact, Kind
from records.normalise import normalise
from records.quantity import Quantity
from records.source import Lines, Source
from records.timeline import Segment, series
from records.when import When


def point(when: str | None, value: str, unit: str = "mmol/L", label: str = "Glucose", **origin: str) -> Fact:
    fact = Fact(
        Kind.OBSERVATION,
        label,
        Source(Lines(1, 1), **origin),
        id=f"{when}-{value}",
        quantity=Quantity(Decimal(value), unit),
        unit_text=unit,
        value_text=value,
        start=When.parse(when) if when else None,
    )
    return normalise(fact)


def values(segment: Segment) -> list[str]:
    return [str(value.value) for value in segment.values]


def test_one_laboratory_makes_one_segment_oldest_first() -> None:
    segments = series([point("2024-03-12", "5.4"), point("2022-03-12", "5.1"), point("2023", "5.2")])

    assert [values(segment) for segment in segments] == [["5.1", "5.2", "5.4"]]


def test_another_laboratory_method_or_device_starts_a_segment() -> None:
    for part in ("laboratory", "method", "device"):
        segments = series(
            [
                point("2021-01-01", "5.1", **{part: "Biolab"}),
                point("2022-01-01", "5.3", **{part: "Cerba"}),
                point("2023-01-01", "5.2", **{part: "BIOLAB"}),
            ]
        )

        assert [values(segment) for segment in segments] == [["5.1", "5.2"], ["5.3"]]
        assert [segment.origin for segment in segments] == ["BIOLAB", "Cerba"]


def test_convertible_units_are_one_segment_in_the_canonical_unit() -> None:
    (segment,) = series([point("2021-01-01", "0.88", "g/L"), point("2022-01-01", "5.1")])

    assert (segment.unit, values(segment)) == ("mmol/L", ["4.885", "5.1"])


def test_a_shared_printed_unit_is_kept_as_printed() -> None:
    (segment,) = series([point("2021-01-01", "0.88", "g/L"), point("2022-01-01", "0.90", "g/L")])

    assert (segment.unit, values(segment)) == ("g/L", ["0.88", "0.90"])


def test_an_inconvertible_unit_starts_a_segment() -> None:
    segments = series(
        [point("2021-01-01", "30", "mg/dL", "Lp(a)"), point("2022-01-01", "75", "nmol/L", "Lp(a)")]
    )

    assert [segment.unit for segment in segments] == ["mg/dL", "nmol/L"]


def test_what_has_no_date_or_no_number_is_left_out() -> None:
    words_only = replace(point("2021-01-01", "5"), quantity=None, canonical=None)

    assert series([point(None, "5.1"), words_only]) == ()
