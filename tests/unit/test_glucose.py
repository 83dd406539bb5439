"""Glucose exports: what each vendor's rows become, and that no number stands in for a word."""

import json
from collections.abc import Callable, Iterator
from decimal import Decimal

import pytest

from connectors import glucose, intake, registry
from connectors.daytimes import Order, order_of_log, parse
from connectors.intake import Reading
from core.errors import AmbiguousFileError, UnreadableFileError
from records.model import Fact, Kind
from records.quantity import Quantity
from records.samples import OFFSET_UNKNOWN, Samples

DEXCOM = (
    "Index,Timestamp (YYYY-MM-DDThh:mm:ss),Event Type,Event Subtype,Patient Info,Device Info,"
    "Source Device ID,Glucose Value ({unit}),Insulin Value (u),Carb Value (grams),Duration (hh:mm:ss),"
    "Glucose Rate of Change ({unit}/min),Transmitter Time (Long Integer),Transmitter ID\n"
)
LIBRE = (
    "Donnees du glucose,Genere le,01-01-2026 10:00 UTC,Genere par,Ines Roy\n"
    "Appareil,Numero,Horodatage,Type,Historique mg/dL,Numerisation mg/dL,a,b (unites),c,Glucides (grammes),"
    "d,e,f (unites),Commentaires,Electrode mg/dL,Cetone mmol/L,g,h,i\n"
)


def read(text: str, name: str = "export.csv") -> Reading:
    return intake.read(text.encode(), name)


def of(reading: Reading, metric: str) -> Samples:
    return next(batch for batch in reading.samples if batch.metric == metric)


def facts(reading: Reading, kind: Kind = Kind.OBSERVATION) -> list[Fact]:
    return [record for record in reading.records if isinstance(record, Fact) and record.kind is kind]


def problems(reading: Reading) -> dict[str, int]:
    return {problem.code: problem.count for problem in reading.problems}


def dexcom(*rows: str, unit: str = "mg/dL") -> Reading:
    return read(DEXCOM.format(unit=unit) + "\n".join(rows) + "\n")


def egv(clock: str, value: str) -> str:
    return f"1,2026-03-02T{clock},EGV,,,,iOS,{value},,,,,400,8XX"


def test_milligrams_become_millimoles_by_the_molar_mass() -> None:
    """100 mg/dL is 5.5508 mmol/L (180.156 g/mol)."""
    found = of(dexcom(egv("07:00:00", "100")), "glucose_sensor")

    assert found.values[0] == pytest.approx(5.55074, abs=1e-5)
    assert found.offset_min[0] == OFFSET_UNKNOWN


def test_millimoles_stay_as_printed() -> None:
    """No conversion where none is needed, decimal comma or not."""
    assert of(dexcom(egv("07:00:00", '"6,1"'), unit="mmol/L"), "glucose_sensor").values[0] == 6.1


@pytest.mark.parametrize("word", ["Low", "High"])
def test_a_sensor_beyond_its_scale_gives_a_word_and_no_number(word: str) -> None:
    """Low is not 39, High is not 401."""
    reading = dexcom(egv("07:00:00", "100"), egv("07:05:00", word), egv("07:10:00", word))

    assert len(of(reading, "glucose_sensor")) == 1
    (fact,) = facts(reading)
    assert (fact.value_text, fact.quantity) == (word, None)
    assert fact.end is not None
    assert fact.end.local == "2026-03-02T07:10:00"
    assert problems(reading) == {"sensor_beyond_scale": 2}


def test_calibrations_alerts_and_repeated_rows_are_no_readings() -> None:
    """A calibration says what a meter said; the same reading twice is one."""
    reading = dexcom(
        egv("07:00:00", "100"), egv("07:00:00", "100"),
        "2,2026-03-02T07:01:00,Calibration,,,,iOS,250,,,,,,",
        "3,2026-03-02T07:02:00,Alert,Low,,,iOS,70,,,,,,",
    )  # fmt: skip

    assert len(of(reading, "glucose_sensor")) == 1
    assert facts(reading) == []


def test_a_value_without_a_unit_is_not_guessed() -> None:
    """Neither mg/dL nor mmol/L."""
    reading = dexcom(
        egv("07:00:00", "100"), "1,2026-03-02T08:00:00,Insulin,Fast-Acting,,,iOS,,4,,,,,", unit="?"
    )

    assert [batch.metric for batch in reading.samples] == ["insulin_bolus"]
    assert problems(reading) == {"glucose_without_unit": 1}


def libre(*rows: str) -> Reading:
    return read(LIBRE + "\n".join(rows) + "\n")


def test_libre_is_told_by_its_columns_in_any_language() -> None:
    """Words nobody listed: the places and units of the columns decide."""
    text = LIBRE.replace("Historique", "Geschiedenis").replace("Electrode", "Strip")
    reading = read(text + "Libre 3,x,13-02-2026 07:02,0,104,,,,,,,,,,,,,,\n")

    assert reading.connector == "libreview"
    assert len(of(reading, "glucose_sensor")) == 1


@pytest.mark.parametrize(
    ("stamps", "first"),
    [
        (("03-04-2026 11:50 PM", "03-05-2026 12:05 AM"), "2026-03-04"),
        (("03-04-2026 23:50", "04-04-2026 00:05"), "2026-04-03"),
        (("03-14-2026 23:50", "03-15-2026 00:05"), "2026-03-14"),
    ],
)
def test_libre_decides_day_and_month_by_the_file(stamps: tuple[str, str], first: str) -> None:
    """By a number above 12, by the days in a row, by AM and PM."""
    reading = libre(*(f"Libre,x,{stamp},2,,,,,,,,,,,104,,,," for stamp in stamps))

    assert facts(reading)[0].start is not None
    assert min(fact.start.day for fact in facts(reading) if fact.start) == first


def test_meter_values_keep_their_unit_and_notes_are_facts() -> None:
    """A drop of blood is a fact, in the unit of the file."""
    reading = libre(
        "Libre,x,13-02-2026 07:40,2,,,,,,,,,,,62,,,,", "Libre,x,13-02-2026 08:00,6,,,,,,,,,,jogging,,,,,",
        "Libre,x,13-02-2026 08:10,3,,,,,,,,,,,,\"0,4\",,,",
    )  # fmt: skip

    drop, ketone = facts(reading)
    assert drop.quantity == Quantity(Decimal(62), "mg/dL")
    assert ketone.quantity == Quantity(Decimal("0.4"), "mmol/L")
    assert [fact.label for fact in facts(reading, Kind.NOTE)] == ["jogging"]


def nightscout(*items: dict[str, object]) -> Reading:
    return read(json.dumps(list(items)), "entries.json")


def entry(minute: int, **fields: object) -> dict[str, object]:
    return {"type": "sgv", "date": 1772430000000 + minute * 60_000, "utcOffset": 120, **fields}


def test_nightscout_error_codes_are_no_glucose() -> None:
    """Codes below 13 are said, 39 is a limit."""
    reading = nightscout(entry(0, sgv=100), entry(5, sgv=5), entry(10, sgv=39))

    assert len(of(reading, "glucose_sensor")) == 1
    assert problems(reading) == {"sensor_error_code": 1, "sensor_beyond_scale": 1}
    (limit,) = facts(reading)
    assert limit.quantity is not None
    assert limit.quantity.comparator == "<="


def test_nightscout_keeps_the_offset_that_the_entry_states() -> None:
    """The instant in UTC, the person's clock beside it."""
    found = of(nightscout(entry(0, sgv=100)), "glucose_sensor")

    assert (found.start_s[0], found.offset_min[0]) == (1772430000, 120)


def test_nightscout_json_that_breaks_off_is_damaged() -> None:
    """Refused with a word, not read in half."""
    text = json.dumps([entry(0, sgv=100), entry(5, sgv=101)])[:-10]

    with pytest.raises(UnreadableFileError, match="file_damaged"):
        read(text)


def test_medtronic_temporary_rates_leave_basal_insulin_out() -> None:
    """A total that misses what was suspended would mislead."""
    text = (registry.CONNECTORS / "medtronic_carelink" / "samples" / "pump.csv").read_text("utf-8")
    changed = text.replace("07:58:00;142;;;", "07:58:00;142;;0,5;")

    assert of(read(text), "insulin_basal").values.tolist() == [pytest.approx(4.8), pytest.approx(2.4)]
    reading = read(changed)
    assert "insulin_basal" not in {batch.metric for batch in reading.samples}
    assert problems(reading)["basal_rates_not_read"] == 3


def test_an_impossible_reading_is_counted_and_left_out() -> None:
    """0 mg/dL is a sensor out of order."""
    reading = dexcom(egv("07:00:00", "100"), egv("07:05:00", "0"))

    assert len(of(reading, "glucose_sensor")) == 1
    assert problems(reading) == {"value_impossible": 1}


def broken(text: str) -> Iterator[str]:
    """A file cut short, with its lines mixed up, with stray quotes."""
    yield text[: len(text) // 2]
    yield text.replace(",", ",,", 7)
    yield text.replace("\n", '\n"', 3)
    yield text + "\n" + "x," * 300


@pytest.mark.parametrize(
    "sample", ["dexcom_clarity/clarity_en.csv", "libreview/libre_fr.csv", "nightscout/entries.csv"]
)
def test_broken_exports_are_read_or_refused(sample: str) -> None:
    """Never a crash, never a number outside what a body can have."""
    folder, name = sample.split("/")
    text = (registry.CONNECTORS / folder / "samples" / name).read_text("utf-8-sig")
    refused: list[str] = []
    for variant in broken(text):
        try:
            owner = registry.identify_file(variant.encode(), "export.csv").id
            reading = read(variant) if owner == folder else None
        except (AmbiguousFileError, UnreadableFileError) as error:
            refused.append(error.code)
            continue
        if reading is None:
            continue
        for batch in reading.samples:
            if batch.metric == "glucose_sensor":
                assert all(0.5 <= value <= 60 for value in batch.values)
    assert "parser_died" not in refused


@pytest.mark.parametrize(
    ("texts", "order"),
    [
        (["01/02/2026 08:00", "13/02/2026 08:00"], Order.DMY),
        (["01/02/2026 08:00", "02/13/2026 08:00"], Order.MDY),
        (["03/04/2026 23:55", "04/04/2026 00:00"], Order.DMY),
        (["04/03/2026 23:55", "04/04/2026 00:00"], Order.MDY),
        (["03/04/2026 08:00", "03/04/2026 08:05"], None),
    ],
)
def test_the_order_of_a_log(texts: list[str], order: Order | None) -> None:
    """Neighbouring readings are minutes apart, not a month."""
    assert order_of_log(texts) is order


@pytest.mark.parametrize(
    "make",
    [lambda: parse("31/02/2026", Order.DMY), lambda: parse("2026-13-01"), lambda: parse("12/13/14/15")],
)
def test_dates_that_do_not_exist_are_none(make: Callable[[], object]) -> None:
    """Not the nearest that does."""
    assert make() is None


def test_limits_are_words_of_their_own() -> None:
    """A low battery is no reading."""
    assert glucose.is_limit("Élevé")
    assert not glucose.is_limit("Low battery")
    assert not glucose.is_limit("102")
