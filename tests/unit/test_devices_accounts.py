"""Archives of Strava, Oura and Polar accounts."""

import gzip
import json
from typing import Any

import pytest

from connectors import intake
from connectors.oura import connector as oura
from connectors.polar import connector as polar
from connectors.strava_archive import connector as strava
from core.errors import UnreadableFileError
from records.model import Fact
from tests.fakes.fit_files import workout
from tests.fakes.zips import zipped

NOON = 1_772_362_800  # 2026-03-01 12:00 at +01:00
ENGLISH = (
    "Activity ID,Activity Date,Activity Name,Activity Type,Activity Description,Elapsed Time,Distance,"
    "Max Heart Rate,Relative Effort,Filename,Elapsed Time,Moving Time,Distance,Average Heart Rate,Calories\n"
    '1234567,"Mar 1, 2026, 11:00:00 AM",Lac,Run,,1890,3.12,165,30,activities/1.fit.gz,'
    "1890,1800,5020.4,141.2,310\n"
)
FRENCH = (
    "ID de l'activité,Date de l'activité,Nom de l'activité,Type d'activité,Description de l'activité,"
    "Temps écoulé,Distance,Fréquence cardiaque max.,Effort relatif,Nom du fichier,Temps écoulé,"
    "Durée de déplacement,Distance\n"
    '1234567,"1 mars 2026, 11:00:00",Lac,Course à pied,,1890,"5,02",165,,activities/1.gpx.gz,'
    "1890,1800,5020.4\n"
    '1234568,"hier",Lac,Vélo,,7200,"30,1",,,,7200,7100,30100\n'
)


def facts(reading: intake.Reading) -> list[Fact]:
    """All facts."""
    return [record for record in reading.records if isinstance(record, Fact)]


def rows(reading: intake.Reading, metric: str) -> list[tuple[int, int, int, float]]:
    """All rows of a metric."""
    return [
        row
        for batch in reading.samples
        if batch.metric == metric
        for row in zip(batch.start_s, batch.duration_s, batch.offset_min, batch.values, strict=True)
    ]


# --- Strava -------------------------------------------------------------------------------------------------


def archive(table: str, **more: bytes) -> bytes:
    """An archive of a Strava account."""
    members = {
        "activities.csv": table.encode(),
        "activities/1.fit.gz": gzip.compress(workout(NOON, [120, 130]), mtime=0),
        "activities/2.gpx": b"<gpx/>", "bikes.csv": b"x", "shoes.csv": b"x",
    }  # fmt: skip
    return zipped(members | more)


def test_activities_are_facts_and_say_metres_not_miles() -> None:
    """3.12 may be miles; the second column is in metres."""
    reading = intake.read(archive(ENGLISH), "export.zip")

    (run,) = facts(reading)
    assert reading.connector == "strava_archive"
    assert (run.label, run.value_text, run.unit_text) == ("Run", "31.5", "min")
    assert run.detail == "Lac, distance 5.02 km, energy 310 kcal, heart rate average 141.2 /min, " \
        "heart rate maximum 165 /min"  # fmt: skip
    assert run.start is not None
    assert (run.start.local, run.start.offset_min) == ("2026-03-01T11:00:00", 0)
    assert [row[3] for row in rows(reading, "heart_rate")] == [120.0, 130.0]


def test_another_language_has_the_same_columns() -> None:
    """And a date that is none is a problem."""
    reading = intake.read(archive(FRENCH), "export.zip")

    assert [(run.label, run.value_text, run.detail) for run in facts(reading)] == [
        ("Course à pied", "31.5", "Lac, distance 5.02 km, heart rate maximum 165 /min")
    ]
    assert ("rows_without_date", 1) in [(problem.code, problem.count) for problem in reading.problems]


def test_a_file_that_inflates_without_end_is_not_read() -> None:
    """Nor anything that only says it is FIT."""
    more = {"activities/3.fit.gz": gzip.compress(b"0" * 80_000_000, mtime=0), "activities/4.fit": b"no"}

    reading = intake.read(archive(ENGLISH, **more), "export.zip")

    assert len(rows(reading, "heart_rate")) == 2
    assert ("part_not_read", 5) in [(problem.code, problem.count) for problem in reading.problems]


# --- Oura ---------------------------------------------------------------------------------------------------


def night(**more: Any) -> dict[str, Any]:
    """A night of an hour."""
    return {
        "bedtime_start": "2026-03-01T23:00:00+01:00", "bedtime_end": "2026-03-02T00:00:00+01:00",
        "deep_sleep_duration": 900, "light_sleep_duration": 1500, "rem_sleep_duration": 600,
        "awake_time": 600,
        "sleep_phase_5_min": "422221113344", "type": "long_sleep",
        "hrv": {"interval": 300, "items": [None, 41, 43], "timestamp": "2026-03-01T23:00:00+01:00"}, **more,
    }  # fmt: skip


def ring() -> dict[str, Any]:
    """A small export."""
    return {
        "sleep": [night()],
        "daily_activity": [
            {"day": "2026-03-01", "steps": 8123, "active_calories": 410, "equivalent_walking_distance": 6000,
             "timestamp": "2026-03-01T04:00:00+01:00"}
        ],
        "heartrate": [{"bpm": 61, "source": "awake", "timestamp": "2026-03-01T08:00:00+00:00"}, {"bpm": 0}],
        "daily_spo2": [{"day": "2026-03-01", "spo2_percentage": {"average": 96.4}}],
        "daily_readiness": [{"day": "2026-03-01", "score": 81}],
    }  # fmt: skip


def test_a_ring_gives_nights_with_their_phases() -> None:
    """Five minutes a digit."""
    reading = intake.read(json.dumps(ring()).encode(), "oura.json")

    (sleep,) = facts(reading)
    assert reading.connector == "oura"
    assert (sleep.value_text, sleep.detail) == ("50", "light 25 min, deep 15 min, REM 10 min, awake 10 min")
    assert [row[1] for row in rows(reading, "sleep_light")] == [1200]
    assert [row[1] for row in rows(reading, "sleep_awake")] == [300, 600]
    assert [row[3] for row in rows(reading, "hrv_rmssd")] == [41.0, 43.0]
    assert rows(reading, "steps") == [(1_772_319_600, 86_400, 60, 8123.0)]
    assert [row[3] for row in rows(reading, "spo2")] == [96.4]
    assert [(problem.code, problem.count) for problem in reading.problems] == [("samples_not_read", 1)]


def test_tables_say_the_same_as_lists() -> None:
    """Cells hold the JSON of the lists."""
    item = night()
    cells = [json.dumps(value) if isinstance(value, dict) else str(value) for value in item.values()]
    table = ";".join(item) + "\n" + ";".join('"' + cell.replace('"', '""') + '"' for cell in cells) + "\n"
    members = {"App Data/sleepmodel.csv": table.encode(), "App Data/dailyreadiness.csv": b"day;score\n"}

    reading = intake.read(zipped(members), "oura.zip")

    assert [fact.value_text for fact in facts(reading)] == ["50"]
    assert [row[1] for row in rows(reading, "sleep_light")] == [1200]
    assert [row[3] for row in rows(reading, "hrv_rmssd")] == [41.0, 43.0]


@pytest.mark.parametrize(
    "more", [{"deep_sleep_duration": 9000}, {"bedtime_end": "soon"}, {"type": "deleted"}]
)
def test_nights_that_cannot_be_are_no_facts(more: dict[str, Any]) -> None:
    """Nor those that the person took back."""
    whole = ring() | {"sleep": [night(**more)]}

    assert facts(intake.read(json.dumps(whole).encode(), "oura.json")) == []


def test_broken_json_is_refused() -> None:
    """Also the deep kind."""
    for data in (b'[{"bedtime_start": ' + b"[" * 100_000, b'{"bedtime_start": 1'):
        with pytest.raises(UnreadableFileError, match="file_damaged"):
            intake.read(data, "oura.json")


# --- Polar --------------------------------------------------------------------------------------------------

ID = "11111111-2222-4333-8444-555555555555"


def account(**more: Any) -> dict[str, bytes]:
    """A small archive."""
    training = {
        "name": "Lac", "startTime": "2026-03-01T12:00:00", "timezoneOffsetMinutes": 60,
        "durationMillis": 1_890_000, "distanceMeters": 5020.4, "hrAvg": 141, "sport": {"id": "99"},
        "exercises": [
            {
                "startTime": "2026-03-01T12:00:00", "timezoneOffsetMinutes": 60, "sport": {"id": "99"},
                "samples": {
                    "samples": [{"type": "HEART_RATE", "intervalMillis": 1000, "values": [120, "NaN", 130.5]}]
                },
            }
        ],
    }  # fmt: skip
    sleep = {
        "night": "2026-03-02",
        "sleepResult": {
            "hypnogram": {
                "sleepStart": "2026-03-01T23:00:00+01:00", "sleepEnd": "2026-03-02T01:00:00+01:00",
                "sleepStateChanges": [
                    {"offsetFromStart": "PT0S", "state": "WAKE"},
                    {"offsetFromStart": "PT10M", "state": "NONREM2"},
                    {"offsetFromStart": "PT1H", "state": "NONREM3"},
                    {"offsetFromStart": "PT1H30M", "state": "REM"},
                ],
            }
        },
    }  # fmt: skip
    files = {
        f"training-session_2026-03-01T12-00-00_42-{ID}.json": training,
        f"sleep_result_42-{ID}.json": [sleep],
        f"activity-2026-03-01-{ID}.json": {
            "date": "2026-03-01", "summary": {"stepCount": 212},
            "samples": {
                "steps": [{"localTime": "08:01:00", "value": 112}, {"localTime": "08:02:00", "value": 100}]
            },
        },
        f"247ohr_42_03-{ID}.json": {
            "deviceDays": [
                {"date": "2026-03-01", "samples": [{"heartRate": 61, "secondsFromDayStart": 28_800}]}
            ]
        },
        f"nightly_recovery_42-{ID}.json": [{"night": "2026-03-02", "meanNightlyRecoveryRmssd": 42}],
        f"sleep_score_42-{ID}.json": [],
        **more,
    }  # fmt: skip
    return {name: json.dumps(held).encode() for name, held in files.items()}


def test_polar_gives_workouts_nights_and_streams() -> None:
    """The sport is a number nobody can name."""
    reading = intake.read(zipped(account()), "polar.zip")

    assert reading.connector == "polar"
    assert [(fact.label, fact.value_text, fact.detail) for fact in facts(reading)] == [
        ("Workout", "31.5", "Lac, distance 5.02 km, heart rate average 141 /min"),
        ("Sleep", "110", "light 50 min, deep 30 min, REM 30 min, awake 10 min"),
    ]
    assert [row[3] for row in rows(reading, "heart_rate")] == [120.0, 130.5, 61.0]
    assert rows(reading, "heart_rate")[1][:3] == (NOON + 2, 0, 60)
    assert [row[1:] for row in rows(reading, "steps")] == [(60, -32_768, 112.0), (60, -32_768, 100.0)]
    assert [row[3] for row in rows(reading, "hrv_rmssd")] == [42.0]
    assert [(problem.code, problem.count) for problem in reading.problems] == [("part_not_read", 1)]


def test_a_day_without_minutes_has_its_sum() -> None:
    """And one with minutes is not counted twice."""
    day = {"date": "2026-03-01", "summary": {"stepCount": 212}}

    reading = intake.read(zipped(account(**{f"activity-2026-03-01-{ID}.json": day})), "polar.zip")

    assert [row[1:] for row in rows(reading, "steps")] == [(86_400, -32_768, 212.0)]


def test_files_of_other_shapes_leave_the_rest() -> None:
    """Lists where objects should be, words where numbers should be."""
    wrong = {
        f"activity-2026-03-01-{ID}.json": {"date": "2026-03-01", "samples": {"steps": [3, {"localTime": 4}]}},
        f"247ohr_42_03-{ID}.json": {"deviceDays": [1, {"date": 2, "samples": [{"heartRate": "x"}]}]},
        f"sleep_result_42-{ID}.json": [{"sleepResult": {"hypnogram": [1]}}],
    }

    reading = intake.read(zipped(account(**wrong)), "polar.zip")

    assert [fact.label for fact in facts(reading)] == ["Workout"]
    assert ("samples_not_read", 4) in [(problem.code, problem.count) for problem in reading.problems]


def test_nobody_takes_anothers_archive() -> None:
    """Each layout is one vendor's."""
    layouts = {
        strava: ["activities.csv", "activities/1.fit.gz"],
        oura: ["App Data/sleepmodel.csv", "App Data/dailyreadiness.csv"],
        polar: list(account()),
    }
    for connector in layouts:
        assert [
            name for name, members in layouts.items() if connector.identify_archive(members, "x.zip")
        ] == [connector]
