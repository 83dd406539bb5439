"""An Apple Health export of a fictional person, as a phone writes one: watch beside phone, any size.

Used by the tests of the connector and by the benchmark of imports. The same seed gives the same bytes.
"""

import random
import zipfile
from collections.abc import Iterator
from datetime import datetime, timedelta
from pathlib import Path
from typing import BinaryIO

_WATCH, _PHONE, _SCALE = "Apple\u00a0Watch de Zoé", "iPhone de Zoé", "Health Mate"
_FIRST = datetime(2023, 1, 1, 7)  # noqa: DTZ001  a wall clock; `_stamp` adds the offset of the season
_Q, _C = "HKQuantityTypeIdentifier", "HKCategoryTypeIdentifier"
_SUMMER = range(4, 11)
_FOLDER = "apple_health_export/"

_DTD = """<!DOCTYPE HealthData [
<!-- HealthKit Export Version: 14 -->
<!ELEMENT HealthData (ExportDate,Me,(Record|Correlation|Workout|ActivitySummary)*)>
<!ATTLIST HealthData
  locale CDATA #REQUIRED
>
<!ELEMENT Record ((MetadataEntry|HeartRateVariabilityMetadataList)*)>
<!ATTLIST Record
  type          CDATA #REQUIRED
  unit          CDATA #IMPLIED
  value         CDATA #IMPLIED
  sourceName    CDATA #REQUIRED
  sourceVersion CDATA #IMPLIED
  device        CDATA #IMPLIED
  creationDate  CDATA #IMPLIED
  startDate     CDATA #REQUIRED
  endDate       CDATA #REQUIRED
>
]>
"""
# iOS 16 wrote element declarations inside an open attribute list.
_BROKEN_DTD = _DTD.replace("]>\n", "<!ATTLIST Eye\n  sphere CDATA #IMPLIED\n<!ELEMENT RightEye EMPTY>\n]>\n")

_HEAD = """<HealthData locale="fr_FR">
 <ExportDate value="2026-11-03 09:00:00 +0100"/>
 <Me HKCharacteristicTypeIdentifierDateOfBirth="1980-05-05" HKCharacteristicTypeIdentifierBiologicalSex="\
HKBiologicalSexFemale" HKCharacteristicTypeIdentifierBloodType="HKBloodTypeAPositive" \
HKCharacteristicTypeIdentifierFitzpatrickSkinType="HKFitzpatrickSkinTypeNotSet" \
HKCharacteristicTypeIdentifierCardioFitnessMedicationsUse="None"/>
"""


def write_export(target: str | Path | BinaryIO, records: int, *, seed: int, broken_dtd: bool = False) -> None:
    """Write ``export.zip``: about `records` records, one a few minutes after the other.

    Args:
        target: A path or an open file.
        records: How many ``Record`` elements at the top level; workouts and correlations come on top.
        seed: Of the values.
        broken_dtd: Whether the type definition is broken and one value holds U+000B, as in iOS 16.
    """
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED, compresslevel=1) as archive:
        entry = zipfile.ZipInfo(_FOLDER + "export.xml", (2026, 11, 3, 9, 0, 0))
        entry.compress_type = zipfile.ZIP_DEFLATED
        with archive.open(entry, "w", force_zip64=True) as file:
            for piece in export_xml(records, seed=seed, broken_dtd=broken_dtd):
                file.write(piece.encode())
        archive.writestr(zipfile.ZipInfo(_FOLDER + "export_cda.xml", (2026, 11, 3, 9, 0, 0)), "<a/><b/>")


def export_xml(records: int, *, seed: int, broken_dtd: bool = False) -> Iterator[str]:
    """``export.xml``, piece by piece."""
    chance = random.Random(seed)  # noqa: S311  made-up measurements
    yield '<?xml version="1.0" encoding="UTF-8"?>\n'
    yield _BROKEN_DTD if broken_dtd else _DTD
    yield _HEAD
    written, moment = 0, _FIRST
    while written < records:
        night = moment.hour in range(7)
        pieces = _night(chance, moment) if night and moment.hour == 0 else _minute(chance, moment, written)
        pieces = pieces[: records - written]
        written += len(pieces)
        yield "".join(pieces)
        if written % 2000 < len(pieces):
            yield _workout(chance, moment)
            pair = _pressure(chance, moment)
            yield _correlation(pair, moment)
        moment += timedelta(minutes=chance.randrange(3, 9)) if moment.hour else timedelta(hours=7)
    if broken_dtd:
        yield _record(
            _C + "Headache", _PHONE, moment, moment, value="HKCategoryValueSeverityMild", note="a\x0bb"
        )
    yield ' <ActivitySummary dateComponents="2023-01-01" activeEnergyBurned="412" '
    yield 'activeEnergyBurnedGoal="500" activeEnergyBurnedUnit="kcal"/>\n</HealthData>\n'


def _stamp(moment: datetime, season: datetime | None = None) -> str:
    """A date at the offset of its season; of a span, that of its start."""
    summer = (season or moment).month in _SUMMER
    return moment.isoformat(" ", "seconds") + (" +0200" if summer else " +0100")


def _device(name: str, address: int) -> str:
    model = "Watch" if "Watch" in name else "iPhone"
    maker = "Apple" if model == "iPhone" else "Apple Inc."
    text = f"<<HKDevice: 0x{address:x}>, name:{name}, manufacturer:{maker}, model:{model}, software:17.5>"
    return text.replace("<", "&lt;").replace(">", "&gt;")


def _record(
    kind: str, source: str, start: datetime, end: datetime, *, value: str, unit: str = "",
    note: str = "", motion: bool = False,
) -> str:  # fmt: skip
    device = ""
    if source != _SCALE:
        name = "Apple Watch" if source == _WATCH else "iPhone"
        device = f' device="{_device(name, 0x281000000 + start.toordinal() % 73)}"'
    measured = f' unit="{unit}"' if unit else ""
    head = (
        f' <Record type="{kind}" sourceName="{source}" sourceVersion="10.4"{device}{measured}'
        f' creationDate="{_stamp(end, start)}" startDate="{_stamp(start)}" endDate="{_stamp(end, start)}"'
        f' value="{value}"'
    )
    entries = ""
    if motion:
        entries += '  <MetadataEntry key="HKMetadataKeyHeartRateMotionContext" value="0"/>\n'
    if note:
        entries += f'  <MetadataEntry key="Note" value="{note}"/>\n'
    return f"{head}>\n{entries} </Record>\n" if entries else f"{head}/>\n"


def _minute(chance: random.Random, moment: datetime, written: int) -> list[str]:
    """What is written by day: heart rate by the watch, steps by watch and phone over the same minutes."""
    later = moment + timedelta(minutes=chance.randrange(1, 5), seconds=chance.randrange(60))
    steps = chance.randrange(5, 300)
    found = [
        _record(
            _Q + "HeartRate", _WATCH, moment, moment, value=str(chance.randrange(55, 130)),
            unit="count/min", motion=True,
        ),
        _record(_Q + "StepCount", _WATCH, moment, later, value=str(steps), unit="count"),
        _record(_Q + "StepCount", _PHONE, moment, later, value=str(int(steps * 0.9)), unit="count"),
        _record(
            _Q + "DistanceWalkingRunning", _WATCH, moment, later, value=f"{steps * 0.00071:.5f}", unit="km"
        ),
        _record(
            _Q + "ActiveEnergyBurned", _WATCH, moment, later, value=f"{steps * 0.04:.3f}",
            unit="kcal" if written % 5 else "kJ",
        ),
    ]  # fmt: skip
    if written % 40 < len(found):
        found += [
            _record(
                _Q + "OxygenSaturation", _WATCH, moment, moment,
                value=f"0.{chance.randrange(93, 100)}", unit="%",
            ),
            _record(
                _Q + "HeartRateVariabilitySDNN", _WATCH, moment, later,
                value=f"{chance.uniform(20, 90):.4f}", unit="ms",
            ),
            _record(
                _Q + "RespiratoryRate", _WATCH, moment, later, value=f"{chance.randrange(24, 36) / 2}",
                unit="count/min",
            ),
        ]  # fmt: skip
    if written % 900 < len(found):
        found += [
            _record(
                _Q + "BodyMass", _SCALE, moment, moment, value=f"{chance.uniform(60, 64):.2f}", unit="kg"
            ),
            _record(_Q + "BodyFatPercentage", _SCALE, moment, moment, value="0.261", unit="%"),
            *_pressure(chance, moment),
            _record(
                _Q + "RestingHeartRate", _WATCH, moment, moment, value=str(chance.randrange(52, 66)),
                unit="count/min",
            ),
        ]  # fmt: skip
    return found


def _night(chance: random.Random, moment: datetime) -> list[str]:
    """Stages by the watch, and the time in bed by the phone."""
    start = moment.replace(minute=0, second=0)
    found = [
        _record(
            _C + "SleepAnalysis", _PHONE, start, start + timedelta(hours=7),
            value="HKCategoryValueSleepAnalysisInBed",
        )
    ]  # fmt: skip
    for stage in ("AsleepCore", "AsleepDeep", "AsleepREM", "AsleepCore", "Awake", "AsleepCore"):
        end = start + timedelta(minutes=chance.randrange(20, 80))
        found.append(
            _record(_C + "SleepAnalysis", _WATCH, start, end, value=f"HKCategoryValueSleepAnalysis{stage}")
        )
        start = end
    return found


def _pressure(chance: random.Random, moment: datetime) -> list[str]:
    upper = chance.randrange(110, 140)
    return [
        _record(f"{_Q}BloodPressure{part}", _SCALE, moment, moment, value=str(value), unit="mmHg")
        for part, value in (("Systolic", upper), ("Diastolic", upper - 45))
    ]


def _correlation(pair: list[str], moment: datetime) -> str:
    """A blood pressure as a pair, whose parts are repeated at the top level."""
    span = f'creationDate="{_stamp(moment)}" startDate="{_stamp(moment)}" endDate="{_stamp(moment)}"'
    head = (
        f' <Correlation type="HKCorrelationTypeIdentifierBloodPressure" sourceName="{_SCALE}"'
        f' sourceVersion="6" {span}>\n'
    )
    return "".join(pair) + head + "".join(pair) + " </Correlation>\n"


def _workout(chance: random.Random, moment: datetime) -> str:
    minutes = chance.uniform(20, 60)
    span = f'startDate="{_stamp(moment)}" endDate="{_stamp(moment + timedelta(minutes=minutes), moment)}"'
    return (
        f' <Workout workoutActivityType="HKWorkoutActivityTypeRunning" duration="{minutes:.4f}"'
        f' durationUnit="min" sourceName="{_WATCH}" sourceVersion="10.4"'
        f' creationDate="{_stamp(moment)}" {span}>\n'
        '  <MetadataEntry key="HKTimeZone" value="Europe/Paris"/>\n'
        f'  <WorkoutStatistics type="{_Q}DistanceWalkingRunning" {span} sum="{minutes / 6:.3f}" unit="km"/>\n'
        f'  <WorkoutStatistics type="{_Q}ActiveEnergyBurned" {span} sum="{minutes * 9:.1f}" unit="kcal"/>\n'
        f'  <WorkoutStatistics type="{_Q}HeartRate" {span} average="141.2" minimum="98" maximum="172"'
        ' unit="count/min"/>\n </Workout>\n'
    )
