"""Withings: answers of the interface and the account's tables."""

import json
from typing import Any

import pytest

from connectors import intake
from connectors.withings import connector
from records.model import Fact
from tests.fakes.zips import zipped

AT = 1_772_352_000  # 2026-03-01 08:00 UTC
RAW = b"start,duration,value\n"


def group(*measures: tuple[int, int, int], **more: Any) -> dict[str, Any]:
    """A group of measures: type, value, power of ten."""
    listed = [{"type": kind, "value": value, "unit": power} for kind, value, power in measures]
    return {
        "grpid": 7, "attrib": 0, "date": AT, "category": 1, "model": "Body+", "hash_deviceid": "x",
        "measures": listed, **more,
    }  # fmt: skip


def answer(**body: Any) -> bytes:
    """An answer of the interface."""
    return json.dumps({"status": 0, "body": {"timezone": "Europe/Paris", **body}}).encode()


def tables(**more: bytes) -> dict[str, bytes]:
    """A small account, in French."""
    return {
        "weight.csv": b'Date,"Poids (kg)","Masse grasse (kg)"\n"2026-03-01 07:10:00",70.60,18.4\n',
        "height.csv": b'Date,"Taille (m)",Commentaires\n"2020-01-01 09:00:00",1.72,\n',
        "bp.csv": (
            "Date,Fréquence cardiaque,Systolique,Diastolique,Commentaires\n2026-03-01 07:30:00,64,128,82,\n"
        ).encode(),
        "raw_tracker_steps.csv": b"start,duration,value\n2026-03-01T09:00:00+01:00,[60,120],[40,55]\n",
        "raw_hr_hr.csv": RAW + b"2026-03-01T09:00:00+01:00,[0],[61]\n2026-03-01T09:10:00+01:00,[0,0],[61]\n",
        "raw_tracker_sleep-state.csv": RAW + b'2026-03-01T23:00:00+01:00,"[3600,1800]","[1,2]"\n',
        "aggregates_steps.csv": b"date,value\n2026-03-01,95\n",
        "sleep.csv": (
            'de,à,"léger (s)","profond (s)","paradoxal (s)","éveil (s)"\n'
            "2026-03-01T23:00:00+01:00,2026-03-02T06:00:00+01:00,14400,5400,3600,1200\n"
        ).encode(),
        "activities.csv": (
            'de,à,Fuseau,"Type d\'activité",Données\n'
            "2026-03-01T18:00:00+01:00,2026-03-01T18:31:30+01:00,Europe/Paris,Course,"
            '"{""calories"":310,""distance"":5020}"\n'
        ).encode(),
        "signal.csv": b"x,y\n1,2\n",
        **more,
    }


def facts(reading: intake.Reading) -> list[tuple[str, str | None, str | None]]:
    """Label, value and unit."""
    return sorted((r.label, r.value_text, r.unit_text) for r in reading.records if isinstance(r, Fact))


def rows(reading: intake.Reading, metric: str) -> list[tuple[int, int, int, float]]:
    """All rows of a metric."""
    return [
        row
        for batch in reading.samples
        if batch.metric == metric
        for row in zip(batch.start_s, batch.duration_s, batch.offset_min, batch.values, strict=True)
    ]


def test_powers_of_ten_are_exact() -> None:
    """118003 and -3."""
    reading = intake.read(answer(measuregrps=[group((1, 118003, -3), (10, 128, 0), (6, 2610, -2))]), "m.json")

    assert reading.connector == "withings"
    assert facts(reading) == [
        ("Body fat percentage", "26.10", "%"), ("Systolic blood pressure", "128", "mmHg"),
        ("Weight", "118.003", "kg"),
    ]  # fmt: skip
    (first, *_) = (r for r in reading.records if isinstance(r, Fact))
    assert first.start is not None
    assert (first.start.local, first.start.offset_min) == ("2026-03-01T09:00:00", 60)


def test_a_repeated_group_counts_once_and_goals_not_at_all() -> None:
    """The interface lists it again with another attribute."""
    groups = [group((1, 706, -1)), group((1, 706, -1), attrib=8), group((1, 650, -1), category=2, grpid=8)]

    assert facts(intake.read(answer(measuregrps=groups), "m.json")) == [("Weight", "70.6", "kg")]


def test_what_may_be_of_another_person_is_not_read() -> None:
    """A scale in a family."""
    reading = intake.read(
        answer(measuregrps=[group((1, 706, -1)), group((1, 950, -1), attrib=1, grpid=9)]), "m.json"
    )

    assert facts(reading) == [("Weight", "70.6", "kg")]
    assert [(problem.code, problem.count) for problem in reading.problems] == [("person_unsure", 1)]


@pytest.mark.parametrize("value", [2**70, "706", 70.6, None])
def test_values_of_another_shape_are_problems(value: object) -> None:
    """The interface writes whole numbers."""
    groups = [group((10, 128, 0)), group((1, 0, 40), grpid=8)]
    groups[1]["measures"][0]["value"] = value

    reading = intake.read(answer(measuregrps=groups), "m.json")

    assert facts(reading) == [("Systolic blood pressure", "128", "mmHg")]
    assert [problem.code for problem in reading.problems] == ["value_not_a_number"]


def test_tables_are_read_in_french() -> None:
    """Lists follow each other; a day's sum is not read beside its minutes."""
    reading = intake.read(zipped(tables()), "data.zip")

    assert facts(reading) == [
        ("Course", "31.5", "min"), ("Diastolic blood pressure", "82", "mmHg"), ("Fat mass", "18.4", "kg"),
        ("Heart rate", "64", "/min"), ("Height", "1.72", "m"), ("Sleep", "390", "min"),
        ("Systolic blood pressure", "128", "mmHg"), ("Weight", "70.60", "kg"),
    ]  # fmt: skip
    assert rows(reading, "steps") == [(AT, 60, 60, 40.0), (AT + 60, 120, 60, 55.0)]
    assert [row[1] for row in rows(reading, "sleep_light") + rows(reading, "sleep_deep")] == [3600, 1800]
    assert [(problem.code, problem.count) for problem in reading.problems] == [
        ("samples_not_read", 1), ("part_not_read", 2),
    ]  # fmt: skip


def test_a_monitor_that_knows_asleep_only_says_no_stage() -> None:
    """1 is asleep there, and light sleep elsewhere."""
    state = b"start,duration,value\n2026-03-01T23:00:00+01:00,[3600,1800],[1,0]\n"
    members = {name: data for name, data in tables().items() if "sleep" not in name}

    reading = intake.read(zipped(members | {"raw_tracker_sleep-state.csv": state}), "data.zip")

    assert [row[1] for row in rows(reading, "sleep_asleep")] == [3600]
    assert rows(reading, "sleep_light") == []
    assert ("Sleep", "60", "min") in facts(reading)


def test_a_weight_column_without_a_unit_is_a_problem() -> None:
    """Kilograms or pounds."""
    reading = intake.read(
        zipped(tables(**{"weight.csv": b"Date,Poids\n2026-03-01 07:10:00,70.6\n"})), "data.zip"
    )

    assert "Weight" not in [label for label, _, _ in facts(reading)]
    assert ("values_without_unit", 1) in [(problem.code, problem.count) for problem in reading.problems]


def test_other_json_and_other_zips_are_not_ours() -> None:
    """A table named weight.csv is anyone's."""
    assert not connector.identify(b'{"resourceType": "Bundle", "body": {"series": []}}', "x.json")
    assert not connector.identify(b'{"status": 0, "body": {"series": []}}', "x.json")
    assert not connector.identify_archive(["weight.csv", "sleep.csv"], "x.zip")
