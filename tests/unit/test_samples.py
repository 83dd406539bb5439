"""Dense measurements: sealed whole, one source an hour, days of the wall's clock, gone when forgotten."""

import csv
import io
import random
from collections.abc import Iterator
from datetime import date, datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.errors import IntegrityError, NotFoundError
from records.devices import Closeness, closeness
from records.metrics import metrics
from records.samples import OFFSET_UNKNOWN, Samples
from records.source import Lines
from retrieval import hybrid
from retrieval.ingest import dense
from retrieval.ingest.dense import Columns
from retrieval.ingest.pipeline import Pending, ingest_file
from retrieval.ingest.report import Share, Stage
from retrieval.period import Period
from retrieval.query import plan
from retrieval.room import Room
from retrieval.samples import Summary
from retrieval.spans import Step
from tests.fakes.embedder import WordEmbedder
from tests.fakes.samples import APP, DAY, HOUR, PHONE, WATCH, admit, at, batch, daily
from tests.fakes.vaults import House
from ui import export

PARIS = ZoneInfo("Europe/Paris")
MARCH = Period(date(2026, 3, 1), date(2026, 3, 31))


@pytest.fixture
def house(tmp_path: Path) -> House:
    return House(tmp_path)


def opened(house: House) -> Room:
    return Room.open(house.vault(), embedder=WordEmbedder(), clock=house.clock, background=False)


@pytest.fixture
def room(house: House) -> Iterator[Room]:
    room = opened(house)
    yield room
    room.close()


def values(room: Room, metric: str) -> dict[str, float]:
    return {day.day.isoformat(): round(day.value, 6) for day in room.samples.days(metric)}


def total(room: Room, metric: str) -> Summary:
    summary = room.samples.summary(metric)
    assert summary is not None
    return summary


# --- packing ------------------------------------------------------------------------------------------------

ROWS = st.lists(
    st.tuples(
        st.integers(-2_208_988_800, 4_102_444_800),
        st.integers(0, 2_000_000),
        st.one_of(st.none(), st.integers(-720, 840)),
        st.one_of(
            st.integers(-9999, 9999).map(float),
            st.decimals(-999, 999, places=3).map(float),
            st.floats(allow_nan=False, allow_infinity=False),
        ),
    ),
    min_size=1,
    max_size=40,
)


@given(ROWS)
def test_columns_come_back_as_they_went_in_ordered_and_each_once(
    rows: list[tuple[int, int, int | None, float]],
) -> None:
    columns = Columns.of(
        [batch("steps", WATCH, rows), batch("steps", WATCH, rows[: len(rows) // 2])]
    ).ordered()
    back = Columns.from_bytes(columns.to_bytes())
    kept = {(start, length, value) for start, length, _, value in rows}

    assert list(
        zip(back.start_s.tolist(), back.duration_s.tolist(), back.values.tolist(), strict=True)
    ) == sorted(kept)
    for name in ("start_s", "duration_s", "offset_min", "values"):
        assert np.array_equal(getattr(back, name), getattr(columns, name))


def test_what_a_watch_writes_takes_few_bytes() -> None:
    dice = random.Random(3)  # noqa: S311  made-up heart beats
    rows = [
        (1_700_000_000 + 300 * n + dice.randrange(60), 0, 60, float(dice.randrange(50, 130)))
        for n in range(50_000)
    ]

    assert len(Columns.of([batch("heart_rate", WATCH, rows)]).to_bytes()) / len(rows) < 3.0


@pytest.mark.parametrize("harm", [b"", b"\0\0\0\2{}", b"\0\0\0\5hello"])
def test_a_body_that_is_none_of_ours_is_noticed(harm: bytes) -> None:
    with pytest.raises(IntegrityError, match="samples_shape"):
        Columns.from_bytes(harm)


def test_batches_of_one_device_become_one_body_and_the_places_are_joined() -> None:
    one, two = batch("steps", WATCH, [(100, 0, 0, 1.0)]), batch("steps", WATCH, [(50, 0, 0, 2.0)])
    far = two.placed(two.source.__class__(Lines(40, 60), device=WATCH))
    (segment, item), (other, _) = dense.gathered(
        [one, far, batch("steps", PHONE, [(7, 0, 0, 1.0)])], "f", "a.zip"
    )

    assert (segment.n, segment.first_s, segment.last_s, segment.source.locator) == (2, 50, 100, Lines(1, 60))
    assert (segment.source.file_id, segment.source.file_name, item.id) == ("f", "a.zip", segment.id)
    assert other.source.device == PHONE


# --- one source for each hour -------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("name", "kind"),
    [
        ("Apple Watch de Zoé", Closeness.WORN), ("Oura Ring 3", Closeness.WORN),
        ("com.ouraring.oura", Closeness.WORN), ("Galaxy Watch6", Closeness.WORN),
        ("Capteur de glucose Dexcom", Closeness.WORN), ("Mi Band 8", Closeness.WORN),
        ("iPhone de Zoé", Closeness.PHONE), ("Pixel 8", Closeness.PHONE), ("Téléphone", Closeness.PHONE),
        ("Health Mate", Closeness.APP), ("Husband's notes", Closeness.APP), ("monitoring", Closeness.APP),
    ],
)  # fmt: skip
def test_a_source_is_known_by_its_name(name: str, kind: Closeness) -> None:
    assert closeness(name) is kind


def test_watch_before_phone_before_app_and_never_their_sum(room: Room) -> None:
    hours = range(8, 12)
    admit(
        room, "export.zip",
        batch("steps", PHONE, daily("2026-03-02", 1, lambda _: 90, hours=range(7, 12))),
        batch("steps", APP, daily("2026-03-02", 1, lambda _: 500, hours=range(6, 12))),
        batch("steps", WATCH, daily("2026-03-02", 1, lambda _: 100, hours=hours)),
    )  # fmt: skip
    (day,) = room.samples.days("steps")

    assert day.value == 4 * 100 + 90 + 500  # 7:00 the phone alone was there, 6:00 only the app
    assert day.sources == (WATCH, APP, PHONE)
    assert day.hours == 6


def test_what_an_app_wrote_back_counts_for_nothing(room: Room) -> None:
    rows = daily("2026-03-02", 3, lambda day: 100 + day)
    admit(room, "export.zip", batch("steps", WATCH, rows), batch("steps", "Strava", rows))

    assert total(room, "steps").total == 12 * (100 + 101 + 102)
    assert total(room, "steps").sources == {WATCH: 3}


def test_among_equals_the_one_that_measured_in_more_hours_is_taken_for_the_day(room: Room) -> None:
    admit(
        room, "export.zip",
        batch("heart_rate", "Garmin Fenix", daily("2026-03-02", 1, lambda _: 50, hours=range(8, 10))),
        batch("heart_rate", "Apple Watch", daily("2026-03-02", 1, lambda _: 70, hours=range(8, 20))),
    )  # fmt: skip

    assert values(room, "heart_rate") == {"2026-03-02": 70.0}


def test_a_day_stated_as_a_whole_is_not_added_to_its_hours(room: Room) -> None:
    whole = [(at("2026-03-02"), DAY, 0, 9000.0)]
    hours = daily("2026-03-02", 1, lambda _: 100, offset=0)
    admit(room, "a.zip", batch("steps", WATCH, hours), batch("steps", APP, whole))
    assert values(room, "steps") == {"2026-03-02": 1200.0}

    admit(room, "b.zip", batch("distance_walking", APP, [*whole, *hours]))
    assert values(room, "distance_walking") == {"2026-03-02": 9000.0}  # one source says it twice: the larger


def test_two_kinds_of_variability_are_never_mixed(room: Room) -> None:
    admit(room, "a.zip", batch("hrv_sdnn", WATCH, daily("2026-03-02", 2, lambda _: 40)))
    admit(room, "b.zip", batch("hrv_rmssd", "Oura Ring", daily("2026-03-02", 2, lambda _: 60)))

    assert (values(room, "hrv_sdnn")["2026-03-02"], values(room, "hrv_rmssd")["2026-03-02"]) == (40.0, 60.0)
    assert room.samples.held() == ("hrv_sdnn", "hrv_rmssd")


# --- the same again -----------------------------------------------------------------------------------------


def test_a_later_larger_export_doubles_nothing(room: Room) -> None:
    first = daily("2026-03-02", 5, lambda day: 100 + day)
    later = daily("2026-03-02", 9, lambda day: 100 + day)
    admit(room, "export.zip", batch("steps", WATCH, first))
    before = values(room, "steps")
    admit(room, "export (1).zip", batch("steps", WATCH, later))
    after = values(room, "steps")

    assert {day: after[day] for day in before} == before
    assert len(after) == 9
    assert total(room, "steps").n == 9 * 12


def test_a_file_read_again_replaces_its_samples(room: Room, house: House) -> None:
    admit(room, "export.zip", batch("steps", WATCH, daily("2026-03-02", 1, lambda _: 100)))
    admit(room, "export.zip", batch("steps", WATCH, daily("2026-03-02", 1, lambda _: 200)))

    assert values(room, "steps") == {"2026-03-02": 2400.0}
    assert room.vault.sizes()["samples"] == 1


# --- clocks -------------------------------------------------------------------------------------------------


def test_a_flight_doubles_no_hour(room: Room) -> None:
    """The watch still shows Paris while the phone shows New York: the same hours of the same walk."""
    start = at("2026-03-02T14:00:00")
    walk = [(start + n * 600, 600, 60, 100.0) for n in range(12)]
    same = [(start + n * 600, 600, -300, 90.0) for n in range(12)]
    admit(room, "export.zip", batch("steps", WATCH, walk), batch("steps", PHONE, same))

    assert values(room, "steps") == {"2026-03-02": 1200.0}


def test_a_day_ends_at_midnight_of_its_own_clock(room: Room) -> None:
    rows = [(at("2026-03-02T22:30:00"), 0, 60, 1.0), (at("2026-03-02T23:30:00"), 0, 60, 2.0)]
    admit(room, "a.zip", batch("steps", WATCH, rows))

    assert values(room, "steps") == {"2026-03-02": 1.0, "2026-03-03": 2.0}


def test_a_source_without_an_offset_is_on_the_local_clock_already(room: Room) -> None:
    rows = [(at("2026-03-02T23:30:00"), 0, None, 7.0)]
    admit(room, "a.csv", batch("steps", "Podomètre", rows))
    assert values(room, "steps") == {"2026-03-02": 7.0}

    admit(room, "b.zip", batch("steps", WATCH, [(at("2026-03-02T22:40:00"), 0, 60, 9.0)]))
    assert values(room, "steps") == {"2026-03-02": 9.0}  # 23:40 on the same wall: the same hour, one source


@pytest.mark.parametrize(("day", "hours"), [("2026-03-29", 23), ("2026-10-25", 24)])
def test_the_days_of_changing_clocks_hold_all_of_their_hours(room: Room, day: str, hours: int) -> None:
    midnight = datetime.fromisoformat(day).replace(tzinfo=PARIS)
    first, rows = int(midnight.timestamp()), []
    for n in range(-5, 35):
        moment = datetime.fromtimestamp(first + n * HOUR, PARIS)
        offset = moment.utcoffset()
        assert offset is not None
        rows.append((first + n * HOUR, 0, int(offset.total_seconds() // 60), 1.0))
    admit(room, "a.zip", batch("steps", WATCH, rows))
    (found,) = (one for one in room.samples.days("steps") if one.day.isoformat() == day)

    assert found.value == (23.0 if hours == 23 else 25.0)
    assert found.hours == hours


# --- stretches of time --------------------------------------------------------------------------------------


def test_a_night_belongs_to_the_day_it_ends_on_and_overlaps_count_once(room: Room) -> None:
    start = at("2026-03-02T22:00:00")
    rows = [
        (start, 2 * HOUR, 60, 1.0), (start + HOUR, 2 * HOUR, 60, 1.0),  # overlapping: three hours
        (start + 3 * HOUR, HOUR, 60, 1.0),  # right after
        (start + 5 * HOUR, 30 * 60, 60, 1.0),  # awake in between
    ]  # fmt: skip
    admit(room, "a.zip", batch("sleep_asleep", WATCH, rows))

    assert values(room, "sleep_asleep") == {"2026-03-03": 4.5 * 60}


def test_thousands_of_sessions_of_a_minute_are_one_night(room: Room) -> None:
    start = at("2026-03-02T22:00:00")
    rows = [(start + n * 30, 60, 60, 1.0) for n in range(600)]
    admit(room, "ring.zip", batch("sleep_asleep", "Oura Ring", rows))

    assert values(room, "sleep_asleep") == {"2026-03-03": 300.5}


def test_time_asleep_is_time_in_any_stage_from_one_device(room: Room) -> None:
    start = at("2026-03-02T22:00:00")
    admit(
        room, "a.zip",
        batch("sleep_light", WATCH, [(start, 2 * HOUR, 60, 1.0)]),
        batch("sleep_deep", WATCH, [(start + 2 * HOUR, HOUR, 60, 1.0)]),
        batch("sleep_asleep", PHONE, [(start, 9 * HOUR, 60, 1.0)]),
    )  # fmt: skip

    assert values(room, "sleep_asleep") == {"2026-03-03": 180.0}
    assert values(room, "sleep_deep") == {"2026-03-03": 60.0}


def test_a_stretch_longer_than_a_day_is_no_sleep(room: Room) -> None:
    admit(room, "a.zip", batch("sleep_in_bed", APP, [(at("2026-03-02T22:00:00"), 3 * DAY, 60, 1.0)]))

    assert room.samples.days("sleep_in_bed") == ()


# --- working out --------------------------------------------------------------------------------------------


def test_statistics_of_what_adds_up_are_those_of_days(room: Room) -> None:
    admit(room, "a.zip", batch("steps", WATCH, daily("2026-03-01", 5, lambda day: 100 * (day + 1))))
    found = room.samples.summary("steps", MARCH)

    assert found is not None
    assert (found.mean, room.samples.median(found)) == (3600, 3600)
    assert (found.low, found.high, found.n) == (1200, 6000, 60)
    assert room.samples.summary("steps", Period(date(2025, 1, 1), date(2025, 2, 1))) is None


def test_statistics_of_a_rate_are_those_of_readings(room: Room) -> None:
    rows = [
        *daily("2026-03-01", 1, lambda _: 60, hours=range(9)),
        *daily("2026-03-02", 1, lambda _: 90, hours=range(3)),
    ]
    admit(room, "a.zip", batch("heart_rate", WATCH, rows))
    table = room.samples
    found, later = table.summary("heart_rate"), table.summary("heart_rate", Period(date(2026, 3, 2), None))

    assert found is not None
    assert later is not None
    assert found.metric.rounded(found.mean) == 68  # 67.5 of readings, half to even; of days 75
    assert (table.median(found), table.median(later)) == (60, 90)
    assert [part.mean for part in table.stretches("heart_rate", Step.DAY)] == [60, 90]
    assert [part.first for part in table.stretches("heart_rate", Step.MONTH)] == [date(2026, 3, 1)]


def test_time_in_the_target_takes_in_both_ends_in_either_unit(room: Room) -> None:
    start = at("2026-03-02T08:00:00")
    seventy, hundred_eighty, more = 70 * 10 / 180.156, 180 * 10 / 180.156, 181 * 10 / 180.156
    read = [3.8, 3.9, 10.0, 10.1, seventy, hundred_eighty, more, 5.5]
    rows = [(start + n * 300, 0, 60, value) for n, value in enumerate(read)]
    admit(room, "clarity.csv", batch("glucose_sensor", None, rows), connector="dexcom_clarity")
    target = room.samples.target()

    assert target is not None
    assert (target.within, target.under, target.over, target.n) == (5, 1, 2, 8)


def test_a_file_that_names_no_device_is_called_by_its_kind(room: Room) -> None:
    rows = daily("2026-03-02", 2, lambda _: 5.5)
    admit(room, "clarity.csv", batch("glucose_sensor", None, rows), connector="dexcom_clarity")
    admit(room, "clarity 2.csv", batch("glucose_sensor", None, rows), connector="dexcom_clarity")
    summary = room.samples.summary("glucose_sensor")

    assert summary is not None
    assert summary.sources == {"Capteur de glucose Dexcom": 2}
    assert summary.n == 24


# --- sealed, found, forgotten -------------------------------------------------------------------------------


def test_samples_are_there_after_the_next_unlock_and_nothing_is_opened_before_it_is_asked(
    house: House,
) -> None:
    room = opened(house)
    admit(room, "export.zip", batch("steps", WATCH, daily("2026-03-01", 31, lambda day: 100 + day)))
    before, pages = values(room, "steps"), dict(room.samples.pages())
    room.close()

    room = opened(house)
    read: list[str] = []
    load = room.samples._load

    def noting(id: str) -> bytes:
        read.append(id)
        return load(id)

    room.samples._load = noting
    assert room.samples.held() == ("steps",)
    assert read == []
    assert values(room, "steps") == before
    assert dict(room.samples.pages()) == pages
    assert len(read) == 1
    room.close()


def test_months_are_found_by_words_of_both_languages_and_open_their_days(room: Room) -> None:
    file_id = admit(room, "export.zip", batch("steps", WATCH, daily("2026-02-15", 45, lambda day: 100 + day)))
    for text, language in (("nombre de pas mars 2026", "fr"), ("steps march 2026", "en")):
        query = plan(text, language, today=date(2026, 11, 24), held=room.samples.held())  # type: ignore[arg-type]  # fr, en
        first = hybrid.search(room, query, 5)[0]
        assert first.text == (
            "Pas, mars 2026 : 31 jours, en moyenne 1\u202f548 pas par jour, "
            "de 1\u202f368 pas à 1\u202f728 pas ; source Apple Watch de Zoé"
        )
        assert (first.source.file_id, first.source.device) == (file_id, WATCH)
        page = room.samples.page(first.id)
        assert page is not None
        rows = room.samples.month_rows(page.metric, page.span)
        assert (len(rows), rows[0].day, rows[0].value, rows[0].sources) == (
            31,
            date(2026, 3, 1),
            1368.0,
            (WATCH,),
        )
    year = next(page for page in room.samples.pages().values() if page.span == "2026")
    assert room.evidence(year.id).text.startswith("Pas, 2026 : 45 jours")


def test_words_alone_find_a_month(room: Room) -> None:
    admit(room, "export.zip", batch("steps", WATCH, daily("2026-02-15", 45, lambda day: 100 + day)))
    hits = room.keywords().search("steps march 2026", 3)

    assert room.evidence(hits[0].id).text.startswith("Pas, mars 2026")


def test_forgetting_leaves_nothing(room: Room, house: House) -> None:
    kept = admit(room, "a.zip", batch("steps", PHONE, daily("2026-03-02", 2, lambda _: 10)))
    sizes = room.vault.sizes()
    gone = admit(room, "b.zip", batch("steps", "zqmontrevert", daily("2026-03-02", 2, lambda _: 777)))
    assert values(room, "steps")["2026-03-02"] == 777.0 * 12
    stale = next(iter(room.samples.pages()))
    assert room.keywords().search("zqmontrevert", 3)

    receipt = room.forget(gone)

    assert (receipt.samples, receipt.blobs) == (24, 1)
    assert values(room, "steps")["2026-03-02"] == 120.0
    assert room.keywords().search("zqmontrevert", 3) == ()
    assert {**room.vault.sizes(), "audit": 0} == {**sizes, "audit": 0}
    assert b"zqmontrevert" not in house.bytes_on_disk()
    room.forget(kept)
    assert room.samples.held() == ()
    assert room.samples.pages() == {}
    with pytest.raises(NotFoundError):
        room.evidence(stale)


# --- through the pipeline -----------------------------------------------------------------------------------


def clarity(days: int) -> bytes:
    """A glucose sensor's file of so many days, a reading every five minutes."""
    out = io.StringIO()
    sheet = csv.writer(out)
    sheet.writerow(
        ["Index", "Timestamp (YYYY-MM-DDThh:mm:ss)", "Event Type", "Event Subtype", "Patient Info",
         "Device Info", "Source Device ID", "Glucose Value (mg/dL)", "Insulin Value (u)",
         "Carb Value (grams)", "Duration (hh:mm:ss)", "Glucose Rate of Change (mg/dL/min)",
         "Transmitter Time (Long Integer)"]
    )  # fmt: skip
    start = datetime(2026, 3, 1)  # noqa: DTZ001  the device's own clock
    for n in range(days * 288):
        moment = start + timedelta(minutes=5 * n)
        sheet.writerow(
            [n + 1, moment.isoformat(), "EGV", "", "", "", "Android G6", 100 + n % 80, "", "", "", "", n]
        )
    return out.getvalue().encode()


def test_a_sensor_file_is_read_sealed_reported_and_answers(room: Room) -> None:
    told: list[tuple[Stage, float]] = []
    report = ingest_file(
        room, "clarity.csv", clarity(3), progress=lambda stage, share: told.append((stage, share))
    )

    (held,) = report.samples
    assert (held.metric, held.n, held.first, held.last) == (
        "glucose_sensor",
        864,
        date(2026, 3, 1),
        date(2026, 3, 3),
    )
    assert max(share.read for _, share in told if isinstance(share, Share)) >= 864
    summary = room.samples.summary("glucose_sensor")
    assert summary is not None
    assert (summary.n, len(summary.days)) == (864, 3)
    again = ingest_file(room, "clarity.csv", clarity(3))
    assert again.already_here
    assert again.samples == report.samples
    longer = ingest_file(room, "clarity-april.csv", clarity(5))
    assert longer.samples[0].n == 5 * 288
    assert total(room, "glucose_sensor").n == 5 * 288


def test_an_import_cut_off_before_it_was_whole_is_repeated_at_the_next_unlock(house: House) -> None:
    vault, data = house.vault(), clarity(1)
    vault.put_many([Pending.of(vault, data, "clarity.csv").to_item()])
    vault.put_blob(data)
    room = opened(house)

    assert total(room, "glucose_sensor").n == 288
    assert room.vault.sizes()["samples"] == 1
    assert "pending" not in {kind for kind, count in room.vault.sizes().items() if count}
    room.close()


# --- the table of metrics -----------------------------------------------------------------------------------


def test_every_metric_has_words_units_and_a_name_that_claims_no_direction() -> None:
    for metric in metrics().values():
        assert len(metric.printed) == 2
        assert metric.lay or metric.analyte
        assert not any(
            word in f"{metric.fr} {metric.en}" for word in ("mont", "climb", "grimp", "ris", "fall")
        )
        assert "pas" not in metric.lay


def test_numbers_are_shown_so_that_no_thousand_becomes_a_decimal() -> None:
    steps, sleep, walk = (metrics()[key] for key in ("steps", "sleep_asleep", "distance_walking"))

    assert steps.shown(12345.4, "en") == "12\u202f345 steps"
    assert (sleep.shown(59.6, "fr"), sleep.shown(45, "fr")) == ("1 h 00 min", "45 min")
    assert walk.shown(5123, "fr") == "5,12 km"


def test_an_unknown_offset_is_kept_apart_from_none() -> None:
    rows = batch("steps", None, [(0, 0, None, 1.0), (0, 0, 0, 1.0)])

    assert list(rows.offset_min) == [OFFSET_UNKNOWN, 0]
    assert Samples.from_bytes(rows.to_bytes()).offset_min == rows.offset_min


def test_an_export_holds_every_sample_of_every_source_once(room: Room) -> None:
    rows = [(at("2026-03-02T08:00:00"), 600, 60, 1234.5), (at("2026-03-02T09:00:00"), 0, None, 2.0)]
    admit(room, "a.zip", batch("steps", WATCH, rows), batch("steps", PHONE, rows[:1]))
    admit(room, "b.zip", batch("steps", WATCH, rows))
    files = dict(export.files(room))

    assert files["samples/steps.csv"].decode().split("\r\n") == [
        "start,duration_s,value,unit,source",
        f"2026-03-02T09:00:00+01:00,600,1234.5,1,{WATCH}",
        f"2026-03-02T09:00:00,0,2,1,{WATCH}",
        f"2026-03-02T09:00:00+01:00,600,1234.5,1,{PHONE}",
        "",
    ]
    assert export.counts(room)["samples"] == 3
