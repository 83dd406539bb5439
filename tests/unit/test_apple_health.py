"""Apple Health exports: what is counted once, what is converted, what is refused."""

import io
import re
import tracemalloc
from collections import Counter
from collections.abc import Mapping

import pytest

from connectors import intake
from connectors.apple_health import connector, facts, feed
from connectors.apple_health.reader import Reader
from connectors.apple_health.rows import TAG
from connectors.limits import Limits, Upload
from core.errors import UnreadableFileError
from records.model import Fact
from records.normalise import normalise
from records.samples import Samples
from tests.fakes.apple_export import export_xml, write_export
from tests.fakes.zips import zipped

HEAD = '<?xml version="1.0"?>\n<HealthData locale="fr_FR">\n'
AT = 'startDate="2026-03-01 08:00:00 +0100" endDate="2026-03-01 08:00:00 +0100"'


def read(body: str, head: str = HEAD) -> intake.Reading:
    """A document with these elements, through the sandbox."""
    return intake.read(f"{head}{body}</HealthData>".encode(), "export.xml")


def record(kind: str, value: str, unit: str, at: str = AT, source: str = "Balance") -> str:
    """One record."""
    measured = f'unit="{unit}" {at} value="{value}"'
    return f'<Record type="HKQuantityTypeIdentifier{kind}" sourceName="{source}" {measured}/>'


def rows(reading: intake.Reading, metric: str) -> list[float]:
    """All values of a metric."""
    return [value for batch in reading.samples if batch.metric == metric for value in batch.values]


def test_generated_export_is_read_whole_with_a_broken_type_definition() -> None:
    """Every record comes out once, as a sample or a fact; a pair is not counted twice."""
    made = io.BytesIO()
    write_export(made, 3000, seed=4, broken_dtd=True)
    xml = "".join(export_xml(3000, seed=4, broken_dtd=True))

    reading = intake.read(made.getvalue(), "export.zip")

    assert reading.problems == ()
    pressures = [r for r in reading.records if isinstance(r, Fact) and r.label == "Systolic blood pressure"]
    beats = xml.count('type="HKQuantityTypeIdentifierHeartRate" sourceName')
    assert len(rows(reading, "heart_rate")) == beats
    assert 2 * len(pressures) > xml.count("BloodPressureSystolic") > len(pressures) > 0
    assert {batch.source.device for batch in reading.samples if batch.metric == "steps"} == {
        "Apple Watch de Zoé", "iPhone de Zoé",
    }  # fmt: skip


def test_one_watch_stays_one_watch_when_its_address_changes() -> None:
    """98 % of somebody's steps once vanished in 73 sources."""
    text = record("StepCount", "7", "count", source="Zoé").replace("/>", ' device="{}"/>')
    device = "&lt;&lt;HKDevice: 0x{}&gt;, name:Apple Watch, model:Watch&gt;"

    reading = read("".join(text.format(device.format(address)) for address in ("28a", "30b")))

    assert [(batch.source.device, len(batch)) for batch in reading.samples] == [("Apple Watch (Zoé)", 2)]


@pytest.mark.parametrize(
    ("kind", "unit", "value", "metric", "expected"),
    [
        ("DistanceWalkingRunning", "mi", "2", "distance_walking", 3218.688),
        ("DistanceWalkingRunning", "km", "0.5", "distance_walking", 500.0),
        ("ActiveEnergyBurned", "kJ", "418.4", "energy_active", 100.0),
        ("ActiveEnergyBurned", "Cal", "100", "energy_active", 100.0),
        ("OxygenSaturation", "%", "0.57", "spo2", 57.0),
        ("HeartRate", "count/s", "1.1", "heart_rate", 66.0),
        ("DietaryWater", "fl_oz_us", "2", "water", 59.147059125),
    ],
)
def test_units_convert_exactly(kind: str, unit: str, value: str, metric: str, expected: float) -> None:
    """By definition of the unit."""
    assert rows(read(record(kind, value, unit)), metric) == [pytest.approx(expected, rel=1e-12)]


def test_unknown_units_and_kinds_are_counted_and_not_guessed() -> None:
    """Nothing is lost without a word, nothing is invented."""
    body = (
        record("StepCount", "5", "furlong")
        + record("WalkingSpeed", "4", "km/hr")
        + record("BodyMass", "70", "kg")
    )

    reading = read(body)

    assert {(problem.code, problem.count) for problem in reading.problems} == {
        ("values_without_unit", 1), ("measures_not_kept", 1),
    }  # fmt: skip


def test_share_above_one_is_a_problem() -> None:
    """25 with the unit % would be 2500 % of a body."""
    reading = read(record("BodyFatPercentage", "25", "%") + record("BodyMass", "70", "kg"))

    assert [problem.code for problem in reading.problems] == ["value_impossible"]


def test_facts_find_their_analyte() -> None:
    """So that a scale's weight stands beside a doctor's."""
    body = (
        record("BodyMass", "154.3", "lb")
        + record("BodyMassIndex", "22.5", "count")
        + record("Height", "5.5", "ft")
    )

    found = {fact.label: normalise(fact) for fact in read(body).records if isinstance(fact, Fact)}

    assert {label: fact.analyte for label, fact in found.items()} == {
        "Weight": "weight", "Body mass index": "bmi", "Height": "height",
    }  # fmt: skip
    assert str(found["Weight"].canonical.value if found["Weight"].canonical else "") == "69.9893"


def test_part_of_a_pair_that_stands_nowhere_else_is_read() -> None:
    """Apple repeats them; another writer may not."""
    pair = record("BloodPressureSystolic", "120", "mmHg") + record("BloodPressureDiastolic", "80", "mmHg")
    wrapped = f'<Correlation type="HKCorrelationTypeIdentifierBloodPressure" {AT}>{pair}</Correlation>'

    twice = [r.value_text for r in read(pair + wrapped).records if isinstance(r, Fact)]
    inside = [r.value_text for r in read(wrapped).records if isinstance(r, Fact)]

    assert (twice, inside) == (["120", "80"], ["120", "80"])


def test_a_sensors_glucose_is_a_stream_and_a_meters_is_not() -> None:
    """Told by how many a day."""
    clock = [f"2026-03-01 {i // 12:02}:{i % 12 * 5:02}:00 +0100" for i in range(250)]
    stream = "".join(
        record("BloodGlucose", "100", "mg/dL", f'startDate="{at}" endDate="{at}"', "Capteur") for at in clock
    )
    meter = record("BloodGlucose", "5.6", "mmol&lt;180.1558800000541&gt;/L", source="Lecteur")

    reading = read(stream + meter)

    assert len(rows(reading, "glucose_sensor")) == 250
    assert rows(reading, "glucose_sensor")[0] == pytest.approx(5.5507, abs=1e-3)
    assert [(r.value_text, r.unit_text) for r in reading.records if isinstance(r, Fact)] == [
        ("5.6", "mmol/L")
    ]


def test_a_stay_elsewhere_keeps_its_own_clock() -> None:
    """The export writes Paris time; the metadata say New York."""
    text = record("HeartRate", "60", "count/min").replace(
        "/>", '><MetadataEntry key="HKTimeZone" value="America/New_York"/></Record>'
    )

    (batch,) = read(text).samples

    assert list(batch.offset_min) == [-300]
    assert batch.start_s[0] % 86_400 == 7 * 3600


def test_control_characters_and_their_references_are_dropped() -> None:
    """U+000B came with iOS 16."""
    for sign in ("\x0b", "&#11;", "&#x0B;"):
        assert rows(read(record("HeartRate", "60", "count/min", source=f"a{sign}b")), "heart_rate") == [60.0]


@pytest.mark.parametrize("size", [1, 7, 30])
def test_cuts_anywhere_change_nothing(size: int, monkeypatch: pytest.MonkeyPatch) -> None:
    """A reference or a closing tag may lie across two pieces."""
    monkeypatch.setattr(feed, "CHUNK", size)
    whole = b'<HealthData a="x&#11;y"><Correlation></Correlation></HealthData>'

    pieces = b"".join(feed.pieces(io.BytesIO(b"<!DOCTYPE HealthData [ <!ELEMENT ]>" + whole)))

    assert pieces == b'<HealthData a="xy"><Correlation><pair-end/></Correlation></HealthData>'


@pytest.mark.parametrize(
    ("data", "code"),
    [
        (HEAD.encode() + b"<Record", "file_truncated"),
        (HEAD.encode() + b"<a><b></a></HealthData>", "file_damaged"),
        (HEAD.encode() + b"<a>" * 200_000 + b"</HealthData>", "file_damaged"),
        (HEAD.encode() + b'<a b="' + b"x" * 12_000_000 + b'"/></HealthData>', "file_damaged"),
        (HEAD.encode() + b"</HealthData>", "no_facts_in_structured_file"),
    ],
    ids=["cut", "crossed", "deep", "long attribute", "nothing"],
)
def test_broken_documents_are_refused(data: bytes, code: str) -> None:
    """With a code that has a sentence."""
    with pytest.raises(UnreadableFileError) as refused:
        intake.read(data, "export.xml")

    assert refused.value.code == code


def read_here(xml: str) -> list[object]:
    """What a document says, with the samples of a column in one."""
    said, columns = list[object](), dict[tuple[object, ...], list[object]]()
    for one in connector.extract(Upload(xml.encode(), Limits())):
        if isinstance(one, Samples):
            held = columns.setdefault((one.metric, one.source), [])
            held += zip(one.start_s, one.duration_s, one.offset_min, one.values, strict=True)
        else:
            said.append(one)
    return [said, columns]


def test_plain_lines_say_what_they_say_to_an_xml_parser() -> None:
    """Written in quotes that no phone writes, every record goes through the parser: nothing differs."""
    xml = "".join(export_xml(4000, seed=8)).replace("Watch de", "Watch &amp; d&apos;")
    at = xml.index("<Me ")
    quoted = xml[:at] + re.sub(r'(startDate|value)="([^"]*)"', r"\1='\2'", xml[at:])

    assert read_here(xml) == read_here(quoted)
    assert "Apple Watch & d' Zoé" in str(read_here(xml))


def test_a_plain_line_costs_the_parser_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    """Of ten records it hears about one, and a mark for each run of the others."""
    heard: Counter[str] = Counter()
    start = Reader.start

    def counted(self: Reader, tag: str, a: Mapping[str, str]) -> None:
        heard[tag] += 1
        start(self, tag, a)

    monkeypatch.setattr(Reader, "start", counted)
    read_here("".join(export_xml(5000, seed=8)))

    assert heard["Record"] + heard["MetadataEntry"] + heard[TAG] < 1500


@pytest.mark.parametrize(
    ("around", "read_of_it"),
    [
        ("{}", 2),
        ("<!-- {} -->", 1),
        ("<Correlation>{}</Correlation>", 1),
        ("<MetadataEntry key='a' value='b'><![CDATA[{}]]></MetadataEntry>", 1),
        ('{}<plain-rows n="1"/><plain-rows n="2"/><plain-rows n="-1"/><plain-rows/>', 2),
    ],
)
def test_a_plain_line_counts_where_the_parser_tells_of_it(around: str, read_of_it: int) -> None:
    """In a comment, in a text, in a pair whose parts stand in the document once more, it does not."""
    one = record("StepCount", "7", "count")
    reading = read(around.format(one) + record("StepCount", "9", "count"))

    assert rows(reading, "steps") == [7.0, 9.0][-read_of_it:]


def test_entities_are_never_defined() -> None:
    """The definition that would blow up is cut off; what refers to it is refused."""
    bomb = "<!DOCTYPE HealthData [<!ENTITY a 'aaaaaaaaaa'><!ENTITY b '&a;&a;&a;&a;'>]>\n<HealthData>"

    with pytest.raises(UnreadableFileError, match="file_damaged"):
        read(record("HeartRate", "60", "count/min", source="&b;"), head=bomb)


def test_memory_stays_flat() -> None:
    """Ten times the records need hardly more."""
    peaks = []
    for count in (5_000, 50_000):
        made = io.BytesIO()
        write_export(made, count, seed=1)
        stream = Upload(made.getvalue(), Limits())
        tracemalloc.start()
        for _ in connector.extract(stream):
            pass
        peaks.append(tracemalloc.get_traced_memory()[1])
        tracemalloc.stop()

    assert peaks[1] < peaks[0] * 2 + 8 * 1024 * 1024


@pytest.mark.parametrize(
    ("members", "known"),
    [
        (["apple_health_export/导出.xml", "apple_health_export/export_cda.xml"], True),
        (["export.xml"], True),
        (["dossier/export.xml", "dossier/electrocardiograms/ecg.csv"], True),
        (["export.xml", "letter.docx"], False),
        (["report.pdf"], False),
    ],
)
def test_archives_are_told_by_their_layout(members: list[str], known: bool) -> None:
    """In any language, and not every zip with an XML in it."""
    assert connector.identify_archive(members, "x.zip") is known


def test_an_archive_without_the_document_is_refused() -> None:
    """Named like one, and empty."""
    with pytest.raises(UnreadableFileError, match="file_damaged"):
        intake.read(zipped({"apple_health_export/export.xml": b"<a/>"}), "export.zip")


def test_words_are_words() -> None:
    """No identifier reaches a person."""
    assert facts.words("HighIntensityIntervalTraining") == "High intensity interval training"
