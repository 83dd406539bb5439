"""SMART Health Cards and Links: what is signed is read, what is altered is not, what is unknown says so."""

import base64
import io
import json
import os
import zlib
from pathlib import Path
from typing import Any

import orjson
import pytest
from joserfc import jwe, jws
from joserfc.jwe import JWERegistry
from joserfc.jwk import ECKey, OctKey
from joserfc.jws import JWSRegistry

from connectors import intake, registry
from connectors.smart_health import connector, issuers, links
from connectors.smart_health.cards import Verdict, inflated, opened
from connectors.smart_health.issuers import Issuer, listed
from core.errors import AppError, UnreadableFileError
from records.model import Fact, Kind, Passage, Problem

CORPUS = Path(os.environ.get("CARNET_CORPUS", "/nonexistent")) / "smart-health-cards"
ISSUER = "https://health.example.org/issuer"
KEY = ECKey.generate_key("P-256")
PATIENT = {"resourceType": "Patient", "name": [{"text": "Ana Exemple"}]}
VACCINE = {
    "resourceType": "Immunization",
    "status": "completed",
    "vaccineCode": {"text": "Tétanos"},
    "occurrenceDateTime": "2023-09-12",
}


def _deflated(data: bytes) -> bytes:
    squeezer = zlib.compressobj(9, zlib.DEFLATED, -15)
    return squeezer.compress(data) + squeezer.flush()


def _payload(*resources: dict[str, Any], iss: str = ISSUER, **more: Any) -> dict[str, Any]:
    entries = [{"fullUrl": f"resource:{n}", "resource": one} for n, one in enumerate(resources)]
    bundle = {"resourceType": "Bundle", "type": "collection", "entry": entries}
    return {"iss": iss, "nbf": 1717225200, **more, "vc": {"credentialSubject": {"fhirBundle": bundle}}}


def _card(payload: dict[str, Any] | None = None, key: ECKey = KEY, **header: Any) -> str:
    plain = json.dumps(payload or _payload(PATIENT, VACCINE)).encode()
    head = {"alg": "ES256", "zip": "DEF", "kid": key.thumbprint(), **header}
    signing = JWSRegistry(algorithms=["ES256"], strict_check_header=False)
    return jws.serialize_compact(head, _deflated(plain), key, registry=signing)


def _jwk(key: ECKey = KEY, **more: Any) -> dict[str, Any]:
    return {**key.as_dict(private=False), "kid": key.thumbprint(), **more}


def _known(key: ECKey = KEY) -> dict[str, Issuer]:
    rows = {"issuers": [{"iss": ISSUER, "name": "Hôpital du Port", "keys": [_jwk(key)]}]}
    return dict(listed(orjson.dumps(rows)))


def _digits(card: str) -> str:
    return "".join(f"{ord(character) - 45:02}" for character in card)


def _codes(card: str, parts: int) -> list[str]:
    digits = _digits(card)
    size = (len(digits) // parts + 2) // 2 * 2
    cut = [digits[at : at + size] for at in range(0, len(digits), size)]
    return [f"shc:/{number}/{len(cut)}/{text}" for number, text in enumerate(cut, start=1)]


def _file(*cards: str, **more: Any) -> bytes:
    return json.dumps({"verifiableCredential": list(cards), **more}).encode()


def _records(data: bytes | str) -> list[Any]:
    return list(connector.extract(io.BytesIO(data.encode() if isinstance(data, str) else data)))


def _problems(data: bytes | str) -> list[str]:
    return [record.code for record in _records(data) if isinstance(record, Problem)]


def _altered(card: str) -> str:
    """The same card about another vaccine, under the old signature."""
    head, _, signature = card.split(".")
    body = _deflated(json.dumps(_payload(PATIENT, {**VACCINE, "vaccineCode": {"text": "Rage"}})).encode())
    return ".".join((head, base64.urlsafe_b64encode(body).decode().rstrip("="), signature))


def test_a_card_of_a_known_issuer_is_valid_and_says_so(monkeypatch: pytest.MonkeyPatch) -> None:
    """On the card, and on each statement; without a problem."""
    monkeypatch.setattr(issuers, "known", _known)
    facts = [record for record in _records(_file(_card())) if isinstance(record, Fact)]

    assert _problems(_file(_card())) == []
    assert [(fact.kind, fact.label) for fact in facts] == [
        (Kind.NOTE, "SMART Health Card"),
        (Kind.IMMUNIZATION, "Tétanos"),
    ]
    assert all("signature verified, issuer : Hôpital du Port" in (fact.detail or "") for fact in facts)


def test_a_card_of_an_unknown_issuer_is_read_and_says_that() -> None:
    """Never as verified."""
    facts = [record for record in _records(_file(_card())) if isinstance(record, Fact)]

    assert _problems(_file(_card())) == ["card_issuer_unknown"]
    assert len(facts) == 2
    assert all("not verified" in (fact.detail or "") for fact in facts)


@pytest.mark.parametrize("keys_beside", [False, True])
def test_an_altered_card_gives_nothing(keys_beside: bool, monkeypatch: pytest.MonkeyPatch) -> None:
    """Whether its issuer is known, or only its key came along."""
    data = _file(_altered(_card()), **({"keys": [_jwk()]} if keys_beside else {}))
    if not keys_beside:
        monkeypatch.setattr(issuers, "known", _known)

    with pytest.raises(UnreadableFileError, match="card_broken"):
        _records(data)


def test_one_broken_card_does_not_take_the_others_with_it() -> None:
    """It is a problem with its place."""
    records = _records(_file("no card at all", _card()))
    problems = [record for record in records if isinstance(record, Problem)]

    assert [problem.code for problem in problems] == ["card_broken", "card_issuer_unknown"]
    assert any(isinstance(record, Fact) and record.label == "Tétanos" for record in records)


def test_a_key_that_came_with_the_card_proves_no_issuer() -> None:
    """Anyone can sign in anyone's name and add the key."""
    assert _problems(_file(_card(), keys=[_jwk()])) == ["card_issuer_unknown"]


def test_another_key_of_a_known_issuers_name_is_not_believed() -> None:
    """A key counts for the address it is listed under, and under its own thumbprint."""
    stranger = ECKey.generate_key("P-256")

    assert opened(_card(), _known()).verdict is Verdict.VALID
    assert opened(_card(key=stranger), _known()).verdict is Verdict.ISSUER_UNKNOWN
    assert opened(_card(key=stranger, kid=KEY.thumbprint()), _known()).verdict is Verdict.BROKEN
    assert opened(_card(_payload(PATIENT, iss="https://other.example.org")), _known()).verdict is (
        Verdict.ISSUER_UNKNOWN
    )


def test_a_listed_key_without_its_thumbprint_or_with_its_secret_is_left_out() -> None:
    """Neither can be what an issuer publishes."""
    rows = [
        _jwk(kid="x"),
        {**KEY.as_dict(private=True), "kid": KEY.thumbprint()},
        {"kty": "oct", "k": "AAAA"},
        7,
    ]
    found = listed(orjson.dumps({"issuers": [{"iss": ISSUER, "keys": rows}, {"iss": 3}, "x"]}))

    assert {address: dict(issuer.keys) for address, issuer in found.items()} == {ISSUER: {}}
    for wrong in (b"{}", b"[]", b'{"issuers": 3}', b"no"):
        with pytest.raises(ValueError, match=r"issuers shape|invalid literal"):
            listed(wrong)


def test_the_delivered_list_is_read_and_trusts_nobody() -> None:
    """Not even the example issuer, who signs for anybody."""
    assert issuers.ISSUERS.is_file()
    assert issuers.known() == {}


@pytest.mark.parametrize(
    "card",
    [
        _card(alg="ES256", zip="GZ"),
        _card(_payload(PATIENT, iss="http://health.example.org")),
        _card(_payload(PATIENT, iss=ISSUER + "/")),
        _card({"iss": ISSUER, "vc": {}}),
        _card(kid=""),
        _card().rpartition(".")[0] + ".AAAA",
        _card()[:200],
        _card().replace(".", ".A", 1),
    ],
    ids=["zip", "http", "slash", "no bundle", "no key id", "short signature", "cut", "not deflated"],
)
def test_a_card_of_another_form_is_refused(card: str) -> None:
    """Each for its form, before any key is asked."""
    with pytest.raises(UnreadableFileError, match="card_broken"):
        _records(_file(card))


def test_inflating_is_bounded_and_exact() -> None:
    """A bomb, a cut stream, and something behind the end are nothing."""
    data = _deflated(b"x" * 100_000)

    assert inflated(data) == b"x" * 100_000
    assert inflated(data, limit=99_999) is None
    assert inflated(data[:-4]) is None
    assert inflated(data + b"more") is None
    assert inflated(b"") is None


def test_the_numbered_parts_of_a_code_make_one_card_in_any_order() -> None:
    """And not without all of them."""
    codes = _codes(_card(), 3)
    labels = [r.label for r in _records("\n".join(reversed(codes))) if isinstance(r, Fact)]

    assert labels == ["SMART Health Card", "Tétanos"]
    for without in range(3):
        some = [code for at, code in enumerate(codes) if at != without]
        with pytest.raises(UnreadableFileError, match="card_part_missing"):
            _records("\n".join(some))


@pytest.mark.parametrize(
    "code", ["shc:/123", "shc:/9999", "shc:/5/3/5676", "shc:/0/2/5676", "shc:/", "shc:/ab"]
)
def test_digits_that_are_no_code_are_refused(code: str) -> None:
    """An odd count, a value beyond the alphabet, a part beyond its count."""
    with pytest.raises(UnreadableFileError, match="card_broken"):
        _records(code)


def test_two_codes_with_the_same_number_and_other_digits_are_not_mixed() -> None:
    """Parts of two cards would make a third that nobody signed."""
    first, second = _codes(_card(), 2), _codes(_card(_payload(PATIENT, iss=ISSUER + "/x")), 2)

    with pytest.raises(UnreadableFileError, match="card_"):
        _records("\n".join((first[0], second[0], second[1])))


def test_dates_of_a_card_are_told() -> None:
    """Expired and not yet valid are said; milliseconds are not taken for seconds."""
    assert _problems(_file(_card(_payload(PATIENT, VACCINE, exp=1720000000)))) == [
        "card_issuer_unknown",
        "card_expired",
    ]
    late = _payload(PATIENT, VACCINE)
    late["nbf"] = 1717225200000
    records = _records(_file(_card(late)))

    assert [r.code for r in records if isinstance(r, Problem)] == [
        "card_issuer_unknown",
        "card_not_yet_valid",
    ]
    assert next(r for r in records if isinstance(r, Fact)).start is None


def test_content_without_a_signature_says_that_it_has_none() -> None:
    """It is FHIR like any other, and no card."""
    records = _records(json.dumps(_payload(PATIENT, VACCINE)))
    vaccine = next(r for r in records if isinstance(r, Fact) and r.kind is Kind.IMMUNIZATION)

    assert [r.code for r in records if isinstance(r, Problem)] == ["card_unsigned"]
    assert vaccine.detail is not None
    assert "not signed" in vaccine.detail


def _link(key: bytes, **more: Any) -> str:
    payload = {"url": "https://links.example.org/s", "key": _b64(key), "label": "Résumé", "flag": "P", **more}
    return "shlink:/" + _b64(json.dumps(payload).encode())


def _b64(data: bytes) -> str:
    return base64.urlsafe_b64encode(data).decode().rstrip("=")


def _cipher(key: bytes, content: bytes, **header: Any) -> str:
    head = {"alg": "dir", "enc": "A256GCM", "zip": "DEF", "cty": "application/fhir+json", **header}
    using = JWERegistry(algorithms=["dir", "A256GCM", "DEF"], strict_check_header=False)
    return jwe.encrypt_compact(head, content, OctKey.import_key(key), registry=using)


def test_a_link_is_told_and_never_followed() -> None:
    """Its label, flags and expiry; its key and address open the record and stay out of what is indexed."""
    key = bytes(range(32))
    (passage, problem) = [r for r in _records(_link(key, exp=1893456000)) if not hasattr(r, "pages")]

    assert isinstance(passage, Passage)
    assert passage.text == "SMART Health Link\nlabel: Résumé\nflag: P\nexp: 2030-01-01"
    assert problem.code == "link_needs_connection"
    assert _b64(key) not in repr(passage)


def test_a_file_of_a_link_is_opened_with_its_key_even_when_it_is_large() -> None:
    """Beyond joserfc's own limits, with what is in it, and with nothing but the right key."""
    key = os.urandom(32)
    noise = base64.b64encode(os.urandom(300_000)).decode()
    bundle = {
        "resourceType": "Bundle",
        "entry": [
            {"resource": {"resourceType": "AllergyIntolerance", "code": {"text": "Latex"}}},
            {"resource": {"resourceType": "Condition", "code": {"text": "Asthme"}, "note": [{"text": "x"}]}},
        ],
        "id": noise,
    }
    cipher = _cipher(key, json.dumps(bundle).encode())
    labels = [r.label for r in _records(f"{_link(key)}\n{cipher}") if isinstance(r, Fact)]

    assert labels == ["Latex", "Asthme"]
    assert _problems(f"{_link(key)}\n{cipher}") == []
    assert _problems(f"{_link(os.urandom(32))}\n{cipher}") == ["link_key_missing"]
    assert _problems(cipher) == ["link_key_missing"]
    assert links.decrypted(cipher[:-4] + "AAAA", [key]) is None


def test_parts_can_be_taken_out_for_looking_at() -> None:
    """A card's content, a decrypted file, a card in it, and an attachment in that."""
    key = os.urandom(32)
    note = {
        "resourceType": "DocumentReference",
        "content": [{"attachment": {"contentType": "application/pdf", "data": "JVBERi0xLjQ="}}],
    }
    inner = _file(_card(_payload(PATIENT, note)))
    data = f"{_link(key)}\n{_cipher(key, inner, cty='application/smart-health-card')}".encode()
    pointer = "/vc/credentialSubject/fhirBundle/entry/1/resource/content/0/attachment/data"

    assert connector.part(data, "file/1") == inner
    assert json.loads(intake.part(data, "file/1 > card/1")[0])["iss"] == ISSUER
    assert intake.part(data, f"file/1 > card/1 > {pointer}")[0] == b"%PDF-1.4"
    for wrong in ("file/2", "card/1", "file/x", "", "other/1"):
        with pytest.raises(UnreadableFileError, match="file_damaged"):
            connector.part(data, wrong)


@pytest.mark.parametrize(
    ("text", "reader"),
    [
        (_card(), "smart_health"),
        ("\ufeff  " + _card() + "\n\n", "smart_health"),
        ("\n".join(_codes(_card(), 2)), "smart_health"),
        (_file(_card()).decode(), "smart_health"),
        (
            json.dumps(
                {
                    "resourceType": "Parameters",
                    "parameter": [{"name": "verifiableCredential", "valueString": _card()}],
                }
            ),
            "smart_health",
        ),
        (json.dumps(_payload(PATIENT)), "smart_health"),
        (json.dumps({"resourceType": "Bundle", "entry": [{"resource": VACCINE}]}), "fhir_r4"),
        ("Bonjour,\nvoici le lien : shlink:/eyJhIjoxfQ\nBonne lecture", "plain_text"),
        ("eyJhbGciOiJIUzI1NiIsInR5cCI6IkpXVCJ9.eyJzdWIiOiIxIn0.c2lnbmF0dXJl", "plain_text"),
    ],
)
def test_who_reads_what(text: str, reader: str) -> None:
    """Exactly one connector; a letter that mentions a link stays a letter, another token stays text."""
    assert registry.identify_file(text.encode(), "x").id == reader


def test_the_text_of_a_picture_is_taken_when_it_is_ours() -> None:
    """For the connector that reads pictures."""
    assert from_text(*_codes(_card(), 2)) == ["SMART Health Card", "Tétanos"]
    assert connector.from_qr("https://example.org/menu") is None
    assert connector.from_qr() is None


def from_text(*texts: str) -> list[str]:
    """Labels of the facts in a picture's codes."""
    data = connector.from_qr(*texts)
    assert data is not None
    return [record.label for record in _records(data) if isinstance(record, Fact)]


EXPECTED_BROKEN = {
    "jws-der-signature", "jws-no_deflate", "jws-no_jws_header", "jws-utf8_bom_prefix", "file-invalid_deflate",
    "file-invalid_issuer_url_http", "file-issuer_url_with_trailing_slash", "file-no_deflate",
    "index-out-of-range", "number-too-big", "odd-count", "jws-invalid-signature",
    "multi-jws-issues",
}  # fmt: skip


@pytest.mark.corpus
@pytest.mark.skipif(not CORPUS.is_dir(), reason="CARNET_CORPUS is not set")
def test_every_example_of_the_validator_comes_to_its_own_end(monkeypatch: pytest.MonkeyPatch) -> None:
    """137 files, most of them broken on purpose: refused for that, or read with what is to be known of it."""
    example = "https://spec.smarthealth.cards/examples/issuer"
    keys = json.loads((CORPUS / "spec" / "jwks.json").read_bytes())["keys"]
    known = listed(orjson.dumps({"issuers": [{"iss": example, "name": "Example", "keys": keys}]}))
    monkeypatch.setattr(issuers, "known", lambda: known)
    ends: dict[str, str] = {}
    for path in sorted(CORPUS.rglob("*")):
        data = path.read_bytes() if path.is_file() else b""
        try:
            reader = registry.identify_file(data, path.name).id if data else ""
        except AppError as error:
            ends[path.name] = error.code
            continue
        if reader != "smart_health":
            ends[path.name] = reader
            continue
        try:
            ends[path.name] = " ".join(_problems(data)) or "valid"
        except UnreadableFileError as error:
            ends[path.name] = error.code

    for name, end in ends.items():
        broken = any(part in name for part in EXPECTED_BROKEN)
        assert (end == "card_broken") == broken, (name, end)
        assert (end == "card_part_missing") == ("qr_chunk_too" in name and name.endswith(".txt")) or (
            name.startswith("example-02-f")
        ), (name, end)
        if name.startswith("example-0") and name.split("-")[2] in ("d", "e"):
            assert end in ("valid", "card_expired"), (name, end)
        if name.startswith("shlink") and name.endswith(".txt"):
            assert set(end.split()) == {"link_needs_connection"}, (name, end)
        if ".public." in name or "issuers" in name or ("jwks" in name and name.endswith(".json")):
            assert end == "file_unknown", (name, end)
