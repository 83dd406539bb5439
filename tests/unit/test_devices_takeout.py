"""Google Takeout: Google Fit's streams and Fitbit's files."""

import json
from typing import Any

import pytest

from connectors import intake
from connectors.google_takeout import connector
from core.errors import UnreadableFileError
from records.model import Fact
from tests.fakes.zips import zipped

NS = 1_000_000_000
START = 1_772_352_000  # 2026-03-01 08:00 UTC
FIT, FITBIT = "Takeout/Fit/", "Takeout/Fitbit/Global Export Data/"


def points(kind: str, *values: float, each_s: int = 60, origin: str = "") -> bytes:
    """A stream of Google Fit."""
    whole = {
        "Data Source": f"derived:{kind}:com.google.android.gms:merged",
        "Data Points": [
            {
                "fitValue": [{"value": {"fpVal": value}}],
                "originDataSourceId": origin or f"raw:{kind}:com.example.fit:Example:Watch 3:id:x",
                "startTimeNanos": (START + at * each_s) * NS,
                "endTimeNanos": (START + (at + 1) * each_s) * NS,
            }
            for at, value in enumerate(values)
        ],
    }
    return json.dumps(whole).encode()


def google_fit() -> dict[str, bytes]:
    """A small folder of Google Fit."""
    session = {
        "fitnessActivity": "running", "startTime": "2026-03-01T18:00:00Z", "endTime": "2026-03-01T18:31:30Z",
        "aggregate": [{"metricName": "com.google.distance.delta", "floatValue": 5020.4}],
    }  # fmt: skip
    return {
        FIT + "All Data/derived_com.google.step_count.delta_com.google.android.gms.json": points(
            "com.google.step_count.delta", 40, 60
        ),
        FIT + "All Data/raw_com.google.step_count.delta_com.example.json": points(
            "com.google.step_count.delta", 40, 60
        ),
        FIT + "All Data/derived_com.google.weight_com.google.android.gms.json": points(
            "com.google.weight", 70.59999847412109
        ),
        FIT + "All Data/derived_com.google.sleep.segment_com.google.android.gms.json": points(
            "com.google.sleep.segment", 4, 5, 1, 6, each_s=3600
        ),
        FIT + "All Data/derived_com.google.distance.delta_com.google.android.gms.json": b"{}",
        FIT + "All Sessions/2026-03-01T18_00_00Z_RUNNING.json": json.dumps(session).encode(),
        FIT + "Daily activity metrics/Daily activity metrics.csv": b"Date,Step count\n2026-03-01,100\n",
        "Takeout/Mail/all.mbox": b"From x",
    }


def fitbit(profile: bytes = b"id,height\nx,172.0\n") -> dict[str, bytes]:
    """A small folder of Fitbit."""
    files: dict[str, list[dict[str, Any]]] = {
        "steps-2026-03-01.json": [
            {"dateTime": "03/05/26 08:00:00", "value": "100"},
            {"dateTime": "03/05/26 08:01:00", "value": "0"},
            {"dateTime": "13/05/26 08:01:00", "value": "7"},
        ],
        "heart_rate-2026-03-05.json": [
            {"dateTime": "03/05/26 08:00:05", "value": {"bpm": 60, "confidence": 2}},
            {"dateTime": "03/05/26 08:00:10", "value": {"bpm": 70, "confidence": 0}},
        ],
        "resting_heart_rate-2026-03-05.json": [
            {"dateTime": "03/05/26 00:00:00", "value": {"date": "03/05/26", "value": 57.6, "error": 6.2}},
            {"dateTime": "03/06/26 00:00:00", "value": {"date": None, "value": 0.0, "error": 0.0}},
        ],
        "sleep-2026-03-05.json": [
            {
                "startTime": "2026-03-04T23:10:00.000",
                "levels": {
                    "data": [
                        {"dateTime": "2026-03-04T23:10:00.000", "level": "light", "seconds": 7200},
                        {"dateTime": "2026-03-05T01:10:00.000", "level": "wake", "seconds": 600},
                        {"dateTime": "2026-03-05T01:20:00.000", "level": "deep", "seconds": 3600},
                    ],
                    "shortData": [{"dateTime": "2026-03-05T00:10:00.000", "level": "wake", "seconds": 60}],
                },
            }
        ],
        "weight-2026-03-01.json": [
            {"weight": 155.6, "bmi": 23.86, "fat": 26.1, "date": "03/05/26", "time": "07:00:00"}
        ],
        "exercise-0.json": [
            {
                "activityName": "Run", "startTime": "03/05/26 18:00:00", "duration": 1_890_000,
                "calories": 310, "averageHeartRate": 141,
            }
        ],
    }  # fmt: skip
    found = {FITBIT + name: json.dumps(rows).encode() for name, rows in files.items()}
    found["Takeout/Fitbit/Your Profile/Profile.csv"] = profile
    found["Takeout/Fitbit/Oxygen Saturation (SpO2)/Minute SpO2 - 2026-03-05.csv"] = (
        b"timestamp,value\n2026-03-05T01:00:00Z,96.5\n2026-03-05T01:01:00Z,50.0\n"
    )
    found["Takeout/Fitbit/Heart Rate Variability/Heart Rate Variability Details - 2026-03-05.csv"] = (
        b"timestamp,rmssd,coverage,low_frequency,high_frequency\n2026-03-05T01:05:00,38.2,0.93,512.1,301.2\n"
    )
    return found


def rows(reading: intake.Reading, metric: str) -> list[tuple[int, int, int, float]]:
    """All rows of a metric."""
    return [
        row
        for batch in reading.samples
        if batch.metric == metric
        for row in zip(batch.start_s, batch.duration_s, batch.offset_min, batch.values, strict=True)
    ]


def facts(reading: intake.Reading) -> list[tuple[str, str | None, str | None]]:
    """Label, value and unit."""
    return sorted((r.label, r.value_text, r.unit_text) for r in reading.records if isinstance(r, Fact))


def test_google_fit_is_read_without_counting_a_stream_twice() -> None:
    """The merged stream repeats the raw one, and the daily sum repeats both."""
    reading = intake.read(zipped(google_fit()), "takeout.zip")

    assert reading.connector == "google_takeout"
    assert [row[3] for row in rows(reading, "steps")] == [40.0, 60.0]
    assert {batch.source.device for batch in reading.samples} == {"Watch 3 (com.example.fit)"}
    assert facts(reading) == [("Running", "31.5", "min"), ("Sleep", "180", "min"), ("Weight", "70.6", "kg")]
    assert [(problem.code, problem.count) for problem in reading.problems] == [("part_not_read", 3)]


def test_days_are_read_where_there_is_nothing_closer() -> None:
    """At the clock on the wall."""
    members = {name: data for name, data in google_fit().items() if "step_count" not in name}

    reading = intake.read(zipped(members), "takeout.zip")

    assert rows(reading, "steps") == [(1_772_323_200, 86_400, -32_768, 100.0)]


def test_fitbit_is_read_month_first_and_without_what_has_no_confidence() -> None:
    """At the local clock."""
    reading = intake.read(zipped(fitbit()), "takeout.zip")

    assert rows(reading, "steps") == [(1_772_697_600, 60, -32_768, 100.0)]
    assert [row[3] for row in rows(reading, "heart_rate")] == [60.0]
    assert [row[3] for row in rows(reading, "resting_heart_rate")] == [57.6]
    assert [(row[2], row[3]) for row in rows(reading, "spo2")] == [(0, 96.5)]
    assert [row[3] for row in rows(reading, "hrv_rmssd")] == [38.2]
    assert sorted((problem.code, problem.count) for problem in reading.problems) == [
        ("measures_not_kept", 1), ("samples_not_read", 2),
    ]  # fmt: skip
    assert facts(reading) == [
        ("Body fat percentage", "26.1", "%"), ("Body mass index", "23.86", "kg/m²"), ("Run", "31.5", "min"),
        ("Sleep", "180", "min"), ("Weight", "155.6", "lb"),
    ]  # fmt: skip


def test_a_weight_whose_unit_nothing_settles_is_not_read() -> None:
    """155.6 may be pounds or kilograms."""
    reading = intake.read(zipped(fitbit(profile=b"id,height\nx,\n")), "takeout.zip")

    assert "Weight" not in [label for label, _, _ in facts(reading)]
    assert ("values_without_unit", 1) in [(problem.code, problem.count) for problem in reading.problems]


@pytest.mark.parametrize(
    "data", [b"[" * 100_000, b"{", b"[1, 2]", b'{"Data Points": 3}', b'{"Data Points": [[]]}']
)
def test_broken_json_leaves_the_rest(data: bytes) -> None:
    """One file of hundreds."""
    members = google_fit()
    members[FIT + "All Data/derived_com.google.weight_com.google.android.gms.json"] = data

    reading = intake.read(zipped(members), "takeout.zip")

    assert "Weight" not in [label for label, _, _ in facts(reading)]
    assert rows(reading, "steps")


def test_ten_thousand_empty_files_are_bounded() -> None:
    """Refused for what it states, not for its size."""
    members = {f"{FITBIT}steps-2026-01-01_{at}.json": b"" for at in range(10_000)}

    with pytest.raises(UnreadableFileError, match="no_facts_in_structured_file"):
        intake.read(zipped(members, stored=True), "takeout.zip")


def test_archives_of_other_products_are_not_ours() -> None:
    """Mail and photos are not health."""
    assert not connector.identify_archive(["Takeout/Mail/all.mbox"], "takeout.zip")
    assert connector.identify_archive(["Takeout/Fit/Métriques/2026-03-01.csv"], "takeout.zip")
