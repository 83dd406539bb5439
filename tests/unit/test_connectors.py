"""Finding connectors, sniffing types, frames on the pipe."""

import io
import json
from collections.abc import Callable
from dataclasses import replace
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from connectors import frames, intake, limits, registry, sniff
from connectors.base import About
from connectors.manifest import Manifest
from core.errors import ConfigError
from records.model import Fact, Kind, Passage, Problem, Record, ReferenceRange
from records.quantity import Quantity
from records.source import JsonPointer, Lines, Source
from records.when import When

HERE = Source(Lines(1, 2), laboratory="Laboratoire des Tilleuls")
FERRITIN = Fact(
    kind=Kind.OBSERVATION,
    label="Ferritine",
    source=Source(JsonPointer("/entry/1/resource")),
    quantity=Quantity(Decimal("8.0"), "ug/L", "<"),
    value_text="8.0",
    reference=ReferenceRange("15 - 150", Quantity(Decimal(15), "ug/L")),
    start=When.parse("2024-03"),
)


@pytest.mark.parametrize(
    ("head", "kind"),
    [
        (b"%PDF-1.4", "application/pdf"),
        (b"junk\n%PDF-1.4", "application/pdf"),
        (b"\x89PNG\r\n\x1a\n\x00", "image/png"),
        (b"\xff\xd8\xff\xe0", "image/jpeg"),
        (b"PK\x03\x04rest", "application/zip"),
        (b'{"resourceType":"Patient"}', "application/json"),
        (b"\xef\xbb\xbf  {\n}", "application/json"),
        ('{"a": 1}'.encode("utf-16"), "application/json"),
        (b'{"a":1}\n{"b":2}\n', "application/x-ndjson"),
        (b'[{"a":1}]', "application/json"),
        (b"[1] See the doctor on Monday.", "text/plain"),
        (b"<?xml version='1.0'?><a/>", "application/xml"),
        (b"<ClinicalDocument xmlns='urn:hl7-org:v3'>", "application/xml"),
        (b"<!DOCTYPE html><html>", "text/html"),
        (b"date;poids\n2024-01-01;70\n2024-01-02;71\n", "text/csv"),
        (b"date,value,unit\n1,2,3\n4,5,6\n", "text/csv"),
        (b"Pain, again.\nFever, again.\nCough, again.\n", "text/plain"),
        (b"MSH|^~\\&|LAB", "application/hl7-v2"),
        (b"BMI 24, stable", "text/plain"),
        ("Fièvre à 39 °C".encode("cp1252"), "text/plain"),
        (b"\x00" * 100, "application/octet-stream"),
        (bytes(range(256)), "application/octet-stream"),
    ],
)
def test_the_type_is_read_from_the_bytes(head: bytes, kind: str) -> None:
    """No name is looked at."""
    assert sniff.media_type(head) == kind


def test_a_head_cut_in_a_character_is_still_text() -> None:
    """64 KiB may end inside an é."""
    assert sniff.media_type("é".encode()[:1].rjust(9, b"a")) == "text/plain"


def test_our_connectors_are_found_by_their_folders() -> None:
    """No list to keep."""
    assert {"fhir_r4", "plain_text"} <= {manifest.id for manifest in registry.manifests()}


@pytest.mark.parametrize(
    "text",
    ["not toml [", 'id = "other"\nversion = "1"\n', 'id = "made_up"\nversion = "1"\nsurprise = 1\n'],
)
def test_a_manifest_that_does_not_fit_stops_start_up(tmp_path: Path, text: str) -> None:
    """A broken connector is told, not skipped."""
    folder = tmp_path / "made_up"
    folder.mkdir()
    (folder / "manifest.toml").write_text(text, "utf-8")

    with pytest.raises(ConfigError, match="manifest_invalid"):
        Manifest.load(folder)


def test_no_connector_may_use_more_than_a_gibibyte() -> None:
    """Whatever it reads, also half a gigabyte of a phone's records."""
    most = {one.id: one.bounds(limits.Limits()).memory_mib for one in registry.manifests()}

    assert {id: mib for id, mib in most.items() if mib > 1024} == {}


def test_limits_come_with_the_stream() -> None:
    """A connector run by hand gets the defaults."""
    tight = limits.Limits(pages=3)

    assert limits.of(limits.Upload(b"", tight)) == tight
    assert limits.of(io.BytesIO()) == limits.Limits()


def test_records_come_back_from_the_pipe_as_they_were_sent() -> None:
    """Cut anywhere, every digit kept."""
    sent: list[Record | Problem] = [
        FERRITIN,
        Passage("Tension 12/8", HERE, when=When.parse("2024")),
        Problem("line_not_json", count=2),
    ]
    stream = frames.pack_records(sent) + frames.pack_about(About(When.parse("2024-03-12"), 3))
    unpacker = frames.Unpacker()

    got = [frame for byte in stream for frame in unpacker.feed(bytes([byte]))]

    assert frames.unpack_records(got[0][1]) == sent
    assert frames.unpack_about(got[1][1]) == About(When.parse("2024-03-12"), 3)


def test_a_lone_surrogate_crosses_the_pipe_as_a_mark() -> None:
    """JSON can spell half a character; no store can keep one."""
    (record,) = frames.unpack_records(frames.pack_records([Passage("a\ud800b", HERE)])[5:])

    assert record == Passage("a?b", HERE)


def _fact(**changes: object) -> bytes:
    plain = {
        "_": "Fact",
        "kind": "observation",
        "label": "x",
        "source": {"locator": {"_": "Lines", "first": 1, "last": 1}},
    }
    return json.dumps([{**plain, **changes}]).encode()


@pytest.mark.parametrize(
    "payload",
    [
        b"{}",
        b"[1]",
        b"null",
        b"not json",
        b'[{"_":"Vault"}]',
        _fact(label=5),
        _fact(label={"_": "Fact"}),
        _fact(kind="spell"),
        _fact(negated="yes"),
        _fact(extra=1),
        _fact(quantity={"value": "NaN", "unit": "1"}),
        _fact(quantity={"value": "1e999999", "unit": "1"}),
        _fact(quantity={"value": "1", "unit": "1", "comparator": "~"}),
        _fact(start={"local": "yesterday", "precision": "day"}),
        _fact(start={"local": "2024-02-30", "precision": "day"}),
        _fact(source={"locator": {"_": "Lines", "first": "1", "last": 1}}),
        _fact(codings=7),
        b'[{"_":"Passage","text":" ","source":{"locator":{"_":"Entry"}}}]',
    ],
)
def test_what_no_connector_could_mean_is_refused(payload: bytes) -> None:
    """A parser that was taken over cannot plant a strange record."""
    with pytest.raises(ValueError, match=r".*"):
        frames.unpack_records(payload)


def test_a_good_fact_passes_the_same_check() -> None:
    """The control of the refusals above."""
    (fact,) = frames.unpack_records(_fact(quantity={"value": "5.40", "unit": "mmol/L"}))

    assert isinstance(fact, Fact)
    assert str(fact.quantity.value if fact.quantity else "") == "5.40"


MANY: list[Record | Problem] = [
    Passage("Tension 12/8", HERE),
    *(replace(FERRITIN, label=f"x{number}") for number in range(40)),
    Problem("line_not_json", count=2),
]


def test_many_facts_come_back_as_they_were_sent_and_in_order() -> None:
    """As columns; 5.4 and 5.40 stay two values."""
    sent = [
        replace(fact, quantity=Quantity(Decimal("5.4" + "0" * (at % 2)), "g/L"))
        if isinstance(fact, Fact)
        else fact
        for at, fact in enumerate(MANY)
    ]

    got = frames.unpack_records(frames.pack_records(sent)[5:])

    assert repr(got) == repr(sent)


def _columns(change: Callable[[dict[str, Any]], object]) -> bytes:
    plain = json.loads(frames.pack_records(MANY)[5:])
    change(plain)
    return json.dumps(plain).encode()


@pytest.mark.parametrize(
    "change",
    [
        lambda plain: plain["facts"].update(n=39),
        lambda plain: plain["facts"].update(n=10**9),
        lambda plain: plain["facts"].update(n="40"),
        lambda plain: plain["facts"].update(extra=[1] * 40),
        lambda plain: plain["facts"].pop("label"),
        lambda plain: plain["facts"].update(label=[5] * 40),
        lambda plain: plain["facts"].update(label="x" * 39),
        lambda plain: plain["facts"].update(kind={"of": ["spell"], "at": [0] * 40}),
        lambda plain: plain["facts"].update(kind={"of": ["note"], "at": [1] * 40}),
        lambda plain: plain["facts"].update(kind={"of": ["note"], "at": ["0"] * 40}),
        lambda plain: plain["facts"].update(kind={"of": ["note"], "at": [0] * 39}),
        lambda plain: plain["facts"].update(start=[{"local": "2024-02-30", "precision": "day"}] * 40),
        lambda plain: plain["facts"].update(start=[{"_": "Passage", "text": "a", "source": None}] * 40),
        lambda plain: plain["facts"].update(canonical=[{"value": "NaN", "unit": "1"}] * 40),
        lambda plain: plain["facts"].update(source=[None] * 40),
        lambda plain: plain["sources"].update(n=41),
        lambda plain: plain["sources"].update(locator={"of": [{"_": "Entry"}], "at": [0] * 39}),
        lambda plain: plain["others"].append([0, {"_": "Vault"}]),
        lambda plain: plain["others"].append(["0", plain["others"][0][1]]),
        lambda plain: plain.update(others=plain["others"] * 5000),
        lambda plain: plain.pop("others"),
        lambda plain: plain.update(more=1),
    ],
)
def test_columns_that_no_connector_could_mean_are_refused(change: Callable[[dict[str, Any]], object]) -> None:
    """A parser that was taken over cannot plant a strange record this way either."""
    assert frames.unpack_records(_columns(lambda plain: plain["facts"].update(label=["x"] * 40)))
    with pytest.raises(ValueError, match=r".*"):
        frames.unpack_records(_columns(change))


@pytest.mark.parametrize(
    "payload", [b"[]", b'{"pages":-1}', b'{"pages":"3"}', b'{"when":{"local":"x","precision":"day"}}']
)
def test_a_strange_description_is_refused(payload: bytes) -> None:
    """Page counts and dates are checked like records."""
    with pytest.raises(ValueError, match=r".*"):
        frames.unpack_about(payload)


@pytest.mark.parametrize("stream", [b"X\x00\x00\x00\x01a", b"R\xff\xff\xff\xff", b"HTTP/1.1 200 OK"])
def test_bytes_that_are_no_frame_are_refused(stream: bytes) -> None:
    """Unknown kinds and impossible lengths."""
    with pytest.raises(ValueError, match=r".*"):
        list(frames.Unpacker().feed(stream))


def test_the_walls_that_stand_can_be_told() -> None:
    """For the doctor; on a bare system the answer is empty, not an error."""
    assert set(intake.walls()) <= {"landlock", "seccomp"}
