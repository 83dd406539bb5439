"""Health Connect's database: units, doubles, and databases that would like to run something."""

import pytest

from connectors import intake
from core.errors import UnreadableFileError
from records.model import Fact
from records.normalise import normalise
from tests.fakes.health_connect import START, ZONE, Table, database, export, instant, interval
from tests.fakes.zips import zipped


def read(data: bytes) -> intake.Reading:
    """Through the sandbox."""
    return intake.read(data, "health_connect_export.db")


def rows(reading: intake.Reading, metric: str) -> dict[str | None, list[float]]:
    """Values of a metric by who measured."""
    return {batch.source.device: list(batch.values) for batch in reading.samples if batch.metric == metric}


def test_zip_and_database_say_the_same() -> None:
    """Android writes a zip; people unpack it."""
    data = database(export())
    bare, zipped_up = read(data), read(zipped({"health_connect_export.db": data}))

    assert bare.connector == zipped_up.connector == "health_connect"
    assert [r.label for r in bare.records if isinstance(r, Fact)] == [
        r.label for r in zipped_up.records if isinstance(r, Fact)
    ]


def test_units_are_the_platforms() -> None:
    """Grams, small calories, percent; the least number there is means nothing."""
    reading = read(database(export()))

    assert rows(reading, "energy_total") == {"Watch 3 (Montre)": [96.5]}
    assert rows(reading, "energy_eaten") == {"com.example.fit": [412.0]}
    assert rows(reading, "carbohydrates") == {}
    assert rows(reading, "spo2") == {"Watch 3 (Montre)": [96.0]}
    weights = [normalise(r) for r in reading.records if isinstance(r, Fact) and r.label == "Weight"]
    assert [(fact.value_text, fact.analyte) for fact in weights] == [("70.6", "weight")]


def test_apps_stay_apart_and_a_ride_is_no_walk() -> None:
    """Steps of watch and phone cover the same hour."""
    reading = read(database(export()))

    assert rows(reading, "steps") == {"Watch 3 (Montre)": [900.0], "com.example.fit": [870.0]}
    assert rows(reading, "distance_walking") == {"Watch 3 (Montre)": [640.5]}
    assert rows(reading, "distance_cycling") == {"Watch 3 (Montre)": [18000.0]}


def test_one_minute_sessions_become_one_night() -> None:
    """A ring once wrote 45,711 of them."""
    minute = 60_000
    tables = export() | {
        "sleep_session_record_table": (
            ("row_id", *interval("x")),
            [(i, START + i * minute, ZONE, START + (i + 1) * minute, ZONE, 1, 1, None) for i in range(400)],
        ),
        "sleep_stages_table": (("parent_key", "stage_start_time", "stage_end_time", "stage_type"), []),
    }

    nights = [r for r in read(database(tables)).records if isinstance(r, Fact) and r.label == "Sleep"]

    assert [night.value_text for night in nights] == ["400"]


def test_a_write_ahead_mark_is_no_hindrance() -> None:
    """Android's database has it; the log beside it is not exported."""
    data = bytearray(database(export()))
    data[18:20] = b"\x02\x02"

    assert read(bytes(data)).records


@pytest.mark.parametrize(
    "statements",
    [
        ("CREATE VIEW steps_record_table AS SELECT 1 AS start_time, 2 AS count",),
        (
            "CREATE TABLE steps_record_table (start_time INTEGER, start_zone_offset INTEGER,"
            " end_time INTEGER, app_info_id INTEGER, device_info_id INTEGER,"
            " count INTEGER GENERATED ALWAYS AS (length(hex(zeroblob(1000)))) VIRTUAL)",
            "INSERT INTO steps_record_table VALUES (1772348400000, 0, 1772352000000, 1, 1)",
        ),
    ],
    ids=["view", "generated column"],
)
def test_what_would_run_something_is_not_seen(statements: tuple[str, ...]) -> None:
    """A name is no table."""
    tables = {name: table for name, table in export().items() if name != "steps_record_table"}

    reading = read(database(tables, *statements))

    assert rows(reading, "steps") == {}
    assert reading.records


def test_triggers_and_virtual_tables_stay_asleep() -> None:
    """They are in the file and nothing happens."""
    reading = read(
        database(
            export(),
            "CREATE TRIGGER t AFTER INSERT ON steps_record_table BEGIN SELECT load_extension('x'); END",
            "CREATE VIRTUAL TABLE body_fat_record_table USING fts5(time, percentage)",
            "INSERT INTO body_fat_record_table VALUES ('1', '2')",
        )
    )

    assert "Body fat percentage" not in [r.label for r in reading.records if isinstance(r, Fact)]
    assert rows(reading, "steps")


def test_words_in_columns_of_numbers_are_no_measurements() -> None:
    """SQLite lets any cell hold anything."""
    wrong: dict[str, Table] = {
        "weight_record_table": (
            instant("weight"),
            [(START, ZONE, 1, 1, 1, "seventy"), ("x", ZONE, 1, 1, 1, 5e4)],
        ),
        "steps_record_table": (
            interval("count"),
            [
                ("a", "b", "c", "d", "e", "f", "g"),
                (2**62, ZONE, 2**62, ZONE, 1, 1, 3),
                (START, 0, START, 0, 1, 1, 1e300),
            ],
        ),
    }

    reading = read(database(export() | wrong))

    assert rows(reading, "steps") == {}
    assert "Weight" not in [r.label for r in reading.records if isinstance(r, Fact)]
    assert {problem.code for problem in reading.problems} >= {"samples_not_read", "rows_without_date"}


@pytest.mark.parametrize("share", [0.01, 0.5, 0.9])
def test_a_database_cut_short_is_refused(share: float) -> None:
    """A copy that stopped half way."""
    data = database(export())

    with pytest.raises(UnreadableFileError, match="file_damaged"):
        read(data[: int(len(data) * share)])


def test_an_archive_without_a_database_is_refused() -> None:
    """Named like one, and something else."""
    with pytest.raises(UnreadableFileError, match="file_damaged"):
        read(zipped({"health_connect_export.db": b"SQLite format 3\x00" + b"\xff" * 4096}))
