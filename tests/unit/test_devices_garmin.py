"""FIT files and Garmin's account archive."""

import json

import pytest

from connectors import intake
from core.errors import UnreadableFileError
from records.model import Fact
from records.normalise import normalise
from tests.fakes.fit_files import FILE_ID, RECORD, day, fit, weighing, workout
from tests.fakes.zips import zipped

MIDNIGHT = 1_772_319_600  # 2026-03-01 00:00 at +01:00
NOON = MIDNIGHT + 12 * 3600


def facts(reading: intake.Reading) -> list[tuple[str, str | None]]:
    """Labels and values."""
    return [(r.label, r.value_text) for r in reading.records if isinstance(r, Fact)]


def rows(reading: intake.Reading, metric: str) -> list[tuple[int, int, int, float]]:
    """All rows of a metric."""
    return [
        row
        for batch in reading.samples
        if batch.metric == metric
        for row in zip(batch.start_s, batch.duration_s, batch.offset_min, batch.values, strict=True)
    ]


def test_a_run_is_a_fact_and_its_heart_rate_a_stream() -> None:
    """At the clock of the place."""
    reading = intake.read(workout(NOON, [120, 255, 130]), "run.fit")

    (run,) = (r for r in reading.records if isinstance(r, Fact))
    assert (run.label, run.value_text, run.unit_text) == ("Running", "10.0", "min")
    assert (
        run.detail
        == "distance 2 km, energy 150 kcal, heart rate average 141 /min, heart rate maximum 165 /min"
    )
    assert run.start is not None
    assert run.start.local == "2026-03-01T12:00:00"
    assert rows(reading, "heart_rate") == [(NOON, 0, 60, 120.0), (NOON + 2, 0, 60, 130.0)]


def test_counts_since_midnight_are_not_summed() -> None:
    """100, 150, 150, 400 are 400 steps."""
    reading = intake.read(day(MIDNIGHT, [(3600, 100), (7200, 150), (9000, 150), (10_800, 400)]), "day.fit")

    assert [row[3] for row in rows(reading, "steps")] == [100.0, 50.0, 250.0]
    assert rows(reading, "steps")[1][:3] == (MIDNIGHT + 3600, 3600, 60)


def test_a_file_from_noon_does_not_count_the_morning_again() -> None:
    """The morning's file has it."""
    reading = intake.read(day(MIDNIGHT, [(43_200, 5000), (46_800, 5600)], later_s=43_200), "day.fit")

    assert [row[3] for row in rows(reading, "steps")] == [600.0]


def test_a_weighing_finds_its_analyte() -> None:
    """In kilograms."""
    reading = intake.read(weighing(NOON, 70_600), "w.fit")

    weight = normalise(next(r for r in reading.records if isinstance(r, Fact)))
    assert (weight.value_text, weight.analyte) == ("70.6", "weight")


def test_a_clock_that_was_never_set_gives_no_date() -> None:
    """FIT then counts from when the device was switched on."""
    message = (RECORD, [(253, "I", 5000), (3, "B", 120)])

    with pytest.raises(UnreadableFileError, match="no_facts_in_structured_file"):
        intake.read(fit([(FILE_ID, [(0, "Be", 4)]), message]), "x.fit")


def test_a_file_that_stops_is_read_so_far() -> None:
    """A watch whose battery died."""
    whole = workout(NOON, [120] * 50)

    reading = intake.read(whole[: len(whole) // 2], "run.fit")

    assert 0 < len(rows(reading, "heart_rate")) < 50
    assert [problem.code for problem in reading.problems] == ["file_ends_early"]


@pytest.mark.parametrize(
    "data",
    [
        b"\x0e\x20\x54\x08\xff\xff\xff\x7f.FIT\x00\x00",
        b"\x0e\x20\x54\x08\xff\xff\xff\x7f.FIT\x00\x00" + b"\x40\x00\x00\x14\x00\xff" + b"\xff" * 300,
        b"\xff\x20\x54\x08\x00\x00\x00\x00.FIT",
    ],
    ids=["lying size", "wide fields", "lying header"],
)
def test_lying_files_are_refused(data: bytes) -> None:
    """With a sentence."""
    with pytest.raises(UnreadableFileError) as refused:
        intake.read(data, "x.fit")

    assert refused.value.code in ("file_damaged", "no_facts_in_structured_file")


def account() -> dict[str, bytes]:
    """An account's archive, small."""
    root = "DI_CONNECT/"
    night = {
        "sleepStartTimestampGMT": "2026-03-01T22:10:00.0", "sleepEndTimestampGMT": "2026-03-02T05:40:00.0",
        "calendarDate": "2026-03-02",
        "deepSleepSeconds": 4200, "lightSleepSeconds": 15_000,
        "remSleepSeconds": 5400, "awakeSleepSeconds": 1200, "sleepScores": {"overallScore": 78},
    }  # fmt: skip
    uds = {
        "calendarDate": "2026-03-02", "totalSteps": 8123, "wellnessDistanceMeters": 6010,
        "totalKilocalories": 2210.0, "restingHeartRate": 54, "wellnessStartTimeGmt": "2026-03-01T23:00:00.0",
        "wellnessStartTimeLocal": "2026-03-02T00:00:00.0",
    }  # fmt: skip
    body = {
        "metaData": {"calendarDate": "2026-03-02T00:00:00.0"},
        "weight": {"weight": 70600.0, "bodyFat": 26.1, "bmi": 0.0, "timestampGMT": "2026-03-02T06:10:00.0"},
    }
    sport = {
        "activityType": "trail_running", "beginTimestamp": NOON * 1000,
        "startTimeLocal": (NOON + 3600) * 1000,
        "duration": 600_000.0, "distance": 200_000.0, "avgHr": 141.0, "calories": 627.6,
    }  # fmt: skip
    return {
        root + "DI-Connect-Wellness/2026-03-01_2026-06-01_1_sleepData.json": json.dumps([night]).encode(),
        root + "DI-Connect-Aggregator/UDSFile_2026-03-01_2026-06-01.json": json.dumps([uds]).encode(),
        root + "DI-Connect-Wellness/1_userBioMetrics.json": json.dumps([body]).encode(),
        root + "DI-Connect-Fitness/1_summarizedActivities.json": json.dumps(
            [{"summarizedActivitiesExport": [sport]}]
        ).encode(),
        root + "DI-Connect-Uploaded-Files/UploadedFiles_0-_Part1.zip": zipped(
            {"a_1.fit": workout(NOON, [120, 130]), "a_2.fit": b"no", "more.zip": zipped({"b.fit": b""})}
        ),
        root + "DI-Connect-User/user_profile.json": b"{}",
    }


def test_an_account_archive_is_read_through_its_zips() -> None:
    """A workout that is listed is not stated twice; its heart rate comes from its file."""
    reading = intake.read(zipped(account()), "garmin.zip")

    assert reading.connector == "garmin_fit"
    assert sorted(facts(reading)) == [
        ("Body fat percentage", "26.1"), ("Sleep", "410"), ("Trail running", "10.0"), ("Weight", "70.6"),
    ]  # fmt: skip
    assert [row[3] for row in rows(reading, "heart_rate")] == [120.0, 130.0]
    assert rows(reading, "steps") == [(1_772_406_000, 86_400, 60, 8123.0)]
    assert rows(reading, "sleep_asleep")[0][1:3] == (24_600, 60)
    assert [(problem.code, problem.count) for problem in reading.problems] == [("part_not_read", 3)]


def test_a_night_whose_stages_are_longer_than_itself_is_a_problem() -> None:
    """One of the two numbers is wrong, and nobody knows which."""
    members = account()
    name = next(path for path in members if path.endswith("sleepData.json"))
    members[name] = members[name].replace(b"15000", b"99000")

    reading = intake.read(zipped(members), "garmin.zip")

    assert "Sleep" not in dict(facts(reading))
    assert ("samples_not_read", 1) in [(problem.code, problem.count) for problem in reading.problems]


def test_json_that_nests_without_end_is_not_read() -> None:
    """And the rest is."""
    members = account()
    name = next(path for path in members if path.endswith("userBioMetrics.json"))
    members[name] = b"[" * 200_000

    reading = intake.read(zipped(members), "garmin.zip")

    assert "Sleep" in dict(facts(reading))
    assert "Weight" not in dict(facts(reading))
