"""HL7 v2: each kind of value, what stays words, what is taken back, files in messages, hostile messages."""

import base64
import os
from pathlib import Path

import pytest

from connectors import intake
from connectors.hl7_v2.segments import moment
from core.errors import AppError
from records.model import Fact, Kind, Passage
from records.when import When

HEAD = r"MSH|^~\&|LABO|Laboratoire des Tilleuls|X|X|20261103||ORU^R01|1|P|2.5"
PID = "PID|1||1||EXEMPLE^Camille||19800214|F"
OBR = "OBR|1||L-77|24331-1^Bilan^LN|||20261103080000+0100"


def read(*segments: str, head: str = HEAD) -> intake.Reading:
    return intake.read("\r".join((head, PID, *segments)).encode(), "x.hl7")


def fact(*segments: str) -> Fact:
    (found,) = [record for record in read(OBR, *segments).records if isinstance(record, Fact)]
    return found


@pytest.mark.parametrize(
    ("obx", "text", "value"),
    [
        ("OBX|1|NM|2276-4^Ferritine^LN||41.50|ug/L|15-150||||F", "41.50", "41.50"),
        ("OBX|1|NM|2276-4^Ferritine^LN||<8|ug/L|||||F", "<8", "<8"),
        ("OBX|1|SN|2276-4^Ferritine^LN||>^1000|ug/L|||||F", ">1000", ">1000"),
        ("OBX|1|SN|5048-4^Anticorps^LN||^1^:^160||||||F", "1:160", None),
        ("OBX|1|SN|x^Leucocytes^L||^3^-^5|/champ|||||F", "3-5", None),
        ("OBX|1|NM|x^Pouls^L||27~25|/min|||||F", "27 ~ 25", None),
        ("OBX|1|CWE|x^Bactériurie^L||N^Négatif^SCT||||||F", "Négatif", None),
        ("OBX|1|ST|x^Couleur^L||jaune||||||F", "jaune", None),
        ("OBX|1|ST|x^Numéro de lot^L||12345||||||F", "12345", None),
        ("OBX|1|TX|x^Avis^L||Rien à signaler depuis 12 mois||||||F", "Rien à signaler depuis 12 mois", None),
    ],
)
def test_a_value_is_a_number_only_where_its_type_says_so(obx: str, text: str, value: str | None) -> None:
    found = fact(obx)
    assert found.value_text == text
    told = found.quantity and f"{found.quantity.comparator or ''}{found.quantity.value}"
    assert told == value


def test_time_range_flag_laboratory_and_code() -> None:
    found = fact("OBX|1|NM|2276-4^Ferritine^LN||8|ug/L|15 - 150|L|||F")
    assert found.start == When.parse("2026-11-03T08:00:00+01:00")
    assert found.reference is not None
    assert (found.reference.low and found.reference.low.value) == 15
    assert (found.interpretation, found.source.laboratory) == ("L", "Laboratoire des Tilleuls")
    assert found.codings[0].system == "http://loinc.org"


def test_a_code_of_an_unnamed_system_is_no_loinc_code() -> None:
    assert fact("OBX|1|NM|1554-5^GLUCOSE^LOCAL||182|mg/dl|||||F").codings[0].system == ""


@pytest.mark.parametrize("status", ["I", "O", "N"])
def test_what_was_not_measured_is_no_result(status: str) -> None:
    with pytest.raises(AppError):
        read(OBR, f"OBX|1|NM|x^Ferritine^L||8|ug/L|||||{status}")


def test_the_null_value_is_nothing() -> None:
    reading = read(OBR, 'OBX|1|NM|x^Ferritine^L||""|ug/L|||||F', "AL1|1||^Pénicilline")
    assert [record.label for record in reading.records if isinstance(record, Fact)] == ["Pénicilline"]


def test_a_correction_carries_the_same_identity_as_what_it_corrects() -> None:
    reading = read(
        OBR,
        "OBX|1|NM|2160-0^Créatinine^LN||70|umol/L|||||F",
        "OBX|2|NM|2160-0^Créatinine^LN||78|umol/L|||||C",
    )
    first, second = [record for record in reading.records if isinstance(record, Fact)]
    assert first.identifiers == second.identifiers != ()
    assert (first.status, second.status) == ("final", "corrected")


def test_a_document_inside_is_read_and_can_be_taken_out() -> None:
    letter = b"Lettre du 3 novembre 2026. Revoir la patiente."
    coded = base64.b64encode(letter).decode()
    data = "\r".join((HEAD, PID, OBR, f"OBX|1|ED|x^CR^L||A^TEXT^plain^Base64^{coded}||||||F")).encode()
    (passage,) = [r for r in intake.read(data, "x.hl7").records if isinstance(r, Passage)]
    assert passage.source.member == "OBX-4"
    assert intake.part(data, passage.source.member) == (letter, "text/plain")


def test_a_refused_vaccine_was_not_given_and_a_differential_is_no_diagnosis() -> None:
    refused = "RXA|0|1|20260914||141^Influenza^CVX|999||||||||||||00^Parental decision^X||RE"
    reading = read(
        refused, "DG1|1||K90.0^Maladie cœliaque^I10||202611|D", head=HEAD.replace("ORU^R01", "VXU^V04")
    )
    (found,) = [record for record in reading.records if isinstance(record, Fact)]
    assert (found.kind, found.status, found.negated) == (Kind.IMMUNIZATION, "not-done", True)


def test_two_people_are_said() -> None:
    one = "\r".join((HEAD, PID, OBR, "OBX|1|NM|x^Pouls^L||60|/min|||||F"))
    other = one.replace("EXEMPLE^Camille", "AUTRE^Paul")
    reading = intake.read(f"{one}\r{other}".encode(), "x.hl7")
    assert [problem.code for problem in reading.problems] == ["several_people"]


@pytest.mark.parametrize(
    "wrap", [b"\xef\xbb\xbf%s", b"\x0b%s\x1c\r", b"FHS|^~\\&|A\rBHS|^~\\&|A\r%s\rBTS|1\rFTS|1"]
)
def test_marks_frames_and_batches_change_nothing(wrap: bytes) -> None:
    message = "\r\n".join((HEAD, PID, OBR, "OBX|1|NM|x^Pouls^L||60|/min|||||F")).encode()
    reading = intake.read(wrap.replace(b"%s", message), "x")
    assert [record.value_text for record in reading.records if isinstance(record, Fact)] == ["60"]


@pytest.mark.parametrize(
    "data",
    [
        HEAD.encode(),
        HEAD.encode()[:9] + b"\r" * 5000,
        b"MSH|^~\\&|" + b"^~&|" * 200_000,
        "\r".join((HEAD, PID, "OBX|1|ED|x^CR^L||A^B^C^Base64^!!!notbase64||||||F")).encode(),
        "\r".join((HEAD, *["OBX"] * 3000)).encode(),
    ],
)
def test_a_broken_message_is_an_error_or_a_problem_never_a_crash(data: bytes) -> None:
    outcome = ""
    try:
        reading = intake.read(data, "x.hl7")
        assert reading.problems or reading.records
    except AppError as error:
        outcome = error.code
    assert outcome != "parser_died"


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("2026", "2026"),
        ("202611", "2026-11"),
        ("20261103", "2026-11-03"),
        ("202611030815", "2026-11-03T08:15:00"),
        ("20261103081530.12+0100", "2026-11-03T08:15:30"),
        ("20261399", None),
        ("", None),
    ],
)
def test_times_are_as_precise_as_given(text: str, expected: str | None) -> None:
    found = moment(text)
    assert (found and found.local) == expected


def test_real_messages_are_read() -> None:
    folder = os.environ.get("CARNET_CORPUS")
    if folder is None:
        pytest.skip("CARNET_CORPUS is not set")
    for path in sorted((Path(folder) / "hl7v2").glob("*.hl7")):
        assert any(isinstance(r, Fact) for r in intake.read(path.read_bytes(), path.name).records), path.stem
