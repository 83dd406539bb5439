"""A Health Connect database as Android writes it, with a fictional person's two apps."""

import sqlite3
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

HOUR = 3_600_000
START = 1_772_348_400_000  # 2026-03-01 08:00 at +01:00
NIGHT = 1_772_406_000_000  # 2026-03-02 00:00 at +01:00
ZONE = 3600
NOT_RECORDED = 4.9e-324

Table = tuple[Sequence[str], Iterable[Sequence[Any]]]

_INTERVAL = (
    "start_time",
    "start_zone_offset",
    "end_time",
    "end_zone_offset",
    "app_info_id",
    "device_info_id",
)
_INSTANT = ("time", "zone_offset", "app_info_id", "device_info_id", "recording_method")


def database(tables: Mapping[str, Table], *statements: str) -> bytes:
    """A database with these tables, and whatever else the statements make."""
    connection = sqlite3.connect(":memory:")
    for name, (columns, rows) in tables.items():
        connection.execute(f'CREATE TABLE "{name}" ({", ".join(columns)})')
        for row in rows:
            connection.execute(f'INSERT INTO "{name}" VALUES ({", ".join("?" * len(columns))})', row)  # noqa: S608
    for statement in statements:
        connection.execute(statement)
    connection.commit()
    whole = connection.serialize()
    connection.close()
    return whole


def interval(value: str) -> tuple[str, ...]:
    """Columns of a table of intervals."""
    return (*_INTERVAL, value)


def instant(*values: str) -> tuple[str, ...]:
    """Columns of a table of instants."""
    return (*_INSTANT, *values)


def export() -> dict[str, Table]:
    """A watch and a phone over one day and night."""
    return {
        "application_info_table": (
            ("row_id", "package_name", "app_name"),
            [(1, "com.example.watch", "Montre"), (2, "com.example.fit", "")],
        ),
        "device_info_table": (
            ("row_id", "manufacturer", "model", "device_type"),
            [(1, "Example", "Watch 3", 1), (2, "Example", "", 3)],
        ),
        "activity_date_table": (("row_id", "epoch_days"), [(1, 20513)]),
        "steps_record_table": (
            interval("count"),
            [
                (START, ZONE, START + HOUR, ZONE, 1, 1, 900),
                (START, ZONE, START + HOUR, ZONE, 2, None, 870),
                (START + HOUR, ZONE, START, ZONE, 1, 1, 5),
            ],
        ),
        "distance_record_table": (
            interval("distance"),
            [
                (START, ZONE, START + HOUR, ZONE, 1, 1, 640.5),
                (START + 3 * HOUR, ZONE, START + 4 * HOUR, ZONE, 1, 1, 18000.0),
            ],
        ),
        "total_calories_burned_record_table": (
            interval("energy"), [(START, ZONE, START + HOUR, ZONE, 1, 1, 96_500.0)],
        ),
        "heart_rate_record_table": (
            ("row_id", *interval("x")), [(7, START, ZONE, START + HOUR, ZONE, 1, 1, None)],
        ),
        "heart_rate_record_series_table": (
            ("parent_key", "beats_per_minute", "epoch_millis"),
            [(7, 62, START), (7, 64, START + 60_000), (9, 64, START)],
        ),
        "heart_rate_variability_rmssd_record_table": (
            instant("heart_rate_variability_millis"), [(NIGHT, ZONE, 1, 1, 2, 41.5)],
        ),
        "oxygen_saturation_record_table": (instant("percentage"), [(NIGHT, ZONE, 1, 1, 2, 96.0)]),
        "weight_record_table": (
            instant("weight"), [(START, ZONE, 2, 2, 3, 70599.99999999999), (START, ZONE, 2, 2, 1, 0.0)],
        ),
        "height_record_table": (instant("height"), [(START, ZONE, 2, None, 3, 1.72)]),
        "blood_pressure_record_table": (
            instant("systolic", "diastolic"), [(START, ZONE, 2, None, 1, 128.0, 82.0)],
        ),
        "blood_glucose_record_table": (
            instant("level", "specimen_source", "relation_to_meal"),
            [(START, ZONE, 2, None, 1, 5.4, "2", "2"), (START, ZONE, 1, 1, 2, 6.1, "1", "0")],
        ),
        "nutrition_record_table": (
            (*interval("energy"), "total_carbohydrate"),
            [(START, ZONE, START + HOUR, ZONE, 2, None, 412_000.0, NOT_RECORDED)],
        ),
        "sleep_session_record_table": (
            ("row_id", *interval("x")),
            [
                (3, NIGHT, ZONE, NIGHT + 7 * HOUR, ZONE, 1, 1, None),
                (4, NIGHT, ZONE, NIGHT + 6 * HOUR, ZONE, 2, None, None),
            ],
        ),
        "sleep_stages_table": (
            ("parent_key", "stage_start_time", "stage_end_time", "stage_type"),
            [
                (3, NIGHT, NIGHT + 3 * HOUR, 4), (3, NIGHT + 3 * HOUR, NIGHT + 4 * HOUR, 5),
                (3, NIGHT + 4 * HOUR, NIGHT + 5 * HOUR, 1), (3, NIGHT + 5 * HOUR, NIGHT + 7 * HOUR, 6),
            ],
        ),
        "exercise_session_record_table": (
            (*interval("exercise_type"), "title"),
            [(START + 3 * HOUR, ZONE, START + 4 * HOUR, ZONE, 1, 1, 4, "Tour du lac")],
        ),
        "menstruation_flow_record_table": (instant("flow"), [(START, ZONE, 2, None, 3, 1)]),
        "power_record_table": (interval("x"), [(START, ZONE, START + HOUR, ZONE, 1, 1, None)]),
    }  # fmt: skip
