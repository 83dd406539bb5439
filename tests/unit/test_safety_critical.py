"""What a record says that raises urgency: recent, live, and the person's own."""

from dataclasses import replace
from datetime import date
from decimal import Decimal

from records.model import Extraction, Fact, Kind
from records.quantity import Quantity
from records.source import Entry, Source
from records.when import When
from safety.critical import RecordFlags, flags

TODAY = date(2026, 11, 24)
POTASSIUM = Fact(
    kind=Kind.OBSERVATION, label="Potassium", source=Source(Entry()), id="k", analyte="potassium",
    quantity=Quantity(Decimal("6.8"), "mmol/L"), canonical=Quantity(Decimal("6.8"), "mmol/L"),
    start=When.parse("2026-11-22"),
)  # fmt: skip


def _fact(kind: Kind, label: str, day: str, **more: object) -> Fact:
    return replace(Fact(kind=kind, label=label, source=Source(Entry()), start=When.parse(day)), **more)  # type: ignore[arg-type]  # fields by name


def test_a_recent_critical_value_is_an_alarm_and_an_old_one_is_not() -> None:
    assert flags([POTASSIUM], TODAY).critical == ("potassium",)
    assert flags([replace(POTASSIUM, start=When.parse("2025-11-22"))], TODAY) == RecordFlags()


def test_a_value_read_from_a_scan_alarms_nobody_before_it_is_confirmed() -> None:
    assert flags([replace(POTASSIUM, extraction=Extraction.OCR)], TODAY) == RecordFlags()


def test_medicines_and_conditions_set_their_flag() -> None:
    found = flags(
        [
            _fact(Kind.MEDICATION, "ELIQUIS 5 mg", "2026-10-01"),
            _fact(Kind.MEDICATION, "Méthotrexate", "2026-09-01"),
            _fact(Kind.CONDITION, "Grossesse 20 SA", "2026-10-15"),
        ],
        TODAY,
    )

    assert found == RecordFlags(pregnant=True, anticoagulant=True, immunosuppressed=True)


def test_what_is_denied_ended_or_long_past_sets_nothing() -> None:
    found = flags(
        [
            _fact(Kind.MEDICATION, "Warfarin", "2019-01-01"),
            _fact(Kind.MEDICATION, "Xarelto", "2026-10-01", status="stopped"),
            _fact(Kind.CONDITION, "Pregnancy", "2026-10-15", negated=True),
            _fact(Kind.CONDITION, "Grossesse", "2023-01-01"),
        ],
        TODAY,
    )

    assert found == RecordFlags()


def test_an_infant_is_younger_than_three_months() -> None:
    assert flags([], TODAY, born=date(2026, 9, 20)).infant
    assert not flags([], TODAY, born=date(2026, 6, 1)).infant
    assert not flags([], TODAY).infant
